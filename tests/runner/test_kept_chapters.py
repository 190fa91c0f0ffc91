"""Chapters that were printed before: used where their page and the program are the same, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest
from run_fakes import Notes

from helpers.assemble.pieces import chapters_in, cut
from helpers.runner.kept import Kept
from helpers.runner.kept_chapters import KeptChapters
from helpers.runner.order import Request
from helpers.workspace import CACHE_VARIABLE, Workspace

AROUND = {"archivos": {}, "codigo": {"src/helpers/assemble/pdf.py": "a1"}}


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """Nothing changes while it is printed."""
    monkeypatch.delenv(CACHE_VARIABLE, raising=False)
    monkeypatch.setattr("helpers.runner.kept.changed_meanwhile", lambda *_: "")


def page(second: str = "Dos.") -> str:
    sections = "".join(
        f'<section class="seccion" id="sec-{name}"><h2>{name}</h2>{text}</section>'
        for name, text in (("uno", "Uno."), ("dos", second))
    )
    return f'<html lang="es"><head><title>t</title></head><body><main id="contenido">{sections}</main></body></html>'


class Prints:
    """A report printed again and again; each print has a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.times = folder, 0

    def again(self, document: str, around=AROUND, *, use: bool = True) -> tuple[str, list[str]]:
        """Why something was printed, and the chapters that were."""
        self.times += 1
        (place := self.folder / f"papel-{self.times}").mkdir()
        cut(document, place)
        kept = KeptChapters(Kept(Workspace(self.folder), Request("m", "2024-T2", reuse=use), around, Notes()), {})
        why = kept.put(place)
        missing = [chapter for chapter in chapters_in(place) if not chapter.printed.exists()]
        for chapter in missing:
            chapter.printed.write_bytes(f"{self.times} {chapter.name}".encode())
        kept.keep()
        self.printed = {chapter.name: chapter.printed.read_text() for chapter in chapters_in(place)}
        return why, [chapter.name for chapter in missing]


def test_only_the_chapter_whose_page_changed_is_printed_again(tmp_path):
    prints = Prints(tmp_path)
    assert prints.again(page()) == ("2 de 2 capítulos; del primero, no se había hecho antes", ["sec-uno", "sec-dos"])
    assert prints.again(page()) == ("", [])
    assert prints.again(page("Dos y algo más.")) == ("1 de 2 capítulos; del primero, cambió su página", ["sec-dos"])
    assert prints.printed == {"sec-uno": "1 sec-uno", "sec-dos": "3 sec-dos"}
    assert prints.again(page()) == ("", []), "what was printed before last is kept too"


def test_all_are_printed_by_another_program_or_where_that_was_asked(tmp_path):
    prints = Prints(tmp_path)
    prints.again(page())
    other = {"archivos": {}, "codigo": {"src/helpers/assemble/pdf.py": "b2"}}
    assert prints.again(page(), other) == (
        "2 de 2 capítulos; del primero, cambió src/helpers/assemble/pdf.py",
        ["sec-uno", "sec-dos"],
    )
    assert prints.again(page(), use=False) == (
        "2 de 2 capítulos; del primero, se pidió sin caché",
        ["sec-uno", "sec-dos"],
    )


def test_a_print_that_was_spoilt_is_made_again(tmp_path):
    prints = Prints(tmp_path)
    prints.again(page())
    (spoilt,) = tmp_path.glob(".poa/guardado/m/2024-T2/impresión_sec-dos/*/capitulo.pdf")
    spoilt.write_bytes(spoilt.read_bytes()[:-1])
    why, missing = prints.again(page())
    assert missing == ["sec-dos"] and "está dañado (capitulo.pdf)" in why
