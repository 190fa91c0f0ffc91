"""An indicator as a method file declares it, with its rules, and the figures that a method derives from its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from keyword import iskeyword
from typing import Annotated, Literal, cast

from pydantic import AfterValidator, Field, field_validator, model_validator

from helpers.base.display import lower_first
from helpers.base.errors import ExpressionError
from helpers.base.periods import Period
from helpers.base.yaml_models import StrictModel, nearest
from helpers.figures.formulas.expressions import Expression, parse
from helpers.figures.records import LEVELS
from helpers.settings.scales import PLAN_LEVELS, SCORED_LEVELS, levels_among

LEVELS_ABOVE_UNITS = LEVELS[:-1]
"""Levels of the organisation that units or posts may belong to: all but the lowest."""
KIND = "clase"
"""A grouping, not a level of the structure: all the units with one `clase` in `estructura`."""
BUDGET_COLUMNS = (
    "ppto_inicial", "modificaciones", "ppto_vigente", "certificado",
    "compromiso", "devengado", "pagado", "por_pagar",
)  # fmt: skip
GOAL_COLUMNS = ("programado", "ejecutado")
COLUMNS_OF = {"saldo": BUDGET_COLUMNS, "flujo": BUDGET_COLUMNS, "meta": GOAL_COLUMNS}
"""Columns that each kind of rule may read, in the order of the data contract."""
BUDGET_LEVELS = (*SCORED_LEVELS, "ue", "fuente", "partida", "grupo_gasto", "rubro")
"""Levels for which formulas may be computed: those of progress and those of the budget."""
ABOVE_PLAN = tuple(level for level in SCORED_LEVELS if level not in PLAN_LEVELS)
"""Levels that may have derived figures. Tasks and operations may not: nobody reads the changes of thousands of them."""
APART = {"fuente": "fuente", "partida": "partida", "grupo_gasto": "partida"}
"""Budget levels outside the structure, each with the kind of report (`reporte`) whose total is its whole."""
GROUPED = "ue"
"""Executing units: the budget is added up by them, but they are not a level of the structure."""
FEWEST_PERIODS = 3
"""Fewest elapsed periods for a projection's interval: with two, a single one would decide it."""
MOST_PERIODS = 11
"""Most periods that can have elapsed while the year is not over."""


_NAME = re.compile(r"[a-z_][a-z0-9_]*")


def _plain_name(name: str) -> str:
    """Refuse a name that formulas, or the notebooks' own calculation in Python, could not use."""
    if not _NAME.fullmatch(name) or iskeyword(name):
        raise ValueError(
            f"«{name}» no puede ser el nombre de un indicador: se escribe en minúsculas sin tildes, con «_» entre "
            "palabras (avance_fisico), y no puede ser una palabra reservada de Python (in, is, if…)."
        )
    return name


