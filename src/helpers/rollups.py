"""How a level is had from its parts, how a task is scored, and how units scatter, as a method file states them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator, model_validator

from helpers.model_errors import StrictModel, nearest
from helpers.records import LEVELS
from helpers.scales import SCORED_LEVELS, known_levels

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
"""From which parts each level may be had."""
LEVELS_ABOVE_UNITS = LEVELS[:-1]
KIND = "clase"
"""Not a level of the tree: all the units that `estructura` says to be of one kind."""
"""Levels of the organisation that units or posts may hang from: all but the lowest."""
WEIGHTED_RULES = ("media_por_tareas", "media_ponderada", "media_por_presupuesto")
TASKS_THAT_WEIGH = {
    "media_por_tareas": "las_que_entran",
    "media_ponderada": "todas",
    "media_por_presupuesto": "todas",
}
"""Which tasks of an operation make up its weight, by rule: those that take part in the window, or all of its plan."""
WITH_TERMS = ("razon_de_sumas", "cumplidas")
"""Rules whose figures have a numerator and a denominator of amounts; those of a mean are percentages and a count."""


class Consolidacion(StrictModel):
    """How a level is had from its parts, and what counts where it also reports a value of its own.

    Attributes
    ----------
    partes
        Kinds of parts in order of preference: the first of which any has a figure is used.
    regla
        Simple mean; mean weighted by number of tasks, by `ponderacion` or by budget in force; ratio of the sums of
        the parts' numerators and denominators; sum; share of the parts that are fulfilled; the part's own value.
    pesos
        Weights that the method itself gives, by the part's code, adding up to 100; otherwise `ponderacion` as the
        data give it.
    tareas_que_pesan
        Which tasks make up the weight of an operation, or of a node that is weighed by its tasks: those that take
        part in the window where their number weighs, all of the plan where their `ponderacion` or their budget does.
        It says what the rule does, and nothing else may stand there.
    renormaliza
        Whether the weights are taken over the parts that take part, or over all there are.
    total
        What the weights by `ponderacion` add up to where they are not renormalised.
    sin_pesos
        What happens where a part has no weight: there is no figure, or the mean is simple.
    prevalece
        What counts where a node both reports a value and has parts.
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
        """Fill in what the rule does, so that every method says it, whether or not its file does."""
        if not isinstance(value, dict) or not isinstance(value.get("partes"), str | list | tuple):
            return value
        return {"tareas_que_pesan": _tasks_that_weigh(value["partes"], value.get("regla"), value.get("pesos"))} | value

    @model_validator(mode="after")
    def _the_tasks_that_weigh_are_those_of_the_rule(self) -> Consolidacion:
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
        """Refuse parts that a level cannot be had from, and `igual` where there may be several.

        Raises
        ------
        ValueError
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


def _tasks_that_weigh(parts: object, rule: object, weights: object) -> str:
    """What a rule does of the tasks below what it weighs; empty where nothing is weighed by its tasks."""
    kinds = (parts,) if isinstance(parts, str) else tuple(parts)
    if weights or (rule != "media_por_tareas" and "operaciones" not in kinds):
        return ""
    return TASKS_THAT_WEIGH.get(rule, "") if isinstance(rule, str) else ""


class Hoja(StrictModel):
    """How a task is scored in a window: executed over programmed, summed over the window's months.

    A goal that is added up (`acumulable: si`) is capped over the whole window; one that must be kept every month
    (`acumulable: no`) is capped month by month, so that no month makes up for another.

    Attributes
    ----------
    tope
        Largest percentage that counts; without it, over-fulfilment counts whole.
    sin_programa_con_ejecucion
        Work that was not scheduled: left out, or counted as fulfilled.
    sin_dato
        A task of which, in a month that was scheduled, nothing was reported: left out by itself, or nothing above it is
        computed, or only that month is left out, of what was programmed too.
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
    """How the units below a node scatter: number, mean, standard deviation (n − 1) and interval of the mean.

    Attributes
    ----------
    niveles
        Of the structure, and `clase`: the units of each kind, wherever they hang.
    factor
        Standard errors to each side of the mean: 1.96 for the 95 % of a normal distribution.
    confianza
        What the interval is called: `95 %`.
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
        for level in known_levels(value, (*SCORED_LEVELS, KIND)):
            if level not in (*LEVELS_ABOVE_UNITS, KIND):
                raise ValueError(
                    f"del nivel «{level}» no depende ninguna unidad ni puesto que pueda dispersarse; los niveles que "
                    f"sirven: {', '.join((*LEVELS_ABOVE_UNITS, KIND))}."
                )
        return value


class Derivada(StrictModel):
    """A grade that an indicator takes from the grades of others at the same place: the worst or the best of them.

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
