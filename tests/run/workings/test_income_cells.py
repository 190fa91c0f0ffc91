"""Income, amendments, two systems, a programme and counts, worked out by hand and compared with the written cells."""

from __future__ import annotations

from functools import cache

import pytest
from executed_cells import repeated, request_of

from helpers.run.workings.counts_cells import counts_cells, goals_cells
from helpers.run.workings.income_cells import amendment_cells, income_cells
from helpers.run.workings.programme_cells import programme_cells
from helpers.run.workings.systems_cells import systems_cells

METHOD = {
    "redondeo": {"decimales": 2, "donde": "publicacion"},
    "indicadores": {
        "ppto_programado": {"nombre": "P", "unidad": "Bs", "reglas": {"trimestre": {"regla": "programa"}}},
        "meta": {"nombre": "M", "unidad": "metas", "reglas": {"trimestre": {"regla": "meta", "columna": "programado"}}},
    },
}
PARAMS = {"sistema_presupuesto": "SIGEP", "estado_presupuesto": "aprobado", "cortes": {}}
TABLES = {
    "recursos": """
fecha_corte | rubro | fuente | organismo | ppto_inicial | modificaciones | ppto_vigente | devengado | percibido
2024-03-31 | 11 | 20 | 230 | 100 | 5 | 105 | 21 | 20
2024-03-31 | 12 | 41 | 111 | 10 | 0 | 10 | 9 |
2024-03-31 | 12 | 20 | 230 | 1 | 0 | 1 | 1 | 1
2024-06-30 | 11 | 20 | 230 | 100 | 5 | 105 | 63 | 60
""",
    "modificaciones": """
fecha | norma | descripcion | fuente | importe
2024-01-10 | RA 1 | uno | 20 | 30
2024-01-10 | RA 1 | dos | 20 | -10.50
2024-05-10 | RA 2 | tres | 41 | 7
""",
    "gastos": """
fecha_corte | reporte | sistema | cat_prog | ppto_vigente | certificado | devengado
2024-03-31 | categoria | SIPPEC | 1 | 90 | 80 | 30
2024-03-31 | categoria | SIGEP | 1 | 60 | 70 | 50
2024-03-31 | categoria | SIGEP | 2 | 40 | 5 | 60
""",
    "programacion_financiera": """
cat_prog | acp | ene | feb | mar
1 | | 1 | 2 | 3
2 | | 4 | 5 |
 | B | 7 | 8 | 9
""",
    "vinculacion": "cat_prog | acp | area\n1 | A | V1\n2 | C | V1\n",
    "metas": "acp | periodo | programado\nA | 2024-T1 | 20\nB | 2024-T1 |\nC | 2024-T1 | 3\nC | 2024-T2 | 1\n",
    "recuento": "periodo | elemento | grupo | cantidad\n2024-T1 | tarea | A | 4\n2024-T1 | tarea | B | 6\n2024-T1 | acp | | 7\n",
    "estructura": "codigo | nivel | padre\nE | entidad |\nV1 | area | E\nU1 | unidad | V1\nP1 | puesto | U1\n",
}
WRITERS = (income_cells, amendment_cells, systems_cells, programme_cells, counts_cells, goals_cells)
PLACES = """
recurso_inicial/2024-T1/entidad/E recurso_percibido/2024-T1/entidad/E recurso_inicial/2024-T1/fuente/20
recurso_devengado/2024-S1/rubro/11 ejecucion_recursos/2024-T1/fuente/20 ejecucion_recursos/2024-S1/rubro/11
importe_modificacion/2024-S1/norma/x modificaciones_listadas/2024-T1/entidad/E modificaciones_listadas/2024-T1/fuente/20
modificaciones_listadas/2024-S1/entidad/E modificaciones_sin_explicar/2024-T1/entidad/E
sistema_ppto_vigente/2024-T1/sistema/SIGEP sistema_ppto_vigente_diferencia/2024-T1/sistema/SIPPEC
sistema_devengado_diferencia/2024-T1/sistema/SIPPEC sistema_certificado_por_devengar/2024-T1/sistema/SIPPEC
sistema_diferencia_sin_explicar/2024-T1/sistema/SIPPEC
ppto_programado/2024-T1/acp/A ppto_programado/2024-T1/area/V1 ppto_programado/2024-T1/entidad/E
meta/2024-T1/entidad/E cantidad_tarea/2024-T1/entidad/E cantidad_unidades/2024-T1/entidad/E
"""
KNOWN = {
    ("ppto_vigente", "2024-T1", "fuente", "20"): 120, ("ppto_vigente", "2024-T1", "fuente", "41"): 10,
    ("ppto_vigente", "2024-T1", "entidad", "E"): 130, ("ppto_inicial", "2024-T1", "entidad", "E"): 110,
}  # fmt: skip


