"""The tables of the plan: the organisation, the strategic plans, actions, tasks and their execution."""

from __future__ import annotations

from helpers.base.periods import MONTHS
from helpers.figures.records import LEVELS
from helpers.intake.tables.table_columns import (
    Choice,
    Reference,
    Scope,
    Table,
    apart,
    code,
    date,
    from_folder,
    integer,
    money,
    months,
    needed,
    period,
    points,
    quantity,
    text,
)

AREAS = Reference("estructura", ("area",))
UNITS = Reference("estructura", ("unidad", "puesto", "subtipo", "tipo"))
ANY_NODE = Reference("estructura", LEVELS)
ACTIONS = Reference("acciones")
BLOCKS = ("fortaleza", "debilidad", "oportunidad", "amenaza")
BY_MONTH_OR_YEAR = Choice((MONTHS, ("anual",)), each_row=False)

ESTRUCTURA = Table(
    "estructura",
    "Cada nodo de la organización: la entidad, sus servicios, áreas, tipos, unidades y puestos.",
    (Scope.YEAR,),
    (
        needed(code("codigo", "Código del nodo; con el nivel, lo identifica.")),
        needed(text("nombre", "Nombre completo del nodo.")),
        needed(code("nivel", "Nivel del nodo, de la entidad al puesto.", allowed=LEVELS)),
        needed(
            code("padre", "Código del nodo del que depende, de un nivel superior; vacío en la entidad."),
            blank=True,
        ),
        text("sigla", "Sigla con la que se lo nombra en los cuadros."),
        text("clase", "Función de la unidad.", allowed=("sustantiva", "administrativa", "asesoramiento")),
        code("acp", "Acción de corto plazo de la que responde.", refers=ACTIONS),
        code("ue", "Unidad ejecutora del presupuesto."),
        text("pais", "País en el que se encuentra."),
        text("departamento", "Departamento en el que se encuentra."),
        text("cargo", "Cargo de quien responde por el nodo: «Directora General de Planificación»."),
        text("objetivo", "Para qué existe o qué se propuso en la gestión, como lo dice el documento."),
        text("fuente", "Documento y lugar de donde salen su nombre y su objetivo."),
        apart(integer("orden", "Lugar que ocupa en los cuadros.")),
    ),
    key=("nivel", "codigo"),
)

ARTICULACION = Table(
    "articulacion",
    "Cada vínculo de una acción de corto plazo con los planes de más largo plazo.",
    (Scope.YEAR,),
    (
        code("marco", "Plan al que se vincula: PDES, PEM, PEI…"),
        code("pilar", "Pilar del plan."),
        code("eje", "Eje del plan."),
        code("meta", "Meta del plan."),
        code("resultado", "Resultado del plan."),
        text("accion", "Acción del plan."),
        text("estrategica", "Acción estratégica institucional."),
        code("amp", "Acción de mediano plazo del PEI."),
        needed(
            code("acp", "Acción de corto plazo que se vincula; vacía si no se puede leer.", refers=ACTIONS), blank=True
        ),
        text("descripcion", "Descripción de la acción de corto plazo o del vínculo."),
        points("ponderacion", "Peso de la acción en su área, en puntos; los del área suman 100."),
        code("area", "Área que responde.", refers=ANY_NODE),
        text("producto_esperado", "Producto que se espera obtener."),
        text("beneficiarios", "A quiénes beneficia."),
        code("version", "Versión del plan a la que pertenece."),
        text("enunciado", "Qué dicen el pilar, la meta, el resultado o la acción del plan superior."),
        text("fuente", "Documento y lugar de donde sale el vínculo."),
    ),
)

ACCIONES = Table(
    "acciones",
    "Cada acción de corto plazo (ACP) de la gestión.",
    (Scope.YEAR,),
    (
        needed(code("acp", "Código de la acción de corto plazo.")),
        needed(text("denominacion", "Denominación de la acción.")),
        code("amp", "Acción de mediano plazo a la que contribuye."),
        text("resultado_esperado", "Resultado que se espera al final de la gestión."),
        text("indicador", "Indicador con el que se mide."),
        text("meta", "Meta de la gestión, como la enuncia el plan."),
        points("ponderacion", "Peso de la acción en la entidad, en puntos."),
        text("grupo", "Grupo de acciones con el que se subtotaliza."),
    ),
    key=("acp",),
)

