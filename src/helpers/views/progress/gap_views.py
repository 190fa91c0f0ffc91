"""The gap between progress and expenditure, and the months that explain it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from helpers.base.display import list_es
from helpers.base.periods import MONTH_NAMES, Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, node_rows
from helpers.settings.methods import Metodo
from helpers.views.elements.cells import Cell, Missing, missing_cell, number
from helpers.views.elements.grid import Table, TableRow, number_columns, text_columns
from helpers.views.elements.prose import Paragraph, paragraph
from helpers.views.elements.tables import FigureColumn, with_notes

MONTHS_HEAD, MONTHS_HEADS = "Ejecución de un mes", ("Menor (%)", "Mayor (%)")
NO_MONTHS = Missing("No hay datos de cada mes.")


GAP, PROGRESS, SPENT = "brecha_fisico_financiera", "avance_fisico", "ejecucion_financiera"
GAP_WORDS = "Brecha: {}, en puntos; positiva cuando se avanzó más de lo que se ejecutó."


def gap_columns(
    book: Book, method: Metodo, window: Period, between: Sequence[tuple[str, str]] = ()
) -> list[FigureColumn]:
    """Return the columns of a table of progress, execution and gap, with the terms that the method's formula adds.

    A note gives the formula. Both are absent if the method has no formula for the window.

    Parameters
    ----------
    between : sequence of tuple
        Heading and indicator of further columns before the execution.
    """
    rule = method.indicadores[GAP].rule(window) if GAP in method.indicadores else None
    terms, note = [], ""
    if rule and rule.formula:
        terms = sorted({*rule.formula.names} - {PROGRESS, SPENT})
        note = GAP_WORDS.format(rule.formula_words(method.indicadores))
    measures = (
        ("Avance físico", PROGRESS), *((book.indicator_name(term), term) for term in terms), *between,
        ("Ejecución financiera", SPENT), ("Brecha", GAP),
    )  # fmt: skip
    columns = (FigureColumn(name, indicator, window) for name, indicator in measures)
    return with_notes(columns, {"Brecha": note})


@dataclass(frozen=True)
class MonthsOf:
    """A row's financial execution by month; months without a figure are omitted."""

    row: FigureRow
    figures: tuple[Figure, ...]

    @property
    def negative(self) -> tuple[Figure, ...]:
        """The figures of the months with a negative value, in which reversals exceeded accruals."""
        return tuple(figure for figure in self.figures if figure.value < 0)

    @property
    def empty(self) -> tuple[Figure, ...]:
        """The figures of the months whose value is printed as zero."""
        return tuple(figure for figure in self.figures if figure.rounded == 0)


def _months_of(book: Book, rows: Sequence[FigureRow]) -> tuple[MonthsOf, ...]:
    """The financial execution of some rows in the months since January."""
    months = book.period.accumulated().months()
    found = [(row, [book.get(SPENT, month, row.level, row.code) for month in months]) for row in rows]
    return tuple(MonthsOf(row, tuple(figure for figure in figures if figure is not None)) for row, figures in found)


def negative_months(book: Book) -> Paragraph | None:
    """Return a sentence on the areas and months with a negative execution, in which reversals exceeded accruals.

    None if there are none.
    """
    found = [
        Markup("{}, {}: {}").format(item.row.label, _name(figure), number(figure, unit=True))
        for item in _months_of(book, node_rows(book, "area"))
        for figure in item.negative
    ]
    if not found:
        return None
    return paragraph(
        book,
        "**Devengado negativo.** {{ enumera(meses) }}. {{ entonces }} se revirtió más de lo que se devengó: no es un "
        "error de cálculo, y conviene conocer su causa.",
        meses=found,
        entonces="En ese mes" if len(found) == 1 else "En esos meses",
    )


def gap_table(book: Book, physical: str, rows: Sequence[FigureRow]) -> Table:
    """Return a table of physical progress, financial execution and gap of each row since January, the widest gap first.

    The gap is the figure `brecha_fisico_financiera`, in points: positive if more was done than spent. Rows without it
    come last. Further columns give the months with the lowest and the highest execution, and say in words which of the
    two is ahead and in which months nothing was spent or more was reversed than accrued. Without any month the former
    columns are left out.

    Parameters
    ----------
    physical : str
        The indicator shown as physical progress, from which the method subtracts the execution: efficacy or progress.
    """
    window, spent = book.period.accumulated(), _months_of(book, rows)
    gaps = [(one, book.get(GAP, window, one.row.level, one.row.code)) for one in spent]
    gaps.sort(key=lambda pair: (pair[1] is None, -abs(pair[1].rounded) if pair[1] is not None else 0))
    body = tuple(TableRow((one.row.label, *_cells(book, one, gap, physical)), one.row.style) for one, gap in gaps)
    measures = number_columns(f"{book.indicator_name(physical)} (%)", "Ejecución (%)", "Brecha (puntos)")
    months = text_columns(*MONTHS_HEADS, group=MONTHS_HEAD)
    heads = (*text_columns("Área"), *measures, *months, *text_columns("Qué se lee"))
    explained = " y los meses que la explican" if any(len(one.figures) > 1 for one in spent) else ""
    reverted = " Un mes en que se revirtió más de lo que se devengó baja la ejecución de todo el periodo."
    note = f"De la mayor brecha a la menor.{reverted if any(one.negative for one in spent) else ''}"
    title = f"La brecha por área{explained}, {window.words}"
    table = Table("cuadro-areas-brecha-meses", title, heads, body, (note,))
    for head in MONTHS_HEADS:
        table = table.without_column(head, NO_MONTHS)
    return table


def _cells(book: Book, spent: MonthsOf, gap: Figure | None, physical: str) -> tuple[Cell, ...]:
    """Progress, execution and gap of a row, the months with the lowest and highest execution, and the reading."""
    window, row = book.period.accumulated(), spent.row
    places = [(name, window, row.level, row.code) for name in (physical, SPENT, GAP)]
    found = [(place, book.get(*place)) for place in places]
    shown = [missing_cell(book, place, row.label) if one is None else number(one) for place, one in found]
    ordered = sorted(spent.figures, key=lambda figure: figure.rounded)
    ends = (_shortly(ordered[0]), _shortly(ordered[-1])) if len(ordered) > 1 else (NO_MONTHS, NO_MONTHS)
    return (*shown, *ends, _reading(gap, spent) if gap else shown[-1])


def _reading(gap: Figure, spent: MonthsOf) -> Cell:
    """The gap's direction in words, with the months of negative or no execution."""
    way = {1: "Avanzó más de lo que ejecutó", -1: "Ejecutó más de lo que avanzó", 0: "Avanzó lo mismo que ejecutó"}
    said = [f"{way[(gap.rounded > 0) - (gap.rounded < 0)]}."]
    if spent.negative:
        said.append(f"En {list_es([_name(figure) for figure in spent.negative])} se revirtió más de lo que se devengó.")
    if spent.empty:
        said.append(f"Sin ejecución en {list_es([_name(figure) for figure in spent.empty])}.")
    return " ".join(said)


def _shortly(figure: Figure) -> Markup:
    """Abbreviated month and its figure without the unit: `abr −1,72`."""
    return Markup("{}&nbsp;{}").format(figure.period.window, number(figure))


def _name(figure: Figure) -> str:
    """The name of a figure's month."""
    return MONTH_NAMES[figure.period.first - 1]
