"""Rules on the plan: many findings at once, and cases that a planner can check by hand."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import WORKSPACE, findings_of_rule, make_corrida, make_dataset, make_evidence, method_plain
from cases_plan import VERSIONS, of_task, second
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_cases import ACTIONS, DEADLINE, DONE, FORMS, PLAN, PLANNED, column, evidence_of, line, more

from helpers.base.periods import Period
from helpers.checks.rule_registry import Evidence
from helpers.figures.findings import Severity
from helpers.scoring.planning.plan_versions import compare, versions_of
from helpers.settings.methods import Metodo, load_method


def planned(**changes) -> Evidence:
    return evidence_of(PLANNED, **changes)


def many(count: int, unit: str = "U2", version: str = "v1", **cells: str) -> list[str]:
    """Lines of the plan for `count` tasks of a unit."""
    found = {"meta": "3", "abr": "1", "may": "1", "jun": "1"} | cells
    return [
        f"{version} | 9.{unit}.{number} | Construir la obra número {number} | O9 | {unit} | 1 | | {found['meta']} | "
        f"{found['abr']} | {found['may']} | {found['jun']} |"
        for number in range(1, count + 1)
    ]


class TestWeights:
    def test_tenths_that_are_inexact_as_floats_add_up_to_100(self):
        """33.3 three times and 0.1 are 100; added as binary numbers they are 99.99999999999999."""
        plan = line(line(PLAN, "v1 | 1.1 ", ponderacion="33.3"), "v1 | 1.2 ", ponderacion="33.3")
        plan = more(plan, "v1 | 1.3 | a | O1 | U1 | 1 | 33.3 | | 1 | | |", "v1 | 1.4 | b | O1 | U1 | 1 | 0.1 | | 1 | | |")
        assert findings_of_rule("PLA-PONDERACION", planned(tareas=plan)) == ()

    def test_weights_of_actions_must_add_up_to_100_and_their_groups_are_named(self, wording):
        actions = "acp | denominacion | ponderacion | grupo\n 1 | Servir | 60 | Sustantivas\n 2 | Representar | 43 | De apoyo"
        (found,) = findings_of_rule("PLA-PONDERACION", planned(acciones=actions))
        assert (found.encontrado, found.diferencia) == ("103", "3")
        wording(found.mensaje, "60", "43", "103", "100", "1", "2")

    def test_weights_of_an_area_in_form_02_must_add_up_to_100(self):
        """As in SEGIP's office in Tarija in 2024: 5, 50, 19, 10 and 16 are 100; with 17 they are not."""
        rows = "version | area | acp | ponderacion\n" + "\n".join(
            f"v1 | NORTE | {code} | {weight}" for code, weight in zip("12121", (5, 50, 19, 10, 16), strict=True)
        )
        assert findings_of_rule("PLA-PONDERACION", planned(articulacion=rows)) == ()
        (found,) = findings_of_rule("PLA-PONDERACION", planned(articulacion=rows.replace("16", "17")))
        assert (found.elemento, found.encontrado) == ("articulacion/NORTE/ponderacion", "101")

    def test_form_02_of_a_version_replaced_before_the_year_is_no_longer_corrected(self):
        """The run uses v2 alone, in force since January; v1 and its form 02 are history."""
        versions = line(line(VERSIONS, "v1", fecha="2023-10-02"), "v2", fecha="2024-01-02")
        tables = {"versiones": versions, "tareas": second()}
        rows = "version | area | acp | ponderacion\n v1 | NORTE | 1 | 60"
        assert findings_of_rule("PLA-PONDERACION", planned(articulacion=rows, **tables)) == ()
        (found,) = findings_of_rule("PLA-PONDERACION", planned(articulacion=rows.replace("v1", "v2"), **tables))
        assert found.elemento == "articulacion/NORTE/ponderacion"

    def test_rows_without_an_area_or_an_action_are_told_so(self):
        rows = "version | area | acp | ponderacion\n v1 | | 1 | 40\n v1 | | | 50"
        (found,) = findings_of_rule("PLA-PONDERACION", planned(articulacion=rows))
        assert "de las acciones sin área" in found.mensaje and "1 (40)" in found.mensaje and "una sin código (50)" in found.mensaje

    def test_an_action_linked_to_two_frameworks_counts_once(self):
        rows = "marco | version | area | acp | ponderacion\n PEI | v1 | NORTE | 1 | 60\n PDES | v1 | NORTE | 1 | 60\n PEI | v1 | NORTE | 2 | 40"
        assert findings_of_rule("PLA-PONDERACION", planned(articulacion=rows)) == ()
        rows = rows.replace("PDES | v1 | NORTE | 1 | 60", "PDES | v1 | NORTE | 1 | 60.00")
        assert findings_of_rule("PLA-PONDERACION", planned(articulacion=rows)) == ()

    def test_the_sum_that_is_told_counts_an_action_of_two_frameworks_once(self):
        """60 and 41 are 101; with 50 alone, twice listed, the weight adds up to 50 and not to 100."""
        rows = "marco | version | area | acp | ponderacion\n PEI | v1 | NORTE | 1 | 60\n PDES | v1 | NORTE | 1 | 60\n PEI | v1 | NORTE | 2 | 41"
        (found,) = findings_of_rule("PLA-PONDERACION", planned(articulacion=rows))
        assert (found.encontrado, found.diferencia) == ("101", "1")
        assert "1 (60), 2 (41)" in found.mensaje
        twice = "marco | version | area | acp | ponderacion\n PEI | v1 | NORTE | 1 | 50\n PDES | v1 | NORTE | 1 | 50"
        (found,) = findings_of_rule("PLA-PONDERACION", planned(articulacion=twice))
        assert found.encontrado == "50"

    def test_an_action_with_a_weight_in_one_of_two_frameworks_is_not_blank(self):
        """Action 1 has its weight in the row of the PEI; action 3 has none in any row."""
        rows = "marco | version | area | acp | ponderacion\n PEI | v1 | NORTE | 1 | 60\n PDES | v1 | NORTE | 1 | \n PEI | v1 | NORTE | 2 | 40"
        assert findings_of_rule("PLA-PESO-VACIO", planned(articulacion=rows)) == ()
        (found,) = findings_of_rule("PLA-PESO-VACIO", planned(articulacion=f"{rows}\n PEI | v1 | NORTE | 3 | "))
        assert (found.elemento, found.encontrado) == ("articulacion/3/ponderacion", "1 sin ponderación")

    def test_weights_of_a_replaced_version_say_in_which_quarters_it_counts(self):
        """v1 rules until the first of May: it weighs the first quarter. Each version lacks a weight, or adds up to 90."""
        plan = "version | tarea | operacion | unidad | ponderacion | abr"
        rows = "".join(f"\n {one} | {unit}.{task} | O1 | {unit} | {weight} | 1" for one in ("v1", "v2") for unit, task, weight in (("U1", 1, 100), ("U1", 2, ""), ("U2", 1, 90)))
        evidence = planned(tareas=plan + rows, versiones="version | fecha\n v1 | 2024-01-02\n v2 | 2024-05-01", ejecucion=None)
        for code in ("PLA-PESO-VACIO", "PLA-PONDERACION"):
            before, now = (one.mensaje for one in findings_of_rule(code, evidence) if one.elemento.startswith("tareas/"))
            assert "en la versión v1 (cuenta en el primer trimestre de 2024) suman" in before
            assert "en la versión v2 suman" in now

    @given(st.lists(st.decimals(0, 14, places=2), min_size=1, max_size=7), st.sampled_from(["0", "0.01", "-0.01"]))
    @settings(max_examples=25)
    def test_weights_must_add_up_to_exactly_100(self, others, off):
        weights = [*others, 100 - sum(others) + Decimal(off)]
        plan = more(
            PLAN.splitlines()[1],
            *(f"v1 | {n} | t | O | U1 | 1 | {weight} | 1 | 1 | | |" for n, weight in enumerate(weights)),
        )
        found = findings_of_rule("PLA-PONDERACION", planned(tareas=plan, ejecucion=None))
        assert [Decimal(one.encontrado) for one in found] == ([100 + Decimal(off)] if Decimal(off) else [])


