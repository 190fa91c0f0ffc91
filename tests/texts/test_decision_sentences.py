"""Sentences and options of the matters for decision: true whatever the data lack, and each effect worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import make_dataset, make_scored
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
    book_of,
    context_of,
    everything,
    found,
)

from helpers.figures.figure import Operand, Operation
from helpers.figures.findings import Finding, Severity
from helpers.texts.decisions.decisions_draft import (
    candidates,
    inconsistent_datum,
    matters_text,
)
from helpers.texts.decisions.matter_words import offices
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.shared_sentences import outside_words, when_other
from helpers.texts.sentences.plain_reading import ValueWriter, names_of
from helpers.texts.sentences.text_templates import PlannerTemplate


def of(context: DraftContext, key: str) -> str:
    """The matter of one rule as a reader sees it."""
    (one,) = [one for one in candidates(context) if one.rule.key == key]
    told = (one.matter.title, one.matter.happened, one.matter.money, one.matter.cause.words, *one.matter.options)
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


def test_a_cause_that_another_post_told_is_not_ascribed_to_the_first():
    base = with_causes(("1", "", "No hubo viajes."))
    (row,) = base.book.listings["causas"]
    both = (row, {**row, "tarea": "2", "unidad": "MAD", "causa_desviacion": "Faltó personal."})
    told = of(replace(base, book=replace(base.book, listings={**base.book.listings, "causas": both})), "unidades_rezagadas")
    assert "Según el Consulado en Los Ángeles: «No hubo viajes». Otras dependencias informaron causas distintas." in told


def test_an_equal_lowest_post_contracts_its_article():
    """An embassy and a consulate, «el Consulado», with 52.51 %."""
    figures = {f"avance_fisico/2024-T2/puesto/{post}": ("52.51", "%", None) for post in ("MAD", "LAX")}
    assert "junto con el del Consulado en Los Ángeles." in of(context_of(figures), "unidades_rezagadas")


@pytest.mark.parametrize(
    ("causes", "words"),
    [
        ([("1", "C2", "")], "«Demora», la única informada en las tareas que se desviaron."),
        ([("1", "C2", ""), ("2", "C2", ""), ("3", "C1", "")], "«Demora», la más informada en las tareas que se desviaron (2 de las 3 con causa)."),
        ([("1", "C2", ""), ("2", "C1", "")], "Las más informadas en las tareas que se desviaron son, por igual, «Personal» y «Demora»."),
        ([("1", "", "No hubo viajes.")], "Según el Consulado en Los Ángeles: «No hubo viajes»."),
        ([("1", "", "No hubo viajes."), ("2", "", "Faltó personal.")], "Según el Consulado en Los Ángeles, entre otras causas: «No hubo viajes»."),
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
        ({"MAD": "0.00"}, "es el menor avance de los puestos con dato, junto con el de la Embajada en Madrid."),
    ],
)
def test_a_lowest_progress_says_who_shares_it_and_zero_is_a_progress(others, words):
    """The consulate reported zero: it is not without data."""
    figures = {f"avance_fisico/2024-T2/puesto/{code}": (value, "%", MEDIUM) for code, value in ({"LAX": "0.00"} | others).items()}
    told = of(context_of(figures), "unidades_rezagadas")
    assert "avanzó 0,00 % de lo programado" in told and words in told
    assert "Recuperar lo que faltó del periodo: 100,00 puntos." in told


def test_a_form_that_came_late_is_not_without_data():
    """The embassy reported less than the consulate, and late: the method leaves it out."""
    figures = {f"avance_fisico/2024-T2/puesto/{code}": (value, "%", MEDIUM) for code, value in (("LAX", "50.00"), ("MAD", "1.00"))}
    late = ({"periodo": "2024-T2", "nivel": "puesto", "codigo": "MAD", "situacion": "fuera_de_plazo"},)
    told = of(context_of(figures, listings={"situaciones": late}), "unidades_rezagadas")
    assert "es el único puesto con dato a tiempo." in told and "Madrid" not in told


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
    assert "cumplió todo lo programado casi sin gasto" in told and "No registra devengado la categoría 10" in told
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
    assert "Reasignar lo que no se ejecutaría: al ritmo actual, Bs 336,00 (se cerraría en 66,40 %)." in told
    assert "Reasignar lo que no se ejecutaría." in of(context_of(GAP), "brecha_entidad")


def test_the_options_on_an_action_say_what_is_missing_and_what_the_years_goal_becomes():
    """Done 40.39 of 100; at the present pace 80.78, which leaves 19.22."""
    more = {
        "eficacia_ponderada/2024-S1/acp/7": ("40.39", "%", None),
        "proyeccion_eficacia_ponderada/2024-anual/acp/7": ("80.78", "% proyectado", None),
    }
    told = of(context_of(ACTION, more), "dinero_rezagado")
    assert "Recuperar los 9,61 puntos de atraso; para la meta del año faltan 59,61 puntos." in told
    assert "al ritmo actual llegaría a 80,78 %, y la meta del año bajaría en 19,22 puntos." in told


def test_expenditure_ahead_of_progress_is_explained_or_programmed_again():
    """The money that it is about is what was accrued, not what was left."""
    ahead = {
        "brecha_fisico_financiera/2024-S1/entidad/E": ("-10.00", "puntos", None),
        "devengado/2024-S1/entidad/E": ("332.00", "Bs", None),
    }
    told = of(context_of(GAP, ahead), "brecha_entidad")
    assert "Bs 332,00 devengados, de Bs 1.000,00 vigentes." in told
    assert "sin devengar, de" not in told
    assert "Mantener la programación, con los Bs 668,00 sin devengar." in told
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
            assert "La acción de corto plazo 1 ejecutó 0,12 % de su presupuesto" in told
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


def datum(context: DraftContext) -> str:
    return inconsistent_datum(context.book, context.findings, context.cutoff)


def test_an_impossible_datum_that_the_planner_struck_is_named_if_it_changes_a_printed_figure():
    """The institution's progress is the mean of the area's 69.98 and the centre's 90.00; with 84.03 it would print another value."""
    reports = {"avance_fisico/2024-T2/area/CEN": ("90.00", "%", HIGH), "avance_fisico/2024-T2/entidad/E": ("79.99", "%", HIGH)}
    book = book_of(INPUT, reports)
    whole = book["avance_fisico/2024-T2/entidad/E"]
    parts = tuple(Operand("parte", f"avance_fisico/2024-T2/area/{code}") for code in ("EXT", "CEN"))
    book = replace(book, figures={**book.figures, whole.id: replace(whole, operation=Operation.MEAN, operands=parts, sources=())})
    kept = '{{ cifra("avance_fisico/2024-T2/area/EXT") }} no concuerda'
    assert inconsistent_datum(book, (OUTSIDE,), CUTOFF, kept) == ""
    struck = inconsistent_datum(book, (OUTSIDE,), CUTOFF, "### Otro asunto")
    assert "**Dato inconsistente:**" in struck and "con_partes" in struck
    assert inconsistent_datum(book_of(INPUT), (OUTSIDE,), CUTOFF, "### Otro asunto") == ""


