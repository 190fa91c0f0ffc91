"""Names of the data inside a sentence: with their article, after a preposition, and a long one in a short form."""

from __future__ import annotations

import re

CONTRACTED = {"de": "del", "a": "al"}
"""What each preposition and the article «el» become together."""
ARTICLES = {"el": "del", "la": "de la", "los": "de los", "las": "de las"}
"""What «de» and each article become together."""
_EXCEPTIONS = {"área": "el", "area": "el", "gabinete": "el", "serv.": "el", "tribunal": "el", "hospital": "el"}
"""First words whose ending does not tell the article, in lower case."""
_ENDINGS = (
    ("los", ("os", "ores", "amas", "emas")),
    ("las", ("as", "ades", "iones")),
    ("el", ("o", "or", "ama", "ema")),
    ("la", ("a", "dad", "ión", "cion", "sion")),
)
"""Endings of the first word of a name that usually tell its article, the plural ones first."""
LONGEST_WHOLE = 12
"""Words of the longest name that a sentence repeats whole, and of the longest short form where the name allows it."""
_BREAK = re.compile(r";|,?\s(?=(?:para|mediante|en|con|hacia|respecto|así como|a través)\b)|,\s(?=\w+(?:ando|iendo)\b)")
"""Where a phrase of a name ends: what follows is a complement that the short form can leave out."""


def article_of(name: str) -> str:
    """Return `el`, `la`, `los` or `las` for a name, by its first word; empty where the ending does not tell."""
    if _is_acronym(name):
        return ""
    word = name.split(maxsplit=1)[0].lower() if name.strip() else ""
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    return next((article for article, endings in _ENDINGS if word.endswith(endings)), "")


def with_article(name: str) -> str:
    """Return a name with its article: `la Dirección Jurídica`.

    An acronym stays as it is; another name whose article is not known is in quotes: `«Rosa Roja»`.
    """
    if _begins_with_article(name):
        return f"{name[:1].lower()}{name[1:]}"
    article = article_of(name)
    plain = name if _is_acronym(name) else f"«{name}»"
    return f"{article} {name}" if article else plain


def after(preposition: str, name: str) -> str:
    """Return a name with its article after a preposition: `del Viceministerio…`, `al Consulado…`, `con la Unidad…`."""
    named = with_article(name)
    first, _, rest = named.partition(" ")
    joined = CONTRACTED.get(preposition) if first == "el" else None
    return f"{joined} {rest}" if joined and rest else f"{preposition} {named}"


def of_institution(name: str) -> str:
    """Return an institution's name after «de», with its article: `del Ministerio de…`, `de la Aduana…`.

    A name that begins with an article keeps it; where the article is not known, the result is `de la entidad …`.
    """
    is_known = _begins_with_article(name) or bool(article_of(name))
    return after("de", name) if is_known else f"de la entidad {name}"


def _begins_with_article(name: str) -> bool:
    first, _, rest = name.partition(" ")
    return first.lower() in ARTICLES and bool(rest)


def _is_acronym(name: str) -> bool:
    """Tell whether a name is capitals only, with at most numbers after them: `DDOR`, `ACP 1`."""
    first, *others = name.split() or [""]
    return first.isupper() and all(any(letter.isdigit() for letter in word) for word in others)


def short_name(name: str) -> str:
    """Return the first words of a long name, up to the end of a phrase; a name of `LONGEST_WHOLE` words stays whole.

    The longest such beginning with at most `LONGEST_WHOLE` words is taken, or the shortest one if all have more. What
    a colon announces is never cut: nothing after the first colon counts. A name without such an end stays whole.
    """
    if len(name.split()) <= LONGEST_WHOLE:
        return name
    told = name.partition(":")[0]
    beginnings = [told[: found.start()].rstrip(" ,;") for found in _BREAK.finditer(told)]
    beginnings = [one for one in beginnings if len(one.split()) > 2]
    fitting = [one for one in beginnings if len(one.split()) <= LONGEST_WHOLE]
    return fitting[-1] if fitting else next(iter(beginnings), name)
