"""Sentences and options of the matters for decision stay true with incomplete data; effects are calculated by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import pytest
from builders import WORKSPACE, make_dataset, make_scored
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
)

from helpers.figures.figure import Operand, Operation
from helpers.figures.findings import Finding, Severity
from helpers.settings.methods import load_method
from helpers.texts.conclusions.conclusions_draft import advice, conclusions
from helpers.texts.decisions.cause_answers import answer_to, cause_told
from helpers.texts.decisions.decisions_draft import (
    BEYOND,
    candidates,
    chosen,
    draft_page,
    inconsistent_datum,
    matters_text,
)
from helpers.texts.decisions.matter_words import (
    answering_for_action,
    answering_for_category,
    offices,
    outside_words,
    when_other,
)
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.sentences.plain_reading import ValueWriter, names_of
from helpers.texts.sentences.text_templates import PlannerTemplate


class MatterTexts(NamedTuple):
    title: str
    happened: str
    money: str
    cause: str
    options: list[str]


def matter_of(context: DraftContext, key: str) -> MatterTexts:
    """The matter of one rule as a reader sees it."""
    (one,) = [one for one in candidates(context) if one.rule.key == key]
    matter = (one.matter.title, one.matter.happened, one.matter.money, one.matter.cause.words, *one.matter.options)
    template = PlannerTemplate(context.book, ValueWriter(), str)
    title, happened, money, cause, *options = (template.render(text, names_of(context.book)).replace("\u00a0", " ") for text in matter)
    assert template.problems == []
    return MatterTexts(title, happened, money, cause, options)


def with_causes(*causes: tuple[str, str, str], **more) -> DraftContext:
    """The places, with causes that the consulate reported: task, code and own words of each."""
    rows = tuple(
        {"periodo": "2024-T2", "tarea": task, "unidad": "LAX", "causa_codigo": code, "causa_desviacion": own, "acp": "7", "descripcion": ""}
        for task, code, own in causes
    )
    known = [{"codigo": "C1", "descripcion": "Personal"}, {"codigo": "C2", "descripcion": "Demora"}, {"codigo": "C3", "descripcion": "Inundación"}]
    return DraftContext(replace(book_of(PLACES, listings={"causas": rows}, **more), identity={"causas": known}), (), CUTOFF)


def test_a_cause_is_said_to_be_one_of_several_if_another_post_reported_another(wording):
    base = with_causes(("1", "", "No hubo viajes."))
    (row,) = base.book.listings["causas"]
    both = (row, {**row, "tarea": "2", "unidad": "MAD", "causa_desviacion": "Faltó personal."})
    matter = matter_of(replace(base, book=replace(base.book, listings={**base.book.listings, "causas": both})), "unidades_rezagadas")
    wording(matter.cause, "el Consulado en Los Ángeles", "«No hubo viajes»")


def test_a_tied_lowest_post_is_named_with_its_article_contracted(wording):
    """Both posts have 52.51 %, and «de» with «el Consulado» becomes «del Consulado»."""
    figures = {f"avance_fisico/2024-T2/puesto/{post}": ("52.51", "%", None) for post in ("MAD", "LAX")}
    wording(matter_of(context_of(figures), "unidades_rezagadas").happened, "Embajada en Madrid", "52,51 %", "del Consulado en Los Ángeles")


@pytest.mark.parametrize(
    ("causes", "values"),
    [
        ([("1", "C2", "")], ["«Demora»", "1"]),
        ([("1", "C2", ""), ("2", "C2", ""), ("3", "C1", "")], ["«Demora»", "2", "«Personal»", "1"]),
        ([("1", "C2", ""), ("2", "C1", "")], ["«Personal»", "1", "«Demora»", "1"]),
        ([("1", "C2", ""), ("2", "C3", "")], ["«Demora»", "1", "e «Inundación»", "1"]),
        ([("1", "", "No hubo viajes.")], ["Consulado en Los Ángeles", "«No hubo viajes»"]),
        ([("1", "", "No hubo viajes."), ("2", "", "Faltó personal.")], ["Entre otras causas", "Consulado en Los Ángeles", "«No hubo viajes»"]),
        ([("1", "C2", ""), ("2", "", "No hubo viajes.")], ["«Demora»", "1", "«No hubo viajes»"]),
        ([("1", "C2", ""), ("2", "", "No hubo viajes."), ("3", "", "Llovió.")], ["«Demora»", "1", "«No hubo viajes»", "otras"]),
        ([], []),
    ],
)
def test_each_cause_is_told_with_its_tasks_and_free_text_is_quoted(causes, values, wording):
    wording(matter_of(with_causes(*causes), "unidades_rezagadas").cause, *values)


def test_an_action_behind_its_date_is_told_with_whom_its_progress_leaves_out(wording):
    """Of the action's two units only U1 reported: 2 of 4 in the second quarter."""
    tables = {
        "estructura": "nivel | codigo | nombre | padre | acp\nentidad | E | E | |\narea | A | A | E |\nunidad | U1 | Una | A | 1\nunidad | U2 | Dos | A | 1",
        "acciones": "acp | denominacion\n1 | Servir",
        "tareas": "tarea | descripcion | operacion | unidad | acp | ene | abr\n1 | a | O1 | U1 | 1 | 1 | 4\n2 | b | O2 | U2 | 1 | 1 | 4",
        "ejecucion": "tarea | ene | abr\n1 | 1 | 2",
        "vinculacion": "cat_prog | acp | unidad\n1 0 001 | 1 | U1",
        "gastos": "fecha_corte | reporte | cat_prog | denominacion | ppto_vigente | devengado\n2024-06-30 | categoria | 1 0 001 | Uno | 100 | 50",
    }
    book = make_scored(make_dataset(**tables), method=load_method(WORKSPACE, "mre-2024"))
    happened = matter_of(DraftContext(book, (), CUTOFF), "dinero_rezagado").happened
    wording(happened, "37,50 %", "1", "2", "1", "2", "50,00 %")


