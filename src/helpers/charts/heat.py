"""A heat map: rows by windows, each value written in its cell, darker where it is greater, hatched below zero."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from helpers.book import Book
from helpers.charts import style
from helpers.charts.chart import Chart, height
from helpers.charts.panels import Series, heading, marks_of, missing_notes, series_of, spoken_series, tick
from helpers.periods import Period
from helpers.subjects import FigureRow
from helpers.trace import Figure

LABEL_WIDTH = 4.6 * style.POINTS_PER_CM
LINE = 10.0
LEAST_ROW = 19.0
HEAD = 13.0
TICKS = 16.0
RAMP = LinearSegmentedColormap.from_list("ramp", ["#f3f7fb", "#78a2cf"])
"""One hue from light to darker: it reads the same in grey, and ink stands out on all of it (6:1 on the darkest)."""
NEGATIVE = {"facecolor": style.SAND, "edgecolor": style.BROWN, "hatch": "////"}
EMPTY = {"facecolor": "none", "edgecolor": style.RULE}
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
    """Draw an indicator of some rows over some windows.

    Raises
    ------
    UnknownFigure
        For an indicator that nobody in the Book has.
    """
    every = series_of(book, indicator, periods, rows)
    head = heading(book, indicator, every)
    figures = [figure for series in every for figure in series.figures if figure is not None]
    with style.house_style():
        svg = _draw(every, head, figures)
    alt = f"Mapa de calor por filas y periodos, {head}. {spoken_series(every)}."
    is_below = any(figure.value < 0 for figure in figures)
    guide = (GUIDE, BELOW_ZERO) if is_below else (GUIDE,)
    return Chart(id, title, alt, svg, (*notes, " ".join(guide), *missing_notes(every)), marks=marks_of(every))


def _draw(every: Sequence[Series], head: str, figures: Sequence[Figure]) -> str:
    labels = [style.wrap(series.row.label, LABEL_WIDTH, weight=_weight(series.row)) for series in every]
    heights = [max(LEAST_ROW, len(label) * LINE + 6) for label in labels]
    left = max((style.text_width(line, weight="bold") for label in labels for line in label), default=0) + 8
    sheet = style.paper(style.WIDTH, sum(heights) + HEAD + TICKS)
    axes = style.place(sheet, left, 1, style.WIDTH - left - 1, sum(heights))
    windows = every[0].periods if every else ()
    axes.set(xlim=(0, max(len(windows), 1)), ylim=(sum(heights), 0), yticks=[])
    axes.xaxis.tick_top()
    axes.set_xticks([at + 0.5 for at in range(len(windows))], [tick(period) for period in windows])
    sheet.text(0, 1, head, va="top", ha="left", color=style.GREY)
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
    return style.to_svg(sheet)


def _weight(row: FigureRow) -> str:
    return "bold" if row.style else "normal"


def _cell(
    axes: Axes, place: tuple[float, float, float], figure: Figure | None, text: str, scale: tuple[float, float]
) -> None:
    left, top, tall = place
    look = _look(figure, scale)
    ink = style.GREY if figure is None else style.INK
    axes.add_patch(Rectangle((left + 0.02, top + 1), 0.96, tall - 2, linewidth=0.7, **look))
    back = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"} if "hatch" in look else None
    axes.annotate(
        text, (left + 0.5, top + tall / 2), ha="center", va="center", color=ink, fontsize=style.TEXT_SIZE, bbox=back
    )


def _look(figure: Figure | None, scale: tuple[float, float]) -> dict[str, object]:
    if figure is None:
        return EMPTY
    if figure.value < 0:
        return NEGATIVE
    least, most = scale
    return {"facecolor": RAMP((height(figure) - least) / (most - least) if most > least else 0.5), "edgecolor": "white"}
