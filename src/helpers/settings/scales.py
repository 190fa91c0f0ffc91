"""The scales of a method: bands of a value, thresholds of accumulated execution, and grades taken from other grades."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from helpers.base.periods import Period
from helpers.base.yaml_models import StrictModel
from helpers.figures.figure import Grade
from helpers.figures.records import LEVELS

WINDOWS = ("mes", "trimestre", "acumulado")
"""Kinds of windows."""
PLAN_LEVELS = ("tarea", "operacion")
"""Levels of the plan, below those of the organisation."""
SCORED_LEVELS = (*LEVELS, "acp", "grupo", "cat_prog", *PLAN_LEVELS)
"""All levels that figures of progress may have."""
SHEET_LIGHTS = {
    "azul": ("DCE8F7", "123C73"),
    "verde": ("DDF0E2", "14532A"),
    "amarillo": ("FFF3C4", "5F4B00"),
    "naranja": ("FFE3CC", "7A3300"),
    "rojo": ("FADADA", "8F1414"),
    "gris": ("E6E8EB", "3A434D"),
}
"""Fill and text colour of each traffic-light word in spreadsheets; the grade's words tell it too."""


def known_levels(levels: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the levels unchanged if all are known.

    Raises
    ------
    ValueError
        For an unknown level; the Spanish message lists the known ones.
    """
    for level in levels:
        if level not in known:
            raise ValueError(f"el nivel «{level}» no puede ir aquí; los que pueden: {', '.join(known)}.")
    return levels


def levels_among(known: tuple[str, ...]) -> AfterValidator:
    """Return a validator for a field of levels, which refuses a level that is not among the known ones."""
    return AfterValidator(lambda levels: known_levels(levels, known))


class Grado(StrictModel):
    """One band, from `desde` (included) to `hasta` (excluded; None in the last band); `impreso` is its range in words.

    The other fields are the parts of its `Grade`.
    """

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
        """The band's grade."""
        return Grade(self.grado, self.calificacion, self.desempeno, self.semaforo, self.simbolo)


class Bandas(StrictModel):
    """Bands that grade an indicator by its printed value.

    Attributes
    ----------
    ventanas, niveles
        Kinds of windows and levels whose figures have a grade.
    bordes
        Which band a value on an edge belongs to, in words that the report prints.
    """

    indicador: str
    ventanas: tuple[Literal["mes", "trimestre", "acumulado"], ...]
    niveles: Annotated[tuple[str, ...], levels_among(SCORED_LEVELS)]
    bordes: str
    fuente: str = Field(min_length=1)
    grados: tuple[Grado, ...] = Field(min_length=1)

    def grades(self, level: str, window: Period) -> bool:
        """Tell whether these bands grade the figures of a level in a window: both must be listed."""
        return level in self.niveles and window.kind in self.ventanas

    @model_validator(mode="after")
    def _no_hole_no_overlap(self) -> Bandas:
        """Refuse bands that leave a gap, overlap, do not begin at 0 or have an upper end."""
        for lower, upper in zip(self.grados, self.grados[1:], strict=False):
            if lower.hasta is None or lower.hasta != upper.desde:
                kind = "un traslape" if lower.hasta is None or lower.hasta > upper.desde else "un hueco"
                raise ValueError(
                    f"hay {kind} entre «{lower.calificacion}» (hasta {lower.hasta}) y «{upper.calificacion}» "
                    f"(desde {upper.desde}): cada grado debe empezar donde acaba el anterior."
                )
            if lower.hasta <= lower.desde:
                raise ValueError(
                    f"«{lower.calificacion}» va de {lower.desde} a {lower.hasta}: debe acabar después de empezar."
                )
        if self.grados[-1].hasta is not None:
            raise ValueError(f"el último grado, «{self.grados[-1].calificacion}», no debe llevar «hasta».")
        if self.grados[0].desde != 0:
            raise ValueError(f"el primer grado, «{self.grados[0].calificacion}», debe empezar en 0.")
        return self

    def grade_of(self, printed: Decimal) -> Grade | None:
        """Return the grade of a printed value.

        Returns
        -------
        Grade or None
            A value on an edge belongs to the band that begins there. None below 0, where no norm gives a grade.
        """
        for band in reversed(self.grados):
            if printed >= band.desde:
                return band.grade
        return None


class Umbral(StrictModel):
    """One grade of accumulated execution.

    Attributes
    ----------
    desde
        The lowest value with this grade at the end of each of the four quarters; None in the last, lowest grade.
    """

    desde: tuple[Decimal, Decimal, Decimal, Decimal] | None = None
    calificacion: str
    semaforo: str
    simbolo: str

    @property
    def grade(self) -> Grade:
        """The threshold's grade."""
        return Grade("", self.calificacion, "", self.semaforo, self.simbolo)


class Umbrales(StrictModel):
    """Thresholds by quarter that grade accumulated budget execution, best grade first."""

    indicador: str
    niveles: Annotated[tuple[str, ...], levels_among(SCORED_LEVELS)]
    bordes: str
    fuente: str = Field(min_length=1)
    grados: tuple[Umbral, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _descend(self) -> Umbrales:
        """Refuse thresholds that do not descend in each quarter, a last one with edges, and any other without."""
        if self.grados[-1].desde is not None or any(grade.desde is None for grade in self.grados[:-1]):
            raise ValueError("solo el último umbral, y siempre él, va sin «desde»: recoge todo lo que queda debajo.")
        for upper, lower in zip(self.grados[:-1], self.grados[1:-1], strict=False):
            for quarter, (high, low) in enumerate(zip(upper.desde or (), lower.desde or (), strict=True), start=1):
                if high <= low:
                    raise ValueError(
                        f"trimestre {quarter}: «{upper.calificacion}» empieza en {high} y "
                        f"«{lower.calificacion}» en {low}; deben ir de mayor a menor."
                    )
        return self

    def grade_of(self, printed: Decimal, quarter: int) -> Grade:
        """Return the grade of a printed accumulated execution.

        Parameters
        ----------
        printed : Decimal
            As printed, in percent.
        quarter : int
            The quarter in which the window ends, 1 to 4.
        """
        for threshold in self.grados[:-1]:
            if threshold.desde is not None and printed >= threshold.desde[quarter - 1]:
                return threshold.grade
        return self.grados[-1].grade


class Derivada(StrictModel):
    """A grade that an indicator takes from other indicators' grades of the same subject: the worst or the best of them.

    Attributes
    ----------
    orden
        Colours of the traffic light, worst first.
    """

    indicador: str
    de: tuple[str, ...] = Field(min_length=2)
    regla: Literal["peor", "mejor"]
    orden: tuple[str, ...] = Field(min_length=2)
    fuente: str = Field(min_length=1)

    @field_validator("orden")
    @classmethod
    def _each_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse a colour that is listed twice."""
        if len(set(value)) < len(value):
            raise ValueError("«orden» repite un color.")
        return value
