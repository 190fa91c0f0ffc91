"""The figures of a run while they are computed: subjects and their names, looking them up, and what they pass on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from helpers.base.display import list_es, number_es
from helpers.base.exact import plain_text, rounded
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.figures.figure import Figure, figure_id
from helpers.figures.findings import Finding, Severity, cell_fields
from helpers.figures.records import Row, Sourced
from helpers.intake.dataset import BUDGET_LEVELS, Dataset
from helpers.settings.methods import Metodo

SOURCE = "fuente"
REPORT_WORDS = {"categoria": "categoría", "area": "área", "en linea": "en línea"}
"""Spanish words for kinds and states of budget reports whose code lacks an accent."""


@dataclass(frozen=True)
class Names:
    """Names by (level, code)."""

    by_key: Mapping[tuple[str, str], str]

    def of(self, level: str, code: str) -> str:
        """Return the name of a code; the code itself where it has no name."""
        return self.by_key.get((level, code)) or code


def collect(dataset: Dataset) -> Names:
    """Gather the names of nodes, actions, tasks, budget lines and sources of funds, by (level, code).

    Of several names of a budget line the first one counts, of a task in several versions the last one. A source whose
    lines in the first report have several names, as with several funders, is called by all of them.
    """
    names = {node.key: node.name for node in dataset.nodes}
    for row in dataset.rows("acciones"):
        names[("acp", row.text("acp"))] = row.text("denominacion")
    for row in dataset.rows("tareas"):
        names[("tarea", row.text("tarea"))] = row.text("descripcion")
    for row in dataset.rows("gastos"):
        level = BUDGET_LEVELS.get(row.text("reporte"))
        if level and level != SOURCE and row.text("denominacion"):
            names.setdefault((level, row.text(level)), row.text("denominacion"))
    for source, name in _source_names(dataset):
        names.setdefault((SOURCE, source), name)
    return Names(names)


def _source_names(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield the sources of funds with their names, joined where a report has several, as those of its funders.

    Reports come in the order of their lines, approved budgets last; a source comes once for each that names it.
    """
    lines = (row for row in dataset.rows("gastos") if row.text("reporte") == SOURCE)
    reports = by_key(
        ((row.text(SOURCE), row.date("fecha_corte"), row.text("version")), row.text("denominacion"))
        for row in (*lines, *dataset.rows("presupuesto_aprobado"))
        if row.text(SOURCE) and row.text("denominacion")
    )
    for (source, *_), found in reports.items():
        yield source, list_es(list(dict.fromkeys(found)))


def read_again(first: Figure, value: Sourced, due: str = "Corresponde dejar un solo valor.") -> Finding:
    """Return the warning (`CAL-REPETIDA`) on a second value for a figure that the run already has; the first counts.

    `due` says in Spanish what is to be done.
    """
    return Finding(
        codigo="CAL-REPETIDA",
        severidad=Severity.WARNING,
        elemento=first.id,
        esperado=first.published,
        encontrado=plain_text(value.value),
        mensaje=f"«{first.name}», {first.period.words}: {value.cell} dice {number_es(value.value)}, y esa cifra ya "
        f"se tiene ({number_es(first.rounded)}); cuenta la primera. {due}",
        **cell_fields(value.cell),
    )


def row_left_out(row: Row, column: str, why: str) -> Finding:
    """Return the warning (`CAL-SIN-USO`) on a row that gives no figure, placed at the cell of a column.

    `why` completes «esta fila no da ninguna cifra, porque…».
    """
    return Finding(
        codigo="CAL-SIN-USO",
        severidad=Severity.WARNING,
        elemento=f"{row.origin.table}/{row.text(column)}",
        encontrado=row.text(column),
        mensaje=f"{row.cell(column)}: esta fila no da ninguna cifra, porque {why}.",
        **cell_fields(row.cell(column)),
    )


TASK = "tarea"


