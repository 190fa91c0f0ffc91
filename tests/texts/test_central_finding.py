"""The central finding: in how many areas the gap occurs, how it changed, and which budget the mean progress covers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from decision_cases import CUTOFF, GAP, book_of

from helpers.base.exact import exact
from helpers.figures.book import Book
from helpers.figures.figure import Operand, Operation, figure_id
from helpers.figures.situations import Situation
from helpers.texts.decisions.institution_gap import central_finding
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.sentences.plain_reading import ValueWriter, names_of
from helpers.texts.sentences.text_templates import PlannerTemplate

HALF = "2024-S1"


def finding_of(book: Book) -> str:
    book = replace(book, method={"indicadores": {"ejecucion_financiera": {"nombre": "Ejecución financiera", "reglas": {}}}})
    template = PlannerTemplate(book, ValueWriter(), str)
    shown = template.render(central_finding(DraftContext(book, (), CUTOFF)), names_of(book))
    assert template.problems == []
    return shown.replace("\u00a0", " ")


def with_gaps(gap: str, areas: dict[str, str], *some: dict, period: str = "2024-T2") -> Book:
    """A Book with the gap of the institution and that of each area; an area's progress is 40, its execution
    40 minus its gap."""
    whole = {**GAP, f"brecha_fisico_financiera/{HALF}/entidad/E": (gap, "puntos", None)}
    own: dict[str, tuple[str, str, None]] = {}
    for code, points in areas.items():
        spent = str(exact("40") - exact(points))
        own |= {
            f"brecha_fisico_financiera/{HALF}/area/{code}": (points, "puntos", None),
            f"eficacia_ponderada/{HALF}/area/{code}": ("40.00", "%", None),
            f"ejecucion_financiera/{HALF}/area/{code}": (spent, "%", None),
        }
    book = book_of(whole, own, *some, period=period)
    figures = dict(book.figures)
    for code in areas:
        operands = tuple(
            Operand(role, figure_id(name, HALF, "area", code))
            for role, name in (("minuendo", "eficacia_ponderada"), ("sustraendo", "ejecucion_financiera"))
        )
        id = figure_id("brecha_fisico_financiera", HALF, "area", code)
        figures[id] = replace(figures[id], operation=Operation.DIFFERENCE, operands=operands, sources=())
    return replace(book, figures=figures)


def with_gap_before(book: Book, gap: str, progress: str, *, since: str = "T1") -> Book:
    """The same Book with the institution's gap at the earlier cut-off `since`, between a progress and the execution."""
    names = (progress, "ejecucion_financiera", "brecha_fisico_financiera")
    ids = [figure_id(name, f"2024-{since}", "entidad", "E") for name in names]
    earlier = book_of(dict.fromkeys(ids[:2], ("10.00", "%", None)) | {ids[2]: (gap, "puntos", None)}).figures
    operands = tuple(Operand(role, id) for role, id in zip("ab", ids[:2], strict=True))
    then = replace(earlier[ids[2]], operation=Operation.DIFFERENCE, operands=operands, sources=())
    return replace(book, figures={**earlier, **book.figures, then.id: then})


@pytest.mark.parametrize(
    ("gap", "areas", "where"),
    [
        ("9.99", {"EXT": "9.10", "CEN": "12.74"}, ["por debajo", "en las dos"]),
        ("9.99", {"EXT": "9.10", "CEN": "-2.00"}, ["por debajo", "una de las dos"]),
        ("9.99", {"EXT": "-9.10", "CEN": "0.00"}, ["no", "por debajo", "ninguna de las dos"]),
        ("-9.99", {"EXT": "-9.10", "CEN": "2.00"}, ["por encima", "una de las dos"]),
    ],
)
def test_the_number_of_areas_with_a_gap_in_the_same_direction_is_stated(gap, areas, where, wording):
    wording(finding_of(with_gaps(gap, areas)), *where)


def test_without_several_areas_and_an_earlier_quarter_there_is_no_finding():
    assert finding_of(book_of(GAP)) == ""
    assert finding_of(with_gaps("9.99", {"EXT": "9.10"})) == ""


