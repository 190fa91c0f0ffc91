"""What to do next, in the order in which it is done, from what a check found."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.cycle.checking import Checked
from helpers.cycle.standing import Status, UnitCheck
from helpers.display import date_es, list_es
from helpers.findings import Severity
from helpers.reception.log import DISCARDED_FOLDER, INBOX, State

NAMED = 12
"""How many units are named before the others are only counted."""


def advice(checked: Checked) -> tuple[str, ...]:
    """Sentences that tell a planner what to do next; the last one is always the next command."""
    return tuple(_advice(checked))


def _advice(checked: Checked) -> Iterator[str]:
    run = f"{checked.gathered.corrida.entidad}/{checked.gathered.corrida.periodo}"
    rejected = tuple(unit for unit in checked.units if unit.file and unit.count(Severity.ERROR))
    if rejected:
        yield f"Devuelva el formulario a {units_es(rejected)}, con su hoja de «poa check {run} --por-unidad»."
    strays = _strays(checked)
    if strays:
        yield (
            f"Averigüe de qué unidad es {list_es([f'«{name}»' for name in strays])}, o muévalo a "
            f"{INBOX}/{DISCARDED_FOLDER}/ si no hace falta."
        )
    missing = checked.with_status(Status.MISSING)
    if missing and len(missing) < len(checked.units):
        until = f" Plazo: {date_es(checked.due.last)}." if checked.due else ""
        yield f"Reitere el pedido a {units_es(missing)}.{until}"
    elif missing:
        yield f"Nadie ha informado todavía. Haga los formularios con «poa forms {run}» y repártalos."
    if checked.due is None:
        code = checked.gathered.corrida.period.code
        yield f"Escriba en «plazos» de los parámetros, bajo {code}, hasta cuándo se podía presentar."
    errors = sum(finding.severidad is Severity.ERROR for finding in checked.findings)
    if errors:
        what = "el error" if errors == 1 else f"los {errors} errores"
        yield f"Corrija {what} y vuelva a ejecutar «poa check {run}»: {_meanwhile(checked, run)}"
    elif len(missing) < len(checked.units):
        yield f"No hay errores: el informe se hace con «poa report {run}»."


def _strays(checked: Checked) -> list[str]:
    """Files that are rejected and whose unit nobody can tell."""
    if checked.received is None:
        return []
    folder = checked.received.log.label.rpartition("/")[0]
    rejected = (entry for entry in checked.received.log.current if entry.estado is State.REJECTED and not entry.unidad)
    return [entry.archivo for entry in rejected if f"{folder}/{INBOX}/{entry.archivo}" in checked.received.rejected]


def _meanwhile(checked: Checked, run: str) -> str:
    """What errors stop: everything where they are of the tables; where they are of forms, only these."""
    if checked.book is None:
        return "mientras los haya no se calcula nada."
    return f"el informe puede hacerse (poa report {run}), pero sin lo rechazado."


def units_es(units: tuple[UnitCheck, ...]) -> str:
    """Name units by their sigla; beyond a few, how many more."""
    names = [unit.node.sigla or unit.node.code for unit in units]
    more = len(names) - NAMED
    return list_es([*names[:NAMED], f"{more} más"] if more > 0 else names)
