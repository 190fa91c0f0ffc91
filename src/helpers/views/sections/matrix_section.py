"""Tables and counts of the section on the plan's tasks by month (`05_matriz`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from helpers.base.display import counted_es
from helpers.base.periods import MONTHS, Period
from helpers.base.python_extras import by_key, grouped
from helpers.figures.book import Book
from helpers.figures.records import UNIT_LEVELS
from helpers.figures.series import YEAR, Series
from helpers.figures.subjects import FigureRow, node_row, with_figures
from helpers.views.elements.cells import Cell, Missing, Number, counted, exact_number, number, received
from helpers.views.elements.grid import Shown, Table, TableRow, headed, number_columns, text_columns
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.rows import category_rows
from helpers.views.elements.tables import FigureColumn, cut_note
from helpers.views.plan.formulation_views import area_of_unit, report_version, rows_by_area, unit_name, unit_node
from helpers.views.sections.section_rows import total_row
from helpers.views.sections.shown_section import ShownSection

MONEY = "ppto_programado"
PRINTED_LEVELS = ("area", "unidad")
MOST_TASKS = 250
"""A plan with more tasks is printed in part: `OF_EACH_AREA` tasks of each area."""
OF_EACH_AREA = 5
LEFT_OUT = (
    f"tareas: las {OF_EACH_AREA} de mayor presupuesto de cada área (sin presupuesto, las de mayor ponderación). Todas, "
    "con las mismas columnas y las de cada versión, están en los datos abiertos («tareas»). Sus meses están también en "
    "la hoja «Tareas» de los papeles de trabajo."
)
DUE = "tareas_programadas"
FORMULATED = "tareas_formuladas"
NOT_SAID = Missing("El plan no lo dice.")


def due_table(section: ShownSection) -> Shown:
    """Table of the number of tasks with something programmed in each month and in the year, by area and unit.

    The last row is the institution's total. Posts have no row: their tasks count in their area.
    """
    plan = section.period
    months = [FigureColumn(month.window, DUE, month) for month in plan.months()]
    rows = [row for row in rows_by_area(section.book, DUE) if row.level in PRINTED_LEVELS]
    counted = "Una tarea cuenta en cada mes en que tiene algo programado, y una vez en el año."
    summed = " Los puestos están sumados en su área." if section.has(DUE, plan, "puesto") else ""
    return section.table(
        id="cuadro-tareas-mes",
        title="Tareas con algo programado en cada mes",
        columns=[*months, FigureColumn("Año", DUE, plan)],
        rows=[*rows, total_row(section, "Total")],
        stub="Área y unidad",
        notes=[f"{counted}{summed}", *_no_month(section.book)],
    )


def tasks_of_version(section: ShownSection) -> str:
    """Return the id of the figure that counts the tasks of the report's version; empty if the Book has none."""
    tasks = _tasks_of_report(section.book)
    found = section.book.get("tareas_plan", section.period, "version", tasks[0].version) if tasks else None
    return found.id if found else ""


def tasks_scheduled(section: ShownSection) -> str:
    """Return the id of the figure that counts the institution's tasks with something programmed.

    Empty if there is none.
    """
    found = section.book.get(DUE, section.period, *section.entity)
    return found.id if found else ""


def money_table(section: ShownSection) -> Shown:
    """Table of the money programmed by quarter and in the year, by action and category, and in total.

    Rows without any are left out; returns NotIncluded if none is programmed.
    """
    plan = section.period
    if not section.has(MONEY, plan):
        return section.lacks("el dinero programado de cada mes")
    quarters = [FigureColumn(quarter.window, MONEY, quarter) for quarter in plan.quarters()]
    return section.table(
        id="cuadro-dinero-trimestre",
        title="Presupuesto programado por trimestre",
        columns=[*quarters, FigureColumn("Año", MONEY, plan)],
        rows=with_figures(section.book, [*category_rows(section.book), total_row(section, "Total")], (MONEY, plan)),
        stub="Acción y categoría programática",
    )