def test_without_a_cause_of_the_period_the_matter_says_of_when_none_is_known(wording):
    """A form of the first quarter told one."""
    base = with_causes(("1", "C2", ""))
    before = tuple({**row, "periodo": "2024-T1"} for row in base.book.listings["causas"])
    context = replace(base, book=replace(base.book, listings={**base.book.listings, "causas": before}))
    wording(matter_of(context, "unidades_rezagadas").cause, "segundo trimestre de 2024")


def test_the_cause_of_a_task_that_did_more_explains_no_shortfall(wording):
    """Task 1 did all that was programmed, and task 2 half of it."""
    context = with_causes(("1", "C2", ""), ("2", "C1", ""))
    tasks = book_of({"avance_fisico/2024-T2/tarea/1": ("100.00", "%", None), "avance_fisico/2024-T2/tarea/2": ("50.00", "%", None)})
    book = replace(context.book, figures={**context.book.figures, **tasks.figures})
    wording(matter_of(replace(context, book=book), "unidades_rezagadas").cause, "«Personal»", "1")


def test_a_cause_that_changes_the_goal_does_not_answer_why_little_was_spent():
    declared = ({"codigo": "C6", "descripcion": "Menor demanda", "tipo": "demanda"}, {"codigo": "C1", "descripcion": "Demora", "tipo": "contratacion"})
    context = with_causes()
    context = replace(context, book=replace(context.book, identity={"causas": declared}))
    assert answer_to(context, ["C6"], of_money=True) is None
    assert answer_to(context, ["C6", "C1"], of_money=True) == answer_to(context, ["C1"])


def test_what_units_tell_of_tasks_or_of_results_is_not_said_to_be_of_money(wording):
    row = {"periodo": "2024-abr", "unidad": "LAX", "tipo": "dificultad", "texto": "No hubo viajes."}
    of_results = context_of(PLACES, listings={"resultados": (row,)})
    of_quarter = "las tareas que no cumplieron lo programado en el segundo trimestre de 2024:"
    told = (with_causes(("1", "C2", "")), of_quarter), (with_causes(("1", "", "No hubo viajes.")), "las tareas,"), (of_results, "los resultados,")
    for context, what in told:
        words = PlannerTemplate(context.book, ValueWriter(), str).render(cause_told(context, ["LAX"], of_money=True).words, names_of(context.book))
        wording(words, what)
        assert "gasto" not in cause_told(context, ["LAX"]).words


@pytest.mark.parametrize(("units", "told"), [(1, ["U0"]), (3, ["U0", "U1", "U2"]), (4, ["N"])])
def test_those_whom_the_structure_names_answer_for_an_action_and_their_area_only_for_many(units, told):
    lines = [f"unidad | U{number} | N | 1" for number in range(units)]
    structure = "\n".join(("nivel | codigo | padre | acp", "entidad | E | |", "area | N | E |", *lines))
    context = DraftContext(make_scored(make_dataset(estructura=structure)), (), date(2024, 6, 30))
    assert [node.code for node in answering_for_action(context, "1")] == told


def test_a_type_of_posts_that_a_link_names_answers_for_its_category_and_not_its_area():
    structure = "nivel | codigo | padre\n entidad | E |\n area | A | E\n tipo | EMB | A"
    links = "cat_prog | acp | area | unidad\n 570 | 1 | A | EMB\n 580 | 1 | A | X"
    context = DraftContext(make_scored(make_dataset(estructura=structure, vinculacion=links)), (), date(2024, 6, 30))
    assert [node.code for code in ("570", "580") for node in answering_for_category(context, code)] == ["EMB", "A"]


def test_the_cause_is_asked_for_only_if_none_was_reported():
    asked = "una vez que conste la causa por escrito"
    assert asked in "".join(matter_of(with_causes(), "unidades_rezagadas").options)
    assert asked not in "".join(matter_of(with_causes(("1", "C2", "")), "unidades_rezagadas").options)


@pytest.mark.parametrize(
    ("others", "values"),
    [({}, ["único"]), ({"MAD": "70.00"}, ["menor avance"]), ({"MAD": "0.00"}, ["menor avance", "de la Embajada en Madrid"])],
)
def test_a_lowest_progress_says_who_shares_it_and_zero_is_a_progress(others, values, wording):
    """The consulate reported zero, which is not the same as no data."""
    figures = {f"avance_fisico/2024-T2/puesto/{code}": (value, "%", MEDIUM) for code, value in ({"LAX": "0.00"} | others).items()}
    matter = matter_of(context_of(figures), "unidades_rezagadas")
    wording(matter.happened, "Consulado en Los Ángeles", "0,00 %", *values)
    wording(matter.options[0], "100,00")


def test_a_late_form_is_left_out_of_the_lowest_progress(wording):
    """The embassy reported less than the consulate, but late, so the method leaves it out."""
    figures = {f"avance_fisico/2024-T2/puesto/{code}": (value, "%", MEDIUM) for code, value in (("LAX", "50.00"), ("MAD", "1.00"))}
    late = ({"periodo": "2024-T2", "nivel": "puesto", "codigo": "MAD", "situacion": "fuera_de_plazo"},)
    matter = matter_of(context_of(figures, listings={"situaciones": late}), "unidades_rezagadas")
    wording(matter.happened, "Consulado en Los Ángeles", "50,00 %", "único", "a tiempo")
    assert "Madrid" not in str(matter)


def test_money_spent_beyond_its_budget_is_not_called_unspent(wording):
    over = {"saldo/2024-S1/entidad/E": ("-5.00", "Bs", None)}
    wording(matter_of(context_of(GAP, over), "brecha_entidad").money, "5,00", "1.000,00")
    whole = {"saldo/2024-S1/entidad/E": ("0.00", "Bs", None)}
    wording(matter_of(context_of(GAP, whole), "brecha_entidad").money, "1.000,00", "del todo")
    without = {**whole, "ppto_vigente/2024-S1/entidad/E": ("0.00", "Bs", None)}
    assert "devengados" not in matter_of(context_of(GAP, without), "brecha_entidad").money


