"""The citizens' summary, and the budget for which no unit answers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from builders import METHOD, ROOT, make_corrida, make_dataset, make_entidad, make_evidence, make_scored
from markupsafe import Markup

from helpers.base.periods import Period
from helpers.base.system.workspace import Workspace
from helpers.checks.run_checks import REGISTRY
from helpers.figures.book import Book
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict
from helpers.figures.situations import silent_reporters
from helpers.intake.intake_problems import Code
from helpers.scoring.score import score
from helpers.settings.cuadros.cuadro_table import COPIED
from helpers.settings.methods import load_method
from helpers.texts.conclusions.conclusions_draft import conclusions
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.views.elements.outside_notes import weighed_notes
from helpers.views.elements.prose import Paragraph
from helpers.views.elements.rows import rest_rows
from helpers.views.progress.deviation_views import Deviations
from helpers.views.quality.citizen_doubts import PLAIN, inconsistencies
from helpers.views.quality.citizen_summary import citizen_summary, progress_chart
from helpers.views.quality.citizen_views import MOST_BARS, fulfilment, progress_rows, reservation
from helpers.views.quality.summary_views import headline_cards
from helpers.views.sections import areas_section
from helpers.views.sections.deviations_section import every_unit
from helpers.views.sections.physical_financial_section import gap_columns
from helpers.views.sections.shown_section import ShownSection
from helpers.views.sections.summary_section import (
    among_whom,
    approximation,
    is_weighed_apart,
    of_programme,
    tied_ends,
    without_all_data,
)
from helpers.views.sections.units_section import units_chart

HALF = Period.parse("2024-S1")
STRUCTURE = """
    nivel    | codigo | nombre        | padre | acp
    entidad  | E      | Entidad       |       |
    servicio | S      | Central       | E     |
    area     | A      | Área Norte    | S     |
    unidad   | U1     | Unidad Uno    | A     | 1
    unidad   | U2     | Unidad Dos    | A     | 1
    area     | X      | Exterior      | S     | 2
"""
ACTIONS = "acp | denominacion\n 1 | Servir\n 2 | Representar\n"
LINKS = """
    cat_prog | acp | area | unidad
    10 0 001 | 1   | A    | U1
    10 0 002 | 1   | A    | U2
    10 0 003 | 1   | A    |
    20 0 001 | 2   | X    |
    20 0 002 | 2   | X    |
"""
SPENT = """
    fecha_corte | reporte   | cat_prog | denominacion | ppto_vigente | devengado
    2024-06-30  | categoria | 10 0 001 | Uno          | 100.00       | 50.00
    2024-06-30  | categoria | 10 0 002 | Dos          | 200.00       | 50.00
    2024-06-30  | categoria | 10 0 003 | De nadie     | 30.00        | 10.00
    2024-06-30  | categoria | 20 0 001 | Fuera uno    | 400.00       | 300.00
    2024-06-30  | categoria | 20 0 002 | Fuera dos    | 100.00       | 90.00
