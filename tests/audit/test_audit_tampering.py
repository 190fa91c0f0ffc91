"""One digit of a finished report is changed: the audit names the file by its hash and the place by its content.

Each change is tried twice. With the manifest unchanged, the hash of the file differs. With a manifest updated to the
new hash, the content differs, and so does the manifest from the one attached to the PDF.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from hospital import HOSPITAL
from lxml.html import fromstring
from real_runs import (
    Real,
    case_same_book,
    change_book,
    change_cell,
    change_csv,
    change_html,
    change_input,
    change_notebook,
    change_pdf,
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
from helpers.audit.audit_case import Case, open_case
from helpers.audit.audit_result import State
from helpers.audit.folder import folder_contents
from helpers.audit.folder.made_from import origin_of
from helpers.audit.pages import audited_page, audited_pdf
from helpers.audit.run_audit import Audit, Request
from helpers.audit.sheets import audited_csv, audited_workbook, ironcalc_engine, libreoffice
from helpers.base.system.workspace import ROOT_VARIABLE, Workspace
from helpers.desk.cli import app
from helpers.outputs.run_files import ACTA_HTML, ACTA_PDF

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

FIGURE = "avance_fisico/2025-anual/unidad/PED"
PRINTED = "95,0"
NATIONAL = "avance_fisico/2025-anual/entidad/HOSP"
PAPERS = "papeles_de_trabajo.xlsx"
REQUEST = Request(*HOSPITAL.split("/"), with_libreoffice=False)
MANIFEST_OF_PDF = "manifiesto.json, frente al que lleva informe.pdf"


@dataclass(frozen=True)
class Tampering:
    """A change of one digit.

    Attributes
    ----------
    change : Callable
        Makes the change; what it returns is filled into `place`.
    place : str
        A part of the difference that is reported.
    subject : str
        The check that reports it, as one difference.
    others : tuple of str
        Checks that report what follows from it.
    """

    file: str
    change: Callable[[Path], object]
    place: str
    subject: str
    others: tuple[str, ...] = ()


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
        f"cifras.csv, celda {{}} («{FIGURE}», columna publicado): debía decir «95.0» y dice «95.1»",
        audited_csv.SUBJECT,
    ),
    "conciliacion.csv": Tampering(
        "conciliacion.csv",
        lambda path: change_csv(path, FIGURE, "calculado"),
        f"conciliacion.csv, celda {{}} («{FIGURE}», columna calculado)",
        audited_csv.SUBJECT,
        (audited_published.SUBJECT,),
    ),
    "hallazgos.csv": Tampering(
        "hallazgos.csv",
        lambda path: change_csv(path, "EJE-SOBRE-100", "encontrado"),
        "hallazgos.csv, celda {} («EJE-SOBRE-100», columna encontrado)",
        audited_csv.SUBJECT,
    ),
    "libro.json": Tampering(
        "libro.json",
        lambda path: change_book(path, NATIONAL),
        f"libro.json, cifra {NATIONAL}, valor: debía decir «81.6666666666… (245/3)» y dice «61.25»",
        recalculated.SUBJECT,
        (recalculated.OPERANDS_SUBJECT,),
    ),
    "constante": Tampering(
        PAPERS,
        in_papers("Método", "B", lambda row: row[0] == "decimales_guarda"),
        f"{PAPERS}, hoja «Método», celda {{}} (decimales_guarda): debía decir «10» y dice «11»",
        WORKBOOK,
    ),
    "insumo": Tampering(
        PAPERS,
        in_papers("Insumos", "D", lambda row: str(row[6]) == "devengado_tarea/2025-anual/tarea/p1"),
        f"{PAPERS}, hoja «Insumos», celda {{}} (data/hospital/2025/ejecucion.csv)",
        WORKBOOK,
        (ENGINE,),
    ),
    "valor guardado": Tampering(
        PAPERS,
        in_papers("Cifras", "E", lambda row: row[0] == NATIONAL),
        f"{PAPERS}, hoja «Cifras», celda {{}} ({NATIONAL}), valor guardado de su fórmula: debía decir «81,7» y dice «81,8»",
        WORKBOOK,
    ),
    "cuadro del HTML": Tampering(
        "informe.html",
        lambda path: change_html(path, FIGURE, "td"),
        f"columna «Valor», cifra {FIGURE}: debía decir «95,0» y dice «95,1»",
        audited_page.SUBJECT,
    ),
    "frase del HTML": Tampering(
        "informe.html",
        lambda path: change_html(path, "ejecucion_financiera/2025-anual/entidad/HOSP", "p"),
        "cifra ejecucion_financiera/2025-anual/entidad/HOSP: debía decir «80,0 %»",
        audited_page.SUBJECT,
    ),
    "PDF": Tampering(
        "informe.pdf",
        lambda path: change_pdf(path, PRINTED),
        "informe.pdf, página {}: debía decir «",
        audited_pdf.SUBJECT,
    ),
    "cuaderno": Tampering(
        "cuadernos/07_unidades.ipynb",
        lambda path: change_notebook(path, FIGURE),
        "cuadernos/07_unidades.ipynb, celda [",
        audited_notebooks.SUBJECT,
    ),
}  # fmt: skip
@pytest.fixture
def verify(real: Real, tmp_path, without_kernels) -> Callable[..., Audit]:
    """Audits a changed copy of the run with the sections executed once per session."""

    def verified(folder: Path) -> Audit:
        scratch = tmp_path / "taller"
        scratch.mkdir()
        case = replace(with_folder(real.case, folder), scratch=scratch)
        facts = facts_of(case, datetime.now().astimezone(), with_libreoffice=False)
        return Audit(facts, tuple(run_audit.all_results(case, REQUEST)))

    return verified


def failing(audit: Audit) -> set[str]:
    return {result.subject for result in audit.results if not result.holds}


def acta_words(audit: Audit) -> str:
    """The acta's text on one line."""
    return " ".join(fromstring(acta_document(audit)).find("body").text_content().split())


