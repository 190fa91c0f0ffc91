"""Numbers as people type them → exact decimals, with the separator decided from the whole column.

`1.655.356,33`, `1,655,356.33`, `47,60%`, `(1.234,00)` and `Bs 12,50` are certain alone. A single separator
followed by three digits (`655.210`) is not: it takes the convention that the other cells of its column prove,
else the one that the parameters declare, else it is a problem. Nothing is guessed silently.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

DOUBLE_DIGITS = 15
"""Significant digits that a binary double always keeps: what a spreadsheet shows and somebody typed."""

WHOLE_DIGITS, FRACTION_DIGITS = 18, 40
"""Most digits of a number before and behind its decimal point.

Eighteen are a million times the country's yearly product in cents. What a spreadsheet leaves of a difference that
should be zero (5.55111512312578e-17) has 31 decimals.
"""

NO_VALUE_WORDS = ("covid", "covid-19", "n/a", "n.a.", "s/d", "s.d.", "n/d", "sin dato")
"""Words that stand for «no value», compared without regard to case."""


class Mark(StrEnum):
    """The decimal separator of a column; the values are those of the parameter `separador_decimal`."""

    POINT = "punto"
    COMMA = "coma"


class Problem(StrEnum):
    """Why a text is not a number that can be used.

    `AMBIGUOUS` has two readings and nothing decides; `MALFORMED` fits no convention (`783.682.27`).
    """

    NOT_A_NUMBER = "not a number"
    MALFORMED = "malformed"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell says: a value, nothing, a word for «no value», or a problem.

    Attributes
    ----------
    text : str
        The cell as typed.
    value : Decimal or None
        Exact; a percentage stays in percentage points (`47,60%` is 47.60).
    word : str
        The declared word for «no value», as typed; else empty.
    problem : Problem or None
    readings : tuple of Decimal
        What the cell may mean where it is not certain by itself: proposed, never used, where there is a problem.
    mark : Mark or None
        The decimal separator that the cell proves by itself.
    undecided : Mark or None
        Of an ambiguous cell, the decimal separator under which the first of its two readings holds.
    footnote : str
        The mark of a note after the number (`12,5*`, `100 (1)`), which is not part of it; else empty.
    """

    text: str
    value: Decimal | None = None
    word: str = ""
    problem: Problem | None = None
    readings: tuple[Decimal, ...] = ()
    mark: Mark | None = None
    undecided: Mark | None = None
    footnote: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether it has two readings by itself, and something else said which one holds."""
        return self.value is not None and len(self.readings) > 1


_FOOTNOTE = re.compile(r"\s*(?:\*{1,3}|[¹²³⁴-⁹]{1,2}|\((?:\*{1,3}|[0-9]{1,2})\)|(?<=\s)[0-9]{1,2}/)$")
_SIGNS = str.maketrans("−–﹣-", "----")
_SPACES = re.compile(r"\s")
_DASHES = re.compile(r"[-−–—_]+")
_CURRENCY = r"(?:Bs\.?|BOB)"
_NUMBER = re.compile(
    rf"(?P<open>\()?\ *(?P<before>[-+])?\ *(?:{_CURRENCY})?\ *(?P<after>[-+])?\ *"
    rf"(?P<body>[.,]?[0-9](?:[0-9.,\ ]*[0-9])?)\ *%?\ *(?:{_CURRENCY})?\ *(?P<close>\))?",
    re.IGNORECASE | re.ASCII,
)
_DECIMAL_OF = {".": Mark.POINT, ",": Mark.COMMA}
_GROUPING_OF = {".": Mark.COMMA, ",": Mark.POINT}


def from_double(number: int | float) -> Decimal:
    """Return the number that somebody typed in a spreadsheet, which keeps it as a binary double.

    Its text of 15 significant digits is exact for whatever was typed with up to 15 digits.
    """
    if isinstance(number, int):
        return Decimal(number)
    value = Decimal(format(number, f".{DOUBLE_DIGITS}g"))
    return value.quantize(Decimal(1)) if value.as_tuple().exponent > 0 and abs(value) < 10**28 else value


def is_within_limits(value: Decimal) -> bool:
    """Whether a number has no more digits than are read, before and behind its decimal point."""
    if not value.is_finite():
        return False
    _, digits, exponent = value.as_tuple()
    return len(digits) + int(exponent) <= WHOLE_DIGITS and -int(exponent) <= FRACTION_DIGITS


def read_column(texts: Sequence[str], declared: str = "") -> tuple[Reading, ...]:
    """Read the text cells of one column together.

    Parameters
    ----------
    texts : Sequence[str]
        The cells as typed; an empty one is a missing value.
    declared : str
        `punto` or `coma` where the parameters state the decimal separator; a proof in the column that says
        otherwise is not overruled: what is ambiguous then stays so.

    Returns
    -------
    tuple of Reading
        One a cell, in order. A cell that stays ambiguous is a problem.
    """
    readings = [read_alone(text) for text in texts]
    marks = {reading.mark for reading in readings if reading.mark}
    if declared:
        marks.add(Mark(declared))
    if len(marks) != 1:
        return tuple(readings)
    mark = marks.pop()
    return tuple(_decided(reading, mark) for reading in readings)


def usual_mark(readings: Sequence[Reading]) -> Mark | None:
    """Return the decimal separator that most cells prove, the first proven where both are as many."""
    marks = Counter(reading.mark for reading in readings if reading.mark)
    return marks.most_common(1)[0][0] if marks else None


@lru_cache(maxsize=1 << 14)
def read_alone(text: str) -> Reading:
    """Read one cell as far as it is certain by itself.

    Remembered, because the same few amounts fill a plan of thousands of tasks.
    """
    reading = _read_clean(text, _SPACES.sub(" ", text).strip())
    if reading.problem is not Problem.NOT_A_NUMBER:
        return reading
    clean = _SPACES.sub(" ", text).strip()
    bare = _FOOTNOTE.sub("", clean)
    if not bare or bare == clean:
        return reading
    without = _read_clean(text, bare)
    is_read = without.problem is not Problem.NOT_A_NUMBER
    return replace(without, footnote=clean.removeprefix(bare).strip()) if is_read else reading


def _read_clean(text: str, clean: str) -> Reading:
    if not clean:
        return Reading(text)
    if clean.casefold() in NO_VALUE_WORDS or _DASHES.fullmatch(clean):
        return Reading(text, word=clean)
    match = _NUMBER.fullmatch(clean.translate(_SIGNS))
    signs = [sign for sign in (match["before"], match["after"], match["open"]) if sign] if match else []
    if match is None or bool(match["open"]) != bool(match["close"]) or len(signs) > 1:
        return Reading(text, problem=Problem.NOT_A_NUMBER)
    negative = bool(signs) and signs[0] != "+"
    return _read_body(text, match["body"], negative)


def _decided(reading: Reading, mark: Mark) -> Reading:
    if reading.problem is not Problem.AMBIGUOUS:
        return reading
    as_decimal, as_whole = reading.readings
    value = as_decimal if reading.undecided is mark else as_whole
    return Reading(reading.text, value=value, readings=reading.readings, footnote=reading.footnote)


def _read_body(text: str, body: str, negative: bool) -> Reading:
    """Read digits and separators: the last separator may be the decimal one, the others group thousands."""
    separators = re.sub(r"[0-9]", "", body)
    if not separators:
        return Reading(text, value=_number(body, "", negative))
    *before, last = groups = re.split(r"[., ]", body)
    final, is_one_kind = separators[-1], len(set(separators)) == 1
    as_decimal = _number("".join(before), last, negative)
    if is_one_kind and (final == " " or len(separators) > 1) and _are_thousands(groups):
        return Reading(text, value=_number("".join(groups), "", negative), mark=_GROUPING_OF.get(final))
    if len(separators) == 1 and final != " ":
        return _read_single(text, groups, as_decimal, _DECIMAL_OF[final])
    if final != " " and _are_thousands(before):
        if len(set(separators)) == 2 and separators.count(final) == 1:
            return Reading(text, value=as_decimal, mark=_DECIMAL_OF[final])
        if is_one_kind and len(last) in (1, 2):
            return Reading(text, problem=Problem.MALFORMED, readings=(as_decimal,))
    return Reading(text, problem=Problem.MALFORMED)


def _read_single(text: str, groups: Sequence[str], as_decimal: Decimal, mark: Mark) -> Reading:
    if not _are_thousands(groups):
        return Reading(text, value=as_decimal, mark=mark)
    as_whole = Decimal("".join(groups)).copy_sign(as_decimal)
    return Reading(text, problem=Problem.AMBIGUOUS, readings=(as_decimal, as_whole), undecided=mark)


def _number(whole: str, fraction: str, negative: bool) -> Decimal:
    value = Decimal(f"{whole or '0'}.{fraction}" if fraction else whole)
    return value.copy_negate() if negative and value else value


def _are_thousands(groups: Sequence[str]) -> bool:
    first, *rest = groups
    return 1 <= len(first) <= 3 and not (rest and first.startswith("0")) and all(len(group) == 3 for group in rest)
