"""Tables of results, deviations and recommendations, from a plan and forms written by hand."""

import re
from dataclasses import replace
from datetime import date

import pytest
from builders import METHOD, make_corrida, make_dataset, make_entidad, make_evidence, make_method

from helpers.figures.situations import reported_causes
from helpers.texts.conclusions.recommendations import deadline, is_open, is_overdue
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.views.elements.grid import NotIncluded
from helpers.views.progress.deviation_views import (
    SEVERAL_NOTE,
    Deviations,
    causes_table,
    completion_table,
    units_table,
)
from helpers.views.progress.lowest_units import reason
from helpers.views.progress.narrative_views import (
    challenges_table,
    concluded_table,
    facts_list,
    general_facts,
    highlights,
    highlights_list,
    unit_results_table,
)
from helpers.views.progress.results_matrix import results_matrix
from helpers.views.progress.results_views import (
    achieved,
    amount,
    results_by_action,
    results_of,
    results_sentence,
)
from helpers.views.sections import results_section
from helpers.views.sections.conclusions_section import earlier_recommendations_table, printed_recommendations_table
from helpers.views.sections.deviations_section import (
    KEPT_NOTE,
    difficulties_crossed,
    difficulties_table,
    every_unit,
    missing_causes,
    some_units,
    worst_tasks_table,
)
from helpers.views.sections.results_section import other_results_table, results_tables
from helpers.views.sections.shown_section import ShownSection

STRUCTURE = """
    nivel    | codigo   | padre    | sigla | acp
    entidad  | E        |          | E     |
    servicio | CENTRAL  | E        |       |
    area     | NORTE    | CENTRAL  | NOR   |
    unidad   | U1       | NORTE    | U1    | 1
    servicio | EXTERIOR | E        |       |
    area     | EXTERIOR | EXTERIOR |       |
    tipo     | EMB      | EXTERIOR |       | 2
    puesto   | EMB-1    | EMB      |       |
"""
PLAN = """
    version | tarea | descripcion | operacion | unidad | acp | ponderacion | abr | may | jun
    v1      | 1.1   | Convenios   | O1        | U1     | 1   | 10          | 2   | 2   | 2
    v1      | 1.2   | Talleres    | O1        | U1     | 1   | 60          | 1   | 1   | 1
    v1      | 1.3   | Visitas     | O1        | U1     | 1   | 30          | 1   | 1   | 1
    v1      | 2.1   | Trámites    | O2        | EMB-1  | 2   | 50          | 10  | 10  | 10
    v1      | 2.2   | Ferias      | O2        | EMB-1  | 2   | 50          | 1   | 1   | 1
"""
DONE = """
    periodo | tarea | abr | may | jun | causa_codigo | causa_desviacion
    2024-T2 | 1.1   | 0   | 0   | 0   | C1           | Se declaró desierta
    2024-T2 | 1.2   | 0   | 0   | 0   |              |
    2024-T2 | 1.3   | 1   | 1   | 1   |              |
    2024-T2 | 2.1   | 12  | 10  | 10  | C7           |
    2024-T2 | 2.2   | 1   | 0   | 1   |              | Paro de transporte
"""
RESULTS = """
    periodo | id | acp | unidad | tarea | resultado_programado | texto              | estado   | tipo       | valor | unidad_medida | fuente
    2024-T2 | R1 | 1   | U1     | 1.3   | Tres visitas         | **Tres** visitas   | logrado  | destacado  | 3     | visita        | Inf. 3
    2024-T2 | R2 | 1   | U1     | 1.2   | Talleres             | Se empezó          | en curso | logro      |       |               |
    2024-T2 | R3 | 2   | EMB-1  | 2.1   | Trámites             | <b onclick=x>Más</b> <script>alert(1)</script> | logrado | | | | Inf. 4
    2024-T2 | R4 | 1   | U1     | 1.1   |                      | La comisión tardó  |          | dificultad |       |               |
    2024-T2 | R5 | 2   | EMB-1  |       |                      | Caso fortuito o fuerza mayor: hubo paro | | dificultad | | |
    2024-T2 | R6 | 2   | EMB-1  |       |                      | El sistema es lento |         | dificultad |       |               |
    2024-T1 | R1 | 1   | U1     |       |                      | De antes           | logrado  | logro      |       |               |
"""
ADVISED = """
    id | fecha      | texto      | responsable | plazo       | estado    | seguimiento
    A  | 2024-01-10 | Ordenar    | U1          | 2024-03-31  | cumplida  | Hecho
    B  | 2024-01-10 | Conciliar  | U1          | 2024-05-31  | en curso  | Se empezó
    C  | 2024-01-10 | Publicar   |             | permanente  | pendiente |
    D  | 2024-07-20 | Más tarde  | U1          | 2024-08-31  | pendiente |
"""
TABLES = {
    "estructura": STRUCTURE, "acciones": "acp | denominacion | resultado_esperado\n 1 | Servir | Convenios vigentes\n 2 | Representar |",
    "tareas": PLAN, "ejecucion": DONE, "resultados": RESULTS, "recomendaciones": ADVISED,
}  # fmt: skip
CUTOFF = date(2024, 6, 30)


def book_of(period="2024-T2", **changes):
    tables = {name: text for name, text in (TABLES | changes).items() if text}
    return make_evidence(make_dataset(**tables), make_corrida(period), entidad=make_entidad()).book


@pytest.fixture(scope="module")
def book():
    return book_of()


@pytest.fixture(scope="module")
def deviations(book):
    return Deviations(book)


def cell_texts(table) -> list[tuple[str, ...]]:
    """The cells of a table as a reader sees them."""
    return [tuple(getattr(cell, "text", str(cell)) for cell in row.cells) for row in table.rows]


