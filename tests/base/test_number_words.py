"""Numbers in words: the grammar of Spanish numerals, and money as resolutions write it."""

from decimal import Decimal

import pytest

from helpers.base.display import LARGEST, cardinal, money_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "cero"),
        (1, "uno"),
        (16, "dieciséis"),
        (22, "veintidós"),
        (30, "treinta"),
        (31, "treinta y uno"),
        (100, "cien"),
        (101, "ciento uno"),
        (500, "quinientos"),
        (777, "setecientos setenta y siete"),
        (909, "novecientos nueve"),
        (1_000, "mil"),
        (1_001, "mil uno"),
        (2_016, "dos mil dieciséis"),
        (21_000, "veintiún mil"),
        (31_000, "treinta y un mil"),
        (100_000, "cien mil"),
        (101_000, "ciento un mil"),
        (121_021, "ciento veintiún mil veintiuno"),
        (1_000_000, "un millón"),
        (1_000_001, "un millón uno"),
        (21_000_000, "veintiún millones"),
        (1_000_000_000, "mil millones"),
        (1_001_000_000, "mil un millones"),
        (10**12, "un billón"),
        (10**12 + 10**6, "un billón un millón"),
        (2 * 10**18, "dos trillones"),
    ],
)
def test_cardinals(number, words):
    assert cardinal(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "un"), (21, "veintiún"), (31, "treinta y un"), (101, "ciento un"), (1_001, "mil un"), (15, "quince")],
)
def test_before_a_noun_a_final_uno_is_shortened(number, words):
    assert cardinal(number, before_noun=True) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (
            "355202151.00",
            "Trescientos cincuenta y cinco millones doscientos dos mil ciento cincuenta y un 00/100 Bolivianos",
        ),
        ("1", "Un 00/100 Bolivianos"),
        ("21.01", "Veintiún 01/100 Bolivianos"),
        ("0.50", "Cero 50/100 Bolivianos"),
        ("1000000.10", "Un millón 10/100 Bolivianos"),
        ("-121021001.1", "Menos ciento veintiún millones veintiún mil un 10/100 Bolivianos"),
    ],
)
def test_money_as_resolutions_write_it(amount, words):
    assert money_words(Decimal(amount)) == words


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_a_number_without_words_is_refused(number):
    with pytest.raises(ValueError, match=str(number)):
        cardinal(number)


def test_fractions_of_a_cent_are_refused():
    with pytest.raises(ValueError, match="cent"):
        money_words(Decimal("1.005"))


def test_different_numbers_have_different_words():
    numbers = [*range(2_100), *range(999_000, 1_001_100), *(7 * 10**6 + step for step in range(0, 10**6, 997))]
    assert len({cardinal(number) for number in numbers}) == len(numbers)
