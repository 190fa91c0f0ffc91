"""Matters for decision: which rules find them, in which order they are listed, and which proposals await acceptance.

The institution has Bs 1,000 for the year. The period is the first half, so that 50 % of the budget is due.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import islice

import pytest
from builders import WORKSPACE, make_corrida
from decision_cases import (
    ACTION,
    CATEGORY,
    CUTOFF,
    GAP,
    HIGH,
    INPUT,
    MEDIUM,
    OUTSIDE,
    PLACES,
    WATCHED,
    book_of,
    context_of,
    everything,
    scores_by_rule,
    shown_page,
)

from helpers.base.errors import PoaError
from helpers.figures.records import OwnText
from helpers.run.report.published_report import check_accepted
from helpers.texts.decisions.decisions_draft import (
    MOST,
    RULE_MODULES,
    all_rules,
    candidates,
    chosen,
    draft_text,
    matters_text,
    pending,
)
from helpers.texts.decisions.matter import LEAST_SCORE
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.proposals import fortnights


def test_each_score_is_the_share_of_the_budget_plus_the_distance_from_the_goal():
    """The gap concerns the whole budget (100 + 9.99), the action 66 % of it (66 + 9.61), the category 2.6 % of it with
    50 % due by now (2.6 + 50). The post has no budget of its own (100 − 52.51), nor has the datum (84.03 − 69.98)."""
    assert scores_by_rule(everything()) == {
        "brecha_entidad": Fraction("109.99"),
        "dinero_rezagado": Fraction("75.61"),
        "sin_gasto": Fraction("52.6"),
        "unidades_rezagadas": Fraction("47.49"),
        "dato_imposible": Fraction("14.05"),
    }
    assert list(scores_by_rule(everything())) == [one.rule.key for one in chosen(everything())]


def test_the_action_is_the_one_with_most_money_behind_its_goal_and_not_the_furthest(wording):
    """660 × 9.61 = 6,342.60 is more than 340 × 12 = 4,080."""
    page = shown_page(context_of(ACTION))
    wording(page.splitlines()[0], "7", "9,61")
    assert "corto plazo 1 está" not in page


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"brecha_fisico_financiera/2024-S1/entidad/E": ("4.99", "puntos", None)}, "brecha_entidad"),
        ({"brecha_ideal/2024-S1/acp/7": ("0.00", "puntos", None), "brecha_ideal/2024-S1/acp/1": ("1.00", "puntos", None)}, "dinero_rezagado"),
        ({"devengado/2024-S1/cat_prog/540": ("9.00", "Bs", None), "ejecucion_financiera/2024-S1/cat_prog/540": ("5.00", "%", None)}, "sin_gasto"),
        ({"ppto_vigente/2024-S1/cat_prog/540": ("0.99", "Bs", None)}, "sin_gasto"),
        ({"avance_fisico/2024-T2/puesto/LAX": ("80.00", "%", HIGH), "avance_fisico/2024-T2/puesto/MAD": ("90.00", "%", HIGH),
          "avance_fisico_variacion/2024-T2/puesto/MAD": ("-9.99", "puntos", None)}, "unidades_rezagadas"),
    ],
)  # fmt: skip
def test_a_case_below_the_limit_of_its_rule_is_no_matter(changed, key):
    assert key in scores_by_rule(everything())
    assert key not in scores_by_rule(context_of(GAP, ACTION, CATEGORY, PLACES, INPUT, changed, findings=(OUTSIDE,)))


def test_the_page_says_what_happened_who_answers_and_proposes_the_rest(wording):
    page = shown_page(everything())
    gap, _, category, places, datum = page.split("### ")[1:]
    wording(gap.splitlines()[0], "9,99")
    wording(gap.splitlines()[-2], "**Responde (propuesta):**", "Máxima Autoridad Ejecutiva")
    wording(category.splitlines()[:5], "540", "540", "26,00", "26,00")
    wording(category.splitlines()[-2], "**Responde:** Asuntos Consulares")
    wording(places.splitlines()[0], "«Servicio Exterior»", "52,51 %", "24,81")
    wording(places.splitlines()[4:5] + places.splitlines()[-2:-1], "Consulado en Los Ángeles", "Embajada en Madrid", "Servicio Exterior")
    dates = dict(re.findall(r"### ([^\n]+?) \n.*?Fecha \(propuesta\):\*\* ([^.]+)\.", page, re.DOTALL))
    first = next(day for title, day in dates.items() if "no concuerda" in title)
    assert first == "31 de julio de 2024"
    assert len(set(dates.values())) == len(dates) == 5
    wording(datum.splitlines()[2], "69,98 %", "segundo trimestre de 2024", "74,63", "93,43 %")


def test_a_job_title_of_the_structure_goes_with_its_office_and_is_no_proposal():
    titles = {
        "cargos": (
            {"nivel": "entidad", "codigo": "E", "cargo": "Ministra"},
            {"nivel": "unidad", "codigo": "DGAC", "cargo": "Directora General"},
        )
    }
    page = shown_page(everything(listings=titles))
    assert "- **Responde:** Ministra." in page and "Asuntos Consulares (Directora General)." in page
    assert "Responde (propuesta)" not in page


def test_a_fall_and_a_lowest_progress_of_different_areas_are_two_matters(wording):
    """The unit's 10 % is the lowest of all (score 90); the embassy abroad fell 24.81 (score 24.81)."""
    low = {"avance_fisico/2024-T2/unidad/DGAC": ("10.00", "%", MEDIUM)}
    context = context_of(PLACES, low)
    assert [one.matter.score for one in candidates(context)] == [Fraction(90), Fraction("24.81")]
    wording(shown_page(context).split("### ")[2].splitlines()[2], "«Embajada en Madrid»", "24,81")


