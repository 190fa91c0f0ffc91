"""Rules on weights: those of a whole add up to 100, and where some parts have one, all have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from helpers.base.display import list_es, lower_first, number_es, short_list_es
from helpers.base.exact import plain_text
from helpers.base.periods import Period
from helpers.base.python_extras import grouped, not_none
from helpers.checks.planning.run_plans import plans_in_use, rows_by_version, the_office
from helpers.checks.rule_registry import MOST_CASES, REGISTRY, Evidence, Found
from helpers.figures.figure import Figure, Operation
from helpers.figures.figure_names import LEVEL_WORDS, TASK_BUDGET, TASKS, WEIGHT
from helpers.figures.findings import Severity, Verdict, cell_fields, difference_fields
from helpers.figures.records import Row
from helpers.scoring.planning.plan_in_force import plan_of
from helpers.scoring.planning.plan_places import action_code, once_by_action
from helpers.settings.methods import BUDGET_WEIGHT
from helpers.settings.rollups import WEIGHTED_RULES, Consolidacion
from helpers.settings.scales import PLAN_LEVELS

WEIGHED_BY = {
    "media_por_tareas": (TASKS,),
    "media_ponderada": (WEIGHT,),
    "media_por_presupuesto": (BUDGET_WEIGHT, TASK_BUDGET),
}
"""By rule of consolidation, the indicators that hold a part's weight."""
WORDS = {
    "media_por_tareas": "número de tareas", "media_ponderada": "ponderación", "media_por_presupuesto": "presupuesto",
}  # fmt: skip

WHERE = {
    "media_por_tareas": "«tareas»", "media_ponderada": "«acciones» (de las acciones) o «avances» (de lo demás)",
    "media_por_presupuesto": "«gastos», por las categorías de «vinculacion»",
}  # fmt: skip
"""By rule, the tables with the weights of parts other than tasks and operations, whose weights are in `tareas`."""


@REGISTRY.rule("CAL-MEDIA-SIMPLE", Severity.WARNING, "Donde unas partes tienen peso lo tienen todas.")
def weights_given_up(evidence: Evidence) -> Iterator[Found]:
    """Report figures that are a simple mean because some of their parts lack a weight that others have.

    For the run's period and January to its end, at levels where the method weighs parts and allows a simple mean
    instead (`sin_pesos: media_simple`).
    """
    window = evidence.corrida.period
    for period in dict.fromkeys((window, window.accumulated())):
        for level, plan in evidence.method.consolidacion.items():
            if plan.regla in WEIGHTED_RULES and plan.sin_pesos == "media_simple":
                yield from _given_up(evidence, plan, level, period)


def _given_up(evidence: Evidence, plan: Consolidacion, level: str, period: Period) -> Iterator[Found]:
    """Yield the findings on a level's simple means, for those of which only some parts have a weight."""
    for indicator in evidence.method.indicadores:
        for figure in evidence.book.select(indicator, period, level):
            parts = evidence.book.operands(figure) if figure.operation is Operation.MEAN else ()
            without = [part for part in parts if not _has_weight(evidence, plan, indicator, part)]
            if 0 < len(without) < len(parts):
                yield _told(evidence, plan, figure, without)


def _has_weight(evidence: Evidence, plan: Consolidacion, indicator: str, part: Figure) -> bool:
    """Return whether a figure holds a part's weight by the rule of `plan`."""
    names = WEIGHED_BY[plan.regla]
    every = (*names, *(f"{name}_{indicator}" for name in names))
    return any(evidence.book.get(name, part.period, part.level, part.code) for name in every)


def _told(evidence: Evidence, plan: Consolidacion, figure: Figure, without: list[Figure]) -> Found:
    """Make the finding on a simple mean: which parts lack a weight."""
    name, what = lower_first(evidence.book.indicator_name(figure.indicator)), WORDS[plan.regla]
    tables = "«tareas»" if without[0].level in PLAN_LEVELS else WHERE[plan.regla]
    named = short_list_es([_whose(evidence, part) for part in without], MOST_CASES)
    return Found(
        f"{_whose(evidence, figure)}, {figure.period.words}: {name} es un promedio simple, "
        f"{number_es(figure.rounded)}, y no uno ponderado, porque no consta {what} de {named}. Corresponde "
        f"completar los pesos en {tables}.",
        {"elemento": figure.id, "esperado": what, "encontrado": f"{len(without)} sin {what}"},
    )