def money_is_approved(section: ShownSection) -> bool:
    """Return whether the money programmed equals what the resolution approves; false also if they are not compared."""
    difference = section.book.get(f"{MONEY}_diferencia", section.period, *section.entity)
    return difference is not None and difference.value == 0


def _tasks_of_report(book: Book) -> tuple[Series, ...]:
    """Return the tasks of the plan's version that the report is about, in the plan's order.

    Empty if the Book has no tasks.
    """
    version = report_version(book)
    return tuple(task for task in book.series.values() if task.version == version)


def _no_month(book: Book) -> tuple[str, ...]:
    """Return a note on how many tasks of the report have only a quantity for the year, in no month; empty if none."""
    tasks = [task for task in _tasks_of_report(book) if task.programmed[YEAR] is not None]
    number = sum(task.programmed[:YEAR] == (None,) * YEAR for task in tasks)
    told = counted_es(number, "tarea", "tareas")
    return (f"Fuera de los meses y trimestres, porque el plan da solo su cantidad del año: {told}.",) if number else ()


def units_matrix(book: Book) -> Table:
    """Return a table of areas and units: number of operations and of tasks, the tasks' budget (Bs), tasks by quarter.

    The tasks are those of the report's version. A task counts in each quarter for which something is programmed. The
    last row is the institution's. The table has no rows if the plan has no tasks.
    """
    tasks = grouped(_tasks_of_report(book), lambda task: task.unit)
    rows = (*rows_by_area(book, DUE), node_row(entity_of(book), style="total"))
    table = tuple(TableRow((row.label, *_unit_cells(book, row, tasks)), row.style, row.depth) for row in rows)
    heads = text_columns("Área y unidad") + number_columns("Operaciones", "Tareas", "Presupuesto de sus tareas (Bs)")
    heads += number_columns("T1", "T2", "T3", "T4", group="Tareas con algo programado")
    title, shown = "La matriz por área y unidad", table if tasks else ()
    return Table("cuadro-matriz-unidades", title, heads, shown, _no_month(book))


def _unit_cells(book: Book, row: FigureRow, tasks: Mapping[str, Sequence[Series]]) -> Iterator[Cell]:
    """Yield the operations, tasks and budget of a row, and its tasks due in each quarter of the year."""
    own = _own_tasks(book, row, tasks)
    operations = {(task.unit, task.operation) for task in own if task.operation}
    yield counted(len(operations), "Recuento de las operaciones de las tareas del plan.")
    version = report_version(book)
    place = ("version", version) if row.level == "entidad" else (f"version_{row.level}", f"{version}/{row.code}")
    for indicator in ("tareas_plan", "ppto_tareas"):
        figure = book.get(indicator, book.period, *place)
        yield number(figure) if figure else NOT_SAID
    # The matrix covers the whole year, whatever the report's period.
    for quarter in Period.parse(f"{book.period.year}-poa").quarters():
        figure = book.get(DUE, quarter, row.level, row.code)
        yield number(figure) if figure else NOT_SAID


def _own_tasks(book: Book, row: FigureRow, tasks: Mapping[str, Sequence[Series]]) -> list[Series]:
    """The tasks of a unit, or of all units below an area or the entity."""
    if row.level == "entidad":
        return [task for own in tasks.values() for task in own]
    if row.level in UNIT_LEVELS:
        return list(tasks.get(row.code, ()))
    below = (node.code for level in UNIT_LEVELS for node in book.nodes_at(level, (row.level, row.code)))
    return [task for code in dict.fromkeys(below) for task in tasks.get(code, ())]


