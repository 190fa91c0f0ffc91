"""Figures that a method asks for over its own: changes between quarters, shares of the budget, projections."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field, field_validator

from helpers.model_errors import StrictModel
from helpers.scales import PLAN_LEVELS, SCORED_LEVELS, known_levels

ABOVE_PLAN = tuple(level for level in SCORED_LEVELS if level not in PLAN_LEVELS)
"""Levels that may have derived figures: there are thousands of tasks, and nobody reads their changes one by one."""
APART = {"fuente": "fuente", "partida": "partida", "grupo_gasto": "partida"}
"""Parts of the budget beside the structure, and of which partition's total they are a part."""
GROUPED = "ue"
"""Executing units: they add up to the entity, and are no level of its structure."""
FEWEST_PERIODS = 3
"""Periods that an interval is had from: with two, one of them already decides it."""
MOST_PERIODS = 11
"""Periods of a year that can have elapsed while something of it is still to come."""


class Variacion(StrictModel):
    """The change of some indicators from a quarter to the next, between the values as printed, in points."""

    indicadores: tuple[str, ...] = Field(min_length=1)
    niveles: tuple[str, ...] = Field(min_length=1)
    fuente: str = Field(min_length=1)

    @field_validator("niveles")
    @classmethod
    def _levels_exist(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return known_levels(value, ABOVE_PLAN)


class Participacion(StrictModel):
    """What part of the whole each has of an amount, in per cent: of the entity, or of its own partition's total."""

    indicador: str
    niveles: tuple[str, ...] = Field(min_length=1)
    fuente: str = Field(min_length=1)

    @field_validator("niveles")
    @classmethod
    def _levels_exist(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return known_levels(value, (*ABOVE_PLAN, GROUPED, *APART))


class Proyeccion(StrictModel):
    """Where an indicator that adds up over the year would end if it went on at its mean pace, with an interval.

    Attributes
    ----------
    factores
        By the number of periods elapsed, how many standard deviations the interval takes to each side: Student's t
        with one degree of freedom less.
    confianza
        What the interval is called: `95 %`.
    supuesto
        What is assumed, in words that the report prints.
    """

    indicador: str
    niveles: tuple[str, ...] = Field(min_length=1)
    factores: dict[int, Decimal]
    confianza: str
    supuesto: str = Field(min_length=1)
    fuente: str = Field(min_length=1)

    @field_validator("niveles")
    @classmethod
    def _levels_exist(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return known_levels(value, ABOVE_PLAN)

    @field_validator("factores")
    @classmethod
    def _one_for_each_number(cls, value: dict[int, Decimal]) -> dict[int, Decimal]:
        wanted = range(FEWEST_PERIODS, MOST_PERIODS + 1)
        lacking = [number for number in wanted if number not in value]
        if lacking:
            raise ValueError(f"falta el factor para {lacking[0]} periodos; se dan de {wanted[0]} a {wanted[-1]}.")
        odd = [number for number in value if number not in wanted]
        if odd:
            raise ValueError(f"sobra el factor para {odd[0]} periodos; se dan de {wanted[0]} a {wanted[-1]}.")
        if any(factor <= 0 for factor in value.values()):
            raise ValueError("hay un factor que no es mayor que 0.")
        return value
