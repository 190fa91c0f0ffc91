"""Numbers as people type them: single cells, ambiguous cells that the column decides, and every convention."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.written_values import Mark, Problem, commonest_mark, from_double, read_cell, read_column


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.655.356,33", "1655356.33"),
        ("1,655,356.33", "1655356.33"),
        ("1655356.33", "1655356.33"),
        ("1655356,33", "1655356.33"),
        ("1 655 356,33", "1655356.33"),
        ("1\N{NO-BREAK SPACE}655\N{NARROW NO-BREAK SPACE}356,33", "1655356.33"),
        ("1.655.356", "1655356"),
        ("1 655", "1655"),
        ("47,60%", "47.60"),
        ("47,60 %", "47.60"),
        ("(1.234,00)", "-1234.00"),
        ("-5", "-5"),
        ("−5,25", "-5.25"),
        ("－5,25", "-5.25"),  # full width, as some keyboards and PDFs write it
        ("– 5", "-5"),
        ("+5", "5"),
        ("Bs 12.000,50", "12000.50"),
        ("Bs. 12", "12"),
        ("Bs.-12,5", "-12.5"),
        ("12 bs", "12"),
        ("Bs. 30.000,10.-", "30000.10"),  # as cheques and budgets write it
        ("(500.-)", "-500"),
        ("30.000,00 Bs.-", "30000.00"),
        ("Bs 12.000.-", "12000"),
        ("12,000.-", "12000"),
        ("0,655", "0.655"),
        (",655", "0.655"),
        ("1234.567", "1234.567"),
        ("1.655,210", "1655.210"),
        ("007", "7"),
        ("  100  ", "100"),
    ],
)
def test_a_cell_with_only_one_reading_is_read_by_itself(text, value):
    assert str(read_cell(text).value) == value


@pytest.mark.parametrize("text", ["-0", "(0,00)", "−0,0"])
def test_there_is_no_negative_zero(text):
    assert not read_cell(text).value.is_signed()


@pytest.mark.parametrize("text", ["", "   ", "\N{NO-BREAK SPACE}"])
def test_a_blank_is_missing_and_not_zero(text):
    reading = read_cell(text)
    assert (reading.value, reading.word, reading.problem) == (None, "", None)


@pytest.mark.parametrize("text", ["COVID", "covid-19", "n/a", "N/A", "s/d", " S/D ", "-", "—", "---"])
def test_a_word_for_no_value_is_kept_as_typed(text):
    reading = read_cell(text)
    assert (reading.value, reading.word, reading.problem) == (None, text.strip(), None)


def test_a_cell_that_the_column_settles_keeps_both_readings():
    settled, certain = read_column(["655.210", "1,5"])
    assert (settled.is_settled, settled.value, settled.readings) == (True, 655210, (Decimal("655.210"), 655210))
    assert not certain.is_settled
    assert not read_cell("655.210").is_settled, "nothing settles it"


@pytest.mark.parametrize(
    "text", ["Excelente", "12 tareas", "4,8E+18", "(-5)", "--5", "(5", "5)", "5.", ".", "$us 5", "½"]
)
def test_other_text_is_not_a_number(text):
    assert read_cell(text).problem is Problem.NOT_A_NUMBER


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("783.682.27", ["783682.27"]),
        ("(783,682,2)", ["-783682.2"]),
        ("12.05.2024", []),
        ("1,655.356,33", []),
        ("0.655.210", []),
        ("1..5", []),
        ("12 5", []),
    ],
)
def test_groups_that_fit_no_convention_give_likely_readings_and_no_value(text, likely):
    reading = read_cell(text)
    assert reading.problem is Problem.MALFORMED
    assert (reading.value, [str(value) for value in reading.readings]) == (None, likely)


@pytest.mark.parametrize(
    ("text", "value", "mark"),
    [
        ("12,5*", "12.5", "*"),
        ("12,5 **", "12.5", "**"),
        ("1.234,50 (1)", "1234.50", "(1)"),
        ("100 1/", "100", "1/"),
        ("100²", "100", "²"),
        ("47,60% (*)", "47.60", "(*)"),
        ("(5,5) (1)", "-5.5", "(1)"),
    ],
)
def test_a_footnote_mark_is_no_part_of_the_number(text, value, mark):
    reading = read_cell(text)
    assert (str(reading.value), reading.footnote) == (value, mark)


@pytest.mark.parametrize("text", ["*", "(1)", "1/", "1/2", "doce*", "12 (a)", "12 (2024)"])
def test_text_that_only_looks_like_a_footnote_mark_is_not_taken_off(text):
    assert read_cell(text).footnote == ""


def test_a_footnote_mark_does_not_hide_an_ambiguous_or_missing_value():
    assert read_cell("655.210*").problem is Problem.AMBIGUOUS
    assert read_column(["655.210*", "12,5"])[0].value == Decimal(655210)
    assert (read_cell("s/d (1)").word, read_cell("s/d (1)").footnote) == ("s/d", "(1)")


@pytest.mark.parametrize("text", ["655.210", "655,210", "Bs 12.000", "-1.234", "12,345%"])
def test_three_digits_after_one_separator_have_two_readings(text):
    reading = read_cell(text)
    assert reading.problem is Problem.AMBIGUOUS
    assert reading.readings[1] == reading.readings[0] * 1000


@pytest.mark.parametrize(
    ("proof", "value"),
    [
        ("12,5", "655210"),
        ("1.655.356", "655210"),
        ("1.234,567", "655210"),
        ("12.5", "655.210"),
        ("1,655,356", "655.210"),
    ],
)
def test_any_unambiguous_cell_of_the_column_decides(proof, value):
    readings = read_column(["", "655.210", "COVID", "17", proof])
    assert str(readings[1].value) == value


@pytest.mark.parametrize(("declared", "value"), [("punto", "655.210"), ("coma", "655210"), ("", "None")])
def test_without_an_unambiguous_cell_the_parameters_decide(declared, value):
    assert str(read_column(["655.210", "3"], declared)[0].value) == value


def test_a_column_with_both_conventions_decides_nothing():
    readings = read_column(["12.5", "12,5", "655.210"])
    assert [reading.problem for reading in readings] == [None, None, Problem.AMBIGUOUS]


def test_the_commonest_decimal_mark_is_that_of_most_cells():
    assert commonest_mark(read_column(["12.5", "1,5", "655", "1,7"])) is Mark.COMMA
    assert commonest_mark(read_column(["12.5", "1,5"])) is Mark.POINT
    assert commonest_mark(read_column(["655", ""])) is None


def test_a_cell_that_contradicts_the_parameters_decides_nothing():
    assert read_column(["12.5", "655.210"], "coma")[1].problem is Problem.AMBIGUOUS


def test_an_unknown_declaration_is_refused():
    with pytest.raises(ValueError):
        read_column(["1"], "guion")


def spanish(text: str) -> str:
    return text.translate(str.maketrans(",.", ".,"))


CONVENTIONS = {
    "1,655,356.33": (Mark.POINT, lambda value: f"{value:,f}"),
    "1655356.33": (Mark.POINT, lambda value: f"{value:f}"),
    "1.655.356,33": (Mark.COMMA, lambda value: spanish(f"{value:,f}")),
    "1655356,33": (Mark.COMMA, lambda value: spanish(f"{value:f}")),
    "1 655 356,33": (Mark.COMMA, lambda value: f"{value:,f}".translate({ord(","): "\xa0", ord("."): ","})),
}
AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=None, allow_nan=False).filter(
    lambda value: -8 <= value.as_tuple().exponent <= 0
) | st.decimals(min_value=-(10**12), max_value=10**12, places=3)


@given(amounts=st.lists(AMOUNTS, max_size=8), convention=st.sampled_from(sorted(CONVENTIONS)))
def test_every_convention_is_read_back(amounts, convention):
    mark, write = CONVENTIONS[convention]
    readings = read_column([write(amount) for amount in amounts], mark)
    assert [reading.value for reading in readings] == amounts


@given(amounts=st.lists(AMOUNTS, max_size=8), convention=st.sampled_from(sorted(CONVENTIONS)))
def test_without_a_declared_mark_a_reading_is_right_or_ambiguous(amounts, convention):
    _, write = CONVENTIONS[convention]
    for reading, amount in zip(read_column([write(amount) for amount in amounts]), amounts, strict=True):
        assert reading.value == amount or (
            reading.problem is Problem.AMBIGUOUS and amount in reading.readings
        )


@given(st.text(alphabet="0123456789.,-−() %BbsS\N{NO-BREAK SPACE}xe/", max_size=12) | st.text(max_size=8))
def test_any_text_is_a_value_a_blank_a_word_or_a_problem(text):
    reading = read_cell(text)
    outcomes = [reading.value is not None, bool(reading.word), reading.problem is not None]
    assert sum(outcomes) == (1 if text.strip() else 0)


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 12))
def test_a_double_gives_the_digits_that_were_typed(digits, decimals):
    typed = Decimal(digits).scaleb(-decimals)
    assert from_double(float(typed)) == typed


def test_the_rounding_error_of_a_double_is_removed():
    assert str(from_double(0.1 + 0.2)) == "0.3"
    assert str(from_double(1655356)) == "1655356"
    assert "E" not in str(from_double(1e20))
