"""Horizontal bars: one measure ranked, or two measures side by side, each bar with its printed value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from helpers.book import Book
from helpers.charts import style
from helpers.charts.chart import Chart, height, missing_note, printed, spoken_together
from helpers.charts.left_out import drawn_rows
from helpers.charts.marks import Mark, reference_mark
from helpers.periods import Period
from helpers.subjects import FigureRow, Measure, figure_of, indicator_name, ranked
from helpers.trace import Figure

LABEL_WIDTH = 6.2 * style.POINTS_PER_CM
BAR = 11.0
"""Thickness of a bar: its value is set beside it, so no thinner than a line of text."""
GAP = 4.0
BETWEEN = 6.0
PATTERNS = (
    {"facecolor": style.BLUE, "edgecolor": style.NAVY},
    {"facecolor": style.SAND, "edgecolor": style.BROWN, "hatch": "////"},
)


@dataclass(frozen=True)
class _Line:
    """One row of the chart: its label in lines, and its figures, one a series."""

    row: FigureRow
    label: list[str]
    figures: tuple[Figure | None, ...]
    texts: tuple[str, ...]

    @property
    def bars(self) -> tuple[tuple[Figure | None, str], ...]:
        """Each figure with its printed text."""
        return tuple(zip(self.figures, self.texts, strict=True))

    def mark(self, names: Sequence[str]) -> Mark:
        """The row with its figures, each named as its series."""
        return Mark(self.row.label, tuple(zip(names, self.figures, strict=False)), self.row.style)

    @property
    def height(self) -> float:
        """What it takes of the sheet: its label's lines or its bars."""
        return max(len(self.label) * style.TEXT_SIZE * style.LINE_HEIGHT, len(self.figures) * BAR) + BETWEEN


@dataclass(frozen=True)
class _Margins:
    """Room in points: at the left in all, of it for values of negative bars, and at the right for values."""

    left: float
    values: float
    right: float


