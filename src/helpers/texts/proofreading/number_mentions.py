"""Finds the indicators, places and periods that a passage mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from helpers.base.periods import Period
from helpers.base.written_values import MONTHS_BY_NAME
from helpers.figures.book import Book
from helpers.figures.records import Node
from helpers.figures.subjects import acp_rows
from helpers.texts.proofreading.passages import folded
from helpers.texts.sentences.plain_reading import SHORTEST_NAME, as_read

Key = tuple[str, str]
"""Level and code."""
OTHER_WORDS = {
    "ejecucion presupuestaria": "ejecucion_financiera",
    "ejecucion del presupuesto": "ejecucion_financiera",
    "ejecucion fisica": "avance_fisico",
    "se devengaron": "devengado",
    "se devengo": "devengado",
}
"""Other common names of indicators."""
ENTITY_WORDS = re.compile(r"\b(?:la entidad|la institucion|el ministerio|el servicio general)\b")
SOMEBODY = re.compile(
    r"\b(?:unidad|area|direccion|viceministeri|embajad|consul|representacion|puesto|servicio|accion|acp|categoria|"
    r"programa|proyecto|fuente|partida|grupo|organismo|tarea|operacion|jefatura|oficina|departamento|mayor|menor|"
    r"maxim|minim|mejor|peor|promedio|media\b|cada\b|otr[oa]s?\b|algun|tipo)"
)
"""Words for a place other than the institution, without telling which one."""

NOTHING = "(?!)"
"""A pattern that matches nothing."""
_ORDINAL = {"primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?:\s+(?:del?\s+)?(?:la\s+gestion\s+|ano\s+)?(?P<year>(?:19|20)\d\d))?"
_WINDOWS = re.compile(
    r"(?:(?P<quarter>primer|segundo|tercer|cuarto|[1-4](?:\.?º|\.?o|\.er)?)\s+trimestre|"
    r"(?P<half>primer|segundo|[12](?:\.?º|\.?o|\.er)?)\s+semestre|"
    r"(?P<to>(?:al|hasta\s+el)\s+\d{1,2}\s+de\s+|hasta\s+|a\s+)?\b(?P<month>" + "|".join(MONTHS_BY_NAME) + r")\b|"
    r"(?P<past>(?:trimestre|periodo)\s+(?:anterior|pasado))|"
    r"\b(?P<whole>gestion|ano|en|durante)(?=\s+(?:19|20)\d\d))" + _YEAR
)
_CODE = re.compile(r"\b((?:19|20)\d\d-(?:t[1-4]|s[12]|anual))\b")
_PAST_YEAR = re.compile(r"\b(?:gestion|ano)\s+(?:anterior|pasad[oa])|mismo\s+(?:periodo|trimestre)\s+de")


@dataclass(frozen=True)
class Mention:
    """An indicator named in a passage, with the start and end of its name."""

    indicator: str
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """The words that name a Book's indicators and places."""

    book: Book

    @cached_property
    def _indicators(self) -> Mapping[str, str]:
        """Indicators by their folded names: those of the method, then `OTHER_WORDS`."""
        named = self.book.method.get("indicadores", {})
        own = {folded(str(stated["nombre"])): key for key, stated in named.items()}
        return own | {words: key for words, key in OTHER_WORDS.items() if key in named and words not in own}

    @cached_property
    def _indicator_words(self) -> re.Pattern[str]:
        return _any_of(self._indicators)

    @cached_property
    def _subjects(self) -> Mapping[str, Key]:
        """Places by folded name, and by abbreviation or code as written; of equal words, the first node's."""
        return {words: node.key for node in reversed(self.book.nodes) for words in _names(node)}

    @cached_property
    def _subject_words(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Patterns of the names of places, in folded texts, and of abbreviations and codes."""
        short = [words for words in self._subjects if words.isupper() or not words.islower()]
        return _any_of(words for words in self._subjects if words not in short), _any_of(short)

    @cached_property
    def _action_words(self) -> re.Pattern[str]:
        codes = "|".join(re.escape(row.code) for row in acp_rows(self.book)) or NOTHING
        return re.compile(rf"\b(?:ACP|acci[oó]n(?: de corto plazo)?)\s+({codes})\b")

    def indicators(self, text: str) -> tuple[Mention, ...]:
        """Return the indicators named in a passage, in order; the longest name wins if several begin alike.

        Capitals and accents do not matter. Names are the method's, and those of `OTHER_WORDS`.
        """
        found = self._indicator_words.finditer(folded(text))
        return tuple(Mention(self._indicators[one[0]], one.start(), one.end()) for one in found)

    def subjects(self, text: str) -> frozenset[Key]:
        """Return level and code of the nodes and short-term actions named in a passage; empty if it names none.

        Nodes are recognised by a name of at least six characters, and by an acronym or code in capitals; the
        institution also by words such as «la entidad»; an action by its code after «ACP» or «acción». Of nodes that
        share a name, only the first is returned; a longer name hides a shorter one in it.
        """
        by_name, by_sigla = self._subject_words
        text = as_read(text)
        plain = folded(text)
        found = {self._subjects[one[0]] for one in by_name.finditer(plain)}
        found |= {self._subjects[one[0]] for one in by_sigla.finditer(text)}
        found |= {("acp", one[1]) for one in self._action_words.finditer(text)}
        return frozenset(found | (self.entity if ENTITY_WORDS.search(plain) else set()))

    @cached_property
    def entity(self) -> frozenset[Key]:
        """Level and code of the institution, as a set of one; empty if the Book has no nodes."""
        return frozenset(node.key for node in self.book.nodes_at("entidad"))

    def periods(self, text: str) -> frozenset[Period] | None:
        """Return the periods that a passage may mean; None if it mentions none.

        A month may also mean the window from January to it, or the quarter that it ends; «acumulado» alone, the run's
        window from January. Words without a year mean the run's year. Empty for words whose period is unknown, such as
        «la gestión anterior».
        """
        plain = folded(text)
        found: set[Period] = set()
        told = bool(_PAST_YEAR.search(plain))
        for one in _WINDOWS.finditer(plain):
            told = True
            found |= set(self._window(one))
        for one in _CODE.finditer(plain):
            told = True
            year, window = one[1].split("-")
            found.add(Period.parse(f"{year}-{window if window == 'anual' else window.upper()}"))
        if re.search(r"\bacumulad", plain) and not told:
            return frozenset({self.book.period.accumulated()})
        return frozenset(found) if told else None

    def _window(self, one: re.Match[str]) -> Iterator[Period]:
        """Yield the periods that a match of `_WINDOWS` may mean."""
        year = int(one["year"] or self.book.period.year)
        if one["quarter"]:
            last = 3 * _ORDINAL[one["quarter"] if one["quarter"].isalpha() else one["quarter"][0]]
            yield Period(year, last - 2, last)
        elif one["half"]:
            last = 6 * _ORDINAL[one["half"] if one["half"].isalpha() else one["half"][0]]
            yield Period(year, last - 5, last)
        elif one["month"]:
            last = MONTHS_BY_NAME[one["month"]]
            # «Al 30 de junio», «a junio»: the accumulated window, the month, or the quarter that ends there.
            yield from (Period(year, 1, last), Period(year, last, last), *_quarter(year, last))
        elif one["past"] and (before := self.book.period.previous_quarter()):
            yield before
        elif one["whole"]:
            yield from self.of_year(year)

    def of_year(self, year: int) -> frozenset[Period]:
        """Return the periods that a year may mean: itself; for the run's year, also its period and the year so far."""
        if year == self.book.period.year:
            return frozenset({self.book.period, self.book.period.accumulated(), Period(year, 1, 12)})
        return frozenset({Period(year, 1, 12)})


def _quarter(year: int, last: int) -> tuple[Period, ...]:
    """Return the quarter that ends with a month, as a tuple of one; empty for another month."""
    return (Period(year, last - 2, last),) if last % 3 == 0 else ()


def _names(node: Node) -> Iterator[str]:
    """Yield the names of a node: its full name if long enough, and its abbreviation and code if in capitals."""
    if len(node.name) >= SHORTEST_NAME:
        yield folded(node.name)
    for short in (node.sigla, node.code):
        if len(short) > 1 and short.isupper():
            yield short


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches the words, whole and the longest first; without words it matches nothing."""
    ordered = map(re.escape, sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(ordered) or NOTHING})(?![\w/-])")
