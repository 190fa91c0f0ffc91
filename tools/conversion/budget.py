"""Tables `gastos` and `vinculacion`: the money at each cut-off, and the action and unit of each programme category."""

from collections.abc import Iterator

from tools.conversion.codes import AREAS, UNIT_ALIASES, lookup, unit_code
from tools.conversion.source import ConversionError, Source, SourceRow
from tools.conversion.structure import UNITS_FILE
from tools.conversion.tables import Line, Table

MARCH, JUNE = "2024-03-31", "2024-06-30"
DERIVED = "Ningún reporte lo imprime así: es el semestre menos el segundo trimestre"
SPENDING_COLUMNS = (
    "fecha_corte",
    "reporte",
    "sistema",
    "estado",
    "cat_prog",
    "area",
    "denominacion",
    "ue",
    "fuente",
    "nota",
    "ppto_inicial",
    "ppto_vigente",
    "devengado",
)


def spending(source: Source) -> Table:
    """Make the table ``gastos``: amounts accumulated since 1 January, at the end of March and of June."""
    quarter, semester = categories(source, "categorias_t2.csv"), categories(source, "categorias_s1.csv")
    _same_categories(quarter, semester)
    pairs = [(row, quarter[code]) for code, row in semester.items()]
    lines = [
        *_categories_march(pairs),
        *_areas_march(source),
        *_categories_june(pairs),
        *_sources_june(source),
    ]
    return Table("gastos.csv", SPENDING_COLUMNS, lines)


def categories(source: Source, file: str) -> dict[str, SourceRow]:
    """Return the lines of a table of programme categories by code, without its total."""
    rows = [row for row in source.rows(file) if row.text("nivel") == "categoria"]
    by_code = {row.text("cat_prog"): row for row in rows}
    if len(by_code) != len(rows):
        raise ConversionError(file, "una categoría programática está dos veces")
    return by_code


def _same_categories(quarter: dict[str, SourceRow], semester: dict[str, SourceRow]) -> None:
    # March is the semester minus the second quarter, line by line, and needs the same categories in both.
    shared = ("acp", "ue", "unidad", "programa", "ppto_vigente")
    for code in sorted(quarter.keys() | semester.keys()):
        if code not in quarter or code not in semester:
            raise ConversionError("categorias_s1.csv", f"{code} no está en los dos cuadros de categorías")
        for column in shared:
            if quarter[code].text(column) != semester[code].text(column):
                raise ConversionError("categorias_s1.csv", f"{code}: {column} difiere de categorias_t2.csv")


def _categories_march(pairs: list[tuple[SourceRow, SourceRow]]) -> Iterator[Line]:
    for semester, quarter in pairs:
        accrued = semester.figure("devengado").minus(quarter.figure("devengado"))
        yield {**_category(MARCH, semester), "devengado": accrued, "nota": DERIVED}


def _categories_june(pairs: list[tuple[SourceRow, SourceRow]]) -> Iterator[Line]:
    for semester, _ in pairs:
        yield {
            **_category(JUNE, semester),
            "ppto_vigente": semester.figure("ppto_vigente"),
            "devengado": semester.figure("devengado"),
        }


def _category(cutoff: str, row: SourceRow) -> Line:
    return {
        **_report(cutoff, "categoria", "aprobado"),
        "cat_prog": row.text("cat_prog"),
        "denominacion": row.text("programa"),
        "ue": row.text("ue"),
    }


def _areas_march(source: Source) -> Iterator[Line]:
    for row in source.rows("areas_t1.csv"):
        if row.text("area") in AREAS:
            yield {
                **_report(MARCH, "area", "aprobado"),
                "area": AREAS[row.text("area")].codigo,
                "denominacion": row.text("area"),
                "ppto_vigente": row.figure("ppto_vigente"),
                "devengado": row.figure("ejecutado"),
            }


def _sources_june(source: Source) -> Iterator[Line]:
    for row in source.rows("fuentes.csv"):
        if row.text("fuente") != "TOTAL":
            yield {
                **_report(JUNE, "fuente", "en linea"),
                "fuente": row.text("fuente"),
                "denominacion": row.text("descripcion"),
                "ppto_inicial": row.figure("ppto_inicial"),
                "ppto_vigente": row.figure("ppto_vigente"),
                "devengado": row.figure("ejecucion"),
            }


def _report(cutoff: str, report: str, status: str) -> Line:
    return {"fecha_corte": cutoff, "reporte": report, "sistema": "SIGEP", "estado": status}


def links(source: Source) -> Table:
    """Make the table ``vinculacion``: action, area and unit of each programme category."""
    units = [row for row in source.rows(UNITS_FILE) if row.text("nivel") == "unidad"]
    codes = {row.text("nombre"): unit_code(row.text("codigo")) for row in units}
    areas = {unit_code(row.text("codigo")): lookup(AREAS, row.text("area"), row.file).codigo for row in units}
    lines = []
    for code, row in categories(source, "categorias_s1.csv").items():
        unit = _unit_of(row, codes)
        area = areas[unit] if unit else _area_of_action(source, row.text("acp"))
        lines.append({"cat_prog": code, "acp": row.text("acp"), "area": area, "unidad": unit})
    return Table("vinculacion.csv", ("cat_prog", "acp", "area", "unidad"), lines)


def _unit_of(row: SourceRow, codes: dict[str, str]) -> str:
    name = row.text("unidad")
    code = codes.get(name) or UNIT_ALIASES.get(name, "")
    if name and code not in codes.values():
        raise ConversionError(row.file, f"línea {row.line}: no hay unidad llamada «{name}»")
    return code


def _area_of_action(source: Source, acp: str) -> str:
    # A category without a unit belongs to the area of the units of its ACP, if all are in one area.
    answering = [row for row in source.rows(UNITS_FILE) if row.text("acp") == acp]
    found = {lookup(AREAS, row.text("area"), row.file).codigo for row in answering}
    if len(found) != 1:
        raise ConversionError(UNITS_FILE, f"la ACP {acp} no es de una sola área: {sorted(found)}")
    return found.pop()
