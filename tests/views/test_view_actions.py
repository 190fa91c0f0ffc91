"""Actions listed under their groups, with the physical progress and the expenditure of each."""

import re
from dataclasses import replace

import pytest
from builders import METHOD, ROOT, make_corrida, make_dataset, make_entidad, make_evidence, make_scored, method_plain

from helpers.base.periods import Period
from helpers.base.system.workspace import Workspace
from helpers.figures.replay import why_missing
from helpers.figures.situations import Situation
from helpers.settings.methods import Metodo, load_method
from helpers.views.charts.chart import Chart
from helpers.views.elements.rows import category_rows
from helpers.views.elements.tables import FigureColumn, figure_table
from helpers.views.sections.acp_section import (
    efficiency_columns,
    grouped_actions,
    map_chart,
    period_table,
)
from helpers.views.sections.shown_section import ShownSection

QUARTER, SEMESTER = Period.parse("2024-T2"), Period.parse("2024-S1")
STRUCTURE = """
    nivel   | codigo | padre | acp
    entidad | E      |       |
    unidad  | U1     | E     | 1
    unidad  | U2     | E     | 2
"""
ACTIONS = """
    acp | denominacion | grupo
    1   | Atender      | Sustantivas
    2   | Administrar  |
    3   | Proteger     | Sustantivas
"""
REPORTED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T1 | 80.00
    unidad | U1     | avance_fisico | 2024-T2 | 90.00
    unidad | U2     | avance_fisico | 2024-T2 | 60.00
"""
LINKS = "cat_prog | acp\n 10 | 1\n 20 | 2\n 30 | 3"
MONEY = """
    fecha_corte | reporte   | cat_prog | ppto_vigente | devengado
    2024-03-31  | categoria | 10       | 1000.00      | 100.00
    2024-03-31  | categoria | 20       | 500.00       | 50.00
    2024-03-31  | categoria | 30       | 500.00       | 50.00
    2024-06-30  | categoria | 10       | 1000.00      | 250.00
    2024-06-30  | categoria | 20       | 500.00       | 100.00
    2024-06-30  | categoria | 30       | 500.00       | 50.00
"""


def scored(actions: str = ACTIONS, links: str = LINKS):
    tables = {"estructura": STRUCTURE, "acciones": actions, "avances": REPORTED, "vinculacion": links, "gastos": MONEY}
    return make_evidence(make_dataset(**tables)).book


def test_groups_head_their_actions_and_actions_without_group_come_last():
    rows = grouped_actions(scored(), short=True)
    assert [(row.label, row.level, row.is_heading) for row in rows] == [
        ("Sustantivas", "grupo", False), ("ACP 1", "acp", False), ("ACP 3", "acp", False),
        ("Sin grupo", "", True), ("ACP 2", "acp", False),
    ]  # fmt: skip


def test_without_groups_the_rows_are_the_actions():
    rows = grouped_actions(scored("acp | denominacion\n 1 | Atender\n 2 | Administrar"), short=True)
    assert [row.label for row in rows] == ["ACP 1", "ACP 2"]


def test_a_category_linked_twice_is_listed_once_under_the_action_that_has_its_money():
    """Rule VIN-DOBLE assigns all the money to the first linked action. A row under each would count it twice."""
    book = scored(links=f"{LINKS}\n 10 | 2")
    assert [row.code for row in category_rows(book)] == ["1", "10", "2", "20", "3", "30"]
    listed = [row for row in category_rows(book) if row.level == "cat_prog"]
    assert sum(book.get("devengado", SEMESTER, row.level, row.code).value for row in listed) == 400


def test_a_category_is_named_with_its_responsible_unit_if_it_has_one():
    book = scored(links="cat_prog | acp | unidad\n 10 | 1 | U1\n 20 | 1 |")
    assert [row.label.partition(" · ")[2] for row in category_rows(book) if row.level == "cat_prog"] == ["U1", "", ""]
    assert not any(row.label.endswith(("·", "—")) for row in category_rows(book))
    for level in ("unidad", "tipo"):
        renamed = replace(book, nodes=tuple(replace(node, level=level, sigla="DGAA") for node in book.nodes))
        assert category_rows(renamed)[1].label.endswith(" · DGAA")


@pytest.mark.parametrize("links", ["cat_prog | acp\n 10 | 1", "cat_prog | acp\n 10 | 1\n 20 |\n 30 | 9", "cat_prog | acp\n 30 | 9"])
def test_every_category_of_the_budget_has_a_row_linked_or_not(links):
    """Otherwise the rows do not add up to the institution's money, which is below them."""
    book = scored(links=links)
    listed = [row for row in category_rows(book) if row.level == "cat_prog"]
    assert sum(book.get("devengado", SEMESTER, row.level, row.code).value for row in listed) == 400
    assert [row.label for row in category_rows(book) if row.style == "grupo"][-1] == "Sin acción de corto plazo"


