"""Conclusions and recommendations drafted by rules: what each rule says, and that it says nothing without figures."""

import html
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from builders import ABROAD, METHOD, make_corrida, make_dataset, make_entidad, make_scored

from helpers.base.name_phrases import after
from helpers.base.periods import Period
from helpers.figures.figure import Grade, Operand
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import OwnText
from helpers.texts.conclusions.conclusions_draft import CONCLUDING, advice, conclusions, draft_text
from helpers.texts.conclusions.data_facts import irreconcilable_words
from helpers.texts.conclusions.recommendation_rules import ADVICE
from helpers.texts.decisions.decisions_draft import inconsistent_datum
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.sentence_parts import listed, some_of
from helpers.texts.proofreading.proofread import Reader
from helpers.texts.sentences.plain_reading import as_read, plain_of
from helpers.views.elements.grid import NotIncluded
from helpers.views.elements.prose import planner_text
from helpers.views.sections.conclusions_section import concluded, proposed
from helpers.views.sections.decisions_page import decisions
from helpers.views.sections.shown_section import ShownSection

CUTOFF = date(2024, 6, 30)
NULL = Grade("Por iniciar", "Nulo", "Deficiente", "gris", "○")
LOW = Grade("Atrasado", "Bajo", "Regular", "naranja", "◆")
TOP = Grade("Concluido", "Excelente", "Óptimo", "azul", "★")
WATCHED = Grade("", "En observación", "", "rojo", "▼")
NODES = (
    ("entidad", "MRE", "Ministerio", None),
    ("area", "VRE", "Viceministerio", ("entidad", "MRE")),
    ("unidad", "U1", "Unidad Uno", ("area", "VRE")),
    ("unidad", "U2", "Unidad Dos", ("area", "VRE")),
    ("unidad", "INT", "Integración", ("area", "VRE")),
    ("puesto", "EMB-1", "Embajada en Lima", ("area", "VRE")),
    ("puesto", "EMB-2", "Embajada en Quito", ("area", "VRE")),
)
FIGURES = (
    ("avance_fisico/2024-T2/entidad/MRE", "80.96", "%", LOW),
    ("avance_fisico/2024-T1/entidad/MRE", "78.65", "%", None),
    ("avance_fisico/2024-T2/unidad/U1", "0", "%", NULL),
    ("avance_fisico/2024-T2/unidad/INT", "45", "%", LOW),
    ("avance_fisico/2024-T2/unidad/U2", "100", "%", TOP),
    ("devengado/2024-S1/entidad/MRE", "100.50", "Bs", None),
    ("devengado/2024-S1/fuente/TOTAL", "110.00", "Bs", None),
    ("ppto_vigente/2024-S1/entidad/MRE", "300.00", "Bs", None),
    ("ejecucion_financiera/2024-S1/entidad/MRE", "33.50", "%", None),
    ("ejecucion_financiera/2024-S1/area/VRE", "20.00", "%", WATCHED),
    ("ejecucion_financiera/2024-S1/acp/1", "16.70", "%", None),
    ("ejecucion_financiera/2024-S1/acp/2", "40.00", "%", None),
    ("ppto_vigente/2024-S1/acp/1", "60.00", "Bs", None),
    ("ejecucion_financiera/2024-abr/area/VRE", "-1.72", "%", None),
    ("ppto_vigente/2024-S1/cat_prog/10 0 001", "90.00", "Bs", None),
    ("devengado/2024-S1/cat_prog/10 0 001", "0.00", "Bs", None),
    ("avance_fisico/2024-S1/cat_prog/10 0 001", "100.00", "%", None),
    ("ppto_vigente/2024-T1/area/VRE", "310.00", "Bs", None),
    ("ppto_vigente/2024-T2/area/VRE", "300.00", "Bs", None),
    ("avance_fisico_variacion/2024-T2/unidad/U1", "-24.81", "puntos", None),
    ("avance_fisico/2024-T2/area/VRE", "40.00", "%", None),
    ("avance_fisico_partes/2024-T2/area/VRE", "72.50", "%", None),
    ("brecha_ideal/2024-S1/acp/1", "-1.47", "puntos", None),
    ("brecha_ideal/2024-S1/acp/2", "0.47", "puntos", None),
    ("proyeccion_ejecucion_financiera/2024-anual/entidad/MRE", "67.00", "%", None),
)
LISTINGS = {
    "causas": tuple(
        {"periodo": period, "tarea": task, "unidad": unit, "causa_codigo": code, "causa_desviacion": "", "acp": "", "descripcion": ""}
        for period, task, unit, code in (
            ("2024-T2", "1.1", "U1", "C2"), ("2024-T2", "1.2", "U1", "C2"), ("2024-T2", "2.1", "U2", "C1"),
            ("2024-T1", "1.1", "U1", "C1"), ("2024-T1", "2.1", "U1", "C1"),
        )
    ),
    "recomendaciones": (
        {"id": "A", "fecha": "2024-01-10", "texto": "x", "plazo": "2024-05-31", "estado": "en curso"},
        {"id": "B", "fecha": "2024-01-10", "texto": "x", "plazo": "permanente", "estado": "en curso"},
        {"id": "C", "fecha": "2024-09-10", "texto": "x", "plazo": "", "estado": ""},
    ),
}  # fmt: skip
IDENTITY = {"causas": [{"codigo": "C1", "descripcion": "Falta de personal"}, {"codigo": "C2", "descripcion": "Demora"}, {"codigo": "C3", "descripcion": "Inundación"}]}
FINDINGS = (
    Finding("PRE-FALTA", Severity.WARNING, "x.", elemento="puesto/EMB-1", esperado="un formulario de 2024-T2"),
    Finding("PRE-FALTA", Severity.WARNING, "x.", elemento="unidad/U2", esperado="un formulario de 2024-T1"),
    Finding("PRE-TARDE", Severity.WARNING, "x.", elemento="presentaciones/2024-T2/U1"),
    Finding("REP-SIN-DATO", Severity.WARNING, "x.", elemento="puesto/EMB-2", causa="un solo valor: 95,00"),
    Finding("REP-PARTES", Severity.WARNING, "x.", elemento="avance_fisico/2024-T2/area/VRE", causa="fuera del rango"),
    Finding("VIN-PROGRAMA", Severity.WARNING, "x.", elemento="vinculacion/programa/530", encontrado="5 y 6"),
    Finding("GAS-ESTADOS", Severity.WARNING, "x.", esperado="100.50", encontrado="110.00"),
    Finding(
        "CON", Severity.WARNING, "x.", elemento="ejecucion_financiera/2024-S1/area/VRE", veredicto="irreconciliable"
    ),
)


