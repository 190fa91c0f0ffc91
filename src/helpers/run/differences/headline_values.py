"""The headline figures of two runs, and their values when only some causes come from the second."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from helpers.base.exact import rounded
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.records import SourceCell
from helpers.intake.dataset import Dataset
from helpers.run.differences.causes import MONEY, SOURCES, Cause, rests_on
from helpers.run.differences.changed_cells import ChangedCell, with_cell
from helpers.run.differences.compared_side import Side
from helpers.run.differences.mixed_inputs import Mixer, Of
from helpers.run.sensitivity.method_cases import headline_windows
from helpers.scoring.score import score
from helpers.settings.methods import CONTEXT_NAMES, Metodo
from helpers.settings.params import Corrida

BESIDES = ("eficacia_ponderada", "brecha_fisico_financiera")
"""Indicators that are compared too, if both methods have them."""
PHYSICAL, FINANCIAL, WHOLE, FORMULA = "físico", "dinero", "todo", "fórmula"
"""Ways to compute a headline figure: from the plan and its reports alone, from the budget alone, from everything, or by
the method's formula over figures of the first two ways."""
OF_WAY: Mapping[str, frozenset[Cause]] = {
    PHYSICAL: frozenset(Cause) - MONEY,
    FINANCIAL: frozenset(Cause) - {Cause.PHYSICAL, Cause.LATE},
    WHOLE: frozenset(Cause),
    FORMULA: frozenset(Cause),
}
TABLES_OF_WAY: Mapping[str, tuple[str, ...]] = {
    PHYSICAL: tuple(name for name in SOURCES if SOURCES[name].cause is not Cause.IN_FORCE),
    FINANCIAL: ("estructura", "acciones", "vinculacion", "avances", "programacion_financiera", "gastos"),
    WHOLE: tuple(SOURCES),
}
Read = Callable[[str, Period, str], Fraction | None]
"""Function: indicator, window and way to compute it → the institution's exact value; None if there is none."""


@dataclass(frozen=True)
class Headline:
    """A headline figure of the institution.

    Attributes
    ----------
    names : tuple of str
        The indicator in the first run's method and in the second's: a method may have another one in its place.
    is_accumulated : bool
        Its window goes from January to the end of the run's period; else it is the period itself.
    """

    names: tuple[str, str]
    is_accumulated: bool

    def window(self, side: Side) -> Period:
        """Return the figure's window in a run."""
        return side.period.accumulated() if self.is_accumulated else side.period


def headlines_of(a: Side, b: Side) -> tuple[Headline, ...]:
    """Return the headline figures that both methods have in the same unit, each in the period and from January on.

    Headline indicators are paired by their place in each method; then come weighted efficacy and the gap of progress
    and execution, each if both methods have it. The windows from January to the period's end are left out if both
    periods begin in January.
    """
    pairs = list(zip(a.method.headline_indicators, b.method.headline_indicators, strict=False))
    shared = [name for name in BESIDES if name in a.method.indicadores and name in b.method.indicadores]
    pairs += [(name, name) for name in shared if not any(name in pair for pair in pairs)]
    pairs = [pair for pair in pairs if a.method.indicadores[pair[0]].unidad == b.method.indicadores[pair[1]].unidad]
    both = any(side.period != side.period.accumulated() for side in (a, b))
    windows = (False, True) if both else (False,)
    return tuple(Headline(pair, is_accumulated) for pair in pairs for is_accumulated in windows)


