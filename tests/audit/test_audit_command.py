"""`poa auditar` as a person runs it: what it prints, what it writes and with which exit code it ends."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from lxml import html
from paper_tags import broken_rules
from paper_texts import lost_on_paper
from real_commands import RUN, poa
from real_runs import OUTPUT

from helpers.outputs.run_files import ACTA_HTML, ACTA_PDF


@pytest.fixture
def empty(tmp_path) -> Path:
    for name in ("params/mre", "notebooks", "data"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("entidad.yaml", "2024-T2.yaml"):
        (tmp_path / "params/mre" / name).write_text("", encoding="utf-8")
    return tmp_path


def folder_with_manifest(root: Path, **manifest: object) -> Path:
    folder = root / OUTPUT
    folder.mkdir(parents=True)
    plain = {"entidad": "mre", "periodo": "2024-T2", "estado": "completo"} | manifest
    (folder / "manifiesto.json").write_text(json.dumps(plain), encoding="utf-8")
    return folder


def test_help_is_in_spanish_and_explains_the_exit_codes(empty):
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
def test_a_run_that_is_missing_or_misnamed_is_wrong_usage(empty, arguments, said):
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
def test_a_partial_report_or_one_of_another_period_is_wrong_usage(empty, manifest, said):
    folder_with_manifest(empty, **manifest)
    done = poa(empty, "audit", RUN)
    assert done.returncode == 2
    assert said in " ".join((done.stdout + done.stderr).split())


def test_a_manifest_that_cannot_be_read_does_not_pass(empty, wording):
    (folder_with_manifest(empty) / "manifiesto.json").write_text("{", encoding="utf-8")
    done = poa(empty, "audit", RUN)
    assert done.returncode == 1
    wording(" ".join((done.stdout + done.stderr).split()), "manifiesto.json")


def test_without_readable_book_and_inputs_the_audit_fails(empty, wording):
    folder_with_manifest(empty)
    done = poa(empty, "audit", RUN)
    assert done.returncode == 1
    wording(" ".join((done.stdout + done.stderr).split()))


def equal_papers(said: str) -> list[str]:
    """The forms of the report of which an audit says that they are equal to what they should be."""
    equal = r"conforme: Informe (\w+) \([^)]*\d (?:números marcados|cifras|palabras y números): el archivo es igual byte por byte\)"
    return re.findall(equal, " ".join(said.split()))


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.libreoffice
def test_the_real_report_passes(verified):
    """All checks run, LibreOffice included, and the audit changes no file of the report."""
    import pypdfium2

    assert verified.code == 0, verified.said + verified.complained
    last = verified.said.strip().splitlines()[-1]
    digest = hashlib.sha256((verified.folder / "manifiesto.json").read_bytes()).hexdigest()
    said = r"PASA: 14 controles conformes; \d+ cifras publicadas antes que aquí se calculan, \d+ exactas \(además, .*\)\. SHA-256 del manifiesto: (\w+)"
    assert re.fullmatch(said, last)[1] == digest
    assert verified.after == verified.before
    assert equal_papers(verified.said) == ["HTML", "PDF"]
    page = html.parse(verified.folder / ACTA_HTML).getroot()
    told = " ".join(page.find("body").text_content().split())
    assert told.endswith(last)
    counts = r"(?<![\w.,/-])\d{4,} (?:números|cifras|fórmulas|celdas|palabras|páginas|huellas)"
    assert re.findall(counts, told) == re.findall(counts, verified.said) == [], "as 1.234, everywhere"
    with pypdfium2.PdfDocument(verified.folder / ACTA_PDF) as document:
        text = "".join(document[len(document) - 1].get_textpage().get_text_range().split())
    assert "".join(last.split()) in text
    assert lost_on_paper((verified.folder / ACTA_HTML).read_text(encoding="utf-8"), verified.folder / ACTA_PDF) == {}
    assert broken_rules(verified.folder / ACTA_PDF) == []


@pytest.mark.slow
@pytest.mark.pdf
def test_the_report_of_a_small_institution_passes_without_libreoffice(verified_hospital):
    """`test_third_institution` asks what is in it. The other tests of forged reports begin from it."""
    assert verified_hospital.code == 0, verified_hospital.said + verified_hospital.complained
    waived = "no se hizo, a pedido: Papeles de trabajo, recalculados con LibreOffice"
    assert f"\nPASA: 14 controles conformes; {waived}; 1 cifra publicada antes que aquí se calcula, 1 exacta. " in verified_hospital.said
    assert "Veredicto de cada cifra publicada (1 cifra publicada)" in verified_hospital.said
    assert equal_papers(verified_hospital.said) == ["HTML", "PDF", "Word"]
    assert verified_hospital.after == verified_hospital.before


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.libreoffice
def test_the_audit_counts_repeated_figures_as_the_annexes_of_the_report_do(verified):
    """The counts agree by section and in total, on the terminal and in the acta, as «repetidas / impresas»."""
    page = html.parse(verified.folder / "informe.html").getroot()
    table = page.get_element_by_id("cuadro-cifras-repetidas")
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.iterfind(".//tbody/tr")]
    due = [f"{title}: {again} / {printed}" for title, printed, again in rows]
    said = " ".join(verified.said.split())
    assert len(due) > 10
    assert [line for line in due[:-1] if line not in said] == []
    assert f"(repetidas / impresas): {due[-1].partition(': ')[2]}" in said
    acta = html.parse(verified.folder / ACTA_HTML).getroot()
    counted = [[" ".join(cell.text_content().split()) for cell in row] for row in acta.iterfind(".//tbody/tr")]
    assert [line for title, printed, again in rows if (line := [title, again, printed]) not in counted] == []
