"""Explains why the headline figures of two runs differ: every change divided exactly among its causes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from helpers.base.display import list_es, lower_first
from helpers.base.exact import exact, plain_text, round_half_up
from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.figures.figure import Figure
from helpers.intake.closings import Datum, data_of
from helpers.intake.dataset import as_of
from helpers.run.differences.causes import Cause, budget_indicators, divide, joined
from helpers.run.differences.changed_cells import ChangedCell, changed_cells
from helpers.run.differences.compared_side import Side, check_comparable, cutoff_notes
from helpers.run.differences.headline_values import OF_WAY, Headline, Values, headlines_of
from helpers.run.differences.mixed_inputs import Mixer
from helpers.run.differences.rule_lines import RuleLine, rule_lines
from helpers.run.differences.saved_tables import with_kept_numbers
from helpers.run.sensitivity.method_cases import headline_windows
from helpers.scoring.score import score

MOST_WORK = 180_000
"""Most work to compute own effects of cells: for each cell, the rows that are scored again plus `EACH_TIME`."""
EACH_TIME = 1_000
"""What scoring costs besides its rows, in rows."""
TRACED = frozenset({"ejecucion", "avances", "metas", "gastos", "tareas"})
"""Tables of which only the cells that a figure depends on are listed; of the others, every changed cell."""
UNSET = (
    "De {count} números de entrada no se guardó el de entonces, o era de otra fecha de corte: se usa el de la otra "
    "corrida."
)
ORDER = tuple(Cause)
WORDS_OF_METHOD = {"id", "nombre", "fuente", "descripcion", "decisiones"}


@dataclass(frozen=True)
class CellEffect:
    """A changed cell and how much it alone changes a figure; None where that was not computed."""

    cell: ChangedCell
    effect: Fraction | None


@dataclass(frozen=True)
class Part:
    """What some causes contribute to a change.

    Attributes
    ----------
    causes : tuple of Cause
        Several, if they cannot be told apart.
    value : Fraction
        The exact contribution.
    printed : Decimal
        Rounded to the figure's decimals; of the part for rounding, what the others leave of the printed change.
    cells : tuple of CellEffect
        The cells that differ, the largest effect first; those without computed effect last, by table and row.
    rules : tuple of RuleLine
        Rules of the method, parameters and windows that differ.
    """

    causes: tuple[Cause, ...]
    value: Fraction
    printed: Decimal
    cells: tuple[CellEffect, ...] = ()
    rules: tuple[RuleLine, ...] = ()

    @property
    def name(self) -> str:
        """The causes in Spanish: `Informes físicos y paso del tiempo`."""
        names = [cause.value for cause in self.causes]
        return list_es([names[0], *map(lower_first, names[1:])])


@dataclass(frozen=True)
class Change:
    """A headline figure in both runs and the parts of its change.

    Attributes
    ----------
    windows : tuple of str
        The figure's window in each run, in Spanish words.
    before, after : Figure or None
        None where a run has no such figure.
    parts : tuple of Part
        The largest contribution first and rounding last. The exact contributions, and the printed ones, add up to the
        change of the printed figure. Empty if the figure is missing in a run.
    """

    headline: Headline
    name: str
    windows: tuple[str, str]
    before: Figure | None
    after: Figure | None
    parts: tuple[Part, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """The change of the printed figure; None where a run has none."""
        return self.after.rounded - self.before.rounded if self.before and self.after else None


@dataclass(frozen=True)
class Differences:
    """Two runs compared.

    Attributes
    ----------
    a, b : Side
    changes : tuple of Change
        Every headline figure.
    notes : tuple of str
        What limits the comparison, in Spanish.
    """

    a: Side
    b: Side
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


def compare_sides(a: Side, b: Side) -> Differences:
    """Divide the change of every headline figure among its causes; UsageError if the runs cannot be compared."""
    check_comparable(a, b)
    (a, unset), (b, unset_too) = _completed(a, b), _completed(b, a)
    mixer = Mixer(a, b)
    cells = changed_cells(mixer)
    active = frozenset(_active(mixer, cells))
    values = Values(mixer, headlines_of(a, b), active)
    effects = _effects(values, cells)
    changes = tuple(_change(values, headline, cells, effects) for headline in values.headlines)
    unkept = (UNSET.format(count=count) for count in (unset, unset_too) if count)
    notes = (*a.notes, *b.notes, *cutoff_notes(a, b), *unkept)
    return Differences(a, b, changes, notes)


def _completed(side: Side, other: Side) -> tuple[Side, int]:
    """Return a side with tables, and how many of the numbers in them it did not keep.

    A side without tables gets the other's, with the numbers that it kept and without plans later than its cut-off.
    """
    if side.dataset is not None:
        return side, 0
    tables, windows = other.tables, headline_windows(other.period)
    asked = frozenset(other.method.headline_indicators)
    book, _ = score(tables, other.method, other.corrida, other.entidad, windows, asked=asked)
    places = data_of(book)
    money = budget_indicators((side.method, other.method))
    kept = {datum: text for datum, text in (side.data or {}).items() if _is_of_same_date(datum, side, other, money)}
    dataset, unset = with_kept_numbers(tables, places, kept)
    # The run did not read a plan later than its cut-off date. Later reports of the budget stay: they are not used by
    # its own date, and without them the effect of another date could not be told from that of its amounts.
    known = as_of(dataset, side.corrida.cutoff(side.period), side.period)
    return replace(side, dataset=replace(known, tables={**known.tables, "gastos": dataset.rows("gastos")})), unset


def _is_of_same_date(datum: Datum, side: Side, other: Side, money: Collection[str]) -> bool:
    """Whether a kept number may replace the other run's: not an amount of money whose cut-off date differs there."""
    indicator, _, rest = datum.owner.partition("/")
    if indicator not in money:
        return True
    window = Period.parse(rest.partition("/")[0])
    return side.corrida.cutoff(window) == other.corrida.cutoff(window)


