"""The printed workbook: legible letters, whole headers, page numbers, and only less needed columns left out."""

from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from papers_written import Written, write

from helpers.outputs.workbook.cell_writer import header_height, height_of, lines_of
from helpers.outputs.workbook.sheet_model import Block, Column, Line, Papers, Sheet, text
from helpers.outputs.workbook.sheet_writer import A4, ACROSS, SMALLEST, render

PAGE = {8: 16.54, 9: 11.69}
"""Width in inches of a landscape sheet of A3 and of A4, by the workbook's number of the paper size."""
LETTERS = 9
LEAST = 7
"""The least size in print, in points."""


def printed(page) -> list[float]:
    """The width of each printed column, in pixels."""
    last = page.print_area.split(":")[1].replace("$", "").rstrip("0123456789")
    # Adjacent columns of one width are stored as one run.
    runs = page.column_dimensions.values()
    widths = {place: round(run.width * 7) for run in runs for place in range(run.min, run.max + 1)}
    return [widths[place] for place in range(1, column_index_from_string(last) + 1)]


def test_letters_are_printed_with_seven_points_or_more(written_papers):
    for page in written_papers.formulas:
        margins = page.page_margins.left + page.page_margins.right
        room = (PAGE[int(page.page_setup.paperSize)] - margins) * 96 * int(page.page_setup.fitToWidth or 1)
        assert LETTERS * min(1, room / sum(printed(page))) >= LEAST, page.title


def test_only_the_widest_sheets_leave_columns_out_of_the_print(written_papers):
    left_out = {
        page.title: [cell.value for cell in page[4][len(printed(page)) :]]
        for page in written_papers.formulas
        if page.max_column > len(printed(page))
    }
    wide = {
        "Cifras": ["Desempeño", "Grado", "Cómo se obtiene"],
        "Conciliación": ["Archivo", "Hoja", "Celda", "Sigue de"],
        "Hallazgos": [
            "Veredicto", "Elemento", "Qué es y de quién", "Esperado", "Encontrado", "Diferencia", "Archivo", "Hoja",
            "Celda", "Sigue de",
        ],
    }
    assert left_out == {name: columns for name, columns in wide.items() if name in written_papers.formulas.sheetnames}


def test_every_page_has_its_number(written_papers):
    assert {page.oddFooter.right.text for page in written_papers.formulas} == {"Página &P de &N"}


def test_a_header_is_as_high_as_its_words():
    # Its letters would fit on three lines. No word is split, so it takes four.
    assert header_height([Column("x", "Brecha entre eficacia y ejecución (puntos)", 12)]) >= height_of(4)


@pytest.mark.parametrize(
    ("words", "width", "number"),
    [("corta", 12, 1), ("dos palabras", 8, 2), ("a" * 40, 10, 4), ("", 10, 1), ("MAYÚSCULAS ANCHAS", 14, 2)],
)
def test_words_are_wrapped_whole(words, width, number):
    assert lines_of(words, width) == number


def test_a_long_sentence_under_the_title_is_wrapped_within_the_page(small):
    page = small.formulas["Conciliación"]
    (merged,) = page.merged_cells.ranges
    assert (merged.min_row, merged.max_row, merged.min_col) == (2, 2, 1)
    assert page["A2"].alignment.wrap_text
    assert page.row_dimensions[2].height >= height_of(2)
    assert sum(printed(page)[: merged.max_col]) <= ACROSS[A4]
    assert SMALLEST * LETTERS >= LEAST


def results(path, *, services: int = 12, lines: int = 1, indicators: int = 3):
    """The sheet of one table of services and one of actions, as it is read back."""
    numbers = [Column(f"n{at}", "Ejecución (%)", 14) for at in range(indicators)]
    columns = (Column("codigo", "Código", 15), Column("nombre", "Nombre", 46), *numbers)
    blocks = [
        Block(columns, tuple(Line({"nombre": text("Central")}) for _ in range(count)), title)
        for count, title in ((services, "Servicios"), (lines, "Acciones"))
    ]
    sheet = Sheet("Resultados", "Resultados", "Lo principal.", tuple(blocks), naming=2)
    render(Papers((sheet,), {}, {}, "", ""), path / "papeles.xlsx")
    return load_workbook(path / "papeles.xlsx")["Resultados"]


def test_pages_side_by_side_repeat_what_names_a_line(tmp_path):
    """The second page had figures of nobody."""
    page = results(tmp_path, indicators=20)
    assert (page.page_setup.fitToWidth, page.print_title_cols) == (2, "$A:$B")


def test_a_table_that_does_not_fit_on_the_rest_of_a_page_begins_the_next(tmp_path):
    """Its last lines stood on a page of their own, without the names of their columns."""
    page = results(tmp_path, lines=25)
    (begin,) = page.row_breaks.brk
    assert page.cell(begin.id + 1, 1).value == "Acciones"
    assert not results(tmp_path, lines=3).row_breaks.brk
    assert not results(tmp_path, lines=90).row_breaks.brk, "no page can hold it"
    assert results(tmp_path, services=22, lines=90).row_breaks.brk, "the page would end with its title"


def test_a_list_of_figures_wraps_and_is_no_link_and_each_input_has_one(ministry):
    """LibreOffice cuts a link at its column's end, and printed rows as high as the whole list with one line of it.

    What an input measures is the link to its first figure: of two lines, it was none in a row of four of a plan.
    """
    page = ministry.formulas["Insumos"]
    rows = [row for row in page.iter_rows(min_row=5) if row[6].value]
    assert any(" · " in row[6].value for row in rows)
    assert not any(row[6].hyperlink for row in rows)
    assert {row[5].value for row in rows if not row[5].hyperlink} == set()
    assert lines_of("Ponderación de la acción en el área, cuarto trimestre de 2024", page.column_dimensions["F"].width) == 1


def test_each_sheet_of_a_synthetic_institution_says_on_the_screen_that_its_data_are(small, tmp_path):
    """Only the printed header said so; a sheet copied into another workbook said nothing."""
    book = replace(small.book, identity={**small.book.identity, "sintetica": True})
    pages = write(book, tmp_path / "papeles.xlsx").formulas
    assert [page.title for page in pages if "DATOS SINTÉTICOS" not in f"{page['A1'].value} {page['A2'].value}"] == []
    assert not any("SINTÉTICOS" in str(page["A1"].value) for page in small.formulas)


@pytest.fixture(params=["small", "ministry"])
def written_papers(request) -> Written:
    return request.getfixturevalue(request.param)
