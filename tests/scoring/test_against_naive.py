"""Every figure of institutions of any shape, against the same method worked out the long way."""

import pytest
from builders import make_corrida, make_entidad, make_evidence
from hypothesis import given, settings
from institutions import dataset_of, institutions
from naive import Naive

from helpers.book import Book
from helpers.checks.run import check
from helpers.exact import exact
from helpers.findings import Severity
from helpers.replay import from_operands
from helpers.trace import Operation

COUNTS = "cantidad_unidades"


def book_of(institution) -> Book:
    corrida = make_corrida(f"2024-T{institution.quarters}")
    return make_evidence(dataset_of(institution), corrida, entidad=make_entidad()).book


def holds(institution) -> None:
    scored = {figure.id: figure.value for figure in book_of(institution) if figure.indicator != COUNTS}
    expected = Naive(institution).figures()
    assert sorted(scored) == sorted(expected)
    assert scored == expected


@given(institutions())
@settings(max_examples=60)
def test_every_figure_and_no_other(institution):
    holds(institution)


@pytest.mark.slow
@given(institutions())
@settings(max_examples=1500)
def test_every_figure_and_no_other_many_times(institution):
    holds(institution)


@given(institutions())
@settings(max_examples=40)
def test_every_figure_can_be_followed_down_to_its_cells(institution):
    """Its operation on what was handed on gives it; a mean lies among its parts; at the bottom are cells."""
    book = book_of(institution)
    for figure in book:
        assert from_operands(book, figure) == figure.value, figure.id
        assert book.leaves(figure) or figure.indicator == "rango_ideal", figure.id
        if figure.operation is Operation.MEAN:
            parts = [exact(part.rounded) for part in book.operands(figure)]
            assert min(parts) <= figure.value <= max(parts)
            assert (figure.numerator, figure.denominator) == (sum(parts), len(parts))
            assert f"Promedio simple de {len(parts)} " in figure.rule


@given(institutions())
@settings(max_examples=20)
def test_no_rule_breaks_on_any_of_them(institution):
    findings, reconciliation = check(
        make_evidence(dataset_of(institution), make_corrida(f"2024-T{institution.quarters}"))
    )
    assert reconciliation == ()
    assert all(finding.severidad is not Severity.ERROR and finding.mensaje for finding in findings)
