"""Table `produccion`: what the offices did, by month if a table prints months, otherwise for the whole year.

A department with printed months is entered by month. The year that another table prints for it is compared as a
printed table and not entered as well.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tools.conversion.segip_2020.places import MONTHS, month_of, place_of
from tools.conversion.source import Cell, Printed, Source, SourceRow
from tools.conversion.tables import Line, Table

WHOLE_YEAR = "total de la gestión 2020, sin desglose por mes"
ARCHIVE_FILE = "archivo_tareas_mensual.csv"
ARCHIVE_BY_MONTH = "Tarija"
"""Department whose section prints the archive's tasks by month."""
COLUMNS = (
    "servicio",
    "oficina",
    "departamento",
    "pais",
    "mes",
    "fecha",
    "tipo_tramite",
    "grupo_etario",
    "programado",
    "cantidad",
    "recaudacion",
    "moneda",
    "observacion",
)
BY_YEAR: Line = {"observacion": WHOLE_YEAR}
ONE_SPELLING = {"Requerimientos Fiscales y Órdenes Judiciales": "Requerimientos fiscales y órdenes judiciales"}
"""A kind that two tables print with other capitals: it is one kind."""


@dataclass(frozen=True)
class Sheet:
    """What to take from one printed table.

    Parameters
    ----------
    file : str
        The transcribed table, in ``produccion/``.
    columns : Mapping
        By column of a quantity, the fields that its heading gives.
    row : callable
        Returns the fields that a line gives for all its quantities, or None for a total or a line that another table
        prints by month.
    base : dict
        Fields of the whole table.
    """

    file: str
    columns: Mapping[str, Line]
    row: Callable[[SourceRow], Line | None]
    base: Line = field(default_factory=dict)

    def lines(self, source: Source) -> Iterator[Line]:
        """Yield each printed quantity. A blank cell was not printed; a zero was."""
        for row in source.rows(f"produccion/{self.file}"):
            of_row = self.row(row)
            if of_row is None:
                continue
            for column, of_column in self.columns.items():
                if quantity := row.figure(column):
                    yield {**self.base, **of_row, **of_column, "cantidad": quantity}


def production(source: Source) -> Table:
    """Make the table ``produccion``, one line per printed quantity."""
    lines = [line for sheet in SHEETS for line in sheet.lines(source)]
    collected = _collected(source)
    for line in lines:
        if line["servicio"] == "cie" and line.get("departamento") in collected and "mes" not in line:
            line |= {"recaudacion": collected[line["departamento"]], "moneda": "BOB"}
    return Table("produccion.csv", COLUMNS, [*lines, *_archive_months(source), *_archive_year(source)])


def _collected(source: Source) -> dict[str, Printed]:
    """Return bolivianos collected for foreigners' identity cards, by department."""
    rows = source.rows("produccion/cie_recaudacion_2020.csv")
    return {
        place_of(row)["departamento"]: row.figure("recaudacion_bs")
        for row in rows
        if row.text("nivel") == "departamento"
    }


def _archive_months(source: Source) -> Iterator[Line]:
    for row in source.rows(ARCHIVE_FILE):
        if row.text("nivel") == "mes":
            yield {
                "servicio": "archivo",
                "departamento": ARCHIVE_BY_MONTH,
                "mes": month_of(row),
                "tipo_tramite": row.text("tarea"),
                "programado": row.figure("programado"),
                "cantidad": _count_or_word(row, "ejecutado"),
            }


def _count_or_word(row: SourceRow, column: str) -> Printed:
    # The report prints «COVID» for months without activity; it is neither a count nor a zero.
    return Printed(row.text(column), Cell(row.file, row.line, column))


def _archive_year(source: Source) -> Iterator[Line]:
    for row in source.rows("archivo_departamentos.csv"):
        place = _without(ARCHIVE_BY_MONTH)(row)
        if place is None:
            continue
        for task in ("ordenamiento", "digitalizacion"):
            yield {
                **BY_YEAR,
                **place,
                "servicio": "archivo_departamental",
                "tipo_tramite": task,
                "cantidad": row.figure(f"{task}_cantidad"),
            }


