"""The numbers and the words of a printed table's cells."""

from helpers.figures.printed_tables import PrintedColumn, PrintedRow, PrintedTable, printed_number

COLUMN = PrintedColumn("poa", "POA ejecutado", "numero", "%", 2, "C")


def test_what_is_no_finite_number_is_a_word():
    rows = tuple(PrintedRow(line, "x", False, (text,)) for line, text in enumerate(("NaN", "12.5", "", "Infinity", "COVID"), 2))
    table = PrintedTable("x", "X", "", "", "", "", "x.yaml", "data/x/x.csv", "", (), (), (COLUMN,), rows)
    assert table.words() == ("NaN", "Infinity", "COVID")
    assert [str(printed_number(value)) for value in table.cells()] == ["12.50"]
