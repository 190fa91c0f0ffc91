"""Two versions of a small plan, worked out by hand and compared with what the written pandas cells find."""

from __future__ import annotations

from itertools import chain

import pytest
from executed_cells import repeated, request_of

from helpers.run.workings.approval_cells import bridge_cells
from helpers.run.workings.formulated_plan_cells import version_cells
from helpers.run.workings.plan_task_cells import due_cells, reformulation_cells, version_task_cells

METHOD = {"redondeo": {"decimales": 2, "donde": "publicacion"}, "indicadores": {}}
TREE = """
codigo | nombre | nivel | padre
E | Entidad | entidad |
A | Una | area | E
B | Otra | area | E
U1 | Primera | unidad | A
U2 | Segunda | unidad | A
P1 | Puesto | puesto | B
"""
TASKS = """
version | tarea | unidad | acp | operacion | ponderacion | meta | ene | feb | mar | anual | acumulable | ppto
v1 | t1 | U1 | 1 | 1 | 50 | 3 | 1 | | | | si | 100
v1 | t2 | U1 | 1 | 1 | 50 | 3 | | 0 | 2 | | si | 40.50
v1 | t3 | U2 | 1 | 2 | 100 | 5 | | | | 5 | si | 7
v2 | t1 | U1 | 1 | 1 | 60 | 3 | 1 | | | | si | 120
v2 | t3 | P1 | 1 | 2 | 100 | 5 | | | | 5 | si | 7.00
v2 | t4 | U2 | 1 | 2 | 100 | 1 | | 1 | 1 | | si | 9
v2 | t5 | X | 1 | 2 | | 1 | 1 | | | | si | 1000
"""
VERSIONS = """
version | fecha | importe
v2 | 2024-06-10 |
v1 | 2024-01-02 | 300
"""
APPROVED = """
version | fuente | importe
v1 | 10 | 200
v1 | 20 | 100
v2 | 10 | 230
v2 | 20 | 100
v2 | | 330
"""
AMENDMENTS = """
fecha | norma | fuente | importe
2024-01-02 | RA 0 | 10 | 1000
2024-02-01 | RA 1 | 10 | 20
2024-02-01 | RA 1 | 10 | -5
2024-06-10 | RA 2 | 10 | 12
2024-06-11 | RA 3 | 10 | 1000
2024-05-05 | RA 4 | 10 |
"""
FORMS = """
area | version | formulario | fuente | importe
A | v1 | 3_01 | 10 | 150
A | v2 | 3_01 | 10 | 140
A | v2 | 3_02 | 20 | 5
B | v2 | 3_01 | 10 | 20
B | v2 | 04 | 10 | 20
"""
TABLES = {
    "estructura": TREE, "tareas": TASKS, "versiones": VERSIONS, "presupuesto_aprobado": APPROVED,
    "modificaciones": AMENDMENTS, "requerimientos": FORMS,
}  # fmt: skip
COUNTS = (
    "agregadas", "retiradas", "reprogramadas", "reponderadas", "trasladadas", "con_otro_ppto",
)  # fmt: skip
OF_VERSION = (
    "tareas_plan", "tareas_plan_cambio", "ppto_tareas", "ppto_tareas_cambio", "requerido", "requerido_cambio",
    "requerido_sin_tareas", "requerido_sin_tareas_cambio", *(f"tareas_{kind}" for kind in COUNTS), "ppto_agregado",
    "ppto_retirado", "ppto_conservado_antes", "ppto_conservado_despues", "ppto_conservado_cambio", "ppto_puente",
    "ppto_modificado", "ppto_puente_diferencia",
)  # fmt: skip
ASKED = (
    *(f"{name}/2024-poa/version/v2" for name in OF_VERSION), "ppto_modificado/2024-poa/version_fuente/v2/10",
    "ppto_puente_diferencia/2024-poa/version_fuente/v2/10",
    *(f"tareas_programadas/{window}/entidad/E" for window in ("2024-ene", "2024-feb", "2024-T1", "2024-poa")),
)  # fmt: skip


