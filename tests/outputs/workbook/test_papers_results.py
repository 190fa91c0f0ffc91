"""«Resultados»: a window has columns for its own figures only, and a row says why it lacks a figure."""

from dataclasses import replace

from openpyxl import load_workbook
from papers_books import PERIOD, small_book

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.outputs.workbook.workbook_file import write_workpapers

SEMESTER = Period.parse("2024-S1")


def tables(book: Book, path) -> dict[str, list[dict[str, object]]]:
    """The lines of each block by its title."""
    write_workpapers(book, (), (), path)
    found, headers, title = {}, None, ""
    for row in load_workbook(path, data_only=True)["Resultados"].iter_rows(min_row=4, values_only=True):
        if " · " in str(row[0]):
            title, headers = row[0], None
            found[title] = []
        elif row[0] and headers is None:
            headers = [value for value in row if value]
        elif row[0]:
            found[title].append(list(zip(headers, row, strict=False)))
    return found


def with_figures(book: Book, *figures) -> Book:
    return replace(book, figures={**book.figures, **{figure.id: figure for figure in figures}})


def changed_figure(book: Book, indicator: str, **change):
    """The figure of area X with some fields changed."""
    return replace(book[f"{indicator}/{PERIOD}/area/X"], **change)


def test_a_window_without_figures_of_an_indicator_has_no_column_for_it(tmp_path):
    book = small_book()
    book = with_figures(book, changed_figure(book, "avance", period=SEMESTER))
    found = tables(book, tmp_path / "papeles.xlsx")
    quarter, semester = found["Segundo trimestre de 2024 · Áreas"], found["Primer semestre de 2024 · Áreas"]
    assert "Saldo (Bs)" in dict(quarter[0])
    assert [header for header, _ in semester[0]] == ["Código", "Nombre", "Avance (%)", "Calificación", "Semáforo"]


def test_a_missing_figure_and_one_that_is_not_due_are_marked_differently(tmp_path):
    book = small_book()
    book = with_figures(
        book,
        changed_figure(book, "avance", level="entidad", code="E", name="Entidad"),
        changed_figure(book, "avance", code="Y", name="Área Y"),
    )
    found = tables(book, tmp_path / "papeles.xlsx")
    areas = {row[0][1]: dict(row) for row in found["Segundo trimestre de 2024 · Áreas"]}
    (entity,) = map(dict, found["Segundo trimestre de 2024 · Entidad"])
    assert areas["Y"]["Saldo (Bs)"] == "s/d"
    assert entity["Saldo (Bs)"] == "—"


def test_a_figure_without_a_grade_has_a_dash_for_it(tmp_path):
    book = small_book()
    plain = changed_figure(book, "avance", level="entidad", code="E", name="Entidad", grade=None)
    found = tables(with_figures(book, plain), tmp_path / "papeles.xlsx")
    (entity,) = found["Segundo trimestre de 2024 · Entidad"]
    assert dict(entity[:5])["Calificación"] == "—"
