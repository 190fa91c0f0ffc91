"""Naive computation of money: balances and flows by line, and their sums upwards."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from naive.plan import TASK_LEVELS
from naive.records import Institution, Key, Line, Window, once, since_january
from naive.schemes import Scheme

ZERO = Fraction(0)
LINKED = {"acp": 1, "area": 2} | dict.fromkeys(TASK_LEVELS, 3)


class Money:
    """Questions about an institution's budget."""

    def __init__(self, institution: Institution, scheme: Scheme) -> None:
        self.of, self.scheme = institution, scheme

    def value(self, column: str, asked: Window, key: Key) -> Fraction | None:
        """A balance at the window's end, or what accrued within it."""
        stated = self.scheme.columns[column]
        is_needed = stated.flows and asked.first == 1
        return self.money(column, asked, key) if asked.kind in stated.kinds or is_needed else None

    @once
    def money(self, column: str, asked: Window, key: Key) -> Fraction | None:
        level, code = key
        if level == "fuente" and code == "TOTAL":
            return self.total(column, asked, "fuente")
        if level in {"cat_prog", "fuente"}:
            return self.line(column, asked, key)
        if level in LINKED:
            linked = self.linked(column, asked, key)
            return linked if linked is not None or level != "area" else self.line(column, asked, key)
        if level == "grupo":
            actions = [("acp", action.code) for action in self.of.actions if action.group == code]
            return self.sum_of(column, asked, actions)
        if level == "servicio":
            areas = [place.key for place in self.of.children(key) if place.level == "area"]
            return self.sum_of(column, asked, areas)
        if level == "entidad":
            by_category = self.total(column, asked, "categoria")
            return by_category if by_category is not None else self.total(column, asked, "area")
        return None

    def sum_of(self, column: str, asked: Window, keys: list[Key]) -> Fraction | None:
        """The sum over several subjects, or None if any of them has no value."""
        found = [self.money(column, asked, key) for key in keys]
        if not found or any(value is None for value in found):
            return None
        return sum((self.scheme.handed(column, value) for value in found), ZERO)

    def line(self, column: str, asked: Window, key: Key) -> Fraction | None:
        if asked.first == 1 or not self.scheme.columns[column].flows:
            return self.balance(column, asked.last, key)
        return self.flow(column, asked, key)

    def balance(self, column: str, month: int, key: Key) -> Fraction | None:
        """The amount of a code at the end of a month in its level's report, or None if any of its lines is blank."""
        lines = [line for line in self.at(month, _report(key[0])) if line.code == key[1]]
        if not lines or any(column not in line.amounts for line in lines):
            return None
        return sum((line.amounts[column] for line in lines), ZERO)

    def flow(self, column: str, asked: Window, key: Key) -> Fraction | None:
        """One cut-off less the one before; a line that one of the two complete reports does not list is zero there."""
        if key[1] not in self.listed(asked, column, _report(key[0])):
            return None
        earlier, later = self.codes(asked.first - 1, _report(key[0])), self.codes(asked.last, _report(key[0]))
        first = self.money(column, since_january(asked.first - 1), key)
        last = self.money(column, since_january(asked.last), key)
        if (first is None and key[1] in earlier) or (last is None and key[1] in later):
            return None
        handed = [self.scheme.handed(column, value or ZERO) for value in (last, first)]
        return handed[0] - handed[1]

    @once
    def listed(self, asked: Window, column: str, report: str) -> list[str]:
        """The codes that a report lists for a window; for a flow between two cut-offs, the codes of either one."""
        if asked.first == 1 or not self.scheme.columns[column].flows:
            return self.codes(asked.last, report)
        level = "cat_prog" if report == "categoria" else report
        before = since_january(asked.first - 1)
        earlier, later = self.codes(before.last, report), self.codes(asked.last, report)
        is_known = any(self.money(column, before, (level, code)) is not None for code in earlier)
        return list(dict.fromkeys([*later, *earlier])) if later and is_known else []

    def linked(self, column: str, asked: Window, key: Key) -> Fraction | None:
        """The sum of the categories linked to an action, area or unit, or None if any of them is blank."""
        listed = self.listed(asked, column, "categoria")
        return self.sum_of(column, asked, [("cat_prog", code) for code in self.serving(key) if code in listed])

    @once
    def serving(self, key: Key) -> list[str]:
        if key[0] in TASK_LEVELS and key != next(at for level in TASK_LEVELS if self.of.place(at := (level, key[1]))):
            return []  # A code that several levels use is the first one's.
        first = {link[0]: link for link in reversed(self.of.links)}
        return [code for code, link in first.items() if link[LINKED[key[0]]] == key[1]]

    def total(self, column: str, asked: Window, report: str) -> Fraction | None:
        """The sum over all codes of a report, or None if any of them has no value."""
        level = "cat_prog" if report == "categoria" else report
        return self.sum_of(column, asked, [(level, code) for code in self.listed(asked, column, report)])

    @once
    def codes(self, month: int, report: str) -> list[str]:
        return list(dict.fromkeys(line.code for line in self.at(month, report)))

    def at(self, month: int, report: str) -> list[Line]:
        return self._lines.get((month, report), [])

    @cached_property
    def _lines(self) -> dict[tuple[int, str], list[Line]]:
        found: dict[tuple[int, str], list[Line]] = {}
        for line in self.of.lines:
            found.setdefault((line.month, line.report), []).append(line)
        return found

    # Programmed money

    @once
    def programmed(self, asked: Window, key: Key) -> Fraction | None:
        level, code = key
        if level == "cat_prog" or (level == "acp" and self._rows(key)):
            return self.programmed_line(asked, key)
        if level in LINKED:
            known = {row.category for row in self.of.programme}
            return self._sum(asked, [("cat_prog", category) for category in self.serving(key) if category in known])
        if level == "servicio":
            return self._sum(asked, [place.key for place in self.of.children(key) if place.level == "area"])
        if level == "grupo":
            return self._sum(asked, [("acp", action.code) for action in self.of.actions if action.group == code])
        if level == "entidad":
            return self._sum(asked, list(dict.fromkeys(_line_key(row) for row in self.of.programme)))
        return None

    def programmed_line(self, asked: Window, key: Key) -> Fraction | None:
        """The sum of a line's rows over every month of a window, or None if any cell is blank."""
        cells = [row.months.get(month) for row in self._rows(key) for month in asked.months]
        return None if not cells or any(cell is None for cell in cells) else sum(cells, ZERO)

    @once
    def _rows(self, key: Key) -> list:
        return [row for row in self.of.programme if _line_key(row) == key]

    def _sum(self, asked: Window, keys: list[Key]) -> Fraction | None:
        found = [self.programmed(asked, key) for key in keys]
        if not found or any(value is None for value in found):
            return None
        return sum((self.scheme.handed("ppto_programado", value) for value in found), ZERO)


def _line_key(row) -> Key:
    return ("cat_prog", row.category) if row.category else ("acp", row.action)


def _report(level: str) -> str:
    return "categoria" if level == "cat_prog" else level
