"""Every rule on a case in which it finds something and on one in which it finds nothing."""

import subprocess
import sys
from dataclasses import replace

import cases_formulation
import cases_money
import cases_plan
import cases_reports
import cases_texts
import pytest
from builders import findings_of_rule, make_corrida, make_dataset, make_evidence
from cases_formulation import FORMULATED, PLAN_RUN
from rule_cases import DEADLINE, DONE, FORMS, PLAN, PLANNED, SOUND, STRUCTURE, evidence_of, line

from helpers.base.python_extras import by_key
from helpers.checks.grouping.root_causes import practice_words
from helpers.checks.rule_registry import REGISTRY, Found, Registry
from helpers.checks.run_checks import RULE_MODULES, check_all, rule_listing
from helpers.figures.findings import Finding, Severity
from helpers.figures.situations import REPORTERS
from helpers.views.quality.audit_tables import consequence_lines

CASES = cases_money.CASES | cases_reports.CASES | cases_plan.CASES | cases_texts.CASES | cases_formulation.CASES


OF_CLOSINGS = {"CIE-REEXPRESADA", "CIE-DESAPARECE", "CIE-NUEVA"}
"""Rules that need a closed period on disk; `tests/desk/test_close.py` has both cases of each."""
OF_METHODS = {"PLA-OPERACION"}
"""Rules that need another method than the cases'; `test_plan_rules.py` has both cases of each."""


def test_every_rule_has_its_case():
    assert sorted({*CASES, *OF_CLOSINGS, *OF_METHODS}) == sorted(REGISTRY.rules)
    modules = (cases_money, cases_reports, cases_plan, cases_texts, cases_formulation)
    assert len(CASES) == sum(len(module.CASES) for module in modules)


def test_every_rule_is_in_a_module_that_is_run():
    names = {module.__name__ for module in RULE_MODULES}
    assert {rule.check.__module__ for rule in REGISTRY.rules.values()} == names


def place_of(finding: Finding) -> tuple[str, str]:
    return finding.elemento, finding.place


@pytest.mark.parametrize("code", CASES)
def test_a_rule_reports_its_case(code):
    case = CASES[code]
    findings = findings_of_rule(code, evidence_of(case.base, **case.fires))
    assert [finding.elemento for finding in findings] == [element for element, _ in case.places]
    for finding, (_, place) in zip(findings, case.places, strict=True):
        assert finding.place.endswith(place)
        assert finding.codigo == code
        assert finding.mensaje.endswith(".")
    for words in case.says:
        assert words in findings[0].mensaje


@pytest.mark.parametrize("code", [code for code, case in CASES.items() if case.silent])
def test_a_rule_reports_nothing_in_its_silent_case(code):
    case = CASES[code]
    assert findings_of_rule(code, evidence_of(case.base, **case.silent)) == ()


@pytest.mark.parametrize(
    ("base", "corrida"), [(SOUND, DEADLINE), (PLANNED, DEADLINE), (FORMULATED, PLAN_RUN["corrida"])], ids=["money", "tasks", "plan"]
)
def test_the_sound_institutions_have_no_findings_at_all(base, corrida):
    checked = check_all(evidence_of(base, corrida=corrida))
    assert checked.findings == ()
    assert {item.veredicto for item in checked.reconciliation} <= {"exacto"}


def test_a_text_that_names_one_indicator_and_shows_another_is_a_warning(wording):
    asked = "ejecucion_financiera/2024-T2/entidad/E"
    evidence = evidence_of(prose=f'El avance físico del trimestre fue de {{{{ cifra("{asked}") }}}}.')
    [finding] = findings_of_rule("TEX-CONTRADICE", evidence)
    assert (finding.elemento, finding.severidad) == ("avance_fisico/2024-T2/entidad/E", Severity.WARNING)
    wording(finding.mensaje, "«Avance físico»", "Ejecución financiera", "13,33", "80,00")


def test_a_share_of_an_amount_is_not_that_amount():
    """The draft of the conclusions says so of the action that executed least, and was itself reported."""
    ask = '{{{{ cifra("{}/2024-T2/acp/2") }}}}'.format
    drafted = f"La ACP 2 ejecutó {ask('ejecucion_financiera')} de su presupuesto vigente de {ask('ppto_vigente')}."
    assert findings_of_rule("TEX-CONTRADICE", evidence_of(prose=drafted)) == ()