def horizontal_bars(
    book: Book,
    *,
    id: str,
    title: str,
    measure: Measure,
    rows: Sequence[FigureRow],
    rank: bool = True,
    graded: bool = False,
    reference: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """One bar a row, greatest first.

    Parameters
    ----------
    measure : tuple of str
        Indicator and period.
    rank : bool
        Order by the measure; rows that head groups stay where they are, so then nothing is ordered.
    graded : bool
        Whether the label adds the grade's symbol and word.
    reference : str
        Id of a figure drawn as a line across, such as the ideal range.

    Raises
    ------
    UnknownFigure
        For an indicator or a reference that the Book does not have.
    """
    ordered = ranked(book, rows, measure) if rank and not any(row.is_heading for row in rows) else tuple(rows)
    shown, left_out = drawn_rows(book, ordered, measure, is_ranking=rank)
    lines = [_line(book, row, [measure], graded) for row in shown]
    line_at = book[reference] if reference else None
    with style.house_style():
        svg = _draw(lines, line_at, book)
    marks = [line.mark([""]) for line in lines]
    alt = f"Barras horizontales, {_measure_words(book, measure)}: {_alt(marks)}."
    if line_at is not None:
        alt += f" Referencia, {_reference_words(book, line_at)}."
        marks.append(reference_mark(indicator_name(book, line_at.indicator), line_at))
    return Chart(id, title, alt, svg, (*notes, *_missing(lines), *left_out), marks=tuple(marks))


def paired_bars(
    book: Book,
    *,
    id: str,
    title: str,
    first: Measure,
    second: Measure,
    rows: Sequence[FigureRow],
    names: tuple[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Chart:
    """Two bars a row, one plain and one hatched: efficacy beside execution.

    Parameters
    ----------
    names : tuple[str, str] or None
        What the two are called; the method's names where None.

    Raises
    ------
    UnknownFigure
        For an indicator that nobody in the Book has.
    """
    called = names or (indicator_name(book, first[0]), indicator_name(book, second[0]))
    shown, left_out = drawn_rows(book, rows, first, second)
    lines = [_line(book, row, [first, second]) for row in shown]
    with style.house_style():
        svg = _draw(lines, None, book, called)
    marks = tuple(line.mark(called) for line in lines)
    alt = f"Barras horizontales en pares, {called[0]} y {called[1]}, {_words(first[1])}: {_alt(marks)}."
    return Chart(id, title, alt, svg, (*notes, *_missing(lines), *left_out), marks=marks)


def _line(book: Book, row: FigureRow, measures: Sequence[Measure], graded: bool = False) -> _Line:
    figures = () if row.is_heading else tuple(figure_of(book, row, measure) for measure in measures)
    return _Line(row, _label(row), figures, tuple(_text(figure, graded) for figure in figures))


def _text(figure: Figure | None, graded: bool) -> str:
    if graded and figure is not None and figure.grade is not None:
        return f"{printed(figure)}  {figure.grade.symbol} {figure.grade.rating}"
    return printed(figure)


def _label(row: FigureRow) -> list[str]:
    width = style.WIDTH if row.is_heading else LABEL_WIDTH
    return style.wrap(row.label, width, style.TEXT_SIZE, _weight(row))


def _weight(row: FigureRow) -> str:
    return "bold" if row.style else "normal"


def _words(period: Period | str) -> str:
    return Period.parse(str(period)).words


def _measure_words(book: Book, measure: Measure) -> str:
    return f"{indicator_name(book, measure[0])}, {_words(measure[1])}"


def _reference_words(book: Book, figure: Figure) -> str:
    return f"{indicator_name(book, figure.indicator)}: {printed(figure)}"


def _alt(marks: Sequence[Mark]) -> str:
    """Every bar in words; a group's name goes before its bars."""
    return "; ".join(f"{mark.label}, {spoken_together(mark)}" if mark.figures else f"[{mark.label}]" for mark in marks)


def _missing(lines: Sequence[_Line]) -> tuple[str, ...]:
    return missing_note(line.row.label for line in lines if None in line.figures)


def _draw(lines: Sequence[_Line], reference: Figure | None, book: Book, names: Sequence[str] = ()) -> str:
    head = 18.0 if names or reference is not None else 2.0
    body = sum(line.height for line in lines)
    margins = _margins(lines)
    sheet = style.paper(style.WIDTH, body + head + 2)
    axes = style.place(sheet, margins.left, 1, style.WIDTH - margins.left - margins.right, body)
    axes.set(xlim=_limits(lines, reference), ylim=(body, 0), xticks=[], yticks=[])
    if reference is not None:
        _draw_reference(axes, reference, _reference_words(book, reference))
    top = 0.0
    for line in lines:
        _draw_line(axes, line, top + line.height / 2, margins, inside=reference is not None)
        top += line.height
    axes.axvline(0, color=style.GREY, linewidth=0.8)
    if names:
        _draw_legend(axes, names)
    return style.to_svg(sheet)


def _margins(lines: Sequence[_Line]) -> _Margins:
    named = [(part, line.row) for line in lines if line.figures for part in line.label]
    labels = max((style.text_width(part, weight=_weight(row)) for part, row in named), default=0)
    below = [text for line in lines for figure, text in line.bars if figure is not None and figure.value < 0]
    beyond = [text for line in lines for text in line.texts]
    values_left, values_right = (max(map(style.text_width, texts), default=0) for texts in (below, beyond))
    values_left += 3 * GAP if below else 2 * GAP
    return _Margins(labels + values_left + 2, values_left, values_right + 2 * GAP)


def _limits(lines: Sequence[_Line], reference: Figure | None) -> tuple[float, float]:
    figures = [figure for line in lines for figure in line.figures if figure is not None]
    values = [height(figure) for figure in (*figures, *([reference] if reference else []))]
    top = max([*values, 0.0])
    # A share of a whole is read against the whole, unless all are small.
    if figures and figures[0].unit == "%" and 50 < top < 100:
        top = 100.0
    return min([*values, 0.0]), top or 1.0


def _draw_line(axes: Axes, line: _Line, middle: float, margins: _Margins, inside: bool) -> None:
    heads = line.row.is_heading
    axes.annotate(
        "\n".join(line.label), (0, middle), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
        xytext=(-margins.left if heads else -margins.values, 0), ha="left" if heads else "right", va="center",
        weight=_weight(line.row), linespacing=1.1, color=style.NAVY if heads else style.INK,
    )  # fmt: skip
    top = middle - BAR * len(line.figures) / 2
    for at, (figure, text) in enumerate(line.bars):
        _draw_bar(axes, figure, text, top + (at + 0.5) * BAR, at, inside)


def _draw_bar(axes: Axes, figure: Figure | None, text: str, middle: float, series: int, inside: bool) -> None:
    end = 0.0 if figure is None else height(figure)
    if figure is not None:
        axes.barh(middle, end, height=BAR, linewidth=0.8, clip_on=False, **PATTERNS[series])
    # Beside a line across, a value stands within its bar where it has room: the line would run through it.
    within = inside and _length(axes, end) > style.text_width(text) + 3 * GAP
    to_the_left = within or end < 0
    axes.annotate(
        text, (end, middle), xytext=(-GAP if to_the_left else GAP, 0), textcoords="offset points",
        ha="right" if to_the_left else "left", va="center",
        color="white" if within else style.GREY if figure is None else style.INK,
    )  # fmt: skip


def _length(axes: Axes, end: float) -> float:
    """How long a bar is on paper, in points."""
    low, high = axes.get_xlim()
    return max(end, 0.0) / (high - low) * axes.get_position().width * style.WIDTH


def _draw_reference(axes: Axes, figure: Figure, words: str) -> None:
    axes.axvline(height(figure), color=style.BROWN, linewidth=1.2, linestyle=(0, (4, 2)), clip_on=False)
    low, high = axes.get_xlim()
    far = (height(figure) - low) / (high - low) > 0.5
    axes.annotate(
        words, (height(figure), 1), xycoords=axes.get_xaxis_transform(), xytext=(3 if far else -3, 4),
        textcoords="offset points", ha="right" if far else "left", va="bottom", color=style.BROWN,
    )  # fmt: skip


def _draw_legend(axes: Axes, names: Sequence[str]) -> None:
    pairs = zip(names, PATTERNS, strict=True)
    axes.legend(
        handles=[Patch(label=name, linewidth=0.8, **pattern) for name, pattern in pairs], ncols=2,
        loc="lower left", bbox_to_anchor=(0, 1.0), fontsize=style.TEXT_SIZE,
        borderaxespad=0.2, handlelength=2.4, columnspacing=2.0, borderpad=0.2,
    )  # fmt: skip
