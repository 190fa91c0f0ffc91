"""A sheet holds a limited number of links. Texts beyond the limit stay plain text, and none is lost."""

from __future__ import annotations

from openpyxl import load_workbook

from helpers.outputs.workbook import cell_writer
from helpers.outputs.workbook.sheet_model import Block, Column, Line, Papers, Sheet, text
from helpers.outputs.workbook.sheet_writer import render

COLUMNS = (Column("uno", "Uno", 10), Column("otro", "Otro", 10))


def two_links_a_line(lines: int) -> Papers:
    cells = [
        Line({key: text(f"{key} {number}", target="'Hoja'!A1") for key in ("uno", "otro")}) for number in range(lines)
    ]
    sheet = Sheet("Hoja", "Título", "De qué es.", (Block(COLUMNS, tuple(cells)),))
    return Papers((sheet,), {}, {}, "", "")


def test_the_limit_counts_links_and_not_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(cell_writer, "MOST_LINKS", 5)
    render(two_links_a_line(4), tmp_path / "papeles.xlsx")
    page = load_workbook(tmp_path / "papeles.xlsx")["Hoja"]
    said = {cell.value: cell.hyperlink is not None for row in page.iter_rows() for cell in row if cell.value}
    assert [said[f"{key} {number}"] for number in range(4) for key in ("uno", "otro")] == [True] * 5 + [False] * 3
