"""Tables `avances`, `metas`, `recuento` and `historico`: reported values that are not computed from lower levels."""

from collections.abc import Iterable, Iterator

from tools.conversion.codes import AREAS, ENTITY, HISTORY_ROWS, lookup
from tools.conversion.source import Source, SourceRow
from tools.conversion.structure import UNITS_FILE, posts, unit_node
from tools.conversion.tables import Line, Node, Table

MONTHS = ("ene", "feb", "mar", "abr", "may", "jun")
QUARTERS = {"t1": "2024-T1", "t2": "2024-T2"}
TOTAL_LABEL = "TOTAL MRE"
# Levels of unidades.csv with reported values; higher levels are computed.
REPORTING_LEVELS = ("unidad", "tipo", "subtipo")
MONTHLY_INDICATORS = {"eficacia": "eficacia_ponderada", "ejecucion": "ejecucion_financiera"}

PROGRESS_COLUMNS = ("nivel", "codigo", "indicador", "periodo", "valor", "peso", "nota")
HISTORY_COLUMNS = ("gestion", "periodo", "nivel", "codigo", "indicador", "valor", "metodo")


def progress(source: Source) -> Table:
    """Make the table ``avances``: units, types and subtypes by quarter, posts by quarter, areas by month."""
    lines = [*_units(source), *_posts(source), *_months(source)]
    return Table("avances.csv", PROGRESS_COLUMNS, lines)


def _units(source: Source) -> Iterator[Line]:
    for row in source.rows(UNITS_FILE):
        if row.text("nivel") not in REPORTING_LEVELS:
            continue
        for suffix, period in QUARTERS.items():
            for column, indicator in (("avance", "avance_fisico"), ("eficacia", "eficacia_ponderada")):
                yield _progress_line(unit_node(row), indicator, period, row, f"{column}_{suffix}")


def _posts(source: Source) -> Iterator[Line]:
    for code, _, row in posts(source):
        for suffix, period in QUARTERS.items():
            line = _progress_line(Node("puesto", code), "avance_fisico", period, row, f"avance_{suffix}")
            yield {**line, "nota": row.text("nota")}


def _months(source: Source) -> Iterator[Line]:
    for row in source.rows("mensual.csv"):
        if row.text("area") == TOTAL_LABEL:
            continue
        node = lookup(AREAS, row.text("area"), row.file)
        for month in MONTHS:
            yield _progress_line(node, MONTHLY_INDICATORS[row.text("indicador")], f"2024-{month}", row, month)


def _progress_line(node: Node, indicator: str, period: str, row: SourceRow, column: str) -> Line:
    return {
        "nivel": node.nivel,
        "codigo": node.codigo,
        "indicador": indicator,
        "periodo": period,
        "valor": row.figure(column),
    }


def goals(source: Source) -> Table:
    """Make the table ``metas``: goals of each ACP as registered in SIGEP."""
    lines: list[Line] = [
        {
            "acp": row.text("acp"),
            "periodo": "2024-T2",
            "programado": row.figure("programado"),
            "ejecutado": row.figure("ejecutado"),
            "nota": row.text("nota"),
        }
        for row in source.rows("metas_sigep.csv")
        if row.text("acp") != "TOTAL"
    ]
    return Table("T2/metas.csv", ("acp", "periodo", "programado", "ejecutado", "nota"), lines)


ELEMENTS = {
    "ACCIONES DE MEDIANO PLAZO": "amp",
    "ACCIONES DE CORTO PLAZO": "acp",
    "OPERACIONES": "operacion",
    "ACTIVIDADES": "actividad",
    "TAREAS": "tarea",
}


def counts(source: Source) -> Table:
    """Make the table ``recuento``: numbers of AMPs, ACPs, operations, activities and tasks, by quarter."""
    columns = {"2024-T1": "primer_trimestre", "2024-T2": "segundo_trimestre"}
    lines: list[Line] = [
        {
            "periodo": period,
            "elemento": ELEMENTS[row.text("concepto")],
            "grupo": row.text("servicio"),
            "cantidad": row.figure(column),
        }
        for period, column in columns.items()
        for row in source.rows("relacion_poa.csv")
        if row.text("concepto") in ELEMENTS
    ]
    return Table("recuento.csv", ("periodo", "elemento", "grupo", "cantidad"), lines)


def history(source: Source) -> Table:
    """Make the table ``historico``: 2022 and 2023. The reports do not say how these values were computed."""
    areas = [(_area_node(row), row) for row in source.rows("historico.csv")]
    abroad = [
        (lookup(HISTORY_ROWS, row.text("detalle"), row.file), row)
        for row in source.rows("exterior_historico.csv")
        if row.text("detalle") != "Total"  # computed from the others, so it is in publicado
    ]
    lines = [
        line
        for year in ("2022", "2023")
        for line in (
            *_year(areas, year, {"avance_fisico": "avance"}),
            *_year(abroad, year, {"avance_fisico": "avance", "eficacia_ponderada": "eficacia"}),
        )
    ]
    return Table("historico.csv", HISTORY_COLUMNS, lines)


def _area_node(row: SourceRow) -> Node:
    return lookup({**AREAS, TOTAL_LABEL: ENTITY}, row.text("area"), row.file)


def _year(rows: Iterable[tuple[Node, SourceRow]], year: str, indicators: dict[str, str]) -> Iterator[Line]:
    for node, row in rows:
        for indicator, column in indicators.items():
            yield {
                "gestion": year,
                "periodo": f"{year}-anual",
                "nivel": node.nivel,
                "codigo": node.codigo,
                "indicador": indicator,
                "valor": row.figure(f"{column}_{year}"),
            }