def test_results_are_counted_by_state(book):
    words = results_sentence(book).html
    assert [piece.split("<")[0] for piece in words.split(">")[2::2]][:3] == ["3", "2", "1"]
    assert "logrados" in words and "en curso" in words and "previstos" not in words
    assert "No consta el estado" not in words


def test_a_result_without_state_is_counted_as_such():
    """Otherwise the states do not add up to the results, as in «109 resultados: 71 logrados y 12 en curso»."""
    rows = "periodo | id | acp | texto | estado\n 2024-T2 | R1 | 1 | Uno | logrado\n 2024-T2 | R2 | 1 | Dos |"
    assert re.search(r"No consta el estado de <[^>]*>1<", results_sentence(book_of(resultados=rows)).html)


def test_results_of_several_quarters_are_those_of_several_reports(wording):
    rows = "periodo | id | acp | texto | estado\n 2024-T1 | R1 | 1 | Uno | en curso\n 2024-T2 | R1 | 1 | Uno | logrado"
    book = book_of("2024-S1", resultados=rows)
    wording(results_sentence(book).html)
    matrix = results_matrix(book, id="cuadro-x", quarter=book.period, window=book.period)
    for table in (results_by_action(book, id="cuadro-x", title="X"), matrix):
        assert table.notes[-1] in results_sentence(book).html
    assert "informes" not in results_sentence(book_of(resultados=rows)).html


@pytest.mark.parametrize(("action", "is_counted"), [("1", True), ("", False)])
def test_the_counts_of_actions_are_missing_only_where_no_result_says_its_action(action, is_counted):
    book = book_of(resultados=f"periodo | id | acp | texto | estado\n 2024-T2 | R1 | {action} | Uno | logrado")
    corrida = make_corrida().model_copy(update={"secciones": ("acp", "resultados")})
    shown = results_section.by_action(ShownSection(book, "resultados", corrida, make_method(), make_entidad()))
    assert isinstance(shown, NotIncluded) and (shown.what == "") is is_counted


def test_the_title_of_results_without_an_action_goes_on_in_small_letters():
    book = book_of(resultados="periodo | id | unidad | texto\n 2024-T2 | R1 | U1 | Uno")
    assert [table.title for table in results_tables(book, id="cuadro-x", title="Logros").items] == ["Logros: sin acción de corto plazo"]


def test_one_result_is_told_in_the_singular():
    rows = "periodo | id | acp | texto | estado\n 2024-T2 | R1 | 1 | Uno | logrado"
    assert "dieron un resultado: " in results_sentence(book_of(resultados=rows)).html
    part = f"{rows} |\n 2024-T2 | R2 | 1 | Dos | | R1".replace("estado\n", "estado | parte_de\n")
    assert "Se detalla además una parte o cantidad" in results_sentence(book_of(resultados=part)).html


def test_the_highlights_left_out_are_counted():
    rows = "".join(f"2024-T2 | R{at} | destacado | Uno\n" for at in range(13))
    shown = highlights(book_of(resultados=f"periodo | id | tipo | texto\n{rows}")).html
    assert shown.endswith("<p>Aquí, 12 de 13 resultados destacados; el resto está entre los demás resultados.</p>")


def test_results_are_those_of_the_runs_period(book):
    assert [row["id"] for row in results_of(book)] == ["R1", "R2", "R3", "R4", "R5", "R6"]


def test_the_matrix_puts_what_was_expected_beside_what_was_reached(book):
    rows = cell_texts(results_by_action(book, id="cuadro-x", title="X"))
    assert rows[0][:6] == ("ACP 1", "Convenios vigentes", "1", "1", "0", "1")
    assert rows[1][:6] == ("ACP 2", "s/d", "1", "0", "0", "0"), "what an action is called is not what it expects"


def test_a_state_that_no_result_states_is_no_zero_where_a_result_tells_none():
    """The matrix read «0» under «Logrado» of an action whose only result does not tell its state."""
    actions = "acp | denominacion\n1 | Servir\n2 | Representar\n"
    told = "periodo | id | acp | texto | estado\n2024-T2 | R1 | 1 | Uno |\n2024-T2 | R2 | 2 | Dos | logrado\n"
    rows = cell_texts(results_by_action(book_of(acciones=actions, resultados=told), id="cuadro-x", title="X"))
    assert [row[2:6] for row in rows] == [("s/d", "s/d", "s/d", "0"), ("1", "0", "0", "0")]


def test_the_matrix_has_the_percentages_of_actions_only_where_one_is_known(book):
    """A method that only counts results has neither, in any report."""
    counted_only = replace(book, figures={})
    for one, is_there in ((book, True), (counted_only, False)):
        table = results_by_action(one, id="cuadro-x", title="X")
        assert ("Avance físico (%)" in [column.header for column in table.columns]) == is_there
        assert any("avance físico" in note for note in table.notes) == is_there


def test_each_result_stands_beside_its_plan_without_executable_markup(book):
    html = results_tables(book, id="cuadro-x", title="X")._repr_html_()
    assert re.search(r"<th scope=\"row\">Tres visitas</th><td><strong>Tres</strong> visitas</td><td><data[^>]*>3</data>&nbsp;visitas</td>", html)
    assert "Más" in html and "onclick" not in html and "script" not in html
    assert html.index("ACP 1: Servir.") < html.index("ACP 2: Representar.")
    assert "La comisión tardó" not in html


def test_a_result_without_quantity_says_so_and_not_with_a_dash(book):
    table = results_tables(book, id="cuadro-x", title="X").items[0]
    at = [column.header for column in table.columns].index("Cantidad")
    assert [row[at] for row in cell_texts(table) if row[0] == "Talleres"] == ["no consta"]


