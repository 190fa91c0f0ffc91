"""The sentence at the beginning of the panel, and the grouping of a figure's parts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import make_dataset, make_scored

from helpers.figures.figure import Operand, Operation
from helpers.figures.operation_text import MOST_TERMS
from helpers.outputs.browser.figure_backing import Backing
from helpers.outputs.browser.figure_panel import panel_data
from helpers.outputs.browser.panel_texts import LONGEST_NAME, alike_parts, how_obtained, of_subject, repeated_uses

MANY = 15
LISTED = "\n".join(f"unidad | U{place} | A | 1" for place in range(MANY))
VALUES = "\n".join(f"unidad | U{place} | avance_fisico | 2024-T2 | {80 + place}.25" for place in range(MANY))


@pytest.mark.parametrize(
    ("level", "code", "name", "words"),
    [
        ("acp", "7", "Implementar la política exterior en los ámbitos bilateral, multilateral y de integración económica", "de la ACP 7"),
        ("area", "SE", "Servicio Exterior", "del área «Servicio Exterior»"),
        ("unidad", "DGAA", "DGAA", "de la unidad DGAA"),
        ("unidad", "CY", "Centro «Yaku»", "de la unidad «Centro “Yaku”»"),
        ("puesto", "EMB-1", "Embajada en Lima", "del puesto «Embajada en Lima»"),
        ("operacion", "O1", "", "de la operación O1"),
        ("sistema", "SIGEP", "SIGEP", "del sistema SIGEP"),
        ("norma", "RM 1", "RM 1", "de la norma RM 1"),
        ("ue", "UE-4", "UE-4", "de la UE-4"),
        ("area_fuente", "A/10", "", "de la fuente del área A/10"),
        ("entidad", "MRE", "Ministerio de Relaciones Exteriores", "del Ministerio de Relaciones Exteriores"),
    ],
)  # fmt: skip
def test_the_subject_of_a_figure_in_words(level, code, name, words):
    assert of_subject(level, code, name) == words


def test_a_name_too_long_for_a_sentence_is_replaced_by_the_code():
    assert of_subject("tarea", "T1", "x" * LONGEST_NAME) == f"de la tarea «{'x' * LONGEST_NAME}»"
    assert of_subject("tarea", "T1", "x" * (LONGEST_NAME + 1)) == "de la tarea T1"


@pytest.mark.parametrize(
    ("rule", "operation", "words"),
    [
        ("Promedio simple de 4 tipos de puesto.", Operation.MEAN, "promedio simple de 4 tipos de puesto"),
        ("Devengado ÷ presupuesto vigente × 100.", Operation.FORMULA, "según la regla «Devengado ÷ presupuesto vigente × 100»"),
        ("Unidades con dato.", Operation.NUMBER, "recuento de unidades con dato"),
        ("Ejecutado entre programado, hasta 100 %. Sin dato: mar.", Operation.LEAF, "según la regla «Ejecutado entre programado, hasta 100 %»"),
        ("Con el programa de la versión v2 del plan. Promedio simple de 2 áreas.", Operation.MEAN, "promedio simple de 2 áreas, con el programa de la versión v2 del plan"),
        ("Informado por «SERV. EXTERIOR». Leído de «avances».", Operation.INPUT, "informado por «SERV. EXTERIOR»"),
        ("", Operation.INPUT, ""),
    ],
)  # fmt: skip
def test_the_way_a_figure_was_obtained_in_words(rule, operation, words):
    assert how_obtained(rule, operation) == words


@pytest.fixture(scope="module")
def book():
    structure = f"nivel | codigo | padre | acp\nentidad | E | |\narea | A | E |\n{LISTED}"
    return make_scored(make_dataset(estructura=structure, avances=f"nivel | codigo | indicador | periodo | valor\n{VALUES}"))


def test_many_parts_of_one_kind_become_one_line_with_their_number_and_sum(book):
    """15 units of 80.25, 81.25 … 94.25 add up to 15 × 87.25 = 1,308.75."""
    assert MANY > MOST_TERMS
    (group,) = alike_parts(book, book["avance_fisico/2024-T2/area/A"])
    assert group.words == "15 unidades, que suman 1.308,75"
    assert [part.figure for part in group.parts] == [f"avance_fisico/2024-T2/unidad/U{place}" for place in range(MANY)]
    data = panel_data(Backing(book, (), ()), ["avance_fisico/2024-T2/area/A"])
    ((words, *parts),) = next(row for row in data["cifras"] if row[0].endswith("/area/A"))[14]
    assert data["textos"][words] == group.words and len(parts) == MANY


def test_a_few_parts_are_not_summed_up(book):
    (group,) = alike_parts(book, book["avance_fisico/2024-T2/entidad/E"])
    assert group.words == "" and len(group.parts) == 1


@pytest.mark.parametrize(
    ("operation", "roles", "weight", "values"),
    [
        (Operation.NUMBER, ("parte",), "", ["15"]),
        (Operation.WEIGHTED, ("parte",), "avance_fisico/2024-T2/unidad/U0", ["15", "productos", "105.027,1875", "pesos", "1.203,75"]),
    ],
)
def test_a_grouped_line_adds_up_what_the_operation_uses(book, operation, roles, weight, values, wording):
    """Each part weighs 80.25: products add up to 1,308.75 × 80.25, the weights to 15 × 80.25. A count has no sum."""
    mean = book["avance_fisico/2024-T2/area/A"]
    operands = tuple(Operand(role, part.figure, weight=weight) for part in mean.operands for role in roles)
    (group,) = alike_parts(book, _with(mean, operation, operands))
    wording(group.words, *values)
    assert ("suman" in group.words) is bool(weight)


def test_a_grouped_line_of_a_ratio_has_no_sum_because_the_figure_shows_those_of_its_terms(book):
    mean = book["avance_fisico/2024-T2/area/A"]
    parts = tuple(Operand(role, part.figure) for part in mean.operands for role in ("numerador", "denominador"))
    (group,) = alike_parts(book, _with(mean, Operation.RATIO, parts))
    assert group.words == "15 unidades"
    assert repeated_uses(_with(mean, Operation.RATIO, parts)) == {}


def test_a_figure_used_twice_is_one_part_that_says_so(book):
    mean = book["avance_fisico/2024-T2/area/A"]
    part = mean.operands[0].figure
    twice = _with(mean, Operation.DIFFERENCE, (Operand("minuendo", part), Operand("sustraendo", part)))
    assert repeated_uses(twice) == {part: 2}
    data = panel_data(Backing(replace(book, figures={**book.figures, mean.id: twice}), (), ()), [mean.id])
    ((_, (_, role)),) = next(row for row in data["cifras"] if row[0] == mean.id)[14]
    assert data["textos"][role] == "se usa 2 veces"


def _with(figure, operation=None, operands=None, **changes):
    return replace(figure, operation=operation or figure.operation, operands=figure.operands if operands is None else operands, **changes)
