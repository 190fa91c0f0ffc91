"""The year's money beside the expenditure: income by rubro, the bridge between budgets, one budget in two systems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from helpers.book import Book
from helpers.charts.chart import Chart
from helpers.charts.waterfall import waterfall
from helpers.periods import Period
from helpers.rows import TOTAL
from helpers.subjects import FigureRow, indicator_name, name_of
from helpers.trace import Figure

INCOME = ("recurso_inicial", "recurso_modificaciones", "recurso_vigente", "recurso_devengado", "recurso_percibido")
SYSTEM_COLUMNS = ("ppto_inicial", "modificaciones", "ppto_vigente", "certificado", "compromiso", "devengado", "pagado")
LONGEST_NORM = 24
MOST_STEPS = 14
"""Steps that a chart of the bridge can show; of more the table tells."""


def income_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """The rubros that anybody has income of, each source above its own, and the institution's total last."""
    found: dict[str, list[Figure]] = {}
    for figure in _once(book, INCOME, window, "rubro"):
        found.setdefault(_source_of(book, figure, window), []).append(figure)
    rows: list[FigureRow] = []
    for source, lines in found.items():
        if source:
            rows.append(FigureRow(f"{source} {name_of(book, 'fuente', source)}", "fuente", source, "subtotal"))
        rows += [FigureRow(f"{line.code} {line.name}", "rubro", line.code, depth=1) for line in lines]
    top = book.nodes_at("entidad")[0]
    return (*rows, FigureRow("Total", *top.key, "total")) if rows else ()


def _source_of(book: Book, line: Figure, window: Period) -> str:
    """The source whose sum a rubro is part of; empty where the report names none."""
    sums = (figure for figure in book.select(line.indicator, window, "fuente"))
    return next((total.code for total in sums if line.id in {operand.figure for operand in total.operands}), "")


def sources_without_income(book: Book, window: Period) -> tuple[str, ...]:
    """The sources of the budget of which no rubro tells, where rubros name their source at all."""
    told = {figure.code for name in INCOME for figure in book.select(name, window, "fuente")}
    budgets = book.select("ppto_vigente", window, "fuente") if told else ()
    return tuple(figure.code for figure in budgets if figure.code not in (*told, TOTAL) and figure.rounded)


def amendment_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """What changed the budget, in order of date, its sum and what that leaves unexplained; no transfers of zero."""
    every = book.select("importe_modificacion", window, "norma")
    if not every:
        return ()
    steps = [step for step in every if step.value]
    top = book.nodes_at("entidad")[0]
    rows = [FigureRow(step_name(step), "norma", step.code, indicator="importe_modificacion") for step in steps]
    rows.append(FigureRow("Modificaciones listadas", *top.key, "total", indicator="modificaciones_listadas"))
    if book.get("modificaciones_sin_explicar", window, *top.key):
        rows.append(FigureRow("Diferencia sin explicar", *top.key, indicator="modificaciones_sin_explicar"))
    return tuple(rows)


def step_name(step: Figure) -> str:
    """What a modification was for, with its norm where that is no longer than a citation."""
    norm = step.code.partition("/")[0] if step.code.endswith(f"/{step.name}") else step.code
    return f"{step.name} ({norm})" if norm != step.name and len(norm) <= LONGEST_NORM else step.name


def transfers(book: Book, window: Period) -> int:
    """How many modifications add up to nothing: they take money from one line to another."""
    return sum(1 for step in book.select("importe_modificacion", window, "norma") if not step.value)


def bridge(book: Book, window: Period, *, id: str, title: str) -> Chart | None:
    """The cascade from the initial budget to the one in force; None where either is unknown or the steps are too many.

    Steps that add up to nothing, such as transfers within the institution, are left out and said in a note.
    """
    top = book.nodes_at("entidad")[0]
    asked = ("ppto_inicial", "ppto_vigente", "modificaciones_sin_explicar")
    ends = [book.get(name, window, *top.key) for name in asked]
    if not all(ends):
        return None
    every = book.select("importe_modificacion", window, "norma")
    steps = [(step_name(step), step) for step in every if step.value]
    if ends[2].value:
        steps.append(("Sin explicar por las modificaciones listadas", ends[2]))
    if len(steps) > MOST_STEPS:
        return None
    notes = ["No se dibujan las que suman cero: pasan dinero de una línea a otra."] if transfers(book, window) else []
    start, end = ("Presupuesto inicial", ends[0]), ("Presupuesto vigente", ends[1])
    return waterfall(id=id, title=title, start=start, steps=steps, end=end, notes=notes)


def systems_of(book: Book, window: Period) -> tuple[str, ...]:
    """The systems that tell the same lines of the budget, in the order received."""
    names = [f"sistema_{column}" for column in SYSTEM_COLUMNS]
    return tuple(dict.fromkeys(figure.code for figure in book if _is_told(figure, names, window)))


def _is_told(figure: Figure, names: Iterable[str], window: Period) -> bool:
    return figure.level == "sistema" and figure.period == window and figure.indicator in names


def system_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """What systems tell of a budget: a row for each column that any of them has."""
    told = [f"sistema_{column}" for column in SYSTEM_COLUMNS]
    return tuple(_rows_of(book, told, window))


def difference_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """What two systems differ in, and how much of it what is certified and not accrued explains."""
    differences = [f"sistema_{column}_diferencia" for column in SYSTEM_COLUMNS]
    explained = ("sistema_certificado_por_devengar", "sistema_diferencia_explicada", "sistema_diferencia_sin_explicar")
    return tuple(_rows_of(book, (*differences, *explained), window))


def _rows_of(book: Book, indicators: Iterable[str], window: Period) -> Iterator[FigureRow]:
    for indicator in indicators:
        if book.select(indicator, window, "sistema"):
            yield FigureRow(indicator_name(book, indicator), indicator=indicator, period=window)


def _once(book: Book, indicators: Iterable[str], window: Period, level: str) -> tuple[Figure, ...]:
    """The first figure of each code among some indicators."""
    found: dict[str, Figure] = {}
    for indicator in indicators:
        for figure in book.select(indicator, window, level):
            found.setdefault(figure.code, figure)
    return tuple(found.values())
