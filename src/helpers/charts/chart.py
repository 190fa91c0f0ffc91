"""A chart as drawn: picture, title, and what it shows in words for who does not see it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from helpers.cells import render
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
    """

    id: str
    title: str
    alt: str
    svg: str = field(repr=False)
    notes: tuple[str, ...] = ()
    wide: bool = False

    def __post_init__(self) -> None:
        """Refuse an id that no reference could name."""
        if not CHART_ID.fullmatch(self.id):
            raise UsageError(f"«{self.id}» no identifica un gráfico: se escribe «grafico-…» en minúsculas.")

    @property
    def source(self) -> str:
        """The picture as an address that holds it whole."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg.encode()).decode()}"

    def _repr_html_(self) -> str:
        return render("chart", chart=self)


def printed(figure: Figure | None) -> str:
    """A figure as a bar's label says it, with its unit."""
    return MISSING if figure is None else with_unit(figure.rounded, figure.unit)


def spoken(figure: Figure | None) -> str:
    """A figure as the alternative text says it."""
    return MISSING_WORDS if figure is None else printed(figure)


def missing_note(labels: Iterable[str]) -> tuple[str, ...]:
    """A note that names what is wanting; none where nothing is."""
    named = list(dict.fromkeys(labels))
    return (f"{MISSING}: {MISSING_WORDS} de {list_es(named)}.",) if named else ()


def height(figure: Figure) -> float:
    """Where a figure stands on paper: a coordinate, never a number to print."""
    return float(figure.rounded)
