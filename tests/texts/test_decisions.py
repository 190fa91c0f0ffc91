"""Matters for decision: which rules find them, in what order they stand, and what waits for acceptance.

The institution has Bs 1.000 for the year; the period is the first half, so that 50 % corresponds to its months.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import islice

import pytest
from builders import make_dataset, make_scored

from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Grade, Operand, Operation, split_id
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Node, OwnText, SourceCell
from helpers.run.report.final_check import NotAccepted, check_accepted
from helpers.texts.decisions.decisions_draft import (
    LEAST_SCORE,
    MOST,
    all_rules,
    candidates,
    chosen,
    draft_text,
    inconsistent_datum,
    matters_text,
    pending,
)
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.proposed_dates import fortnights
from helpers.texts.sentences.plain_reading import ValueWriter, names_of
from helpers.texts.sentences.text_templates import PlannerTemplate

CUTOFF = date(2024, 6, 30)
CELL = SourceCell("x.csv", "", "A2")
MEDIUM = Grade("En proceso", "Medio", "Bueno", "amarillo", "■")
HIGH = Grade("En proceso", "Alto", "Satisfactorio", "verde", "●")
WATCHED = Grade("", "En observación", "", "rojo", "▼")
NODES = (
    ("entidad", "E", "Ministerio", None, ""),
    ("area", "EXT", "Servicio Exterior", ("entidad", "E"), "7"),
    ("puesto", "MAD", "Embajada en Madrid", ("area", "EXT"), ""),
    ("puesto", "LAX", "Consulado en Los Ángeles", ("area", "EXT"), ""),
    ("area", "CEN", "Administración Central", ("entidad", "E"), "1"),
    ("unidad", "DGAC", "Asuntos Consulares", ("area", "CEN"), ""),
)
GAP = {
    "eficacia_ponderada/2024-S1/entidad/E": ("43.19", "%", None),
    "ejecucion_financiera/2024-S1/entidad/E": ("33.20", "%", None),
    "brecha_fisico_financiera/2024-S1/entidad/E": ("9.99", "puntos", None),
    "saldo/2024-S1/entidad/E": ("668.00", "Bs", None),
}
ACTION = {
    "ppto_vigente/2024-S1/acp/7": ("660.00", "Bs", None),
    "ppto_vigente/2024-S1/acp/1": ("340.00", "Bs", None),
    "brecha_ideal/2024-S1/acp/7": ("-9.61", "puntos", None),
    "brecha_ideal/2024-S1/acp/1": ("-12.00", "puntos", None),
}
CATEGORY = {
    "ppto_vigente/2024-S1/cat_prog/540": ("26.00", "Bs", None),
    "devengado/2024-S1/cat_prog/540": ("0.00", "Bs", None),
    "ejecucion_financiera/2024-S1/cat_prog/540": ("0.00", "%", None),
    "avance_fisico/2024-S1/cat_prog/540": ("100.00", "%", None),
}
PLACES = {
    "avance_fisico/2024-T2/puesto/LAX": ("52.51", "%", MEDIUM),
    "avance_fisico/2024-T2/puesto/MAD": ("56.67", "%", MEDIUM),
    "avance_fisico/2024-T2/unidad/DGAC": ("90.00", "%", HIGH),
    "avance_fisico_variacion/2024-T2/puesto/MAD": ("-24.81", "puntos", None),
}
INPUT = {
    "avance_fisico/2024-T2/area/EXT": ("69.98", "%", None),
    "avance_fisico_partes/2024-T2/area/EXT": ("84.03", "%", None),
    "avance_fisico/2024-T2/tipo/A": ("74.63", "%", None),
    "avance_fisico/2024-T2/tipo/B": ("93.43", "%", None),
}
OUTSIDE = Finding("REP-PARTES", Severity.WARNING, "x.", elemento="avance_fisico/2024-T2/area/EXT", causa="fuera del rango")
LINKS = {"vinculacion": ({"cat_prog": "540", "acp": "1", "area": "CEN", "unidad": "DGAC"},)}


def book_of(*some: dict, listings: dict | None = None, period: str = "2024-T2") -> Book:
    whole = {"ppto_vigente/2024-S1/entidad/E": ("1000.00", "Bs", None)}
    figures = {}
    for id, (value, unit, grade) in {**whole, **{id: row for one in some for id, row in one.items()}}.items():
        indicator, window, level, code = split_id(id)
        figures[id] = Figure(
            indicator, Period.parse(window), level, code, code, unit, Operation.INPUT, exact(value), 2, "x",
            sources=(CELL,), grade=grade,
        )  # fmt: skip
    gap = figures.get("brecha_fisico_financiera/2024-S1/entidad/E")
    if gap:
        parts = tuple(Operand(role, id) for role, id in zip("ab", list(GAP)[:2], strict=True))
        figures[gap.id] = replace(gap, operation=Operation.DIFFERENCE, operands=parts, sources=())
    mean = figures.get("avance_fisico_partes/2024-T2/area/EXT")
    if mean:
        parts = tuple(Operand("parte", f"avance_fisico/2024-T2/tipo/{code}") for code in "BA")
        figures[mean.id] = replace(mean, operation=Operation.MEAN, operands=parts, sources=())
    nodes = tuple(
        Node(level, code, name, parent, "", "", acp, at, CELL) for at, (level, code, name, parent, acp) in enumerate(NODES)
    )
    return Book("e", Period.parse(period), figures, nodes, listings=(listings or {}) | LINKS)


def context_of(*some: dict, findings: tuple = (), **more) -> DraftContext:
    return DraftContext(book_of(*some, **more), findings, CUTOFF)


def found(context: DraftContext) -> dict[str, Fraction]:
    return {one.rule.key: one.matter.score for one in candidates(context)}


def said(context: DraftContext) -> str:
    """The page as a reader sees it."""
    template = PlannerTemplate(context.book, ValueWriter(), str)
    shown = template.render(matters_text(context.book, context.findings, CUTOFF), names_of(context.book))
    assert template.problems == []
    return shown.replace("\u00a0", " ")


def everything(**more) -> DraftContext:
    return context_of(GAP, ACTION, CATEGORY, PLACES, INPUT, findings=(OUTSIDE,), **more)


def test_each_score_is_the_share_of_the_budget_plus_the_distance_from_the_goal():
    """The gap concerns all the money (100 + 9.99); the action, 66 % of it (66 + 9.61); the category, 2.6 % and the 50 % due
    by now (2.6 + 50); the post, none of its own (100 − 52.51); the input, none either (84.03 − 69.98)."""
    assert found(everything()) == {
        "brecha_entidad": Fraction("109.99"),
        "dinero_rezagado": Fraction("75.61"),
        "sin_gasto": Fraction("52.6"),
        "unidades_rezagadas": Fraction("47.49"),
        "dato_imposible": Fraction("14.05"),
    }
    assert list(found(everything())) == [one.rule.key for one in chosen(everything())]


def test_the_action_is_the_one_with_most_money_behind_its_goal_and_not_the_furthest():
    """660 × 9.61 = 6,342.60 is more than 340 × 12 = 4,080."""
    assert "La ACP 7 está 9,61 puntos por debajo" in said(context_of(ACTION))
    assert "ACP 1 está" not in said(context_of(ACTION))


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
def test_what_does_not_reach_the_limit_of_its_rule_is_no_matter(changed, key):
    assert key in found(everything())
    assert key not in found(context_of(GAP, ACTION, CATEGORY, PLACES, INPUT, changed, findings=(OUTSIDE,)))


def test_the_page_says_what_happened_who_answers_and_proposes_the_rest():
    page = said(everything())
    assert "La ejecucion financiera está 9,99 puntos por debajo de la eficacia ponderada" in page
    assert "La categoría 540 cumplió toda su meta sin registrar gasto" in page
    assert "no registra devengado de su presupuesto vigente de Bs 26,00." in page
    assert "Dos puestos de Servicio Exterior: el menor avance, 52,51 %, y la mayor caída, 24,81 puntos" in page
    assert "- **Responde:** Consulado en Los Ángeles, Embajada en Madrid y Servicio Exterior. " in page
    assert "- **Responde:** Asuntos Consulares." in page
    assert "- **Responde (propuesta):** la Máxima Autoridad Ejecutiva." in page
    assert "**Causa:** No consta en la información recibida." in page
    assert "- **Monto:** Bs 26,00 vigentes." in page
    assert "- **Monto:** No consta un presupuesto propio." in page
    dates = dict(re.findall(r"### ([^\n]+?) \n.*?Fecha \(propuesta\):\*\* ([^.]+)\.", page, re.DOTALL))
    first = next(day for title, day in dates.items() if "no concuerda" in title)
    assert first == "31 de julio de 2024"
    assert len(set(dates.values())) == len(dates) == 5
    assert "en el segundo trimestre de 2024, menos que cualquiera de sus tipos de puesto (74,63 a 93,43 %)." in page


def test_a_job_title_of_the_structure_goes_with_its_office_and_is_no_proposal():
    titles = {
        "cargos": (
            {"nivel": "entidad", "codigo": "E", "cargo": "Ministra"},
            {"nivel": "unidad", "codigo": "DGAC", "cargo": "Directora General"},
        )
    }
    page = said(everything(listings=titles))
    assert "- **Responde:** Ministerio (Ministra)." in page
    assert "- **Responde:** Asuntos Consulares (Directora General)." in page
    assert "Responde (propuesta)" not in page


def test_the_cause_is_the_one_that_the_units_told_most():
    causes = tuple(
        {"periodo": "2024-T2", "tarea": task, "unidad": "LAX", "causa_codigo": code, "causa_desviacion": "", "acp": "7", "descripcion": ""}
        for task, code in (("1", "C1"), ("2", "C2"), ("3", "C2"))
    )
    book = book_of(PLACES, listings={"causas": causes})
    book = replace(book, identity={"causas": [{"codigo": "C1", "descripcion": "Personal"}, {"codigo": "C2", "descripcion": "Demora"}]})
    assert "**Causa:** «Demora», la más informada." in said(DraftContext(book, (), CUTOFF))


def test_a_fall_and_a_lowest_progress_of_different_areas_are_two_matters():
    """The unit's 10 % is the lowest of all (score 90); the embassy abroad fell 24.81 (score 24.81)."""
    low = {"avance_fisico/2024-T2/unidad/DGAC": ("10.00", "%", MEDIUM)}
    context = context_of(PLACES, low)
    assert [one.matter.score for one in candidates(context)] == [Fraction(90), Fraction("24.81")]
    assert "El avance del puesto «Embajada en Madrid» cayó 24,81 puntos" in said(context)