"""


def words(paragraph) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", paragraph.html.replace("<li>", " ")).replace("\u00a0", " ").split())


def money():
    return make_scored(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, vinculacion=LINKS, gastos=SPENT))


def test_budget_without_unit_is_listed_by_category():
    """The units have 100 + 200. Without unit are 30, 400 and 100 of three categories: 830 of the institution."""
    rows = rest_rows(money(), ("ppto_vigente", HALF))
    assert [(row.label, row.level, row.style) for row in rows] == [
        ("Sin unidad asignada", "", "grupo"), ("10 0 003 De nadie", "cat_prog", ""),
        ("20 0 001 Fuera uno", "cat_prog", ""), ("20 0 002 Fuera dos", "cat_prog", ""),
    ]  # fmt: skip


def test_no_rest_is_listed_if_units_and_rest_are_not_the_whole():
    loose = LINKS.replace("    20 0 002 | 2   | X    |\n", "")
    book = make_scored(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, vinculacion=loose, gastos=SPENT))
    assert rest_rows(book, ("ppto_vigente", HALF)) == ()


def test_the_gap_note_names_the_terms_that_the_method_uses(wording):
    book = make_scored(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, vinculacion=LINKS, gastos=SPENT))
    progress, term, _, _, spent, gap = gap_columns(ShownSection(book, "fisico_financiero", make_corrida(), METHOD, make_entidad()))
    assert (progress.indicator, term.indicator, spent.indicator) == ("avance_fisico", "eficacia_ponderada", "ejecucion_financiera")
    wording(gap.note, "eficacia ponderada − ejecución financiera")


def progress(count: int, whole: int) -> dict[str, str]:
    """Tables of `count` units: the first `whole` ones have 100 %, each of the others 90 minus its position."""
    units = [f"unidad | U{at} | Unidad {at} | E" for at in range(count)]
    values = [f"unidad | U{at} | avance_fisico | 2024-T2 | {100 if at < whole else 90 - at}" for at in range(count)]
    return {
        "estructura": "nivel | codigo | nombre | padre\nentidad | E | Entidad |\n" + "\n".join(units),
        "avances": "nivel | codigo | indicador | periodo | valor\n" + "\n".join(values),
    }


QUARTER = Period.parse("2024-T2")


def test_a_service_says_of_how_many_departments_it_has_data(wording):
    rows = "servicio | departamento | mes | cantidad\n cedulas | Oruro | ene | 9\n visas | {} | ene | 1"
    books = [make_scored(make_dataset(estructura=STRUCTURE, produccion=rows.format(place))) for place in ("Oruro", "Pando")]
    whole, part = (citizen_summary(book, METHOD, make_corrida(), (), ()).cards[-1] for book in books)
    assert "departamento" not in whole.detail
    wording(re.sub(r"<[^>]+>", "", part.detail), "1", "2")


def test_units_with_100_percent_are_counted_and_none_is_named_as_the_first(wording):
    said = words(fulfilment(make_scored(make_dataset(**progress(5, whole=3))), QUARTER))
    wording(said, "5", "4", "86,00")
    said = words(fulfilment(make_scored(make_dataset(**progress(3, whole=0))), QUARTER))
    wording(said, "ninguna", "2", "88,00")
    wording(words(fulfilment(make_scored(make_dataset(**progress(3, whole=3))), QUARTER)), "3", "todas")


def said_of(tables: dict[str, str], **more: str) -> list[str]:
    """Headline of the page, and what stands below it, for progress in the first quarter, whose late forms do not count."""
    plain = tables | {"avances": tables["avances"].replace("-T2", "-T1")} | more
    first = make_corrida("2024-T1", plazos={"2024-T1": {"fecha": "2024-04-10", "fuente": "circular"}})
    method = METHOD.model_copy(update={"tardios": "fuera"})
    said = citizen_summary(score(make_dataset(**plain), method, first, make_entidad())[0], method, first, [], [])
    return [words(Paragraph(said.headline)), words(Paragraph(said.limits))]


def test_a_mean_of_some_units_is_not_said_of_the_whole_institution(wording):
    """Three of six units have no data, directly below the institution or in an area; or one of three is late."""
    tables = progress(6, whole=3)
    tables["avances"] = tables["avances"].rpartition("unidad | U3")[0]
    wording(said_of(tables), "3 de 6")
    above, units = tables["estructura"].split("|\n")
    tables["estructura"] = f"{above}|\nservicio | S | Central | E\narea | A | Norte | S\n{units.replace('| E', '| A')}"
    wording(said_of(tables), "sin contar", "3 de 6")
    tables, given = progress(3, whole=3), "periodo | unidad | fecha_presentacion\n2024-T1 | U2 | 2024-04-{}"
    wording(said_of(tables, presentaciones=given.format("20")), "2 de 3")
    assert said_of(tables, presentaciones=given.format("10"))[1] == ""


def test_a_progress_of_which_all_forms_came_late_is_said_to_be_missing_for_that(wording):
    tables = progress(2, whole=1) | {"presentaciones": "periodo | unidad | fecha_presentacion\n2024-T1 | U0 | 2024-04-20\n2024-T1 | U1 | 2024-04-21"}
    tables["avances"] = tables["avances"].replace("-T2", "-T1")
    corrida = make_corrida("2024-T1", plazos={"2024-T1": {"fecha": "2024-04-10", "fuente": "circular"}})
    method = METHOD.model_copy(update={"tardios": "fuera"})
    book, _ = score(make_dataset(**tables), method, corrida, make_entidad())
    said = words(citizen_summary(book, method, corrida, [], []).fulfilled)
    wording([said, words(Paragraph(approximation(ShownSection(book, "resumen", corrida, method, make_entidad()))))], "fuera de plazo", "fuera de plazo")
    assert units_chart(ShownSection(book, "unidades", corrida, method, make_entidad())) is None


def test_only_a_progress_of_what_was_programmed_is_said_to_be_of_it(wording):
    """Of each unit the weights 50, or 80, of 100 enter the quarter; the first did all that they ask for: 50 %. The
    institution's mean is 55 %; without the tasks of October, which then have no weight, all is as programmed."""
    plan = "tarea | descripcion | unidad | acp | ponderacion | abr | oct\n"
    plan += "1 | Uno | U1 | 1 | 50 | 2 |\n2 | Dos | U1 | 1 | 50 | | 1\n3 | Tres | U2 | 1 | 80 | 4 |\n4 | Cuatro | U2 | 1 | 20 | | 1\n"
    for tasks, is_of_programme in ((plan, False), (plan.replace("| | 1", "| 1 |"), True)):
        done = "tarea | abr\n1 | 2\n2 | 0\n3 | 3\n4 | 0\n"
        book = make_scored(make_dataset(estructura=STRUCTURE, tareas=tasks, ejecucion=done), method=load_method(Workspace(ROOT), "segip-2020"))
        said = citizen_summary(book, METHOD, make_corrida(), [], [])
        told = [words(Paragraph(Markup(" ").join([said.headline, said.cards[0].label, said.cards[0].detail]))), words(said.fulfilled)]
        assert ("cumpli" in "".join(told).lower()) == ("no solo" not in told[0]) == is_of_programme
        assert ("lo programado" in said.chart.alt) == is_of_programme
        wording(told, *(("55,00 %", "Unidad Dos (75,00 %)") if not is_of_programme else ()))
        section = ShownSection(book, "resumen", make_corrida(), METHOD, make_entidad())
        assert of_programme(section) == is_of_programme
        assert ("no solo de lo programado" in approximation(section)) != is_of_programme


def test_a_year_in_which_each_quarter_asks_for_as_much_has_one_value_of_progress_and_of_weighted_efficacy():
    """The unit did half of each quarter; then all of the first, which asked for three times as much as any other."""
    for first, done, is_apart in (("2", "1", False), ("6", "6", True)):
        months = "tarea | {}ene | abr | jul | oct\n1 | {}"
        plan = months.format("descripcion | unidad | acp | ", f"Uno | U1 | 1 | {first} | 2 | 2 | 2\n")
        tables = {"estructura": STRUCTURE, "tareas": plan, "ejecucion": months.format("", f"{done} | 1 | 1 | 1\n")}
        book = make_scored(make_dataset(**tables), "2024-anual")
        assert is_weighed_apart(ShownSection(book, "resumen", make_corrida("2024-anual"), METHOD, make_entidad())) == is_apart


