"""Turns a text into plain text in which marks replace the numbers of figures, so that typed numbers stand out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from helpers.base.display import list_es
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import acp_rows
from helpers.texts.sentences.text_templates import PIECE, PlannerTemplate, Problem
from helpers.texts.sentences.vocabulary import Said


def names_of(book: Book) -> Mapping[str, str]:
    """Return the words that templates may use instead of a period or code.

    Returns
    -------
    Mapping of str to str
        `trimestre`: code of the run's period; `acumulado`: code of the window from January to its end; `entidad`: code
        of the institution, empty if the Book has no nodes.
    """
    top = book.nodes_at("entidad")
    return {
        "trimestre": book.period.code,
        "acumulado": book.period.accumulated().code,
        "entidad": top[0].code if top else "",
    }


BOUND = "\ue000"
"""Mark for a number that comes from a figure: a private-use character that no text contains."""
SHORTEST_NAME = 6
"""Fewest characters of a name that is recognised anywhere in a text."""
_NAMES = 0xF0000
"""Offset added to the characters of a name, to a range that no text uses: digits in names are not numbers."""
_OWN_LETTER, _NAME_LETTER = re.compile(rf"[^\s{BOUND}\U00020000-\U0010FFFF]"), re.compile(r"[\U000F0000-\U0010FFFF]")
_NUMBERED_NAME = re.compile(rf"^(?=.*\d)(?=.*[^\W\d_]).{{{SHORTEST_NAME},}}$")
_MEASURE = re.compile(r"\d\s*%|\d,\d|\b(?:Bs|por\s+ciento|puntos?|bolivianos|millón|millones)\b", re.IGNORECASE)


def as_name(text: str) -> str:
    """Return a name with its characters shifted by `_NAMES`, so that the digits and words in it are not checked."""
    return _OWN_LETTER.sub(lambda found: chr(ord(found[0]) + _NAMES), text)


def as_quoted(text: str) -> str:
    """Return a quotation of a planner with its characters shifted like a name's, unless it states a measure (`5 %`)."""
    return text if _MEASURE.search(text) else as_name(text)


def as_read(text: str) -> str:
    """Return a text with the shifted characters of names back as readers see them; positions do not change."""
    return _NAME_LETTER.sub(lambda found: chr(ord(found[0]) - _NAMES), text)


@dataclass
class ValueWriter:
    """Writes what a reader sees of a template's functions, as plain text; `quoted` turns a quotation into such text."""

    quoted: Callable[[str], str] = str

    def number(self, said: Said) -> str:
        """Return the number as printed."""
        return said.text

    def name(self, text: str) -> str:
        """Return the name unchanged."""
        return text

    def light(self, figure: Figure) -> str:
        """Return the symbol and rating of a figure's grade, as printed; empty without one."""
        return self.name(f"{figure.grade.symbol} {figure.grade.rating}".strip()) if figure.grade else ""

    def reference(self, target: str) -> str:
        """Return the target of a link in square brackets, as its number is not known here."""
        return f"[{target}]"

    def listed(self, items: Sequence[object]) -> str:
        """Join the items as a sentence does (`a, b y c`), each as a quotation."""
        return list_es([self.quoted(str(item)) for item in items])

    def phrase(self, words: str, number: object) -> str:
        """Join words and a number with a blank."""
        return f"{words} {number}"


@dataclass
class PlainWriter(ValueWriter):
    """Writes plain text: each number becomes `BOUND` and is kept in order.

    Attributes
    ----------
    quoted : callable
        `as_quoted` for a planner's text, `as_name` for a drafted one.
    numbers : list of Said
        The numbers, in the order of their marks.
    """

    quoted: Callable[[str], str] = as_quoted
    numbers: list[Said] = field(default_factory=list)

    def number(self, said: Said) -> str:
        """Add a number to `numbers` and return its mark, `BOUND`."""
        self.numbers.append(said)
        return BOUND

    def name(self, text: str) -> str:
        """Return a name with its characters shifted (`as_name`), so that its digits are not read as typed."""
        return as_name(text)

    def reference(self, target: str) -> str:
        """Return an empty text: links are not read."""
        return ""


@dataclass(frozen=True)
class PlainText:
    """A plain text with the lines of its source, and its numbers in the order of their marks."""

    text: str
    numbers: tuple[Said, ...] = ()


