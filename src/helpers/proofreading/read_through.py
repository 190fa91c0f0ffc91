"""A text read through against a Book: numbers bound to no figure, and numbers that contradict the figure they speak of.

It errs on the side of silence. A number is called a contradiction only where its passage names an indicator of the same
unit right before it, without words that make of it a goal, a limit or a change, and where nobody that the passage may
be speaking of has that value, in any window that it may mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.book import Book
from helpers.exact import exact, round_half_up, truncate
from helpers.periods import Period
from helpers.proofreading.allowed import allowed_spans
from helpers.proofreading.mentions import SOMEBODY, Key, Lexicon, Mention
from helpers.proofreading.passages import Passage, folded, passages
from helpers.proofreading.typed import Typed, typed_numbers
from helpers.scales import PLAN_LEVELS
from helpers.sentences.plain import BOUND, PlainText, as_read
from helpers.sentences.vocabulary import Said
from helpers.trace import Figure

FARTHEST = 120
"""Characters between an indicator's name and the number that is taken to be its own."""
NEAR = 30
"""Characters before an indicator's name in which it is told that it is a goal, a gap or a change of it."""
PROPOSED = 3
OTHER_MATTER = re.compile(
    r"\b(?:meta|program|previst|planific|esper|minim|maxim|umbral|superior|inferior|mayor|menor|mas de|menos de|hasta|"
    r"cerca|alrededor|aproximad|casi|frente|respecto|comparad|contra|limite|entre|ideal|rango|supera|por encima|"
    r"por debajo|variacion|subi|baj|aument|disminu|increment|reduj|reduc|crec|cay|diferencia|brecha|proyec|cerraria|"
    r"llegaria|tope|techo|compromet|deb[eí]|redonde|si hubiera)"
)
"""Between a name and a number, words that make the number something other than the indicator's value."""
_OF = re.compile(r"^\s*(?:de|en|del)\s+(?:la\s+|el\s+|su\s+)?")


@dataclass(frozen=True)
class Remark:
    """What is wrong with a number of a text.

    Attributes
    ----------
    line : int
    text : str
        The number as it stands, with its unit.
    passage : str
        Where it stands, for whoever looks for it.
    contradicts : Figure or None
        The figure it seems to speak of, where it says another thing.
    proposed : tuple of str
        Ids of the figures that it may be.
    bound : Figure or None
        The figure that the text asks for, where it speaks of another.
    """

    line: int
    text: str
    passage: str
    contradicts: Figure | None = None
    proposed: tuple[str, ...] = ()
    bound: Figure | None = None

    def __str__(self) -> str:
        return f"{self.text} («{self.passage.replace(BOUND, '…')}»)"


@dataclass(frozen=True)
class Reader:
    """Reads texts through, over one Book."""

    book: Book

    def read(self, plain: PlainText, declared: Sequence[str] = ()) -> Iterator[Remark]:
        """Everything that is wrong with the numbers of a text, in its order.

        Parameters
        ----------
        declared : sequence of str
            Phrases that the run's parameters allow.
        """
        for passage in passages(plain.text, BOUND):
            numbers = plain.numbers[passage.bound : passage.bound + passage.text.count(BOUND)]
            yield from self._in_passage(passage, numbers, declared)

    def _in_passage(self, passage: Passage, bound: Sequence[Said], declared: Sequence[str]) -> Iterator[Remark]:
        spans = allowed_spans(passage.text, declared)
        typed = [one for one in typed_numbers(passage.text) if not _within(one, spans)]
        if not typed and not bound:
            return
        talk = _Talk(self.book, self._lexicon, passage)
        for one in typed:
            about = talk.about(one.start, one.stop, one.unit or ("%" if "," in one.text else ""))
            against = talk.contradicted(about, one) if about else None
            # What it is taken for where it says what some figure says; otherwise what it contradicts.
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
    def _by_value(self) -> Mapping[tuple[str, Decimal], tuple[Figure, ...]]:
        """Figures of the run's own windows, by unit and printed value; tasks apart, of which there are thousands."""
        found: dict[tuple[str, Decimal], list[Figure]] = {}
        windows = {self.book.period, self.book.period.accumulated()}
        for figure in self.book:
            if figure.period in windows and figure.level not in PLAN_LEVELS:
                found.setdefault((figure.unit, figure.rounded), []).append(figure)
        return {key: tuple(figures) for key, figures in found.items()}

    def _proposed(self, about: Mention | None, typed: Typed, talk: _Talk) -> tuple[str, ...]:
        units = (typed.unit,) if typed.unit else self._units_of(typed)
        equal = [one for unit in units for value in typed.readings for one in self._by_value.get((unit, value), ())]
        if typed.scale > 1:
            top = {node.key for node in self.book.nodes_at("entidad")}
            equal = [one for (unit, _), some in self._by_value.items() if unit == "Bs" for one in some]
            equal = [one for one in equal if (one.level, one.code) in top and _says(one, typed)]
        named = [one for one in (talk.candidates(about) if about else ()) if _says(one, typed)]
        return tuple(dict.fromkeys(one.id for one in (*named, *sorted(equal, key=_depth))))[:PROPOSED]


    def _units_of(self, typed: Typed) -> tuple[str, ...]:
        """What a number without a unit may measure: with decimals, a share or an amount; whole, something counted."""
        units = {unit for unit, _ in self._by_value}
        measured = tuple(unit for unit in ("%", "puntos", "Bs") if unit in units)
        first = next(iter(typed.readings), None)
        is_whole = first is not None and first == first.to_integral_value() and "," not in typed.text
        return tuple(sorted(units - {*measured})) if is_whole else measured