def _active(mixer: Mixer, cells: Sequence[ChangedCell]) -> set[Cause]:
    """Return the causes in which the two runs differ; late forms only if a method leaves them out."""
    found = {cell.cause for cell in cells}
    a, b = (side.method.model_dump(exclude=WORDS_OF_METHOD) for side in (mixer.a, mixer.b))
    if a != b:
        found.add(Cause.METHOD)
    if mixer.corrida(frozenset()) != mixer.corrida(frozenset({Cause.PARAMETERS})):
        found.add(Cause.PARAMETERS)
    late_count = any(method.tardios == "fuera" for method in (mixer.a.method, mixer.b.method))
    return found if late_count else found - {Cause.LATE}


def _effects(values: Values, cells: Sequence[ChangedCell]) -> Mapping[int, Mapping[Headline, Fraction]]:
    """Return the effects of single cells on figures, by place in `cells`.

    Left out are cells of `estructura`, cells that no figure depends on and, with `MOST_WORK` used up, the causes with
    most cells.
    """
    told = [place for place, cell in enumerate(cells) if cell.table != "estructura"]
    told = [place for place in told if any(_is_of(values, one, cells[place]) for one in values.headlines)]
    by_cause = grouped(told, lambda place: cells[place].cause)
    found: dict[int, Mapping[Headline, Fraction]] = {}
    left = MOST_WORK
    for cause, places in sorted(by_cause.items(), key=lambda item: len(item[1])):
        left -= len(places) * (values.rows_of(cause) + EACH_TIME)
        if left >= 0:
            found |= {place: values.effects(cells[place], values.headlines) for place in places}
    return found


def _is_of(values: Values, headline: Headline, cell: ChangedCell) -> bool:
    """Whether a figure can depend on a cell: by its cause and, for tables in `TRACED`, by the figure's own cells."""
    if cell.cause not in OF_WAY[values.ways[headline]] or cell.cause not in values.active:
        return False
    if cell.table not in TRACED:
        return True
    places = {cell.place, cell.place_before}
    return any(places & values.leaves(headline, place) for place in (0, 1))


