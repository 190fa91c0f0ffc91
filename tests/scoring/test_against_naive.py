"""Every figure of institutions of any shape, by methods of any kind, against the same worked out the long way."""

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

from helpers.base.exact import exact
from helpers.checks.run_checks import check_all
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.figures.figure_names import AT_CLOSING, COMPARED, FINAL_MEAN, QUARTERS_MEAN, RESTATED
from helpers.figures.findings import Severity
from helpers.figures.replay import recompute_from_book
from helpers.scoring.levels.year_bridge import OF_QUARTERS

ROOTS = ("_desviacion", "_inferior", "_superior")
"""What has a root in it and no exact value."""
NEGLIGIBLE = Fraction(1, 10**30)
CONSTANT = ("rango_ideal", "meta_fisica", "meta_financiera", "peso")
"""What rests on the method alone and on no cell."""
WITHIN_YEAR = tuple(suffix for suffix in COMPARED if suffix not in (AT_CLOSING, RESTATED))
"""What needs nothing but the year itself, of what is set beside another version or a closing."""
CASES = schemes().flatmap(lambda scheme: st.tuples(st.just(scheme), institutions(scheme.base)))


def evidence_of(institution, scheme):
    corrida = corrida_of(institution, scheme.base)
    return make_evidence(dataset_of(institution), corrida, method_of(scheme), make_entidad())


def book_of(institution, scheme) -> Book:
    return evidence_of(institution, scheme).book


def holds(institution, scheme) -> None:
    """No figure is missing, none is extra, and each is the same to the last digit; comparisons within the year apart."""
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
def test_every_figure_and_no_other_by_each_method(method):
    @given(institutions(method))
    @settings(max_examples=15)
    def every(institution):
        holds(institution, SHIPPED[method])

    every()


@given(CASES)
@settings(max_examples=45)
def test_every_figure_and_no_other_by_methods_of_every_kind(case):
    scheme, institution = case
    holds(institution, scheme)


@pytest.mark.slow
@given(CASES)
@settings(max_examples=int(os.environ.get("POA_EJEMPLOS", "200")))
def test_every_figure_and_no_other_many_times(case):
    scheme, institution = case
    holds(institution, scheme)


@given(CASES)
@settings(max_examples=25)
def test_every_figure_can_be_followed_down_to_its_cells(case):
    """Its operation on what was handed on gives it; a mean lies among its parts; at the bottom are cells."""
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
def test_no_rule_breaks_on_any_of_them(case):
    scheme, institution = case
    checked = check_all(evidence_of(institution, scheme))
    assert checked.reconciliation == ()
    assert all(finding.severidad is not Severity.ERROR and finding.mensaje for finding in checked.findings)


@given(CASES)
@settings(max_examples=15)
def test_what_is_printed_is_what_is_handed_on_half_up(case):
    scheme, institution = case
    for figure in book_of(institution, scheme):
        assert abs(exact(figure.rounded) - figure.value) <= Fraction(1, 2 * 10**figure.decimals)