IndicatorName = Annotated[str, AfterValidator(_plain_name)]


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
        """Refuse a formula that cannot be parsed; accept an empty one."""
        if value:
            try:
                parse(value)
            except ExpressionError as problem:
                raise ValueError(str(problem)) from problem
        return value

    @model_validator(mode="after")
    def _is_complete(self) -> Regla:
        """Refuse a rule without the formula or the column that its kind needs, or with a column that it cannot read."""
        if self.regla == "formula" and not self.expresion:
            raise ValueError("la regla «formula» necesita «expresion».")
        columns = COLUMNS_OF.get(self.regla, ())
        if columns and self.columna not in columns:
            told = f"la regla «{self.regla}» necesita una «columna» que pueda leer, y dice «{self.columna}»."
            raise ValueError(f"{told} {nearest(self.columna, columns)}")
        return self

    @property
    def is_rolled_up(self) -> bool:
        """Whether values go upwards through the structure: by rule `consolidar`, or from tasks (`a_falta_de`)."""
        return self.regla == "consolidar" or bool(self.a_falta_de)

    @property
    def formula(self) -> Expression | None:
        """The parsed `expresion`; None where it is empty."""
        return parse(self.expresion) if self.expresion else None

    def formula_words(self, indicators: Mapping[str, Indicador]) -> str:
        """Return the formula with the names of its indicators, by key; empty where it has none."""
        formula = self.formula
        return formula.words({word: name_in_sentence(indicators, word) for word in formula.names}) if formula else ""


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
    decimales: int | None = Field(default=None, ge=0, le=6)
    niveles: Annotated[tuple[str, ...], levels_among(BUDGET_LEVELS)] = ()
    reglas: dict[Literal["mes", "trimestre", "acumulado"], Regla]

    @model_validator(mode="after")
    def _levels_only_limit_formulas(self) -> Indicador:
        """Refuse `niveles` where any of the indicator's rules is no formula."""
        other = [kind for kind, rule in self.reglas.items() if rule.regla != "formula"]
        if self.niveles and other:
            raise ValueError(f"«niveles» solo limita fórmulas, y en «{other[0]}» la regla es otra; quítelo.")
        return self

    @property
    def is_consolidated(self) -> bool:
        """Whether the indicator has the rule `consolidar` in any kind of window."""
        return any(rule.regla == "consolidar" for rule in self.reglas.values())

    @property
    def is_rolled_up(self) -> bool:
        """Whether its values go upwards through the structure in any kind of window."""
        return any(rule.is_rolled_up for rule in self.reglas.values())

    def in_kind(self, kind: str) -> Regla | None:
        """Return the rule for a kind of window (`mes`, `trimestre`, `acumulado`); None where there is none."""
        return cast("Mapping[str, Regla]", self.reglas).get(kind)

    def rule(self, period: Period) -> Regla | None:
        """Return the rule for a window; None where there is none or it holds only in windows from January."""
        rule = self.in_kind(period.kind)
        return None if rule is None or (rule.desde_enero and not period.since_january) else rule


def name_in_sentence(indicators: Mapping[str, Indicador], key: str) -> str:
    """Return an indicator's name for the middle of a sentence; a key that is not among the indicators, unchanged."""
    return lower_first(indicators[key].nombre) if key in indicators else key


class Variacion(StrictModel):
    """Asks for the change of indicators from one quarter to the next, in points, between the values as printed."""

    indicadores: tuple[str, ...] = Field(min_length=1)
    niveles: Annotated[tuple[str, ...], Field(min_length=1), levels_among(ABOVE_PLAN)]
    fuente: str = Field(min_length=1)


class Participacion(StrictModel):
    """Asks for shares of an amount: percent of the institution's total or, for budget lines, of their report's."""

    indicador: str
    niveles: Annotated[tuple[str, ...], Field(min_length=1), levels_among((*ABOVE_PLAN, GROUPED, *APART))]
    fuente: str = Field(min_length=1)


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
    niveles: Annotated[tuple[str, ...], Field(min_length=1), levels_among(ABOVE_PLAN)]
    factores: dict[int, Decimal]
    confianza: str
    supuesto: str = Field(min_length=1)
    fuente: str = Field(min_length=1)

    @field_validator("factores")
    @classmethod
    def _one_for_each_number(cls, value: dict[int, Decimal]) -> dict[int, Decimal]:
        """Refuse factors that are not one, above zero, for each number of periods from 3 to 11."""
        wanted = range(FEWEST_PERIODS, MOST_PERIODS + 1)
        if set(value) != set(wanted) or min(value.values()) <= 0:
            raise ValueError(f"va un factor mayor que 0 para cada número de periodos de {wanted[0]} a {wanted[-1]}.")
        return value


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
    niveles: Annotated[tuple[str, ...], Field(min_length=1), levels_among((*LEVELS_ABOVE_UNITS, KIND))]
    ventanas: tuple[Literal["mes", "trimestre", "acumulado"], ...]
    factor: Decimal = Field(gt=0)
    confianza: str
    fuente: str = Field(min_length=1)
