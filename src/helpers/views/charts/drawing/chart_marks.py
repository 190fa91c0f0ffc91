"""The figures that a chart draws, with the chart's labels, so that the page can list them below the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.base.display import MISSING_WORDS
from helpers.figures.figure import Figure
from helpers.views.elements.cells import Missing, Number, number

HEADING, REFERENCE = "grupo", "subtotal"
"""Styles of a mark that is a heading for the next ones, and of a reference line."""
Named = tuple[str, Figure | None]
"""A figure and its name within a mark (`abr`, `Ejecución`; empty if the mark has only one figure)."""


@dataclass(frozen=True)
class Mark:
    """A bar, a point, a line or a row of cells: its label and the figures that it shows.

    Attributes
    ----------
    label : str
        The label as the chart writes it.
    figures : tuple
        Named figures in the order drawn; None for a figure that the chart shows as missing. Empty in a heading.
    style : str
        Style as in a table row: `grupo`, `total`, `subtotal` or empty.
    """

    label: str
    figures: tuple[Named, ...] = ()
    style: str = ""

    @property
    def cells(self) -> tuple[tuple[str, Number | Missing], ...]:
        """The name of each figure, with the figure as a number with its unit and id, or as `s/d`."""
        return tuple(
            (name, Missing(f"{MISSING_WORDS.capitalize()}.") if figure is None else number(figure, unit=True))
            for name, figure in self.figures
        )


def reference_mark(name: str, figure: Figure) -> Mark:
    """Return the mark of a figure drawn as a reference line, such as the ideal range."""
    return Mark(name, (("", figure),), REFERENCE)


def grouped(marks: Sequence[Mark]) -> tuple[tuple[Mark, ...], ...]:
    """Split the marks into groups, in order; each heading begins a new group and is its first mark."""
    found: list[list[Mark]] = []
    for mark in marks:
        if mark.style == HEADING or not found:
            found.append([])
        found[-1].append(mark)
    return tuple(map(tuple, found))


def figures_of(marks: Sequence[Mark]) -> Iterator[Figure]:
    """Yield every figure of some marks, in the order drawn, without the missing ones."""
    return (figure for mark in marks for _, figure in mark.figures if figure is not None)
