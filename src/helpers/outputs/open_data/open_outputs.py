"""The tables that a run computes as open data: figures, findings and the reconciliation."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.outputs.open_data.open_table import Field
from helpers.outputs.run_files import FIGURES_FILE, FINDINGS_FILE, RECONCILIATION_FILE

TITLES = {
    FIGURES_FILE: ("Cifras", "Cada cifra del informe, exacta y como se publica, con su regla y sus celdas de origen."),
    FINDINGS_FILE: ("Hallazgos", "Lo que no cuadra en los datos y en lo publicado, con su archivo y su celda."),
    RECONCILIATION_FILE: ("Conciliación", "Cada cifra publicada antes, al lado de la calculada, con su veredicto."),
}
_PLACE = (
    Field("archivo", description="Archivo de entrada."),
    Field("hoja", description="Hoja del archivo; vacía en un CSV."),
    Field("celda", description="Celda, como la nombra una planilla."),
)
FIELDS: Mapping[str, tuple[Field, ...]] = {
    FIGURES_FILE: (
        Field("id", description="Identificador: indicador, periodo, nivel y código.", required=True),
        Field("indicador", description="Qué mide.", required=True),
        Field("nivel", description="De qué nivel es aquello de lo que habla."),
        Field("codigo", description="Código de aquello de lo que habla, en su nivel."),
        Field("nombre", description="Nombre de aquello de lo que habla."),
        Field("periodo", description="Ventana: mes, trimestre, semestre, año o acumulado."),
        Field("numerador", "number", description="Numerador exacto, si es una razón o un promedio."),
        Field("denominador", "number", description="Denominador exacto, si es una razón o un promedio."),
        Field("valor", "number", description="Valor exacto, o con 34 cifras si sus decimales no terminan."),
        Field("publicado", "number", description="Como se imprime: redondeado, mitad hacia arriba."),
        Field("unidad_medida", description="En qué están «valor» y «publicado»: %, Bs, puntos…"),
        Field("calificacion", description="Calificación que le da el método."),
        Field("desempeno", description="Desempeño que le da el método."),
        Field("semaforo", description="Color que le da el método."),
        Field("regla", description="Cómo se obtuvo."),
        Field("fuentes", description="Celdas de entrada de las que depende, separadas por « | »."),
    ),
    FINDINGS_FILE: (
        Field("codigo", description="Código de la regla.", required=True),
        Field("severidad", allowed=("error", "advertencia", "nota"), description="Cuán grave es."),
        Field("veredicto", description="De una cifra publicada, su veredicto."),
        Field("elemento", description="Cifra o tabla, fila y columna de que habla."),
        Field("esperado", description="Lo que debía estar."),
        Field("encontrado", description="Lo que estaba."),
        Field("diferencia", description="Lo encontrado menos lo esperado."),
        Field("causa", description="Causa probable."),
        *_PLACE,
        Field("mensaje", description="Qué, dónde y cómo se corrige."),
        Field("posicion", description="Lugar en la lista: «3» es una causa y «3.2», lo segundo que se sigue de ella."),
        Field("causa_raiz", description="De lo que se sigue de otro hallazgo, de cuál y por qué; vacía en una causa."),
        Field("efecto", description="Lo que mueve en las cifras principales, en puntos y en Bs."),
        Field("sigue_de", description="La cifra equivocada de la que se sigue: su celda o su elemento."),
    ),
    RECONCILIATION_FILE: (
        Field("id", description="Cifra, o celda de un cuadro impreso.", required=True),
        Field("donde", description="Dónde se imprimió."),
        Field("publicado", "number", description="Lo impreso."),
        Field("calculado", "number", description="Lo que resulta de los datos; vacío si no se puede."),
        Field("diferencia", "number", description="Lo impreso menos lo calculado."),
        Field(
            "veredicto",
            allowed=("exacto", "redondeo", "otra regla", "arrastre", "irreconciliable", "no verificable"),
            description="Su veredicto.",
        ),
        Field("formula", description="Cómo se calculó, o qué fórmula da lo impreso."),
        Field("causa", description="Por qué difieren, o por qué no se puede verificar."),
        *_PLACE,
        Field("sigue_de", description="La cifra equivocada de la que se sigue: su celda o su elemento."),
    ),
}
"""Columns of a run's CSV files, in order. Their numbers are in the unit that each row states."""
