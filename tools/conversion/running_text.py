"""Figures in the paragraphs of the report of 2024 as a declared table, each in the column of its unit of measure."""

from tools.conversion.source import ConversionError, Source
from tools.conversion.tables import Line, Table

FILE = "texto_cifras.csv"
PATH = "T2/cuadros/texto_cifras.csv"
COLUMNS = ("periodo", "tema", "dato", "porcentaje", "importe", "importe_usd", "cantidad", "lineas")
# Indicator -> its name in the report and the column of its unit of measure.
MEASURES = {
    "ejecucion_pct": ("Ejecución financiera", "porcentaje"),
    "eficacia_pct": ("Eficacia", "porcentaje"),
    "avance_pct": ("Avance físico", "porcentaje"),
    "avance_metas_sigep_pct": ("Avance de las metas registradas en SIGEP", "porcentaje"),
    "ppto_vigente": ("Presupuesto vigente", "importe"),
    "ejecutado": ("Ejecutado", "importe"),
    "recaudacion_bs": ("Recaudación en bolivianos", "importe"),
    "recaudacion_usd": ("Recaudación en dólares", "importe_usd"),
    "instancias": ("Instancias organizacionales", "cantidad"),
    "oficinas_consulares": ("Oficinas consulares", "cantidad"),
    "tramites": ("Trámites atendidos", "cantidad"),
    "registros_asistencia_y_repatriaciones": ("Registros de asistencia y repatriaciones", "cantidad"),
    "registros_asistencia_proteccion": ("Registros de asistencia y protección consular", "cantidad"),
    "registros_repatriaciones": ("Registros de repatriaciones", "cantidad"),
}


def running_text(source: Source) -> Table:
    """Make the declared table ``texto_cifras``: a row for each figure, in printed order."""
    lines: list[Line] = []
    for row in source.rows(FILE):
        if row.text("indicador") not in MEASURES:
            raise ConversionError(FILE, f"línea {row.line}: indicador sin unidad: «{row.text('indicador')}»")
        name, column = MEASURES[row.text("indicador")]
        lines.append(
            {
                "periodo": row.text("periodo"),
                "tema": row.text("tema"),
                "dato": name,
                column: row.figure("valor"),
                "lineas": row.text("lineas"),
            }
        )
    return Table(PATH, COLUMNS, lines)
