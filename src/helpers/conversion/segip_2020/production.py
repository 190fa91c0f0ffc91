"""produccion: what the offices did, by month where a table prints months, else as the whole year.

A department whose months are printed gives its months; the year that another table prints for it is compared as a
printed table, never entered beside them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from helpers.conversion.segip_2020.places import MONTHS, month_of, place_of
from helpers.conversion.source import Cell, Printed, Source, SourceRow
from helpers.conversion.tables import Line, Table

WHOLE_YEAR = "total de la gestión 2020, sin desglose por mes"
ARCHIVE_FILE = "archivo_tareas_mensual.csv"
COLUMNS = (
    "servicio",
    "oficina",
    "departamento",
    "pais",
    "mes",
    "fecha",
    "tipo_tramite",
    "programado",
    "cantidad",
    "recaudacion",
    "moneda",
    "observacion",
)
BY_YEAR: Line = {"observacion": WHOLE_YEAR}


@dataclass(frozen=True)
class Sheet:
    """What to take from one printed table.

    Parameters
    ----------
    file : str
        The transcribed table, below ``produccion/``.
    columns : Mapping
        Column of a quantity -> what the heading says of it.
    row : callable
        What a line says of all its quantities, or None where it is a total or is printed elsewhere by month.
    base : dict
        What the whole table says.
    """

    file: str
    columns: Mapping[str, Line]
    row: Callable[[SourceRow], Line | None]
    base: Line = field(default_factory=dict)

    def lines(self, source: Source) -> Iterator[Line]:
        """Each printed quantity; a blank was not printed, a zero was."""
        for row in source.rows(f"produccion/{self.file}"):
            of_row = self.row(row)
            for column, of_column in self.columns.items() if of_row is not None else ():
                if quantity := row.figure(column):
                    yield {**self.base, **of_row, **of_column, "cantidad": quantity}


def production(source: Source) -> Table:
    """The table ``produccion``, one line a printed quantity."""
    lines = [line for sheet in SHEETS for line in sheet.lines(source)]
    collected = _collected(source)
    for line in lines:
        if line["servicio"] == "cie" and line.get("departamento") in collected and "mes" not in line:
            line |= {"recaudacion": collected[line["departamento"]], "moneda": "BOB"}
    return Table("produccion.csv", COLUMNS, [*lines, *_archive_months(source), *_archive_year(source)])


def _collected(source: Source) -> dict[str, Printed]:
    """Bolivianos collected for the identity cards of foreigners, by department."""
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
                "oficina": "UNAR",
                "mes": month_of(row),
                "tipo_tramite": row.text("tarea"),
                "programado": row.figure("programado"),
                "cantidad": _count_or_word(row, "ejecutado"),
            }


def _count_or_word(row: SourceRow, column: str) -> Printed:
    # «COVID» was printed in the months in which nothing could be done: it is neither a count nor a zero.
    return Printed(row.text(column), Cell(row.file, row.line, column))


def _archive_year(source: Source) -> Iterator[Line]:
    for row in source.rows("archivo_departamentos.csv"):
        for task in ("ordenamiento", "digitalizacion") if row.text("nivel") != "total" else ():
            yield {
                **BY_YEAR,
                **place_of(row),
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


def _kind(row: SourceRow) -> Line | None:
    return {"tipo_tramite": row.text("tipo_resolucion")} if row.text("nivel") == "tipo" else None


BY_MONTH: Mapping[str, Line] = {name: {"mes": code} for name, code in MONTHS.items()}
INDIGENOUS_MONTHS = ("enero", "febrero", "marzo", "septiembre", "octubre", "noviembre", "diciembre")
KINDS: Mapping[str, Line] = {kind: {"tipo_tramite": kind} for kind in ("nuevo", "renovado", "reposicion")}
CHUQUISACA: Mapping[str, Line] = {
    office: {"oficina": office.replace("_", " ").upper()}
    for office in ("sucre", "unidades_educativas", "penitenciaria", "camargo", "monteagudo")
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


SHEETS = (
    Sheet("la_paz_cedulas_oficina_mes_2020.csv", BY_MONTH, _office, _service("cedulas", departamento="La Paz")),
    Sheet("chuquisaca_cedulas_mes_2020.csv", CHUQUISACA, _month, _service("cedulas", departamento="Chuquisaca")),
    Sheet("pando_mensual_2020.csv", PANDO, _month, {"departamento": "Pando"}),
    Sheet(
        "cedulas_departamento_2020.csv",
        {"cedulas_2020": {}},
        _without("La Paz", "Chuquisaca", "Pando"),
        _service("cedulas", **BY_YEAR),
    ),
    Sheet(
        "licencias_departamento_2020.csv",
        {"licencias_2020": {}},
        _without("Pando"),
        _service("licencias", **BY_YEAR),
    ),
    Sheet("cie_departamento_2020.csv", {"cie_2020": {}}, _without("Pando"), _service("cie", **BY_YEAR)),
    Sheet(
        "pueblos_indigenas_mes_2020.csv",
        {month: BY_MONTH[month] for month in INDIGENOUS_MONTHS},
        _place,
        _service("pueblos_indigenas"),
    ),
    _mobile("Santa Cruz", "unidades_moviles_santa_cruz.csv"),
    _mobile("Chuquisaca", "unidades_moviles_chuquisaca.csv"),
    _mobile("Tarija", "unidades_moviles_tarija.csv"),
    Sheet("resoluciones_2020.csv", {"total": {}}, _kind, _service("resoluciones", **BY_YEAR)),
)
