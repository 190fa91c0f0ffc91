"""The forms of a period: which unit fills in which form, and its prefilled content."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from helpers.base.errors import UsageError
from helpers.base.exact import exact, plain_text
from helpers.base.periods import MONTHS, Period
from helpers.base.python_extras import by_key
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import InputsFailed, has_error
from helpers.figures.records import REPORTING, UNIT_LEVELS, Node, SourceCell
from helpers.figures.series import YEAR, Series
from helpers.forms.blank.form_layout import FollowUp, Form, PercentLine, PlanForm, ShortForm, TaskLine
from helpers.forms.form_labels import Kind, identity_of
from helpers.intake.dataset import Dataset
from helpers.intake.intake_problems import hint
from helpers.intake.read_inputs import read_dataset
from helpers.scoring.planning.plan_in_force import Plan, percentage_levels, plan_of
from helpers.settings.institution import Entidad, load_institution
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida, load_run, method_of
from helpers.settings.scales import Grado

NEEDED = ("estructura",)
"""Tables required to assign forms to units; a plan may not exist yet."""


@dataclass(frozen=True, eq=False)
class FormSet:
    """The forms of a run's period.

    Attributes
    ----------
    dataset : Dataset
        The run's tables. To judge received forms it must not yet have the rows that are read from forms.
    unread : frozenset of SourceCell
        Cells of the tables that could not be read; there a form cannot be said to differ from the plan.
    draft : str
        The version being prepared, if any: a unit may receive its planning form again when a draft of it exists.
    """

    entidad: Entidad
    corrida: Corrida
    method: Metodo
    dataset: Dataset
    unread: frozenset[SourceCell] = frozenset()
    draft: str = ""

    def is_unread(self, task: str, column: str) -> bool:
        """Return whether the cell of a column of `tareas` could not be read for a task of the plan in force."""
        return self.plan.rows[self.plan.version(self.period), task].cell(column) in self.unread

    def of_period(self, period: Period) -> FormSet:
        """Return the forms of another period of the run's year; the method and the deadlines stay those of the run."""
        return replace(self, corrida=self.corrida.model_copy(update={"periodo": period.code}))

    @cached_property
    def period(self) -> Period:
        """The period of the run, whose forms these are."""
        return self.corrida.period

    @cached_property
    def plan(self) -> Plan:
        """The plan of the run's tables, in all its versions."""
        return plan_of(self.dataset)

    @property
    def lacks_plan(self) -> bool:
        """Whether the run's parameters ask for `tareas` and no plan is in force, so that no form can be made."""
        return "tareas" in self.corrida.tablas and not self.plan.tasks(self.period)

    @cached_property
    def forms(self) -> Mapping[str, FollowUp | ShortForm]:
        """The forms of the period by code of the unit, in the order of the structure; other units are absent.

        A unit with tasks in the plan in force has a follow-up form; another unit or post, with nothing below itself, a
        short form where the method collects percentages in such a period. Not all have to be handed in (`due`).
        """
        made = ((node.code, self._form(node)) for node in self.dataset.nodes)
        return {code: form for code, form in made if form is not None}

    @cached_property
    def due(self) -> Mapping[str, FollowUp | ShortForm]:
        """The forms of the units that must report in the period, as the report counts them; others may still do so.

        Where the plan has tasks, or percentages are reported for nodes above units and types of posts only, a short
        form is due only at a level of which any node reports percentages (`percentage_levels`).
        """
        levels = percentage_levels(self.plan, self.method, self.period)
        is_of_all = not (self.plan.by_version or (levels and levels.isdisjoint(UNIT_LEVELS)))
        return {
            code: form
            for code, form in self.forms.items()
            if isinstance(form, FollowUp) or form.unit.level in levels or is_of_all
        }

    @cached_property
    def plan_forms(self) -> Mapping[str, PlanForm]:
        """The planning forms by code, in the structure's order: of units and posts, and whoever has tasks in force."""
        ours = (node for node in self.dataset.nodes if node.level in REPORTING or node.key in self._tasks)
        return {node.code: self._plan_form(node) for node in ours}

    @cached_property
    def due_plan_forms(self) -> Mapping[str, PlanForm]:
        """The planning forms without which a plan is incomplete.

        A unit or post with others below itself need not programme tasks of its own, unless it has some in force.
        """
        forms = self.plan_forms.items()
        return {code: form for code, form in forms if form.tasks or form.unit.key not in self._parents}

    def all_forms(self, *, is_plan: bool) -> Mapping[str, Form]:
        """Return the planning forms (`is_plan`), or else the forms of the period, by code of the unit."""
        return self.plan_forms if is_plan else self.forms

    def scale(self, indicator: str, unit: Node) -> tuple[Grado, ...]:
        """Return the grading scale of an indicator for a unit.

        Returns
        -------
        tuple of Grado
            Empty if the method does not grade the indicator at the unit's level in this kind of window.
        """
        bands = self.method.bands_of(indicator)
        is_graded = bands is not None and bands.grades(unit.level, self.period)
        return bands.grados if bands is not None and is_graded else ()

    def chosen(self, units: Collection[str] = (), *, is_plan: bool = False) -> tuple[Form, ...]:
        """Return the forms of some units in the given order, or all that are due; planning forms if `is_plan`.

        If none is due, all forms are returned: units may report although nobody has to.

        Raises
        ------
        UsageError
            If a unit has no form or no unit has one; also, except for planning forms, if the run `lacks_plan`.
        """
        if not is_plan and self.lacks_plan:
            plan = f"{self.corrida.entidad}/{self.period.year}-poa"
            raise UsageError(
                f"Los parámetros piden la tabla «tareas» y no hay un plan vigente {self.period.when}. Ponga el plan en "
                f"la carpeta poa/ del año, o reúnalo de las unidades (poa formularios {plan} --plan y luego "
                f"poa plan {plan} --version v1)."
            )
        if units:
            return tuple(self.form(unit, is_plan=is_plan) for unit in dict.fromkeys(units))
        every = tuple((self.due_plan_forms if is_plan else self.due or self.forms).values())
        if not every:
            raise UsageError(
                f"En {self.period} nadie llena formularios: no hay tareas en el plan vigente y el método no recoge "
                "porcentajes de las unidades en ese periodo. Pida un trimestre, o los de programación con --plan."
            )
        return every

    def form(self, unit: str, *, is_plan: bool = False) -> Form:
        """Return the form of a unit for the period, or its planning form if `is_plan`.

        Raises
        ------
        UsageError
            If the unit has no form; the message says why or, of an unknown unit, suggests the most similar code.
        """
        known = self.all_forms(is_plan=is_plan)
        if unit not in known:
            is_ours = any(node.code == unit for node in self.dataset.nodes)
            why = self._why_no_form(is_plan=is_plan) if is_ours else hint(unit, known)
            raise UsageError(f"«{unit}» no tiene formulario en {self.period}; {why}.")
        return known[unit]

    def _why_no_form(self, *, is_plan: bool) -> str:
        """Spanish clause on why a node has no form: who has one (`is_plan`), or no tasks and who gives percentages."""
        if is_plan:
            return "programan las unidades y los puestos, y quien tiene tareas en el plan vigente"
        if self.percentages:
            told = "los porcentajes los informan las unidades y los puestos que no tienen otros debajo"
        else:
            told = "el método no recoge porcentajes de las unidades en ese periodo"
        return f"no tiene tareas en el plan vigente, y {told}"

    @cached_property
    def unit_of_task(self) -> Mapping[str, str]:
        """The unit's code for each task of the plan in force, by the task's code."""
        return {task.task: task.unit for task in self.plan.tasks(self.period)}

    def _form(self, node: Node) -> FollowUp | ShortForm | None:
        tasks = self._tasks.get(node.key)
        if tasks:
            return self._follow_up(node, tasks)
        is_end = node.level in REPORTING and node.key not in self._parents
        return self._short_form(node) if is_end and self.percentages else None

    @cached_property
    def _tasks(self) -> Mapping[tuple[str, str], tuple[Series, ...]]:
        units, tasks = self.plan.units, self.plan.tasks(self.period)
        found = by_key((units[task.unit].key, task) for task in tasks if task.unit in units)
        return {key: tuple(tasks) for key, tasks in found.items()}

    @cached_property
    def _parents(self) -> frozenset[tuple[str, str]]:
        return frozenset(node.parent for node in self.dataset.nodes if node.parent is not None)

    @cached_property
    def _with_tasks_below(self) -> frozenset[tuple[str, str]]:
        """Keys of the nodes that have descendants with tasks."""
        found = set()
        for key in self._tasks:
            node = self.dataset.node(*key)
            while node is not None and node.parent is not None:
                found.add(node.parent)
                node = self.dataset.node(*node.parent)
        return frozenset(found)

    def _follow_up(self, node: Node, tasks: tuple[Series, ...]) -> FollowUp:
        version = self.plan.version(self.period)
        by_operation = by_key((task.operation, self._line(task)) for task in tasks)
        lines = tuple(chain.from_iterable(by_operation.values()))
        content = [
            [line.task, line.operation, line.description, line.measure_words]
            + ["" if one is None else plain_text(exact(one)) for one in (line.goal, *line.programmed)]  # 3.00 as 3
            for line in lines
        ]
        identity = identity_of(Kind.FOLLOW_UP, self.entidad.codigo, self.period, node.code, version, content)
        return FollowUp(identity, self.period, node, lines, node.key in self._with_tasks_below)

    def _line(self, task: Series) -> TaskLine:
        row = self.plan.rows[task.version, task.task]
        goal, weight, budget = (row.number(name) for name in ("meta", "ponderacion", "ppto"))
        return TaskLine(
            task=task.task,
            operation=task.operation,
            action=task.action,
            description=task.description,
            measure=row.text("unidad_medida"),
            goal=goal.value if goal is not None else task.programmed[YEAR],
            keeps=task.keeps,
            programmed=task.programmed,
            weight=weight.value if weight else None,
            budget=budget.value if budget else None,
            activity=row.text("actividad"),
            indicator=row.text("indicador"),
            baseline=row.text("linea_base"),
        )

    def _short_form(self, node: Node) -> ShortForm:
        content = [[line.indicator, line.name] for line in self.percentages]
        identity = identity_of(Kind.PERCENTAGES, self.entidad.codigo, self.period, node.code, "", content)
        return ShortForm(identity, self.period, node, self.percentages)

    @cached_property
    def percentages(self) -> tuple[PercentLine, ...]:
        """The percentages that units report in such a period, as the method orders them.

        They are the indicators with a rule `consolidar` there; empty if it has none.
        """
        rules = {name: item.rule(self.period) for name, item in self.method.indicadores.items()}
        asked = {name: rule for name, rule in rules.items() if rule is not None and rule.regla == "consolidar"}
        lines = []
        for name, rule in asked.items():
            item = self.method.indicadores[name]
            formula = rule.formula if rule.formula is not None and set(rule.formula.names) <= set(asked) else None
            decimals = self.method.decimals(name)
            lines.append(PercentLine(name, item.nombre, item.unidad, item.explicacion, decimals, formula))
        return tuple(lines)

    def _plan_form(self, node: Node) -> PlanForm:
        year = Period(self.period.year, 1, len(MONTHS), is_plan=True)
        tasks = tuple(self._line(task) for task in self._tasks.get(node.key, ()))
        actions = tuple((row.text("acp"), row.text("denominacion")) for row in self.dataset.rows("acciones"))
        version = self.plan.version(self.period) if tasks else ""
        content = [[task.task for task in tasks], [code for code, _ in actions]]
        identity = identity_of(Kind.PLAN, self.entidad.codigo, year, node.code, version, content)
        return PlanForm(identity, year, node, tasks, actions)


def read_form_set(workspace: Workspace, institution: str, period: str) -> FormSet:
    """Read the forms of a run's period from its inputs; of the tables, only the structure is required.

    What was spent and received is not read: forms are made before the period ends, and need no accounts.

    Raises
    ------
    UsageError
        If the institution or the period does not exist.
    ConfigError
        If a params or method file does not load.
    InputsFailed
        If a table has errors.
    """
    entidad, corrida = load_institution(workspace, institution), load_run(workspace, institution, period)
    needed = corrida.model_copy(update={"tablas": NEEDED})
    dataset, findings = read_dataset(workspace, needed, has_accounts=False)
    if has_error(findings):
        raise InputsFailed(findings)
    return FormSet(entidad, corrida, method_of(workspace, corrida), dataset)
