"""es-BO text for rounded numbers (nothing here rounds), in figures and in words, for money, dates and lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

from helpers.base.exact import plain_text

# Never es_419: it prints 1,234.56.
LOCALE = "es_BO"
NBSP = "\u00a0"
MINUS = "\u2212"
PROJECTED_PERCENT = "% proyectado"
"""The unit of projected percentages: no office has executed them yet."""
PERCENTAGES = ("%", PROJECTED_PERCENT)
LONGEST_ABBREVIATION = 4
"""Most letters of a last word with a capital whose stop is taken for that of an abbreviation."""
SHOWN = 5
"""How many items a message names before it counts the others."""
MISSING = "s/d"
MISSING_WORDS = "sin dato"

# Babel only supplies the separators: its own formatting parses the pattern for every number and also rounds.
_SIGNS = str.maketrans({",": get_group_symbol(LOCALE), ".": get_decimal_symbol(LOCALE)})
# Within HTML, a straight quotation mark is &#34;.
_SOUNDS_I = re.compile(r"^([«\"]|&#34;)?((?i:h?[ií](?![aeouáéóú]))|I[AEOU]+\b)")
_SOUNDS_O = re.compile(r"^([«\"]|&#34;)?h?[oó]", re.IGNORECASE)
_FEMININE = ("a", "dad", "ión", "ACP", "UE", "parte", "fuente", "clase")
_MASCULINE = ("sistema", "programa")
"""Nouns that end like feminine ones."""
_LONG_DATE = "d 'de' MMMM 'de' y"


def number_es(value: Decimal | int) -> str:
    """Write a number as Bolivia does, with the decimals that it has: `1.234,56`, `−1,72`.

    Parameters
    ----------
    value : Decimal or int
        Already rounded.

    Raises
    ------
    TypeError
        For a float: it does not say how many decimals it has.
    ValueError
        For NaN or infinity.
    """
    if isinstance(value, float):
        raise TypeError(f"binary float {value!r} where a rounded number is needed")
    number = value if isinstance(value, Decimal) else Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{value} is not a number to print")
    return _written(str(number))


@lru_cache(maxsize=1 << 16)
def _written(digits: str) -> str:
    """Number text from its plain digits, decimals included. Cached: the same numbers repeat many times."""
    number = Decimal(digits)
    text = f"{number.copy_abs():,f}".translate(_SIGNS)
    return f"{MINUS}{text}" if number < 0 else text


def money_es(value: Decimal, *, signed: bool = False) -> str:
    """Write an amount as `number_es` (or `signed_es`) does, but one decimal as two: 1499999.5 gives `1.499.999,50`."""
    amount = value.quantize(Decimal("0.01")) if value.as_tuple().exponent == -1 else value
    return signed_es(amount) if signed else number_es(amount)


def signed_es(value: Decimal) -> str:
    """Write a number as `number_es` does, a positive one with its sign: `+1,50`, `−1,72`, `0,00`."""
    return f"+{number_es(value)}" if value > 0 else number_es(value)


def quantity_es(value: Decimal) -> str:
    """Write a quantity for a sentence, without zeros at the end of its decimals: `12`, `0,5`."""
    text = plain_text(value)
    return number_es(Decimal(text.rstrip("0").rstrip(".") if "." in text else text))


def with_unit(value: Decimal, unit: str) -> str:
    """Write a number with its unit: `92,16 %`, `92,16 % proyectado`, `Bs 1.234,56`, `1,50 puntos`.

    A number with any other unit stands alone (`1.564`): the sentence or the heading names what is counted.
    Number and unit are joined by a no-break space.

    Parameters
    ----------
    value : Decimal
        Already rounded.

    Raises
    ------
    ValueError
        For NaN or infinity.
    """
    text = number_es(value)
    if unit in PERCENTAGES:
        return f"{text}{NBSP}{unit}"
    if unit == "Bs":
        return f"Bs{NBSP}{text}"
    return f"{text}{NBSP}puntos" if unit == "puntos" else text


def unit_heading(unit: str) -> str:
    """Return the unit for a column heading.

    Returns
    -------
    str
        `(%)`, `(% proyectado)`, `(Bs)` or `(puntos)`; empty for counts.
    """
    return f"({unit})" if unit in {*PERCENTAGES, "Bs", "puntos"} else ""


def date_es(day: date | str) -> str:
    """Write a date, or its text as a listing has it (`2024-06-30`), in words: `30 de junio de 2024`; empty if empty."""
    if not day:
        return ""
    return format_date(date.fromisoformat(day) if isinstance(day, str) else day, _LONG_DATE, locale=LOCALE)


def list_es(items: Sequence[str], *, any_of: bool = False) -> str:
    """Join texts as in a sentence: `a, b y c`, with `e` before the sound /i/ (`e Irán`, `e IE`, but `y hielo`).

    Parameters
    ----------
    items : Sequence of str
        An empty sequence gives an empty text, a single text gives itself.
    any_of : bool
        True for alternatives: `a, b o c`, with `u` before the sound /o/ (`siete u ocho`).
    """
    if len(items) < 2:
        return "".join(items)
    sound, before_it, elsewhere = (_SOUNDS_O, "u", "o") if any_of else (_SOUNDS_I, "e", "y")
    conjunction = before_it if sound.match(items[-1]) else elsewhere
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def short_list_es(items: Iterable[str], shown: int = SHOWN) -> str:
    """Join the first `shown` texts with commas, and count the others: `1.1, 1.2 y 14 más`; empty without texts."""
    texts = list(items)
    more = f" y {len(texts) - shown} más" if len(texts) > shown else ""
    return ", ".join(texts[:shown]) + more


def is_feminine(noun: str) -> bool:
    """Return whether the noun of a level or of a part of a sum is feminine, by its ending: `área`, `unidad`, `ACP`."""
    return noun.endswith(_FEMININE) and noun not in _MASCULINE


def counted_es(count: int, one: str, many: str) -> str:
    """Write a count, of a single one in words by the gender of its noun: `5 áreas`, `una sola área`, `un solo mes`."""
    if count != 1:
        return f"{number_es(count)} {many}"
    return f"{'una sola' if is_feminine(one.split()[0]) else 'un solo'} {one}"


def upper_first(text: str) -> str:
    """Capitalise only the first letter: `segundo trimestre de 2024` → `Segundo trimestre de 2024`."""
    return f"{text[:1].upper()}{text[1:]}"


def as_sentence(text: str) -> str:
    """Capitalise a text and end it with one stop, in place of stops, colons and blanks; none after `…` or if empty."""
    bare = text.rstrip(" .:")
    return upper_first(f"{bare}." if bare and not bare.endswith("…") else bare)


def without_stop(name: str) -> str:
    """Drop the final stop of a name that a sentence quotes: `… de Bolivia.` → `… de Bolivia`.

    A stop that belongs to an abbreviation stays: a word with another stop in it (`R.E.`), or a word of at most four
    letters that begins with a capital (`Ltda.`, `INST.`).
    """
    word = name.rsplit(maxsplit=1)[-1][:-1] if name.strip().endswith(".") else ""
    is_short = word[:1].isupper() and len(word) <= LONGEST_ABBREVIATION
    return name if not word or "." in word or is_short else name.strip()[:-1]


def lower_first(text: str) -> str:
    """Lower only the first letter: `Meta ejecutada en SIGEP` → `meta ejecutada en SIGEP`. An initial acronym stays."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


