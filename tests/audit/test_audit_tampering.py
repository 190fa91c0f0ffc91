"""One digit of a finished report is changed: the audit names the file by its hash and the place by its content.

Each change is tried twice. With the manifest unchanged, the hash of the file differs. With a manifest updated to the
new hash, the content differs, and so does the manifest attached to the PDF.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from lxml.html import fromstring
from real_commands import RUN
from real_runs import (
    OUTPUT,
    Real,
    change_book,
    change_cell,
    change_csv,
    change_html,
    change_input,
    change_notebook,
    change_pdf,
    copy_with_report,
    find_cell,
    mend_book,
    mend_manifest,
    with_folder,
    write_manifest,
)
from typer.testing import CliRunner

from helpers.audit import audited_inputs, audited_notebooks, audited_published, recalculated, run_audit
from helpers.audit.acta import acta_document
from helpers.audit.acta_facts import facts_of
from helpers.audit.folder import folder_contents
from helpers.audit.pages import audited_page, audited_pdf
from helpers.audit.run_audit import Audit, Request
from helpers.audit.sheets import audited_csv, audited_workbook, ironcalc_engine, libreoffice
from helpers.base.system.workspace import ROOT_VARIABLE, Workspace
from helpers.desk.cli import app
from helpers.outputs.run_files import ACTA_HTML, ACTA_PDF
from helpers.settings.cuadros.cuadro_table import COMPUTED

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

FIGURE = "avance_fisico/2024-T2/acp/6"
PRINTED = "92,16"
PAPERS = "papeles_de_trabajo.xlsx"


@dataclass(frozen=True)
class Tampering:
    """A change of one digit.

    Attributes
    ----------
    change : Callable
        Makes the change; what it returns is filled into `place`.
    place : str
        A part of the difference that is reported.
    subjects : frozenset of str
        The checks that report it.
    """

    file: str
    change: Callable[[Path], object]
    place: str
    subjects: frozenset[str]


def in_papers(sheet: str, column: str, matches: Callable[[tuple], bool]) -> Callable[[Path], str]:
    def change(path: Path) -> str:
        cell = find_cell(path, sheet, column, matches)
        change_cell(path, sheet, cell)
        return cell

    return change


WORKBOOK, ENGINE = audited_workbook.SUBJECT, ironcalc_engine.SUBJECT
TAMPERINGS = {
    "cifras.csv": Tampering(
        "cifras.csv",
        lambda path: change_csv(path, FIGURE, "publicado"),
        f"cifras.csv, celda {{}} («{FIGURE}», columna publicado): debía decir «92.16» y dice «92.17»",
        frozenset({audited_csv.SUBJECT}),
    ),
    "conciliacion.csv": Tampering(
        "conciliacion.csv",
        lambda path: change_csv(path, FIGURE, "calculado"),
        f"conciliacion.csv, celda {{}} («{FIGURE}», columna calculado)",
        frozenset({audited_csv.SUBJECT, audited_published.SUBJECT}),
    ),
    "hallazgos.csv": Tampering(
        "hallazgos.csv",
        lambda path: change_csv(path, "PUB-RANGO", "encontrado"),
        "hallazgos.csv, celda {} («PUB-RANGO», columna encontrado)",
        frozenset({audited_csv.SUBJECT}),
    ),
    "libro.json": Tampering(
        "libro.json",
        lambda path: change_book(path, "eficacia_ponderada/2024-T2/acp/1"),
        "libro.json, cifra eficacia_ponderada/2024-T2/acp/1, valor: debía decir «941/40» y dice «941/41»",
        frozenset({recalculated.SUBJECT, recalculated.OPERANDS_SUBJECT}),
    ),
    "constante": Tampering(
        PAPERS,
        in_papers("Método", "B", lambda row: row[0] == "decimales_guarda"),
        f"{PAPERS}, hoja «Método», celda {{}} (decimales_guarda): debía decir «10» y dice «11»",
        frozenset({WORKBOOK}),
    ),
    "insumo": Tampering(
        PAPERS,
        in_papers("Insumos", "D", lambda row: f"{FIGURE.replace('acp/6', 'unidad/DGAA')}" in str(row[6])),
        f"{PAPERS}, hoja «Insumos», celda {{}} (data/mre/2024/avances.csv)",
        frozenset({WORKBOOK, ENGINE}),
    ),
    "valor guardado": Tampering(
        PAPERS,
        in_papers("Cifras", "E", lambda row: row[0] == FIGURE),
        f"{PAPERS}, hoja «Cifras», celda {{}} ({FIGURE}), valor guardado de su fórmula: debía decir «92,16» y dice «92,17»",
        frozenset({WORKBOOK}),
    ),
    "cuadro del HTML": Tampering(
        "informe.html",
        lambda path: change_html(path, FIGURE, "td"),
        f"columna «Avance (%)», cifra {FIGURE}: debía decir «92,16» y dice «92,17»",
        frozenset({audited_page.SUBJECT}),
    ),
    "frase del HTML": Tampering(
        "informe.html",
        lambda path: change_html(path, "ejecucion_financiera/2024-T2/entidad/MRE", "p"),
        "cifra ejecucion_financiera/2024-T2/entidad/MRE: debía decir «17,43 %»",
        frozenset({audited_page.SUBJECT}),
    ),
    "PDF": Tampering(
        "informe.pdf",
        lambda path: change_pdf(path, PRINTED),
        "informe.pdf, página {}: debía decir «",
        frozenset({audited_pdf.SUBJECT}),
    ),
    "cuaderno": Tampering(
        "cuadernos/04_acp.ipynb",
        lambda path: change_notebook(path, FIGURE),
        "cuadernos/04_acp.ipynb, celda [",
        frozenset({audited_notebooks.SUBJECT}),
    ),
}  # fmt: skip
TOGETHER = (
    ("cifras.csv", "constante", "cuadro del HTML", "cuaderno"),
    ("conciliacion.csv", "insumo", "frase del HTML", "libro.json"),
    ("hallazgos.csv", "valor guardado", "PDF"),
)
"""Changes made together in one folder. No check finds two: the last line has only the first place of each."""


@pytest.fixture
def verify(real: Real, tmp_path, without_kernels) -> Callable[[Path], Audit]:
    """Audits a changed copy of the run, without LibreOffice and with the sections executed once per session."""

    def verified(folder: Path) -> Audit:
        scratch = tmp_path / "taller"
        scratch.mkdir()
        case = replace(with_folder(real.case, folder), scratch=scratch)
        results = tuple(run_audit.all_results(case, Request("mre", "2024-T2", with_libreoffice=False)))
        return Audit(facts_of(case, datetime.now().astimezone(), with_libreoffice=False), results)

    return verified


def failing(audit: Audit) -> set[str]:
    return {result.subject for result in audit.results if not result.holds}


def acta_words(audit: Audit) -> str:
    """The acta's text on one line."""
    return " ".join(fromstring(acta_document(audit)).find("body").text_content().split())


