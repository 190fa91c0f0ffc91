"""The plan's matrix by month, and what a reformulation changed in it, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from helpers.book import Book
from helpers.cells import Cell, Number, number, received
from helpers.display import number_es
from helpers.exact import plain_text
from helpers.formulation_views import FORMULATING, version_told
from helpers.grid import Column, Pieces, Table, TableRow
from helpers.periods import MONTHS
from helpers.series import YEAR, Series
from helpers.trace import Figure

MOST_TASKS = 400
"""Tasks of the matrix that are printed; the others are in the tables and in the workbook."""
MOST_CHANGES = 60
"""Changes of one kind that are printed."""
WITH_MONEY = ("agregada", "retirada", "con otro presupuesto")
"""Kinds of change of which the money is told; what it is before and after tells the last one whole."""
KINDS = ("agregada", "retirada", "trasladada", "reprogramada", "reponderada", "con otro presupuesto")
KIND_WORDS = {
    "agregada": "Tareas agregadas", "retirada": "Tareas retiradas",
    "trasladada": "Tareas trasladadas a otra unidad, acción u operación",
    "reprogramada": "Tareas reprogramadas en el tiempo", "reponderada": "Tareas con otra ponderación",
    "con otro presupuesto": "Tareas con otro presupuesto",
}  # fmt: skip


def plan_matrix(book: Book, *, id: str) -> Table:
    """Each task of the version told with its quantity by month, under its unit."""
    tasks = [task for task in book.series.values() if task.version == version_told(book)]
    by_unit: dict[str, list[Series]] = {}
    for task in tasks[:MOST_TASKS]:
        by_unit.setdefault(task.unit, []).append(task)
    rows: list[TableRow] = []
    for unit, own in by_unit.items():
        rows.append(TableRow((_unit_name(book, unit),), "grupo"))
        rows += [
            TableRow((f"{task.task} {task.description}", f"ACP {task.action}", *_months(task)), depth=1) for task in own
        ]
    heads = [Column(name, numeric=True) for name in (*MONTHS, "Año")]
    notes = [
        "Cantidades programadas, en la unidad de medida de cada tarea; el año es su suma, o lo que se mantiene cada "
        "mes."
    ]
    if len(tasks) > MOST_TASKS:
        notes.append(f"Se muestran las primeras {MOST_TASKS} de {len(tasks)} tareas; todas están en «tareas».")
    title = "Matriz del POA: tareas por mes"
    return Table(id, title, (Column("Tarea"), Column("Acción"), *heads), tuple(rows), tuple(notes), wide=True)


def _unit_name(book: Book, unit: str) -> str:
    node = next((found for level in FORMULATING if (found := book.node(level, unit))), None)
    return node.name if node else unit


def _months(task: Series) -> Iterator[Cell]:
    """What is programmed in each month and in the year, with the cell that says so."""
    for place in range(YEAR):
        amount = task.programmed[place]
        yield "" if amount is None else _quantity(task, place)
    stated = [amount for amount in task.programmed[:YEAR] if amount is not None]
    if task.programmed[YEAR] is not None:
        yield _quantity(task, YEAR)
    elif not stated:
        yield "—"
    else:
        total = max(stated) if task.keeps else sum(stated)
        rule = "Lo que se mantiene cada mes." if task.keeps else "Suma de los meses."
        yield Number(number_es(total), plain_text(total), rule=rule)


def _quantity(task: Series, place: int) -> Number:
    amount = task.programmed[place]
    return Number(number_es(amount), plain_text(amount), rule=f"Leído de {task.plan.cell(place)}.")


def changes_tables(book: Book, *, id: str) -> Pieces:
    """What each reformulation changed, task by task, a table for each kind of change."""
    lines = book.listing("reformulacion")
    tables = []
    for kind in KINDS:
        own = [line for line in lines if line["cambio"] == kind]
        if own:
            tables.append(_changes_of(kind, own, f"{id}-{kind.split()[-1]}"))
    return Pieces(tuple(tables))


def _changes_of(kind: str, lines: Sequence[Mapping[str, str]], id: str) -> Table:
    fields = {"version": "Versión", "tarea": "Tarea", "descripcion": "Descripción", "unidad": "Unidad"}
    money = {"ppto_antes": "Antes (Bs)", "ppto_despues": "Después (Bs)"}
    if kind in WITH_MONEY:
        fields |= {field: head for field, head in money.items() if any(line[field] for line in lines)}
    else:
        fields["detalle"] = "Qué cambió"
    rows = tuple(TableRow(tuple(_field(line, field) for field in fields)) for line in lines[:MOST_CHANGES])
    columns = tuple(Column(head, numeric=field in money) for field, head in fields.items())
    cut = f"Se muestran {MOST_CHANGES} de {len(lines)}; los hallazgos «VER-» las cuentan por unidad."
    return Table(id, KIND_WORDS[kind], columns, rows, (cut,) if len(lines) > MOST_CHANGES else ())


def _field(line: Mapping[str, str], field: str) -> Cell:
    return received(line[field], True) if field.startswith("ppto") else line[field] or "—"


def bridge_table(book: Book, *, id: str) -> Table:
    """From the budget of one version to that of the next: each norm that changed it, and what none explains."""
    rows: list[TableRow] = []
    for bridge in book.select("ppto_puente", book.period, "version"):
        new, gap = (
            book.get(name, book.period, "version", bridge.code) for name in ("ppto_aprobado", "ppto_puente_diferencia")
        )
        before = book[bridge.operands[0].figure]
        rows.append(_step(f"Aprobado en la versión {before.code}", before, "subtotal"))
        norms = [
            one
            for one in book.select("ppto_modificado", book.period, "version_norma")
            if one.code.startswith(f"{bridge.code}/")
        ]
        rows += [_step(norm.name, norm, "", 1) for norm in norms]
        rows.append(_step("Presupuesto anterior más modificaciones", bridge, "subtotal"))
        rows.append(_step(f"Aprobado en la versión {bridge.code}", new, "total"))
        rows.append(_step("Lo que las modificaciones no explican", gap, "subtotal"))
    columns = (Column("Paso"), Column("Importe (Bs)", numeric=True))
    title = "Del presupuesto de una versión al de la siguiente"
    return Table(
        id, title, columns, tuple(rows), empty="No hay dos versiones con presupuesto y modificaciones entre ellas."
    )


def _step(words: str, figure: Figure | None, style: str, depth: int = 0) -> TableRow:
    return TableRow((words, number(figure) if figure else "—"), style, depth)
