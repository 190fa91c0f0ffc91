"""Sentences that both the conclusions and the matters for decision write."""

from __future__ import annotations

from helpers.base.display import lower_first
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS
from helpers.figures.supposed_figures import reported_parts
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.sentences.text_templates import ask, figure


def outside_words(context: DraftContext, own: Figure) -> str:
    """Return the template of a sentence on a reported figure outside the range of its parts.

    It says who reported what, whether that is more or less than any part, and the range; names and figures are calls.

    Raises
    ------
    UnknownFigure
        Where the Book keeps no mean of its parts.
    """
    _, least, most = reported_parts(context.book, own)
    what = ask("cita", lower_first(context.book.indicator_name(own.indicator)))
    side = "menos" if own.rounded < least.rounded else "más"
    between = "" if least.rounded == most.rounded else f"{ask('cifra', least.id, unidad=False)} a "
    parts = f"{LEVEL_PLURALS.get(least.level, 'partes')} ({between}{figure(most)})"
    return (
        f"{ask('nombre', own.level, own.code)} informó {figure(own)} de {what} {ask('cuando', own.period.code)}, "
        f"{side} que cualquiera de sus {parts}."
    )


def outside_effect(context: DraftContext, own: Figure) -> str:
    """Return what the institution's figure would be if `own` were its parts' mean; empty if it would print the same."""
    whole = context.of_entity(own.indicator, own.period)
    if whole is None or not context.moved_by(own):
        return ""
    mean, _, _ = reported_parts(context.book, own)
    would_be = ask("con_partes", whole.id, own.id)
    when = when_other(context, own)
    return f"Con el promedio de sus partes, {figure(mean)}, la entidad tendría {would_be} y no {figure(whole)}{when}."


def when_other(context: DraftContext, own: Figure) -> str:
    """Return words for a figure's period, ` en el primer trimestre de 2024`; empty for the run's own period."""
    return "" if own.period == context.period else f" {ask('cuando', own.period.code)}"