def _office(row: SourceRow) -> Line | None:
    return {"oficina": row.text("oficina")} if row.text("nivel") == "oficina" else None


def _month(row: SourceRow) -> Line | None:
    return {"mes": month_of(row)} if row.text("nivel") == "mes" else None


def _mobile_unit(row: SourceRow) -> Line | None:
    if row.text("nivel") != "fecha":
        return None
    notes = [text for text in (row.text("ubicacion"), row.text("nota")) if text]
    return {"oficina": row.text("lugar_atencion"), "fecha": row.text("fecha"), "observacion": "; ".join(notes)}


def _place(row: SourceRow) -> Line | None:
    return None if row.text("nivel") in ("total", "subtotal") else place_of(row)


def _without(*departments: str) -> Callable[[SourceRow], Line | None]:
    def row_of(row: SourceRow) -> Line | None:
        place = _place(row)
        return None if place is None or place.get("departamento") in departments else place

    return row_of


def _office_month(row: SourceRow) -> Line | None:
    office = _office(row)
    return None if office is None else {**office, "mes": month_of(row)}


def _age(row: SourceRow) -> Line | None:
    return {"grupo_etario": row.text("usuarios_biometrizados")} if row.text("nivel") == "grupo" else None


def _kind(column: str) -> Callable[[SourceRow], Line | None]:
    return lambda row: {"tipo_tramite": ONE_SPELLING.get(row.text(column), row.text(column))}


def _resolution(row: SourceRow) -> Line | None:
    # According to the section's chart, this line is the sum of four others.
    is_part = row.text("nivel") == "tipo" and row.text("tipo_resolucion") != "Resoluciones saneamiento"
    return {"tipo_tramite": row.text("tipo_resolucion")} if is_part else None


BY_MONTH: Mapping[str, Line] = {name: {"mes": code} for name, code in MONTHS.items()}
INDIGENOUS_MONTHS = ("enero", "febrero", "marzo", "septiembre", "octubre", "noviembre", "diciembre")
KINDS: Mapping[str, Line] = {kind: {"tipo_tramite": kind} for kind in ("nuevo", "renovado", "reposicion")}


def _offices(*columns: str) -> Mapping[str, Line]:
    return {office: {"oficina": office.replace("_", " ").upper()} for office in columns}


CHUQUISACA = _offices("sucre", "unidades_educativas", "penitenciaria", "camargo", "monteagudo")
CHUQUISACA_LICENCES = _offices("sucre", "camargo", "monteagudo")
POTOSI = _offices("potosi", "llallagua", "tupiza", "uyuni", "villazon")
TARIJA = _offices("central", "yacuiba", "bermejo", "villamontes")
BIOMETRY: Mapping[str, Line] = {
    "con_emision": {"tipo_tramite": "con emisión documental"},
    "sin_emision": {"tipo_tramite": "sin emisión"},
}
CERTIFIED: Mapping[str, Line] = {
    "cedulas": {"tipo_tramite": "datos de cédulas"},
    "licencias": {"tipo_tramite": "datos de licencias"},
}
CORRECTIONS: Mapping[str, Line] = {
    "con_resolucion_enviados_dntic": {"tipo_tramite": "con resolución, enviado a la DNTIC"},
    "con_resolucion_ejecutados_departamental": {"tipo_tramite": "con resolución, ejecutado en la departamental"},
    "sin_resolucion_enviados_dntic": {"tipo_tramite": "sin resolución, enviado a la DNTIC"},
    "sin_resolucion_ejecutados_saneamiento": {"tipo_tramite": "sin resolución, ejecutado en la departamental"},
}
PANDO: Mapping[str, Line] = {
    "cedulas": {"servicio": "cedulas"},
    "licencias": {"servicio": "licencias"},
    "cies": {"servicio": "cie"},
    "biometria": {"servicio": "biometria"},
}


def _service(service: str, **more: str) -> Line:
    return {"servicio": service, **more}


