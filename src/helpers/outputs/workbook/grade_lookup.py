"""The grading scales of a method, the names of their cells, and the formulas that look up a grade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.base.python_extras import PlainData
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Grade

BANDS, THRESHOLDS, DERIVED = "bandas", "umbrales", "derivadas"
QUARTERS = ("T1", "T2", "T3", "T4")
WORDS = ("grado", "calificacion", "desempeno", "semaforo", "simbolo")
"""Keys of a grade's columns."""


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

    @property
    def grades(self) -> Sequence[Grade]:
        """The grades of its steps, in the order of `rungs`."""
        return tuple(Grade(*(rung.get(word, "") for word in WORDS)) for rung in self.rungs)

    def step(self, cell: str, figure: Figure) -> str:
        """Return the formula, without `=`, that gives the step of the printed value in `cell`: 1 for the lowest.

        For thresholds, those of the quarter in which the figure's window ends count.
        """
        if self.kind == BANDS:
            return f"MATCH({cell},{self.prefix}_desde,1)"
        # The lowest threshold has no lower limit: a value below all others is on the first step.
        return f"IFERROR(MATCH({cell},{self.prefix}_{quarter(figure).lower()},1),0)+1"


def all_scales(book: Book) -> tuple[Scale, ...]:
    """Return the scales by bands in the method's order, then the one by thresholds; empty if nothing is graded."""
    held = book.method.get(THRESHOLDS)
    listed = [(BANDS, item) for item in book.method.get(BANDS, ())] + ([(THRESHOLDS, held)] if held else [])
    return tuple(Scale(kind, item["indicador"], item) for kind, item in listed)


def derived(book: Book) -> tuple[PlainData, ...]:
    """Return the method's rules by which an indicator takes its grade from those of others; empty if it has none."""
    return tuple(book.method.get(DERIVED) or ())


def scale_of(book: Book, figure: Figure) -> Scale | None:
    """Return the scale of the figure's indicator that has its grade.

    None if the figure has no grade or takes it from others.
    """
    if figure.grade is None:
        return None
    of_indicator = (scale for scale in all_scales(book) if scale.indicator == figure.indicator)
    return next((scale for scale in of_indicator if figure.grade in scale.grades), None)


def derived_of(book: Book, figure: Figure) -> PlainData | None:
    """Return the rule by which a figure takes its grade from the grades of other indicators.

    Returns
    -------
    PlainData or None
        The item of the method's `derivadas` for the figure's indicator. None if the figure has no grade, or if no item
        names its indicator, as where a scale graded it.
    """
    if figure.grade is None:
        return None
    return next((item for item in derived(book) if item["indicador"] == figure.indicator), None)


def rung_word(book: Book, figure: Figure, cell: str) -> str:
    """Return the formula, without `=`, that gives a grade's word (calificación) from the printed value in `cell`.

    It is for figures without a line of their own on «Calificaciones».

    Raises
    ------
    KeyError
        If no scale graded the figure.
    """
    scale = scale_of(book, figure)
    if scale is None:
        raise KeyError(figure.id)
    return f"INDEX({scale.prefix}_calificacion,{scale.step(cell, figure)})"


def order_name(item: PlainData) -> str:
    """Return the defined name of the cells that order the colours of a derived grade, worst first.

    It is `orden_` and the indicator's name. `item` is a rule of `derived`.
    """
    return f"orden_{plain_name(item['indicador'])}"


def quarter(figure: Figure) -> str:
    """Return the key of the quarter in which a figure's window ends, as thresholds name it: `T2`."""
    return QUARTERS[figure.period.quarter_number - 1]


def plain_name(words: str) -> str:
    """Return words as part of a defined name: lower case, without accents, `_` for all other signs (`calificacion`)."""
    return re.sub(r"\W+", "_", words.lower().translate(str.maketrans("áéíóúñ", "aeioun")))
