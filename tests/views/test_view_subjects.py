"""Rows of tables and charts: which subjects they have, and in which order."""

import pytest
from builders import WORKSPACE

from helpers.base.errors import UnknownFigure, UsageError
from helpers.figures.subjects import (
    COMMON_INDICATORS,
    FigureRow,
    acp_rows,
    element_words,
    find,
    node_rows,
    ranked,
    subject_name,
)
from helpers.settings.methods import load_method, methods_found
from helpers.views.elements.rows import unit_rows

AVANCE = ("avance_fisico", "2024-T2")


def codes(rows):
    return [row.code for row in rows]


def test_a_missing_figure_is_none(book):
    assert find(book, *AVANCE, "unidad", "DGIF") is None


def test_an_unknown_indicator_is_an_error_that_names_the_nearest(book):
    with pytest.raises(UnknownFigure) as error:
        find(book, "avance_fisco", "2024-T2", "unidad", "DGIF")
    assert "avance_fisico" in error.value.nearest


def test_a_period_is_read_in_any_of_its_forms(book):
    assert find(book, "avance_fisico", "2024-abr-jun", "acp", "1") is book["avance_fisico/2024-T2/acp/1"]


def test_a_text_that_is_no_period_is_an_error(book):
    with pytest.raises(UsageError):
        find(book, "avance_fisico", "segundo", "acp", "1")


def test_rows_are_ranked_and_the_missing_go_last(book):
    assert codes(node_rows(book, "unidad", ranked_by=AVANCE)) == ["DGRB", "DGCEP", "DGIF"]


def test_rows_with_equal_values_keep_their_order(book_of):
    book = book_of(figures=[(f"avance_fisico/2024-T2/acp/{code}", "50", "%") for code in "123"])
    rows = [FigureRow(code, "acp", code) for code in "231"]
    assert codes(ranked(book, rows, AVANCE)) == ["2", "3", "1"]


def test_rows_below_a_node(book):
    assert codes(node_rows(book, "unidad", under=("area", "VCEI"))) == ["DGIF"]


def test_short_labels_are_siglas_where_they_exist(book):
    assert [row.label for row in node_rows(book, "unidad", short=True)] == ["DGCEP", "DGRB", "DGIF"]
    assert node_rows(book, "tipo", short=True)[0].label == "Embajadas"


def test_groups_go_before_their_members_and_empty_ones_are_left_out(book):
    rows = unit_rows(book, ranked_by=AVANCE)
    assert codes(rows) == ["VRE", "DGRB", "DGCEP", "VCEI", "DGIF"]
    assert [row.style for row in rows] == ["grupo", "", "", "grupo", ""]


def test_actions_are_named_by_their_listing(book):
    assert [row.label for row in acp_rows(book)] == [
        "ACP 1. Implementar la Diplomacia de los Pueblos",
        "ACP 2. Posicionar a Bolivia <script>",
    ]
    assert [row.label for row in acp_rows(book, short=True)] == ["ACP 1", "ACP 2"]


def test_names_come_from_node_listing_or_figure(book):
    assert subject_name(book, "area", "VRE") == "Viceministerio de Relaciones Exteriores"
    assert subject_name(book, "acp", "1") == "Implementar la Diplomacia de los Pueblos"
    with pytest.raises(UsageError, match="NADIE"):
        subject_name(book, "unidad", "NADIE")


def test_every_common_indicator_is_defined_by_some_method():
    """Sections may ask any method for these. A misspelt one would be missing in every report without an error."""
    defined = {name for method in methods_found(WORKSPACE) for name in load_method(WORKSPACE, method).indicadores}
    assert sorted(COMMON_INDICATORS - defined) == []


def test_a_common_indicator_may_be_missing_but_an_unknown_one_is_an_error(book):
    assert find(book, "eficiencia", "2024-T2", "entidad", "MRE") is None
    with pytest.raises(UnknownFigure):
        find(book, "eficencia", "2024-T2", "entidad", "MRE")


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("gastos/2024-06-30/devengado/Servicios", "devengado de «Servicios» al 30/06/2024"),
        ("gastos/2024-06-30/por_pagar/Obras/menores", "por pagar de «Obras/menores» al 30/06/2024"),
        ("gastos/10 0 001/devengado", "gastos 10 0 001 devengado"),
        ("gastos/10/0/001", "gastos 10 0 001"),
    ],
)
def test_an_amount_of_a_report_of_the_budget_is_named_by_column_line_and_date(book_of, element, words):
    assert element_words(book_of(figures=()), element) == words
