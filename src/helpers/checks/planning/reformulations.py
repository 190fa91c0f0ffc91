"""Rules on the versions of the plan: report what each reformulation changed.

A reformulation may change thousands of tasks. For each kind of change, up to twelve tasks are reported one by one; of
more, a single finding counts them by unit. Changes are notes; a dropped task with reported execution and a change of
past months are warnings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from helpers.base.display import list_es, number_es, short_list_es
from helpers.base.name_phrases import number_with_noun
from helpers.base.periods import MONTHS
from helpers.checks.planning.run_plans import office
from helpers.checks.rule_registry import REGISTRY, Case, Evidence, Found
from helpers.figures.figure_names import VERSION_BEFORE
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import Row, SourceCell
from helpers.scoring.planning.plan_in_force import COLUMNS, plan_of
from helpers.scoring.planning.plan_versions import Change, Comparison, comparisons

TOLD = 12
"""Most findings for one kind of change between two versions."""
UNITS_SHOWN = 30
"""Most units that a single finding counts by name."""


@REGISTRY.rule("VER-RESUMEN", Severity.NOTE, "Se da cuenta de cuánto cambió cada reformulación.")
def versions_in_short(evidence: Evidence) -> Iterator[Found]:
    """Report each reformulation once, with the number of tasks that it changed in each way from the version before."""
    for pair in comparisons(evidence.dataset):
        counts = [
            number_with_noun(len(found), one, many)
            for found, (one, many) in (
                (pair.added, ("agregada", "agregadas")),
                (pair.dropped, ("retirada", "retiradas")),
                (pair.reprogrammed, ("reprogramada", "reprogramadas")),
                (pair.reweighted, ("con otra ponderación",) * 2),
                (pair.moved, ("con otra unidad, acción u operación",) * 2),
                (pair.refunded, ("con otro presupuesto",) * 2),
            )
            if found
        ]
        unchanged = "ninguna tarea cambia; corresponde comprobar que el archivo sea el de la versión nueva"
        told = list_es(counts) if counts else unchanged
        before, now = len(pair.earlier.tasks), len(pair.later.tasks)
        tasks = number_with_noun(now, "tarea", "tareas")
        yield Found(
            f"{pair.words}, de {before} a {tasks}: {told}.",
            cell_fields(
                next(iter(pair.later.tasks.values())).cell("tarea"),
                _element(pair),
                encontrado=tasks,
            ),
        )


@REGISTRY.rule("VER-AGREGADAS", Severity.NOTE, "Se da cuenta de las tareas que agregó cada reformulación.")
def added_tasks(evidence: Evidence) -> Iterator[Found]:
    """Report tasks that the previous version does not have; above twelve, in a single finding."""
    for pair in comparisons(evidence.dataset):
        yield from _told(pair, _rows(evidence, pair, pair.added, "se agregó"), "se agregaron")


@REGISTRY.rule(
    "VER-RETIRADAS",
    Severity.NOTE,
    "Se da cuenta de las tareas que retiró cada reformulación, y de si ya se ejecutaban.",
)
def dropped_tasks(evidence: Evidence) -> Iterator[Found]:
    """Report tasks that the next version does not have; a warning for those with reported execution other than 0.

    Of each of the two kinds, more than twelve are reported in a single finding.
    """
    executed = {row.text("tarea") for row in evidence.dataset.rows("ejecucion") if any(map(row.amount, COLUMNS))}
    for pair in comparisons(evidence.dataset):
        started = [row for row in pair.dropped if row.text("tarea") in executed]
        others = [row for row in pair.dropped if row.text("tarea") not in executed]
        yield from _told(pair, _rows(evidence, pair, others, "se retiró"), "se retiraron")
        cases = _rows(evidence, pair, started, "se retiró con ejecución ya informada")
        for found in _told(pair, cases, "se retiraron con ejecución ya informada"):
            mend = " Lo informado no cuenta desde entonces: corresponde decir en el informe qué pasa con lo hecho."
            yield replace(found, message=f"{found.message}{mend}", severity=Severity.WARNING)


@REGISTRY.rule("VER-REPROGRAMADAS", Severity.NOTE, "Se da cuenta de las tareas que cambiaron de meses o de meta.")
def reprogrammed_tasks(evidence: Evidence) -> Iterator[Found]:
    """Report tasks with other months, year total, goal or kind of goal; above twelve, in a single finding."""
    yield from _changed(evidence, lambda pair: pair.reprogrammed, "se reprogramó", "se reprogramaron")


@REGISTRY.rule("VER-REPONDERADAS", Severity.NOTE, "Se da cuenta de las tareas que cambiaron de ponderación.")
def reweighted_tasks(evidence: Evidence) -> Iterator[Found]:
    """Report tasks with another weight than in the version before; above twelve, in a single finding."""
    yield from _changed(evidence, lambda pair: pair.reweighted, "cambió de ponderación", "cambiaron de ponderación")


@REGISTRY.rule(
    "VER-TRASLADADAS", Severity.NOTE, "Se da cuenta de las tareas que cambiaron de unidad, de acción o de operación."
)
def moved_tasks(evidence: Evidence) -> Iterator[Found]:
    """Report tasks with another unit, action or operation than before; above twelve, in a single finding."""
    yield from _changed(evidence, lambda pair: pair.moved, "cambió de lugar", "cambiaron de unidad, acción u operación")


@REGISTRY.rule("VER-PRESUPUESTO", Severity.NOTE, "Se da cuenta de las tareas que cambiaron de presupuesto.")
def refunded_tasks(evidence: Evidence) -> Iterator[Found]:
    """Report tasks with another budget than in the version before; above twelve, in a single finding."""
    yield from _changed(evidence, lambda pair: pair.refunded, "cambió de presupuesto", "cambiaron de presupuesto")


@REGISTRY.rule(
    "VER-MES-PASADO", Severity.WARNING, "Ninguna reformulación cambia lo programado de meses anteriores a su fecha."
)
def past_months(evidence: Evidence) -> Iterator[Found]:
    """Report versions that change what the version before programmed for months before their date, and the effect.

    In a run of the plan, only the last version, which that run presents.
    """
    pairs = comparisons(evidence.dataset)
    for pair in pairs[-1:] if evidence.book.period.is_plan else pairs:
        day = pair.later.since
        months = (day.year - evidence.book.period.year) * len(MONTHS) + day.month - 1
        cases = list(_rewritten(pair, MONTHS[: max(0, months)]))
        if not cases:
            continue
        tasks = f"{len(cases)} tareas" if len(cases) > 1 else "una tarea"
        effect = ""
        if (then := _progress_before(evidence, pair)) is not None:
            effect = f" Con la anterior, el avance de la entidad desde enero sería de {number_es(then)} %."
        yield Found(
            f"{pair.words} cambia lo programado de meses anteriores a la fecha de la versión en {tasks}: "
            f"{short_list_es([words for words, _ in cases], TOLD)}.{effect} Corresponde mantener lo programado de esos "
            "meses, o explicar el cambio en el informe.",
            cell_fields(cases[0][1], _element(pair), encontrado=tasks),
        )


def _progress_before(evidence: Evidence, pair: Comparison) -> Decimal | None:
    """Return the institution's progress since January by the earlier version of a pair, with all that it programmed.

    None unless the earlier version was in force before the run's period and the later one is at its end, and the two
    print different values.
    """
    plan, book, leaf = plan_of(evidence.dataset), evidence.book, evidence.method.hoja
    if (plan.version_at_start(book.period), plan.version(book.period)) != (pair.earlier.code, pair.later.code):
        return None
    key = (book.period.accumulated(), *evidence.dataset.entity.key)
    names = (leaf.indicador, f"{leaf.indicador}{VERSION_BEFORE}") if leaf else ()
    found = [one for name in names if (one := book.get(name, *key))]
    return found[1].rounded if len(found) == 2 and found[0].rounded != found[1].rounded else None


def _rewritten(pair: Comparison, past: Collection[str]) -> Iterator[tuple[str, SourceCell]]:
    """Yield, for each task with another programme in past months, the task with its change in Spanish, and a cell.

    Dropped tasks are left to `dropped_tasks`.
    """
    for change in pair.reprogrammed:
        columns = tuple(one for one in change.columns if one in past)
        if columns:
            told = replace(change, columns=columns)
            yield f"{change.after.text('tarea')} ({told.words})", change.after.cell(columns[0])
    for row in pair.added:
        if month := next((one for one in past if row.amount(one)), None):
            yield f"{row.text('tarea')} (agregada)", row.cell(month)


@REGISTRY.rule("VER-SIN-FECHA", Severity.WARNING, "De cada versión del plan se sabe desde cuándo rige.")
def versions_without_date(evidence: Evidence) -> Iterator[Found]:
    """Report versions that `versiones` lacks or lists without a date, if the plan has several versions."""
    first = {row.text("version"): row for row in reversed(evidence.dataset.rows("tareas"))}
    listed = {row.text("version") for row in evidence.dataset.rows("versiones")}
    if len(first) < 2:
        return
    yield from _undated(evidence)
    for code, row in sorted(first.items()):
        if code not in listed:
            effect = "no se usa ni se compara" if listed else "cuenta la última carpeta para todo el año"
            yield Found(
                f"La versión {code} del plan no está en «versiones»: no se sabe desde cuándo rige, y {effect}. "
                "Corresponde agregar su fila, con la fecha de su resolución.",
                cell_fields(row.cell("tarea"), f"versiones/{code}", "una fecha", "sin fila"),
            )


def _undated(evidence: Evidence) -> Iterator[Found]:
    """Report the versions that `versiones` lists without a date."""
    for row in evidence.dataset.rows("versiones"):
        if row.date("fecha") is None:
            code = row.text("version")
            yield Found(
                f"La versión {code} del plan no tiene fecha en «versiones»: se toma por anterior a las que la tienen. "
                "Corresponde escribir la de su resolución.",
                cell_fields(row.cell("version"), f"versiones/{code}", "una fecha", "vacía"),
            )


@REGISTRY.rule("VER-SIN-TAREAS", Severity.WARNING, "De cada versión del plan están las tareas.")
def versions_without_tasks(evidence: Evidence) -> Iterator[Found]:
    """Report versions in `versiones` without rows in `tareas`; nothing if no version has tasks."""
    with_tasks = {row.text("version") for row in evidence.dataset.rows("tareas")}
    for row in evidence.dataset.rows("versiones") if with_tasks else ():
        code = row.text("version")
        if code not in with_tasks:
            yield Found(
                f"«versiones» nombra la versión {code} y no hay poa/{code}/tareas: no se mide con ella. Corresponde "
                "agregar sus tareas o quitar la fila.",
                cell_fields(row.cell("version"), f"versiones/{code}", f"poa/{code}/tareas.csv", "sin tareas"),
            )


def _changed(
    evidence: Evidence, changes: Callable[[Comparison], Sequence[Change]], one: str, many: str
) -> Iterator[Found]:
    """Yield the findings on one kind of change of each version; `one` and `many` are its verbs in Spanish."""
    for pair in comparisons(evidence.dataset):
        cases = [_change_case(evidence, pair, change, one) for change in changes(pair)]
        yield from _told(pair, cases, many)


def _told(pair: Comparison, cases: Sequence[Case], many: str) -> Iterator[Found]:
    """Yield the cases one by one up to twelve, else as a single finding that names twelve and counts all by unit."""
    if len(cases) <= TOLD:
        yield from (case.alone for case in cases)
        return
    counts = Counter(case.group for case in cases)
    most_first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    listed = short_list_es([f"{unit} {count}" for unit, count in most_first], UNITS_SHOWN)
    named, tasks = short_list_es([case.short for case in cases], TOLD), f"{len(cases)} tareas"
    yield Found(
        f"{pair.words}, {many} {tasks}: {named}. Por unidad: {listed}.",
        cell_fields(cases[0].cell, _element(pair), encontrado=tasks),
    )


def _rows(evidence: Evidence, pair: Comparison, rows: Sequence[Row], what: str) -> list[Case]:
    cases = []
    for row in rows:
        code, unit, cell = row.text("tarea"), row.text("unidad"), row.cell("tarea")
        told = f"{pair.words} {what} la tarea {code} ({office(evidence, unit)}): «{row.text('descripcion')}»."
        cases.append(Case(unit, code, cell, Found(told, cell_fields(cell, f"tarea/{code}", encontrado=what))))
    return cases


def _change_case(evidence: Evidence, pair: Comparison, change: Change, what: str) -> Case:
    row = change.after
    code, unit, cell = row.text("tarea"), row.text("unidad"), row.cell(change.columns[0])
    told = f"{pair.words} {what} la tarea {code} ({office(evidence, unit)}): {change.words}."
    found = Found(told, cell_fields(cell, f"tarea/{code}", encontrado=change.words))
    return Case(unit, f"{code} ({change.words})", cell, found)


def _element(pair: Comparison) -> str:
    return f"versiones/{pair.later.code}"
