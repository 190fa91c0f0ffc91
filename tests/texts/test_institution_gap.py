"""The matter on the institution's gap names the parts where it weighs most and where it is greatest, and who answers.

The institution's gap is 9.99 points. The area abroad has Bs 660 of 1,000 and a gap of 9.10: weight 6,006. The central
area has Bs 340 and 12.74 points: 4,331.60.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from decision_cases import CUTOFF, GAP, book_of, shown_page

from helpers.figures.book import Book
from helpers.figures.figure import Operand, Operation
from helpers.texts.decisions.institution_gap import named_parts, parts_behind
from helpers.texts.drafting.drafting_context import DraftContext

WHOLE = "brecha_fisico_financiera/2024-S1/entidad/E"


def with_parts(*parts: tuple[str, str, str, str], **more) -> DraftContext:
    """The matter's context with parts of the institution: level and code, progress, execution and budget of each."""
    figures, pairs = {}, {}
    for place, progress, spent, budget in parts:
        ids = [f"{name}/2024-S1/{place}" for name in ("eficacia_ponderada", "ejecucion_financiera")]
        gap = f"brecha_fisico_financiera/2024-S1/{place}"
        figures |= {ids[0]: (progress, "%", None), ids[1]: (spent, "%", None)}
        figures[gap] = (str(Decimal(progress) - Decimal(spent)), "puntos", None)
        figures |= {f"ppto_vigente/2024-S1/{place}": (budget, "Bs", None)} if budget else {}
        pairs[gap] = ids
    book: Book = book_of(GAP, figures, **more)
    known = dict(book.figures)
    for gap, ids in pairs.items():
        operands = tuple(Operand(role, id) for role, id in zip("ab", ids, strict=True))
        known[gap] = replace(known[gap], operation=Operation.DIFFERENCE, operands=operands, sources=())
    return DraftContext(replace(book, figures=known), (), CUTOFF)


ABROAD, CENTRAL = ("area/EXT", "40.39", "31.29", "660.00"), ("area/CEN", "45.58", "32.84", "340.00")


def test_the_heaviest_and_the_greatest_gap_are_named_with_who_answers(wording):
    page = shown_page(with_parts(ABROAD, CENTRAL)).splitlines()
    wording(
        page[2], "Servicio Exterior", "40,39 %", "31,29 %", "Administración Central", "45,58 %", "32,84 %", "12,74", "Administración Central"
    )  # fmt: skip
    wording(page[-1], "Servicio Exterior", "Administración Central")


def test_the_job_title_goes_with_the_office(wording):
    titles = {"cargos": ({"nivel": "area", "codigo": "EXT", "cargo": "Viceministra"},)}
    wording(shown_page(with_parts(ABROAD, CENTRAL, listings=titles)).splitlines()[-1], "Servicio Exterior (Viceministra)", "Administración Central")


def test_the_gap_weighs_more_in_some_parts_only_where_there_are_others():
    """Of two parts both are named; the third, with 1 % of the budget, is behind them."""
    for others, said in (((), "La brecha está"), ((("area/SUR", "45.00", "40.00", "10.00"),), "La brecha pesa más")):
        assert said in shown_page(with_parts(ABROAD, CENTRAL, *others))


def test_a_part_that_weighs_as_much_as_the_last_one_named_is_not_passed_over():
    """Two of the three are named. If all have the same money and points, in none it weighs more."""
    equal = [(f"area/{code}", "45.00", "40.00", "100.00") for code in ("EXT", "CEN", "SUR")]
    first = ("area/EXT", "45.00", "40.00", "200.00")
    assert "(45,00 % y 40,00 %), entre otras. La mayor" in shown_page(with_parts(first, *equal[1:]))
    assert ", entre otras. La mayor" not in shown_page(with_parts(*equal[:2], ("area/SUR", "45.00", "40.00", "99.00")))
    assert "pesa más" not in shown_page(with_parts(*equal)) and "La mayor brecha, de" in shown_page(with_parts(*equal))


def test_equal_greatest_gaps_are_named_together(wording):
    """Two units and two posts have a gap of 30.00 points and no budget of their own. The units are named because theirs
    is the first level with at least two parts."""
    posts = [(f"puesto/{code}", "60.00", "30.00", "") for code in ("MAD", "LAX")]
    context = with_parts(("unidad/DGAC", "60.00", "30.00", ""), ("unidad/DGAJ", "60.00", "30.00", ""), *posts)
    other = replace(context.book.node("unidad", "DGAC"), code="DGAJ", name="Asuntos Jurídicos")
    context = replace(context, book=replace(context.book, nodes=(*context.book.nodes, other)))
    parts = parts_behind(context, context.book[WHOLE])
    assert [one.code for one in parts] == ["DGAC", "DGAJ"]
    equal = ("60,00 %", "30,00 %")
    wording(shown_page(context).splitlines()[2], "primer semestre de 2024", "30,00", "«Asuntos Consulares»", *equal, "«Asuntos Jurídicos»", *equal)


def test_parts_with_a_gap_in_the_other_direction_are_not_named():
    """The central area's execution exceeds its progress. With a single part left there is nothing to compare."""
    context = with_parts(ABROAD, ("area/CEN", "20.00", "45.00", "340.00"))
    assert parts_behind(context, context.book[WHOLE]) == ()
    page = shown_page(context)
    assert "La brecha está" not in page and "La mayor, de" not in page and "Por las brechas nombradas" not in page


@pytest.mark.parametrize(("budgets", "named"), [(("660.00", "340.00"), ["EXT", "CEN"]), (("10.00", "340.00"), ["CEN", "EXT"])])
def test_the_weight_of_a_gap_is_budget_times_points(budgets, named):
    """10 × 9.10 is less than 340 × 12.74."""
    context = with_parts((*ABROAD[:3], budgets[0]), (*CENTRAL[:3], budgets[1]))
    parts = parts_behind(context, context.book[WHOLE])
    assert [one.code for one in named_parts(context, parts)] == named


def test_expenditure_ahead_of_progress_states_the_accrual_and_names_the_parts(wording):
    """Progress is not money, so 18.33 points give no amount. Progress and execution are 50.20 and 73.35 abroad, and
    62.30 and 89.94 in the centre, 27.64 points apart."""
    ahead = {WHOLE: ("-18.33", "puntos", None), "devengado/2024-S1/entidad/E": ("763.00", "Bs", None)}
    base = with_parts(("area/EXT", "50.20", "73.35", "660.00"), ("area/CEN", "62.30", "89.94", "340.00"))
    figures = {**base.book.figures, **book_of(ahead).figures}
    figures[WHOLE] = replace(figures[WHOLE], operation=Operation.DIFFERENCE, operands=base.book[WHOLE].operands, sources=())
    page = shown_page(replace(base, book=replace(base.book, figures=figures))).splitlines()
    wording([page[2], page[4]], "27,64", "Administración Central", "763,00", "1.000,00")
