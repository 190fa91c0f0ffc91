"""Findings counted, grouped into families of a root and its consequences, and their parts in an audit report."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import WORKSPACE, make_dataset, make_scored

from helpers.checks.printed.printed_figures import range_words
from helpers.checks.run_checks import rule_listing
from helpers.figures.finding_families import NO_CAUSE, RESTING, audit_findings, criterion_of, families, source_of
from helpers.figures.findings import Finding, InputsFailed, Severity
from helpers.figures.rule_criteria import BASES, OTHER, basis_of, promise_of

BOOK = make_scored(
    make_dataset(
        estructura="nivel | codigo | padre\n entidad | E |\n unidad | U1 | E",
        avances="nivel | codigo | indicador | periodo | valor\n unidad | U1 | avance_fisico | 2024-T2 | 80.00",
    )
)
FIGURE = "avance_fisico/2024-T2/entidad/E"
ROOT = Finding(
    "PUB-CIFRA", Severity.WARNING, "El cuadro 1 imprime 70,00 y se calcula 80,00: repite el valor de «otra».", FIGURE,
    veredicto="irreconciliable", esperado="80.00", encontrado="70.00", diferencia="-10.00",
    causa="repite el valor de «otra»", posicion="1", efecto="−10,00 puntos en avance físico",
)  # fmt: skip
SAME = Finding(
    "PUB-CIFRA", Severity.WARNING, "Otra vez.", FIGURE, encontrado="70.00", archivo="data/x/publicado.csv", celda="C9",
    posicion="1.1", causa_raiz="Avance físico · E (publicado.csv, celda C2): es la misma cifra",
)  # fmt: skip


def test_only_errors_are_counted_in_the_message_on_failed_inputs(wording):
    error = replace(ROOT, severidad=Severity.ERROR)
    wording(str(InputsFailed([error, ROOT])), "un solo error")
    wording(str(InputsFailed([error, ROOT, error])), "2")


def test_every_rule_has_a_criterion_with_a_source():
    codes = [rule["codigo"] for rule in rule_listing()]
    assert [code for code in codes if basis_of(code) is OTHER or not source_of(code)] == []


def test_who_reported_nothing_is_not_asked_to_confirm_what_was_reported():
    assert basis_of("REP-SIN-DATO").advice != basis_of("REP-ESCALA").advice


def test_two_states_of_a_budget_need_not_agree_but_their_difference_must_be_explained():
    (promise,) = [rule["promesa"] for rule in rule_listing() if rule["codigo"] == "GAS-ESTADOS"]
    assert "explica" in promise and "coinciden" not in promise
    assert "explicar la diferencia" in (advice := basis_of("GAS-ESTADOS").advice) and "oficial" not in advice


def test_no_criterion_names_a_system_of_the_budget_that_the_data_may_not_name():
    assert not any("SIGEP" in text for rule in rule_listing() for text in basis_of(rule["codigo"]))


def test_no_criterion_says_that_the_parameters_have_a_deadline_that_they_may_lack():
    assert not any("parámetros" in basis_of(rule["codigo"]).source for rule in rule_listing())


def test_every_finding_of_a_run_has_a_criterion_of_its_own():
    """Of the codes that modules write, the registry has the promises of some rules, or of rules that begin so."""
    code = re.compile(rf'"((?:{"|".join({code[:3] for code in BASES})})-[A-Z-]+[A-Z])"')
    codes = {found for path in (WORKSPACE.root / "src").rglob("*.py") for found in code.findall(path.read_text("utf-8"))}
    registered = [rule["codigo"] for rule in rule_listing()]
    others = {one for one in codes if not any(rule.startswith(one) for rule in registered)}
    assert {"FOR-SIN-CAUSA", "REC-FALTA", "CAL-DIVISION", "CIE-ALTERADO", "ENT-VACIO"} <= others
    assert [one for one in sorted(others) if promise_of(one) in ("", promise_of("XXX-OTRA"))] == []


def test_a_word_that_the_guide_allows_in_place_of_a_quantity_is_no_fault_of_the_file():
    """«COVID» is one of them: the file is as the guide says, and nothing in it is to be corrected."""
    assert promise_of("ENT-SIN-VALOR") != promise_of("ENT-TOTAL")
    assert "Corregir" not in basis_of("ENT-SIN-VALOR").advice


def test_a_norm_is_cited_only_with_the_articles_that_the_sources_name():
    assert source_of("VIN-PROGRAMA").endswith("(DS 3246), art. 17")
    articles = {word for rule in rule_listing() for word in source_of(rule["codigo"]).split("art. ")[1:]}
    assert {word.split(",")[0] for word in articles} == {"13", "17", "20"}


def test_a_root_finding_has_the_five_parts_of_an_audit_finding(wording):
    (found,) = audit_findings(BOOK, (ROOT, SAME))
    parts = (found.condition, found.criterion, found.cause, found.effect, found.recommendation)
    wording(parts, "70,00", "80,00", "2024", "Avance físico", "«otra»", "−10,00", "Corregir", "70,00", "80,00")
    assert found.family.consequences == (SAME,)


def test_the_unit_is_asked_for_a_cause_that_was_not_found():
    unknown = Finding("CUA-CIFRA", Severity.WARNING, "Mal.", "x", causa="ninguna de las operaciones ensayadas lo da")
    silent = Finding("VIN-PROGRAMA", Severity.WARNING, "Mal.", "x")
    causes = [one.cause for one in audit_findings(BOOK, (unknown, silent))]
    assert all(cause.endswith("La unidad debe explicarla.") for cause in causes)
    assert criterion_of(BOOK, silent).endswith("art. 17.")


@pytest.mark.parametrize("head", ["Causa", "Causas posibles"])
def test_the_condition_does_not_end_with_the_heading_of_its_cause(head):
    cause = "parámetros (cortes) o método"
    (found,) = audit_findings(BOOK, (replace(ROOT, mensaje=f"Era 70,00 y es 80,00. {head}: {cause}.", causa=cause),))
    assert (found.condition, found.cause) == ("Era 70,00 y es 80,00.", "Parámetros (cortes) o método.")


@pytest.mark.parametrize("start", ["está ", ""], ids=["printed", "reported"])
def test_a_proof_that_a_value_is_wrong_is_no_cause(start):
    proof = f"{start}{range_words(Decimal('85.80'), Decimal('97.37'))}"
    wrong = replace(ROOT, mensaje=f"Imprime 70,00 y se calcula 80,00: {proof}.", causa=proof)
    (found,) = audit_findings(BOOK, (wrong,))
    assert (found.condition, found.cause) == (wrong.mensaje, NO_CAUSE)


def test_the_advice_calls_neither_of_two_differing_printed_tables_wrong(wording):
    message = "El cuadro imprime 5, y según «otro cuadro» es 6: los dos no coinciden."
    differs = Finding(
        "CUA-CIFRA", Severity.WARNING, message, "x", veredicto="irreconciliable", esperado="6", encontrado="5"
    )
    (found,) = audit_findings(BOOK, (differs,))
    wording(found.recommendation, "Aclarar", "5", "6")


@pytest.mark.parametrize(
    "cause",
    [
        "repite «a»; también cuadraría así: «b» dice 5 y debe decir 6",
        "cuadraría con «a» = 5 o con «b» = 6",
        "difiere en una sola cifra; si se corrige, deja de cuadrar «b»: puede estar mal una de sus partes",
    ],
    ids=["another cell", "one of two", "a part"],
)
def test_the_advice_calls_no_cell_wrong_if_another_one_may_be_wrong(cause, wording):
    (found,) = audit_findings(BOOK, (replace(ROOT, causa=cause),))
    wording(found.recommendation, "Aclarar", "70,00", "80,00")


def test_the_advice_for_two_named_cells_is_to_find_out_which_is_wrong(wording):
    cause = (
        "con ese valor se explica también «Total»; también cuadraría así: «Sur, avance» (E6 de a.csv) dice 56,60 y debe "
        "decir 56,80, y con ese cambio se explica también «Todas»"
    )
    (found,) = audit_findings(BOOK, (replace(ROOT, causa=cause),))
    wording(found.recommendation, "Aclarar", "70,00", "80,00")


def test_the_advice_for_a_value_that_rests_on_a_wrong_cell_begins_with_that_cell(wording):
    cause = f"repite «a»; 80,00 {RESTING}, «b» (E6 de a.csv): con 5 sería 81,00"
    (found,) = audit_findings(BOOK, (replace(ROOT, causa=cause),))
    wording(found.recommendation, "Corregir primero", "70,00", "80,00")


def test_a_substitute_is_not_recommended_as_the_correct_value(wording):
    cause = "no coincide con su cuadro; el método lo obtiene de las tareas; lo calculado es su sustituto"
    (found,) = audit_findings(BOOK, (replace(ROOT, causa=cause),))
    wording(found.recommendation, "Aclarar", "70,00", "80,00")


@pytest.mark.parametrize("file", ["data/x/2024/T2/formularios/U1.xlsx", "data/x/2024/gastos.xlsx"])
def test_a_cell_of_a_table_is_corrected_and_one_of_an_accepted_form_is_not(file, wording):
    read = Finding("ENT-NUMERO-AMBIGUO", Severity.WARNING, "El número se lee de dos maneras.", archivo=file, celda="C4")
    (found,) = audit_findings(BOOK, (read,))
    wording(found.recommendation)


def test_of_repeated_forms_none_is_asked_for(wording):
    (found,) = audit_findings(BOOK, (replace(ROOT, codigo="PRE-DOBLE", veredicto=""),))
    wording(found.recommendation)


def test_a_consequence_whose_root_is_not_listed_is_a_root_itself():
    assert [family.root for family in families((SAME,))] == [SAME]
