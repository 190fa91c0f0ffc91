"""The PDF laid out again: a guess that turns out wrong is thrown away, with all that it left."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from helpers.assemble.report import HTML_NAME
from helpers.audit.reprint import reprinted

PAGE = """<html lang="es"><head><title>Hoja</title></head><body><nav class="indice"></nav>
<main id="contenido"><section id="sec-uno"><h2>Uno</h2></section></main></body></html>"""


@pytest.mark.pdf
def test_the_pieces_of_a_print_that_was_thrown_away_are_not_left_in_the_systems_folder(tmp_path, monkeypatch):
    (system := tmp_path / "sistema").mkdir()
    monkeypatch.setenv("TMPDIR", str(system))
    for name in ("corrida", "auditoria"):
        (tmp_path / name).mkdir()
    (tmp_path / "corrida" / HTML_NAME).write_text(PAGE, encoding="utf-8")

    def due() -> str:
        """Known only when the published page is being printed, and another."""
        limit = time.monotonic() + 60
        while not list(tmp_path.rglob("capitulo-*.html")) and time.monotonic() < limit:
            time.sleep(0.01)
        return PAGE.replace("Uno", "Dos")

    made = reprinted(SimpleNamespace(scratch=tmp_path / "auditoria", folder=tmp_path / "corrida"), due)
    assert made.read_bytes().startswith(b"%PDF") and made.parent.name == "debido"
    assert list(system.iterdir()) == []
