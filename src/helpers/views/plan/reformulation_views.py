"""The changes of a reformulation as tables: by area and unit, task by task, and from the old budget to the new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from helpers.base.python_extras import by_key, grouped
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow
from helpers.views.elements.cells import number, received
from helpers.views.elements.grid import (
    Column,
    NotIncluded,
    Pieces,
    Scope,
    Table,
    TableRow,
    headed,
    number_columns,
    text_columns,
)
from helpers.views.elements.rows import first_links
from helpers.views.elements.tables import FigureColumn, cut_note, figure_table
from helpers.views.plan.formulation_views import area_of_unit, rows_by_area, unit_name

MOST_CHANGES = 400
"""Maximum number of changes of one kind printed; if there are more, each area keeps a proportional share."""
MOST_OF_ALL = 60
"""Maximum number of changes of a kind in `OF_ALL`; if there are more, only the counts by unit are printed."""
OF_ALL = ("reponderada", "con otro presupuesto")
"""Kinds of change that affect all tasks of a unit when one task is added or dropped."""
WITH_MONEY = {
    "agregada": ("ppto_despues",), "retirada": ("ppto_antes",), "con otro presupuesto": ("ppto_antes", "ppto_despues"),
}  # fmt: skip
"""Kinds of change whose table shows the budget before and after, and which of them each has."""
BLANK_BUDGET = (
    "De alguna tarea falta el presupuesto en una de las versiones que se comparan: no hay dato, y las sumas no lo "
    "incluyen."
)
KIND_WORDS = {
    "agregada": "Tareas agregadas", "retirada": "Tareas retiradas",
    "trasladada": "Tareas trasladadas a otra unidad, acción u operación",
    "reprogramada": "Tareas reprogramadas (meses o meta)", "reponderada": "Tareas con otra ponderación",
    "con otro presupuesto": "Tareas con otro presupuesto",
}  # fmt: skip
COUNTED = {
    "tareas_agregadas": "Agregadas", "tareas_retiradas": "Retiradas", "tareas_trasladadas": "Trasladadas",
    "tareas_reprogramadas": "Reprogramadas", "tareas_reponderadas": "Con otra ponderación",
    "tareas_con_otro_ppto": "Con otro presupuesto",
}  # fmt: skip
BUDGET_PARTS = {
    "ppto_tareas": "Lo llevan las tareas", "requerido_sin_tareas": "No lo lleva ninguna", "requerido": "Requerido",
}  # fmt: skip
"""The two parts of the requested amount, and their sum."""
WITH_AND_WITHOUT = (
    "Lo llevan las tareas: el presupuesto que el plan pone en ellas. No lo lleva ninguna: lo que los formularios 03 "
    "requieren además, como lo de las categorías que ninguna unidad con tareas ejecuta."
)
SAID_IN_FILE = "Todos los cambios, tarea por tarea, están en los datos abiertos («reformulación»)."


def compared_versions(book: Book) -> tuple[str, ...]:
    """Return the versions whose tasks the Book compares with the previous version's, in its order.

    Empty if there are none.
    """
    return tuple(figure.code for figure in book.select("tareas_agregadas", book.period, "version"))


def changed_units(book: Book, version: str) -> tuple[FigureRow, ...]:
    """Return the rows of a version's table of changes: each area with its units, units without an area, the total.

    An area or unit is included if it has tasks in this version or in the previous one, changed or not. The rows only
    name the subjects; `changes_by_unit` looks up their figures.
    """
    return (*rows_by_area(book, "tareas_agregadas", version), FigureRow("Total", "version", version, "total"))


def changes_by_unit(book: Book) -> Pieces | NotIncluded:
    """Return one table for each compared version: number of tasks changed, by area and unit and by kind of change.

    Units without changes are left out. NotIncluded if the Book compares no versions.
    """
    versions = compared_versions(book)
    tables = tuple(_by_unit(book, one, f"cuadro-cambios-unidad-{at}") for at, one in enumerate(versions, 1))
    return Pieces(tables) if versions else NotIncluded(Scope.PART)


def _by_unit(book: Book, version: str, id: str) -> Table:
    """The table of the tasks that a version changed, without the areas and units that changed none."""
    grid = [
        (row, [book.get(name, book.period, row.level, row.code) for name in COUNTED])
        for row in changed_units(book, version)
    ]
    kept = [(row, found) for row, found in grid if any(figure is not None and figure.value for figure in found)]
    rows = tuple(
        TableRow((row.label, *(number(one) if one and one.value else "" for one in found)), row.style, row.depth)
        for row, found in kept
    )
    heads = text_columns("Área y unidad") + number_columns(*COUNTED.values())
    title = f"Tareas que cambió la versión {version}, por área y unidad"
    notes = (
        "En blanco: ninguna. Quien no está no tiene ninguna; la trasladada cuenta en la unidad que la recibe. Una "
        "tarea puede haber cambiado de varios modos.",
        SAID_IN_FILE,
    )
    return Table(id, title, heads, rows, notes)


def changes_tables(book: Book) -> Pieces | NotIncluded:
    """Return the changes of all compared versions task by task: one table for each kind of change that occurs.

    Each table prints at most about `MOST_CHANGES` changes, a sample in proportion to the areas. Changes of weight or of
    budget, if there are more than `MOST_OF_ALL` of the kind, have no table. NotIncluded if no task changed.
    """
    lines = book.listing("reformulacion")
    if not lines:
        return NotIncluded(Scope.PART)
    tables = []
    for kind in KIND_WORDS:
        own = [line for line in lines if line["cambio"] == kind]
        if own and (kind not in OF_ALL or len(own) <= MOST_OF_ALL):
            tables.append(_changes_of(book, kind, own, f"cuadro-reformulacion-{kind.split()[-1]}"))
    return Pieces(tuple(tables))


def _changes_of(book: Book, kind: str, lines: Sequence[Mapping[str, str]], id: str) -> Table:
    """A table of the changes of one kind, by unit; it shows budgets or, for other kinds, what changed."""
    versions = list(dict.fromkeys(line["version"] for line in lines))
    fields = {"tarea": "Tarea", "descripcion": "Descripción"}
    if len(versions) > 1:
        fields = {"version": "Versión", **fields}
    money = {"ppto_antes": "Antes (Bs)", "ppto_despues": "Después (Bs)"}
    if kind in WITH_MONEY:
        is_any_told = any(line[field] for line in lines for field in money)
        fields |= {field: money[field] for field in WITH_MONEY[kind] if is_any_told}
    else:
        fields["detalle"] = "Qué cambió"
    printed = _fair_share(book, lines)
    cells = (
        (line["unidad"], tuple(received(line[field], field in money, least=2) for field in fields)) for line in printed
    )
    by_unit = by_key((unit, TableRow(own, depth=1)) for unit, own in cells)
    rows = headed((unit_name(book, unit), own) for unit, own in by_unit.items())
    heads = tuple(Column(head, numeric=field in money) for field, head in fields.items())
    cut = cut_note(len(printed), len(lines), f"cambios, de todas las áreas en proporción. {SAID_IN_FILE}")
    title = KIND_WORDS[kind] + (f" en la versión {versions[0]}" if len(versions) == 1 else "")
    return Table(id, title, heads, tuple(rows), cut)


def _fair_share(book: Book, lines: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """All rows, or a sample of about `MOST_CHANGES` rows proportional to the areas, with at least one of each area."""
    if len(lines) <= MOST_CHANGES:
        return list(lines)
    areas = grouped(range(len(lines)), lambda place: area_of_unit(book, lines[place]["unidad"]))
    chosen = set()
    for places in areas.values():
        share = max(1, len(places) * MOST_CHANGES // len(lines))
        chosen |= {places[step * len(places) // share] for step in range(share)}
    return [line for place, line in enumerate(lines) if place in chosen]


def blank_budget(book: Book, version: str = "") -> tuple[str, ...]:
    """Return `BLANK_BUDGET` if a change of budget by a version, or by any, has no budget before or after; else ()."""
    lines = [one for one in book.listing("reformulacion") if version in ("", one["version"])]
    is_blank = any(not one[field] for one in lines for field in WITH_MONEY.get(one["cambio"], ()))
    return (BLANK_BUDGET,) if is_blank else ()


def budget_and_tasks(book: Book) -> Pieces | None:
    """Return tables of the amount that each area requests, split into the part assigned to tasks and the rest, in Bs.

    Returns
    -------
    Pieces or None
        For each compared version, a table with its amounts and their change against the previous version. None if the
        Book does not have the split of any version.
    """
    if not book.select("requerido_sin_tareas", book.period, "version"):
        return None
    groups = (("", "Importe"), ("_cambio", "Cambio frente a la versión anterior"))
    columns = [
        FigureColumn(head, f"{name}{ending}", book.period, group=group)
        for ending, group in groups for name, head in BUDGET_PARTS.items()
    ]  # fmt: skip
    tables = []
    for at, version in enumerate(compared_versions(book), 1):
        *areas, total = [row for row in changed_units(book, version) if row.level in ("version_area", "version")]
        rows = [*(replace(area, style="") for area in areas), total]
        title, notes = f"Del presupuesto de las tareas a lo requerido, versión {version}", [WITH_AND_WITHOUT]
        id = f"cuadro-presupuesto-tareas-{at}"
        tables.append(figure_table(book, id=id, title=title, columns=columns, rows=rows, stub="Área", notes=notes))
    return Pieces(tuple(tables))


def unlinked_categories(book: Book) -> tuple[str, ...]:
    """Return the budget categories that `vinculacion` links to no unit, as `code name`; no task has their money."""
    names = {figure.code: figure.name for figure in book if figure.level == "cat_prog"}
    codes = dict.fromkeys(link["cat_prog"] for link in first_links(book) if not link.get("unidad"))
    return tuple(f"{code} {names[code]}" if names.get(code, code) != code else code for code in codes)


def bridge_table(book: Book) -> Table | NotIncluded:
    """Return a table of the steps (Bs) from each version's approved budget to the next one's; NotIncluded without any.

    The steps are the earlier budget, each norm that changed it, their sum, the new budget, and the new one less that
    sum.
    """
    bridges = book.select("ppto_puente", book.period, "version")
    if not bridges:
        return NotIncluded(Scope.ITEM, "el paso del presupuesto de una versión del plan a la siguiente")
    norms = book.select("ppto_modificado", book.period, "version_norma")
    rows: list[FigureRow] = []
    for bridge in bridges:
        version, before = bridge.code, book[bridge.operands[0].figure].code
        own = (norm for norm in norms if norm.code.startswith(f"{version}/"))
        rows += [
            _step(f"Aprobado en la versión {before}", "ppto_aprobado", before, "subtotal"),
            *(FigureRow(norm.name, norm.level, norm.code, depth=1, indicator=norm.indicator) for norm in own),
            _step("Presupuesto anterior más modificaciones", "ppto_puente", version, "subtotal"),
            _step(f"Aprobado en la versión {version}", "ppto_aprobado", version, "total"),
            _step("Lo que las modificaciones no explican", "ppto_puente_diferencia", version, "subtotal"),
        ]
    title = "Del presupuesto de una versión al de la siguiente"
    columns = [FigureColumn("Importe", period=book.period)]
    return figure_table(book, id="cuadro-puente", title=title, columns=columns, rows=rows, stub="Paso")


def _step(words: str, indicator: str, version: str, style: str) -> FigureRow:
    """A row of the bridge: a figure of a version."""
    return FigureRow(words, "version", version, style, indicator=indicator)
