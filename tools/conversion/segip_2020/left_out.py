"""Cells of the source that contain digits but are in none of the year's tables, each with the reason.

``tests/conversion/test_conversion_segip.py`` proves that every other cell with a digit is an input or is compared.
"""

from collections.abc import Iterator

CODE = "código, fecha o texto: identifica la fila, no mide nada"
AS_PRINTED = "se muestra y se comprueba como cuadro impreso"
TOTALS = ("total", "subtotal", "total_trimestre")

SUMMED = (
    "chuquisaca_biometrizacion_mes_2020",
    "chuquisaca_licencias_mes_2020",
    "chuquisaca_saneamiento_mes_2020",
    "la_paz_certificaciones_mes_2020",
    "potosi_cedulas_mes_2020",
    "potosi_licencias_mes_2020",
    "tarija_biometrizacion_mes_2020",
    "tarija_cedulas_oficina_mes_2020",
    "tarija_certificaciones_2020",
    "tarija_licencias_oficina_mes_2020",
)
"""Tables whose quantities are inputs and whose totals are their sums."""
ONLY_PRINTED = {
    "contrataciones": ("almacen_procesos_2020", "contratacion_consolidados_2020"),
    "organización y cobertura, no servicios": (
        "brigadas_municipios_comunidades_2011_2020",
        "brigadas_oficina_base_2020",
        "estudios_oficinas_2020",
        "gabinete_juridico_servidores",
        "gestorias_municipales_2020",
        "municipios_libres_programado_2020",
        "oficinas_semipermanentes_2020",
        "unvr_tareas_2020",
    ),
    "parte de lo que otra tabla ya cuenta": (
        "chuquisaca_emision_general_2020",
        "chuquisaca_extranjeria_mes_2020",
        "chuquisaca_penitenciaria_mes_2020",
        "chuquisaca_total_2020",
        "cie_gratuitas_2020",
        "licencias_cortesia_2020",
        "municipios_intervenidos_2020",
        "pando_series_mes_2020",
        "potosi_cie_mes_2020",
        "raqaypampa_2020",
        "santa_cruz_resultados_2020",
        "tarija_brigadas_distritales_2020",
        "tarija_extranjeros_mes_2020",
        "tarija_penitenciario_2020",
        "tarija_resumen_administracion_2020",
        "tarija_resumen_legal_2020",
        "tarija_resumen_operaciones_2020",
        "tarija_saneamiento_mes_2020",
        "tarija_saneamiento_oficina_mes_2020",
    ),
    "recaudación que no se reparte entre los servicios": (
        "chuquisaca_recaudaciones_mes_2020",
        "potosi_recaudacion_2020",
    ),
    "departamento sin nombre impreso": ("cochabamba_mensual_2020",),
    "trabajo jurídico": (
        "convenios_2020",
        "gabinete_juridico_tramites_2020",
        "informes_legales_2020",
        "procesos_dnj_2020",
        "procesos_rope_2020",
    ),
    "varias gestiones juntas": ("pando_biometria_2017_2020",),
    "trabajo interno de las oficinas": (
        "tarija_busqueda_archivo_2020",
        "tarija_soporte_tecnico_2020",
        "tarija_verificacion_transferencia_2020",
    ),
}
"""Tables that are shown and compared as printed, by content."""