def _change(
    values: Values, headline: Headline, cells: Sequence[ChangedCell],
    effects: Mapping[int, Mapping[Headline, Fraction]],
) -> Change:  # fmt: skip
    """Divide the change of one headline figure among its causes; without parts if a run lacks the figure."""
    a, b = values.mixer.a, values.mixer.b
    before, after = values.figure(headline, 0), values.figure(headline, 1)
    name = b.method.indicadores[headline.names[1]].nombre
    windows = (headline.window(a).words, headline.window(b).words)
    if before is None or after is None:
        return Change(headline, name, windows, before, after)
    players = [cause for cause in Cause if cause in values.active & OF_WAY[values.ways[headline]]]
    shares = _shares(values, headline, players, before.value)
    told = [_as_saved(side, figure) for side, figure in ((a, before), (b, after))]
    program = (told[1].value - after.value) - (told[0].value - before.value)
    if program:
        shares.append(((Cause.PROGRAM,), program))
    of_cause = [
        CellEffect(cell, effects.get(place, {}).get(headline))
        for place, cell in enumerate(cells)
        if _is_of(values, headline, cell)
    ]
    shares = [(tuple(sorted(causes, key=ORDER.index)), value) for causes, value in shares]
    rules = rule_lines(values, headline)
    parts = [_part(causes, value, after.decimals, of_cause, rules) for causes, value in joined(shares)]
    parts.sort(key=lambda part: -abs(part.value))
    return Change(headline, name, windows, told[0], told[1], (*parts, rounding(told[0], told[1], parts)))


def _shares(
    values: Values, headline: Headline, players: Sequence[Cause], start: Fraction
) -> list[tuple[tuple[Cause, ...], Fraction]]:
    """Return what causes contribute to a figure's exact change; for two periods, physical reports go with time."""
    if not values.mixer.moves:
        return divide(players, lambda of: values.of(headline, of))
    # The first run has no reports of the new period.
    arriving = frozenset({Cause.PHYSICAL}) & frozenset(players)
    others = [cause for cause in players if cause not in arriving]
    shares = divide(others, lambda of: values.of(headline, of | arriving), Cause.TIME, start)
    found = [((*causes, *arriving) if Cause.TIME in causes else causes, value) for causes, value in shares]
    return [(causes, value) for causes, value in found if value or causes != (Cause.TIME,)]


def _as_saved(side: Side, figure: Figure) -> Figure:
    """Return a figure with the value that the saved run has for it; as computed now if there is none."""
    text = (side.printed or {}).get(figure.id, "")
    # A closing writes 34 digits of a value whose decimals do not end.
    return figure if not text or text == plain_text(figure.value) else replace(figure, value=exact(text))


def _part(
    causes: tuple[Cause, ...],
    value: Fraction,
    decimals: int,
    cells: Sequence[CellEffect],
    rules: Sequence[RuleLine],
) -> Part:
    """Return the part of some causes, with their rules and cells: the greatest effects first, unknown ones last."""
    own = [one for one in cells if one.cell.cause in causes]
    # Stable: the cells whose effect was not computed come last, in the order of their tables and rows.
    own.sort(key=lambda one: (one.effect is None, -abs(one.effect or 0)))
    told = tuple(line for line in rules if line.cause in causes)
    return Part(causes, value, round_half_up(value, decimals), tuple(own), told)


def rounding(before: Figure, after: Figure, parts: Sequence[Part]) -> Part:
    """Return what rounding contributes: with it, the other parts add up to the change of the printed figure.

    Its exact contribution is that of rounding the two figures. Its printed one also makes up for the rounding of the
    printed parts.
    """
    change = after.rounded - before.rounded
    value = exact(change) - sum((part.value for part in parts), Fraction(0))
    return Part((Cause.ROUNDING,), value, change - sum((part.printed for part in parts), Decimal(0)))
