"""What to do next, in the order in which it is done, from what a check found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.cycle.checking import Checked
from helpers.cycle.printed import some_named
from helpers.cycle.standing import Status, UnitCheck
from helpers.display import date_es
from helpers.findings import Severity
from helpers.forms.problems import FormCode
from helpers.intake.problems import Code
from helpers.reception.findings import SAME_DAY
from helpers.reception.log import DISCARDED_FOLDER, INBOX, State

_ASIDE = f"{INBOX}/{DISCARDED_FOLDER}/"
_NO_FORM = frozenset({FormCode.FORMAT.value, Code.FILE_DISGUISED.value})
"""What is said of files that are no workbook; one that cannot be opened or recognised may still be somebody's form."""


def advice(checked: Checked) -> tuple[str, ...]:
    """Sentences that tell a planner what to do next; the last one is always the next command."""
    return tuple(_advice(checked))


def _advice(checked: Checked) -> Iterator[str]:
    run = f"{checked.gathered.corrida.entidad}/{checked.gathered.corrida.periodo}"
    yield from _on_inbox(checked, run)
    missing = checked.with_status(Status.MISSING)
    if missing and len(missing) < len(checked.units):
        yield f"Reitere el pedido a {units_es(missing)}.{_until(checked)}"
    elif missing:
        yield f"No consta ningún informe todavía. Haga los formularios con «poa forms {run}» y repártalos."
    if checked.due is None:
        code = checked.gathered.corrida.period.code
        yield f"Escriba en «plazos» de los parámetros, bajo {code}, hasta cuándo se podía presentar."
    if checked.to_confirm:
        after = " cuando no haya errores" if checked.fails else ""
        yield (
            f"Compare con una copia lo que está «Por confirmar». Si el cambio es querido, acéptelo{after} con "
            f"«poa check {run} --aceptar»; si no, recupere los archivos."
        )
    errors = sum(finding.severidad is Severity.ERROR for finding in checked.findings)
    if errors:
        what = "el error" if errors == 1 else f"los {errors} errores"
        yield f"Corrija {what} y vuelva a ejecutar «poa check {run}»: {_meanwhile(checked, run)}"
    elif len(missing) < len(checked.units):
        yield f"No hay errores: el informe se hace con «poa report {run}»."


def _on_inbox(checked: Checked, run: str) -> Iterator[str]:
    """What to do with the files that came in."""
    rejected = tuple(unit for unit in checked.units if unit.to_return)
    if rejected:
        form = "el formulario" if len(rejected) == 1 else "su formulario"
        sheet = "su hoja" if len(rejected) == 1 else "la hoja de cada una"
        yield f"Devuelva {form} a {units_es(rejected)}, con {sheet}: «poa check {run} --por-unidad»."
    tied = tuple(unit for unit in checked.units if any(finding.codigo == SAME_DAY for finding in unit.findings))
    if tied:
        yield (
            f"Pregunte a {units_es(tied)} cuál de sus formularios de un mismo día vale, y mueva los demás a {_ASIDE}."
        )
    lost = tuple(unit for unit in checked.with_status(Status.LOST) if not unit.to_return)
    if lost:
        form = "el formulario aceptado" if len(lost) == 1 else "los formularios aceptados"
        yield f"Vuelva a poner {form} de {units_es(lost)}; los errores de arriba dicen qué archivo falta."
    unknown, foreign = _strays(checked)
    if unknown:
        yield (
            f"Averigüe de qué unidad {'es' if len(unknown) == 1 else 'son'} {_quoted(unknown)} y devuélva"
            f"{'lo' if len(unknown) == 1 else 'los'}. Lo que nadie reclame, muévalo a {_ASIDE}."
        )
    if foreign:
        what = "no es un formulario: muévalo" if len(foreign) == 1 else "no son formularios: muévalos"
        yield f"{_quoted(foreign)} {what} a {_ASIDE}."


def _until(checked: Checked) -> str:
    if checked.due is None:
        return ""
    day = date_es(checked.due.last)
    return f" El plazo venció el {day}." if checked.is_overdue else f" Tienen plazo hasta el {day}."


def _quoted(names: Sequence[str]) -> str:
    return some_named([f"«{name}»" for name in names])


def _strays(checked: Checked) -> tuple[list[str], list[str]]:
    """Files that are rejected and whose unit nobody can tell: those that may be a form, and those that are none."""
    unknown: list[str] = []
    foreign: list[str] = []
    if checked.received is None:
        return unknown, foreign
    folder = checked.received.log.label.rpartition("/")[0]
    for entry in checked.received.log.current:
        errors = checked.received.rejected.get(f"{folder}/{INBOX}/{entry.archivo}")
        if errors and entry.estado is State.REJECTED and not entry.unidad:
            is_none = any(finding.codigo in _NO_FORM for finding in errors)
            (foreign if is_none else unknown).append(entry.archivo)
    return unknown, foreign


def _meanwhile(checked: Checked, run: str) -> str:
    """What errors stop: everything where they are of the tables; where they are of forms, only these."""
    if checked.book is None:
        return "mientras los haya no se calcula nada."
    return f"el informe puede hacerse (poa report {run}), pero sin lo rechazado."


def units_es(units: Sequence[UnitCheck]) -> str:
    """Name units by their sigla; beyond a few, how many more."""
    return some_named([unit.name for unit in units])