def book_with_results(count):
    """Results of one action: all of `U1` but the last, which is of `EMB-1`. Each of the first two has a part."""
    heads = "periodo | id | parte_de | acp | unidad | texto | valor | lugar | fecha | periodo_referido | fuente\n"
    rows = [f"2024-T2 | R{n} | | 1 | {'U1' if n < count else 'EMB-1'} | Dicho {n} | | Lima, Perú; Roma | | marzo de 2024 | Informe, sección 6, línea {n}\n" for n in range(1, count + 1)]
    parts = [f"2024-T2 | P{n} | R{n} | 1 | U1 | Parte {n} | {n} | | 2024-06-13 | | Informe, sección 6, línea 9{n}\n" for n in (1, 2)]
    return book_of(resultados=heads + "".join(rows + parts))


def test_a_part_is_listed_under_its_result_and_not_counted_separately():
    book = book_with_results(3)
    assert [row["id"] for row in achieved(book)] == ["R1", "R2", "R3"]
    listed = cell_texts(other_results_table(book, id="cuadro-x", title="X", besides=False))
    assert [row[0] for row in listed] == ["ACP 1 · U1", "R1", "P1", "R2", "P2", "ACP 1 · EMB-1", "R3"]
    assert listed[2][1:] == ('→ Parte 1 (<data value="1">1</data>; 13 de junio de 2024)', "Informe, sección 6, línea 91")
    assert listed[1][1] == "Dicho 1 (Lima, Perú y Roma; marzo de 2024)"


def test_the_quarter_stands_before_a_number_that_several_quarters_use():
    rows = "".join(f"2024-{window} | {code} | 1 | U1 | Dicho\n" for window, code in [*((f"T{n}", "R1") for n in range(1, 5)), *(("T2", f"R{n}") for n in range(2, 9))])
    dataset = make_dataset(**TABLES | {"resultados": f"periodo | id | acp | unidad | texto\n{rows}"})
    book = make_evidence(dataset, make_corrida("2024-anual"), entidad=make_entidad()).book
    (table,) = results_tables(book, id="cuadro-x", title="X").items
    told = [*cell_texts(table), *cell_texts(other_results_table(book, id="cuadro-x", title="X", besides=True))]
    assert {row[0] for row in told if len(row) > 1} == {"T1 R1", "T2 R1", "T3 R1", "T4 R1", *(f"R{n}" for n in range(2, 9))}


def test_annexes_repeat_only_those_results_that_have_parts(wording):
    """The section prints the main results of every unit. The annexes print the others and those that have parts."""
    book = book_with_results(20)
    (table,) = results_tables(book, id="cuadro-x", title="X").items
    assert table.title == "X: ACP 1"
    assert [row[0] for row in cell_texts(table)] == ["U1", *(f"R{n}" for n in range(1, 8)), "EMB-1", "R20"]
    wording(table.notes[:2], "ACP", "1", "8", "20")
    rest = other_results_table(book, id="cuadro-x", title="X", besides=True)
    assert [row[0] for row in cell_texts(rest)] == ["ACP 1 · U1", "R1", "P1", "R2", "P2", *(f"R{n}" for n in range(8, 20))]
    assert rest.notes[-1] == table.notes[-1]
    wording(rest.notes[-1], "«Informe, sección 6»")
    wording([column.header for column in rest.columns][-1])
    assert cell_texts(rest)[-1][-1] == "línea 19"


@pytest.mark.parametrize(
    ("unit", "told"), [("% (más de)", "más de 100 %"), ("talleres (hasta)", "hasta 100 talleres"), ("(de ocho)", "100 (de ocho)")]
)
def test_that_a_quantity_is_not_exact_is_said_before_it(unit, told):
    assert amount({"valor": "100", "unidad_medida": unit}).striptags().replace("\xa0", " ") == told


@pytest.mark.parametrize("value", ["0", "1", "1.0", "-1"])
def test_a_quantity_of_one_or_none_follows_its_unit_however_it_is_written(value):
    assert amount({"valor": value, "unidad_medida": "talleres"}).startswith("talleres:")


def test_a_report_without_the_section_has_every_result_in_the_annexes():
    every = other_results_table(book_with_results(20), id="cuadro-x", title="X", besides=False)
    assert [row[0] for row in cell_texts(every) if row[0][0] == "R"] == [f"R{n}" for n in range(1, 21)]


def test_annexes_do_not_repeat_results_that_the_directions_print():
    """Otherwise SEGIP 2020's annexes repeat its 400 results on 42 landscape pages."""
    whole = replace(book_with_results(20), params={"secciones": ["direcciones", "anexos"]})
    assert other_results_table(whole, id="cuadro-x", title="X", besides=False) is None
    both = replace(whole, params={"secciones": ["resultados", "direcciones", "anexos"]})
    assert cell_texts(other_results_table(both, id="cuadro-x", title="X", besides=True))[-1][0] == "R19"


def test_parts_of_an_unknown_result_count_as_results():
    rows = "periodo | id | parte_de | acp | texto\n 2024-T2 | R1 | | 1 | Uno\n 2024-T2 | R2 | R9 | 1 | Dos\n 2024-T2 | R3 | R2 | 1 | Tres\n"
    assert [row["id"] for row in achieved(book_of(resultados=rows))] == ["R1", "R2", "R3"]


def test_results_that_the_section_prints_in_full_need_no_annex(book):
    assert other_results_table(book, id="cuadro-x", title="X", besides=True) is None


def test_highlights_are_listed_with_their_unit(book):
    shown = highlights(book).html
    assert shown.count("<li>") == 1
    assert "<strong>U1.</strong> <em>Tres visitas:</em> <strong>Tres</strong> visitas" in shown
    assert highlights(book_of(resultados="")) is None


