"""The tables of the budget: expenditure, income, their links to the plan, and amendments."""

from __future__ import annotations

from helpers.intake.tables.plan_tables import ACTIONS, ANY_NODE, AREAS, UNITS
from helpers.intake.tables.table_columns import (
    Choice,
    Column,
    Kind,
    Scope,
    Table,
    code,
    date,
    money,
    months,
    needed,
    text,
)

CUTOFF = needed(date("fecha_corte", "Fecha a la que el sistema da los importes."))
SOURCE = code("fuente", "Fuente de financiamiento.")
FUNDER = code("organismo", "Organismo financiador.")
CATEGORY = code("cat_prog", "Categoría programática, como la escribe el sistema.")


def amount(name: str, what: str) -> Column:
    """Make an optional column of amounts in bolivianos since 1 January; `what` begins its Spanish description."""
    return money(name, f"{what}, en bolivianos, acumulado desde el 1 de enero; vacío si no se publica.")


GASTOS = Table(
    "gastos",
    "Cada línea de un reporte de ejecución del gasto a una fecha de corte.",
    (Scope.YEAR,),
    (
        CUTOFF,
        needed(
            Column(
                "reporte",
                Kind.CODE,
                "Según qué reparte el presupuesto entero: categoria, fuente, partida, area…; con otro nombre, como "
                "sistema, puede ser de algunas categorías.",
                known=("categoria", "fuente", "partida", "area"),
            )
        ),
        Column("sistema", Kind.CODE, "Sistema del que procede: SIGEP, SIPPEC…", known=("SIGEP", "SIPPEC")),
        code("estado", "Estado del presupuesto en el reporte.", allowed=("aprobado", "en linea")),
        CATEGORY,
        code("area", "Área de la organización.", refers=AREAS),
        text("denominacion", "Denominación de la línea, como está en el reporte."),
        code("ue", "Unidad ejecutora."),
        SOURCE,
        FUNDER,
        code("partida", "Partida o grupo de gasto."),
        amount("ppto_inicial", "Presupuesto inicial"),
        amount("modificaciones", "Modificaciones presupuestarias"),
        amount("ppto_vigente", "Presupuesto vigente"),
        amount("certificado", "Importe certificado (preventivo)"),
        amount("compromiso", "Importe comprometido"),
        amount("devengado", "Importe devengado"),
        amount("pagado", "Importe pagado"),
        amount("por_pagar", "Importe devengado y no pagado"),
        text("nota", "De dónde sale el importe, cuando ningún reporte lo imprime tal cual."),
    ),
    key=(
        "fecha_corte",
        "reporte",
        "sistema",
        "estado",
        "cat_prog",
        "area",
        "ue",
        "fuente",
        "organismo",
        "partida",
    ),
    shared=("sistema", "estado"),
)

VINCULACION = Table(
    "vinculacion",
    "A qué acción, área y unidad sirve cada categoría programática.",
    (Scope.YEAR,),
    (
        needed(CATEGORY),
        needed(
            code(
                "acp",
                "Acción de corto plazo a la que sirve; vacía si la entidad no publica acciones.",
                refers=ACTIONS,
            ),
            blank=True,
        ),
        code("area", "Área que la ejecuta.", refers=AREAS),
        code("unidad", "Unidad que la ejecuta.", refers=UNITS),
    ),
    key=("cat_prog", "acp", "area", "unidad"),
)

PROGRAMACION_FINANCIERA = Table(
    "programacion_financiera",
    "El dinero programado por mes de cada categoría programática o acción.",
    (Scope.YEAR,),
    (
        CATEGORY,
        code("acp", "Acción de corto plazo.", refers=ACTIONS),
        *(needed(column, blank=True) for column in months("Importe programado, en bolivianos,", money)),
    ),
    key=("cat_prog", "acp"),
    choices=(Choice((("cat_prog",), ("acp",))),),
)

MODIFICACIONES = Table(
    "modificaciones",
    "Cada modificación del presupuesto: el puente del inicial al vigente.",
    (Scope.YEAR,),
    (
        needed(date("fecha", "Fecha de la modificación.")),
        needed(code("norma", "Norma o resolución que la aprueba.")),
        text("descripcion", "En qué consiste."),
        SOURCE,
        CATEGORY,
        code("partida", "Partida o grupo de gasto."),
        needed(money("importe", "Importe, en bolivianos; negativo si reduce.")),
    ),
)

RECURSOS = Table(
    "recursos",
    "Cada rubro de un reporte de ejecución de recursos a una fecha de corte.",
    (Scope.YEAR,),
    (
        CUTOFF,
        needed(code("rubro", "Rubro del recurso.")),
        text("denominacion", "Denominación del rubro."),
        SOURCE,
        FUNDER,
        amount("ppto_inicial", "Presupuesto inicial"),
        amount("modificaciones", "Modificaciones presupuestarias"),
        needed(amount("ppto_vigente", "Presupuesto vigente"), blank=True),
        needed(amount("devengado", "Importe devengado"), blank=True),
        amount("percibido", "Importe percibido"),
    ),
    key=("fecha_corte", "rubro", "fuente", "organismo"),
)

REQUERIMIENTOS = Table(
    "requerimientos",
    "Cada requerimiento de los formularios 03 y 04 del presupuesto.",
    (Scope.YEAR,),
    (
        needed(code("area", "Área que requiere.", refers=ANY_NODE)),
        CATEGORY,
        code("version", "Versión del plan a la que pertenece."),
        needed(code("formulario", "Formulario del que procede: 3_01…3_04 lo requerido; 4, el resumen del área.")),
        needed(text("descripcion", "Qué se requiere.")),
        needed(SOURCE, blank=True),
        FUNDER,
        needed(money("importe", "Importe requerido, en bolivianos; vacío si no se puede leer."), blank=True),
        money("techo", "Techo presupuestario, en bolivianos."),
        text("donde", "En qué parte del documento está."),
    ),
)

PRESUPUESTO_APROBADO = Table(
    "presupuesto_aprobado",
    "Lo que una resolución aprueba para la gestión, por fuente y en total.",
    (Scope.YEAR,),
    (
        code("version", "Versión del plan que aprueba."),
        SOURCE,
        FUNDER,
        text("denominacion", "Cómo llama la resolución a la fuente; sin fuente, la fila es el total."),
        needed(money("importe", "Importe aprobado, en bolivianos.")),
        text("literal", "El importe en letras, como lo escribe la resolución."),
        text("donde", "En qué parte de la resolución está."),
    ),
    key=("version", "fuente", "organismo"),
)

MONEY_TABLES = (
    GASTOS,
    VINCULACION,
    PROGRAMACION_FINANCIERA,
    MODIFICACIONES,
    RECURSOS,
    REQUERIMIENTOS,
    PRESUPUESTO_APROBADO,
)
