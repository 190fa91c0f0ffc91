"""Checks the numbers of a text against a Book: numbers that no figure backs, and numbers that contradict a figure.

The checks prefer to miss a fault over reporting a false one. A typed number is a contradiction only if an indicator of
the same unit is named right before or after it, if no word between makes it a goal, a limit or a change, and if no unit
or period that the passage may mean has that value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.base.exact import exact, round_half_up, truncate
from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.settings.scales import PLAN_LEVELS
from helpers.texts.proofreading.number_mentions import SOMEBODY, Key, Lexicon, Mention
from helpers.texts.proofreading.passages import Passage, folded, passages
from helpers.texts.proofreading.typed_numbers import Typed, allowed_spans, typed_numbers
from helpers.texts.sentences.plain_reading import BOUND, PlainText, as_read
from helpers.texts.sentences.vocabulary import Said

FARTHEST = 120
"""Most characters between an indicator's name and a number that is taken as its value."""
NEAR = 30
"""Characters before an indicator's name in which a word may make it a goal, a gap or a change."""
PROPOSED = 3
"""Most figures proposed for a number."""
OTHER_MATTER = re.compile(
    r"\b(?:meta|program|previst|planific|esper|minim|maxim|umbral|superior|inferior|mayor|menor|mas de|menos de|hasta|"
    r"cerca|alrededor|aproximad|casi|frente|respecto|comparad|contra|limite|entre|ideal|rango|supera|por encima|"
    r"por debajo|variacion|subi|baj|aument|disminu|increment|reduj|reduc|crec|cay|diferencia|brecha|proyec|cerraria|"
    r"llegaria|tope|techo|compromet|deb[eí]|redonde|si hubiera)"
)
"""Words beside an indicator's name that make a number something other than the indicator's value."""
_OF = re.compile(r"^\s*(?:de|en|del)\s+(?:la\s+|el\s+|su\s+)?")


@dataclass(frozen=True)
class Remark:
    """A fault of one number in a text.

    Attributes
    ----------
    line : int
    text : str
        The number as written, with its unit.
    passage : str
        The text around it, for readers who look for it.
    contradicts : Figure or None
        The figure that the number seems to state, with another value.
    proposed : tuple of str
        Ids of the figures that the number may be.
    bound : Figure or None
        The figure that the text requests, if its words name another figure.
    """

    line: int
    text: str
    passage: str
    contradicts: Figure | None = None
    proposed: tuple[str, ...] = ()
    bound: Figure | None = None

    def __str__(self) -> str:
        """Return the number and the text around it, with `…` in place of each number of a figure."""
        return f"{self.text} («{self.passage.replace(BOUND, '…')}»)"


@dataclass(frozen=True)
class Reader:
    """Checks the numbers of texts against one Book."""

    book: Book

    def read(self, plain: PlainText, declared: Sequence[str] = ()) -> Iterator[Remark]:
        """Yield the faults of a text's numbers, passage by passage.

        A typed number is a fault even if it is right, because a template call should request it; dates, codes and
        other numbers of `allowed_spans` are none. A requested figure is a fault if the words name another figure.

        Parameters
        ----------
        plain : PlainText
            The text without markup.
        declared : sequence of str
            Phrases with numbers that the run's parameters allow.
        """
        for passage in passages(plain.text, BOUND):
            numbers = plain.numbers[passage.bound : passage.bound + passage.text.count(BOUND)]
            yield from self._in_passage(passage, numbers, declared)

    def _in_passage(self, passage: Passage, bound: Sequence[Said], declared: Sequence[str]) -> Iterator[Remark]:
        """Yield the faults of one passage; `bound` are the numbers of its marks, in order."""
        spans = list(allowed_spans(passage.text, declared))
        typed = [one for one in typed_numbers(passage.text) if not _within(one, spans)]
        if not typed and not bound:
            return
        talk = _Talk(self.book, self._lexicon, passage)
        for one in typed:
            about = talk.about(one.start, one.stop, one.unit or ("%" if "," in one.text else ""))
            against = talk.contradicted(about, one) if about else None
            # Propose the contradicted figure, or else the figures with the same value.
            proposed = (against.id,) if against else self._proposed(about, one, talk)
            yield Remark(passage.line_of(one.start), one.text, as_read(passage.text), against, proposed)
        for place, said in zip(_places(passage.text), bound, strict=True):
            other = talk.misplaced(place, said)
            if other is not None:
                told = as_read(passage.text)
                yield Remark(passage.line_of(place), said.text, told, other, (other.id,), said.figure)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon(self.book)

    @cached_property
    def _by_value(self) -> Mapping[Decimal, Sequence[Figure]]:
        """Figures of the run's own windows by printed value; without tasks, which are thousands."""
        windows = {self.book.period, self.book.period.accumulated()}
        found = (one for one in self.book if one.period in windows and one.level not in PLAN_LEVELS)
        return grouped(found, lambda figure: figure.rounded)

    def _proposed(self, about: Mention | None, typed: Typed, talk: _Talk) -> tuple[str, ...]:
        """Return ids of figures with a typed number's value, `PROPOSED` at most: those that the passage names first."""
        equal = [one for value in typed.readings for one in self._by_value.get(value, ())]
        if typed.scale > 1:
            top = {node.key for node in self.book.nodes_at("entidad")}
            equal = [one for some in self._by_value.values() for one in some if (one.level, one.code) in top]
            equal = [one for one in equal if one.unit == "Bs" and _equals(one, typed)]
        equal = [one for one in equal if typed.unit in ("", one.unit)]
        named = [one for one in (talk.candidates(about) if about else ()) if _equals(one, typed)]
        return tuple(dict.fromkeys(one.id for one in (*named, *sorted(equal, key=_depth))))[:PROPOSED]


