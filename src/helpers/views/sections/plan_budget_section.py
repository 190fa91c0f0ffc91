"""Tables of the section on the plan's budget (`04_resumen_presupuesto`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow, node_row
from helpers.views.elements.cells import NOT_APPLICABLE, Cell, Chip, Missing, number
from helpers.views.elements.grid import Shown, Table, TableRow, number_columns, text_columns
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.rows import partition_rows
from helpers.views.elements.tables import FigureColumn, with_notes
from helpers.views.plan.formulation_views import (
    FAILS,
    HOLDS,
    LEGIBLE,
    SUMMARY,
    UNKNOWN,
    form_title,
    formulating_rows,
    lines_of,
    total_cell,
)
from helpers.views.sections.section_rows import total_row
from helpers.views.sections.shown_section import ShownSection

APPROVED, UNCHECKED = "ppto_aprobado", "requerido_sin_formulario"
COLUMNS = {
    APPROVED: "Aprobado",
    "requerido": "Requerido (formularios 03)",
    "requerido_diferencia": "Aprobado menos requerido",
    "formulario_04": "Formularios 04",
    "formulario_04_diferencia": "Formularios 04 menos 03",
    "requerido_legible": "Se lee",
    UNCHECKED: "Sin comprobar",
}
"""Headings of the table by source of funds, by indicator."""
NOT_ASKED = Missing("Ningún requerimiento es de esta fuente.", NOT_APPLICABLE)
OTHER_SUMMARY, OVER_CEILING = "el 04 no es el 03", "pasa su techo"
"""Reasons why an area's forms do not agree."""


def by_fund(section: ShownSection) -> Shown:
    """Table by source of funds: what the resolution approves, what areas request, and the differences (Bs).

    The differences are approved less requested, and forms 04 less forms 03. The sources go by code, the total last.
    Returns NotIncluded if the approved budget is unknown.
    """
    plan = section.period
    if not section.has(APPROVED, plan):
        return section.lacks("lo que aprueba la resolución, por fuente")
    funds = partition_rows(section.book, "fuente", APPROVED, "requerido", "requerido_legible")
    notes = {COLUMNS[UNCHECKED]: "Sin comprobar: lo aprobado que ningún renglón que se lea requiere."}
    return section.table(
        id="cuadro-resolucion-fuentes",
        title="Presupuesto aprobado y requerido, por fuente",
        columns=with_notes((FigureColumn(heading, name, plan) for name, heading in COLUMNS.items()), notes),
        rows=[*funds, total_row(section, "Total")],
        stub="Fuente",
    )


def summary_table(book: Book) -> Table | None:
    """Return form 04 as a table: what each area requests in each form 03 by source of funds, and both forms' totals.

    The totals are those of each area and, last, those of all areas. None if the plan has no requirements.
    """
    if not book.listing("requerimientos"):
        return None
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
    return Table("cuadro-formulario-04", title, heads, tuple(rows), notes)


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
    own = lines_of(book, "requerimientos", area)
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


def ceilings_table(book: Book) -> Table | None:
    """Return a table by area and in total (Bs): forms 03, form 04, 04 less 03, ceiling, ceiling less 03, verdict.

    None if the plan has no requirements.
    """
    if not book.listing("requerimientos"):
        return None
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
    title = "Formularios 03 y 04 frente al techo de cada área"
    return Table("cuadro-techos", title, heads, tuple(rows), tuple(notes), wide=True)
