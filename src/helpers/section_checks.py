"""What a section repeats of the Book's figures (*comprobaciones*): a promise, the repeated values and the Book's.

A difference stops nothing: the record shows it, and the runner reads it from the executed notebook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from numbers import Rational

from markupsafe import Markup

from helpers.display import count_es
from helpers.exact import exact, plain_text

MIME = "application/vnd.poa.comprobacion+json"
ABSENT = "(no está)"
SHOWN = 5
"""Rows that are shown of a check whose values all agree."""

Plain = Mapping[str, object]
_HEADERS = ("Elemento", "Repetido", "Libro", "Diferencia")
_MISSING = object()


@dataclass(frozen=True)
class Compared:
    """A repeated value beside the Book's, as text with a decimal point.

    Attributes
    ----------
    element : str
        Which one: a figure's id where it is of a figure.
    repeated, book, difference : str
        `difference` is empty where they agree or are no numbers.
    agrees : bool
    """

    element: str
    repeated: str
    book: str
    difference: str = ""
    agrees: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.element, self.repeated, self.book, self.difference)


@dataclass(frozen=True)
class SectionCheck:
    """One check of a section.

    Attributes
    ----------
    promise : str
        What is compared, in Spanish.
    pairs : tuple of Compared
    """

    promise: str
    pairs: tuple[Compared, ...]

    @property
    def compared(self) -> int:
        return len(self.pairs)

    @property
    def differing(self) -> tuple[Compared, ...]:
        return tuple(pair for pair in self.pairs if not pair.agrees)

    @property
    def failed(self) -> bool:
        return bool(self.differing)

    @property
    def summary(self) -> str:
        """`61 valores repetidos, 0 difieren`."""
        values = "valor repetido" if self.compared == 1 else "valores repetidos"
        others = len(self.differing)
        return f"{count_es(self.compared)} {values}, {count_es(others)} {'difiere' if others == 1 else 'difieren'}"

    def plain(self) -> Plain:
        """As the executed notebook keeps it."""
        keys = ("elemento", "repetido", "libro", "diferencia")
        return {
            "promesa": self.promise,
            "comparados": self.compared,
            "distintos": [dict(zip(keys, pair.texts, strict=True)) for pair in self.differing],
        }

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {"text/plain": f"{self.promise}: {self.summary}", "text/html": self._html(), MIME: self.plain()}

    def _html(self) -> Markup:
        shown = self.differing or self.pairs[:SHOWN]
        head = Markup("").join(Markup("<th>{}</th>").format(name) for name in _HEADERS)
        rows = Markup("").join(
            Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(text) for text in pair.texts))
            for pair in shown
        )
        table = Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, rows)
        left = f" Se muestran {SHOWN}." if len(shown) < self.compared and not self.failed else ""
        verdict = "NO COINCIDE" if self.failed else "Coincide"
        said = Markup("<p><strong>{}</strong> · {}: {}.{}</p>").format(verdict, self.promise, self.summary, left)
        return Markup('<div class="comprobacion">{}{}</div>').format(said, table if shown else "")


def check_of(promise: str, repeated: object, book: object) -> SectionCheck:
    """Compare repeated values with the Book's, exactly.

    Parameters
    ----------
    repeated, book : object
        One value each, or as many as there are: sequences are compared one by one in their order; what has names
        (a dictionary, a pandas Series) name by name, where both have them and each name once. A value that is only on
        one side differs. A float never agrees: it is not exact.
    """
    return SectionCheck(promise, tuple(_compared(*found) for found in _paired(_named(repeated), _named(book))))


Named = Sequence[tuple[object, object]]
"""Values with their names; a name is None where it has none."""


def _named(values: object) -> Named:
    if hasattr(values, "items"):
        return list(values.items())
    if isinstance(values, Set):
        return [(value, value) for value in sorted(values, key=str)]
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        return [("", values)]
    return [(None, value) for value in values]


def _paired(repeated: Named, book: Named) -> Iterator[tuple[object, object, object]]:
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


def _compared(name: object, repeated: object, book: object) -> Compared:
    agrees = _agree(repeated, book)
    is_of_numbers = _is_number(repeated) and _is_number(book) and not agrees
    difference = plain_text(_fraction(repeated) - _fraction(book)) if is_of_numbers else ""
    return Compared(_text(name), _text(repeated), _text(book), difference, agrees)


def _agree(repeated: object, book: object) -> bool:
    is_exact = not any(value is _MISSING or isinstance(value, float) for value in (repeated, book))
    return is_exact and bool(repeated == book)


def _is_number(value: object) -> bool:
    return isinstance(value, Rational) or (isinstance(value, Decimal) and value.is_finite())


def _fraction(value: Rational | Decimal) -> Fraction:
    return exact(value) if isinstance(value, Decimal) else Fraction(int(value.numerator), int(value.denominator))


def _text(value: object) -> str:
    if value is _MISSING:
        return ABSENT
    if isinstance(value, bool):
        return "sí" if value else "no"
    if _is_number(value):
        return plain_text(_fraction(value))
    if isinstance(value, tuple):
        return " / ".join(map(_text, value))
    return "s/d" if value is None or value != value else str(value)
