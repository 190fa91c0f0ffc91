"""Checks that a section makes by repeating the Book's figures (*comprobaciones*).

A difference does not stop the notebook: the record shows it, and the runner reads it from the executed notebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import unescape
from itertools import zip_longest
from numbers import Rational
from typing import NamedTuple, TypeGuard

from markupsafe import Markup, escape

from helpers.base.display import MISSING, number_es
from helpers.base.exact import exact, plain_text

MIME = "application/vnd.poa.comprobacion+json"
ABSENT = "(no está)"
MOST_DECIMALS = 10
"""Decimals shown of a value; the comparison uses all."""
_MARK = re.compile(r"""data-cifra=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"'>]+))""")
WRITTEN = "calculo-"
"""Beginning of the ids of the calculation cells that a section writes."""
VALUES, FIGURES, GRADES = "valores", "cifras", "calificaciones"
"""What a check compares; of figures and grades it is also the key of their ids in the saved check."""
NOUNS = {
    VALUES: ("valor repetido", "valores repetidos", "ninguno", "uno"),
    FIGURES: ("cifra repetida", "cifras repetidas", "ninguna", "una"),
    GRADES: ("calificación repetida", "calificaciones repetidas", "ninguna", "una"),
}
"""One and several of what was compared, and the words for none and for a single one that differs."""
SHOWN, WHOLE = 5, 100
"""Rows shown if all values of a check agree; checks of figures or grades show all rows up to `WHOLE`."""

Plain = Mapping[str, object]
_HEADERS = ("Elemento", "Repetido", "Libro", "Diferencia")
_MISSING = object()


@dataclass(frozen=True)
class Compared:
    """A repeated value beside the Book's value, both as text with a decimal point.

    Attributes
    ----------
    element : str
        Name of the value: the figure's id, if it is a figure.
    repeated, book, difference : str
        `difference` is empty if the values agree or are not both numbers.
    agrees : bool
        Whether the values are exactly equal.
    inputs : tuple of tuple
        Name and value of what the repeated value was worked out from; empty where a cell shows it otherwise.
    """

    element: str
    repeated: str
    book: str
    difference: str = ""
    agrees: bool = False
    inputs: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The element, both values and the difference, in the order of the columns."""
        return (self.element, self.repeated, self.book, self.difference)


class Repeated(NamedTuple):
    """A figure that a section has worked out a second time.

    Attributes
    ----------
    figure : str
        The figure's id.
    value, book : Fraction
        The repeated value and the Book's, both exact.
    inputs : tuple of tuple
        Name and value of what the calculation started from.
    """

    figure: str
    value: Fraction
    book: Fraction
    inputs: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class SectionCheck:
    """One check of a section.

    Attributes
    ----------
    promise : str
        What is compared, in Spanish.
    pairs : tuple of Compared
        Every comparison, including those that agree.
    what : str
        `VALUES`, `FIGURES` or `GRADES`; for the last two, the elements are the ids of the figures that are repeated.
    none_because : str
        Why nothing is compared, in Spanish; empty if something is.
    """

    promise: str
    pairs: tuple[Compared, ...]
    what: str = VALUES
    none_because: str = ""

    @property
    def compared(self) -> int:
        """How many values were compared, those that agree included."""
        return len(self.pairs)

    @property
    def differing(self) -> tuple[Compared, ...]:
        """The comparisons whose two values differ, in the order compared."""
        return tuple(pair for pair in self.pairs if not pair.agrees)

    @property
    def failed(self) -> bool:
        """Whether at least one comparison differs."""
        return bool(self.differing)

    @property
    def summary(self) -> str:
        """How many values were compared and how many differ: `61 cifras repetidas, ninguna difiere`."""
        return repeated_words(self.compared, len(self.differing), what=self.what)

    def plain(self) -> Plain:
        """Return the check as JSON values for the executed notebook, with the values that differ.

        It gives the number of all comparisons and, for figures and grades, the ids of all.
        """
        keys = ("elemento", "repetido", "libro", "diferencia")
        return {
            "promesa": self.promise,
            "comparados": self.compared,
            "distintos": [dict(zip(keys, pair.texts, strict=True)) for pair in self.differing],
            **({self.what: [pair.element for pair in self.pairs]} if self.what != VALUES else {}),
        }

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {"text/plain": f"{self.promise}: {self.summary}", "text/html": self._html(), MIME: self.plain()}

    def _html(self) -> Markup:
        is_whole = self.what != VALUES and self.compared <= WHOLE
        shown = self.differing or (self.pairs if is_whole else self.pairs[:SHOWN])
        inputs = [name for name, _ in shown[0].inputs] if shown else []
        table = table_html((_HEADERS[0], *inputs, *_HEADERS[1:]), map(_shown_texts, shown))
        left = f" Se muestran {SHOWN}." if len(shown) < self.compared and not self.failed else ""
        if self.none_because:
            return Markup('<div class="comprobacion"><p>{}: {}</p></div>').format(self.promise, self.none_because)
        verdict = "NO COINCIDE" if self.failed else "Coincide"
        said = Markup("<p><strong>{}</strong> · {}: {}.{}</p>").format(verdict, self.promise, self.summary, left)
        return Markup('<div class="comprobacion">{}{}</div>').format(said, table if shown else "")


def repeated_words(compared: int, differing: int, *, what: str = FIGURES) -> str:
    """Say how many figures, or other values, were compared and differ: `61 cifras repetidas, ninguna difiere`."""
    one, several, none, single = NOUNS[what]
    values = one if compared == 1 else several
    differ = f"{number_es(differing)} difieren" if differing > 1 else f"{single if differing else none} difiere"
    return f"{number_es(compared)} {values}, {differ}"


def table_html(headings: Iterable[str], rows: Iterable[Sequence[str]]) -> Markup:
    """Return texts as an HTML table, escaped, with one line of headings."""
    head = "</th><th>".join(map(escape, headings))
    body = "".join(f"<tr><td>{'</td><td>'.join(map(escape, row))}</td></tr>" for row in rows)
    return Markup(f"<table><thead><tr><th>{head}</th></tr></thead><tbody>{body}</tbody></table>")


def check_of(promise: str, repeated: object, book: object) -> SectionCheck:
    """Compare repeated values with the Book's; they must be exactly equal.

    Parameters
    ----------
    repeated, book : object
        A single value, or a collection of values. Dictionaries and pandas Series are compared by name if both sides
        have unique names, two sets member by member, and other sequences by position. A value that only one side has
        counts as a difference. A float never agrees, because it is not exact.
    """
    return SectionCheck(promise, tuple(_compared(*found) for found in _paired(_named(repeated), _named(book))))


def _shown_texts(pair: Compared) -> tuple[str, ...]:
    """The cells of a comparison's row; long expansions are cut, because the difference is exact."""
    numbers = (*(text for _, text in pair.inputs), pair.repeated, pair.book)
    difference = pair.difference or ("0" if pair.agrees else "")
    return (pair.element, *(_cut(text) for text in numbers), difference)


