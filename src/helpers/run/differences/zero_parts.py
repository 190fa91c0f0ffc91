"""Says in words why a group whose cells differ adds nothing to a change."""

from __future__ import annotations

from helpers.run.differences.explained_changes import Part


def zero_words(part: Part) -> str:
    """Return in Spanish why cells differ and the group's contribution is printed as zero; empty for other groups."""
    if part.printed or not part.cells:
        return ""
    if part.value:
        return "la mueven menos de lo que se imprime"
    effects = [one.effect for one in part.cells]
    if any(effects):
        return "lo que unas suben la cifra, otras lo bajan"
    if None in effects:
        return "juntas no mueven la cifra"
    return "ninguna mueve la cifra"