MARKED_LATE = "periodo | unidad | fecha_presentacion | en_plazo\n2024-T2 | U1 | | no\n"


def test_a_form_marked_late_without_a_date_is_reported_and_none_as_missing(wording):
    """A document may list the late units only, without dates. Units that such a table does not list are not missing."""
    without_deadline = {"presentaciones": MARKED_LATE, "corrida": {}}
    [finding] = findings_of_rule("PRE-TARDE", evidence_of(PLANNED, **without_deadline))
    assert finding.elemento == "presentaciones/2024-T2/U1" and finding.place.endswith("presentaciones.csv#D2")
    wording(finding.mensaje, "U1", "2024")
    for silent in ("PRE-FALTA", "PRE-SIN-FECHA", "PRE-SIN-PLAZO"):
        assert findings_of_rule(silent, evidence_of(PLANNED, **without_deadline)) == ()
    in_time = {"presentaciones": MARKED_LATE.replace("| no", "| si")}
    assert findings_of_rule("PRE-TARDE", evidence_of(PLANNED, **in_time)) == ()


@pytest.mark.parametrize(("avances", "missing"), [
    (None, []),
    ("nivel | codigo | indicador | periodo | valor\nunidad | U1 | avance_fisico | 2024-T1 | 90.00", ["unidad/U2"]),
])  # fmt: skip
def test_a_unit_without_tasks_owes_a_form_only_where_its_level_reports_percentages(avances, missing):
    tables = {"tareas": line(PLAN, "v1      | 2.1 ", unidad="U1"), "presentaciones": FORMS.replace("2024-T2 | U2     | 2024-07-05\n", "")}
    found = findings_of_rule("PRE-FALTA", evidence_of(PLANNED, avances=avances, **tables))
    assert [one.elemento for one in found] == missing


def test_a_percentage_obliges_its_level_from_its_period_on_and_not_before():
    """U1 first reports in the third quarter; U2, without tasks as well, owes a form of it, and none of the second."""
    reported = "nivel | codigo | indicador | periodo | valor\nunidad | U1 | avance_fisico | 2024-T3 | 90.00"
    forms = "periodo | unidad | fecha_presentacion\n2024-T2 | EMB | 2024-07-01\n2024-T3 | EMB | 2024-10-01"
    tasks = line(line(PLAN, "v1      | 1.1 ", unidad="EMB-1"), "v1      | 1.2 ", unidad="EMB-1")
    tables = {"tareas": line(tasks, "v1      | 2.1 ", unidad="EMB-1"), "presentaciones": forms, "avances": reported}
    evidence = evidence_of(PLANNED, corrida={"periodo": "2024-T3"}, **tables)
    found = findings_of_rule("PRE-FALTA", evidence)
    assert [(one.elemento, one.esperado) for one in found] == [("unidad/U2", "un formulario de 2024-T3")]
    reporters = by_key((one["periodo"], one["codigo"]) for one in evidence.book.listing(REPORTERS))
    assert reporters["2024-T2"] == ["EMB-1", "EMB-2"]
    assert reporters["2024-T3"] == ["U1", "U2", "EMB-1", "EMB-2"]


def test_a_unit_whose_posts_have_its_tasks_owes_no_form_of_its_own():
    """U1's percentage shows that units report some; U2 has no task itself, and its post reports on the one below it."""
    structure = "nivel | codigo | padre\nentidad | E |\nunidad | U1 | E\nunidad | U2 | E\nunidad | U3 | E\npuesto | P | U2"
    tables = {
        "estructura": structure,
        "tareas": "version | tarea | operacion | unidad | abr\nv1 | 1 | O | P | 2",
        "ejecucion": "tarea | abr\n1 | 2",
        "avances": "nivel | codigo | indicador | periodo | valor\nunidad | U1 | avance_fisico | 2024-T2 | 90.00",
        "presentaciones": "unidad | periodo | fecha_presentacion\nP | 2024-T2 | 2024-07-02",
    }
    evidence = make_evidence(make_dataset(**tables), make_corrida("2024-T2"))
    assert [one.elemento for one in findings_of_rule("PRE-FALTA", evidence)] == ["unidad/U3"]