def test_what_is_changed_in_the_manifest_alone_is_the_one_difference(real, verify, copy):
    """The PDF carries the true manifest, and the page prints the fingerprint of its fields. Without a PDF the code here
    gives it. The page and the PDF were accused of the revision that they print, the PDF of the true hashes."""
    plain = json.loads((copy / "manifiesto.json").read_text(encoding="utf-8"))
    forged = {("parametros", "tolerancia_redondeo"): "0.05", ("codigo", "revision"): "f" * 40}
    due = {(f"manifiesto.json, {field}, {key}", str(plain[field][key]), false) for (field, key), false in forged.items()}
    forged["salidas", "cifras.csv"] = "0" * 64
    due |= {
        ("cifras.csv, huella SHA-256 según manifiesto.json", f"{'0' * 16}…", f"{plain['salidas']['cifras.csv'][:16]}…"),
        (MANIFEST_OF_PDF, "lo mismo", "no es lo mismo (codigo, revision; parametros, tolerancia_redondeo; salidas, cifras.csv): cambió uno de los dos"),
    }
    for (field, key), false in forged.items():
        plain[field][key] = false
    write_manifest(copy, plain)
    audit = verify(copy)
    assert failing(audit) == {folder_contents.SUBJECT}, audit.line
    told = next(result.differences for result in audit.results if result.subject == folder_contents.SUBJECT)
    assert {(one.place, one.expected, one.found) for one in told} == due
    assert origin_of(case_same_book(real.case, copy)) == origin_of(real.case)
    (copy / "informe.pdf").unlink()
    assert origin_of(case_same_book(real.case, copy)) == origin_of(real.case), "the code here is the report's"
    words = acta_words(audit)
    assert "libreoffice 7" not in words and "según tiempos.json, que no se comprueba" in words
    waived = {result.subject for result in audit.results if result.state is State.WAIVED}
    assert waived == {libreoffice.SUBJECT} and "Se pidió sin LibreOffice" in words


