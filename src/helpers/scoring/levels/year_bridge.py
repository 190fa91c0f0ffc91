"""The year beside its quarters: their sum, the result over twelve months, and the causes of the difference.

Four steps lead from the sum of the weighted quarters to the year's result. Each step changes one thing and is rolled up
by the method at every level. A step is the difference of two printed values, so at each node the steps add up to the
whole difference, to the last decimal:

1. the mean of the quarters' own progress replaces the reported weighted quarters (rounding, and units' own values);
2. every quarter is measured by the version of the plan in force at the year's end;
3. each quarter weighs by what it had programmed, not as a quarter of the year: the counted amounts of each task's
   quarters are added up, over everything that the task had programmed, also where another progress was reported, and
   the means have the year's parts, also those that a quarter left out (no data, or a late form);
4. execution beyond a quarter's programme, or without programme, makes up for what another quarter lacked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.figures import figure_names as keys
from helpers.figures.figure import Figure, Operand, Operation, figure_id
from helpers.figures.records import LEVELS, Node
from helpers.scoring.entered_figures import TASK, Measure, Subject
from helpers.scoring.ledger import Ledger
from helpers.scoring.planning.other_version import POINTS, ByVersion, VersionScorer
from helpers.settings.indicators import Indicador
from helpers.settings.scales import PLAN_LEVELS

REPEATED = frozenset({Operation.RATIO, Operation.MEAN, Operation.WEIGHTED, Operation.FULFILLED, Operation.SUM})
"""Roll-ups that are repeated with the changed tasks."""
OF_QUARTERS = "Promedio simple de los cuatro trimestres"
CAPPED = "Lo que contó en cada trimestre, sumado, entre lo programado en todos ellos."
UNCHANGED = "Como en el año: nada cambia al contar cada trimestre por separado."
SUMMED_LEVELS = ("entidad", "servicio", "area")
STEP_RULES = {
    keys.BY_REPORTING: "Promedio de los trimestres menos suma de los ponderados: redondeos, y lo que cada uno informó.",
    keys.BY_VERSION: "Los trimestres medidos con la versión del plan que rige al cierre menos como se midió cada uno.",
    keys.BY_WEIGHT: "Cada trimestre según lo que tenía programado, en lugar de la cuarta parte del año para cada uno; "
    "según sus tareas, donde se informó otro avance; y con las partes que entran en el año.",
    keys.BY_RECOVERY: "Lo ejecutado de más en un trimestre, o sin programa, que completa lo que faltó en otro.",
}


@dataclass(frozen=True)
class YearBridge:
    """Enters the results of the quarters together, and the steps from them to the year."""

    ledger: Ledger
    versions: VersionScorer
    nodes: tuple[Node, ...]

    def score(self, year: Period) -> None:
        """Enter the mean of a finished year's quarters, and the year's difference from them: whole, and in steps.

        They are of the indicator that scores tasks. Every node gets them where the year and all its quarters have
        figures, the quarters also by the version of the plan in force at the year's end. The entity, services and areas
        also get the sum of the quarters of each budget flow. Nothing is entered for another period.
        """
        if not year.is_year:
            return
        self._flows(year)
        indicator = self.versions.indicator
        if not indicator:
            return
        quarters = year.quarters()
        final = {quarter: self.versions.final(quarter, year) for quarter in quarters}
        again = _Again(self.ledger, indicator, year, final)
        for level in reversed(LEVELS):
            for node in (node for node in self.nodes if node.level == level):
                self._node(node, indicator, year, final, again)

    def _flows(self, year: Period) -> None:
        """Enter the sum of the quarters of each flow, for the entity, services and areas."""
        for name, indicator in self.ledger.method.indicadores.items():
            rule = indicator.rule(year)
            if rule is None or rule.regla != "flujo":
                continue
            own = self.ledger.name_beside(name, keys.QUARTERS_SUM)
            for node in (node for node in self.nodes if node.level in SUMMED_LEVELS):
                parts = self.ledger.all_of(name, year.quarters(), *node.key)
                if parts:
                    subject = Subject(own, year, *node.key, node.name)
                    self.ledger.combine(subject, Operation.SUM, parts, "Suma de los cuatro trimestres.")

    def _node(self, node: Node, indicator: str, year: Period, final: Mapping[Period, ByVersion], again: _Again) -> None:
        """Enter the bridge from a node's quarters to its year: both means of the quarters, the steps, and their total.

        The total is the year less the sum of the weighted quarters or, where there is none, less their mean. Nothing is
        entered unless every quarter and the year have figures.
        """
        whole = self.ledger.get(indicator, year, *node.key)
        by_quarter = again.node(whole) if whole is not None else None
        own = self.ledger.all_of(indicator, year.quarters(), *node.key)
        if whole is None or by_quarter is None or not own:
            return
        last = [found for figure in own if (found := final[figure.period].of(self.ledger, figure.id))]
        if len(last) < len(own):
            return
        mean = self._mean(node, f"{indicator}{keys.QUARTERS_MEAN}", year, own, f"{OF_QUARTERS}.")
        rule = f"{OF_QUARTERS}, cada uno con la versión del plan que rige al cierre."
        at_end = self._mean(node, f"{indicator}{keys.FINAL_MEAN}", year, last, rule)
        steps = [(keys.BY_VERSION, at_end, mean), (keys.BY_WEIGHT, by_quarter, at_end)]
        steps.append((keys.BY_RECOVERY, whole, by_quarter))
        start = self._weighted(indicator, year, node)
        if start is not None:
            steps.insert(0, (keys.BY_REPORTING, mean, start))
        for suffix, now, before in steps:
            self._step(node, f"{indicator}{suffix}", now, before, STEP_RULES[suffix], year)
        rule = "El año, de sus doce meses, menos la suma de los trimestres ponderados."
        if start is None:
            rule = "El año, de sus doce meses, menos el promedio de sus trimestres."
        self._step(node, f"{indicator}{keys.YEAR_LESS_QUARTERS}", whole, start or mean, rule, year)

    def _weighted(self, indicator: str, year: Period, node: Node) -> Figure | None:
        """The sum of the weighted quarters; None where the method has no such indicator, or the node no such figure."""
        name = weighted_quarters(self.ledger.method.indicadores, indicator, year)
        return self.ledger.get(name, year, *node.key) if name else None

    def _mean(self, node: Node, name: str, year: Period, parts: Sequence[Figure], rule: str) -> Figure:
        """Enter the simple mean of some figures as a node's figure `name` of the year."""
        self.ledger.extra[name] = Measure(parts[0].unit, parts[0].decimals)
        return self.ledger.combine(Subject(name, year, *node.key, node.name), Operation.MEAN, parts, rule)

    def _step(self, node: Node, name: str, now: Figure, before: Figure, rule: str, year: Period) -> None:
        """Enter `now` minus `before`, both as printed, in points, as a node's figure `name` of the year."""
        self.ledger.extra[name] = Measure(POINTS, now.decimals)
        self.ledger.change(Subject(name, year, *node.key, node.name), now, before, rule)


