"""Horizontal bars with printed values: one measure ranked, or two measures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, Measure, figure_of, ranked
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart, height, missing_note, printed, spoken_together
from helpers.views.charts.drawing.chart_marks import Mark, reference_mark
from helpers.views.charts.drawing.undrawn_subjects import drawn_rows

LABEL_WIDTH = 6.2 * chart_style.POINTS_PER_CM
BAR = 11.0
"""Thickness of a bar in points: no thinner than a line of text, because its value is printed beside it."""
GAP = 4.0
BETWEEN = 6.0
PATTERNS: tuple[chart_style.Area, chart_style.Area] = (
    {"facecolor": chart_style.BLUE, "edgecolor": chart_style.NAVY},
    {"facecolor": chart_style.SAND, "edgecolor": chart_style.BROWN, "hatch": "////"},
)


@dataclass(frozen=True)
class _Line:
    """One row of the chart: its label split into lines, and one figure per series."""

    row: FigureRow
    label: list[str]
    figures: tuple[Figure | None, ...]
    texts: tuple[str, ...]

    @property
    def bars(self) -> tuple[tuple[Figure | None, str], ...]:
        """Each figure with its printed text."""
        return tuple(zip(self.figures, self.texts, strict=True))

    def mark(self, names: Sequence[str]) -> Mark:
        """Return the row's figures, each with the name of its series; a heading has none."""
        return Mark(self.row.label, tuple(zip(names, self.figures, strict=False)), self.row.style)

    @property
    def height(self) -> float:
        """Height in points: the label's lines or the bars, whichever is taller."""
        return max(len(self.label) * chart_style.TEXT_SIZE * chart_style.LINE_HEIGHT, len(self.figures) * BAR) + BETWEEN


@dataclass(frozen=True)
class _Margins:
    """Margins in points: the left one, the part of it for values of negative bars, and the right one for values."""

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
    """Draw one bar per row, by default the greatest first.

    A row without data shows `s/d`. Notes name the rows left out because nothing was programmed or, in a ranking,
    because their form came late.

    Parameters
    ----------
    measure : tuple
        Indicator and period.
    rank : bool
        Whether to order the rows by the measure. Rows keep their order anyway if some of them are group headings.
    graded : bool
        Whether the printed value is followed by the grade's symbol and rating.
    reference : str
        Id of a figure drawn as a vertical line, such as the ideal range.

    Raises
    ------
    UnknownFigure
        If the Book does not have the indicator or the reference.
    """
    ordered = ranked(book, rows, measure) if rank and not any(row.is_heading for row in rows) else tuple(rows)
    shown, left_out = drawn_rows(book, ordered, measure, is_ranking=rank)
    lines = [_line(book, row, [measure], graded) for row in shown]
    line_at = book[reference] if reference else None
    with chart_style.house_style():
        svg = _draw(lines, line_at, book)
    marks = [line.mark([""]) for line in lines]
    alt = f"Barras horizontales, {_measure_words(book, measure)}: {_alt(marks)}."
    if line_at is not None:
        alt += f" Referencia, {_reference_words(book, line_at)}."
        marks.append(reference_mark(book.indicator_name(line_at.indicator), line_at))
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
    """Draw two bars per row, one plain and one hatched, such as efficacy and execution; rows keep their order.

    A row without data shows `s/d`; a note names rows left out because nothing was programmed.

    Parameters
    ----------
    first, second : tuple
        Indicator and period of each bar.
    names : tuple[str, str] or None
        Names for the legend; by default, the method's names of the indicators.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    called = names or (book.indicator_name(first[0]), book.indicator_name(second[0]))
    shown, left_out = drawn_rows(book, rows, first, second)
    lines = [_line(book, row, [first, second]) for row in shown]
    with chart_style.house_style():
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
    width = chart_style.WIDTH if row.is_heading else LABEL_WIDTH
    return chart_style.wrap(row.label, width, chart_style.TEXT_SIZE, _weight(row))


def _weight(row: FigureRow) -> str:
    return "bold" if row.style else "normal"


def _words(period: Period | str) -> str:
    return Period.parse(str(period)).words


def _measure_words(book: Book, measure: Measure) -> str:
    return f"{book.indicator_name(measure[0])}, {_words(measure[1])}"


def _reference_words(book: Book, figure: Figure) -> str:
    return f"{book.indicator_name(figure.indicator)}: {printed(figure)}"


def _alt(marks: Sequence[Mark]) -> str:
    """Every bar in words; a group's name precedes its bars."""
    return "; ".join(f"{mark.label}, {spoken_together(mark)}" if mark.figures else f"[{mark.label}]" for mark in marks)


def _missing(lines: Sequence[_Line]) -> tuple[str, ...]:
    return missing_note(line.row.label for line in lines if None in line.figures)


