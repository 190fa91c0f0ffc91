"""Characters that a report cannot carry or print: which are refused, which the fonts lack, and what is printed instead.

A text ends up in HTML, PDF, XML workbooks and CSV. A character that XML 1.0 forbids makes the workbook unreadable; a
direction control reorders the letters on screen; a character without a glyph prints as an empty box.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Code points for which the fonts of `outputs/fonts` together have a glyph; `tests/base/test_characters.py` compares.
# They have one for U+FEFF too, which PDF/A forbids.
_GLYPHS = (
    "0020-007E 00A0-00FF 0131 0152-0153 02BB-02BC 02C6 02DA 02DC 0300-0301 0303-0304 0308-0309 0323 0329 0394 "
    "03A3 2002 2009 200B 2013-2014 2018-201A 201C-201E 2022 2026 2032-2033 2039-203A 2044 20AC 2122 2190-2194 "
    "21E8 220F 2211-2212 2215 2219-221A 221E 2248 2260-2261 2264-2265 25A0-25A1 25AA 25B2-25B3 25B6 25BA "
    "25BC-25BD 25C0 25C6-25C7 25CB 25CF-25D0 2605-2606 2610-2612 26A0 2713-2718 2756 2794 279C 27A2 27A4"
)
GLYPHS = frozenset(
    chr(code)
    for part in _GLYPHS.split()
    for code in range(int(part.partition("-")[0], 16), int(part.rpartition("-")[2], 16) + 1)
)
"""Characters that every report can print."""
BLANKS = frozenset("\t\n\r\u1680\u2000\u2001\u2003\u2004\u2005\u2006\u2007\u2008\u200a\u202f\u205f\u3000")
"""Blanks that need no glyph; some of them separate the thousands of a number."""

_NONCHARACTERS = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Controls of the direction of writing."""
_SUSPECT = re.compile(f"[^{re.escape(''.join(sorted(GLYPHS | BLANKS)))}]|_x[0-9A-Fa-f]{{4}}_")
_OF_CATEGORY = {
    "Cc": "carácter de control",
    "Cs": "mitad de un carácter",
    "Co": "de uso privado",
    "Cn": "código sin carácter",
}
_FORMULA_BEGINS = frozenset("=@-+")
OUTSIDE_CALL = (
    r"\b(?:WEBSERVICE|FILTERXML|HYPERLINK|DDE|RTD|SQL\.REQUEST|IMPORT(?:XML|DATA|HTML|RANGE|FEED)|CALL|EXEC|REGISTER\.ID)"
)
"""Regular expression of the spreadsheet functions that reach outside the workbook."""
_FORMULA = re.compile(rf"[=@]\s*\S|[-+](?:[^|]*\|[^!]*!|.*{OUTSIDE_CALL}\()", re.IGNORECASE | re.DOTALL)
LOST = "\ufffd"
"""The replacement character: a wrong change of encoding leaves it in place of a letter."""
_LIKE = {LOST: "?", "\u2010": "-", "\u2011": "-", "\u2015": "—", "\uf0b7": "•"}
"""What is printed for a lost letter, for hyphens without a glyph and for the bullet from Word's own font."""
_INVISIBLE = re.compile("[\u00ad\u034f\u180b-\u180e\u200c\u200d\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")


@dataclass(frozen=True, slots=True)
class Strange:
    """A character, or an escape sequence of Excel (`_x0001_`), that a text should not contain.

    Attributes
    ----------
    text : str
        The character or the escape sequence.
    is_refused : bool
        True where a workbook or a page cannot hold it; False where only the fonts lack it.
    """

    text: str
    is_refused: bool

    @property
    def called(self) -> str:
        """Code and name for a message: `U+FFFE (código sin carácter)`.

        The name is in Spanish for direction controls and for characters that Unicode does not name; otherwise it is
        Unicode's. An Excel escape is quoted without its outer underscores, with the code that it stands for.
        """
        if len(self.text) > 1:
            code = int(self.text[2:6], 16)
            return f"«{self.text[1:6]}», con guion bajo a cada lado, que es como Excel escribe U+{code:04X}"
        return f"U+{ord(self.text):04X} ({_name(self.text)})"


def strange_characters(text: str) -> tuple[Strange, ...]:
    """Return the characters and Excel escapes that a report cannot keep or print, each once, in order of appearance.

    A text without any gives an empty tuple; usual blanks, tabs and line breaks are never strange.
    """
    pieces = dict.fromkeys(found[0] for found in _SUSPECT.finditer(text))
    return tuple(Strange(one, len(one) > 1 or _is_refused(one)) for one in pieces if printed_form(one) != one)


