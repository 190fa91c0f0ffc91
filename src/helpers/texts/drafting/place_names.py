"""Lists of places (units, posts, areas) for drafted sentences: whole names, each with its article."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.name_phrases import after, with_article
from helpers.figures.figure import Figure
from helpers.figures.subjects import subject_name
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.sentence_parts import joined
from helpers.texts.sentences.text_templates import ask, figure

CODED = {"acp": "acción de corto plazo", "cat_prog": "categoría"}
"""Levels whose subjects a sentence names by their code."""


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
