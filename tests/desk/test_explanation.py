"""The explanation of a figure: its operation with numbers, and the way down to file, sheet and cell."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import make_dataset, make_method, make_scored

from helpers.base.errors import UnknownFigure
from helpers.desk.explanations.explained_output import text_lines
from helpers.desk.explanations.explanation import MOST_PARTS, REPEATED, UNOPENED, Explained, explain
from helpers.figures.operation_text import exact_es, operation_sentence, rounding_words

STRUCTURE = """
    nivel   | codigo | padre | acp
    entidad | E      |       |
    area    | A      | E     |
    unidad  | U1     | A     | 1
    unidad  | U2     | A     | 1
"""
REPORTED = """
    nivel  | codigo | indicador          | periodo | valor
    unidad | U1     | avance_fisico      | 2024-T2 | 90.64
    unidad | U2     | avance_fisico      | 2024-T2 | 97.57
    unidad | U1     | eficacia_ponderada | 2024-T2 | 22.66
    unidad | U2     | eficacia_ponderada | 2024-T2 | 24.39
"""
EFFICACY = "eficacia_ponderada/2024-T2/area/A"
# T1 has 3 in each of six months: it does more in January, and less in May and June.
TASKS = """
    version | tarea | descripcion | operacion | unidad | acp | acumulable | ene | feb | mar | abr | may | jun
    v1      | T1    | Atender     | O1        | U1     | 1   | si         | 3   | 3   | 3   | 3   | 3   | 3
    v1      | T2    | Visitar     | O1        | U1     | 1   | si         |     |     |     | 4   |     |
"""
DONE = """
    tarea | ene | feb | mar | abr | may | jun
    T1    | 5   | 3   | 3   | 3   | 2   | 0
    T2    |     |     |     | 6   |     |
