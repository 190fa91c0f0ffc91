"""A task's score in a window: the four cases, the cap, kept goals, windows, plan versions, forms of several periods."""

import pytest
from by_hand import executed, method, printed, scored, scored_with_findings, tasks

from helpers.figures.figure import Operation

MRE = method("mre-2021")
UNCAPPED = method("mre-2021", hoja={"tope": None})
T1 = "avance_fisico/2024-T1/tarea/t1"
OPERATION = "avance_fisico/2024-T1/operacion/1"


def scored_task(plan: str, done: str, by=MRE, periodo: str = "2024-T1"):
    return scored(by, periodo, tareas=tasks(f"U1 1 t1 1 | {plan}"), ejecucion=executed(f"t1 | {done}"))


def test_programmed_and_executed(wording):
    """3 of 4 in the quarter: 75."""
    figure = scored_task("ene 1, feb 1, mar 2", "ene 1, feb 1, mar 1")[T1]
    assert (figure.published, figure.numerator, figure.denominator) == ("75.00", 3, 4)
    assert figure.operation == Operation.LEAF
    wording(figure.rule, "100")


def test_programmed_and_nothing_executed_is_zero():
    assert printed(scored_task("mar 2", "mar 0"), T1) == ["0.00"]


def test_neither_programmed_nor_executed_takes_no_part(wording):
    """t2 has nothing in the quarter: the operation is t1's 50, and its rule does not name t2."""
    book = scored(MRE, tareas=tasks("U1 1 t1 | ene 2", "U1 1 t2 | jul 5"), ejecucion=executed("t1 | ene 1"))
    assert printed(book, OPERATION, "avance_fisico/2024-T1/tarea/t2") == ["50.00", None]
    wording(book[OPERATION].rule, "sola")


def test_executed_and_not_programmed_takes_no_part():
    assert printed(scored_task("jul 2", "ene 2"), T1) == [None]


def test_what_is_programmed_for_the_year_as_a_whole_is_scored_in_the_year():
    """3 of 12 by March: 25 in the year, and no score in a quarter."""
    book = scored_task("anual 12", "ene 3", periodo="2024-anual")
    assert printed(book, T1, "avance_fisico/2024-anual/tarea/t1") == [None, "25.00"]


def test_missing_is_not_zero(wording):
    """t2 was programmed and not reported: it is left out and named, and the operation is t1's 50, not 25."""
    book = scored(MRE, tareas=tasks("U1 1 t1 | ene 2", "U1 1 t2 | ene 2"), ejecucion=executed("t1 | ene 1"))
    assert printed(book, OPERATION, "avance_fisico/2024-T1/tarea/t2") == ["50.00", None]
    wording(book[OPERATION].rule, "sola", "t2")


def test_a_missing_month_leaves_the_task_out_of_every_window_with_that_month():
    """March was not reported: January and February have their score, March and the quarter have none."""
    book = scored_task("ene 1, feb 1, mar 1", "ene 1, feb 1")
    windows = [f"avance_fisico/2024-{window}/tarea/t1" for window in ("ene", "feb", "mar", "T1")]
    assert printed(book, *windows) == ["100.00", "100.00", None, None]


def test_execution_counts_up_to_the_cap_and_the_uncapped_value_is_kept():
    """3 of 2 counts as 100; the uncapped 150 is kept beside it."""
    book = scored_task("ene 2", "ene 3")
    assert printed(book, T1, "avance_fisico_bruto/2024-T1/tarea/t1") == ["100.00", "150.00"]


def test_without_a_cap_all_execution_counts():
    assert printed(scored_task("ene 2", "ene 3", UNCAPPED), T1, "avance_fisico_bruto/2024-T1/tarea/t1") == ["150.00", None]


def test_a_month_may_make_up_for_another_if_goals_add_up():
    """2 + 0 executed of 1 + 1 programmed is 100."""
    assert printed(scored_task("ene 1, feb 1", "ene 2, feb 0"), T1) == ["100.00"]


def test_no_month_makes_up_for_another_if_the_goal_is_kept_every_month(wording):
    """The goal is kept every month, so of 2 and 0 only 1 + 0 count, of 1 + 1. The uncapped 100 is kept beside it."""
    plan, done = tasks("U1 1 t1 1 | ene 1, feb 1 | acumulable no"), executed("t1 | ene 2, feb 0")
    book = scored(MRE, tareas=plan, ejecucion=done)
    assert printed(book, T1, "avance_fisico_bruto/2024-T1/tarea/t1") == ["50.00", "100.00"]
    wording(book[T1].rule)


