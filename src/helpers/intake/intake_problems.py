"""Codes of the intake's rules, and functions that make findings naming place, fault and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from enum import StrEnum

from helpers.base.characters import Strange, printed_form, strange_characters
from helpers.base.display import short_list_es
from helpers.base.python_extras import by_key
from helpers.figures.findings import Finding, Severity, cell_fields
from helpers.figures.records import Row, SourceCell

REFUSED = "que ningún informe puede llevar"
"""What messages say of a character that no report can keep."""
FEW = 8
"""A hint lists all known names up to this many; beyond, it gives the count and the first and last name."""


class Code(StrEnum):
    """Codes of the intake's rules. The values appear in `hallazgos.csv` and must not change."""

    FOLDER_MISSING = "ENT-CARPETA-FALTA"
    TABLE_MISSING = "ENT-TABLA-FALTA"
    TABLE_EMPTY = "ENT-TABLA-VACIA"
    TABLE_UNKNOWN = "ENT-TABLA-DESCONOCIDA"
    TABLE_TWICE = "ENT-TABLA-DOBLE"
    FILE_UNKNOWN = "ENT-ARCHIVO-DESCONOCIDO"
    FILE_UNREADABLE = "ENT-ARCHIVO-ILEGIBLE"
    FILE_PROTECTED = "ENT-ARCHIVO-PROTEGIDO"
    FILE_DISGUISED = "ENT-ARCHIVO-DISFRAZADO"
    TOO_BIG = "ENT-ARCHIVO-ENORME"
    FORMAT = "ENT-FORMATO"
    SHEET_UNREAD = "ENT-HOJA-NO-LEIDA"
    HIDDEN = "ENT-OCULTO"
    CALLS_OUT = "ENT-FORMULA-EXTERNA"
    ROWS_APART = "ENT-FILAS-APARTE"
    MERGED = "ENT-CELDAS-UNIDAS"
    TOTAL = "ENT-TOTAL"
    TOTAL_DIFFERS = "ENT-TOTAL-DISTINTO"
    FOOTNOTE_MARK = "ENT-LLAMADA"
    PARAMETER = "ENT-PARAMETRO"
    ENCODING = "ENT-CODIFICACION"
    MISPLACED = "ENT-LUGAR"
    COLUMN_MISSING = "ENT-COLUMNA-FALTA"
    COLUMN_TWICE = "ENT-COLUMNA-DOBLE"
    COLUMN_UNKNOWN = "ENT-COLUMNA-DESCONOCIDA"
    ROW_TOO_LONG = "ENT-FILA-LARGA"
    ROW_TOO_SHORT = "ENT-FILA-CORTA"
    FILE_CUT = "ENT-ARCHIVO-CORTADO"
    CELL = "ENT-CELDA"
    CELL_TWICE = "ENT-CELDA-DOBLE"
    NUMBER = "ENT-NUMERO"
    NUMBER_AMBIGUOUS = "ENT-NUMERO-AMBIGUO"
    NUMBER_MALFORMED = "ENT-NUMERO-MAL-ESCRITO"
    NUMBER_TOO_LONG = "ENT-NUMERO-ENORME"
    WHOLE = "ENT-ENTERO"
    MARKS_MIXED = "ENT-SEPARADOR-MIXTO"
    PERCENTAGE = "ENT-PORCENTAJE"
    WORD = "ENT-SIN-VALOR"
    NOT_REPORTED = "ENT-SIN-DATO"
    DATE = "ENT-FECHA"
    PERIOD = "ENT-PERIODO"
    PERIOD_ELSEWHERE = "ENT-PERIODO-AJENO"
    VALUE = "ENT-VALOR"
    BLANK = "ENT-VACIO"
    CHOICE = "ENT-ALTERNATIVA"
    DUPLICATE = "ENT-DUPLICADO"
    REFERENCE = "ENT-CODIGO"
    CODE_ALTERED = "ENT-CODIGO-ALTERADO"
    CODE_REFUSED = "ENT-CODIGO-PELIGROSO"
    CODE_PATTERN = "ENT-CODIGO-FORMA"
    CODE_SPACED = "ENT-CODIGO-NORMALIZADO"
    NAME = "ENT-NOMBRE"
    NAME_AMBIGUOUS = "ENT-NOMBRE-AMBIGUO"
    ACCENTS = "ENT-ACENTOS"
    CHARACTER = "ENT-CARACTER"
    NO_GLYPH = "ENT-CARACTER-SIN-LETRA"
    TOP = "ENT-ENTIDAD"
    PARENT = "ENT-PADRE"
    CATEGORY_UNUSED = "ENT-CATEGORIA-SIN-GASTO"
    LINE_WITHOUT_CODE = "ENT-LINEA-SIN-CODIGO"
    EXPORT = "ENT-SIGEP"
    CUTOFF_MISSING = "ENT-CORTE-FALTA"
    CUTOFF_ABSENT = "ENT-SIN-CORTE"