def test_a_category_that_spent_a_little_is_not_among_those_that_spent_nothing(wording):
    """540 spent Bs 1 of 26, and 10 nothing of Bs 9: the sentence on 10 says «no registra» and not «tampoco»."""
    some = {
        "devengado/2024-S1/cat_prog/540": ("1.00", "Bs", None),
        "ejecucion_financiera/2024-S1/cat_prog/540": ("3.85", "%", None),
        "ppto_vigente/2024-S1/cat_prog/10": ("9.00", "Bs", None),
        "devengado/2024-S1/cat_prog/10": ("0.00", "Bs", None),
    }
    matter = matter_of(context_of(CATEGORY, some), "sin_gasto")
    wording([matter.title, matter.happened], "540", "casi", "540", "No registra", "10", "9,00")
    nothing = {id: row for id, row in some.items() if id.endswith("/10")}
    wording(matter_of(context_of(CATEGORY, nothing), "sin_gasto").happened, "540", "Tampoco", "10", "9,00")
    equal = nothing | {id.replace("/10", "/11"): row for id, row in nothing.items()}
    wording(matter_of(context_of(CATEGORY, equal), "sin_gasto").happened, "540", "Tampoco", "Una de las de más presupuesto", "10", "9,00")


def test_the_progress_of_a_category_is_told_as_that_of_the_unit_that_answers_for_it(wording):
    """The unit reports 100 % and answers for both categories; only one of them has spent anything."""
    reports = "nivel | codigo | indicador | periodo | valor\n" + "".join(f"unidad | U1 | avance_fisico | 2024-T{n} | 100\n" for n in (1, 2))
    links = "cat_prog | area | unidad\n10 0 001 | A | U1\n10 0 002 | A | U1\n"
    context = DraftContext(make_scored(make_dataset(estructura=ONE_UNIT, gastos=SPENDING, vinculacion=links, avances=reports)), (), CUTOFF)
    matter = matter_of(context, "sin_gasto")
    wording([matter.title, matter.happened], "10 0 002", "100,00 %", "Unidad Uno", "también por la categoría 10 0 001")
    assert "cumplió" not in str(matter) and "informa" not in matter.happened
    (told,) = [one.text for one in conclusions(context) if one.rule.key == "sin_devengar"]
    wording(told)


@pytest.mark.parametrize("unit", ["U1", "U2"])
def test_a_cause_is_not_said_to_be_of_a_category_whose_unit_answers_for_another_too(unit):
    """The other category is of U1, as the one without expenses is, or of U2."""
    links = f"cat_prog | area | unidad\n10 0 001 | A | {unit}\n10 0 002 | A | U1\n"
    book = make_scored(make_dataset(estructura=ONE_UNIT + "unidad | U2 | Dos | A\n", gastos=SPENDING, vinculacion=links))
    row = {"periodo": "2024-T2", "tarea": "1", "unidad": "U1", "causa_codigo": "", "causa_desviacion": "Lluvias.", "acp": "1", "descripcion": ""}
    matter = matter_of(DraftContext(replace(book, listings={**book.listings, "causas": (row,)}), (), CUTOFF), "sin_gasto")
    assert "Lluvias" in str(matter)
    assert ("Puede no ser de esta categoría" in str(matter)) == (unit == "U1")


def test_missing_data_are_mentioned_in_the_matter_on_the_institution(wording):
    silent = Finding("PRE-FALTA", Severity.WARNING, "x.", elemento="puesto/LAX", esperado="un formulario de 2024-T2")
    wording(matter_of(context_of(GAP, findings=(silent,)), "brecha_entidad").happened, "43,19 %", "33,20 %", "según los datos")
    assert "según los datos" not in str(matter_of(context_of(GAP), "brecha_entidad"))


def test_before_the_last_quarter_no_option_names_money_that_could_be_moved(wording):
    """9.99 % of Bs 1,000 is 99.90. In June it is normal that much of the year's money is not yet accrued."""
    ahead = {"proyeccion_ejecucion_financiera/2024-anual/entidad/E": ("66.40", "% proyectado", None)}
    options = matter_of(context_of(GAP, ahead), "brecha_entidad").options
    wording(options, "99,90")
    assert not any(map(str.isdigit, options[1]))


def test_amounts_of_the_options_on_the_gap_are_exact_though_the_method_hands_on_rounded_percentages():
    """Accrued 125 of 300, printed 41.67 %: by December at this rate 166.67. 60 % of 300 is 180, 55 more than 125."""
    money = "fecha_corte | reporte | cat_prog | denominacion | ppto_vigente | devengado\n2024-09-30 | categoria | 10 0 001 | Uno | 300.00 | 125.00\n"
    reports = "nivel | codigo | indicador | periodo | valor\n" + "".join(f"unidad | U1 | eficacia_ponderada | 2024-T{n} | 20\n" for n in (1, 2, 3))
    dataset = make_dataset(estructura=ONE_UNIT, gastos=money, vinculacion="cat_prog | area\n10 0 001 | A\n", avances=reports)
    context = DraftContext(make_scored(dataset, "2024-T3"), (), CUTOFF)
    schedule, elsewhere = matter_of(context, "brecha_entidad").options
    assert context.book.rounds_every_level
    assert "requiere devengar Bs 55,00 más" in schedule
    assert "con cada área" not in schedule  # there is one
    assert "Bs 133,33 (se cerraría en 55,56 %)" in elsewhere


