"""Every hypothesis on cases that a planner can check by hand, in which it explains the difference or does not."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from kept_wording import Wording

from helpers.checks.causes.cause_search import WRONG_WORKING, causes_of, rounding_allowance
from helpers.checks.causes.printed_case import Case, Other, Shape
from helpers.checks.causes.repeated_operations import Term, mean_of, sum_of
from helpers.checks.causes.wrong_writing import WRONG_WRITING
from helpers.figures.findings import Verdict
from helpers.figures.records import SourceCell

REDO = {Shape.SUM: sum_of, Shape.MEAN: mean_of, Shape.SIGNED: sum_of}


def named(label: str, value: str, decimals: int | None = None, **more: object) -> Term:
    number = Decimal(value)
    shown = -number.as_tuple().exponent if decimals is None else decimals
    return Term(label, Fraction(number), max(shown, 0), SourceCell("x.csv", "", label), **more)


def terms(*values: str) -> tuple[Term, ...]:
    return tuple(named("abcdefghi"[place], value) for place, value in enumerate(values))


def case(printed: str, *values: str, shape: Shape = Shape.SUM, **more: object) -> Case:
    number = Decimal(printed)
    return Case(number, max(0, -number.as_tuple().exponent), shape, terms(*values), more.pop("redo", REDO.get(shape)), **more)


def sentences(item: Case) -> list[str]:
    return [cause.sentence for cause in causes_of(item)]


def assert_first_cause(wording: Wording, item: Case, kind: str, *values: str) -> None:
    """Assert that the first cause is of that kind and that its sentence holds the values."""
    cause = next(iter(causes_of(item)))
    assert cause.kind == kind
    wording(cause.sentence, *values)


def test_the_heading_was_added(wording):
    """2,015,086 cards plus the 2020 of the heading."""
    item = case("2017106", "1821915", "26132", "167039", headings=(named("el número 2020 del encabezado «Cédulas 2020»", "2020"),))
    assert_first_cause(wording, item, "encabezado", "2020", "«Cédulas 2020»")


def test_a_heading_that_is_not_the_difference_is_not_blamed():
    item = case("2017107", "1821915", "26132", "167039", headings=(named("el número 2020 del encabezado", "2020"),))
    assert sentences(item) == []


def test_a_subtotal_was_added_beside_its_parts(wording):
    item = case("603152", "301517", "118", subtotals=(named("Sub total Bolivia", "301517"),))
    assert_first_cause(wording, item, "subtotal", "«Sub total Bolivia»", "301.517")


def test_all_subtotals_were_added(wording):
    item = case("26", "8", "5", subtotals=(named("S1", "8"), named("S2", "5")))
    assert_first_cause(wording, item, "subtotal", "«S1»", "8", "«S2»", "5")


def test_a_row_was_left_out_of_a_sum(wording):
    """179 + 73 + 89 + 36 = 377; without the second row it is 304."""
    item = case("304", "179", "73", "89", "36")
    assert_first_cause(wording, item, "omitida", "«b»", "73")
    assert not causes_of(item)[0].clears


def test_the_first_rows_were_left_out(wording):
    assert_first_cause(wording, case("227", "377", "179", "73", "52", "102"), "omitida", "2", "«a»", "«b»")


def test_a_row_was_left_out_of_a_mean(wording):
    assert_first_cause(wording, case("70.00", "60.00", "80.00", "40.00", shape=Shape.MEAN), "omitida", "«c»", "40,00")


def test_a_row_was_added_twice(wording):
    assert_first_cause(wording, case("260", "100", "70", "20"), "repetida", "«b»", "70")


def test_a_neighbouring_column_was_added(wording):
    item = case("116761", "9800", "19296", "28328", neighbours=(named("Digitalización", "59337"),))
    assert_first_cause(wording, item, "vecina", "«Digitalización»", "59.337")


def test_an_amount_had_the_wrong_sign(wording):
    item = case("150.00", "100.00", "20.00", "30.00", shape=Shape.SIGNED, redo=lambda c: c[0][0] * c[0][1] + c[1][0] * c[1][1] - c[2][0] * c[2][1])
    assert_first_cause(wording, item, "signo", "«c»", "30,00")


def test_equal_amounts_do_not_prove_a_wrong_sign():
    assert not any("signo" in sentence for sentence in sentences(case("2000", "2000", "2000", "2000")))


def test_a_value_was_copied_from_one_of_its_parts(wording):
    assert_first_cause(wording, case("2000", "2000", "2150", "2200"), "copiada", "«a»", "2.000")


def test_a_target_was_repeated_and_not_added_up(wording):
    """5,000 a month, printed as 5,000 a quarter: a practice, not a slip."""
    item = case("5000", "5000", "5000", "5000")
    assert_first_cause(wording, item, "copiada", "3")
    assert causes_of(item)[0].verdict is Verdict.OTHER_RULE


def test_a_value_was_copied_from_the_row_beside(wording):
    item = case("8123", "4000", "1700", neighbours=(named("fila de arriba", "8123"),))
    assert_first_cause(wording, item, "copiada", "«fila de arriba»", "8.123")


@pytest.mark.parametrize("printed", ["0", "100", "7"])
def test_zero_a_hundred_and_small_numbers_do_not_prove_a_copy(printed):
    item = case(printed, "4000", "1700", neighbours=(named("fila de arriba", printed),))
    assert sentences(item) == []


def test_two_digits_of_the_total_were_swapped(wording):
    assert_first_cause(wording, case("5070", "3000", "2700"), "intercambiadas", "5.700")


def test_two_digits_of_a_part_were_swapped(wording):
    """1.320 + 500 = 1.820; the part was printed 1.230."""
    assert_first_cause(wording, case("1820", "1230", "500"), "parte", "«a»", "1.320", "1.230")


def test_the_separator_of_the_total_was_misplaced(wording):
    assert_first_cause(wording, case("57.00", "300.00", "270.00"), "separador", "570,00")


def test_the_separator_of_a_part_was_misplaced(wording):
    assert_first_cause(wording, case("3270.00", "300.00", "270.00"), "parte", "«a»", "3.000,00", "300,00")


def test_a_separator_is_not_moved_beyond_the_printed_decimals():
    """0.377 + 479 rounds to 479, but 377 is printed without decimals, so it is not 0.377 with another separator."""
    assert not any("separador" in sentence for sentence in sentences(case("479", "377", "479")))


def test_one_wrong_digit_of_a_long_number_is_a_slip(wording):
    assert_first_cause(wording, case("850774.37", "850774.97", "0.00"), "cifra", "3", "9")


def test_one_wrong_digit_of_a_short_number_proves_nothing():
    assert sentences(case("4462", "4412", "0")) == []


def test_a_difference_of_one_in_the_last_decimal_is_separate_rounding(wording):
    assert_first_cause(wording, case("15000721.05", "5365089.84", "9635631.20"), "unidad")


def test_a_difference_of_one_in_the_last_decimal_is_another_rule_for_amounts():
    amount, percentage = case("15.01", "5.00", "10.00"), case("15.01", "5.00", "10.00")
    percentage = replace(percentage, parts=tuple(replace(part, is_rounded=True) for part in percentage.parts))
    assert [causes_of(item)[0].verdict for item in (amount, percentage)] == [Verdict.OTHER_RULE, Verdict.IRRECONCILABLE]


def test_a_mean_of_percentages_instead_of_the_ratio_of_sums(wording):
    parts = terms("75.00", "20.00")
    item = case("47.50", "900.00", "1000.00", shape=Shape.FIXED, redo=lambda c: c[0][1] / c[1][1] * 100, others=(Other("es el promedio de los 2 porcentajes", parts, mean_of),))
    assert_first_cause(wording, item, "operacion", "2")


def test_a_neighbouring_cell_was_used_as_input(wording):
    """45.33 is the accrued amount, and not the certified one, over the budget in force."""
    near = (named("Devengado", "750345.76"),)
    parts = (named("Certificado", "1040913.14", near=near), named("Vigente", "1655356.33"))
    item = Case(Decimal("45.33"), 2, Shape.FIXED, parts, lambda c: c[0][1] / c[1][1] * 100)
    assert_first_cause(wording, item, "insumo", "«Devengado»", "750.345,76", "«Certificado»", "1.040.913,14")


def test_rounded_parts_were_added(wording):
    """10.6 + 10.6 + 10.6 = 31.8 → 32; rounded first, 11 + 11 + 11 = 33."""
    assert_first_cause(wording, case("33", "10.6", "10.6", "10.6"), "redondeo")


def test_the_most_that_rounding_of_parts_and_total_explains():
    """0.005 for each of three months with two decimals, and 0.005 for the total itself."""
    months = tuple(named(month, "7.00", is_rounded=True) for month in ("ene", "feb", "mar"))
    assert rounding_allowance(Case(Decimal("21.02"), 2, Shape.SUM, months, sum_of)) == Fraction(2, 100)


def test_a_value_that_no_hypothesis_explains_has_no_cause():
    assert sentences(case("80.38", "98.00", "33.33", "66.67", "86.00", "76.85", shape=Shape.MEAN)) == []


def test_a_subtotal_that_is_not_declared_clears_the_total(wording):
    """377 is 179 + 73 + 89 + 36; with 102 it makes the 479."""
    item = case("479", "377", "179", "73", "89", "36", "102")
    assert_first_cause(wording, item, "omitida", "«a»", "377", "4")
    assert causes_of(item)[0].clears
    assert not any(cause.clears for cause in causes_of(case("479", "377", "178", "73", "89", "36", "102")))


class Added(Fraction):
    """An amount that counts how often it is added to another number."""

    times = 0

    def __radd__(self, other: Fraction) -> Fraction:
        Added.times += 1
        return Fraction(other) + Fraction(self)


def additions_of_search(rows: int) -> int:
    """Return how many additions the causes of a wrong total of so many rows take; no cause explains it."""
    parts = tuple(replace(named(f"fila {row}", "1.00"), value=Added(1_000_003 * row + 7, 100)) for row in range(1, rows + 1))
    item = Case(Decimal("1.00"), 2, Shape.SUM, parts, sum_of)
    Added.times = 0
    assert causes_of(item) == ()
    return Added.times


def test_the_search_in_a_total_of_twice_the_rows_takes_twice_the_additions():
    """The rows beside each one are added only where leaving that one out would make the total tie."""
    assert additions_of_search(200) < 3 * additions_of_search(100)


def test_one_of_four_was_left_out_of_a_mean(wording):
    """67.56 is the mean of embassies, consulates and representations, without the coordinator's 100: as in 2021."""
    assert_first_cause(wording, case("67.56", "72.00", "66.67", "64.00", "100.00", shape=Shape.MEAN), "omitida", "«d»", "100,00")


