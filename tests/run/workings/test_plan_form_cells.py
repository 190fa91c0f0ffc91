"""Forms of a small plan, worked out by hand and compared with what the written pandas cells find."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

import pytest
from executed_cells import Values, repeated, request_of

from helpers.run.workings.approval_cells import approval_cells
from helpers.run.workings.formulated_plan_cells import requirement_cells, version_cells, weight_cells

METHOD = {"redondeo": {"decimales": 2, "donde": "publicacion"}, "indicadores": {}}
TREE = """
codigo | nombre | nivel | padre
E | Entidad | entidad |
A1 | Una | area | E
A2 | Otra | unidad | E
"""
FORMS = """
area | version | formulario | fuente | importe | techo
A1 | v1 | 3_01 | 10 | 100.10 | 500
A1 | v1 | 3_01 | 20 | 50 | 500
A1 | v1 | 3_02 | 10 | 7.40 | 500
A1 | v1 | 04 | 10 | 107.50 |
A1 | v1 | 04 | 20 | 50.50 |
A2 | v1 | 3_02 | 10 | 30 | 20
A2 | | 3_02 | 20 | 2 |
A2 | v0 | 3_02 | 10 | 999 | 1
A9 | v1 | 3_02 | 10 | 888 |
"""
WEIGHTS = """
area | version | marco | acp | ponderacion
A1 | v1 | PDES | 1 | 40
A1 | v1 | ODS | 1 | 40
A1 | v1 | PDES | 2 | 35.5
A1 | v1 | PDES | | 10
A1 | v1 | PDES | | 10
A1 | v1 | PDES | 3 |
A1 | v1 | PDES | 2 |
A2 | v1 | PDES | 4 |
A1 | v0 | PDES | 5 | 90
"""
APPROVED = """
version | fuente | importe
v1 | 10 | 140
v1 | 20 | 60
v1 | | 200
v0 | 10 | 1
"""
VERSIONS = """
version | fecha | importe
v1 | 2024-02-14 | 199
v0 | 2024-01-02 | 1
"""
TABLES = {
    "estructura": TREE, "requerimientos": FORMS, "articulacion": WEIGHTS, "presupuesto_aprobado": APPROVED,
    "versiones": VERSIONS,
}  # fmt: skip
ASKED = (
    "peso_acp/2024-poa/area/A1", "peso_acp_sin_dato/2024-poa/area/A1", "requerido/2024-poa/entidad/E",
    "requerido_legible/2024-poa/entidad/E", "formulario_04/2024-poa/area/A1", "formulario_04_legible/2024-poa/entidad/E",
    "formulario_04_diferencia/2024-poa/area/A1", "techo/2024-poa/entidad/E", "techo_saldo/2024-poa/area/A1",
    "requerido_diferencia/2024-poa/entidad/E", "requerido_sin_formulario/2024-poa/entidad/E",
    "techo_diferencia/2024-poa/entidad/E", "ppto_aprobado_suma/2024-poa/entidad/E",
    "ppto_aprobado_diferencia/2024-poa/entidad/E", "ppto_programado_diferencia/2024-poa/entidad/E",
)  # fmt: skip
"""One figure of each indicator; the cells work out all others of the indicator too."""


def worked(tables: dict[str, str] = TABLES, method: dict = METHOD, known: Values | None = None) -> dict[str, str]:
    """The values that the cells find, by indicator, level and code."""
    request = request_of(method, {}, list(ASKED), tables)
    writers = (version_cells, weight_cells, requirement_cells, approval_cells)
    cells = chain.from_iterable(writer(request) for writer in writers)
    found = repeated(cells, request, known)
    return {f"{one}/{level}/{code}": str(float(value)) for (one, _, level, code), value in found.items()}


def without(table: str) -> dict[str, str]:
    return {name: text for name, text in TABLES.items() if name != table}


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    return worked()


@pytest.fixture(scope="module")
def undated() -> dict[str, str]:
    return worked(without("versiones"))


@pytest.mark.parametrize(
    ("figure", "amount"),
    [
        ("peso_acp/area/A1", "95.5"),  # 40 once, 35.5, and 10 twice: two rows whose action cannot be read
        ("peso_acp_sin_dato/area/A1", "1.0"),  # action 3; another row has the weight of action 2
        ("requerido/area_formulario_fuente/A1/3_01/10", "100.1"),
        ("requerido/area_formulario/A1/3_01", "150.1"),
        ("requerido/area_fuente/A1/10", "107.5"),
        ("requerido/area/A1", "157.5"),  # without form 04, which sums up the others
        ("requerido/unidad/A2", "32.0"),  # a row that names no version belongs to all
        ("requerido/fuente/10", "137.5"),  # A9 is not in the structure
        ("requerido/formulario/3_02", "39.4"),
        ("requerido/entidad/E", "189.5"),
        ("formulario_04/area/A1", "158.0"),
        ("formulario_04_legible/entidad/E", "158.0"),
        ("formulario_04_diferencia/area/A1", "0.5"),
        ("formulario_04_diferencia/area_fuente/A1/20", "0.5"),
        ("techo/entidad/E", "520.0"),
        ("techo_saldo/area/A1", "342.5"),
        ("techo_saldo/unidad/A2", "-12.0"),
        ("techo_saldo/entidad/E", "330.5"),
        ("techo_diferencia/entidad/E", "320.0"),
        ("requerido_diferencia/fuente/10", "2.5"),
        ("requerido_diferencia/entidad/E", "10.5"),
        ("ppto_aprobado_suma/entidad/E", "200.0"),
        ("ppto_aprobado_diferencia/entidad/E", "0.0"),
    ],
)
def test_figures_of_the_forms_are_those_worked_out_by_hand(figure, amount, found):
    assert found[figure] == amount


def test_an_area_without_form_04_leaves_no_totals_of_it(found):
    """A2 has no form 04, and its only weight is blank."""
    assert not {"formulario_04/entidad/E", "formulario_04/fuente/10", "peso_acp/unidad/A2"} & found.keys()


def test_an_illegible_amount_leaves_only_legible_sums():
    """A2's 30 of source 10 cannot be read. A1's 107.50 of source 10 stay legible, and 159.50 in all."""
    lost = worked(TABLES | {"requerimientos": FORMS.replace("10 | 30 |", "10 | |")})
    complete = {"requerido/unidad/A2", "requerido/fuente/20", "requerido/entidad/E", "techo_saldo/unidad/A2"}
    assert not complete & lost.keys()
    assert [lost[f"requerido_legible/{place}"] for place in ("fuente/10", "unidad/A2", "entidad/E")] == ["107.5", "2.0", "159.5"]
    assert lost["requerido/area/A1"] == "157.5"
    assert lost["requerido_sin_formulario/fuente/10"] == "32.5"
    assert lost["requerido_sin_formulario/entidad/E"] == "40.5"


def test_a_source_that_no_area_requires_differs_by_its_whole_amount():
    rows = APPROVED + "v1 | 42 | 9\n"
    assert worked(TABLES | {"presupuesto_aprobado": rows})["requerido_diferencia/fuente/42"] == "9.0"


def test_without_a_total_in_the_resolution_the_one_of_the_version_counts():
    found = worked(TABLES | {"presupuesto_aprobado": APPROVED.replace("v1 | | 200\n", "")})
    assert found["requerido_diferencia/entidad/E"] == "9.5"
    assert found["ppto_aprobado_diferencia/entidad/E"] == "-1.0"


def test_the_programmed_budget_is_the_one_that_the_section_knows():
    known = {("ppto_programado", "2024-poa", "entidad", "E"): Fraction(201)}
    assert worked(known=known)["ppto_programado_diferencia/entidad/E"] == "1.0"


def test_sums_are_of_rounded_lines_if_each_level_is_rounded():
    """100.104 and 7.404 of one source are added as 100.10 and 7.40."""
    method = METHOD | {"redondeo": {"decimales": 0, "donde": "cada_nivel"}}
    forms = FORMS.replace("100.10", "100.104").replace("7.40", "7.404")
    found = worked(TABLES | {"requerimientos": forms}, method)
    assert found["requerido/area_fuente/A1/10"] == "107.5"
    assert found["requerido/area_formulario_fuente/A1/3_01/10"] == "100.104"  # its own value is compared unrounded


@pytest.mark.parametrize(
    ("table", "lost"), [("articulacion", ("peso_acp",)), ("requerimientos", ("requerido", "formulario_04", "techo"))]
)
def test_without_a_table_of_forms_only_its_own_figures_are_lost(table, lost, found):
    assert worked(without(table)) == {name: value for name, value in found.items() if not name.startswith(lost)}


def test_without_the_approved_budget_the_total_of_the_version_counts(found):
    """The total is 199 and no source has an amount; what the areas ask for is the same."""
    left = worked(without("presupuesto_aprobado"))
    assert left["requerido_diferencia/entidad/E"] == "9.5"  # 199 − 189.5
    assert left["techo_diferencia/entidad/E"] == "321.0"  # 520 − 199
    assert not [name for name in left if name.startswith("requerido_diferencia/fuente")]
    of_forms = ("peso_acp", "requerido/", "requerido_legible", "formulario_04", "techo/", "techo_saldo")
    assert {name: value for name, value in left.items() if name.startswith(of_forms)} == {
        name: value for name, value in found.items() if name.startswith(of_forms)
    }


@pytest.mark.parametrize(
    ("figure", "amount"),
    [
        ("peso_acp/area/A1", "90.0"),
        ("requerido/unidad/A2", "1001.0"),  # 999, and 2 in the row that names no version
        ("requerido_legible/entidad/E", "1001.0"),
        ("requerido/entidad/E", None),  # A1 has weights in v0, and no requirements
        ("techo_saldo/unidad/A2", "-1000.0"),  # 1 − 1001
        ("ppto_aprobado_suma/entidad/E", "1.0"),
        ("requerido_sin_formulario/fuente/10", "-998.0"),  # 1 − 999
        ("ppto_aprobado_diferencia/entidad/E", None),  # no row of v0 states the total
    ],
)
def test_without_the_table_of_versions_the_last_one_that_the_forms_name_counts(figure, amount, undated):
    """The forms name v1 before v0."""
    assert undated.get(figure) == amount


def test_the_version_in_force_at_the_years_end_that_has_tasks_counts():
    """Only v0 has tasks, so its forms count: A2 requires 999, and 2 in the row without a version."""
    tasks = "version | tarea | unidad\nv0 | t | A2\n"
    assert worked(TABLES | {"tareas": tasks})["requerido/unidad/A2"] == "1001.0"


def test_a_plan_with_only_form_04_has_no_requirements():
    heading, *rows = FORMS.strip().splitlines()
    forms = "\n".join([heading, *(row for row in rows if "| 04 |" in row)])
    found = worked(TABLES | {"requerimientos": forms})
    assert not [name for name in found if name.startswith("requerido/")]
    assert found["formulario_04/area/A1"] == "158.0"
