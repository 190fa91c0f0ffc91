"""An indicator as a method file states it: its name, its unit, and its rule in each kind of window."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from helpers.errors import ExpressionError
from helpers.expressions import Expression, parse
from helpers.model_errors import StrictModel, nearest
from helpers.periods import Period
from helpers.scales import SCORED_LEVELS, known_levels

WINDOWS = ("mes", "trimestre", "acumulado")
BUDGET_COLUMNS = (
    "ppto_inicial", "modificaciones", "ppto_vigente", "certificado",
    "compromiso", "devengado", "pagado", "por_pagar",
)  # fmt: skip
GOAL_COLUMNS = ("programado", "ejecutado")
COLUMNS_OF = {"saldo": BUDGET_COLUMNS, "flujo": BUDGET_COLUMNS, "meta": GOAL_COLUMNS}
"""Columns that a rule may read, in the order of the data contract."""


class Regla(StrictModel):
    """How an indicator is had in one kind of window.

    Attributes
    ----------
    regla
        `consolidar` reported values upwards; `formula`; `sumar_trimestres`; `saldo` or `flujo` of a column of
        the budget; `meta`, a column of the goals registered in SIGEP;
        `programa`, the money programmed for the window's months.
    expresion
        The formula, for `formula`; for `consolidar`, what the value equals where it is not reported.
    columna
        The budget's or goals' column.
    desde_enero
        Only for windows that begin in January.
    a_falta_de
        The table from which the method has it where a node keeps it; the rule stands in where it does not, and
        then a printed value that differs cannot be verified.
    """

    regla: Literal["consolidar", "formula", "sumar_trimestres", "saldo", "flujo", "meta", "programa"]
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
        return known_levels(value, (*SCORED_LEVELS, "ue", "fuente", "partida", "grupo_gasto", "rubro"))

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
