"""The message for a period that has no parameters, with the command that opens it."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.errors import PoaError
from helpers.base.periods import Period
from helpers.base.yaml_models import nearest


def no_params(institution: str, period: str, known: Sequence[str]) -> str:
    """Return, in Spanish, that a period has no parameters, which ones do, and the command that opens it, if one can."""
    told = f"No hay parámetros para «{institution}/{period}». {nearest(period, known)}"
    source = _source(period, [one for one in map(_period, known) if one is not None])
    return f"{told} Para abrirlo: poa abrir {institution}/{period} --desde {source}" if source else told


def _source(code: str, known: Sequence[Period]) -> str:
    """Return the code of the period from which another one is best opened; empty if there is none.

    Of the periods that end no later, it is the last one of the same length, or else the last one; if all end later, the
    first one. Only periods of the same year or the years next to it count, and plans count only for a plan. Empty also
    if `code` is not a period's code in its usual form.
    """
    asked = _period(code)
    if asked is None or asked.code != code:
        return ""
    able = [one for one in known if abs(one.year - asked.year) <= 1 and (asked.is_plan or not one.is_plan)]
    before = [one for one in able if (one.year, one.last) <= (asked.year, asked.last)]
    length = asked.last - asked.first
    last = max(before, key=lambda one: (one.last - one.first == length, one.year, one.last, one.first), default=None)
    source = last or min(able, key=lambda one: (one.year, one.last, -one.first), default=None)
    return source.code if source else ""


def _period(code: str) -> Period | None:
    try:
        return Period.parse(code)
    except PoaError:
        return None
