"""Finds the numbers typed in a passage, with their unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from helpers.base.python_extras import not_none

_NUMBER = re.compile(r"(?<![\w,.])(?:[−-](?=\d))?\d+(?:[.,]\d+)*")
_AFTER = re.compile(
    r"\s*(?P<percent>%|por\s+ciento\b)|\s*(?P<points>puntos?\b|p\.\s?p\.)|"
    r"\s*(?P<scale>mil\s+millones|millones|millón|mil)?(?P<money>\s*(?:de\s+)?(?:bolivianos\b|Bs\b))?",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"\bBs\.?\s*$", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"(?:\b(?:cero|un|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|"
    r"dieci\w+|veint\w+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|\w+cient[oa]s|"
    r"quinient[oa]s|mil|mill[oó]n|millones|y|coma|con|punto)\b\s*)+(?P<unit>por\s+ciento\b|(?:de\s+)?bolivianos\b)",
    re.IGNORECASE,
)
_SCALES = {"mil millones": 10**9, "millones": 10**6, "millón": 10**6, "mil": 10**3}


@dataclass(frozen=True)
class Typed:
    """A typed number.

    Attributes
    ----------
    text : str
        As typed, with its unit.
    start, end : int
        Span of its digits in the passage.
    stop : int
        End of its unit.
    readings : tuple of Decimal
        Possible values, most likely first: `1.234` is 1234, or else 1.234 with a decimal point. Empty for words.
    unit : str
        `%`, `Bs`, `puntos`, or empty if none is named.
    scale : int
        Factor of the digits by the word after them: 10**9 (`mil millones`), 10**6, 10**3 or 1.
    """

    text: str
    start: int
    end: int
    stop: int
    readings: tuple[Decimal, ...]
    unit: str
    scale: int = 1


def typed_numbers(text: str) -> Iterator[Typed]:
    """Yield the numbers of a passage in digits, then percentages and amounts in words."""
    for found in _NUMBER.finditer(text):
        yield _typed(text, found)
    for found in _IN_WORDS.finditer(text):
        if not re.search(r"\d\s*$", text[: found.start()]):
            unit = "%" if "por" in found["unit"].lower() else "Bs"
            yield Typed(found[0].strip(), found.start(), found.end(), found.end(), (), unit)


def _typed(text: str, found: re.Match[str]) -> Typed:
    after = not_none(_AFTER.match(text, found.end()))
    before = _MONEY_BEFORE.search(text, 0, found.start())
    unit, scale, stop = "", 1, found.end()
    if after["percent"] or after["points"]:
        unit, stop = "%" if after["percent"] else "puntos", after.end()
    elif after["money"] or before:
        unit, stop = "Bs", after.end()
    if after["scale"] and (unit == "Bs" or "mill" in after["scale"]):
        scale, stop = _SCALES[" ".join(after["scale"].lower().split())], after.end()
    start = before.start() if before else found.start()
    return Typed(text[start:stop].strip(), found.start(), found.end(), stop, readings(found[0]), unit, scale)


def readings(digits: str) -> tuple[Decimal, ...]:
    """Return the possible values of digits, the Bolivian notation `1.234,56` first, then `1,234.56`."""
    sign, body = ("-", digits[1:]) if digits[0] in "−-" else ("", digits)
    ours = body.replace(".", "").replace(",", ".", 1)
    theirs = body.replace(",", "")
    is_ours = bool(re.fullmatch(r"\d{1,3}(?:\.\d{3})*(?:,\d+)?|\d+(?:,\d+)?", body))
    is_theirs = bool(re.fullmatch(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?", body))
    found = [text for text, fits in ((ours, is_ours), (theirs, is_theirs)) if fits]
    return tuple(dict.fromkeys(Decimal(sign + text) for text in found))
