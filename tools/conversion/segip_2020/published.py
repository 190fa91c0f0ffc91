"""Table `publicado`: every figure that the report prints and the Book computes, for comparison."""

from collections.abc import Callable

from tools.conversion import sheets
from tools.conversion.segip_2020.money import SYSTEM_OF_RECORD, SYSTEMS_CATEGORY, SYSTEMS_FILE
from tools.conversion.segip_2020.plan import TASKS_FILE, TASKS_UNIT, YEAR
from tools.conversion.segip_2020.units import CATEGORIES_FILE, ENTITY, UNITS_FILE
from tools.conversion.sheets import Columns, Sheet
from tools.conversion.source import Source, SourceRow
from tools.conversion.tables import Node, Table

BUDGET = {
    "inicial": "ppto_inicial",
    "modificaciones": "modificaciones",
    "vigente": "ppto_vigente",
    "ejecutado": "devengado",
    "porcentaje": "ejecucion_financiera",
    "saldo": "saldo",
}
UNITS = {"poa_ejecutado": "avance_fisico", "ppto_ejecutado": "ejecucion_financiera"}
TASKS_TOTAL = {
    "ejecutado": "avance_fisico",
    "ppto_vigente": "ppto_vigente",
    "ppto_ejecutado": "devengado",
    "ejecucion_pct": "ejecucion_financiera",
}
SYSTEM = {
    "vigente": "ppto_vigente",
    "devengado": "devengado",
    "disponible": "saldo",
    "ejecucion_pct": "ejecucion_financiera",
}
WEIGHT = {"programado": "ponderacion"}
FUENTE_TOTAL = Node("fuente", "TOTAL")


def published(source: Source) -> Table:
    """Make the table ``publicado`` of the year."""
    return sheets.published("anual/publicado.csv", SHEETS, source)


def _unit(row: SourceRow) -> Node:
    return ENTITY if row.text("nivel") == "total" else Node("unidad", row.text("unidad"))


def _category(row: SourceRow) -> Node:
    return ENTITY if row.text("nivel") == "total" else Node("cat_prog", row.text("cat_prog"))


def _fuente(row: SourceRow) -> Node:
    return FUENTE_TOTAL if row.text("nivel") == "total" else Node("fuente", row.text("fuente"))


def _tasks_total(row: SourceRow) -> Node | None:
    return Node("unidad", TASKS_UNIT) if row.text("nivel") == "total" else None


def _task(row: SourceRow) -> Node | None:
    return Node("tarea", row.text("cod_tarea")) if row.text("nivel") == "tarea" else None


def _system_of_record(row: SourceRow) -> Node | None:
    return Node("cat_prog", SYSTEMS_CATEGORY) if row.text("sistema") == SYSTEM_OF_RECORD else None


def _key(column: str, total: str) -> Callable[[SourceRow], str]:
    return lambda row: total if row.text("nivel") == "total" else row.text(column)


def _of_year(indicators: dict[str, str]) -> Columns:
    return {column: (indicator, YEAR) for column, indicator in indicators.items()}


SHEETS = (
    Sheet(UNITS_FILE, _unit, _key("unidad", "TOTAL"), _of_year(UNITS)),
    Sheet(TASKS_FILE, _task, _key("cod_tarea", "TOTAL"), _of_year(WEIGHT)),
    Sheet(TASKS_FILE, _tasks_total, _key("cod_tarea", "TOTAL"), _of_year(TASKS_TOTAL)),
    Sheet(CATEGORIES_FILE, _category, _key("cat_prog", "TOTALES"), _of_year(BUDGET | {"por_pagar": "por_pagar"})),
    Sheet("fuentes.csv", _fuente, _key("fuente", "TOTALES"), _of_year(BUDGET)),
    Sheet(SYSTEMS_FILE, _system_of_record, lambda row: row.text("sistema"), _of_year(SYSTEM)),
)
