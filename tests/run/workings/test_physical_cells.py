"""The progress that a section's cells calculate again, in cases worked out by hand (docs/guia/metodos.md)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from builders import WORKSPACE, make_dataset, make_scored

from helpers.base.exact import rounded
from helpers.run.workings.frame_functions import sin_ceros
from helpers.run.workings.input_frames import frame_of_dataset
from helpers.run.workings.section_calculation import calculation
from helpers.run.workings.workings import Workings
from helpers.settings.methods import Metodo, load_method

SEGIP, MRE = load_method(WORKSPACE, "segip-2020"), load_method(WORKSPACE, "mre-2024")
STRUCTURE = """
    codigo | nombre | nivel | padre | acp
    E | Entidad | entidad | |
    A | Área | area | E |
    U1 | Unidad 1 | unidad | A | 1
    U2 | Unidad 2 | unidad | A |
"""
WITH_POST = STRUCTURE + "    P1 | Puesto 1 | puesto | U2 |\n"
ACTIONS = "acp | denominacion\n1 | Atender"
TASKS = """
    version | tarea | descripcion | operacion | unidad | acp | ponderacion | ppto | acumulable | ene | feb | jul
    v1 | t1 | Atender | 1 | U1 | 1 | 50 | 100 | si | 10 | | 
    v1 | t2 | Capacitar | 1 | U1 | 1 | 20 | 300 | si | 2 | | 
    v1 | t3 | Visitar | 2 | U1 | 1 | 10 | 600 | si | 4 | | 
    v1 | t4 | Auditar | 2 | U1 | 1 | 20 | 0 | si | | | 4
"""
DONE = """
    periodo | tarea | ene | feb
    2024-T1 | t1 | 5 |
    2024-T1 | t2 | 2 |
    2024-T1 | t3 | 1 |
"""
OF_POST = TASKS.replace("v1 | t1 | Atender | 1 | U1", "v1 | t1 | Atender | 1 | P1")
UNIT = "avance_fisico/2024-T1/unidad/U1"
OPERATION = {"partes": "tareas", "regla": "razon_de_sumas"}
BY_TASKS = {"partes": "operaciones", "regla": "media_por_tareas"}
ONE_WEIGHT_LESS = TASKS.replace("| 10 | 600", "|  | 600")


def with_rules(method: Metodo, leaf: dict | None = None, **levels: dict) -> Metodo:
    plain = method.model_dump(mode="json", exclude_defaults=True)
    plain["hoja"] |= leaf or {}
    for level, rule in levels.items():
        plain["consolidacion"][level] = {"explicacion": "—", "fuente": "—", **rule}
    return Metodo.model_validate(plain)


def calculated(method: Metodo, printed: list[str], *, changed: str = "", **tables: str) -> Workings:
    """Run the cells of some printed figures; `changed` is a figure that is 1 too high in the Book."""
    dataset = make_dataset(**{"estructura": STRUCTURE, "acciones": ACTIONS} | tables)
    book = make_scored(dataset, "2024-S1", method)
    if changed:
        wrong = replace(book[changed], value=book[changed].value + 1)
        book = replace(book, figures={**book.figures, changed: wrong})
    workings = Workings(book, lambda name: frame_of_dataset(dataset, name))
    names: dict = {"seccion": type("Section", (), {"trabajo": workings})}
    for cell in calculation(book, printed, workings.tabla):
        if cell.kind == "code":
            assert len(cell.source.splitlines()) <= 12, cell.source
            exec(cell.source, names)
    return workings


def value_of(workings: Workings, figure: str) -> float:
    step = workings.pasos[figure]
    assert step.value == step.book, step
    return float(rounded(step.value, 2))


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"unidad": {"partes": "tareas", "regla": "media_ponderada", "renormaliza": True}}, 59.38),
        ({"unidad": {"partes": "tareas", "regla": "media_ponderada", "renormaliza": False}}, 47.50),
        ({"operacion": OPERATION, "unidad": {**BY_TASKS, "renormaliza": True}}, 47.22),
        ({"operacion": OPERATION, "unidad": {"partes": "operaciones", "regla": "media_ponderada"}}, 48.33),
        ({"operacion": OPERATION, "unidad": {"partes": "operaciones", "regla": "media_por_presupuesto"}}, 38.33),
        ({"unidad": {"partes": "tareas", "regla": "razon_de_sumas"}}, 50.00),
        ({"unidad": {"partes": "tareas", "regla": "cumplidas"}}, 33.33),
        ({"unidad": {"partes": "tareas", "regla": "media_simple"}}, 58.33),
    ],
)
def test_each_rule_computes_a_unit_from_its_tasks(rules, expected):
    workings = calculated(with_rules(SEGIP, **rules), [UNIT], tareas=TASKS, ejecucion=DONE)
    assert value_of(workings, UNIT) == expected


def test_without_one_of_the_weights_the_mean_is_simple():
    rule = {"partes": "tareas", "regla": "media_ponderada", "sin_pesos": "media_simple"}
    workings = calculated(with_rules(SEGIP, unidad=rule), [UNIT], tareas=ONE_WEIGHT_LESS, ejecucion=DONE)
    assert value_of(workings, UNIT) == 58.33


def test_a_task_that_is_not_programmed_takes_no_part():
    tasks = [f"avance_fisico/2024-T1/tarea/t{number}" for number in (1, 2, 3)]
    workings = calculated(SEGIP, tasks, tareas=TASKS, ejecucion=DONE)
    assert [value_of(workings, task) for task in tasks] == [50, 100, 25]
    assert "avance_fisico/2024-T1/tarea/t4" not in workings.pasos


KEPT = """
    version | tarea | descripcion | operacion | unidad | acp | acumulable | ene | feb | mar
    v1 | t1 | Elaborar informes | 1 | U1 | 1 | si | 2 | 2 | 2
    v1 | t2 | Mantener al día | 1 | U1 | 1 | no | 2 | 2 | 2
