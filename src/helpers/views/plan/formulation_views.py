"""The plan's forms: which version and areas they are of, form 01 (SWOT analysis), totals, verdicts and remarks.

A transcriber may have left a remark in brackets at the end of a form's description.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from helpers.base.display import list_es, upper_first
from helpers.base.python_extras import by_key
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.records import UNIT_LEVELS, Node
from helpers.figures.subjects import FigureRow, first_node, node_row
from helpers.views.elements.cells import Cell, Chip, Missing, number, received
from helpers.views.elements.grid import Pieces, Table, TableRow, text_columns
from helpers.views.elements.nodes import node_above, without_area

BLOCKS = {
    "fortaleza": "Fortalezas", "debilidad": "Debilidades", "oportunidad": "Oportunidades", "amenaza": "Amenazas",
}  # fmt: skip
FORMULATING = ("area", "unidad", "tipo", "subtipo", "puesto", "servicio", "entidad")
"""Levels of nodes that may fill in a plan's forms, the most frequent first."""
HOLDS, FAILS, UNKNOWN = (
    Chip("verde", "✔", "cierra"),
    Chip("rojo", "✘", "no cierra"),
    Chip("gris", "●", "no verificable"),
)
LEGIBLE = "_legible"
SUMMARY = "formulario_04"
WHOLE = 100
REMARK = re.compile(r"(.*)\[(\w[\w ]*: .*)\]", re.DOTALL)
"""A description that ends with the transcriber's remark in brackets."""
MARK = "(*)"
KINDS_OF_REMARK = {
    "ocr reconstruida": "lectura reconstruida",
    "por orden": "asignado por su orden",
    "dudosa": "lectura dudosa",
}
"""Words for a transcriber's kind of remark that a reader would not understand."""


def report_version(book: Book) -> str:
    """Return the version of the plan that the report is about.

    Returns
    -------
    str
        Of the versions that tasks and forms name, the one with the latest date; without a date it comes before all
        others, and of equal dates the last name counts. Empty if they name none.
    """
    days = {row["version"]: row.get("fecha", "") for row in book.listing("versiones")}
    tables = ("articulacion", "requerimientos", "presupuesto_aprobado", "foda")
    named = {task.version for task in book.series.values()}
    named |= {row["version"] for table in tables for row in book.listing(table) if row.get("version")}
    return max(named, key=lambda version: (days.get(version, ""), version), default="")


def lines_of(book: Book, table: str, area: str = "") -> tuple[Mapping[str, str], ...]:
    """Return the rows of a listing that belong to the report's version (`report_version`) or state none.

    With the code of an area, only that area's.
    """
    version = report_version(book)
    found = (row for row in book.listing(table) if row.get("version", "") in ("", version))
    return tuple(row for row in found if not area or row.get("area") == area)


def formulating_rows(book: Book, table: str = "") -> tuple[FigureRow, ...]:
    """Return one row for each area or other node of the structure that a form's table names, in the structure's order.

    Only table rows of the report's version count (`lines_of`).

    Parameters
    ----------
    table : str
        `articulacion`, `requerimientos` or `foda`; by default, either of the first two.
    """
    tables = (table,) if table else ("articulacion", "requerimientos")
    codes = {row.get("area", "") for name in tables for row in lines_of(book, name)} - {""}
    found = (first_node(book, FORMULATING, code) for code in codes)
    return tuple(map(node_row, sorted((node for node in found if node), key=lambda node: node.order)))


def swot(book: Book, *, id: str) -> Pieces:
    """Return form 01 as one table per area: its factors under the four blocks, in the area's words.

    A code of a medium-term action is followed by its name. A block without factors says so. Each table's id ends in its
    number, from 1. Empty without form 01.
    """
    tables = []
    medium = _medium_term(book)
    for place, row in enumerate(formulating_rows(book, "foda"), 1):
        own = lines_of(book, "foda", row.code)
        heads = {"factor": "Factor", "amp": "Acción de mediano plazo", "incidencia": "Incidencia"}
        used = {field: head for field, head in heads.items() if any(line.get(field) for line in own)}
        named = [{**line, "amp": _medium_cell(line.get("amp", ""), medium)} for line in own]
        rows = tuple(_by_block(named, tuple(used)))
        tables.append(Table(f"{id}-{place}", f"Análisis FODA: {row.label}", text_columns(*used.values()), rows))
    return Pieces(tuple(tables))


def _medium_term(book: Book) -> Mapping[str, str]:
    """The name of each medium-term action by its code, from the table `articulacion`, without nameless ones."""
    links = (line for line in lines_of(book, "articulacion") if line.get("amp") and line.get("accion"))
    return {line["amp"]: line["accion"] for line in reversed(list(links))}


def _medium_cell(text: str, named: Mapping[str, str]) -> str:
    """Each of several codes with its action's name (`AMP 4. Proteger…`); only the code if the name is unknown."""
    codes = [code.strip() for code in text.split(";")] if text else []
    return "; ".join(
        f"AMP {code}. {named[code]}" if code in named else f"AMP {code}" if code.isdigit() else code for code in codes
    )