@pytest.mark.parametrize(("state", "told"), [("en curso", "(en curso)"), ("previsto", "(previsto)"), ("logrado", ""), ("", "")])
def test_a_highlight_that_is_not_achieved_says_so(state, told):
    book = book_of(resultados=f"periodo | id | tipo | texto | estado\n 2024-T2 | 1 | destacado | Se abrió el camino | {state}")
    for shown in (highlights(book), highlights_list(book, "Además")):
        assert re.findall(r"camino\.? ?(\([^)]*\))?", shown.html) == [told]


def test_a_result_told_of_a_quarter_says_so_in_the_report_of_the_year(book):
    quarter, year = "segundo trimestre de 2024", book_of("2024-anual")
    assert quarter in highlights(year).html and quarter in highlights_list(year, "Destaca").html
    assert quarter not in highlights(book).html and quarter not in highlights_list(book, "Destaca").html


SAID = """
    periodo | id | unidad | dependencia | resultado_programado | texto           | estado   | tipo       | valor | unidad_medida | fuente                 | lugar | fecha
    2024-T2 | D1 | U1     | Legal       | Plan A               | Cédulas         | logrado  | destacado  | 1234  | cédulas       | Inf. 1, sección 2, l. 3 | Oruro | 2024-05-02
    2024-T2 | D2 | U1     | Legal       | Plan A               | Ejecución       |          | logro      | 48    | %             | Inf. 1, sección 2, l. 4 |       |
    2024-T2 | D3 | U1     |             |                      | Lo que falta    | previsto | desafio    |       |               | Inf. 1, sección 2, l. 5 |       |
    2024-T2 | D4 |        |             |                      | El año fue raro |          | conclusion |       |               | Inf. 1, sección 2, l. 6 |       |
    2024-T2 | D5 |        |             |                      | Hubo cuarentena |          | contexto   | 2     | meses         | Inf. 1, sección 2, l. 7 |       |
"""


def test_results_from_a_document_show_plan_amount_place_and_line():
    book = book_of(resultados=SAID)
    table = unit_results_table(results_of(book, "destacado", "logro"), id="cuadro-x", title="X", here="Oruro")
    assert table.notes == ("El respaldo empieza siempre por «Inf. 1, sección 2».",)
    rows = cell_texts(table)
    assert rows[0] == ("Legal. Programado: Plan A",)
    assert [row[-1] for row in rows[1:]] == ["l. 3", "l. 4"]
    assert rows[1][0] == "Cédulas (2 de mayo de 2024)" and ">1.234</data>&nbsp;cédulas" in rows[1][1]
    assert ">48</data>&nbsp;%" in rows[2][1]


def test_a_limitation_is_not_said_to_have_been_foreseen():
    """The state is that of the task that the difficulty hindered: nothing of it was done yet."""
    told = [{"unidad": "U1", "texto": "Faltó personal.", "estado": "previsto", "tipo": kind} for kind in ("dificultad", "")]
    assert [facts_list("Limitaciones", [one]).html.count("(previsto)") for one in told] == [0, 1]


def result_of(number, plan, part=""):
    return {"id": f"R{number}", "unidad": "U1", "dependencia": part, "resultado_programado": plan, "texto": f"Dicho {number}", "fuente": f"l. {number}"}


def test_a_plan_shared_by_results_heads_them_until_one_has_no_plan(wording):
    rows = [result_of(n, "Plan A" if n < 4 else "", "Legal") for n in range(1, 6)] + [result_of(6, "")]
    table = unit_results_table(rows, id="cuadro-x", title="X")
    assert [column.header for column in table.columns] == ["Resultado obtenido", "Respaldo"]
    told = [row[0] for row in cell_texts(table)]
    wording(told, "Dicho 6", "Plan A", "Dicho 1", "Dicho 2", "Dicho 3", "Legal", "Dicho 4", "Dicho 5")


def test_a_plan_stands_above_the_results_that_it_has():
    table = unit_results_table([result_of(n, f"Plan {n}", "Legal") for n in (1, 2)], id="cuadro-x", title="X")
    assert [row[0] for row in cell_texts(table)] == ["Legal. Programado: Plan 1", "Dicho 1", "Legal. Programado: Plan 2", "Dicho 2"]


def test_parts_and_periods_look_alike_in_directions_and_results(wording):
    table = unit_results_table(results_of(book_with_results(1))[:2], id="cuadro-x", title="X", here="Roma")
    wording([row[0] for row in cell_texts(table)], "Dicho 1", "Lima, Perú", "marzo de 2024", "Parte 1", "13 de junio de 2024")


def test_challenges_conclusions_and_context_are_no_results():
    book = book_of(resultados=SAID)
    assert ">2<" in results_sentence(book).html and len(results_of(book)) == 5
    assert [row[:2] for row in cell_texts(challenges_table(book))] == [("U1", "Lo que falta")]
    assert [row[1] for row in cell_texts(concluded_table(book))] == ["El año fue raro"]
    assert "Hubo cuarentena" in general_facts(book).html
    assert highlights_list(book, "Destaca").html.count("<li>") == 1
    assert general_facts(book_of(resultados="")) is None


def test_units_are_told_if_only_some_have_tasks(deviations):
    """Both units of the structure have tasks, until only those of U1 are kept."""
    assert (some_units(deviations), len(every_unit(deviations))) == ([], 2)
    some = Deviations(deviations.book)
    some.__dict__["tasks"] = tuple(task for task in deviations.tasks if task.code.startswith("1."))
    assert [unit.code for unit in some_units(some)] == ["U1"]


