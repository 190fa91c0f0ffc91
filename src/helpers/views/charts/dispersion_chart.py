"""The dispersion of units within each area: a point per unit, a stroke for their mean, and the mean's interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.lines import Line2D

from helpers.base.display import MISSING_WORDS, number_es
from helpers.base.name_phrases import after
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, Measure, figure_of, node_rows
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import HEADING, Mark, drawn_rows, height, missing_note, printed
from helpers.views.charts.drawing.chart_message import Message, nothing_known
from helpers.views.charts.drawing.row_sheet import RowSheet

AREA = 16.0
"""Area of the point of one unit; that of several with the same value is as many times as large."""
POINT: chart_style.Stroke = {
    "marker": "o", "color": chart_style.PALE, "markeredgecolor": chart_style.NAVY, "markersize": 5.0,
    "linestyle": "none",
}  # fmt: skip
INTERVAL: chart_style.Stroke = {"color": chart_style.SAND, "linewidth": 9.0, "solid_capstyle": "butt"}
MEAN: chart_style.Stroke = {
    "marker": "|", "color": chart_style.BROWN, "markersize": 14, "markeredgewidth": 2.2, "linestyle": "none"
}  # fmt: skip


@dataclass(frozen=True)
class _Group:
    """An area and the figures of its units, in ascending order.

    Attributes
    ----------
    figure : Figure or None
        The mean of the units from the Book's dispersion, or else the area's own figure.
    wanting : tuple of str
        Labels of the units without a figure.
    interval : tuple of Figure
        Lower and upper edge of the mean's interval; empty if there is none.
    """

    row: FigureRow
    figure: Figure | None
    members: tuple[Figure, ...]
    wanting: tuple[str, ...]
    interval: tuple[Figure, ...] = ()

    @property
    def span(self) -> list[str]:
        """The number of units, and the range of their figures as printed: `12 unidades`, `de 45,00 % a 100,00 %`."""
        count = f"{number_es(len(self.members))} {'unidad' if len(self.members) == 1 else self.kinds}"
        return [count, f"de {printed(self.members[0])} a {printed(self.members[-1])}"]

    @property
    def kinds(self) -> str:
        """What several of its members are called."""
        return "unidades y puestos" if any(figure.level == "puesto" for figure in self.members) else "unidades"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The area's own mark, followed by one for each unit."""
        edges = zip(("intervalo de", "a"), self.interval, strict=False)
        own = Mark(self.row.label, (("promedio" if self.has_mean else "", self.figure), *edges), HEADING)
        return (own, *(Mark(figure.name, (("", figure),)) for figure in self.members))

    @property
    def spoken(self) -> str:
        """The area, its mean with the interval, and every unit, in words."""
        interval = f" (intervalo de {' a '.join(map(printed, self.interval))})" if self.interval else ""
        units = ", ".join(f"{figure.name} {printed(figure)}" for figure in self.members)
        own = MISSING_WORDS if self.figure is None else printed(self.figure)
        return f"{self.row.label}, {own}{interval}; {', '.join(self.span)}: {units}"

    @property
    def has_mean(self) -> bool:
        """Whether `figure` is the mean of the units and not the area's own figure."""
        return self.figure is not None and self.figure.indicator.endswith("_media")


def dispersion(
    book: Book,
    *,
    id: str,
    title: str,
    measure: Measure,
    levels: Sequence[str] = ("unidad",),
    notes: Sequence[str] = (),
) -> Chart:
    """Draw the units of each area on a common scale, with their mean and its interval if the Book has them.

    An area without units is left out.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    measure : tuple
        Indicator and period.
    levels : sequence of str
        Levels of the points. If the Book has an area's dispersion, the units that it was computed from are drawn.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has the indicator.
    """
    groups = list(_groups(book, measure, levels))
    kind = f"Dispersión de las unidades, {book.indicator_name(measure[0])}, {Period.parse(str(measure[1])).words}"
    wanting = missing_note([label for found in groups for label in found.wanting])
    marks = [mark for found in groups for mark in found.marks]
    shows = (title, kind, "; ".join(found.spoken for found in groups))
    found, every = _widest(groups, title), (*notes, *wanting)
    return Chart.finding(found, id=id, shows=shows, svg=_draw(groups, title), notes=every, marks=marks)