def _cut(text: str) -> str:
    whole, point, decimals = text.partition(".")
    is_long = decimals.isdecimal() and len(decimals) > MOST_DECIMALS
    return f"{whole}{point}{decimals[:MOST_DECIMALS]}…" if is_long else text


def figures_check(promise: str, repeated: Iterable[Repeated], *, empty: str = "") -> SectionCheck:
    """Compare each repeated figure with the Book's exact value, not the printed one; they must be equal.

    The check lists the figures as repeated and shows what each calculation started from; of none it says `empty`.
    """
    pairs = tuple(_compared(step.figure, step.value, step.book, step.inputs) for step in repeated)
    return SectionCheck(promise, pairs, FIGURES, "" if pairs else empty)


def grades_check(promise: str, repeated: Iterable[tuple[str, str, str, object]]) -> SectionCheck:
    """Compare each repeated grade with the Book's, word by word; the check counts grades apart from figures.

    Each row gives the figure's id, the words of both grades, the Book's second, and the value that was graded.
    """
    pairs = (_compared(figure, words, book, [("valor", value)]) for figure, words, book, value in repeated)
    return SectionCheck(promise, tuple(pairs), GRADES)


Named = Sequence[tuple[object, object]]
"""Values with their names; None stands for a value without a name."""


def _named(values: object) -> Named:
    """Name values: by key, a set's members by themselves, a single value by an empty text, others by None."""
    if hasattr(values, "items"):
        return list(values.items())
    if isinstance(values, Set):
        return [(value, value) for value in sorted(values, key=str)]
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        return [("", values)]
    return [(None, value) for value in values]


def _paired(repeated: Named, book: Named) -> Iterator[tuple[object, object, object]]:
    """Yield name and both values, by name if both sides have unique names, else by position; `_MISSING` for none."""
    one, other = dict(repeated), dict(book)
    is_by_name = None not in {*one, *other} and len(one) == len(repeated) and len(other) == len(book)
    if is_by_name:
        for name in {**one, **other}:
            yield name, one.get(name, _MISSING), other.get(name, _MISSING)
        return
    nothing = (None, _MISSING)
    for place, (left, right) in enumerate(zip_longest(repeated, book, fillvalue=nothing), start=1):
        name = next((name for name, _ in (left, right) if name is not None), place)
        yield name, left[1], right[1]


def _compared(
    name: object, repeated: object, book: object, inputs: Iterable[tuple[str, object]] = ()
) -> Compared:
    """Compare two values exactly; the difference is the repeated less the Book's, empty unless both are numbers."""
    agrees = _agree(repeated, book)
    difference = ""
    if not agrees and _is_number(repeated) and _is_number(book):
        difference = plain_text(_fraction(repeated) - _fraction(book))
    shown = tuple((input_name, value_text(value)) for input_name, value in inputs)
    return Compared(value_text(name), value_text(repeated), value_text(book), difference, agrees, shown)


def _agree(repeated: object, book: object) -> bool:
    is_exact = not any(value is _MISSING or isinstance(value, float) for value in (repeated, book))
    return is_exact and bool(repeated == book)


def _is_number(value: object) -> TypeGuard[Rational | Decimal]:
    return isinstance(value, Rational) or (isinstance(value, Decimal) and value.is_finite())


def _fraction(value: Rational | Decimal) -> Fraction:
    if isinstance(value, Fraction):
        return value
    return exact(value) if isinstance(value, Decimal) else Fraction(int(value.numerator), int(value.denominator))


def value_text(value: object) -> str:
    """Return a value as comparisons show it: exact numbers with a decimal point, and None or NaN as `s/d`.

    Truth values become `sí` and `no`, a tuple `a / b`, a value that one side lacks `ABSENT`, all else its `str`.
    """
    if isinstance(value, str):
        return value
    if value is _MISSING:
        return ABSENT
    if isinstance(value, bool):
        return "sí" if value else "no"
    if _is_number(value):
        return plain_text(_fraction(value))
    if isinstance(value, tuple):
        return " / ".join(map(value_text, value))
    return MISSING if value is None or value != value else str(value)


def figures_in(html: str) -> list[str]:
    """Return the ids of the figures that HTML prints (attribute `data-cifra`), without repetition, in their order."""
    found = (unescape(mark["quoted"] if mark["quoted"] is not None else mark["bare"]) for mark in _MARK.finditer(html))
    return list(dict.fromkeys(found))