def test_tasks_are_counted_by_degree_of_completion(deviations):
    rows = cell_texts(completion_table(deviations))
    assert rows == [
        ("NORTE", "3", "2", "0", "1", "0", "1"),
        ("EXTERIOR", "2", "0", "1", "0", "1", "2"),
        ("Total", "5", "2", "1", "1", "1", "3"),
    ]


def test_that_tasks_lack_a_month_is_said_where_they_are_counted(deviations, wording):
    """1.3 did all of the two months with data: it is counted so, and nobody knows what it did in May."""
    lacking = Deviations(book_of(ejecucion=DONE.replace("1.3   | 1   | 1 ", "1.3   | 1   |   ")))
    table = completion_table(lacking)
    assert cell_texts(table)[0] == cell_texts(completion_table(deviations))[0]
    wording(table.notes)
    assert completion_table(deviations).notes == ()


def test_negative_execution_has_a_column_of_its_own(wording):
    """Task 1.2 executes −1, 0 and 0 of one a month: it is counted neither as not executed nor as partly executed."""
    corrected = Deviations(book_of(ejecucion=DONE.replace("1.2   | 0   | 0 ", "1.2   | -1  | 0 ")))
    table = completion_table(corrected)
    assert [column.header for column in table.columns][2:4] == ["Ejecución negativa", "Sin ejecutar"]
    assert cell_texts(table)[0] == ("NORTE", "3", "1", "1", "0", "1", "0", "1")
    wording(table.notes[0])
    assert cell_texts(worst_tasks_table(corrected))[0][0] == "1.2"


def test_causes_are_counted_by_area_with_unreported_ones_last(deviations):
    table = causes_table(deviations)
    assert [column.header for column in table.columns] == ["Causa", "NOR", "EXTERIOR", "Total"]
    rows = cell_texts(table)
    assert ("Demora en la contratación de bienes o servicios", "1", "0", "1") in rows
    assert ("En sus propias palabras", "0", "1", "1") in rows
    assert rows[-2:] == [("Sin causa informada", "1", "0", "1"), ("Total", "2", "2", "4")]
    assert table.notes == ("NOR: NORTE.",)


def test_units_with_most_deviated_tasks(deviations):
    rows = cell_texts(units_table(deviations))
    assert [row[:3] for row in rows] == [("U1", "NORTE", "2"), ("EMB-1", "EMB", "2")]


def test_the_units_left_out_of_a_list_are_counted(deviations, monkeypatch, wording):
    monkeypatch.setattr("helpers.views.progress.deviation_views.MOST_UNITS", 1)
    wording(units_table(deviations).notes[0], "1", "2")


def test_types_of_posts_with_tasks_of_their_own_are_told_apart():
    structure = STRUCTURE.replace("    puesto   | EMB-1    | EMB      |       |", "    tipo     | CON      | EXTERIOR | CONS  |")
    of_types = PLAN.replace("U1     | 1   | 60", "CON    | 1   | 60").replace("EMB-1", "EMB  ")
    deviations = Deviations(book_of(estructura=structure, tareas=of_types, resultados=""))
    assert {row[0] for row in cell_texts(units_table(deviations))} == {"U1", "EMB", "CON"}
    assert {row[1] for row in cell_texts(worst_tasks_table(deviations))} == {"U1", "EMB", "CONS"}
    assert some_units(deviations) == [], "a type is neither a unit nor a post"


def test_the_most_deviated_tasks_with_the_cause_that_the_unit_gave(deviations):
    """1.1 and 1.2 executed nothing; 1.1 comes first because more was programmed."""
    rows = cell_texts(worst_tasks_table(deviations))
    assert [(row[0], *row[3:]) for row in rows] == [
        ("1.1", "6", "0,00", "Se declaró desierta"),
        ("1.2", "3", "0,00", "no consta"),
        ("2.2", "3", "66,67", "Paro de transporte"),
    ]


def test_a_programmed_quantity_stands_beside_its_unit_of_measure():
    measured = PLAN.replace("version |", "version | unidad_medida |").replace("v1      |", "v1 | taller |", 2)
    table = worst_tasks_table(Deviations(book_of(tareas=measured.replace("v1      |", "v1 | |"))))
    assert [row[3:5] for row in cell_texts(table)] == [("taller", "6"), ("taller", "3"), ("no consta", "3")]


def test_of_tasks_equally_behind_the_one_with_more_programmed_comes_first():
    """1.1 has 6 programmed and 1.2 has 30; neither executed anything."""
    changed = PLAN.replace("| 60          | 1   | 1   | 1", "| 60          | 10  | 10  | 10")
    rows = cell_texts(worst_tasks_table(Deviations(book_of(tareas=changed))))
    assert [row[0] for row in rows] == ["1.2", "1.1", "2.2"]


def test_what_was_programmed_for_a_month_without_data_is_said_to_be_left_out(wording):
    """Nobody knows what 1.2 did in May: it did none of the 2 of the other months, and 3 were programmed."""
    lacking = DONE.replace("1.2   | 0   | 0 ", "1.2   | 0   |   ")
    table = worst_tasks_table(Deviations(book_of(ejecucion=lacking)))
    assert [row[:1] + row[3:4] for row in cell_texts(table)] == [("1.1", "6"), ("1.2", "2"), ("2.2", "3")]
    wording(table.notes, "1.2")


def test_of_a_goal_to_be_kept_every_month_the_goal_is_printed_and_not_the_sum_of_its_months():
    kept = PLAN.replace("version |", "version | acumulable |").replace("v1      |", "v1 | no |")
    table = worst_tasks_table(Deviations(book_of(tareas=kept)))
    assert [row[3] for row in cell_texts(table)] == ["2", "1", "1"]
    assert table.notes == (KEPT_NOTE,)


