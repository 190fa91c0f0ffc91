"""The year's money apart from expenditure: income by rubro, modifications of the budget, one budget in two systems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from helpers.base.periods import Period
from helpers.base.python_extras import first_by_key, grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, subject_name
from helpers.views.charts.bar_charts import waterfall
from helpers.views.charts.chart import Chart
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.rows import TOTAL

INCOME = ("recurso_inicial", "recurso_modificaciones", "recurso_vigente", "recurso_devengado", "recurso_percibido")
SYSTEM_COLUMNS = ("ppto_inicial", "modificaciones", "ppto_vigente", "certificado", "compromiso", "devengado", "pagado")
LONGEST_NORM = 24
MOST_STEPS = 14
"""Maximum number of steps in the chart of the modifications; a table shows longer lists."""


def income_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """Return the rows of every rubro with a figure of income in a window, under its source of funds, and of the total.

    The figures of income (`INCOME`) are budgets, accrued and collected amounts. Rubros without a source have no
    heading. Empty if no rubro has such a figure.
    """
    found = grouped(_once(book, INCOME, window, "rubro"), lambda figure: _source_of(book, figure, window))
    rows: list[FigureRow] = []
    for source, lines in found.items():
        if source:
            name = subject_name(book, "fuente", source)
            label = f"Fuente {source}" if name == source else f"{source} {name}"
            rows.append(FigureRow(label, "fuente", source, "subtotal"))
        rows += [FigureRow(_line_words(line), "rubro", line.code, depth=1) for line in lines]
    top = entity_of(book)
    return (*rows, FigureRow("Total", *top.key, "total")) if rows else ()


def _line_words(line: Figure) -> str:
    """The code of a rubro and its name, if it has one."""
    return _printed(line.code) if line.name == line.code else f"{_printed(line.code)} {line.name}"


def _printed(code: str) -> str:
    """The code of a rubro as its document prints it: `15.9.9` of `15.9.9#2`, its second line there."""
    return code.partition("#")[0]


def _source_of(book: Book, line: Figure, window: Period) -> str:
    """The source of funds whose total includes a rubro; empty if the rubro has no source."""
    sums = (figure for figure in book.select(line.indicator, window, "fuente"))
    return next((total.code for total in sums if line.id in {operand.figure for operand in total.operands}), "")


def sources_without_income(book: Book, window: Period) -> tuple[str, ...]:
    """Return the codes of sources with a current budget in a window that no rubro names.

    Empty if no rubro states its source.
    """
    told = {figure.code for name in INCOME for figure in book.select(name, window, "fuente")}
    budgets = book.select("ppto_vigente", window, "fuente") if told else ()
    return tuple(figure.code for figure in budgets if figure.code not in (*told, TOTAL) and figure.rounded)


def is_income_whole(book: Book, window: Period) -> bool:
    """Return whether the current budgets of income and expenditure are equal, so that all money is in some rubro.

    False if one of them is unknown.
    """
    top = entity_of(book)
    income, spending = (book.get(name, window, *top.key) for name in ("recurso_vigente", "ppto_vigente"))
    return income is not None and spending is not None and income.value == spending.value


def amendment_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """Return a row for each modification of the budget other than zero, their sum and, if known, the unexplained rest.

    Each row has its own indicator. The rest has a row even if it is zero. Empty if the window has no modifications.
    """
    every = book.select("importe_modificacion", window, "norma")
    if not every:
        return ()
    steps = [step for step in every if step.value]
    top = entity_of(book)
    rows = [FigureRow(step_name(step), "norma", step.code, indicator="importe_modificacion") for step in steps]
    rows.append(FigureRow("Modificaciones listadas", *top.key, "total", indicator="modificaciones_listadas"))
    if book.get("modificaciones_sin_explicar", window, *top.key):
        rows.append(FigureRow("Diferencia sin explicar", *top.key, indicator="modificaciones_sin_explicar"))
    return tuple(rows)


def step_name(step: Figure) -> str:
    """Return the purpose of a modification, with its norm in brackets if short (`LONGEST_NORM`) and different."""
    norm = step.code.removesuffix(f"/{step.name}")
    return f"{step.name} ({norm})" if norm != step.name and len(norm) <= LONGEST_NORM else step.name


def bridge(book: Book, window: Period) -> Chart | None:
    """Draw the waterfall from the initial budget to the budget in force at the end of a window, in Bs.

    The steps are the modifications and the unexplained rest. Modifications that add up to zero are left out, and a note
    says so.

    Returns
    -------
    Chart or None
        None if a budget or the unexplained rest is unknown, or there are more than `MOST_STEPS` steps.
    """
    top = entity_of(book)
    asked = ("ppto_inicial", "ppto_vigente", "modificaciones_sin_explicar")
    ends = [found for name in asked if (found := book.get(name, window, *top.key))]
    if len(ends) < len(asked):
        return None
    every = book.select("importe_modificacion", window, "norma")
    steps = [(step_name(step), step) for step in every if step.value]
    if ends[2].value:
        steps.append(("Sin explicar por las modificaciones listadas", ends[2]))
    if len(steps) > MOST_STEPS:
        return None
    note = "No se dibujan las que suman cero: pasan dinero de una línea a otra."
    notes = [note] if any(not step.value for step in every) else []
    start, end = ("Presupuesto inicial", ends[0]), ("Presupuesto vigente", ends[1])
    title = f"Del presupuesto inicial al vigente, {window.words}"
    id = "grafico-presupuesto-puente"
    return waterfall(book, id=id, title=title, start=start, steps=steps, end=end, notes=notes)


def systems_of(book: Book, window: Period) -> tuple[str, ...]:
    """Return the codes of the systems whose totals of one budget the Book compares in a window, in the order received.

    The Book compares them only in windows from January, if several systems have the same report at the cut-off date.
    Otherwise it is empty, as with a single system or in a plan.
    """
    names = [f"sistema_{column}" for column in SYSTEM_COLUMNS]
    own = (figure for figure in book if figure.level == "sistema" and figure.period == window)
    return tuple(dict.fromkeys(figure.code for figure in own if figure.indicator in names))


def system_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """Return a row for each budget column (initial, current, accrued …) that some system reports in a window.

    Rows have an indicator and no subject: the table's columns are the systems. Empty without any.
    """
    told = [f"sistema_{column}" for column in SYSTEM_COLUMNS]
    return tuple(_rows_of(book, told, window))


def system_notes(book: Book, window: Period) -> tuple[str, ...]:
    """Return how each system's totals in a window were read: date, number of lines, the category if only one."""
    own = (figure for column in SYSTEM_COLUMNS for figure in book.select(f"sistema_{column}", window, "sistema"))
    return tuple(dict.fromkeys(figure.rule for figure in own))