def test_without_actions_the_category_with_most_money_unfulfilled_takes_their_place():
    """Bs 500 × 40 points is more than Bs 26 × 0: score 50 % of the money plus 40 points."""
    more = {"ppto_vigente/2024-S1/cat_prog/10": ("500.00", "Bs", None), "avance_fisico/2024-S1/cat_prog/10": ("60.00", "%", None)}
    assert found(context_of(CATEGORY, more))["dinero_rezagado"] == Fraction(90)


def test_an_area_is_a_matter_after_two_periods_under_its_threshold():
    """20 % of the money, and 50 − 30 points: 40."""
    now = {
        "ppto_vigente/2024-S1/area/CEN": ("200.00", "Bs", None),
        "ejecucion_financiera/2024-S1/area/CEN": ("30.00", "%", WATCHED),
    }
    before = {"ejecucion_financiera/2024-T1/area/CEN": ("9.00", "%", WATCHED)}
    assert found(context_of(now, before)) == {"area_bajo_umbral": Fraction(40)}
    fine = {"ejecucion_financiera/2024-T1/area/CEN": ("12.00", "%", HIGH)}
    assert found(context_of(now, fine)) == {}


def test_nothing_to_decide_is_said():
    assert said(context_of()) == "Ningún asunto alcanza el puntaje que lo lleva a esta página."
    assert pending(book_of(), matters_text(book_of(), (), CUTOFF)) == ()


