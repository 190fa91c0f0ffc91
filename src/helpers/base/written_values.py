"""Numbers and dates as people type them → exact decimals and dates; of numbers, the whole column decides the separator.

`1.655.356,33`, `1,655,356.33`, `47,60%`, `(1.234,00)`, `Bs 12,50` and `Bs 500.-` are unambiguous. A single separator
followed by three digits (`655.210`) is ambiguous: it takes the convention that the other cells of its column prove,
else the one that the parameters declare, else it is a problem. Nothing is guessed silently.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from helpers.base.periods import MONTH_NAMES

DOUBLE_DIGITS = 15
"""Significant digits that a binary double always keeps, so a number typed in a spreadsheet survives up to 15 digits."""

NO_VALUE_WORDS = ("covid", "covid-19", "n/a", "n.a.", "s/d", "s.d.", "n/d", "sin dato")
"""Words that mean «no value», compared without regard to case."""


class Mark(StrEnum):
    """The decimal separator of a column; the values are those of the parameter `separador_decimal`."""

    POINT = "punto"
    COMMA = "coma"


class Problem(StrEnum):
    """Why a text cannot be used as a number.

    `NOT_A_NUMBER` is any other text. `MALFORMED` fits no convention (`783.682.27`). `AMBIGUOUS` has two readings, and
    nothing decides between them.
    """

    NOT_A_NUMBER = "not a number"
    MALFORMED = "malformed"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading one cell: a value, nothing, a word for «no value», or a problem.

    Attributes
    ----------
    text : str
        The cell as typed.
    value : Decimal or None
        Exact; a percentage stays in percentage points (`47,60%` is 47.60).
    word : str
        The word for «no value», with its spaces normalised; else empty.
    problem : Problem or None
    readings : tuple of Decimal
        The possible values of a cell that is not certain by itself. Where there is a problem they are suggestions for
        the message, never used as values.
    mark : Mark or None
        The decimal separator that the cell proves by itself.
    undecided : Mark or None
        Only in an ambiguous cell: the decimal separator that makes the first of its two readings right.
    footnote : str
        The footnote mark after the number (`12,5*`, `100 (1)`), which is not part of it; else empty.
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
        """Whether the cell alone is ambiguous and its column or the parameters decided the value."""
        return self.value is not None and len(self.readings) > 1


_FOOTNOTE = re.compile(r"\s*(?:\*{1,3}|[¹²³⁴-⁹]{1,2}|\((?:\*{1,3}|[0-9]{1,2})\)|(?<=\s)[0-9]{1,2}/)$")
_SIGNS = str.maketrans("−–﹣－", "----")
_SPACES = re.compile(r"\s")
_DASHES = re.compile(r"[-−–—_]+")
_CURRENCY = r"(?:Bs\.?|BOB)"
_NUMBER = re.compile(
    rf"(?P<open>\()?\ *(?P<before>[-+])?\ *(?:{_CURRENCY})?\ *(?P<after>[-+])?\ *"
    rf"(?P<body>[.,]?[0-9](?:[0-9.,\ ]*[0-9])?)\ *%?\ *(?:{_CURRENCY})?(?P<whole>\.-)?\ *(?P<close>\))?",
    re.IGNORECASE | re.ASCII,
)
_DECIMAL_OF = {".": Mark.POINT, ",": Mark.COMMA}
_GROUPING_OF = {".": Mark.COMMA, ",": Mark.POINT}
_OTHER = {Mark.POINT: Mark.COMMA, Mark.COMMA: Mark.POINT}


def from_double(number: int | float) -> Decimal:
    """Return the number that somebody typed in a spreadsheet, which stores it as a binary double.

    Parameters
    ----------
    number : int or float

    Returns
    -------
    Decimal
        The double rounded to 15 significant digits, which is exact for any number typed with up to 15 digits; an `int`
        exactly, however long.
    """
    if isinstance(number, int):
        return Decimal(number)
    value = Decimal(format(number, f".{DOUBLE_DIGITS}g"))
    return value.quantize(Decimal(1)) if int(value.as_tuple().exponent) > 0 and abs(value) < 10**28 else value


def read_column(texts: Sequence[str], declared: str = "") -> tuple[Reading, ...]:
    """Read the text cells of one column together.

    Parameters
    ----------
    texts : Sequence[str]
        The cells as typed; an empty one is a missing value.
    declared : str
        `punto` or `coma` where the parameters state the decimal separator. Where a cell of the column proves the other
        one, the ambiguous cells stay ambiguous, as they do without it where the cells prove both.

    Returns
    -------
    tuple of Reading
        One per cell, in order. A cell that stays ambiguous is a problem.
    """
    readings = [read_cell(text) for text in texts]
    marks = {reading.mark for reading in readings if reading.mark}
    if declared:
        marks.add(Mark(declared))
    if len(marks) != 1:
        return tuple(readings)
    mark = marks.pop()
    return tuple(_decided(reading, mark) for reading in readings)


def commonest_mark(readings: Sequence[Reading]) -> Mark | None:
    """Return the decimal separator that most cells prove, in a tie the first proven; None where no cell proves any."""
    marks = Counter(reading.mark for reading in readings if reading.mark)
    return marks.most_common(1)[0][0] if marks else None


@lru_cache(maxsize=1 << 14)
def read_cell(text: str) -> Reading:
    """Read one cell without its column.

    Cached, because a plan of thousands of tasks repeats the same few amounts.

    Returns
    -------
    Reading
        An ambiguous number is a problem, with its two readings. A footnote mark after the number is separated from it.
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
    """Read a cell from its text without outer blanks and footnote; `text` is the cell as typed."""
    if not clean:
        return Reading(text)
    if clean.casefold() in NO_VALUE_WORDS or _DASHES.fullmatch(clean):
        return Reading(text, word=clean)
    match = _NUMBER.fullmatch(clean.translate(_SIGNS))
    signs = [sign for sign in (match["before"], match["after"], match["open"]) if sign] if match else []
    if match is None or bool(match["open"]) != bool(match["close"]) or len(signs) > 1:
        return Reading(text, problem=Problem.NOT_A_NUMBER)
    negative = bool(signs) and signs[0] != "+"
    reading = _read_body(text, match["body"], negative)
    if match["whole"] and reading.undecided:  # `12.000.-` has no cents
        return Reading(text, value=reading.readings[1], mark=_OTHER[reading.undecided])
    return reading