"""
KEPT_DONE = """
    periodo | tarea | ene | feb | mar
    2024-T1 | t1 | 3 | 1 | 2
    2024-T1 | t2 | 3 | 1 | 2
"""


@pytest.mark.parametrize(("cap", "expected"), [(100, [100.00, 83.33]), (None, [100.00, 100.00])])
def test_a_goal_to_be_kept_every_month_counts_month_by_month(cap, expected):
    tasks = [f"avance_fisico/2024-T1/tarea/t{number}" for number in (1, 2)]
    workings = calculated(with_rules(SEGIP, {"tope": cap}), tasks, tareas=KEPT, ejecucion=KEPT_DONE)
    assert [value_of(workings, task) for task in tasks] == expected


@pytest.mark.parametrize(("unknown", "expected"), [("mes_fuera", 50.00), ("fuera", None)])
def test_a_month_without_report_leaves_out_the_month_or_the_whole_task(unknown, expected):
    done = "periodo | tarea | ene | feb\n2024-T1 | t1 | 1 |\n"
    tasks = TASKS.replace("| si | 10 | |", "| si | 2 | 4 |")
    task = "avance_fisico/2024-T1/tarea/t1"
    workings = calculated(with_rules(SEGIP, {"sin_dato": unknown}), [task], tareas=tasks, ejecucion=done)
    if expected is None:
        assert task not in workings.pasos
    else:
        assert value_of(workings, task) == expected


REPORTED = """
    nivel | codigo | indicador | periodo | valor
    unidad | U1 | avance_fisico | 2024-T1 | 80.00
    unidad | U2 | avance_fisico | 2024-T1 | 60.01
    unidad | U1 | eficacia_ponderada | 2024-T1 | 20.00
"""


def test_reported_percentages_are_rounded_at_each_level_and_give_the_efficacy():
    names = ["avance_fisico", "eficacia_ponderada"]
    printed = [f"{name}/2024-T1/{place}" for name in names for place in ("unidad/U2", "area/A", "acp/1", "entidad/E")]
    workings = calculated(MRE, printed, avances=REPORTED)
    values = {name: value_of(workings, name) for name in printed[1:]}
    assert list(values.values())[:3] == [70.01, 80.00, 70.01]  # (80.00 + 60.01) / 2 = 70.005
    assert list(values.values())[3:] == [15.00, 17.50, 20.00, 17.50]  # 60.01 / 4 = 15.0025


def test_an_indicator_may_have_the_name_of_a_variable_of_the_cells():
    plain = MRE.model_dump(mode="json", exclude_defaults=True)
    indicators = plain["indicadores"]
    indicators["nivel"] = indicators["avance_fisico"]
    indicators["eficacia_ponderada"]["reglas"]["trimestre"]["expresion"] = "nivel / 4"
    printed = [f"eficacia_ponderada/2024-T1/{place}" for place in ("unidad/U2", "area/A")]
    reported = REPORTED.replace("avance_fisico", "nivel")
    workings = calculated(Metodo.model_validate(plain), printed, avances=reported)
    assert [value_of(workings, one) for one in printed] == [15.00, 17.50]


@pytest.mark.parametrize("wrong", [UNIT, "avance_fisico/2024-T1/tarea/t1"])
def test_a_wrong_figure_in_the_book_is_found(wrong):
    workings = calculated(SEGIP, [wrong], changed=wrong, tareas=TASKS, ejecucion=DONE)
    assert workings.pasos[wrong].value != workings.pasos[wrong].book


FORMS = """
    periodo | unidad | fecha_presentacion | en_plazo
    2024-T1 | U1 | 2024-04-05 |
    2024-T1 | U2 | | no
