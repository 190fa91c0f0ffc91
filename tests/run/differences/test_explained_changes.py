"""Changes of headline figures divided among causes: worked by hand on small institutions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from builders import METHOD, make_corrida, make_dataset, make_entidad, make_method, make_scored

from helpers.base.errors import UsageError
from helpers.intake.closings import data_of
from helpers.run.differences import explained_changes
from helpers.run.differences.causes import MOST_PARTS, Cause, joined
from helpers.run.differences.compared_side import Side
from helpers.run.differences.differences_files import differences_page, zero_words
from helpers.run.differences.explained_changes import compare_sides
from helpers.run.differences.saved_tables import with_kept_numbers
from helpers.settings.methods import Metodo

STRUCTURE = """
    nivel    | codigo | padre
    entidad  | E      |
    servicio | C      | E
    area     | A      | C
    unidad   | U1     | A
    unidad   | U2     | A
"""
TASKS = """
    version | tarea | descripcion | operacion | unidad | acp | abr
    v1      | t1    | x           | 1         | U1     | 1   | 10
"""
DONE = """
    tarea | periodo | abr
    t1    | 2024-T2 | 5
"""


def side(name: str, periodo: str = "2024-T2", method: Metodo = METHOD, params: dict | None = None, **tables: str) -> Side:
    corrida = make_corrida(periodo, **(params or {}))
    return Side(name, name, corrida, make_entidad(), method, make_dataset(**{"estructura": STRUCTURE} | tables))


def money(day: str, current: object, accrued: object) -> str:
    return f"""
        fecha_corte | reporte   | cat_prog | ppto_vigente | devengado
        {day}       | categoria | 1        | {current}    | {accrued}
    """


def change_of(differences, indicator: str, *, is_accumulated: bool = False):
    return next(one for one in differences.changes if (one.headline.names[1], one.headline.is_accumulated) == (indicator, is_accumulated))


def shares(change) -> dict[tuple[Cause, ...], Fraction]:
    return {part.causes: part.value for part in change.parts}


def assert_adds_up(change) -> None:
    assert sum(part.value for part in change.parts) == Fraction(change.total)
    assert sum(part.printed for part in change.parts) == change.total
    assert len(change.parts) <= MOST_PARTS


def test_a_month_of_a_known_task_that_a_closing_did_not_keep_was_blank():
    """April was blank when the numbers were kept. A task that they do not know stays as it is now, and is counted."""
    tasks = make_dataset(estructura=STRUCTURE, tareas=f"{TASKS.rstrip()}\n    v1 | t2 | x | 1 | U1 | 1 | 10\n", ejecucion=f"{DONE.rstrip()}\n    t2 | 2024-T2 | 7\n")
    places = data_of(make_scored(tasks))
    kept = {datum: value for datum, (value, _) in places.items() if "t2" not in datum.owner and datum.what != "ejecutado abr"}
    before, unset = with_kept_numbers(tasks, places, kept)
    assert [row.amount("abr") for row in before.rows("ejecucion")] == [None, 7]
    assert [row.amount("abr") for row in before.rows("tareas")] == [10, 10]
    assert unset == 2


def test_budget_in_force_and_accrued_share_the_change_of_execution():
    """20/100 = 20 % becomes 45/150 = 30 %. The new budget alone gives 20/150 = 40/3 %, the new expenditure alone 45 %.

    In force: ((40/3 − 20) + (30 − 45)) / 2 = −65/6. Accrued: ((45 − 20) + (30 − 40/3)) / 2 = 125/6. Together 10.
    """
    found = compare_sides(side("A", gastos=money("2024-06-30", 100, 20)), side("B", gastos=money("2024-06-30", 150, 45)))
    change = change_of(found, "ejecucion_financiera", is_accumulated=True)
    assert (change.before.rounded, change.after.rounded, change.total) == (Decimal("20.00"), Decimal("30.00"), Decimal("10.00"))
    assert shares(change) == {(Cause.ACCRUED,): Fraction(125, 6), (Cause.IN_FORCE,): Fraction(-65, 6), (Cause.ROUNDING,): 0}
    assert [part.printed for part in change.parts] == [Decimal("20.83"), Decimal("-10.83"), Decimal("0.00")]
    accrued = change.parts[0].cells[0]
    assert (str(accrued.cell.place), accrued.cell.values, accrued.effect) == ("data/x/2024/gastos.csv#E2", (Decimal(20), Decimal(45)), 25)
    assert_adds_up(change)


def test_a_line_that_a_complete_report_does_not_list_is_zero_there():
    """B opens a line of 100 with 50 accrued: 20/100 = 20 % becomes 70/200 = 35 %.

    The new budget alone gives 20/200 = 10 %, the new expenditure alone 70/100 = 70 %.
    In force: ((10 − 20) + (35 − 70)) / 2 = −45/2. Accrued: ((70 − 20) + (35 − 10)) / 2 = 75/2.
    """
    one = money("2024-06-30", 100, 20)
    found = compare_sides(side("A", gastos=one), side("B", gastos=one + "2024-06-30 | categoria | 2 | 100 | 50\n"))
    change = change_of(found, "ejecucion_financiera", is_accumulated=True)
    assert shares(change) == {(Cause.ACCRUED,): Fraction(75, 2), (Cause.IN_FORCE,): Fraction(-45, 2), (Cause.ROUNDING,): 0}
    assert [part.cells[0].cell.values for part in change.parts[:2]] == [(None, Decimal(50)), (None, Decimal(100))]
    assert [part.cells[0].effect for part in change.parts[:2]] == [50, -10]


def test_rounding_is_a_part_of_its_own():
    """33.33 and 16.67 are printed: a change of −16.66. The exact one is −50/3, printed −16.67, so rounding is 0.01."""
    found = compare_sides(side("A", gastos=money("2024-06-30", 300, 100)), side("B", gastos=money("2024-06-30", 600, 100)))
    change = change_of(found, "ejecucion_financiera", is_accumulated=True)
    assert shares(change) == {(Cause.IN_FORCE,): Fraction(-50, 3), (Cause.ROUNDING,): Fraction(1, 150)}
    assert [part.printed for part in change.parts] == [Decimal("-16.67"), Decimal("0.01")]
    assert_adds_up(change)


def test_a_task_of_only_one_plan_and_its_execution_belong_to_the_cause_plan():
    """t1 did 5 of 10 = 50 %. The new plan adds t2, which did 10 of 10: (5 + 10) / 20 = 75 %.

    All 25 points belong to the plan and none to physical reports.
    """
    more_tasks = TASKS + "    v1 | t2 | x | 1 | U1 | 1 | 10\n"
    more_done = DONE + "    t2 | 2024-T2 | 10\n"
    found = compare_sides(side("A", tareas=TASKS, ejecucion=DONE), side("B", tareas=more_tasks, ejecucion=more_done))
    change = change_of(found, "avance_fisico")
    assert shares(change) == {(Cause.PLAN,): 25, (Cause.PHYSICAL,): 0, (Cause.ROUNDING,): 0}
    assert_adds_up(change)


def test_a_task_that_the_new_version_drops_counts_alone_as_if_that_version_had_it():
    """By v2 the semester is t1's 8 of 8. With t2's January too, of which 2 of 4 were done, it is 10 of 12. The row was
    added to v1, which had it already, and the first quarter was computed twice."""
    plan = """
        version | tarea | descripcion | operacion | unidad | acp | ene | abr
        v1      | t1    | x           | 1         | U1     | 1   | 4   | 4
        v1      | t2    | x           | 1         | U1     | 1   | 4   |
        v2      | t1    | x           | 1         | U1     | 1   | 4   | 4
    """
    done = "tarea | periodo | ene | abr\n t1 | 2024-T1 | 4 |\n t2 | 2024-T1 | 2 |\n"
    tables = {"tareas": plan, "versiones": "version | fecha\n v1 | 2024-01-02\n v2 | 2024-06-10"}
    before = side("A", "2024-T1", ejecucion=done, **tables)
    found = compare_sides(before, side("B", ejecucion=f"{done} t1 | 2024-T2 | | 4\n", **tables))
    cells = [one for part in change_of(found, "avance_fisico", is_accumulated=True).parts for one in part.cells]
    (dropped,) = [one for one in cells if one.cell.subject == "t2" and one.cell.column == "ene"]
    assert dropped.effect == 100 - Fraction("83.33")


def test_the_gap_is_divided_among_the_causes_of_both_its_figures():
    """Efficacy 50/4 = 12.50 becomes 90/4 = 22.50 and execution 20 becomes 30: the gap stays at −7.50."""
    opened = money("2024-03-31", 100, 0)
    before = side("A", tareas=TASKS, ejecucion=DONE, gastos=opened + "2024-06-30 | categoria | 1 | 100 | 20")
    more = DONE.replace("| 5", "| 9")
    after = side("B", tareas=TASKS, ejecucion=more, gastos=opened + "2024-06-30 | categoria | 1 | 100 | 30")
    change = change_of(compare_sides(before, after), "brecha_fisico_financiera")
    assert change.total == 0
    assert shares(change) == {(Cause.PHYSICAL,): 10, (Cause.ACCRUED,): -10, (Cause.ROUNDING,): 0}


REPORTED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T2 | 80
    unidad | U2     | avance_fisico | 2024-T2 | 40
"""
HANDED_IN = """
    unidad | fecha_presentacion | periodo
    U2     | 2024-07-05         | 2024-T2
"""
LATE_OUT = METHOD.model_copy(update={"tardios": "fuera"})
DEADLINE = {"plazos": {"2024-T2": {"fecha": "2024-07-10", "fuente": "circular"}}}
TIGHTER = {"plazos": {"2024-T2": {"fecha": "2024-07-01", "fuente": "circular"}}}


