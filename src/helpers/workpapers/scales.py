"""The scales of a Book's method, what their cells are called, and the formulas that look a grade up in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.book import Book
from helpers.trace import Figure, Grade

BANDS, THRESHOLDS, DERIVED = "bandas", "umbrales", "derivadas"
QUARTERS = ("T1", "T2", "T3", "T4")
WORDS = ("grado", "calificacion", "desempeno", "semaforo", "simbolo")
"""What a grade says, as columns are called."""


@dataclass(frozen=True)
class Scale:
    """A scale of a method.

    Attributes
    ----------
    kind : str
        `bandas` or `umbrales`.
    indicator : str
    plain : Mapping
        As the method file has it.
    """

    kind: str
    indicator: str
    plain: Mapping

    @property
    def prefix(self) -> str:
        """What the names of its cells begin with."""
        return f"{self.kind}_{plain_name(self.indicator)}"

    @property
    def rungs(self) -> Sequence[Mapping]:
        """From the lowest grade up, as `MATCH` wants them."""
        grades = self.plain["grados"]
        return tuple(grades) if self.kind == BANDS else tuple(reversed(grades))

    @property
    def grades(self) -> Sequence[Grade]:
        return tuple(
            Grade(
                rung.get("grado", ""),
                rung["calificacion"],
                rung.get("desempeno", ""),
                rung["semaforo"],
                rung["simbolo"],
            )
            for rung in self.rungs
        )

    def step(self, cell: str, figure: Figure) -> str:
        """The formula of the rung that a printed value stands on, 1 for the lowest."""
        if self.kind == BANDS:
            return f"MATCH({cell},{self.prefix}_desde,1)"
        # The lowest threshold has no edge: whatever reaches none of them is on the first rung.
        return f"IFERROR(MATCH({cell},{self.prefix}_{quarter(figure).lower()},1),0)+1"


def bands(book: Book) -> tuple[Scale, ...]:
    """The scales by bands, in the method's order; saved Books of earlier formats have one alone."""
    found = book.method.get(BANDS) or ()
    listed = (found,) if isinstance(found, Mapping) else found
    return tuple(Scale(BANDS, item["indicador"], item) for item in listed)


def thresholds(book: Book) -> Scale | None:
    found = book.method.get(THRESHOLDS)
    return Scale(THRESHOLDS, found["indicador"], found) if found else None


def all_scales(book: Book) -> tuple[Scale, ...]:
    held = thresholds(book)
    return (*bands(book), *((held,) if held else ()))


def derived(book: Book) -> tuple[Mapping, ...]:
    """Grades that an indicator takes from those of others."""
    return tuple(book.method.get(DERIVED) or ())


def scale_of(book: Book, figure: Figure) -> Scale | None:
    """The scale that graded a figure; None where none did."""
    if figure.grade is None:
        return None
    of_indicator = (scale for scale in all_scales(book) if scale.indicator == figure.indicator)
    return next((scale for scale in of_indicator if figure.grade in scale.grades), None)


def derived_of(book: Book, figure: Figure) -> Mapping | None:
    """From which others a figure takes its grade; None where it has one of its own, or none."""
    if figure.grade is None:
        return None
    return next((item for item in derived(book) if item["indicador"] == figure.indicator), None)


def rung_word(book: Book, figure: Figure, cell: str) -> str:
    """The formula of a grade's word (calificación) at once, for figures that have no line of their own."""
    scale = scale_of(book, figure)
    if scale is None:
        raise KeyError(figure.id)
    return f"INDEX({scale.prefix}_calificacion,{scale.step(cell, figure)})"


def order_name(item: Mapping) -> str:
    """The name of the cells that order the colours of a derived grade, worst first."""
    return f"orden_{plain_name(item['indicador'])}"


def quarter(figure: Figure) -> str:
    return QUARTERS[figure.period.quarter_number - 1]


def plain_name(words: str) -> str:
    """Words as part of a defined name: `calificacion`."""
    return re.sub(r"\W+", "_", words.lower().translate(str.maketrans("áéíóúñ", "aeioun")))
