"""Tables of the section on requirements (`03_requerimientos`)."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.base.display import upper_first
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow
from helpers.views.elements.cells import Cell, Missing, received
from helpers.views.elements.grid import Shown, Table, TableRow, number_columns, text_columns
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.tables import FigureColumn
from helpers.views.plan.formulation_views import (
    LEGIBLE,
    form_number,
    form_title,
    formulating_rows,
    lines_of,
    marked,
    remarks,
    total_cell,
)
from helpers.views.sections.section_rows import total_row
from helpers.views.sections.shown_section import ShownSection

ASKED = "requerido"


def by_form(section: ShownSection) -> Shown:
    """Table of what all areas request (Bs) in each form 03, such as `3-02 Activos fijos`, and in total."""
    plan = section.period
    note = "Se lee: suma de los importes que se leen, donde faltan áreas o importes para el total."
    return section.table(
        id="cuadro-requerido-formulario",
        title="Requerido por formulario",
        columns=[FigureColumn("Requerido", ASKED, plan), FigureColumn("Se lee", f"{ASKED}{LEGIBLE}", plan, note=note)],
        rows=[*form_rows(section.book), total_row(section, "Total")],
        stub="Formulario",
    )


def form_rows(book: Book) -> tuple[FigureRow, ...]:
    """Return a row for each form 03 that has requests, by number, labelled with `form_title`; empty if none has."""
    forms = sorted({line["formulario"] for line in _asked_lines(book)})
    return tuple(FigureRow(form_title(book, form), "formulario", form) for form in forms)


def _asked_lines(book: Book, area: str = "") -> tuple[Mapping[str, str], ...]:
    """The requests of the plan's version, of an area or all: rows of `requerimientos`, as text by column.

    Without form 04: each area lists its requests in forms 03, and form 04 only sums them up.
    """
    lines = lines_of(book, "requerimientos", area)
    return tuple(line for line in lines if not line["formulario"].lstrip("0").startswith("4"))


def requirements_table(book: Book) -> Table | None:
    """Return form 03 as a table: every row that an area requests, as received, with subtotals and a total in Bs.

    None if the plan has no form 03.
    """
    if not _asked_lines(book):
        return None
    rows: list[TableRow] = []
    notes: list[str] = []
    for area in formulating_rows(book, "requerimientos"):
        own = _asked_lines(book, area.code)
        notes += remarks((("", line) for line in own), area.label)
        if own:
            rows.append(TableRow((area.label,), "grupo"))
            rows += [TableRow(_requirement(line), depth=1) for line in own]
            rows.append(_total(book, f"Total {area.label}", area.level, area.code, "subtotal"))
    rows.append(_total(book, "Total", *entity_of(book).key, "total"))
    heads = text_columns("Qué se requiere", "Formulario", "Fuente") + number_columns("Importe (Bs)")
    if book.all_of(f"{ASKED}{LEGIBLE}"):
        notes.insert(0, "«se lee»: hay importes ilegibles o áreas sin formulario; el total no se puede comprobar.")
    title = "Requerimientos por área (formularios 03)"
    return Table("cuadro-formulario-03", title, heads, tuple(rows), tuple(notes))


def _total(book: Book, label: str, level: str, code: str, style: str) -> TableRow:
    return TableRow((label, "", "", total_cell(book, ASKED, level, code)), style)


def _requirement(line: Mapping[str, str]) -> tuple[Cell, ...]:
    """The cells of a request: what, form, source and amount; `Missing` for a source or amount not read."""
    fund = line.get("fuente") or Missing("No se lee en el formulario.")
    amount = received(line.get("importe", ""), True, least=2)
    return (upper_first(marked(line["descripcion"])), form_number(line["formulario"]), fund, amount)
