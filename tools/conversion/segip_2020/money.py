"""Tables `gastos`, `recursos` and `modificaciones`: the money at the end of the year, from all tables that print it."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from tools.conversion.segip_2020.units import category_rows
from tools.conversion.source import ConversionError, Printed, Source, SourceRow
from tools.conversion.tables import Line, Table

YEAR_END = "2020-12-31"
SYSTEMS_FILE = "tarija_sigep_sippec.csv"
SYSTEMS_CATEGORY = "48 0 007"
SYSTEM_OF_RECORD = "SIGEP"
AMOUNTS = {
    "inicial": "ppto_inicial",
    "modificaciones": "modificaciones",
    "vigente": "ppto_vigente",
    "ejecutado": "devengado",
}
SPENDING_COLUMNS = (
    "fecha_corte",
    "reporte",
    "sistema",
    "cat_prog",
    "denominacion",
    "fuente",
    "ppto_inicial",
    "modificaciones",
    "ppto_vigente",
    "certificado",
    "devengado",
    "pagado",
    "por_pagar",
    "nota",
)
INCOME_COLUMNS = (
    "fecha_corte",
    "rubro",
    "denominacion",
    "fuente",
    "organismo",
    "ppto_inicial",
    "modificaciones",
    "ppto_vigente",
    "devengado",
    "percibido",
)
CUT = ("2020-10-15", "Decreto Supremo N°4272 y Decreto Supremo N°4286")
"""When the cut was approved and by which norms: the report, section 5.18.1, lines 9650-9656."""
ADDITION = ("2020-01-27", "Res. Adm. 59/2020")
"""When the additional budget was approved and by which norm: the report, section 5.18.1, lines 9639-9647."""
ONE_CATEGORY_NOTE = "el informe solo compara los sistemas en esta categoría"


def spending(source: Source) -> Table:
    """Make the table ``gastos`` at the end of the year: by category, by source of funds, and one category by system."""
    lines = [*_categories(source), *_sources(source), *_systems(source)]
    return Table("gastos.csv", SPENDING_COLUMNS, lines)


def _categories(source: Source) -> Iterator[Line]:
    for row in category_rows(source):
        yield {
            **_report("categoria", SYSTEM_OF_RECORD),
            "cat_prog": row.text("cat_prog"),
            "denominacion": row.text("descripcion"),
            **_amounts(row),
            "por_pagar": row.figure("por_pagar"),
        }


def _sources(source: Source) -> Iterator[Line]:
    for row in source.rows("fuentes.csv"):
        if row.text("nivel") == "fuente":
            yield {
                **_report("fuente", SYSTEM_OF_RECORD),
                "fuente": row.text("fuente"),
                "denominacion": row.text("descripcion"),
                **_amounts(row),
            }


def _systems(source: Source) -> Iterator[Line]:
    # A separate report with both systems, because one category is not a complete report by category.
    category = next(row for row in category_rows(source) if row.text("cat_prog") == SYSTEMS_CATEGORY)
    for row in source.rows(SYSTEMS_FILE):
        if row.text("sistema") == SYSTEM_OF_RECORD:
            _same_budget(category, row)
        yield {
            **_report("sistema", row.text("sistema")),
            "cat_prog": SYSTEMS_CATEGORY,
            "denominacion": category.text("descripcion"),
            "ppto_vigente": row.figure("vigente"),
            "certificado": row.figure("certificado"),
            "devengado": row.figure("devengado"),
            "pagado": row.figure("pagado"),
            "nota": ONE_CATEGORY_NOTE,
        }


def _same_budget(category: SourceRow, compared: SourceRow) -> None:
    # The comparison names no category. It is this one, because both amounts are equal.
    for column, other in (("vigente", "vigente"), ("ejecutado", "devengado")):
        if category.figure(column) != compared.figure(other):
            raise ConversionError(compared.file, f"{other} no es el de la categoría {SYSTEMS_CATEGORY}")


def _report(report: str, system: str) -> Line:
    return {"fecha_corte": YEAR_END, "reporte": report, "sistema": system}


def _amounts(row: SourceRow) -> Line:
    return {name: row.figure(column) for column, name in AMOUNTS.items()}


def income(source: Source) -> Table:
    """Make the table ``recursos``. A rubro printed on two lines of the same fuente gets a suffix on the second."""
    seen: Counter[tuple[str, str]] = Counter()
    lines: list[Line] = []
    for row in source.rows("recursos.csv"):
        if row.text("nivel") != "rubro":
            continue
        fuente, organismo = row.text("fuente").split("-")
        seen[row.text("fuente"), row.text("rubro")] += 1
        lines.append(
            {
                "fecha_corte": YEAR_END,
                "rubro": _suffixed(row.text("rubro"), seen[row.text("fuente"), row.text("rubro")]),
                "denominacion": row.text("descripcion"),
                "fuente": fuente,
                "organismo": organismo,
                **{name: row.figure(column) for column, name in AMOUNTS.items() if column != "ejecutado"},
                "devengado": row.figure("devengado"),
                "percibido": row.figure("percibido"),
            }
        )
    return Table("recursos.csv", INCOME_COLUMNS, lines)


def _suffixed(code: str, place: int) -> str:
    return code if place == 1 else f"{code}#{place}"


def amendments(source: Source) -> Table:
    """Make the table ``modificaciones``: cuts in favour of another programme (printed positive) and additions."""
    lines = [*_cuts(source), *_additions(source)]
    return Table("modificaciones.csv", ("fecha", "norma", "descripcion", "fuente", "importe"), lines)


def _cuts(source: Source) -> Iterator[Line]:
    for row in source.rows("reduccion_15pct.csv"):
        if row.text("nivel") == "fuente":
            yield _amendment(CUT, row.text("detalle"), row.text("fuente"), _negative(row.figure("importe")))


def _additions(source: Source) -> Iterator[Line]:
    for row in source.rows("recursos_adicional.csv"):
        yield _amendment(ADDITION, row.text("descripcion"), row.text("fuente"), row.figure("modificaciones"))


def _amendment(approved: tuple[str, str], what: str, fuente: str, amount: Printed) -> Line:
    day, norm = approved
    return {
        "fecha": day,
        "norma": norm,
        "descripcion": what,
        "fuente": fuente,
        "importe": amount,
    }


def _negative(amount: Printed) -> Printed:
    return Printed(f"{-Decimal(amount)}", *amount.cells)
