"""Parts of drafted sentences: counts, lists, grades and places with their article, as grammar asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from helpers.base.display import list_es, upper_first
from helpers.base.name_phrases import after, with_article
from helpers.base.periods import Period
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS
from helpers.figures.subjects import subject_name
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.sentences.text_templates import ask, figure

NAMED = 6
"""Most units and actions that a sentence names before it counts the rest."""
SILENT_NAMED = 12
"""The same for units and posts that did not report: more are named, because each one must be asked."""
CODED = {"acp": "acción de corto plazo", "cat_prog": "categoría"}
"""Levels whose subjects a sentence names by their code."""

T = TypeVar("T")


def graded(found: Figure, rated: str = "calificado") -> str:
    """Return a template text on a figure's grade, `, calificado como «Alto»`; empty if the method does not grade it.

    Parameters
    ----------
    rated : str
        Participle in the gender of the noun before it.
    """
    return f", {rated} como «{ask('calificacion', found.id)}»" if found.grade else ""


def number_of(count: int, one: str, many: str) -> str:
    """Return `one` for a count of 1, else `many`; the number itself is not in the text."""
    return one if count == 1 else many


def to_name(found: Sequence[T], most: int = NAMED) -> Sequence[T]:
    """Return the first items, those that a sentence names; the caller counts the rest.

    Parameters
    ----------
    most : int
        Most items named; one more is named too, because counting a single item would be no shorter.
    """
    return found if len(found) <= most + 1 else found[:most]


def begins(found: Sequence[object], named: Sequence[object]) -> str:
    """Return what stands before a list of named things: a colon if it names all that were found, else `, como`."""
    return ": " if len(named) == len(found) else ", como "


def kinds_of(levels: Iterable[str]) -> str:
    """Return the plural nouns of some levels without repetition, such as `unidades y puestos`."""
    return list_es([LEVEL_PLURALS.get(level, "otros") for level in dict.fromkeys(levels)])


def how_many(things: Iterable[str]) -> str:
    """Return a template call that prints the number of things; the page can list them."""
    return ask("cuenta", list(things))


def of_quarters(quarters: Iterable[Period]) -> str:
    """Return a template text that names quarters after their preposition: `del primer trimestre de 2024 y del…`."""
    return list_es([f"del {ask('periodo', quarter.code)}" for quarter in quarters])


@dataclass(frozen=True)
class Counted:
    """A number of things, and the template call that prints it, which takes `letras` and `inicial`."""

    number: int
    call: Callable[..., str]


def listed(things: Iterable[str]) -> Counted:
    """Return the number of some things, with a call that prints it and that the page can list."""
    known = list(things)
    return Counted(len(known), partial(ask, "cuenta", known))


def some_of(
    few: Counted, whole: Counted, noun: tuple[str, str], verb: tuple[str, str], *, feminine: bool = True
) -> str:
    """Return the beginning of a sentence on how many things of a whole, with the noun and verb in the right number.

    `Ninguna de las tres áreas queda`, `Una de las tres áreas queda`, `Dos de las tres áreas quedan`, `Las tres áreas
    quedan`; of a single one, `La única área queda` or `no queda`.

    Parameters
    ----------
    noun, verb : (str, str)
        For one and for several.
    feminine : bool
        Gender of the noun.
    """
    end, articles = ("a", "las") if feminine else ("o", "los")
    if whole.number == 1:
        return f"{'La' if feminine else 'El'} únic{end} {noun[0]} {'' if few.number else 'no '}{verb[0]}"
    everyone = f"{articles} {whole.call(letras=True)} {noun[1]}"
    if few.number < 2:
        return f"{f'Un{end}' if few.number else f'Ningun{end}'} de {everyone} {verb[0]}"
    if few.number == whole.number:
        return f"{upper_first(everyone)} {verb[1]}"
    return f"{few.call(letras=True, inicial=True)} de {everyone} {verb[1]}"


def joined(pieces: Sequence[str], words: Sequence[str], *, any_of: bool = False) -> str:
    """Join pieces of a sentence with commas and a final «y» or «e»; one piece gives itself, none an empty text.

    Parameters
    ----------
    pieces : sequence of str
        Requests to the Book.
    words : sequence of str
        The text that each piece will print; the last one decides between «y» and «e».
    any_of : bool
        Join with «o» or «u» instead.
    """
    if len(pieces) < 2:
        return "".join(pieces)
    conjunction = list_es(["", words[-1]], any_of=any_of).split()[0]
    return f"{', '.join(pieces[:-1])} {conjunction} {pieces[-1]}"


def place(level: str, code: str, preposition: str = "") -> str:
    """Return a template text for a subject after a preposition: `del Viceministerio…`, `de la categoría 540 0 006`."""
    if level in CODED:
        return f"{preposition} la {CODED[level]} {ask('cita', code)}".lstrip()
    return ask("con_articulo", level, code, tras=preposition) if preposition else ask("con_articulo", level, code)


def places(
    context: DraftContext,
    found: Sequence[tuple[str, str]],
    *,
    preposition: str = "",
    with_figures: Sequence[Figure] = (),
) -> str:
    """Return a template text with a list of places: `la Dirección Jurídica (44,12 %) y el Archivo (48,00 %)`.

    Parameters
    ----------
    found : sequence of (str, str)
        Level and code of each.
    preposition : str
        Printed before each: `de`, `a`.
    with_figures : sequence of Figure
        A figure for each place, printed in parentheses; empty for none.
    """
    pieces = [place(level, code, preposition) for level, code in found]
    if with_figures:
        pieces = [f"{piece} ({figure(one)})" for piece, one in zip(pieces, with_figures, strict=True)]
    words = [_words(context, *one, preposition) for one in found]
    return joined(pieces, words)


def _words(context: DraftContext, level: str, code: str, preposition: str) -> str:
    """Return words with which the text of a `place` begins, or its preposition and name, for `joined`."""
    name = f"la {CODED[level]}" if level in CODED else subject_name(context.book, level, code)
    return after(preposition, name) if preposition else with_article(name)