def test_a_unit_whose_percentage_is_that_of_its_post_owes_no_form():
    report = "nivel | codigo | indicador | periodo | valor\nunidad | U1 | avance_fisico | 2024-T2 | 90.00\npuesto | P1 | avance_fisico | 2024-T2 | 75.00"
    forms = "periodo | unidad | fecha_presentacion\n2024-T2 | U1 | 2024-07-05\n2024-T2 | P1 | 2024-07-05"
    tables = {"estructura": f"{STRUCTURE.rstrip()}\n    puesto | P1 | U2 |", "avances": report, "presentaciones": forms}
    found = findings_of_rule("PRE-FALTA", evidence_of(SOUND, **tables))
    assert [one.elemento for one in found] == ["puesto/EMB-1", "puesto/EMB-2"], "and not unidad/U2, which has no form to fill in"


@pytest.mark.parametrize(("tasks", "code", "said"), [
    (PLAN, "PRE-FALTA", "puesto/EMB-2"),
    (line(line(PLAN, "v1 | 3.1 ", unidad="U2"), "v1 | 3.2 ", unidad="U2"), "", ""),
    (None, "PRE-SIN-FECHA", "presentaciones/2024-T2"),
], ids=["posts with tasks", "posts without tasks", "no plan by tasks"])  # fmt: skip
def test_a_percentage_of_the_type_is_no_datum_of_a_post_that_has_tasks(tasks, code, said):
    """EMB-2 has no form and executed nothing; its type reports 75,00, which stands for posts that report nothing."""
    tables = {
        "tareas": tasks,
        "ejecucion": tasks and line(DONE, "2024-T2 | 3.2 ", abr="", may="", jun=""),
        "presentaciones": FORMS.replace("2024-T2 | EMB ", "2024-T2 | EMB-1 "),
        "avances": "nivel | codigo | indicador | periodo | valor\ntipo | EMB | avance_fisico | 2024-T2 | 75.00",
    }
    evidence = evidence_of(PLANNED, **tables)
    found = [one for rule in ("PRE-FALTA", "PRE-SIN-FECHA", "REP-SIN-DATO") for one in findings_of_rule(rule, evidence)]
    assert [(one.codigo, one.elemento) for one in found] == ([(code, said)] if code else [])


def test_missing_forms_of_one_practice_are_named_by_their_units(wording):
    evidence = evidence_of(PLANNED, **CASES["PRE-FALTA"].fires)
    _, other = findings_of_rule("PRE-FALTA", evidence)
    followed = replace(other, causa_raiz=f"«U2» (a.csv, celda C3): {practice_words(other)}", posicion="1.1")
    wording(consequence_lines(evidence.book, (followed,)), "«EMB-2»", "1.1")


def test_every_rule_states_its_promise_and_severity():
    listing = rule_listing()
    assert sorted(rule["codigo"] for rule in listing) == sorted(REGISTRY.rules)
    assert all(rule["promesa"].endswith(".") and rule["severidad"] in set(Severity) for rule in listing)


def test_a_code_is_registered_once():
    registry = Registry()

    def finds_one(evidence):
        return [Found("Algo.", {"elemento": "x"})]

    registry.rule("X-UNO", Severity.NOTE, "Nada.")(finds_one)
    with pytest.raises(ValueError, match="X-UNO"):
        registry.rule("X-UNO", Severity.NOTE, "Nada.")(finds_one)
    assert registry.run(None) == (Finding("X-UNO", Severity.NOTE, "Algo.", elemento="x"),)


@pytest.mark.slow
def test_rules_are_listed_in_one_order_whichever_module_was_imported_first():
    """The Book holds the list, so two processes must make the same list from the same data."""
    program = "import json\nimport helpers.checks.{}\nfrom helpers.checks.run_checks import rule_listing\nprint(json.dumps(rule_listing()))"
    lists = [
        subprocess.run([sys.executable, "-c", program.format(first)], capture_output=True, text=True, check=True).stdout
        for first in ("run_checks", "follow_up.written_texts", "planning.weight_sums")
    ]
    assert len(set(lists)) == 1
