"""A finished chart: picture, title, and an alternative text with everything that the picture shows."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from helpers.base.errors import UsageError
from helpers.views.charts.drawing.chart_frame import Mark, figures_of, grouped
from helpers.views.charts.drawing.chart_message import Message
from helpers.views.elements.html_templates import render

NO_MARKUP = Markup()
CHART_ID = re.compile(r"grafico-[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Chart:
    """A chart that writes itself as HTML.

    Attributes
    ----------
    id : str
        `grafico-…`, unique in the report.
    title : str
        What the chart finds: a sentence without full stop.
    alt : str
        Alternative text: what the chart finds, what it shows, and every figure in it.
    svg : str
        The picture; the same figures give the same bytes.
    marks : tuple of Mark
        The figures drawn. The page lists them below the picture, each linked to its explanation.
    caption : Markup
        The title as HTML, with its figures; empty if it has none.
    """

    id: str
    title: str
    alt: str
    svg: str = field(repr=False)
    notes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    caption: Markup = NO_MARKUP

    @classmethod
    def finding(
        cls, found: Message, *, id: str, shows: Sequence[str], svg: str, notes: Sequence[str], marks: Sequence[Mark]
    ) -> Chart:
        """Return the chart of a finding, which is its title and the beginning of its alternative text.

        Parameters
        ----------
        shows : sequence of str
            Sentences that follow in the alternative text: what the chart shows, and every value. Empty ones are left
            out.
        """
        words = [found.text, *filter(None, shows)]
        alt = " ".join(f"{sentence.removesuffix('.')}." for sentence in words)
        return cls(id, found.text, alt, svg, tuple(notes), marks=tuple(marks), caption=found.html)

    def __post_init__(self) -> None:
        """Refuse an invalid id (`UsageError`)."""
        if not CHART_ID.fullmatch(self.id):
            raise UsageError(f"«{self.id}» no identifica un gráfico: se escribe «grafico-…» en minúsculas.")

    @property
    def heading(self) -> Markup:
        """The title as HTML."""
        return self.caption or escape(self.title)

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
