"""Tasks in the auditor's workbook: their year as received, and how each window scores them."""

import re
from dataclasses import replace
from itertools import cycle

import pytest
from papers_methods import BOOKS
from papers_reading import FIRST_LINE, TEXT, Tracer, formulas, lines, links
from papers_task_reading import method_block, row_of, values_of, written_by
from papers_tasks import scored, small_dataset
from papers_written import Written

from helpers.base.periods import MONTHS
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.figures.records import SourceCell
from helpers.figures.series import YEAR, Series
from helpers.outputs.workbook.sheets.index_sheets import readme_sheet
from helpers.outputs.workbook.task_layout import lay_out
from helpers.outputs.workbook.task_places import SIDES, TASKS, amount_key

NUMBER = re.compile(r"(?<![\w$.:!'])\d+(?:\.\d+)?(?![\w.])")
SHEET = re.compile(r"'[^']*'!")
ROW = r"(?<=[A-Z]){row}\b"


# Where each figure is


@pytest.mark.slow
def test_cifras_lists_all_figures_except_those_of_tasks_in_the_order_of_the_csv(scored_by_tasks):
    listed = [line["Cifra"] for line in lines(scored_by_tasks.values["Cifras"])]
    assert listed == sorted(figure.id for figure in scored_by_tasks.book if figure.level != "tarea")


def test_every_figure_of_a_task_has_its_value_stored(scored_by_tasks):
    tasks = [figure for figure in scored_by_tasks.book if figure.level == "tarea"]
    assert tasks
    for figure in tasks:
        assert values_of(scored_by_tasks, figure) == (float(figure.value), float(figure.rounded)), figure.id


def test_a_task_has_the_same_row_on_every_sheet_of_tasks(scored_by_tasks):
    sheets = [name for name in scored_by_tasks.values.sheetnames if name.startswith("Tareas")]
    rows = {name: [line["Tarea"] for line in lines(scored_by_tasks.values[name])] for name in sheets}
    assert len(sheets) > 1
    assert all(found == rows[TASKS] for found in rows.values())
    known = [(line["Tarea"], line["Versión del plan"]) for line in lines(scored_by_tasks.values[TASKS])]
    assert sorted(known) == sorted((year.task, year.version) for year in scored_by_tasks.book.series.values())


def test_each_column_of_a_sheet_of_tasks_has_one_formula(scored_by_tasks):
    for name in scored_by_tasks.formulas.sheetnames:
        page = scored_by_tasks.formulas[name]
        for column in page.iter_cols(min_row=FIRST_LINE) if name.startswith("Tareas ") else ():
            shapes = {re.sub(ROW.format(row=cell.row), "#", cell.value) for cell in column if cell.data_type == "f"}
            assert len(shapes) <= 1, (name, column[0].coordinate, shapes)


def test_no_formula_holds_a_number_of_the_method(scored_by_tasks):
    for sheet, cell, formula in formulas(scored_by_tasks.formulas):
        assert set(NUMBER.findall(SHEET.sub("", TEXT.sub("", formula)))) <= {"0", "1"}, (sheet, cell, formula)


def test_links_lead_to_cells_that_exist(scored_by_tasks):
    for page in scored_by_tasks.formulas:
        for link in links(page):
            sheet, cell = link.rsplit("!", 1)
            assert scored_by_tasks.formulas[sheet.strip("'")][cell].value is not None, (page.title, link)


def test_no_stored_value_is_an_error(scored_by_tasks):
    stored = [cell.value for sheet in scored_by_tasks.values for row in sheet.iter_rows() for cell in row]
    assert not [value for value in stored if isinstance(value, str) and value.startswith("#")]


@pytest.mark.slow
def test_formulas_lead_to_the_input_cells_of_the_book(scored_by_tasks):
    """A formula may also lead to cells of its own tasks that have no figure, where a change can give them one.

    So do the goals of its other tasks, once one has a goal for the year as a whole: what was done is then not unplanned.
    """
    cells, tracer = input_cells(scored_by_tasks), Tracer(scored_by_tasks.formulas)
    for row, line in enumerate(lines(scored_by_tasks.values["Cifras"]), start=FIRST_LINE):
        figure = scored_by_tasks.book[line["Cifra"]]
        found = {cells[place] for place in tracer.leaves(("Cifras", f"D{row}")) if cells.get(place)}
        due = {(cell.file, cell.cell) for cell in scored_by_tasks.book.leaves(figure)}
        assert due <= found, figure.id
        assert found - due <= cells_of_tasks_without_figure(scored_by_tasks.book, figure), figure.id


