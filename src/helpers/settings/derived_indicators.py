"""Settings of the figures that a method derives from its own: quarterly changes, budget shares, projections."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field, field_validator

from helpers.base.yaml_models import StrictModel
from helpers.settings.scales import PLAN_LEVELS, SCORED_LEVELS, known_levels

ABOVE_PLAN = tuple(level for level in SCORED_LEVELS if level not in PLAN_LEVELS)
"""Levels that may have derived figures. Tasks and operations may not: nobody reads the changes of thousands of them."""
APART = {"fuente": "fuente", "partida": "partida", "grupo_gasto": "partida"}
"""Budget levels outside the structure, each with the level of the report whose total it is a share of."""
GROUPED = "ue"
"""Executing units: the budget is added up by them, but they are not a level of the structure."""
FEWEST_PERIODS = 3
"""Fewest elapsed periods for a projection's interval: with two, a single one would decide it."""
MOST_PERIODS = 11
"""Most periods that can have elapsed while the year is not over."""


class Variacion(StrictModel):
    """Asks for the change of indicators from one quarter to the next, in points, between the values as printed."""

    indicadores: tuple[str, ...] = Field(min_length=1)
    niveles: tuple[str, ...] = Field(min_length=1)
    fuente: str = Field(min_length=1)

    @field_validator("niveles")
    @classmethod
    def _levels_exist(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return known_levels(value, ABOVE_PLAN)


class Participacion(StrictModel):
    """Asks for shares of an amount: percent of the institution's total or, for budget lines, of their report's."""

    indicador: str
    niveles: tuple[str, ...] = Field(min_length=1)
    fuente: str = Field(min_length=1)

    @field_validator("niveles")
    @classmethod
    def _levels_exist(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return known_levels(value, (*ABOVE_PLAN, GROUPED, *APART))


class Proyeccion(StrictModel):
    """Asks for the projection of an accumulated indicator to the year's end at its mean pace, with an interval.

    Attributes
    ----------
    factores
        By the number of periods elapsed, the standard deviations on each side of the interval: Student's t with one
        degree of freedom less than periods.
    confianza
        The interval's confidence level: `95 %`.
    supuesto
        The assumption, in words that the report prints.
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