def test_late_forms_and_deadlines_are_different_causes(wording):
    """U2 is left out, so 60 becomes 80: in B because its form came later, in C because the deadline is earlier."""
    before = side("A", method=LATE_OUT, params=DEADLINE, avances=REPORTED, presentaciones=HANDED_IN)
    late = HANDED_IN.replace("07-05", "07-15")
    by_form = side("B", method=LATE_OUT, params=DEADLINE, avances=REPORTED, presentaciones=late)
    by_rule = side("C", method=LATE_OUT, params=TIGHTER, avances=REPORTED, presentaciones=HANDED_IN)
    assert shares(change_of(compare_sides(before, by_form), "avance_fisico")) == {(Cause.LATE,): 20, (Cause.ROUNDING,): 0}
    change = change_of(compare_sides(before, by_rule), "avance_fisico")
    assert shares(change) == {(Cause.PARAMETERS,): 20, (Cause.ROUNDING,): 0}
    line = change.parts[0].rules[0]
    wording((line.what, line.before, line.after), "2024-T2", "10 de julio de 2024", "1 de julio de 2024")


def test_a_method_that_counts_late_forms_has_no_part_for_them():
    late = HANDED_IN.replace("07-05", "07-15")
    before, after = (side(name, params=DEADLINE, avances=REPORTED, presentaciones=forms) for name, forms in (("A", HANDED_IN), ("B", late)))
    assert shares(change_of(compare_sides(before, after), "avance_fisico")) == {(Cause.ROUNDING,): 0}