@pytest.mark.slow
def test_the_tasks_of_each_window_add_up_to_the_books(scored_by_tasks):
    for line in lines(scored_by_tasks.values["Control de tareas"]):
        window = [
            figure
            for figure in scored_by_tasks.book
            if figure.operation is Operation.LEAF
            and figure.period.code == line["Ventana"]
            and figure.indicator.endswith("_version_anterior") == line["Indicador"].endswith("(con la versión del plan que regía al empezar el trimestre)")
            and not figure.indicator.endswith("_bruto")
        ]
        assert line["Entran"] == line["Entran, según el libro"] == len(window)
        assert line["Suma de porcentajes"] == pytest.approx(sum(float(figure.value) for figure in window))
        assert line["Control"] == "igual"


def input_cells(written: Written) -> dict[tuple[str, str], tuple[str, str]]:
    """The file and cell that each input cell of the workbook was read from."""
    book, places = written.book, lay_out(written.book)
    found = {
        ("Insumos", f"D{row}"): (line["Archivo"], line["Celda"])
        for row, line in enumerate(lines(written.values["Insumos"]), start=FIRST_LINE)
    }
    for year in book.series.values():
        row = places.rows[year.id]
        for month in range(len(MONTHS) + 1):
            for side, line in zip(SIDES, (year.plan, year.reports[month]), strict=True):
                amount = year.programmed[month] if side == SIDES[0] else year.executed[month]
                if line is not None and amount is not None:
                    at = line.cell(month)
                    found[TASKS, f"{places.letter(amount_key(side, month))}{row}"] = (at.file, at.cell)
        found[TASKS, f"{places.letter('tarea')}{row}"] = (year.plan.file, f"B{year.plan.row}")
    for indicator, figures in places.stated.items():
        for row, figure in figures.items():
            found[TASKS, f"{places.letter(indicator)}{row}"] = (figure.sources[0].file, figure.sources[0].cell)
    return found


def cells_of_tasks_without_figure(book: Book, figure: Figure) -> set[tuple[str, str]]:
    """The cells of a figure's tasks, in each of its windows where they have no figure, and those of their weights."""
    tasks = [other for other in book if other.level == "tarea"]
    scored = {(other.operands[0].series, other.period) for other in tasks if other.operation is Operation.LEAF}
    found: set[SourceCell] = set()
    for window in {figure.period, *(part.period for part in book.operands(figure))}:
        for year in book.series.values():
            if is_task_of(year, figure) and any(one.is_by_year for one in book.series.values()):
                found.update(year.plan.cell(place) for place in range(YEAR + 1))
            if is_task_of(year, figure) and (year.id, window) not in scored:
                found.update(cell for _, _, cell in year.cells(window))
                found.update(cell for other in tasks if other.code == year.task for cell in other.sources)
    return {(cell.file, cell.cell) for cell in found}


def is_task_of(year: Series, figure: Figure) -> bool:
    """Whether a task belongs to a figure's subject: E, X and G have all tasks; a programme has its action's code.

    An action has its own tasks or those of its units, as the method says.
    """
    actions = {year.action, {"A": "1", "B": "2"}[year.unit]}
    return figure.code in {"E", "X", "G", year.unit, year.operation, *actions}


# What was received


def test_a_task_has_the_received_amounts_and_blanks_for_those_not_received(ministry):
    task = row_of(ministry.values, "Tareas", "3")
    goals = [task[f"Programado {month}"] for month in MONTHS]
    assert goals == [None, 0.3, 0.1, None, 0.2, *[None] * 7]
    assert [task[f"Ejecutado {month}"] for month in MONTHS[:6]] == [None, 0.3, 0.2, None, 0.1, None]
    assert (task["Unidad"], task["Operación"], task["ACP"], task["Acumulable"]) == ("A", "1.2", "1", "sí")


