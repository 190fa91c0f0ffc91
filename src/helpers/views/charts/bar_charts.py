"""Bars: one measure ranked or two side by side, and a waterfall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from helpers.base.display import lower_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, Measure, ranked
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import ChartFrame, Column, drawn_rows, frame_of, printed
from helpers.views.charts.drawing.chart_message import Message, below, extremes, first_of, widest_gap
from helpers.views.charts.drawing.row_sheet import LINE, RowSheet, bar_limits

PLAIN: chart_style.Area = {"facecolor": chart_style.BLUE, "edgecolor": chart_style.NAVY}
LIGHT: chart_style.Area = {"facecolor": chart_style.PALE, "edgecolor": chart_style.NAVY}
HATCHED: chart_style.Area = {"facecolor": chart_style.SAND, "edgecolor": chart_style.BROWN, "hatch": "////"}
WHOLE_OF = "Institución"
STEP_BAR = 0.66
"""Height of the bars of a waterfall, as a share of the row."""
Step = tuple[str, Figure]
"""Label and figure of a bar of a waterfall."""


def horizontal_bars(
    book: Book,
    *,
    id: str,
    title: str,
    measures: Mapping[str, Measure],
    rows: Sequence[FigureRow],
    whole: Figure | None = None,
    part: str = "",
    among: Sequence[FigureRow] = (),
) -> Chart:
    """Draw one bar per row, the greatest first; or two, one plain and one hatched, with the rows in their order.

    A row without data shows `s/d`. Notes name the rows left out because nothing was programmed or, in a ranking,
    because their form came late.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    measures : mapping of str to tuple
        Indicator and period of each bar, by its name for the legend; a single one may be called as it likes.
    whole : Figure or None
        The whole institution's value of a single measure, drawn as a vertical line.
    part : str
        Said of the rows that the title counts, if other charts draw the others (`de este gráfico`).
    among : sequence of FigureRow
        All rows, which the title counts, if only some of them are drawn.

    Raises
    ------
    UnknownFigure
        If the Book does not have an indicator.
    """
    (first, *second), is_ranking = measures.values(), len(measures) == 1
    ordered = ranked(book, rows, first) if is_ranking else rows
    shown, left_out = drawn_rows(book, ordered, first, *second, is_ranking=is_ranking)
    columns = {Column("" if is_ranking else name): one for name, one in measures.items()}
    frame, every = frame_of(book, shown, columns), drawn_rows(book, among, first, *second, is_ranking=is_ranking)[0]
    counted = frame_of(book, every, columns) if among else frame
    what = f", {book.indicator_name(first[0])}" if is_ranking else " en pares"
    kind = f"Barras horizontales{what}, {Period.parse(str(first[1])).words}"
    said = f"Referencia, {WHOLE_OF}: {printed(whole)}." if whole else ""
    return Chart.finding(
        book, _finding(counted, whole, title, part), id=id, shows=(title, kind, frame.spoken, said),
        sheet=_draw_bars(frame, title, whole), notes=(*frame.missing(), *left_out), marks=frame.marks,
        references=[(WHOLE_OF, whole)] if whole else (),
    )  # fmt: skip


def _finding(frame: ChartFrame, whole: Figure | None, subject: str, part: str) -> Message:
    """Message on how many rows are below the institution's value; else on the widest gap of two measures, or extremes.

    Rows that all have the institution's own value are not compared with it.
    """
    if whole and {figure.rounded for _, figure in frame.known()} != {whole.rounded}:
        return below(frame.known(), whole, "del valor de la institución", subject, drawn=frame.drawn)
    pairs = frame.both(0, 1) if len(frame.columns) > 1 else []
    if pairs:
        first, second = (lower_first(column.name) for column in frame.columns)
        return widest_gap(pairs, first, second, drawn=frame.drawn, part=part)
    return extremes(frame.known(), subject, drawn=frame.drawn, part=part)


@chart_style.house_style()
def _draw_bars(frame: ChartFrame, subject: str, whole: Figure | None) -> chart_style.Sheet:
    """Draw the bars, those of two measures one below the other, with the institution's value as a line."""
    looks = dict(zip([column.name for column in frame.columns], (PLAIN, HATCHED), strict=False))
    legend: dict[str, chart_style.Area | chart_style.Stroke] = {**looks} if len(looks) > 1 else {}
    legend |= {f"{WHOLE_OF}: {printed(whole)}": chart_style.GUIDE} if whole else {}
    values, wide = frame.labels, LINE * len(looks) + 1
    every = [*frame.every, *([whole] if whole else [])]
    page = RowSheet(frame.rows, values, subject, bar_limits(every), legend, wide * 1.25)
    page.bars(frame.data, looks, wide / page.step)
    if whole:
        page.guide(whole)
    return page.finish()