@cache
def found_by_cells() -> dict[str, str]:
    request = request_of(METHOD, PARAMS, PLACES.split(), TABLES)
    cells = (cell for writer in WRITERS for cell in writer(request))
    return {"/".join(place): str(value) for place, value in repeated(cells, request, dict(KNOWN)).items()}


@pytest.mark.parametrize(
    ("figure", "amount"),
    [
        ("recurso_inicial/2024-T1/entidad/E", "111"),
        ("recurso_inicial/2024-T1/fuente/20", "101"),
        ("recurso_inicial/2024-T1/fuente/41", "10"),
        ("recurso_devengado/2024-S1/rubro/11", "63"),
        ("ejecucion_recursos/2024-S1/rubro/11", "60"),
        ("ejecucion_recursos/2024-T1/fuente/20", "1100/53"),  # 22 of 106
        ("importe_modificacion/2024-S1/norma/RA 1/dos", "-21/2"),
        ("importe_modificacion/2024-S1/norma/RA 2", "7"),
        ("modificaciones_listadas/2024-T1/entidad/E", "39/2"),
        ("modificaciones_listadas/2024-S1/entidad/E", "53/2"),
        ("modificaciones_listadas/2024-T1/fuente/41", "0"),
        ("modificaciones_listadas/2024-T1/fuente/TOTAL", "39/2"),
        ("modificaciones_sin_explicar/2024-T1/entidad/E", "1/2"),  # 130 - 110 - 19.50
        ("sistema_ppto_vigente/2024-T1/sistema/SIGEP", "100"),
        ("sistema_ppto_vigente_diferencia/2024-T1/sistema/SIPPEC", "10"),
        ("sistema_devengado_diferencia/2024-T1/sistema/SIPPEC", "80"),
        ("sistema_certificado_por_devengar/2024-T1/sistema/SIPPEC", "50"),
        ("sistema_diferencia_explicada/2024-T1/sistema/SIPPEC", "50"),
        ("sistema_diferencia_sin_explicar/2024-T1/sistema/SIPPEC", "30"),
        ("ppto_programado/2024-T1/cat_prog/1", "6"),
        ("ppto_programado/2024-T1/acp/A", "6"),
        ("ppto_programado/2024-T1/acp/B", "24"),
        ("meta/2024-T1/entidad/E", "23"),
        ("cantidad_tarea/2024-T1/entidad/E", "10"),
        ("cantidad_unidades/2024-T1/entidad/E", "2"),
        ("cantidad_unidades/2024-T1/area/V1", "2"),
    ],
)
def test_figures_are_those_worked_out_by_hand(figure, amount):
    assert found_by_cells()[figure] == amount


def test_lines_of_income_whose_code_would_be_the_same_all_count():
    lines = "2024-03-31 | 12 | 41 | | | | 10 | 9 |\n2024-03-31 | 12 | | 41 | | | 5 | 2 |"
    tables = {"recursos": "\n".join((TABLES["recursos"].split("2024")[0].strip(), lines))}
    request = request_of(METHOD, PARAMS, ["recurso_devengado/2024-T1/rubro/12/41", "recurso_devengado/2024-T1/entidad/E"], tables)
    found = {"/".join(place): str(value) for place, value in repeated(income_cells(request), request, {}).items()}
    assert found == {
        "recurso_devengado/2024-T1/entidad/E": "11", "recurso_devengado/2024-T1/rubro/12/41": "9",
        "recurso_devengado/2024-T1/rubro/12/41#2": "2",
    }  # fmt: skip


def test_a_sum_with_a_blank_part_has_no_value():
    blank = {
        "recurso_percibido/2024-T1/entidad/E", "ppto_programado/2024-T1/area/V1", "ppto_programado/2024-T1/entidad/E",
    }  # fmt: skip
    assert not blank & found_by_cells().keys()


def test_a_counted_element_is_named_as_the_data_write_it():
    place = ('cantidad_"otro"', "2024-T1", "entidad", "E")
    counted = 'periodo | elemento | grupo | cantidad\n2024-T1 | "otro" | A | 4\n2024-T1 | otro | A | 6\n'
    request = request_of(METHOD, PARAMS, ["/".join(place)], {"recuento": counted})
    assert repeated(counts_cells(request), request) == {place: 4}