def test_the_unchanged_run_passes(verify, copy):
    audit = verify(copy)
    assert failing(audit) == set(), audit.line
    left = f"no se hizo, a pedido: {libreoffice.SUBJECT}"
    computed = sum(kind == COMPUTED for kind, _ in audit.facts.checked)
    assert audit.line.startswith(f"PASA: 14 controles conformes; {left}; {computed} cifras publicadas")
    words = acta_words(audit)
    assert "Se pidió sin LibreOffice" in words
    assert words.endswith(audit.line)


@pytest.mark.parametrize("group", TOGETHER, ids=", ".join)
def test_a_changed_digit_is_reported_even_if_the_manifest_was_updated(real, verify, copy, group):
    tamperings = [TAMPERINGS[what] for what in group]
    places = [one.place.format(one.change(copy / one.file)) for one in tamperings]
    hash_places = {one.place for one in folder_contents.check_outputs(with_folder(real.case, copy)).differences}
    assert hash_places == {f"{one.file}, huella SHA-256 según manifiesto.json" for one in tamperings}
    mend_manifest(copy)
    audit = verify(copy)
    assert failing(audit) == frozenset({audited_pdf.SUBJECT}).union(*(one.subjects for one in tamperings)), audit.line
    words = acta_words(audit)
    assert "informe.pdf, adjunto manifiesto.json" in words
    assert audit.line.startswith("NO PASA: ")
    assert [place for place in places if place not in audit.line] == [], audit.line
    assert [place for place in places if place.partition(": debía")[0] not in words] == []
    assert words.endswith(audit.line)


def test_every_tampering_is_in_one_group():
    assert sorted(what for group in TOGETHER for what in group) == sorted(TAMPERINGS)


