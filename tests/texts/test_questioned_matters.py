"""A headline figure that a published report prints with another value than the data give is a matter for decision."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import ABROAD as TWO_POSTS
from builders import METHOD, make_dataset, make_scored
from decision_cases import CUTOFF, HIGH, INPUT, OUTSIDE, book_of, scores_by_rule, shown_page

from helpers.base.errors import UsageError
from helpers.figures.figure import Operand, Operation
from helpers.figures.findings import Finding, Severity
from helpers.texts.decisions.decisions_draft import candidates
from helpers.texts.decisions.questioned_matters import contradicted
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.sentences.supposed_values import printed_before

WHOLE = "avance_fisico/2024-T2/entidad/E"
CENTRAL, ABROAD = "avance_fisico/2024-T2/area/CEN", "avance_fisico/2024-T2/area/EXT"
VALUES = {WHOLE: ("88.75", "%", HIGH), WHOLE.replace("T2", "S1"): ("86.38", "%", HIGH), CENTRAL: ("94.29", "%", HIGH), ABROAD: ("83.21", "%", HIGH)}
METHOD_PLAIN = METHOD.model_dump(mode="json")
"""This method grades 51 to 70 as «Medio» and 70 to 100 as «Alto», and calculates the year so far from tasks."""


def context(*printed: tuple[str, str, str], **more) -> DraftContext:
    """The context with figures that a report printed with other values: id, printed value and verdict of each."""
    rows = tuple({"id": id, "donde": "cuadro 4, fila total", "valor": value, "decimales": "2"} for id, value, _ in printed)
    book = book_of(VALUES, listings={"publicado": rows}, **more)
    findings = tuple(
        Finding("PUB-CIFRA", Severity.WARNING, "x.", elemento=id, veredicto=verdict, encontrado=value, esperado=VALUES[id][0])
        for id, value, verdict in printed
    )
    return DraftContext(replace(book, method=METHOD_PLAIN), findings, CUTOFF)


def test_the_institutions_published_value_is_shown_beside_the_computed_one(wording):
    """80.96 was printed and 88.75 is computed: the score is the 7.79 points, since no money depends on it."""
    known = context((WHOLE, "80.96", "irreconciliable"), (CENTRAL, "84.76", "irreconciliable"))
    assert scores_by_rule(known) == {"publicado_distinto": Fraction("7.79")}
    title, _, happened, _, *rest = shown_page(known).splitlines()
    wording(title, "80,96 %", "88,75 %")
    wording(happened, "80,96 %", "segundo trimestre de 2024", "88,75 %", "Administración Central", "84,76 %", "94,29 %")
    wording(rest, "80,96 %", "88,75 %", "«Alto»", "31 de julio de 2024")


@pytest.mark.parametrize("cause", ["no entró en el promedio A1", "ninguna de las operaciones ensayadas da el valor impreso"], ids=["found", "none"])
def test_a_value_printed_right_elsewhere_is_told_so_and_only_an_unexplained_one_is_not_reproduced(cause, wording):
    known = context((WHOLE, "88.75", "exacto"), (WHOLE, "80.96", "irreconciliable"))
    known = replace(known, findings=tuple(replace(one, causa=cause) for one in known.findings))
    shown = shown_page(known).splitlines()
    wording(shown[2:5:2], "cuadro 4, fila total")


@pytest.mark.parametrize("verdict", ["no verificable", "redondeo", "exacto"])
def test_a_value_not_verifiable_rounded_or_exact_is_no_contradiction(verdict):
    assert scores_by_rule(context((WHOLE, "80.96", verdict))) == {}


@pytest.mark.parametrize(("printed", "is_matter"), [("87.75", True), ("87.76", False), ("89.75", True)])
def test_a_difference_is_a_matter_from_one_point(printed, is_matter):
    """88.75 − 87.75 is 1.00 point; 88.75 − 87.76 is 0.99."""
    assert ("publicado_distinto" in scores_by_rule(context((WHOLE, printed, "irreconciliable")))) is is_matter


def test_an_approximation_of_a_figure_from_tasks_contradicts_no_value():
    """The method calculates the first half from tasks. There are none, so the computed figure is an approximation."""
    half = WHOLE.replace("T2", "S1")
    known = context((half, "80.96", "irreconciliable"))
    assert half in known.book.figures and contradicted(known) == []


def test_a_printed_grade_is_no_printed_value():
    """The report printed «Medio» although 88.75 is «Alto». A finding on the word is no finding on the number."""
    known = context((WHOLE, "80.96", "irreconciliable"))
    (finding,) = known.findings
    assert contradicted(replace(known, findings=(replace(finding, encontrado="Medio"),))) == []
    assert len(contradicted(replace(known, findings=(replace(finding, encontrado="Medio"), finding)))) == 1


def test_a_value_by_another_rule_is_called_so_and_its_option_is_to_explain_it(wording):
    wording(shown_page(context((WHOLE, "80.96", "otra regla"))).splitlines()[4:-1], "otra regla")


def test_the_institution_comes_first_then_parts_by_money_and_difference(wording):
    """The central area's 2.00 points of Bs 800 weigh more than the 4.00 points of Bs 200 abroad. The score is the 2
    points, since no money depends on it."""
    own = {"ppto_vigente/2024-S1/area/CEN": ("800.00", "Bs", None), "ppto_vigente/2024-S1/area/EXT": ("200.00", "Bs", None)}
    parts = context((ABROAD, "79.21", "arrastre"), (CENTRAL, "92.29", "arrastre"))
    parts = replace(parts, book=replace(parts.book, figures={**parts.book.figures, **book_of(own).figures}))
    assert [one.figure.code for one in contradicted(parts)] == ["CEN", "EXT"]
    assert scores_by_rule(parts)["publicado_distinto"] == 2
    wording(shown_page(parts).splitlines()[0], "Administración Central", "92,29 %", "94,29 %")
    whole = context((CENTRAL, "92.29", "arrastre"), (WHOLE, "80.96", "irreconciliable"))
    assert [one.figure.code for one in contradicted(whole)] == ["E", "CEN"]


def test_the_option_says_how_the_grade_changes(wording):
    """69.99 is «Medio» and 88.75 «Alto»."""
    wording(shown_page(context((WHOLE, "69.99", "irreconciliable"))).splitlines()[5], "69,99 %", "88,75 %", "«Medio»", "«Alto»")


def test_the_reconciliation_section_and_the_responsible_unit_are_named_if_known(wording):
    known = context((WHOLE, "80.96", "irreconciliable"))
    book = replace(known.book, identity={"unidad_responsable": "Dirección de Planificación"}, params={"secciones": ["conciliacion"]})
    cause, *_, office = shown_page(replace(known, book=book)).splitlines()[4:]
    wording([cause, office], "[sec-conciliacion]", "**Responde:** Dirección de Planificación")


def test_an_impossible_datum_gets_the_first_date_and_a_published_value_the_next():
    """Both are settled before publishing. The impossible datum scores 14.05 and the published value 7.79."""
    both = context((WHOLE, "80.96", "irreconciliable"))
    figures = {**both.book.figures, **book_of(INPUT).figures}
    known = replace(both, book=replace(both.book, figures=figures), findings=(*both.findings, OUTSIDE))
    assert [one.rule.key for one in candidates(known)] == ["dato_imposible", "publicado_distinto"]
    days = [line.partition("**Fecha (propuesta):** ")[2] for line in shown_page(known).splitlines() if "**Fecha" in line]
    assert days == ["31 de julio de 2024.", "15 de agosto de 2024."]


def test_a_recalculation_that_rests_on_an_impossible_datum_says_so(wording):
    """The institution's 88.75 is the mean of 94.29 and abroad's 83.21, whose own parts give 84.03 instead."""
    resting = resting_on_parts((WHOLE, "80.96", "irreconciliable"), findings=(OUTSIDE,))
    (sentence,) = [line for line in shown_page(resting).splitlines() if "El recálculo da" in line]
    wording(sentence, "80,96 %", "88,75 %", "dato inconsistente del Servicio Exterior")
    assert "dato inconsistente" not in shown_page(resting_on_parts((WHOLE, "80.96", "irreconciliable")))


def resting_on_parts(*printed: tuple[str, str, str], findings: tuple[Finding, ...] = ()) -> DraftContext:
    """The context in which the institution's 88.75 is the mean of 94.29 and abroad's 83.21."""
    known = context(*printed)
    parts = tuple(Operand("parte", id) for id in (CENTRAL, ABROAD))
    figures = {**book_of(INPUT).figures, **known.book.figures}
    figures[WHOLE] = replace(figures[WHOLE], operation=Operation.MEAN, operands=parts, sources=())
    return replace(known, book=replace(known.book, figures=figures), findings=(*known.findings, *findings))


def third_option(known: DraftContext) -> str:
    return next(line for line in shown_page(known).splitlines() if line.startswith("- **Opción C (propuesta):**"))


def test_a_third_option_settles_the_impossible_datum_first_and_states_the_effect(wording):
    """(94.29 + 84.03) / 2 = 89.16."""
    wording(third_option(resting_on_parts((WHOLE, "80.96", "irreconciliable"), findings=(OUTSIDE,))), "Servicio Exterior", "89,16 %")


def test_a_third_option_states_the_institutions_value_with_a_published_part(wording):
    """(92.29 + 83.21) / 2 = 87.75."""
    wording(third_option(resting_on_parts((CENTRAL, "92.29", "irreconciliable"))), "87,75 %", "88,75 %")


def test_there_is_no_third_option_without_an_effect_or_where_only_the_rule_differs():
    assert "Opción C" not in shown_page(context((CENTRAL, "92.29", "irreconciliable")))
    assert "Opción C" not in shown_page(resting_on_parts((CENTRAL, "92.29", "otra regla")))


def test_a_third_option_may_change_the_gap_of_the_part_itself(wording):
    """94.29 − 80.00 = 14.29 points; with the printed progress, 92.29 − 80.00 = 12.29."""
    gap, spent = "brecha_fisico_financiera/2024-T2/area/CEN", "ejecucion_financiera/2024-T2/area/CEN"
    known = context((CENTRAL, "92.29", "irreconciliable"))
    more = book_of({gap: ("14.29", "puntos", None), spent: ("80.00", "%", None)}).figures
    operands = (Operand("minuendo", CENTRAL), Operand("sustraendo", spent))
    difference = replace(more[gap], operation=Operation.DIFFERENCE, operands=operands, sources=())
    figures = {**more, **known.book.figures, gap: difference}
    wording(third_option(replace(known, book=replace(known.book, figures=figures))), "12,29", "14,29")


def test_an_action_is_named_in_whole_words_in_a_title(wording):
    id = "avance_fisico/2024-T2/acp/7"
    known = context((WHOLE, "88.75", "exacto"))
    row = {"id": id, "donde": "cuadro 4", "valor": "80.00", "decimales": "2"}
    finding = Finding("PUB-CIFRA", Severity.WARNING, "x.", elemento=id, veredicto="irreconciliable", encontrado="80.00", esperado="90.00")
    book = replace(
        known.book,
        figures={**known.book.figures, **book_of({id: ("90.00", "%", HIGH)}).figures},
        listings=known.book.listings | {"publicado": (row,)},
    )
    page = shown_page(DraftContext(book, (finding,), CUTOFF))
    wording(page.splitlines()[0], "7", "80,00 %", "90,00 %")
    assert "ACP" not in page


def test_the_printed_value_is_the_first_that_differs_with_its_decimals(wording):
    rows = (
        {"id": WHOLE, "donde": "resumen", "valor": "88.75", "decimales": "2"},
        {"id": WHOLE, "donde": "cuadro 4", "valor": "81", "decimales": "1"},
        {"id": WHOLE, "donde": "cuadro 9", "valor": "80.96", "decimales": "2"},
    )
    book = book_of(VALUES, listings={"publicado": rows})
    assert str(printed_before(book, WHOLE).value) == "81.0"
    wording(printed_before(book, WHOLE).rule, "cuadro 4")
    assert str(printed_before(book_of(VALUES, listings={"publicado": rows[:1]}), WHOLE).value) == "88.75"
    with pytest.raises(UsageError, match="Ningún documento"):
        printed_before(book_of(VALUES), WHOLE)


def test_the_book_lists_published_headline_values_but_no_posts_money_or_grades():
    printed = """
        id                                  | donde    | valor | decimales
        avance_fisico/2024-T2/unidad/U1     | cuadro 1 | 80.96 | 2
        avance_fisico/2024-T2/puesto/EMB-1  | cuadro 2 | 99.00 | 2
        devengado/2024-S1/entidad/E         | cuadro 3 | 10.00 | 2
        ejecucion_financiera/2024-S1/acp/7  | cuadro 4 |       |
    """
    book = make_scored(make_dataset(**TWO_POSTS, publicado=printed))
    assert book.listing("publicado") == (
        {"id": "avance_fisico/2024-T2/unidad/U1", "donde": "cuadro 1", "valor": "80.96", "decimales": "2"},
    )
