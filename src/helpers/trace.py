"""The nodes of a calculation: a figure with its operation, operands, exact value, rounding and source cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from helpers.exact import MOST_DIGITS, bounded, exact, plain_text, round_half_up
from helpers.periods import Period
from helpers.records import SourceCell


class Operation(StrEnum):
    """What is done with a figure's operands."""

    INPUT = "entrada"
    SUM = "suma"
    MEAN = "media"
    DIFFERENCE = "diferencia"
    FORMULA = "formula"
    SAME = "igual"
    COUNT = "recuento"
    LEAF = "tarea"
    WEIGHTED = "media_ponderada"
    RATIO = "razon_sumas"
    FULFILLED = "cumplidas"
    NUMBER = "numero"
    DEVIATION = "desviacion"


class Operand(NamedTuple):
    """One operand of a figure; a tuple, because there are several for each of tens of thousands of figures.

    Attributes
    ----------
    role : str
        The variable's name in a formula, `parte` in a sum or mean, `minuendo`/`sustraendo` in a difference,
        `minuendo_impreso`/`sustraendo_impreso` in one between values as printed,
        `numerador`/`denominador` for the terms of a part in a ratio of sums, `divisor`, `tope` or `umbral` for
        what a weighted mean is divided by, what caps a task and what fulfils a part, `serie` for a task's year.
    figure : str
        Id of the figure it is; empty for a constant of the method and for a task's year.
    constant : Fraction or None
        The constant's value.
    weight : str
        Id of the figure that weighs it; empty where nothing does.
    series : str
        Id of the task's year, for a task's figure.
    """

    role: str
    figure: str = ""
    constant: Fraction | None = None
    weight: str = ""
    series: str = ""

    @property
    def key(self) -> str:
        """What its value is looked up by: the figure's id, one of its two terms, or what is printed of it."""
        return term_key(self.figure, self.role) if self.role in ASIDE else self.figure


TERMS = ("numerador", "denominador")
"""Roles of operands that are not a part's value but one of its terms."""
AS_PRINTED = ("minuendo_impreso", "sustraendo_impreso")
"""Roles of operands that enter as printed, whatever the method's rounding stage hands on."""
ASIDE = frozenset((*TERMS, *AS_PRINTED))
"""Roles whose operand is something else of its figure than what it hands on."""


def term_key(figure: str, term: str) -> str:
    """What the numerator, the denominator or the printed value of a figure is looked up by."""
    return f"{figure}#{term}"


GRADE_FIELDS = {"grado": "degree", "calificacion": "rating", "desempeno": "performance", "semaforo": "light"}
"""By the column of the data contract, the field of a grade."""


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of a figure by the bands of its method.

    Attributes
    ----------
    degree : str
        State of execution (`En proceso de ejecución`); empty for thresholds of execution.
    rating : str
        Calificación (`Alto`).
    performance : str
        Evaluación de desempeño (`Satisfactorio`).
    light : str
        Colour word of the traffic light (`verde`).
    symbol : str
        Sign that says the same without colour.
    """

    degree: str
    rating: str
    performance: str
    light: str
    symbol: str

    def __str__(self) -> str:
        return self.rating or self.degree

    def word(self, column: str) -> str:
        """The word of one of the columns `GRADE_FIELDS`; empty where the scale has none."""
        return getattr(self, GRADE_FIELDS[column])


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a run, computed once.

    Attributes
    ----------
    indicator, level, code, name : str
        What it measures and of whom.
    period : Period
    unit : str
        `%`, `Bs`, `puntos` or a unit of count.
    operation : Operation
    operands : tuple of Operand
        Empty for inputs and counts.
    value : Fraction
        Exact result of the operation on its operands, as the method's rounding stage hands them on.
    decimals : int
        Decimals it is printed with.
    rule : str
        How it was obtained, in Spanish.
    expression : str
        The formula of the method, for `Operation.FORMULA`.
    numerator, denominator : Fraction or None
        Of a mean or a ratio, before multiplying by 100.
    sources : tuple of SourceCell
        Input cells; only where the figure itself is read or counted.
    amounts : tuple of Decimal
        What each of those cells says, where the figure is the sum of several.
    grade : Grade or None
    lacking : tuple of Operand
        Parts that have no data and are left out: the id that their figure would have, and as a constant what would
        weigh them, where that is known.
    """

    indicator: str
    period: Period
    level: str
    code: str
    name: str
    unit: str
    operation: Operation
    value: Fraction
    decimals: int
    rule: str
    operands: tuple[Operand, ...] = ()
    expression: str = ""
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    sources: tuple[SourceCell, ...] = ()
    grade: Grade | None = None
    amounts: tuple[Decimal, ...] = ()
    lacking: tuple[Operand, ...] = ()
    id: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Written once: everything that looks a figure up asks for it.
        object.__setattr__(self, "id", figure_id(self.indicator, self.period.code, self.level, self.code))

    @property
    def rounded(self) -> Decimal:
        """The value as this report prints it, half up."""
        return round_half_up(self.value, self.decimals)

    @property
    def published(self) -> str:
        """`rounded` with a decimal point and no separators."""
        return plain_text(self.rounded)


