"""An indicator as a method file declares it: its name, its unit, and its rule for each kind of window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from pydantic import Field, field_validator, model_validator

from helpers.base.errors import ExpressionError
from helpers.base.periods import Period
from helpers.base.yaml_models import StrictModel, nearest
from helpers.figures.formulas.expressions import Expression, parse
from helpers.settings.scales import SCORED_LEVELS, known_levels

WINDOWS = ("mes", "trimestre", "acumulado")
BUDGET_COLUMNS = (
    "ppto_inicial", "modificaciones", "ppto_vigente", "certificado",
    "compromiso", "devengado", "pagado", "por_pagar",
)  # fmt: skip
GOAL_COLUMNS = ("programado", "ejecutado")
COLUMNS_OF = {"saldo": BUDGET_COLUMNS, "flujo": BUDGET_COLUMNS, "meta": GOAL_COLUMNS}
"""Columns that each kind of rule may read, in the order of the data contract."""


class Regla(StrictModel):
    """How an indicator is computed in one kind of window.

    Attributes
    ----------
    regla
        `consolidar`: reported values or task scores, taken upwards through the structure; `formula`;
        `sumar_trimestres`; `saldo` or `flujo` of a budget column; `meta`: a column of the goals registered in SIGEP;
        `programa`: the money programmed for the window's months.
    expresion
        The formula, for `formula`; for `consolidar`, the formula of a value that nobody reports.
    columna
        The column of the budget or of the goals.
    desde_enero
        Whether the rule holds only in windows that begin in January.
    a_falta_de
        `tareas`: the value comes from the tasks where a node has any, and from the rule elsewhere. A printed value that
        differs from the rule's then cannot be verified.
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
        """The parsed `expresion`; None where it is empty."""
        return parse(self.expresion) if self.expresion else None


class Indicador(StrictModel):
    """One indicator: its name, its LaTeX symbol, its unit and its rule for each kind of window.

    Attributes
    ----------
    decimales
        Decimals to print; None for the method's.
    niveles
        Levels for which formulas are computed; empty for all.
    """

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

    def in_kind(self, kind: str) -> Regla | None:
        """Return the rule for a kind of window (`mes`, `trimestre`, `acumulado`); None where there is none."""
        return cast("Mapping[str, Regla]", self.reglas).get(kind)

    def rule(self, period: Period) -> Regla | None:
        """Return the rule for a window; None where there is none or it holds only in windows from January."""
        rule = self.in_kind(period.kind)
        return None if rule is None or (rule.desde_enero and not period.since_january) else rule