def test_of_two_rows_that_may_have_counted_twice_neither_is_accused_alone(wording):
    """87 without decimals: with «a» twice 87.31, with «b» twice 86.57."""
    item = case("87", "91.19", "88.24", "78.60", shape=Shape.MEAN)
    assert_first_cause(wording, item, "repetida", "«a»", "91,19", "«b»", "88,24")


def test_every_hypothesis_has_a_case_in_this_file():
    """A new hypothesis needs its case above."""
    assert {hypothesis.__name__ for hypothesis in (*WRONG_WORKING, *WRONG_WRITING)} == {
        "another_operation", "heading_added", "subtotal_counted_twice", "part_left_out", "part_repeated",
        "neighbour_added", "another_input", "copied_from_neighbour", "digits_transposed", "separator_misplaced",
        "sign_changed", "inputs_rounded", "part_miswritten",
        "one_digit_mistyped", "rounded_apart", "target_repeated", "subtotal_not_declared",
    }  # fmt: skip


amounts = st.lists(st.integers(1, 10**9).map(lambda cents: Decimal(cents).scaleb(-2)), min_size=3, max_size=9)


@given(amounts, st.data())
def test_any_row_that_is_left_out_is_named(values, data):
    gone = data.draw(st.integers(0, len(values) - 1))
    item = case(str(sum(values) - values[gone]), *map(str, values))
    assert any(cause.kind == "omitida" for cause in causes_of(item))
    blamed = next(cause.sentence for cause in causes_of(item) if cause.kind == "omitida")
    assert any(part.named in blamed for part in item.parts if part.value == Fraction(values[gone])) or "filas" in blamed


@given(amounts, st.integers(1, 10**12))
def test_a_cause_always_explains_the_whole_difference(values, cents):
    """Leaving out or repeating the row that the cause names gives the printed number to the cent."""
    printed = Decimal(cents).scaleb(-2)
    assume(printed != sum(values))
    item = case(str(printed), *map(str, values))
    for cause in causes_of(item):
        if cause.kind in {"omitida", "repetida"} and "filas" not in cause.sentence:
            part = next(part for part in item.parts if part.named in cause.sentence)
            sign = 1 if cause.kind == "repetida" else -1
            assert sum(map(Fraction, values)) + sign * part.value == Fraction(printed)
