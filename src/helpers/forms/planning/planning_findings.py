"""Findings of preparing a year's plan, beyond those on single forms."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.base.display import date_es, list_es
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row, SourceCell
from helpers.forms.form_codes import PlanCode
from helpers.forms.reception.reception_log import Entry
from helpers.intake.intake_problems import Code, found, of_file, where

TABLE = "tareas"


def replaced_form(file: str, unit: str, later: Entry) -> Finding:
    """Return the note (`PRO-REEMPLAZADO`) on a correct form that a later form of the same unit replaces."""
    day = date_es(later.presented)
    told = f"«{unit}» presentó otro después, el {day}: vale «{later.archivo}». Este se conserva."
    return of_file(PlanCode.REPLACED, Severity.NOTE, file, told, element=f"{TABLE}/{unit}", value=later.archivo)


def of_several_units(rows: Mapping[str, Row]) -> list[Finding]:
    """Return an error (`ENT-DUPLICADO`) on a task for each unit that has it: nobody knows which of them is wrong.

    Parameters
    ----------
    rows : Mapping of str to Row
        The task's row in the form of each unit, by unit.
    """
    findings = []
    for unit, row in rows.items():
        others = [f"«{other}» ({where(its.cell('tarea'))})" for other, its in rows.items() if other != unit]
        task = row.text("tarea")
        sentence = (
            f"la tarea «{task}» de «{unit}» está también en el formulario de {list_es(others)}: acuerden quién "
            "conserva el código y quién corrige el suyo."
        )
        place, element = row.cell("tarea"), f"{TABLE}/{row.line}"
        findings.append(found(Code.DUPLICATE, Severity.ERROR, place, sentence, element=element, value=task))
    return findings


def without_tasks(row: Row) -> Finding:
    """Return the warning (`PRO-ACCION`) on a short-term action, a row of `acciones`, that no task serves."""
    code, name = row.text("acp"), row.text("denominacion")
    sentence = (
        f"ninguna tarea programada sirve a la acción {code} («{name}»). Si no le sirve la de un formulario que falta o "
        "que tiene errores, compruebe a qué unidad le toca, o quítela de «acciones»."
    )
    return found(PlanCode.ACTION, Severity.WARNING, row.cell("acp"), sentence, element=f"acciones/{code}")


def other_file(file: str, wanted: str) -> Finding:
    """Return the error (`PRO-OTRO-ARCHIVO`) on another file that already contains the version's tasks.

    Parameters
    ----------
    file, wanted : str
        Paths from the root: that file, and the version's table.
    """
    told = (
        f"la versión ya tiene aquí su tabla «{TABLE}», y dos no pueden estar. Si es la plantilla vacía o un borrador, "
        "sáquela de la carpeta y repita; si es el plan aprobado, programe en otra versión."
    )
    return of_file(PlanCode.OTHER_FILE, Severity.ERROR, file, told, element=TABLE, expected=wanted, value=file)


def existing_table_differs(file: str, line: int, tasks: tuple[int, int]) -> Finding:
    """Return the error (`PRO-DISTINTO`) on an existing table of tasks that differs from the forms.

    Parameters
    ----------
    file : str
        The table's path from the root.
    line : int
        First line of the file that differs; 1 is the heading.
    tasks : (int, int)
        Number of tasks in the file and in the forms.
    """
    told = (
        f"ya existe y no dice lo que dan los formularios (tiene {tasks[0]} tareas y ellos {tasks[1]}; difieren desde "
        "esa fila). No se tocó. Si es un borrador hecho con esta orden, bórrelo o llévelo fuera de data/ y repita; si "
        "alguien lo corrigió a mano, pase antes esa corrección al formulario de su unidad; si es el plan aprobado, un "
        "cambio es otra versión: ponga los formularios en la carpeta de la nueva y use --version con su nombre."
    )
    more = {"expected": f"{tasks[1]} tareas, las de los formularios", "value": f"{tasks[0]} tareas"}
    place = SourceCell(file, "", str(line))
    return found(PlanCode.DIFFERENT, Severity.ERROR, place, told, element=TABLE, **more)


def read_differently(row: Row, column: str) -> Finding:
    """Make the error (`PRO-SE-LEE-OTRO`) on a task that a run would read differently from the table; it checks nothing.

    Parameters
    ----------
    column : str
        First column that would differ; empty if the row would not be recognised as a task.
    """
    task = row.text("tarea")
    element, value = f"{TABLE}/{task}/{column}".rstrip("/"), row.text(column or "tarea")
    what = f"«{column}»" if column else "su código o su descripción, que parecen un total, un encabezado o una nota"
    told = f"la tarea «{task}» no se leería igual desde {TABLE}.csv. Escriba de otro modo {what}."
    return found(PlanCode.UNLIKE, Severity.ERROR, row.cell(column), told, element=element, value=value)