@pytest.fixture(scope="module")
def context(book_of):
    book = book_of(figures=FIGURES, nodes=NODES, listings=LISTINGS)
    return DraftContext(replace(with_parts(book), identity=IDENTITY), FINDINGS, CUTOFF)


def with_parts(book):
    """The book with two units as the parts of the area's mean."""
    mean = next(one for one in book if one.indicator == "avance_fisico_partes")
    parts = tuple(Operand("parte", f"avance_fisico/2024-T2/unidad/{code}") for code in ("INT", "U2"))
    return replace(book, figures={**book.figures, mean.id: replace(mean, operands=parts)})


@pytest.fixture(scope="module")
def texts_by_rule(context):
    """By rule: its text as a reader sees it."""
    return {one.rule.key: plain(context, one.text) for one in (*conclusions(context), *advice(context))}


def plain(context, text: str) -> str:
    return re.sub(r"<[^>]+>", "", planner_text(context.book, text).html).replace("\u00a0", " ")


@pytest.mark.parametrize(("whole", "is_told"), [("33.50", True), ("0.00", False), ("-5.00", False)])
def test_an_action_is_compared_with_half_of_what_the_institution_spent_only_if_it_spent(context, whole, is_told):
    """Of a single action with −5.00 % the conclusions read «frente a −5,00 % de la entidad»."""
    ids = {"ejecucion_financiera/2024-S1/entidad/MRE": whole, "ejecucion_financiera/2024-S1/acp/1": "-5.00"}
    changed = {id: replace(context.book[id], value=Fraction(value)) for id, value in ids.items()}
    odd = replace(context, book=replace(context.book, figures={**context.book.figures, **changed}))
    assert ("accion_rezagada" in {one.rule.key for one in conclusions(odd)}) == is_told


