"""A reported value that no mean of its parts can give: said, with what the entity would be with the mean."""

from fractions import Fraction

import pytest
from builders import findings_of_rule
from rule_cases import REPORTED, evidence_of

from helpers.figures.supposed_figures import value_under, with_mean_of_parts

TYPE = "avance_fisico/2024-T2/tipo/EMB"
ENTITY = "avance_fisico/2024-T2/entidad/E"


def reporting(value: str):
    """The type's own value beside its posts' 100 and 50; the other service has 85."""
    return evidence_of(avances=REPORTED.replace("75.00", value))


def test_a_value_outside_its_parts_says_so_and_what_the_entity_would_be(wording):
    (found,) = findings_of_rule("REP-PARTES", reporting("40.00"))
    wording(found.mensaje, "40,00", "75,00", "50,00", "100,00", "2024", "80,00", "62,50")
    wording(found.causa)


def test_a_value_within_its_parts_may_be_a_mean_of_them_in_another_way():
    (found,) = findings_of_rule("REP-PARTES", reporting("50.00"))
    assert found.causa == "" and "rango" not in found.mensaje


def test_a_semesters_progress_has_no_parts_to_lie_between():
    """It is the efficacy of its quarters, 10 + 20, of the 50 that were due: 60, whichever two values the report prints."""
    rows = [f"area | NORTE | eficacia_ponderada | {quarter} | {value}" for quarter, value in (("2024-T1", 10), ("2024-T2", 20))]
    reported = "\n".join(["nivel | codigo | indicador | periodo | valor", *rows])
    twice = [f"avance_fisico/2024-S1/area/NORTE | {place} | {value} | 2" for place, value in (("cuadro 1", "61.00"), ("texto", "62.00"))]
    printed = "\n".join(["id | donde | valor | decimales", *twice])
    evidence = evidence_of(avances=reported, publicado=printed)
    assert evidence.book["avance_fisico/2024-S1/area/NORTE"].published == "60.00"
    assert findings_of_rule("PUB-RANGO", evidence) == ()


def test_what_the_entity_would_be_is_worked_out_to_the_top_and_nothing_else_moves():
    book = reporting("40.00").book
    assert with_mean_of_parts(book, ENTITY, TYPE) == 80
    assert with_mean_of_parts(book, "avance_fisico/2024-T1/entidad/E", TYPE) == book["avance_fisico/2024-T1/entidad/E"].value


@pytest.mark.parametrize("value", ["40.00", "62.35"])
def test_supposing_what_is_gives_what_is(value):
    book = reporting(value).book
    assert all(value_under(book, figure.id, {TYPE: book[TYPE].value}) == figure.value for figure in book)


def test_a_ratio_of_sums_is_had_from_the_terms_as_they_would_be():
    """300 of 1000 and 50 of 500 are 350 of 1500; with 400 in the first category, 450 of 1500."""
    book = evidence_of().book
    share, accrued = "ejecucion_financiera/2024-S1/entidad/E", "devengado/2024-S1/cat_prog/10 0 001"
    assert value_under(book, share, {accrued: Fraction(400)}) == 30


def test_a_note_beside_a_blank_value_is_told_with_a_decimal_comma(wording):
    lines = [line for line in REPORTED.strip().splitlines() if "80.00" not in line]
    noted = [f"{lines[0]} | nota", *(f"{line} |" for line in lines[1:])]
    blank = "unidad | U2 | avance_fisico | 2024-T2 | | un solo valor publicado: 95.00"
    silent = "\n".join((*noted, blank))
    (found,) = findings_of_rule("REP-SIN-DATO", evidence_of(avances=silent, publicado=None))
    wording(found.mensaje, "2024")
    assert found.causa == "un solo valor publicado: 95,00"