def test_options_on_an_action_state_what_is_missing_and_the_years_new_goal(wording):
    """40.39 of 100 is executed; at the present pace 80.78 will be, which leaves 19.22."""
    more = {
        "eficacia_ponderada/2024-S1/acp/7": ("40.39", "%", None),
        "proyeccion_eficacia_ponderada/2024-anual/acp/7": ("80.78", "% proyectado", None),
    }
    wording(matter_of(context_of(ACTION, more), "dinero_rezagado").options, "9,61", "59,61", "80,78 %", "19,22")


def test_expenditure_ahead_of_progress_is_explained_or_programmed_again(wording):
    """The matter concerns the accrued amount, not the unspent one."""
    ahead = {
        "brecha_fisico_financiera/2024-S1/entidad/E": ("-10.00", "puntos", None),
        "devengado/2024-S1/entidad/E": ("332.00", "Bs", None),
    }
    matter = matter_of(context_of(GAP, ahead), "brecha_entidad")
    wording([matter.money, *matter.options], "332,00", "1.000,00", "668,00")
    assert "sin devengar, de" not in str(matter)
    nothing_left = {**ahead, "saldo/2024-S1/entidad/E": ("0.00", "Bs", None)}
    wording(matter_of(context_of(GAP, nothing_left), "brecha_entidad").options)


def test_an_action_that_spent_nearly_nothing_is_a_matter_from_a_gap_of_25_points(wording):
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
        assert ("accion_sin_gasto" in scores_by_rule(context)) is is_matter
        if is_matter:
            assert scores_by_rule(context)["accion_sin_gasto"] == Fraction("77.48")
            matter = matter_of(context, "accion_sin_gasto")
            wording([matter.title, matter.happened, *matter.options], "1", "0,12 %", "12,00")


SPENDING = """
    fecha_corte | reporte   | cat_prog | denominacion | ppto_vigente | devengado
    2024-06-30  | categoria | 10 0 001 | Uno          | 300.00       | 90.00
    2024-06-30  | categoria | 10 0 002 | Dos          | 100.00       | 0.00
"""
ONE_UNIT = "nivel | codigo | nombre | padre\nentidad | E | Entidad |\narea | A | Norte | E\nunidad | U1 | Unidad Uno | A\n"


def test_what_the_institution_would_have_spent_is_calculated_from_its_categories(wording):
    """Spent 90 of 400, 22.50 %; with the 100 of the second category 190 of 400, 47.50 %."""
    spending = SPENDING.replace("2024-06-30", "2024-09-30")
    dataset = make_dataset(estructura=ONE_UNIT, gastos=spending, vinculacion="cat_prog | area\n10 0 001 | A\n10 0 002 | A\n")
    book = make_scored(dataset, "2024-T3")
    wording(matter_of(DraftContext(book, (), CUTOFF), "sin_gasto").options, "22,50 %", "47,50 %", "100,00")


def test_money_that_is_not_due_yet_is_no_matter(wording):
    """Of the category's 26, due by June are 13 or nothing; in the second case nothing is late."""
    due = {"ppto_programado/2024-S1/cat_prog/540": ("13.00", "Bs", None)}
    wording(matter_of(context_of(CATEGORY, due), "sin_gasto").happened, "26,00", "13,00")
    none = {"ppto_programado/2024-S1/cat_prog/540": ("0.00", "Bs", None)}
    assert "sin_gasto" not in scores_by_rule(context_of(CATEGORY, none))


def test_what_the_institution_would_have_reached_is_calculated_from_its_units(wording):
    """Units with 40 and 80: the mean is 60, and 90 if the first had done everything."""
    units = ONE_UNIT + "unidad | U2 | Unidad Dos | A\n"
    reports = "nivel | codigo | indicador | periodo | valor\nunidad | U1 | avance_fisico | 2024-T2 | 40\nunidad | U2 | avance_fisico | 2024-T2 | 80\n"
    matter = matter_of(DraftContext(make_scored(make_dataset(estructura=units, avances=reports)), (), CUTOFF), "unidades_rezagadas")
    wording(matter.options[0], "60,00", "90,00 %", "60,00 %")


def test_an_impossible_datum_that_changes_no_figure_has_one_option(wording):
    (option,) = [line for line in matters_text(book_of(INPUT), (OUTSIDE,), CUTOFF).splitlines() if "**Opción" in line]
    wording(option, "**Opción (propuesta):**")


def datum(context: DraftContext) -> str:
    return inconsistent_datum(context.book, context.findings, context.cutoff)


def test_a_struck_impossible_datum_is_named_if_it_changes_a_printed_figure():
    """The institution's progress is the mean of 69.98 abroad and 90.00 in the centre; with 84.03 it would
    print differently."""
    reports = {"avance_fisico/2024-T2/area/CEN": ("90.00", "%", HIGH), "avance_fisico/2024-T2/entidad/E": ("79.99", "%", HIGH)}
    book = book_of(INPUT, reports)
    whole = book["avance_fisico/2024-T2/entidad/E"]
    parts = tuple(Operand("parte", f"avance_fisico/2024-T2/area/{code}") for code in ("EXT", "CEN"))
    book = replace(book, figures={**book.figures, whole.id: replace(whole, operation=Operation.MEAN, operands=parts, sources=())})
    for named in ('"avance_fisico/2024-T2/area/EXT"', "'avance_fisico/2024-T2/area/EXT'", '"avance_fisico", trimestre, "area", "EXT"'):
        assert inconsistent_datum(book, (OUTSIDE,), CUTOFF, f"{{{{ cifra({named}) }}}} no concuerda") == ""
    struck = inconsistent_datum(book, (OUTSIDE,), CUTOFF, "### Otro asunto")
    assert "**Dato inconsistente:**" in struck and "con_partes" in struck
    assert inconsistent_datum(book_of(INPUT), (OUTSIDE,), CUTOFF, "### Otro asunto") == ""