def test_without_actions_the_category_with_most_money_unfulfilled_takes_their_place():
    """Bs 500 × 40 points is more than Bs 26 × 0. The score is 50 % of the money plus 40 points."""
    more = {"ppto_vigente/2024-S1/cat_prog/10": ("500.00", "Bs", None), "avance_fisico/2024-S1/cat_prog/10": ("60.00", "%", None)}
    assert scores_by_rule(context_of(CATEGORY, more))["dinero_rezagado"] == Fraction(90)


def test_an_area_is_a_matter_after_two_periods_under_its_threshold():
    """20 % of the money plus 50 − 30 points: 40."""
    now = {
        "ppto_vigente/2024-S1/area/CEN": ("200.00", "Bs", None),
        "ejecucion_financiera/2024-S1/area/CEN": ("30.00", "%", WATCHED),
    }
    before = {"ejecucion_financiera/2024-T1/area/CEN": ("9.00", "%", WATCHED)}
    assert scores_by_rule(context_of(now, before)) == {"area_bajo_umbral": Fraction(40)}
    fine = {"ejecucion_financiera/2024-T1/area/CEN": ("12.00", "%", HIGH)}
    assert scores_by_rule(context_of(now, fine)) == {}


def test_a_page_without_matters_says_so(wording):
    wording(shown_page(context_of()))
    assert pending(book_of(), matters_text(book_of(), (), CUTOFF)) == ()


def test_a_low_score_is_cut_off_and_the_page_has_five_matters_at_most():
    near = {"avance_fisico_partes/2024-T2/area/EXT": ("79.97", "%", None)}
    assert scores_by_rule(context_of(INPUT, near, findings=(OUTSIDE,))) == {"dato_imposible": Fraction("9.99")}
    assert Fraction("9.99") < LEAST_SCORE
    assert chosen(context_of(INPUT, near, findings=(OUTSIDE,))) == ()
    area = {
        "ppto_vigente/2024-S1/area/CEN": ("200.00", "Bs", None),
        "ejecucion_financiera/2024-S1/area/CEN": ("30.00", "%", WATCHED),
        "ejecucion_financiera/2024-T1/area/CEN": ("9.00", "%", WATCHED),
    }
    six = context_of(GAP, ACTION, CATEGORY, PLACES, INPUT, area, findings=(OUTSIDE,))
    assert len(candidates(six)) == 6
    assert len(chosen(six)) == MOST
    assert "dato_imposible" not in [one.rule.key for one in chosen(six)]


def test_dates_go_from_fortnight_to_fortnight_and_none_is_on_a_weekend():
    """31 August 2024 is a Saturday and 15 September a Sunday: the Fridays before them are the 30th and the 13th."""
    days = list(islice(fortnights(CUTOFF), 5))
    assert days == [date(2024, 7, 31), date(2024, 8, 15), date(2024, 8, 30), date(2024, 9, 13), date(2024, 9, 30)]
    assert next(fortnights(date(2020, 12, 31))) == date(2021, 1, 29)
    dates = re.findall(r"\*\*Fecha \(propuesta\):\*\* (.+)\.", shown_page(everything()))
    assert len(set(dates)) == len(dates) == 5


