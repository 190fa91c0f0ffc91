"""How a method computes a level from its parts, rounds and scores a task; and the same in Spanish words."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator, model_validator

from helpers.base.display import number_es
from helpers.base.yaml_models import StrictModel, nearest
from helpers.figures.figure_names import MASCULINE_LEVELS

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
WEIGHTED_RULES = ("media_por_tareas", "media_ponderada", "media_por_presupuesto")
WITH_TERMS = ("razon_de_sumas", "cumplidas")
"""Rules whose numerator and denominator are amounts; those of a mean are percentages and a count."""

PART_WORDS = {
    "estructura": "lo que depende de ella en la estructura",
    "operaciones": "sus operaciones",
    "tareas": "sus tareas",
    "unidades": "todas sus unidades y puestos",
    "acciones": "las acciones de corto plazo",
    "grupos": "los grupos de acciones",
    "responsables": "las unidades que responden por ella",
    "unidad_responsable": "su unidad responsable",
}
"""Each kind of parts in a sentence on a level."""
_RULE_WORDS = {
    "media_simple": "promedio simple de {partes}",
    "media_por_tareas": "promedio de {partes}, ponderado por número de tareas",
    "media_ponderada": "promedio de {partes}, ponderado por su ponderación",
    "media_por_presupuesto": "promedio de {partes}, ponderado por presupuesto vigente",
    "razon_de_sumas": "suma de lo que cuenta entre suma de lo programado de {partes}, por 100",
    "suma": "suma de {partes}",
    "cumplidas": "porcentaje de {partes} que llega a 100",
    "igual": "el mismo de {partes}",
}
"""Each rule in a sentence."""
_ROUNDING_WORDS = {
    "cada_nivel": "cada nivel se redondea antes de que el siguiente lo use",
    "publicacion": "solo se redondea al publicar; entre niveles pasa el valor exacto",
}


class Consolidacion(StrictModel):
    """How a level is computed from its parts, and which value counts where the level also reports one.

    Attributes
    ----------
    partes
        Kinds of parts in order of preference: the first kind with any figure is used.
    regla
        Simple mean; mean weighted by number of tasks, by `ponderacion` or by budget in force; ratio of the sums of the
        parts' numerators and denominators; sum; share of the parts that reach 100; the part's own value.
    renormaliza
        Whether a mean is divided by the weights of the parts with data only, or by those of all parts (100 for
        `ponderacion`).
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
    renormaliza: bool = True
    sin_pesos: Literal["sin_cifra", "media_simple"] = "sin_cifra"
    prevalece: Literal["partes", "reportado"] = "partes"
    explicacion: str
    fuente: str = Field(min_length=1)

    @field_validator("partes", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        """Accept one kind of parts where a list is expected."""
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _only_weights_are_renormalised(self) -> Consolidacion:
        """Refuse not to renormalise where the rule has no weights."""
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

    def words(self, level: str) -> str:
        """Return how a level is computed from its parts: `promedio simple de sus operaciones o, si no hay, de …`."""
        parts = " o, si no hay, de ".join(part_words(level, part) for part in self.partes)
        return _RULE_WORDS[self.regla].format(partes=parts)

    @property
    def divisor_words(self) -> str:
        """Which tasks weigh, what a weighted mean is divided by, and what a missing weight does.

        Empty for rules without weights.
        """
        if self.regla not in WEIGHTED_RULES:
            return ""
        tasks = ""
        if "operaciones" in self.partes:
            entering = "sus tareas que entran en la ventana"
            every = "todas las tareas de su plan, entren o no"
            tasks = f"cada operación pesa por {entering if self.regla == 'media_por_tareas' else every}"
        lacking = (
            "sin algún peso, promedio simple" if self.sin_pesos == "media_simple" else "sin algún peso no hay cifra"
        )
        return "; ".join(filter(None, (tasks, self._divided, lacking)))

    @property
    def _divided(self) -> str:
        """What a weighted mean is divided by, in Spanish words."""
        if self.renormaliza:
            return "entre los pesos de lo que toma parte"
        if self.regla == "media_ponderada":
            return f"entre {HUNDRED}, tome parte o no"
        return "entre el total, tome parte o no"

    @property
    def prevailing_words(self) -> str:
        """Which value counts where a node reports one and has parts: `cuenta lo informado`, `cuentan las partes`."""
        return "cuenta lo informado" if self.prevalece == "reportado" else "cuentan las partes"


def part_words(level: str, part: str) -> str:
    """Return a kind of parts in Spanish, for a sentence on a level: `las unidades que responden por ella`.

    `part` is a key of `PART_WORDS`; the pronoun agrees with the level (`por él` for a masculine one).
    """
    words = PART_WORDS[part]
    return words.replace(" ella", " él") if level in MASCULINE_LEVELS else words


class Redondeo(StrictModel):
    """Decimals to round to, half up, and whether each level passes on its rounded value."""

    decimales: int = Field(ge=0, le=6)
    donde: Literal["cada_nivel", "publicacion"]
    fuente: str = Field(min_length=1)

    @property
    def place_words(self) -> str:
        """Where figures are rounded, in Spanish words."""
        return _ROUNDING_WORDS[self.donde]


class Hoja(StrictModel):
    """How a task is scored in a window: executed over programmed, summed over the window's months.

    The cap of a goal that is added up (`acumulable: si`) applies to the whole window. The cap of a goal to be kept
    every month (`acumulable: no`) applies to each month, so that no month makes up for another.

    Attributes
    ----------
    tope
        Largest percentage that counts; None counts all of an over-fulfilment.
    sin_dato
        A task without report for a programmed month is left out (`fuera`), or only that month is, its programmed amount
        too (`mes_fuera`).
    """

    indicador: str
    tope: Decimal | None = Field(default=HUNDRED, gt=0)
    con_programa_sin_ejecucion: Literal["cero"] = "cero"
    sin_programa_ni_ejecucion: Literal["fuera"] = "fuera"
    sin_programa_con_ejecucion: Literal["fuera"] = "fuera"
    sin_dato: Literal["fuera", "mes_fuera"] = "fuera"
    explicacion: str
    fuente: str = Field(min_length=1)

    @property
    def cap_words(self) -> str:
        """The cap in Spanish words: `hasta 100 %`, or that there is no cap."""
        return "sin tope: lo ejecutado de más cuenta entero" if self.tope is None else f"hasta {number_es(self.tope)} %"
