"""The year against its quarters: quarters by another plan version, and the steps of the difference to the year."""

from dataclasses import replace

import pytest
from builders import make_entidad, make_evidence
from by_hand import executed, method, printed, scored, tasks
from hypothesis import given, settings
from hypothesis import strategies as st
from institutions import institutions
from naive.figures import Naive
from naive.schemes import SHIPPED
from published import corrida_of, dataset_of, method_of

from helpers.figures.figure_names import (
    BY_RECOVERY,
    BY_REPORTING,
    BY_VERSION,
    BY_WEIGHT,
    QUARTERS_MEAN,
    VERSION_BEFORE,
    VERSION_FINAL,
    YEAR_LESS_QUARTERS,
)
from helpers.scoring.planning.plan_in_force import plan_of
from helpers.views.progress.year_views import (
    bridged,
    moved_by_version,
    moved_posts,
    moved_tasks,
    moved_tasks_table,
)

AF = "avance_fisico"
MRE = method("mre-2024")
STRUCTURE = """
    nivel   | codigo | padre
    entidad | E      |
    area    | A      | E
    unidad  | U1     | A
    unidad  | U2     | A
"""
ACTIONS = "acp | denominacion\n1 | Servir"
ANUAL = "2024-anual"
STEPS = (BY_REPORTING, BY_VERSION, BY_WEIGHT, BY_RECOVERY)


def year(plan: str, done: str, by=MRE, **more: str):
    return scored(by, ANUAL, STRUCTURE, ACTIONS, tareas=plan, ejecucion=done, **more)


PLAN = tasks("U1 1 t1 | feb 6, may 1, ago 1, nov 2", "U2 2 t2 | cada mes 1")
DONE = executed(
    "t1 | feb 3, may 1, ago 1, nov 5",
    "t2 | ene 1, feb 1, mar 1, abr 1, may 1, jun 1, jul 1, ago 1, sep 1, oct 1, nov 1, dic 1",
)
"""t1 does 3 of February's 6 and the other 3 in November, beside the 2 due then; t2 does its 1 every month."""


def of_unit(suffix: str, unit: str = "U1") -> str:
    return f"{AF}{suffix}/{ANUAL}/unidad/{unit}"


