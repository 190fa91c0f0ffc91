"""The page of a comparison: for each headline figure a waterfall whose bars open the cells behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from markupsafe import Markup

from helpers.base.display import number_es, signed_es, with_unit
from helpers.base.exact import exact, round_half_up
from helpers.outputs.browser.page_style import content_policy, dark_rules, style_sheet
from helpers.run.differences.causes import Cause
from helpers.run.differences.changed_cells import value_words
from helpers.run.differences.explained_changes import Change, Differences, Part
from helpers.views.elements.html_templates import environment

HERE = Path(__file__).parent
PAGE_CELLS_FILE = "diferencias_celdas.csv"
MOST_SHOWN = 40
"""Most cells of a part that the page lists."""
WIDTH = 1000
"""Width of a bar's picture in its own units."""
EDGE = Fraction(1, 20)
"""Share of the axis left free on each side, where it does not begin at zero."""
EFFECT_DECIMALS = 4


@dataclass(frozen=True)
class Bar:
    """A bar of a waterfall: where it begins and how wide it is, from 0 to `WIDTH`; never thinner than 2.

    Attributes
    ----------
    kind : str
        `entero` for the bar of a whole value; `sube`, `baja` or `igual` for a step that adds, takes away or is 0.
    """

    begins: int
    width: int
    kind: str


@dataclass(frozen=True)
class Step:
    """A part with its bar."""

    part: Part
    bar: Bar


@dataclass(frozen=True)
class Waterfall:
    """A figure's waterfall: the bars of both values, and a step for each part between them.

    Attributes
    ----------
    is_cut : bool
        The axis does not begin at zero.
    """

    change: Change
    first: Bar
    steps: tuple[Step, ...]
    last: Bar
    is_cut: bool


def differences_page(differences: Differences) -> str:
    """Return the whole HTML page of a comparison, with its style inside and without scripts.

    It shows each headline figure in both runs, the steps of its change with the cells behind each (the first
    `MOST_SHOWN`), and the figures that a run lacks.
    """
    style = style_sheet() + (HERE / "styles" / "diferencias.css").read_text(encoding="utf-8") + dark_rules()
    own = environment(HERE / "templates")
    own.filters |= {
        "signed": signed_es,
        "number": number_es,
        "unit": with_unit,
        "value": value_words,
        "effect": _effect_words,
        "zero": zero_words,
    }
    return own.get_template("diferencias.html.j2").render(
        differences=differences,
        waterfalls=[waterfall(change) for change in differences.changes if change.parts],
        lacking=[change for change in differences.changes if not change.parts],
        has_program=any(Cause.PROGRAM in part.causes for change in differences.changes for part in change.parts),
        most=MOST_SHOWN,
        cells_file=PAGE_CELLS_FILE,
        width=WIDTH,
        style=Markup(style),
        policy=content_policy(style, ""),
    )


def waterfall(change: Change) -> Waterfall:
    """Place the bars of a change that has parts, by the printed values.

    The axis begins at zero unless the steps would then be too thin to see.
    """
    positions = [exact(change.before.rounded)] if change.before else []
    for part in change.parts:
        positions.append(positions[-1] + exact(part.printed))
    low, high, is_cut = _axis(positions)

    def bar(begins: Fraction, ends: Fraction, kind: str) -> Bar:
        """Return the bar between two values."""
        left, right = (round_half_up((value - low) / (high - low) * WIDTH, 0) for value in sorted((begins, ends)))
        return Bar(int(left), max(int(right - left), 2), kind)

    steps = tuple(
        Step(part, bar(begins, ends, "sube" if ends > begins else "baja" if ends < begins else "igual"))
        for part, begins, ends in zip(change.parts, positions, positions[1:], strict=False)
    )
    base = max(low, Fraction(0)) if high > 0 else high
    return Waterfall(change, bar(base, positions[0], "entero"), steps, bar(base, positions[-1], "entero"), is_cut)


def _axis(positions: Sequence[Fraction]) -> tuple[Fraction, Fraction, bool]:
    """Return the lowest and the highest value of the axis, and whether it leaves out zero."""
    low, high = min(positions), max(positions)
    reach = high - low
    if low > 0 and reach * 3 < high:
        room = max(reach, Fraction(1, 100)) * EDGE * 8
        return max(low - room, Fraction(0)), high + room * EDGE, low > room
    low, high = min(low, Fraction(0)), max(high, Fraction(0))
    return low, high if high > low else low + 1, False


def _effect_words(effect: Fraction | None) -> str:
    """Return a cell's own effect with sign and `EFFECT_DECIMALS` decimals; empty if it was not computed."""
    if effect is None:
        return ""
    return signed_es(Decimal(round_half_up(effect, EFFECT_DECIMALS)))


def zero_words(part: Part) -> str:
    """Return in Spanish why cells differ and the group's contribution is printed as zero; empty for other groups."""
    if part.printed or not part.cells:
        return ""
    return "la mueven menos de lo que se imprime" if part.value else "en conjunto no mueven la cifra"