def test_an_impossible_datum_that_is_no_matter_is_named_in_the_summary():
    """69.98 was reported and the mean of the parts is 79.97: 9.99 points, and a matter needs 10."""
    near = {"avance_fisico_partes/2024-T2/area/EXT": ("79.97", "%", None)}
    context = context_of(INPUT, near, findings=(OUTSIDE,))
    assert "dato_imposible" not in {one.rule.key for one in chosen(context)}
    assert "**Dato inconsistente:**" in datum(context)


def test_an_impossible_datum_that_is_a_matter_is_not_named_again_in_the_summary():
    assert "dato_imposible" in {one.rule.key for one in chosen(everything())}
    assert datum(everything()) == ""


def test_without_an_impossible_datum_the_summary_names_none():
    """The same institution without the finding that its parts rule the value out."""
    assert datum(replace(everything(), findings=())) == ""


def test_equal_parts_are_no_range_and_an_earlier_quarter_is_named():
    """Both parts have 90, so one value is named instead of a range. A report on the year names the second quarter."""
    same = {f"avance_fisico/2024-T2/tipo/{code}": ("90.00", "%", None) for code in "AB"}
    matter = outside_words(context_of(INPUT, same), book_of(INPUT, same)["avance_fisico/2024-T2/area/EXT"])
    assert " a {{" not in matter and matter.count("avance_fisico/2024-T2/tipo/") == 1
    own = book_of(INPUT)["avance_fisico/2024-T2/area/EXT"]
    assert when_other(context_of(INPUT), own) == ""
    assert when_other(context_of(INPUT, period="2024-anual"), own) == ' {{ cuando("2024-T2") }}'


def test_before_the_years_end_no_option_leaves_money_for_the_next_year(wording):
    options = matter_of(context_of(CATEGORY), "sin_gasto").options
    wording(options)
    assert "gestión siguiente" not in "".join(options)


def test_at_the_years_end_one_place_has_its_quarter_and_two_have_no_number(wording):
    """52.51 % of the fourth quarter is no percentage of the year's goal."""
    quarter = {id.replace("T2", "T4"): row for id, row in PLACES.items()}
    alone = {id: row for id, row in quarter.items() if "LAX" in id}
    options = matter_of(context_of(alone, period="2024-T4"), "unidades_rezagadas").options
    wording(options, "cuarto trimestre de 2024", "47,49", "cuarto trimestre de 2024", "52,51 %")
    both = matter_of(context_of(quarter, period="2024-T4"), "unidades_rezagadas").options
    wording(both)
    assert not any(map(str.isdigit, "".join(both)))


def test_a_gap_of_figures_on_different_bases_is_not_closed_with_money(wording):
    """43.19 % of what was programmed until June and 33.20 % of the year's budget: no amount makes the two equal."""
    book = book_of(GAP, {"avance_fisico/2024-S1/entidad/E": ("43.19", "%", None)})
    gap = book["brecha_fisico_financiera/2024-S1/entidad/E"]
    parts = (Operand("a", "avance_fisico/2024-S1/entidad/E"), *gap.operands[1:])
    book = replace(book, figures={**book.figures, gap.id: replace(gap, operands=parts)})
    matter = matter_of(DraftContext(book, (), CUTOFF), "brecha_entidad")
    wording([matter.happened, matter.options[0]], "43,19 %", "33,20 %", "se mide sobre", "primer semestre de 2024")
    assert not any(map(str.isdigit, matter.options[0]))
    assert "se mide sobre" not in matter_of(context_of(GAP), "brecha_entidad").happened


@pytest.mark.parametrize(
    ("progress", "falls", "values"),
    [
        ({"LAX": "50.00"}, {}, ["Consulado en Los Ángeles", "el avance", "50,00 %"]),
        ({"LAX": "50.00", "MAD": "60.00"}, {}, ["Consulado en Los Ángeles", "el menor", "50,00 %"]),
        ({"LAX": "50.00", "MAD": "50.00"}, {}, ["Consulado en Los Ángeles", "el mismo", "todos los puestos", "50,00 %"]),
        ({"LAX": "50.00", "MAD": "50.00", "DGAC": "60.00"}, {}, ["Consulado en Los Ángeles", "uno de los menores", "50,00 %"]),
        ({}, {"LAX": "-20.00"}, ["Consulado en Los Ángeles", "la única", "20,00"]),
        ({}, {"LAX": "-20.00", "MAD": "-30.00"}, ["Embajada en Madrid", "la mayor", "30,00"]),
        ({}, {"LAX": "-20.00", "MAD": "-20.00"}, ["Consulado en Los Ángeles", "una de las mayores", "20,00"]),
    ],
)
def test_a_title_says_lowest_or_largest_only_of_one_among_several(progress, falls, values, wording):
    levels = dict.fromkeys(("LAX", "MAD"), "puesto")
    figures = {f"avance_fisico/2024-T2/{levels.get(code, 'unidad')}/{code}": (value, "%", MEDIUM) for code, value in progress.items()}
    figures |= {f"avance_fisico_variacion/2024-T2/puesto/{code}": (value, "puntos", None) for code, value in falls.items()}
    wording(matter_of(context_of(figures), "unidades_rezagadas").title, *values)


def test_a_lowest_progress_says_who_else_has_it(wording):
    units = ("DGAC", "A", "B", "C", "D", "E")
    alike = {f"avance_fisico/2024-T2/unidad/{code}": ("0.00", "%", MEDIUM) for code in units}
    for figures, words in ((alike, "el mismo"), (alike | {"avance_fisico/2024-T2/unidad/E": ("9.00", "%", MEDIUM)}, "menor")):
        matter = matter_of(context_of(figures), "unidades_rezagadas")
        wording([matter.title, matter.happened], "Asuntos Consulares", words)


