"""Under a method without a scale, no table has a column of grades, and no note explains a column that is not there."""

from dataclasses import replace

import pytest
from builders import METHOD, make_corrida, make_dataset, make_entidad, make_scored
from lxml import html

from helpers.base.periods import Period
from helpers.views.elements.grid import NotIncluded, Scope
from helpers.views.progress.lowest_units import lowest_units_table
from helpers.views.quality.method_tables import applied_rules
from helpers.views.sections import acp_section, areas_section, categories_section, units_section
from helpers.views.sections.shown_section import ShownSection
from helpers.views.sections.summary_section import graded_areas

UNGRADED = METHOD.model_copy(update={"bandas": (), "umbrales": None, "derivadas": ()})
QUARTER, HALF = Period.parse("2024-T2"), Period.parse("2024-S1")
TABLES = {
    "estructura": """
        nivel   | codigo | nombre | padre | acp
        entidad | E      | E      |       |
        area    | A      | Norte  | E     |
        area    | B      | Sur    | E     |
        unidad  | U1     | Una    | A     | 1
        unidad  | U2     | Dos    | B     | 2
    """,
    "acciones": "acp | denominacion\n 1 | Una\n 2 | Otra",
    "avances": """
        nivel  | codigo | indicador     | periodo | valor
        unidad | U1     | avance_fisico | 2024-T1 | 70
        unidad | U1     | avance_fisico | 2024-T2 | 80
        unidad | U2     | avance_fisico | 2024-T2 | 60
    """,
    "gastos": """
        fecha_corte | reporte   | area | cat_prog | ppto_inicial | modificaciones | ppto_vigente | devengado
        2024-06-30  | area      | A    |          | 1000.00      | 0.00           | 1000.00      | 500.00
        2024-06-30  | area      | B    |          | 1000.00      | 0.00           | 1000.00      | 10.00
        2024-06-30  | categoria |      | 10 0 001 | 1000.00      | 0.00           | 1000.00      | 500.00
        2024-06-30  | categoria |      | 20 0 001 | 1000.00      | 0.00           | 1000.00      | 10.00
    """,
    "vinculacion": "cat_prog | acp | area | unidad\n 10 0 001 | 1 | A | U1\n 20 0 001 | 2 | B | U2",
}


def section_of(method) -> ShownSection:
    return ShownSection(make_scored(make_dataset(**TABLES), method=method), "x", make_corrida(), method, make_entidad())


@pytest.fixture(scope="module")
def graded():
    return section_of(METHOD)


@pytest.fixture(scope="module")
def ungraded():
    return section_of(UNGRADED)


def heads(table) -> list[str]:
    return [head.text_content() for head in html.fragment_fromstring(table._repr_html_()).xpath("//thead//th")]


def tables_of(section):
    return {
        "Semáforo": areas_section.accumulated_table(section),
        "Calificación": acp_section.period_table(section),
        "Calificación ": units_section.units_table(section),
        " Calificación": lowest_units_table(
            section.book, [("avance_fisico", QUARTER)]
        ),
        " Calificación ": applied_rules(section.book, section.metodo, id="cuadro-y"),
    }


def test_columns_of_grades_stand_only_where_the_method_grades(graded, ungraded):
    for name, table in tables_of(graded).items():
        assert name.strip() in heads(table), name
    for name, table in tables_of(ungraded).items():
        assert name.strip() not in heads(table), name


def test_notes_stand_only_with_the_columns_that_they_explain(graded, ungraded):
    light, grade = "Semáforo: ", "La calificación es "
    for section, is_there in ((graded, True), (ungraded, False)):
        areas, actions, *_ = tables_of(section).values()
        assert any(light in note for note in areas.notes) is is_there
        assert any(grade in note for note in actions.notes) is is_there


def without(section, *indicators):
    figures = {name: one for name, one in section.book.figures.items() if not name.startswith(indicators)}
    return replace(section, book=replace(section.book, figures=figures))


@pytest.mark.parametrize(
    ("table", "indicators", "heading", "note"),
    [
        (acp_section.period_table, ("brecha_ideal",), "Brecha (puntos)", "Brecha: "),
        (acp_section.change_table, ("avance_fisico_variacion",), "Variación (puntos)", "La variación "),
        (units_section.units_table, ("ejecucion_financiera",), "Ejecución financiera (%)", "La ejecución financiera "),
        (categories_section.categories_table, ("ppto_vigente_participacion",), "Parte (%)", "Parte: "),
    ],
)
def test_the_note_on_a_column_goes_with_it(graded, table, indicators, heading, note):
    found = [table(section) for section in (graded, without(graded, *indicators))]
    assert [(heading in heads(one), note in " ".join(one.notes)) for one in found] == [(True, True), (False, False)]


def test_without_money_tables_name_only_the_physical_and_show_nothing_twice(graded):
    money = ("ejecucion_financiera", "devengado", "ppto_vigente", "brecha_fisico_financiera", "eficiencia")
    without_money = without(graded, *money)
    titles = [table(without_money).title for table in (acp_section.period_table, areas_section.quarters_table)]
    assert titles == ["Ejecución física por ACP, segundo trimestre de 2024", "Ejecución física por área y trimestre"]
    assert acp_section.period_table(graded).title.startswith("Ejecución física y financiera por ACP")


def test_the_ideal_range_stands_only_beside_what_is_compared_with_it(graded):
    """Without efficacy, as where a quarter has nothing programmed, 50 % beside a progress of 100 % compares nothing."""
    for table in (acp_section.accumulated_table, areas_section.accumulated_table):
        shown = [table(section) for section in (graded, without(graded, "eficacia_ponderada", "brecha_ideal"))]
        assert ["Rango ideal (%)" in heads(one) for one in shown] == [True, False]


def test_units_are_called_ordered_by_progress_only_where_one_has_it(graded):
    found = [units_section.units_table(section) for section in (graded, without(graded, "avance_fisico"))]
    assert ["ordenadas por avance" in one.title for one in found] == [True, False]


def test_nothing_is_compared_with_an_earlier_quarter_of_which_there_are_no_figures(graded):
    before = f"/{graded.quarter.previous_quarter().code}/"
    figures = {name: one for name, one in graded.book.figures.items() if before not in name}
    shown = acp_section.change_table(replace(graded, book=replace(graded.book, figures=figures)))
    assert isinstance(shown, NotIncluded) and shown.scope is Scope.ITEM


def test_areas_are_watched_only_where_their_execution_is_graded(graded, ungraded):
    assert graded_areas(graded) == (["A", "B"], ["B"])
    assert graded_areas(ungraded) == ([], [])


def test_a_projection_without_intervals_explains_none(graded):
    """The money of no month is known."""
    table = areas_section.projection_table(graded)
    assert "A fin de año (% proyectado)" in heads(table)
    assert not any(note.startswith("Desde y hasta") for note in table.notes)