def test_a_task_says_which_cells_it_was_read_from(ministry):
    task = row_of(ministry.values, "Tareas", "1")
    assert task["Plan: archivo"] == "data/x/2024/tareas.csv"
    assert task["Plan: celdas"] == "I2:N2"
    assert task["Informe: archivo"] == "data/x/2024/ejecucion.csv"
    assert task["Informe: celdas"] == "B2:G2"
    assert row_of(ministry.values, "Tareas", "3")["Informe: celdas"] == "C4 D4 F4"
    assert row_of(ministry.values, "Tareas", "4")["Informe: celdas"] is None


def test_a_task_that_counts_in_no_window_is_listed_too(ministry):
    assert not [figure for figure in ministry.book if figure.level == "tarea" and figure.code == "5"]
    assert row_of(ministry.values, "Tareas", "5")["Ejecutado abr"] == 2


def test_a_description_that_looks_like_a_formula_is_text(ministry):
    (cell,) = (cell for row in ministry.formulas["Tareas"].iter_rows() for cell in row if cell.value == "=Más no")
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_weights_are_inputs_with_their_cell_where_the_method_uses_them(tmp_path):
    task = row_of(written_by(scored(small_dataset(), "segip-2020"), tmp_path).values, "Tareas", "2")
    assert (task["Ponderación"], task["Ponderación: celda"]) == (20, "G3")


def test_file_names_with_special_characters_are_text(tmp_path):
    names = ["informe [final] 'v2' & <b>.csv", "=1+1.csv", "http://x.csv", "ñandú%20#1.csv"]
    book = scored(small_dataset(), "mre-2024")
    years = {key: renamed(year, name) for (key, year), name in zip(book.series.items(), cycle(names), strict=False)}
    written = written_by(replace(book, series=years), tmp_path)
    assert {line["Plan: archivo"] for line in lines(written.values["Tareas"])} == {*names}
    cells = [cell for row in written.formulas["Tareas"].iter_rows() for cell in row if cell.value in names]
    assert {cell.data_type for cell in cells} == {"s"}


def renamed(year: Series, name: str) -> Series:
    return replace(year, plan=replace(year.plan, file=name))


# How tasks are scored: results worked out by hand


@pytest.mark.parametrize(
    ("task", "programmed", "executed", "counted", "percentage"),
    [
        ("1", 3, 2, 2, 66.67),
        ("2", 12, 12, 11, 91.67),  # 4 of 4, 3 of 4, 4 of 4: January's surplus does not make up for February
        ("3", 0.4, 0.5, 0.4, 100),
        ("4", 2, 0, "sin dato", None),
        ("5", 0, 0, "sin programa", None),
        ("6", 9, 3, 3, 33.33),
        ("7", 14, 13, 13, 92.86),
    ],
)
def test_the_score_of_a_task_in_the_first_quarter(ministry, task, programmed, executed, counted, percentage):
    line = row_of(ministry.values, "Tareas trimestre", task)
    found = [line[f"T1 · {what}"] for what in ("programado", "ejecutado", "cuenta", "%")]
    assert found == [programmed, pytest.approx(executed), counted, percentage and pytest.approx(percentage, abs=0.005)]


def test_work_without_a_programme_says_so_and_does_not_count(ministry):
    line = row_of(ministry.values, "Tareas mes", "5")
    assert (line["abr · cuenta"], line["abr · %"]) == ("ejecutada sin programa", None)


def test_what_is_programmed_for_the_year_is_no_work_without_programme(tmp_path):
    line = row_of(written_by(BOOKS["metas por año"](), tmp_path).values, "Tareas mes", "2")
    assert (line["ene · cuenta"], line["ene · %"]) == ("sin programa", None)


def test_the_percentage_without_the_cap_is_shown_beside_the_capped_one(ministry):
    line = row_of(ministry.values, "Tareas trimestre", "3")
    assert (line["T1 · %"], line["T1 · % sin tope"]) == (100, 125)
    assert line["T1 · % sin tope"] == float(ministry.book["avance_fisico_bruto/2024-T1/tarea/3"].rounded)