@pytest.mark.parametrize(
    ("before", "values"),
    [
        ("5.24", ["5,24", "primer trimestre de 2024", "9,99", "primer semestre de 2024"]),
        ("9.99", ["la misma", "primer trimestre de 2024", "9,99"]),
        ("-5.24", []),
        ("0.00", []),
    ],
)
def test_the_gap_is_compared_with_an_earlier_one_of_the_same_direction(before, values, wording):
    said = finding_of(with_gap_before(with_gaps("9.99", {"EXT": "9.10", "CEN": "12.74"}), before, "eficacia_ponderada"))
    sentence = said.partition("en las dos áreas.")[2].strip()
    assert bool(sentence) is bool(values)
    wording(sentence, *values)


def test_without_areas_the_change_says_what_the_gap_compares(wording):
    sentence = finding_of(with_gap_before(with_gaps("9.99", {}), "5.24", "eficacia_ponderada"))
    wording(sentence, "5,24", "9,99")


@pytest.mark.parametrize(("progress", "is_compared"), [("eficacia_ponderada", True), ("avance_fisico", False)])
def test_an_earlier_gap_is_not_compared_if_its_progress_covers_fewer_months(progress, is_compared):
    """`avance_fisico` until September is measured on the programme of nine months but the execution on the year's
    budget, so that their gap is no earlier value of the year's gap."""
    year, names = "2024-anual", (progress, "ejecucion_financiera", "brecha_fisico_financiera")
    ids = [figure_id(name, year, "entidad", "E") for name in names]
    book = book_of(dict.fromkeys(ids[:2], ("40.00", "%", None)) | {ids[2]: ("9.99", "puntos", None)}, period=year)
    operands = tuple(Operand(role, id) for role, id in zip("ab", ids[:2], strict=True))
    gap = replace(book[ids[2]], operation=Operation.DIFFERENCE, operands=operands, sources=())
    book = replace(book, figures={**book.figures, gap.id: gap})
    sentence = finding_of(with_gap_before(book, "5.24", progress, since="ene-sep"))
    assert ("pasó de 5,24 puntos" in sentence) is is_compared


def test_a_small_gap_of_the_institution_is_followed_by_the_greatest_of_an_area(wording):
    said = finding_of(with_gaps("0.78", {"EXT": "-0.69", "CEN": "8.61"}))
    wording(said, "0,78", "8,61", "Administración Central", "40,00 %", "31,39 %")
    assert "no hay diferencia." in finding_of(with_gaps("0.00", {"EXT": "-8.61", "CEN": "2.00"}))


def test_an_institution_that_did_as_little_as_it_spent_is_said_to_be_behind(wording):
    """It did 10 % and spent 10 % where 50 % corresponds to June; two points behind are none worth a finding."""
    done, late = (f"{name}/{HALF}/entidad/E" for name in ("eficacia_ponderada", "brecha_ideal"))
    for points, told in (("-40.00", True), ("-2.00", False)):
        book = with_gaps("0.00", {"EXT": "0.00", "CEN": "0.00"}, {done: ("10.00", "%", None), late: (points, "puntos", None)})
        operands = (Operand("a", done), Operand("b", f"ejecucion_financiera/{HALF}/entidad/E"))
        behind = replace(book[late], operation=Operation.DIFFERENCE, operands=operands, sources=())
        said = finding_of(replace(book, figures={**book.figures, late: behind}))
        wording(said, "10,00 %", "40,00 puntos") if told else None
        assert bool(said) is told


@pytest.mark.parametrize(("gap", "first"), [("-7.74", "la eficacia ponderada de la entidad"), ("-40.01", "la ejecución financiera")])
def test_a_delay_larger_than_the_gap_comes_before_it(gap, first):
    """The institution did 10 % where 50 % corresponds to June."""
    done, late = (f"{name}/{HALF}/entidad/E" for name in ("eficacia_ponderada", "brecha_ideal"))
    book = with_gaps(gap, {"EXT": gap, "CEN": gap}, {done: ("10.00", "%", None), late: ("-40.00", "puntos", None)})
    operands = (Operand("a", done), Operand("b", f"ejecucion_financiera/{HALF}/entidad/E"))
    behind = replace(book[late], operation=Operation.DIFFERENCE, operands=operands, sources=())
    said = finding_of(replace(book, figures={**book.figures, late: behind}))
    assert said.startswith(f"**Hallazgo central:** {first}")
    assert "por encima de la eficacia ponderada en las dos" in said


def test_tied_greatest_gaps_are_named_together_and_small_ones_are_no_finding(wording):
    tied = finding_of(with_gaps("0.78", {"EXT": "-8.61", "CEN": "8.61"}))
    wording(tied, "0,78", "8,61", "Servicio Exterior", "40,00 %", "48,61 %", "Administración Central", "40,00 %", "31,39 %")
    assert finding_of(with_gaps("0.78", {"EXT": "0.78", "CEN": "-0.50"})) == ""