@pytest.mark.parametrize(
    ("period", "months", "told"),
    [
        ("2024-T2", "ene | abr", "En el segundo trimestre de 2024 el avance"),
        ("2024-T2", "abr | oct", "no solo"),
        ("2024-anual", "abr | dic", "todo su plan."),
        ("2024-T2", "abr | may", ""),
    ],
    ids=["trimestre", "trimestre-y-acumulado", "gestion", "lo-programado"],
)
def test_what_a_progress_is_of_names_its_window_and_after_the_year_no_later_time(period, months, told, wording):
    """Half the unit's weight has nothing programmed in a quarter, or (the year) is in no task; or all has in April and May."""
    plan = f"tarea | descripcion | unidad | acp | ponderacion | {months}\n1 | Uno | U1 | 1 | 50 | 2 |\n"
    plan += "2 | Dos | U1 | 1 | 50 | | 1\n" if period != "2024-anual" else ""
    done = f"tarea | {months}\n1 | 2 | 0\n2 | 0 | 1\n"
    book = make_scored(make_dataset(estructura=STRUCTURE, tareas=plan, ejecucion=done), period, load_method(Workspace(ROOT), "segip-2020"))
    section = ShownSection(book, "resumen", make_corrida(period), METHOD, make_entidad())
    wording([str(approximation(section))], told)
    assert not areas_section.are_months_of_programme(section)


@pytest.mark.parametrize(("month", "told"), [("ene", "98"), ("may", "todo")])
def test_weights_that_do_not_add_up_are_not_told_as_something_unprogrammed(wording, month, told):
    """The weights add up to 98; the second action has its programme in the first quarter, or nothing in it."""
    may = month == "may"
    tables = {
        "estructura": "nivel | codigo | padre | nombre\n entidad | E | | Entidad\n unidad | U1 | E | Uno\n unidad | U2 | E | Dos",
        "acciones": "acp | denominacion | ponderacion\n 1 | Una | 60\n 2 | Otra | 38",
        "tareas": "tarea | descripcion | operacion | unidad | acp | ponderacion | ene | may\n"
        f"1 | Uno | o1 | U1 | 1 | 100 | 1 |\n2 | Dos | o2 | U2 | 2 | 100 | {'| 1' if may else '1 |'}",
        "ejecucion": f"tarea | ene\n1 | 1\n2 | {'' if may else 1}",
    }
    method, corrida = load_method(Workspace(ROOT), "acp-ponderada"), make_corrida("2024-T1")
    book = make_scored(make_dataset(**tables), "2024-T1", method)
    said = citizen_summary(book, method, corrida, [], [])
    note = approximation(ShownSection(book, "resumen", corrida, method, make_entidad()))
    assert bool(weighed_notes(book, [("avance_fisico", book.period)], "entidad")) == may
    wording([words(Paragraph(one)) for one in (said.headline, said.cards[0].detail, note)], told)


def test_a_progress_of_the_quarter_alone_is_told_with_its_quarter(wording):
    """Units report percentages of quarters, from which the method makes none of the semester or of the year."""
    method, tables = load_method(Workspace(ROOT), "mre-2021"), progress(3, whole=1) | {"acciones": ACTIONS}
    tables["estructura"] = tables["estructura"].replace("padre", "padre | acp").replace("Entidad |", "Entidad | |").replace("| E\n", "| E | 1\n") + " | 1"
    for period in ("2024-T2", "2024-anual"):
        book = make_scored(make_dataset(**tables), period, method)
        said = citizen_summary(book, method, make_corrida(period), [], [])
        wording([words(said.fulfilled), *(f"{one.label}: {one.value} {one.detail}" for one in said.cards)])
        assert (said.chart is None) == (period == "2024-anual")


def test_objectives_with_results_are_counted_for_the_reports_own_period(wording):
    """Results are counted in the period of which they are told, and in no semester."""
    marks = "marco | codigo | grupo\n ODS | 8.3 | Agenda\n ODS | 8.4 | Agenda"
    told = "id | periodo | texto | estado | objetivos\n a | 2024-T2 | Se hizo. | logrado | ODS:8.3"
    method = load_method(Workspace(ROOT), "resultados")
    book = make_scored(make_dataset(estructura=STRUCTURE, marcos=marks, resultados=told), method=method)
    (card,) = citizen_summary(book, method, make_corrida(), [], []).cards
    wording(words(Paragraph(card.detail)), "Agenda", "1")


def test_an_estimated_progress_is_said_to_be_one(wording):
    """The half-year is made of the weighted efficacy of its quarters, because no tasks were received."""
    values = "".join(f"entidad | E | eficacia_ponderada | 2024-{at} | 20\n" for at in ("T1", "T2"))
    tables = {**progress(0, whole=0), "avances": f"nivel | codigo | indicador | periodo | valor\n{values}"}
    book = make_scored(make_dataset(**tables))
    said = citizen_summary(book, METHOD, make_corrida(), [], [])
    wording([words(Paragraph(one)) for one in (said.headline, said.limits)], "80,00 %", "estimación")
    nothing = make_scored(make_dataset(estructura=tables["estructura"]))
    assert not citizen_summary(nothing, METHOD, make_corrida(), [], []).limits
    assert not approximation(ShownSection(nothing, "resumen", make_corrida(), METHOD, make_entidad()))


