"""The tables of the follow-up: progress, forms received, results, recommendations, signatures, published figures."""

from __future__ import annotations

from helpers.base.periods import MONTHS
from helpers.figures.records import LEVELS
from helpers.intake.tables.plan_tables import ACTIONS, UNITS
from helpers.intake.tables.table_columns import (
    Choice,
    Scope,
    Table,
    apart,
    code,
    date,
    from_folder,
    integer,
    money,
    needed,
    number,
    period,
    quantity,
    reported,
    text,
)

REPORTED_LEVELS = ("tarea", "operacion", *reversed(LEVELS), "acp", "cat_prog", "fuente", "partida", "rubro")
"""Levels that a reported or published figure may have."""
COUNTED = ("amp", "acp", "operacion", "actividad", "tarea", "unidad")
INDICATOR = needed(code("indicador", "Indicador, con el nombre que le da el método: avance_fisico…"))
LEVEL = needed(code("nivel", "Nivel del elemento.", allowed=REPORTED_LEVELS))
ELEMENT = needed(code("codigo", "Código del elemento dentro de su nivel."))
OF_FOLDER = from_folder(period("periodo", "Periodo al que pertenece: el nombre de la carpeta."))

PRESENTACIONES = Table(
    "presentaciones",
    "Cada formulario de seguimiento presentado en el periodo.",
    (Scope.PERIOD,),
    (
        OF_FOLDER,
        needed(code("unidad", "Unidad que lo presenta.", refers=UNITS)),
        needed(date("fecha_presentacion", "Fecha en que se recibió; vacía si no lo presentó o no consta."), blank=True),
        text(
            "en_plazo",
            "Donde un documento dice que llegó y no cuándo: «no» si fue fuera de plazo, reiteración incluida.",
            allowed=("si", "no"),
        ),
        text("presentado_por", "Quién lo presentó, con su cargo."),
        text("reiteracion", "Nota con la que se le reiteró el pedido."),
        text("observacion", "Observación."),
    ),
    # No key: a form handed in again, even on the same day, replaces the earlier one, and both stay on record.
)

AVANCES = Table(
    "avances",
    "Cada porcentaje, o importe vigente de un área, que se informa sin lo que hay debajo.",
    (Scope.YEAR, Scope.PERIOD),
    (
        LEVEL,
        ELEMENT,
        INDICATOR,
        needed(period("periodo", "Periodo al que corresponde el valor.", within_year=True)),
        apart(reported(number("valor", "Valor informado, en puntos si es un porcentaje; vacío si no se informó."))),
        number("peso", "Peso con el que entra en el nivel superior; número de tareas, por ejemplo."),
        text("nota", "Aclaración sobre el valor; la causa de un avance bajo va en `resultados`, como `dificultad`."),
    ),
    key=("nivel", "codigo", "indicador", "periodo"),
)

METAS = Table(
    "metas",
    "Las metas de cada acción de corto plazo registradas en SIGEP.",
    (Scope.PERIOD,),
    (
        needed(code("acp", "Acción de corto plazo.", refers=ACTIONS)),
        needed(period("periodo", "Periodo de la meta.", within_year=True)),
        apart(quantity("programado", "Cantidad programada; vacía si no hay programación.")),
        apart(quantity("ejecutado", "Cantidad ejecutada.")),
        text("nota", "Aclaración, como «Sin Prog. SIGEP»."),
    ),
    key=("periodo", "acp"),
)

RECUENTO = Table(
    "recuento",
    "Cuántas acciones, operaciones, actividades o tareas hay, cuando solo se publica su número.",
    (Scope.YEAR,),
    (
        code("version", "Versión del plan que se cuenta."),
        period("periodo", "Periodo que se cuenta."),
        needed(code("elemento", "Qué se cuenta.", allowed=COUNTED)),
        code("grupo", "Parte de la organización o del plan que se cuenta."),
        needed(integer("cantidad", "Cuántos hay.")),
    ),
    key=("version", "periodo", "elemento", "grupo"),
    choices=(Choice((("version",), ("periodo",))),),
)

PRODUCCION = Table(
    "produccion",
    "Los servicios prestados por una oficina en un mes, una fecha o un periodo.",
    (Scope.YEAR,),
    (
        needed(code("servicio", "Servicio prestado; cómo se llama en el informe, `servicios` de `entidad.yaml`.")),
        code("oficina", "Oficina que lo presta."),
        text("departamento", "Departamento de la oficina."),
        text("pais", "País de la oficina."),
        code("mes", "Mes de la prestación; vacío, con la fecha, si la cantidad es de más de un mes.", allowed=MONTHS),
        date("fecha", "Fecha de la prestación."),
        period("periodo", "Trimestre o semestre de la cantidad sin mes; vacío si es de la gestión.", within_year=True),
        text("tipo_tramite", "Tipo de trámite."),
        text("grupo_etario", "Grupo etario atendido."),
        quantity("programado", "Cantidad programada; se compara con la prestada donde están las dos."),
        needed(quantity("cantidad", "Cantidad de servicios prestados.")),
        money("recaudacion", "Importe recaudado, en la moneda indicada."),
        code("moneda", "Moneda de la recaudación; bolivianos si está vacía."),
        text("observacion", "Observación."),
    ),
    key=(
        "servicio",
        "oficina",
        "departamento",
        "pais",
        "mes",
        "fecha",
        "periodo",
        "tipo_tramite",
        "grupo_etario",
        "moneda",
    ),
    choices=(Choice((("mes",), ("fecha",), ("periodo",)), each_row=False),),
)

