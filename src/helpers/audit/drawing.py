"""Pictures drawn with other versions: not the same bytes, and yet not any picture will do."""

from __future__ import annotations

from collections.abc import Collection

from helpers.audit.case import Case
from helpers.audit.stated_versions import DRAWERS, made_alike, unlike

PICTURES = (
    "los gráficos se dibujaron con otras versiones ({}) y sus bytes no son los de ahora; solo se comprobó que ninguno "
    "está en el lugar de otro, y los números de sus textos alternativos y cuadros"
)


def draws_alike(case: Case) -> bool:
    """Same system and same versions of what draws: then the same chart gives the same bytes."""
    return made_alike(case, *DRAWERS)


def unchecked_pictures(case: Case) -> str:
    """What is said where pictures differ and may."""
    return PICTURES.format(unlike(case, *DRAWERS))


def may_differ(case: Case, found: Collection[str], due: Collection[str]) -> bool:
    """Whether pictures that differ do so only for having been drawn with other versions.

    Parameters
    ----------
    found : Collection of str
        The pictures that stand where others are due.
    due : Collection of str
        Every picture of the page as drawn now: one of these in another's place has been moved there.
    """
    return not draws_alike(case) and not set(found) & set(due)