@dataclass(frozen=True)
class _Talk:
    """What one passage speaks of."""

    book: Book
    lexicon: Lexicon
    passage: Passage

    @cached_property
    def _mentions(self) -> tuple[Mention, ...]:
        return self.lexicon.indicators(self.passage.text)

    @cached_property
    def _subjects(self) -> frozenset[Key]:
        """Whom it names; what it does not name may be what the heading or the paragraph is about, or the entity."""
        named = self.lexicon.subjects(self.passage.text)
        return named or (self.lexicon.subjects(f"{self.passage.heading}. {self.passage.before}") | self.lexicon.entity)

    @cached_property
    def _is_of_somebody_unnamed(self) -> bool:
        named = self.lexicon.subjects(self.passage.text) - self.lexicon.entity
        return not named and bool(SOMEBODY.search(folded(as_read(f"{self.passage.heading}. {self.passage.text}"))))

    @cached_property
    def _periods(self) -> frozenset[Period]:
        own = self.lexicon.periods(self.passage.text)
        if own is not None:
            return own
        above = self.lexicon.periods(f"{self.passage.heading}. {self.passage.before}") or frozenset()
        return above | {self.book.period, self.book.period.accumulated()}

    def about(self, start: int, stop: int, unit: str) -> Mention | None:
        """The indicator whose value a number is: the last one named before it, or the one right after (`34 % de …`)."""
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
        stated = self.book.method.get("indicadores", {}).get(mention.indicator, {})
        return bool(unit) and stated.get("unidad") == unit

    def candidates(self, mention: Mention) -> tuple[Figure, ...]:
        """The figures that a passage may mean by an indicator's name."""
        found = (
            self.book.get(mention.indicator, period, *key)
            for period in sorted(self._periods)
            for key in sorted(self._subjects)
        )
        return tuple(figure for figure in found if figure is not None)

    def contradicted(self, mention: Mention, typed: Typed) -> Figure | None:
        """The figure that a typed number contradicts; None where it agrees with one, or nobody knows with which."""
        candidates = self.candidates(mention)
        if not typed.readings or not candidates or any(_says(one, typed) for one in candidates):
            return None
        if self._is_of_somebody_unnamed or not self._measures(mention, typed.unit or candidates[0].unit):
            return None
        return max(candidates, key=lambda one: (one.period == self.book.period.accumulated(), one.period))

    def misplaced(self, place: int, said: Said) -> Figure | None:
        """The figure that a passage speaks of, where it asks for one of another indicator."""
        figure = said.figure
        if figure is None or said.form or figure.indicator not in self.book.method.get("indicadores", {}):
            return None
        mention = self.about(place, place + 1, figure.unit)
        if mention is None or mention.indicator == figure.indicator or self._is_of_somebody_unnamed:
            return None
        if (figure.level, figure.code) not in self._subjects:
            return None
        candidates = self.candidates(mention)
        agrees = any(one.rounded == figure.rounded for one in candidates)
        return candidates[0] if candidates and not agrees else None


def _says(figure: Figure, typed: Typed) -> bool:
    """Whether a number is a figure's, with as many decimals as it was typed; cut short, too."""
    for value in typed.readings:
        decimals = max(0, -int(value.as_tuple().exponent))
        scaled = exact(figure.rounded) / typed.scale
        shown = round_half_up(scaled, decimals)
        if value in (shown, abs(shown), truncate(scaled, decimals)):
            return True
    return False


def _within(typed: Typed, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= typed.start and typed.end <= end for start, end in spans)


def _places(text: str) -> Iterator[int]:
    return (found.start() for found in re.finditer(BOUND, text))


def _depth(figure: Figure) -> tuple[int, str]:
    """The institution's own figures before those of its parts."""
    order = ("entidad", "servicio", "area", "acp", "tipo", "unidad")
    return (order.index(figure.level) if figure.level in order else len(order), figure.id)
