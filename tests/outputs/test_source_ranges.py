"""Where a figure's cells are: a few are named one by one; many are given as rectangles that contain them all."""

import pytest
from builders import make_dataset, make_scored
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from helpers.figures.records import SourceCell
from helpers.outputs import source_ranges
from helpers.outputs.source_ranges import WITHIN, Rectangle, SourceExtents

TABLES = {
    "estructura": """
        nivel    | codigo | padre | acp
        entidad  | E      |       |
        area     | NORTE  | E     |
        unidad   | U1     | NORTE | 1
        unidad   | U2     | NORTE | 1
    """,
    "avances": """
        nivel  | codigo | indicador     | periodo | valor
        unidad | U1     | avance_fisico | 2024-T2 | 66.66
        unidad | U2     | avance_fisico | 2024-T2 | 66.67
        unidad | U1     | avance_fisico | 2024-T1 | 50.00
    """,
    "gastos": """
        fecha_corte | reporte | area  | ppto_vigente | devengado
        2024-03-31  | area    | NORTE | 1000.00      | 100.00
        2024-06-30  | area    | NORTE | 1000.00      | 50.00
    """,
}


@pytest.fixture(scope="module")
def book():
    return make_scored(make_dataset(**TABLES))


def test_few_cells_are_named_one_by_one_in_the_order_of_the_calculation(book):
    extents = SourceExtents(book)
    for figure in book:
        assert extents.of(figure).places() == tuple(map(str, book.leaves(figure)))


def test_many_cells_are_given_as_one_rectangle_for_each_file(book, monkeypatch):
    monkeypatch.setattr(source_ranges, "MOST_CELLS", 1)
    extent = SourceExtents(book).of(book["avance_fisico/2024-T2/entidad/E"])
    assert extent.places() == (f"{WITHIN}data/x/2024/avances.csv#E2:E3",)
    assert SourceExtents(book).of(book["avance_fisico/2024-T2/unidad/U1"]).places() == ("data/x/2024/avances.csv#E2",)


def test_no_cell_is_left_out_of_the_rectangles(book, monkeypatch):
    monkeypatch.setattr(source_ranges, "MOST_CELLS", 1)
    extents = SourceExtents(book)
    for figure in book:
        extent = extents.of(figure)
        assert all(str(cell) in extent.cells or inside(cell, extent.rectangles) for cell in book.leaves(figure))


def test_columns_after_z_have_several_letters():
    assert str(Rectangle(26, 7, 28, 7)) == "Z7:AB7"
    assert str(Rectangle(1, 1, 1, 1).joined(Rectangle(703, 9, 703, 9))) == "A1:AAA9"


def inside(cell: SourceCell, rectangles) -> bool:
    left, top, right, bottom = range_boundaries(str(rectangles[cell.file, cell.sheet]))
    column, row = coordinate_from_string(cell.cell)
    return left <= column_index_from_string(column) <= right and top <= row <= bottom