def _widest(groups: Sequence[_Group], subject: str) -> Message:
    """The area whose units differ most."""
    if not groups:
        return nothing_known(subject)
    widest = max(groups, key=lambda found: found.members[-1].rounded - found.members[0].rounded)
    words = f"La mayor diferencia entre {widest.kinds}, {after('en', widest.row.label)}: de "
    return Message((words, widest.members[0], " a ", widest.members[-1]))


def _groups(book: Book, measure: Measure, levels: Sequence[str]) -> Iterator[_Group]:
    """Each area with units; its figures beside the measure are called as the measure with a suffix."""
    for head in node_rows(book, "area"):
        number, mean, *edges = (
            book.get(f"{measure[0]}{suffix}", measure[1], head.level, head.code)
            for suffix in ("_n", "_media", "_inferior", "_superior")
        )
        counted = book.operands(number) if number else ()
        here = dict.fromkeys((*levels, *(figure.level for figure in counted)))
        every = [row for level in here for row in node_rows(book, level, under=(head.level, head.code))]
        rows, _ = drawn_rows(book, every, measure, is_ranking=True)
        pairs = [(row, figure_of(book, row, measure)) for row in rows]
        members = sorted(counted or (figure for _, figure in pairs if figure), key=lambda figure: figure.rounded)
        if members:
            wanting = tuple(row.label for row, figure in pairs if figure is None)
            interval = tuple(edge for edge in edges if edge is not None)
            yield _Group(head, mean or figure_of(book, head, measure), tuple(members), wanting, interval)


@chart_style.house_style()
def _draw(groups: Sequence[_Group], subject: str) -> str:
    """Draw a point for each value of an area, the larger the more units have it, over the mean and its interval."""
    import seaborn

    drawn = [(at, height(figure)) for at, found in enumerate(groups) for figure in found.members]
    data = pd.DataFrame(drawn, columns=["row", "value"]).value_counts().rename("units").reset_index()
    # An interval, which a formula may take beyond 0 or 100 %, is cut off at the ends of the scale.
    every = (one for found in groups for one in (*found.members, found.figure))
    limits = chart_style.spread([height(one) for one in every if one is not None])
    values = [[printed(found.figure), *found.span] for found in groups]
    page = RowSheet([found.row for found in groups], values, subject, limits, _legend(groups), is_scaled=True)
    axes = page.axes
    for at, found in enumerate(groups):
        axes.axhline(at, color=chart_style.RULE, linewidth=0.6, zorder=0)
        axes.plot([height(edge) for edge in found.interval], [at] * len(found.interval), zorder=0.5, **INTERVAL)
        if found.figure is not None:
            axes.plot([height(found.figure)], [at], zorder=6, **MEAN)
    if not data.empty:
        seaborn.scatterplot(
            data.sort_values(["units", "row", "value"], ascending=[False, True, True]),  # the largest behind
            x="value", y="row", size="units", legend=False, alpha=0.75, zorder=3,
            sizes={units: AREA * units for units in data["units"]}, color=chart_style.PALE, ax=axes,
            edgecolor=chart_style.NAVY, linewidth=0.9,
        )  # fmt: skip
    return page.finish()


def _legend(groups: Sequence[_Group]) -> list[Artist]:
    posts = any(figure.level == "puesto" for found in groups for figure in found.members)
    unit = f"{'Unidad o puesto' if posts else 'Unidad'} (más grande: varios con el mismo valor)"
    mean = "Promedio de las unidades" if all(found.has_mean for found in groups) else "Área"
    entries = {unit: POINT, mean: MEAN, "Intervalo de la media": INTERVAL}
    if not any(found.interval for found in groups):
        del entries["Intervalo de la media"]
    return [Line2D([], [], label=name, **look) for name, look in entries.items()]
