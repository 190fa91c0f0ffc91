"""A subject that a matter for decision settles, with its office and date, is not repeated by a recommendation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import METHOD
from decision_cases import CATEGORY, CUTOFF, GAP, HIGH, INPUT, MEDIUM, OUTSIDE, PLACES, WATCHED, book_of, context_of

from helpers.figures.book import Book
from helpers.figures.figure import Grade, Operand, Operation
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import OwnText
from helpers.texts.conclusions.conclusions_draft import draft_text, drafted, is_read_by, matters_apart
from helpers.texts.decisions.decisions_draft import matters_text, own_matters, settled
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.sentences.plain_reading import ValueWriter, names_of
from helpers.texts.sentences.text_templates import PlannerTemplate

LOW = Grade("Atrasado", "Bajo", "Regular", "naranja", "◆")
WITH_PAGE = {"secciones": ["resumen", "conclusiones"]}
ANOTHER = {
    "ppto_vigente/2024-S1/cat_prog/550": ("17.00", "Bs", None),
    "devengado/2024-S1/cat_prog/550": ("0.00", "Bs", None),
}
AREAS = {"ejecucion_financiera/2024-S1/area/CEN": ("20.00", "%", WATCHED)}


def advice_of(book: Book, findings: tuple[Finding, ...] = ()) -> dict[str, str]:
    template = PlannerTemplate(book, ValueWriter(), str)
    found = {one.rule.key: template.render(one.text, names_of(book)) for one in drafted(book, findings, CUTOFF)[1]}
    assert template.problems == []
    return {key: text.replace("\u00a0", " ") for key, text in found.items()}


def paged(*some: dict, **more) -> Book:
    return replace(book_of(*some, **more), params=WITH_PAGE)


def test_a_category_of_a_matter_is_in_no_recommendation_and_the_others_are(wording):
    assert "usar_presupuesto" in advice_of(book_of(CATEGORY))
    assert "usar_presupuesto" not in advice_of(paged(CATEGORY))
    wording(advice_of(paged(CATEGORY, ANOTHER))["usar_presupuesto"], "otra", "550")
    third = {id.replace("550", "560"): (value.replace("17", "9"), unit, grade) for id, (value, unit, grade) in ANOTHER.items()}
    wording(advice_of(paged(CATEGORY, ANOTHER, third))["usar_presupuesto"], "otras", "primera", "550")


def test_an_impossible_datum_and_lowest_places_are_in_a_matter_or_in_the_advice():
    assert "corregir_informado" in advice_of(book_of(INPUT), (OUTSIDE,))
    assert "corregir_informado" not in advice_of(paged(INPUT), (OUTSIDE,))
    low = {"avance_fisico/2024-T2/puesto/LAX": ("40.00", "%", LOW), "avance_fisico/2024-T2/puesto/MAD": ("45.00", "%", LOW)}
    both = advice_of(book_of(low))["recuperar_avance"]
    assert "Consulado en Los Ángeles" in both and "Embajada en Madrid" in both
    rest = advice_of(paged(low))["recuperar_avance"]
    assert "Consulado en Los Ángeles" not in rest and "Embajada en Madrid" in rest


@pytest.mark.parametrize(("gap", "is_asked"), [("9.99", False), ("-9.99", True)])
def test_schedules_with_areas_are_left_to_the_gap_if_expenditure_is_behind(gap, is_asked):
    whole = {**GAP, "brecha_fisico_financiera/2024-S1/entidad/E": (gap, "puntos", None)}
    assert ("acelerar_ejecucion" in advice_of(paged(whole, AREAS))) is is_asked
    assert "acelerar_ejecucion" in advice_of(book_of(whole, AREAS))


def test_in_a_closed_year_the_areas_stay_among_the_recommendations():
    """In a closed year the matter on the gap proposes to budget the rest again or not, and no schedule with
    any area."""
    ids = [id.replace("S1", "anual") for id in GAP]
    rows = {id: row for id, row in zip(ids, GAP.values(), strict=True)}
    areas = {id.replace("S1", "anual"): row for id, row in AREAS.items()}
    budget = {"ppto_vigente/2024-anual/entidad/E": ("1000.00", "Bs", None)}
    book = paged(rows, areas, budget, period="2024-anual")
    gap = book[ids[2]]
    operands = tuple(Operand(role, id) for role, id in zip("ab", ids[:2], strict=True))
    gap = replace(gap, operation=Operation.DIFFERENCE, operands=operands, sources=())
    book = replace(book, figures={**book.figures, gap.id: gap})
    assert "Presupuestar de nuevo" in matters_text(book, (), CUTOFF)
    assert "acelerar_ejecucion" in advice_of(book)


def test_a_published_value_of_a_matter_is_left_out_of_those_to_clarify(wording):
    ids = ("avance_fisico/2024-T2/entidad/E", "ejecucion_financiera/2024-S1/acp/7")
    rows = tuple({"id": id, "donde": "cuadro 4", "valor": "80.00", "decimales": "2"} for id in ids)
    figures = {ids[0]: ("88.75", "%", HIGH), ids[1]: ("80.50", "%", MEDIUM)}
    findings = tuple(
        Finding("PUB-CIFRA", Severity.WARNING, "x.", elemento=id, veredicto="irreconciliable", encontrado="80.00", esperado="90.00")
        for id in ids
    )
    book = replace(paged(figures, listings={"publicado": rows}), method=METHOD.model_dump(mode="json"))
    advice_text = advice_of(book, findings)["aclarar_publicado"]
    wording(advice_text, "lo demás", "«Ejecución financiera")
    assert "Avance" not in advice_text


def test_a_settled_place_does_not_shorten_the_published_values_to_clarify(wording):
    id, low = "ejecucion_financiera/2024-S1/acp/7", "avance_fisico/2024-T2/puesto/LAX"
    book = paged(PLACES, {id: ("80.50", "%", MEDIUM)})
    assert low in settled(DraftContext(book, (), CUTOFF))
    grade = Finding("PUB-CIFRA", Severity.WARNING, "x.", elemento=low, veredicto="irreconciliable", encontrado="Alto", esperado="Bajo")
    wording(advice_of(book, (grade,))["aclarar_publicado"], "Aclarar o rectificar lo publicado", "Consulado en Los Ángeles")
    findings = (
        Finding("VEN-MESES", Severity.WARNING, "x.", elemento=low),
        Finding("PUB-CIFRA", Severity.WARNING, "x.", elemento=id, veredicto="irreconciliable", encontrado="80.00", esperado="80.50"),
    )
    wording(advice_of(book, findings)["aclarar_publicado"])
    cell = Finding("CUA-TOTAL", Severity.WARNING, "x.", elemento="una celda", veredicto="irreconciliable")
    wording(advice_of(book, (*findings, cell))["aclarar_publicado"], "de los datos, como «Ejecución financiera")


def test_the_page_and_the_file_say_where_the_matters_are_only_if_there_are_any(wording):
    book = paged(CATEGORY)
    wording(matters_apart(book, (), CUTOFF))
    assert matters_apart(book, (), CUTOFF) in draft_text(book, (), CUTOFF)
    assert matters_apart(paged(), (), CUTOFF) == matters_apart(book_of(CATEGORY), (), CUTOFF) == ""


def test_a_report_without_the_page_settles_nothing():
    assert settled(context_of(CATEGORY, PLACES)) == frozenset()


def test_a_matter_that_the_planner_struck_settles_nothing():
    """The planner kept only the matter on the lowest place, so the category is recommended again. With no matter left,
    the conclusions refer to no page of matters."""
    book = paged(CATEGORY, PLACES)
    _, *matters = matters_text(book, (), CUTOFF).split("### ")
    kept = "### ".join(["", *(one for one in matters if "regla: unidades_rezagadas" in one)])
    whole, rest, none = ({one.rule.key for one in drafted(book, (), CUTOFF, text)[1]} for text in (None, kept, ""))
    assert "usar_presupuesto" not in whole and "usar_presupuesto" in rest and "usar_presupuesto" in none
    assert matters_apart(book, (), CUTOFF, kept) and not matters_apart(book, (), CUTOFF, "")


def test_of_two_matters_of_one_rule_only_the_kept_one_settles_its_figure():
    """The lowest place and the steepest fall are of two areas: the planner kept the lowest."""
    lowest, fallen = "avance_fisico/2024-T2/puesto/LAX", "avance_fisico/2024-T2/unidad/DGAC"
    figures = {lowest: ("40.00", "%", LOW), fallen: ("45.00", "%", LOW)}
    book = paged(figures, {"avance_fisico_variacion/2024-T2/unidad/DGAC": ("-24.81", "puntos", None)})
    context = DraftContext(book, (), CUTOFF)
    head, *matters = matters_text(book, (), CUTOFF).split("### ")
    assert len(matters) == 2 and {lowest, fallen} <= settled(context)
    kept = "### ".join([head, *(one for one in matters if "LAX" in one)])
    assert settled(context, kept) & {lowest, fallen} == {lowest}


def test_the_id_of_a_kept_figure_is_not_that_of_a_unit_whose_code_begins_it():
    """The planner struck the matter on DGA, the lowest, and kept the one on the fall of DGAC."""
    lowest, fallen = (f"avance_fisico/2024-T2/unidad/{code}" for code in ("DGA", "DGAC"))
    figures = {lowest: ("40.00", "%", LOW), fallen: ("45.00", "%", LOW)}
    book = paged(figures, {"avance_fisico_variacion/2024-T2/unidad/DGAC": ("-24.81", "puntos", None)})
    short = replace(book.nodes[-1], code="DGA", name="Asuntos Administrativos", parent=("area", "EXT"))
    context = DraftContext(replace(book, nodes=(*book.nodes, short)), (), CUTOFF)
    head, *matters = matters_text(context.book, (), CUTOFF).split("### ")
    assert len(matters) == 2 and {lowest, fallen} <= settled(context)
    kept = "### ".join([head, *(one for one in matters if "DGAC" in one)])
    assert settled(context, kept) & {lowest, fallen} == {fallen}


def test_the_conclusions_depend_on_the_text_of_the_matters_and_other_sections_do_not():
    text = OwnText("resumen", "x", "data/e/2024/T2/texto/asuntos.md", "0")
    assert [is_read_by(section, text) for section in ("resumen", "conclusiones", "acp")] == [True, True, False]
    assert (own_matters([text]), own_matters([])) == ("x", None)
