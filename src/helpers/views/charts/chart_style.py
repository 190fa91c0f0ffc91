"""The style of every chart: page size, colours and type. A drawing has the size at which it prints, in points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NotRequired, TypedDict, Unpack, cast, final

import matplotlib
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from helpers.base.display import number_es

FONTS = Path(__file__).parent / "fonts"
FAMILIES = ("Libro Sans", "DejaVu Sans")
"""The page's font, then matplotlib's font for characters that the first one lacks."""
POINTS_PER_INCH = 72
POINTS_PER_CM = POINTS_PER_INCH / 2.54
MEASURED, FIXED_POINT = 100, 65536
"""Size at which letters are measured, and the fractions of a point in which FreeType tells their advance."""
WIDTH = 16 * POINTS_PER_CM
TEXT_SIZE = 8.0
SMALL_SIZE = 7.5
LINE, LINE_SPACING = TEXT_SIZE * 1.25, 1.1
"""Height of a line of text in points, and the same as matplotlib counts it, in heights of a letter."""
LEGEND_LINE, SYMBOL, GAP = 13.0, 30.0, 6.0
"""Height of a line of the legend, width of an entry beside its words, and space between entries or columns."""

# Contrast against white: ink 15:1, blue 7:1, grey 6:1; light fills have hatching and a dark edge.
INK = "#1b2733"
BLUE = "#2c5d8f"
NAVY = "#14375e"
PALE = "#dfe8f1"
SAND = "#f3e3c3"
BROWN = "#7a4b00"
GREY = "#55606c"
RULE = "#c3ccd6"

Sheet = Figure
"""What a chart is drawn on; the Book's figures have the same name in matplotlib."""
Dashes = Literal["-", "--", "-.", ":", "none"] | tuple[float, tuple[float, ...]]


@final
class Area(TypedDict):
    """Fill, edge and hatching of a bar."""

    facecolor: str
    edgecolor: str
    hatch: NotRequired[str]


@final
class Stroke(TypedDict, total=False):
    """Style of a line or a marker."""

    color: str
    linewidth: float
    linestyle: Dashes
    marker: Literal["o", "s", "|"]
    markersize: float
    markerfacecolor: str
    markeredgecolor: str
    markeredgewidth: float


class TextLook(TypedDict, total=False):
    """Alignment, letters and background of a text."""

    ha: Literal["left", "center", "right"]
    va: Literal["bottom", "center", "top"]
    color: str
    fontsize: float
    weight: str
    zorder: float
    bbox: dict[str, str | float]


Legend = Mapping[str, Area | Stroke]
"""The look of each bar, line or point that a legend explains, by the words that stand beside it."""
GUIDE: Stroke = {"color": BROWN, "linewidth": 1.2, "linestyle": (0, (4, 2))}
"""A threshold or another value that the figures are compared with."""

SETTINGS: Mapping[str, object] = {
    "font.family": list(FAMILIES),
    "font.size": TEXT_SIZE,
    "text.color": INK,
    # The SVG draws letters without hinting; measured widths must match it.
    "text.hinting": "no_hinting",
    "xtick.color": GREY,
    "hatch.color": BROWN,
    "hatch.linewidth": 0.7,
    "patch.linewidth": 0.8,
    "lines.solid_capstyle": "butt",
    "legend.frameon": False,
    # Transparent, so that a draft's watermark stays visible.
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    # Otherwise matplotlib would read a name with dollar signs as a formula.
    "text.parse_math": False,
    # The same figures must give the same bytes: ids use a fixed salt, letters are outlines of a bundled font.
    "svg.hashsalt": "libro-poa",
    "svg.fonttype": "path",
}


@contextmanager
def house_style() -> Iterator[None]:
    """Within the `with` block, use only the project's matplotlib settings; afterwards, the earlier ones again."""
    _know_fonts()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        # matplotlib types rcParams key by key, which a plain mapping cannot match; it validates values when set.
        cast("MutableMapping[str, object]", matplotlib.rcParams).update(SETTINGS)
        yield


@cache
def _know_fonts() -> None:
    """Register the bundled fonts with matplotlib."""
    for file in sorted(FONTS.glob("*.ttf")):
        fontManager.addfont(file)


def paper(width: float, height: float) -> Figure:
    """Return a new matplotlib figure; width and height in points, which are also its pixels."""
    return Figure(figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH), dpi=POINTS_PER_INCH)