def test_no_number_is_typed_in_the_draft():
    text = re.sub(r"\{\{.*?\}\}|\{#.*?#\}", "", matters_text(everything().book, (OUTSIDE,), CUTOFF))
    assert re.findall(r"\d", text) == []


def test_a_proposal_waits_until_its_mark_is_gone_or_its_matter_is_struck():
    book = everything().book
    draft = draft_text(book, (OUTSIDE,), CUTOFF)
    waiting = pending(book, draft)
    assert len(waiting) == 5
    assert waiting[0].what == ("Opción A", "Opción B", "Responde", "Fecha")
    assert waiting[1].what == ("Opción A", "Opción B", "Fecha")
    assert pending(book, draft.replace(" (propuesta)", "")) == ()
    head, first, *_ = draft.split("### ")
    assert [one.title[:9] for one in pending(book, f"{head}### {first}")] == ["La ejecuc"]
    assert pending(book, "Se pide una decisión (propuesta).")[0].what == ("una propuesta",)


def test_a_final_report_is_refused_with_one_message_that_names_each_proposal(make_run, wording):
    context = everything()
    run = make_run(context)
    with pytest.raises(PoaError) as refused:
        check_accepted(run, WORKSPACE)
    message = str(refused.value).replace("\u00a0", " ")
    wording([line for line in message.splitlines() if "acción de corto plazo" in line], "7", "9,61", "opción A", "opción B", "fecha")
    assert "data/e/2024/T2/texto/asuntos.md" in message
    assert "poa borrador e/2024-T2" in message

    accepted = draft_text(context.book, context.findings, CUTOFF).replace(" (propuesta)", "")
    text = OwnText("resumen", accepted, "data/e/2024/T2/texto/asuntos.md", "0")
    check_accepted(replace(run, texts=(text,)), WORKSPACE)
    check_accepted(make_run(context, estado="borrador"), WORKSPACE)
    check_accepted(make_run(context, secciones=("acp",)), WORKSPACE)

    with pytest.raises(PoaError, match=r"(?s)conclusiones\.md quite.*«Recomendaciones propuestas»: responsable y plazo"):
        without_page = make_run(context, secciones=("conclusiones",))
        check_accepted(without_page, WORKSPACE)


def test_a_final_report_is_refused_whose_dates_are_proposals(make_run):
    proposed = {"fecha": "2024-06-30", "fuente": "propuesta: último día del periodo; confírmela"}
    changes = {"cortes": {"2024-T2": proposed}, "plazos": {"2024-T2": proposed}, "secciones": ("acp",)}
    run = make_run(everything(), **changes)
    with pytest.raises(PoaError, match=r"(?s)params/e/2024-T2\.yaml.*«cortes\.2024-T2» y «plazos\.2024-T2»$"):
        check_accepted(run, WORKSPACE)
    with pytest.raises(PoaError, match=r"(?s)«plazos\.2024-T2».*asuntos\.md"):
        both = make_run(everything(), **changes | {"secciones": ("resumen",)})
        check_accepted(both, WORKSPACE)
    draft = make_run(everything(), **changes, estado="borrador")
    check_accepted(draft, WORKSPACE)


@pytest.fixture
def make_run():
    from helpers.checks.computed import Computed

    def make(context: DraftContext, **changed: object) -> Computed:
        given = {"entidad": "e", "estado": "definitivo", "aprobado_por": "Ana Rojas", "secciones": ("resumen",)} | changed
        book = replace(context.book, params=make_corrida(**given).model_dump(mode="json"))
        return Computed(book, context.findings, ())

    return make


def test_the_rules_are_in_the_order_of_their_modules():
    """They register as they are imported, so that another name of a module had reordered the report's list of them."""
    assert list(dict.fromkeys(one.find.__module__ for one in all_rules())) == [one.__name__ for one in RULE_MODULES]


def test_every_rule_says_in_spanish_what_it_looks_for():
    assert len({one.key for one in all_rules()}) == 9
    assert all(one.promise.endswith(".") and one.distance for one in all_rules())
