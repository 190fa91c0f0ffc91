"""A heat map of rows by windows: values printed in the cells, darker for greater ones, hatched if negative."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart, height
from helpers.views.charts.panels import Series, heading, marks_of, missing_notes, series_of, spoken_series, tick

LABEL_WIDTH = 4.6 * chart_style.POINTS_PER_CM
LINE = 10.0
LEAST_ROW = 19.0
HEAD = 13.0
TICKS = 16.0
RAMP = LinearSegmentedColormap.from_list("ramp", ["#f3f7fb", "#78a2cf"])
"""A single hue from light to dark: it also works in grey, and text contrasts with all of it (6:1 on the darkest)."""
NEGATIVE: chart_style.Area = {"facecolor": chart_style.SAND, "edgecolor": chart_style.BROWN, "hatch": "////"}
EMPTY: chart_style.Area = {"facecolor": "none", "edgecolor": chart_style.RULE}
GUIDE = "Cuanto más oscura la celda, mayor el valor: del menor al mayor de este gráfico."
BELOW_ZERO = "Con trama: valor negativo."


def heat_map(
    book: Book,
    *,
    id: str,
    title: str,
    indicator: str,
    periods: Sequence[Period | str],
    rows: Sequence[FigureRow],
    notes: Sequence[str] = (),
) -> Chart:
    """Draw an indicator for some rows over some windows, both in the order given, with each value in its cell.

    The shades go from the least to the greatest value of this chart. A missing value is `s/d`, and a note names it
    unless nothing was programmed.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has the indicator.
    """
    every = series_of(book, indicator, periods, rows)
    head = heading(book, indicator, every)
    figures = [figure for series in every for figure in series.figures if figure is not None]
    with chart_style.house_style():
        svg = _draw(every, head, figures)
    alt = f"Mapa de calor por filas y periodos, {head}. {spoken_series(every)}."
    is_below = any(figure.value < 0 for figure in figures)
    guide = (GUIDE, BELOW_ZERO) if is_below else (GUIDE,)
    return Chart(id, title, alt, svg, (*notes, " ".join(guide), *missing_notes(every)), marks=marks_of(every))


def _draw(every: Sequence[Series], head: str, figures: Sequence[Figure]) -> str:
    labels = [chart_style.wrap(series.row.label, LABEL_WIDTH, weight=_weight(series.row)) for series in every]
    heights = [max(LEAST_ROW, len(label) * LINE + 6) for label in labels]
    left = max((chart_style.text_width(line, weight="bold") for label in labels for line in label), default=0) + 8
    sheet = chart_style.paper(chart_style.WIDTH, sum(heights) + HEAD + TICKS)
    axes = chart_style.place(sheet, left, 1, chart_style.WIDTH - left - 1, sum(heights))
    windows = every[0].periods if every else ()
    axes.set(xlim=(0, max(len(windows), 1)), ylim=(sum(heights), 0), yticks=[])
    axes.xaxis.tick_top()
    axes.set_xticks([at + 0.5 for at in range(len(windows))], [tick(period) for period in windows])
    sheet.text(0, 1, head, va="top", ha="left", color=chart_style.GREY)
    shaded = [height(figure) for figure in figures if figure.value >= 0] or [0.0]
    scale = (min(shaded), max(shaded))
    top = 0.0
    for series, label, tall in zip(every, labels, heights, strict=True):
        axes.annotate(
            "\n".join(label), (0, top + tall / 2), xytext=(-6, 0), textcoords="offset points", ha="right", va="center",
            weight=_weight(series.row), linespacing=1.1, annotation_clip=False,
        )  # fmt: skip
        for at, (figure, text) in enumerate(zip(series.figures, series.texts, strict=True)):
            _cell(axes, (at, top, tall), figure, text, scale)
        top += tall
    return chart_style.to_svg(sheet)


def _weight(row: FigureRow) -> str:
    return "bold" if row.style else "normal"


def _cell(
    axes: Axes, place: tuple[float, float, float], figure: Figure | None, text: str, scale: tuple[float, float]
) -> None:
    left, top, tall = place
    look = _look(figure, scale)
    ink = chart_style.GREY if figure is None else chart_style.INK
    axes.add_patch(Rectangle((left + 0.02, top + 1), 0.96, tall - 2, linewidth=0.7, **look))
    back = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"} if "hatch" in look else None
    axes.annotate(
        text,
        (left + 0.5, top + tall / 2),
        ha="center",
        va="center",
        color=ink,
        fontsize=chart_style.TEXT_SIZE,
        bbox=back,
    )


def _look(figure: Figure | None, scale: tuple[float, float]) -> chart_style.Area:
    if figure is None:
        return EMPTY
    if figure.value < 0:
        return NEGATIVE
    least, most = scale
    return {"facecolor": RAMP((height(figure) - least) / (most - least) if most > least else 0.5), "edgecolor": "white"}
