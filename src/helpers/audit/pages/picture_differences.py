"""Decides which differences between pictures are acceptable when they were drawn with other versions."""

from __future__ import annotations

from collections.abc import Collection

from helpers.audit.audit_case import Case
from helpers.audit.folder.stated_versions import DRAWERS, differing_versions, made_alike

PICTURES = (
    "los gráficos se dibujaron con otras versiones ({}) y sus bytes no son los de ahora; solo se comprobó que ninguno "
    "está en el lugar de otro, y los números de sus textos alternativos y cuadros"
)


def unchecked_pictures(case: Case) -> str:
    """Return the note, in Spanish, that charts were drawn with other versions and could not be compared."""
    return PICTURES.format(differing_versions(case, *DRAWERS))


def may_differ(case: Case, found: Collection[str], due: Collection[str]) -> bool:
    """Return whether pictures may differ only because other versions of the drawing programs (`DRAWERS`) drew them.

    True if the run's manifest states other versions than those installed here and none of the pictures was moved.

    Parameters
    ----------
    found : Collection of str
        The published pictures.
    due : Collection of str
        All pictures of the page as drawn now. A published picture that equals another one of them was moved.
    """
    return not made_alike(case, *DRAWERS) and not set(found) & set(due)
