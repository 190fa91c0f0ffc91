"""Reads the cells of a column of codes: codes altered by a spreadsheet, unsafe codes and the declared pattern."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import islice

from helpers.base.characters import with_plain_blanks
from helpers.base.written_values import DOUBLE_DIGITS
from helpers.figures.findings import Severity
from helpers.intake.intake_problems import Code
from helpers.intake.layout.cell_grid import Cell, Fault, Outcome

_GROUPS = re.compile(r"0+|[^0]+")
_PARTS = re.compile(r"[0-9]+")
_OTHER_SIGNS = re.compile(r"[^0-9\s.\-/]")


def is_pattern(pattern: str) -> bool:
    """Return whether a text is a valid pattern: zeros for digits, and blanks, `.`, `-` or `/` between groups."""
    return bool(re.fullmatch(r"0+(?:[ .\-/]0+)*", pattern))


def in_form(code: str, patterns: Sequence[str]) -> str | None:
    """Write a code in a declared pattern.

    With `000 0 000`, the codes `570 0  004`, `570-0-4` and `5700004` become `570 0 004`. A group may lack leading
    zeros; it may not have more digits than its place.

    Parameters
    ----------
    patterns : Sequence of str
        Patterns such as `000 0 000`. A pattern with groups of the same lengths as the code's has precedence.

    Returns
    -------
    str or None
        None if the code fits no pattern, or fits several in different ways.
    """
    if _OTHER_SIGNS.search(code):
        return None
    parts = _PARTS.findall(code)
    exact = {shaped for pattern in patterns if (shaped := _shaped(parts, pattern, exact=True))}
    if len(exact) == 1:
        return exact.pop()
    fitting = {shaped for pattern in patterns if (shaped := _shaped(parts, pattern, exact=False))}
    return fitting.pop() if len(fitting) == 1 and not exact else None


def _shaped(parts: Sequence[str], pattern: str, *, exact: bool) -> str:
    """Return the code's groups of digits in a pattern; empty if they do not fit (`exact`: in equal lengths)."""
    places = _PARTS.findall(pattern)
    if len(parts) == 1 < len(places):
        if len(parts[0]) != sum(map(len, places)):
            return ""
        digits = iter(parts[0])
        parts = ["".join(islice(digits, len(place))) for place in places]
    if len(parts) != len(places) or any(len(part) > len(place) for part, place in zip(parts, places, strict=True)):
        return ""
    if exact and any(len(part) != len(place) for part, place in zip(parts, places, strict=True)):
        return ""
    given = iter(parts)
    return "".join(
        next(given).zfill(len(piece)) if piece.startswith("0") else piece for piece in _GROUPS.findall(pattern)
    )


LONGEST_NUMBER = 10**DOUBLE_DIGITS
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
    code = with_plain_blanks(text)
    if not patterns:
        return Outcome(code, fault)
    shaped = in_form(code, patterns)
    if shaped is None:
        forms = " o ".join(patterns)
        told = f"«{code}» no tiene la forma declarada para el código ({forms}). Corríjalo, o declare su forma."
        return Outcome(code, Fault(Code.CODE_PATTERN, Severity.WARNING, told, forms))
    if shaped != code:
        told = f"«{code}» se lee como «{shaped}», según la forma declarada en «codigos»."
        return Outcome(shaped, Fault(Code.CODE_SPACED, Severity.NOTE, told, shaped, grouped=True))
    return Outcome(code)


def _altered(cell: Cell) -> Fault | None:
    """Return the fault of a code stored as a date or a long number (errors) or with decimals (a warning); else None."""
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
    """Return the error of a code that contains `..` or invisible characters (it may become a file name); else None."""
    if _UPWARDS.search(text):
        told = f"«{text}» contiene una ruta (..), que ningún código lleva. Escriba el código."
    elif not text.isprintable() and any(unicodedata.category(letter) in {"Cc", "Cf"} for letter in text):
        shown = "".join(letter if letter.isprintable() else "�" for letter in text)
        told = f"el código «{shown}» contiene saltos de línea o caracteres que no se ven. Escríbalo de nuevo a mano."
    else:
        return None
    return Fault(Code.CODE_REFUSED, Severity.ERROR, told)
