"""Tables `tareas`, `ejecucion` and `avances`: one unit's weighted tasks, and the percentage that each unit reports."""

from tools.conversion.segip_2020.units import unit_rows
from tools.conversion.source import Source, SourceRow
from tools.conversion.tables import Line, Table

YEAR = "2020-anual"
TASKS_FILE = "dnp_tareas.csv"
TASKS_UNIT = "DNP"
PLAN_VERSION = "vigente"
"""The report prints the budget in force and neither date nor resolution of the plan."""

TASK_COLUMNS = (
    "tarea",
    "descripcion",
    "operacion",
    "unidad",
    "acp",
    "ponderacion",
    "unidad_medida",
    "anual",
    "acumulable",
    "ppto",
)
PROGRESS_COLUMNS = ("nivel", "codigo", "indicador", "periodo", "valor", "nota")
WHOLE = "100.00"


def task_rows(source: Source) -> list[SourceRow]:
    """Return the lines of the tasks, in printed order and without their total."""
    return [row for row in source.rows(TASKS_FILE) if row.text("nivel") == "tarea"]


def tasks(source: Source) -> Table:
    """Make the table ``tareas``: a task is programmed in points, its weight in its unit."""
    lines: list[Line] = [
        {
            "tarea": row.text("cod_tarea"),
            "descripcion": row.text("descripcion"),
            "operacion": row.text("operacion"),
            "unidad": TASKS_UNIT,
            "ponderacion": row.figure("programado"),
            "unidad_medida": "puntos",
            "anual": row.figure("programado"),
            "acumulable": "si",
            "ppto": row.figure("ppto_vigente"),
        }
        for row in task_rows(source)
    ]
    return Table(f"poa/{PLAN_VERSION}/tareas.csv", TASK_COLUMNS, lines)


def execution(source: Source) -> Table:
    """Make the table ``ejecucion``: points and money executed in the year."""
    lines: list[Line] = [
        {
            "tarea": row.text("cod_tarea"),
            "anual": row.figure("ejecutado"),
            "devengado": row.figure("ppto_ejecutado"),
        }
        for row in task_rows(source)
    ]
    return Table("ejecucion.csv", ("tarea", "anual", "devengado"), lines)


def progress(source: Source) -> Table:
    """Make the table ``avances``: the share of its POA that each unit reports as executed, DNP with tasks included."""
    lines: list[Line] = [
        {
            "nivel": "unidad",
            "codigo": row.text("unidad"),
            "indicador": "avance_fisico",
            "periodo": YEAR,
            "valor": row.figure("poa_ejecutado"),
            "nota": _note(row),
        }
        for row in unit_rows(source)
    ]
    return Table("avances.csv", PROGRESS_COLUMNS, lines)


def _note(row: SourceRow) -> str:
    programmed = row.figure("poa_programado")
    return "" if programmed == WHOLE else f"el informe imprime {programmed} programado, en lugar de {WHOLE}"