class TestGoals:
    def test_months_that_repeat_the_goal_may_be_of_a_goal_that_is_not_cumulative(self, wording):
        (found,) = findings_of_rule("PLA-META", planned(tareas=line(PLAN, "v1 | 1.2 ", acumulable="")))
        assert found.esperado == "95" and found.encontrado == "285"
        wording(found.mensaje, "«no»", "«acumulable»")

    def test_a_goal_is_compared_with_the_annual_amount_if_there_are_no_months(self):
        plan = "version | tarea | descripcion | operacion | unidad | acp | meta | anual\n v1 | 1 | Tarea | O | U1 | 1 | 9 | {}"
        assert findings_of_rule("PLA-META", planned(tareas=plan.format("9.00"))) == ()
        assert len(findings_of_rule("PLA-META", planned(tareas=plan.format("8")))) == 1

    def test_many_wrong_goals_of_one_unit_give_one_finding(self, wording):
        (found,) = findings_of_rule("PLA-META", planned(tareas=more(PLAN, *many(4, meta="4"))))
        assert found.elemento == "unidad/U2"
        wording(found.mensaje, "4", "U2", "9.U2.1", "3", "9.U2.2")

    @pytest.mark.parametrize(("rule", "wrong"), [("PLA-META", {"meta": "7"}), ("PLA-NEGATIVA", {"abr": "-1"})])
    def test_a_fault_that_the_next_version_repeats_is_reported_once(self, rule, wrong):
        tasks = second(of_task("1.1", **wrong)).replace("v1      | 1.1   ", "v1 | 1.1")
        wrong_in_both = line(tasks, "v1 | 1.1", **wrong)
        assert len(findings_of_rule(rule, planned(versiones=VERSIONS, tareas=wrong_in_both))) == 1


    def test_a_task_of_two_versions_is_not_two_tasks(self):
        """Three tasks of U2 have nothing programmed in either version; they are told of the one in force, one by one."""
        idle = [of_task("2.1", abr="", may="", jun="").replace("2.1", f"8.{place}") for place in range(3)]
        both = more(PLAN, *idle, *(one.replace("v1", "v2").replace("| 1 ", "| 2 ", 1) for one in idle))
        found = [one.mensaje for one in findings_of_rule("PLA-SIN-PROGRAMA", planned(versiones=VERSIONS, tareas=both))]
        assert len(found) == 3 and all("versión v2" in one for one in found)


    def test_what_the_version_in_force_corrects_is_no_longer_to_be_corrected(self):
        """In v1, task 1.1 had another goal than its programme and task 2.1 had no programme."""
        wrong = line(line(second(), "v1      | 1.1", meta="7"), "v1      | 2.1", abr="", may="", jun="")
        for rule in ("PLA-META", "PLA-SIN-PROGRAMA"):
            assert len(findings_of_rule(rule, planned(tareas=wrong.partition("v2 ")[0]))) == 1
            assert findings_of_rule(rule, planned(versiones=VERSIONS, tareas=wrong)) == ()


    def test_the_plan_to_approve_does_not_answer_for_what_it_corrects(self):
        """Task 1.2 had another weight in v1: the drafts of v2 called it a plan to give back."""
        tables = {"versiones": VERSIONS, "tareas": line(second(), "v1      | 1.2", ponderacion="39")}
        assert len(findings_of_rule("PLA-PONDERACION", planned(**tables))) == 1
        plan = evidence_of(PLANNED, corrida={"periodo": "2024-poa"}, **tables)
        assert findings_of_rule("PLA-PONDERACION", plan) == ()


    def test_a_goal_that_is_kept_and_programmed_in_no_month_is_told(self):
        """It is to be 95 every month, and every month says 0: nothing is ever compared with the goal."""
        idle = line(PLAN, "v1 | 1.2 ", abr="0", may="0", jun="0")
        assert [one.elemento for one in findings_of_rule("PLA-SIN-PROGRAMA", planned(tareas=idle))] == ["tareas/1.2"]


