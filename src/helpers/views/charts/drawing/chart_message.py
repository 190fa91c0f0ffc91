"""What a chart finds, as its title: words with figures of the Book and counts of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from markupsafe import Markup

from helpers.base.display import MOST_IN_WORDS, cardinal, list_es, number_es, upper_first
from helpers.base.name_phrases import short_name
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow
from helpers.views.charts.drawing.chart_frame import Known, Pair, printed
from helpers.views.elements.cells import number

NOUNS = {
    "acp": ("acciones", "a"), "area": ("áreas", "a"), "unidad": ("unidades", "a"), "puesto": ("puestos", "o"),
    "tipo": ("tipos de puesto", "o"), "servicio": ("servicios", "o"), "ue": ("unidades ejecutoras", "a"),
    "servicio_prestado": ("servicios", "o"), "pais": ("lugares", "o"), "departamento": ("lugares", "o"),
    "oficina": ("oficinas", "a"), "subtipo": ("subtipos de puesto", "o"),
}  # fmt: skip
"""Plural and gender of what the rows of a level are."""
OTHERS = ("partes", "a")
"""What rows of another level are called."""
Item = TypeVar("Item")
LONGEST_NAME = 100
"""Greatest number of characters of the name that a title writes beside an acronym."""


@dataclass(frozen=True)
class Message:
    """A sentence without full stop whose numbers are figures, and counts of the chart's rows in words."""

    parts: tuple[str | Figure, ...]

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return upper_first("".join(part if isinstance(part, str) else printed(part) for part in self.parts))

    @property
    def html(self) -> Markup:
        """The sentence as HTML, each figure with its id."""
        first, *rest = self.parts
        every = (upper_first(first) if isinstance(first, str) else first, *rest)
        return Markup().join(part if isinstance(part, str) else number(part, unit=True) for part in every)


def named(row: FigureRow, figure: Figure) -> str:
    """Return a row's label; a code or an acronym with the name that it stands for: `DGP (Dirección de Planeación)`."""
    name, label = short_name(figure.name), row.label
    is_code = label.isupper() and label not in name and name not in label and len(name) <= LONGEST_NAME
    return f"{label} ({name})" if is_code else label


def count_of(count: int, known: Sequence[Known], drawn: int = 0, which: str = "", part: str = "") -> str:
    """Return how many of several rows, in words: `ninguna de las siete acciones`, `las dos áreas`.

    If the chart draws more rows, `which` says which ones are counted: `las dos áreas con dato`. Of several charts,
    `part` says that one chart's rows are counted: `las dos áreas de este gráfico`.
    """
    noun, gender = _noun(known)
    article, whole = ("las" if gender == "a" else "los"), _spelt(len(known), gender)
    every = " ".join(filter(None, (article, whole, noun, part, which if drawn > len(known) else "")))
    if count == len(known):
        return every
    some = f"ningun{gender}" if count == 0 else f"un{gender}" if count == 1 else _spelt(count, gender)
    return f"{some} de {every}"


def _noun(known: Sequence[Known]) -> tuple[str, str]:
    """Return the plural nouns of the rows' levels, joined, and the gender (`a`, `o`) of the first."""
    found = list(dict.fromkeys(NOUNS.get(row.level, OTHERS) for row, _ in known))
    return list_es([noun for noun, _ in found]), found[0][1]


def _spelt(count: int, gender: str) -> str:
    """Return a count in words, in the gender, up to `MOST_IN_WORDS`; greater ones in digits."""
    return (cardinal(count) if count > 1 else f"un{gender}") if count <= MOST_IN_WORDS else number_es(count)


def counted(count: int, one: str, many: str) -> str:
    """Return a count with its noun: `una unidad`, `doce unidades`."""
    return one if count == 1 else f"{_spelt(count, 'a')} {many}"


def lowest_told(known: Sequence[Known]) -> tuple[str | Figure, ...]:
    """Return the last parts of a message: the least of several figures, after the name of its row or how many have it.

    Of equals it does not say that it is lowest.
    """
    printed_values = [figure.rounded for _, figure in known]
    lowest, least = _end(known, min(printed_values))
    if least.rounded == max(printed_values):
        return f"; {lowest}, iguales: ", least
    return f"; {lowest}, ", least, ", el valor más bajo"


def _end(known: Sequence[Known], value: Decimal, drawn: int = 0, part: str = "") -> tuple[str, Figure]:
    """Return a figure with the value, after the name of its row or how many rows have it."""
    tied = [pair for pair in known if pair[1].rounded == value]
    return named(*tied[0]) if len(tied) == 1 else count_of(len(tied), known, drawn, "con dato", part), tied[0][1]