def is_printable(text: str) -> bool:
    """Tell whether a text has no strange character (see `strange_characters`)."""
    return _SUSPECT.search(text) is None or not strange_characters(text)


def printable(text: str) -> str:
    """Return a text with each strange character replaced by what is printed for it (see `printed_form`)."""
    printed = _SUSPECT.sub(lambda found: printed_form(found[0]), text)
    # Dropping an invisible character can join the two halves of an Excel escape: `_x00` and `01_`.
    return printed if printed == text else printable(printed)


@lru_cache(maxsize=1024)
def printed_form(piece: str) -> str:
    """Return what is printed for a character, which may be strange, or for an escape sequence of Excel.

    Returns
    -------
    str
        The code in brackets (`[x0001]`, `[U+FFFE]`) of an escape sequence or a character that a report cannot hold. Of
        another character, itself if the fonts have its letter and accents; else nothing if it is invisible anyway, a
        similar character or letters that they have, or its code.
    """
    if len(piece) > 1:
        return f"[{piece[1:6]}]"
    if _is_refused(piece):
        return f"[U+{ord(piece):04X}]"
    if _has_glyphs(unicodedata.normalize("NFD", piece)):
        return piece
    if _INVISIBLE.match(piece):
        return ""
    return _LIKE.get(piece) or _bare_letter(piece) or f"[U+{ord(piece):04X}]"


def _is_refused(character: str) -> bool:
    """Whether XML forbids a character, or it is a direction control."""
    return character in _DIRECTION or _FORBIDDEN.match(character) is not None


def _has_glyphs(characters: str) -> bool:
    return all(character in GLYPHS for character in characters)


def _bare_letter(character: str) -> str:
    """A letter without the accents that the fonts lack (`č` gives c), or the letters of a ligature (`ﬁ` gives fi).

    Empty for a character that is not a letter or whose parts have no glyph either.
    """
    if not unicodedata.category(character).startswith("L"):
        return ""
    parts = [part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)]
    return "".join(parts) if _has_glyphs("".join(parts)) else ""


def _name(character: str) -> str:
    """Name of a character for a message."""
    if character in _DIRECTION:
        return "control de la dirección de escritura"
    return _OF_CATEGORY.get(unicodedata.category(character)) or str(unicodedata.name(character, "sin nombre"))


_FIXED_BLANKS = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u202f": " "})


def with_plain_blanks(text: str) -> str:
    """Return a text with plain blanks in place of non-breaking ones, which look the same."""
    return text.translate(_FIXED_BLANKS)


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Return a text for comparison: without outer blanks, in lower case and without accents; punctuation stays."""
    plain = unicodedata.normalize("NFD", text.strip().casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would execute a text as a formula: `=A1`, `@SUM(…)` or what reaches outside.

    That is a program call (`+a|b!c`) or a function of `OUTSIDE_CALL`. The text must have no outer blanks. A signed
    number such as `-3` is no formula, nor is `-Acta(s)`.
    """
    # Most texts begin with a letter or a digit: this test spares them the regular expression.
    return text[:1] in _FORMULA_BEGINS and bool(_FORMULA.match(text)) and (text[0] != "@" or "(" in text)


def is_printable_name(name: str) -> bool:
    """Return whether a file's name or path can be printed: it has no strange character, tab or line break."""
    return is_printable(name) and not set(name) & set("\t\n\r")


_NOT_IN_FILE_NAMES = re.compile(r"[^\w.-]+")


def is_file_name(text: str) -> bool:
    """Return whether a text has only letters, digits, `_`, `.` and `-`, as every system allows; true if empty."""
    return _NOT_IN_FILE_NAMES.search(text) is None


def file_stem(text: str) -> str:
    """Return a text as a file's name without suffix, each run of characters that `is_file_name` refuses as one hyphen.

    Hyphens and stops at its ends are dropped, so it may be empty.
    """
    return _NOT_IN_FILE_NAMES.sub("-", text).strip("-.")


def free_stem(text: str, taken: set[str]) -> str:
    """Return a text's `file_stem`, or `unidad` where that is empty, with `-2`, `-3`… where `taken` has it already.

    Case is not compared; the name is added to `taken`, casefolded.
    """
    stem = free = file_stem(text) or "unidad"
    number = 2
    while free.casefold() in {*taken, "con", "prn", "aux", "nul"}:  # under these names Windows opens a device
        free, number = f"{stem}-{number}", number + 1
    taken.add(free.casefold())
    return free
