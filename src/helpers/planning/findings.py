"""What putting a year's plan together has to say beyond what each form says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from helpers.display import date_es, list_es
from helpers.findings import Finding, Severity
from helpers.forms.identity import Identity, Kind
from helpers.forms.problems import FormCode
from helpers.intake.problems import found
from helpers.reception.log import DISCARDED_FOLDER, INBOX, Entry
from helpers.records import Row, SourceCell

TABLE = "tareas"


class PlanCode(StrEnum):
    """What can be wrong with a plan put together; the values do not change."""

    SAME_DAY = "PRO-MISMO-DIA"
    REPLACED = "PRO-REEMPLAZADO"
    ACTION = "PRO-ACCION"
    OTHER_FILE = "PRO-OTRO-ARCHIVO"
    DIFFERENT = "PRO-DISTINTO"
    UNLIKE = "PRO-SE-LEE-OTRO"


def not_a_plan(place: SourceCell, identity: Identity, kind: Kind) -> Finding:
    """A form in which a unit reports, where those in which it programmes are gathered."""
    told = (
        f"es el formulario de «{kind.value}» de «{identity.unit}», de {identity.period}, y aquí se reúnen los de "
        f"«{Kind.PLAN.value}». Llévelo a la carpeta de su periodo; el de programación se hace con «poa forms --plan»."
    )
    more = {"element": identity.unit, "expected": Kind.PLAN.value, "value": kind.value}
    return found(FormCode.KIND, Severity.ERROR, place, told, **more)


def replaced(file: str, unit: str, later: Entry) -> Finding:
    """A good form that a later one of the same unit takes the place of."""
    day = date_es(later.presented)
    return Finding(
        codigo=PlanCode.REPLACED.value,
        severidad=Severity.NOTE,
        elemento=f"{TABLE}/{unit}",
        archivo=file,
        encontrado=later.archivo,
        mensaje=f"{file}: «{unit}» presentó otro después, el {day}: vale «{later.archivo}». Este se conserva.",
    )


def same_day(unit: str, first: str, second: str, day: str) -> Finding:
    """Two good forms of one unit of which nobody can tell the later.

    Parameters
    ----------
    day : str
        The day that both are of; empty where one of them does not state its own.
    """
    why = f"los dos del {day}" if day else "y alguno no dice en qué fecha se presenta"
    return Finding(
        codigo=PlanCode.SAME_DAY.value,
        severidad=Severity.ERROR,
        elemento=f"{TABLE}/{unit}",
        archivo=second,
        esperado="un solo formulario, o fechas distintas",
        encontrado=first,
        mensaje=f"{second}: de «{unit}» hay dos formularios, este y «{first}», {why}: no se sabe cuál vale. Pregunte a "
        f"la unidad y mueva el otro a {INBOX}/{DISCARDED_FOLDER}/.",
    )


def with_both_units(finding: Finding, units: Sequence[str]) -> Finding:
    """A repeated task, with the units that have it: which of them keeps it is theirs to agree."""
    told = f"La tienen {list_es([f'«{unit}»' for unit in units])}: acuerden cuál la conserva."
    return replace(finding, mensaje=f"{finding.mensaje} {told}")


def without_tasks(row: Row, *, is_whole: bool) -> Finding:
    """An action that no task serves.

    Parameters
    ----------
    is_whole : bool
        Every unit has handed in its form.
    """
    code, name = row.text("acp"), row.text("denominacion")
    what = "compruebe a qué unidad le toca, o quítela de «acciones»." if is_whole else "quizá la de quien falta."
    sentence = f"ninguna tarea programada sirve a la acción {code} («{name}»); {what}"
    return found(PlanCode.ACTION, Severity.WARNING, row.cell("acp"), sentence, element=f"acciones/{code}")


def other_file(file: str, wanted: str) -> Finding:
    """The version's tasks stand already in another file of its folder."""
    return Finding(
        codigo=PlanCode.OTHER_FILE.value,
        severidad=Severity.ERROR,
        elemento=TABLE,
        archivo=file,
        esperado=wanted,
        encontrado=file,
        mensaje=f"{file}: la versión ya tiene aquí su tabla «{TABLE}», y dos no pueden estar. Si es la plantilla vacía "
        f"o un borrador, sáquela de la carpeta y repita; si es el plan aprobado, programe en otra versión.",
    )


def different(file: str, line: int, approved: str, tasks: tuple[int, int]) -> Finding:
    """A table of tasks that is there and says otherwise.

    Parameters
    ----------
    line : int
        The first that differs.
    approved : str
        The resolution or date that `versiones` gives for the version; empty where it is not there yet.
    tasks : (int, int)
        How many stand in the file, and how many the forms give.
    """
    mend = (
        "Si es un borrador hecho con esta orden, bórrelo o llévelo fuera de data/ y repita; si alguien lo corrigió a "
        "mano, pase antes esa corrección al formulario de su unidad."
    )
    if approved:
        mend += (
            f" Si es el plan aprobado («versiones» dice {approved}), un cambio es otra versión: ponga los formularios "
            "en la carpeta de la nueva y use --version con su nombre."
        )
    return Finding(
        codigo=PlanCode.DIFFERENT.value,
        severidad=Severity.ERROR,
        elemento=TABLE,
        archivo=file,
        celda=str(line),
        esperado=f"{tasks[1]} tareas, las de los formularios",
        encontrado=f"{tasks[0]} tareas",
        mensaje=f"{file}, fila {line}: ya existe y no dice lo que dan los formularios (tiene {tasks[0]} tareas y ellos "
        f"{tasks[1]}; difieren desde esa fila). No se tocó. {mend}",
    )


def unlike(row: Row, column: str) -> Finding:
    """A task that would not be read the same from the table.

    Parameters
    ----------
    column : str
        The first that would differ; empty where the whole row would not be taken for a task.
    """
    place, task = row.cell(column), row.text("tarea")
    if column:
        told = f"en la tarea «{task}», lo escrito en «{column}» no se leería igual desde {TABLE}.csv."
    else:
        told = (
            f"la fila de la tarea «{task}» no se leería desde {TABLE}.csv: parece un total, un encabezado o una nota."
        )
    return found(
        PlanCode.UNLIKE,
        Severity.ERROR,
        place,
        f"{told} Escriba de otro modo su código o su descripción." if not column else f"{told} Escríbalo de otro modo.",
        element=f"{TABLE}/{task}/{column}".rstrip("/"),
        value=row.text(column) if column else task,
    )
