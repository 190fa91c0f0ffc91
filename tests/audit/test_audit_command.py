"""`poa auditar` as a person runs it: what it says, what it writes, how it ends."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from lxml import html
from paper_tags import broken_rules
from paper_texts import lost_on_paper
from real_commands import RUN, poa
from real_runs import OUTPUT
from typer.testing import CliRunner

from helpers.desk.cli import app
from helpers.outputs.run_files import ACTA_HTML, ACTA_PDF


@pytest.fixture
def empty(tmp_path) -> Path:
    for name in ("params/mre", "notebooks", "data"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("entidad.yaml", "2024-T2.yaml"):
        (tmp_path / "params/mre" / name).write_text("", encoding="utf-8")
    return tmp_path


def made(root: Path, **manifest: object) -> Path:
    folder = root / OUTPUT
    folder.mkdir(parents=True)
    plain = {"entidad": "mre", "periodo": "2024-T2", "estado": "completo"} | manifest
    (folder / "manifiesto.json").write_text(json.dumps(plain), encoding="utf-8")
    return folder


def test_help_is_spanish_and_tells_how_it_ends(empty):
    done = poa(empty, "audit", "--help")
    assert done.returncode == 0
    for words in ("Uso: ", "--sin-libreoffice", "--carpeta", "no pasa, o algo no se pudo verificar"):
        assert words in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["mre"], "no es ENTIDAD/PERIODO"),
        ([RUN], "Hágalo con: poa informe mre/2024-T2"),
        (["mrex/2024-T2"], "No existe la entidad «mrex». Existen: mre. ¿Quiso decir «mre»?"),
        (["mre/2024-T3"], "No hay parámetros para «mre/2024-T3». Existen: 2024-T2."),
        ([], "Falta"),
    ],
)
def test_what_does_not_exist_is_wrong_usage(empty, arguments, said):
    done = poa(empty, "audit", *arguments)
    assert done.returncode == 2
    assert said in " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ({"estado": "parcial"}, "solo se verifica uno completo"),
        ({"periodo": "2024-T1"}, "tiene el informe de mre/2024-T1"),
    ],
)
def test_another_report_or_half_of_one_is_wrong_usage(empty, manifest, said):
    made(empty, **manifest)
    done = poa(empty, "audit", RUN)
    assert done.returncode == 2
    assert said in " ".join((done.stdout + done.stderr).split())


def test_a_manifest_that_cannot_be_read_does_not_pass(empty, wording):
    (made(empty) / "manifiesto.json").write_text("{", encoding="utf-8")
    done = poa(empty, "audit", RUN)
    assert done.returncode == 1
    wording(" ".join((done.stdout + done.stderr).split()), "manifiesto.json")


def test_neither_book_nor_inputs_leave_nothing_to_verify(empty, wording):
    made(empty)
    done = poa(empty, "audit", RUN)
    assert done.returncode == 1
    wording(" ".join((done.stdout + done.stderr).split()))


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.libreoffice
def test_the_real_report_passes(verified):
    """Every check on the real report, LibreOffice included; nothing of the report itself is changed."""
    import pypdfium2

    assert verified.code == 0, verified.said + verified.complained
    last = verified.said.strip().splitlines()[-1]
    digest = hashlib.sha256((verified.folder / "manifiesto.json").read_bytes()).hexdigest()
    said = r"PASA: 14 controles conformes; \d+ cifras publicadas antes que aquí se calculan, \d+ exactas \(además, .*\)\. SHA-256 del manifiesto: (\w+)"
    assert re.fullmatch(said, last)[1] == digest
    assert verified.after == verified.before
    page = html.parse(verified.folder / ACTA_HTML).getroot()
    assert " ".join(page.find("body").text_content().split()).endswith(last)
    with pypdfium2.PdfDocument(verified.folder / ACTA_PDF) as document:
        text = "".join(document[len(document) - 1].get_textpage().get_text_range().split())
    assert "".join(last.split()) in text
    assert lost_on_paper((verified.folder / ACTA_HTML).read_text(encoding="utf-8"), verified.folder / ACTA_PDF) == {}
    assert broken_rules(verified.folder / ACTA_PDF) == []


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.libreoffice
def test_it_counts_what_the_notebooks_repeat_as_the_annexes_of_the_report_do(verified):
    """By section and in all, on the terminal and in the acta: «repetidas / impresas (parte)»."""
    page = html.parse(verified.folder / "informe.html").getroot()
    table = page.get_element_by_id("cuadro-cifras-repetidas")
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.iterfind(".//tbody/tr")]
    due = [f"{title}: {again} / {printed} ({part})" for title, printed, again, part in rows]
    said = " ".join(verified.said.split())
    assert len(due) > 10
    assert [line for line in due[:-1] if line not in said] == []
    assert f"(repetidas / impresas): {due[-1].partition(': ')[2]}" in said
    acta = html.parse(verified.folder / ACTA_HTML).getroot()
    counted = [[" ".join(cell.text_content().split()) for cell in row] for row in acta.iterfind(".//tbody/tr")]
    assert [line for title, printed, again, part in rows if (line := [title, again, printed, part]) not in counted] == []


@pytest.mark.slow
@pytest.mark.pdf
def test_where_libreoffice_is_missing_it_does_not_pass_unsaid(project, tmp_path, monkeypatch, without_kernels):
    """In this process, with the sections executed once for all tests: only what LibreOffice is for is tried."""
    monkeypatch.setenv("POA_RAIZ", str(project))
    folder = Path(shutil.copytree(project / OUTPUT, tmp_path / "copia"))
    monkeypatch.setenv("PATH", "")
    done = CliRunner().invoke(app, ["audit", RUN, "--carpeta", str(folder), "--sin-pdf"])
    assert done.exit_code == 1
    last = done.output.strip().splitlines()[-1]
    assert last.startswith("NO PASA: Papeles de trabajo, recalculados con LibreOffice: no se pudo verificar")
    assert "Instale LibreOffice Calc" in (folder / ACTA_HTML).read_text(encoding="utf-8")
