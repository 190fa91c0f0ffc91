"""Each shipped method, on cases that a planner can check by hand."""

import pytest
from by_hand import executed, method, printed, scored, scored_with_findings, tasks

Q = "avance_fisico/2024-T1"

# MRE, 2021: execution of the programme and of the budget, and areas from their operations

PROGRAMMED = """
    cat_prog | acp | ene | feb | mar | abr | may | jun | jul | ago | sep | oct | nov | dic
    10       |     | 10  | 10  | 20  | 60  | 0   | 0   | 0   | 0   | 0   | 0   | 0   | 0
    20       |     | 0   | 0   | 160 | 40  | 50  |     | 0   | 0   | 0   | 0   | 0   | 0
"""
SPENT = """
    fecha_corte | reporte   | cat_prog | ppto_vigente | devengado
    2024-01-31  | categoria | 10       | 100.00       | 5.00
    2024-03-31  | categoria | 10       | 100.00       | 25.00
    2024-03-31  | categoria | 20       | 400.00       | 125.00
    2024-06-30  | categoria | 10       | 100.00       | 85.00
    2024-06-30  | categoria | 20       | 400.00       | 165.00
"""
LINKS = "cat_prog | acp | area | unidad\n 10 | 1 | A | U1\n 20 | 1 | A | U2\n"


def spent(programme: str = PROGRAMMED, periodo: str = "2024-T2"):
    return scored(method("mre-2021"), periodo, programacion_financiera=programme, gastos=SPENT, vinculacion=LINKS)


def places(indicator: str, window: str) -> list[str]:
    return [f"{indicator}/2024-{window}/{place}" for place in ("cat_prog/10", "cat_prog/20", "acp/1", "area/A", "servicio/S", "entidad/E")]


def test_2021_execution_against_the_programme_of_the_quarter():
    """Category 10: 25 of 10 + 10 + 20; category 20: 125 of 160; both: 150 of 200, 75 %. Their mean would be 70.31."""
    book = spent()
    assert printed(book, *places("ppto_programado", "T1")) == ["40.00", "160.00", "200.00", "200.00", "200.00", "200.00"]
    assert printed(book, *places("ejecucion_programada", "T1")) == ["62.50", "78.13", "75.00", "75.00", "75.00", "75.00"]


def test_2021_execution_against_the_budget_of_the_year():
    """150 of 500 in the first quarter, 100 more in the second, 250 by the end of the semester."""
    windows = [f"ejecucion_financiera/2024-{window}/entidad/E" for window in ("T1", "T2", "S1")]
    assert printed(spent(), *windows) == ["30.00", "20.00", "50.00"]


def test_2021_a_blank_month_leaves_its_window_without_programme():
    """June of category 20 is blank: April has its programme, but the quarter has none, and neither have the sums above.

    Category 10 keeps its own.
    """
    book = spent()
    assert printed(book, "ppto_programado/2024-abr/cat_prog/20") == ["40.00"]
    assert printed(book, *places("ppto_programado", "T2")) == ["60.00", None, None, None, None, None]
    assert printed(book, "ejecucion_programada/2024-T2/cat_prog/10") == ["100.00"]


def test_2021_a_single_month_has_its_execution_too():
    assert printed(spent(), "ejecucion_programada/2024-ene/cat_prog/10") == ["50.00"]


def test_2021_a_category_with_lines_for_two_actions_is_their_sum():
    """10 for action 1 and 30 for action 2 in January: the category has 40, and so has the entity."""
    lines = "cat_prog | acp | ene\n 10 | 1 | 10\n 10 | 2 | 30\n"
    book = scored(method("mre-2021"), programacion_financiera=lines, vinculacion=LINKS)
    assert printed(book, "ppto_programado/2024-ene/cat_prog/10", "ppto_programado/2024-ene/entidad/E") == ["40.00", "40.00"]
    assert [str(amount) for amount in book["ppto_programado/2024-ene/cat_prog/10"].amounts] == ["10", "30"]


def test_2021_money_programmed_by_action_is_summed_to_groups_and_the_entity():
    lines = "acp | ene\n 1 | 10\n 2 | 30\n 3 | 5\n"
    book = scored(method("mre-2021"), programacion_financiera=lines)
    found = [f"ppto_programado/2024-ene/{place}" for place in ("acp/2", "grupo/de apoyo", "entidad/E")]
    assert printed(book, *found) == ["30.00", "35.00", "45.00"]