def test_what_all_units_and_posts_lack_is_a_matter_of_the_institution_with_all_its_money(wording):
    alike = {f"avance_fisico/2024-T2/{place}": ("0.00", "%", MEDIUM) for place in ("unidad/DGAC", "puesto/LAX", "puesto/MAD", "entidad/E")}
    own = {"ppto_vigente/2024-S1/unidad/DGAC": ("300.00", "Bs", None), "saldo/2024-S1/entidad/E": ("1000.00", "Bs", None)}
    fall = {"avance_fisico_variacion/2024-T2/puesto/MAD": ("-24.81", "puntos", None)}
    matter = matter_of(context_of(alike, own), "unidades_rezagadas")
    wording([matter.title, matter.happened, matter.money, *matter.options], "1.000,00")
    told, fallen = (one.matter for one in candidates(context_of(alike, own, fall)))
    assert (told.answering.who, told.score) == ("la Máxima Autoridad Ejecutiva", 200)
    assert "LAX" not in str(told.options)
    assert "MAD" in fallen.title


def test_what_all_units_lack_is_a_matter_of_them_all_though_a_post_did_more(wording):
    """One unit was named in the title, with its own office and money."""
    places = [f"unidad/{code}" for code in ("DGAC", "A", "B", "C", "D")]
    alike = {f"avance_fisico/2024-T2/{place}": ("0.00", "%", MEDIUM) for place in places}
    more = {f"avance_fisico/2024-T2/{place}": ("9.00", "%", MEDIUM) for place in ("puesto/LAX", "entidad/E")}
    money = {"ppto_vigente/2024-S1/unidad/DGAC": ("300.00", "Bs", None), "saldo/2024-S1/entidad/E": ("1000.00", "Bs", None)}
    matter = matter_of(context_of(alike | more, money), "unidades_rezagadas")
    wording([matter.title, matter.happened, matter.money, *matter.options], "0,00 %", "1.000,00")
    assert "Consulares" not in str(matter) and "DGAC" not in str(matter.options)
    (told,) = (one.matter for one in candidates(context_of(alike | more, money)))
    assert (told.answering.who, told.score) == ("la Máxima Autoridad Ejecutiva", 100)


def test_a_place_without_grade_is_not_the_lowest_if_a_satisfactory_one_is_lower():
    figures = {"avance_fisico/2024-T2/unidad/DGAC": ("80.00", "%", HIGH), "avance_fisico/2024-T2/puesto/LAX": ("90.00", "%", None)}
    assert scores_by_rule(context_of(figures)) == {}


MONEY_OF_UNITS = {"gastos": SPENDING, "vinculacion": "cat_prog | area | unidad\n10 0 001 | A | U1\n10 0 002 | A | U2\n"}


def divided_by_all_weights(*, done: str = "3", other: str = "1 | |", **more: str) -> DraftContext:
    """Two units of which the method divides by all weights; `other` is when tasks 2 and 4 are due: in January or October.

    The first unit did all of its task of April, of weight 50: 50 %. The second did `done` of 4, of weight 80.
    """
    plan = "tarea | descripcion | unidad | acp | ponderacion | ene | abr | oct\n"
    plan += f"1 | Uno | U1 | 1 | 50 | 1 | 2 |\n2 | Dos | U1 | 1 | 50 | {other}\n3 | Tres | U2 | 1 | 80 | 1 | 4 |\n4 | Cuatro | U2 | 1 | 20 | {other}\n"
    reported = f"tarea | ene | abr\n1 | 1 | 2\n2 | 1 |\n3 | 1 | {done}\n4 | 1 |\n"
    dataset = make_dataset(estructura=ONE_UNIT + "unidad | U2 | Unidad Dos | A\n", tareas=plan, ejecucion=reported, **more)
    return DraftContext(make_scored(dataset, method=load_method(WORKSPACE, "segip-2020")), (), CUTOFF)


def test_a_unit_that_did_all_that_was_programmed_lacks_nothing_though_its_other_weights_lower_its_progress(wording):
    """The second unit did 75 % of weight 80: 60 %, which is no share of what was programmed for it. In the quarter
    before all of its weight was due, so that it did not fall by 40 points."""
    matter = matter_of(divided_by_all_weights(), "unidades_rezagadas")
    wording([matter.title, matter.happened, *matter.options], "Unidad Dos", "75,00 %", "Unidad Dos", "75,00 %", "60,00 %")
    assert "Unidad Uno" not in str(matter) and "60,00 % de lo programado" not in str(matter)
    assert "unidades_rezagadas" not in scores_by_rule(divided_by_all_weights(done="4"))
    (told,) = [one.text for one in conclusions(divided_by_all_weights()) if one.rule.key == "cumplimiento"]
    wording(told)
    gap = matter_of(divided_by_all_weights(other="| | 1", **MONEY_OF_UNITS), "brecha_entidad")
    wording(gap.happened)


def test_the_lowest_unit_is_named_though_a_datum_is_missing_if_it_is_the_lowest_with_any(wording):
    """The first unit did 50 of 100 points. The second lacks the datum of task 4, of weight 20, and did 1 of 4 of weight
    80: between 20 and 40 points. If it did 2 of 4, between 40 and 60, either may be the lowest."""
    plan = "tarea | descripcion | unidad | acp | ponderacion | abr\n1 | A | U1 | 1 | 50 | 1\n2 | B | U1 | 1 | 50 | 1\n"
    plan += "3 | C | U2 | 1 | 80 | 4\n4 | D | U2 | 1 | 20 | 1\n"
    for done, points in (("1", 60), ("2", 50)):
        reported = f"tarea | abr\n1 | 1\n2 | 0\n3 | {done}\n4 |\n"
        dataset = make_dataset(estructura=ONE_UNIT + "unidad | U2 | Unidad Dos | A\n", tareas=plan, ejecucion=reported)
        context = DraftContext(make_scored(dataset, method=load_method(WORKSPACE, "segip-2020")), (), CUTOFF)
        matter = matter_of(context, "unidades_rezagadas")
        wording([matter.title, matter.happened])
        assert scores_by_rule(context)["unidades_rezagadas"] == points


