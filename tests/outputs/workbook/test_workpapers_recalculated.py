"""LibreOffice recalculates every formula from stored values that are all wrong, and gives the values of the Book."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from builders import make_dataset, make_scored, shipped
from openpyxl import Workbook, load_workbook
from papers_books import PERIOD, difference_book, small_book
from papers_reading import FIRST_LINE, Tracer, lines
from papers_written import FINDINGS, RECONCILED, Written, write

from helpers.audit.sheets.libreoffice import recalculate
from helpers.audit.spreadsheet_engines import write_canaries
from helpers.figures.book import Book
from helpers.outputs.workbook.workbook_file import write_workpapers

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


PRODUCTION = """
    servicio | departamento | oficina | mes | tipo_tramite | programado | cantidad | recaudacion | moneda
    cedulas  | La Paz       | SUR     | ene | nuevo        | 100        | 90       | 1530.50     |
    cedulas  | La Paz       | SUR     | ene | renovado     | 40         | 44       | 748         | BOB
    cedulas  | La Paz       | NORTE   | abr | nuevo        | 70         | 61       | 12.25       | USD
    cedulas  | Oruro        |         | jun |              | 30         | 30       |             |
    cedulas  | Beni         |         |     |              | 12         | 9        |             |
"""
BOOKS: dict[str, Callable[[], Book]] = {
    **{stage: partial(small_book, stage=stage) for stage in ("cada_nivel", "publicacion")},
    "resta": partial(difference_book, "355000.045", "355000"),
    "servicios": lambda: make_scored(
        make_dataset(estructura="nivel | codigo | padre\n entidad | E |\n unidad | U | E\n", produccion=PRODUCTION),
        "2024-anual",
    ),
}
CHANGED = "cambiado.xlsx"


@pytest.fixture(scope="module")
def books(tmp_path_factory) -> dict[str, Written]:
    folder = tmp_path_factory.mktemp("libros")
    return {name: write(make(), folder / f"{name}.xlsx") for name, make in BOOKS.items()}


@pytest.fixture(scope="module")
def again(books, tmp_path_factory) -> Path:
    """The folder with what LibreOffice calculates from the formulas of every workbook; it is started once for all.

    One of them has other inputs, and formulas without a stored value, because openpyxl writes none.
    """
    folder = tmp_path_factory.mktemp("recalculados")
    write_workpapers(small_book(), FINDINGS, RECONCILED, folder / CHANGED)
    workbook = load_workbook(folder / CHANGED)
    for row, line in enumerate(lines(workbook["Insumos"]), start=FIRST_LINE):
        new = {"E2": 90.00, "E3": 33.33}.get(line["Celda"])
        if new is not None:
            workbook["Insumos"][f"D{row}"] = new
    workbook.save(folder / CHANGED)
    spoiled = [folder / written.path.name for written in books.values()]
    assert all(write_canaries(written.path, path) for written, path in zip(books.values(), spoiled, strict=True))
    return recalculate([*spoiled, folder / CHANGED], folder)


@pytest.mark.parametrize("name", list(BOOKS))
def test_a_book_is_recalculated_to_its_values(books, again, name):
    written = books[name]
    workbook = load_workbook(again / written.path.name, data_only=True)
    assert_agrees(workbook, written.book)
    assert_same_everywhere(workbook, written.values)


def test_a_tie_that_binary_arithmetic_loses_is_rounded_up(books):
    """In binary 355000.045 − 355000 is 0.04499…, which a single ROUND takes to 0.04."""
    assert books["resta"].book[f"devengado/{PERIOD}/cat_prog/1"].published == "0.05"


def test_of_services_rendered_months_and_amounts_without_a_month_are_added_up(books):
    """Their share of the programme: 234 of 252 are 92.86 %."""
    share = books["servicios"].book["produccion_cumplimiento/2024-anual/servicio_prestado/cedulas"]
    assert share.published == "92.86"


def test_changed_inputs_change_the_figures_that_depend_on_them(again):
    before, after = small_book(), small_book(avances=("90.00", "33.33"))
    workbook = load_workbook(again / CHANGED, data_only=True)
    assert_agrees(workbook, after)
    marked = {line["Cifra"] for line in lines(workbook["Cifras"]) if line["Control"] == "difiere"}
    assert marked == {figure.id for figure in after if figure.rounded != before[figure.id].rounded}
    assert f"avance/{PERIOD}/area/X" in marked


def test_the_figures_of_the_ministry_have_their_values_and_lead_to_their_input_cells(tmp_path):
    """That LibreOffice recalculates its formulas to the stored values is shown by the audit of its report."""
    computed = shipped("mre/2024-T2")
    path = tmp_path / "papeles.xlsx"
    write_workpapers(computed.book, (), (), path)
    assert_agrees(load_workbook(path, data_only=True), computed.book)
    workbook = load_workbook(path)
    inputs = {f"D{row}": line for row, line in enumerate(lines(workbook["Insumos"]), start=FIRST_LINE)}
    tracer = Tracer(workbook)
    for row, line in enumerate(lines(workbook["Cifras"]), start=FIRST_LINE):
        leaves = {cell for sheet, cell in tracer.leaves(("Cifras", f"D{row}")) if sheet == "Insumos"}
        found = {(inputs[cell]["Archivo"], inputs[cell]["Celda"]) for cell in leaves}
        expected = computed.book.leaves(computed.book[line["Cifra"]])
        assert found == {(cell.file, cell.cell) for cell in expected}, line["Cifra"]
