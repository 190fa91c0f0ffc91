"""Cells side by side are written as ranges, and none is added or lost."""

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter, range_boundaries

from helpers.cell_ranges import ranges_of
from helpers.records import SourceCell

PLACES = st.sets(st.tuples(st.integers(1, 30), st.integers(1, 40)), max_size=120)


def cells(*addresses):
    return [SourceCell("data/x.csv", "", address) for address in addresses]


def addresses(found):
    return [cell.cell for cell in found]


def test_a_rectangle_is_one_range():
    assert addresses(ranges_of(cells("B2", "C2", "B3", "C3"))) == ["B2:C3"]


def test_cells_apart_stay_apart():
    assert addresses(ranges_of(cells("E4", "E8", "G4"))) == ["E4", "G4", "E8"]


def test_columns_after_z():
    assert addresses(ranges_of(cells("Z7", "AA7", "AB7"))) == ["Z7:AB7"]


def test_files_and_what_has_no_address_are_not_mixed():
    found = ranges_of([SourceCell("a.csv", "", "A1"), SourceCell("b.csv", "", "B1"), SourceCell("c.csv", "", "")])
    assert [str(cell) for cell in found] == ["a.csv#A1", "b.csv#B1", "c.csv"]


@given(PLACES)
def test_no_cell_is_added_or_lost(places):
    given_cells = cells(*(f"{get_column_letter(column)}{row}" for column, row in places))
    covered = []
    for cell in ranges_of(given_cells):
        left, top, right, bottom = range_boundaries(cell.cell)
        covered += [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]
    assert sorted(covered) == sorted(places)