def test_a_low_score_is_cut_off_and_the_page_has_five_matters_at_most():
    near = {"avance_fisico_partes/2024-T2/area/EXT": ("79.97", "%", None)}
    assert found(context_of(INPUT, near, findings=(OUTSIDE,))) == {"dato_imposible": Fraction("9.99")}
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
    dates = re.findall(r"\*\*Fecha \(propuesta\):\*\* (.+)\.", said(everything()))
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


def test_a_final_report_is_refused_with_one_message_that_names_each_proposal(make_run):
    context = everything()
    run = make_run(context)
    with pytest.raises(NotAccepted) as refused:
        check_accepted(run.corrida, run, "data/e/2024/T2")
    told = str(refused.value).replace("\u00a0", " ")
    assert "  - «La ACP 7 está 9,61 puntos por debajo de lo que corresponde a la fecha»: opción A, opción B y fecha" in told
    assert "data/e/2024/T2/texto/asuntos.md" in told
    assert "poa borrador e/2024-T2" in told

    accepted = draft_text(context.book, context.findings, CUTOFF).replace(" (propuesta)", "")
    text = OwnText("resumen", accepted, "data/e/2024/T2/texto/asuntos.md", "0")
    check_accepted(run.corrida, replace(run, texts=(text,)), "data/e/2024/T2")
    check_accepted(make_run(context, estado="borrador").corrida, run, "data/e/2024/T2")
    check_accepted(make_run(context, secciones=("acp",)).corrida, run, "data/e/2024/T2")

    with pytest.raises(NotAccepted, match=r"(?s)conclusiones\.md quite.*«Recomendaciones propuestas»: responsable y plazo"):
        check_accepted(make_run(context, secciones=("conclusiones",)).corrida, run, "data/e/2024/T2")


