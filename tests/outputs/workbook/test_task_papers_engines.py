"""Two spreadsheet engines recalculate every formula about tasks from wrong stored values and give the Book's values."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from papers_engines import departures, departures_of, write_spoiled
from papers_methods import BOOKS, OF_EVERY_FUNCTION
from papers_reading import FIRST_LINE, lines
from papers_tasks import REPORTS, changed, large_dataset, scored, small_dataset
from papers_written import write

from helpers.audit.sheets.ironcalc_engine import ironcalc_values
from helpers.audit.sheets.libreoffice import recalculate, values_at
from helpers.audit.spreadsheet_engines import formulas_due, value_differences
from helpers.figures.book import Book
from helpers.outputs.workbook.sheet_model import Papers
from helpers.outputs.workbook.workbook_file import describe

MONTHS, OF_A_YEAR, MANY = 6, 60, 200
YEAR, LATE = "un año entero de muchas tareas", "con-formulario-tardio.xlsx"
METHODS = {
    "mre-2024": {},
    "mre-2021": {},
    "segip-2020": {},
    "acp-ponderada": {"hoja": {"sin_dato": "fuera", "tope": "120"}},
}


@pytest.mark.parametrize("name", list(BOOKS))
def test_ironcalc_gives_the_values_of_the_book(tmp_path, name):
    assert departures_of(papers_of(name), tmp_path, ironcalc_values) == ()


@cache
def papers_of(name: str) -> Papers:
    return describe(BOOKS[name](), (), ())


@pytest.mark.slow
def test_ironcalc_gives_the_values_of_a_whole_year_of_many_tasks(tmp_path):
    assert departures_of(whole_year(), tmp_path, ironcalc_values) == ()


@cache
def whole_year() -> Papers:
    return describe(scored(large_dataset(OF_A_YEAR), "mre-2024", "2024-anual"), (), ())


AMOUNTS = st.sampled_from(["", "", "0", "0.1", "0.3", "1", "2.5", "3", "7", "10", "33.33"])


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Tasks of two units with random goals and reports, scored by a random method."""
    tasks, reports = [], []
    header = "version | tarea | descripcion | operacion | unidad | acp | ponderacion | acumulable | ene | feb | mar | abr | may | jun"
    for place in range(draw(st.integers(1, 6))):
        unit, action = ("A", "1") if place % 3 else ("B", draw(st.sampled_from("12")))
        operation = f"{unit}{draw(st.integers(1, 2))}"
        kind, weight = draw(st.sampled_from(["si", "no"])), draw(st.sampled_from(["5", "10.5", "40"]))
        goals, done = ([draw(AMOUNTS) for _ in range(MONTHS)] for _ in "pe")
        said = ["v1", str(place), f"Tarea {place}", operation, unit, action, weight, kind, *goals]
        tasks.append(" | ".join(said))
        reports.append(" | ".join([str(place), *done]))
    method = draw(st.sampled_from(list(METHODS)))
    dataset = small_dataset(
        tareas="\n".join([header, *tasks]), ejecucion="\n".join(["tarea | ene | feb | mar | abr | may | jun", *reports])
    )
    return scored(dataset, changed(method, **METHODS[method]))


@pytest.mark.slow
@given(books())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_formulas_give_the_values_of_the_book_for_any_goals_and_reports(tmp_path_factory, book):
    assert departures(book, tmp_path_factory.mktemp("libro"), ironcalc_values) == ()


@pytest.fixture(scope="module")
def papers() -> dict[str, Papers]:
    """The papers of some Books and of a whole year of many tasks."""
    return {name: papers_of(name) for name in OF_EVERY_FUNCTION} | {YEAR: whole_year()}


@pytest.fixture(scope="module")
def recalculated(papers, tmp_path_factory) -> Path:
    """The folder with what LibreOffice recalculates from spoiled copies and from the book with a late form.

    One LibreOffice opens them all. Each has the place of its name in `papers`.
    """
    folder = tmp_path_factory.mktemp("todos")
    spoiled = [write_spoiled(one, folder / f"{place}.xlsx") for place, one in enumerate(papers.values())]
    return recalculate([*spoiled, with_late_form(folder / LATE)], folder)


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("name", [*OF_EVERY_FUNCTION, YEAR])
def test_libreoffice_gives_the_values_of_the_book(papers, recalculated, name):
    due = formulas_due(papers[name])
    path = recalculated / f"spoiled-{list(papers).index(name)}.xlsx"
    assert value_differences(due, values_at(load_workbook(path, data_only=True), due))[0] == ()


def with_late_form(path: Path) -> Path:
    """Write the ministry's small book, and into its sheet of tasks what task 4 did."""
    workbook = load_workbook(write(scored(small_dataset(), "mre-2024"), path).path)
    page = workbook["Tareas"]
    headers = [cell.value for cell in page[FIRST_LINE - 1]]
    row = next(row for row in range(FIRST_LINE, page.max_row + 1) if page.cell(row, 1).value == "4")
    for month, amount in (("ene", 1), ("abr", 2)):
        page.cell(row, headers.index(f"Ejecutado {month}") + 1).value = amount
    workbook.save(path)
    return path


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_late_form_changes_every_figure_that_rests_on_it(recalculated):
    """Task 4 begins to count, and all figures above it change, in the windows where its operation has a figure already.

    In some months the operation has none. Figures that rest on months, such as a projection's spread, are not compared.
    """
    before = scored(small_dataset(), "mre-2024")
    after = scored(small_dataset(ejecucion=reports_with_task_4()), "mre-2024")
    again = load_workbook(recalculated / LATE, data_only=True)
    found = {line["Cifra"]: line for line in lines(again["Cifras"]) if not rests_on_a_month(before, line["Cifra"])}
    for key, line in found.items():
        assert line["Valor publicado"] == float(after[key].rounded), key
    moved = {key for key in found if after[key].rounded != before[key].rounded}
    assert {"numero_tareas/2024-T1/operacion/1.2", "avance_fisico/2024-T2/unidad/A"} <= moved
    assert {key for key, line in found.items() if line["Control"] == "difiere"} == moved
    assert {line["Ventana"]: line["Control"] for line in lines(again["Control de tareas"])}["2024-T2"] == "difiere"


def rests_on_a_month(book: Book, figure: str) -> bool:
    return book[figure].period.is_month or any(rests_on_a_month(book, part.id) for part in book.operands(book[figure]))


def reports_with_task_4() -> str:
    return f"{REPORTS.rstrip()}\n    4     | 1   |     |     | 2   |     |\n"


@pytest.mark.slow
def test_the_workbook_of_a_large_institution_stays_small(tmp_path: Path):
    """Tasks are only on their own sheets, «Cifras» has one line per other figure, and no operand is listed again."""
    book = scored(large_dataset(MANY), "mre-2024", "2024-T2")
    written = write(book, tmp_path / "papeles.xlsx")
    tasks = sum(figure.level == "tarea" for figure in book)
    assert written.values["Cifras"].max_row == FIRST_LINE + len(book) - tasks - 1
    assert written.values["Tareas mes"].max_row == FIRST_LINE + MANY - 1
    assert "Operandos" not in written.values.sheetnames
    cells = sum(cell.value is not None for page in written.values for row in page.iter_rows() for cell in row)
    assert cells < 100 * MANY + 9 * (len(book) - tasks) + 5 * tasks
