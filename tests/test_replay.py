"""Doing an operation again: as it was done, with other values, and without rounding anywhere below."""

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import make_corrida, make_dataset, make_evidence, make_method, make_scored
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring.institutions import dataset_of, institutions

from helpers.replay import again, from_operands, result, unrounded
from helpers.trace import Operand, Operation

VALUES = st.lists(st.fractions(max_denominator=100), min_size=1, max_size=6)
PUBLICATION = make_method(donde="publicacion")


def parts(values: list[Fraction]) -> list[tuple[Operand, Fraction]]:
    return [(Operand("parte", f"x/{place}"), value) for place, value in enumerate(values)]


@given(VALUES)
def test_sums_and_means(values):
    assert result(Operation.SUM, parts(values)) == sum(values)
    assert result(Operation.MEAN, parts(values)) * len(values) == sum(values)


def test_differences_formulas_and_what_is_taken_over():
    minuend, subtrahend = (
        (Operand("minuendo", "a"), Fraction(5)),
        (Operand("sustraendo", "", Fraction(7)), Fraction(7)),
    )
    assert result(Operation.DIFFERENCE, [minuend, subtrahend]) == -2
    assert result(Operation.SAME, [minuend]) == 5
    named = [(Operand("devengado", "a"), Fraction(1)), (Operand("ppto_vigente", "b"), Fraction(3))]
    assert result(Operation.FORMULA, named, "devengado / ppto_vigente * 100") == Fraction(100, 3)
    with pytest.raises(ZeroDivisionError):
        result(Operation.FORMULA, named, "devengado / (ppto_vigente - 3)")


@pytest.mark.parametrize("operation", [Operation.INPUT, Operation.COUNT])
def test_what_has_no_operands_is_not_done_again(operation):
    with pytest.raises(ValueError, match=operation.value):
        result(operation, [])


STRUCTURE = """
    nivel    | codigo | padre
    entidad  | E      |
    servicio | S      | E
    area     | A      | S
    unidad   | U1     | A
    unidad   | U2     | A
    area     | B      | S
    unidad   | U3     | B
"""
REPORTED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T2 | 66.66
    unidad | U2     | avance_fisico | 2024-T2 | 66.67
    unidad | U3     | avance_fisico | 2024-T2 | 0.00
"""
SERVICE, AREA = "avance_fisico/2024-T2/servicio/S", "avance_fisico/2024-T2/area/A"


def test_with_other_values_and_without_rounding():
    """A is 66.665: the service is (66.67 + 0) / 2 as handed on, 33.3325 unrounded, 40 if A had been 80."""
    book = make_scored(make_dataset(estructura=STRUCTURE, avances=REPORTED))
    service = book[SERVICE]
    assert from_operands(book, service) == service.value == Fraction("33.335")
    assert unrounded(book, service) == Fraction("33.3325")
    assert again(service, {AREA: Fraction(80), "avance_fisico/2024-T2/area/B": Fraction(0)}) == 40
    assert again(book["avance_fisico/2024-T2/unidad/U1"], {}) == Fraction("66.66")


def test_a_constant_keeps_its_value():
    book = make_scored(make_dataset(estructura=STRUCTURE, avances=REPORTED))
    assert unrounded(book, book["rango_ideal/2024-T2/area/A"]) == 25


@given(institutions())
@settings(max_examples=20)
def test_without_rounding_between_there_is_nothing_to_undo(institution):
    """Where a method rounds at publication only and nobody reports a formula's result, nothing was lost."""
    progress = {key: value for key, value in institution.reported.items() if key[0] == "avance_fisico"}
    book = make_evidence(
        dataset_of(replace(institution, reported=progress)), make_corrida(f"2024-T{institution.quarters}"), PUBLICATION
    ).book
    for figure in book:
        assert unrounded(book, figure) == figure.value, figure.id