def test_an_impossible_datum_is_named_in_the_summary_only_if_it_is_no_matter():
    near = {"avance_fisico_partes/2024-T2/area/EXT": ("79.97", "%", None)}
    assert "**Dato inconsistente:**" in datum(context_of(INPUT, near, findings=(OUTSIDE,)))
    assert datum(everything()) == datum(context_of(ACTION)) == ""


def test_equal_parts_are_no_range_and_an_earlier_quarter_is_named():
    """Both parts have 90: the area's 69.98 of the second quarter is less than each, in a report on the year."""
    same = {f"avance_fisico/2024-T2/tipo/{code}": ("90.00", "%", None) for code in "AB"}
    told = outside_words(context_of(INPUT, same), book_of(INPUT, same)["avance_fisico/2024-T2/area/EXT"])
    assert " a {{" not in told and told.count("avance_fisico/2024-T2/tipo/") == 1
    own = book_of(INPUT)["avance_fisico/2024-T2/area/EXT"]
    assert when_other(context_of(INPUT), own) == ""
    assert when_other(context_of(INPUT, period="2024-anual"), own) == ' {{ cuando("2024-T2") }}'


def test_in_the_middle_of_the_year_money_is_not_left_for_the_next_even_if_what_is_left_is_unknown():
    told = of(context_of(CATEGORY), "sin_gasto")
    assert "Ejecutarlo en el resto de la gestión, una vez aclarado con qué se cumplió lo programado." in told
    assert "Reasignarlo, si se confirma que no hizo falta." in told
    assert "gestión siguiente" not in told


