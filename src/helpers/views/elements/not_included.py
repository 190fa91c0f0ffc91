"""Marks what a section leaves out for lack of data; the report removes that content and lists it once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from markupsafe import escape

MARK = "no-incluye"
"""CSS class of the mark's HTML element."""
SCOPE, WHAT, WHY = "data-alcance", "data-falta", "data-razon"
"""Attributes of the mark: how much content is removed, what is missing, and the reason if not `NOT_IN_DATA`."""
NOT_IN_DATA = "No consta en los datos de este libro."
NO_INFORMATION = "No consta en los datos de este libro información"


class Scope(Enum):
    """How much content the report removes together with the mark."""

    SECTION = "seccion"
    """The whole section, except the planner's own text."""
    PART = "apartado"
    """From the preceding heading to the next one."""
    ITEM = "dato"
    """Only the mark, or the whole part if nothing else in it has content."""


@dataclass(frozen=True)
class NotIncluded:
    """Content that a report leaves out, as a notebook cell shows it.

    Attributes
    ----------
    what : str
        Noun phrase for the middle of a sentence: "el gasto por partida". Empty for content that does not apply (rather
        than being missing); the report's list then omits it.
    why : str
        A complete sentence in Spanish; empty means `NOT_IN_DATA`.
    id : str
        Id of the table that would stand here, so that references to it resolve.
    """

    scope: Scope
    what: str = ""
    why: str = ""
    id: str = ""

    def _repr_html_(self) -> str:
        said = {"class": MARK, SCOPE: self.scope.value, WHAT: self.what, WHY: self.why, "id": self.id}
        written = " ".join(f'{name}="{escape(value)}"' for name, value in said.items() if value)
        words = f"No se incluye: {self.what}. {self.why or NOT_IN_DATA}" if self.what else ""
        return f"<p {written}>{escape(words)}</p>"
