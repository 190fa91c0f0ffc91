"""What stands in a cell or in a sentence: a figure, a grade, or the want of one, as HTML that can be traced.

Each piece knows its own HTML (`__html__`), so that the same figure is written alike in a table and in prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from helpers.book import Book
from helpers.display import MISSING, MISSING_WORDS, number_es, with_unit
from helpers.exact import is_terminating, plain_text, round_half_up, truncate
from helpers.periods import Period
from helpers.sentences.vocabulary import OTHER_DECIMALS
from helpers.situations import Situation
from helpers.subjects import missing_words, why_missing
from helpers.trace import Figure

TEMPLATES = Path(__file__).parent / "templates"
UNGRADED = "s/c"
UNGRADED_WORDS = "sin calificación"
NOT_APPLICABLE = "—"
NOT_TOLD = "–"
NOTHING_DUE = "n/p"
SHOWN_DECIMALS = 10
"""Decimals shown of a fraction that has no end, before the ellipsis."""
SHOWS = ("valor", "calificacion", "desempeno", "semaforo", "grado")


@dataclass(frozen=True)
class Number:
    """A number as printed.

    Attributes
    ----------
    text : str
        As the reader sees it.
    value : str
        The same digits with a decimal point, for programs.
    figure : str
        The figure's id; empty for a number of a listing.
    rule : str
        How it was obtained.
    form : str
        `absoluto` where the text leaves the sign to the sentence, `letras` where it says the figure in words,
        `otros-decimales` where it shows the figure with the decimals of an earlier document.
    cell : str
        The input cell that it stands in, for a number of a printed table (`data/…/almacenes.csv#C7`).
    """

    text: str
    value: str
    figure: str = ""
    rule: str = ""
    form: str = ""
    cell: str = ""

    def __html__(self) -> Markup:
        attributes = Markup(' value="{}"').format(self.value)
        if self.figure:
            attributes += Markup(' data-cifra="{}"').format(self.figure)
        if self.cell:
            attributes += Markup(' data-celda="{}"').format(self.cell)
        if self.form:
            attributes += Markup(' data-forma="{}"').format(self.form)
        if self.rule:
            attributes += Markup(' title="{}"').format(self.rule)
        return Markup("<data{}>{}</data>").format(attributes, self.text)


@dataclass(frozen=True)
class Chip:
    """A grade or a severity: a symbol and a word, and only besides them a colour.

    Attributes
    ----------
    tone : str
        Colour word, a class of the style sheet: `verde`.
    symbol, word : str
        What carries the meaning.
    """

    tone: str
    symbol: str
    word: str

    def __html__(self) -> Markup:
        tone = re.sub(r"\W+", "-", self.tone.lower())
        return Markup('<span class="semaforo {}">{}</span>').format(tone, self.text)

    @property
    def text(self) -> str:
        return f"{self.symbol} {self.word}".strip()


@dataclass(frozen=True)
class Missing:
    """What is not there, said: never a zero nor a blank.

    Attributes
    ----------
    why : str
        Which figure is wanting, or why there is none.
    text : str
        The abbreviation printed.
    """

    why: str
    text: str = MISSING

    def __html__(self) -> Markup:
        return Markup('<abbr class="vacio" title="{}">{}</abbr>').format(self.why, self.text)


Cell = str | Markup | Number | Chip | Missing
SHORT_WORDS = {
    Situation.NOTHING_DUE: NOTHING_DUE,
    Situation.BY_YEAR: NOT_APPLICABLE,
    Situation.NOT_FOLLOWED: NOT_APPLICABLE,
}
"""What a cell says where no figure is wanting."""


def missing_cell(book: Book, place: tuple[str, Period | str, str, str], label: str) -> Missing:
    """What stands where somebody has no figure: nothing was programmed, or there is no data.

    Parameters
    ----------
    place : tuple
        Indicator, window, level and code.
    label : str
        Whom the row speaks of.
    """
    indicator, window, level, _ = place
    if level == "grupo" and not book.select(indicator, window, level):
        return Missing("El método no lo obtiene por grupo de acciones.", NOT_APPLICABLE)
    why = why_missing(book, *place)
    return Missing(missing_words(book, *place[:2], label, why), SHORT_WORDS.get(why, MISSING))


def number(figure: Figure, *, unit: bool = False) -> Number:
    """A figure as it is printed, with or without its unit."""
    text = with_unit(figure.rounded, figure.unit) if unit else number_es(figure.rounded)
    return Number(text, figure.published, figure.id, figure.rule)


def number_at(figure: Figure, decimals: int) -> Number:
    """A figure rounded from its exact value to the decimals of an earlier document; `value` stays the published one."""
    if decimals == figure.decimals:
        return number(figure)
    text = number_es(round_half_up(figure.value, decimals))
    return Number(text, figure.published, figure.id, figure.rule, OTHER_DECIMALS)


def counted(number: int, rule: str = "") -> Number:
    """How many things of a list there are: a count, and no figure of the Book."""
    return Number(number_es(Decimal(number)), str(number), rule=rule)


def chip(figure: Figure) -> Chip | Missing:
    """The traffic light of a figure: its symbol and its rating in a word."""
    if figure.grade is None:
        return ungraded(figure)
    grade = figure.grade
    return Chip(grade.light, grade.symbol, grade.rating)


def shown(figure: Figure, show: str = "valor", *, unit: bool = False) -> Cell:
    """What a column shows of a figure.

    Parameters
    ----------
    show : str
        One of `SHOWS`.
    unit : bool
        Whether the number brings its unit, where the column's heading does not.
    """
    if show == "valor":
        return number(figure, unit=unit)
    if show == "semaforo":
        return chip(figure)
    return grade_word(figure, show)


def grade_word(figure: Figure, show: str) -> str | Missing:
    """One word of the grade: `calificacion`, `desempeno` or `grado`."""
    if figure.grade is None:
        return ungraded(figure)
    words = {
        "calificacion": figure.grade.rating,
        "desempeno": figure.grade.performance,
        "grado": figure.grade.degree,
    }
    return words[show] or ungraded(figure)


def ungraded(figure: Figure) -> Missing:
    """The want of a grade where the method gives none."""
    return Missing(f"El método no califica «{figure.id}».", UNGRADED)


def received(text: str, is_number: bool) -> Cell:
    """A value of a listing, as received; among numbers, a text that is none stays as it is."""
    if not text.strip():
        return Missing("Sin dato en la tabla recibida.")
    if not is_number:
        return text
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return Number(number_es(value), plain_text(value)) if value.is_finite() else text


def value_cell(value: object) -> Cell:
    """A value of a working frame.

    Raises
    ------
    TypeError
        For a float: no figure of a report is binary.
    """
    if value is None or value == "" or value != value:
        return Missing("Sin dato.")
    if isinstance(value, float):
        raise TypeError(f"binary float {value!r} in a working frame")
    if isinstance(value, Fraction):
        return _fraction_cell(value)
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return Number(number_es(Decimal(value)), plain_text(value))
    return str(value)


def _fraction_cell(value: Fraction) -> Number:
    """Every digit where they end; else the first ones and an ellipsis, not rounded."""
    if is_terminating(value):
        return Number(number_es(Decimal(plain_text(value))), plain_text(value))
    return Number(f"{number_es(truncate(value, SHOWN_DECIMALS))}…", plain_text(value))


def breakable(text: str) -> Markup:
    """A path or an id that a narrow column may break after its slashes."""
    return Markup("/<wbr>").join(escape(part) for part in text.split("/"))


def legend(cells: Iterable[Cell]) -> tuple[str, ...]:
    """The abbreviations used among some cells, spelt out: on paper nobody sees a `title`."""
    used = {cell.text for cell in cells if isinstance(cell, Missing)}
    words = [
        (MISSING, MISSING_WORDS), (NOTHING_DUE, "nada programado"), (UNGRADED, UNGRADED_WORDS),
        (NOT_APPLICABLE, "no corresponde"), (NOT_TOLD, "el documento no lo dice"),
    ]  # fmt: skip
    spelt = [f"{short}: {long}" for short, long in words if short in used]
    return ("; ".join(spelt) + ".",) if spelt else ()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **context: object) -> str:
    """Fill one of the project's templates; everything that is not a piece of HTML is escaped."""
    return _environment().get_template(f"{template}.html.j2").render(context)
