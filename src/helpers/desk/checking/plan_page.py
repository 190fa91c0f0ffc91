"""The page that `poa plan` prints: who handed in, who is missing, errors by unit, and next steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from helpers.base.name_phrases import number_with_noun
from helpers.base.python_extras import grouped
from helpers.desk.terminal.finding_pages import (
    Owned,
    bulleted_list,
    counts_es,
    finding_line,
    first_errors,
    first_names,
    grid,
    institution_head,
    of_severity,
    owned_findings,
    quoted_names,
    show_by_severity,
    titled_table,
    units_es,
)
from helpers.figures.findings import Severity
from helpers.forms.form_codes import FormCode
from helpers.forms.planning.plan_year import FormStatus, PlannedYear, UnitPlan
from helpers.forms.reception.reception_log import DISCARDED_FOLDER, INBOX, LOG

STYLES = dict.fromkeys(FormStatus, "bold red") | {FormStatus.DONE: "green"}


def show_plan(console: Console, planned: PlannedYear, *, everything: bool = False) -> None:
    """Print the page of `poa plan`: who handed in, errors, warnings, the state of the plan's table, and next steps.

    Parameters
    ----------
    everything : bool
        Print all findings, including notes, instead of the first errors and a summary of warnings.
    """
    subject = f"Programación del POA {planned.period.year} · versión {planned.version}"
    institution_head(console, planned.entidad, subject)
    titled_table(console, "Quién entregó", _standing(planned))
    owned = owned_findings(planned.units, planned.of_none)
    if everything:
        show_by_severity(console, owned)
    else:
        titled_table(console, "Errores", first_errors(owned))
        titled_table(console, "Advertencias", _by_code(of_severity(owned, Severity.WARNING)))
    console.print(Text.assemble(("\nHallazgos: ", "bold"), counts_es(planned.findings)))
    console.print(Text.assemble((f"{planned.table}: ", "bold"), _outcome(planned)), soft_wrap=True)
    bulleted_list(console, "Qué hacer ahora", plan_advice(planned))


def _standing(planned: PlannedYear) -> Table:
    """Number of units in each state, named unless finished; then replaced forms, stray files, and how many are due."""
    table = grid(None, None, 1)
    for status in FormStatus:
        units = planned.with_status(status)
        if units:
            told = _tasks(planned) if status is FormStatus.DONE else units_es(units)
            table.add_row(Text(status.value, STYLES[status]), str(len(units)), told)
    replaced = tuple(unit for unit in planned.units if unit.replaced)
    if replaced:
        table.add_row("con envíos reemplazados", str(len(replaced)), units_es(replaced))
    if planned.strays:
        table.add_row("archivos ajenos", str(len(planned.strays)), quoted_names(planned.strays))
    table.add_row("deben programar", str(len(planned.units)), "")
    return table


def _tasks(planned: PlannedYear) -> str:
    """The number of tasks in the forms without errors, with its noun."""
    count = sum(unit.tasks for unit in planned.with_status(FormStatus.DONE))
    return number_with_noun(count, "tarea", "tareas")


def _by_code(owned: Sequence[Owned]) -> Table:
    """Number of warnings of each rule, with the first case: every unit may leave the same cell blank."""
    table = grid(None, None, 1)
    for code, some in grouped(owned, lambda one: one[1].codigo).items():
        first = some[0][1]
        who = first_names(list(dict.fromkeys(owner for owner, _ in some if owner)))
        told = finding_line(first, "").append(f" De {who}." if who else "")
        table.add_row(Text(code, "yellow"), str(len(some)), told)
    return table


def _outcome(planned: PlannedYear) -> str:
    """Say in Spanish whether the plan's table was written, could not be, or was left because it is the same."""
    tasks = _tasks(planned)
    if planned.is_written:
        return f"escrito, con {tasks}; de qué formulario sale cada unidad queda en {planned.folder}/{LOG}"
    return "no se escribió nada" if planned.fails else f"ya estaba, igual, con {tasks}; no se tocó"