def test_those_who_did_least_are_told_with_the_cause_that_they_reported(wording):
    """U2 is the last of three units; U1, which is not, reports a difficulty too. With equal progress nobody is last."""
    told = "id | periodo | unidad | tipo | texto\n a | 2024-T2 | U1 | dificultad | Otra.\n b | 2024-T2 | U2 | dificultad | Falta de personal."
    tables = progress(3, whole=1)
    tables["avances"] = tables["avances"].replace("-T2", "-S1")
    for more in ({"resultados": told}, {}):
        book = make_scored(make_dataset(**tables, **more))
        wording(words(citizen_summary(book, METHOD, make_corrida(), [], []).fulfilled))
    even = {**tables, "avances": re.sub(r"\| \d+$", "| 90", tables["avances"], flags=re.MULTILINE)}
    assert "Causa" not in words(citizen_summary(make_scored(make_dataset(**even, resultados=told)), METHOD, make_corrida(), [], []).fulfilled)


def test_the_one_that_did_least_without_the_data_of_a_quarter_is_told_with_what_it_lacks(wording):
    """U2 did one of two in March and told why; of April, of which it owed a third, nothing is known of it."""
    plan = "tarea | descripcion | operacion | unidad | acp | mar | abr\n1 | Uno | O1 | U1 | 1 | 1 | 1\n2 | Dos | O2 | U2 | 1 | 2 | 1"
    done = "tarea | mar | abr | causa_desviacion\n1 | 1 | 1 |\n2 | 1 | | Falta de personal"
    book = make_scored(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, tareas=plan, ejecucion=done))
    said = words(citizen_summary(book, METHOD, make_corrida(), [], []).fulfilled)
    wording(said, "50,00 %; sin datos de algún trimestre")


def test_who_reaches_the_whole_without_all_its_data_is_told_beside_those_that_did_all(wording):
    """U1 did all, U2 half. U3 did all of March; nothing is known of April. Charts and tables print 100,00 % of U1 and U3."""
    units = "".join(f"unidad | U{at} | Unidad {at} | E\n" for at in (1, 2, 3))
    plan = "tarea | descripcion | operacion | unidad | acp | abr | may\n1 | Uno | O1 | U1 | 1 | 1 |\n2 | Dos | O2 | U2 | 1 | 2 |\n3 | Tres | O3 | U3 | 1 | 1 | 1"
    done = "tarea | abr | may\n1 | 1 |\n2 | 1 |\n3 | 1 |"
    tables = {"estructura": f"nivel | codigo | nombre | padre\nentidad | E | Entidad |\n{units}", "acciones": ACTIONS}
    book = make_scored(make_dataset(**tables, tareas=plan, ejecucion=done))
    assert [book[f"avance_fisico/2024-T2/unidad/U{at}"].published for at in (1, 2, 3)] == ["100.00", "50.00", "100.00"]
    context = DraftContext(book, (), date(2024, 6, 30))
    (concluded,) = [one.text for one in conclusions(context) if one.rule.key == "cumplimiento"]
    wording([words(citizen_summary(book, METHOD, make_corrida(), [], []).fulfilled), concluded])


def test_a_chart_of_many_units_shows_the_first_and_the_last_ones(wording):
    rows, every, who = progress_rows(make_scored(make_dataset(**progress(30, whole=1))), QUARTER)
    assert (len(rows), len(every)) == (MOST_BARS, 30)
    assert [rows[0].label, rows[-1].label] == ["Unidad 0", "Unidad 29"]
    wording(who)


def test_a_progress_from_one_task_of_three_is_printed_with_that_on_both_pages(wording):
    """U1 has data of one of its two tasks, U2 of none."""
    plan = """
        tarea | descripcion | operacion | unidad | acp | acumulable | jun
        T1    | a           | O1        | U1     | 1   | si         | 4
        T2    | b           | O1        | U1     | 1   | si         | 4
        T3    | c           | O2        | U2     | 1   | si         | 1
    """
    tables = {"estructura": STRUCTURE, "acciones": ACTIONS, "tareas": plan, "ejecucion": "tarea | jun\n T1 | 2"}
    method, run = load_method(Workspace(ROOT), "segip-2020"), make_corrida()
    book = make_scored(make_dataset(**tables), method=method)
    said = citizen_summary(book, method, run, (), ())
    card = headline_cards(book, method, (HALF,)).cards[0]
    wording([words(Paragraph(text)) for text in (said.limits, card.detail)], *["1 de 2", "2 de 3"] * 2)


def test_the_title_of_a_chart_of_some_units_counts_all_of_them(wording):
    """The first of 30 units has 100, the others 89 to 61. Their mean is 2275 / 30, above the units with 75 to 61; of
    the eight drawn, four are below it. Without the last unit it is 2214 / 29, above those with 76 to 62."""
    tables = progress(30, whole=1)
    chart = progress_chart(make_scored(make_dataset(**tables)), QUARTER)
    assert [mark.label for mark in chart.marks[:-1]] == [f"Unidad {at}" for at in (0, 1, 2, 3, 26, 27, 28, 29)]
    wording(chart.title.replace("\u00a0", " "), "Quince de las 30", "75,83 %", "Unidad 29", "61,00 %")
    tables["avances"] = tables["avances"].replace("unidad | U29 | avance_fisico | 2024-T2 | 61", "")
    chart = progress_chart(make_scored(make_dataset(**tables)), QUARTER)
    wording(chart.title.replace("\u00a0", " "), "Quince de las 29", "con dato", "76,34 %", "Unidad 28", "62,00 %")


def test_units_that_all_did_as_much_are_not_compared_with_their_own_mean(wording):
    """That none of them is below 0 % would be true of an institution that did nothing."""
    for tables in (progress(3, whole=0), progress(3, whole=3)):
        tables["avances"] = re.sub(r"\| \d\d$", "| 0", tables["avances"], flags=re.MULTILINE)
        chart = progress_chart(make_scored(make_dataset(**tables)), QUARTER)
        wording(chart.title.replace("\u00a0", " "))
    assert "Referencia, Institución: 100,00\u00a0%." in chart.alt