def test_execution_in_a_month_without_goal_does_not_count_for_a_kept_goal():
    book = scored(MRE, tareas=tasks("U1 1 t1 | ene 1 | acumulable no"), ejecucion=executed("t1 | ene 1, feb 5"))
    assert printed(book, T1, "avance_fisico_bruto/2024-T1/tarea/t1") == ["100.00", None]


EVERY_MONTH = {"ene": "50.00", "abr": "100.00", "T1": "50.00", "T2": "100.00", "S1": "75.00", "ene-sep": "50.00"}
"""2 programmed each month; 1, 1, 1, 2, 2, 2, 0, 0, 0, 3, 3, 3 executed."""


@pytest.mark.parametrize(("window", "expected"), [*EVERY_MONTH.items(), ("anual", "75.00"), ("T4", "100.00"), ("dic", "100.00")])
def test_each_window_adds_up_its_months(window, expected):
    """January to September 9 of 18, the year 18 of 24; the last quarter 9 of 6, of which 6 count."""
    done = "ene 1, feb 1, mar 1, abr 2, may 2, jun 2, jul 0, ago 0, sep 0, oct 3, nov 3, dic 3"
    book = scored_task("cada mes 2", done, periodo="2024-T4")
    assert printed(book, f"avance_fisico/2024-{window}/tarea/t1") == [expected]


def test_the_second_semester():
    assert printed(scored_task("jul 1, dic 3", "jul 1, dic 1", periodo="2024-S2"), "avance_fisico/2024-S2/tarea/t1") == ["50.00"]


def test_accumulated_to_a_month_that_closes_no_quarter():
    assert printed(scored_task("ene 1, may 3", "ene 1, may 1", periodo="2024-may"), "avance_fisico/2024-ene-may/tarea/t1") == ["50.00"]


def test_a_task_programmed_only_for_the_year_is_scored_only_for_the_year():
    book = scored_task("anual 12", "anual 9", periodo="2024-anual")
    assert printed(book, "avance_fisico/2024-anual/tarea/t1", "avance_fisico/2024-T4/tarea/t1") == ["75.00", None]


def test_programmed_for_the_year_and_executed_by_month():
    assert printed(scored_task("anual 12", "ene 4, dic 5", periodo="2024-anual"), "avance_fisico/2024-anual/tarea/t1") == ["75.00"]


def test_programmed_by_month_and_executed_for_the_year():
    book = scored_task("ene 4, dic 8", "anual 9", periodo="2024-anual")
    assert printed(book, "avance_fisico/2024-anual/tarea/t1", "avance_fisico/2024-dic/tarea/t1") == ["75.00", None]


def test_a_year_with_zero_programmed_and_nothing_reported_is_not_missing(wording):
    """t2 has 0 programmed for the year: it takes no part, and the rule does not name it as missing."""
    plan = tasks("U1 1 t1 | anual 4", "U1 1 t2 | anual 0")
    book = scored(MRE, "2024-anual", tareas=plan, ejecucion=executed("t1 | anual 4"))
    wording(book["avance_fisico/2024-anual/operacion/1"].rule, "sola")


def test_of_two_forms_that_report_a_month_the_later_periods_form_counts():
    """The form of the second quarter corrects March; January and February stay as first reported."""
    done = executed("2024-T2 t1 | mar 4", "2024-T1 t1 | ene 1, feb 1, mar 0")
    book = scored(MRE, tareas=tasks("U1 1 t1 | ene 2, feb 2, mar 4"), ejecucion=done)
    assert printed(book, T1) == ["75.00"]
    assert [str(cell).split("#")[1] for cell in book.cells_of(book[T1])] == ["J2", "K2", "L2", "C3", "D3", "E2"]


TWO_VERSIONS = tasks(
    "v1 U1 1 t1 | ene 1, feb 1, mar 1, abr 1", "v1 U1 1 t2 | mar 1", "v2 U1 1 t1 | ene 1, feb 1, mar 1, abr 4"
)
DONE = executed("t1 | ene 1, feb 1, mar 1, abr 1", "t2 | mar 0")


