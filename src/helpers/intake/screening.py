"""Characters in the cells and names of a file that no report can keep or print, as findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.characters import Strange, is_plain, shown, strange_in, visible
from helpers.findings import Finding, Severity
from helpers.intake.folders import is_hidden
from helpers.intake.formats.sheet import Sheet
from helpers.intake.problems import Code, found, listed
from helpers.records import SourceCell
from helpers.workspace import Workspace

REFUSED = "que ningún informe puede llevar"


def of_sheet(sheet: Sheet, label: str) -> Iterator[Finding]:
    """What its cells and its name hold that cannot be: characters, and more than one value at an address.

    One finding a character, which names its cells.
    """
    for piece, addresses in sheet.strange.items():
        place = SourceCell(label, sheet.name, addresses[0])
        yield of_character(piece, place, _holders(addresses))
    if sheet.doubled:
        told = (
            f"hay más de un valor guardado en {listed(dict.fromkeys(sheet.doubled))} y no se sabe cuál vale. Abra el "
            "archivo en Excel o LibreOffice, compruebe lo que dice ahí y guárdelo de nuevo."
        )
        place = SourceCell(label, sheet.name, sheet.doubled[0])
        yield found(Code.CELL_TWICE, Severity.ERROR, place, told, expected="un valor en cada celda")


def of_lines(text: str, label: str) -> Iterator[Finding]:
    """The same of a file of text, by its lines."""
    lines: dict[Strange, list[str]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        for piece in strange_in(line):
            lines.setdefault(piece, []).append(str(number))
    for piece, numbers in lines.items():
        holder = "contiene" if len(numbers) == 1 else f"las líneas {listed(numbers)} contienen"
        yield of_character(piece, SourceCell(label, "", numbers[0]), holder)


def of_character(piece: Strange, place: SourceCell, holder: str) -> Finding:
    """The finding of one character.

    Parameters
    ----------
    holder : str
        What has it and the verb, in Spanish: `las celdas B2, B4 contienen`.
    """
    if piece.is_refused:
        told = f"{holder} {piece.called}, {REFUSED}. Bórrelo, o escriba de nuevo ese texto a mano."
        return found(Code.CHARACTER, Severity.ERROR, place, told, value=shown(piece.text))
    instead = f"se imprime «{shown(piece.text)}» en su lugar" if shown(piece.text) else "no se ve y se deja de lado"
    told = f"{holder} {piece.called}, que las letras del informe no tienen: {instead}. Si no le sirve, cámbielo."
    return found(Code.NO_GLYPH, Severity.WARNING, place, told, value=shown(piece.text))


def unfit_names(workspace: Workspace, folder: Path) -> tuple[Finding, ...]:
    """Files and folders, at any depth, whose names no report can print: an error each."""
    paths = (path for path in sorted(folder.rglob("*")) if not is_hidden(path)) if folder.is_dir() else ()
    return tuple(_unfit(workspace, path) for path in paths if not is_printable_name(Path(path.name)))


def is_printable_name(path: Path) -> bool:
    """Whether a path, all its parts, can be printed in one line."""
    return is_plain(str(path)) and not set(str(path)) & set("\t\n\r")


def _unfit(workspace: Workspace, path: Path) -> Finding:
    strange = strange_in(path.name)
    called = listed(piece.called for piece in strange) or "un salto de línea o un tabulador"
    told = f"el nombre contiene {called}, {REFUSED}, y no se lee. Cámbielo."
    place = SourceCell(" ".join(visible(workspace.relative(path)).split()), "", "")
    return found(Code.CHARACTER, Severity.ERROR, place, told, value=visible(path.name))


def _holders(addresses: Sequence[str]) -> str:
    if not addresses[0]:
        return "el nombre de la hoja contiene"
    return "contiene" if len(addresses) == 1 else f"las celdas {listed(addresses)} contienen"