def test_warnings_are_summed_up_in_plain_words_each_place_once(wording):
    late = [Finding("PRE-FALTA", Severity.WARNING, "x", elemento=f"unidad/U{at}") for at in (1, 1, 2)]
    other = Finding("VIN-PROGRAMA", Severity.WARNING, "x", elemento="programa/5")
    said = words(inconsistencies(money(), [*late, other, Finding("Z", Severity.NOTE, "x")], ()))
    wording(said, "4", "2")
    assert "PRE-FALTA" not in said and "programa" not in said


def test_the_tasks_that_one_finding_tells_together_are_counted_one_by_one(wording):
    """U1 left five tasks blank, told in one finding, and U2 one."""
    tasks = "".join(f"v1 | a{at} | x | 1 | U1 | 1 | 2\n" for at in range(5)) + "v1 | b | x | 1 | U2 | 1 | 2\nv1 | c | x | 1 | U2 | 1 | 2"
    plan = f"version | tarea | descripcion | operacion | unidad | acp | abr\n{tasks}"
    tables = {"estructura": STRUCTURE, "acciones": ACTIONS, "tareas": plan, "ejecucion": "tarea | periodo | abr\n c | 2024-T2 | 2"}
    evidence = make_evidence(make_dataset(**tables))
    found = REGISTRY.rules["EJE-SIN-DATO"].findings(evidence)
    assert len(found) == 2
    wording(words(inconsistencies(evidence.book, found, ())), "2", "6")


def test_versions_that_change_past_months_are_counted_and_not_their_tasks(wording):
    """Version 2, of May, changes the April of two tasks; version 3, of June, that of one."""
    plan = "version | tarea | descripcion | unidad | acp | abr | dic\n"
    goals = {"v1": ((1, 1), (1, 1)), "v2": ((2, 1), (2, 1)), "v3": ((2, 1), (3, 1))}
    plan += "".join(f"{code} | {at} | x | U{at} | 1 | {april} | {end}\n" for code, both in goals.items() for at, (april, end) in enumerate(both, 1))
    versions = "version | resolucion | fecha\nv1 | RM 1 | 2024-01-02\nv2 | RM 2 | 2024-05-15\nv3 | RM 3 | 2024-06-10"
    for told in ((versions, plan), (versions[: versions.index("\nv3")], plan[: plan.index("v3")])):
        evidence = make_evidence(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, versiones=told[0], tareas=told[1]))
        found = REGISTRY.rules["VER-MES-PASADO"].findings(evidence)
        wording(words(inconsistencies(evidence.book, found, ())), *(("2", "2") if len(found) == 2 else ()))


def test_the_citizens_page_counts_all_that_the_report_calls_silent(wording):
    """Of U1 no form is registered; that of U0 brought no data either, and no finding says so."""
    tables = progress(3, whole=1)
    tables["avances"] = re.sub(r"unidad \| U[01] .*\n", "", tables["avances"])
    book = make_scored(make_dataset(**tables))
    assert silent_reporters(book) == (("unidad", "U0"), ("unidad", "U1"))
    found = [Finding("PRE-FALTA", Severity.WARNING, "x", elemento="unidad/U1")]
    wording(words(inconsistencies(book, found, ())), "2 unidades u oficinas")


def test_quarters_of_which_nobody_has_data_are_counted_by_their_units(wording):
    """One finding tells of each quarter, and the two units are silent in both."""
    structure = "nivel | codigo | padre\n entidad | E |\n unidad | U1 | E"
    for units, said in ((f"{structure}\n unidad | U2 | E", "2 unidades u oficinas"), (structure, "Entre ellas: Una unidad u oficina")):
        evidence = make_evidence(make_dataset(estructura=units))
        found = REGISTRY.rules["REP-SIN-DATO"].findings(evidence)
        assert [one.elemento for one in found] == ["2024-T1", "2024-T2"]
        wording(words(inconsistencies(evidence.book, found, ())), said)


def test_data_without_warnings_are_said_to_have_none(wording):
    wording(words(inconsistencies(money(), [], ())))


def test_an_overspent_category_is_described_in_plain_words(wording):
    """Category 10 0 001 accrued 150 of a budget of 100."""
    over = SPENT.replace("| 100.00       | 50.00", "| 100.00       | 150.00")
    evidence = make_evidence(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, vinculacion=LINKS, gastos=over))
    found = REGISTRY.rules["GAS-SOBREGIRO"].findings(evidence)
    wording(words(inconsistencies(evidence.book, found, ())))


def test_an_amount_left_blank_is_told_before_all_else(wording):
    """What was accrued is blank, so the page can say nothing of what was spent."""
    blank = SPENT.replace("| 100.00       | 50.00", "| 100.00       |")
    evidence = make_evidence(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, vinculacion=LINKS, gastos=blank))
    found = REGISTRY.rules["GAS-EN-BLANCO"].findings(evidence)
    late = Finding("PRE-TARDE", Severity.WARNING, "x", elemento="presentaciones/2024-T2/U1")
    wording(words(inconsistencies(evidence.book, [late, *found], ())), "2", "blanco", "plazo")