@pytest.fixture
def make_run():
    from builders import make_corrida

    from helpers.checks.computed import Computed

    def make(context: DraftContext, **changed: object) -> Computed:
        given = {"entidad": "e", "estado": "definitivo", "aprobado_por": "Ana Rojas", "secciones": ("resumen",)} | changed
        book = replace(context.book, params=make_corrida(**given).model_dump(mode="json"))
        return Computed(book, context.findings, ())

    return make


def test_every_rule_says_in_spanish_what_it_looks_for():
    assert len({one.key for one in all_rules()}) == 7
    assert all(one.promise.endswith(".") and one.distance for one in all_rules())


def of(context: DraftContext, key: str) -> str:
    """The matter of one rule as a reader sees it."""
    (one,) = [one for one in candidates(context) if one.rule.key == key]
    told = (one.matter.title, one.matter.happened, one.matter.money, one.matter.cause, *one.matter.options)
    template = PlannerTemplate(context.book, ValueWriter(), str)
    shown = template.render("\n".join(told), names_of(context.book))
    assert template.problems == []
    return shown.replace("\u00a0", " ")


def with_causes(*causes: tuple[str, str, str], **more) -> DraftContext:
    """The places, of which the consulate told causes: task, code, own words."""
    rows = tuple(
        {"periodo": "2024-T2", "tarea": task, "unidad": "LAX", "causa_codigo": code, "causa_desviacion": own, "acp": "7", "descripcion": ""}
        for task, code, own in causes
    )
    known = [{"codigo": "C1", "descripcion": "Personal"}, {"codigo": "C2", "descripcion": "Demora"}]
    return DraftContext(replace(book_of(PLACES, listings={"causas": rows}, **more), identity={"causas": known}), (), CUTOFF)


@pytest.mark.parametrize(
    ("causes", "words"),
    [
        ([("1", "C2", "")], "«Demora», la única informada."),
        ([("1", "C2", ""), ("2", "C2", ""), ("3", "C1", "")], "«Demora», la más informada."),
        ([("1", "C2", ""), ("2", "C1", "")], "Las más informadas son, con igual número de tareas, «Personal» y «Demora»."),
        ([("1", "", "No hubo viajes.")], "Se informó: «No hubo viajes»."),
        ([("1", "", "No hubo viajes."), ("2", "", "Faltó personal.")], "Se informó, entre otras: «No hubo viajes»."),
        ([], "No consta en la información recibida."),
    ],
)
def test_a_cause_is_the_most_told_only_if_it_is_and_one_in_free_text_is_told_too(causes, words):
    assert words in of(with_causes(*causes), "unidades_rezagadas")