"""


def test_a_late_unit_takes_no_part_in_the_mean_of_its_area():
    late = Metodo.model_validate(MRE.model_dump(mode="json", exclude_defaults=True) | {"tardios": "fuera"})
    workings = calculated(late, ["avance_fisico/2024-T1/area/A"], avances=REPORTED, presentaciones=FORMS)
    assert value_of(workings, "avance_fisico/2024-T1/area/A") == 80.00


def test_a_late_unit_keeps_the_percentage_of_its_own_tasks():
    """U2 has done 1 of 4, so it has 25. The area has 47.50, as U1 alone, and not the mean of both, 36.25."""
    late = Metodo.model_validate(SEGIP.model_dump(mode="json", exclude_defaults=True) | {"tardios": "fuera"})
    tasks = TASKS + "    v1 | t5 | Emitir | 3 | U2 | 1 | 100 | 0 | si | 4 | | \n"
    places = ["avance_fisico/2024-T1/unidad/U2", UNIT, "avance_fisico/2024-T1/area/A"]
    workings = calculated(late, places, tareas=tasks, ejecucion=DONE + "    2024-T1 | t5 | 1 |\n", presentaciones=FORMS)
    assert [value_of(workings, place) for place in places] == [25.00, 47.50, 47.50]


MONEY_DONE = """
    periodo | tarea | ene | devengado
    2024-T1 | t1 | 5 | 50.00
    2024-T1 | t2 | 2 | 300.00
    2024-T1 | t3 | 1 | 150.00
    2024-T1 | t4 | | 0.00
"""


def test_the_money_of_tasks_is_summed_before_it_is_divided():
    unit = "ejecucion_tarea/2024-S1/unidad/U1"
    workings = calculated(SEGIP, [unit], tareas=TASKS, ejecucion=MONEY_DONE)
    assert value_of(workings, unit) == 50.00  # 500 / 1000, and not the mean of 50, 100 and 25


def test_the_money_of_a_post_is_that_of_its_tasks():
    """The post has 50 of 100 in t1, the unit 450 of 900 in the others."""
    figures = [f"{name}_tarea/2024-S1/puesto/P1" for name in ("ppto", "devengado", "ejecucion")]
    tables = {"estructura": WITH_POST, "tareas": OF_POST, "ejecucion": MONEY_DONE}
    workings = calculated(SEGIP, [*figures, "ppto_tarea/2024-S1/unidad/U1"], **tables)
    assert [value_of(workings, figure) for figure in (*figures, "ppto_tarea/2024-S1/unidad/U1")] == [100, 50, 50, 900]


def test_a_count_without_its_zeros_divides_exactly():
    assert (pd.Series([Fraction(1), Fraction(5)], dtype=object) / sin_ceros(pd.Series([0, 3]))).tolist()[1] == Fraction(5, 3)


def test_a_category_has_the_progress_of_the_post_that_it_is_linked_to():
    figures = ["avance_fisico/2024-T1/cat_prog/10", "avance_fisico/2024-S1/cat_prog/10"]
    links = "cat_prog | unidad\n10 | P1\n10 | U1\n"
    workings = calculated(MRE, figures, estructura=WITH_POST, tareas=OF_POST, ejecucion=DONE, vinculacion=links)
    assert [value_of(workings, figure) for figure in figures] == [50, 50]


@pytest.mark.parametrize(("otherwise", "said"), [("media_simple", "si a una le falta, es el simple"), ("sin_cifra", "si a una le falta, no hay valor")])
def test_the_words_above_the_cells_say_what_a_missing_weight_does(otherwise, said):
    rule = {"partes": "tareas", "regla": "media_ponderada", "sin_pesos": otherwise}
    dataset = make_dataset(estructura=STRUCTURE, acciones=ACTIONS, tareas=TASKS, ejecucion=DONE)
    book = make_scored(dataset, "2024-S1", with_rules(SEGIP, unidad=rule))
    cells = calculation(book, [UNIT], Workings(book, lambda name: frame_of_dataset(dataset, name)).tabla)
    assert f"Es el promedio de sus partes por ponderación; {said}." in "\n".join(cell.source for cell in cells if cell.kind != "code")
