"""Reports characters in cells, texts and file names that a report cannot keep or print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.base.characters import (
    Strange,
    is_printable_name,
    printable,
    printed_form,
    strange_characters,
)
from helpers.base.display import short_list_es
from helpers.base.python_extras import by_key
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import SourceCell
from helpers.intake.intake_problems import Code, found, of_file
from helpers.intake.layout.cell_grid import Fault
from helpers.intake.readers.sheet_cells import Sheet
from helpers.intake.values.word_matching import has_broken_accents, repaired
from helpers.intake.year_folders import is_hidden

REFUSED = "que ningún informe puede llevar"


def of_sheet(sheet: Sheet, label: str) -> Iterator[Finding]:
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


def of_lines(text: str, label: str) -> Iterator[Finding]:
    """Report the strange characters of a text file (see `strange_characters`).

    Parameters
    ----------
    label : str
        Path of the file from the root.

    Yields
    ------
    Finding
        One for each different character, with the numbers of its lines.
    """
    lines = by_key(
        (piece, str(number))
        for number, line in enumerate(text.split("\n"), start=1)
        for piece in strange_characters(line)
    )
    for piece, numbers in lines.items():
        yield of_character(piece, SourceCell(label, "", numbers[0]), numbers[1:])


def of_character(piece: Strange, place: SourceCell, others: Sequence[str], holder: str = "") -> Finding:
    """Make the finding of one character: an error if it is refused, a warning if it is printed otherwise or left out.

    Parameters
    ----------
    others : sequence of str
        The further cells or lines that hold it.
    holder : str
        Subject of the message in Spanish, if it is not the place.
    """
    also = f" (también {short_list_es(others)})" if others else ""
    if piece.is_refused:
        told = f"{holder}contiene {piece.called}{also}, {REFUSED}. Bórrelo, o escriba de nuevo ese texto a mano."
        return found(Code.CHARACTER, Severity.ERROR, place, told, value=printed_form(piece.text))
    printed = printed_form(piece.text)
    instead = f"se imprime «{printed}» en su lugar" if printed else "no se ve y se deja de lado"
    told = f"{holder}contiene {piece.called}{also}, que las letras del informe no tienen: {instead}. Si no le sirve, "
    told += "cámbielo."
    return found(Code.NO_GLYPH, Severity.WARNING, place, told, value=printed_form(piece.text))


def unfit_names(workspace: Workspace, folder: Path) -> tuple[Finding, ...]:
    """Report the files and folders below a folder, at any depth, whose names no report can print.

    Returns
    -------
    tuple of Finding
        One error for each; hidden files are skipped.
    """
    paths = (path for path in sorted(folder.rglob("*")) if not is_hidden(path)) if folder.is_dir() else ()
    return tuple(_unfit(workspace, path) for path in paths if not is_printable_name(path.name))


def _unfit(workspace: Workspace, path: Path) -> Finding:
    strange = strange_characters(path.name)
    called = short_list_es(piece.called for piece in strange) or "un salto de línea o un tabulador"
    told = f"el nombre contiene {called}, {REFUSED}, y no se lee. Cámbielo."
    label = " ".join(printable(workspace.relative(path)).split())
    return of_file(Code.CHARACTER, Severity.ERROR, label, told, value=printable(path.name))


def broken_accents(text: str) -> Fault | None:
    """Return a warning for a text whose accents an encoding error doubled or lost; None for any other text.

    The warning proposes the mended text, where doubled accents can be mended.
    """
    if not has_broken_accents(text):
        return None
    whole = repaired(text)
    guess = f" ¿Es «{whole}»?" if whole != text else ""
    told = f"«{text}» tiene los acentos mal convertidos.{guess} Corríjalo en el archivo: así se imprimiría."
    return Fault(Code.ACCENTS, Severity.WARNING, told, whole if guess else "", grouped=True)


def unprinted(text: str) -> Fault | None:
    """Return a warning for a text with characters that the report's fonts lack (`1115⁴`, a lost letter); else None."""
    strange = strange_characters(text)
    if not strange:
        return None
    told = (
        f"contiene {strange[0].called}, que las letras del informe no tienen: se lee e imprime «{printable(text)}». Si "
        "no le sirve, cámbielo."
    )
    return Fault(Code.NO_GLYPH, Severity.WARNING, told)
