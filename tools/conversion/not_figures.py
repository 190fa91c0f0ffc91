"""Cells of the source that contain digits but are no figures of the year, each with the reason.

``tests/conversion/test_conversion_mre.py`` proves that every other cell with a digit is an input or is compared.
"""

_METHOD = "regla de calificación: está en el archivo del método"
_CODE = "código: identifica la fila, no mide nada"
_ORDINAL = "número de orden dentro del cuadro"

# (file, column) -> reason; "*" is any file.
NOT_FIGURES: dict[tuple[str, str], str] = {
    ("escala_avance.csv", "parametro_min"): _METHOD,
    ("escala_avance.csv", "parametro_max"): _METHOD,
    ("criterio_trimestral.csv", "criterio"): _ORDINAL,
    ("criterio_trimestral.csv", "primer_trimestre"): _METHOD,
    ("criterio_trimestral.csv", "segundo_trimestre"): _METHOD,
    ("criterio_trimestral.csv", "tercer_trimestre"): _METHOD,
    ("criterio_trimestral.csv", "cuarto_trimestre"): _METHOD,
    ("unidades_t2_seccion54.csv", "no"): _ORDINAL,
    ("unidades_t2_seccion54.csv", "nombre"): "número de orden repetido ante el nombre («4.», «5.»)",
    ("unidades.csv", "nombre"): "«ENTIDAD 10»: código de la entidad dentro de su nombre",
    ("puestos_exterior.csv", "nota"): "valor sin trimestre (95.00): se copia en la nota de avances.csv",
    ("categorias_t2.csv", "programa"): "número de una ley en el nombre de la categoría",
    ("categorias_s1.csv", "programa"): "número de una ley en el nombre de la categoría",
    ("resultados_programados.csv", "resultado_programado"): "meta dentro de un texto, copiado en acciones.csv",
    ("texto_cifras.csv", "periodo"): "periodo del que es la cifra",
    ("*", "lineas"): "lugar del informe impreso donde está el texto",
    ("*", "acp"): _CODE,
    ("*", "amp"): _CODE,
    ("*", "ue"): _CODE,
    ("*", "cat_prog"): _CODE,
    ("*", "fuente"): _CODE,
}


def reason(file: str, column: str) -> str:
    """Return why a cell with digits is not a figure; empty if it must be one."""
    return NOT_FIGURES.get((file, column)) or NOT_FIGURES.get(("*", column), "")