def _draw(lines: Sequence[_Line], reference: Figure | None, book: Book, names: Sequence[str] = ()) -> str:
    head = 18.0 if names or reference is not None else 2.0
    body = sum(line.height for line in lines)
    margins = _margins(lines)
    sheet = chart_style.paper(chart_style.WIDTH, body + head + 2)
    axes = chart_style.place(sheet, margins.left, 1, chart_style.WIDTH - margins.left - margins.right, body)
    axes.set(xlim=_limits(lines, reference), ylim=(body, 0), xticks=[], yticks=[])
    if reference is not None:
        _draw_reference(axes, reference, _reference_words(book, reference))
    top = 0.0
    for line in lines:
        _draw_line(axes, line, top + line.height / 2, margins, inside=reference is not None)
        top += line.height
    axes.axvline(0, color=chart_style.GREY, linewidth=0.8)
    if names:
        _draw_legend(axes, names)
    return chart_style.to_svg(sheet)


def _margins(lines: Sequence[_Line]) -> _Margins:
    named = [(part, line.row) for line in lines if line.figures for part in line.label]
    labels = max((chart_style.text_width(part, weight=_weight(row)) for part, row in named), default=0)
    below = [text for line in lines for figure, text in line.bars if figure is not None and figure.value < 0]
    beyond = [text for line in lines for text in line.texts]
    values_left, values_right = (max(map(chart_style.text_width, texts), default=0) for texts in (below, beyond))
    values_left += 3 * GAP if below else 2 * GAP
    return _Margins(labels + values_left + 2, values_left, values_right + 2 * GAP)


def _limits(lines: Sequence[_Line], reference: Figure | None) -> tuple[float, float]:
    figures = [figure for line in lines for figure in line.figures if figure is not None]
    values = [height(figure) for figure in (*figures, *([reference] if reference else []))]
    top = max([*values, 0.0])
    # A percentage is read against 100, unless all values are small.
    if figures and figures[0].unit == "%" and 50 < top < 100:
        top = 100.0
    return min([*values, 0.0]), top or 1.0


def _draw_line(axes: Axes, line: _Line, middle: float, margins: _Margins, inside: bool) -> None:
    heads = line.row.is_heading
    axes.annotate(
        "\n".join(line.label), (0, middle), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
        xytext=(-margins.left if heads else -margins.values, 0), ha="left" if heads else "right", va="center",
        weight=_weight(line.row), linespacing=1.1, color=chart_style.NAVY if heads else chart_style.INK,
    )  # fmt: skip
    top = middle - BAR * len(line.figures) / 2
    for at, (figure, text) in enumerate(line.bars):
        _draw_bar(axes, figure, text, top + (at + 0.5) * BAR, at, inside)


def _draw_bar(axes: Axes, figure: Figure | None, text: str, middle: float, series: int, inside: bool) -> None:
    end = 0.0 if figure is None else height(figure)
    if figure is not None:
        axes.barh(middle, end, height=BAR, linewidth=0.8, clip_on=False, **PATTERNS[series])
    # With a reference line, the value goes inside the bar if it fits: the line could cross a value beside the bar.
    within = inside and _length(axes, end) > chart_style.text_width(text) + 3 * GAP
    to_the_left = within or end < 0
    axes.annotate(
        text, (end, middle), xytext=(-GAP if to_the_left else GAP, 0), textcoords="offset points",
        ha="right" if to_the_left else "left", va="center",
        color="white" if within else chart_style.GREY if figure is None else chart_style.INK,
    )  # fmt: skip


def _length(axes: Axes, end: float) -> float:
    """The length of a positive bar on paper, in points."""
    low, high = axes.get_xlim()
    return max(end, 0.0) / (high - low) * axes.get_position().width * chart_style.WIDTH


def _draw_reference(axes: Axes, figure: Figure, words: str) -> None:
    axes.axvline(height(figure), color=chart_style.BROWN, linewidth=1.2, linestyle=(0, (4, 2)), clip_on=False)
    low, high = axes.get_xlim()
    far = (height(figure) - low) / (high - low) > 0.5
    axes.annotate(
        words, (height(figure), 1), xycoords=axes.get_xaxis_transform(), xytext=(3 if far else -3, 4),
        textcoords="offset points", ha="right" if far else "left", va="bottom", color=chart_style.BROWN,
    )  # fmt: skip


def _draw_legend(axes: Axes, names: Sequence[str]) -> None:
    pairs = zip(names, PATTERNS, strict=True)
    axes.legend(
        handles=[Patch(label=name, linewidth=0.8, **pattern) for name, pattern in pairs], ncols=2,
        loc="lower left", bbox_to_anchor=(0, 1.0), fontsize=chart_style.TEXT_SIZE,
        borderaxespad=0.2, handlelength=2.4, columnspacing=2.0, borderpad=0.2,
    )  # fmt: skip
