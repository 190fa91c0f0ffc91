"""LibreOffice recalculates every formula from stored values that are all wrong, and gives the values of the Book."""

from pathlib import Path

import pytest
from builders import make_dataset, make_scored, shipped
from openpyxl import Workbook, load_workbook
from papers_books import PERIOD, difference_book, small_book
from papers_reading import FIRST_LINE, Tracer, lines
from papers_recalculated import converted, recalculated
from papers_written import FINDINGS, RECONCILED, write

from helpers.figures.book import Book
from helpers.outputs.workbook.workbook_file import write_workpapers

ROOT = Path(__file__).resolve().parents[3]

pytestmark = [pytest.mark.slow, pytest.mark.libreoffice]


def assert_agrees(workbook: Workbook, book: Book) -> None:
    found = {line["Cifra"]: line for line in lines(workbook["Cifras"])}
    assert set(found) == set(book.figures)
    for figure in book:
        line = found[figure.id]
        assert line["Valor exacto"] == pytest.approx(float(figure.value), rel=1e-9, abs=1e-6), figure.id
        assert line["Valor publicado"] == float(figure.rounded), figure.id
        assert (line["Calificación"] or "") == (figure.grade.rating if figure.grade else ""), figure.id


def assert_same_everywhere(workbook: Workbook, stored: Workbook) -> None:
    """Check that every sheet, not only «Cifras», shows after recalculation what was stored in it."""
    for page in stored:
        for row in page.iter_rows():
            for cell in row:
                again = workbook[page.title][cell.coordinate].value
                if isinstance(cell.value, int | float):
                    assert again == pytest.approx(cell.value, rel=1e-9, abs=1e-6), (
                        page.title,
                        cell.coordinate,
                    )
                else:
                    assert (again or "") == (cell.value or ""), (page.title, cell.coordinate)


@pytest.mark.parametrize("stage", ["cada_nivel", "publicacion"])
def test_a_small_book_is_recalculated_to_its_values(tmp_path, stage):
    written = write(small_book(stage=stage), tmp_path / "papeles.xlsx")
    again = recalculated(written.path, tmp_path)
    assert_agrees(again, written.book)
    assert_same_everywhere(again, written.values)


def test_a_tie_that_binary_arithmetic_loses_is_rounded_up(tmp_path):
    """In binary 355000.045 − 355000 is 0.04499…, which a single ROUND takes to 0.04."""
    book = difference_book("355000.045", "355000")
    assert book[f"devengado/{PERIOD}/cat_prog/1"].published == "0.05"
    written = write(book, tmp_path / "papeles.xlsx")
    assert_agrees(recalculated(written.path, tmp_path), book)


def test_changed_inputs_change_the_figures_that_depend_on_them(tmp_path):
    before, after = small_book(), small_book(avances=("90.00", "33.33"))
    write_workpapers(before, FINDINGS, RECONCILED, tmp_path / "papeles.xlsx")
    workbook = load_workbook(tmp_path / "papeles.xlsx")
    for row, line in enumerate(lines(workbook["Insumos"]), start=FIRST_LINE):
        new = {"E2": 90.00, "E3": 33.33}.get(line["Celda"])
        if new is not None:
            workbook["Insumos"][f"D{row}"] = new
    # openpyxl stores no values of formulas, so every value that comes back is recalculated.
    (tmp_path / "cambiado").mkdir()
    workbook.save(tmp_path / "cambiado" / "papeles.xlsx")
    again = converted(tmp_path / "cambiado" / "papeles.xlsx", tmp_path)
    assert_agrees(again, after)
    marked = {line["Cifra"] for line in lines(again["Cifras"]) if line["Control"] == "difiere"}
    assert marked == {figure.id for figure in after if figure.rounded != before[figure.id].rounded}
    assert f"avance/{PERIOD}/area/X" in marked


PRODUCTION = """
    servicio | departamento | oficina | mes | tipo_tramite | programado | cantidad | recaudacion | moneda
    cedulas  | La Paz       | SUR     | ene | nuevo        | 100        | 90       | 1530.50     |
    cedulas  | La Paz       | SUR     | ene | renovado     | 40         | 44       | 748         | BOB
    cedulas  | La Paz       | NORTE   | abr | nuevo        | 70         | 61       | 12.25       | USD
    cedulas  | Oruro        |         | jun |              | 30         | 30       |             |
    cedulas  | Beni         |         |     |              | 12         | 9        |             |
"""


def test_services_rendered_are_recalculated_to_their_values(tmp_path):
    """Sums over months and over amounts without a month, and their share of the programme: 234 of 252 are 92.86 %."""
    structure = "nivel | codigo | padre\n entidad | E |\n unidad | U | E\n"
    book = make_scored(make_dataset(estructura=structure, produccion=PRODUCTION), "2024-anual")
    assert book["produccion_cumplimiento/2024-anual/servicio_prestado/cedulas"].published == "92.86"
    written = write(book, tmp_path / "papeles.xlsx")
    again = recalculated(written.path, tmp_path)
    assert_agrees(again, book)
    assert_same_everywhere(again, written.values)


def test_the_book_of_the_ministry_is_recalculated_to_its_values(tmp_path):
    computed = shipped("mre/2024-T2")
    path = tmp_path / "papeles.xlsx"
    write_workpapers(computed.book, computed.findings, computed.reconciliation, path)
    again = recalculated(path, tmp_path)
    assert_agrees(again, computed.book)
    assert_same_everywhere(again, load_workbook(path, data_only=True))


def test_the_figures_of_the_ministry_lead_to_their_input_cells(tmp_path):
    computed = shipped("mre/2024-T2")
    path = tmp_path / "papeles.xlsx"
    write_workpapers(computed.book, (), (), path)
    workbook = load_workbook(path)
    inputs = {f"D{row}": line for row, line in enumerate(lines(workbook["Insumos"]), start=FIRST_LINE)}
    tracer = Tracer(workbook)
    for row, line in enumerate(lines(workbook["Cifras"]), start=FIRST_LINE):
        leaves = {cell for sheet, cell in tracer.leaves(("Cifras", f"D{row}")) if sheet == "Insumos"}
        found = {(inputs[cell]["Archivo"], inputs[cell]["Celda"]) for cell in leaves}
        expected = computed.book.leaves(computed.book[line["Cifra"]])
        assert found == {(cell.file, cell.cell) for cell in expected}, line["Cifra"]