def test_the_command_reports_every_kind_of_file_changed_at_once(real, copy, without_kernels, monkeypatch):
    """With a manifest updated to the new hashes and no LibreOffice. Each check reports its changes and nothing else.

    The acta that the command writes names each place, and its last line the first of each check.
    """
    places = {what: one.place.format(one.change(copy / one.file)) for what, one in TAMPERINGS.items()}
    hash_places = {one.place for one in folder_contents.check_outputs(with_folder(real.case, copy)).differences}
    assert hash_places == {f"{one.file}, huella SHA-256 según manifiesto.json" for one in TAMPERINGS.values()}
    mend_manifest(copy)
    monkeypatch.setenv("PATH", "")
    audit, said = audited_by_command(real.case.workspace.root, copy, monkeypatch)
    told = {result.subject: list(map(str, result.differences)) for result in audit.results if not result.holds}
    (unlike,) = told.pop(folder_contents.SUBJECT)
    assert MANIFEST_OF_PDF in unlike and "no es lo mismo (salidas, " in unlike
    assert told.pop(libreoffice.SUBJECT) == []
    followed = {subject for one in TAMPERINGS.values() for subject in one.others}
    direct = Counter(one.subject for one in TAMPERINGS.values())
    assert {subject: len(lines) for subject, lines in told.items() if subject not in followed} == direct
    assert followed < told.keys()
    assert [what for what, one in TAMPERINGS.items() if places[what] not in "\n".join(told[one.subject])] == [], told
    assert "[95,1]" in told[audited_pdf.SUBJECT][0]
    words = " ".join(fromstring((copy / ACTA_HTML).read_text(encoding="utf-8")).find("body").text_content().split())
    named = [place.partition(": debía")[0] for place in (*places.values(), MANIFEST_OF_PDF)]
    assert [place for place in named if place not in words] == []
    last = said.strip().splitlines()[-1]
    assert words.endswith(last) and last == audit.line and last.startswith("NO PASA: ")
    assert unlike in last and [subject for subject, lines in told.items() if f"{subject}: {lines[0]}" not in last] == []
    assert f"{libreoffice.SUBJECT}: no se pudo verificar: LibreOffice no está" in last and "Instale LibreOffice Calc" in words
    assert (copy / ACTA_PDF).is_file()


def audited_by_command(project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Audit, str]:
    """Run `poa auditar`, which must end with code 1, on a report's folder; return the audit and what was printed."""
    monkeypatch.setenv(ROOT_VARIABLE, str(project))
    audits, audit = [], run_audit.audit
    monkeypatch.setattr(run_audit, "audit", lambda *given: audits.append(audit(*given)) or audits[0])
    done = CliRunner().invoke(app, ["audit", HOSPITAL, "--carpeta", str(folder)])
    assert done.exit_code == 1
    return audits[0], done.output


@pytest.fixture
def changed_inputs(real, tmp_path, without_kernels) -> Callable[..., tuple[Case, dict[str, str]]]:
    """A copy of the whole project with a changed digit in some of its inputs, opened for audit, and the changed cells.

    A function may first make the copied report match. The notebooks are unchanged, so they are not executed again.
    """

    def opened(*names: str, mend: Callable[[Path], object] = lambda root: None) -> tuple[Case, dict[str, str]]:
        root = Path(shutil.copytree(real.case.workspace.root, tmp_path / "copia"))
        cells = {name: f"{name}#{change_input(root / name, *INPUTS[name])}" for name in names}
        mend(root)
        scratch = tmp_path / "taller"
        scratch.mkdir()
        return open_case(Workspace(root), *HOSPITAL.split("/"), None, scratch), cells

    return opened


