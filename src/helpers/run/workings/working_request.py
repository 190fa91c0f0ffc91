"""The request from which a section's calculation cells are written: method, parameters and the figures to repeat."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from helpers.base.periods import Period
from helpers.base.python_extras import PlainData
from helpers.figures.figure_names import LEVEL_WORDS, name_of_indicator

MONEY, CENTS = "Bs", 2
"""Unit of money, and the fewest decimals that amounts of money have."""


class Place(NamedTuple):
    """The place of a printed figure: indicator, window (`2024-T2`), level (`unidad`) and code of its subject."""

    indicator: str
    window: str
    level: str
    code: str


@dataclass(frozen=True)
class WorkingCell:
    """A notebook cell: `markdown` or `code`, and its source."""

    kind: str
    source: str


@dataclass(frozen=True)
class Request:
    """What a section's calculation has to repeat.

    Attributes
    ----------
    method, params : Mapping
        The method's file and the run's parameters, as plain data. Neither the scoring nor its formulas are used.
    places : tuple of Place
        The computed figures that the section prints, in the order of the page.
    table : Callable
        Returns an input table as the cells read it.
    institution : str
        The institution's short name; a row of `resultados` that names no institution is its own.
    shown : tuple of Place
        All figures that the section prints, also those read from an input, because they may have a grade.
    """

    method: PlainData
    params: PlainData
    places: tuple[Place, ...]
    table: Callable[[str], pd.DataFrame]
    institution: str = ""
    shown: tuple[Place, ...] = ()

    def has_table(self, name: str) -> bool:
        """Return whether an input table, by its name in the contract, has rows."""
        return len(self.table(name)) > 0

    @property
    def indicators(self) -> tuple[str, ...]:
        """The keys of the indicators of the figures to repeat, without repetition, in the page's order."""
        return tuple(dict.fromkeys(place.indicator for place in self.places))

    def of(self, indicator: str) -> tuple[Place, ...]:
        """Return the figures to repeat of one indicator, in the page's order; empty if there are none."""
        return tuple(place for place in self.places if place.indicator == indicator)

    def also(self, places: Iterable[Place]) -> Request:
        """Return a copy of the request with these figures to repeat first, then its own that are not among them."""
        together = tuple(dict.fromkeys((*places, *self.places)))
        return replace(self, places=together)

    def rules_of(self, indicator: str) -> Mapping[str, PlainData]:
        """Return an indicator's rules in the method, by kind of window (`trimestre`…); empty if the method lacks it."""
        found: Mapping[str, PlainData] = self.method["indicadores"].get(indicator, {}).get("reglas", {})
        return found

    def by_rule(self, indicator: str, rule: str) -> Iterator[tuple[PlainData, list[str], list[str]]]:
        """Yield an indicator's definitions of a rule (`formula`, `meta`…), each with its printed levels and windows.

        Kinds of windows with equal definitions go together; nothing if no figure to repeat follows the rule.
        """
        groups: dict[str, tuple[PlainData, list[Place]]] = {}
        for place in self.of(indicator):
            defined = self.rules_of(indicator).get(Period.parse(place.window).kind)
            if defined is not None and defined["regla"] == rule:
                groups.setdefault(repr(sorted(defined.items())), (defined, []))[1].append(place)
        for defined, places in groups.values():
            yield defined, levels_of(places), windows_of(places)

    def name_of(self, indicator: str) -> str:
        """Return an indicator's Spanish name, also of one that is derived from an indicator of the method."""
        return name_of_indicator(indicator, self.method["indicadores"])

    def decimals_of(self, indicator: str) -> int:
        """Return the decimals of an indicator: its own or, without any, the method's (then of money at least two)."""
        defined = self.method["indicadores"].get(indicator, {})
        own, general = defined.get("decimales"), self.method["redondeo"]["decimales"]
        decimals: int = own if own is not None else max(general, CENTS) if defined.get("unidad") == MONEY else general
        return decimals

    @property
    def passes_rounded(self) -> bool:
        """Whether the method rounds at every level, so that the next level is computed from rounded values."""
        return bool(self.method["redondeo"]["donde"] == "cada_nivel")

    def handed_on(self, values: str, decimals: int) -> str:
        """Return Python that gives values as the next calculation takes them: rounded if each level is rounded."""
        return f"redondear({values}, {decimals})" if self.passes_rounded else values

    def rounding_cells(self, *names: str) -> Iterator[WorkingCell]:
        """Yield the cell that rounds frames of money, as the next calculation takes them.

        It stands after the comparison of the unrounded values; nothing if the method rounds only at the end.
        """
        if self.passes_rounded:
            yield code(f"{', '.join(names)} = {', '.join(self.handed_on(name, CENTS) for name in names)}")

    def cutoff_of(self, window: str) -> str:
        """Return the ISO date up to which a window's accounts are read: the run's `cortes`, else the window's last day.

        A date that the run states for another window with the same last day counts too.
        """
        last = Period.parse(window).cutoff
        stated = (cut["fecha"] for code, cut in self.params["cortes"].items() if Period.parse(code).cutoff == last)
        return str(next(stated, last))

    def with_suffix(self, suffix: str) -> Iterator[tuple[str, str, tuple[Place, ...]]]:
        """Yield each indicator to repeat whose key ends in a suffix, the key without it, and the indicator's figures.

        An indicator is left out if the method does not define the key without the suffix.
        """
        for indicator in self.indicators:
            base = indicator.removesuffix(suffix)
            if base != indicator and self.rules_of(base):
                yield indicator, base, self.of(indicator)


def levels_of(places: Sequence[Place]) -> list[str]:
    """Return the levels (`unidad`, `area`…) of some figures, without repetition, in the order of the figures."""
    return list(dict.fromkeys(place.level for place in places))


def windows_of(places: Sequence[Place]) -> list[str]:
    """Return the windows of some figures, without repetition, ordered by last month and then by length."""
    found = {place.window: Period.parse(place.window) for place in places}
    return sorted(found, key=lambda code: (found[code].last, found[code].last - found[code].first))


def level_name(level: str) -> str:
    """Return the Spanish word for a level (`area`: `área`)."""
    return LEVEL_WORDS.get(level, level)


def entity_of(places: Sequence[Place]) -> str:
    """Return the institution's code among some figures as a Python literal (`"MRE"`); `""` if none is of its level."""
    return quoted(next((place.code for place in places if place.level == "entidad"), ""))


def quoted(text: object) -> str:
    """Return a text as a literal of Python in double quotes, which no character in it can end: for text from data."""
    return json.dumps(str(text), ensure_ascii=False)


def code(*lines: str) -> WorkingCell:
    """Return a code cell whose source is these lines."""
    return WorkingCell("code", "\n".join(lines))


def words(text: str) -> WorkingCell:
    """Return a Markdown cell with this text."""
    return WorkingCell("markdown", text)