class TestFromTheQuartersToTheYear:
    def test_work_made_up_for_later_counts_only_in_the_year(self, wording):
        """U1's quarters of 50, 100, 100 and 100 weigh a fourth each: 87,50. By quarter 7 of 10 count, in all 10."""
        book = year(PLAN, DONE)
        quarters = [f"{AF}/2024-T{number}/unidad/U1" for number in range(1, 5)]
        assert printed(book, *quarters) == ["50.00", "100.00", "100.00", "100.00"]
        assert printed(book, f"eficacia_ponderada/{ANUAL}/unidad/U1", of_unit("")) == ["87.50", "100.00"]
        assert printed(book, of_unit("_trimestre_a_trimestre")) == ["70.00"]
        assert printed(book, *map(of_unit, STEPS)) == ["0.00", "0.00", "-17.50", "30.00"]
        assert printed(book, of_unit(YEAR_LESS_QUARTERS)) == ["12.50"]
        wording(book[of_unit(YEAR_LESS_QUARTERS)].rule)

    def test_above_the_unit_the_steps_are_rolled_up_by_the_method(self):
        """The area is the mean of U1 and U2. U2 has 100 everywhere, so each step of the area is half of U1's."""
        book = year(PLAN, DONE)
        area = [f"{AF}{suffix}/{ANUAL}/area/A" for suffix in (*STEPS, YEAR_LESS_QUARTERS)]
        assert printed(book, *area) == ["0.00", "0.00", "-8.75", "15.00", "6.25"]

    def test_a_reported_quarter_that_its_tasks_do_not_give_is_said_to_be_in_the_step_by_weight(self, wording):
        """U1's tasks give 100 of May; it reported 20. The quarters' mean is 67,50 and no longer 87,50: 20 less."""
        book = year(PLAN, DONE, avances=f"nivel | codigo | indicador | periodo | valor\nunidad | U1 | {AF} | 2024-T2 | 20")
        assert printed(book, *map(of_unit, STEPS)) == ["0.00", "0.00", "2.50", "30.00"]
        wording(book[of_unit(BY_WEIGHT)].rule)

    def test_whom_a_quarter_leaves_out_is_in_the_step_by_weight(self, wording):
        """U1 did half each quarter, U2 all but told nothing of the second: 75, 50, 75 and 75, and 75 of the year."""
        plan = tasks("U1 1 t1 | feb 4, may 4, ago 4, nov 4", "U2 2 t2 | feb 4, may 4, ago 4, nov 4")
        book = year(plan, executed("t1 | feb 2, may 2, ago 2, nov 2", "t2 | feb 4, ago 4, nov 4"))
        of_area = [f"{AF}{suffix}/{ANUAL}/area/A" for suffix in ("", QUARTERS_MEAN, BY_WEIGHT, YEAR_LESS_QUARTERS)]
        assert printed(book, *of_area) == ["75.00", "68.75", "6.25", "6.25"]
        wording(book[of_area[2]].rule)

    def test_only_the_task_that_was_made_up_for_is_listed_as_moved(self):
        book = year(PLAN, DONE)
        moved = moved_tasks(book, AF, book.period)
        assert [(task.code, task.published) for task in moved] == [("t1", "70.00")]

    def test_a_quarter_of_a_moved_task_has_nothing_programmed_or_no_data(self):
        """Nothing of t1 is due from July on, and what it did in November makes up for February."""
        plan = tasks("U1 1 t1 | feb 6, may 1", "U2 2 t2 | cada mes 1")
        book = year(plan, DONE)
        (row,) = moved_tasks_table(book, AF, book.period, id="cuadro-x").rows
        assert [cell.text for cell in row.cells[2:6]] == ["50,00", "100,00", "n/p", "n/p"]
        renamed = replace(book, nodes=tuple(replace(node, sigla="DGAA") for node in book.nodes))
        assert moved_tasks_table(renamed, AF, book.period, id="cuadro-x").rows[0].cells[1] == "DGAA"

    def test_what_another_version_programmed_in_a_quarter_was_not_due_in_it(self):
        """Version 2, from June, brought the 2 of November forward to August, and the 1 of May was not reported."""
        plan = tasks("v1 U1 1 t1 | feb 6, may 1, nov 2", "v1 U2 2 t2 | cada mes 1", "v2 U1 1 t1 | feb 6, may 1, ago 2", "v2 U2 2 t2 | cada mes 1")
        book = year(plan, executed("t1 | feb 3, ago 4"), versiones=VERSIONS)
        table = moved_tasks_table(book, AF, book.period, id="cuadro-x")
        assert [cell.text for cell in table.rows[0].cells[2:]] == ["50,00", "s/d", "100,00", "n/p", "62,50", "87,50"]
        assert "todo o en parte" in table.title, "1 of the 8 with data is still missing"

    def test_a_unit_with_an_empty_quarter_has_no_sum_of_quarters_to_compare(self):
        book = year(tasks("U1 1 t1 | feb 6", "U2 2 t2 | cada mes 1"), DONE)
        assert printed(book, of_unit(YEAR_LESS_QUARTERS), of_unit(YEAR_LESS_QUARTERS, "U2")) == [None, "0.00"]
        rows = [row.code for row in bridged(book, AF, _rows(book), book.period)]
        assert rows == ["E", "A", "U2"]

    def test_without_weighted_quarters_the_steps_start_at_their_mean(self):
        book = year(PLAN, DONE, by=method("segip-2020"))
        assert printed(book, of_unit("_promedio_trimestres"), of_unit(BY_REPORTING)) == ["87.50", None]
        assert printed(book, of_unit(BY_WEIGHT), of_unit(BY_RECOVERY), of_unit(YEAR_LESS_QUARTERS)) == [
            "-17.50", "30.00", "12.50",
        ]  # fmt: skip

    def test_the_quarters_of_a_flow_add_up_to_the_year(self):
        """100 to March, 250 to June, 230 to September after 20 were reversed, 400 in the year."""
        cuts = ((3, 31, 100), (6, 30, 250), (9, 30, 230), (12, 31, 400))
        lines = [f"2024-{month:02}-{day} | categoria | 1 0 001 | A | 500 | {done}" for month, day, done in cuts]
        spent = "fecha_corte | reporte | cat_prog | area | ppto_vigente | devengado\n" + "\n".join(lines)
        links = "cat_prog | acp | area | unidad\n1 0 001 | 1 | A | U1"
        book = year(PLAN, DONE, gastos=spent, vinculacion=links)
        quarters = [f"devengado/2024-T{number}/area/A" for number in range(1, 5)]
        assert printed(book, *quarters) == ["100.00", "150.00", "-20.00", "170.00"]
        both = [f"devengado{suffix}/{ANUAL}/area/A" for suffix in ("_suma_trimestres", "")]
        assert printed(book, *both) == ["400.00", "400.00"]

    def test_only_a_run_for_the_whole_year_has_the_difference(self):
        book = scored(MRE, "2024-T4", STRUCTURE, ACTIONS, tareas=PLAN, ejecucion=DONE)
        assert not any(figure.indicator == f"{AF}{YEAR_LESS_QUARTERS}" for figure in book)


