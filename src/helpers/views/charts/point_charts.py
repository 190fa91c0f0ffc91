"""Points on a common scale: units ranked, with the window before; and how units differ within each area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from helpers.base.display import MISSING_WORDS, number_es
from helpers.base.name_phrases import after, number_with_noun
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.mean_coverage import is_of_programme
from helpers.figures.subjects import FigureRow, Measure, figure_of, node_rows
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import (
    HEADING,
    ChartFrame,
    Column,
    Mark,
    drawn_rows,
    frame_of,
    height,
    missing_note,
    printed,
    short,
)
from helpers.views.charts.drawing.chart_message import Message, extremes, first_of, moves
from helpers.views.charts.drawing.row_sheet import WHOLE, RowSheet

LEAST_ROW = 12.5
NOW: chart_style.Stroke = {
    "marker": "o", "color": chart_style.NAVY, "markersize": 6.5, "markeredgewidth": 0, "linestyle": "none"
}  # fmt: skip
BEFORE: chart_style.Stroke = {
    "marker": "o", "markerfacecolor": "none", "markersize": 8.0, "markeredgecolor": chart_style.BROWN,
    "markeredgewidth": 1.0, "linestyle": "none",
}  # fmt: skip
"""Wider than the current dot, so that it shows as a ring if both have the same value."""
WAY: chart_style.Stroke = {"color": chart_style.RULE, "linewidth": 2.2}
EDGE: chart_style.Stroke = {"color": chart_style.GREY, "linewidth": 0.6, "linestyle": (0, (2, 2))}
AREA = 16.0
"""Area of the point of one unit; that of several with the same value is as many times as large."""
UNIT: chart_style.Stroke = {
    "marker": "o", "color": chart_style.PALE, "markeredgecolor": chart_style.NAVY, "markersize": 5.0,
    "linestyle": "none",
}  # fmt: skip
INTERVAL: chart_style.Stroke = {"color": chart_style.SAND, "linewidth": 9.0}
MEAN: chart_style.Stroke = {
    "marker": "|", "markeredgecolor": chart_style.BROWN, "markersize": 14, "markeredgewidth": 2.2, "linestyle": "none"
}  # fmt: skip
Edge = tuple[str, Decimal]
"""Name of a grade and its lower limit."""


def ranked_dots(
    book: Book,
    *,
    id: str,
    title: str,
    now: Measure,
    before: Measure | None,
    rows: Sequence[FigureRow],
    edges: Sequence[Edge] = (),
    notes: Sequence[str] = (),
    part: str = "",
    among: Sequence[FigureRow] = (),
) -> Chart:
    """Draw one row per unit in the given order: a dot for now, a ring for the window before, a line between them.

    Rows that are group headings name the rows below them. A unit without data shows `s/d`; notes name the units left
    out as late or with nothing programmed.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    now : tuple
        Indicator and period.
    before : tuple or None
        The same indicator in the previous window, if there is one.
    edges : sequence of (str, Decimal)
        Names and lower limits of grades, drawn as vertical lines.
    part : str
        Said of the rows that the title counts, if other charts draw the others (`de este gráfico`).
    among : sequence of FigureRow
        All rows, if only some of them are drawn.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has the indicator.
    """
    shown, left_out = drawn_rows(book, rows, now, is_ranking=True)
    measures: Mapping[Column, Measure] = {_column(now): now} | ({_column(before, True): before} if before else {})
    frame = frame_of(book, shown, measures)
    lines = ", ".join(f"{name}, desde {number_es(edge)}" for name, edge in edges)
    kind = f"Puntos por unidad, {book.indicator_name(now[0])}"
    shows = (title, kind, frame.spoken, f"Líneas: {lines}" if lines else "")
    every = (*notes, *frame.missing(), *left_out)
    pairs = frame.both(1, 0) if before else []
    if not all(is_of_programme(book, one) for _, *both in pairs for one in both):
        pairs = []
    window = frame.columns[-1].words
    asked = len(drawn_rows(book, among, now, is_ranking=True)[0]) or frame.drawn
    found = extremes(frame.known(), title, drawn=asked, part=part)
    found = moves(pairs, window, drawn=asked, part=part) if pairs else found
    sheet = _draw_dots(frame, title, edges)
    return Chart.finding(book, found, id=id, shows=shows, sheet=sheet, notes=every, marks=frame.marks)


def _column(measure: Measure, is_optional: bool = False) -> Column:
    """The column of a measure, named after its window."""
    window = Period.parse(str(measure[1]))
    return Column(short(window), window.words, is_optional)


@chart_style.house_style()
def _draw_dots(frame: ChartFrame, subject: str, edges: Sequence[Edge]) -> chart_style.Sheet:
    """Draw the dots; only the edges of grades within the scale are drawn."""
    drawn = [(column, look) for column, look in zip(frame.columns, (NOW, BEFORE), strict=False)]
    data = frame.data
    values = [[printed(figures[0])] if figures else [] for figures in frame.figures]
    # A point has no length that would mislead, so the scale need not begin at zero; but it shows the goal.
    limits = chart_style.spread([*data["value"], *([WHOLE] if data["value"].max() > WHOLE / 2 else [])])
    within = {name: edge for name, edge in edges if limits[0] < edge <= limits[1]}
    grades = ", ".join(f"{name} {number_es(edge)}" for name, edge in within.items())
    legend = {column.words: look for column, look in drawn if (data["column"] == column.name).any()}
    legend |= {f"desde: {grades}": EDGE} if grades else {}
    page = RowSheet(frame.rows, values, subject, limits, legend, LEAST_ROW, is_scaled=True)
    for edge in within.values():
        page.axes.axvline(float(edge), zorder=0, **EDGE)
    units = [at for at, row in enumerate(frame.rows) if not row.is_heading]
    page.axes.hlines(units, *limits, color=chart_style.RULE, linewidth=0.4, zorder=0)
    page.spans(data, WAY)
    for column, look in drawn:
        page.points(data[data["column"] == column.name], look)
    return page.finish()


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
        count = number_with_noun(len(self.members), "unidad", self.kinds)
        return [count, f"de {printed(self.members[0])} a {printed(self.members[-1])}"]

    @property
    def kinds(self) -> str:
        """Noun for several of its members: `unidades`, or `unidades y puestos`."""
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


def dispersion(book: Book, *, id: str, title: str, measure: Measure) -> Chart:
    """Draw the units of each area on a common scale, with their mean and its interval if the Book has them.

    Without a mean, the area's own figure is drawn. If the Book has an area's dispersion, the units and posts that it
    was computed from are drawn, else its units with a figure that are not late; a note names those without one. An area
    without units is left out; at least one has some (`differs_within`).

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    measure : tuple
        Indicator and period.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has the indicator.
    """
    groups = list(_groups(book, measure))
    kind = f"Dispersión de las unidades, {book.indicator_name(measure[0])}, {Period.parse(str(measure[1])).words}"
    wanting = missing_note([label for found in groups for label in found.wanting])
    marks = [mark for found in groups for mark in found.marks]
    shows = (title, kind, "; ".join(found.spoken for found in groups))
    found, sheet = _widest(groups), _draw_groups(groups, title)
    return Chart.finding(book, found, id=id, shows=shows, sheet=sheet, notes=wanting, marks=marks)


def differs_within(book: Book, measure: Measure) -> bool:
    """Return whether an area has at least two units with a figure, whose difference `dispersion` shows."""
    return any(len(found.members) > 1 for found in _groups(book, measure))


def _widest(groups: Sequence[_Group]) -> Message:
    """Message on the area whose units differ most, from the lowest to the highest."""
    widest, which = first_of(
        groups, lambda found: found.members[-1].rounded - found.members[0].rounded,
        "La mayor diferencia", "Una de las mayores diferencias",
    )  # fmt: skip
    if widest.members[0].rounded == widest.members[-1].rounded:
        return Message((f"Ninguna diferencia entre {widest.kinds} de una misma área",))
    words = f"{which} entre {widest.kinds} de una misma área, {after('en', widest.row.label)}: de "
    return Message((words, widest.members[0], " a ", widest.members[-1]))


def _groups(book: Book, measure: Measure) -> Iterator[_Group]:
    """Yield each area with units; number, mean and interval are figures of the measure's indicator with a suffix."""
    for head in node_rows(book, "area"):
        number, mean, *edges = (
            book.get(f"{measure[0]}{suffix}", measure[1], head.level, head.code)
            for suffix in ("_n", "_media", "_inferior", "_superior")
        )
        counted = book.operands(number) if number else ()
        levels = dict.fromkeys(("unidad", *(figure.level for figure in counted)))
        every = [row for level in levels for row in node_rows(book, level, under=(head.level, head.code))]
        rows, _ = drawn_rows(book, every, measure, is_ranking=True)
        pairs = [(row, figure_of(book, row, measure)) for row in rows]
        members = sorted(counted or (figure for _, figure in pairs if figure), key=lambda figure: figure.rounded)
        if members:
            wanting = tuple(row.label for row, figure in pairs if figure is None)
            interval = tuple(edge for edge in edges if edge is not None)
            yield _Group(head, mean or figure_of(book, head, measure), tuple(members), wanting, interval)