TWO_QUARTERS = """
    version | tarea | descripcion | operacion | unidad | acp | ponderacion | mar | jun
    v1      | 1.1   | Convenios   | O1        | U1     | 1   | 50          | 2   | 2
    v1      | 1.2   | Talleres    | O1        | U1     | 1   | 50          | 2   | 2
"""


def half_year(ejecucion):
    dataset = make_dataset(**TABLES | {"tareas": TWO_QUARTERS, "ejecucion": ejecucion})
    return make_evidence(dataset, make_corrida("2024-S1"), entidad=make_entidad()).book


def test_a_task_explained_in_two_quarters_counts_under_both_causes_and_not_if_it_caught_up():
    """1.1 has another cause in each quarter, and totals count it once. 1.2 was behind in the first quarter and caught up in the second."""
    half = half_year("""
        periodo | tarea | mar | jun | causa_codigo
        2024-T1 | 1.1   | 0   |     | C5
        2024-T2 | 1.1   |     | 0   | C1
        2024-T1 | 1.2   | 0   |     | C5
        2024-T2 | 1.2   |     | 4   |
    """)
    assert [(row["tarea"], row["causa_codigo"]) for row in reported_causes(half)] == [("1.1", "C5"), ("1.1", "C1")]
    deviations, context = Deviations(half), DraftContext(half, (), CUTOFF)
    assert [row[-1] for row in cell_texts(causes_table(deviations))] == ["1", "1", "1"]
    assert causes_table(deviations).notes[-1:] == units_table(deviations).notes == (SEVERAL_NOTE,)
    assert reason(half, "U1").count("(1 tarea)") == 2
    assert context.declared_causes() == {"C1": 1, "C5": 1}


def test_a_cause_told_of_another_deviation_is_not_said_to_be_untold(wording):
    """1.1 told why it did less in the first quarter and did more than the half year's programme; 1.2 told nothing."""
    told = "periodo | tarea | mar | jun | causa_codigo\n2024-T1 | 1.1 | 0 | | C5\n2024-T2 | 1.1 | | 9 |\n2024-T2 | 1.2 | 0 | 0 |"
    deviations = Deviations(half_year(told))
    table = causes_table(deviations)
    assert cell_texts(table)[:2] == [("Causa de otra desviación", "1", "1"), ("Sin causa informada", "1", "1")]
    assert table.notes[-1:] == units_table(deviations).notes
    wording(units_table(deviations).notes)


def test_a_year_has_what_its_semesters_told():
    """An institution with two forms a year has no quarters: its year had no cause and no result."""
    told = "periodo | tarea | mar | jun | causa_codigo\n2024-S1 | 1.1 | 0 | 1 | C5\n2024-S1 | 1.2 | 2 | 2 |"
    results = "periodo | id | unidad | tipo | texto\n2024-S1 | R1 | U1 | logro | Se firmó.\n2024-S2 | R2 | U1 | logro | Rige."
    dataset = make_dataset(**TABLES | {"tareas": TWO_QUARTERS, "ejecucion": told, "resultados": results})
    for period, ids in (("2024-anual", ["R1", "R2"]), ("2024-S1", ["R1"]), ("2024-T2", [])):
        book = make_evidence(dataset, make_corrida(period), entidad=make_entidad()).book
        assert [row["causa_codigo"] for row in reported_causes(book)] == ["C5"] * bool(ids)
        assert bool(reason(book, "U1")) == bool(ids)
        assert [row["id"] for row in results_of(book)] == ids


def test_the_cause_told_in_a_quarter_explains_a_task_that_is_programmed_for_the_year():
    """2.1 is to be done 4 times in the year. It was done once, in the first quarter, which has no programme of its own."""
    plan = "version | tarea | descripcion | operacion | unidad | acp | anual\n v1 | 2.1 | Auditar | O1 | U1 | 1 | 4"
    told = "periodo | tarea | ene | anual | causa_codigo\n2024-T1 | 2.1 | 1 | | C5\n2024-anual | 2.1 | | 1 |"
    dataset = make_dataset(**TABLES | {"tareas": plan, "ejecucion": told})
    year = make_evidence(dataset, make_corrida("2024-anual"), entidad=make_entidad()).book
    assert [row["causa_codigo"] for row in reported_causes(year, of_unfulfilled=True)] == ["C5"]


def test_why_a_task_did_more_does_not_explain_what_it_lacks():
    """1.1 did 0 of 2 and then 3 of 2: it lacks 1, for the cause of the first quarter. 1.2 did more: 5 of 4."""
    half = half_year("""
        periodo | tarea | mar | jun | causa_codigo | causa_desviacion
        2024-T1 | 1.1   | 0   |     | C5           | Faltó combustible
        2024-T2 | 1.1   |     | 3   | C1           | Se recuperó algo
        2024-T1 | 1.2   | 1   |     | C5           | Empezó tarde
        2024-T2 | 1.2   |     | 4   | C1           | Hubo más inscritos
    """)
    assert {row["tarea"]: row["causa_codigo"] for row in reported_causes(half)} == {"1.1": "C5", "1.2": "C1"}
    assert [row["tarea"] for row in reported_causes(half, of_unfulfilled=True)] == ["1.1"]
    assert reason(half, "U1").startswith("Faltó combustible (1 tarea). D")


def test_the_matrix_of_goals_and_money_counts_no_difficulty_as_a_result(book):
    """The same counts as the matrix of results: of action 1, one achieved and one under way."""
    action = cell_texts(results_matrix(book, id="cuadro-x", quarter=book.period, window=book.period.accumulated()))[0]
    assert re.sub("<[^>]+>", "", action[2]) == "1 logrado y 1 en curso"


