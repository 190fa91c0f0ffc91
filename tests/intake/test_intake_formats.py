"""Cells of every workbook format, compared with what two other readers read from them."""

import math
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.base.characters import printable
from helpers.intake.readers.sheet_cells import calls_out, decimal_cell, number_cell, text_cell
from helpers.intake.readers.workbook_reader import read_workbook

CORPUS = Path(__file__).parents[1] / "data/corpus"
BOOKS = sorted(path for path in CORPUS.rglob("*") if path.suffix in {".xlsx", ".xlsm", ".xls", ".ods"})


@pytest.mark.parametrize(
    ("number_format", "value", "shown", "kept"),
    [
        ("General", 0.476, "0.476", "0.476"),
        ("0.0%", 0.476, "47.6", "47.6"),
        ("0%", 1, "100", "100"),
        ('0 "%"', 47.6, "47.6", "47.6"),
        ("0.00\\%", 47.6, "47.6", "47.6"),
        ("000", 7, "007", "7"),
        ("000 0 000", 5700004, "570 0 004", "5700004"),
        ("000\\ 0\\ 000", 1, "000 0 001", "1"),
        ('00"-"000', 10111, "10-111", "10111"),
        ("000", 1234, "1234", "1234"),
        ("000", 7.5, "7.5", "7.5"),
        ("000", -7, "-7", "-7"),
        ("#,##0.00", 1655356.33, "1655356.33", "1655356.33"),
        ("0", 7, "7", "7"),
        ("0.00;[Red]-0.00", -7.5, "-7.5", "-7.5"),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it(number_format, value, shown, kept):
    cell = number_cell(value, number_format)
    assert (cell.text, cell.value) == (shown, Decimal(kept))


@pytest.mark.parametrize("number_format", ["dd/mm/yyyy", "d-mmm-yy", "[$-400A]d \"de\" mmmm", "yyyy\\-mm\\-dd hh:mm"])
def test_a_date_is_recognised_by_its_format(number_format):
    assert number_cell(45473, number_format).value == date(2024, 6, 30)
    assert number_cell(44011, number_format, since_1904=True).value == date(2024, 6, 30)


def test_an_infinite_number_is_a_fault_but_a_large_one_is_not():
    assert number_cell(float("inf"), "General").fault
    assert decimal_cell(Decimal("1E+40"), "General").text == "1E+40"


@pytest.mark.parametrize(
    "formula",
    ['WEBSERVICE("http://x")', '_xlfn.WEBSERVICE(A1)', 'HYPERLINK("http://x")', "cmd|'/c calc'!A0", "[1]Hoja1!A1",
     "'[otro.xlsx]Hoja1'!A1", 'of:=DDE("soffice";"x";"y")', "RTD(\"x\",,\"y\")", "'file:///x.ods'#$Hoja1.A1",
     "'\\\\servidor\\x\\[b.xlsx]H'!A1"],
)  # fmt: skip
def test_formulas_that_refer_outside_the_workbook_are_recognised(formula):
    assert calls_out(formula)


@pytest.mark.parametrize("formula", ["", "SUM(A1:A3)", "IF(A1>1,2,3)", "Tabla1[Monto]", "A1*100%"])
def test_formulas_within_the_workbook_are_not_taken_for_external_ones(formula):
    assert not calls_out(formula)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", " =A1", "@SUM(A1)", "=cmd|'/c calc'!A0", "-2+3+cmd|'x'!A0", "+HYPERLINK|x!A", '+hyperlink("http://x.org";"ver")',
        '-1+\nWEBSERVICE("http://x.org")',
    ],
)  # fmt: skip
def test_a_text_that_a_spreadsheet_would_run_is_a_fault(text, wording):
    wording(text_cell(text).fault)


@pytest.mark.parametrize("text", ["-5", "+591 2 2408900", "@ministerio", "- Informe", "a = b", "1|2!", "-Acta(s)", "+1+1"])
def test_a_text_that_no_spreadsheet_would_run_is_read(text):
    assert not text_cell(text).fault


def plain_cells(path):
    grids, _ = read_workbook(path, path.name)
    return {
        (name, line.number, index): cell
        for name, grid in grids.items()
        for line in grid.lines
        for index, cell in enumerate(line.cells)
        if not cell.is_blank
    }


def calamine_cells(path):
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {
        (name, number, index): value
        for name in book.sheet_names
        for number, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1)
        for index, value in enumerate(row)
        if value != ""
    }


def agrees(ours, theirs):
    """Whether calamine read the same value. It ignores number formats, so a percentage may be a hundred
    times its number."""
    if isinstance(theirs, bool):
        return ours.text == ("VERDADERO" if theirs else "FALSO")
    if isinstance(theirs, datetime | date):
        return ours.value == (theirs.date() if isinstance(theirs, datetime) else theirs)
    if isinstance(theirs, int | float):
        if ours.fault or not isinstance(ours.value, Decimal):
            return bool(ours.fault)
        return any(math.isclose(float(ours.value), theirs * times, rel_tol=1e-14) for times in (1, 100))
    return ours.text == theirs.strip() or bool(ours.fault)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: str(path.relative_to(CORPUS)))
def test_another_reader_finds_the_same_cells(path):
    try:
        theirs = calamine_cells(path)
    except python_calamine.CalamineError:
        assert plain_cells(path) == {}
        return
    ours = plain_cells(path)
    assert {place for place in ours if not ours[place].fault} <= set(theirs)
    for place, value in theirs.items():
        assert agrees(ours[place], value), (place, ours[place], value)


VALUES = st.one_of(
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffd"), max_size=20),
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(VALUES, max_size=5), max_size=6))
def test_two_other_readers_agree_on_any_workbook(rows, tmp_path_factory):
    """XlsxWriter writes the workbook with shared strings; openpyxl and calamine are the two other readers."""
    path = tmp_path_factory.mktemp("libro") / "a.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("H")
        for number, row in enumerate(rows):
            for index, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, index, value)
                elif isinstance(value, bool):
                    sheet.write_boolean(number, index, value)
                elif isinstance(value, date):
                    sheet.write_datetime(number, index, value)
                else:
                    sheet.write_number(number, index, value)
    ours, sheet = plain_cells(path), openpyxl.load_workbook(path)["H"]
    for (_, number, index), value in calamine_cells(path).items():
        if str(value).strip():
            assert agrees(ours[("H", number, index)], printable(value) if isinstance(value, str) else value)
            assert sheet.cell(number, index + 1).value is not None
    assert len(ours) == sum(bool(printable(str(value)).strip()) for row in rows for value in row)