def test_at_the_years_end_a_place_is_told_of_the_quarter_and_two_places_share_no_number():
    """52.51 % of the fourth quarter is no percentage of the year's goal."""
    quarter = {id.replace("T2", "T4"): row for id, row in PLACES.items()}
    alone = {id: row for id, row in quarter.items() if "LAX" in id}
    told = of(context_of(alone, period="2024-T4"), "unidades_rezagadas")
    assert "Incorporar al plan de la gestión siguiente lo que faltó en el cuarto trimestre de 2024: 47,49 puntos." in told
    assert "Cerrar las tareas pendientes sin trasladarlas: el cumplimiento en el cuarto trimestre de 2024 queda en 52,51 %." in told
    both = of(context_of(quarter, period="2024-T4"), "unidades_rezagadas")
    assert "Incorporar al plan de la gestión siguiente lo que faltó.\nCerrar las tareas pendientes sin trasladarlas." in both


def test_progress_until_the_cutoff_is_not_closed_with_money_of_the_whole_year():
    """43.19 % of what was programmed until June and 33.20 % of the year's budget: no amount makes the two equal."""
    book = book_of(GAP, {"avance_fisico/2024-S1/entidad/E": ("43.19", "%", None)})
    gap = book["brecha_fisico_financiera/2024-S1/entidad/E"]
    parts = (Operand("a", "avance_fisico/2024-S1/entidad/E"), *gap.operands[1:])
    book = replace(book, figures={**book.figures, gap.id: replace(gap, operands=parts)})
    told = of(DraftContext(book, (), CUTOFF), "brecha_entidad")
    assert "El avance se mide sobre lo programado en el primer semestre de 2024; la ejecución, sobre el" in told
    assert "Fijar un calendario de devengado con cada área." in told
    assert "se mide sobre" not in of(context_of(GAP), "brecha_entidad")


@pytest.mark.parametrize(
    ("progress", "falls", "title"),
    [
        ({"LAX": "50.00"}, {}, "Consulado en Los Ángeles: el avance del periodo, 50,00 %"),
        ({"LAX": "50.00", "MAD": "60.00"}, {}, "Consulado en Los Ángeles: el menor avance del periodo, 50,00 %"),
        ({"LAX": "50.00", "MAD": "50.00"}, {}, "Consulado en Los Ángeles: uno de los menores avances del periodo, 50,00 %"),
        ({}, {"LAX": "-20.00"}, "Consulado en Los Ángeles: la única caída, 20,00 puntos"),
        ({}, {"LAX": "-20.00", "MAD": "-30.00"}, "Embajada en Madrid: la mayor caída, 30,00 puntos"),
        ({}, {"LAX": "-20.00", "MAD": "-20.00"}, "Consulado en Los Ángeles: una de las mayores caídas, 20,00 puntos"),
    ],
)
def test_a_title_says_the_lowest_or_the_largest_only_of_one_among_several(progress, falls, title):
    figures = {f"avance_fisico/2024-T2/puesto/{code}": (value, "%", MEDIUM) for code, value in progress.items()}
    figures |= {f"avance_fisico_variacion/2024-T2/puesto/{code}": (value, "puntos", None) for code, value in falls.items()}
    assert of(context_of(figures), "unidades_rezagadas").splitlines()[0] == title


def test_a_place_without_grade_is_not_the_lowest_if_a_satisfactory_one_is_lower():
    figures = {"avance_fisico/2024-T2/unidad/DGAC": ("80.00", "%", HIGH), "avance_fisico/2024-T2/puesto/LAX": ("90.00", "%", None)}
    assert found(context_of(figures)) == {}


def test_more_answering_than_a_sentence_names_are_not_left_out_silently():
    nodes = context_of().book.nodes
    assert offices(context_of(), nodes[:3], "x").who.endswith('{{ nombre("puesto", "MAD") }}')
    assert offices(context_of(), nodes[:4], "x").who.endswith('{{ nombre("puesto", "MAD") }}, entre otros responsables')