def test_the_matrix_says_that_its_results_are_of_the_quarter_beside_money_since_january(book):
    notes = [results_matrix(book, id="cuadro-x", quarter=book.period, window=one).notes for one in (book.period.accumulated(), book.period)]
    assert [[note for note in some if "segundo trimestre de 2024" in note] != [] for some in notes] == [True, False]


def test_the_matrix_title_fits_its_columns_and_every_result_is_counted():
    """As in the report of 2021, no expected result is given, and one of the results has no state."""
    rows = "periodo | id | acp | texto | estado\n 2024-T2 | R1 | 1 | Uno | logrado\n 2024-T2 | R2 | 1 | Dos |"
    book = book_of(acciones="acp | denominacion\n 1 | Servir\n 2 | Representar", resultados=rows)
    table = results_matrix(book, id="cuadro-x", quarter=book.period, window=book.period.accumulated())
    assert (table.title, table.wide) == ("Resultados alcanzados por ACP", False)
    assert re.sub("<[^>]+>", "", cell_texts(table)[0][1]) == "1 logrado y 1 sin estado"


def test_results_of_which_no_state_is_known_are_only_counted():
    book = book_of(acciones="acp | denominacion\n 1 | Servir", resultados="periodo | id | acp | texto\n 2024-T2 | R1 | 1 | Uno")
    table = results_matrix(book, id="cuadro-x", quarter=book.period, window=book.period.accumulated())
    assert re.sub("<[^>]+>", "", cell_texts(table)[0][1]) == "1"


def test_difficulties_by_type_of_post(deviations, wording):
    """A difficulty counts for the cause of its task, for the cause with which its text begins, or as own words."""
    table = difficulties_crossed(deviations)
    wording([column.header for column in table.columns], "C1", "C5")
    assert cell_texts(table) == [
        ("NORTE", "1", "0", "0", "1"), ("EMB", "0", "1", "1", "2"), ("Total", "1", "1", "1", "3"),
    ]  # fmt: skip
    wording(table.notes[0], "C1")


def test_without_areas_the_table_of_difficulties_names_neither_area_nor_post():
    heads = "periodo | id | unidad | tipo | texto\n"
    book = book_of(
        estructura="nivel | codigo | nombre | padre\nentidad | E | ENTIDAD |\nunidad | U1 | U1 | E",
        resultados=f"{heads}2024-T2 | R1 | U1 | dificultad | Lento",
    )
    table = difficulties_table(Deviations(book))
    assert [column.header for column in table.columns] == ["Unidad", "Dificultad"]
    assert cell_texts(table) == [("U1", "Lento")]
    twice = "".join(f"{period} | R1 | U1 | dificultad | Lento\n" for period in ("2024-T2", "2024-anual"))
    year = book_of("2024-anual", resultados=heads + twice)
    assert [row[0] for row in cell_texts(difficulties_table(Deviations(year)))] == ["U1"]  # once for both reports


def test_a_part_in_a_list_has_no_arrow():
    """In a table the arrow refers to the row above; a list of highlights has no such row."""
    rows = "2024-T2 | R1 | U1 | logro | Todo |\n2024-T2 | R2 | U1 | destacado | Una parte | R1"
    book = book_of(resultados=f"periodo | id | unidad | tipo | texto | parte_de\n{rows}")
    assert "→" not in highlights_list(book, "Destaca").html
    assert "Una parte" in highlights_list(book, "Destaca").html


def test_a_text_that_ends_with_a_period_gets_no_second_one():
    book = book_of(resultados="periodo | id | unidad | tipo | texto\n2024-T2 | R1 | U1 | destacado | Se entregó.")
    assert "Se entregó.</li>" in highlights_list(book, "Destaca").html


@pytest.mark.parametrize(("value", "tail"), [("3", "Se entregó: 3 cartas."), ("1", "Se entregó; carta: 1.")])
def test_a_quantity_follows_a_text_within_its_sentence(value, tail):
    rows = f"2024-T2 | R1 | U1 | destacado | Se entregó. | {value} | carta"
    book = book_of(resultados=f"periodo | id | unidad | tipo | texto | valor | unidad_medida\n{rows}")
    assert tail in re.sub("<[^>]+>", "", highlights_list(book, "Destaca").html).replace("&nbsp;", " ")


def test_difficulties_are_listed_by_unit(deviations):
    assert [row[0] for row in cell_texts(difficulties_table(deviations))] == ["U1", "EMB-1", "EMB-1"]


def test_a_difficulty_in_the_same_words_is_listed_once_with_its_posts(wording):
    heads = "periodo | id | unidad | tipo | texto | fuente\n"
    rows = ["R1 | EMB-1 | dificultad | Lento | Informe, línea 6", "R2 | EMB-2 | dificultad | Lento | Informe, línea 6",
            "R3 | U1 | dificultad | Lento | Informe, línea 9"]  # fmt: skip
    two_posts = f"{STRUCTURE}    puesto | EMB-2 | EMB | |\n"
    book = book_of(estructura=two_posts, resultados=heads + "\n".join(f"2024-T2 | {row}" for row in rows))
    table = difficulties_table(Deviations(book))
    assert [(row[0], row[-1]) for row in cell_texts(table)] == [("EMB-1; EMB-2", "línea 6"), ("U1", "línea 9")]
    wording(table.notes, "«Informe»")


