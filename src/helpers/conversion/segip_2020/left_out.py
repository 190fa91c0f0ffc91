"""Cells of the source that hold digits and reach none of the year's tables, each with the reason.

``tests/test_conversion_segip.py`` proves that every other cell with a digit in it is an input or is compared.
"""

from collections.abc import Iterator

CODE = "código, fecha o texto: identifica la fila, no mide nada"
AS_PRINTED = "se muestra y se comprueba como cuadro impreso"
TOTALS = ("total", "subtotal", "total_trimestre")

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
    ("produccion/activos_incorporados_2020.csv", "*"): f"activos: {AS_PRINTED}",
    ("produccion/almacen_movimientos_2020.csv", "*"): f"almacén: {AS_PRINTED}",
    ("produccion/contratacion_modalidades_2020.csv", "*"): f"contrataciones: {AS_PRINTED}",
    ("produccion/brigadas_grupo_etareo_2011_2020.csv", "*"): f"diez gestiones juntas: {AS_PRINTED}",
    ("produccion/brigadas_tramite_2011_2020.csv", "*"): f"diez gestiones juntas: {AS_PRINTED}",
    ("produccion/municipios_libres_2017_2020.csv", "*"): f"cuatro gestiones: {AS_PRINTED}",
}
"""(file, column) -> reason; ``*`` is any file or any column."""


def applying(file: str, column: str) -> Iterator[tuple[str, str]]:
    """Keys of the reasons that speak of a column, the most particular first."""
    yield from (key for key in ((file, column), ("*", column), (file, "*")) if key in LEFT_OUT)


def reason(file: str, nivel: str, column: str) -> str:
    """Why a cell with digits is in no table; empty where it has to be in one."""
    key = next(applying(file, column), None)
    if key:
        return LEFT_OUT[key]
    return f"total impreso: {AS_PRINTED}" if nivel in TOTALS else ""