def waterfall(
    book: Book, *, id: str, title: str, start: Step, steps: Sequence[Step], end: Step, notes: Sequence[str] = ()
) -> Chart:
    """Draw the steps from one amount to another; each begins where the last one ends. All amounts have the same unit.

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
    every, first, last = (start, *steps, end), start[1], end[1]
    sums = list(accumulate((figure.value for _, figure in steps), initial=first.value))
    if sums[-1] != last.value:
        raise ValueError(f"bridge from {first.id} to {last.id} leaves {last.value - sums[-1]} open")
    totals = {0, len(steps) + 1}
    rows = tuple(FigureRow(step[0], "paso", str(at), "total" if at in totals else "") for at, step in enumerate(every))
    frame = ChartFrame(rows, (Column(),), tuple((figure,) for _, figure in every))
    shows = (title, f"Cascada, de {start[0]} a {end[0]}", frame.spoken)
    said = f"El eje parte de «{start[0]}»: cada barra es lo que cambia, y la última, el cambio entero."
    sheet = _draw_waterfall(frame, title, [float(one - first.value) for one in sums])
    found = _change(start, steps, end)
    return Chart.finding(book, found, id=id, shows=shows, sheet=sheet, notes=(*notes, said), marks=frame.marks)


def _change(start: Step, steps: Sequence[Step], end: Step) -> Message:
    """Message on both totals and the greatest step; on the totals alone without steps."""
    change = end[1].value - start[1].value
    moved = (f"; {'sube' if change > 0 else 'baja'} a ", end[1]) if change else ("; no cambia",)
    found: tuple[str | Figure, ...] = (f"{start[0]}: ", start[1], *moved)
    if not steps:
        return Message(found)
    (label, greatest), which = first_of(
        steps, lambda step: abs(step[1].value), "el mayor cambio", "uno de los mayores cambios"
    )
    return Message((*found, f"; {which}, {label}: ", greatest))


@chart_style.house_style()
def _draw_waterfall(frame: ChartFrame, subject: str, ends: Sequence[float]) -> chart_style.Sheet:
    """Draw with matplotlib alone: seaborn's bars all begin at zero. `ends`: where the first bar and each step end."""
    limits = (min(ends), max(ends)) if min(ends) < max(ends) else (0.0, 1.0)
    page = RowSheet(frame.rows, [[printed(figure)] for figure in frame.every], subject, limits, {}, least=21.0)
    spans = [(0.0, 0.0), *pairwise(ends), (0.0, ends[-1])]
    for at, (begins, stops) in enumerate(spans):
        look = PLAIN if at > len(ends) - 1 else LIGHT if stops >= begins else HATCHED
        page.axes.barh(at, stops - begins, left=begins, height=STEP_BAR, clip_on=False, **look)
    joints = range(1, len(spans))
    page.axes.vlines(
        ends, [at - 1 + STEP_BAR / 2 for at in joints], [at - STEP_BAR / 2 for at in joints], clip_on=False,
        color=chart_style.GREY, linewidth=0.6,
    )  # fmt: skip
    page.axes.axvline(0, color=chart_style.GREY, linewidth=0.8)
    return page.finish()