VERSIONES = Table(
    "versiones",
    "Cada versión del plan: la aprobada y sus reformulaciones.",
    (Scope.YEAR,),
    (
        needed(code("version", "Código de la versión; es el nombre de su carpeta dentro de poa/.")),
        code("resolucion", "Resolución que la aprueba."),
        date("fecha", "Fecha desde la que rige; vacía, donde no se conoce, rige antes que las que tienen fecha."),
        text("descripcion", "Qué cambia respecto de la anterior."),
        code("informe_tecnico", "Informe técnico que la sustenta."),
        code("informe_legal", "Informe legal que la sustenta."),
        money("importe", "Presupuesto total de la versión, en bolivianos."),
    ),
    key=("version",),
)

TAREAS = Table(
    "tareas",
    "Cada tarea programada en una versión del plan; un archivo por versión, en poa/<versión>/.",
    (Scope.VERSION,),
    (
        from_folder(code("version", "Versión del plan: el nombre de la carpeta.")),
        needed(code("tarea", "Código de la tarea.")),
        needed(text("descripcion", "Descripción de la tarea.")),
        code("actividad", "Actividad a la que pertenece."),
        needed(code("operacion", "Operación a la que pertenece.")),
        needed(code("unidad", "Unidad que la ejecuta.", refers=UNITS)),
        needed(
            code(
                "acp",
                "Acción de corto plazo a la que contribuye; vacía si el plan no la publica.",
                refers=ACTIONS,
            ),
            blank=True,
        ),
        points("ponderacion", "Peso de la tarea en su unidad, en puntos."),
        text("unidad_medida", "Unidad en la que se mide."),
        text("indicador", "Indicador con el que se mide."),
        text("linea_base", "Situación de la que se parte."),
        apart(quantity("meta", "Meta de la gestión, en la unidad de medida.")),
        *months("Cantidad programada"),
        quantity("anual", "Cantidad programada en la gestión, cuando no se programa por mes."),
        text("acumulable", "«no» si la meta se mantiene cada mes; «si» si se suma.", allowed=("si", "no")),
        money("ppto", "Presupuesto de la tarea, en bolivianos."),
    ),
    key=("version", "tarea"),
    choices=(BY_MONTH_OR_YEAR,),
)

EJECUCION = Table(
    "ejecucion",
    "Lo ejecutado de cada tarea, como lo informa su unidad.",
    (Scope.YEAR, Scope.PERIOD),
    (
        from_folder(period("periodo", "Periodo del formulario: el nombre de la carpeta.")),
        needed(code("tarea", "Código de la tarea, como está en el plan.")),
        *months("Cantidad ejecutada"),
        quantity("anual", "Cantidad ejecutada en la gestión, cuando no se informa por mes."),
        money("devengado", "Presupuesto devengado de la tarea, en bolivianos."),
        text("evaluacion", "Juicio de la propia unidad: cumple, no cumple, no aplica."),
        text("medio_verificacion", "Documento que respalda lo ejecutado."),
        text("resultado", "Resultado cualitativo."),
        code("causa_codigo", "Código de la causa de la desviación."),
        text("causa_desviacion", "Por qué se desvió de lo programado."),
    ),
    key=("periodo", "tarea"),
    choices=(BY_MONTH_OR_YEAR,),
)

MARCOS = Table(
    "marcos",
    "Cada objetivo de un marco externo: metas ODS, Pacto Mundial para la Migración…",
    (Scope.YEAR,),
    (
        needed(code("marco", "Marco al que pertenece el objetivo.")),
        needed(code("codigo", "Código del objetivo dentro del marco.")),
        needed(text("titulo", "Enunciado del objetivo; vacío si el documento no lo imprime."), blank=True),
        text("grupo", "Grupo de objetivos."),
        text("fuente", "Documento y lugar donde está el enunciado."),
    ),
    key=("marco", "codigo"),
)

FODA = Table(
    "foda",
    "Cada factor del análisis FODA (formulario 01).",
    (Scope.YEAR,),
    (
        needed(code("area", "Área que lo formula.", refers=ANY_NODE)),
        code("cat_prog", "Categoría programática."),
        needed(text("bloque", "Bloque del análisis.", allowed=BLOCKS)),
        needed(text("factor", "El factor, en una frase.")),
        text("amp", "Acciones de mediano plazo a las que afecta; varias, separadas por punto y coma."),
        text("incidencia", "Cómo incide en ellas."),
        code("version", "Versión del plan a la que pertenece."),
        text("fuente", "Documento y lugar de donde sale el factor."),
    ),
    key=("version", "area", "cat_prog", "bloque", "factor"),
)

PLAN_TABLES = (ESTRUCTURA, ARTICULACION, ACCIONES, VERSIONES, TAREAS, EJECUCION, MARCOS, FODA)
