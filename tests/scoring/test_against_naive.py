"""Compares every figure of random institutions, by random methods, with the naive implementation in `tests/naive`."""

import os
from fractions import Fraction

import pytest
from builders import make_entidad, make_evidence
from hypothesis import given, settings
from hypothesis import strategies as st
from institutions import institutions
from naive.figures import Naive
from naive.schemes import SHIPPED
from published import corrida_of, dataset_of, method_of
from schemes import schemes

from helpers.checks.run_checks import check_all
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.figures.figure_names import AT_CLOSING, COMPARED, FINAL_MEAN, QUARTERS_MEAN, RESTATED
from helpers.figures.findings import Severity
from helpers.figures.replay import recompute_from_book
from helpers.scoring.levels.year_bridge import OF_QUARTERS

ROOTS = ("_desviacion", "_inferior", "_superior")
"""Suffixes of figures that contain a root and so have no exact value."""
NEGLIGIBLE = Fraction(1, 10**30)
CONSTANT = ("rango_ideal", "meta_fisica", "meta_financiera", "peso")
"""Indicators that rest on the method alone and on no cell."""
WITHIN_YEAR = tuple(suffix for suffix in COMPARED if suffix not in (AT_CLOSING, RESTATED))
"""Suffixes of comparisons that need only the year's own data, and no earlier closing."""
CASES = schemes().flatmap(lambda scheme: st.tuples(st.just(scheme), institutions(scheme.base)))


def evidence_of(institution, scheme):
    corrida = corrida_of(institution, scheme.base)
    return make_evidence(dataset_of(institution), corrida, method_of(scheme), make_entidad())


def book_of(institution, scheme) -> Book:
    return evidence_of(institution, scheme).book


def assert_same_figures(institution, scheme) -> None:
    """Assert that both implementations give the same figures with the same exact values.

    Comparisons within the year are left out, because the naive implementation does not compute them.
    """
    scored = {figure.id: figure.value for figure in book_of(institution, scheme) if not is_comparison(figure)}
    expected = Naive(institution, scheme).figures()
    assert sorted(scored) == sorted(expected)
    other = {name: (value, expected[name]) for name, value in scored.items() if not is_same(name, value, expected[name])}
    assert not other


def is_comparison(figure: Figure) -> bool:
    return figure.indicator.endswith(WITHIN_YEAR)


def is_same(name: str, value: Fraction, expected: Fraction) -> bool:
    return abs(value - expected) < NEGLIGIBLE if name.split("/")[0].endswith(ROOTS) else value == expected


@pytest.mark.parametrize("method", sorted(SHIPPED))
def test_every_figure_equals_the_naive_one_for_each_shipped_method(method):
    @given(institutions(method))
    @settings(max_examples=15)
    def every(institution):
        assert_same_figures(institution, SHIPPED[method])

    every()


@given(CASES)
@settings(max_examples=int(os.environ.get("POA_EJEMPLOS", "60")))
def test_every_figure_equals_the_naive_one_for_random_methods(case):
    scheme, institution = case
    assert_same_figures(institution, scheme)


@given(CASES)
@settings(max_examples=25)
def test_every_figure_can_be_followed_down_to_its_cells(case):
    """Recomputing a figure from its operands gives its value; its leaves are cells; a mean lies between its parts."""
    scheme, institution = case
    book = book_of(institution, scheme)
    for figure in book:
        assert recompute_from_book(book, figure) == figure.value, figure.id
        assert book.leaves(figure) or figure.indicator in CONSTANT, figure.id
        if figure.operation is Operation.MEAN:
            parts = [book.handed_on(part.id) for part in book.operands(figure)]
            assert min(parts) <= figure.value <= max(parts)
            assert (figure.numerator, figure.denominator) == (sum(parts), len(parts))
            counted = (str(len(parts)),) if len(parts) > 1 else ("un solo", "una sola")
            is_of_quarters = figure.indicator.endswith((QUARTERS_MEAN, FINAL_MEAN))
            rules = [OF_QUARTERS] if is_of_quarters else [f"Promedio simple de {one} " for one in counted]
            assert any(rule in figure.rule for rule in rules)


@given(CASES)
@settings(max_examples=15)
def test_checks_find_no_error_in_random_institutions(case):
    scheme, institution = case
    checked = check_all(evidence_of(institution, scheme))
    assert checked.reconciliation == ()
    assert all(finding.severidad is not Severity.ERROR and finding.mensaje for finding in checked.findings)
