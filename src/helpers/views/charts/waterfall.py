"""A waterfall from one amount to another: each change begins where the last one ends, and the last bar is their sum."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

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
Step = tuple[str, Figure]
"""Label and figure of a bar."""
Span = tuple[float, float]
"""Where a bar begins and ends, counted from the initial amount."""


def waterfall(
    *, id: str, title: str, start: Step, steps: Sequence[Step], end: Step, notes: Sequence[str] = ()
) -> Chart:
    """Draw the steps from one amount to another; all amounts have the same unit.

    The axis counts from the initial amount: from zero, most changes of a budget would be too thin to see.

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
    shows = (title, f"Cascada, de {start[0]} a {end[0]}", frame.spoken)
    found = _change(start, steps, end)
    said = f"El eje parte de «{start[0]}»: cada barra es lo que cambia, y la última, el cambio entero."
    svg = _draw(frame, title, spans)
    return Chart.finding(found, id=id, shows=shows, svg=svg, notes=(*notes, said), marks=frame.marks)


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
    at, spans = Fraction(0), [(Fraction(0), Fraction(0))]
    for figure in steps:
        spans.append((at, at + figure.value))
        at += figure.value
    if start.value + at != end.value:
        raise ValueError(f"bridge from {start.id} to {end.id} leaves {end.value - start.value - at} open")
    return [(float(low), float(high)) for low, high in (*spans, (Fraction(0), at))]


@chart_style.house_style()
def _draw(frame: ChartFrame, subject: str, spans: Sequence[Span]) -> str:
    """Draw with matplotlib alone: seaborn's bars all begin at zero."""
    reach = [edge for span in spans for edge in span]
    limits = (min(reach), max(reach)) if min(reach) < max(reach) else (0.0, 1.0)
    page = RowSheet(frame.rows, [[printed(figure)] for figure in frame.every], subject, limits, least=LEAST_ROW)
    axes, last = page.axes, len(spans) - 1
    for at, (begins, ends) in enumerate(spans):
        look = WHOLE if at == last else MORE if ends >= begins else LESS
        axes.barh(at, ends - begins, left=begins, height=BAR, linewidth=0.8, clip_on=False, **look)
        if at:
            joint = ends if at == last else begins
            axes.vlines(joint, at - 1 + BAR / 2, at - BAR / 2, color=chart_style.GREY, linewidth=0.6, clip_on=False)
    axes.axvline(0, color=chart_style.GREY, linewidth=0.8)
    return page.finish()