def test_the_cause_is_asked_for_only_where_none_was_told():
    asked = "una vez que conste la causa por escrito"
    assert asked in of(with_causes(), "unidades_rezagadas")
    assert asked not in of(with_causes(("1", "C2", "")), "unidades_rezagadas")


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({}, "es el único puesto con dato."),
        ({"MAD": "70.00"}, "es el menor avance de los puestos con dato."),
        ({"MAD": "0.00"}, "es el menor avance de los puestos con dato, igual que el de otro."),
    ],
)
def test_a_lowest_progress_says_who_shares_it_and_zero_is_a_progress(others, words):
    """The consulate reported zero: it is not without data."""
    figures = {f"avance_fisico/2024-T2/puesto/{code}": (value, "%", MEDIUM) for code, value in ({"LAX": "0.00"} | others).items()}
    told = of(context_of(figures), "unidades_rezagadas")
    assert "avanzó 0,00 % de lo programado" in told and words in told
    assert "Recuperar lo que faltó del periodo: 100,00 puntos." in told


def test_money_spent_beyond_its_budget_is_not_called_unspent():
    over = {"saldo/2024-S1/entidad/E": ("-5.00", "Bs", None)}
    assert "Bs 5,00 devengados por encima de los Bs 1.000,00 vigentes." in of(context_of(GAP, over), "brecha_entidad")
    whole = {"saldo/2024-S1/entidad/E": ("0.00", "Bs", None)}
    assert "Bs 1.000,00 vigentes, devengados del todo." in of(context_of(GAP, whole), "brecha_entidad")


def test_a_category_that_spent_a_little_is_not_among_those_that_spent_nothing():
    """540 spent Bs 1 of 26; 10, with Bs 9, spent nothing: «no registra», and not «tampoco»."""
    some = {
        "devengado/2024-S1/cat_prog/540": ("1.00", "Bs", None),
        "ejecucion_financiera/2024-S1/cat_prog/540": ("3.85", "%", None),
        "ppto_vigente/2024-S1/cat_prog/10": ("9.00", "Bs", None),
        "devengado/2024-S1/cat_prog/10": ("0.00", "Bs", None),
    }
    told = of(context_of(CATEGORY, some), "sin_gasto")
    assert "cumplió toda su meta casi sin gasto" in told and "No registra devengado la categoría 10" in told
    nothing = {id: row for id, row in some.items() if id.endswith("/10")}
    assert "Tampoco registra devengado la categoría 10" in of(context_of(CATEGORY, nothing), "sin_gasto")


def test_missing_data_are_said_where_the_whole_institution_is_told_of():
    silent = Finding("PRE-FALTA", Severity.WARNING, "x.", elemento="puesto/LAX", esperado="un formulario de 2024-T2")
    assert "según los datos que constan." in of(context_of(GAP, findings=(silent,)), "brecha_entidad")
    assert "según los datos" not in of(context_of(GAP), "brecha_entidad")


def test_the_options_on_the_gap_say_how_much_money_closes_it_and_how_much_would_be_left():
    """9.99 % of Bs 1,000 is 99.90; at the present pace 66.40 % is spent and 33.60 % of Bs 1,000 is left."""
    ahead = {"proyeccion_ejecucion_financiera/2024-anual/entidad/E": ("66.40", "% proyectado", None)}
    told = of(context_of(GAP, ahead), "brecha_entidad")
    assert "Fijar un calendario de devengado con cada área: igualar la eficacia ponderada requiere devengar Bs 99,90 más." in told
    assert "Reasignar lo que no se ejecutaría: al ritmo actual la ejecución cerraría en 66,40 % y quedarían Bs 336,00." in told
    assert "Reasignar lo que no se ejecutaría." in of(context_of(GAP), "brecha_entidad")


def test_the_options_on_an_action_say_what_is_missing_and_what_the_years_goal_becomes():
    """Done 40.39 of 100; at the present pace 80.78, which leaves 19.22."""
    more = {
        "eficacia_ponderada/2024-S1/acp/7": ("40.39", "%", None),
        "proyeccion_eficacia_ponderada/2024-anual/acp/7": ("80.78", "% proyectado", None),
    }
    told = of(context_of(ACTION, more), "dinero_rezagado")
    assert "Recuperar las tareas atrasadas: faltan 59,61 puntos para la meta del año." in told
    assert "al ritmo actual llegaría a 80,78 %, y la meta del año bajaría en 19,22 puntos." in told


def test_expenditure_ahead_of_progress_is_explained_or_programmed_again():
    """10 % of Bs 1,000 is 100; 56.81 points of the plan are missing."""
    ahead = {"brecha_fisico_financiera/2024-S1/entidad/E": ("-10.00", "puntos", None)}
    told = of(context_of(GAP, ahead), "brecha_entidad")
    assert "los 10,00 puntos equivalen a Bs 100,00 del presupuesto." in told
    assert "Ajustar la programación del resto de la gestión" in told