def plan_matrix(book: Book) -> Table:
    """Return a landscape table of the tasks of the report's version: weight (%), Bs, quantities by month, and goal.

    Tasks are grouped by unit. Of more than `MOST_TASKS` tasks, only the `OF_EACH_AREA` with the largest budget of each
    area are printed, and a note says so. The year's quantity is the plan's or, without one, as in `_months`.
    """
    tasks = _tasks_of_report(book)
    said = {line["tarea"]: line for line in book.listing(FORMULATED) if line["version"] == report_version(book)}
    printed = tasks if len(tasks) <= MOST_TASKS else _dearest(book, tasks, said)
    lines = ((task.unit, TableRow(tuple(_task_cells(task, said.get(task.task, {}))), depth=1)) for task in printed)
    rows = headed((unit_name(book, unit), own) for unit, own in by_key(lines).items())
    heads = text_columns("Tarea, indicador y línea base", "ACP", "Unidad de medida")
    heads += number_columns("Pond. (%)", "Bs", *MONTHS, "Año", "Meta")
    notes = (
        "Cantidades programadas, en la unidad de medida de la tarea. El año es lo que da el plan o, si no lo da, la "
        "suma de los meses o lo que se mantiene cada mes.",
        *cut_note(len(printed), len(tasks), LEFT_OUT),
    )
    title = "Matriz del POA: tareas por mes" if len(printed) == len(tasks) else "Matriz del POA: tareas de cada área"
    return Table("cuadro-matriz", title, heads, rows, notes, wide=True)


def _dearest(book: Book, tasks: Sequence[Series], said: Mapping[str, Mapping[str, str]]) -> list[Series]:
    """The `OF_EACH_AREA` tasks of each area with most budget, then weight; the result is in the plan's order."""
    # A unit that the structure lacks is a group of its own.
    groups = grouped(tasks, lambda task: area_of_unit(book, task.unit) if unit_node(book, task.unit) else task.unit)
    chosen = {
        task.id
        for own in groups.values()
        for task in sorted(own, key=lambda task: _worth(said.get(task.task, {})), reverse=True)[:OF_EACH_AREA]
    }
    return [task for task in tasks if task.id in chosen]


def _worth(line: Mapping[str, str]) -> tuple[Decimal, Decimal]:
    """Sort key of a task: its budget and its weight, zero where unknown."""
    return Decimal(line.get("ppto") or 0), Decimal(line.get("ponderacion") or 0)


def _task_cells(task: Series, line: Mapping[str, str]) -> Iterator[Cell]:
    """Yield the cells of a task in `plan_matrix`; `line` is its row of `FORMULATED`, which may be empty."""
    yield _task_cell(task, line)
    yield task.action or NOT_SAID
    yield line.get("unidad_medida") or NOT_SAID
    yield received(line.get("ponderacion", ""), True)
    yield received(line.get("ppto", ""), True, least=2)
    yield from _months(task)
    yield received(line.get("meta", ""), True)


def _task_cell(task: Series, line: Mapping[str, str]) -> Cell:
    """A task's code and description; below them, its indicator and baseline."""
    baseline = line.get("linea_base", "")
    begun = f"línea base: {baseline}" if baseline and "línea base" not in baseline else baseline
    below = "; ".join(filter(None, (line.get("indicador", ""), begun)))
    words = Markup("{} {}").format(task.task, task.description)
    return words + Markup("<br/><small>{}</small>").format(below) if below else words


def _months(task: Series) -> Iterator[Cell]:
    """The programmed quantities of the months, empty if none, and of the year, with their source cells.

    Without the plan's own quantity, the year's is the sum of the months or, of a goal that is kept, the greatest.
    """
    for place in range(YEAR):
        amount = task.programmed[place]
        yield "" if amount is None else _quantity(task, place, amount)
    stated = [amount for amount in task.programmed[:YEAR] if amount is not None]
    whole = task.programmed[YEAR]
    if whole is not None:
        yield _quantity(task, YEAR, whole)
    elif not stated:
        yield NOT_SAID
    else:
        total = max(stated) if task.keeps else sum(stated)
        rule = "Lo que se mantiene cada mes." if task.keeps else "Suma de los meses."
        yield exact_number(total, rule)


def _quantity(task: Series, place: int, amount: Decimal) -> Number:
    """A programmed quantity, with its source cell as tooltip; `place` is its index in `Series.programmed`."""
    return exact_number(amount, f"Leído de {task.plan.cell(place)}.")
