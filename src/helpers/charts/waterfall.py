"""From one amount to another, step by step: each bar begins where the one above it ends, and the last ties with all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from matplotlib.axes import Axes

from helpers.charts import style
from helpers.charts.chart import Chart, printed, spoken
from helpers.charts.marks import Mark
from helpers.trace import Figure

LABEL_WIDTH = 6.6 * style.POINTS_PER_CM
BAR = 14.0
BETWEEN = 7.0
GAP = 4.0
WHOLE = {"facecolor": style.BLUE, "edgecolor": style.NAVY}
MORE = {"facecolor": style.PALE, "edgecolor": style.NAVY}
LESS = {"facecolor": style.SAND, "edgecolor": style.BROWN, "hatch": "////"}
SMALL = 0.12
"""Of the whole: where every step is smaller, it would be a hair beside bars drawn from zero, so the axis is cut."""
ROOM = 0.45
"""Of the width that a cut axis leaves to the whole bars, so that they still look like the wholes."""
CUT = "El eje está cortado (//): las barras del inicial y del vigente no empiezan en cero, y su largo no se compara."
Step = tuple[str, Figure]
"""What a bar is called, and the figure that it shows."""


@dataclass(frozen=True)
class _Bar:
    """A bar from where it begins to where it ends, both exact; the first and last begin at nothing."""

    label: str
    figure: Figure
    begins: Fraction
    ends: Fraction
    is_whole: bool

    @property
    def look(self) -> dict[str, str]:
        if self.is_whole:
            return WHOLE
        return MORE if self.ends >= self.begins else LESS

    @property
    def lines(self) -> list[str]:
        return style.wrap(self.label, LABEL_WIDTH, weight="bold" if self.is_whole else "normal")

    @property
    def tall(self) -> float:
        return max(BAR, len(self.lines) * style.TEXT_SIZE * style.LINE_HEIGHT) + BETWEEN


def waterfall(
    *, id: str, title: str, start: Step, steps: Sequence[Step], end: Step, notes: Sequence[str] = ()
) -> Chart:
    """Draw a bridge of amounts of one unit, from the first to the last.

    Parameters
    ----------
    start, end : tuple
        The amounts that the bridge leads from and to, with what each is called.
    steps : sequence of tuple
        What was added or taken, in order.

    Raises
    ------
    ValueError
        Where the first and the steps together are not the last, exactly: a bridge that does not tie is none.
    """
    bars = _bars(start, steps, end)
    base = _base(bars)
    with style.house_style():
        svg = _draw(bars, base)
    told = "; ".join(f"{bar.label}, {spoken(bar.figure)}" for bar in bars)
    marks = tuple(Mark(bar.label, (("", bar.figure),), "total" if bar.is_whole else "") for bar in bars)
    every = (*notes, *([CUT] if base else []))
    return Chart(id, title, f"Cascada, de {start[0]} a {end[0]}: {told}.", svg, every, marks=marks)


def _base(bars: Sequence[_Bar]) -> float:
    """Where the axis begins: at zero, or so near to the wholes that the steps can be seen."""
    edges = [float(edge) for bar in bars for edge in (bar.begins, bar.ends) if not (bar.is_whole and edge == 0)]
    low, high = min(edges), max(edges)
    is_small = low > 0 and high - low < SMALL * high
    return low - (high - low) * ROOM / (1 - ROOM) if is_small and high > low else 0.0


def _bars(start: Step, steps: Sequence[Step], end: Step) -> list[_Bar]:
    at = start[1].value
    bars = [_Bar(*start, Fraction(0), at, True)]
    for label, figure in steps:
        bars.append(_Bar(label, figure, at, at + figure.value, False))
        at += figure.value
    if at != end[1].value:
        raise ValueError(f"bridge from {start[1].id} to {end[1].id} leaves {end[1].value - at} open")
    return [*bars, _Bar(*end, Fraction(0), at, True)]


def _draw(bars: Sequence[_Bar], base: float) -> str:
    body = sum(bar.tall for bar in bars)
    left = max(style.text_width(line, weight="bold") for bar in bars for line in bar.lines) + 2 * GAP
    right = max(style.text_width(printed(bar.figure)) for bar in bars) + 2 * GAP
    sheet = style.paper(style.WIDTH, body + 4)
    axes = style.place(sheet, left, 2, style.WIDTH - left - right, body)
    reach = [float(edge) for bar in bars for edge in (bar.begins, bar.ends)]  # coordinates, never printed
    first = base or min(*reach, 0.0)
    axes.set(xlim=(first, max(*reach, 1.0)), ylim=(body, 0), xticks=[], yticks=[])
    top, lower_edge = 0.0, None
    for bar in bars:
        middle = top + bar.tall / 2
        _draw_bar(axes, bar, middle, base)
        if base and bar.is_whole:
            _mark_cut(axes, middle)
        if lower_edge is not None:
            _join(axes, float(bar.ends if bar.is_whole else bar.begins), lower_edge, middle - BAR / 2)
        top, lower_edge = top + bar.tall, middle + BAR / 2
    axes.axvline(first if base else 0, color=style.GREY, linewidth=0.8, linestyle=(0, (2, 2)) if base else "-")
    return style.to_svg(sheet)


def _join(axes: Axes, at: float, above: float, below: float) -> None:
    """Lead from where one bar ends to where the next begins."""
    axes.plot([at, at], [above, below], color=style.GREY, linewidth=0.6, clip_on=False)


def _mark_cut(axes: Axes, middle: float) -> None:
    """Two slanting strokes across a bar that does not begin at zero."""
    for across in (GAP + 4, GAP + 8):
        axes.annotate(
            "/", (0, middle), xycoords=axes.get_yaxis_transform(), xytext=(across, 0), textcoords="offset points",
            ha="center", va="center", color="white", weight="bold", fontsize=BAR + 2,
        )  # fmt: skip


def _draw_bar(axes: Axes, bar: _Bar, middle: float, base: float) -> None:
    begins, ends = max(float(bar.begins), base), float(bar.ends)
    axes.barh(middle, ends - begins, left=begins, height=BAR, linewidth=0.8, clip_on=False, **bar.look)
    axes.annotate(
        "\n".join(bar.lines), (0, middle), xycoords=axes.get_yaxis_transform(), xytext=(-GAP, 0),
        textcoords="offset points", ha="right", va="center", linespacing=1.1,
        weight="bold" if bar.is_whole else "normal",
    )  # fmt: skip
    axes.annotate(
        printed(bar.figure), (max(begins, ends), middle), xytext=(GAP, 0), textcoords="offset points", ha="left",
        va="center", weight="bold" if bar.is_whole else "normal",
    )  # fmt: skip