def test_an_office_without_these_tables_has_empty_ones(wording):
    nothing = book_of(tareas="", ejecucion="", resultados="", recomendaciones="")
    of_nothing = Deviations(nothing)
    left_out = [completion_table(of_nothing), worst_tasks_table(of_nothing), difficulties_crossed(of_nothing)]
    left_out.append(earlier_recommendations_table(nothing, CUTOFF))
    assert all(isinstance(one, NotIncluded) for one in left_out)
    assert difficulties_table(of_nothing) is None
    assert [table(of_nothing).rows for table in (causes_table, units_table)] == [(), ()]
    assert results_tables(nothing, id="cuadro-x", title="X").items == ()
    wording(results_sentence(nothing).html)


def test_the_section_of_deviations_says_that_nothing_was_programmed(wording):
    idle = PLAN.replace("abr | may | jun", "ene | feb | mar")
    wording(completion_table(Deviations(book_of(tareas=idle, ejecucion="", resultados=""))).why, "nada programado")


def test_recommendations_printed_in_the_periods_own_report_are_not_earlier_ones():
    advised = """
        id | periodo | fecha      | texto        | fuente
        X  | 2024-T1 | 2024-03-31 | De antes     | sección 7
        Y  | 2024-T2 | 2024-06-30 | De este      | sección 7, líneas 10-12
    """
    book = book_of(recomendaciones=advised)
    assert [row[0] for row in cell_texts(earlier_recommendations_table(book, CUTOFF))] == ["X"]
    own = [(row[0], row[-1]) for row in cell_texts(printed_recommendations_table(book))]
    assert own == [("Y", "sección 7, líneas 10-12")]


def test_a_recommendation_without_state_is_not_said_to_be_in_course():
    book = book_of(recomendaciones="id | fecha | texto | plazo\n X | 2024-03-31 | De antes | fin de año")
    table = earlier_recommendations_table(book, CUTOFF)
    (row,) = cell_texts(table)
    assert row[4] == "s/d" and table.notes == ()  # none is overdue, which a note would explain


def test_a_recommendation_without_date_belongs_to_the_report_of_its_period(wording):
    advised = "id | periodo | fecha | texto\n X | 2024-T1 | | De antes\n Y | 2024-T2 | | De este"
    book = book_of(recomendaciones=advised)
    assert [row[0] for row in cell_texts(earlier_recommendations_table(book, CUTOFF))] == ["X"]
    table = printed_recommendations_table(book)
    assert [row[0] for row in cell_texts(table)] == ["Y"]
    wording(table.notes[-1])


def test_earlier_recommendations_are_listed_with_the_overdue_ones_first(book):
    table = earlier_recommendations_table(book, CUTOFF)
    assert [note.partition(":")[0] for note in table.notes] == ["Vencida"]
    assert [(row[0], row[3], row[4]) for row in cell_texts(table)] == [
        ("B", "31 de mayo de 2024", "▼ Vencida"),
        ("C", "permanente", "■ En curso"),
        ("A", "31 de marzo de 2024", "● Cumplida"),
    ]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2024-09-30", date(2024, 9, 30)),
        ("30/09/2024", date(2024, 9, 30)),
        ("hasta el 30 de septiembre de 2024", date(2024, 9, 30)),
        ("30 de setiembre de 2024", date(2024, 9, 30)),
        ("30 de junio 2024", date(2024, 6, 30)),
        ("1.º de julio de 2024", date(2024, 7, 1)),
        ("Hasta el 15 de mayo de 2024 (prorrogado al 30/09/2024)", date(2024, 9, 30)),
        ("Hasta el 30/06/2024 (prorrogado al 30 de septiembre de 2024)", date(2024, 9, 30)),
        ("31/06/2024", None),
        ("permanente", None),
        ("", None),
    ],
)
def test_deadlines_as_people_write_them(said, day):
    assert deadline({"plazo": said}) == day


def test_a_completed_recommendation_is_never_overdue():
    past = {"plazo": "2024-01-31"}
    assert is_overdue(past | {"estado": "en curso"}, CUTOFF)
    assert not is_overdue(past | {"estado": "Cumplida el 3 de mayo"}, CUTOFF)
    assert not is_overdue({"plazo": "2024-06-30", "estado": ""}, CUTOFF)
    assert is_open({"estado": ""})


@pytest.mark.parametrize(
    ("state", "is_still_open"),
    [
        ("Parcialmente cumplida", True),
        ("Cumplida parcialmente", True),
        ("Implementada en parte", True),
        ("Concluida al 50 %", True),
        ("Cumplida al 99,5 por ciento", True),
        ("Cumplida al 100 %", False),
        ("Cumplida (100,0%)", False),
    ],
)
def test_what_is_done_in_part_is_open_in_any_order_of_its_words(state, is_still_open):
    assert is_open({"estado": state}) is is_still_open


def test_causes_that_are_lacking_are_those_of_each_task():
    """Units told difficulties with their causes in `resultados`, and no cause in `ejecucion`."""
    done = DONE.replace("C1", "").replace("C7", "").replace("Se declaró desierta", "").replace("Paro de transporte", "")
    book = make_evidence(make_dataset(**TABLES | {"ejecucion": done}), make_corrida(), entidad=make_entidad()).book
    section = ShownSection(book, "desviaciones", make_corrida(), METHOD, make_entidad())
    assert "cada tarea" in missing_causes(section, Deviations(book)).what


def test_where_no_task_deviated_no_cause_is_lacking():
    plan = "version | tarea | descripcion | operacion | unidad | acp | acumulable | abr\n v1 | 1 | a | O1 | U1 | 1 | si | 2"
    book = book_of(tareas=plan, ejecucion="tarea | abr\n 1 | 2", resultados="")
    deviations = Deviations(book)
    section = ShownSection(book, "desviaciones", make_corrida(), METHOD, make_entidad())
    assert (len(deviations.tasks), deviations.off, missing_causes(section, deviations)) == (1, (), None)