class TestVersionsWithoutDate:
    def test_an_undated_version_among_others_is_reported_and_taken_as_the_first(self, wording):
        undated = line(VERSIONS, "v1", fecha="")
        (found,) = findings_of_rule("VER-SIN-FECHA", planned(versiones=undated, tareas=second()))
        wording(found.mensaje, "v1", "«versiones»")

    def test_an_only_version_needs_no_date_and_one_without_tasks_is_reported(self, wording):
        assert findings_of_rule("VER-SIN-FECHA", planned(versiones="version | resolucion\n v1 | RA 1")) == ()
        (found,) = findings_of_rule("VER-SIN-TAREAS", planned(versiones="version | resolucion\n v1 | RA 1\n v7 | RA 7"))
        wording(found.mensaje, "«versiones»", "v7", "poa/v7/tareas")


class TestMeasures:
    MIXED = column(PLAN, "unidad_medida", "Convenio", "%", "Auditoría")

    def test_mixed_measures_are_not_reported_if_the_method_adds_no_quantities(self):
        plain = method_plain()
        plain["consolidacion"]["operacion"] |= {"regla": "media_simple"}
        evidence = planned(tareas=self.MIXED)
        assert findings_of_rule("PLA-MEDIDAS", evidence)
        evidence = Evidence(evidence.dataset, evidence.book, Metodo.model_validate(plain), evidence.corrida)
        assert findings_of_rule("PLA-MEDIDAS", evidence) == ()

    def test_a_measure_that_another_version_changes_is_not_mixed(self):
        """Each version measures all its tasks in one unit, so that the method never adds two of them."""
        plan = column(second(), "unidad_medida", *["Informe"] * 5, *["Documento"] * 5)
        assert findings_of_rule("PLA-MEDIDAS", planned(versiones=VERSIONS, tareas=plan)) == ()

    def test_many_operations_with_mixed_measures_give_one_finding(self, wording):
        added = (f"v1 | 8.{n} | Tarea {n} | P{n // 2} | U2 | 1 | | 3 | 1 | 1 | 1 | | medida {n}" for n in range(8))
        (found,) = findings_of_rule("PLA-MEDIDAS", planned(tareas=more(self.MIXED, *added)))
        assert found.encontrado == "5 casos"
        wording(found.mensaje, "O1", "Convenio", "%", "P0", "medida 0", "medida 1", "P1", "medida 2", "medida 3")