def problems_of(book: Book, source: str) -> tuple[Problem, ...]:
    """Compose a text over a Book and return its faults by line, without repetition; empty if it can be composed."""
    template = PlannerTemplate(book, PlainWriter(), str)
    template.render(source, names_of(book))
    return tuple(sorted(set(template.problems)))


def problems_at_sight(source: str, period: Period) -> tuple[Problem, ...]:
    """Return the faults of a text that do not depend on the figures, by line: syntax, and unknown functions and names.

    Parameters
    ----------
    period : Period
        The run's period.
    """
    nothing = Book("", period, {}, ())
    template = PlannerTemplate(nothing, PlainWriter(), str)
    template.look_at(source, names_of(nothing))
    return tuple(sorted(set(template.problems)))


def plain_of(book: Book, source: str, *, is_drafted: bool = False) -> PlainText:
    """Return the plain text of a template, with every branch of its conditions, on the lines of the source.

    Parameters
    ----------
    is_drafted : bool
        The program wrote the text: its quotations are then all data, and only its own words can contain typed numbers.
        In other texts, typed names of units and actions that contain digits are shifted like inserted names.

    Returns
    -------
    PlainText
        A piece that cannot be composed becomes one mark, with an empty number: its fault is reported by `problems_of`.
    """
    numbers: list[Said] = []
    names = names_of(book)
    writer = PlainWriter(as_name if is_drafted else as_quoted, numbers)
    text = _filled(source, lambda chunk: _said(book, chunk, names, writer))
    return PlainText(text if is_drafted else _with_names(book, text), tuple(numbers))


def figures_printed(book: Book, source: str) -> frozenset[str]:
    """Return the ids of the figures that a template prints, in any branch of its conditions, however it names them."""
    return frozenset(one.figure.id for one in plain_of(book, source, is_drafted=True).numbers if one.figure)


def typed_in(source: str) -> PlainText:
    """Return the plain text of a notebook's prose.

    Returns
    -------
    PlainText
        Each expression becomes a mark; its number in `numbers` is empty, because the figure is unknown here.
    """
    plain = _filled(source, lambda _: BOUND)
    return PlainText(plain, tuple(Said("", "") for _ in range(plain.count(BOUND))))


def _filled(source: str, said: Callable[[str], str]) -> str:
    """Replace the pieces of a template by their text, and its statements and comments by nothing; lines are kept."""

    def filled(found: re.Match[str]) -> str:
        """Return what stands for a piece of the template, followed by as many line ends as the piece has."""
        return (said(found[0]) if found["chunk"] else "") + "\n" * found[0].count("\n")

    return PIECE.sub(filled, source.replace(BOUND, ""))


def _with_names(book: Book, text: str) -> str:
    """Mark the names of units and actions that contain digits, also where they are typed or quoted."""
    called = [name for node in book.nodes for name in (node.name, node.sigla)]
    called += [row.label for row in acp_rows(book, short=True)]
    named = {name for name in called if _NUMBERED_NAME.search(name)}
    for name in sorted((name for name in named if name in text), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w|[.,]\d|\s*%)", lambda found: as_name(found[0]), text)
    return text


def _said(book: Book, chunk: str, names: Mapping[str, str], writer: PlainWriter) -> str:
    """Return the plain text of one piece, whose numbers the `writer` keeps; one mark and empty number for a fault."""
    before = len(writer.numbers)
    template = PlannerTemplate(book, writer, str)
    text = template.render(chunk, names)
    if template.problems:
        writer.numbers[before:] = [Said("", "")]
        return BOUND
    if text.count(BOUND) != len(writer.numbers) - before:  # a text can write the mark itself: `{{ "\\ue000" }}`
        del writer.numbers[before:]
        text = text.replace(BOUND, "")
    return " ".join(text.split("\n"))


class HeadingLevels:
    """The levels at which the headings of a text are printed: none skips a level below the one that it stands under."""

    def __init__(self, above: int = 6) -> None:
        """`above` is the level of the heading before the text; by default the first heading may have any level."""
        self._open = [(0, above)]

    def printed(self, written: int) -> int:
        """Return the printed level of the text's next heading, written at a level; both count from 1, for `#`."""
        while self._open[-1][0] >= written:
            self._open.pop()
        level = min(written, self._open[-1][1] + 1)
        self._open.append((written, level))
        return level