def found(
    code: str,
    severity: Severity,
    place: SourceCell,
    sentence: str,
    *,
    element: str = "",
    expected: str = "",
    value: str = "",
    cause: str = "",
    difference: str = "",
) -> Finding:
    """Make a finding whose message begins with its place.

    Parameters
    ----------
    code : str
        A code of `Code`, or of another reader of files.
    place : SourceCell
        The cell, row, sheet or file at fault.
    sentence : str
        The fault and its remedy, in Spanish.
    element : str
        The finding's `elemento`: the table, row or figure concerned.
    expected, value, cause, difference : str
        The finding's `esperado`, `encontrado`, `causa` and `diferencia`.
    """
    return Finding(
        codigo=str(code),
        severidad=severity,
        mensaje=f"{where(place)}: {sentence}",
        elemento=element,
        esperado=expected,
        encontrado=value,
        causa=cause,
        diferencia=difference,
        **cell_fields(place),
    )


def of_file(code: str, severity: Severity, file: str, sentence: str, **more: str) -> Finding:
    """Make a finding on a whole file, a path from the root; `more` takes the keyword arguments of `found`."""
    return found(code, severity, SourceCell(file, "", ""), sentence, **more)


def of_cell(code: str, severity: Severity, row: Row, column: str, sentence: str, **more: str) -> Finding:
    """Make a finding on a cell of a table, whose `elemento` is table, row and column; `more` as in `of_file`."""
    element = f"{row.origin.table}/{row.line}/{column}"
    return found(code, severity, row.cell(column), sentence, element=element, **more)


def where(place: SourceCell) -> str:
    """Return a place in Spanish: file, sheet, and cell or row (`gastos.xlsx, hoja «2024», celda E7`)."""
    parts = [place.file]
    if place.sheet:
        parts.append(f"hoja «{place.sheet}»")
    if place.cell:
        is_line = place.cell.startswith("línea ")
        parts.append(("" if is_line else "fila " if place.cell.isdigit() else "celda ") + place.cell)
    return ", ".join(parts)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known name most similar to a word, ignoring case.

    One that differs only in blanks has precedence, then one with the same groups of digits or letters (`_code_groups`).

    Returns
    -------
    str
        Empty if no name reaches a similarity of 0.6 (`difflib`).
    """
    names = {name.casefold(): name for name in known}
    meant = word.casefold()
    spaced = [name for name in sorted(names) if "".join(name.split()) == "".join(meant.split())]
    alike = [name for name in sorted(names) if _code_groups(name) == _code_groups(meant)]
    close = spaced or alike or get_close_matches(meant, sorted(names), n=1, cutoff=0.6)
    return names[close[0]] if close else ""


def _code_groups(code: str) -> tuple[str, ...]:
    """Return the groups of a code without their leading zeros: `000 0 001` and `0-0-1` have the same."""
    return tuple(group.lstrip("0") for group in re.split(r"[\s.\-/]+", code))


def hint(word: str, known: Iterable[str]) -> str:
    """Return a Spanish clause about the known names.

    Returns
    -------
    str
        The most similar name; else all names if at most `FEW`, or their count with the first and last; or that
        there is none.
    """
    names = sorted(set(known))
    close = nearest(word, names)
    if close:
        return f"lo más parecido es «{close}»"
    if not names:
        return "no hay ninguno"
    return (
        f"existen {', '.join(names)}" if len(names) <= FEW else f"existen {len(names)}, de «{names[0]}» a «{names[-1]}»"
    )


def also(lines: Iterable[int]) -> str:
    """Return a Spanish sentence, with a blank before it, that names further rows with the same fault; empty if none.

    Parameters
    ----------
    lines : iterable of int
        Row numbers; a long list is cut by `short_list_es`.
    """
    numbers = list(lines)
    if not numbers:
        return ""
    return f" También en {'la fila' if len(numbers) == 1 else 'las filas'} {short_list_es(map(str, numbers))}."


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