class TestExecution:
    def test_the_four_cases_exclude_one_another(self):
        """Planned P, executed E: P>0 E>0; P>0 E=0; P=0 E=0; P=0 E>0. The fifth task has a blank month."""
        plan = more(PLAN, *many(5))
        plan = line(line(plan, "v1 | 9.U2.3", abr="0", may="0", jun="0"), "v1 | 9.U2.4", abr="0", may="0", jun="0")
        done = more(
            DONE,
            "2024-T2 | 9.U2.1 | 1 | 1 | 1 | |",
            "2024-T2 | 9.U2.2 | 0 | 0 | 0 | |",
            "2024-T2 | 9.U2.3 | 0 | 0 | 0 | |",
            "2024-T2 | 9.U2.4 | 1 | 0 | 0 | |",
            "2024-T2 | 9.U2.5 | 1 | | 1 | |",
        )
        evidence = planned(tareas=plan, ejecucion=done)
        reported = {
            code: [found.elemento for found in findings_of_rule(code, evidence)]
            for code in ("EJE-SIN-DATO", "EJE-CERO", "EJE-SIN-PROGRAMA", "EJE-SOBRE-100")
        }
        assert reported == {
            "EJE-SIN-DATO": ["tarea/9.U2.5"],
            "EJE-CERO": ["tarea/9.U2.2"],
            "EJE-SIN-PROGRAMA": ["tarea/9.U2.4"],
            "EJE-SOBRE-100": [],
        }

    def test_a_goal_that_was_not_kept_in_one_month_is_not_fulfilled(self):
        """105 calls in April do not make up for the 85 of May: who says «no cumple» is right, who says «cumple» is not."""
        done = line(DONE, "2024-T2 | 1.2 ", abr="105", may="85", evaluacion="no cumple")
        assert findings_of_rule("EJE-EVALUACION", planned(ejecucion=done)) == ()
        (found,) = findings_of_rule("EJE-EVALUACION", planned(ejecucion=done.replace("no cumple", "cumple")))
        assert found.esperado == "no cumple" and "96,49 %" in found.mensaje

    def test_what_is_done_in_a_month_without_goal_does_not_pass_a_goal_that_is_kept(self):
        """Nothing is programmed in June: 95 calls of June do not make 150 % of what April and May had to keep."""
        evidence = planned(tareas=line(PLAN, "v1 | 1.2 ", jun=""))
        assert findings_of_rule("EJE-SOBRE-100", evidence) == ()

    @pytest.mark.parametrize("periodo", ["2024-T2", "2024-anual"])
    def test_what_is_programmed_for_the_year_may_be_done_in_any_quarter(self, periodo):
        """Three audits in the year, one of them in April: it was programmed, and how much was due by June is not known."""
        plan = "version | tarea | descripcion | operacion | unidad | acp | anual\n v1 | 2.1 | Auditar | O2 | U2 | 1 | 3"
        done = "periodo | tarea | abr | evaluacion\n 2024-T2 | 2.1 | 1 | cumple"
        evidence = evidence_of(PLANNED, corrida={"periodo": periodo}, tareas=plan, ejecucion=done)
        assert findings_of_rule("EJE-SIN-PROGRAMA", evidence) == findings_of_rule("EJE-EVALUACION", evidence) == ()

    @pytest.mark.parametrize(("code", "may"), [("EJE-SIN-DATO", ""), ("EJE-CERO", "0")])
    def test_a_goal_that_is_kept_every_month_is_not_added_up(self, code, may):
        """95 calls of 100 in each of three months are no 285, and the report prints 95 as programmed."""
        (found,) = findings_of_rule(code, planned(ejecucion=line(DONE, "2024-T2 | 1.2 ", abr="0", may=may, jun="0")))
        assert not any("285" in told for told in (found.mensaje, found.esperado)) and "1.2" in found.mensaje

    @pytest.mark.parametrize(("told", "cause"), [("2024-T1", ""), ("2024-T2", "Paro de transporte"), ("", "Paro de transporte")])
    def test_the_cause_of_an_earlier_quarter_does_not_explain_a_zero_of_this_one(self, told, cause):
        done = more(line(DONE, "2024-T2 | 2.1 ", abr="0", may="0", jun="0"), f"{told} | 2.1 | | | | | Paro de transporte")
        (found,) = findings_of_rule("EJE-CERO", planned(ejecucion=done))
        assert found.causa == cause
        assert ("«Paro de transporte»" in found.mensaje) is bool(cause)

    def test_the_declared_cause_of_a_zero_is_told_in_words(self):
        evidence = planned(ejecucion="periodo | tarea | abr | may | jun | causa_codigo\n2024-T2 | 2.1 | 0 | 0 | 0 | C5")
        known = replace(evidence.book, identity={"causas": [{"codigo": "C5", "descripcion": "Paro de transporte"}]})
        (found,) = findings_of_rule("EJE-CERO", replace(evidence, book=known))
        assert found.causa == "Paro de transporte"

    def test_a_unit_that_reported_nothing_of_its_tasks_gives_one_finding(self, wording):
        (found,) = findings_of_rule("EJE-SIN-DATO", planned(tareas=more(PLAN, *many(25))))
        assert (found.elemento, found.encontrado) == ("unidad/U2", "25 tareas")
        wording(found.mensaje, "9.U2.20", "5", "0")

    def test_two_forms_of_one_day_in_a_table_leave_open_which_counts(self, wording):
        (found,) = findings_of_rule("PRE-DOBLE", planned(presentaciones=more(FORMS, "2024-T2 | U1 | 2024-07-03")))
        wording(found.mensaje, "3", "2024")

    def test_the_blank_months_of_many_tasks_are_named_if_other_months_have_data(self):
        rows = [f"2024-T2 | 9.U2.{number} | 1 | | | |" for number in range(1, 5)]
        (found,) = findings_of_rule("EJE-SIN-DATO", planned(tareas=more(PLAN, *many(5)), ejecucion=more(DONE, *rows)))
        assert "9.U2.1 (mayo y junio), " in found.mensaje and "9.U2.5." in found.mensaje

    @pytest.mark.parametrize(("method", "counts_as_zero"), [("segip-2020", True), ("mre-2021", False)])
    def test_a_task_without_data_counts_as_zero_where_the_divisor_is_fixed_and_it_says_so(self, method, counts_as_zero, wording):
        """Of weights 60 and 40, the task of 60 is blank: the unit did 40 of 100, as with a zero, or 40 of 40."""
        chosen, done, units = load_method(WORKSPACE, method), {}, {}
        for value in ("", "0"):
            rows = line(DONE, "2024-T2 | 1.1 ", abr=value, may=value, jun=value)
            done[value] = make_evidence(planned(ejecucion=rows).dataset, make_corrida(**DEADLINE), chosen)
            units[value] = done[value].book.get(chosen.hoja.indicador, Period.parse("2024-T2"), "unidad", "U1").value
        assert (units[""] == units["0"]) is counts_as_zero
        (found,) = findings_of_rule("EJE-SIN-DATO", done[""])
        wording(found.mensaje, "1.1", "2024", "6")

    @pytest.mark.parametrize("method", ["segip-2020", "acp-ponderada"])
    def test_many_tasks_without_data_have_the_effect_that_the_method_gives_them(self, method, wording):
        dataset = planned(tareas=more(PLAN, *many(5))).dataset
        evidence = make_evidence(dataset, make_corrida(**DEADLINE), load_method(WORKSPACE, method))
        (found,) = findings_of_rule("EJE-SIN-DATO", evidence)
        wording(found.mensaje, "5", "9.U2.5")

    def test_a_missing_form_gives_one_finding_and_none_for_each_task(self):
        forms = line(FORMS, "2024-T2 | U2", fecha_presentacion="")
        evidence = planned(presentaciones=forms, ejecucion=line(DONE, "2024-T2 | 2.1 ", abr="", may="", jun=""))
        assert len(findings_of_rule("PRE-FALTA", evidence)) == 1
        assert findings_of_rule("EJE-SIN-DATO", evidence) == findings_of_rule("REP-SIN-DATO", evidence) == ()

    def test_in_a_semester_only_the_months_of_the_missing_form_are_excused(self):
        """U2 handed in no form for the second quarter, which excuses its blank June but not its blank January."""
        plan = "version | tarea | descripcion | operacion | unidad | acp | ene | jun\n v1 | 2.1 | Auditar | O | U2 | 1 | 1 | 1"
        done = "periodo | tarea | ene\n 2024-T1 | 2.1 | {}"
        forms = "periodo | unidad | fecha_presentacion\n 2024-T1 | U2 | 2024-04-01\n 2024-T2 | U2 |"
        reported = [
            findings_of_rule(
                "EJE-SIN-DATO",
                planned(
                    tareas=plan, ejecucion=done.format(january), presentaciones=forms,
                    corrida=DEADLINE | {"periodo": "2024-S1"},
                ),
            )
            for january in ("1", "")
        ]  # fmt: skip
        assert reported[0] == ()
        assert [(item.elemento, item.celda) for item in reported[1]] == [("tarea/2.1", "C2")]

    def test_a_plan_without_any_execution_gives_one_finding(self, wording):
        (found,) = findings_of_rule("EJE-SIN-DATO", planned(ejecucion=None))
        wording(found.mensaje, "5", "2024")

    def test_execution_far_above_the_plan_is_reported_with_its_percentage(self, wording):
        """As in SEGIP's archive in 2020: 3,800 + 3,900 + 2,100 files of 2,000 planned each month are 163.33 %."""
        plan = "version | tarea | descripcion | operacion | unidad | acp | ene | feb | mar\n v1 | 5.2 | Ordenar | O | U1 | 1 | 2000 | 2000 | 2000"
        done = "periodo | tarea | ene | feb | mar\n 2024-T1 | 5.2 | 3800 | 3900 | 2100"
        (found,) = findings_of_rule(
            "EJE-SOBRE-100",
            evidence_of(PLANNED, tareas=plan, ejecucion=done, presentaciones=None, corrida={"periodo": "2024-T1"}),
        )
        wording(found.mensaje, "9.800", "6.000", "163,33", "2024")
        assert (found.encontrado, found.diferencia) == ("9800", "3800")

    def test_many_rows_of_unknown_tasks_give_one_finding_that_lists_them(self):
        unknown = [f"2024-T2 | X.{number} | 1 | 1 | 1 | |" for number in range(4)]
        (found,) = findings_of_rule("EJE-TAREA", planned(ejecucion=more(DONE, *unknown)))
        assert found.encontrado == "4 filas"
        assert "X.0 (fila 7), X.1 (fila 8)" in found.mensaje