def test_a_changed_method_is_a_part_that_names_its_rules():
    """The mean of 80.00 and 40.01 is 60.005, printed 60.01 with two decimals and 60.0 with one."""
    reported = REPORTED.replace("| 40", "| 40.01")
    found = compare_sides(side("A", avances=reported), side("B", avances=reported, method=make_method(decimales=1)))
    change = change_of(found, "avance_fisico")
    assert [part.causes for part in change.parts] == [(Cause.METHOD,), (Cause.ROUNDING,)]
    assert [line.what for line in change.parts[0].rules] == ["Redondeo"]
    assert_adds_up(change)


def test_money_of_two_quarters_is_compared_flow_with_flow():
    """T1: 20 of 100 = 20 %. T2: 60 − 20 = 40 of 200 = 20 %.

    The new budget alone gives 20/200 = 10 %, the new expenditure alone 40/100 = 40 %.
    In force: ((10 − 20) + (20 − 40)) / 2 = −15. Accrued: ((40 − 20) + (20 − 10)) / 2 = 15. Time itself changes nothing.
    """
    both = money("2024-03-31", 100, 20) + "2024-06-30 | categoria | 1 | 200 | 60\n"
    found = compare_sides(side("T1", "2024-T1", gastos=money("2024-03-31", 100, 20)), side("T2", gastos=both))
    change = change_of(found, "ejecucion_financiera")
    assert (change.before.value, change.after.value) == (20, 20)
    assert shares(change) == {(Cause.ACCRUED,): 15, (Cause.IN_FORCE,): -15, (Cause.ROUNDING,): 0}
    accumulated = change_of(found, "ejecucion_financiera", is_accumulated=True)
    assert (accumulated.before.value, accumulated.after.value) == (20, 30)
    assert_adds_up(accumulated)
    (accrued,) = (part for part in change.parts if part.causes == (Cause.ACCRUED,))
    assert accrued.cells[0].effect == 20, "40 of 200, all that was accrued in the quarter"
    assert "en la cifra de un trimestre, todo lo que se devengó en él" in differences_page(found)