def _rows(book):
    from helpers.figures.subjects import node_row

    return [node_row(node) for node in book.nodes]


TWO = tasks(
    "v1 U1 1 t1 | feb 6, may 2, ago 1, nov 2", "v1 U2 2 t2 | cada mes 1",
    "v2 U1 1 t1 | feb 3, may 4, ago 1, nov 2", "v2 U2 2 t2 | cada mes 1",
)  # fmt: skip
VERSIONS = "version | fecha\nv1 | 2024-01-02\nv2 | 2024-06-10"
HALF = executed(
    "t1 | feb 3, may 2, ago 1, nov 2",
    "t2 | ene 1, feb 1, mar 1, abr 1, may 1, jun 1, jul 1, ago 1, sep 1, oct 1, nov 1, dic 1",
)


class TestQuartersByAnotherVersion:
    def test_the_quarter_in_which_the_plan_changed_is_measured_by_both_versions(self):
        """In May 2 are done: 2 of 4 by the new version, 2 of 2 by the old one."""
        book = year(TWO, HALF, versiones=VERSIONS)
        places = [f"{name}/2024-T2/unidad/U1" for name in (f"{AF}{VERSION_BEFORE}", AF, f"{AF}_por_cambio_de_version")]
        assert printed(book, *places) == ["100.00", "50.00", "-50.00"]
        assert {figure.period.code for figure in book if figure.indicator == f"{AF}_por_cambio_de_version"} == {"2024-T2"}

    def test_what_goes_from_january_to_that_quarter_is_measured_by_both_versions_too(self):
        """By the old version 5 of 8 are due until June and by the new one 5 of 7; a later run has no such figure."""
        places = [f"{name}/2024-S1/unidad/U1" for name in (f"{AF}{VERSION_BEFORE}", AF)]
        windows = {"2024-T2": {"2024-T2", "2024-S1"}, "2024-T3": {"2024-T2"}}
        for period, told in (("2024-T2", ["62.50", "71.43"]), ("2024-T3", [None, "71.43"])):
            book = scored(method("segip-2020"), period, STRUCTURE, ACTIONS, tareas=TWO, ejecucion=HALF, versiones=VERSIONS)
            assert printed(book, *places) == told
            assert {figure.period.code for figure in book if figure.indicator == f"{AF}{VERSION_BEFORE}"} == windows[period]

    def test_a_task_with_the_same_programme_in_both_versions_is_not_entered_again(self):
        """U2's programme did not change, so its figure by the old version rests on the quarter's own operation."""
        book = year(TWO, HALF, versiones=VERSIONS)
        own = book[f"{AF}{VERSION_BEFORE}/2024-T2/unidad/U2"]
        assert [operand.figure for operand in own.operands] == [f"{AF}/2024-T2/operacion/2"]
        assert own.rule.startswith("Con el programa de la versión v1 del plan; lo que da lo mismo con la que rige se toma de ella. ")
        tasks_of_both = [figure.code for figure in book if figure.indicator == f"{AF}{VERSION_BEFORE}" and figure.level == "tarea"]
        assert tasks_of_both == ["t1"]
        moved = moved_by_version(book, AF, book.period.quarters()[1], _rows(book))
        assert [row.code for row in moved] == ["E", "A", "U1"]

    @pytest.mark.parametrize(("idle", "said"), [("may 2", ["Cambia también la cifra de un solo puesto"]), ("may 4", ["Cambia también la cifra de 2 puestos"])])
    def test_posts_that_the_plan_changed_are_counted_below_the_table(self, idle, said):
        """U1 and U2 are posts; both did 2 in May, of 2 by the old version. By the new one U1 had to do 4."""
        plan = tasks("v1 U1 1 t1 | may 2", "v1 U2 2 t2 | may 2", "v2 U1 1 t1 | may 4", f"v2 U2 2 t2 | {idle}")
        posts = STRUCTURE.replace("unidad ", "puesto ")
        book = scored(MRE, ANUAL, posts, ACTIONS, tareas=plan, ejecucion=executed("t1 | may 2", "t2 | may 2"), versiones=VERSIONS)
        notes = moved_posts(book, AF, book.period.quarters()[1])
        assert [note.partition(", en la lista")[0] for note in notes] == said
        assert moved_posts(book, AF, book.period.quarters()[2]) == ()

    def test_the_figure_by_the_old_version_rests_on_that_versions_cells(self):
        book = year(TWO, HALF, versiones=VERSIONS)
        cells = book.cells_of(book[f"{AF}{VERSION_BEFORE}/2024-T2/tarea/t1"])
        assert [str(cell).split("#")[1] for cell in cells] == ["N2", "G2"]

    def test_the_year_counts_the_first_quarter_by_the_last_version(self):
        """T1 is 3 of 6 by its own version and 3 of 3 by the last: the mean of the quarters goes from 75 to 87,50."""
        book = year(TWO, HALF, versiones=VERSIONS)
        assert printed(book, of_unit("_promedio_trimestres"), of_unit("_promedio_version_final")) == ["75.00", "87.50"]
        assert printed(book, *map(of_unit, STEPS), of_unit(YEAR_LESS_QUARTERS)) == [
            "0.00", "12.50", "-7.50", "0.00", "5.00",
        ]  # fmt: skip

    def test_a_progress_derived_from_another_percentage_is_the_same_by_both_versions(self):
        """U2 reports an efficacy of 20, from which the method derives its progress: 80. U1 did 4 of 4, and 4 of 8 by version 1."""
        derived = {"regla": "consolidar", "expresion": "eficacia_ponderada * 4"}
        known = MRE.model_dump(mode="json", exclude_defaults=True)["indicadores"]
        quarter = {
            AF: known[AF] | {"reglas": known[AF]["reglas"] | {"trimestre": derived}},
            "eficacia_ponderada": known["eficacia_ponderada"]
            | {"reglas": known["eficacia_ponderada"]["reglas"] | {"trimestre": {"regla": "consolidar"}}},
        }
        by = method("mre-2024", indicadores=quarter)
        reported = "nivel | codigo | indicador | periodo | valor\nunidad | U2 | eficacia_ponderada | 2024-T2 | 20"
        plan = tasks("v1 U1 1 t1 | jun 8", "v2 U1 1 t1 | jun 4")
        book = scored(by, "2024-T2", STRUCTURE, ACTIONS, tareas=plan, ejecucion=executed("t1 | jun 4"), versiones=VERSIONS, avances=reported)
        area = [f"{AF}{suffix}/2024-T2/area/A" for suffix in ("", VERSION_BEFORE)]
        assert printed(book, *area, f"{AF}{VERSION_BEFORE}/2024-T2/unidad/U2") == ["90.00", "65.00", "80.00"]

    def test_a_plan_that_never_changed_is_measured_once(self):
        book = year(PLAN, DONE)
        others = {f"{AF}{VERSION_BEFORE}", f"{AF}{VERSION_FINAL}"}
        assert not any(figure.indicator in others for figure in book)


