"""Printed tables: which rows stay together, how columns and heads are placed, when a page is landscape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring
from notebook_parts import table

from helpers.outputs.pdf.typst_tables import DENSE, LANDSCAPE, PORTRAIT, USUAL, PrintedTable, ties

styles = st.lists(st.sampled_from(["", "", "", "grupo", "subtotal", "total"]), min_size=1, max_size=40)


@given(styles)
def test_spans_follow_each_other_and_cover_every_row(rows):
    at = 0
    for first, count, _ in ties(rows):
        assert (first, count > 0) == (at, True)
        at += count
    assert at == len(rows)


def possible_page_ends(rows: list[str]) -> set[int]:
    """The rows after which a page may end."""
    free = [range(first, first + count) for first, count, may in ties(rows) if may == "true"]
    ends = {first + count - 1 for first, count, _ in ties(rows)}
    return (ends | {at for span in free for at in span}) - {len(rows) - 1}


@given(styles)
def test_no_page_begins_or_ends_with_one_or_two_rows(rows):
    assert not possible_page_ends(rows) & {0, 1, len(rows) - 2, len(rows) - 3}


@given(styles)
def test_a_group_stays_with_its_first_row_and_a_total_with_the_row_before_it(rows):
    for at in possible_page_ends(rows):
        assert rows[at] != "grupo"
        assert rows[at + 1] not in ("total", "subtotal")


def test_in_the_middle_of_plain_rows_a_page_may_end_anywhere():
    assert possible_page_ends([""] * 10) == {2, 3, 4, 5, 6}
    assert ties([""] * 10) == [(0, 3, "false"), (3, 4, "true"), (7, 3, "false")]
    assert ties(["", ""]) == [(0, 2, "false")]


def printed_table(markup: str) -> PrintedTable:
    return PrintedTable(next(fromstring(f"<div>{markup}</div>").iter("table")))


SPANNED = """<table><thead><tr><th rowspan="2">Unidad</th><th colspan="2">Meta</th><th rowspan="2">Nota</th></tr>
<tr><th>Prog.</th><th>Hecha</th></tr></thead>
<tbody><tr><th rowspan="2">U1</th><td class="num">1</td><td class="num">2</td><td>x</td></tr>
<tr><td class="num">3</td><td class="num">4</td><td>y</td></tr></tbody></table>"""


def test_the_heading_of_a_group_near_the_end_of_a_table_of_long_causes_stays_with_its_row():
    """Five rows that hold together are higher than a page can spare: the page ended after the heading of the last group."""
    long = "<tr><th>Avance físico</th><td>{}</td></tr>".format("Es el promedio simple de las seis filas, sin agruparlas. " * 15)
    causes = printed_table(f'<table>{long * 3}<tr class="grupo"><th colspan="2">Avance por área</th></tr>{long}</table>')
    assert [*causes.tied()] == [(0, 3, "true"), (3, 2, "false")]
    lower = printed_table(f'<table>{long}<tr class="grupo"><th colspan="2">Avance por área</th></tr>{long}</table>')
    assert [*lower.tied()] == [(0, 3, "false")]


def test_cells_below_a_cell_of_several_rows_start_one_column_further():
    spanned = printed_table(SPANNED)
    assert [[cell.column for cell in row] for row in (*spanned.heads, *spanned.rows)] == [[0, 1, 3], [1, 2], [0, 1, 2, 3], [1, 2, 3]]
    assert spanned.columns == 4


def test_rows_typed_by_hand_that_are_short_or_too_long_keep_their_own_cells():
    """Typst fills a short row with the cells of the next one, and refuses a cell that reaches beyond the last column."""
    typed = printed_table('<table><thead><tr><th>A</th></tr></thead><tr><td>1</td></tr><tr><td colspan="3">2</td><td>3</td></tr></table>')
    written = typed.write(lambda cell: f'"{cell.text}"')
    assert 'table.cell(x: 0, y: 0, cabeza("A"))' in written
    assert 'table.cell(x: 0, y: 1, "1"), table.cell(x: 0, y: 2, colspan: 3, "2"), table.cell(x: 3, y: 2, "3")' in written


@pytest.mark.parametrize("markup", ["<table></table>", '<table><tr><td colspan="2">Solo</td></tr></table>'])
def test_columns_without_a_cell_of_their_own_share_the_page(markup):
    assert sum(printed_table(markup).widths) == pytest.approx(PORTRAIT)


def test_a_table_is_portrait_if_its_words_fit_and_landscape_otherwise():
    narrow, wide = printed_table(table("a", rows=20, columns=3)), printed_table(table("a", rows=20, columns=14))
    assert (narrow.is_landscape, narrow.room) == (False, PORTRAIT)
    assert (wide.is_landscape, wide.room) == (True, LANDSCAPE)


@pytest.mark.parametrize("columns", range(1, 15))
def test_up_to_fourteen_columns_have_room_for_every_word(columns):
    measured = printed_table(table("a", columns=columns))
    least = [column.least for column in measured._extents(measured.size)]
    assert sum(least) <= measured.room
    assert all(width >= due - 1e-6 for width, due in zip(measured.widths, least, strict=True))
    assert sum(measured.widths) == pytest.approx(measured.room)


CODED = "<tr><td>SEGIP.UNAI.ARLP.004.2020.SEGUIMIENTO</td><td>EXTRAORDINARIAMENTE</td><td>RESPONSABILIDADES</td><td>{}</td></tr>"


@pytest.mark.parametrize("rows, size", [(1, USUAL), (12, DENSE)])
def test_a_long_table_whose_codes_leave_no_room_for_its_texts_is_printed_smaller(rows, size):
    """At the usual size the codes take nearly the whole width and leave the texts a narrow, very tall column."""
    coded = printed_table("<table>" + CODED.format("AUDITORÍA ESPECIAL SOBRE EL CUMPLIMIENTO DEL PROCEDIMIENTO. " * (rows > 1) * 3) * rows + "</table>")
    assert coded.size == size


def test_a_long_table_of_texts_that_have_room_keeps_its_size():
    assert printed_table("<table>" + "<tr><td>U1</td><td>{}</td></tr>".format("Se reunió la comisión. " * 30) * 12 + "</table>").size == USUAL


PROSE = "AUDITORÍA ESPECIAL SOBRE EL CUMPLIMIENTO DEL PROCEDIMIENTO. "
SQUEEZED = CODED.format(PROSE * 2) + CODED.format(PROSE) + CODED.format(PROSE)


@pytest.mark.parametrize("rows, turned", [(1, False), (8, False), (60, True)])
def test_squeezed_texts_turn_a_table_that_then_takes_a_page_less(rows, turned):
    """A landscape page leaves the page before it partly empty, which a page fewer makes up for."""
    squeezed = printed_table(f"<table>{SQUEEZED * rows}</table>")
    assert squeezed.is_landscape is turned
    assert squeezed.room == (LANDSCAPE if turned else PORTRAIT)
