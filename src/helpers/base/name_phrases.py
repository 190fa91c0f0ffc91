"""Names of the data inside a sentence: with their article, after a preposition, and a long one in a short form."""

from __future__ import annotations

import re

from helpers.base.display import is_feminine, lower_first, number_es

ARTICLES = ("el", "la", "los", "las")
_CONTRACTED = {"de": "del", "a": "al"}
_OFFICES = {
    "el": (
        "archivo área area banco centro comité consejo consulado departamento despacho equipo fondo gabinete gobierno "
        "hospital instituto laboratorio ministerio museo observatorio órgano programa proyecto servicio tribunal "
        "viceconsulado viceministerio primer segundo tercer cuarto"
    ),
    "la": (
        "academia aduana agencia alcaldía asamblea asesoría auditoría caja cámara contraloría coordinadora defensoría "
        "embajada empresa escuela fiscalía gerencia gestoría jefatura oficina policía procuraduría secretaría "
        "subsecretaría superintendencia tesorería universidad ventanilla"
    ),
}
"""Nouns with which names of offices begin, and ordinals of quarters, by their article. Other words may be places:
`Oruro`."""
_SHORTENED = {"serv.": "el", "dir.": "la"}
_NOT_BY_RULE = {"áreas": "las", "areas": "las"}
"""«El área» is feminine: only its singular has that article."""
_PLACES = "ascension ascensión asuncion asunción concepcion concepción encarnacion encarnación trinidad"
"""Towns that end as an abstract noun does and have no article."""
_ENDINGS = (("las", ("ciones", "siones", "dades")), ("la", ("ción", "cion", "sión", "sion", "stión", "stion", "dad")))
"""Endings of abstract nouns, which have this article."""
SHORTEST_NOUN = 4
"""Letters of a unit of measure from which it is taken for a word and not for a symbol."""
LONGEST_WHOLE = 12
"""Words of the longest name that a sentence repeats whole, and of the longest short form where the name allows it."""
_QUOTES = ("«»", "“”", "‘’")
"""Opening and closing quotes of each level."""
_BREAK = re.compile(r";|,?\s(?=(?:para|mediante|en|con|hacia|respecto|así como|a través)\b)|,\s(?=\w+(?:ando|iendo)\b)")
"""Where a phrase of a name ends: what follows is a complement that the short form can leave out."""


def article_of(name: str) -> str:
    """Return `el`, `la`, `los` or `las` for a name, by its first word; empty for acronyms or where it does not tell."""
    if _is_acronym(name):
        return ""
    word = name.split(maxsplit=1)[0].lower().rstrip(",;") if name.strip() else ""
    if word in _ARTICLE_OF:
        return _ARTICLE_OF[word]
    return next((one for one, ends in _ENDINGS if word.endswith(ends)), "")


def with_article(name: str) -> str:
    """Return a name with its article: `la Dirección Jurídica`.

    An acronym stays as it is, and so does a place whose name has its own article (`La Paz`). Another name whose article
    is not known is in quotes: `«Rosa Roja»`.
    """
    if _is_acronym(name) or _begins_with_article(name):
        return name
    article = article_of(name)
    return f"{article} {name}" if article else f"«{name}»"


def after(preposition: str, name: str) -> str:
    """Return a name with its article after a preposition: `del Viceministerio…`, `al Consulado…`, `con la Unidad…`."""
    return contracted(preposition, with_article(name))


def contracted(preposition: str, phrase: str) -> str:
    """Return a phrase after a preposition: `del servicio central`; a capital `El` is part of a name: `de El Alto`."""
    first, _, rest = phrase.partition(" ")
    joined = _CONTRACTED.get(preposition) if first == "el" and rest else None
    return f"{joined} {rest}" if joined else f"{preposition} {phrase}"


def indicator_with_article(name: str, preposition: str = "") -> str:
    """Return an indicator's name inside a sentence, with its article: `el avance físico`, `de la eficacia ponderada`.

    A method may call it as it likes, so the article follows the gender of its first word.
    """
    name = lower_first(name)
    phrase = f"{'la' if is_feminine(name.split()[0]) else 'el'} {name}"
    return contracted(preposition, phrase) if preposition else phrase