def first_of(
    items: Sequence[Item], size: Callable[[Item], Decimal | Fraction], one: str, several: str
) -> tuple[Item, str]:
    """Return the first item of the greatest size, and what it is called: `several` if others have that size too."""
    sizes = [size(item) for item in items]
    return items[sizes.index(max(sizes))], one if sizes.count(max(sizes)) == 1 else several


def extremes(known: Sequence[Known], subject: str, *, drawn: int = 0, part: str = "") -> Message:
    """Return the least and the greatest of some figures, each with its row or how many rows have it; or the only one.

    Only the subject without any figure.

    `drawn` is as in `moves`, `part` as in `count_of`.
    """
    if not known:
        return Message((subject,))
    printed_values = [figure.rounded for _, figure in known]
    (lowest, least), (highest, most) = (_end(known, end(printed_values), drawn, part) for end in (min, max))
    if least.rounded == most.rounded:
        return Message((f"{lowest}{', iguales' if len(known) > 1 else ''}: ", least))
    which = " ".join(filter(None, ("el valor más alto", part)))
    return Message((f"{highest}, ", most, f", {which}; {lowest}, ", least, ", el más bajo"))


def below(known: Sequence[Known], edge: Figure, name: str, subject: str, *, drawn: int = 0) -> Message:
    """Return how many rows are below the figure `edge`, called `name` (with `de`), and the lowest row of all.

    A row alone is not compared.

    `drawn` is as in `moves`.
    """
    if len(known) < 2:
        return extremes(known, subject)
    under = [pair for pair in known if pair[1].rounded < edge.rounded]
    verb = "está" if len(under) < 2 else "están"
    found = f"{count_of(len(under), known, drawn, 'con dato')} {verb} por debajo {name} ("
    return Message((found, edge, ")", *lowest_told(known)))


def moves(pairs: Sequence[Pair], window: str, *, drawn: int = 0, part: str = "") -> Message:
    """Return how many rows fell since an earlier window, and the one that fell most; else the lowest value.

    A single row is told with its later and its earlier value.

    Parameters
    ----------
    pairs : sequence of Pair
        At least one row with its earlier and its later figure.
    window : str
        The earlier window in words.
    drawn : int
        Number of rows in the chart. If it is greater than that of the pairs, the sentence says which rows it counts.
    part : str
        As in `count_of`.
    """
    later = [(row, now) for row, _, now in pairs]
    if len(pairs) == 1:
        row, then, now = pairs[0]
        return Message((f"{named(row, now)}, ", now, f", frente {_to(window)}, ", then))
    fell = [pair for pair in pairs if pair[2].rounded < pair[1].rounded]
    who = count_of(len(fell), later, drawn, "que se pueden comparar", part)
    words = f"{who} {'retrocede' if len(fell) < 2 else 'retroceden'} frente {_to(window)}"
    if not fell:
        return Message((words, *lowest_told(later)))
    (row, then, now), fall = first_of(
        fell, lambda pair: pair[1].rounded - pair[2].rounded, "la mayor caída", "una de las mayores caídas"
    )
    return Message((f"{words}; {fall}, {named(row, now)}: de ", then, " a ", now))


def _to(window: str) -> str:
    """The window after `a`: `al primer trimestre`, `a la gestión`."""
    return f"a{'l' if not window.startswith('gestión') else ' la'} {window}"


def widest_gap(pairs: Sequence[Pair], first: str, second: str, *, drawn: int = 0, part: str = "") -> Message:
    """Return how many rows have more of a first measure than of a second, and the row with the widest gap.

    It says `en sentido contrario` if that row has less of the first measure, and names no row if none has a gap.
    `drawn` and `part` are as in `moves`.
    """
    ahead = sum(one.rounded > other.rounded for _, one, other in pairs)
    (row, one, other), gap = first_of(
        pairs, lambda pair: abs(pair[1].rounded - pair[2].rounded),
        "la mayor distancia", "una de las mayores distancias",
    )  # fmt: skip
    if len(pairs) == 1:
        return Message((f"{named(row, one)}: {first}, ", one, f"; {second}, ", other))
    count = count_of(ahead, [(row, one) for row, one, _ in pairs], drawn, "con los dos datos", part)
    words = f"{count} {'tiene' if ahead < 2 else 'tienen'} más {first} que {second}"
    if one.rounded == other.rounded:
        return Message((words,))
    contrary = ", en sentido contrario" if ahead and one.rounded < other.rounded else ""
    return Message((f"{words}; {gap}{contrary}, {named(row, one)}: ", one, " y ", other))
