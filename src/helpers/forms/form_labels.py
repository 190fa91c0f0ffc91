"""What forms print: kinds of form, identity block, and column headings, used to write forms and to read them back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from helpers.base.periods import MONTHS, Period
from helpers.base.system.digest import data_sha256
from helpers.figures.series import YEAR
from helpers.settings.institution import Causa

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
        `S-3F9A-21C7`: the letter of the kind and a digest of the other fields and of the content that `identity_of`
        was given.
    """

    institution: str = ""
    period: str = ""
    unit: str = ""
    version: str = ""
    number: str = ""

    @property
    def kind(self) -> Kind | None:
        """The kind according to the letter of the form's number; None if the number is lost or has another letter."""
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
    """Create the identity of a form; its number is a digest of all arguments, so that equal ones give equal numbers.

    Parameters
    ----------
    content : object
        What must give the form another number when it changes, as JSON data: a follow-up form's tasks with their
        quantities, a short form's indicators, a planning form's codes of tasks and actions.
    version : str
        Version of the plan; if empty, the identity has `NO_VERSION`.
    """
    known = [kind.value, institution, period.code, unit, version]
    digest = data_sha256([*known, content])[:8].upper()
    number = f"{PREFIXES[kind]}-{digest[:4]}-{digest[4:]}"
    return Identity(institution, period.code, unit, version or NO_VERSION, number)


SIGNATURE = ("Presentado por", "Cargo", "Fecha", "Observaciones")
"""Headings of the signature block at the end of every form; the cells below them are filled in."""
TOTAL = "TOTAL DE LA UNIDAD"
"""First text of the totals row below a form's table."""

TASK, OPERATION, DESCRIPTION, MEASURE, GOAL = "Tarea", "Operación", "Descripción", "Unidad de medida", "Meta"
TASK_DATA = (TASK, OPERATION, DESCRIPTION, MEASURE, GOAL)
"""Headings of a task's prefilled data in the follow-up form, apart from its programme."""
SHARE = "%"
PROOF, RESULT, CAUSE, WHY = "Medio de verificación", "Resultado", "Causa", "Explicación"
TASK_REPORT = (PROOF, RESULT, CAUSE, WHY)
"""Headings of the texts that the unit writes about each task."""

CODE, VALUE, EXPECTED, GRADE, NOTE = "Código", "Valor", "Según el método", "Calificación", "Nota"
PERCENTAGES = (CODE, "Indicador", "Qué es", "Unidad", VALUE, EXPECTED, GRADE, NOTE)
MAIN_RESULT = "Resultado principal"
PERIOD_REPORT = (MAIN_RESULT, PROOF, CAUSE, WHY)
"""Headings of the texts that a unit without tasks writes about the period."""

ACTION, WEIGHT, BUDGET = "ACP", "Ponderación", "Presupuesto (Bs)"
ADDS_UP = "¿Se suma?"
MONTHS_SUM, REVIEW = "Suma de los meses", "Revisión"
PLAN_TEXTS = {
    TASK: "tarea",
    OPERATION: "operacion",
    "Actividad": "actividad",
    ACTION: "acp",
    DESCRIPTION: "descripcion",
    MEASURE: "unidad_medida",
    "Indicador": "indicador",
    "Línea base": "linea_base",
    ADDS_UP: "acumulable",
}
PLAN_MONTHS = {month.capitalize(): month for month in MONTHS}
PLAN_NUMBERS = {GOAL: "meta", WEIGHT: "ponderacion", BUDGET: "ppto"}
"""Headings of the planning form, with the corresponding columns of the contract."""
PLAN = (*PLAN_TEXTS, *PLAN_MONTHS, GOAL, MONTHS_SUM, WEIGHT, BUDGET, REVIEW)


def place_name(place: int) -> str:
    """Return the name of a position of the year in tables: `abr`, `anual`.

    Parameters
    ----------
    place : int
        A month from 0 to 11, or `YEAR` for the quantity of the whole year.
    """
    return "anual" if place == YEAR else MONTHS[place]


def programmed_heading(place: int) -> str:
    """Return the heading of the programmed quantity at a position of the year: `Prog. abr`."""
    return f"Prog. {place_name(place)}"


def executed_heading(place: int) -> str:
    """Return the heading of the executed quantity at a position of the year: `Ejec. abr`."""
    return f"Ejec. {place_name(place)}"


def cause_words(cause: Causa) -> str:
    """Return a cause as the list of causes shows it: code and description, separated by ` · `."""
    return f"{cause.codigo} · {cause.descripcion}"