RESULT_KINDS = ("logro", "dificultad", "destacado", "desafio", "contexto", "conclusion")
"""Kinds of a row of `resultados`: achievement, difficulty, highlight, challenge, context or conclusion."""

RESULTADOS = Table(
    "resultados",
    "Cada resultado del periodo: logro, dificultad, desafío, hecho que lo explica o conclusión.",
    (Scope.PERIOD,),
    (
        OF_FOLDER,
        needed(code("id", "Identificador del resultado dentro del periodo.")),
        code("parte_de", "Resultado del que es un detalle u otra cantidad: su `id`; no se cuenta aparte."),
        code("acp", "Acción de corto plazo a la que contribuye.", refers=ACTIONS),
        code("unidad", "Unidad responsable."),
        text("dependencia", "Parte de la unidad de la que se informa: unidad dependiente, área u oficina."),
        text("institucion", "Institución responsable, si el informe reúne a varias."),
        code("tarea", "Tarea de la que procede."),
        text("resultado_programado", "Qué se había programado."),
        needed(text("texto", "Qué se logró, qué lo impidió o qué queda por hacer, en Markdown.")),
        text("estado", "Estado del resultado.", allowed=("logrado", "en curso", "previsto")),
        text("tipo", "Qué se informa; logro, si está vacía.", allowed=RESULT_KINDS),
        apart(number("valor", "Cantidad lograda.")),
        text("unidad_medida", "Unidad en la que se mide."),
        text("fuente", "Documento que lo respalda."),
        text("lugar", "Dónde: departamento, municipio, oficina o país; varios, separados por punto y coma."),
        date("fecha", "Fecha del resultado, si el documento da día, mes y año."),
        text("periodo_referido", "Periodo que dice el documento, si no da una fecha: «marzo de 2024»."),
        text("base_legal", "Norma por la que la institución lo hace."),
        text(
            "objetivos",
            "Objetivos externos a los que sirve: marco:codigo; varios, separados por punto y coma.",
        ),
    ),
    key=("periodo", "id"),
)

RECOMENDACIONES = Table(
    "recomendaciones",
    "Cada recomendación que se arrastra de informe en informe.",
    (Scope.YEAR,),
    (
        needed(code("id", "Identificador de la recomendación.")),
        period("periodo", "Periodo del informe que la formuló."),
        needed(date("fecha", "Fecha en que se formuló; vacía si el documento no la dice."), blank=True),
        needed(text("texto", "La recomendación.")),
        text("responsable", "Quién debe cumplirla."),
        text("plazo", "Hasta cuándo."),
        text("estado", "En qué estado se encuentra."),
        text("seguimiento", "Qué se hizo."),
        text("fuente", "Documento y lugar donde está."),
    ),
    key=("id",),
)

FIRMAS = Table(
    "firmas",
    "Quién elabora, revisa y aprueba el informe.",
    (Scope.PERIOD,),
    (
        OF_FOLDER,
        needed(text("rol", "Papel de quien firma.", allowed=("elaborado", "revisado", "aprobado"))),
        text("nombre", "Nombre de quien firma."),
        text("cargo", "Cargo de quien firma."),
        date("fecha", "Fecha de la firma."),
    ),
    key=("periodo", "rol", "nombre", "cargo"),
)

HISTORICO = Table(
    "historico",
    "Cada valor de un indicador en gestiones anteriores.",
    (Scope.YEAR,),
    (
        apart(needed(integer("gestion", "Año del valor."))),
        needed(
            period(
                "periodo",
                "Periodo del valor; puede escribirse sin su año (anual, S1), que es el de la gestión.",
                year_column="gestion",
            )
        ),
        LEVEL,
        ELEMENT,
        INDICATOR,
        apart(needed(number("valor", "Valor, como se publicó."))),
        code("metodo", "Método con el que se calculó."),
    ),
    key=("periodo", "nivel", "codigo", "indicador", "metodo"),
)

PUBLICADO = Table(
    "publicado",
    "Cada cifra como la imprimió un documento anterior; impresa dos veces, tiene dos filas.",
    (Scope.PERIOD,),
    (
        OF_FOLDER,
        needed(code("id", "Identificador de la cifra: indicador/periodo/nivel/codigo.")),
        needed(text("donde", "En qué documento, página, cuadro o frase está impresa.")),
        apart(needed(number("valor", "Valor impreso; vacío donde solo se imprimió la calificación."), blank=True)),
        apart(integer("decimales", "Con cuántos decimales está impreso.")),
        text("grado", "Grado impreso de esa cifra (En proceso de ejecución)."),
        text("calificacion", "Calificación impresa de esa cifra (Alto)."),
        text("desempeno", "Evaluación de desempeño impresa de esa cifra (Satisfactorio)."),
        text("semaforo", "Color impreso de esa cifra (verde)."),
    ),
    key=("periodo", "id", "donde"),
)

REPORT_TABLES = (
    PRESENTACIONES,
    AVANCES,
    METAS,
    RECUENTO,
    PRODUCCION,
    RESULTADOS,
    RECOMENDACIONES,
    FIRMAS,
    HISTORICO,
    PUBLICADO,
)