def test_2021_an_area_averages_its_operations_and_the_entity_its_actions():
    """The operations of U1 give 100 and 0, that of U2 gives 50: the area is their mean, 50. U3 only reports 10.

    Action 1 is (50 + 50) / 2 of U1 and U2, action 2 is U3's 10, and the entity is (50 + 10) / 2 = 30.
    """
    plan = tasks("U1 1 t1 | ene 1", "U1 2 t2 | ene 1", "U2 3 t3 | ene 2")
    done = executed("t1 | ene 1", "t2 | ene 0", "t3 | ene 1")
    reported = "nivel | codigo | indicador | periodo | valor\n unidad | U3 | avance_fisico | 2024-T1 | 10\n"
    book = scored(method("mre-2021"), tareas=plan, ejecucion=done, avances=reported)
    found = [f"{Q}/{place}" for place in ("unidad/U1", "area/A", "acp/1", "acp/2", "entidad/E")]
    assert printed(book, *found) == ["50.00", "50.00", "50.00", "10.00", "30.00"]


@pytest.mark.parametrize(("value", "rating"), [("0", "Nulo"), ("0.01", "Muy bajo"), ("8.99", "Muy bajo"), ("9", "Bajo")])
def test_2021_a_progress_of_zero_has_its_own_grade(value, rating):
    reported = f"nivel | codigo | indicador | periodo | valor\n unidad | U3 | avance_fisico | 2024-T1 | {value}\n"
    assert scored(method("mre-2021"), avances=reported)[f"{Q}/unidad/U3"].grade.rating == rating


# SEGIP, 2020: a task's points within its unit

WEIGHTED = tasks(
    "U1 1 t1 | ene 2, jul 2 | ponderacion 60", "U1 1 t2 | ene 1 | ponderacion 30", "U1 1 t3 | oct 1 | ponderacion 10",
    "U2 1 t4 | ene 1", "U2 1 t5 | ene 1",
)  # fmt: skip
PARTLY = executed("t1 | ene 2, jul 1", "t2 | ene 3", "t3 | oct 0", "t4 | ene 1", "t5 | ene 0")


def test_2020_a_unit_is_the_sum_of_its_tasks_points():
    """U1: 60 × 3/4 + 30 × 1 + 10 × 0 = 75. U2 has no weights, so it is the mean of 100 and 0. Entity: (75 + 50) / 2."""
    book = scored(method("segip-2020"), "2024-anual", tareas=WEIGHTED, ejecucion=PARTLY)
    found = [f"avance_fisico/2024-anual/{place}" for place in ("unidad/U1", "unidad/U2", "entidad/E")]
    assert printed(book, *found) == ["75.00", "50.00", "62.50"]


def test_2020_a_task_not_due_in_the_quarter_adds_no_points():
    """The first quarter has 60 × 1 + 30 × 1 of 100; the 10 points of t3, which is due in October, are missing."""
    assert printed(scored(method("segip-2020"), tareas=WEIGHTED, ejecucion=PARTLY), f"{Q}/unidad/U1") == ["90.00"]


# Weighted actions: two measures of efficiency, and an overall grade that is the worse of progress and efficiency

MONEY = """
    fecha_corte | reporte   | cat_prog | ppto_vigente | devengado
    2024-06-30  | categoria | 10       | 1000.00      | {}
"""
SERVED = "cat_prog | acp | area | unidad\n 10 | 1 | A | U1\n"


def efficiency(progress: str, accrued: str, periodo: str = "2024-T2"):
    reported = f"nivel | codigo | indicador | periodo | valor\n acp | 1 | avance_fisico | 2024-S1 | {progress}\n"
    return scored(method("acp-ponderada"), periodo, avances=reported, gastos=MONEY.format(accrued), vinculacion=SERVED)


def test_weighted_efficiency_is_half_progress_and_half_execution_over_their_goals():
    """Half year: progress 80 of 100, execution 30 of 50: 40 + 30 = 70; relative 0.8 / 0.6 = 1.33."""
    book = efficiency("80", "300.00")
    found = [f"{name}/2024-S1/acp/1" for name in ("meta_fisica", "meta_financiera", "eficiencia_ponderada", "eficiencia_relativa")]
    assert printed(book, *found) == ["100.00", "50.00", "70.00", "1.33"]