def test_units_that_fell_most_are_feminine(context, wording):
    change = "avance_fisico_variacion/2024-T2/unidad/"
    first = context.book[f"{change}U1"]
    more = {f"{change}U2": replace(first, code="U2")}
    book = replace(context.book, figures=context.book.figures | more)
    fell = DraftContext(book, (), CUTOFF)
    (text,) = [one.text for one in conclusions(fell) if one.rule.key == "caidas"]
    wording(plain(fell, text), "2", "−24,81")


def test_of_equal_values_none_is_called_the_greatest_or_the_lowest(context, wording):
    """Five units fell equally, of which three are named; eight areas spent equally, of which six are; and a second
    category without expenditure has the same budget. Those who are named are among them."""
    book = context.book
    change, spent = book["avance_fisico_variacion/2024-T2/unidad/U1"], book["ejecucion_financiera/2024-S1/area/VRE"]
    budget, accrued = (book[f"{name}/2024-S1/cat_prog/10 0 001"] for name in ("ppto_vigente", "devengado"))
    more = [replace(change, code=f"U{at}") for at in range(2, 6)] + [replace(spent, code=f"A{at}") for at in range(7)]
    more += [replace(one, code="10 0 002") for one in (budget, accrued)]
    added = {one.id: one for one in more}
    tied = DraftContext(replace(book, figures=book.figures | added), (), CUTOFF)
    said = {one.rule.key: one.text for one in conclusions(tied)}
    wording([plain(tied, said[rule]) for rule in ("caidas", "ejecucion_baja", "sin_devengar")], "5", "−24,81", "20,00 %", "90,00")


@pytest.mark.parametrize(("approved", "online"), [("100.50", "104.00"), ("90.00", "110.00")])
def test_two_reports_are_not_called_two_states_where_other_amounts_differ_between_the_states(context, approved, online):
    """100.50 by category and 110.00 by source: the states differ in March, or in what was paid."""
    found = Finding("GAS-ESTADOS", Severity.WARNING, "x.", esperado=approved, encontrado=online)
    assert "estados" not in {one.rule.key for one in conclusions(replace(context, findings=(found,)))}


SAID = {
    "resultado": ["80,96 %", "segundo trimestre de 2024", "«Bajo»", "100,50", "300,00", "33,50 %"],
    "cambio": ["2,31", "80,96 %"],
    "brecha": ["Una de las dos", "ACP 1", "−1,47"],
    "ejecucion_baja": ["única", "«En observación»", "Viceministerio (20,00 %)"],
    "accion_rezagada": ["ACP 1", "16,70 %", "60,00", "33,50 %"],
    "sin_devengar": ["10 0 001", "90,00", "100,00 %", "no registra devengado", "primer semestre de 2024"],
    "reversiones": ["Viceministerio", "abril de 2024 (−1,72 %)"],
    "traspasos": ["Viceministerio", "bajó", "10,00"],
    "caidas": ["la Unidad Uno (−24,81 puntos)"],
    "sin_asignar": ["un dato", "Embajada en Quito"],
    "programa_compartido": ["530", "5", "6"],
    "estados": ["100,50", "110,00"],
    "aclarar_dato": ["Embajada en Quito"],
    "usar_presupuesto": ["única", "10 0 001", "90,00", "Responsable (propuesta)", "unidad administrativa y financiera"],
    "documentar_traspasos": ["áreas"],
    "corregir_informado": ["«Viceministerio»"],
    "separar_programas": ["530"],
    "unidades_en_riesgo": ["«Nulo»", "«Bajo»", "2", "la Unidad Uno (0,00 %)", "la Integración (45,00 %)"],
    "cumplimiento": ["Una de las tres"],
    "causas": ["«Demora» (2", "«Falta de personal» (1"],
    "sin_informe": ["Embajada en Lima", "no cuenta como cero"],
    "tarde": ["un formulario", "la Unidad Uno"],
    "proyeccion": ["67,00 %"],
    "recomendaciones": ["2", "A"],
    "pedir_informe": ["Embajada en Lima"],
    "recuperar_avance": ["la Unidad Uno y la Integración"],
    "acelerar_ejecucion": ["Viceministerio"],
    "atender_causa": ["«Demora»", "la Unidad Uno"],
    "aclarar_publicado": ["Viceministerio", "primer semestre de 2024"],
}
"""By rule: the values that its text must state, in this order."""


