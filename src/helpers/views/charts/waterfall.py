"""A waterfall from one amount to another: each bar begins where the previous one ends."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from matplotlib.axes import Axes

from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import ChartFrame, Column, printed
from helpers.views.charts.drawing.chart_message import Message
from helpers.views.charts.drawing.row_sheet import RowSheet

BAR, LEAST_ROW = 0.66, 21.0
WHOLE: chart_style.Area = {"facecolor": chart_style.BLUE, "edgecolor": chart_style.NAVY}
MORE: chart_style.Area = {"facecolor": chart_style.PALE, "edgecolor": chart_style.NAVY}
LESS: chart_style.Area = {"facecolor": chart_style.SAND, "edgecolor": chart_style.BROWN, "hatch": "////"}
SMALL = 0.12
"""If all bars differ by less than this share of the total, steps would be too thin to see, so the axis is cut."""
ROOM = 0.45
"""Share of a cut axis that shows only the totals' bars, so that they still look longer than the steps."""
CUT = "El eje está cortado (//): las barras del inicial y del vigente no empiezan en cero, y su largo no se compara."
Step = tuple[str, Figure]
"""Label and figure of a bar."""
Span = tuple[float, float]
"""Where a bar begins and ends; the first and last bar (the totals) begin at zero."""


def waterfall(
    *, id: str, title: str, start: Step, steps: Sequence[Step], end: Step, notes: Sequence[str] = ()
) -> Chart:
    """Draw the steps from one amount to another; all amounts have the same unit.

    If the steps are too small beside the totals, the axis does not begin at zero, and a note says so.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    start, end : tuple
        Labels and figures of the initial and final amount.
    steps : sequence of tuple
        Labels and figures of the changes, in order.

    Raises
    ------
    ValueError
        If the initial amount plus the steps is not exactly the final amount.
    """
    every = (start, *steps, end)
    style = ("total", *("" for _ in steps), "total")
    rows = tuple(FigureRow(label, "paso", str(at), style[at]) for at, (label, _) in enumerate(every))
    frame = ChartFrame(rows, (Column(),), tuple((figure,) for _, figure in every))
    spans = _spans(start[1], [figure for _, figure in steps], end[1])
    base = _base(spans)
    with chart_style.house_style():
        svg = _draw(frame, title, spans, base)
    shows = (title, f"Cascada, de {start[0]} a {end[0]}", frame.spoken)
    found = _change(start, steps, end)
    said = (*notes, *([CUT] if base else []))
    return Chart.finding(found, id=id, shows=shows, svg=svg, notes=said, marks=frame.marks)


def _change(start: Step, steps: Sequence[Step], end: Step) -> Message:
    """Both totals, and the greatest of several steps."""
    change = end[1].value - start[1].value
    found = Message((f"{start[0]}: ", start[1]))
    found = found.then(f"; {'sube' if change > 0 else 'baja'} a ", end[1]) if change else found.then("; no cambia")
    if not steps:
        return found
    label, greatest = max(steps, key=lambda step: abs(step[1].value))
    return found.then(f"; el mayor cambio, {label}: ", greatest)


def _spans(start: Figure, steps: Sequence[Figure], end: Figure) -> list[Span]:
    at = start.value
    spans = [(Fraction(0), at)]
    for figure in steps:
        spans.append((at, at + figure.value))
        at += figure.value
    if at != end.value:
        raise ValueError(f"bridge from {start.id} to {end.id} leaves {end.value - at} open")
    return [(float(low), float(high)) for low, high in (*spans, (Fraction(0), at))]


def _base(spans: Sequence[Span]) -> float:
    """The start of the axis: zero, or close to the totals if the steps would otherwise be too small to see."""
    edges = [spans[0][1], spans[-1][1], *(edge for span in spans[1:-1] for edge in span)]
    low, high = min(edges), max(edges)
    is_small = low > 0 and high - low < SMALL * high
    return low - (high - low) * ROOM / (1 - ROOM) if is_small and high > low else 0.0


def _draw(frame: ChartFrame, subject: str, spans: Sequence[Span], base: float) -> str:
    """Draw with matplotlib alone: seaborn's bars all begin at zero."""
    reach = [edge for span in spans for edge in span]
    limits = (base or min(*reach, 0.0), max(*reach, 1.0))
    page = RowSheet(frame.rows, [[printed(figure)] for figure in frame.every], subject, limits, least=LEAST_ROW)
    sheet, axes = page.draw()
    last = len(spans) - 1
    for at, (begins, ends) in enumerate(spans):
        first = max(begins, base)
        look = WHOLE if at in (0, last) else MORE if ends >= begins else LESS
        axes.barh(at, ends - first, left=first, height=BAR, linewidth=0.8, clip_on=False, **look)
        if at:
            joint = ends if at == last else begins
            axes.vlines(joint, at - 1 + BAR / 2, at - BAR / 2, color=chart_style.GREY, linewidth=0.6, clip_on=False)
    if base:
        _mark_cuts(axes, (0, last))
    style: chart_style.Dashes = (0, (2, 2)) if base else "-"
    axes.axvline(limits[0] if base else 0, color=chart_style.GREY, linewidth=0.8, linestyle=style)
    return page.finish(sheet, axes)


def _mark_cuts(axes: Axes, rows: Sequence[int]) -> None:
    """Draw two slanted strokes across each bar that does not begin at zero."""
    low, high = axes.get_xlim()
    for at in rows:
        for share in (0.02, 0.035):
            x = low + share * (high - low)
            axes.plot([x, x + 0.008 * (high - low)], [at + BAR / 2, at - BAR / 2], color="white", linewidth=1.6)