def _whose(evidence: Evidence, figure: Figure) -> str:
    node = evidence.book.node(figure.level, figure.code)
    return f"«{node.name}»" if node else f"{LEVEL_WORDS.get(figure.level, figure.level)} {figure.code}"


WHOLE, NO_CODE = Decimal(100), "una sin código"
ACTIONS, FORM_02 = "acciones", "articulacion"


@REGISTRY.rule(
    "PLA-PONDERACION",
    Severity.WARNING,
    "Las ponderaciones suman 100: las de las tareas de cada unidad, las de las acciones y las de cada área.",
)
def weights_add_up(evidence: Evidence) -> Iterator[Found]:
    """Report weights that do not add up to exactly 100, one finding for each whole; one without any weight is skipped.

    The wholes are the tasks of each unit, all the actions and, in form 02, the actions of each area; in form 02,
    unreadable weights give a note if the others add up to less than 100. Where the method weighs groups, it is
    enough that the actions of every group add up to 100.
    """
    by_group = _is_whole_by_group(evidence)
    for whole in _wholes(evidence):
        total = _total(whole.rows)
        if total != WHOLE and not (by_group and whole.element == ACTIONS):
            yield from _unread(whole, total) or _not_whole(evidence, whole, total)


@REGISTRY.rule(
    "PLA-PESO-VACIO", Severity.WARNING, "Donde unas tareas de la unidad tienen ponderación, la tienen todas."
)
def weights_left_blank(evidence: Evidence) -> Iterator[Found]:
    """Report tasks or actions without a weight, if the stated weights of their whole already add up to 100.

    One finding for each whole: the tasks of a unit, all the actions, or the actions of an area.
    """
    for whole in _wholes(evidence):
        blank = whole.blank
        if blank and _total(whole.rows) == WHOLE:
            codes = short_list_es([row.text(whole.key) or NO_CODE for row in blank], MOST_CASES)
            yield Found(
                f"Las ponderaciones {whole.words} suman 100, pero no la tienen: {codes}. No cuentan como 0: "
                "corresponde escribir su ponderación y repartir de nuevo, o 0 si de veras no pesan.",
                cell_fields(
                    blank[0].cell(WEIGHT),
                    f"{blank[0].origin.table}/{blank[0].text(whole.key)}/{WEIGHT}",
                    "una ponderación",
                    f"{len(blank)} sin ponderación",
                ),
            )


class _Whole(NamedTuple):
    """Rows whose weights must add up to 100: the whole in words, the column of their codes, and the element."""

    words: str
    key: str
    element: str
    rows: Sequence[Row]

    @property
    def blank(self) -> Sequence[Row]:
        """The rows without a weight."""
        return [row for row in self.rows if row.number(WEIGHT) is None]


def _wholes(evidence: Evidence) -> Iterator[_Whole]:
    """Yield the tasks of each unit, all the actions and, in form 02, the actions of each area."""
    for (version, unit), rows in rows_by_version(evidence, "unidad").items():
        words = f"de las tareas {the_office(evidence, unit, 'de')}{_of_version(evidence, version)}"
        yield _Whole(words, "tarea", f"tareas/{unit}", rows)
    yield _Whole("de las acciones de corto plazo", "acp", ACTIONS, evidence.dataset.rows("acciones"))
    for (version, area), rows in _articulation(evidence).items():
        words = f"de las acciones {_of_area(area)}{_of_version(evidence, version)}"
        yield _Whole(words, "acp", f"{FORM_02}/{area}", once_by_action(rows))


def _groups(evidence: Evidence) -> Mapping[str, Sequence[Row]]:
    return grouped(evidence.dataset.rows("acciones"), lambda row: row.text("grupo"))


