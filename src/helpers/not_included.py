"""The mark that a section leaves for what it has no data for: the report drops it there and lists it once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from markupsafe import escape

MARK = "no-incluye"
"""Class of the mark's element."""
SCOPE, WHAT, WHY = "data-alcance", "data-falta", "data-razon"
"""What it says besides: how much goes, what is missing, and the reason where it is another than `NOT_IN_DATA`."""
NOT_IN_DATA = "No consta en los datos de este libro."
NO_INFORMATION = "No consta en los datos de este libro información"


class Scope(Enum):
    """How much goes with what is missing."""

    SECTION = "seccion"
    """The whole section, but what the planner wrote for it."""
    PART = "apartado"
    """From the heading above to the next one."""
    ITEM = "dato"
    """Only the mark; the part as well, where nothing else with content is in it."""


@dataclass(frozen=True)
class NotIncluded:
    """Something that a report does not include, as a cell shows it.

    Attributes
    ----------
    what : str
        Within a sentence: "el gasto por partida"; empty for what is out of place and not missing, which no list names.
    why : str
        A whole sentence in Spanish; empty for `NOT_IN_DATA`.
    id : str
        Of the table that would be there, for references to it.
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
