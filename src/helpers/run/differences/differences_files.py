"""Writes a comparison of two runs: the page `diferencias.html` and its two CSV tables.

On the page, each headline figure has a waterfall whose bars open the cells behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from markupsafe import Markup

from helpers.base.display import number_es, signed_es, with_unit
from helpers.base.errors import UsageError
from helpers.base.exact import exact, is_terminating, plain_text, round_half_up
from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.figures.figure import Figure
from helpers.outputs.browser.page_style import content_policy, dark_rules, style_sheet
from helpers.run.differences.causes import Cause
from helpers.run.differences.changed_cells import value_text, value_words
from helpers.run.differences.explained_changes import Change, Differences, Part
from helpers.views.elements.html_templates import environment

FILES = PAGE_FILE, TABLE_FILE, PAGE_CELLS_FILE = "diferencias.html", "diferencias.csv", "diferencias_celdas.csv"
COLUMNS = (
    "indicador", "cifra_a", "cifra_b", "grupo", "valor_a", "valor_b", "publicado_a", "publicado_b", "aporte",
    "aporte_publicado", "unidad_medida", "numero_de_celdas", "celdas",
)  # fmt: skip
CELL_COLUMNS = (
    "cifra_b", "grupo", "tabla", "fila", "columna", "archivo", "hoja", "celda", "antes", "despues", "efecto_propio",
    "archivo_antes", "hoja_antes", "celda_antes",
)  # fmt: skip
MOST_IN_A_CELL = 20
"""Most cells that a line of `diferencias.csv` names; it counts the others, and the other table has all."""
SEPARATOR = " | "
HERE = Path(__file__).parent
MOST_SHOWN = 40
"""Most cells of a part that the page lists."""
WIDTH = 1000
"""Width of a bar's picture in its own units."""
EDGE = Fraction(1, 20)
"""Share of the axis left free on each side, where it does not begin at zero."""
EFFECT_DECIMALS = 4


def write_differences(differences: Differences, folder: Path, label: str) -> tuple[str, ...]:
    """Write the page and the tables into a folder, in place of those of an earlier comparison.

    Parameters
    ----------
    label : str
        The folder as messages name it.

    Returns
    -------
    tuple of str
        Names of the files.

    Raises
    ------
    UsageError
        As `check_destination` does.
    """
    check_destination(folder, label)
    folder.mkdir(parents=True, exist_ok=True)
    atomic.write_text(folder / TABLE_FILE, csv_text([COLUMNS, *_lines(differences)]))
    atomic.write_text(folder / PAGE_CELLS_FILE, csv_text([CELL_COLUMNS, *_cell_lines(differences)]))
    atomic.write_text(folder / PAGE_FILE, differences_page(differences))
    return FILES


def check_destination(folder: Path, label: str) -> None:
    """Refuse a folder that a comparison must not fill, by UsageError: one with anything but a comparison, or a file."""
    if folder.exists() and not (folder.is_dir() and {one.name for one in folder.iterdir()} in (set(), {*FILES})):
        raise UsageError(f"{label} ya tiene otra cosa y no se toca: elija otra carpeta con «--destino».")


def exact_text(value: Fraction) -> str:
    """Return a number without loss: with a decimal point, or as `n/d` where its decimals do not end."""
    return plain_text(value) if is_terminating(value) else str(value)


def _lines(differences: Differences) -> Iterator[tuple[str, ...]]:
    """Yield one line of `diferencias.csv` for each part of each figure; a figure that a run lacks has none."""
    for change in differences.changes:
        for part in change.parts:
            cells = [str(one.cell.place) for one in part.cells]
            more = len(cells) - MOST_IN_A_CELL
            others = [f"y {more} más"] if more > 0 else []
            yield (
                *_ids(change), part.name, *_values(change.before, change.after), exact_text(part.value),
                plain_text(part.printed), change.after.unit if change.after else "", str(len(cells)),
                SEPARATOR.join([*cells[:MOST_IN_A_CELL], *others]),
            )  # fmt: skip


def _ids(change: Change) -> tuple[str, str, str]:
    """Return the headline's name and its figure's id in each run; empty where a run has no figure."""
    return (change.name, change.before.id if change.before else "", change.after.id if change.after else "")


def _values(before: Figure | None, after: Figure | None) -> tuple[str, ...]:
    """Return both exact values, then both as published; empty for a missing figure."""
    exactly = [exact_text(one.value) if one else "" for one in (before, after)]
    return (*exactly, *(one.published if one else "" for one in (before, after)))


def _cell_lines(differences: Differences) -> Iterator[tuple[str, ...]]:
    """Yield one line of `diferencias_celdas.csv` for each cell of each part."""
    for change in differences.changes:
        for part in change.parts:
            for one in part.cells:
                cell, before = one.cell, one.cell.place_before
                yield (
                    _ids(change)[2], part.name, cell.table, cell.subject, cell.column, *cell.place,
                    *map(value_text, cell.values), "" if one.effect is None else exact_text(one.effect),
                    *(before or ("", "", "")),
                )  # fmt: skip


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