LEFT_OUT: dict[tuple[str, str], str] = {
    ("*", "cat_prog"): CODE,
    ("*", "cod_tarea"): CODE,
    ("*", "operacion"): CODE,
    ("*", "operacion_descripcion"): CODE,
    ("*", "descripcion"): CODE,
    ("*", "detalle"): CODE,
    ("*", "fuente"): CODE,
    ("*", "rubro"): CODE,
    ("*", "partida"): CODE,
    ("*", "fecha"): CODE,
    ("*", "lugar_atencion"): CODE,
    ("*", "ubicacion"): CODE,
    ("*", "modalidad"): CODE,
    ("*", "nota"): "nota de la transcripción",
    ("produccion/municipios_libres_2017_2020.csv", "numero"): "número de orden dentro del cuadro",
    ("produccion/pando_mensual_2020.csv", "mes"): "año repetido junto al mes",
    ("unidades.csv", "poa_programado"): f"el 100 al que suman los pesos: {AS_PRINTED}",
    ("unidades.csv", "ppto_programado"): f"el 100 del presupuesto: {AS_PRINTED}",
    ("dnp_tareas.csv", "programado"): f"el 100 al que suman los pesos: {AS_PRINTED}",
    ("dnp_tareas.csv", "ejecucion_pct"): f"porcentaje de cada tarea: {AS_PRINTED}",
    ("recursos.csv", "ejecucion_pct"): f"porcentaje de cada rubro: {AS_PRINTED}",
    ("recursos_adicional.csv", "inicial"): f"puente del inicial al vigente de la fuente: {AS_PRINTED}",
    ("recursos_adicional.csv", "vigente"): f"puente del inicial al vigente de la fuente: {AS_PRINTED}",
    ("tarija_sigep_sippec.csv", "disponible"): f"saldo de un sistema que no es el de registro: {AS_PRINTED}",
    ("tarija_sigep_sippec.csv", "ejecucion_pct"): f"porcentaje de un sistema que no es el de registro: {AS_PRINTED}",
    ("archivo_departamentos.csv", "ordenamiento_pct"): f"porcentaje sin su base: {AS_PRINTED}",
    ("archivo_departamentos.csv", "digitalizacion_pct"): f"porcentaje sin su base: {AS_PRINTED}",
    ("produccion/cie_recaudacion_2020.csv", "porcentaje"): f"parte del total: {AS_PRINTED}",
    ("produccion/cie_recaudacion_2020.csv", "recaudacion_bs"): f"Pando entra por mes, sin recaudación: {AS_PRINTED}",
    ("produccion/cedulas_departamento_2020.csv", "cedulas_2020"): f"departamentos que entran por mes: {AS_PRINTED}",
    ("produccion/licencias_departamento_2020.csv", "licencias_2020"): f"Pando entra por mes: {AS_PRINTED}",
    ("produccion/cie_departamento_2020.csv", "cie_2020"): f"Pando entra por mes: {AS_PRINTED}",
    ("produccion/chuquisaca_cedulas_mes_2020.csv", "total"): f"suma de las oficinas: {AS_PRINTED}",
    ("produccion/pueblos_indigenas_mes_2020.csv", "total"): f"suma de los meses: {AS_PRINTED}",
    ("produccion/unidades_moviles_chuquisaca.csv", "total_cedulas"): f"suma de los trámites: {AS_PRINTED}",
    ("produccion/unidades_moviles_santa_cruz.csv", "total_cedulas"): f"suma de los trámites: {AS_PRINTED}",
    ("produccion/unidades_moviles_tarija.csv", "total_cedulas"): f"suma de los trámites: {AS_PRINTED}",
    ("*", "operadores"): f"cuántos operadores había, no qué se hizo: {AS_PRINTED}",
    ("tarija_partidas.csv", "*"): f"pagado de una sola categoría, no es una partición del presupuesto: {AS_PRINTED}",
    ("*", "usuarios_biometrizados"): CODE,
    ("*", "poa_2020"): f"programado de todas las filas, en una celda combinada: {AS_PRINTED}",
    ("*", "poa_reformulado_pandemia"): f"programado de todas las filas, en una celda combinada: {AS_PRINTED}",
    ("archivo_departamentos.csv", "ordenamiento_cantidad"): f"Tarija entra por mes: {AS_PRINTED}",
    ("archivo_departamentos.csv", "digitalizacion_cantidad"): f"Tarija entra por mes: {AS_PRINTED}",
    ("produccion/resoluciones_2020.csv", "total"): f"una fila es la suma de otras cuatro: {AS_PRINTED}",
    ("produccion/la_paz_acciones_penales_2020.csv", "numero"): CODE,
    ("*", "lineas"): "lugar del texto del que se tomó la fila",
    ("unai_informes_2020.csv", "*"): f"número y referencia de cada informe: {AS_PRINTED}",
    ("santa_cruz_tareas_2020.csv", "aclaracion"): "cómo está impreso el resultado",
    ("santa_cruz_tareas_2020.csv", "resultado"): f"tareas de un departamento: {AS_PRINTED}",
    ("pando_tareas.csv", "*"): f"tareas de un departamento: {AS_PRINTED}",
    ("dntic_proyectos_2020.csv", "implementado"): f"parte implementada de cada proyecto: {AS_PRINTED}",
    ("tarija_materiales_2020.csv", "*"): f"materiales sin cantidad: {AS_PRINTED}",
    ("dnj_procedimientos_2020.csv", "*"): f"códigos de procedimientos: {AS_PRINTED}",
    ("unidades_grafico.csv", "*"): f"el gráfico repite el cuadro de las unidades: {AS_PRINTED}",
    ("texto_cifras.csv", "donde"): CODE,
    ("texto_cifras.csv", "tema"): CODE,
    ("texto_cifras.csv", "impreso"): "la misma cifra de la columna valor, con los separadores impresos",
    ("texto_cifras.csv", "tabla_relacionada"): CODE,
    ("texto_cifras.csv", "valor"): "las de la sección 5.16 son celdas de su cuadro de tareas, que está entero",
    **{(f"produccion/{name}.csv", "total"): f"suma de la fila: {AS_PRINTED}" for name in SUMMED},
    **{
        (f"produccion/{name}.csv", "*"): f"{why}: {AS_PRINTED}"
        for why, names in ONLY_PRINTED.items()
        for name in names
    },
    ("produccion/activos_incorporados_2020.csv", "*"): f"activos: {AS_PRINTED}",
    ("produccion/almacen_movimientos_2020.csv", "*"): f"almacén: {AS_PRINTED}",
    ("produccion/contratacion_modalidades_2020.csv", "*"): f"contrataciones: {AS_PRINTED}",
    ("produccion/brigadas_grupo_etareo_2011_2020.csv", "*"): f"diez gestiones juntas: {AS_PRINTED}",
    ("produccion/brigadas_tramite_2011_2020.csv", "*"): f"diez gestiones juntas: {AS_PRINTED}",
    ("produccion/municipios_libres_2017_2020.csv", "*"): f"cuatro gestiones: {AS_PRINTED}",
}
"""(file, column) -> reason; ``*`` is any file or any column."""


def applying(file: str, column: str) -> Iterator[tuple[str, str]]:
    """Yield the keys of the reasons for a column, the most specific first."""
    yield from (key for key in ((file, column), ("*", column), (file, "*")) if key in LEFT_OUT)


def reason(file: str, nivel: str, column: str) -> str:
    """Return why a cell with digits is in no table; empty if it must be in one."""
    key = next(applying(file, column), None)
    if key:
        return LEFT_OUT[key]
    return f"total impreso: {AS_PRINTED}" if nivel in TOTALS else ""