def _mobile(department: str, file: str) -> Sheet:
    return Sheet(file, KINDS, _mobile_unit, _service("cedulas_unidades_moviles", departamento=department))


def _of(service: str, department: str) -> Line:
    return _service(service, departamento=department)


SHEETS = (
    Sheet("la_paz_cedulas_oficina_mes_2020.csv", BY_MONTH, _office, _of("cedulas", "La Paz")),
    Sheet("chuquisaca_cedulas_mes_2020.csv", CHUQUISACA, _month, _of("cedulas", "Chuquisaca")),
    Sheet("potosi_cedulas_mes_2020.csv", POTOSI, _month, _of("cedulas", "Potosí")),
    Sheet("tarija_cedulas_oficina_mes_2020.csv", BY_MONTH, _office, _of("cedulas", "Tarija")),
    Sheet("pando_mensual_2020.csv", PANDO, _month, {"departamento": "Pando"}),
    Sheet(
        "cedulas_departamento_2020.csv",
        {"cedulas_2020": {}},
        _without("La Paz", "Chuquisaca", "Pando", "Potosí", "Tarija"),
        _service("cedulas", **BY_YEAR),
    ),
    Sheet("la_paz_licencias_oficina_mes_2020.csv", BY_MONTH, _office, _of("licencias", "La Paz")),
    Sheet("chuquisaca_licencias_mes_2020.csv", CHUQUISACA_LICENCES, _month, _of("licencias", "Chuquisaca")),
    Sheet("potosi_licencias_mes_2020.csv", POTOSI, _month, _of("licencias", "Potosí")),
    Sheet("tarija_licencias_oficina_mes_2020.csv", BY_MONTH, _office, _of("licencias", "Tarija")),
    Sheet(
        "licencias_departamento_2020.csv",
        {"licencias_2020": {}},
        _without("La Paz", "Chuquisaca", "Pando", "Potosí", "Tarija"),
        _service("licencias", **BY_YEAR),
    ),
    # Collections for these are printed by year, so they are entered by year; Pando prints both.
    Sheet("cie_departamento_2020.csv", {"cie_2020": {}}, _without("Pando"), _service("cie", **BY_YEAR)),
    Sheet("chuquisaca_biometrizacion_mes_2020.csv", BIOMETRY, _month, _of("biometria", "Chuquisaca")),
    Sheet("tarija_biometrizacion_mes_2020.csv", BY_MONTH, _age, _of("biometria", "Tarija")),
    Sheet("chuquisaca_saneamiento_mes_2020.csv", CORRECTIONS, _month, _of("saneamiento", "Chuquisaca")),
    Sheet(
        "tarija_saneamiento_oficina_mes_2020.csv",
        {"total_saneamiento": {}},
        _office_month,
        _of("saneamiento", "Tarija"),
    ),
    Sheet("la_paz_certificaciones_mes_2020.csv", BY_MONTH, _office, _of("certificaciones", "La Paz")),
    Sheet("chuquisaca_certificaciones_mes_2020.csv", CERTIFIED, _month, _of("certificaciones", "Chuquisaca")),
    Sheet(
        "tarija_certificaciones_2020.csv",
        TARIJA,
        _kind("usuarios_atendidos_con"),
        {**_of("certificaciones", "Tarija"), **BY_YEAR},
    ),
    Sheet(
        "certificaciones_dnj_2020.csv",
        {"total": {}},
        _kind("certificacion"),
        _service("certificaciones", oficina="DNJ", **BY_YEAR),
    ),
    Sheet(
        "pueblos_indigenas_mes_2020.csv",
        {month: BY_MONTH[month] for month in INDIGENOUS_MONTHS},
        _place,
        _service("pueblos_indigenas"),
    ),
    _mobile("Santa Cruz", "unidades_moviles_santa_cruz.csv"),
    _mobile("Chuquisaca", "unidades_moviles_chuquisaca.csv"),
    _mobile("Tarija", "unidades_moviles_tarija.csv"),
    Sheet("resoluciones_2020.csv", {"total": {}}, _resolution, _service("resoluciones", **BY_YEAR)),
)
