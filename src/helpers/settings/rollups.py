"""How a method computes a level from its parts, rounds, scores a task, and describes the dispersion of units."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator, model_validator

from helpers.base.yaml_models import StrictModel, nearest
from helpers.figures.records import LEVELS
from helpers.settings.scales import SCORED_LEVELS, known_levels

HUNDRED = Decimal(100)
NODE_PARTS = ("estructura", "operaciones", "tareas")
PARTS_OF: dict[str, tuple[str, ...]] = {
    "operacion": ("tareas",),
    "puesto": NODE_PARTS,
    "unidad": NODE_PARTS,
    "subtipo": NODE_PARTS,
    "tipo": NODE_PARTS,
    "area": (*NODE_PARTS, "unidades"),
    "servicio": (*NODE_PARTS, "unidades"),
    "entidad": (*NODE_PARTS, "unidades", "acciones", "grupos"),
    "acp": ("responsables", "operaciones", "tareas"),
    "grupo": ("acciones",),
    "cat_prog": ("unidad_responsable",),
}
"""Kinds of parts from which each level may be computed."""
LEVELS_ABOVE_UNITS = LEVELS[:-1]
"""Levels of the organisation that units or posts may belong to: all but the lowest."""
KIND = "clase"
"""A grouping, not a level of the structure: all the units with one `clase` in `estructura`."""
WEIGHTED_RULES = ("media_por_tareas", "media_ponderada", "media_por_presupuesto")
TASKS_THAT_WEIGH = {
    "media_por_tareas": "las_que_entran",
    "media_ponderada": "todas",
    "media_por_presupuesto": "todas",
}
"""By rule, the tasks that make up an operation's weight: those that enter the window, or all tasks of its plan."""
WITH_TERMS = ("razon_de_sumas", "cumplidas")
"""Rules whose numerator and denominator are amounts; those of a mean are percentages and a count."""


class Consolidacion(StrictModel):
    """How a level is computed from its parts, and which value counts where the level also reports one.

    Attributes
    ----------
    partes
        Kinds of parts in order of preference: the first kind with any figure is used.
    regla
        Simple mean; mean weighted by number of tasks, by `ponderacion` or by budget in force; ratio of the sums of the
        parts' numerators and denominators; sum; share of the parts that reach 100; the part's own value.
    pesos
        Weights set by the method, by the part's code, adding up to 100; without them, `ponderacion` from the data.
    tareas_que_pesan
        Which tasks make up the weight of an operation: those that enter the window (weights by number of tasks), or all
        of the plan (weights by `ponderacion` or budget). It states what the rule does; any other value is refused.
    renormaliza
        Whether a mean is divided by the weights of the parts with data only, or by those of all parts.
    total
        What weights by `ponderacion` add up to where they are not renormalised.
    sin_pesos
        What happens where a part has no weight: no figure, or a simple mean.
    prevalece
        Which value counts where a node reports one and also has parts.
    """

    partes: tuple[str, ...] = Field(min_length=1)
    regla: Literal[
        "media_simple",
        "media_por_tareas",
        "media_ponderada",
        "media_por_presupuesto",
        "razon_de_sumas",
        "suma",
        "cumplidas",
        "igual",
    ]
    pesos: dict[str, Decimal] = Field(default_factory=dict)
    tareas_que_pesan: Literal["", "las_que_entran", "todas"] = ""
    renormaliza: bool = True
    total: Decimal = Field(default=HUNDRED, gt=0)
    sin_pesos: Literal["sin_cifra", "media_simple"] = "sin_cifra"
    prevalece: Literal["partes", "reportado"] = "partes"
    explicacion: str
    fuente: str = Field(min_length=1)

    @field_validator("partes", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="before")
    @classmethod
    def _says_which_tasks_weigh(cls, value: object) -> object:
        """Fill in `tareas_que_pesan` from the rule, so that every method states it."""
        if not isinstance(value, dict) or not isinstance(value.get("partes"), str | list | tuple):
            return value
        return {"tareas_que_pesan": _tasks_that_weigh(value["partes"], value.get("regla"), value.get("pesos"))} | value

    @model_validator(mode="after")
    def _the_tasks_that_weigh_are_those_of_the_rule(self) -> Consolidacion:
        """Refuse a `tareas_que_pesan` that the rule does not have."""
        due = _tasks_that_weigh(self.partes, self.regla, self.pesos)
        if self.tareas_que_pesan != due:
            told = f"aquí es siempre «{due}»" if due else "aquí no va, porque ninguna operación pesa por sus tareas"
            raise ValueError(
                f"«tareas_que_pesan: {self.tareas_que_pesan}» no es lo que hace la regla «{self.regla}»: {told}. "
                "Para que pesen las que entran, use «media_por_tareas»; para que pesen todas, «media_ponderada» o "
                "«media_por_presupuesto»."
            )
        return self

    @model_validator(mode="after")
    def _weights_add_up(self) -> Consolidacion:
        """Refuse weights for other rules, negative ones, and a sum other than 100."""
        if self.pesos and self.regla != "media_ponderada":
            raise ValueError(f"«pesos» solo sirve a la regla «media_ponderada», y esta es «{self.regla}».")
        if any(weight < 0 for weight in self.pesos.values()):
            raise ValueError("hay pesos negativos; ninguno puede serlo.")
        if self.pesos and sum(self.pesos.values()) != HUNDRED:
            raise ValueError(f"los pesos suman {sum(self.pesos.values())} y deben sumar 100.")
        if not self.renormaliza and self.regla not in WEIGHTED_RULES:
            raise ValueError(f"«renormaliza: false» no tiene sentido en la regla «{self.regla}», que no pondera.")
        return self

    def check_level(self, level: str) -> None:
        """Refuse parts that a level cannot be computed from, and rules that do not fit it.

        Raises
        ------
        ValueError
            With a Spanish sentence.
        """
        for part in self.partes:
            if part not in PARTS_OF[level]:
                raise ValueError(f"el nivel «{level}» no se obtiene de «{part}». {nearest(part, PARTS_OF[level])}")
        if (self.regla == "igual") != (level == "cat_prog"):
            raise ValueError(
                f"nivel «{level}», regla «{self.regla}»: la regla «igual» es la del nivel «cat_prog», y solo la suya."
            )
        if self.regla == "media_por_tareas" and "tareas" in self.partes:
            raise ValueError(
                f"nivel «{level}»: una tarea no se pondera por su número de tareas; use «media_simple», que cuenta "
                "todas igual."
            )