def _decided(reading: Reading, mark: Mark) -> Reading:
    """An ambiguous reading decided by its column's decimal separator; any other reading unchanged."""
    if reading.problem is not Problem.AMBIGUOUS:
        return reading
    as_decimal, as_whole = reading.readings
    value = as_decimal if reading.undecided is mark else as_whole
    return Reading(reading.text, value=value, readings=reading.readings, footnote=reading.footnote)


def _read_body(text: str, body: str, negative: bool) -> Reading:
    """Read digits and separators: the last separator may be the decimal one; the others separate thousands."""
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
    """Read digits with one point or comma, ambiguous where three digits follow."""
    if not _are_thousands(groups):
        return Reading(text, value=as_decimal, mark=mark)
    as_whole = Decimal("".join(groups)).copy_sign(as_decimal)
    return Reading(text, problem=Problem.AMBIGUOUS, readings=(as_decimal, as_whole), undecided=mark)


def _number(whole: str, fraction: str, negative: bool) -> Decimal:
    value = Decimal(f"{whole or '0'}.{fraction}" if fraction else whole)
    return value.copy_negate() if negative and value else value


def _are_thousands(groups: Sequence[str]) -> bool:
    """Whether groups of digits can be a number with thousands separators."""
    first, *rest = groups
    return 1 <= len(first) <= 3 and not (rest and first.startswith("0")) and all(len(group) == 3 for group in rest)


MONTHS_BY_NAME = {name: number for number, name in enumerate(MONTH_NAMES, 1)} | {"setiembre": 9}
"""Number of each month by its name; Bolivia spells one of them in two ways."""
DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_TIME = re.compile(r"[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\. ?m\.| ?[AP]M)?$")
_IN_WORDS = re.compile(
    r"(\d{1,2})(?:\.?[º°])?(?: de |[ \-/.]+)([a-z]{3,10})\.?(?:,? del? |[ \-/.]+)(\d{4})", re.IGNORECASE
)
_ANY = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]\d{{4}}|{_IN_WORDS.pattern}", re.IGNORECASE
)


def read_date(text: str) -> date | None:
    """Read a date: `2024-06-30`, `30/06/2024`, `30-jun-2024`, `30 de junio de 2024`, with or without a time.

    The day comes before the month, as is usual in Bolivia; a year has four digits.

    Returns
    -------
    date or None
        None for any other text.
    """
    clean = _TIME.sub("", " ".join(text.split()))
    for form in DATE_FORMS:
        try:
            return datetime.strptime(clean, form).date()
        except ValueError:
            continue
    words = _IN_WORDS.fullmatch(clean)
    return _in_words(*words.groups()) if words else None


def dates_in(text: str) -> list[date]:
    """Return all the dates in a sentence, in order and with repetitions, in the forms that `read_date` reads."""
    pieces = (piece[0] for piece in _ANY.finditer(" ".join(text.split())))
    return [day for piece in pieces if (day := read_date(piece)) is not None]


def _in_words(day: str, month: str, year: str) -> date | None:
    """Return the date of a day, a month's name or the first letters of it, and a year; None if there is no such date.

    Upper and lower case are the same; `set` is September, because Bolivia also writes «setiembre».
    """
    name = month.lower()
    number = next((place for full, place in MONTHS_BY_NAME.items() if full.startswith(name)), 0)
    try:
        return date(int(year), number, int(day)) if number else None
    except ValueError:
        return None