@dataclass(frozen=True)
class _Talk:
    """The indicators, places and periods that one passage names."""

    book: Book
    lexicon: Lexicon
    passage: Passage

    @cached_property
    def _mentions(self) -> tuple[Mention, ...]:
        return self.lexicon.indicators(self.passage.text)

    @cached_property
    def _subjects(self) -> frozenset[Key]:
        """Places that the passage names; if none, those of its heading and the text before it, and the institution."""
        named = self.lexicon.subjects(self.passage.text)
        return named or (self.lexicon.subjects(f"{self.passage.heading}. {self.passage.before}") | self.lexicon.entity)

    @cached_property
    def _is_of_somebody_unnamed(self) -> bool:
        """Whether the passage speaks of a place other than the institution without naming it."""
        named = self.lexicon.subjects(self.passage.text) - self.lexicon.entity
        return not named and bool(SOMEBODY.search(folded(as_read(f"{self.passage.heading}. {self.passage.text}"))))

    @cached_property
    def _periods(self) -> frozenset[Period]:
        """Periods that the passage names; else those of its heading and earlier sentences, and the run's windows."""
        own = self.lexicon.periods(self.passage.text)
        if own is not None:
            return own
        above = self.lexicon.periods(f"{self.passage.heading}. {self.passage.before}") or frozenset()
        return above | {self.book.period, self.book.period.accumulated()}

    def about(self, start: int, stop: int, unit: str) -> Mention | None:
        """Return the indicator whose value a number is; None if unclear.

        It is the indicator right after the number (`34 % de …`), or else the last one named before it, if that one has
        the same unit and is near, and no figure, percentage, decimal number or word of `OTHER_MATTER` is in between.
        """
        text = self.passage.text
        after = next((one for one in self._mentions if one.start >= stop), None)
        if after is not None and _OF.fullmatch(text[stop : after.start]):
            return after
        before = [one for one in self._mentions if one.end <= start]
        if not before or start - before[-1].end > FARTHEST:
            return None
        between = folded(text[before[-1].end : start])
        is_taken = bool(re.search(rf"\d\s*%|\d,\d|{BOUND}", between))
        ahead = folded(text[max(0, before[-1].start - NEAR) : before[-1].start]).rpartition(",")[2]
        is_other = bool(OTHER_MATTER.search(between) or OTHER_MATTER.search(ahead))
        return None if is_taken or is_other or not self._measures(before[-1], unit) else before[-1]

    def _measures(self, mention: Mention, unit: str) -> bool:
        """Return whether the method gives a mentioned indicator this unit; false for an empty unit."""
        stated = self.book.method.get("indicadores", {}).get(mention.indicator, {})
        return bool(unit) and stated.get("unidad") == unit

    def candidates(self, mention: Mention) -> tuple[Figure, ...]:
        """Return the figures that an indicator's name may mean: one for each place and period of the passage.

        Combinations that the Book lacks are left out.
        """
        found = (
            self.book.get(mention.indicator, period, *key)
            for period in sorted(self._periods)
            for key in sorted(self._subjects)
        )
        return tuple(figure for figure in found if figure is not None)

    def contradicted(self, mention: Mention, typed: Typed) -> Figure | None:
        """Return the figure that a typed number contradicts; None if it agrees with a candidate or that is unclear.

        Of several candidates, it is the one since January, else the latest.
        """
        candidates = self.candidates(mention)
        if not typed.readings or not candidates or any(_equals(one, typed) for one in candidates):
            return None
        if self._is_of_somebody_unnamed or not self._measures(mention, typed.unit or candidates[0].unit):
            return None
        return max(candidates, key=lambda one: (one.period == self.book.period.accumulated(), one.period))

    def misplaced(self, place: int, said: Said) -> Figure | None:
        """Return the figure that the words beside a requested figure name instead of it; None if they agree.

        It is a figure of another indicator with another printed value, of the same place and period if there is one.
        None also if the words are unclear.
        """
        figure = said.figure
        if figure is None or said.form or figure.indicator not in self.book.method.get("indicadores", {}):
            return None
        mention = self.about(place, place + 1, figure.unit)
        if mention is None or mention.indicator == figure.indicator or self._is_of_somebody_unnamed:
            return None
        # «0,02 % de su presupuesto vigente» is a share of that amount.
        if not self._measures(mention, figure.unit) or (figure.level, figure.code) not in self._subjects:
            return None
        candidates = self.candidates(mention)
        if not candidates or any(one.rounded == figure.rounded for one in candidates):
            return None
        alike = (figure.period, figure.level, figure.code)
        return next((one for one in candidates if (one.period, one.level, one.code) == alike), candidates[0])


def _equals(figure: Figure, typed: Typed) -> bool:
    """Return whether a number is a figure's value, rounded or cut to the number's decimals; the sign may be missing."""
    for value in typed.readings:
        decimals = max(0, -int(value.as_tuple().exponent))
        scaled = exact(figure.rounded) / typed.scale
        shown = round_half_up(scaled, decimals)
        if value in (shown, abs(shown), truncate(scaled, decimals)):
            return True
    return False


def _within(typed: Typed, spans: Iterable[tuple[int, int]]) -> bool:
    """Return whether a number lies in one of some spans."""
    return any(start <= typed.start and typed.end <= end for start, end in spans)


def _places(text: str) -> Iterator[int]:
    """Yield the positions of the marks of figures in a text."""
    return (found.start() for found in re.finditer(BOUND, text))


def _depth(figure: Figure) -> tuple[int, str]:
    """Sort key that places the institution's figures before those of its parts."""
    order = ("entidad", "servicio", "area", "acp", "tipo", "unidad")
    return (order.index(figure.level) if figure.level in order else len(order), figure.id)