def book_of(institution, scheme):
    corrida = corrida_of(institution, scheme.base)
    return make_evidence(dataset_of(institution), corrida, method_of(scheme), make_entidad()).book


YEARS = st.sampled_from(sorted(SHIPPED)).flatmap(lambda name: st.tuples(st.just(SHIPPED[name]), institutions(name, "anual")))
CASES = st.sampled_from(sorted(SHIPPED)).flatmap(lambda name: st.tuples(st.just(SHIPPED[name]), institutions(name)))


@pytest.mark.slow
@given(CASES)
@settings(max_examples=25, deadline=None)
def test_a_window_by_the_old_version_equals_the_naive_one_under_that_version(case):
    scheme, institution = case
    book, plan = book_of(institution, scheme), plan_of(dataset_of(institution))
    found = [figure for figure in book if figure.indicator == f"{AF}{VERSION_BEFORE}" and figure.level not in ("tarea", "operacion")]
    for window in {figure.period for figure in found}:
        ruled = replace(institution, versions={plan.version_at_start(window.quarters()[-1]): "2023-01-01"})
        expected = Naive(ruled, scheme).figures()
        for figure in found:
            if figure.period == window:
                assert figure.value == expected[figure.id.replace(VERSION_BEFORE, "")], figure.id


@pytest.mark.slow
@given(YEARS)
@settings(max_examples=40, deadline=None)
def test_the_printed_steps_add_up_to_the_printed_difference_at_every_node(case):
    scheme, institution = case
    book = book_of(institution, scheme)
    for total in [figure for figure in book if figure.indicator == f"{AF}{YEAR_LESS_QUARTERS}"]:
        steps = [book.get(f"{AF}{suffix}", total.period, total.level, total.code) for suffix in STEPS]
        assert sum(step.rounded for step in steps if step is not None) == total.rounded
