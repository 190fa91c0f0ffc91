"""The tables of one quarter: executed tasks, received forms, goals and signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from helpers.base.exact import plain_text
from helpers.base.periods import MONTHS
from helpers.demo.demo_records import Unit
from helpers.demo.ministry.organisation import ACTIONS
from helpers.demo.performance import Executed
from helpers.demo.random_streams import Chance

DEADLINES = {1: date(2024, 4, 8), 2: date(2024, 7, 8), 3: date(2024, 10, 7), 4: date(2025, 1, 8)}
REMINDERS = {quarter: day + timedelta(days=5) for quarter, day in DEADLINES.items()}
"""Last day to hand in a form after the reminder."""
WITHOUT_GOALS = ("1", "3")
"""Actions without a programme in SIGEP."""

RowOf = dict[str, str]


@dataclass(frozen=True)
class Arrival:
    """A form and when it was handed in.

    Attributes
    ----------
    unit : str
    day : date or None
        None if it was not handed in.
    by, reminder, note : str
    """

    unit: str
    day: date | None
    by: str = ""
    reminder: str = ""
    note: str = ""


def execution_columns(quarter: int) -> tuple[str, ...]:
    """Return the columns of table `ejecucion` for a quarter, 1 to 4: `tarea`, its three months, and five with texts."""
    return (
        "tarea", *months_of(quarter), "evaluacion", "medio_verificacion", "resultado", "causa_codigo",
        "causa_desviacion",
    )  # fmt: skip


def months_of(quarter: int) -> tuple[str, ...]:
    """Return the names of the three months of a quarter, 1 to 4, which are columns: `ene`, `feb`, `mar`."""
    return MONTHS[3 * quarter - 3 : 3 * quarter]


def execution_row(done: Executed, quarter: int) -> RowOf:
    """Return a task's row of `ejecucion` in a quarter, 1 to 4; what was not reported is empty."""
    cells = {
        name: "" if amount is None else plain_text(amount)
        for name, amount in zip(months_of(quarter), done.months, strict=True)
    }
    return {
        "tarea": done.task.code,
        **cells,
        "evaluacion": done.judged,
        "medio_verificacion": done.proof,
        "resultado": done.result,
        "causa_codigo": done.cause.codigo if done.cause else "",
        "causa_desviacion": done.cause.descripcion if done.cause else "",
    }


def arrivals(units: Sequence[Unit], quarter: int, chance: Chance) -> dict[str, Arrival]:
    """Return one form per unit, handed in on the first deadline or up to five days before.

    Returns
    -------
    dict of str to Arrival
        By unit code.
    """
    found = {}
    for unit in units:
        dice = chance.of("arrival", quarter, unit.code)
        day = DEADLINES[quarter] - timedelta(days=dice.randrange(0, 6))
        found[unit.code] = Arrival(unit.code, day, f"Responsable de seguimiento de {unit.code} (persona ficticia)")
    return found


def late(arrival: Arrival, quarter: int, days: int) -> Arrival:
    """Return the same form, handed in after the reminder's deadline.

    Parameters
    ----------
    days : int
        Days after that deadline.
    """
    return replace(arrival, day=REMINDERS[quarter] + timedelta(days=days), reminder=f"NI SINT 0{quarter}1/2024")


def after_reminder(arrival: Arrival, quarter: int) -> Arrival:
    """Return the same form, handed in three days after the first deadline, within the reminder's, with its note."""
    return replace(arrival, day=DEADLINES[quarter] + timedelta(days=3), reminder=f"NI SINT 0{quarter}1/2024")


def missing(arrival: Arrival, quarter: int) -> Arrival:
    """Return the same unit's form as not handed in: without day and name, with the reminder's note."""
    return Arrival(arrival.unit, None, reminder=f"NI SINT 0{quarter}1/2024", note="No presentó hasta el cierre")


def arrival_rows(forms: Iterable[Arrival]) -> list[RowOf]:
    """Return the rows of `presentaciones`, one for each form in the given order; the day is empty if there is none."""
    return [
        {
            "unidad": form.unit,
            "fecha_presentacion": str(form.day) if form.day else "",
            "presentado_por": form.by,
            "reiteracion": form.reminder,
            "observacion": form.note,
        }
        for form in forms
    ]


def goal_rows(quarter: int, chance: Chance) -> list[RowOf]:
    """Return the rows of `metas`: each action's SIGEP goals for the quarter; blank, with a note, for two actions."""
    rows = []
    for action in ACTIONS:
        dice = chance.of("goal", quarter, action.code)
        programmed = dice.randrange(12, 90)
        executed = programmed - dice.choice((0, 0, 0, 1, 2, 4))
        row = {"acp": action.code, "periodo": f"2024-T{quarter}", "programado": "", "ejecutado": "", "nota": ""}
        if action.code in WITHOUT_GOALS:
            rows.append({**row, "nota": "Sin Prog. SIGEP"})
        else:
            rows.append({**row, "programado": str(programmed), "ejecutado": str(executed)})
    return rows


def signature_rows(quarter: int) -> list[RowOf]:
    """Return the three rows of `firmas` (prepared, revised, approved): invented names, a week after the reminder."""
    day = REMINDERS[quarter] + timedelta(days=7)
    people = (
        ("elaborado", "Persona Ficticia Uno", "Técnico en Seguimiento (sintético)"),
        ("revisado", "Persona Ficticia Dos", "Directora General de Planificación (sintética)"),
        ("aprobado", "Persona Ficticia Tres", "Máxima Autoridad Ejecutiva (sintética)"),
    )
    return [{"rol": role, "nombre": name, "cargo": post, "fecha": str(day)} for role, name, post in people]
