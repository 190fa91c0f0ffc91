"""Reads the sheets of a workbook or a CSV as grids, with findings on hidden and external content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from helpers.base.display import list_es, short_list_es
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import SourceCell
from helpers.intake.intake_problems import Code, found, of_character, of_file
from helpers.intake.layout.cell_grid import Grid, letter
from helpers.intake.layout.header_line import unended
from helpers.intake.readers import csv_reader
from helpers.intake.readers.file_signature import Format, identify
from helpers.intake.readers.read_limits import Unreadable, damaged
from helpers.intake.readers.sheet_cells import Book, Sheet

Choose = Callable[[Sequence[str]], Sequence[str]]
"""Takes the names of a workbook's sheets and returns those to read."""


def read_workbook(
    path: Path, label: str, choose: Choose = lambda names: names
) -> tuple[Mapping[str, Grid], tuple[Finding, ...]]:
    """Read some sheets of a workbook; a CSV is one with a single sheet, without name.

    Parameters
    ----------
    label : str
        Path of the file from the root, for findings.
    choose : callable
        Takes the sheets' names in order and returns those to read.

    Returns
    -------
    Mapping of str to Grid
        By sheet name; empty if the workbook cannot be read.
    tuple of Finding
        Why it cannot be read; else its links to other files, hidden content and strange characters; of a CSV, a
        guessed encoding and a missing last end of line.
    """
    try:
        book = _reader(identify(path))(path)
        _check_sheets(book)
    except Unreadable as problem:
        return {}, (refused(problem, label),)
    by_name = {sheet.name: sheet for sheet in book.sheets}
    chosen = [by_name[name] for name in choose(list(by_name))]
    grids = {sheet.name: sheet.grid(label) for sheet in chosen}
    cut = [unended(grid) for grid in grids.values() if book.is_unended and grid.lines]
    told = [*_of_book(book, label), *cut, *(finding for sheet in chosen for finding in _of_sheet(sheet, label))]
    return grids, tuple(told)


def _reader(kind: Format) -> Callable[[Path], Book]:
    """Return the function that reads a format; its module is imported only here: openpyxl takes half a second."""
    match kind:
        case Format.XLSX:
            from helpers.intake.readers import xlsx

            return xlsx.read
        case Format.XLS:
            from helpers.intake.readers import xls

            return xls.read
        case Format.ODS:
            from helpers.intake.readers import ods

            return ods.read
        case Format.CSV:
            return csv_reader.read


def _check_sheets(book: Book) -> None:
    """Raise Unreadable for a workbook without sheets, or with two of one name."""
    names = [sheet.name for sheet in book.sheets]
    if not names:
        raise damaged("no tiene ninguna hoja de cálculo")
    if len(set(names)) < len(names):
        raise damaged("tiene dos hojas con el mismo nombre, cosa que Excel no permite")


def refused(problem: Unreadable, label: str) -> Finding:
    """Return the error finding for a file that is not read, made from the parts that `problem` carries."""
    place, more = SourceCell(label, problem.sheet, problem.cell), {"expected": problem.expected, "value": problem.value}
    return found(problem.code, Severity.ERROR, place, problem.sentence, **more)


def _of_book(book: Book, label: str) -> Iterator[Finding]:
    if book.guessed:
        told = (
            f"el archivo no está en UTF-8 y se leyó como {book.guessed}. Compruebe que los acentos se vean bien, o "
            "guárdelo como «CSV UTF-8»."
        )
        yield of_file(Code.ENCODING, Severity.WARNING, label, told, expected=csv_reader.UTF8, value=book.guessed)
    if book.linked:
        told = (
            f"el libro toma valores de otros archivos ({len(book.linked)}): no se abren y se leen los valores "
            "guardados. Compruebe que estén al día, o péguelos como valores."
        )
        yield of_file(Code.CALLS_OUT, Severity.WARNING, label, told, value=", ".join(dict.fromkeys(book.linked)))


def _of_sheet(sheet: Sheet, label: str) -> Iterator[Finding]:
    yield from _of_characters(sheet, label)
    if sheet.calls:
        told = (
            f"hay fórmulas que llaman fuera del libro (celdas {short_list_es(sheet.calls)}): no se ejecutan y se lee "
            "el resultado guardado. Reemplácelas por su valor."
        )
        yield found(Code.CALLS_OUT, Severity.WARNING, SourceCell(label, sheet.name, sheet.calls[0]), told)
    hidden = _hidden_words(sheet)
    if hidden:
        told = f"hay {hidden} con contenido: eso se lee igual. Muéstrelo y compruebe que deba contar."
        yield found(Code.HIDDEN, Severity.NOTE, SourceCell(label, sheet.name, ""), told, value=hidden)


def _hidden_words(sheet: Sheet) -> str:
    """Name in Spanish what is hidden in a sheet and has content; empty if nothing."""
    columns = [letter(index) for index in sheet.filled_hidden_columns()]
    parts = ["una hoja oculta"] if sheet.hidden and sheet.rows else []
    if sheet.hidden_rows:
        parts.append(f"filas ocultas ({short_list_es(map(str, sheet.hidden_rows))})")
    if columns:
        parts.append(f"columnas ocultas ({short_list_es(columns)})")
    return list_es(parts)


def _of_characters(sheet: Sheet, label: str) -> Iterator[Finding]:
    """Report a sheet's strange characters (see `strange_characters`), and cells for which the file stores two values.

    Yields
    ------
    Finding
        One for each different character, with the cells that hold it; and one error for all cells stored twice, since
        programs disagree on which value counts.
    """
    for piece, addresses in sheet.strange.items():
        place = SourceCell(label, sheet.name, addresses[0])
        of_name = "" if addresses[0] else "el nombre de la hoja "
        yield of_character(piece, place, addresses[1:], of_name)
    if sheet.doubled:
        told = (
            f"hay más de un valor guardado en {short_list_es(dict.fromkeys(sheet.doubled))} y no se sabe cuál vale. "
            "Abra el archivo en Excel o LibreOffice, compruebe lo que dice ahí y guárdelo de nuevo; si un formato "
            "muestra el número en miles o sin su signo, quíteselo antes."
        )
        place = SourceCell(label, sheet.name, sheet.doubled[0])
        yield found(Code.CELL_TWICE, Severity.ERROR, place, told, expected="un valor en cada celda")
