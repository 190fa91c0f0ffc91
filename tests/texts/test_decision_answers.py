"""The first option of a matter responds to the kind of the reported cause, or asks for the cause by a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from decision_cases import ACTION, CUTOFF, INPUT, OUTSIDE, PLACES, book_of, context_of, shown_page

from helpers.settings.institution import CAUSAS, TipoCausa
from helpers.texts.decisions.cause_answers import ANSWERS, OWN_WORDS, answer_to
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.proposals import week_before

LOW = {"avance_fisico/2024-T2/puesto/LAX": PLACES["avance_fisico/2024-T2/puesto/LAX"]}


def consulate_with_causes(*causes: tuple[str, str], figures: dict = LOW, **more) -> DraftContext:
    """A consulate with 52.51 % that reported the given causes: code and own words of each."""
    rows = tuple(
        {"periodo": more.get("period", "2024-T2"), "tarea": str(task), "unidad": "LAX", "causa_codigo": code, "causa_desviacion": own, "acp": "7", "descripcion": ""}
        for task, (code, own) in enumerate(causes)
    )
    known = [cause.model_dump(mode="json") for cause in CAUSAS]
    return DraftContext(replace(book_of(figures, listings={"causas": rows}, **more), identity={"causas": known}), (), CUTOFF)


def option(context: DraftContext, letter: str = "A") -> str:
    (line,) = [line for line in shown_page(context).splitlines() if f"**Opción {letter} (propuesta):**" in line]
    return line.partition(":** ")[2]


@pytest.mark.parametrize(
    ("code", "about"),
    [
        ("C1", "contrataciones"), ("C2", "recursos"), ("C3", "contraparte"), ("C4", "personal"), ("C5", "hecho externo"),
        ("C8", "autorizaciones"), ("C9", "equipos"), ("C11", "informado como causa"),
    ],
)  # fmt: skip
def test_the_first_option_begins_with_the_answer_to_the_kind_of_cause(code, about, wording):
    wording(option(consulate_with_causes((code, ""))), about, "Recuperar", "47,49")


def test_a_cause_in_own_words_beside_a_declared_one_is_answered_too(wording):
    wording(option(consulate_with_causes(("C1", ""), ("", "Falta de personal en la farmacia"))), "contrataciones", "personal", "47,49")


@pytest.mark.parametrize("code", ["C6", "C7", "C10"])
def test_a_cause_that_changes_the_goal_has_its_own_option_without_recovery(code, wording):
    context = consulate_with_causes((code, ""))
    wording([option(context, letter) for letter in "ABC"], "reformulación", "47,49")
    assert "47,49" not in option(context)


def test_after_the_years_end_the_answer_is_for_the_next_year(wording):
    year = {"avance_fisico/2024-T4/puesto/LAX": LOW["avance_fisico/2024-T2/puesto/LAX"]}
    rows = ({"periodo": "2024-T4", "tarea": "1", "unidad": "LAX", "causa_codigo": "C1", "causa_desviacion": "", "acp": "7", "descripcion": ""},)
    book = book_of(year, listings={"causas": rows}, period="2024-T4")
    context = DraftContext(replace(book, identity=consulate_with_causes().book.identity), (), date(2024, 12, 31))
    wording(option(context), "para la gestión siguiente", "de la gestión siguiente", "47,49")


@pytest.mark.parametrize("period", ["2024-T2", "2024-T4"])
def test_beside_another_cause_one_that_changes_the_goal_is_an_option_of_its_own_and_no_points_are_recovered(period, wording):
    """Of the 47.49 points a part is what nobody asked for; how much of them is not known."""
    figures = {f"avance_fisico/{period}/puesto/LAX": LOW["avance_fisico/2024-T2/puesto/LAX"]}
    context = consulate_with_causes(("C6", ""), ("C9", ""), figures=figures, period=period)
    wording([option(context, letter) for letter in "ABC"])


def test_an_unreported_cause_is_asked_for_a_week_before_the_decision(wording):
    """The only matter is decided on 31 July 2024, so the cause is asked for by the 24th."""
    wording([option(consulate_with_causes()), shown_page(consulate_with_causes()).splitlines()[-1]], "24 de julio de 2024", "47,49", "31 de julio de 2024")


def test_a_week_before_is_a_working_day():
    """Seven days before Tuesday 13 August 2024 is the holiday of 6 August, so Monday the 5th is taken."""
    assert week_before(date(2024, 8, 13)) == date(2024, 8, 5)
    assert week_before(date(2024, 7, 31)) == date(2024, 7, 24)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Las compras pasaron al segundo semestre por la emergencia sanitaria", ["el hecho externo", "; además, aprobar con la unidad"]),
        ("La pandemia afectó las operaciones", ["Respaldar con documentos el hecho externo"]),
        ("Hubo alta rotación de personal", ["Cubrir los cargos vacantes"]),
        ("Personal insuficiente o en transición en la oficina", ["Cubrir los cargos vacantes"]),
        ("No hubo viajes", ["Acordar con quien responde"]),
    ],
)
def test_a_cause_in_own_words_is_answered_by_the_kind_that_its_words_show(text, phrases):
    context = consulate_with_causes(("", text))
    assert all(phrase in option(context) for phrase in phrases)


def test_tied_causes_are_answered_together_two_at_most(wording):
    """Staff, funds and authorisations are the cause of one task each: the first two in order of declaration
    are answered."""
    first = option(consulate_with_causes(("C4", ""), ("C2", ""), ("C8", "")))
    wording(first, "recursos", "además", "cargos")
    assert "autorizaciones" not in first


def test_a_fall_with_nothing_left_to_recover_asks_for_its_cause_or_answers_it(wording):
    """The consulate fell 24.81 points and is at 100 %: nothing is left to recover, so there is one option only."""
    fallen = {
        "avance_fisico_variacion/2024-T2/puesto/LAX": ("-24.81", "puntos", None),
        "avance_fisico/2024-T2/puesto/LAX": ("100.00", "%", None),
    }
    wording(shown_page(consulate_with_causes(figures=fallen)).splitlines()[5:], "24 de julio de 2024", "31 de julio de 2024")
    wording(shown_page(consulate_with_causes(("C4", ""), figures=fallen)).splitlines()[5:-1])


def test_a_matter_on_a_datum_asks_for_no_cause_of_deviation():
    page = shown_page(context_of(INPUT, findings=(OUTSIDE,)))
    assert "Pedir la causa" not in page and "Rectificar" in page
    assert "Pedir la causa" in shown_page(context_of(ACTION))


def test_every_kind_of_cause_has_one_answer_and_an_institution_may_declare_none(wording):
    assert {kind for kind in TipoCausa.__args__ if kind} | {OWN_WORDS} == set(ANSWERS)
    assert all(promise.endswith(".") for promise, _ in ANSWERS.values())
    context = context_of()
    wording(answer_to(context, ["C1"]).phrase, "informado como causa")
    assert all(not any(map(str.isdigit, phrase)) for _, phrase in ANSWERS.values())


def test_the_cause_of_an_action_says_how_many_of_its_tasks_have_it(wording):
    """Of action 7 two of three tasks lacked staff; the task of action 1 is not among them."""
    context = consulate_with_causes(("C4", ""), ("C4", ""), ("C1", ""), ("C1", ""), figures=ACTION)
    rows = tuple({**row, "acp": "1" if row["tarea"] == "3" else "7"} for row in context.book.listing("causas"))
    context = replace(context, book=replace(context.book, listings={**context.book.listings, "causas": rows}))
    wording(shown_page(context).splitlines()[4], "660,00", "«Personal insuficiente o en transición»", "2", "1")
