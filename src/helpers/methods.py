"""A scoring method as data: indicators and their formulas, roll-ups, rounding, bands and thresholds.

The file's keys are Spanish: it is what the methodology section prints and what an auditor reads.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from helpers.errors import ConfigError, ExpressionError, UsageError
from helpers.expressions import Expression, parse
from helpers.model_errors import StrictModel, load_model, nearest
from helpers.periods import Period
from helpers.scales import SCORED_LEVELS, Bandas, Umbrales, known_levels
from helpers.strict_yaml import load_file
from helpers.workspace import Workspace

CENTS = 2
WINDOWS = ("mes", "trimestre", "acumulado")
CONTEXT_NAMES = ("trimestres",)
"""Names a formula may use beside indicators: the number of quarters in a window of whole ones."""
BUDGET_COLUMNS = (
    "ppto_inicial", "modificaciones", "ppto_vigente", "certificado",
    "compromiso", "devengado", "pagado", "por_pagar",
)  # fmt: skip
GOAL_COLUMNS = ("programado", "ejecutado")
COLUMNS_OF = {"saldo": BUDGET_COLUMNS, "flujo": BUDGET_COLUMNS, "meta": GOAL_COLUMNS}
"""Columns that a rule may read, in the order of the data contract."""
WAYS = {"acp": ("responsables", "media_simple"), "cat_prog": ("unidad_responsable", "igual")}
WAY_OF_NODES = ("estructura", "media_simple")
"""From which parts and by which rule a level is had: the only way there is for it."""


class Redondeo(StrictModel):
    """How many decimals, half up, and whether each level hands on its rounded value."""

    decimales: int = Field(ge=0, le=6)
    donde: Literal["cada_nivel", "publicacion"]
    fuente: str = Field(min_length=1)


class Regla(StrictModel):
    """How an indicator is had in one kind of window.

    Attributes
    ----------
    regla
        `consolidar` reported values upwards; `formula`; `sumar_trimestres`; `saldo` or `flujo` of a column of
        the budget; `meta`, a column of the goals registered in SIGEP.
    expresion
        The formula, for `formula`; for `consolidar`, what the value equals where it is not reported.
    columna
        The budget's or goals' column.
    desde_enero
        Only for windows that begin in January.
    a_falta_de
        The table from which the method would have it; the rule stands in where that table is not kept, so a
        printed value that differs cannot be verified.
    """

    regla: Literal["consolidar", "formula", "sumar_trimestres", "saldo", "flujo", "meta"]
    expresion: str = ""
    columna: str = ""
    desde_enero: bool = False
    a_falta_de: Literal["", "tareas"] = ""

    @field_validator("expresion")
    @classmethod
    def _reads(cls, value: str) -> str:
        if value:
            try:
                parse(value)
            except ExpressionError as problem:
                raise ValueError(str(problem)) from problem
        return value

    @model_validator(mode="after")
    def _is_complete(self) -> Regla:
        if self.regla == "formula" and not self.expresion:
            raise ValueError("la regla «formula» necesita «expresion».")
        columns = COLUMNS_OF.get(self.regla, ())
        if columns and not self.columna:
            raise ValueError(f"la regla «{self.regla}» necesita «columna».")
        if columns and self.columna not in columns:
            raise ValueError(
                f"la regla «{self.regla}» no puede leer «{self.columna}». {nearest(self.columna, columns)}"
            )
        return self

    @property
    def formula(self) -> Expression | None:
        return parse(self.expresion) if self.expresion else None


class Indicador(StrictModel):
    """One indicator: its name, its LaTeX symbol, its unit, its rule in each kind of window."""

    nombre: str
    simbolo: str
    unidad: str
    explicacion: str
    fuente: str = Field(min_length=1)
    decimales: int | None = None
    niveles: tuple[str, ...] = ()
    reglas: dict[Literal["mes", "trimestre", "acumulado"], Regla]

    @field_validator("niveles")
    @classmethod
    def _levels_exist(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return known_levels(value, (*SCORED_LEVELS, "fuente", "partida", "rubro"))

    @model_validator(mode="after")
    def _levels_only_limit_formulas(self) -> Indicador:
        other = [kind for kind, rule in self.reglas.items() if rule.regla != "formula"]
        if self.niveles and other:
            raise ValueError(f"«niveles» solo limita fórmulas, y en «{other[0]}» la regla es otra; quítelo.")
        return self

    def rule(self, period: Period) -> Regla | None:
        """The rule for a window; None where the indicator is not defined there."""
        rule = self.reglas.get(period.kind)
        return None if rule is None or (rule.desde_enero and not period.since_january) else rule


class Consolidacion(StrictModel):
    """How a level is had from its parts, and what counts where it also reports a value of its own."""

    partes: Literal["estructura", "responsables", "unidad_responsable"]
    regla: Literal["media_simple", "igual"]
    prevalece: Literal["partes", "reportado"] = "partes"
    explicacion: str
    fuente: str = Field(min_length=1)


class Metodo(StrictModel):
    """A whole scoring method."""

    id: str
    nombre: str
    fuente: str = Field(min_length=1)
    descripcion: str
    redondeo: Redondeo
    indicadores: dict[str, Indicador]
    consolidacion: dict[str, Consolidacion]
    bandas: Bandas
    umbrales: Umbrales
    decisiones: tuple[str, ...] = ()

    @field_validator("consolidacion")
    @classmethod
    def _levels_exist(cls, value: dict[str, Consolidacion]) -> dict[str, Consolidacion]:
        known_levels(tuple(value), SCORED_LEVELS)
        for level, plan in value.items():
            parts, rule = WAYS.get(level, WAY_OF_NODES)
            if (plan.partes, plan.regla) != (parts, rule):
                raise ValueError(
                    f"el nivel «{level}» solo se obtiene con «partes: {parts}» y «regla: {rule}»."
                )
        return value

    @model_validator(mode="after")
    def _indicators_tie(self) -> Metodo:
        known = (*self.indicadores, *CONTEXT_NAMES)
        for name in (self.bandas.indicador, self.umbrales.indicador):
            if name not in self.indicadores:
                raise ValueError(
                    f"las bandas o umbrales nombran el indicador «{name}», que el método no define."
                )
        for name, kind, rule in self._formulas():
            unknown = [word for word in rule.formula.names if word not in known]
            if unknown:
                raise ValueError(
                    f"indicadores.{name}.{kind}: la fórmula usa «{unknown[0]}», que el método no define. "
                    f"{nearest(unknown[0], known)}"
                )
        for kind in WINDOWS:
            self.formula_order(kind)
        return self

    def _formulas(self) -> list[tuple[str, str, Regla]]:
        return [
            (name, kind, rule)
            for name, indicator in self.indicadores.items()
            for kind, rule in indicator.reglas.items()
            if rule.formula is not None
        ]

    def formula_order(self, kind: str) -> tuple[str, ...]:
        """Indicators of a kind of window, each after those that its formula uses.

        Raises
        ------
        ValueError
            Where they go in a circle, naming it.
        """
        done: list[str] = []
        for name in self.indicadores:
            self._visit(name, kind, done, ())
        return tuple(done)

    def _visit(self, name: str, kind: str, done: list[str], path: tuple[str, ...]) -> None:
        if name in path:
            circle = " → ".join((*path[path.index(name) :], name))
            raise ValueError(f"los indicadores se definen en círculo ({kind}): {circle}.")
        if name in done or name not in self.indicadores:
            return
        rule = self.indicadores[name].reglas.get(kind)
        formula = rule.formula if rule else None
        for word in formula.names if formula else ():
            self._visit(word, kind, done, (*path, name))
        done.append(name)

    def decimals(self, indicator: str) -> int:
        """Decimals that an indicator is printed with; money keeps its cents unless it says otherwise."""
        definition = self.indicadores[indicator]
        if definition.decimales is not None:
            return definition.decimales
        return max(self.redondeo.decimales, CENTS) if definition.unidad == "Bs" else self.redondeo.decimales

    @property
    def rounds_every_level(self) -> bool:
        return self.redondeo.donde == "cada_nivel"


def load_method(workspace: Workspace, method: str) -> Metodo:
    """Read `params/metodos/<method>.yaml`.

    Raises
    ------
    UsageError
        Where there is no such method, naming those that exist.
    ConfigError
        With every problem found, each naming its key.
    """
    path = workspace.method_file(method)
    if not path.is_file():
        raise UsageError(f"No existe el método «{method}». {nearest(method, methods_found(workspace))}")
    label = workspace.relative(path)
    loaded = load_model(Metodo, load_file(path, label), label)
    if loaded.id != method:
        raise ConfigError(label, [f"«id» dice «{loaded.id}» y el archivo se llama «{method}.yaml»."])
    return loaded


def methods_found(workspace: Workspace) -> tuple[str, ...]:
    """Names of the method files."""
    return tuple(sorted(path.stem for path in workspace.methods.glob("*.yaml")))
