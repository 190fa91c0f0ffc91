"""A finished chart: picture, title, and an alternative text with everything that the picture shows."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import StringIO

from markupsafe import Markup
from matplotlib.transforms import Bbox

from helpers.base.python_extras import split_before
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.views.charts import chart_style
from helpers.views.charts.drawing.chart_frame import HEADING, REFERENCE, Mark, figures_of
from helpers.views.charts.drawing.chart_message import Message
from helpers.views.elements.html_templates import render
from helpers.views.elements.outside_notes import weighed_note

SYNTHETIC = "Datos sintéticos"
"""Printed in the picture of an institution that does not exist, because a picture may be copied out of its report."""


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
        The title as HTML, with its figures.
    """

    id: str
    title: str
    alt: str
    caption: Markup
    svg: str = field(repr=False)
    notes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()

    @classmethod
    def finding(
        cls, book: Book, found: Message, *, id: str, shows: Sequence[str], sheet: chart_style.Sheet,
        notes: Sequence[str] = (), marks: Sequence[Mark] = (), references: Iterable[tuple[str, Figure]] = (),
    ) -> Chart:
        """Return the chart of a finding, which is its title and the beginning of its alternative text.

        Parameters
        ----------
        shows : sequence of str
            Sentences that follow in the alternative text: what the chart shows, and every value. Empty ones are left
            out.
        sheet : matplotlib Figure
            The drawing; where the data are synthetic, picture and alternative text say so.
        notes : sequence of str
            The note of `weighed_note` is added.
        references : iterable of (str, Figure)
            Names and figures of lines drawn to compare with, such as the ideal range.
        """
        label = SYNTHETIC if book.identity.get("sintetica") else ""
        words = [found.text, *filter(None, (*shows, label))]
        alt = " ".join(f"{sentence.removesuffix('.')}." for sentence in words)
        lines = (Mark(name, (("", figure),), REFERENCE) for name, figure in references)
        every_note = (*notes, *weighed_note(book, figures_of(marks)))
        return cls(id, found.text, alt, found.html, to_svg(sheet, label), every_note, (*marks, *lines))

    @property
    def source(self) -> str:
        """The picture as a data URI (`data:image/svg+xml;base64,…`)."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg.encode()).decode()}"

    @property
    def groups(self) -> tuple[tuple[Mark, ...], ...]:
        """The marks for the list below the picture, split before each heading; empty if the chart shows no figure."""
        is_any = any(figures_of(self.marks))
        return split_before(self.marks, lambda mark: mark.style == HEADING) if is_any else ()

    def _repr_html_(self) -> str:
        return render("chart", chart=self)


@chart_style.house_style()
def to_svg(sheet: chart_style.Sheet, label: str) -> str:
    """Return a drawing as SVG text, without date, creator or document type: the same drawing gives the same text.

    A label stands in a strip of its own below the drawing, on the right; an empty one adds no strip.
    """
    (across, up), strip, whole = sheet.get_size_inches(), chart_style.LINE / chart_style.POINTS_PER_INCH, None
    if label:
        look: chart_style.TextLook = {"ha": "right", "va": "bottom", "color": chart_style.BROWN, "weight": "bold"}
        sheet.text(1, -strip / up, label, fontsize=chart_style.SMALL_SIZE, **look)
        whole = Bbox.from_extents(0, -strip, across, up)
    plain, stream = dict.fromkeys(("Date", "Creator", "Format", "Type")), StringIO()
    sheet.savefig(stream, format="svg", metadata=plain, bbox_inches=whole)
    text = stream.getvalue()
    return text[text.index("<svg") :]