def figure_id(indicator: str, period: Period | str, level: str, code: str) -> str:
    """Compose a figure's id."""
    return f"{indicator}/{period}/{level}/{code}"


def grade_id(figure: str, column: str) -> str:
    """The id of a figure's grade: `avance_fisico/2024-T2/unidad/DGAA#calificacion`."""
    return f"{figure}#{column}"


def split_grade(text: str) -> tuple[str, str]:
    """A figure's id and the column of `GRADE_FIELDS` that an id ends with; empty where it is of no grade."""
    figure, _, column = text.rpartition("#")
    return (figure, column) if column in GRADE_FIELDS else (text, "")


def split_id(text: str) -> tuple[str, str, str, str]:
    """Take a figure's id apart; the code may itself hold a slash.

    Raises
    ------
    ValueError
        Where there are fewer than four parts.
    """
    indicator, period, level, code = text.split("/", 3)
    return indicator, period, level, code


def to_plain(figure: Figure) -> dict[str, object]:
    """Turn a figure into plain data for JSON; fractions as `n/d` text, empty fields left out."""
    plain: dict[str, object] = {
        "id": figure.id,
        "nombre": figure.name,
        "unidad": figure.unit,
        "operacion": figure.operation.value,
        "valor": str(figure.value),
        "decimales": figure.decimals,
        "regla": figure.rule,
    }
    optional: dict[str, object] = {
        "operandos": [_plain_operand(operand) for operand in figure.operands],
        "expresion": figure.expression,
        "numerador": _text(figure.numerator),
        "denominador": _text(figure.denominator),
        "fuentes": [[cell.file, cell.sheet, cell.cell] for cell in figure.sources],
        "grado": _plain_grade(figure.grade),
        "montos": [str(amount) for amount in figure.amounts],
        "sin_dato": [_plain_operand(operand) for operand in figure.lacking],
    }
    return plain | {key: value for key, value in optional.items() if value}


def from_plain(plain: dict) -> Figure:
    """Rebuild a figure from `to_plain`."""
    indicator, period, level, code = split_id(plain["id"])
    grade = plain.get("grado")
    return Figure(
        indicator=indicator,
        period=Period.parse(period),
        level=level,
        code=code,
        name=plain["nombre"],
        unit=plain["unidad"],
        operation=Operation(plain["operacion"]),
        value=exact(plain["valor"]),
        decimals=_decimals(plain["decimales"]),
        rule=plain["regla"],
        operands=tuple(map(_operand_from, plain.get("operandos", ()))),
        expression=plain.get("expresion", ""),
        numerator=_fraction(plain.get("numerador")),
        denominator=_fraction(plain.get("denominador")),
        sources=tuple(SourceCell(*cell) for cell in plain.get("fuentes", ())),
        grade=Grade(*grade) if grade else None,
        amounts=tuple(map(bounded, plain.get("montos", ()))),
        lacking=tuple(map(_operand_from, plain.get("sin_dato", ()))),
    )


def _decimals(number: int) -> int:
    if not -MOST_DIGITS <= number <= MOST_DIGITS:
        raise ValueError(f"a figure of {number} decimals")
    return number


def _plain_operand(operand: Operand) -> list[str]:
    plain = [operand.role, operand.figure, _text(operand.constant), operand.weight, operand.series]
    while not plain[-1]:
        plain.pop()
    return plain


def _operand_from(item: list[str]) -> Operand:
    if len(item) < 3:
        return Operand(*item)
    role, figure, constant, *others = item
    return Operand(role, figure, _fraction(constant), *others)


def _plain_grade(grade: Grade | None) -> list[str]:
    return [] if grade is None else [grade.degree, grade.rating, grade.performance, grade.light, grade.symbol]


def _text(value: Fraction | None) -> str:
    return "" if value is None else str(value)


def _fraction(text: str | None) -> Fraction | None:
    return exact(text) if text else None