@pytest.mark.parametrize(("wrong", "right"), [("2024-03-31", "2024-06-30"), ("2024-06-30", "2024-03-31")])
def test_what_does_not_agree_at_another_cutoff_than_the_reports_is_told_with_its_month(wrong, right, wording):
    """At one cut-off two reports differ by 10.00 and a category paid 60 of 50 accrued; at the other all agrees."""
    spent = f"""
        fecha_corte | reporte   | cat_prog | fuente | denominacion | ppto_vigente | devengado | pagado
        {wrong}     | categoria | 10 0 001 |        | Uno          | 100.00       | 50.00     | 60.00
        {wrong}     | fuente    |          | 41     | Fuente       | 110.00       | 50.00     |
        {right}     | categoria | 10 0 001 |        | Uno          | 100.00       | 50.00     | 50.00
    """
    evidence = make_evidence(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, vinculacion=LINKS, gastos=spent))
    found = [one for code in ("GAS-REPORTES", "GAS-PAGADO") for one in REGISTRY.rules[code].findings(evidence)]
    wording(words(inconsistencies(evidence.book, found, ())))


def test_differences_of_money_are_ranked_and_those_far_below_the_largest_only_added_up(wording):
    """Of 100,000.00 a difference of 99.99 is less than the thousandth part, one of 100.00 is not."""
    names = ("devengado/Uno", "pagado/Dos", "ppto_vigente", "certificado")
    made = zip(names, ("-100000.00", "100.00", "99.99", "-0.01"), ("SISTEMAS", "ESTADOS", "SISTEMAS", "ESTADOS"), strict=True)
    found = [Finding(f"GAS-{code}", Severity.WARNING, "x", elemento=f"gastos/2024-06-30/{at}", diferencia=gap) for at, gap, code in made]
    other = Finding("PRE-TARDE", Severity.WARNING, "x", elemento="unidad/U1")
    said = words(inconsistencies(money(), [other, *found], ()))
    wording(said, "5", "100.000,00", "Uno", "Un informe", "100,00", "Dos", "2", "100,00")


def test_changes_of_the_budget_without_a_norm_lead_to_their_figure():
    """From 900 to 1,000 in force, of which one norm explains 60."""
    spent = """
        fecha_corte | reporte   | sistema | estado   | cat_prog | ppto_inicial | ppto_vigente | devengado
        2024-06-30  | categoria | SIGEP   | aprobado | 10 0 001 | 900.00       | 1000.00      | 50.00
    """
    norm = "fecha | norma | cat_prog | importe\n 2024-04-10 | RM 7 | 10 0 001 | 60.00\n"
    book = make_scored(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, gastos=spent, modificaciones=norm))
    said = inconsistencies(book, [Finding("PRE-TARDE", Severity.WARNING, "x", elemento="unidad/U1")], ())
    assert ("Bs 40,00" in words(said), 'data-cifra="modificaciones_sin_explicar/2024-S1/entidad/E"' in said.html) == (True, True)


@pytest.mark.parametrize("forms", [("2024-T2/U1",), ("2024-T2/U1", "2024-T1/U1", "2024-T2/U2")])
def test_late_forms_are_told_with_their_quarters(forms, wording):
    late = [Finding("PRE-TARDE", Severity.WARNING, "x", elemento=f"presentaciones/{form}") for form in forms]
    wording(words(inconsistencies(make_scored(make_dataset(estructura=STRUCTURE)), late, ())))


def test_totals_that_do_not_add_up_are_told_before_late_forms():
    findings = [Finding(code, Severity.WARNING, "x", elemento=code) for code in ("PRE-TARDE", "ENT-TOTAL-DISTINTO")]
    said = words(inconsistencies(make_scored(make_dataset(estructura=STRUCTURE)), findings, ()))
    assert said.index(PLAIN["ENT-TOTAL-DISTINTO"][0]) < said.index("plazo")


def half_reported(second: int) -> Book:
    """U0 did 10 of 10 and 9 of 10; U1 did `second` of 10 in the first quarter and did not report the other."""
    units = progress(3, whole=0)["estructura"].rpartition("\n")[0]
    plan = "tarea | descripcion | unidad | acp | ene | abr\n 1 | Uno | U0 | 1 | 10 | 10\n 2 | Dos | U1 | 1 | 10 | 10\n"
    done = f"tarea | periodo | ene | abr\n 1 | 2024-T1 | 10 |\n 1 | 2024-T2 | | 9\n 2 | 2024-T1 | {second} |\n"
    return make_scored(make_dataset(estructura=units, tareas=plan, ejecucion=done))


def test_a_unit_of_which_not_all_is_known_is_neither_said_to_be_complete_nor_named_as_the_best(wording):
    said = words(fulfilment(half_reported(10), Period.parse("2024-S1")))
    wording(said, "ninguna", "no consta", "95,00")
    assert "Unidad 1" not in said


def test_a_semester_that_a_unit_enters_with_one_quarter_only_says_so(wording):
    """U1 reported the first quarter: its 5 of 10 are its semester, and the institution's mean counts it."""
    book = half_reported(5)
    half, quarter = (words(Paragraph(reservation(book, Period.parse(one)))) for one in ("2024-S1", "2024-T1"))
    wording(half, "1", "2")
    assert quarter == ""


