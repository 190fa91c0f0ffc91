"""Which form a workbook is: of what institution, period, unit and version of the plan, and its number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from helpers.digest import data_sha256
from helpers.periods import Period

NO_VERSION = "no aplica"
"""What a form says where the unit has no tasks, and so no version of the plan rules it."""


class Kind(StrEnum):
    """What is filled in; the value is the name of the sheet where it is done."""

    FOLLOW_UP = "Seguimiento"
    PERCENTAGES = "Porcentajes"
    PLAN = "Programación"


PREFIXES = {Kind.FOLLOW_UP: "S", Kind.PERCENTAGES: "P", Kind.PLAN: "F"}
"""How each kind's numbers begin."""


@dataclass(frozen=True)
class Identity:
    """What a form says of itself, as text; empty where it says nothing.

    Attributes
    ----------
    institution, period, unit, version : str
        Codes.
    number : str
        `S-3F9A-21C7`: the kind's letter and a digest of everything that was printed in the form.
    """

    institution: str = ""
    period: str = ""
    unit: str = ""
    version: str = ""
    number: str = ""

    @property
    def kind(self) -> Kind | None:
        """The kind that the number tells; None where it is lost."""
        return next((kind for kind, letter in PREFIXES.items() if self.number.startswith(f"{letter}-")), None)


LABELS = {
    "institution": "Entidad",
    "period": "Periodo",
    "unit": "Unidad",
    "version": "Versión del plan",
    "number": "Formulario n.º",
}
"""What stands before each field, in the order of the block at the top of the first sheet."""
PROPERTIES = {
    "institution": "poa_entidad",
    "period": "poa_periodo",
    "unit": "poa_unidad",
    "version": "poa_version",
    "number": "poa_formulario",
}
"""The document's custom properties that say the same."""


def identity_of(kind: Kind, institution: str, period: Period, unit: str, version: str, content: object) -> Identity:
    """Make the identity of a form; whatever of its content changes, changes its number.

    Parameters
    ----------
    content : object
        Everything that is printed in the form, as plain data.
    """
    known = [kind.value, institution, period.code, unit, version]
    digest = data_sha256([*known, content])[:8].upper()
    number = f"{PREFIXES[kind]}-{digest[:4]}-{digest[4:]}"
    return Identity(institution, period.code, unit, version or NO_VERSION, number)
