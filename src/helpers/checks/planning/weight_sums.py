"""Rules on weights: those of a unit's tasks, of the actions and of an area's actions add up to 100."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from helpers.base.display import list_es, number_es
from helpers.base.exact import plain_text
from helpers.base.python_extras import grouped, not_none
from helpers.checks.case_grouping import some
from helpers.checks.planning.run_plans import plans_in_use
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, Verdict, cell_fields, difference_fields
from helpers.figures.records import Row
from helpers.scoring.planning.action_weights import action_code, once_by_action

WEIGHT = "ponderacion"
WHOLE = Decimal(100)


@REGISTRY.rule(
    "PLA-PONDERACION",
    Severity.WARNING,
    "Las ponderaciones suman 100: las de las tareas de cada unidad, las de las acciones y las de cada área.",
)
def weights_add_up(evidence: Evidence) -> Iterator[Found]:
    """Report groups of weights that do not add up to 100; groups without any weight are skipped."""
    for (version, unit), rows in _tasks(evidence).items():
        whole = f"de las tareas de la unidad {unit}{_of_version(version)}"
        yield from _not_whole(rows, "tarea", whole, f"tareas/{unit}")
    yield from _actions(evidence)
    for (version, area), rows in _articulation(evidence).items():
        weighed = once_by_action(rows)
        if _total(weighed) != WHOLE:
            whole = f"de las acciones del área {area}{_of_version(version)}"
            element = f"articulacion/{area}"
            unread = [row for row in weighed if row.number(WEIGHT) is None]
            yield from _unread(weighed, unread, whole, element) or _not_whole(rows, "acp", whole, element)


@REGISTRY.rule(
    "PLA-PESO-VACIO", Severity.WARNING, "Donde unas tareas de la unidad tienen ponderación, la tienen todas."
)
def weights_left_blank(evidence: Evidence) -> Iterator[Found]:
    """Report tasks or actions without a weight, if the stated weights already add up to 100."""
    wholes: list[tuple[str, str, Sequence[Row]]] = [
        (f"de la unidad {unit}{_of_version(version)}", "tarea", rows)
        for (version, unit), rows in _tasks(evidence).items()
    ]
    wholes.append(("de la entidad", "acp", evidence.dataset.rows("acciones")))
    wholes += [
        (f"del área {area}{_of_version(version)}", "acp", rows)
        for (version, area), rows in _articulation(evidence).items()
    ]
    for whole, key, rows in wholes:
        blank = [row for row in rows if row.number(WEIGHT) is None]
        if blank and _total(rows) == WHOLE:
            codes = some([row.text(key) for row in blank])
            yield Found(
                f"Las ponderaciones {whole} suman 100, pero no la tienen: {codes}. No cuentan como 0: escriba su "
                "ponderación y reparta de nuevo, o 0 si de veras no pesan.",
                cell_fields(
                    blank[0].cell(WEIGHT),
                    elemento=f"{blank[0].origin.table}/{blank[0].text(key)}/{WEIGHT}",
                    esperado="una ponderación",
                    encontrado=f"{len(blank)} sin ponderación",
                ),
            )


def _actions(evidence: Evidence) -> Iterator[Found]:
    """Check the actions' weights over the institution, or over each group if the method weighs groups."""
    rows = evidence.dataset.rows("acciones")
    groups = grouped(rows, lambda row: row.text("grupo"))
    by_group = "grupo" in evidence.method.consolidacion
    if by_group and len(groups) > 1 and all(_total(of_group) == WHOLE for of_group in groups.values()):
        return
    parts = "" if len(groups) < 2 else f" (por grupo: {_subtotals(groups)})"
    if _total(rows) != WHOLE:
        yield from _not_whole(rows, "acp", f"de las acciones de corto plazo{parts}", "acciones")
    else:
        yield from _against_the_method(evidence, groups)


def _against_the_method(evidence: Evidence, groups: Mapping[str, Sequence[Row]]) -> Iterator[Found]:
    """Report groups of actions whose subtotal differs from the weight in the method."""
    plan = evidence.method.consolidacion.get("entidad")
    for group, stated in (plan.pesos if plan and "grupos" in plan.partes else {}).items():
        rows = groups.get(group, ())
        weighed = [row for row in rows if row.number(WEIGHT) is not None]
        if weighed and _total(weighed) != stated:
            total = _total(weighed)
            yield Found(
                f"Las acciones del grupo «{group}» suman {number_es(total)} de ponderación y el método le da "
                f"{number_es(stated)}: corrija las ponderaciones de «acciones» o los pesos del método.",
                difference_fields(weighed[0].cell(WEIGHT), f"acciones/{group}/{WEIGHT}", stated, total),
            )


def _not_whole(rows: Sequence[Row], key: str, whole: str, element: str) -> Iterator[Found]:
    stated = [row for row in rows if row.number(WEIGHT) is not None]
    total = _total(stated)
    if not stated or total == WHOLE:
        return
    blank = [row.text(key) for row in rows if row.number(WEIGHT) is None]
    without = f" Sin ponderación: {some(blank)}." if blank else ""
    yield Found(
        f"Las ponderaciones {whole} suman {number_es(total)} y deben sumar 100: "
        f"{_listed(stated, key)}.{without} Corrija las que estén mal; no se reparte la diferencia.",
        difference_fields(stated[0].cell(WEIGHT), f"{element}/{WEIGHT}", WHOLE, total),
    )


def _unread(rows: Sequence[Row], unread: Sequence[Row], whole: str, element: str) -> list[Found]:
    """Return a note if some weights cannot be read and the others add up to less than 100."""
    total = _total(rows)
    if not unread or total >= WHOLE or total == 0:
        return []
    codes = some([action_code(row) for row in unread])
    message = (
        f"No se puede comprobar que las ponderaciones {whole} sumen 100: las que se leen suman {number_es(total)} "
        f"y no se lee la de {codes}."
    )
    fields = {"elemento": f"{element}/{WEIGHT}", "esperado": "100", "encontrado": plain_text(total)}
    verdict = {"veredicto": Verdict.NOT_VERIFIABLE.value}
    return [Found(message, fields | verdict | cell_fields(unread[0].cell(WEIGHT)), Severity.NOTE)]


def _listed(rows: Sequence[Row], key: str) -> str:
    return some([f"{row.text(key)} ({number_es(not_none(row.amount(WEIGHT)))})" for row in rows])


def _subtotals(groups: Mapping[str, Sequence[Row]]) -> str:
    return list_es([f"{group or 'sin grupo'} {number_es(_total(rows))}" for group, rows in groups.items()])


def _total(rows: Sequence[Row]) -> Decimal:
    return sum((cell.value for row in rows if (cell := row.number(WEIGHT)) is not None), Decimal(0))


def _tasks(evidence: Evidence) -> Mapping[tuple[str, str], list[Row]]:
    """Return rows of `tareas` by version and unit, for the versions that the run uses."""
    versions = plans_in_use(evidence)
    return grouped(
        (row for row in evidence.dataset.rows("tareas") if row.text("version") in versions),
        lambda row: (row.text("version"), row.text("unidad")),
    )


def _articulation(evidence: Evidence) -> Mapping[tuple[str, str], list[Row]]:
    return grouped(evidence.dataset.rows("articulacion"), lambda row: (row.text("version"), row.text("area")))


def _of_version(version: str) -> str:
    return f" en la versión {version}" if version else ""
