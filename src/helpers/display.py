"""es-BO text for numbers that are already rounded, money, dates and lists; nothing here rounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

# Never es_419: it prints 1,234.56.
LOCALE = "es_BO"
NBSP = "\u00a0"
MINUS = "\u2212"
PROJECTED_PERCENT = "% proyectado"
"""The unit of what nobody has executed yet."""
PERCENTAGES = ("%", PROJECTED_PERCENT)
MISSING = "s/d"
MISSING_WORDS = "sin dato"

# Only the signs are asked of Babel: it works its pattern out again for each number, and quantizes in between.
_SIGNS = str.maketrans({",": get_group_symbol(LOCALE), ".": get_decimal_symbol(LOCALE)})
_SOUNDS_I = re.compile(r"^h?[ií](?![aeouáéóú])", re.IGNORECASE)
_SOUNDS_O = re.compile(r"^[«\"]?h?[oó]", re.IGNORECASE)
_LONG_DATE = "d 'de' MMMM 'de' y"


def number_es(value: Decimal) -> str:
    """Write a number as Bolivia does, with the decimals it has: `1.234,56`, `−1,72`.

    Parameters
    ----------
    value : Decimal
        Already rounded; an integer will do.

    Raises
    ------
    TypeError
        For a float: it has no decimals of its own.
    ValueError
        For what is not a finite number.
    """
    if isinstance(value, float):
        raise TypeError(f"binary float {value!r} where a rounded number is needed")
    number = value if isinstance(value, Decimal) else Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{value} is not a number to print")
    return _written(str(number))


def count_es(number: int) -> str:
    """Write how many there are: `1.458`."""
    return number_es(Decimal(number))


@lru_cache(maxsize=1 << 16)
def _written(digits: str) -> str:
    """A number from its plain digits, which keep its decimals: the same ones come over and over."""
    number = Decimal(digits)
    text = f"{number.copy_abs():,f}".translate(_SIGNS)
    return f"{MINUS}{text}" if number < 0 else text


def with_unit(value: Decimal, unit: str) -> str:
    """Write a number with its unit: `92,16 %`, `92,16 % proyectado`, `Bs 1.234,56`, `1,50 puntos`.

    A count stands alone (`1.564`): the sentence or the heading names what is counted.
    """
    text = number_es(value)
    if unit in PERCENTAGES:
        return f"{text}{NBSP}{unit}"
    if unit == "Bs":
        return f"Bs{NBSP}{text}"
    return f"{text}{NBSP}puntos" if unit == "puntos" else text


def unit_heading(unit: str) -> str:
    """What a column's heading says of its unit: `(Bs)`; empty for counts."""
    return f"({unit})" if unit in {*PERCENTAGES, "Bs", "puntos"} else ""


def date_es(day: date) -> str:
    """Write a date in words: `30 de junio de 2024`."""
    return format_date(day, _LONG_DATE, locale=LOCALE)


def list_es(items: Sequence[str], *, any_of: bool = False) -> str:
    """Join texts as a sentence does: `a, b y c`, with `e` before the sound /i/ (`e Irán`, but `y hielo`).

    Parameters
    ----------
    any_of : bool
        Whether one of them is enough: `a, b o c`, with `u` before the sound /o/ (`siete u ocho`).
    """
    if len(items) < 2:
        return "".join(items)
    sound, before_it, elsewhere = (_SOUNDS_O, "u", "o") if any_of else (_SOUNDS_I, "e", "y")
    conjunction = before_it if sound.match(items[-1]) else elsewhere
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def upper_first(text: str) -> str:
    """Write the first letter as a sentence begins: `segundo trimestre de 2024` → `Segundo trimestre de 2024`."""
    return f"{text[:1].upper()}{text[1:]}"


MASCULINE, FEMININE = ("o", "or", "ma", "al"), ("a", "dad", "ción", "sión")
"""How the first words of institutions' names end that are of each gender."""
ARTICLES = {"el": "del", "la": "de la", "los": "de los", "las": "de las"}


def of_institution(name: str) -> str:
    """`del Ministerio de…`, `de la Aduana…`: an institution's name after «de», with the article that it takes.

    Where the first word does not tell its gender, `de la entidad …`.
    """
    first, _, rest = name.partition(" ")
    if first.lower() in ARTICLES and rest:
        return f"{ARTICLES[first.lower()]} {rest}"
    word = first.lower()
    if word.endswith(MASCULINE):
        return f"del {name}"
    if word.endswith(FEMININE):
        return f"de la {name}"
    return f"de la entidad {name}"


def lower_first(text: str) -> str:
    """Lower only the first letter: `Meta ejecutada en SIGEP` → `meta ejecutada en SIGEP`; an acronym stays."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"