def weighted_quarters(indicators: Mapping[str, Indicador], indicator: str, year: Period) -> str:
    """Return the indicator that adds up a year's weighted quarters of another indicator, such as `eficacia_ponderada`.

    Parameters
    ----------
    indicators : Mapping of str to Indicador
        The method's indicators, by key.
    indicator : str
        The indicator that is weighted.
    year : Period
        The whole year.

    Returns
    -------
    str
        Key of the first indicator whose year is the sum of its quarters, and whose formula for a quarter names only
        `indicator`. Empty if the method has no such indicator.
    """
    for name, definition in indicators.items():
        whole, part = definition.rule(year), definition.rule(year.quarters()[0])
        formula = part.formula if part else None
        if whole and whole.regla == "sumar_trimestres" and formula and formula.names == (indicator,):
            return name
    return ""


@dataclass(frozen=True)
class _Again:
    """Repeats the year's roll-up with task scores in which each quarter counts only what was executed in it.

    Attributes
    ----------
    final : Mapping
        By quarter, its figures by the version of the plan in force at the year's end.
    ids : dict of str to str
        Id of each repeated figure, by the id of the year's figure.
    """

    ledger: Ledger
    indicator: str
    year: Period
    final: Mapping[Period, ByVersion]
    ids: dict[str, str] = field(default_factory=dict)

    def node(self, whole: Figure) -> Figure:
        """Return a node's figure for the year in which each quarter counts only its own execution, entering it once."""
        return self.ledger.figures[self._of(whole)]

    def _of(self, figure: Figure) -> str:
        """Id of the figure that repeats a figure of the year; each is computed once."""
        if figure.id not in self.ids:
            self.ids[figure.id] = self._worked_out(figure)
        return self.ids[figure.id]

    def _worked_out(self, figure: Figure) -> str:
        """Repeat a figure, a task from its quarters and a roll-up from its parts, and return the id.

        A figure of another indicator keeps its own. Without change, a task or operation does too, and a node gets a
        copy under the new indicator.
        """
        if figure.indicator != self.indicator:
            return figure.id
        if figure.level == TASK:
            return self._task(figure)
        operands = tuple(self._operand(operand) for operand in figure.operands)
        is_changed = operands != figure.operands and figure.operation in REPEATED
        if is_changed:
            return self._repeat(figure, operands)
        if figure.level in PLAN_LEVELS:
            return figure.id
        return self.ledger.combine(self._subject(figure), Operation.SAME, [figure], UNCHANGED).id

    def _operand(self, operand: Operand) -> Operand:
        """The operand with the repeated figure in place of the year's own; its weight stays."""
        return operand._replace(figure=self._of(self.ledger.figures[operand.figure])) if operand.figure else operand

    def _repeat(self, figure: Figure, operands: tuple[Operand, ...]) -> str:
        """Enter a roll-up with other operands, and return its id."""
        rule = f"Contando en cada trimestre solo lo suyo. {figure.rule}"
        if figure.operation is Operation.RATIO:
            parts = [self.ledger.figures[name] for name in dict.fromkeys(operand.figure for operand in operands)]
            return not_none(self.ledger.ratio(self._subject(figure), parts, rule)).id
        return not_none(self.ledger.compute(self._subject(figure), figure.operation, operands, rule)).id

    def _task(self, figure: Figure) -> str:
        """Id of the sum of a task's quarters, or of its own figure if it has no quarters or the sum is the same."""
        parts = list(self._quarters(figure))
        above, below = ([getattr(part, term) for part in parts] for term in ("numerator", "denominator"))
        if not parts or (sum(above), sum(below)) == (figure.numerator, figure.denominator):
            return figure.id
        return not_none(self.ledger.ratio(self._subject(figure), parts, CAPPED)).id

    def _quarters(self, figure: Figure) -> Iterator[Figure]:
        """A task's score in each quarter, by the version of the year's end."""
        for quarter, by_version in self.final.items():
            found = by_version.of(self.ledger, figure_id(self.indicator, quarter, figure.level, figure.code))
            if found is not None and found.operation is Operation.LEAF:
                yield found

    def _subject(self, figure: Figure) -> Subject:
        name = self.ledger.name_beside(figure.indicator, keys.BY_QUARTER)
        return Subject(name, self.year, figure.level, figure.code, figure.name)