# num2words 0.5.14 writes «veintiuno mil» and «veintiuno millones», has no form for resolutions, and brings docopt,
# which nobody maintains; the grammar of numbers in words is small enough to be kept and tested here.
_TO_29 = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece",
    "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós",
    "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve",
)  # fmt: skip
_TENS = ("", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_HUNDREDS = (
    "", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos",
    "ochocientos", "novecientos",
)  # fmt: skip
_MILLIONS = (("millón", "millones"), ("billón", "billones"), ("trillón", "trillones"))
"""Name of each group of six digits after the first one. A Spanish «billón» is a million millions."""
LARGEST = 10 ** (6 * (len(_MILLIONS) + 1)) - 1
MOST_IN_WORDS = 15
"""Largest count that a sentence writes in words."""


def cardinal(number: int, *, before_noun: bool = False) -> str:
    """Write a whole number in Spanish words.

    Parameters
    ----------
    number : int
        0 to `LARGEST`.
    before_noun : bool
        True where a masculine noun follows: `veintiún`, `ciento un` instead of `veintiuno`, `ciento uno`.

    Raises
    ------
    ValueError
        For a negative number or one beyond trillions (long scale).
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} has no words here")
    if number == 0:
        return _TO_29[0]
    groups = _split(number, 10**6)
    words = [_group(group, place) for place, group in reversed(list(enumerate(groups))) if place and group]
    if groups[0]:
        words.append(_below_million(groups[0], short=before_noun))
    return " ".join(words)


def money_words(amount: Decimal) -> str:
    """Write an amount of bolivianos as resolutions do: `Un millón doscientos mil 50/100 Bolivianos`.

    A negative amount begins with «Menos».

    Raises
    ------
    ValueError
        For a fraction of a cent, or an amount beyond trillions (long scale).
    """
    cents = abs(amount) * 100
    if cents != cents.to_integral_value():
        raise ValueError(f"{amount} has fractions of a cent")
    whole, rest = divmod(int(cents), 100)
    sign = "menos " if amount < 0 else ""
    return upper_first(f"{sign}{cardinal(whole, before_noun=True)} {rest:02}/100 Bolivianos")


def _split(number: int, base: int) -> list[int]:
    """Groups of digits of a number, the lowest first."""
    groups = []
    while number:
        number, group = divmod(number, base)
        groups.append(group)
    return groups


def _group(number: int, place: int) -> str:
    """A group of six digits with its name: `dos millones`; `place` 1 is millions."""
    one, many = _MILLIONS[place - 1]
    return f"un {one}" if number == 1 else f"{_below_million(number, short=True)} {many}"


def _below_million(number: int, *, short: bool) -> str:
    """Words of 1 to 999,999; `short` as `before_noun` in `cardinal`."""
    thousands, rest = divmod(number, 1000)
    words = []
    if thousands:
        words.append("mil" if thousands == 1 else f"{_below_thousand(thousands, short=True)} mil")
    if rest:
        words.append(_below_thousand(rest, short=short))
    return " ".join(words)


def _below_thousand(number: int, *, short: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if number == 100:
        return "cien"
    return " ".join(filter(None, (_HUNDREDS[hundreds], _below_hundred(rest, short=short) if rest else "")))


def _below_hundred(number: int, *, short: bool) -> str:
    if number < len(_TO_29):
        word, joined = _TO_29[number], ""
    else:
        tens, ones = divmod(number, 10)
        word, joined = (_TO_29[ones], f"{_TENS[tens]} y ") if ones else (_TENS[tens], "")
    if short and word == "uno":
        word = "un"
    elif short and word == "veintiuno":
        word = "veintiún"
    return joined + word