class TestClaims:
    def test_posts_of_one_type_may_share_their_tasks(self):
        assert findings_of_rule("PLA-DOS-UNIDADES", planned()) == ()

    def test_the_cell_of_a_shared_activity_is_the_second_units_although_the_first_has_another_task_after_it(self):
        shared = [
            f"v1 | {code} | Construir el puente peatonal | O | {unit} | 1 | | 3 | 1 | 1 | 1 |"
            for code, unit in (("8.1", "U1"), ("8.2", "U2"), ("8.3", "U1"))
        ]
        (found,) = findings_of_rule("PLA-DOS-UNIDADES", planned(tareas=more(PLAN, *shared)))
        assert found.mensaje.index("8.1 (U1)") < found.mensaje.index("8.2 (U2)")
        assert found.celda == f"C{len(more(PLAN, *shared[:2]).strip().splitlines())}"

    def test_an_activity_of_four_units_gives_one_note(self, wording):
        structure = more(PLANNED["estructura"], *(f"unidad | U{n} | NORTE | 1" for n in (3, 4)))
        common = [f"v1 | C.{n} | Formular el POA de la gestión 2025 | O | U{n} | 1 | | 3 | 1 | 1 | 1 |" for n in (1, 2, 3, 4)]
        (found,) = findings_of_rule("PLA-DOS-UNIDADES", planned(estructura=structure, tareas=more(PLAN, *common)))
        assert found.severidad == "nota"
        wording(found.mensaje, "4")

    def test_many_shared_activities_of_two_units_give_one_finding(self, wording):
        shared = [
            f"v1 | {unit}.{n} | Construir el puente peatonal del barrio {name} | O | {unit} | 1 | | 3 | 1 | 1 | 1 |"
            for unit in ("U1", "U2")
            for n, name in enumerate(("Norte", "Central", "Miraflores", "Obrajes"))
        ]
        (found,) = findings_of_rule("PLA-DOS-UNIDADES", planned(tareas=more(PLAN, *shared)))
        wording(found.mensaje, "U1", "U2", "U1.0", "U2.0", "U1.3", "U2.3")