def test_a_new_quarter_and_its_reports_are_one_part(wording):
    earlier = REPORTED.replace("T2", "T1")
    later = earlier + "    unidad | U1 | avance_fisico | 2024-T2 | 90\n    unidad | U2 | avance_fisico | 2024-T2 | 50\n"
    found = compare_sides(side("T1", "2024-T1", avances=earlier), side("T2", avances=later))
    change = change_of(found, "avance_fisico")
    assert shares(change) == {(Cause.PHYSICAL, Cause.TIME): 10, (Cause.ROUNDING,): 0}
    wording(change.parts[0].name)
    first = change.parts[0].cells[0]
    assert (first.cell.is_paired, first.cell.values, first.effect) == (True, (Decimal(80), Decimal(90)), 5)


def test_the_only_cell_of_a_group_may_lack_its_effect_because_it_is_of_the_structure():
    """The page said that its group had too many cells, or that the figure needed others."""
    before = STRUCTURE + "    area | B | C\n    unidad | U3 | B\n"
    reported = REPORTED + "    unidad | U3 | avance_fisico | 2024-T2 | 100\n"
    sides = (side(name, estructura=tree, avances=reported) for name, tree in (("A", before), ("B", before.replace("U2     | A", "U2 | B"))))
    found = compare_sides(*sides)
    change = change_of(found, "avance_fisico")
    assert shares(change) == {(Cause.PLAN,): -5, (Cause.ROUNDING,): 0}
    assert [one.effect for one in change.parts[0].cells] == [None]
    assert "«No calculado» es de las celdas de la estructura" in differences_page(found)


def test_another_cut_off_date_is_told_because_cells_read_with_one_date_only_look_deleted():
    """Of lines that both files had the page said «82.625.501,72, después —», and of a plan that it was reformulated."""
    may = {"cortes": {"2024-T2": {"fecha": "2024-05-31", "fuente": "prueba"}}}
    budget = money("2024-05-31", 100, 20)
    (note,) = compare_sides(side("A", gastos=budget), side("B", params=may, gastos=budget)).notes
    assert "aunque esté en sus archivos" in note
    assert compare_sides(side("A", gastos=budget), side("B", gastos=budget)).notes == ()


def test_a_figure_that_only_one_run_has_is_not_divided():
    change = change_of(compare_sides(side("A", avances=REPORTED), side("B", gastos=money("2024-06-30", 100, 20))), "avance_fisico")
    assert (change.before is None, change.after, change.parts, change.total) == (False, None, (), None)