def difference_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """Return rows on the differences between two systems in a window, and on what explains them.

    Rows have an indicator and no subject: the table's columns are the systems that the budget's own is compared with.

    Returns
    -------
    tuple of FigureRow
        The difference by budget column, the own system less the other; the money certified but not accrued; how much of
        the difference that money explains, and how much it does not. Only rows with figures.
    """
    differences = [f"sistema_{column}_diferencia" for column in SYSTEM_COLUMNS]
    explained = ("sistema_certificado_por_devengar", "sistema_diferencia_explicada", "sistema_diferencia_sin_explicar")
    return tuple(_rows_of(book, (*differences, *explained), window))


def _rows_of(book: Book, indicators: Iterable[str], window: Period) -> Iterator[FigureRow]:
    """Yield a row for each of the indicators that some system has in a window."""
    for indicator in indicators:
        if book.select(indicator, window, "sistema"):
            yield FigureRow(book.indicator_name(indicator), indicator=indicator, period=window)


def _once(book: Book, indicators: Iterable[str], window: Period, level: str) -> tuple[Figure, ...]:
    """The first figure of each code among some indicators."""
    figures = (figure for indicator in indicators for figure in book.select(indicator, window, level))
    return tuple(first_by_key((figure.code, figure) for figure in figures).values())