def test_a_category_of_no_unit_has_no_physical_progress_to_miss():
    book = scored(links="cat_prog | acp | unidad\n 10 | 1 | U1\n 20 | 1 |")
    found = [why_missing(book, "avance_fisico", QUARTER, "cat_prog", code) for code in ("20", "99")]
    assert found == [Situation.UNDEFINED, Situation.NO_DATA]


def test_a_category_that_no_report_has_is_not_said_to_have_spent_nothing():
    labels = [row.label for row in category_rows(scored(links=f"{LINKS}\n 40 | 3"))]
    assert "40 (sin dato)" in labels


def test_a_group_shows_its_money_and_why_it_has_no_physical_progress(wording):
    columns = [FigureColumn("Devengado", "devengado", SEMESTER), FigureColumn("Avance", "avance_fisico", QUARTER)]
    rows = grouped_actions(scored(), short=True)
    html = figure_table(scored(), id="cuadro-x", title="T", columns=columns, rows=rows, stub="Acción")._repr_html_()
    assert 'data-cifra="devengado/2024-S1/grupo/Sustantivas"' in html
    assert ">300,00<" in html
    wording(sorted(set(re.findall(r'class="vacio" title="([^"]+)"', html))))


def test_efficiency_is_a_column_with_a_note_on_its_meaning():
    book = scored()
    names = [(column.header, str(column.period)) for column in efficiency_columns(book, [SEMESTER])]
    assert ("Eficiencia", "2024-S1") in names
    assert any(column.note.startswith("Eficiencia: ") for column in efficiency_columns(book, [SEMESTER]))
    assert "devengado" not in {column.indicator for column in efficiency_columns(book, [QUARTER, SEMESTER])}


def test_progress_is_a_headline_even_if_the_scale_grades_another_indicator():
    plain = method_plain()
    plain["bandas"]["indicador"] = "eficiencia"
    assert Metodo.model_validate(plain).headline_indicators == ("avance_fisico", "ejecucion_financiera")


def test_a_map_without_figures_since_january_is_not_said_to_lack_those_of_the_quarter():
    """Both percentages of the quarter stand in a table of the same section."""
    method, tables = load_method(Workspace(ROOT), "mre-2021"), {"vinculacion": LINKS, "gastos": MONEY, "avances": REPORTED}
    book = make_scored(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, **tables), method=method)
    section = ShownSection(book, "acp", make_corrida(), method, make_entidad())
    assert {"Ejec. (%)", "Avance (%)"} <= {column.header for column in period_table(section).columns}
    assert map_chart(section).why == "No hay dos acciones con ambos porcentajes desde enero."


@pytest.mark.parametrize(("progress", "is_drawn"), [("12", True), ("1", False), ("", False)])
def test_a_map_of_actions_has_several_points(progress, is_drawn):
    """All three actions have money; a map of one point, or of none, compares nothing."""
    reported = "nivel | codigo | indicador | periodo | valor\n" + "".join(f"acp | {code} | avance_fisico | 2024-S1 | 80\n" for code in progress)
    tables = {"estructura": STRUCTURE, "acciones": ACTIONS, "vinculacion": LINKS, "gastos": MONEY, "avances": reported}
    book = make_evidence(make_dataset(**tables)).book
    section = ShownSection(book, "acp", make_corrida().model_copy(update={"secciones": ("acp",)}), METHOD, make_entidad())
    assert isinstance(map_chart(section), Chart) is is_drawn
