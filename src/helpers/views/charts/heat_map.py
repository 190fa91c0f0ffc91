"""A heat map of rows by windows: values printed in the cells, darker for greater ones, hatched if negative."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import ChartFrame, bare, tick, windows_frame
from helpers.views.charts.drawing.chart_message import Message, nothing_known
from helpers.views.charts.drawing.row_sheet import RowSheet

LEAST_ROW = 19.0
RAMP = LinearSegmentedColormap.from_list("ramp", ["#f3f7fb", "#78a2cf"])
"""A single hue from light to dark: it also works in grey, and text contrasts with all of it (6:1 on the darkest)."""
NEGATIVE: chart_style.Area = {"facecolor": chart_style.SAND, "edgecolor": chart_style.BROWN, "hatch": "////"}
CLEAR = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"}
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

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has the indicator.
    """
    frame = windows_frame(book, indicator, periods, rows)
    subject = f"{title}{frame.head}"
    with chart_style.house_style():
        svg = _draw(frame, subject, [tick(Period.parse(str(period))) for period in periods])
    is_below = any(figure.value < 0 for figure in frame.every)
    guide = f"{GUIDE} {BELOW_ZERO}" if is_below else GUIDE
    shows = (subject, "Mapa de calor por filas y periodos", frame.spoken)
    every = (*notes, guide, *frame.missing_by_column())
    found = _peaks(frame, book.indicator_name(indicator))
    return Chart.finding(found, id=id, shows=shows, svg=svg, notes=every, marks=frame.marks)


def _peaks(frame: ChartFrame, name: str) -> Message:
    """The least and the greatest value of all windows, with row and window."""
    places = [(row, at, one) for at, _ in enumerate(frame.columns) for row, one in frame.known(at, with_totals=True)]
    if not places:
        return nothing_known(name)
    row, at, most = max(places, key=lambda place: place[2].rounded)
    other, when, least = min(places, key=lambda place: place[2].rounded)
    if least.rounded == most.rounded:
        return Message((f"{name}, siempre igual: ", most))
    first, last = f"{other.label}, {frame.columns[when].words}", f"{row.label}, {frame.columns[at].words}"
    return Message((f"{name}, de ", least, f" ({first}) a ", most, f" ({last})"))


def _draw(frame: ChartFrame, subject: str, ticks: Sequence[str]) -> str:
    import seaborn

    page = RowSheet(frame.rows, [[] for _ in frame.rows], subject, (0, len(ticks)), least=LEAST_ROW, has_top=True)
    sheet, axes = page.draw()
    places = {one.name: at for at, one in enumerate(frame.columns)}
    grid = frame.data.assign(column=lambda found: found["column"].map(places))
    values = grid.pivot(index="row", columns="column", values="value").reindex(
        index=range(len(frame.rows)), columns=range(len(ticks))
    )
    shaded = values.where(values >= 0)
    if shaded.notna().to_numpy().any():
        seaborn.heatmap(shaded, cmap=RAMP, cbar=False, linewidths=2, linecolor="white", ax=axes)
    _write(axes, frame)
    axes.set(yticks=[], xlabel="", ylabel="", ylim=(len(frame.rows), 0), xlim=(0, len(ticks)))
    axes.xaxis.tick_top()
    axes.set_xticks([at + 0.5 for at in range(len(ticks))], ticks, rotation=0)
    return chart_style.to_svg(sheet)


def _write(axes: Axes, frame: ChartFrame) -> None:
    """Print every value in its cell; a negative one is hatched, and an empty one has a border."""
    for at, figures in enumerate(frame.figures):
        for column, figure in enumerate(figures):
            is_below = figure is not None and figure.value < 0
            look: chart_style.Area = NEGATIVE if is_below else {"facecolor": "none", "edgecolor": chart_style.RULE}
            if figure is None or is_below:
                axes.add_patch(Rectangle((column + 0.02, at + 0.05), 0.96, 0.9, linewidth=0.7, **look))
            axes.text(
                column + 0.5, at + 0.5, bare(figure), ha="center", va="center_baseline",
                color=chart_style.GREY if figure is None else chart_style.INK, bbox=CLEAR if is_below else None,
            )  # fmt: skip
