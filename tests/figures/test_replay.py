"""Recomputing a figure: from the values it was computed from, from other values, and without rounding below it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import make_corrida, make_dataset, make_evidence, make_method, make_scored
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring.institutions import institutions
from scoring.published import dataset_of

from helpers.figures.figure import Operand, Operation
from helpers.figures.replay import Term, apply_operation, deviation, recompute, recompute_from_book
from helpers.figures.series import cap_share
from helpers.figures.supposed_figures import unrounded

VALUES = st.lists(st.fractions(max_denominator=100), min_size=1, max_size=6)
PUBLICATION = make_method(donde="publicacion")


WEIGHED = st.lists(st.tuples(st.fractions(0, 200, max_denominator=100), st.integers(1, 50)), min_size=1, max_size=6)


def parts(values: list[Fraction], weights: list[int] | None = None) -> list[Term]:
    """Terms of a sum or a mean, with weights if they are given."""
    given = weights or [None] * len(values)
    return [
        Term(Operand("parte", f"x/{place}", weight=f"w/{place}"), value, None if weight is None else Fraction(weight))
        for place, (value, weight) in enumerate(zip(values, given, strict=True))
    ]


def constant(role: str, value: int) -> Term:
    return Term(Operand(role, constant=Fraction(value)), Fraction(value))


@given(VALUES)
def test_sums_and_means(values):
    assert apply_operation(Operation.SUM, parts(values)) == sum(values)
    assert apply_operation(Operation.MEAN, parts(values)) * len(values) == sum(values)
    assert apply_operation(Operation.NUMBER, parts(values)) == len(values)


@given(WEIGHED)
def test_a_weighted_mean_is_the_mean_of_parts_repeated_by_weight(weighed):
    values, weights = zip(*weighed, strict=True)
    repeated = [value for value, weight in weighed for _ in range(weight)]
    assert apply_operation(Operation.WEIGHTED, parts(values, weights)) == apply_operation(Operation.MEAN, parts(repeated))
    over_ten = apply_operation(Operation.WEIGHTED, [*parts(values, weights), constant("divisor", 10)])
    assert over_ten * 10 == sum(repeated)


@given(WEIGHED)
def test_a_ratio_of_sums(terms):
    """All numerators over all denominators, in percent, are the mean of the ratios weighted by the denominators."""
    above = [Term(Operand("numerador", f"x/{place}"), value) for place, (value, _) in enumerate(terms)]
    below = [Term(Operand("denominador", f"x/{place}"), Fraction(size)) for place, (_, size) in enumerate(terms)]
    ratio = apply_operation(Operation.RATIO, above + below)
    shares = [value / size * 100 for value, size in terms]
    assert ratio == apply_operation(Operation.WEIGHTED, parts(shares, [size for _, size in terms]))


@given(st.lists(st.integers(0, 150).map(Fraction), min_size=1, max_size=8))
def test_the_share_of_fulfilled_parts(values):
    terms = [*parts(values), constant("umbral", 100)]
    assert apply_operation(Operation.FULFILLED, terms) * len(values) == 100 * len([value for value in values if value >= 100])


@given(st.lists(st.integers(0, 1000).map(Fraction), min_size=2, max_size=8))
def test_the_square_of_a_deviation_is_the_variance_of_all_pairs(values):
    """The variance is half the mean of the squared differences of all pairs of different members."""
    pairs = [(one - other) ** 2 for one in values for other in values]
    variance = sum(pairs) / 2 / (len(values) * (len(values) - 1))
    assert abs(deviation(values) ** 2 - variance) <= variance / 10**38


def test_the_deviation_of_one_value_divides_by_zero():
    with pytest.raises(ZeroDivisionError):
        apply_operation(Operation.DEVIATION, parts([Fraction(5)]))


def test_a_mean_with_only_weights_of_zero_divides_by_zero():
    with pytest.raises(ZeroDivisionError):
        apply_operation(Operation.WEIGHTED, parts([Fraction(5)], [0]))


def test_differences_formulas_and_values_taken_over():
    minuend, subtrahend = Term(Operand("minuendo", "a"), Fraction(5)), constant("sustraendo", 7)
    assert apply_operation(Operation.DIFFERENCE, [minuend, subtrahend]) == -2
    assert apply_operation(Operation.SAME, [minuend]) == 5
    named = [Term(Operand("devengado", "a"), Fraction(1)), Term(Operand("ppto_vigente", "b"), Fraction(3))]
    assert apply_operation(Operation.FORMULA, named, "devengado / ppto_vigente * 100") == Fraction(100, 3)
    with pytest.raises(ZeroDivisionError):
        apply_operation(Operation.FORMULA, named, "devengado / (ppto_vigente - 3)")


@pytest.mark.parametrize("operation", [Operation.INPUT, Operation.COUNT, Operation.LEAF])
def test_an_operation_without_operands_cannot_be_recomputed(operation):
    with pytest.raises(ValueError, match=operation.value):
        apply_operation(operation, [])


def test_a_cap_in_percent_is_a_share():
    assert (cap_share(Fraction(100)), cap_share(Fraction("112.5"))) == (1, Decimal("1.125"))


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


def test_a_figure_is_recomputed_with_other_values_and_without_rounding():
    """A is 66.665: the service is (66.67 + 0) / 2 = 33.335 as handed on, 33.3325 unrounded, and 40 if A were 80."""
    book = make_scored(make_dataset(estructura=STRUCTURE, avances=REPORTED))
    service = book[SERVICE]
    assert recompute_from_book(book, service) == service.value == Fraction("33.335")
    assert unrounded(book, service) == Fraction("33.3325")
    assert recompute(service, {AREA: Fraction(80), "avance_fisico/2024-T2/area/B": Fraction(0)}) == 40
    assert recompute(book["avance_fisico/2024-T2/unidad/U1"], {}) == Fraction("66.66")


def test_a_constant_keeps_its_value():
    book = make_scored(make_dataset(estructura=STRUCTURE, avances=REPORTED))
    assert unrounded(book, book["rango_ideal/2024-T2/area/A"]) == 25


def test_reported_efficacy_is_the_exact_quarter_of_a_reported_progress():
    """97.55 / 4 is 24.3875, which U1 reports as 24.39. U2 reports no progress, so its 24.39 stays."""
    reported = """
        nivel  | codigo | indicador          | periodo | valor
        unidad | U1     | avance_fisico      | 2024-T2 | 97.55
        unidad | U1     | eficacia_ponderada | 2024-T2 | 24.39
        unidad | U2     | eficacia_ponderada | 2024-T2 | 24.39
    """
    book = make_scored(make_dataset(estructura=STRUCTURE, avances=reported))
    exact_values = [unrounded(book, book[f"eficacia_ponderada/2024-T2/unidad/{unit}"]) for unit in ("U1", "U2")]
    assert exact_values == [Fraction("24.3875"), Fraction("24.39")]


@pytest.mark.slow
@given(institutions())
@settings(max_examples=20)
def test_unrounded_values_equal_the_figures_if_nothing_is_rounded_between(institution):
    """The method rounds only at publication, and only progress is reported, which is no formula's result."""
    progress = {key: value for key, value in institution.reported.items() if key[0] == "avance_fisico"}
    dataset = dataset_of(replace(institution, reported=progress))
    book = make_evidence(dataset, make_corrida(f"2024-{institution.end}"), PUBLICATION).book
    for figure in book:
        assert unrounded(book, figure) == figure.value, figure.id