@pytest.mark.parametrize(
    ("progress", "accrued", "weighted", "relative", "performance"),
    [
        ("80", "300.00", "Medianamente eficiente", "Avanza más de lo que gasta", "amarillo"),
        ("80", "400.00", "Eficiente", "Equilibrada", "verde"),
        ("79.99", "400.00", "Eficiente", "Equilibrada", "amarillo"),
        ("90", "500.00", "Eficiente", "Equilibrada", "verde"),
        ("89", "500.00", "Eficiente", "Gasta más de lo que avanza", "verde"),
        ("87.20", "400.00", "Eficiente", "Equilibrada", "verde"),
        ("88", "400.00", "Eficiente", "Avanza más de lo que gasta", "verde"),
        ("40", "500.00", "Medianamente eficiente", "Gasta más de lo que avanza", "rojo"),
        ("10", "100.00", "Ineficiente", "Gasta más de lo que avanza", "rojo"),
    ],
)
def test_grades_of_both_efficiencies_and_of_overall_performance(progress, accrued, weighted, relative, performance):
    """Relative efficiency is balanced from 0.9 (90 / 100) to 1.09 (87.20 / 80), and neither at 0.89 nor at 1.1 (88 / 80).

    The overall colour is the worse of progress and weighted efficiency.

    Progress of 79.99 and 40 of 50 spent give 39.995 + 40 = 79.995, printed 80.00 and efficient; progress stays yellow.
    """
    book = efficiency(progress, accrued)
    grades = [book[f"{name}/2024-S1/acp/1"].grade for name in ("eficiencia_ponderada", "eficiencia_relativa", "desempeno_global")]
    assert [grades[0].rating, grades[1].rating, grades[2].light] == [weighted, relative, performance]


def test_without_execution_there_is_no_relative_efficiency():
    book = efficiency("80", "0.00")
    assert printed(book, "eficiencia_relativa/2024-S1/acp/1", "eficiencia_ponderada/2024-S1/acp/1") == [None, "40.00"]


def test_overall_performance_needs_both_progress_and_efficiency():
    """Without money there is no efficiency, so there is no overall performance either."""
    reported = "nivel | codigo | indicador | periodo | valor\n acp | 1 | avance_fisico | 2024-S1 | 80\n"
    book = scored(method("acp-ponderada"), "2024-T2", avances=reported)
    assert printed(book, "desempeno_global/2024-S1/acp/1", "avance_fisico/2024-S1/acp/1") == [None, "80.00"]


def test_a_method_may_take_the_better_of_two_grades():
    """Progress of 40 is red; efficiency of 20 + 50 = 70 is yellow."""
    file = method("acp-ponderada").model_dump(mode="json")
    best = method("acp-ponderada", derivadas=[file["derivadas"][0] | {"regla": "mejor"}])
    reported = "nivel | codigo | indicador | periodo | valor\n acp | 1 | avance_fisico | 2024-S1 | 40\n"
    book = scored(best, "2024-T2", avances=reported, gastos=MONEY.format("500.00"), vinculacion=SERVED)
    assert book["desempeno_global/2024-S1/acp/1"].grade.light == "amarillo"


def test_a_constant_goal_exists_for_an_action_with_any_figure():
    """Action 1 has only a reported efficiency, which comes after the goal in the file; action 2 has no figure."""
    reported = "nivel | codigo | indicador | periodo | valor\n acp | 1 | eficiencia_ponderada | 2024-T1 | 80\n"
    book = scored(method("acp-ponderada"), avances=reported)
    assert printed(book, "meta_fisica/2024-T1/acp/1", "meta_fisica/2024-T1/acp/2") == ["100.00", None]


def test_an_action_of_whose_operations_nothing_is_known_takes_the_units_that_answer_for_it():
    """t1 was not reported, and U1, which answers for action 1, reports 90; the action weighs 60 of the entity's 100."""
    reported = "nivel | codigo | indicador | periodo | valor\n unidad | U1 | avance_fisico | 2024-T1 | 90\n"
    book, _ = scored_with_findings(method("acp-ponderada"), tareas=tasks("U1 1 t1 1 | ene 1"), avances=reported)
    assert printed(book, f"{Q}/acp/1", f"{Q}/unidad/U1", f"{Q}/entidad/E") == ["90.00", "90.00", "54.00"]