def test_parts_are_at_most_eight():
    """Rounding is added to the joined parts as the eighth."""
    every = [((cause,), Fraction(place + 1)) for place, cause in enumerate(Cause) if cause is not Cause.ROUNDING]
    found = joined(every)
    assert len(found) == MOST_PARTS - 1
    assert sum(value for _, value in found) == sum(value for _, value in every)
    assert (Cause.IN_FORCE, Cause.ACCRUED) in [causes for causes, _ in found]


def test_parts_that_were_added_up_are_not_said_to_be_inseparable(monkeypatch):
    monkeypatch.setattr("helpers.run.differences.causes.MOST_PARTS", 2)
    found = compare_sides(*(side(name, gastos=money("2024-06-30", *told)) for name, told in (("A", (100, 20)), ("B", (200, 30)))))
    assert (Cause.IN_FORCE, Cause.ACCRUED) in shares(change_of(found, "ejecucion_financiera", is_accumulated=True))
    assert "demasiados para separarlos" in differences_page(found)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (side("A"), side("A"), "son lo mismo"),
        (side("A"), side("B", "2024-T1"), "es posterior a"),
        (side("A"), side("B", params={"entidad": "y"}), "una misma institución"),
        (side("A", "2024-poa"), side("B", "2024-poa"), "la formulación de un plan"),
    ],
)
def test_runs_that_cannot_be_compared_are_refused(first, second, words):
    with pytest.raises(UsageError, match=words):
        compare_sides(first, second)


def test_cells_without_a_computed_effect_keep_the_order_of_their_rows(monkeypatch):
    """Without effects, the cell that differs most is not listed first, which would suggest that it weighs most."""
    lines = [(1, 100, 20), (2, 900, 10)], [(1, 101, 21), (2, 500, 400)]
    before, after = (
        "fecha_corte | reporte | cat_prog | ppto_vigente | devengado\n"
        + "\n".join(f"2024-06-30 | categoria | {code} | {current} | {accrued}" for code, current, accrued in some)
        for some in lines
    )
    sides = side("A", gastos=before), side("B", gastos=after)
    cells_of = [cells_of_accrued(*sides)]
    monkeypatch.setattr(explained_changes, "MOST_WORK", 0)
    cells_of.append(cells_of_accrued(*sides))
    assert [[place for place, _ in some] for some in cells_of] == [["E3", "E2"], ["E2", "E3"]]
    assert [effect for _, effect in cells_of[1]] == [None, None]


def cells_of_accrued(a: Side, b: Side) -> list[tuple[str, Fraction | None]]:
    change = change_of(compare_sides(a, b), "ejecucion_financiera", is_accumulated=True)
    (part,) = (part for part in change.parts if part.causes == (Cause.ACCRUED,))
    return [(one.cell.place.cell, one.effect) for one in part.cells]


@pytest.mark.parametrize(
    ("current", "words"),
    [
        # 40 of 200 move from one category to the other: each cell alone would move the execution, both together do not.
        ((60, 140), "en conjunto no mueven la cifra"),
        ((100, 100), ""),
        ((90, 111), ""),
    ],
)
def test_a_part_of_zero_says_why(current, words):
    sides = [
        side(name, gastos=f"""
            fecha_corte | reporte   | cat_prog | ppto_vigente | devengado
            2024-06-30  | categoria | 1        | {one}        | 20
            2024-06-30  | categoria | 2        | {two}        | {spent}
        """)
        for name, (one, two), spent in (("A", (100, 100), 10), ("B", current, 11))
    ]  # fmt: skip
    change = change_of(compare_sides(*sides), "ejecucion_financiera", is_accumulated=True)
    parts = [part for part in change.parts if part.causes == (Cause.IN_FORCE,)]
    assert [zero_words(part) for part in parts] == ([words] if current != (100, 100) else [])
