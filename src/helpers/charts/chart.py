"""A chart as drawn: picture, title, and what it shows in words for who does not see it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from helpers.cells import render
from helpers.charts.marks import Mark, figures_of, grouped
from helpers.display import MISSING, MISSING_WORDS, list_es, with_unit
from helpers.errors import UsageError
from helpers.trace import Figure

CHART_ID = re.compile(r"grafico-[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Chart:
    """A chart; it shows itself.

    Attributes
    ----------
    id : str
        `grafico-…`, unique in the report.
    alt : str
        Kind of chart and every figure in it.
    svg : str
        The picture, the same bytes for the same figures.
    wide : bool
        Printed on a landscape page.
    marks : tuple of Mark
        The figures that are drawn and that `alt` says; the page lists them below the picture, each to be followed.
    """

    id: str
    title: str
    alt: str
    svg: str = field(repr=False)
    notes: tuple[str, ...] = ()
    wide: bool = False
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an id that no reference could name."""
        if not CHART_ID.fullmatch(self.id):
            raise UsageError(f"«{self.id}» no identifica un gráfico: se escribe «grafico-…» en minúsculas.")

    @property
    def source(self) -> str:
        """The picture as an address that holds it whole."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg.encode()).decode()}"

    @property
    def groups(self) -> tuple[tuple[Mark, ...], ...]:
        """The marks as they are listed; none where the chart shows no figure."""
        return grouped(self.marks) if any(figures_of(self.marks)) else ()

    def _repr_html_(self) -> str:
        return render("chart", chart=self)


def printed(figure: Figure | None) -> str:
    """A figure as a bar's label says it, with its unit."""
    return MISSING if figure is None else with_unit(figure.rounded, figure.unit)


def spoken(figure: Figure | None) -> str:
    """A figure as the alternative text says it."""
    return MISSING_WORDS if figure is None else printed(figure)


def spoken_together(mark: Mark) -> str:
    """The figures of a mark in words, without their names: `92,16 % y sin dato`."""
    return " y ".join(spoken(figure) for _, figure in mark.figures)


def missing_note(labels: Iterable[str]) -> tuple[str, ...]:
    """A note that names what is wanting; none where nothing is."""
    named = list(dict.fromkeys(labels))
    return (f"{MISSING}: {MISSING_WORDS} de {list_es(named)}.",) if named else ()


def height(figure: Figure) -> float:
    """Where a figure stands on paper: a coordinate, never a number to print."""
    return float(figure.rounded)
