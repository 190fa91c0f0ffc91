"""Table `publicado`: every printed figure that the workbook computes, for comparison."""

from collections.abc import Callable

from tools.conversion import sheets
from tools.conversion.codes import (
    ABROAD,
    AREAS,
    ENTITY,
    FULL_AREAS,
    HISTORY_ROWS,
    SERVICES,
    TYPES,
    lookup,
    unit_code,
)
from tools.conversion.reports import MONTHLY_INDICATORS, MONTHS, QUARTERS, TOTAL_LABEL
from tools.conversion.sheets import Columns, NodeOf, Sheet
from tools.conversion.source import Source, SourceRow
from tools.conversion.structure import unit_node
from tools.conversion.tables import Node, Table

T1, T2, S1 = "2024-T1", "2024-T2", "2024-S1"
FIRST_QUARTER = (T1, "2024-ene", "2024-feb", "2024-mar")
MONEY = {"ppto_vigente": "ppto_vigente", "devengado": "devengado"}
PERCENTAGES = {"ejecucion_pct": "ejecucion_financiera", "eficacia_pct": "eficacia_ponderada"}


def published_t1(source: Source) -> Table:
    """Make the table ``publicado`` of the first quarter. A figure belongs to the quarter in which its period ends."""
    return sheets.published("T1/publicado.csv", SHEETS, source, lambda period: period in FIRST_QUARTER)


def published_t2(source: Source) -> Table:
    """Make the table ``publicado`` of the second quarter, with figures of the semester and of earlier years."""
    return sheets.published("T2/publicado.csv", SHEETS, source, lambda period: period not in FIRST_QUARTER)


def _at(period: str, indicators: dict[str, str]) -> Columns:
    return {column: (indicator, period) for column, indicator in indicators.items()}


def _column(name: str) -> Callable[[SourceRow], str]:
    return lambda row: row.text(name)


def _area(row: SourceRow) -> Node:
    return lookup({**AREAS, TOTAL_LABEL: ENTITY}, row.text("area"), row.file)


def _acp(row: SourceRow) -> Node:
    return ENTITY if row.text("acp") == "TOTAL" else Node("acp", row.text("acp"))


def _acp_key(row: SourceRow) -> str:
    return "TOTAL" if row.text("acp") == "TOTAL" else f"ACP {row.text('acp')}"


def _category(row: SourceRow) -> Node:
    return ENTITY if row.text("nivel") == "total" else Node("cat_prog", row.text("cat_prog"))


def _service_row(row: SourceRow) -> Node:
    return lookup({**SERVICES, **AREAS, **TYPES}, row.text("nombre"), row.file)


def _above_units(row: SourceRow) -> Node | None:
    return unit_node(row) if row.text("nivel") in ("entidad", "servicio", "area") else None


def _section_54(row: SourceRow) -> Node:
    # The area's own line has no ordinal, and its printed code ("ADM. CENT.") belongs to no unit.
    return Node("unidad", unit_code(row.text("codigo"))) if row.text("no") else _area(row)


def _monthly(indicator: str, total: bool) -> NodeOf:
    def node(row: SourceRow) -> Node | None:
        if row.text("indicador") != indicator or (total and row.text("area") != TOTAL_LABEL):
            return None
        return _area(row)

    return node


def _monthly_sheets(indicator: str) -> tuple[Sheet, ...]:
    # The months of areas are inputs. Those of the institution, all quarters and the semester are computed.
    name = MONTHLY_INDICATORS[indicator]
    months = {month: (name, f"2024-{month}") for month in MONTHS}
    windows = {"t1": (name, T1), "t2": (name, T2), "s1": (name, S1)}
    return (
        Sheet("mensual.csv", _monthly(indicator, total=True), _monthly_key, months),
        Sheet("mensual.csv", _monthly(indicator, total=False), _monthly_key, windows),
    )


def _monthly_key(row: SourceRow) -> str:
    return f"{row.text('area')} / {row.text('indicador')}"


def _history_key(row: SourceRow) -> str:
    return f"{row.text('grupo')} / {row.text('detalle')}"


def _history_group(row: SourceRow) -> Node:
    return lookup({**TYPES, "Total": ABROAD}, row.text("grupo"), row.file)


def _history_detail(row: SourceRow) -> Node:
    return lookup(HISTORY_ROWS, row.text("detalle"), row.file)


def _history_total(row: SourceRow) -> Node | None:
    return ABROAD if row.text("detalle") == "Total" else None


