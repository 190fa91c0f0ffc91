"""Reads the cells of a column of codes: codes altered by a spreadsheet, unsafe codes and the declared pattern."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from helpers.base import numerals
from helpers.base.characters import printable, strange_characters
from helpers.figures.findings import Severity
from helpers.intake.intake_problems import Code
from helpers.intake.layout.cell_grid import Cell
from helpers.intake.values.cell_outcomes import Fault, Outcome
from helpers.intake.values.code_patterns import in_form
from helpers.intake.values.word_matching import has_broken_accents, repaired

LONGEST_NUMBER = 10**numerals.DOUBLE_DIGITS
_FIXED_BLANKS = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u202f": " "})
_UPWARDS = re.compile(r"(?:^|[\\/])\s*\.\.\s*(?:[\\/]|$)")
_ADVICE = "Dé formato de texto a la columna y escríbalo de nuevo."


def read_code(cell: Cell, text: str, patterns: Sequence[str]) -> Outcome:
    """Read a code as typed, or in the declared pattern.

    Parameters
    ----------
    text : str
        The cell's printable text.
    patterns : Sequence of str
        Patterns that the parameters declare for the column (`000 0 000`). Without patterns, inner blanks stay, and
        non-breaking ones become plain.

    Returns
    -------
    Outcome
        Without a value if the code is unsafe or a spreadsheet turned it into a date or a rounded number.
    """
    fault = _altered(cell) or _refused(text)
    if fault is not None and fault.severity is Severity.ERROR:
        return Outcome(None, fault)
    code = text.translate(_FIXED_BLANKS)
    if not patterns:
        return Outcome(code, fault or broken_accents(code))
    shaped = in_form(code, patterns)
    if shaped is None:
        forms = " o ".join(patterns)
        told = f"«{code}» no tiene la forma declarada para el código ({forms}). Corríjalo, o declare su forma."
        return Outcome(code, Fault(Code.CODE_PATTERN, Severity.WARNING, told, forms))
    if shaped != code:
        told = f"«{code}» se lee como «{shaped}», según la forma declarada en «codigos»."
        return Outcome(shaped, Fault(Code.CODE_SPACED, Severity.NOTE, told, shaped, grouped=True))
    return Outcome(code)


def broken_accents(text: str) -> Fault | None:
    """Return a warning for a text whose accents an encoding error doubled or lost; else None."""
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


def _altered(cell: Cell) -> Fault | None:
    """Report a code stored as a number or a date: it may differ from the code that was typed."""
    if isinstance(cell.value, date):
        told = f"la hoja de cálculo convirtió el código en la fecha {cell.text}. {_ADVICE}"
        return Fault(Code.CODE_ALTERED, Severity.ERROR, told)
    if not isinstance(cell.value, Decimal):
        return None
    if abs(cell.value) >= LONGEST_NUMBER:
        told = f"el código está guardado como número ({cell.text}) y perdió sus últimas cifras. {_ADVICE}"
        return Fault(Code.CODE_ALTERED, Severity.ERROR, told)
    if cell.value != cell.value.to_integral_value():
        told = f"el código está guardado como número ({cell.text}); si terminaba en cero, lo perdió. {_ADVICE}"
        return Fault(Code.CODE_ALTERED, Severity.WARNING, told)
    return None


def _refused(text: str) -> Fault | None:
    """Report a code that contains `..` or invisible characters: codes may become file names."""
    if _UPWARDS.search(text):
        told = f"«{text}» contiene una ruta (..), que ningún código lleva. Escriba el código."
    elif not text.isprintable() and any(unicodedata.category(letter) in {"Cc", "Cf"} for letter in text):
        shown = "".join(letter if letter.isprintable() else "�" for letter in text)
        told = f"el código «{shown}» contiene saltos de línea o caracteres que no se ven. Escríbalo de nuevo a mano."
    else:
        return None
    return Fault(Code.CODE_REFUSED, Severity.ERROR, told)