def of_institution(name: str) -> str:
    """Return an institution's name after «de», with its article: `del Ministerio de…`, `de la Aduana…`.

    A name that begins with an article keeps it; where the article is not known, the result is `de la entidad …`.
    """
    is_known = _begins_with_article(name) or bool(article_of(name))
    return after("de", name) if is_known else f"de la entidad {name}"


def _begins_with_article(name: str) -> bool:
    first, _, rest = name.partition(" ")
    return first.lower() in ARTICLES and bool(rest)


def _plural(noun: str) -> str:
    return f"{noun}s" if noun[-1] in "aeiouéí" else f"{noun}es"


_ARTICLE_OF = {
    word: one
    for article, nouns in _OFFICES.items()
    for noun in nouns.split()
    for word, one in ((noun, article), (_plural(noun), {"el": "los", "la": "las"}[article]))
}
_ARTICLE_OF |= _SHORTENED | _NOT_BY_RULE | dict.fromkeys(_PLACES.split(), "")


def _is_acronym(name: str) -> bool:
    """Tell whether a name is capitals only, with at most numbers after them: `DDOR`, `ACP 1`."""
    first, *others = name.split() or [""]
    return first.isupper() and all(any(letter.isdigit() for letter in word) for word in others)


def number_with_noun(count: int, one: str, many: str) -> str:
    """Return a count in figures with its noun: `1 informe`, `1.234 informes`."""
    return f"{number_es(count)} {one if count == 1 else many}"


def several_of(unit: str) -> str:
    """Return a unit of measure as said of several: `trámites` of `trámite`, `inspecciones` of `inspección`.

    Only a single lowercase word of at least four letters that ends in a vowel or in «ión» changes; plurals, symbols,
    phrases and words such as `personal` stay as they are.
    """
    is_noun = unit.isalpha() and unit.islower() and len(unit) >= SHORTEST_NOUN
    if is_noun and unit.endswith("ión"):
        return f"{unit[:-2]}ones"
    return f"{unit}s" if is_noun and unit[-1] in "aeoé" else unit


def set_off(name: str) -> str:
    """Return a name as it stands in a sentence: one that contains a comma ends in another, `Ana Rojas, Directora,`."""
    return f"{name}," if "," in name else name


def nested_quotes(text: str) -> str:
    """Return a text of the same length whose quotes inside quotes differ: `«Centro «Yaku»»` → `«Centro “Yaku”»`.

    A third level has single quotes. A text in which some quote is not closed, or closed twice, stays as it is.
    """
    depth, written = 0, []
    for letter in text:
        depth -= letter == "»"
        if depth < 0:
            return text
        place = min(depth, len(_QUOTES) - 1)
        written.append(_QUOTES[place]["«»".index(letter)] if letter in "«»" else letter)
        depth += letter == "«"
    return text if depth else "".join(written)


def _is_open(text: str) -> bool:
    """Return whether a text ends within quotes or brackets: it has more that open than that close, or an odd `"`."""
    is_quoted = text.count('"') % 2 == 1
    return is_quoted or any(text.count(pair[0]) > text.count(pair[1]) for pair in (*_QUOTES[:2], "()"))


def short_name(name: str) -> str:
    """Return the first words of a long name, up to the end of a phrase; a name of `LONGEST_WHOLE` words stays whole.

    The longest such beginning with at most `LONGEST_WHOLE` words is taken, or the shortest one if all have more. What
    a colon announces is never cut: nothing after the first colon counts; nor does a phrase end within quotes or
    brackets. Then `…` says that it was cut. A name without such an end stays whole.
    """
    if len(name.split()) <= LONGEST_WHOLE:
        return name
    told = name.partition(":")[0]
    beginnings = [told[: found.start()].rstrip(" ,;") for found in _BREAK.finditer(told)]
    beginnings = [one for one in beginnings if len(one.split()) > 2 and not _is_open(one)]
    fitting = [one for one in beginnings if len(one.split()) <= LONGEST_WHOLE]
    short = fitting[-1] if fitting else next(iter(beginnings), "")
    return f"{short}…" if short else name
