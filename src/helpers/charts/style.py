"""The look of every chart: paper, ink and type. A sheet is drawn at the size it prints, in points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from io import StringIO
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.ft2font import LoadFlags

FONTS = Path(__file__).parent / "fonts"
FAMILIES = ("Libro Sans", "DejaVu Sans")
"""The page's own type, and matplotlib's for the signs that it lacks."""
POINTS_PER_INCH = 72
POINTS_PER_CM = POINTS_PER_INCH / 2.54
SUBPIXELS = 64
"""Units of a font's measures in a point, at 72 points an inch."""
WIDTH = 16 * POINTS_PER_CM
WIDE = 25 * POINTS_PER_CM
TEXT_SIZE = 8.0
SMALL_SIZE = 7.5
LINE_HEIGHT = 1.25

# Against white: ink 15:1, blue 7:1, grey 6:1; the light fill is told apart by its hatching and its dark edge.
INK = "#1b2733"
BLUE = "#2c5d8f"
NAVY = "#14375e"
PALE = "#dfe8f1"
SAND = "#f3e3c3"
BROWN = "#7a4b00"
GREY = "#55606c"
RULE = "#c3ccd6"

CLEAR = {"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
"""Behind a number that may stand over a line: it can be read, and the line still shows."""

SETTINGS = {
    "font.family": list(FAMILIES),
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.unicode_minus": True,
    # As the SVG draws letters, so that what is measured is what is drawn.
    "text.hinting": "no_hinting",
    "xtick.color": GREY,
    "ytick.color": GREY,
    "hatch.color": BROWN,
    "hatch.linewidth": 0.7,
    "legend.frameon": False,
    # A draft's watermark shows through.
    "savefig.facecolor": "none",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    # A name that holds dollar signs is no formula.
    "text.parse_math": False,
    # The same figures give the same bytes: ids from a fixed salt, letters as outlines of a known font.
    "svg.hashsalt": "libro-poa",
    "svg.fonttype": "path",
}


@contextmanager
def house_style() -> Iterator[None]:
    """The project's settings and nobody else's, whatever the notebook has set before."""
    _know_fonts()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield


@cache
def _know_fonts() -> None:
    """Have matplotlib find the fonts that come along with the charts."""
    for file in sorted(FONTS.glob("*.ttf")):
        fontManager.addfont(file)


def paper(width: float, height: float) -> Figure:
    """A sheet, in points."""
    return Figure(figsize=(width / 72, height / 72))


def place(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Bare axes at a place of the sheet, in points."""
    across, up = figure.get_size_inches() * 72
    axes = figure.add_axes((left / across, bottom / up, width / across, height / up))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=3)
    axes.set_axisbelow(True)
    return axes


def to_svg(figure: Figure) -> str:
    """The sheet as SVG, without date, maker or document type."""
    stream = StringIO()
    figure.savefig(stream, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    text = stream.getvalue()
    return text[text.index("<svg") :]


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = TEXT_SIZE, weight: str = "normal") -> float:
    """How wide a text is set, in points.

    Asked of the font itself: drawing the outlines to measure them took a thousand times longer.
    """
    _know_fonts()
    font = get_font([findfont(FontProperties(family=family, weight=weight)) for family in FAMILIES])
    font.set_size(size, POINTS_PER_INCH)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / SUBPIXELS


MOST_LETTERS = 30
"""Letters of a word that stay on one line: no word is longer, and a code that is would leave a chart no room."""


def wrap(text: str, width: float, size: float = TEXT_SIZE, weight: str = "normal") -> list[str]:
    """Break a text into lines of much the same length, none wider than some points unless it is one word.

    A word of more than `MOST_LETTERS` is broken.
    """
    lines = _filled(text, width, size, weight)
    for tenths in range(9, 5, -1):
        narrower = _filled(text, width * tenths / 10, size, weight)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _filled(text: str, width: float, size: float, weight: str) -> list[str]:
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