class TestVersions:
    def test_thirteen_changes_of_one_unit_give_one_finding(self, wording):
        plan = more(second(), *many(13, version="v2"))
        (found,) = findings_of_rule("VER-AGREGADAS", planned(versiones=VERSIONS, tareas=plan))
        assert (found.elemento, found.celda) == ("versiones/v2", "B12"), "the cell of the first task that was added"
        wording(found.mensaje, "13", "9.U2.1", "9.U2.2", "U2 13")

    def test_a_reformulation_of_all_units_gives_one_finding_for_each_kind(self, wording):
        structure = more(PLANNED["estructura"], *(f"unidad | N{n} | NORTE | 1" for n in range(13)))
        added = [row for n in range(13) for row in many(1 + (n == 5), f"N{n}", "v2")]
        evidence = planned(estructura=structure, versiones=VERSIONS, tareas=more(second(), *added))
        (found,) = findings_of_rule("VER-AGREGADAS", evidence)
        wording(found.mensaje, "14", "N5 2", "N0 1", "N1 1")

    def test_a_copy_of_the_same_plan_is_reported(self, wording):
        (found,) = findings_of_rule("VER-RESUMEN", planned(versiones=VERSIONS, tareas=second()))
        wording(found.mensaje)

    def test_a_change_of_past_months_tells_the_progress_that_the_version_before_would_give(self, wording):
        """By v1 task 1 did 1 of 2 until June, 50 %; by v2, of 15 May, all it had to. Later runs have no such figure."""
        plan = "version | tarea | descripcion | unidad | acp | ponderacion | feb | jun\nv1 | 1 | Uno | U1 | 1 | 100 | 1 | 1\n"
        tables = {"versiones": VERSIONS, "tareas": f"{plan}v2 | 1 | Uno | U1 | 1 | 100 | | 1", "ejecucion": "tarea | feb | jun\n1 | 0 | 1"}
        dataset = make_dataset(estructura=PLANNED["estructura"], **tables)
        for period in ("2024-T2", "2024-T3"):
            evidence = make_evidence(dataset, make_corrida(period), load_method(WORKSPACE, "segip-2020"))
            (found,) = findings_of_rule("VER-MES-PASADO", evidence)
            assert (found.elemento, found.esperado, found.encontrado) == ("versiones/v2", "", "una tarea")
            wording(found.mensaje, *(("50,00 %",) if period == "2024-T2" else ()))

    def test_three_versions_are_compared_each_with_the_one_before(self):
        versions = more(VERSIONS, "v3 | RM 9/2024 | 2024-06-20")
        third = [row.replace("v1", "v3", 1) for row in PLAN.splitlines() if row.strip()][1:]
        evidence = planned(versiones=versions, tareas=more(second(without=("3.2",)), *third))
        dropped, added = (findings_of_rule(code, evidence) for code in ("VER-RETIRADAS", "VER-AGREGADAS"))
        assert "De v1 (RM 1/2024, 02/01/2024) a v2" in dropped[0].mensaje
        assert "De v2 (RM 7/2024, 15/05/2024) a v3" in added[0].mensaje

    def test_what_a_task_that_keeps_its_goal_exceeded_is_no_sum_of_its_months(self, wording):
        """Of 95 % to be kept in each of three months it reported 95, 95 and 1000."""
        (found,) = findings_of_rule("EJE-SOBRE-100", planned(ejecucion=line(DONE, "2024-T2 | 1.2 ", jun="1000")))
        wording(found.mensaje, "417,54 %")
        assert (found.esperado, found.encontrado) == ("≤ 100", "417.54")

    def test_a_dropped_task_of_which_only_zeros_were_reported_has_nothing_done_to_account_for(self):
        evidence = planned(
            versiones=VERSIONS,
            tareas=second(without=("3.2",)),
            ejecucion=line(DONE, "2024-T2 | 3.2 ", abr="0", may="0", jun="0"),
        )
        (dropped,) = findings_of_rule("VER-RETIRADAS", evidence)
        assert dropped.severidad is Severity.NOTE
        assert "ya informada" not in dropped.mensaje

    def test_comparing_two_versions_in_reverse_reverses_the_changes(self):
        tasks = second(of_task("1.1", jun="9"), without=("3.1",))
        first, later = versions_of(make_dataset(versiones=VERSIONS, tareas=tasks))
        there, back = compare(first, later), compare(later, first)
        assert (len(there.added), len(there.dropped)) == (len(back.dropped), len(back.added)) == (0, 1)
        assert there.reprogrammed[0].words == "jun 2 → 9"
        assert back.reprogrammed[0].words == "jun 9 → 2"

    def test_a_version_compared_with_itself_has_not_changed(self):
        (version, _) = versions_of(make_dataset(versiones=VERSIONS, tareas=second()))
        same = compare(version, version)
        assert not any((same.added, same.dropped, same.reprogrammed, same.reweighted, same.moved, same.refunded))