def _history_sheets() -> tuple[Sheet, ...]:
    # The groups' years are inputs (historico). Their total and this year's quarter are computed.
    file, measures = "exterior_historico.csv", {"eficacia": "eficacia_ponderada", "avance": "avance_fisico"}
    years = {
        f"{column}_{year}": (indicator, f"{year}-anual")
        for year in (2022, 2023)
        for column, indicator in measures.items()
    }
    quarter = {f"{column}_2024_t1": (indicator, T1) for column, indicator in measures.items()}
    return (
        Sheet(file, _history_group, _history_key, {"cantidad_grupo_2024": ("cantidad_unidades", T1)}),
        Sheet(file, _history_total, _history_key, years),
        Sheet(file, _history_detail, _history_key, quarter),
    )


GOALS = {"programado": "meta_programada", "ejecutado": "meta_ejecutada"}
QUARTER_MEASURES = {
    f"{column}_{suffix}": (indicator, period)
    for suffix, period in QUARTERS.items()
    for column, indicator in (("avance", "avance_fisico"), ("eficacia", "eficacia_ponderada"))
}
AREA_COLUMNS = {"ppto_vigente": "ppto_vigente", "ejecutado": "devengado", **PERCENTAGES}
ACP_COLUMNS = {**MONEY, **PERCENTAGES, "avance_pct": "avance_fisico"}
FUENTE_COLUMNS = {
    "ppto_inicial": "ppto_inicial",
    "ppto_vigente": "ppto_vigente",
    "ejecucion": "devengado",
    "ejecucion_pct": "ejecucion_financiera",
    "saldo": "saldo",
}
HISTORY_COLUMNS: Columns = {
    "promedio_2022_2023": ("avance_fisico_promedio", "2023-anual"),
    "avance_2024_t1": ("avance_fisico", T1),
    "avance_2024_t2": ("avance_fisico", T2),
    "avance_2024_s1": ("avance_fisico", S1),
}
COUNT: Columns = {"cantidad": ("cantidad_unidades", T2)}
COUNT_IN_NAME: Columns = {"nombre": ("cantidad_unidades", T2)}
BUDGET_ROW: Columns = {
    "primer_trimestre": ("ppto_vigente", T1),
    "segundo_trimestre": ("ppto_vigente", T2),
}


def _budget_row(row: SourceRow) -> Node | None:
    return ENTITY if row.text("concepto").startswith("PRESUPUESTO VIGENTE") else None


def _goal_total(row: SourceRow) -> Node | None:
    return ENTITY if row.text("acp") == "TOTAL" else None


def _fuente(row: SourceRow) -> Node:
    return Node("fuente", row.text("fuente"))


def _full_area(row: SourceRow) -> Node:
    return lookup(FULL_AREAS, row.text("area"), row.file)


def _category_key(row: SourceRow) -> str:
    return row.text("cat_prog") or row.text("unidad")


SHEETS: tuple[Sheet, ...] = (
    Sheet("acp_t2.csv", _acp, _acp_key, _at(T2, ACP_COLUMNS)),
    Sheet("acp_s1.csv", _acp, _acp_key, _at(S1, ACP_COLUMNS)),
    Sheet("categorias_t2.csv", _category, _category_key, _at(T2, {**MONEY, **PERCENTAGES})),
    Sheet("categorias_s1.csv", _category, _category_key, _at(S1, {**MONEY, **PERCENTAGES})),
    Sheet("areas_t1.csv", _area, _column("area"), _at(T1, AREA_COLUMNS)),
    Sheet("areas_t2.csv", _area, _column("area"), _at(T2, AREA_COLUMNS)),
    Sheet("areas_s1.csv", _area, _column("area"), _at(S1, AREA_COLUMNS)),
    *_monthly_sheets("eficacia"),
    *_monthly_sheets("ejecucion"),
    Sheet("desempeno_s1.csv", _area, _column("area"), _at(S1, PERCENTAGES)),
    Sheet("fuentes.csv", _fuente, _column("fuente"), _at(S1, FUENTE_COLUMNS)),
    Sheet("metas_sigep.csv", _goal_total, _acp_key, _at(T2, GOALS)),
    Sheet("metas_sigep.csv", _acp, _acp_key, {"avance_pct": ("meta_cumplimiento", T2)}),
    Sheet("unidades.csv", _above_units, _column("nombre"), QUARTER_MEASURES),
    Sheet("unidades.csv", unit_node, _column("nombre"), COUNT_IN_NAME, SourceRow.count_in),
    Sheet("unidades_t2_seccion54.csv", _section_54, _column("codigo"), {"avance_t2": ("avance_fisico", T2)}),
    Sheet("servicios_t2.csv", _service_row, _column("nombre"), {"avance_t2": ("avance_fisico", T2)}),
    Sheet("areas_organizacionales.csv", _full_area, _column("area"), COUNT),
    Sheet("relacion_poa.csv", _budget_row, _column("concepto"), BUDGET_ROW),
    Sheet("historico.csv", _area, _column("area"), HISTORY_COLUMNS),
    *_history_sheets(),
)
