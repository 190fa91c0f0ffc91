"""The tables that a run makes, as open tables: figures, findings and the reconciliation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from helpers.compute import FIGURES_FILE, FINDINGS_FILE, RECONCILIATION_FILE
from helpers.open_data.records import Field

TITLES = {
    FIGURES_FILE: ("Cifras", "Cada cifra del informe, exacta y como se publica, con su regla y sus celdas de origen."),
    FINDINGS_FILE: ("Hallazgos", "Lo que no cuadra en los datos y en lo publicado, con su archivo y su celda."),
    RECONCILIATION_FILE: ("Conciliación", "Cada cifra publicada antes, al lado de la calculada, con su veredicto."),
}
_PLACE = {
    "archivo": Field("archivo", description="Archivo de entrada."),
    "hoja": Field("hoja", description="Hoja del archivo; vacía en un CSV."),
    "celda": Field("celda", description="Celda, como la nombra una planilla."),
}
FIELDS: Mapping[str, Mapping[str, Field]] = {
    FIGURES_FILE: {
        "id": Field("id", description="Identificador: indicador, periodo, nivel y código.", required=True),
        "indicador": Field("indicador", description="Qué mide.", required=True),
        "nivel": Field("nivel", description="De qué nivel es aquello de lo que habla."),
        "codigo": Field("codigo", description="Código de aquello de lo que habla, en su nivel."),
        "nombre": Field("nombre", description="Nombre de aquello de lo que habla."),
        "periodo": Field("periodo", description="Ventana: trimestre, semestre, año o acumulado."),
        "numerador": Field("numerador", "number", description="Numerador exacto, si es una razón."),
        "denominador": Field("denominador", "number", description="Denominador exacto, si es una razón."),
        "valor": Field("valor", "number", description="Valor exacto, o con 34 cifras si sus decimales no terminan."),
        "publicado": Field("publicado", "number", description="Como se imprime: redondeado, mitad hacia arriba."),
        "unidad_medida": Field("unidad_medida", description="En qué están «valor» y «publicado»: %, Bs, puntos…"),
        "calificacion": Field("calificacion", description="Calificación que le da el método."),
        "desempeno": Field("desempeno", description="Desempeño que le da el método."),
        "semaforo": Field("semaforo", description="Color que le da el método."),
        "regla": Field("regla", description="Cómo se obtuvo."),
        "fuentes": Field("fuentes", description="Celdas de entrada de las que depende, separadas por « | »."),
    },
    FINDINGS_FILE: {
        "codigo": Field("codigo", description="Código de la regla.", required=True),
        "severidad": Field("severidad", allowed=("error", "advertencia", "nota"), description="Cuán grave es."),
        "veredicto": Field("veredicto", description="De una cifra publicada, su veredicto."),
        "elemento": Field("elemento", description="Cifra o tabla, fila y columna de que habla."),
        "esperado": Field("esperado", description="Lo que debía estar."),
        "encontrado": Field("encontrado", description="Lo que estaba."),
        "diferencia": Field("diferencia", description="Lo encontrado menos lo esperado."),
        "causa": Field("causa", description="Causa probable."),
        **_PLACE,
        "mensaje": Field("mensaje", description="Qué, dónde y cómo se corrige."),
    },
    RECONCILIATION_FILE: {
        "id": Field("id", description="Cifra, o celda de un cuadro impreso.", required=True),
        "donde": Field("donde", description="Dónde se imprimió."),
        "publicado": Field("publicado", "number", description="Lo impreso."),
        "calculado": Field("calculado", "number", description="Lo que resulta de los datos; vacío si no se puede."),
        "diferencia": Field("diferencia", "number", description="Lo impreso menos lo calculado."),
        "veredicto": Field(
            "veredicto",
            allowed=("exacto", "redondeo", "irreconciliable", "no verificable"),
            description="Su veredicto.",
        ),
        "formula": Field("formula", description="Cómo se calculó, o qué fórmula da lo impreso."),
        "causa": Field("causa", description="Por qué difieren, o por qué no se puede verificar."),
        **_PLACE,
    },
}
"""What each column of a run's CSV files is; their numbers are in the unit that their row says."""


def fields_of(file: str) -> Iterator[Field]:
    """The fields of one of the run's CSV files, in its order."""
    return iter(FIELDS[file].values())