@pytest.mark.parametrize("table", ["vinculacion", "tareas"])
def test_an_action_with_tasks_needs_a_category_only_if_links_are_kept(table):
    actions = more(ACTIONS, "3 | Nueva")
    changes = {"vinculacion": None} if table == "vinculacion" else {}
    plan = more(PLAN, "v1 | 5.1 | Nueva tarea del año | O | U1 | 3 | | 3 | 1 | 1 | 1 |")
    found = findings_of_rule("VIN-ACCION", planned(acciones=actions, tareas=plan, **changes))
    assert ["acción 3" in item.mensaje for item in found] == ([] if table == "vinculacion" else [True])


def test_an_action_without_a_unit_is_not_mended_in_the_table_of_links():
    """That table was named also where the action was already in it."""
    actions = more(ACTIONS, "3 | Nueva")
    for links, mends in ((" 9 0 001 | 3 |\n", ["«estructura»"]), (" 9 0 001 | 1 |\n", ["«vinculacion»", "«estructura»"])):
        evidence = planned(acciones=actions, vinculacion=f"cat_prog | acp | unidad\n{links}")
        (found,) = (one for one in findings_of_rule("VIN-ACCION", evidence) if one.elemento == "acciones/3")
        assert [table for table in ("«vinculacion»", "«estructura»") if table in found.mensaje] == mends