def worked(tables: dict[str, str] = TABLES, method: dict = METHOD) -> dict[str, str]:
    """The values that the cells find, by indicator, level and code; those of tasks due also by window."""
    request = request_of(method, {}, list(ASKED), tables)
    writers = (version_cells, due_cells, version_task_cells, reformulation_cells, bridge_cells)
    cells = chain.from_iterable(writer(request) for writer in writers)
    found = repeated(cells, request)
    return {
        "/".join((one, *([window] if one == "tareas_programadas" else []), level, code)): str(float(value))
        for (one, window, level, code), value in found.items()
    }


def test_a_version_without_budget_is_no_step_of_the_bridge():
    """Version f, of March, changed tasks only: the amendments of February and June lead from v1 to v2."""
    found = worked(TABLES | {"versiones": VERSIONS + "f | 2024-03-01 |\n"})
    assert found["ppto_puente/version/v2"] == "327.0"
    assert found["ppto_puente_diferencia/version_fuente/v2/10"] == "3.0"


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    return worked()


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("tareas_programadas/2024-ene/unidad/U1", "1.0"),
        ("tareas_programadas/2024-ene/unidad/U2", "0.0"),
        ("tareas_programadas/2024-ene/entidad/E", "1.0"),  # the unit of t5 is not in the structure
        ("tareas_programadas/2024-feb/area/A", "1.0"),
        ("tareas_programadas/2024-T1/area/A", "2.0"),
        ("tareas_programadas/2024-T1/puesto/P1", "0.0"),  # its task is programmed for the year, not for a month
        ("tareas_programadas/2024-poa/puesto/P1", "1.0"),
        ("tareas_programadas/2024-poa/entidad/E", "3.0"),
        ("tareas_plan/version_unidad/v1/U1", "2.0"),
        ("tareas_plan/version_area/v1/A", "3.0"),
        ("tareas_plan/version/v2", "3.0"),
        ("tareas_plan_cambio/version/v2", "0.0"),
        ("tareas_plan_cambio/version_puesto/v2/P1", "1.0"),  # it had none before
        ("ppto_tareas/version/v1", "147.5"),
        ("ppto_tareas/version_area/v2/A", "129.0"),
        ("ppto_tareas_cambio/version/v2", "-11.5"),
        ("requerido/version_area/v2/A", "145.0"),
        ("requerido/version/v2", "165.0"),
        ("requerido_cambio/version/v2", "15.0"),
        ("requerido_sin_tareas/version_area/v2/A", "16.0"),
        ("requerido_sin_tareas/version/v2", "29.0"),
        ("requerido_sin_tareas_cambio/version/v2", "26.5"),
        ("tareas_agregadas/version/v2", "2.0"),
        ("tareas_agregadas/version_area/v2/A", "1.0"),
        ("tareas_agregadas/version_unidad/v2/U1", "0.0"),
        ("tareas_retiradas/version_unidad/v2/U1", "1.0"),
        ("tareas_reprogramadas/version/v2", "0.0"),
        ("tareas_reponderadas/version_unidad/v2/U1", "1.0"),
        ("tareas_trasladadas/version_puesto/v2/P1", "1.0"),  # counted where the new version has it
        ("tareas_con_otro_ppto/version/v2", "1.0"),  # 7 and 7.00 are the same
        ("ppto_agregado/version/v2", "1009.0"),
        ("ppto_retirado/version/v2", "40.5"),
        ("ppto_conservado_antes/version/v2", "107.0"),
        ("ppto_conservado_despues/version/v2", "127.0"),
        ("ppto_conservado_cambio/version/v2", "20.0"),
        ("ppto_modificado/version_norma/v2/RA 1", "15.0"),
        ("ppto_modificado/version/v2", "27.0"),  # of the days of the two versions, only the second counts
        ("ppto_puente/version/v2", "327.0"),
        ("ppto_puente_diferencia/version/v2", "3.0"),
        ("ppto_modificado/version_fuente/v2/20", "0.0"),
        ("ppto_puente_diferencia/version_fuente/v2/10", "3.0"),
    ],
)
def test_figures_of_a_version_are_those_worked_out_by_hand(figure, value, found):
    assert found[figure] == value


