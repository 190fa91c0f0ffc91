"""Column widths of a printed table: no word is cut if there is room, and the page is filled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.outputs.pdf.table_measures import PADDING, Extent, in_ems, widest, widths

CLOSE = 1e-6
columns = st.lists(
    st.builds(lambda least, more: Extent(least, least + more), st.floats(4, 200), st.floats(0, 900)), min_size=1, max_size=14
)
rooms = st.floats(300, 800)


def widths_of(asked: list[Extent], room: float) -> list[float]:
    """The widths of the columns of a table whose only row has the widest cell of each."""
    return widths(asked, room, [[column.most for column in asked]])


@given(columns, rooms)
def test_the_columns_fill_the_page(asked, room):
    assert sum(widths_of(asked, room)) == pytest.approx(room)


@given(columns, rooms)
def test_with_enough_room_no_column_is_below_its_least_width(asked, room):
    if sum(column.least for column in asked) <= room:
        assert all(width >= column.least - CLOSE for width, column in zip(widths_of(asked, room), asked, strict=True))


@given(columns, rooms)
def test_without_enough_room_all_columns_shrink_by_the_same_share(asked, room):
    if sum(column.least for column in asked) > room:
        shares = [width / column.least for width, column in zip(widths_of(asked, room), asked, strict=True)]
        assert max(shares) == pytest.approx(min(shares)) and max(shares) < 1


@given(columns, rooms, st.randoms())
def test_the_order_of_the_columns_changes_no_width(asked, room, random):
    order = random.sample(range(len(asked)), len(asked))
    given_first = widths_of(asked, room)
    assert widths_of([asked[at] for at in order], room) == pytest.approx([given_first[at] for at in order])


@given(columns)
def test_on_a_page_with_room_for_every_line_none_is_broken(asked):
    """The page is at least twice as wide as all lines together, and four times as wide as the widest line."""
    room = 2 * max(sum(column.most for column in asked), 2 * max(column.most for column in asked))
    assert all(width >= column.most - CLOSE for width, column in zip(widths_of(asked, room), asked, strict=True))


def test_one_long_cell_among_short_ones_takes_less_than_a_column_of_long_texts():
    asked = [Extent(40, 900), Extent(40, 900)]
    one_long, all_long = widths(asked, 480, [[900, 900], *[[30, 900]] * 9])
    assert one_long < all_long / 2


WORDS = st.lists(st.text(st.characters(codec="latin-1", categories=["L", "N"]), min_size=1, max_size=9), min_size=1, max_size=6)


@given(WORDS, st.sampled_from([6.2, 7.6, 8.6]))
def test_a_cell_takes_at_least_its_longest_word_and_at_most_its_line(words, size):
    whole = in_ems(" ".join(words), False).at(size)
    alone = [in_ems(word, False).at(size) for word in words]
    assert all(one.least == one.most for one in alone)
    assert whole.least == pytest.approx(max(one.least for one in alone))
    assert whole.most >= sum(one.most - PADDING for one in alone) - CLOSE


def test_a_line_may_end_at_a_zero_width_space_and_not_at_a_no_break_space():
    amount = in_ems("Bs\u00a0355.202,50", False).at(8.6)
    assert amount.least == amount.most > in_ems("Bs 355.202,50", False).at(8.6).least
    assert in_ems("archivo\u200bcsv", False).at(8.6).least == in_ems("archivo csv", False).at(8.6).least


@pytest.mark.parametrize("mark", "-/")
def test_a_code_may_break_between_long_words_and_nowhere_else(mark):
    """Typst breaks a code in the same places: not before a digit, and not in «s/d»."""
    parts = [in_ems(part, False).at(8.6).least for part in (f"SEGIP{mark}", "UNAI")]
    assert in_ems(f"SEGIP{mark}UNAI", False).at(8.6).least == max(parts)
    for whole in (f"SEGIP{mark}004", f"s{mark}d", f"2020{mark}UNAI"):
        assert in_ems(whole, False).at(8.6).least == in_ems(whole, False).at(8.6).most


def test_bold_and_larger_letters_are_wider_and_each_line_is_measured_alone():
    plain, bold = (in_ems("Ministerio de Salud", is_bold).at(8.6) for is_bold in (False, True))
    assert bold.least > plain.least and bold.most > plain.most
    assert in_ems("Ministerio de Salud", False).at(10).least > plain.least
    lines = widest([in_ems("Ministerio", False), in_ems("de Salud", False)]).at(8.6)
    assert plain.least == lines.least <= lines.most < plain.most


def test_the_width_of_a_mark_is_added_to_that_of_its_text():
    assert in_ems("rojo", True).at(8.6, 10).least == pytest.approx(in_ems("rojo", True).at(8.6).least + 10)


def test_letters_that_the_fonts_lack_have_a_width():
    assert in_ems("规划", False).at(10).most > PADDING