@chart_style.house_style()
def _draw_groups(groups: Sequence[_Group], subject: str) -> chart_style.Sheet:
    """Draw a point for each value of an area, the larger the more units have it, over the mean and its interval."""
    import seaborn

    units = _points([found.members for found in groups])
    means = _points([(found.figure,) if found.figure else () for found in groups])
    posts = any(found.kinds != "unidades" for found in groups)
    legend = {f"{'Unidad o puesto' if posts else 'Unidad'} (más grande: varios con el mismo valor)": UNIT}
    legend["Promedio de las unidades" if all(found.has_mean for found in groups) else "Área"] = MEAN
    legend |= {"Intervalo de la media": INTERVAL} if any(found.interval for found in groups) else {}
    # An interval, which a formula may take beyond 0 or 100 %, is cut off at the ends of the scale.
    limits = chart_style.spread([*units["value"], *means["value"]])
    values = [[printed(found.figure), *found.span] for found in groups]
    page = RowSheet([found.row for found in groups], values, subject, limits, legend, is_scaled=True)
    page.axes.hlines(range(len(groups)), *limits, color=chart_style.RULE, linewidth=0.6, zorder=0)
    page.spans(_points([found.interval for found in groups]), INTERVAL, zorder=0.5)
    page.points(means, MEAN, zorder=6)
    counts = units.value_counts().rename("units").reset_index()
    seaborn.scatterplot(
        counts.sort_values(["units", "row", "value"], ascending=[False, True, True]),  # the largest behind
        x="value", y="row", size="units", sizes={count: AREA * count for count in counts["units"]}, legend=False,
        alpha=0.75, zorder=3, color=chart_style.PALE, edgecolor=chart_style.NAVY, linewidth=0.9, ax=page.axes,
    )  # fmt: skip
    return page.finish()


def _points(figures: Sequence[Sequence[Figure]]) -> pd.DataFrame:
    """The position of each row's figures: `row` and `value`."""
    found = [(at, height(figure)) for at, own in enumerate(figures) for figure in own]
    return pd.DataFrame(found, columns=["row", "value"]).astype({"row": int, "value": float})