def _tasks_that_weigh(parts: str | Iterable[str], rule: object, weights: object) -> str:
    """The value of `tareas_que_pesan` that a rule implies; empty where no part is weighted by its tasks."""
    kinds = (parts,) if isinstance(parts, str) else tuple(parts)
    if weights or (rule != "media_por_tareas" and "operaciones" not in kinds):
        return ""
    return TASKS_THAT_WEIGH.get(rule, "") if isinstance(rule, str) else ""


class Redondeo(StrictModel):
    """Decimals to round to, half up, and whether each level passes on its rounded value."""

    decimales: int = Field(ge=0, le=6)
    donde: Literal["cada_nivel", "publicacion"]
    fuente: str = Field(min_length=1)


class Hoja(StrictModel):
    """How a task is scored in a window: executed over programmed, summed over the window's months.

    The cap of a goal that is added up (`acumulable: si`) applies to the whole window. The cap of a goal to be kept
    every month (`acumulable: no`) applies to each month, so that no month makes up for another.

    Attributes
    ----------
    tope
        Largest percentage that counts; None counts all of an over-fulfilment.
    sin_programa_con_ejecucion
        Unprogrammed work is left out (`fuera`) or counts as fulfilled (`cumplida`).
    sin_dato
        A task without report for a programmed month is left out (`fuera`); or blocks the figures above it (`impide`);
        or only that month is left out, its programmed amount too (`mes_fuera`).
    """

    indicador: str
    tope: Decimal | None = Field(default=HUNDRED, gt=0)
    con_programa_sin_ejecucion: Literal["cero"] = "cero"
    sin_programa_ni_ejecucion: Literal["fuera"] = "fuera"
    sin_programa_con_ejecucion: Literal["fuera", "cumplida"] = "fuera"
    sin_dato: Literal["fuera", "impide", "mes_fuera"] = "fuera"
    explicacion: str
    fuente: str = Field(min_length=1)


class Dispersion(StrictModel):
    """Asks for number, mean, standard deviation (n − 1) and interval of the mean of the units below a node.

    Attributes
    ----------
    niveles
        Levels of the structure, or `clase`: all the units of one kind, wherever they belong.
    factor
        Standard errors on each side of the mean: 1.96 for 95 % of a normal distribution.
    confianza
        The interval's confidence level: `95 %`.
    """

    indicador: str
    niveles: tuple[str, ...] = Field(min_length=1)
    ventanas: tuple[Literal["mes", "trimestre", "acumulado"], ...]
    factor: Decimal = Field(gt=0)
    confianza: str
    fuente: str = Field(min_length=1)

    @field_validator("niveles")
    @classmethod
    def _levels_have_units_below(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse levels without units or posts below."""
        for level in known_levels(value, (*SCORED_LEVELS, KIND)):
            if level not in (*LEVELS_ABOVE_UNITS, KIND):
                raise ValueError(
                    f"del nivel «{level}» no depende ninguna unidad ni puesto que pueda dispersarse; los niveles que "
                    f"sirven: {', '.join((*LEVELS_ABOVE_UNITS, KIND))}."
                )
        return value


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
        if len(set(value)) < len(value):
            raise ValueError("«orden» repite un color.")
        return value