def _by_block(lines: Sequence[Mapping[str, str]], fields: Sequence[str]) -> Iterator[TableRow]:
    """Yield a heading for each block and its factors; a row says so if a block has none."""
    for block, words in BLOCKS.items():
        own = [line for line in lines if line["bloque"] == block]
        yield TableRow((words,), "grupo")
        if not own:
            yield TableRow((Missing("El área no escribió ninguno."), *[""] * (len(fields) - 1)))
        for line in own:
            yield TableRow(tuple(received(line.get(field, ""), False) for field in fields), depth=1)


def form_number(form: str) -> str:
    """Return a form's number as printed on it: `3-01` for `3_01`."""
    return form.replace("_", "-")


def form_title(book: Book, form: str) -> str:
    """Return a form's number and subject: `3-02 Activos fijos`; `Formulario 3-02` if the subject is unknown."""
    found = (book.get(name, book.period, "formulario", form) for name in ("requerido", f"requerido{LEGIBLE}"))
    name = next((figure.name for figure in found if figure is not None), "")
    printed = form_number(form)
    return f"{printed} {name}" if name and printed not in name else f"Formulario {printed}"


def total_cell(book: Book, indicator: str, level: str, code: str) -> Cell:
    """Return a total of the plan, in Bs.

    Parameters
    ----------
    indicator : str
        Indicator of the complete total; the indicator of the legible part is this one followed by `LEGIBLE`.

    Returns
    -------
    Cell
        The total; without one, the legible part after the words `se lee`; or `Missing` if nothing is legible.
    """
    whole = book.get(indicator, book.period, level, code)
    if whole is not None:
        return number(whole)
    legible = book.get(indicator + LEGIBLE, book.period, level, code)
    if legible is None:
        return Missing("No se lee o no está en los formularios.")
    return Markup("{}{}").format("se lee ", number(legible))


def weights_verdict(book: Book, total: Figure) -> Chip:
    """Return whether the weights of an area add up to exactly 100: `HOLDS`, `FAILS` or `UNKNOWN`.

    Parameters
    ----------
    total : Figure
        The area's sum of the weights that can be read, the figure `peso_acp`.

    Returns
    -------
    Chip
        If some weight cannot be read, `UNKNOWN` while the known ones add up to less than 100, else `FAILS`.
    """
    blank = book.get("peso_acp_sin_dato", total.period, total.level, total.code)
    unread = blank is not None and blank.value > 0
    if total.value == WHOLE and not unread:
        return HOLDS
    return UNKNOWN if unread and total.value < WHOLE else FAILS


def _without_remark(text: str) -> tuple[str, str]:
    """Split `text [kind: remark]` into the text and the transcriber's `kind: remark`, empty if there is none."""
    found = REMARK.fullmatch(text)
    if found is None:
        return text, ""
    kind, _, words = found[2].partition(": ")
    return found[1].strip(), f"{KINDS_OF_REMARK.get(kind, kind)}: {words}"


def marked(text: str) -> str:
    """Return a description in which the mark `(*)` replaces the remark in brackets; unchanged if it has no remark."""
    plain, remark = _without_remark(text)
    return f"{plain} {MARK}".strip() if remark else plain


def remarks(lines: Iterable[tuple[str, Mapping[str, str]]], label: str) -> Iterator[str]:
    """Yield notes with the remarks on an area's rows; each remark appears once, with the names of its rows.

    Parameters
    ----------
    lines : iterable of (str, Mapping)
        Name and row; an empty name is replaced by the row's description.
    label : str
        Name of the area.
    """
    parted = ((name, *_without_remark(line.get("descripcion", ""))) for name, line in lines)
    told = by_key((remark, name or upper_first(plain)) for name, plain, remark in parted)
    for remark, names in told.items():
        if remark:
            yield f"{MARK} {label}, {list_es(list(dict.fromkeys(names)))}: {remark}."


def rows_by_area(book: Book, indicator: str, version: str = "") -> tuple[FigureRow, ...]:
    """Return the rows of areas, each followed by its units and posts, then of those without an area.

    They are those that have a figure of an indicator in the report's period; of a version of the plan, if one is named.
    """

    def place(node: Node) -> tuple[str, str]:
        return (f"version_{node.level}", f"{version}/{node.code}") if version else node.key

    nodes = (node for level in ("area", *UNIT_LEVELS) for node in book.nodes_at(level))
    known = [node for node in nodes if book.get(indicator, book.period, *place(node))]
    units = [node for node in known if node.level != "area"]
    rows: list[FigureRow] = []
    for area in book.nodes_at("area"):
        rows += [FigureRow(area.name, *place(area), "subtotal")] if area in known else []
        rows += [FigureRow(node.name, *place(node), depth=1) for node in units if area.key in book.ancestors(node)]
    return (*rows, *(FigureRow(node.name, *place(node)) for node in without_area(book, units)))


def unit_node(book: Book, unit: str) -> Node | None:
    """Return the node, of any level that may have tasks or fill in forms, with a unit's code.

    None if the structure lacks it.
    """
    return first_node(book, (*UNIT_LEVELS, *FORMULATING), unit)


def area_of_unit(book: Book, unit: str) -> str:
    """Return the code of a unit's area; empty if it has none or the structure lacks the unit."""
    area = node_above(book, unit_node(book, unit), "area")
    return area.code if area else ""


def unit_name(book: Book, unit: str) -> str:
    """Return the name of a unit; its code if the structure lacks it."""
    node = unit_node(book, unit)
    return node.name if node else unit