def test_a_datum_that_a_warning_doubts_is_settled_before_anything_is_decided_on_it(wording):
    """The second unit reported 0.25 %, of which its form's check asks if it is 25 %."""
    values = "nivel | codigo | indicador | periodo | valor\nunidad | U1 | avance_fisico | 2024-T2 | 80\n"
    values += "unidad | U2 | avance_fisico | 2024-T2 | 0.25\n"
    book = make_scored(make_dataset(estructura=ONE_UNIT + "unidad | U2 | Unidad Dos | A\n", avances=values))
    (cell,) = book["avance_fisico/2024-T2/unidad/U2"].sources
    asked = Finding("FOR-PORCENTAJE", Severity.WARNING, "x", archivo=cell.file, hoja=cell.sheet, celda=cell.cell)
    plain, doubted = (matter_of(DraftContext(book, found, CUTOFF), "unidades_rezagadas") for found in ((), (asked,)))
    assert plain.happened in doubted.happened and plain.options != doubted.options
    wording([doubted.happened, *doubted.options])


def test_of_two_units_that_lack_data_neither_is_said_to_be_the_lowest(wording):
    """The first lacks the datum of a task of weight 20 and did 1 of 4 of weight 80, between 20 and 40 points; the second
    one of weight 40 and 1 of 4 of weight 60, between 15 and 55."""
    plan = "tarea | descripcion | unidad | acp | ponderacion | abr\n1 | A | U1 | 1 | 80 | 4\n2 | B | U1 | 1 | 20 | 1\n"
    plan += "3 | C | U2 | 1 | 60 | 4\n4 | D | U2 | 1 | 40 | 1\n"
    tables = {"estructura": ONE_UNIT + "unidad | U2 | Unidad Dos | A\n", "tareas": plan}
    dataset = make_dataset(**tables, ejecucion="tarea | abr\n1 | 1\n2 |\n3 | 1\n4 |\n")
    context = DraftContext(make_scored(dataset, method=load_method(WORKSPACE, "segip-2020")), (), CUTOFF)
    matter = matter_of(context, "unidades_rezagadas")
    wording([matter.title, matter.happened])


def test_units_are_compared_by_what_they_did_of_what_was_programmed(wording):
    """The first unit did 3 of 4 of weight 20, 15 %; the second 1 of 2 of weight 80, 40 %: it did less of its programme.
    In the first quarter both did all of weight 100, and no fall is told of values of different weights."""
    plan = "tarea | descripcion | unidad | acp | ponderacion | ene | abr\n1 | A | U1 | 1 | 20 | 1 | 4\n2 | B | U1 | 1 | 80 | 1 |\n"
    plan += "3 | C | U2 | 1 | 80 | 1 | 2\n4 | D | U2 | 1 | 20 | 1 |\n"
    done = "tarea | ene | abr\n1 | 1 | 3\n2 | 1 |\n3 | 1 | 1\n4 | 1 |\n"
    dataset = make_dataset(estructura=ONE_UNIT + "unidad | U2 | Unidad Dos | A\n", tareas=plan, ejecucion=done)
    context = DraftContext(make_scored(dataset, method=load_method(WORKSPACE, "segip-2020")), (), CUTOFF)
    matter = matter_of(context, "unidades_rezagadas")
    wording([matter.title, matter.happened], "Unidad Dos", "50,00 %", "50,00 %", "40,00 %")
    assert scores_by_rule(context)["unidades_rezagadas"] == 50
    assert context.fallen and not {"caidas", "cambio"} & {one.rule.key for one in conclusions(context)}


def test_a_category_of_a_unit_that_did_all_that_was_programmed_is_not_behind(wording):
    """Half of the first unit's weight, and a fifth of the second's, is for October; the first has the larger
    budget. The second did 4 of 5 of weight 80: 64 %."""
    context = divided_by_all_weights(other="| | 1", **MONEY_OF_UNITS)
    without_quarter = {id: one for id, one in context.book.figures.items() if "/2024-T2/unidad/U2" not in id}
    matter = matter_of(replace(context, book=replace(context.book, figures=without_quarter)), "dinero_rezagado")
    assert "10 0 002" in matter.title and "64,00 %" in matter.title
    wording(matter.options[0])


def test_the_lowest_unit_and_its_category_are_one_matter_that_says_both_windows(wording):
    """The second unit did 3 of 4 of weight 80 since April, and 4 of 5 since January."""
    context = divided_by_all_weights(other="| | 1", **MONEY_OF_UNITS)
    wording(matter_of(context, "unidades_rezagadas").happened, "segundo trimestre", "60,00 %", "10 0 002", "primer semestre", "64,00 %")
    assert "dinero_rezagado" not in scores_by_rule(context)


def test_a_category_weighs_most_only_by_the_data_that_there_are_if_another_lacks_some(wording):
    """The first unit did 1 of 2. The second did all of a task of weight 80 and lacks the datum of another, of 20, or of
    both: then its category has no progress."""
    plan = "tarea | descripcion | unidad | acp | ponderacion | abr\n1 | A | U1 | 1 | 100 | 2\n3 | C | U2 | 1 | 80 | 4\n4 | D | U2 | 1 | 20 | 1\n"
    tables = {"estructura": ONE_UNIT + "unidad | U2 | Unidad Dos | A\n", "tareas": plan, **MONEY_OF_UNITS}
    for done, datum, is_known in (("4", "", False), ("4", "1", True), ("", "", False)):
        dataset = make_dataset(**tables, ejecucion=f"tarea | abr\n1 | 1\n3 | {done}\n4 | {datum}\n")
        context = DraftContext(make_scored(dataset, method=load_method(WORKSPACE, "segip-2020")), (), CUTOFF)
        happened = matter_of(context, "unidades_rezagadas").happened
        assert ("por lo que consta" in happened) != is_known
        wording(happened)