def test_half_a_year_of_which_nobody_reported_a_quarter_is_not_told_as_all_that_was_announced(wording):
    """Both units did half of the first quarter; nobody has a datum of the second. Where late forms do not count, they do
    not lack data: what was not counted came too late."""
    tables = {
        "estructura": progress(3, whole=0)["estructura"].rpartition("\n")[0],
        "tareas": "tarea | descripcion | unidad | acp | ene | abr\n 1 | Uno | U0 | 1 | 10 | 10\n 2 | Dos | U1 | 1 | 10 | 10\n",
        "ejecucion": "tarea | periodo | ene\n 1 | 2024-T1 | 5\n 2 | 2024-T1 | 5\n",
    }
    book = make_scored(make_dataset(**tables))
    said = citizen_summary(book, METHOD, make_corrida(), [], [])
    told = [words(Paragraph(one)) for one in (said.limits, said.cards[0].detail)]
    wording([*told, words(said.fulfilled)], "las 2 unidades", "sin contar", "50,00 %", "sin contar")
    late = {"presentaciones": "periodo | unidad | fecha_presentacion\n2024-T1 | U1 | 2024-04-20"}
    run = make_corrida("2024-T1", plazos={"2024-T1": {"fecha": "2024-04-10", "fuente": "circular"}})
    method = METHOD.model_copy(update={"tardios": "fuera"})
    known = score(make_dataset(**tables, **late), method, run, make_entidad())[0]
    wording(words(citizen_summary(known, method, run, [], []).fulfilled), "a tiempo")


def test_a_unit_first_with_the_months_that_it_reported_is_told_with_that_in_the_summary():
    """U0 did 19 of 20; U1 did all of the first quarter and reported nothing of the second."""
    section = ShownSection(half_reported(10), "resumen", make_corrida("2024-S1"), METHOD, make_entidad())
    assert without_all_data(replace(section, book=replace(section.book, period=HALF))) == ["U1"]


def test_plain_words_exist_only_for_registered_rules():
    assert set(PLAIN) <= {*REGISTRY.rules, Code.TOTAL_DIFFERS}


def test_units_without_data_are_not_counted_among_the_compared_ones(wording):
    """Three of four units have data; two of them share the lowest progress."""
    tables = progress(4, whole=1)
    tables["avances"] = "\n".join(tables["avances"].splitlines()[:-1]).replace("| 88", "| 89")
    wording(words(fulfilment(make_scored(make_dataset(**tables)), QUARTER)), "3", "89,00")


def test_the_lowest_is_named_with_the_doubt_on_its_datum(wording):
    tables, first = progress(3, whole=1), make_corrida("2024-T1")
    tables["avances"] = tables["avances"].replace("-T2", "-T1")
    book = score(make_dataset(**tables), METHOD, first, make_entidad())[0]
    (cell,) = book["avance_fisico/2024-T1/unidad/U2"].sources
    asked = Finding("FOR-PORCENTAJE", Severity.WARNING, "x", archivo=cell.file, hoja=cell.sheet, celda=cell.cell)
    plain, doubted = (words(citizen_summary(book, METHOD, first, found, []).fulfilled) for found in ([], [asked]))
    wording([plain, doubted])


def test_a_published_value_that_is_not_verifiable_is_not_said_to_agree(wording):
    def line(verdict: Verdict) -> Reconciled:
        return Reconciled("avance_fisico/2024-T2/entidad/E", "a", "92.75", "92.75", "0.00", verdict, "x", "")

    wording(words(inconsistencies(money(), [], [line(Verdict.EXACT), line(Verdict.NOT_VERIFIABLE)])))
    several = [line(Verdict.EXACT), line(Verdict.EXACT), line(Verdict.IRRECONCILABLE)]
    wording(words(inconsistencies(money(), [], several)), "3")


def test_only_published_numbers_that_are_calculated_again_are_counted(wording):
    """Of four exact numbers, U1's progress is an input, and a printed table's cell is only compared with another one."""
    ids = [f"avance_fisico/2024-T2/{place}" for place in ("entidad/E", "unidad/U1")] + ["cuadro/a/b/c", "cuadro/a/b/d"]
    formulas = ["", "", "", f"{COPIED}otro"]
    lines = [Reconciled(id, "a", "1", "1", "0", Verdict.EXACT, formula, "") for id, formula in zip(ids, formulas, strict=True)]
    book = make_scored(make_dataset(**progress(2, whole=1)))
    wording(words(inconsistencies(book, [], lines)), "2")


def test_units_with_equal_progress_are_not_called_last(wording):
    """Two of three units have 90 % and one 88 %, then all three have 90 %. Both posts have 100 %."""
    tables = progress(3, whole=0)
    tables["avances"] = tables["avances"].replace("| 89", "| 90")
    tables["estructura"] += "\n puesto | P0 | Puesto 0 | E\n puesto | P1 | Puesto 1 | E"
    tables["avances"] += "\n puesto | P0 | avance_fisico | 2024-T2 | 100\n puesto | P1 | avance_fisico | 2024-T2 | 100"
    said = words(fulfilment(make_scored(make_dataset(**tables)), QUARTER))
    wording(said, "ninguna", "Unidad 2 (88,00 %)", "2", "ninguno")
    tables["avances"] = tables["avances"].replace("| 88", "| 90")
    said = words(fulfilment(make_scored(make_dataset(**tables)), QUARTER))
    wording(said, "3", "90,00 %", "2")
    assert "la que menos" not in said


def test_the_summary_knows_which_units_share_the_greatest_and_the_lowest_progress():
    tables = progress(3, whole=0)
    for value, lowest in (("88", ["U2"]), ("89", ["U1", "U2"])):
        tables["avances"] = tables["avances"].replace("| 88", f"| {value}")
        section = ShownSection(make_scored(make_dataset(**tables)), "resumen", make_corrida(), METHOD, make_entidad())
        assert tied_ends(section, "unidad", "avance_fisico", QUARTER) == (["U0"], lowest)


