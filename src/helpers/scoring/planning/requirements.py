"""Forms 03 and 04: the money that each area requires by form and source of funds, its summary and its ceiling.

A sum with an unreadable part is no total. The sum of the readable parts is entered under an indicator of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.base.display import list_es, upper_first
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.figures import figure_names as keys
from helpers.figures.figure import Figure, Operation
from helpers.figures.records import Node, Row, Sourced
from helpers.scoring.entered_figures import MONEY, Subject
from helpers.scoring.ledger import Scorer
from helpers.scoring.planning.plan_places import (
    areas_formulating,
    asked,
    by_text,
    is_summary,
    of_version,
    place_of,
    sum_rule,
)

TABLE = "requerimientos"
FORM, FUND, AREA = "formulario", "fuente", "area"
WORDS = {FORM: ("formulario", "formularios"), FUND: ("fuente", "fuentes"), AREA: ("área", "áreas")}
AMOUNT = "importe"
NAMED = 3
"""Most descriptions that a form's name lists."""


@dataclass(frozen=True)
class RequirementScorer(Scorer):
    """Enters the requirements of one version of the plan into a ledger."""

    window: Period
    version: str

    def score(self) -> None:
        """Enter requirements (forms 03) by area, source and form, summaries (form 04) by area and source, and ceilings.

        Ceilings are by area. Each is also entered in total. The summary minus the requirements follows where both are
        complete, and the ceiling minus the requirements (minus the summary, where only that is complete). A sum that
        lacks an amount is entered with the suffix `LEGIBLE` instead. Nothing is entered for a version without forms.
        """
        if not self._rows:
            return
        sums = (keys.REQUIRED, keys.SUMMARY, keys.CEILING)
        measured = (*sums, *(name + keys.LEGIBLE for name in sums), keys.SUMMARY_GAP, keys.ROOM)
        self.ledger.extra |= dict.fromkeys(measured, MONEY)
        areas = areas_formulating(self.dataset, self.version)
        nodes = [node for area in areas if (node := place_of(self.dataset, area)) is not None]
        for node in nodes:
            self._area(node)
        forms = sorted({row.text(FORM) for row in asked(self._rows)})
        for level, groups in ((FUND, self._funds), (FORM, forms)):
            for code in groups:
                self._across(keys.REQUIRED, level, code, nodes)
        for code in self._funds:
            self._across(keys.SUMMARY, FUND, code, nodes)
        for indicator in sums:
            self._entity(indicator, nodes)
        by_fund = [(keys.BY_FUND, f"{node.code}/{code}") for node in nodes for code in self._funds]
        totals = [*((FUND, code) for code in self._funds), self.dataset.entity.key]
        # A small institution may formulate as a whole: its one area is then the entity itself.
        for key in dict.fromkeys((*(node.key for node in nodes), *by_fund, *totals)):
            self._compare(key)

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return of_version(self.dataset.rows(TABLE), self.version)

    @cached_property
    def _by_area(self) -> Mapping[tuple[str, ...], Sequence[Row]]:
        return by_text(self._rows, "area")

    @cached_property
    def _funds(self) -> tuple[str, ...]:
        return tuple(sorted({row.text("fuente") for row in self._rows} - {""}))

    def _area(self, node: Node) -> None:
        """Enter an area's requirements by form and source, their sums, its summary and its ceiling."""
        own = self._by_area.get((node.code,), ())
        lines = asked(own)
        leaves: dict[tuple[str, ...], Figure] = {}
        for (form, fund), rows in by_text(lines, "formulario", "fuente").items():
            place = (
                keys.BY_FORM_AND_FUND,
                f"{node.code}/{form}/{fund}",
                f"{node.name}, {self._form_name(form)}, fuente {fund}",
            )
            if (figure := self._read(keys.REQUIRED, place, rows, f"formulario {form}")) is not None:
                leaves[form, fund] = figure
        self._sums(node, keys.BY_FORM, leaves, lines, place=0)
        by_fund = self._sums(node, keys.BY_FUND, leaves, lines, place=1)
        if by_fund:
            self._add(keys.REQUIRED, (*node.key, node.name), by_fund, all(_is_read(row) for row in lines), FUND)
        self._summary(node, [row for row in own if is_summary(row)])
        ceilings = [cell for row in own if (cell := row.number("techo")) is not None]
        if ceilings:
            subject = Subject(keys.CEILING, self.window, *node.key, node.name)
            self.ledger.read(subject, ceilings[:1], "Leído del techo del área, que repite cada fila suya.")

    def _sums(
        self, node: Node, level: str, leaves: Mapping[tuple[str, ...], Figure], lines: Sequence[Row], *, place: int
    ) -> list[Figure]:
        """Enter an area's sums by form (`place` 0 in a leaf's key) or by source of funds (`place` 1); return them."""
        column = (FORM, FUND)[place]
        found = []
        for code, parts in by_key((key[place], leaf) for key, leaf in leaves.items()).items():
            blank = [row for row in lines if not _is_read(row) and row.text(column) in ("", code)]
            name = self._form_name(code) if column == FORM else f"fuente {code}"
            said = (level, f"{node.code}/{code}", f"{node.name}, {name}")
            found.append(self._add(keys.REQUIRED, said, parts, not blank, FUND if column == FORM else FORM))
        return found

    def _summary(self, node: Node, rows: Sequence[Row]) -> None:
        """Enter an area's form 04, by source and in total."""
        for (fund,), own in by_text(rows, "fuente").items():
            if fund:
                place = (keys.BY_FUND, f"{node.code}/{fund}", f"{node.name}, fuente {fund}")
                self._read(keys.SUMMARY, place, own, "formulario 04")
        if rows:
            self._read(keys.SUMMARY, (*node.key, node.name), rows, "formulario 04")

    def _read(self, indicator: str, place: tuple[str, str, str], rows: Sequence[Row], where: str) -> Figure | None:
        """Enter the sum of some rows: of the readable ones, under `LEGIBLE`, where one is not; None where none is."""
        cells: list[Sourced] = [cell for row in rows if (cell := row.number(AMOUNT)) is not None]
        if not cells:
            return None
        blank = len(rows) - len(cells)
        rule = f"Leído del {where}" if len(cells) == 1 else f"Suma de {len(cells)} filas del {where}"
        name = indicator + keys.LEGIBLE if blank else indicator
        rule = f"{rule}; {blank} sin dato." if blank else f"{rule}."
        return self.ledger.read(Subject(name, self.window, *place), cells, rule)

    def _add(
        self, indicator: str, place: tuple[str, str, str], parts: Sequence[Figure], complete: bool, words: str,
        lacking: Sequence[str] = (),
    ) -> Figure:  # fmt: skip
        """Enter a sum; where parts are missing or incomplete, under the indicator of readable amounts."""
        whole = complete and not lacking and all(part.indicator == indicator for part in parts)
        rule = sum_rule(len(parts), *WORDS[words]).removesuffix(".")
        if not whole:
            rule += f"; sin dato completo de {list_es(lacking)}" if lacking else "; hay importes que no se leen"
        name = indicator if whole else indicator + keys.LEGIBLE
        return self.ledger.combine(Subject(name, self.window, *place), Operation.SUM, parts, f"{rule}.")

    def _known(self, indicator: str, level: str, code: str) -> Figure | None:
        """The complete figure, else the one of readable amounts; None without either."""
        found = (self.ledger.get(name, self.window, level, code) for name in (indicator, indicator + keys.LEGIBLE))
        return next((figure for figure in found if figure is not None), None)

    def _across(self, indicator: str, level: str, code: str, nodes: Sequence[Node]) -> None:
        """Enter the sum of a source of funds, or of a form, over the areas that have it."""
        below = keys.BY_FUND if level == FUND else keys.BY_FORM
        parts = [figure for node in nodes if (figure := self._known(indicator, below, f"{node.code}/{code}"))]
        if parts:
            name = self.names.of(FUND, code) if level == FUND else self._form_words(code)
            self._add(indicator, (level, code, name), parts, True, AREA, self._incomplete(indicator, nodes))

    def _entity(self, indicator: str, nodes: Sequence[Node]) -> None:
        """Enter the sum of the areas for the entity, where it has no figure yet."""
        parts = [figure for node in nodes if (figure := self._known(indicator, *node.key))]
        top = self.dataset.entity
        if parts and self._known(indicator, *top.key) is None:
            self._add(indicator, (*top.key, top.name), parts, True, AREA, self._incomplete(indicator, nodes))

    def _incomplete(self, indicator: str, nodes: Sequence[Node]) -> list[str]:
        """Codes of the areas without a complete figure of an indicator: no such form, or an unreadable amount."""
        return [node.code for node in nodes if self.ledger.get(indicator, self.window, *node.key) is None]

    def _compare(self, key: tuple[str, str]) -> None:
        """Enter the summary minus the requirements, and the ceiling minus them or else the summary, where complete."""
        names = (keys.REQUIRED, keys.SUMMARY, keys.CEILING)
        required, summary, ceiling = (self.ledger.get(name, self.window, *key) for name in names)
        if required and summary:
            subject = Subject(keys.SUMMARY_GAP, self.window, *key, summary.name)
            self.ledger.difference(subject, summary, required, "Total del formulario 04 menos el del formulario 03.")
        spent = required or summary
        if ceiling and spent:
            which = "lo requerido" if required else "el total del formulario 04, porque del 03 no se lee todo"
            subject = Subject(keys.ROOM, self.window, *key, spent.name)
            self.ledger.difference(subject, ceiling, spent, f"Techo menos {which}.")

    def _form_name(self, form: str) -> str:
        """A form of an area, with its number: `formulario 3-01`."""
        return f"formulario {form.replace('_', '-')}"

    def _form_words(self, form: str) -> str:
        """A form's name: its rows' descriptions where they are at most three, else its number."""
        lines = [row for row in self._rows if row.text("formulario") == form]
        # The transcriber's remark begins with ` [`.
        said = dict.fromkeys(row.text("descripcion").split(" [", 1)[0].lower() for row in lines)
        words = list_es(list(said)) if 0 < len(said) <= NAMED else self._form_name(form)
        return upper_first(words)


def _is_read(row: Row) -> bool:
    """Tell whether a row states an amount."""
    return row.number(AMOUNT) is not None