def _is_whole_by_group(evidence: Evidence) -> bool:
    """Return whether the method weighs groups and the actions of each of several groups add up to 100."""
    groups = _groups(evidence).values()
    return "grupo" in evidence.method.consolidacion and len(groups) > 1 and all(_total(own) == WHOLE for own in groups)


def _not_whole(evidence: Evidence, whole: _Whole, total: Decimal) -> Iterator[Found]:
    """Yield the finding on weights that do not add up to 100; nothing if none is stated."""
    stated = [row for row in whole.rows if row.number(WEIGHT) is not None]
    if not stated:
        return
    groups = _groups(evidence) if whole.element == ACTIONS else {}
    parts = f" (por grupo: {_subtotals(groups)})" if len(groups) > 1 else ""
    blank = [row.text(whole.key) or NO_CODE for row in whole.blank]
    without = f" Sin ponderación: {short_list_es(blank, MOST_CASES)}." if blank else ""
    yield Found(
        f"Las ponderaciones {whole.words}{parts} suman {number_es(total)} y deben sumar 100: "
        f"{_listed(stated, whole.key)}.{without} Corresponde corregir las que estén mal; no se reparte la diferencia.",
        difference_fields(stated[0].cell(WEIGHT), f"{whole.element}/{WEIGHT}", WHOLE, total),
    )


def _unread(whole: _Whole, total: Decimal) -> list[Found]:
    """Return a note if weights of form 02 cannot be read and the others add up to more than 0 and less than 100."""
    unread = whole.blank
    if not unread or not whole.element.startswith(FORM_02) or not 0 < total < WHOLE:
        return []
    codes = short_list_es([action_code(row) for row in unread], MOST_CASES)
    missing = "no se lee la de una acción" if len(unread) == 1 else f"no se leen las de {len(unread)} acciones"
    message = (
        f"No se puede comprobar que las ponderaciones {whole.words} sumen 100: las que se leen suman "
        f"{number_es(total)} y {missing} ({codes})."
    )
    fields = {"elemento": f"{whole.element}/{WEIGHT}", "esperado": "100", "encontrado": plain_text(total)}
    verdict = {"veredicto": Verdict.NOT_VERIFIABLE.value}
    return [Found(message, fields | verdict | cell_fields(unread[0].cell(WEIGHT)), Severity.NOTE)]


def _listed(rows: Sequence[Row], key: str) -> str:
    told = [f"{row.text(key) or NO_CODE} ({number_es(not_none(row.amount(WEIGHT)))})" for row in rows]
    return short_list_es(told, MOST_CASES)


def _subtotals(groups: Mapping[str, Sequence[Row]]) -> str:
    return list_es([f"{group or 'sin grupo'} {number_es(_total(rows))}" for group, rows in groups.items()])


def _total(rows: Sequence[Row]) -> Decimal:
    return sum((cell.value for row in rows if (cell := row.number(WEIGHT)) is not None), Decimal(0))


def _articulation(evidence: Evidence) -> Mapping[tuple[str, str], list[Row]]:
    """Return rows of `articulacion` by version and area, without versions whose tasks the run does not use."""
    unused = {row.text("version") for row in evidence.dataset.rows("tareas")}.difference(plans_in_use(evidence))
    rows = (row for row in evidence.dataset.rows("articulacion") if row.text("version") not in unused)
    return grouped(rows, lambda row: (row.text("version"), row.text("area")))


def _of_area(area: str) -> str:
    return f"del área {area}" if area else "sin área"


def _of_version(evidence: Evidence, version: str) -> str:
    """Return ` en la versión v2`; of a replaced one, also in which quarters it counts. Empty without a version."""
    plan, period = plan_of(evidence.dataset), evidence.corrida.period
    quarters = period.accumulated().quarters() if version != plan.version(period) else ()
    when = [quarter.when for quarter in quarters if plan.version(quarter) == version]
    counts = f" (cuenta {list_es(when)})" if when else ""
    return f" en la versión {version}{counts}" if version else ""
