"""A finished chart: picture, title, and an alternative text with everything that the picture shows."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from helpers.base.display import MISSING, MISSING_WORDS, list_es, with_unit
from helpers.base.errors import UsageError
from helpers.figures.figure import Figure
from helpers.views.charts.drawing.chart_marks import Mark, figures_of, grouped
from helpers.views.elements.html_templates import render

CHART_ID = re.compile(r"grafico-[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Chart:
    """A chart that writes itself as HTML.

    Attributes
    ----------
    id : str
        `grafico-…`, unique in the report.
    alt : str
        Alternative text: the kind of chart and every figure in it.
    svg : str
        The picture; the same figures give the same bytes.
    wide : bool
        Whether the chart is printed on a landscape page.
    marks : tuple of Mark
        The figures drawn. The page lists them below the picture, each linked to its explanation.
    """

    id: str
    title: str
    alt: str
    svg: str = field(repr=False)
    notes: tuple[str, ...] = ()
    wide: bool = False
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an invalid id (`UsageError`)."""
        if not CHART_ID.fullmatch(self.id):
            raise UsageError(f"«{self.id}» no identifica un gráfico: se escribe «grafico-…» en minúsculas.")

    @property
    def source(self) -> str:
        """The picture as a data URI (`data:image/svg+xml;base64,…`)."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg.encode()).decode()}"

    @property
    def groups(self) -> tuple[tuple[Mark, ...], ...]:
        """The marks grouped for the list below the picture; empty if the chart shows no figure."""
        return grouped(self.marks) if any(figures_of(self.marks)) else ()

    def _repr_html_(self) -> str:
        return render("chart", chart=self)


def printed(figure: Figure | None) -> str:
    """Return a figure's rounded value with its unit for a label; `s/d` if there is none."""
    return MISSING if figure is None else with_unit(figure.rounded, figure.unit)


def spoken(figure: Figure | None) -> str:
    """Return a figure's rounded value with its unit for the alternative text; `sin dato` if there is none."""
    return MISSING_WORDS if figure is None else printed(figure)


def spoken_together(mark: Mark) -> str:
    """Return the figures of a mark for the alternative text, without their names: `92,16 % y sin dato`."""
    return " y ".join(spoken(figure) for _, figure in mark.figures)


def missing_note(labels: Iterable[str]) -> tuple[str, ...]:
    """Return one note, `s/d: sin dato de …`, that names rows without data, each once; empty if there are none."""
    named = list(dict.fromkeys(labels))
    return (f"{MISSING}: {MISSING_WORDS} de {list_es(named)}.",) if named else ()


def height(figure: Figure) -> float:
    """Return a figure's rounded value as a coordinate of the drawing; never a number to print."""
    return float(figure.rounded)