@pytest.mark.parametrize("rule", SAID)
def test_each_rule_states_its_values(texts_by_rule, rule, wording):
    wording(texts_by_rule[rule].partition(" Plazo (propuesta)")[0], *SAID[rule])


def test_a_projection_beyond_the_budget_in_force_says_what_limits_spending(book_of, wording):
    """The interval goes from 60 to 138 per cent of the budget in force."""
    ahead = "proyeccion_ejecucion_financiera"
    figures = [(f"{ahead}{edge}/2024-anual/entidad/MRE", value, "%", None) for edge, value in (("", "86.31"), ("_inferior", "60.00"), ("_superior", "138.01"))]
    context = DraftContext(book_of(figures=figures, nodes=NODES, listings={}), (), CUTOFF)
    (said,) = [plain(context, one.text) for one in conclusions(context) if one.rule.key == "proyeccion"]
    wording(said, "86,31", "60,00", "138,01", "límite del gasto")


@pytest.mark.parametrize(
    ("few", "whole", "words"),
    [
        (0, 3, "Ninguna de las tres áreas queda"), (1, 3, "Una de las tres áreas queda"), (2, 3, "Dos de las tres áreas quedan"),
        (3, 3, "Las tres áreas quedan"), (1, 1, "La única área queda"), (0, 1, "La única área no queda"),
        (17, 20, "17 de las 20 áreas quedan"),
    ],
)  # fmt: skip
def test_some_of_a_number_of_areas_agrees_in_grammar(context, few, whole, words):
    codes = [str(number) for number in range(whole)]
    assert plain(context, some_of(listed(codes[:few]), listed(codes), ("área", "áreas"), ("queda", "quedan"))).strip() == words


def test_what_is_mended_before_publishing_has_an_earlier_date_than_the_units_work():
    """Dates follow the order of the rules; a value to correct «antes de publicar» was due after the tasks in arrears."""
    keys = [key for key in ADVICE.by_key if key in ("corregir_informado", "recuperar_avance", "atender_causa")]
    assert keys == ["corregir_informado", "recuperar_avance", "atender_causa"]


def test_at_the_years_end_nothing_is_recommended_for_the_rest_of_the_year(book_of, wording):
    """The missing reports are due on 31 January, a month after the year's end and not a year later."""
    silent = [
        Finding("PRE-FALTA", Severity.WARNING, "x.", elemento=f"puesto/EMB-{1 + at % 2}", esperado=f"un formulario de 2024-T{1 + at}")
        for at in range(2)
    ]  # fmt: skip
    book = replace(book_of(figures=(), nodes=NODES, listings={}), period=Period.parse("2024-anual"))
    year = DraftContext(book, tuple(silent), date(2024, 12, 31))
    texts_by_rule = {one.rule.key: plain(year, one.text) for one in (*conclusions(year), *advice(year))}
    wording(texts_by_rule["sin_informe"], "2")
    wording(texts_by_rule["pedir_informe"], "31 de enero de 2025")
    assert "Reiterar" not in texts_by_rule["pedir_informe"]
    with_data = {"periodo": "2024-T4", "nivel": "puesto", "codigo": "EMB-1", "situacion": "con_dato"}
    told = replace(year, book=replace(book, listings={"situaciones": (with_data,)}))
    of_some = {one.rule.key: one.text for one in (*conclusions(told), *advice(told))}
    assert "de algún trimestre" in of_some["sin_informe"] and "de algún trimestre" in of_some["pedir_informe"]


