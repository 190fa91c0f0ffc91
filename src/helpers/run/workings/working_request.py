"""What the calculation cells of a section are written from: the method, the parameters and the figures to repeat."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from helpers.base.periods import Period
from helpers.base.python_extras import PlainData

MONEY, CENTS = "Bs", 2
"""Unit of money, and its least decimals."""


class Place(NamedTuple):
    """Where a printed figure stands."""

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
    """

    method: PlainData
    params: PlainData
    places: tuple[Place, ...]
    table: Callable[[str], pd.DataFrame]

    def has_table(self, name: str) -> bool:
        """Return whether an input table has rows."""
        return len(self.table(name)) > 0

    def of(self, indicator: str) -> tuple[Place, ...]:
        """Return the figures of an indicator to repeat, each as indicator, window, level and code."""
        return tuple(place for place in self.places if place.indicator == indicator)

    def also(self, places: Iterable[Place]) -> Request:
        """Return the request with further figures to repeat, placed before its own."""
        together = tuple(dict.fromkeys((*places, *self.places)))
        return replace(self, places=together)


def rules_of(request: Request, indicator: str) -> Mapping[str, PlainData]:
    """Return the method's rules of an indicator by kind of window; empty if the method does not define it."""
    found: Mapping[str, PlainData] = request.method["indicadores"].get(indicator, {}).get("reglas", {})
    return found


def by_rule(
    request: Request, indicator: str, rule: str
) -> Iterator[tuple[PlainData, list[str], list[str]]]:
    """Yield each definition that an indicator has under a rule, with the levels and windows printed by it."""
    groups: dict[str, tuple[PlainData, list[Place]]] = {}
    for place in request.of(indicator):
        defined = rules_of(request, indicator).get(Period.parse(place.window).kind)
        if defined is not None and defined["regla"] == rule:
            groups.setdefault(repr(sorted(defined.items())), (defined, []))[1].append(place)
    for defined, places in groups.values():
        yield defined, levels_of(places), windows_of(places)


def levels_of(places: Sequence[Place]) -> list[str]:
    """Return the levels of some figures, each once, in their order."""
    return list(dict.fromkeys(place.level for place in places))


def windows_of(places: Sequence[Place]) -> list[str]:
    """Return the windows of some figures, each once, from the shortest and earliest on."""
    found = {place.window: Period.parse(place.window) for place in places}
    return sorted(found, key=lambda code: (found[code].last, found[code].last - found[code].first))


def name_of(request: Request, indicator: str) -> str:
    """Return an indicator's name in the method; the key itself where the method does not define it."""
    name: str = request.method["indicadores"].get(indicator, {}).get("nombre", indicator)
    return name


def decimals_of(request: Request, indicator: str) -> int:
    """Return the decimals with which an indicator is rounded: its own, else the method's; of money at least two."""
    defined = request.method["indicadores"].get(indicator, {})
    own, general = defined.get("decimales"), request.method["redondeo"]["decimales"]
    decimals: int = own if own is not None else max(general, CENTS) if defined.get("unidad") == MONEY else general
    return decimals


def passes_rounded(request: Request) -> bool:
    """Return whether each level passes its rounded value on to the next."""
    return bool(request.method["redondeo"]["donde"] == "cada_nivel")


def cutoff_of(request: Request, window: str) -> str:
    """Return the cut-off date of a window's accounts: the one that the run states, else the window's last day."""
    last = Period.parse(window).cutoff
    stated = (cut["fecha"] for code, cut in request.params["cortes"].items() if Period.parse(code).cutoff == last)
    return str(next(stated, last))


def with_suffix(request: Request, suffix: str) -> Iterator[tuple[str, str, tuple[Place, ...]]]:
    """Yield each indicator to repeat whose key ends in a suffix, its key without the suffix, and its figures."""
    for indicator in dict.fromkeys(place.indicator for place in request.places):
        base = indicator.removesuffix(suffix)
        if base != indicator and rules_of(request, base):
            yield indicator, base, request.of(indicator)


def entity_of(places: Sequence[Place]) -> str:
    """Return the institution's code, quoted; empty text where nothing of it is printed."""
    return quoted(next((place.code for place in places if place.level == "entidad"), ""))


def quoted(text: object) -> str:
    """Return a text of the data, the parameters or the method as a literal of Python, which nothing in it can end."""
    return json.dumps(str(text), ensure_ascii=False)


def code(*lines: str) -> WorkingCell:
    """Return a code cell."""
    return WorkingCell("code", "\n".join(lines))


def words(text: str) -> WorkingCell:
    """Return a Markdown cell."""
    return WorkingCell("markdown", text)
