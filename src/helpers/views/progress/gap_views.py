"""The columns that set progress beside expenditure, with the gap between both."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.settings.methods import Metodo
from helpers.views.elements.tables import FigureColumn, with_notes

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