def place(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Add axes at a position of the sheet and return them.

    Parameters
    ----------
    left, bottom, width, height : float
        Position and size in points, from the lower left corner.

    Returns
    -------
    Axes
        Without frame or tick marks.
    """
    across, up = figure.bbox.size
    axes = figure.add_axes((left / across, bottom / up, width / across, height / up))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=3)
    axes.set_axisbelow(True)
    return axes


def headed_paper(body: float, subject: str, legend: Legend) -> Figure:
    """Return a sheet with room for a body, and above it what the chart shows and the legend.

    Parameters
    ----------
    body : float
        Height in points of what is drawn from the lower edge.
    subject : str
        What the chart shows, written in grey.
    legend : Legend
        Its entries stand side by side if they fit, else in columns.
    """
    heads = wrap(subject, WIDTH)
    wide = [text_width(words) + SYMBOL + GAP for words in legend] or [WIDTH]
    columns = len(wide) if sum(wide) <= WIDTH + GAP else int(WIDTH // max(wide)) or 1
    above = len(heads) * LINE + 2
    tall = body + above + -(-len(legend) // columns) * LEGEND_LINE
    sheet = paper(WIDTH, tall)
    sheet.text(0, 1, "\n".join(heads), va="top", ha="left", color=GREY, linespacing=LINE_SPACING)
    if legend:
        handles = [
            Patch(label=words, **look) if "facecolor" in look else Line2D([], [], label=words, **look)
            for words, look in legend.items()
        ]
        sheet.legend(
            handles=handles, ncols=columns, loc="upper left", bbox_to_anchor=(0, 1 - above / tall), fontsize=TEXT_SIZE,
            borderpad=0.1, borderaxespad=0, handlelength=2.2, handletextpad=0.5, columnspacing=1.2,
        )  # fmt: skip
    return sheet


def note(
    axes: Axes, corner: tuple[float, float], shift: tuple[float, float], text: str, **look: Unpack[TextLook]
) -> None:
    """Write a text at a distance in points from a place of the axes, given as shares of their width and height."""
    axes.annotate(
        text, corner, xycoords="axes fraction", xytext=shift, textcoords="offset points", linespacing=LINE_SPACING,
        **look,
    )  # fmt: skip


def scale(axis: Axis, most: int = 6) -> None:
    """Number an axis at round whole values within its limits, with a faint grid line at each.

    `most` is the maximum number of intervals. Set the limits of the axis before.
    """
    low, high = axis.get_view_interval()
    whole = MaxNLocator(most, integer=True, min_n_ticks=1)
    values = [value for value in whole.tick_values(low, high) if low <= value <= high]
    axis.set_ticks(values, [number_es(Decimal(round(at))) for at in values], fontsize=SMALL_SIZE, color=GREY)
    axis.grid(visible=True, color=RULE, linewidth=0.5)


def spread(values: Sequence[float], room: float = 0.07) -> tuple[float, float]:
    """Return the limits of a scale: the values with a share of their range, or a half if they are equal, around."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    margin = room * (high - low) or 0.5
    return low - margin, high + margin


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = TEXT_SIZE, weight: str = "normal") -> float:
    """Measure the printed width of a text on one line.

    Parameters
    ----------
    size : float
        Font size in points.
    weight : str
        `normal` or `bold`.

    Returns
    -------
    float
        Width in points: the sum of the letters' advances, because setting a text takes FreeType a millisecond. Kerning,
        which the sum leaves out, only makes a text narrower.
    """
    return size * sum(_advance(letter, weight) for letter in text)


@cache
def _advance(letter: str, weight: str) -> float:
    """The advance of a letter at a size of one point, in the first of the families that has it."""
    _know_fonts()
    fonts = [get_font(findfont(FontProperties(family=family, weight=weight))) for family in FAMILIES]
    font = next((font for font in fonts if font.get_char_index(ord(letter))), fonts[-1])
    font.set_size(MEASURED, POINTS_PER_INCH)
    return font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance / FIXED_POINT / MEASURED


MOST_LETTERS = 30
"""Longest piece of a word on one line. Only codes are longer; unbroken, they would leave no room for the chart."""


def wrap(text: str, width: float, size: float = TEXT_SIZE, weight: str = "normal") -> list[str]:
    """Break a text at its blanks into lines of similar length.

    Parameters
    ----------
    width : float
        Maximum width of a line, in points. A single word may exceed it.
    size : float
        Font size in points.
    weight : str
        `normal` or `bold`.

    Returns
    -------
    list of str
        At least one line. A word of more than `MOST_LETTERS` characters is cut into pieces of that length, without
        hyphen.
    """
    lines = _filled(text, width, size, weight)
    for tenths in range(9, 5, -1):
        narrower = _filled(text, width * tenths / 10, size, weight)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _filled(text: str, width: float, size: float, weight: str) -> list[str]:
    """Break a text into lines, each as full as `width` allows."""
    lines: list[str] = []
    for word in text.split():
        first, *rest = [word[at : at + MOST_LETTERS] for at in range(0, len(word), MOST_LETTERS)]
        longer = f"{lines[-1]} {first}" if lines else first
        if lines and text_width(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(first)
        lines += rest
    return lines or [""]