def test_of_three_reports_of_a_month_the_last_counts_and_is_compared_with_the_one_before():
    done = more(DONE, "2024-S1 | 2.1 | | 2 | | |", "2024-T3 | 2.1 | | 3 | | |")
    [found] = findings_of_rule("EJE-OTRA-VEZ", evidence_of(PLANNED, ejecucion=done))
    assert (found.esperado, found.encontrado, found.celda) == ("2", "3", "D8")


@pytest.mark.parametrize(("method", "action", "count"), [("acp-ponderada", "2", 1), ("acp-ponderada", "1", 0), ("mre-2024", "2", 0)])
def test_an_operation_of_two_actions_counts_whole_in_both_where_actions_are_made_of_operations(method, action, count, wording):
    """The operation O1 of U1 has task 1.1 for action 1; 1.2 is for action 2, or for 1 too."""
    plan = line(PLAN, "v1 | 1.2 ", acp=action)
    evidence = make_evidence(make_dataset(**{**PLANNED, "tareas": plan}), method=load_method(WORKSPACE, method))
    found = findings_of_rule("PLA-OPERACION", evidence)
    assert [(one.elemento, one.celda) for one in found] == [("operacion/O1", "D2")] * count
    wording([one.mensaje for one in found], *["O1", "acción 1", "acción 2"][: 3 * count])


def of_post_and_unit(descriptions: Sequence[str]) -> Evidence:
    """The post EMB-1 and the unit U1 with the same tasks; a second version of the plan raises each goal from 5 to 6."""
    plan = "version | tarea | descripcion | operacion | unidad | meta | abr"
    lines = [f"v1 | {unit}.{at} | {text} | O | {unit} | 5 | 1" for unit in ("EMB-1", "U1") for at, text in enumerate(descriptions)]
    later = [text.replace("v1 |", "v2 |").replace("| 5 | 1", "| 6 | 1") for text in lines]
    tables = {
        "tareas": "\n".join([plan, *lines, *later]),
        "versiones": "version | resolucion | fecha\nv1 | RM 1 | 2024-01-02\nv2 | RM 2 | 2024-05-01",
        "ejecucion": "tarea | abr\nU1.0 | 1",
    }
    return evidence_of(PLANNED, **tables)


def test_a_post_that_carries_out_tasks_is_called_a_post(wording):
    """EMB-1 is a post; U1 is a unit. Of four tasks, one finding tells all."""
    evidence = of_post_and_unit(["Una"] * 4)
    codes = ("PLA-META", "EJE-SIN-DATO", "VER-REPROGRAMADAS")
    told = [one.mensaje for code in codes for one in findings_of_rule(code, evidence)]
    of_post = [text for text in told if "EMB-1" in text]
    wording(of_post[:3])
    assert len(of_post) == 6 and all("puesto EMB-1" in text for text in of_post)
    assert all("unidad U1" in text for text in told if text not in of_post)


SAME = tuple(f"Elaborar el informe sobre {what}" for what in ("agua", "bosques", "caminos", "deportes", "energía", "frontera", "ganado"))


def test_what_is_told_of_all_tasks_of_a_post_is_about_the_post():
    """EMB-1 is a post, with seven tasks; U1, a unit, programmes the same ones."""
    evidence = of_post_and_unit(SAME)
    for code in ("PLA-META", "EJE-SIN-DATO"):
        assert [one.elemento for one in findings_of_rule(code, evidence)] == ["puesto/EMB-1", "unidad/U1"], code
    (twice,) = findings_of_rule("PLA-DOS-UNIDADES", evidence)
    assert twice.elemento == "tarea/EMB-1.0"