def test_progress_of_the_quarters_programme_is_not_compared_with_the_years_budget(wording):
    book = with_gaps("9.99", {"EXT": "9.10", "CEN": "12.74"})
    gap = book[f"brecha_fisico_financiera/{HALF}/entidad/E"]
    id = f"avance_fisico/{HALF}/entidad/E"
    progress = replace(book[f"eficacia_ponderada/{HALF}/entidad/E"], indicator="avance_fisico")
    moved = replace(gap, operands=(Operand("a", id), *gap.operands[1:]))
    wording(finding_of(book))
    assert finding_of(replace(book, figures={**book.figures, id: progress, gap.id: moved})) == ""


def mean_of(count: int, budgets: dict[str, str]) -> Book:
    """A Book with the institution's progress of the year as the mean of `count` areas, and with the given budgets."""
    year = "2024-anual"
    codes = ("EXT", "CEN")[:count]
    rows = {f"avance_fisico/{year}/area/{code}": ("57.97", "%", None) for code in codes}
    rows |= {f"ppto_vigente/{year}/{place}": (value, "Bs", None) for place, value in budgets.items()}
    own = f"avance_fisico/{year}/entidad/E"
    book = book_of(rows, {own: ("57.97", "%", None)}, period=year)
    operands = tuple(Operand("parte", f"avance_fisico/{year}/area/{code}") for code in codes)
    return replace(
        book, figures={**book.figures, own: replace(book[own], operation=Operation.MEAN, operands=operands, sources=())}
    )


@pytest.mark.parametrize(
    ("count", "budgets", "values"),
    [
        (2, {"entidad/E": "1000.00", "area/EXT": "400.00", "area/CEN": "222.40"}, ["57,97 %", "2 áreas", "62,24 %"]),
        (1, {"entidad/E": "1000.00", "area/EXT": "400.00"}, ["57,97 %", "una sola área", "40,00 %"]),
        (2, {"entidad/E": "1000000.00", "area/EXT": "400000.00", "area/CEN": "599999.00"}, []),
        (2, {"entidad/E": "1000.00", "area/EXT": "400.00", "area/CEN": "600.00"}, []),
        (2, {"entidad/E": "1000.00", "area/EXT": "400.00"}, []),
        (2, {"area/EXT": "400.00", "area/CEN": "222.40"}, []),
    ],
)
def test_the_share_of_the_budget_that_the_mean_covers_is_stated(count, budgets, values, wording):
    """400.00 + 222.40 of 1,000 are 62.24 %. If the mean covers all the budget or a budget is unknown,
    nothing is stated."""
    sentence = finding_of(mean_of(count, budgets))
    assert bool(sentence) is bool(values)
    wording(sentence, *values)


def test_parts_without_data_are_mentioned_even_if_no_budget_is_known(wording):
    book = mean_of(2, {})
    own = book["avance_fisico/2024-anual/entidad/E"]
    lacking = replace(own, lacking=(Operand("parte", "avance_fisico/2024-anual/area/SUR"),))
    wording(finding_of(replace(book, figures=book.figures | {own.id: lacking})), "57,97 %", "2 de 3")


def test_late_parts_are_not_said_to_have_no_progress(wording):
    book = mean_of(1, {"entidad/E": "1000.00", "area/EXT": "400.00"})
    late = replace(book, listings={**book.listings, "situaciones": (
        {"periodo": "2024-anual", "nivel": "area", "codigo": "CEN", "situacion": Situation.LATE.value},
    )})  # fmt: skip
    wording(finding_of(late), "57,97 %", "40,00 %")


def test_a_progress_that_is_no_mean_gives_no_finding():
    """Two of three areas have data. If the progress is a ratio of their sums instead of their mean, nothing is said."""
    book = mean_of(2, {"entidad/E": "1000.00", "area/EXT": "400.00", "area/CEN": "222.40"})
    own = replace(book["avance_fisico/2024-anual/entidad/E"], lacking=(Operand("parte", "avance_fisico/2024-anual/area/SUR"),))
    mean, ratio = (
        finding_of(replace(book, figures=book.figures | {own.id: replace(own, operation=operation)}))
        for operation in (Operation.MEAN, Operation.RATIO)
    )
    assert "57,97 %" in mean and ratio == ""