@pytest.mark.parametrize(
    ("dates", "march", "april"),
    [
        ("v1 | 2023-12-20\nv2 | 2024-04-30", "50.00", "25.00"),
        ("v1 | 2023-12-20\nv2 | 2024-05-01", "50.00", "100.00"),
        ("v1 | 2023-12-20\nv2 | 2024-03-31", "100.00", "25.00"),
        ("v2 | 2024-03-31\nv1 | 2024-08-01", "100.00", "25.00"),
        ("v1 | 2024-12-31", "50.00", "100.00"),
        ("v1 |\nv2 | 2024-04-30", "50.00", "25.00"),
        ("", "100.00", "25.00"),
    ],
    ids=["on its last day", "the day after", "in march", "whichever is listed first", "before the first", "undated before dated", "unlisted the last"],
)
def test_the_plan_version_in_force_on_the_windows_last_day_counts(dates, march, april):
    """March is 50 by v1 (t1 1 of 1, t2 0 of 1) and 100 by v2 (t1 alone); April is 1 of 1 by v1 and 1 of 4 by v2."""
    book = scored(MRE, "2024-abr", tareas=TWO_VERSIONS, ejecucion=DONE, versiones="version | fecha\n" + dates)
    assert printed(book, "avance_fisico/2024-mar/operacion/1", "avance_fisico/2024-abr/operacion/1") == [march, april]


def test_operations_with_the_same_number_in_two_units_are_kept_apart():
    """U1 and U2 both have an operation 1, so its code takes the unit; only U1 has an operation 2."""
    plan = tasks("U1 1 t1 | ene 2", "U2 1 t2 | ene 2", "U1 2 t3 | ene 1")
    book = scored(MRE, tareas=plan, ejecucion=executed("t1 | ene 1", "t2 | ene 2", "t3 | ene 0"))
    found = ["avance_fisico/2024-T1/operacion/" + code for code in ("U1/1", "U2/1", "2", "1")]
    assert printed(book, *found) == ["50.00", "100.00", "0.00", None]


def test_a_task_of_an_unknown_unit_counts_only_for_its_action():
    book = scored(
        method("mre-2021", consolidacion={"acp": {"partes": "operaciones"}}),
        tareas=tasks("X9 1 t1 1 | ene 2", "U1 2 t2 1 | ene 2"),
        ejecucion=executed("t1 | ene 1", "t2 | ene 2"),
    )
    assert printed(book, "avance_fisico/2024-T1/acp/1", "avance_fisico/2024-T1/unidad/U1") == ["75.00", "100.00"]


def test_months_without_report_are_left_out_and_named(wording):
    """Of January's 2 and March's 2 only March is reported, with 1: 50. February has no goal, so it is not named."""
    plan, done = tasks("U1 1 t1 | ene 2, mar 2"), executed("t1 | mar 1")
    found = scored(method("mre-2021", hoja={"sin_dato": "mes_fuera"}), tareas=plan, ejecucion=done)["avance_fisico/2024-T1/tarea/t1"]
    assert found.published == "50.00"
    wording(found.rule, "ene")


def test_a_reported_value_that_no_level_uses_is_a_finding(wording):
    """The method collects no percentages reported for tasks, so such a row is a finding."""
    reported = "nivel | codigo | indicador | periodo | valor\n tarea | t1 | avance_fisico | 2024-T1 | 70\n"
    _, findings = scored_with_findings(MRE, avances=reported)
    assert [(found.codigo, found.celda) for found in findings] == [("CAL-SIN-USO", "C2")]
    wording(findings[0].mensaje, "«avance_fisico»", "«tarea»", "2024-T1")
    used = reported.replace("tarea | t1", "unidad | U1")
    assert scored_with_findings(MRE, avances=used)[1] == ()


def test_months_are_said_to_be_left_out_only_where_they_are():
    """5 + 5 by month and 10 told for the year: nothing lacks, so that no month is left out of what was programmed."""
    by_month = method("mre-2021", hoja={"sin_dato": "mes_fuera"})
    figure = scored_task("ene 5, jul 5", "anual 10", by_month, "2024-anual")["avance_fisico/2024-anual/tarea/t1"]
    assert (figure.published, figure.denominator) == ("100.00", 10)
    assert "Sin dato" not in figure.rule