@dataclass
class Values:
    """Scores mixtures of two runs, each once, and reads the headline figures from them.

    Attributes
    ----------
    active : frozenset of Cause
        The causes in which the runs differ; a mixture that differs only in others is not scored again.
    books : tuple of Book
        Both runs as they are.
    ways : dict of Headline to str
        How each figure is computed from a mixture.
    """

    mixer: Mixer
    headlines: tuple[Headline, ...]
    active: frozenset[Cause]
    books: tuple[Book, Book] = field(init=False)
    ways: dict[Headline, str] = field(default_factory=dict)
    _leaves: dict[tuple[Headline, int], frozenset[SourceCell]] = field(default_factory=dict)
    _known: dict[tuple[str, bool, Of], Mapping[tuple[str, Period], Fraction]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        a, b = self.mixer.a, self.mixer.b
        self.books = (self._book(a.tables, a.method, a.corrida), self._book(b.tables, b.method, b.corrida))
        for headline in self.headlines:
            self.ways[headline] = self._way(headline)
            if self.ways[headline] != WHOLE and not self._agrees(headline):
                self.ways[headline] = WHOLE

    def figure(self, headline: Headline, place: int) -> Figure | None:
        """Return a headline figure of the first run (0) or the second (1) as it is; None if it has none."""
        side, book = (self.mixer.a, self.mixer.b)[place], self.books[place]
        return next(iter(book.select(headline.names[place], headline.window(side), "entidad")), None)

    def leaves(self, headline: Headline, place: int) -> frozenset[SourceCell]:
        """Return the input cells that a figure of run `place` (as in `figure`) depends on; none without figure."""
        if (headline, place) not in self._leaves:
            figure = self.figure(headline, place)
            self._leaves[headline, place] = frozenset(self.books[place].leaves(figure)) if figure else frozenset()
        return self._leaves[headline, place]

    def of(self, headline: Headline, causes: Collection[Cause]) -> Fraction | None:
        """Return a figure's exact value in the second run's window if only these causes come from the second run.

        None if it then has no value.
        """
        of = frozenset(causes) & self.active
        for place, whole in ((0, frozenset[Cause]()), (1, self.active)):
            if self.ways[headline] == WHOLE and of == whole and (place or not self.mixer.moves):
                found = self.figure(headline, place)
                return found.value if found else None
        return self._mixed(headline, of)

    def effects(self, cell: ChangedCell, headlines: Collection[Headline]) -> Mapping[Headline, Fraction]:
        """Return how much one changed cell alone moves each figure; a figure without value on either side is left out.

        The effect is the value with the second run's cell minus the value with the first's, all else as in the first
        run; for two periods, all else as in the second, because the first has no data of the window.
        """
        place = int(self.mixer.moves)
        side, sign = (self.mixer.a, self.mixer.b)[place], 1 - 2 * place
        changed = with_cell(side, cell, is_after=not place)
        books: dict[str, Book] = {}

        def read(name: str, window: Period, way: str) -> Fraction | None:
            """Return a figure's value, or None: with the changed cell or, if its way leaves out the cause, as it is."""
            if cell.cause in OF_WAY[way] and way not in books:
                books[way] = self._book(_only(changed, TABLES_OF_WAY[way]), side.method, side.corrida)
            figure = next(iter(books.get(way, self.books[place]).select(name, window, "entidad")), None)
            return figure.value if figure else None

        found: dict[Headline, Fraction] = {}
        for headline in headlines:
            before = self.figure(headline, place)
            after = self._evaluated(headline, place, headline.window(side), read)
            if before is not None and after is not None:
                found[headline] = sign * (after - before.value)
        return found

    def rows_of(self, cause: Cause) -> int:
        """Estimate how many rows `effects` scores for a cell of a cause, from the sizes of the second run's tables."""
        used = {way for way in TABLES_OF_WAY if cause in OF_WAY[way] and (way != WHOLE or WHOLE in self.ways.values())}
        return sum(len(self.mixer.b.tables.rows(name)) for way in used for name in TABLES_OF_WAY[way])

    def _way(self, headline: Headline) -> str:
        """Return how a figure is computed from a mixture; `WHOLE` if the two methods differ in it."""
        ways = {_way(method, name) for method, name in zip(self._methods, headline.names, strict=True)}
        return ways.pop() if len(ways) == 1 else WHOLE

    @property
    def _methods(self) -> tuple[Metodo, Metodo]:
        """The first run's method and the second's."""
        return self.mixer.a.method, self.mixer.b.method

    def _agrees(self, headline: Headline) -> bool:
        """Whether computing a figure in its way (`ways`) gives the values of the runs' own Books."""
        ends: list[tuple[int, frozenset[Cause]]] = [(1, self.active)]
        ends += [] if self.mixer.moves else [(0, frozenset())]
        for place, causes in ends:
            figure = self.figure(headline, place)
            if self._mixed(headline, causes) != (figure.value if figure else None):
                return False
        return True

    def _mixed(self, headline: Headline, of: Of) -> Fraction | None:
        """Return a figure's value with the causes `of` from the second run, computed in its way; None without value."""
        def read(name: str, window: Period, way: str) -> Fraction | None:
            """Return the value in the mixture, or None."""
            return self._read(name, window, way, headline.is_accumulated, of)

        return self._evaluated(headline, int(Cause.METHOD in of), headline.window(self.mixer.b), read)

    def _evaluated(self, headline: Headline, place: int, window: Period, read: Read) -> Fraction | None:
        """Return a figure by the first run's method (0) or the second's (1), from values that `read` gives.

        None without a rule for the window, if `read` lacks a value, or if the divisor is zero.
        """
        method, name = self._methods[place], headline.names[place]
        if self.ways[headline] != FORMULA:
            return read(name, window, self.ways[headline])
        rule = method.indicadores[name].rule(window)
        if rule is None or rule.formula is None:
            return None
        values: dict[str, Fraction] = {}
        for word in rule.formula.names:
            value = read(word, window, _way(method, word))
            if value is None:
                return None
            values[word] = rounded(value, method.decimals(word)) if method.rounds_every_level else value
        try:
            return rule.formula.value(values)
        except ArithmeticError:  # the method gives no figure where the divisor is zero either
            return None

    def _read(self, name: str, window: Period, way: str, is_accumulated: bool, of: Of) -> Fraction | None:
        """Return the institution's value of an indicator in a mixture, or None; each mixture is scored only once."""
        of &= OF_WAY[way]
        key = (way, is_accumulated or not self.mixer.moves or way == PHYSICAL, of)
        if key not in self._known:
            dataset = self.mixer.dataset(of, TABLES_OF_WAY[way], is_flow=not key[1])
            book = self._book(dataset, self._methods[int(Cause.METHOD in of)], self.mixer.corrida(of))
            self._known[key] = {(one.indicator, one.period): one.value for one in book if one.level == "entidad"}
        return self._known[key].get((name, window))

    def _book(self, dataset: Dataset, method: Metodo, corrida: Corrida) -> Book:
        """Score the headline indicators of a mixture."""
        asked = frozenset(name for headline in self.headlines for name in headline.names)
        windows = headline_windows(corrida.period)
        return score(dataset, method, corrida, self.mixer.b.entidad, windows, asked=asked)[0]


def _way(method: Metodo, name: str) -> str:
    """Return how an indicator's figures are computed from a mixture.

    `FINANCIAL` if they rest on money alone, `PHYSICAL` if not on money, `FORMULA` if their formulas only join figures
    of these two ways, else `WHOLE`.
    """
    rests = rests_on(method, name)
    if rests == {"dinero"}:
        return FINANCIAL
    if "dinero" not in rests:
        return PHYSICAL
    formulas = [rule.formula for rule in method.indicadores[name].reglas.values()]
    words = {word for formula in formulas if formula for word in formula.names}
    of_formula = bool(words) and None not in formulas and not words & set(CONTEXT_NAMES)
    return FORMULA if of_formula and all(len(rests_on(method, word)) < 2 for word in words) else WHOLE


def _only(dataset: Dataset, tables: Collection[str]) -> Dataset:
    """Return a dataset with those of some tables that it has, and all its nodes."""
    return Dataset({name: dataset.rows(name) for name in tables if dataset.has(name)}, {}, dataset.nodes)
