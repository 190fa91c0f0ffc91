"""What a sample is drawn from: reported results, each with its cell, and the rows that were left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from helpers.base.periods import Period
from helpers.figures.records import SourceCell

NO_STATE = "sin estado"
"""Printed of a result that states neither a number nor that it was achieved."""


class Kind(StrEnum):
    """Which table a reported result is from."""

    TASK = "tarea"
    PROGRESS = "avance"
    RESULT = "resultado"


class LeftOut(StrEnum):
    """Why a reported row is not in the population; the value is printed."""

    NOTHING = "Valores de cero o menos: no afirman ningún avance"
    UNKNOWN = "Cantidades de tareas que no están en el plan que rige: este las retiró o no las tuvo nunca"
    BY_TASKS = "Avances y resultados de unidades que informan por tareas: cuentan los valores de sus tareas"
    SUMMARY = "Avances que resumen los de unidades de más abajo, que también informan"
    NO_ACHIEVEMENT = "Dificultades, contexto, conclusiones y otras filas de «resultados» que no son logros"
    UNFINISHED = "Resultados en curso o previstos: no afirman que se haya logrado"
    DETAIL = "Detalles de otro resultado (columna parte_de)"
    WITHOUT_MONEY = "Resultados sin un presupuesto mayor que cero: la muestra por dinero no los alcanza"


@dataclass(frozen=True)
class Item:
    """A reported result.

    Attributes
    ----------
    id : str
        `tarea/<task>/<period>`, `avance/<level>/<code>/<period>` or `resultado/<id>/<period>`; unique in a run: an id
        that several rows would share ends with the row's cell, as in `resultado/R1/2024-T2 (resultados.csv#F3)`.
    stratum : str
        Name of the area of the unit or, without areas, of the node directly under the institution.
    unit, subject, measure : str
        Name of the unit, what is reported, in words, and its unit of measure: `%` for a progress; may be empty.
    value : Decimal or None
        The reported number; None for a result without one.
    cell : SourceCell
        The input cell of the value or, without value, of the text.
    evidence : str
        Means of verification of a task, or source of a result; empty if there is none, and for a progress.
    money : Fraction or None
        Bolivianos behind it: an equal part of its task's budget or, without tasks, of its unit's budget in force from
        January on. None if that is unknown or not above zero.
    stated : str
        Of a result, the state that it states, or `NO_STATE`; printed where it has no number.
    """

    id: str
    kind: Kind
    stratum: str
    unit: str
    subject: str
    period: Period
    value: Decimal | None
    measure: str
    cell: SourceCell
    evidence: str
    money: Fraction | None = None
    stated: str = ""


@dataclass(frozen=True)
class Population:
    """The reported results of a run in the order of the inputs, and how many rows were left out by reason."""

    items: tuple[Item, ...]
    left_out: Mapping[LeftOut, int]

    @property
    def has_money(self) -> bool:
        """Whether every item has a budget; true also if there are no items."""
        return all(item.money is not None for item in self.items)

    def with_money(self) -> Population:
        """Return the population of the items that have a budget; the others are counted as left out."""
        items = tuple(item for item in self.items if item.money is not None)
        without = len(self.items) - len(items)
        return Population(items, {**self.left_out, **({LeftOut.WITHOUT_MONEY: without} if without else {})})
