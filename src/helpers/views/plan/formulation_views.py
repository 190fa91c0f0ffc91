"""The plan's forms as tables: SWOT analysis (01), requirements (03), and their summary (04) against the ceilings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from helpers.base.display import upper_first
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow, first_node, node_row
from helpers.views.elements.cells import NOT_APPLICABLE, Cell, Chip, Missing, number, received
from helpers.views.elements.grid import Pieces, Table, TableRow, number_columns, text_columns
from helpers.views.elements.nodes import entity_of
from helpers.views.plan.form_remarks import marked, remarks

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
OTHER_SUMMARY, OVER_CEILING = "el 04 no es el 03", "pasa su techo"
"""Reasons why an area's forms do not agree."""
LEGIBLE = "_legible"
NOT_ASKED = Missing("Ningún requerimiento es de esta fuente.", NOT_APPLICABLE)
SUMMARY = "formulario_04"


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


def lines_of(book: Book, table: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a listing of the Book that belong to the report's version (`report_version`) or state none."""
    version = report_version(book)
    return tuple(row for row in book.listing(table) if row.get("version", "") in ("", version))


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
    medium = medium_term(book)
    for place, row in enumerate(formulating_rows(book, "foda"), 1):
        own = [line for line in lines_of(book, "foda") if line.get("area") == row.code]
        heads = {"factor": "Factor", "amp": "Acción de mediano plazo", "incidencia": "Incidencia"}
        used = {field: head for field, head in heads.items() if any(line.get(field) for line in own)}
        named = [{**line, "amp": _medium_cell(line.get("amp", ""), medium)} for line in own]
        rows = tuple(_by_block(named, tuple(used)))
        tables.append(Table(f"{id}-{place}", f"Análisis FODA: {row.label}", text_columns(*used.values()), rows))
    return Pieces(tuple(tables))


def medium_term(book: Book) -> Mapping[str, str]:
    """Return the name of each medium-term action by its code, from the table `articulacion`, without nameless ones."""
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


def requirements_table(book: Book, *, id: str) -> Table:
    """Return form 03 as a table: every row that an area requests, as received, with subtotals and a total in Bs."""
    rows: list[TableRow] = []
    notes: list[str] = []
    for area in formulating_rows(book, "requerimientos"):
        own = [line for line in asked_lines(book) if line.get("area") == area.code]
        notes += remarks((("", line) for line in own), area.label)
        if own:
            rows.append(TableRow((area.label,), "grupo"))
            rows += [TableRow(_requirement(line), depth=1) for line in own]
            total = total_cell(book, "requerido", area.level, area.code)
            rows.append(TableRow((f"Total {area.label}", "", "", total), "subtotal"))
    top = entity_of(book).key
    rows.append(TableRow(("Total", "", "", total_cell(book, "requerido", *top)), "total"))
    heads = text_columns("Qué se requiere", "Formulario", "Fuente") + number_columns("Importe (Bs)")
    if book.all_of(f"requerido{LEGIBLE}"):
        notes.insert(0, "«se lee»: hay importes ilegibles o áreas sin formulario; el total no se puede comprobar.")
    return Table(id, "Requerimientos por área (formularios 03)", heads, tuple(rows), tuple(notes))


def asked_lines(book: Book) -> tuple[Mapping[str, str], ...]:
    """Return the requests of the plan's version: the rows of `requerimientos`, as text by column, without form 04.

    Each area lists its requests in forms 03; form 04 only sums them up.
    """
    return tuple(
        line for line in lines_of(book, "requerimientos") if not line["formulario"].lstrip("0").startswith("4")
    )


def _requirement(line: Mapping[str, str]) -> tuple[Cell, ...]:
    """The cells of a request: what, form, source and amount; `Missing` for a source or amount not read."""
    fund = line.get("fuente") or Missing("No se lee en el formulario.")
    amount = received(line.get("importe", ""), True, least=2)
    return (upper_first(marked(line["descripcion"])), form_number(line["formulario"]), fund, amount)


def form_number(form: str) -> str:
    """Return a form's number as printed on it: `3-01` for `3_01`."""
    return form.replace("_", "-")


def form_title(book: Book, form: str) -> str:
    """Return a form's number and subject: `3-02 Activos fijos`; `Formulario 3-02` if the subject is unknown."""
    found = (book.get(name, book.period, "formulario", form) for name in ("requerido", f"requerido{LEGIBLE}"))
    name = next((figure.name for figure in found if figure is not None), "")
    number_ = form_number(form)
    return f"{number_} {name}" if name and number_ not in name else f"Formulario {number_}"


def form_rows(book: Book) -> tuple[FigureRow, ...]:
    """Return a row for each form 03 that has requests, by number, labelled with `form_title`; empty if none has."""
    forms = sorted({line["formulario"] for line in asked_lines(book)})
    return tuple(FigureRow(form_title(book, form), "formulario", form) for form in forms)


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


def summary_table(book: Book, *, id: str) -> Table:
    """Return form 04 as a table: what each area requests in each form 03 by source of funds, and both forms' totals.

    The totals are those of each area and, last, those of all areas.
    """
    funds = sorted({line["fuente"] for line in lines_of(book, "requerimientos") if line.get("fuente")})
    rows: list[TableRow] = []
    for area in formulating_rows(book):
        rows.append(TableRow((area.label,), "grupo"))
        for form in _forms_of(book, area.code):
            place = f"{area.code}/{form}"
            cells = _by_fund(book, "requerido", funds, "area_formulario_fuente", f"{place}/")
            whole = total_cell(book, "requerido", "area_formulario", place)
            rows.append(TableRow((form_title(book, form), *cells, whole), depth=1))
        for words, indicator in (("Total formularios 03", "requerido"), ("Total formulario 04", SUMMARY)):
            cells = _by_fund(book, indicator, funds, "area_fuente", f"{area.code}/")
            rows.append(TableRow((words, *cells, total_cell(book, indicator, area.level, area.code)), "subtotal"))
    for words, indicator in (("Total de los formularios 03", "requerido"), ("Total de los formularios 04", SUMMARY)):
        across = [total_cell(book, indicator, "fuente", fund) for fund in funds]
        rows.append(TableRow((words, *across, total_cell(book, indicator, *entity_of(book).key)), "total"))
    heads = text_columns("Área y formulario") + number_columns(*(f"Fuente {fund} (Bs)" for fund in funds), "Total (Bs)")
    title = "Resumen del presupuesto por área y fuente (formulario 04)"
    notes = ("Cada formulario suma sus requerimientos; el total del formulario 04 debe ser el de los formularios 03.",)
    return Table(id, title, heads, tuple(rows), notes)


def _forms_of(book: Book, area: str) -> list[str]:
    """The numbers of the forms with amounts of an area."""
    figures = (
        figure
        for name in ("requerido", f"requerido{LEGIBLE}")
        for figure in book.select(name, book.period, "area_formulario")
    )
    return sorted({form for whose, _, form in (figure.code.partition("/") for figure in figures) if whose == area})


def _by_fund(book: Book, indicator: str, funds: Sequence[str], level: str, before: str) -> list[Cell]:
    """The amount of each source in `funds` (code: `before` + source); `NOT_ASKED` if no row of the form names it."""
    area, form, *_ = f"{before}/".split("/")
    own = (line for line in lines_of(book, "requerimientos") if line.get("area") == area)
    named = {line.get("fuente") for line in own if form in ("", line["formulario"])}
    cells = {fund: total_cell(book, indicator, level, f"{before}{fund}") for fund in funds}
    return [NOT_ASKED if isinstance(cell, Missing) and fund not in named else cell for fund, cell in cells.items()]


def area_verdict(book: Book, row: FigureRow) -> Chip:
    """Return whether an area's form 04 equals the sum of its forms 03, and what it requires is within its ceiling.

    Returns
    -------
    Chip
        Names the conditions that fail, else `UNKNOWN` if some amount is not known, else `HOLDS`.
    """
    gap, room, required, summary = (
        book.get(name, book.period, row.level, row.code)
        for name in ("formulario_04_diferencia", "techo_saldo", "requerido", SUMMARY)
    )
    reasons = [OTHER_SUMMARY] if gap is not None and gap.value != 0 else []
    reasons += [OVER_CEILING] if room is not None and room.value < 0 else []
    if reasons:
        return replace(FAILS, word="; ".join(reasons))
    return HOLDS if required is not None and summary is not None and room is not None else UNKNOWN


def ceilings_table(book: Book, *, id: str) -> Table:
    """Return a table by area and in total (Bs): forms 03, form 04, 04 less 03, ceiling, ceiling less 03, verdict."""
    shown = {
        "requerido": "Formularios 03 (Bs)", "formulario_04": "Formulario 04 (Bs)",
        "formulario_04_diferencia": "Diferencia (Bs)", "techo": "Techo (Bs)",
        "techo_saldo": "Techo menos requerido (Bs)",
    }  # fmt: skip
    top = replace(node_row(entity_of(book), style="total"), label="Total")
    rows = []
    for row in (*formulating_rows(book), top):
        totals = (total_cell(book, name, row.level, row.code) for name in shown)
        rows.append(TableRow((row.label, *totals, area_verdict(book, row)), row.style))
    heads = text_columns("Área") + number_columns(*shown.values()) + text_columns("Comprobación")
    partial = any(figure.indicator in {f"{name}{LEGIBLE}" for name in shown} for figure in book)
    notes = ["Techo menos requerido: negativo, el área pide más que su techo."]
    notes += ["«se lee»: falta algo para el total."] if partial else []
    gap, approved = (book.get(name, book.period, top.level, top.code) for name in ("techo_diferencia", "ppto_aprobado"))
    if gap is not None and approved is not None:
        said = Markup("La resolución aprueba {} Bs; los techos, sumados, menos lo aprobado: {} Bs.")
        notes.append(said.format(number(approved), number(gap)))
    return Table(id, "Formularios 03 y 04 frente al techo de cada área", heads, tuple(rows), tuple(notes), wide=True)