def test_quarters_of_which_nobody_has_data_are_told_and_their_data_asked_for(wording):
    """No unit is silent in the only quarter that was reported, so nothing else says that the year lacks three."""
    structure = "nivel | codigo | nombre | padre\n entidad | E | Entidad |\n unidad | U1 | Unidad Uno | E"
    progress = "nivel | codigo | indicador | periodo | valor\n unidad | U1 | avance_fisico | 2024-T2 | 80"
    year = DraftContext(make_scored(make_dataset(estructura=structure, avances=progress), "2024-anual"), (), date(2024, 12, 31))
    texts_by_rule = {one.rule.key: plain(year, one.text) for one in (*conclusions(year), *advice(year))}
    three = ("del primer trimestre de 2024", "del tercer trimestre de 2024", "del cuarto trimestre de 2024")
    wording(texts_by_rule["sin_informe"], *three)
    wording(texts_by_rule["pedir_informe"], *three)


def test_the_fourth_quarters_report_asks_for_its_own_data_and_leaves_the_plan_to_the_next_year(book_of):
    """It names who is silent in that quarter: «de algún trimestre» would have to name those of the others too."""
    silent = Finding("PRE-FALTA", Severity.WARNING, "x.", elemento="puesto/EMB-1", esperado="un formulario de 2024-T4")
    shared = Finding("VIN-PROGRAMA", Severity.WARNING, "x.", elemento="programa/540")
    book = replace(book_of(figures=(), nodes=NODES, listings={}), period=Period.parse("2024-T4"))
    asked, split = (one.text for one in advice(DraftContext(book, (silent, shared), date(2024, 12, 31))))
    assert "informe de la gestión" in asked and "algún trimestre" not in asked
    assert "plan de la gestión siguiente" in split and "reformulación" not in split


def test_the_norm_on_programmes_is_told_once_for_all_of_them(context, wording):
    shared = next(one for one in FINDINGS if one.codigo == "VIN-PROGRAMA")
    found = [replace(shared, elemento=f"vinculacion/programa/{code}") for code in (530, 540)]
    (told,) = [one.text for one in conclusions(DraftContext(context.book, found, CUTOFF)) if one.rule.key == "programa_compartido"]
    wording(plain(context, told), "530", "5 y 6", "540", "5 y 6")


def test_one_recommendation_is_in_the_singular_and_two_places_in_the_plural(book_of, wording):
    listings = {"recomendaciones": LISTINGS["recomendaciones"][:1]}
    unassigned = tuple(
        Finding("REP-SIN-DATO", Severity.WARNING, "x.", elemento=f"puesto/EMB-{number}", causa="un solo valor: 95,00") for number in (1, 2)
    )
    context = DraftContext(book_of(figures=(), nodes=NODES, listings=listings), unassigned, CUTOFF)
    drafted_texts = {one.rule.key: plain(context, one.text) for one in (*conclusions(context), *advice(context))}
    wording(drafted_texts["recomendaciones"], "una", "A")
    wording(drafted_texts["aclarar_dato"], "a la Embajada en Lima", "a la Embajada en Quito", "publicaron")


def test_areas_without_data_are_not_among_those_that_a_sentence_counts(book_of):
    """Of three areas two have an execution, both under the threshold."""
    nodes = [("area", f"A{at}", f"Área {at}", ("entidad", "MRE")) for at in range(3)]
    spent = [(f"ejecucion_financiera/2024-S1/area/A{at}", "20.00", "%", WATCHED) for at in range(2)]
    context = DraftContext(book_of(figures=spent, nodes=(NODES[0], *nodes), listings={}), (), CUTOFF)
    (said,) = [plain(context, one.text) for one in conclusions(context) if one.rule.key == "ejecucion_baja"]
    assert said.startswith("Las dos áreas con dato quedan «En observación»")