def test_the_cap_is_a_named_cell_of_the_method(ministry):
    formula = row_of(ministry.formulas, "Tareas mes", "1")["ene · cuenta"]
    assert "tope_100/por_cien" in formula
    sheet, cell = ministry.formulas.defined_names["tope_100"].attr_text.split("!")
    assert ministry.values[sheet.strip("'")][cell.replace("$", "")].value == 100


def test_the_method_says_of_each_rule_in_which_windows_it_holds(ministry):
    block = method_block(ministry, "Cómo se obtiene cada indicador")
    rules = {(line["Indicador"], line["Ventana"]): line for line in block}
    assert rules["Saldo por ejecutar", "trimestre"]["Regla"].endswith("; solo si la ventana empieza en enero")
    assert rules["Devengado", "acumulado"]["Regla"].startswith("Acumulado al cierre; si la ventana no empieza en enero,")
    goals = rules["Cumplimiento de metas en SIGEP", "trimestre"]["Fórmula en palabras"]
    assert goals == "meta ejecutada en SIGEP ÷ meta programada en SIGEP × 100"


def test_constants_of_figures_beside_an_indicator_have_its_name_and_the_source_of_their_declaration(ministry):
    known = {line["Nombre de la celda"]: line for line in method_block(ministry, "Constantes de las fórmulas")}
    share, limit = known["ppto_vigente_participacion_100"], known["avance_fisico_inferior_1_96"]
    assert "«Presupuesto vigente (parte del total)»" in share["Qué es"] and "_" not in share["Qué es"].split(" = ")[0]
    assert (share["Fuente"], limit["Fuente"]) == tuple(
        ministry.book.method[part][0]["fuente"] for part in ("participacion", "dispersion")
    )


def test_the_readme_says_whose_grey_numbers_the_control_of_tasks_has(ministry):
    assert "«según el libro», de «Control de tareas»" in str(list(ministry.values["Léeme"].values))


def test_the_readme_counts_figures_as_people_write_numbers(ministry):
    one = next(iter(ministry.book))
    told = str(readme_sheet(replace(ministry.book, figures={str(number): one for number in range(1234)})))
    assert "1.234; las mismas de cifras.csv" in told


def test_the_index_counts_every_figure_but_for_those_without_a_cap_and_says_so(ministry):
    rows = {row[0]: row[1:3] for row in ministry.values["Índice"].iter_rows(values_only=True) if len(row) > 2}
    uncapped = [figure for figure in ministry.book if figure.indicator == "avance_fisico_bruto" and figure.level == "tarea"]
    (number, told), (others, _) = rows["Avances de tareas"], rows["Cifras"]
    assert uncapped and number + others + len(uncapped) == len(ministry.book.figures)
    assert "sin tope" in told


def test_a_plan_that_scores_no_task_has_no_control_of_tasks(tmp_path):
    written = written_by(scored(small_dataset(), "segip-2020", "2024-poa"), tmp_path)
    assert TASKS in written.values.sheetnames and "Control de tareas" not in written.values.sheetnames
    assert "hojas de tareas" not in written.values["Cifras"]["A2"].value


def test_a_window_under_another_version_of_the_plan_stays_blank(tmp_path):
    written = written_by(BOOKS["dos versiones del plan"](), tmp_path)
    before, after = (row_of(written.formulas, "Tareas trimestre", "7", version) for version in ("v1", "v2"))
    assert before["T1 · programado"] and after["T2 · programado"]
    assert before["T2 · programado"] is None and after["T1 · programado"] is None
    assert row_of(written.values, "Tareas trimestre", "7", "v2")["T2 · programado"] == 9
    title = written.values["Tareas trimestre"]["A1"].value
    assert ("versión" in title, "_" in title) == (True, False), "names of indicators, no keys"
    ruling = {line["Ventana"]: line["Versión"] for line in method_block(written, "Versión del plan que rige")}
    assert (ruling["2024-T1"], ruling["2024-T2"]) == ("v1", "v2")
