"""Sentences that both the conclusions and the matters for decision write."""

from __future__ import annotations

from helpers.base.display import lower_first
from helpers.figures.figure import Figure
from helpers.figures.replay import reported_parts
from helpers.settings.rule_words import PLURALS
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.sentences.text_templates import ask, figure


def outside_words(context: DraftContext, own: Figure) -> str:
    """Return a sentence on a reported figure outside the range of its parts: who reported what, and the range."""
    _, least, most = reported_parts(context.book, own)
    what = ask("cita", lower_first(context.book.indicator_name(own.indicator)))
    side = "menos" if own.rounded < least.rounded else "más"
    parts = f"{PLURALS.get(least.level, 'partes')} ({ask('cifra', least.id, unidad=False)} a {figure(most)})"
    return (
        f"{ask('nombre', own.level, own.code)} informó {figure(own)} de {what} {ask('cuando', own.period.code)}, "
        f"{side} que cualquiera de sus {parts}."
    )
