"""Assigns each finding to the unit that has to correct it, by its element or its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.figures.findings import Finding
from helpers.figures.records import REPORTING, Row
from helpers.intake.dataset import TABLES, Dataset
from helpers.scoring.planning.plan_in_force import plan_of

_LINE = re.compile(r"\d+$")


class Attribution:
    """Finds the unit of each finding.

    Parameters
    ----------
    period : Period
        A task belongs to the unit that has it in the version of the plan in force in this period; one that this version
        lacks, to the unit of the last version with it.
    forms : Mapping of str to str
        Unit that sent each file, by path from the root.
    concerned : Mapping of str to tuple of str
        Units to notify about each rejected form, by path.
    """

    def __init__(
        self,
        dataset: Dataset,
        period: Period,
        forms: Mapping[str, str],
        concerned: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.forms = forms
        self.concerned = concerned or {}
        self.codes = {node.code for node in dataset.nodes if node.level in REPORTING}
        plan = plan_of(dataset)
        tasks = (*chain.from_iterable(plan.by_version.values()), *plan.tasks(period))
        self.tasks = {task.task: task.unit for task in tasks}
        self.operations = {plan.operation(task): task.unit for task in tasks}
        self.lines = dict(self._lines(dataset))

    def unit(self, finding: Finding) -> str:
        """Return the code of the unit that a finding belongs to; empty if it belongs to no particular one.

        The sender of its file counts first, then its element, then the unit of its row. The row does not count if the
        finding is on a whole table, a column or a version of the plan.
        """
        named = self.forms.get(finding.archivo) or self._of_element(finding.elemento)
        return named or ("" if _is_of_all(finding.elemento) else self._of_place(finding))

    def units(self, finding: Finding) -> tuple[str, ...]:
        """Return the codes of all units to notify about a finding; a single empty code if it belongs to none."""
        return self.concerned.get(finding.archivo) or (self.unit(finding),)

    def _of_element(self, element: str) -> str:
        """The unit, or that of a task or operation, in an element; empty if it names none that the data have.

        Elements are `indicador/periodo/nivel/codigo`, `nivel/codigo` or `presentaciones/periodo/unidad`.
        """
        parts = element.split("/")
        for level, code in self._pairs(parts):
            if level in REPORTING and code in self.codes:
                return code
            if level == "tarea" and code in self.tasks:
                return self.tasks[code]
            if level == "operacion" and code in self.operations:
                return self.operations[code]
        return parts[-1] if parts[0] == "presentaciones" and parts[-1] in self.codes else ""

    @staticmethod
    def _pairs(parts: list[str]) -> Iterator[tuple[str, str]]:
        """Every part of an element paired with what follows it; a code may contain a slash."""
        for place, part in enumerate(parts[:-1]):
            yield part, "/".join(parts[place + 1 :])
            yield part, parts[place + 1]

    def _of_place(self, finding: Finding) -> str:
        """The unit of the row of a finding's cell; empty if the row has none."""
        line = _LINE.search(finding.celda)
        return self.lines.get((finding.archivo, finding.hoja, int(line[0])), "") if line else ""

    def _lines(self, dataset: Dataset) -> Iterator[tuple[tuple[str, str, int], str]]:
        """The unit of each row of the tables about units, by file, sheet and row number."""
        for name in ("tareas", "ejecucion", "presentaciones", "avances", "resultados", "estructura"):
            for row in dataset.rows(name):
                unit = self._of_row(row)
                if unit in self.codes:
                    yield (row.origin.file, row.origin.sheet, row.line), unit

    def _of_row(self, row: Row) -> str:
        """The unit that a row states or is about, else the unit of its task; empty if there is none."""
        if row.text("unidad"):
            return row.text("unidad")
        if row.text("nivel") in REPORTING:
            return row.text("codigo")
        return self.tasks.get(row.text("tarea"), "")


def _is_of_all(element: str) -> bool:
    """Whether a finding is on a whole table, column or version of the plan; its cell is then only the first one."""
    table, *rest = element.split("/")
    if table == "versiones":
        return True
    columns = {column.name for column in TABLES[table].columns} if table in TABLES else set()
    return table in TABLES and (not rest or (len(rest) == 1 and rest[0] in columns))


def by_unit(attribution: Attribution, findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    """Return findings by the code of each unit to notify, in the given order; the empty code has findings on no unit.

    A finding may stand under several units; units without findings are absent.
    """
    found = by_key((unit, finding) for finding in findings for unit in attribution.units(finding))
    return {unit: tuple(some) for unit, some in found.items()}
