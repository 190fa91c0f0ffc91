"""The identity of a form: institution, period, unit, version of the plan, and number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from helpers.base.periods import Period
from helpers.base.system.digest import data_sha256

NO_VERSION = "no aplica"
"""Text in place of the version in forms of units without tasks, which depend on no version of the plan."""


class Kind(StrEnum):
    """Kind of form; the value is the name of the sheet to fill in."""

    FOLLOW_UP = "Seguimiento"
    PERCENTAGES = "Porcentajes"
    PLAN = "Programación"


PREFIXES = {Kind.FOLLOW_UP: "S", Kind.PERCENTAGES: "P", Kind.PLAN: "F"}
"""First letter of the form numbers of each kind."""


@dataclass(frozen=True)
class Identity:
    """A form's statement of what it is; a field is empty if the form does not state it.

    Attributes
    ----------
    institution, period, unit, version : str
        Codes.
    number : str
        `S-3F9A-21C7`: the letter of the kind and a digest of everything printed in the form.
    """

    institution: str = ""
    period: str = ""
    unit: str = ""
    version: str = ""
    number: str = ""

    @property
    def kind(self) -> Kind | None:
        """The kind according to the form's number; None if the number is lost."""
        return next((kind for kind, letter in PREFIXES.items() if self.number.startswith(f"{letter}-")), None)


LABELS = {
    "institution": "Entidad",
    "period": "Periodo",
    "unit": "Unidad",
    "version": "Versión del plan",
    "number": "Formulario n.º",
}
"""Label of each field, in the order of the identity block."""
PROPERTIES = {
    "institution": "poa_entidad",
    "period": "poa_periodo",
    "unit": "poa_unidad",
    "version": "poa_version",
    "number": "poa_formulario",
}
"""Custom property of the document for each field."""


def identity_of(kind: Kind, institution: str, period: Period, unit: str, version: str, content: object) -> Identity:
    """Create the identity of a form. Any change in the printed content changes the form's number.

    Parameters
    ----------
    content : object
        Everything printed in the form, as JSON data.
    """
    known = [kind.value, institution, period.code, unit, version]
    digest = data_sha256([*known, content])[:8].upper()
    number = f"{PREFIXES[kind]}-{digest[:4]}-{digest[4:]}"
    return Identity(institution, period.code, unit, version or NO_VERSION, number)