def test_the_conjunction_before_the_last_name_fits_its_sound(book_of, wording):
    """Late are a form of the quarter and one of a month of it."""
    forms = ("2024-T2/U1", "2024-abr/INT", "2024-T1/U1")
    late = tuple(Finding("PRE-TARDE", Severity.WARNING, "x.", elemento=f"presentaciones/{form}") for form in forms)
    context = DraftContext(book_of(figures=(), nodes=NODES, listings={}), late, CUTOFF)
    wording([plain(context, one.text) for one in conclusions(context)], "2", "la Unidad Uno y de la Integración")


def test_every_rule_drafts_a_text_from_these_figures(texts_by_rule):
    assert set(texts_by_rule) == {key for rules in (*CONCLUDING, ADVICE) for key in rules.by_key}


def test_seven_actions_are_all_named_but_only_six_of_eight(book_of):
    """Seven actions behind their goal are all named; of eight, only the six furthest behind."""
    for many, words in ((7, "Las siete acciones de corto plazo (ACP) están"), (8, "de las más alejadas: ACP 1, −8,00;")):
        behind = [(f"brecha_ideal/2024-S1/acp/{code}", f"-{9 - code}", "puntos", None) for code in range(1, many + 1)]
        few = DraftContext(book_of(figures=behind, nodes=NODES, listings={}), (), CUTOFF)
        (one,) = conclusions(few)
        assert words in plain(few, one.text)
        assert len(re.findall(r"ACP \d", plain(few, one.text))) == {7: 7, 8: 6}[many]


@pytest.mark.parametrize(("distance", "said"), [("-8.00", "La única acción de corto plazo (ACP) con cifra está"), ("8.00", "Ninguna acción de corto plazo con cifra está")])
def test_of_two_actions_one_of_which_has_no_figure_only_the_other_is_counted(book_of, distance, said):
    listed = {"acciones": tuple({"acp": code, "denominacion": f"Acción {code}"} for code in "12")}
    book = book_of(figures=[("brecha_ideal/2024-S1/acp/1", distance, "puntos", None)], nodes=NODES, listings=listed)
    context = DraftContext(book, (), CUTOFF)
    (one,) = conclusions(context)
    assert plain(context, one.text).startswith(said)


def test_the_entitys_own_figures_of_the_period_are_the_first_examples(context, wording):
    """The entity's difference of 2 comes before the larger ones of an action (40) and of an area (9)."""
    found = [
        Finding("CON", Severity.WARNING, "x.", elemento=element, veredicto="irreconciliable", diferencia=difference)
        for element, difference in (
            ("ejecucion_financiera/2024-S1/area/VRE", "9"), ("brecha_ideal/2024-S1/acp/1", "-40"), ("avance_fisico/2024-T2/entidad/MRE", "2"),
        )
    ]  # fmt: skip
    words = irreconcilable_words(replace(context, findings=tuple(found)))
    wording(words, "entidad", "ACP 1", "Viceministerio")


def test_a_wrong_grade_of_a_right_value_is_named_as_the_grade(context):
    """The value and the grade of the first are wrong; the second is printed as computed, with another grade."""
    found = [
        Finding("CON", Severity.WARNING, "x.", elemento=element, veredicto="irreconciliable", diferencia=difference, esperado=expected)
        for element, difference, expected in (
            ("avance_fisico/2024-T2/entidad/MRE", "2", "90.00"), ("avance_fisico/2024-T2/entidad/MRE", "", "Bajo"),
            ("avance_fisico/2024-T2/unidad/INT", "", "Bajo"),
        )
    ]  # fmt: skip
    words = irreconcilable_words(replace(context, findings=tuple(found)))
    assert [word.rpartition("2024")[2] for word in words] == ["»", ", calificación»"]


def test_the_entitys_value_with_the_mean_of_the_parts_is_stated(wording):
    """The type reports 40, but its posts 100 and 50. With their mean, 75, the entity would have 80 instead of 62.5."""
    book = make_scored(make_dataset(**ABROAD))
    finding = Finding(
        "REP-PARTES", Severity.WARNING, "x.", elemento="avance_fisico/2024-T2/tipo/EMB", causa="fuera del rango"
    )
    wording(plain(DraftContext(book, (), CUTOFF), inconsistent_datum(book, (finding,), CUTOFF, "### Otro")), "80,00", "62,50")


