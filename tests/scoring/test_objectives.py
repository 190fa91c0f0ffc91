"""Results counted by the objectives of outside frameworks, by state and by institution."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from builders import METHOD, WORKSPACE, make_corrida, make_dataset, make_entidad, shipped

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.scoring.score import score
from helpers.settings.methods import load_method
from helpers.views.progress.results_views import results_of
from helpers.views.sections.objectives_section import (
    institutions,
    objectives_table,
    served_table,
    unlinked_results,
    unlinked_table,
    unlinked_text,
)

TABLES = {
    "estructura": "nivel | codigo | padre\n entidad | E |\n unidad | U1 | E\n",
    "marcos": """
        marco | codigo | titulo       | grupo
        PMM   | 1      | Datos        | Pacto
        PMM   | 4      | Identidad    | Pacto
        PMM   | 9      |              | Pacto
        ODS   | 16.9   | Documentos   |
    """,
    "resultados": """
        periodo | id | unidad | institucion | base_legal | texto              | estado   | valor | unidad_medida | fuente | objetivos
        2024-T2 | R1 | U1     |             | Ley 1      | Cédulas entregadas | logrado  | 12    | cédula        | Inf. 1 | PMM:4; ODS:16.9
        2024-T2 | R2 |        | Censos      | DS 2       | Censo en curso     | en curso |       |               |        | PMM:1
        2024-T2 | R3 |        | Censos      |            | Fichas publicadas  | logrado  |       |               |        | PMM:1;PMM:4
        2024-T2 | R4 | U1     |             |            | Sin objetivo       | logrado  |       |               |        |
        2024-T1 | R5 | U1     |             |            | De otro trimestre  | logrado  |       |               |        | PMM:9
        2024-T2 | R6 | U1     |             |            | Objetivo inventado | logrado  |       |               |        | PMM:77
        2024-T2 | R7 |        | Censos      |            | No se lee para qué |          |       |               |        |
    """,
}


@pytest.fixture(scope="module")
def book() -> Book:
    return score(make_dataset(**TABLES), METHOD, make_corrida("2024-T2"), make_entidad(sigla="E"))[0]


def counts(book: Book, indicator: str, level: str) -> dict[str, str]:
    return {figure.code: figure.published for figure in book.select(indicator, "2024-T2", level)}


def test_a_result_counts_in_each_objective_it_serves_and_only_in_its_own_quarter(book):
    assert counts(book, "resultados_objetivo", "objetivo") == {"PMM:1": "2", "PMM:4": "2", "ODS:16.9": "1"}
    assert counts(book, "resultados_objetivo_logrados", "objetivo") == {"PMM:1": "1", "PMM:4": "2", "ODS:16.9": "1"}
    assert counts(book, "resultados_objetivo_en_curso", "objetivo") == {"PMM:1": "1"}
    assert [figure.name for figure in book.select("resultados_objetivo", "2024-T2", "objetivo")] == ["Datos", "Identidad", "Documentos"]


def test_an_objective_without_title_is_named_by_its_code():
    first = score(make_dataset(**TABLES), METHOD, make_corrida("2024-T1"), make_entidad(sigla="E"))[0]
    assert first["resultados_objetivo/2024-T1/objetivo/PMM:9"].name == "PMM:9"


def test_results_are_counted_by_institution_and_objective(book):
    assert counts(book, "resultados_objetivo", "institucion_objetivo") == {
        "Censos/PMM:1": "2", "E/PMM:4": "1", "Censos/PMM:4": "1", "E/ODS:16.9": "1",
    }  # fmt: skip
    assert institutions(book) == ("Censos", "E")


def test_the_objectives_of_a_framework_are_counted_with_and_without_results(book):
    assert counts(book, "objetivos", "marco") == {"PMM": "3", "ODS": "1"}
    assert counts(book, "objetivos_con_resultado", "marco") == {"PMM": "2", "ODS": "1"}
    assert counts(book, "objetivos_sin_resultado", "marco") == {"PMM": "1"}


def test_a_difficulty_under_an_objective_is_listed_and_no_result_that_serves_it(wording):
    """R2 and R3, the only ones of PMM:1, say what could not be done: the report said that two results served it."""
    head, *rows = TABLES["resultados"].strip().splitlines()
    told = "\n".join((f"{head} | tipo", *(f"{row} | {'dificultad' if 'PMM:1' in row else ''}" for row in rows)))
    book = score(make_dataset(**TABLES | {"resultados": told}), METHOD, make_corrida("2024-T2"), make_entidad(sigla="E"))[0]
    assert counts(book, "resultados_objetivo", "objetivo") == {"PMM:4": "1", "ODS:16.9": "1"}
    assert counts(book, "objetivos_sin_resultado", "marco") == {"PMM": "2"}
    table = served_table(book, "PMM", id="cuadro-r", title="R")
    assert [row.cells[3] for row in table.rows[1:3]] == ["Dificultad", "Dificultad"]
    wording(table.notes)


def test_a_count_rests_on_the_cells_of_its_results(book):
    cells = [cell.cell for cell in book["resultados_objetivo/2024-T2/objetivo/PMM:1"].sources]
    assert cells == ["K3", "K4"]


def test_an_objective_without_title_is_shown_by_its_number_with_a_note(book, wording):
    wording(objectives_table(book, "PMM", id="cuadro-o", title="O").rows[3].cells[0], "9")


def test_results_without_objective_are_listed_as_unlinked_unless_the_plan_places_them(book, wording):
    """A method without indicators follows no plan: R4 is listed although it names its unit."""
    of_results = score(make_dataset(**TABLES), load_method(WORKSPACE, "resultados"), make_corrida("2024-T2"), make_entidad())[0]
    assert [row["id"] for row in unlinked_results(of_results)] == ["R4", "R7"]
    assert [row["id"] for row in unlinked_results(book)] == ["R7"]
    (row,) = unlinked_table(book).rows
    wording([row.cells[2], row.cells[3].why], "No se lee para qué")


def test_objectives_without_results_are_told_with_how_many_results_name_none(wording):
    """Of the six results of the quarter R4 and R7 name no objective; with a plan, R4 is of its unit. One may serve PMM:9."""
    for name in ("resultados", METHOD.id):
        told = score(make_dataset(**TABLES), load_method(WORKSPACE, name), make_corrida("2024-T2"), make_entidad())[0]
        wording(re.sub(r"<[^>]+>", "", unlinked_text(told).html), "6")
    tied = TABLES["resultados"].replace("logrado  |       |               |        |\n", "logrado  |       |               |        | PMM:1\n")
    tied = tied.replace("        2024-T2 | R7 |        | Censos      |            | No se lee para qué |          |       |               |        |\n", "")
    assert unlinked_text(score(make_dataset(**TABLES | {"resultados": tied}), METHOD, make_corrida("2024-T2"), make_entidad())[0]) is None


def test_a_difficulty_is_listed_as_such_and_not_counted_among_the_results_without_objective(wording):
    """What a unit could not do serves no objective: R7 is no result, so that none of the other five lacks one."""
    head, *rows = TABLES["resultados"].strip().splitlines()
    told = "\n".join((f"{head} | tipo", *(f"{row} | {'dificultad' if ' R7 ' in row else ''}" for row in rows)))
    book = score(make_dataset(**TABLES | {"resultados": told}), METHOD, make_corrida("2024-T2"), make_entidad())[0]
    assert unlinked_text(book) is None
    table = unlinked_table(book)
    assert [row.cells[3] for row in table.rows] == ["Dificultad"]
    wording(table.notes)


def test_the_tables_show_the_results_of_the_quarter_with_their_legal_basis(book):
    by_objective = objectives_table(book, "PMM", id="cuadro-o", title="O")._repr_html_()
    assert by_objective.count("no consta") == 1
    served = served_table(book, "PMM", id="cuadro-s", title="S")._repr_html_()
    for words in ("Ley 1", "DS 2", "Cédulas entregadas", "12", "Inf. 1", "En curso"):
        assert words in served
    assert served.count("en curso") == 1  # R2's own words; its state has a column of its own
    assert "De otro trimestre" not in served and "Objetivo inventado" not in served


@pytest.mark.parametrize(("state", "none"), [("logrado", "0"), ("", "s/d")])
def test_none_in_a_state_is_a_zero_only_if_the_state_of_all_results_is_known(state, none):
    """Objective 4 has an achieved result and R3; the only result of objective 9 is of another quarter."""
    results = TABLES["resultados"].replace("Fichas publicadas  | logrado", f"Fichas publicadas  | {state}")
    of = score(make_dataset(**TABLES | {"resultados": results}), METHOD, make_corrida("2024-T2"), make_entidad(sigla="E"))[0]
    ongoing = [row.cells[3].text for row in objectives_table(of, "PMM", id="cuadro-o", title="O").rows[1:]]
    assert ongoing == ["1", none, "s/d"]


def test_only_the_period_of_another_report_is_told_and_in_words(book):
    served = served_table(book, "PMM", id="cuadro-s", title="S")._repr_html_()
    assert "Inf. 1<" in served and "2024-T2<" not in served
    of_year = replace(book, period=Period.parse("2024-S1"))
    assert "Inf. 1. segundo trimestre de 2024<" in served_table(of_year, "PMM", id="cuadro-s", title="S")._repr_html_()


def test_results_of_other_institutions_are_not_among_the_institutions_own(book):
    assert [row["id"] for row in results_of(book)] == ["R1", "R4", "R6"]


def test_institutions_without_units_or_plan_are_counted_and_asked_for_no_progress():
    computed = shipped("pacto-migracion/2021-anual")
    assert {finding.codigo for finding in computed.findings} == {"IDE-FALTA", "OBJ-HUECO"}
    counted = {name: computed.book[f"{name}/2021-anual/marco/PMM"].published for name in ("objetivos", "objetivos_con_resultado")}
    assert counted == {"objetivos": "23", "objetivos_con_resultado": "5"}
    assert computed.book.listing("informantes") == ()
