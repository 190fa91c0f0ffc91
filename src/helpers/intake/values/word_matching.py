"""Compares words without case, accents, punctuation, footnote marks or encoding errors."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MOJIBAKE = re.compile(r"[ÃÂ][^\x00-\x7fÀ-ÿ]|[ÃÂ][\u0080-\u00bf]")
_LOST = re.compile(r"(?<=[^\W\d_])(?:\ufffd|\?)(?=[^\W\d_])|\ufffd")
_UNIT = re.compile(r"\(\s*(?:en\s+)?(?:bs\.?|bolivianos|bob)\s*\)", re.IGNORECASE)
_MARK = re.compile(
    r"(?:\s*(?:\*+|[¹²³⁴-⁹]+|\(\s*(?:\*+|\d{1,2}|[a-z])\s*\)|\[\d{1,2}\]|\s\d{1,2}/))+\s*$", re.IGNORECASE
)
_WORDS = re.compile(r"[\W_]+")


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Return a text for comparison: lower case, without accents, its words separated by single blanks.

    `CAT. PROG.` and `cat_prog` both become `cat prog`. A per cent sign becomes the word `pct`, because `% devengado`
    differs from `devengado`. Bolivianos in brackets, `(Bs)` or `(en bolivianos)`, are dropped; another currency stays.
    """
    whole = _UNIT.sub(" ", repaired(text)).replace("%", " pct ")
    decomposed = unicodedata.normalize("NFKD", whole.casefold())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _WORDS.sub(" ", letters).strip()


def unmarked(text: str) -> str:
    """Return a text without the footnote marks at its end: `DGAA*` gives DGAA; one that is only marks stays."""
    bare = _MARK.sub("", text)
    return bare if bare.strip() else text


def repaired(text: str) -> str:
    """Undo the reading of UTF-8 as Windows-1252 (`DirecciÃ³n`); other texts are returned unchanged."""
    if not _MOJIBAKE.search(text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


@lru_cache(maxsize=65_536)
def has_broken_accents(text: str) -> bool:
    """Return whether an encoding error doubled accents of a text (`Ã³`) or lost them (`Direcci?n`)."""
    return repaired(text) != text or ("://" not in text and bool(_LOST.search(text)))
