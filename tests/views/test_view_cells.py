"""Figures, grades and missing values as HTML: escaped, traceable, never by colour alone."""

from decimal import Decimal
from fractions import Fraction

import pytest
from markupsafe import escape

from helpers.views.elements.cells import (
    Chip,
    Missing,
    Number,
    breakable,
    chip,
    exact_number,
    legend,
    number,
    received,
)


def test_a_figure_names_itself_and_its_rule(book, wording):
    wording(number(book["avance_fisico/2024-T2/unidad/DGCEP"]).__html__(), "90.63", "avance_fisico/2024-T2/unidad/DGCEP", "avances", "90,63")


def test_a_unit_is_printed_and_left_out_of_the_value(book):
    written = number(book["ppto_vigente/2024-T2/acp/1"], unit=True)
    assert (written.text, written.value) == ("Bs\u00a0710.081,76", "710081.76")


def test_ids_and_rules_are_escaped():
    written = str(escape(Number("1", "1", 'x/2024-T2/cat_prog/"><script>', "<b>&")))
    assert "<script>" not in written
    assert 'title="&lt;b&gt;&amp;"' in written


def test_a_grade_is_symbol_and_word(book):
    assert (
        chip(book["avance_fisico/2024-T2/acp/2"]).__html__() == '<span class="semaforo naranja">◆ Bajo</span>'
    )


def test_a_colour_word_makes_a_harmless_class():
    assert Chip('Verde "x', "●", "<b>").__html__() == '<span class="semaforo verde-x">● &lt;b&gt;</span>'


def test_a_figure_without_grade_says_so(book):
    assert chip(book["ppto_vigente/2024-T2/acp/1"]).text == "s/c"


def test_a_missing_value_is_marked_and_explained():
    assert Missing('ni "una"').__html__() == '<abbr class="vacio" title="ni &#34;una&#34;">s/d</abbr>'


@pytest.mark.parametrize(
    ("value", "text", "plain"),
    [
        (Decimal("1234.50"), "1.234,50", "1234.50"),
        (7, "7", "7"),
        (Fraction(1, 8), "0,125", "0.125"),
        (Fraction(-100, 3), "−33,3333333333…", "-33.33333333333333333333333333333333"),
        (Fraction(5), "5", "5"),
    ],
)
def test_exact_values_have_all_their_decimals_or_say_that_there_are_more(value, text, plain):
    assert exact_number(value) == Number(text, plain)


@pytest.mark.parametrize(
    ("text", "cell"), [("4426", Number("4.426", "4426")), ("COVID", "COVID"), ("NaN", "NaN"), ("1e999999999", "1e999999999"), ("1_0", "1_0")]
)
def test_received_numbers_are_formatted_and_texts_stay(text, cell):
    assert received(text, is_number=True) == cell


def test_a_received_code_is_no_number():
    assert received("007", is_number=False) == "007"


def test_a_path_may_break_after_its_slashes():
    assert breakable("a/<b>/c") == "a/<wbr>&lt;b&gt;/<wbr>c"


def test_abbreviations_are_spelt_out_once(wording):
    cells = [Missing("x"), "texto", Missing("y"), Missing("z", "s/c")]
    wording(legend(cells), "s/d", "s/c")
    assert legend(["texto"]) == ()
