"""The grading scales of a method, the names of their cells, and the formulas that look up a grade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.base.python_extras import PlainData, not_none
from helpers.figures.book import Book
from helpers.figures.figure import Figure

BANDS, THRESHOLDS, DERIVED = "bandas", "umbrales", "derivadas"
QUARTERS = ("T1", "T2", "T3", "T4")


@dataclass(frozen=True)
class Scale:
    """A scale of a method.

    Attributes
    ----------
    kind : str
        `bandas` or `umbrales`.
    indicator : str
    plain : Mapping
        The scale as in the method file.
    """

    kind: str
    indicator: str
    plain: PlainData

    @property
    def prefix(self) -> str:
        """First part of the defined names of its cells: `bandas_` or `umbrales_` and the indicator's name."""
        return f"{self.kind}_{plain_name(self.indicator)}"

    @property
    def rungs(self) -> Sequence[PlainData]:
        """Its steps as in the method file, from the lowest grade up, as `MATCH` needs them."""
        grades = self.plain["grados"]
        return tuple(grades) if self.kind == BANDS else tuple(reversed(grades))

    def word(self, key: str, cell: str, figure: Figure) -> str:
        """Return the formula, without `=`, that gives a word of the grade of the printed value in `cell`.

        For thresholds, those of the quarter in which the figure's window ends count.

        Parameters
        ----------
        key : str
            A key of `GRADE_FIELDS`, such as `calificacion`.
        """
        step = f"MATCH({cell},{self.prefix}_desde,1)"
        if self.kind == THRESHOLDS:
            # The lowest threshold has no lower limit: a value below all others is on the first step.
            step = f"IFERROR(MATCH({cell},{self.prefix}_t{figure.period.quarter_number},1),0)+1"
        return f"INDEX({self.prefix}_{key},{step})"


def all_scales(book: Book) -> tuple[Scale, ...]:
    """Return the scales by bands in the method's order, then the one by thresholds; empty if nothing is graded."""
    held = book.method.get(THRESHOLDS)
    listed = [(BANDS, item) for item in book.method.get(BANDS, ())] + ([(THRESHOLDS, held)] if held else [])
    return tuple(Scale(kind, item["indicador"], item) for kind, item in listed)


def derived(book: Book) -> tuple[PlainData, ...]:
    """Return the method's rules by which an indicator takes its grade from those of others; empty if it has none."""
    return tuple(book.method.get(DERIVED) or ())


def scale_of(book: Book, figure: Figure) -> Scale:
    """Return the scale that graded a figure: its indicator's bands, else its thresholds.

    Raises
    ------
    LookupError
        If the method has no scale for the indicator.
    """
    return not_none(next((scale for scale in all_scales(book) if scale.indicator == figure.indicator), None))


def order_name(item: PlainData) -> str:
    """Return the defined name of the cells that order the colours of a derived grade, worst first.

    It is `orden_` and the indicator's name. `item` is a rule of `derived`.
    """
    return f"orden_{plain_name(item['indicador'])}"


def plain_name(words: str) -> str:
    """Return words as part of a defined name: lower case, without accents, `_` for all other signs (`calificacion`)."""
    return re.sub(r"\W+", "_", words.lower().translate(str.maketrans("áéíóúñ", "aeioun")))