def test_an_action_that_spent_nearly_nothing_is_a_matter_from_twenty_five_points():
    """Bs 340 of 1,000 is 34 % of the money, and the gap 43.48 points: 77.48."""
    spent = {
        "eficacia_ponderada/2024-S1/acp/1": ("43.60", "%", None),
        "ejecucion_financiera/2024-S1/acp/1": ("0.12", "%", None),
        "saldo/2024-S1/acp/1": ("339.59", "Bs", None),
    }
    for points, is_matter in (("43.48", True), ("24.99", False)):
        gap = {"brecha_fisico_financiera/2024-S1/acp/1": (points, "puntos", None)}
        book = book_of(ACTION, spent, gap)
        own = book["brecha_fisico_financiera/2024-S1/acp/1"]
        parts = tuple(Operand(role, id) for role, id in zip("ab", list(spent)[:2], strict=True))
        book = replace(book, figures={**book.figures, own.id: replace(own, operation=Operation.DIFFERENCE, operands=parts, sources=())})
        context = DraftContext(book, (), CUTOFF)
        assert ("accion_sin_gasto" in found(context)) is is_matter
        if is_matter:
            assert found(context)["accion_sin_gasto"] == Fraction("77.48")
            told = of(context, "accion_sin_gasto")
            assert "La ACP 1 ejecutó 0,12 % de su presupuesto" in told
            assert "está 12,00 puntos bajo su rango ideal" in told
            assert "Reasignarlo: quedan libres Bs 339,59." in told


SPENDING = """
    fecha_corte | reporte   | cat_prog | denominacion | ppto_vigente | devengado
    2024-06-30  | categoria | 10 0 001 | Uno          | 300.00       | 90.00
    2024-06-30  | categoria | 10 0 002 | Dos          | 100.00       | 0.00
"""
ONE_UNIT = "nivel | codigo | nombre | padre\nentidad | E | Entidad |\narea | A | Norte | E\nunidad | U1 | Unidad Uno | A\n"


def test_what_the_institution_would_have_spent_is_calculated_from_its_categories():
    """Spent 90 of 400, 22.50 %; with the 100 of the second category 190 of 400, 47.50 %."""
    book = make_scored(make_dataset(estructura=ONE_UNIT, gastos=SPENDING, vinculacion="cat_prog | area\n10 0 001 | A\n10 0 002 | A\n"))
    told = of(DraftContext(book, (), CUTOFF), "sin_gasto")
    assert "Ejecutarlo en el resto de la gestión: la ejecución de la entidad pasaría de 22,50 % a 47,50 %." in told
    assert "Reasignarlo: quedan libres Bs 100,00." in told


def test_what_the_institution_would_have_reached_is_calculated_from_its_units():
    """Units with 40 and 80: the mean is 60, and 90 if the first had done everything."""
    units = ONE_UNIT + "unidad | U2 | Unidad Dos | A\n"
    reports = "nivel | codigo | indicador | periodo | valor\nunidad | U1 | avance_fisico | 2024-T2 | 40\nunidad | U2 | avance_fisico | 2024-T2 | 80\n"
    told = of(DraftContext(make_scored(make_dataset(estructura=units, avances=reports)), (), CUTOFF), "unidades_rezagadas")
    assert "Recuperar lo que faltó del periodo: 60,00 puntos; con ellos la entidad tendría 90,00 % y no 60,00 %." in told


def test_an_impossible_datum_that_moves_nothing_has_one_option():
    told = matters_text(book_of(INPUT), (OUTSIDE,), CUTOFF)
    assert "**Opción (propuesta):** Rectificar el dato o ratificarlo por escrito" in told
    assert "Opción A" not in told


def test_an_impossible_datum_is_named_in_the_summary_only_if_it_is_no_matter():
    near = {"avance_fisico_partes/2024-T2/area/EXT": ("79.97", "%", None)}
    assert "**Dato inconsistente:**" in inconsistent_datum(context_of(INPUT, near, findings=(OUTSIDE,)))
    assert inconsistent_datum(everything()) == inconsistent_datum(context_of(ACTION)) == ""
