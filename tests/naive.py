"""The method of MRE worked out the long way, to be held against `helpers.scoring`.

Plain fractions, one question at a time, from the top down; nothing is shared with the code under test. A
question that has no answer gives None, which is never zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

ACCUMULATED = ("T1", "S1", "ene-sep", "anual")
"""What has accumulated to the end of each quarter."""
LAST_MONTHS = ("mar", "jun", "sep", "dic")
COLUMNS = ("ppto_inicial", "ppto_vigente", "devengado")
REPORTED_FIRST = ("unidad", "puesto", "subtipo", "tipo")
PERCENTAGES = ("avance_fisico", "eficacia_ponderada")

Key = tuple[str, str]


@dataclass(frozen=True)
class Place:
    """A node of the tree."""

    level: str
    code: str
    parent: Key | None
    acp: str = ""

    @property
    def key(self) -> Key:
        return (self.level, self.code)


@dataclass(frozen=True)
class Line:
    """A line of a budget report at the end of a quarter; the amounts by column, where published."""

    quarter: int
    report: str
    code: str
    amounts: dict[str, Fraction]


@dataclass(frozen=True)
class Institution:
    """An institution and what it publishes of the first quarters of a year."""

    quarters: int
    places: list[Place]
    actions: list[str]
    links: list[tuple[str, str, str, str]]
    """Category, action, area, unit."""
    reported: dict[tuple[str, str, str, str], Fraction]
    """By indicator, window, level and code."""
    lines: list[Line] = field(default_factory=list)


def cents(value: Fraction) -> Fraction:
    """Two decimals, half away from zero."""
    size = Fraction(math.floor(abs(value) * 100 + Fraction(1, 2)), 100)
    return size if value >= 0 else -size


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


@dataclass(frozen=True)
class Naive:
    """Every figure of an institution, by id without the year's prefix being shared with anyone."""

    of: Institution
    year: int = 2024

    def figures(self) -> dict[str, Fraction]:
        """All figures that there are, exact, by id."""
        found: dict[str, Fraction] = {}
        for window in self.windows:
            for key in self.subjects:
                for indicator, value in self.row(window, key).items():
                    if value is not None:
                        found[f"{indicator}/{self.year}-{window}/{key[0]}/{key[1]}"] = value
        return found

    @property
    def windows(self) -> list[str]:
        quarters = [f"T{number}" for number in range(1, self.of.quarters + 1)]
        whole = dict.fromkeys([*quarters, *ACCUMULATED[: self.of.quarters]])
        return ["ene", *LAST_MONTHS[: self.of.quarters], *whole]

    @cached_property
    def subjects(self) -> list[Key]:
        keys = [place.key for place in self.of.places]
        keys += [("acp", action) for action in self.of.actions]
        keys += [("cat_prog", link[0]) for link in self.of.links]
        keys += [
            ("cat_prog" if line.report == "categoria" else line.report, line.code) for line in self.of.lines
        ]
        return list(dict.fromkeys([*keys, ("fuente", "TOTAL")]))

    def row(self, window: str, key: Key) -> dict[str, Fraction | None]:
        """All indicators of one subject in one window."""
        found = {name: self.percentage(name, window, key) for name in PERCENTAGES}
        found |= {column: self.money(column, window, key) for column in COLUMNS}
        found |= self.set_aside(window, key)
        is_month = window in ("ene", *LAST_MONTHS)
        if not is_month:
            found["rango_ideal"] = self.ideal(
                window, key, has_any=any(value is not None for value in found.values())
            )
        accrued, budget, efficacy = found["devengado"], found["ppto_vigente"], found["eficacia_ponderada"]
        if accrued is not None and budget is not None:
            found["ejecucion_financiera"] = (
                None if cents(budget) == 0 else cents(accrued) / cents(budget) * 100
            )
            found["saldo"] = cents(budget) - cents(accrued) if window in ACCUMULATED else None
        execution = found.get("ejecucion_financiera")
        if not is_month and efficacy is not None:
            ideal = found["rango_ideal"]
            found["brecha_ideal"] = None if ideal is None else cents(efficacy) - ideal
            if execution is not None:
                found["brecha_fisico_financiera"] = cents(efficacy) - cents(execution)
                if (
                    window in ACCUMULATED
                    and key[0] in {"acp", "area", "servicio", "entidad"}
                    and cents(execution)
                ):
                    found["eficiencia"] = cents(efficacy) / cents(execution) * 100
        return found

    def ideal(self, window: str, key: Key, *, has_any: bool) -> Fraction | None:
        quarters = 1 if window.startswith("T") else ACCUMULATED.index(window) + 1
        return Fraction(25 * quarters) if has_any and key[0] != "fuente" else None

    # Percentages

    def percentage(self, indicator: str, window: str, key: Key) -> Fraction | None:
        if window in ACCUMULATED[1:]:
            return self.accumulated(indicator, window, key)
        if window in LAST_MONTHS or (window == "ene" and indicator == "avance_fisico"):
            return None
        if key[0] == "cat_prog":
            return self.of_responsible_unit(indicator, window, key)
        own, parts = self.own(indicator, window, key), self.of_parts(indicator, window, key)
        chosen = [own, parts] if key[0] in REPORTED_FIRST else [parts, own]
        value = next((value for value in chosen if value is not None), None)
        if value is None and indicator == "eficacia_ponderada" and window != "ene":
            progress = self.percentage("avance_fisico", window, key)
            value = None if progress is None else cents(progress) / 4
        return value

    def accumulated(self, indicator: str, window: str, key: Key) -> Fraction | None:
        """The sum of the quarters' efficacy; progress is what that is of the ideal."""
        quarters = ACCUMULATED.index(window) + 1
        parts = [
            self.percentage("eficacia_ponderada", f"T{number}", key) for number in range(1, quarters + 1)
        ]
        if any(part is None for part in parts):
            return None
        efficacy = sum((cents(part) for part in parts), Fraction(0))
        if indicator == "eficacia_ponderada":
            return efficacy
        return efficacy / (25 * quarters) * 100

    def of_responsible_unit(self, indicator: str, window: str, key: Key) -> Fraction | None:
        for category, _, _, unit in self.of.links:
            if category == key[1] and unit:
                value = self.percentage(indicator, window, ("unidad", unit))
                if value is not None:
                    return cents(value)
        return None

    def own(self, indicator: str, window: str, key: Key) -> Fraction | None:
        return self.of.reported.get((indicator, window, *key))

    def of_parts(self, indicator: str, window: str, key: Key) -> Fraction | None:
        """The simple mean of the parts that have a value, each as printed."""
        found = [self.percentage(indicator, window, part.key) for part in self.parts(key)]
        present = [cents(value) for value in found if value is not None]
        return mean(present) if present else None

    def parts(self, key: Key) -> list[Place]:
        if key[0] == "acp":
            return [
                place for place in self.of.places if place.acp == key[1] and not self.is_under(place, key[1])
            ]
        return [place for place in self.of.places if place.parent == key]

    def is_under(self, place: Place, action: str) -> bool:
        """Whether a node above answers for the same action already."""
        above = next((other for other in self.of.places if other.key == place.parent), None)
        return above is not None and (above.acp == action or self.is_under(above, action))

    def set_aside(self, window: str, key: Key) -> dict[str, Fraction | None]:
        """The value that does not count, where there are both."""
        if window in ACCUMULATED[1:]:
            return {}
        found = {}
        for indicator in PERCENTAGES:
            own, parts = self.own(indicator, window, key), self.of_parts(indicator, window, key)
            if own is not None and parts is not None and key[0] != "cat_prog":
                name, value = ("_partes", parts) if key[0] in REPORTED_FIRST else ("_reportado", own)
                found[indicator + name] = value
        return found

    # Money

    def money(self, column: str, window: str, key: Key) -> Fraction | None:
        """A balance at the window's end, or what accrued within it."""
        if window == "ene" or (window in LAST_MONTHS and column != "ppto_vigente"):
            return None
        level, code = key
        if level == "fuente" and code == "TOTAL":
            return self.total(column, window, "fuente")
        if level in {"cat_prog", "fuente"}:
            return self.line(column, window, key)
        if level in {"acp", "unidad", "area"}:
            linked = self.linked(column, window, key)
            return linked if linked is not None or level != "area" else self.line(column, window, key)
        if level == "servicio":
            return self.sum_of_areas(column, window, key)
        if level == "entidad":
            by_category = self.total(column, window, "categoria")
            return by_category if by_category is not None else self.total(column, window, "area")
        return None

    def line(self, column: str, window: str, key: Key) -> Fraction | None:
        if window in ACCUMULATED or column != "devengado":
            return self.balance(column, self.end(window), key)
        return self.flow(column, window, key)

    def balance(self, column: str, quarter: int, key: Key) -> Fraction | None:
        """What the level's own report says of a code at the end of a quarter."""
        report = "categoria" if key[0] == "cat_prog" else key[0]
        lines = [line for line in self.at(quarter, report) if line.code == key[1]]
        if not lines or any(column not in line.amounts for line in lines):
            return None
        return sum((line.amounts[column] for line in lines), Fraction(0))

    def flow(self, column: str, window: str, key: Key) -> Fraction | None:
        """One cut-off less the one before; a line that a complete report does not list is zero there."""
        report, end = ("categoria" if key[0] == "cat_prog" else key[0]), self.end(window)
        earlier, later = self.codes(end - 1, report), self.codes(end, report)
        before, after = ACCUMULATED[end - 2], ACCUMULATED[end - 1]
        if not later or all(self.money(column, before, (key[0], code)) is None for code in earlier):
            return None
        if key[1] not in earlier + later:
            return None
        first, last = self.money(column, before, key), self.money(column, after, key)
        if (first is None and key[1] in earlier) or (last is None and key[1] in later):
            return None
        return cents(last or Fraction(0)) - cents(first or Fraction(0))

    def listed(self, window: str, column: str, report: str) -> list[str]:
        """The codes that a report lists for a window: of either cut-off, for what accrued between two."""
        end = self.end(window)
        if window in ACCUMULATED or column != "devengado":
            return self.codes(end, report)
        level = "cat_prog" if report == "categoria" else report
        earlier, later = self.codes(end - 1, report), self.codes(end, report)
        is_known = any(
            self.money(column, ACCUMULATED[end - 2], (level, code)) is not None for code in earlier
        )
        return list(dict.fromkeys([*later, *earlier])) if later and is_known else []

    def linked(self, column: str, window: str, key: Key) -> Fraction | None:
        """The categories that serve an action, area or unit; none may be blank."""
        place = {"acp": 1, "area": 2, "unidad": 3}[key[0]]
        listed = self.listed(window, column, "categoria")
        first_links = {link[0]: link for link in reversed(self.of.links)}
        serving = [code for code, link in first_links.items() if link[place] == key[1] and code in listed]
        found = [self.line(column, window, ("cat_prog", code)) for code in serving]
        if not found or any(value is None for value in found):
            return None
        return sum((cents(value) for value in found), Fraction(0))

    def sum_of_areas(self, column: str, window: str, key: Key) -> Fraction | None:
        areas = [place for place in self.parts(key) if place.level == "area"]
        found = [self.money(column, window, area.key) for area in areas]
        if not found or any(value is None for value in found):
            return None
        return sum((cents(value) for value in found), Fraction(0))

    def total(self, column: str, window: str, report: str) -> Fraction | None:
        """The sum over a report whose every line has a figure."""
        level = "cat_prog" if report == "categoria" else report
        found = [self.money(column, window, (level, code)) for code in self.listed(window, column, report)]
        if not found or any(value is None for value in found):
            return None
        return sum((cents(value) for value in found), Fraction(0))

    def codes(self, quarter: int, report: str) -> list[str]:
        return list(dict.fromkeys(line.code for line in self.at(quarter, report)))

    def at(self, quarter: int, report: str) -> list[Line]:
        return [line for line in self.of.lines if (line.quarter, line.report) == (quarter, report)]

    def end(self, window: str) -> int:
        """The quarter in which a window ends."""
        if window in LAST_MONTHS:
            return LAST_MONTHS.index(window) + 1
        return int(window[1]) if window.startswith("T") else ACCUMULATED.index(window) + 1