class Subject(NamedTuple):
    """The parts of a figure's id (indicator, window, level, code) and the name of its node, action or task."""

    indicator: str
    period: Period
    level: str
    code: str
    name: str

    @property
    def id(self) -> str:
        """The id under which the ledger and the Book keep the figure."""
        return figure_id(self.indicator, self.period, self.level, self.code)


@dataclass(frozen=True, slots=True)
class Measure:
    """Unit and printed decimals of an indicator."""

    unit: str
    decimals: int


MONEY = Measure("Bs", 2)
"""The measure of amounts of money: printed with cents."""
TASK_COUNT = Measure("tareas", 0)
"""The measure of numbers of tasks."""


@dataclass
class EnteredFigures:
    """The figures and findings of a run so far.

    Attributes
    ----------
    method : Metodo
    extra : dict[str, Measure]
        Indicators that no method defines: counts, weights, and values kept beside the one that counts.
    figures : dict[str, Figure]
        By id, in the order in which they are entered.
    findings : list of Finding
        What could not be used or computed.
    subjects : dict
        By window, level, code and name of everything with a figure, except tasks and operations.
    """

    method: Metodo
    extra: dict[str, Measure] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    subjects: dict[Period, dict[tuple[str, str, str], None]] = field(default_factory=dict)
    # Cached: a unit's figure enters its area, its actions and its dispersion.
    _handed_on: dict[str, Fraction] = field(default_factory=dict, init=False, repr=False)

    def get(self, indicator: str, period: Period, level: str, code: str) -> Figure | None:
        """Return a figure that the run has entered so far, by the parts of its id; None if it has none."""
        return self.figures.get(figure_id(indicator, period, level, code))

    def all_of(self, indicator: str, periods: Iterable[Period], level: str, code: str) -> list[Figure]:
        """Return a subject's figure of each window, in order; an empty list where one of them is missing."""
        return complete(self.get(indicator, period, level, code) for period in periods)

    def keys(self, period: Period) -> tuple[tuple[str, str, str], ...]:
        """Return level, code and name of each subject with a figure in a window, in the order in which they came.

        Tasks and operations are left out.
        """
        return tuple(self.subjects.get(period, ()))

    def handed_on(self, figure: Figure) -> Fraction:
        """Return the value that a figure passes on to later operations.

        Returns
        -------
        Fraction
            Rounded half up to the figure's decimals where the method rounds every level, else exact.
        """
        if not self.method.rounds_every_level:
            return figure.value
        if figure.id not in self._handed_on:
            self._handed_on[figure.id] = rounded(figure.value, figure.decimals)
        return self._handed_on[figure.id]

    def beside(self, subject: Subject, suffix: str) -> Subject:
        """Return the subject under its indicator plus a suffix, for a value kept beside the one that counts.

        The new indicator is registered as in `name_beside`; no figure is entered.
        """
        return subject._replace(indicator=self.name_beside(subject.indicator, suffix))

    def name_beside(self, indicator: str, suffix: str) -> str:
        """Return an indicator's key plus a suffix, and register it in `extra` with the same unit and decimals.

        It is for a value kept beside the one that counts.
        """
        name = f"{indicator}{suffix}"
        self.extra[name] = self.measure(indicator)
        return name

    def measure(self, indicator: str) -> Measure:
        """Return unit and decimals of an indicator, from `extra` or else from the method.

        Raises
        ------
        KeyError
            If neither has the indicator.
        """
        return self.extra.get(indicator) or self._measures[indicator]

    @cached_property
    def _measures(self) -> Mapping[str, Measure]:
        method = self.method
        return {name: Measure(found.unidad, method.decimals(name)) for name, found in method.indicadores.items()}


def complete(found: Iterable[Figure | None]) -> list[Figure]:
    """Return the figures, in order; an empty list where one of them is missing, or where there are none."""
    figures = list(found)
    return [] if None in figures else [figure for figure in figures if figure is not None]
