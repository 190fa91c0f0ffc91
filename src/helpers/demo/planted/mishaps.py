"""Faulty forms: a mistyped code, a changed goal, last quarter's form, a unit's own workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from helpers.base.python_extras import not_none
from helpers.demo.demo_records import Fault
from helpers.demo.fill_forms import Filled, filled_forms
from helpers.demo.planted.faults import Hosts
from helpers.demo.planted.quarter_faults import QuarterFaults
from helpers.demo.random_streams import Chance

ONLY_IN_TABLES = {"EJE-TAREA", "EJE-EVALUACION"}
"""Faults that a form prevents or has no column for."""
REJECTED = "rechazado"
MADE_UP_FOR = "REC-SUPERADO"


class Mishap(StrEnum):
    """What is wrong with a form; the value is the code of the finding that rejects it."""

    MISTYPED = "FOR-TAREA-AJENA"
    PROGRAMME = "FOR-PROGRAMA-CAMBIADO"
    PERIOD = "FOR-OTRO-PERIODO"
    UNKNOWN = "FOR-SIN-IDENTIDAD"


STORIES = {
    Mishap.MISTYPED: "El primer formulario de {} trae un código de tarea mal escrito; el segundo lo corrige.",
    Mishap.PROGRAMME: "El primer formulario de {} trae cambiado lo programado; el segundo lo corrige.",
    Mishap.PERIOD: "{} mandó primero el formulario del trimestre anterior.",
    Mishap.UNKNOWN: "{} mandó primero un Excel suyo, que no es un formulario.",
}


@dataclass(frozen=True)
class Letter:
    """A workbook in the inbox.

    Attributes
    ----------
    name : str
        File name that the unit gave it.
    filled : Filled
    mishap : Mishap or None
    """

    name: str
    filled: Filled
    mishap: Mishap | None = None


def letters_of(told: QuarterFaults, chance: Chance) -> tuple[Letter, ...]:
    """Return every workbook of a quarter's inbox.

    Each unit has its correct form, in some cases after a faulty one. At the end are forms that units send again.
    """
    typed = filled_forms(told)
    rejected = _rejected(told, typed, chance)
    letters = []
    for unit, filled in typed.items():
        if unit in rejected:
            name = f"{unit} primer envío.xlsx"
            letters.append(Letter(name, _as_first(filled, rejected[unit]), rejected[unit]))
        names = (f"{unit}.xlsx", f"Formulario {unit} {told.quarter}T FINAL.xlsx", f"{unit} (1).xlsx")
        letters.append(Letter(chance.of("name", told.quarter, unit).choice(names), _corrected(filled)))
    for form in told.again:
        again = replace(_corrected(typed[form.unit]), day=not_none(form.day))
        letters.append(Letter(f"{form.unit} reenvío.xlsx", again))
    return tuple(letters)


def mishap_faults(told: QuarterFaults, chance: Chance) -> list[Fault]:
    """Return one fault for each faulty form of a quarter.

    It is a note, since the unit's correct form follows; an error if the faulty form does not tell its unit.
    """
    folder = f"T{told.quarter}/formularios"
    return [
        Fault(*_told_as(letter.mishap), (), f"{folder}/{letter.name}", REJECTED, letter.name,
              STORIES[letter.mishap].format(letter.filled.unit))
        for letter in letters_of(told, chance)
        if letter.mishap is not None
    ]  # fmt: skip


def _told_as(mishap: Mishap) -> tuple[str, str]:
    """Return rule and severity. If a workbook's unit is unknown, no other form is known to replace it."""
    return (mishap.value, "error") if mishap is Mishap.UNKNOWN else (MADE_UP_FOR, "nota")


def in_forms(faults: Sequence[Fault]) -> list[Fault]:
    """Return the faults of a quarter's tables that its forms have too, placed in the inbox's folder.

    Left out are those that a form cannot have (`ONLY_IN_TABLES`), and other findings on a mistyped code's place.
    """
    mistyped = {fault.place for fault in faults if fault.rule == "EJE-TAREA"}
    kept = [fault for fault in faults if fault.rule not in ONLY_IN_TABLES and fault.place not in mistyped]
    return [replace(fault, file=f"{fault.file.split('/')[0]}/formularios") for fault in kept]


def _rejected(told: QuarterFaults, typed: Mapping[str, Filled], chance: Chance) -> dict[str, Mishap]:
    """Return the units whose first form is faulty, each with its mishap.

    They are the units with a mistyped code, and one for each other mishap; the first quarter has no earlier form.
    """
    wrong = {line.unit: Mishap.MISTYPED for line in told.lines if line.row["tarea"] != line.code}
    hosts = Hosts(chance.of("mishaps", told.quarter))
    hosts.used |= {*wrong, *(form.unit for form in told.again)}
    for mishap in (Mishap.PROGRAMME, Mishap.UNKNOWN, *((Mishap.PERIOD,) if told.quarter > 1 else ())):
        wrong[hosts.take_unit([unit for unit, filled in typed.items() if filled.lines])] = mishap
    return wrong


def _corrected(filled: Filled) -> Filled:
    """Return what a unit types with the right code of every task."""
    return replace(filled, lines={code: {**cells, "tarea": code} for code, cells in filled.lines.items()})


def _as_first(filled: Filled, mishap: Mishap) -> Filled:
    """Return what a faulty first form has; wrong codes of tasks stay only if they are its fault."""
    return filled if mishap is Mishap.MISTYPED else _corrected(filled)