SPENT, PRINTED_BEFORE = "data/hospital/2025/gastos.csv", "data/hospital/2025/anual/publicado.csv"
INPUTS = {SPENT: ("2025-12-31,area,CLIN,", "devengado"), PRINTED_BEFORE: (f"{FIGURE},", "valor")}


def test_changed_digits_of_inputs_are_reported_with_their_cells(changed_inputs):
    case, cells = changed_inputs(*INPUTS)
    results = tuple(run_audit.all_results(case, REQUEST))
    audit = Audit(facts_of(case, datetime.now().astimezone(), with_libreoffice=False), results)
    assert failing(audit) <= {audited_inputs.SUBJECT, recalculated.SUBJECT}, audit.line
    said = acta_words(audit)
    assert [cell for cell in cells.values() if cell not in said] == []
    assert [name for name in cells if f"{name}, huella SHA-256 según manifiesto.json" not in said] == []
    assert f"{cells[SPENT]}: debía decir" in audit.line
    mend_manifest(case.folder, case.workspace.root)
    told = "\n".join(map(str, audited_inputs.check_inputs(with_folder(case, case.folder)).differences))
    assert [cell for cell in cells.values() if f"{cell}: debía decir" not in told] == []
    assert [name for name in cells if f"{name}, huella SHA-256 según libro.json" not in told] == []
    assert "según manifiesto.json" not in told


def test_an_input_and_its_fingerprint_in_the_manifest_accuse_no_page(real, changed_inputs):
    """The page was assembled again with the forged fingerprint and accused of the true one."""

    def mend(root: Path) -> None:
        (root / "output" / HOSPITAL / "informe.pdf").unlink()
        mend_manifest(root / "output" / HOSPITAL, root, ("informe.pdf",))

    case, _ = changed_inputs(SPENT, mend=mend)
    assert origin_of(case) == origin_of(real.case)
    said = list(map(str, audited_inputs.check_inputs(case).differences))
    assert any(one.startswith(f"{SPENT}, huella SHA-256 según libro.json: ") for one in said)


def test_a_table_and_a_method_that_came_later_accuse_no_file_of_the_report(changed_inputs):
    """The report was compared with one that read them: every notebook, sheet and page of it was accused."""
    later = {
        "data/hospital/2025/recursos.csv": "fecha_corte,rubro,ppto_vigente,devengado\n2025-12-31,12.2,10,10\n",
        "params/metodos/otro.yaml": "",
    }

    def add(root: Path) -> None:
        method = min((root / "params/metodos").glob("*.yaml"))
        later["params/metodos/otro.yaml"] = method.read_text(encoding="utf-8").replace(f"id: {method.stem}", "id: otro")
        for name, text in later.items():
            (root / name).write_text(text, encoding="utf-8")

    case, _ = changed_inputs(mend=add)
    results = tuple(run_audit.all_results(case, REQUEST))
    audit = Audit(facts_of(case, datetime.now().astimezone(), with_libreoffice=False), results)
    assert failing(audit) == {audited_inputs.SUBJECT, recalculated.SUBJECT}, audit.line
    said = {one.place for one in next(one for one in results if one.subject == audited_inputs.SUBJECT).differences}
    assert {name for name in later if not any(place.startswith(f"{name}, ") for place in said)} == set()


def test_a_changed_input_is_reported_even_if_every_hash_was_updated(changed_inputs):
    """No hash then shows that the inputs have changed, but the figures calculated from them differ from the Book's."""

    def mend(root: Path) -> None:
        report = root / "output" / HOSPITAL
        mend_book(report, root)
        mend_manifest(report, root)

    case, cells = changed_inputs(SPENT, mend=mend)
    assert not case.is_against_saved
    said = list(map(str, recalculated.check_recalculated(case).differences))
    assert all(one.startswith("libro.json, ") for one in said)
    assert any(f"(de {cells[SPENT]})" in one for one in said)
