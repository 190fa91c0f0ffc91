"""Grades of an indicator by bands, and of accumulated execution by thresholds, as a method file states them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator, model_validator

from helpers.model_errors import StrictModel
from helpers.periods import Period
from helpers.records import LEVELS
from helpers.trace import Grade

PLAN_LEVELS = ("tarea", "operacion")
"""Levels of the plan, below the organisation's."""
SCORED_LEVELS = (*LEVELS, "acp", "grupo", "cat_prog", *PLAN_LEVELS)


class Grado(StrictModel):
    """One band, from `desde` (included) to `hasta` (not included; absent in the last)."""

    desde: Decimal
    hasta: Decimal | None = None
    impreso: str
    grado: str
    calificacion: str
    desempeno: str
    semaforo: str
    simbolo: str

    @property
    def grade(self) -> Grade:
        return Grade(self.grado, self.calificacion, self.desempeno, self.semaforo, self.simbolo)


class Bandas(StrictModel):
    """The grades of an indicator, over its printed value."""

    indicador: str
    ventanas: tuple[Literal["mes", "trimestre", "acumulado"], ...]
    niveles: tuple[str, ...]
    bordes: str
    fuente: str = Field(min_length=1)
    grados: tuple[Grado, ...] = Field(min_length=1)

    def grades(self, level: str, window: Period) -> bool:
        """Whether figures of a level in a window have a grade."""
        return level in self.niveles and window.kind in self.ventanas

    @field_validator("niveles")
    @classmethod
    def _levels_exist(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return known_levels(value, SCORED_LEVELS)

    @model_validator(mode="after")
    def _no_hole_no_overlap(self) -> Bandas:
        for lower, upper in zip(self.grados, self.grados[1:], strict=False):
            if lower.hasta is None or lower.hasta != upper.desde:
                kind = "un traslape" if lower.hasta is None or lower.hasta > upper.desde else "un hueco"
                raise ValueError(
                    f"hay {kind} entre «{lower.calificacion}» (hasta {lower.hasta}) y «{upper.calificacion}» "
                    f"(desde {upper.desde}): cada grado debe empezar donde acaba el anterior."
                )
            if lower.hasta <= lower.desde:
                raise ValueError(
                    f"«{lower.calificacion}» va de {lower.desde} a {lower.hasta}: "
                    "debe acabar después de empezar."
                )
        if self.grados[-1].hasta is not None:
            raise ValueError(f"el último grado, «{self.grados[-1].calificacion}», no debe llevar «hasta».")
        if self.grados[0].desde != 0:
            raise ValueError(f"el primer grado, «{self.grados[0].calificacion}», debe empezar en 0.")
        return self

    def grade_of(self, printed: Decimal) -> Grade | None:
        """The grade of a printed value; None below 0, where no norm gives one."""
        for band in reversed(self.grados):
            if printed >= band.desde:
                return band.grade
        return None


class Umbral(StrictModel):
    """One grade of accumulated execution: its lower edge at each quarter's end; without edges, all below."""

    desde: tuple[Decimal, Decimal, Decimal, Decimal] | None = None
    calificacion: str
    semaforo: str
    simbolo: str

    @property
    def grade(self) -> Grade:
        return Grade("", self.calificacion, "", self.semaforo, self.simbolo)


class Umbrales(StrictModel):
    """Thresholds by quarter for cumulative budget execution, best first."""

    indicador: str
    niveles: tuple[str, ...]
    bordes: str
    fuente: str = Field(min_length=1)
    grados: tuple[Umbral, ...] = Field(min_length=2)

    @field_validator("niveles")
    @classmethod
    def _levels_exist(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return known_levels(value, SCORED_LEVELS)

    @model_validator(mode="after")
    def _descend(self) -> Umbrales:
        if self.grados[-1].desde is not None or any(grade.desde is None for grade in self.grados[:-1]):
            raise ValueError(
                "solo el último umbral, y siempre él, va sin «desde»: recoge todo lo que queda debajo."
            )
        for upper, lower in zip(self.grados[:-1], self.grados[1:-1], strict=False):
            for quarter, (high, low) in enumerate(
                zip(upper.desde or (), lower.desde or (), strict=True), start=1
            ):
                if high <= low:
                    raise ValueError(
                        f"trimestre {quarter}: «{upper.calificacion}» empieza en {high} y "
                        f"«{lower.calificacion}» en {low}; deben ir de mayor a menor."
                    )
        return self

    def grade_of(self, printed: Decimal, quarter: int) -> Grade:
        """The grade of a printed accumulated execution at the end of a quarter (1 to 4)."""
        for threshold in self.grados[:-1]:
            if threshold.desde is not None and printed >= threshold.desde[quarter - 1]:
                return threshold.grade
        return self.grados[-1].grade


def known_levels(levels: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a level that does not exist, naming those that do; hand the others back."""
    for level in levels:
        if level not in known:
            raise ValueError(f"el nivel «{level}» no existe; los que hay: {', '.join(known)}.")
    return levels
