"""A planner's whole quarter up to the opening of the next one, with the real commands and files as people leave them.

    U1 has three tasks and executes them fully. U2 has one task and executes 10 of the 12 programmed:
    100 and 83.33, so the entity has (100 + 83.33) / 2 = 91.67
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from paper_texts import texts_of
from quarter_files import hand_in, make_world, period_folder
from real_commands import copy_of, does, poa

from helpers.base.system.workspace import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

RUN = "mini/2024-T2"
BY = "Ana Rojas, Directora de Planificación"
PROGRESS = "avance_fisico/2024-T2/entidad/MINI"


class Office:
    """An institution's workbook, used as its planner does."""

    def __init__(self, root: Path) -> None:
        self.workspace = make_world(root)
        shutil.rmtree(root / "notebooks")
        copy_of(root, "notebooks")
        params = root / "params/mini/2024-T2.yaml"
        sections = "secciones: [resumen, unidades, conclusiones, anexos]"
        params.write_text(params.read_text(encoding="utf-8").replace("secciones: [resumen]", sections), encoding="utf-8")
        with (root / "params/mini/entidad.yaml").open("a", encoding="utf-8") as stream:
            stream.write("sintetica: true\n")
        self.root = root

    def poa(self, *words: str) -> tuple[int, str]:
        """Run a command; return its exit code and output."""
        done = poa(self.root, *words)
        return done.returncode, done.stdout + done.stderr

    def does(self, *words: str) -> str:
        """Run a command that must succeed."""
        return does(self.root, *words)

    def report_approved(self) -> None:
        """Accept every proposal of the drafted texts, and make a report that is approved."""
        self.does("draft", RUN)
        for path in (period_folder(self.workspace) / "texto").glob("*.md"):
            path.write_text(path.read_text(encoding="utf-8").replace(" (propuesta)", ""), encoding="utf-8")
        self.does("report", RUN, "-p", "estado=definitivo", "-p", f"aprobado_por={BY}")

    def check(self, run: str = RUN) -> dict:
        return json.loads(self.poa("check", run, "--json")[1])

    def figure(self, name: str, run: str = RUN) -> str:
        return next(row["publicado"] for row in self.rows("cifras.csv", run) if row["id"] == name)

    def rows(self, name: str, run: str) -> list[dict[str, str]]:
        with (self.root / "output" / run / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    """The institution after its quarter: forms sent, filled in, mended, checked; texts drafted and report made."""
    office = Office(tmp_path_factory.mktemp("oficina"))
    assert "2 nuevos" in office.does("forms", RUN)
    hand_in(office.workspace, "U1", "Formulario U1 FINAL.xlsx", day="03/07/2024", changes={"T1": {"Ejec. abr": "diez y pico"}})
    hand_in(office.workspace, "U2", "u2.xlsx", day="10/07/2024", changes={"T4": {"Ejec. jun": 2}})
    code, output = office.poa("check", RUN, "--por-unidad")
    output = " ".join(output.split())
    assert code == 1 and "«diez y pico» no es un número" in output and "Devuelva su formulario a U1" in output
    hand_in(office.workspace, "U1", "Formulario U1 FINAL corregido.xlsx", day="05/07/2024")
    assert "No hay errores" in office.does("check", RUN)
    office.report_approved()
    return office


def test_each_unit_has_its_state_and_its_figure(office):
    found = {unit["codigo"]: (unit["estado"], unit["cifra"]["publicado"]) for unit in office.check()["unidades"]}
    assert found == {"U1": ("en plazo", "100.00"), "U2": ("en la reiteración", "83.33")}


def test_the_report_prints_the_figures_of_the_forms(office):
    assert office.figure(PROGRESS) == "91.67"
    page = (office.root / "output" / RUN / "informe.html").read_text(encoding="utf-8")
    assert re.search(rf'<data value="91.67" data-cifra="{PROGRESS}"[^>]*>91,67', page)


def test_every_page_on_paper_says_that_the_institution_is_synthetic(office):
    pages = texts_of(office.root / "output" / RUN / "informe.pdf")
    assert pages and all("SINTÉTICOS" in page for page in pages)


def test_a_figure_is_traced_to_the_cell_that_a_unit_filled_in(office):
    output = office.does("explain", RUN, "avance_fisico/2024-T2/tarea/T4")
    assert re.search(r"← ejecutado data/mini/2024/T2/formularios/u2\.xlsx, hoja «Seguimiento», celda K\d+: 2$", output, re.M)


def test_the_log_of_received_forms_is_in_the_report_and_the_workbook(office):
    from openpyxl import load_workbook

    page = (office.root / "output" / RUN / "informe.html").read_text(encoding="utf-8")
    book = load_workbook(office.root / "output" / RUN / "papeles_de_trabajo.xlsx", read_only=True)
    output = [[cell.value for cell in row] for row in book["Recepción"].iter_rows()]
    for name, state in (("Formulario U1 FINAL.xlsx", "rechazado"), ("Formulario U1 FINAL corregido.xlsx", "aceptado")):
        assert [row for row in output if name in row and state in row]
    assert "Formulario U1 FINAL.xlsx" in page.replace("<wbr>", ""), "rejected: named; the accepted are counted"


def test_the_report_is_verified_closed_and_followed_by_the_next_quarter(office):
    """The steps need each other: audit, closing, next period, late correction and what the figure is then."""
    assert "\nPASA: " in office.does("audit", RUN, "--sin-libreoffice")
    office.does("close", RUN, "--por", BY)
    assert office.poa("close", RUN, "--por", BY)[0] == 2, "closed once"
    output = office.does("new", "mini/2024-T3", "--desde", "2024-T2")
    assert "2 cifras de 2024-T2" in output
    assert "ya estaba" in office.does("new", "mini/2024-T3", "--desde", "2024-T2")
    assert "2 nuevos" in office.does("forms", "mini/2024-T3")
    assert {unit["estado"] for unit in office.check("mini/2024-T3")["unidades"]} == {"nada programado"}

    office.does("report", "mini/2024-T3", "--sin-pdf")
    assert "2024/T2/cierre/cifras.csv" in (office.root / "output/mini/2024-T3/libro.json").read_text(encoding="utf-8")
    assert "\nPASA: " in office.does("audit", "mini/2024-T3", "--sin-libreoffice", "--sin-pdf"), "with a closed quarter before it"

    before = sorted(path.name for path in (period_folder(office.workspace) / "cierre").iterdir())
    hand_in(office.workspace, "U2", "u2 tarde.xlsx", day="20/08/2024", changes={"T4": {"Ejec. jun": 3}})
    assert "REC-CERRADO" in office.poa("check", RUN)[1]
    assert "95,84" in office.does("explain", RUN, PROGRESS), "(100 + 91.67) / 2 = 95.835, half up"
    assert sorted(path.name for path in (period_folder(office.workspace) / "cierre").iterdir()) == before


def test_no_received_form_is_lost_or_changed(office):
    """Every received form is still there, with the bytes that the log recorded."""
    from helpers.base.system.digest import file_sha256

    folder = period_folder(Workspace(office.root))
    with (folder / "recepcion.csv").open(encoding="utf-8", newline="") as stream:
        for line in csv.DictReader(stream):
            assert file_sha256(folder / "formularios" / line["archivo"]) == line["sha256"]