"""


def make_book(**tables: str):
    return make_scored(make_dataset(**{"estructura": STRUCTURE, "avances": REPORTED} | tables))


def with_tasks(**tables: str):
    acciones = "acp | denominacion\n1 | Una"
    return make_book(tareas=TASKS, ejecucion=DONE, acciones=acciones, **tables)


def text(explained: Explained, width: int | None = None) -> list[str]:
    return [f"{line.guide}{line.text}" for line in text_lines(explained, width=width)]


def branches(explained: Explained):
    """The nodes of a tree, from the top down."""
    yield explained
    for part in explained.parts:
        yield from branches(part)


def test_a_mean_shows_its_operation_its_rounding_and_its_grade(wording):
    book = make_book()
    assert operation_sentence(book, book[EFFICACY]) == "(22,66 + 24,39) ÷ 2 = 23,525"
    wording(rounding_words(book[EFFICACY]), "23,53", "2")
    wording(explain(book, "avance_fisico/2024-T2/area/A").grade)


def test_a_sum_of_cells_shows_their_amounts():
    """Two offices rendered 20 and 12 visas in April."""
    book = make_book(produccion="servicio | oficina | mes | cantidad\n visas | A | abr | 20\n visas | B | abr | 12")
    assert operation_sentence(book, book["produccion/2024-abr/servicio_prestado/visas"]) == "20 + 12 = 32"


def test_a_value_printed_as_it_is_has_no_rounding():
    book = make_book()
    assert rounding_words(book["eficacia_ponderada/2024-T2/unidad/U1"]) == ""


def test_the_tree_ends_in_file_and_cell(wording):
    wording(text(explain(make_book(), EFFICACY)), "2024-T2", "eficacia_ponderada/2024-T2/area/A", "23,53", "22,66", "24,39", "2", "23,525", "23,53", "2", "2", "U1", "22,66", "eficacia_ponderada/2024-T2/unidad/U1", "data/x/2024/avances.csv", "E4", "22,66", "«U1»", "U2", "24,39", "eficacia_ponderada/2024-T2/unidad/U2", "data/x/2024/avances.csv", "E5", "24,39", "«U2»")


def test_without_rounding_at_every_level_the_exact_value_is_passed_on():
    """The area passes on 23.525, and not 23.53, to the entity."""
    book = make_scored(
        make_dataset(estructura=STRUCTURE, avances=REPORTED), method=make_method(donde="publicacion")
    )
    assert operation_sentence(book, book["eficacia_ponderada/2024-T2/entidad/E"]) == "23,525 ÷ 1 = 23,525"


def test_a_task_shows_what_counts_and_each_of_its_months(wording):
    """T1 did 5 of 9 in the quarter. T2 did 6 of 4 and counts as 4."""
    book = with_tasks()
    first, second = (explain(book, f"avance_fisico/2024-T2/tarea/{task}") for task in ("T1", "T2"))
    assert first.sentence == "5 ÷ 9 × 100 = 55,5555555555…"
    wording(second.sentence, "4", "100", "6")
    assert [(line.role, line.value, line.cell.cell) for line in first.cells] == [
        ("programado", "3", "K2"), ("programado", "3", "L2"), ("programado", "3", "M2"),
        ("ejecutado", "3", "E2"), ("ejecutado", "2", "F2"), ("ejecutado", "0", "G2"),
    ]  # fmt: skip


def test_a_ratio_of_sums_names_the_terms_of_its_parts():
    book = with_tasks()
    explained = explain(book, "avance_fisico/2024-T2/operacion/O1")
    assert explained.sentence.startswith("(5 + 4) ÷ (9 + 4) × 100 = 69,23")
    assert [part.role for part in explained.parts] == [
        "numerador 5, denominador 9", "numerador 4, denominador 4",
    ]  # fmt: skip


def test_the_weight_of_a_part_is_shown_with_the_part():
    """U1 has one operation, and two tasks of it count."""
    avances = "nivel | codigo | indicador | periodo | valor\nunidad | U2 | avance_fisico | 2024-T2 | 97.57"
    explained = explain(with_tasks(avances=avances), "avance_fisico/2024-T2/unidad/U1")
    (operation,) = explained.parts
    assert (operation.weight, operation.weighed_by.id) == ("2", "numero_tareas/2024-T2/operacion/O1")
    assert explained.sentence == "(69,23 × 2) ÷ 2 = 69,23"


def test_a_figure_that_was_explained_is_only_referred_to():
    book = make_book()
    trees = list(branches(explain(book, "avance_fisico_inferior/2024-T2/area/A")))
    repeated = [tree for tree in trees if tree.state == REPEATED]
    assert {tree.id for tree in repeated} == {
        "avance_fisico/2024-T2/unidad/U1", "avance_fisico/2024-T2/unidad/U2",
    }  # fmt: skip
    assert all(not tree.parts and not tree.cells for tree in repeated)
    assert any("ya explicada arriba" in line for line in text(explain(book, "avance_fisico_inferior/2024-T2/area/A")))


def many_units(number: int) -> dict[str, str]:
    rows = [f"unidad | U{place} | A |" for place in range(number)]
    values = [f"unidad | U{place} | avance_fisico | 2024-T2 | {place % 101}.00" for place in range(number)]
    structure = ["nivel | codigo | padre | acp", "entidad | E | |", "area | A | E |", *rows]
    return {
        "estructura": "\n".join(structure),
        "avances": "\n".join(["nivel | codigo | indicador | periodo | valor", *values]),
    }


def test_a_wide_figure_shows_its_first_parts_and_counts_the_rest(wording):
    book = make_book(**many_units(109))
    explained = explain(book, "avance_fisico/2024-T2/area/A")
    assert (len(explained.parts), explained.hidden_parts) == (MOST_PARTS, 109 - MOST_PARTS)
    wording(text(explained)[-1], "97")
    assert explained.sentence.startswith("(0 + 1 + 2 + 3 + 4 + 5 + … + 7 [109 sumandos]) ÷ 109")


def test_a_single_part_over_the_limit_is_shown_and_not_counted():
    assert explain(make_book(**many_units(MOST_PARTS + 1)), "avance_fisico/2024-T2/area/A").hidden_parts == 0


def test_a_whole_explanation_shows_all_parts():
    explained = explain(make_book(**many_units(109)), "avance_fisico/2024-T2/area/A", whole=True)
    assert (len(explained.parts), explained.hidden_parts) == (109, 0)
    assert explained.sentence.count(" + ") == 108


def test_parts_below_the_depth_are_not_opened():
    explained = explain(make_book(), "avance_fisico/2024-T2/entidad/E", depth=1)
    assert [part.state for part in explained.parts] == [UNOPENED]
    assert explain(make_book(), "avance_fisico/2024-T2/entidad/E").parts[0].state == ""


def test_a_large_tree_opens_one_branch_to_its_cells(monkeypatch):
    monkeypatch.setattr("helpers.desk.explanations.explanation.MOST_OPENED", 2)
    lines = text(explain(make_book(**many_units(30)), "avance_fisico/2024-T2/entidad/E"))
    assert any("celda E2" in line for line in lines)


def test_hundreds_of_tasks_give_less_than_a_thousand_lines():
    """Twelve units with twelve tasks of six months each would be thousands of lines."""
    units = [f"unidad | U{unit} | A | 1" for unit in range(12)]
    codes = [(unit, f"{unit}.{task}") for unit in range(12) for task in range(12)]
    months = "ene | feb | mar | abr | may | jun"
    book = make_book(
        estructura="\n".join(["nivel | codigo | padre | acp", "entidad | E | |", "area | A | E |", *units]),
        avances="nivel | codigo | indicador | periodo | valor",
        acciones="acp | denominacion\n1 | Una",
        tareas="\n".join([
            f"version | tarea | descripcion | operacion | unidad | acp | {months}",
            *(f"v1 | {code} | Tarea {code} | O{unit} | U{unit} | 1 |" + " 1 |" * 5 + " 1" for unit, code in codes),
        ]),
        ejecucion="\n".join([f"tarea | {months}", *(f"{code} |" + " 1 |" * 5 + " 1" for _, code in codes)]),
    )  # fmt: skip
    lines = text(explain(book, "avance_fisico/2024-S1/entidad/E"))
    assert any("ejecutado data/x/2024/ejecucion.csv" in line for line in lines)
    assert len(lines) < 1000 < len(text(explain(book, "avance_fisico/2024-S1/entidad/E", whole=True)))


def test_a_figure_that_does_not_exist_names_the_nearest():
    with pytest.raises(UnknownFigure, match="eficacia_ponderada/2024-T2/area/A"):
        explain(make_book(), "eficacia_ponderada/2024-T2/area/AA")


def test_lines_stay_within_their_width():
    lines = text(explain(with_tasks(), "avance_fisico/2024-T2/acp/1"), width=60)
    assert max(map(len, lines)) <= 60


def test_a_description_typed_in_two_lines_does_not_break_the_tree():
    """A cell of a planning form may hold a line break (Alt+Enter)."""
    book, task = with_tasks(), "avance_fisico/2024-T2/tarea/T1"
    broken = replace(book, figures={**book.figures, task: replace(book[task], name="Atender\n(según pedido)")})
    lines = text(explain(broken, task))
    assert any("Atender (según pedido)" in line for line in lines) and not any("\n" in line for line in lines)


def test_plain_data_has_everything_that_the_tree_has():
    plain = explain(make_book(), EFFICACY).plain()
    assert (plain["impreso"], plain["exacto"]) == ("23,53\u00a0%", "23.525")
    assert plain["partes"][0]["celdas"] == [
        {"papel": "", "valor": "22,66", "archivo": "data/x/2024/avances.csv", "hoja": "", "celda": "E4"}
    ]


def test_a_long_fraction_is_cut_and_not_rounded():
    assert exact_es(Fraction(2, 3)) == "0,6666666666…"
    assert exact_es(Fraction(-1, 8)) == "−0,125"