def test_amendments_outside_the_dates_of_two_versions_do_not_count(found):
    assert not [name for name in found if "RA 0" in name or "RA 3" in name]


def test_an_illegible_requirement_leaves_no_total():
    found = worked(TABLES | {"requerimientos": FORMS.replace("A | v2 | 3_01 | 10 | 140", "A | v2 | 3_01 | 10 |")})
    assert not {"requerido/version_area/v2/A", "requerido/version/v2", "requerido_sin_tareas/version/v2"} & found.keys()
    assert found["requerido_cambio/version/v2"] == "-150.0"  # the missing total of v2 counts as zero


def test_a_plan_with_one_version_has_no_changes():
    rows = TASKS.split("v2 | t1")[0]
    found = worked(TABLES | {"tareas": rows})
    assert not [name for name in found if name.startswith(("tareas_agregadas", "ppto_agregado"))]


def test_the_money_of_no_tasks_is_zero_and_that_of_tasks_without_budget_unknown():
    """v2 drops nothing and adds t4, whose budget is blank."""
    kept = TASKS.split("v2 | t1")[0]
    found = worked(TABLES | {"tareas": kept + kept[kept.index("v1 | t1") :].replace("v1", "v2") + "v2 | t4 | U2 | 1 | 2 | 100 | 1 | | 1 | 1 | | si | \n"})
    assert (found["ppto_retirado/version/v2"], "ppto_agregado/version/v2" in found) == ("0.0", False)


def test_budgets_are_sums_of_rounded_units_if_each_level_is_rounded():
    """U1's 100.003 + 40.503 = 140.506 is rounded to 140.51; with U2's 7 the area has 147.51."""
    method = METHOD | {"redondeo": {"decimales": 0, "donde": "cada_nivel"}}
    tasks = TASKS.replace("| 100\n", "| 100.003\n").replace("40.50", "40.503")
    found = worked(TABLES | {"tareas": tasks}, method)
    assert found["ppto_tareas/version_area/v1/A"] == "147.51"
    assert found["ppto_tareas/version_unidad/v1/U1"] == "140.506"  # its own value is compared unrounded


def test_the_name_of_a_version_is_never_code():
    strange = 'v2"] + [1/0] + ["'
    tables = {name: text.replace("v2", strange) for name, text in TABLES.items()}
    request = request_of(METHOD, {}, [f"tareas_agregadas/2024-poa/version/{strange}"], tables)
    found = repeated(reformulation_cells(request), request)
    assert found["tareas_agregadas", "2024-poa", "version", strange] == 2


BY_DATE = (
    *(f"tareas_{kind}" for kind in COUNTS), "ppto_agregado", "ppto_retirado", "ppto_conservado", "ppto_modificado",
    "ppto_puente",
)  # fmt: skip
"""What changed from one dated version to the next."""


@pytest.mark.parametrize(
    ("table", "lost"),
    [
        ("modificaciones", ("ppto_modificado", "ppto_puente")),
        ("presupuesto_aprobado", ("ppto_puente", "ppto_modificado")),  # v2 then has no budget
        ("requerimientos", ("requerido",)),
        ("versiones", BY_DATE),  # `tareas` names v1 before v2, so the plan in force and the totals stay the same
    ],
)
def test_without_a_table_only_the_figures_that_need_it_are_lost(table, lost, found):
    left = worked({name: text for name, text in TABLES.items() if name != table})
    assert left == {name: value for name, value in found.items() if not name.startswith(lost)}