def test_without_figures_no_rule_drafts_a_text(book_of, wording):
    nothing = DraftContext(book_of(figures=(), nodes=NODES, listings={}), (), CUTOFF)
    assert conclusions(nothing) == advice(nothing) == ()
    wording(draft_text(nothing.book, nothing.findings, nothing.cutoff))


def test_the_draft_refers_to_every_number_by_its_id(context):
    """The proofreader finds no typed number in it, and none that contradicts its figure."""
    text = draft_text(context.book, context.findings, context.cutoff)
    assert '{{ cifra("ejecucion_financiera/2024-S1/entidad/MRE") }}' in text
    assert "{# regla: resultado " in text
    assert list(Reader(context.book).read(plain_of(context.book, text))) == []


@pytest.mark.parametrize("name", ["Regional 7", "Distrito 12", "Oficina Regional 3 de Villa Alta", "Plan 95,5 %"])
def test_digits_in_a_name_are_not_read_as_numbers_of_the_draft(context, name):
    nodes = tuple(replace(node, name=f"{name} {node.code}", sigla=name) for node in context.book.nodes)
    numbered = replace(context, book=replace(context.book, nodes=nodes))
    text = draft_text(numbered.book, numbered.findings, numbered.cutoff)
    assert f"avance {after('de', name).removesuffix('»')}" in plain(numbered, text)
    assert list(Reader(numbered.book).read(plain_of(numbered.book, text))) == []


MARKS = ("{{u}}", "{% x %}", "{# n #}", 'a"}}b', "50%", "3,50", "Bono de cien bolivianos")


@pytest.mark.parametrize("name", MARKS)
def test_names_and_codes_like_numbers_or_template_marks_stay_plain_text(context, book_of, name):
    """All nodes and causes bear this name; the area, the action, the category and the programme bear it as code too."""

    def called(text: str) -> str:
        return re.sub(r"(?<=/)(?:VRE|1|10 0 001|530)$|^VRE$", lambda _: name, text)

    nodes = [(level, called(code), name, parent and (parent[0], called(parent[1]))) for level, code, _, parent in NODES]
    book = with_parts(book_of(figures=[(called(id), *rest) for id, *rest in FIGURES], nodes=nodes, listings=LISTINGS))
    causes = [{"codigo": code, "descripcion": name} for code in ("C1", "C2")]
    findings = tuple(replace(one, elemento=called(one.elemento)) for one in FINDINGS)
    odd = replace(context, book=replace(book, identity={"causas": causes}), findings=findings)
    texts_by_rule = [(one.rule.key, html.unescape(plain(odd, one.text))) for one in (*conclusions(odd), *advice(odd))]
    assert {rule for rule, text in texts_by_rule if name in text} >= {"brecha", "accion_rezagada", "sin_devengar", "programa_compartido", "causas", "pedir_informe"}
    read = plain_of(odd.book, draft_text(odd.book, odd.findings, odd.cutoff), is_drafted=True)
    assert [one for one in Reader(odd.book).read(read) if one.bound is None] == []
    assert not re.search(r"(?:cita|nombre|sigla|causa|cuenta)\(", as_read(read.text))


def test_the_drafts_notes_are_not_printed(context):
    shown = plain(context, draft_text(context.book, context.findings, context.cutoff))
    assert "regla:" not in shown and "Borrador compuesto" not in shown
    assert "Recomendaciones propuestas" in shown


def test_the_planners_recommendations_have_their_title_only_once(context):
    """Their text has it, so the part with the drafted ones is left out with its heading."""
    section = ShownSection(context.book, "conclusiones", make_corrida(), METHOD, make_entidad())
    assert not isinstance(proposed(section, advice(context)), NotIncluded)
    text = OwnText("conclusiones", "## Recomendaciones propuestas\n\n- Pedir.", "texto/conclusiones.md", "")
    assert proposed(replace(section, texts=(text,)), advice(context)) == section.leave_out()