def test_a_changed_number_of_the_pdf_is_quoted_with_its_page(verify, copy):
    page = change_pdf(copy / "informe.pdf", PRINTED)
    audit = verify(copy)
    assert f"informe.pdf, página {page}: " in audit.line
    assert "[92,17]" in audit.line
    assert "informe.pdf, adjunto manifiesto.json" not in acta_words(audit)


def test_a_parameter_changed_in_the_manifest_alone_is_the_one_difference(verify, copy):
    """The PDF carries the true manifest; the page and the fingerprint are those of the true parameters."""
    plain = json.loads((copy / "manifiesto.json").read_text(encoding="utf-8"))
    plain["parametros"]["tolerancia_redondeo"] = "0.05"
    write_manifest(copy, plain)
    audit = verify(copy)
    assert failing(audit) == {folder_contents.SUBJECT, audited_pdf.SUBJECT}, audit.line
    (told,) = next(result.differences for result in audit.results if result.subject == folder_contents.SUBJECT)
    assert (told.place, told.found) == ("manifiesto.json, parametros, tolerancia_redondeo", "0.05")
    words = acta_words(audit)
    assert "libreoffice 7" not in words and "según tiempos.json, que no se comprueba" in words


@pytest.mark.libreoffice
def test_the_command_reports_every_kind_of_file_changed_at_once(project, copy, without_kernels, monkeypatch):
    """With LibreOffice. The acta that the command writes names each place, and its last line names each check."""
    monkeypatch.setenv(ROOT_VARIABLE, str(project))
    places = [one.place.format(one.change(copy / one.file)).partition(": debía")[0] for one in TAMPERINGS.values()]
    done = CliRunner().invoke(app, ["audit", RUN, "--carpeta", str(copy)])
    assert done.exit_code == 1
    words = " ".join(fromstring((copy / ACTA_HTML).read_text(encoding="utf-8")).find("body").text_content().split())
    assert [place for place in places if place not in words] == []
    last = done.output.strip().splitlines()[-1]
    assert words.endswith(last)
    assert (copy / ACTA_PDF).is_file()
    changed = set().union(*(one.subjects for one in TAMPERINGS.values())) | {folder_contents.SUBJECT, libreoffice.SUBJECT}
    assert [subject for subject in changed if f"{subject}: " not in last] == []


@pytest.fixture
def audited(without_kernels) -> Callable[[Path], Audit]:
    """Audits a changed copy of the whole project; its notebooks are unchanged, so they are not executed again."""
    request = Request("mre", "2024-T2", with_libreoffice=False)
    return lambda root: run_audit.audit(Workspace(root), request, lambda result: None)


@pytest.mark.parametrize(
    ("file", "line", "mended"),
    [
        ("data/mre/2024/avances.csv", "unidad,DGAA,avance_fisico,2024-T2,", True),
        ("data/mre/2024/T2/publicado.csv", f"{FIGURE},", False),
    ],
    ids=["avances, manifiesto enmendado", "publicado, manifiesto intacto"],
)
def test_a_changed_digit_of_an_input_is_reported_with_its_cell(real, audited, tmp_path, file, line, mended):
    root = copy_with_report(tmp_path / "copia", real.case.folder)
    cell = change_input(root / file, line)
    if mended:
        mend_manifest(root / OUTPUT, root)
    audit = audited(root)
    assert f"{file}#{cell}: debía decir" in audit.line
    assert f"{file}, huella SHA-256 según {'libro.json' if mended else 'manifiesto.json'}" in acta_words(audit)
    others = failing(audit) - {audited_inputs.SUBJECT, recalculated.SUBJECT}
    assert others <= ({folder_contents.SUBJECT, audited_page.SUBJECT, audited_pdf.SUBJECT} if mended else set()), audit.line


def test_a_changed_input_is_reported_even_if_every_hash_was_updated(real, audited, tmp_path):
    """No hash then shows that the inputs have changed, but the figures calculated from them differ from the Book's."""
    root = copy_with_report(tmp_path / "copia", real.case.folder)
    cell = change_input(root / "data/mre/2024/avances.csv", "unidad,DGAA,avance_fisico,2024-T2,")
    mend_book(root / OUTPUT, root)
    mend_manifest(root / OUTPUT, root)
    audit = audited(root)
    assert f"(de data/mre/2024/avances.csv#{cell})" in acta_words(audit)
    assert f"{recalculated.SUBJECT}: libro.json, " in audit.line