def test_the_summary_knows_which_units_share_the_greatest_and_the_least_value():
    """Three units have 90, 89 and 88 %, then 90, 90 and 88 %, then 90 % each."""
    tables, quarter = progress(3, whole=0), Period.parse("2024-T2")
    changes = ((" ", " "), ("| 89", "| 90"), ("| 88", "| 90"))
    found = []
    for old, new in changes:
        tables["avances"] = tables["avances"].replace(old, new)
        section = ShownSection(make_scored(make_dataset(**tables)), "resumen", make_corrida(), METHOD, make_entidad())
        found.append(tied_ends(section, "unidad", "avance_fisico", quarter))
    assert found == [(["U0"], ["U2"]), (["U0", "U1"], ["U2"]), (["U0", "U1", "U2"], ["U0", "U1", "U2"])]
    assert tied_ends(section, "acp", "ejecucion_financiera", quarter) == ([], [])


def test_who_did_most_or_least_is_told_of_those_with_all_their_data_where_a_datum_may_make_it_another(wording):
    """The first unit did 50 of 100 points, the second all. The third lacks the datum of task 6, of weight 20: with 2 of 4
    of weight 80 it did 40 to 60, and may be the lowest; with 3 of 4, 60 to 80, it is neither."""
    plan = "tarea | descripcion | unidad | acp | ponderacion | abr | oct\n1 | A | U1 | 1 | 50 | 1 |\n2 | B | U1 | 1 | 50 | 1 |\n"
    plan += "3 | C | U2 | 1 | 80 | 4 |\n4 | D | U2 | 1 | 20 | | 1\n5 | E | U3 | 1 | 80 | 4 |\n6 | F | U3 | 1 | 20 | 1 |\n"
    structure = STRUCTURE + "\nunidad | U3 | Unidad Tres | A | 1"
    for done, counted, among in (("2", 2, " entre las que tienen todos sus datos"), ("3", 3, "")):
        reported = f"tarea | abr\n1 | 1\n2 | 0\n3 | 4\n5 | {done}\n6 |\n"
        dataset = make_dataset(estructura=structure, tareas=plan, ejecucion=reported)
        book = make_scored(dataset, method=load_method(Workspace(ROOT), "segip-2020"))
        section = ShownSection(book, "resumen", make_corrida(), METHOD, make_entidad())
        assert among_whom(section) == among
        assert tied_ends(section, "unidad", "avance_fisico", QUARTER) == (["U2"], ["U1"])
        wording(words(fulfilment(book, QUARTER)), str(counted), "Unidad Uno (50,00 %)")


def test_of_equal_budgets_without_expenditure_one_is_among_the_largest_and_so_are_services(wording):
    """Two categories of 100 spent nothing, and two services did 1 of 2; then one has 400 and the other service did all. Of
    a third one only the programme is known."""
    produced = "servicio | departamento | periodo | programado | cantidad\nA | Oruro | 2024-S1 | 2 | 1\nB | Oruro | 2024-S1 | 2 | {}\n"
    for budget, done in (("100.00", "1"), ("400.00", "2")):
        spent = SPENT.replace("50.00\n    2024-06-30  | categoria | 10 0 002", "0.00\n    2024-06-30  | categoria | 10 0 002")
        spent = spent.replace("| 400.00       | 300.00", f"| {budget}       | 0.00")
        tables = {"estructura": STRUCTURE, "acciones": ACTIONS, "vinculacion": LINKS, "gastos": spent}
        book = make_scored(make_dataset(**tables, produccion=produced.format(done)))
        wording(words(citizen_summary(book, METHOD, make_corrida(), [], []).unmet), f"{budget[:3]},00", "50,00 %")
    book = make_scored(make_dataset(estructura=STRUCTURE, produccion=f"{produced.format('2')}C | Oruro | 2024-S1 | 2 |\n"))
    wording(words(citizen_summary(book, METHOD, make_corrida(), [], []).unmet), "50,00 %")


def test_a_service_with_nothing_programmed_does_not_lack_data_and_the_only_other_is_compared_with_none():
    """Of D nothing was programmed, and nothing provided: all others have all their data."""
    produced = "servicio | departamento | periodo | programado | cantidad\nA | Oruro | 2024-S1 | 2 | 1\nD | Oruro | 2024-S1 | 0 | 0\n"
    book = make_scored(make_dataset(estructura=STRUCTURE, produccion=produced))
    assert "El servicio «A» no llegó a lo previsto: el 50,00 %" in words(citizen_summary(book, METHOD, make_corrida(), [], []).unmet)


def test_accrued_money_is_what_is_owed_and_nothing_that_came_in(wording):
    book = make_scored(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, vinculacion=LINKS, gastos=SPENT))
    (spent,) = (card for card in citizen_summary(book, METHOD, make_corrida(), (), ()).cards if card.label == "Gastó")
    wording(spent.detail)


def test_who_had_nothing_programmed_is_not_told_apart_as_one_without_data(wording):
    """U1 and U2 did all; U3 has nothing programmed before October. Then nobody has a datum of U2."""
    units = "".join(f"unidad | U{at} | Unidad {at} | E\n" for at in (1, 2, 3))
    plan = "tarea | descripcion | operacion | unidad | acp | abr | oct\n1 | Uno | O1 | U1 | 1 | 1 |\n2 | Dos | O2 | U2 | 1 | 2 |\n3 | Tres | O3 | U3 | 1 | | 1"
    tables = {"estructura": f"nivel | codigo | nombre | padre\nentidad | E | Entidad |\n{units}", "acciones": ACTIONS, "tareas": plan}
    for done in ("tarea | abr\n1 | 1\n2 | 2", "tarea | abr\n1 | 1"):
        book = make_scored(make_dataset(**tables, ejecucion=done))
        wording([words(fulfilment(book, HALF)), DraftContext(book, (), date(2024, 6, 30)).with_data("unidad")])
        assert [node.code for node in every_unit(Deviations(book))] == ["U1", "U2"]