def plan_advice(planned: PlannedYear) -> tuple[str, ...]:
    """Return Spanish sentences on what the planner has to do next, in order; the last one always names a command."""
    return tuple(_advice(planned))


def _advice(planned: PlannedYear) -> Iterator[str]:
    """Yield the sentences of `plan_advice`: what to mend, whom to remind, and how to finish or, if it fails, repeat."""
    again = f"poa plan {planned.run} --version {planned.version}{' --incompleto' if planned.is_incomplete else ''}"
    yield from _to_mend(planned)
    missing = planned.with_status(FormStatus.MISSING)
    if missing and len(missing) == len(planned.units) and not planned.strays:
        blank = f"poa formularios {planned.run} --plan"
        yield f"Nadie ha entregado todavía. Haga los formularios con «{blank}» y repártalos."
    elif missing:
        yield f"Reitere el pedido a {units_es(missing)}."
    if remarked := [unit for unit in planned.units if any(one.codigo == FormCode.REMARK for one in unit.findings)]:
        yield f"Lea las «Observaciones» del formulario de {units_es(remarked)}: están entre las notas, con «--todo»."
    if not planned.fails:
        yield from _to_finish(planned)
        return
    without = missing and not planned.is_incomplete and len(missing) < len(planned.units)
    alone = "Para escribirlo sin quienes faltan, como una unidad que cerró: --incompleto."
    way_round = f" {alone}{_dropped(missing, 'Quedaría')}" if without else ""
    until = "nadie haya entregado" if planned.is_incomplete else "falten unidades"
    yield f"Vuelva a ejecutar «{again}»: mientras haya errores o {until} no se escribe nada.{way_round}"


def _dropped(units: Sequence[UnitPlan], verb: str) -> str:
    """A sentence, after a space, on how many of these units' tasks of the earlier plan the version drops."""
    count = sum(unit.dropped for unit in units)
    tasks = number_with_noun(count, "tarea", "tareas")
    return f" {verb}{'n' if count > 1 else ''} fuera {tasks} del plan anterior." if count else ""


def _to_mend(planned: PlannedYear) -> Iterator[str]:
    """What to do with wrong forms, files that are none, and forms that start from another version of the plan."""
    wrong = planned.with_status(FormStatus.WRONG)
    if wrong:
        yield f"Devuelva su formulario a {units_es(wrong)}, con los errores de arriba."
    if planned.strays:
        aside = f"{INBOX}/{DISCARDED_FOLDER}/"
        yield f"Lleve {quoted_names(planned.strays)} a donde corresponda, o a {aside} si no hace falta."
    if any(finding.codigo == FormCode.VERSION for finding in planned.findings):
        blank = "poa formularios --plan"
        yield f"Un formulario que parte de otra versión del plan se llena de nuevo en el de hoy («{blank}»)."


def _to_finish(planned: PlannedYear) -> Iterator[str]:
    """What to do once the plan is written: missing units, the version's row in `versiones`, opening and checking."""
    if missing := planned.with_status(FormStatus.MISSING):
        yield (
            "El plan está incompleto: cuando lleguen los que faltan, borre tareas.csv y repita la orden."
            f"{_dropped(missing, 'Queda')}"
        )
    if dropped := _dropped(planned.with_status(FormStatus.DONE), "Queda"):
        yield (
            f"Revise lo que ningún formulario trae.{dropped} Lo ya informado de lo que se retira deja de contar cuando "
            f"rija «{planned.version}»; la comprobación avisa de lo que tenga ejecución (VER-RETIRADAS)."
        )
    if not planned.approved:
        yield (
            f"Escriba en la tabla «versiones» la fila de «{planned.version}»: la resolución que la aprueba y la fecha "
            "desde la que rige."
        )
    institution = planned.run.partition("/")[0]
    yield (
        "Si el periodo en que rige no está abierto, ábralo con «poa abrir». Compruébelo con "
        f"«poa comprobar {institution}/PERIODO»."
    )