@pytest.mark.parametrize(("name", "shown"), [("asuntos", decisions), ("conclusiones", lambda section: concluded(section, ()))])
def test_a_saved_draft_is_called_one_until_its_proposals_are_accepted(context, name, shown):
    section = ShownSection(context.book, "resumen" if name == "asuntos" else name, make_corrida(), METHOD, make_entidad())
    for text, is_draft in (("### Uno\n\n- **Opción (propuesta):** Pedir.", True), ("### Uno\n\n- **Opción:** Pedir.", False)):
        own = OwnText(name, text, f"texto/{name}.md", "")
        html = shown(replace(section, texts=(own,)))._repr_html_()
        assert ("Borrador pendiente de revisión" in html, "Pedir." in html) == (is_draft, True)


def test_every_rule_has_a_promise():
    assert all(rule.promise.endswith(".") for rules in (*CONCLUDING, ADVICE) for rule in rules)


def test_places_without_data_are_counted_by_their_own_nouns(book_of, wording):
    """Two posts and an action are called «puestos y acciones», not «unidades o puestos»."""
    missing = ("puesto/EMB-1", "puesto/EMB-2", "acp/3")
    findings = tuple(Finding("REP-SIN-DATO", Severity.WARNING, "x.", elemento=element) for element in missing)
    actions = {"acciones": ({"acp": "3", "denominacion": "Servir."},)}
    context = DraftContext(book_of(figures=(), nodes=NODES, listings=actions), findings, CUTOFF)
    drafted_texts = {one.rule.key: plain(context, one.text) for one in conclusions(context)}
    wording(drafted_texts["sin_informe"], "3 puestos y acciones", "la Embajada en Lima", "la Embajada en Quito", "la acción de corto plazo 3")


@pytest.mark.parametrize(
    ("codes", "values"),
    [
        (["C2"], ["está «Demora» (1", "«Demora»"]),
        (["C2", "C1"], ["están «Falta de personal» (1", "«Demora» (1", "«Falta de personal»"]),
        (["C3", "C1"], ["«Falta de personal» (1", "e «Inundación» (1", "«Falta de personal»"]),
        (["C2", "C1", "C2"], ["«Demora» (2", "«Falta de personal» (1", "«Demora»"]),
        (["C2", ""], ["«Demora» (1", "Informaron otra en palabras propias", "«Demora»"]),
    ],
)
def test_causes_are_named_from_the_most_told_and_none_is_called_the_most_frequent(book_of, codes, values, wording):
    rows = tuple(
        {"periodo": "2024-T2", "tarea": f"{at}", "unidad": "U1", "causa_codigo": code, "causa_desviacion": "" if code else "Llovió.", "acp": "", "descripcion": ""}
        for at, code in enumerate(codes)
    )
    context = DraftContext(replace(book_of(figures=(), nodes=NODES, listings={"causas": rows}), identity=IDENTITY), (), CUTOFF)
    drafted_texts = {one.rule.key: plain(context, one.text) for one in (*conclusions(context), *advice(context))}
    wording([drafted_texts["causas"], drafted_texts["atender_causa"]], *values)


def test_an_areas_lost_budget_is_a_transfer_only_if_the_total_is_unchanged(book_of):
    """The area has 10 less than before. The institution has the same amount as before, or also 10 less."""
    for before, words in (("300.00", "cada traspaso de presupuesto entre áreas"), ("310.00", "cada cambio del presupuesto de las áreas")):
        whole = [(f"ppto_vigente/2024-{window}/entidad/MRE", value, "Bs", None) for window, value in (("T1", before), ("T2", "300.00"))]
        moved = [row for row in FIGURES if row[0].startswith("ppto_vigente/2024-T")]
        context = DraftContext(book_of(figures=[*moved, *whole], nodes=NODES, listings={}), (), CUTOFF)
        drafted_texts = {one.rule.key: plain(context, one.text) for one in advice(context)}
        assert words in drafted_texts["documentar_traspasos"]