def test_a_category_weighs_most_only_by_the_data_that_there_are_if_another_lacks_a_month():
    """The second unit did not tell what it did in May, which is left out of its progress."""
    plan = "tarea | descripcion | unidad | acp | ponderacion | abr | may\n1 | A | U1 | 1 | 100 | 2 |\n3 | C | U2 | 1 | 100 | 4 | 4\n"
    tables = {"estructura": ONE_UNIT + "unidad | U2 | Unidad Dos | A\n", "tareas": plan, **MONEY_OF_UNITS}
    for may, is_known in (("", False), ("3", True)):
        dataset = make_dataset(**tables, ejecucion=f"tarea | abr | may\n1 | 1 |\n3 | 3 | {may}\n")
        context = DraftContext(make_scored(dataset, method=load_method(WORKSPACE, "acp-ponderada")), (), CUTOFF)
        happened = matter_of(context, "unidades_rezagadas").happened
        assert ("por lo que consta" in happened) != is_known


def test_what_a_category_lacks_is_not_known_if_its_unit_lacks_a_whole_quarter(wording):
    """The first unit did 1 of 4 in April and told nothing of January, in which 2 were due: it may lack 3 of 6 or 5 of 6."""
    plan = "tarea | descripcion | unidad | acp | ponderacion | ene | abr\n1 | A | U1 | 1 | 100 | 2 | 4\n3 | C | U2 | 1 | 100 | 4 | 4\n"
    tables = {"estructura": ONE_UNIT + "unidad | U2 | Unidad Dos | A\n", "tareas": plan, **MONEY_OF_UNITS}
    dataset = make_dataset(**tables, ejecucion="tarea | ene | abr\n1 | | 1\n3 | 4 | 3\n")
    context = DraftContext(make_scored(dataset, method=load_method(WORKSPACE, "acp-ponderada")), (), CUTOFF)
    matter = matter_of(context, "dinero_rezagado")
    wording([matter.happened, *matter.options], "25,00 %", "sin datos de algún trimestre")
    assert "puntos" not in matter.options[0]


def test_no_recovery_is_recommended_to_a_unit_that_did_all_that_was_programmed():
    context = divided_by_all_weights()
    figures = {id: replace(one, grade=WATCHED) if one.level == "unidad" else one for id, one in context.book.figures.items()}
    (asked,) = [one.text for one in advice(replace(context, book=replace(context.book, figures=figures))) if one.rule.key == "recuperar_avance"]
    assert '"U2"' in asked and '"U1"' not in asked
    assert ":** la unidad nombrada." in asked


def test_the_only_unit_that_also_fell_is_told_with_both_numbers_in_the_title(wording):
    """«El avance del periodo y la única caída» alone would say nothing."""
    only = {
        "avance_fisico/2024-T2/unidad/DGAC": ("52.51", "%", MEDIUM),
        "avance_fisico_variacion/2024-T2/unidad/DGAC": ("-24.81", "puntos", None),
    }
    wording(matter_of(context_of(only), "unidades_rezagadas").title, "52,51 %", "24,81")


def test_a_category_with_more_reversed_than_accrued_is_not_said_to_have_more_left_than_its_budget(wording):
    """540 has Bs 26 for the year; reversals leave it at −1, so that its balance is 27."""
    reversed_money = {
        "devengado/2024-S1/cat_prog/540": ("-1.00", "Bs", None),
        "ejecucion_financiera/2024-S1/cat_prog/540": ("-3.85", "%", None),
        "saldo/2024-S1/cat_prog/540": ("27.00", "Bs", None),
    }
    matter = matter_of(context_of(CATEGORY, reversed_money), "sin_gasto")
    wording([matter.title, matter.money], "540", "negativo", "−1,00", "26,00")


OVERSPENT = {"ppto_vigente/2024-S1/cat_prog/540": ("26.00", "Bs", None), "devengado/2024-S1/cat_prog/540": ("26.01", "Bs", None)}
MORE_OVERSPENT = {"ppto_vigente/2024-S1/cat_prog/550": ("0.00", "Bs", None), "devengado/2024-S1/cat_prog/550": ("5.00", "Bs", None)}


def test_a_category_that_spent_more_than_its_budget_is_always_a_matter(wording):
    """One has 0.01 more than 26.00, which is 2.6 % of the whole budget; another has 5.00 and no budget."""
    context = context_of(GAP, OVERSPENT)
    assert "gasto_sobre_vigente" in [one.rule.key for one in chosen(context)]
    assert scores_by_rule(context)["gasto_sobre_vigente"] == 100 + Fraction("2.6") + Fraction(1, 26)
    matter = matter_of(context, "gasto_sobre_vigente")
    wording([matter.title, matter.happened, *matter.options], "540", "540", "26,01", "26,00", "26,01", "26,00")
    wording(matter_of(context_of(GAP, OVERSPENT, MORE_OVERSPENT), "gasto_sobre_vigente").happened, "550", "5,00", "0,00", "540")
    spent = {"devengado/2024-S1/cat_prog/540": ("26.00", "Bs", None)}
    within = context_of(GAP, OVERSPENT, spent)
    assert "gasto_sobre_vigente" not in scores_by_rule(within)
    says = [BEYOND in draft_page(one.book, one.findings, one.cutoff) for one in (context, within)]
    assert says == [True, False], "the page says what ranks a matter higher than its budget and points"


def test_offices_that_a_sentence_does_not_name_are_mentioned_as_others(wording):
    nodes = context_of().book.nodes
    assert offices(context_of(), nodes[:3], "x").who.endswith('{{ nombre("puesto", "MAD") }}')
    wording(offices(context_of(), nodes[:4], "x").who, '{{ nombre("puesto", "MAD") }}', "otros")
