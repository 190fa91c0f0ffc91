"""Tables and a chart of the section on income, changes of the budget, and its systems (`14_presupuesto`)."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.base.periods import Period
from helpers.base.python_extras import first_by_key, grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, subject_name, with_figures
from helpers.views.charts.bar_charts import waterfall
from helpers.views.charts.chart import Chart
from helpers.views.elements.grid import Shown
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.rows import TOTAL, partition_rows
from helpers.views.elements.tables import FigureColumn, with_notes
from helpers.views.sections.shown_section import ShownSection

INCOME = (
    ("Inicial", "recurso_inicial"), ("Modificaciones", "recurso_modificaciones"), ("Vigente", "recurso_vigente"),
    ("Devengado", "recurso_devengado"), ("Percibido", "recurso_percibido"),
)  # fmt: skip
SHARE = "Ejecución: lo devengado entre lo vigente, ambos sumados; un rubro sin presupuesto vigente no tiene porcentaje."
AMENDED, UNEXPLAINED = "importe_modificacion", "modificaciones_sin_explicar"
BY_SOURCE = (
    ("Inicial", "ppto_inicial"), ("Modificaciones", "modificaciones"), ("Listadas", "modificaciones_listadas"),
    ("Sin explicar", UNEXPLAINED), ("Vigente", "ppto_vigente"),
)  # fmt: skip
TRANSFERS = "No se {} las que suman cero: pasan dinero de una línea a otra."
LONGEST_NORM = 24
MOST_STEPS = 14
"""Maximum number of steps in the chart of the modifications; a table shows longer lists."""
OF_SYSTEMS = (
    "sistema_ppto_inicial", "sistema_modificaciones", "sistema_ppto_vigente", "sistema_certificado",
    "sistema_compromiso", "sistema_devengado", "sistema_pagado",
)  # fmt: skip
"""Indicators of the totals of one budget in each system; with `_diferencia`, of the own system less another one."""
EXPLAINED = ("sistema_certificado_por_devengar", "sistema_diferencia_explicada", "sistema_diferencia_sin_explicar")
"""Indicators of the money certified but not accrued, of what it explains of a difference, and of the rest."""


def income_table(section: ShownSection) -> Shown | None:
    """Table of income since January by source of funds and rubro; None if no rubro has a figure of it, even 0."""
    window = section.accumulated
    rows = income_rows(section.book, window)
    if not rows:
        return None
    measures = (*INCOME, ("Ejecución", "ejecucion_recursos"))
    return section.table(
        id="cuadro-recursos",
        title=f"Recursos por fuente y rubro, {window.words}",
        columns=with_notes((FigureColumn(*measure, window) for measure in measures), {"Ejecución": SHARE}),
        rows=rows,
        stub="Fuente y rubro",
    )


def income_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """Return the rows of every rubro with a figure of income in a window, under its source of funds, and of the total.

    The figures of income (`INCOME`) are budgets, accrued and collected amounts. Rubros without a source have no
    heading. Empty if no rubro has such a figure.
    """
    figures = (figure for _, name in INCOME for figure in book.select(name, window, "rubro"))
    lines = first_by_key((figure.code, figure) for figure in figures).values()
    rows: list[FigureRow] = []
    for source, own in grouped(lines, lambda line: _source_of(book, line, window)).items():
        if source:
            name = subject_name(book, "fuente", source)
            label = f"Fuente {source}" if name == source else f"{source} {name}"
            rows.append(FigureRow(label, "fuente", source, "subtotal"))
        rows += [FigureRow(_line_words(line), "rubro", line.code, depth=1) for line in own]
    return (*rows, FigureRow("Total", *entity_of(book).key, "total")) if rows else ()


def _line_words(line: Figure) -> str:
    """The code of a rubro as its document prints it (`15.9.9` of `15.9.9#2`, its second line there), and its name."""
    code = line.code.partition("#")[0]
    return code if line.name == line.code else f"{code} {line.name}"


def _source_of(book: Book, line: Figure, window: Period) -> str:
    """The source of funds whose total includes a rubro; empty if the rubro has no source."""
    sums = book.select(line.indicator, window, "fuente")
    return next((total.code for total in sums if line.id in {operand.figure for operand in total.operands}), "")


def sources_without_income(book: Book, window: Period) -> tuple[str, ...]:
    """Return the codes of sources with a current budget in a window that no rubro names.

    Empty if no rubro states its source.
    """
    told = {figure.code for _, name in INCOME for figure in book.select(name, window, "fuente")}
    budgets = book.select("ppto_vigente", window, "fuente") if told else ()
    return tuple(figure.code for figure in budgets if figure.code not in (*told, TOTAL) and figure.rounded)


def is_income_whole(book: Book, window: Period) -> bool:
    """Return whether the current budgets of income and expenditure are equal, so that all money is in some rubro.

    False if one of them is unknown.
    """
    top = entity_of(book).key
    income, spending = (book.get(name, window, *top) for name in ("recurso_vigente", "ppto_vigente"))
    return income is not None and spending is not None and income.value == spending.value


def bridge(book: Book, window: Period) -> Chart | None:
    """Draw the waterfall from the initial budget to the budget in force at the end of a window, in Bs.

    The steps are the modifications and the unexplained rest. Modifications that add up to zero are left out, and a note
    says so.

    Returns
    -------
    Chart or None
        None if a budget or the unexplained rest is unknown, or there are more than `MOST_STEPS` steps.
    """
    asked = ("ppto_inicial", "ppto_vigente", UNEXPLAINED)
    ends = [found for name in asked if (found := book.get(name, window, *entity_of(book).key))]
    if len(ends) < len(asked):
        return None
    every = book.select(AMENDED, window, "norma")
    steps = [(_step_name(step), step) for step in every if step.value]
    if ends[2].value:
        steps.append(("Sin explicar por las modificaciones listadas", ends[2]))
    if len(steps) > MOST_STEPS:
        return None
    return waterfall(
        book,
        id="grafico-presupuesto-puente",
        title=f"Del presupuesto inicial al vigente, {window.words}",
        start=("Presupuesto inicial", ends[0]),
        steps=steps,
        end=("Presupuesto vigente", ends[1]),
        notes=_transfers(every, "dibujan"),
    )


def _step_name(step: Figure) -> str:
    """The purpose of a modification, with its norm in brackets if short (`LONGEST_NORM`) and different."""
    norm = step.code.removesuffix(f"/{step.name}")
    return f"{step.name} ({norm})" if norm != step.name and len(norm) <= LONGEST_NORM else step.name


def _transfers(amendments: Iterable[Figure], verb: str) -> list[str]:
    """The note that modifications of zero are left out, if there are some."""
    return [TRANSFERS.format(verb)] if any(not one.value for one in amendments) else []


def amendments_table(section: ShownSection) -> Shown:
    """Table of each modification of the budget other than zero, their sum, and what they leave unexplained (Bs).

    The rest has a row even if it is zero. Returns NotIncluded if the Book has no figures of modifications, without
    words if it lists some.
    """
    window, top = section.accumulated, section.entity
    every = section.book.select(AMENDED, window, "norma")
    if not every:
        # A plan's run has no figures of them, though its frame may list them line by line.
        return section.lacks("" if section.book.listing("modificaciones") else "las modificaciones del presupuesto")
    rows = [FigureRow(_step_name(step), "norma", step.code, indicator=AMENDED) for step in every if step.value]
    rows.append(FigureRow("Modificaciones listadas", *top, "total", indicator="modificaciones_listadas"))
    if section.book.get(UNEXPLAINED, window, *top):
        rows.append(FigureRow("Diferencia sin explicar", *top, indicator=UNEXPLAINED))
    return section.table(
        id="cuadro-presupuesto-puente",
        title=f"Modificaciones del presupuesto, {window.words}",
        columns=[FigureColumn("Importe", period=window)],
        rows=rows,
        stub="Modificación",
        notes=_transfers(every, "listan"),
    )


def sources_table(section: ShownSection) -> Shown | None:
    """Table of initial budget, changes and current budget by source of funds.

    None if no source has a current budget.
    """
    window = section.accumulated
    rows = with_figures(section.book, partition_rows(section.book, "fuente"), ("ppto_vigente", window))
    if not rows:
        return None
    unexplained = ["Sin explicar: vigente menos inicial menos las modificaciones listadas de la fuente."]
    return section.table(
        id="cuadro-presupuesto-fuentes",
        title=f"Del presupuesto inicial al vigente por fuente, {window.words}",
        columns=[FigureColumn(*measure, window) for measure in BY_SOURCE if section.has(measure[1], window, "fuente")],
        rows=rows,
        stub="Fuente",
        notes=unexplained if section.has(UNEXPLAINED, window, "fuente") else (),
    )


def systems_table(section: ShownSection) -> Shown:
    """Table of what each system says of the same budget lines at the cut-off: a column for each system.

    Notes say how each system's totals were read. Returns NotIncluded if the Book's budget comes from one system only.
    """
    window, systems = section.accumulated, _systems(section)
    if not systems:
        return section.leave_out()
    read = (figure.rule for name in OF_SYSTEMS for figure in section.book.select(name, window, "sistema"))
    return section.table(
        id="cuadro-presupuesto-sistemas",
        title=f"Las mismas líneas según cada sistema, {window.words}",
        columns=[FigureColumn(system, level="sistema", code=system) for system in systems],
        rows=_rows_of(section, OF_SYSTEMS),
        stub="Importe",
        notes=list(dict.fromkeys(read)),
    )


def _systems(section: ShownSection) -> list[str]:
    """The codes of the systems whose totals of one budget the Book compares since January, in the order received.

    Empty with a single system, or in a plan.
    """
    own = (one for one in section.book if one.level == "sistema" and one.period == section.accumulated)
    return list(dict.fromkeys(one.code for one in own if one.indicator in OF_SYSTEMS))


def _rows_of(section: ShownSection, indicators: Iterable[str]) -> list[FigureRow]:
    """A row for each indicator that some system has since January; the table's columns are the systems."""
    book, window = section.book, section.accumulated
    told = (name for name in indicators if book.select(name, window, "sistema"))
    return [FigureRow(book.indicator_name(name), indicator=name, period=window) for name in told]


def differences_table(section: ShownSection) -> Shown | None:
    """Table of the budget's own system less each other system, and what explains the difference.

    None if none is known.
    """
    window, names = section.accumulated, [f"{name}_diferencia" for name in OF_SYSTEMS]
    differences = [one for name in names for one in section.book.select(name, window, "sistema")]
    if not differences:
        return None
    own = section.book[differences[0].operands[0].figure].code
    differing = [system for system in _systems(section) if system in {one.code for one in differences}]
    return section.table(
        id="cuadro-presupuesto-diferencias",
        title=f"Diferencias entre sistemas y su explicación, {window.words}",
        columns=[FigureColumn(f"{own} menos {system}", level="sistema", code=system) for system in differing],
        rows=_rows_of(section, (*names, *EXPLAINED)),
        stub="Diferencia",
        notes=[
            "Explicada: lo devengado en un sistema y no en el otro, hasta donde cabe en lo que ese otro tiene "
            "certificado y aún no devengado. Lo demás queda sin explicar."
        ],
    )
