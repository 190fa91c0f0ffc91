"""The figures behind a chart's marks, named as the chart names them: what a reader follows, a picture being mute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.cells import Missing, Number, number
from helpers.display import MISSING_WORDS
from helpers.trace import Figure

HEADING, REFERENCE = "grupo", "subtotal"
"""The styles of a mark that heads those after it, and of a line drawn across all of them."""
Named = tuple[str, Figure | None]
"""What a figure is among those of its mark (`abr`, `Ejecución`; empty where the mark has only one), and the figure."""


@dataclass(frozen=True)
class Mark:
    """A bar, a point, a line or a row of cells: whose it is, and the figures that it shows.

    Attributes
    ----------
    label : str
        As the chart writes it.
    figures : tuple
        Each with its name, in the order drawn; None where the chart says that it is wanting. Empty in a mark that
        only heads others.
    style : str
        As of a table's row: `grupo`, `total`, `subtotal` or empty.
    """

    label: str
    figures: tuple[Named, ...] = ()
    style: str = ""

    @property
    def cells(self) -> tuple[tuple[str, Number | Missing], ...]:
        """Each figure as printed and traced, with its unit."""
        return tuple(
            (name, Missing(f"{MISSING_WORDS.capitalize()}.") if figure is None else number(figure, unit=True))
            for name, figure in self.figures
        )


def reference_mark(name: str, figure: Figure) -> Mark:
    """A figure drawn as a line across, such as the ideal range."""
    return Mark(name, (("", figure),), REFERENCE)


def grouped(marks: Sequence[Mark]) -> tuple[tuple[Mark, ...], ...]:
    """The marks in groups, each begun by the one that heads it."""
    found: list[list[Mark]] = []
    for mark in marks:
        if mark.style == HEADING or not found:
            found.append([])
        found[-1].append(mark)
    return tuple(map(tuple, found))


def figures_of(marks: Sequence[Mark]) -> Iterator[Figure]:
    """Every figure that is there, in the order drawn."""
    return (figure for mark in marks for _, figure in mark.figures if figure is not None)
