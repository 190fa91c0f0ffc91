"""The nodes of a calculation: a figure with its operation, operands, exact value, rounding and source cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from sys import intern
from typing import NamedTuple

from helpers.base.exact import MOST_DIGITS, bounded_decimal, exact, plain_text, round_half_up
from helpers.base.periods import Period
from helpers.base.python_extras import PlainData
from helpers.figures.records import SourceCell


class Operation(StrEnum):
    """How a figure is computed from its operands."""

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
    """One operand of a figure. A tuple, because there are several for each of tens of thousands of figures.

    Attributes
    ----------
    role : str
        The variable's name in a formula; `parte` in a sum or mean; `minuendo` and `sustraendo` in a difference,
        `minuendo_impreso` and `sustraendo_impreso` where it takes rounded values; `numerador` and `denominador` for the
        terms of a part in a ratio of sums; `divisor` of a weighted mean; `constante`, a value that the program states;
        `tope`, the cap of a task; `umbral`, the value from which a part counts as fulfilled; `serie` or
        `serie_con_dato` for a task's series.
    figure : str
        Id of the operand's figure; empty for a constant and for a task's series.
    constant : Fraction or None
        The constant's value.
    weight : str
        Id of the figure that is the operand's weight; empty without weight.
    series : str
        Id of the task's series, only in a task's figure.
    """

    role: str
    figure: str = ""
    constant: Fraction | None = None
    weight: str = ""
    series: str = ""

    @property
    def key(self) -> str:
        """Key in `replay.operand_values`: the figure's id; for the roles in `ASIDE`, the id, `#` and the role."""
        return f"{self.figure}#{self.role}" if self.role in ASIDE else self.figure


TERMS = ("numerador", "denominador")
"""Roles that take the numerator or the denominator of the operand's figure instead of its value."""
AS_PRINTED = ("minuendo_impreso", "sustraendo_impreso")
"""Roles that take the rounded value of the operand's figure, whatever the method's rounding rule."""
ASIDE = frozenset((*TERMS, *AS_PRINTED))
"""Roles that do not take the value that the operand's figure passes on."""


GRADE_FIELDS = {"grado": "degree", "calificacion": "rating", "desempeno": "performance", "semaforo": "light"}
"""Field of `Grade` by column of the data contract."""


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of a figure by the scale of its method.

    Attributes
    ----------
    degree : str
        State of execution (`En proceso de ejecución`); empty in grades by thresholds.
    rating : str
        Calificación (`Alto`).
    performance : str
        Evaluación de desempeño (`Satisfactorio`); empty in grades by thresholds.
    light : str
        Colour word of the traffic light (`verde`).
    symbol : str
        Sign that has the same meaning without colour.
    """

    degree: str
    rating: str
    performance: str
    light: str
    symbol: str

    def __str__(self) -> str:
        """Return the rating; the state of execution where the scale has no rating."""
        return self.rating or self.degree

    def word(self, column: str) -> str:
        """Return the word for a column of `GRADE_FIELDS`; empty where the scale has none."""
        return str(getattr(self, GRADE_FIELDS[column]))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a run, computed once.

    Attributes
    ----------
    indicator, level, code, name : str
        The indicator, and the level, code and name of its subject.
    period : Period
    unit : str
        `%`, `% proyectado`, `Bs`, `puntos` or a unit of count.
    operation : Operation
    operands : tuple of Operand
        Empty for inputs and counts.
    value : Fraction
        Exact result of the operation; the operands enter as the method's rounding rule passes them on.
    decimals : int
        Decimals to print.
    rule : str
        How it was computed, in Spanish.
    expression : str
        The method's formula, for `Operation.FORMULA`.
    numerator, denominator : Fraction or None
        Of a mean, a ratio, a task's score or a formula `a / b`, before multiplying by 100; None for other figures.
    sources : tuple of SourceCell
        Input cells; only where the figure itself is read or counted.
    amounts : tuple of Decimal
        The amount of each of those cells, where the figure is the sum of several.
    grade : Grade or None
    lacking : tuple of Operand
        Parts left out because they have no data: the id that their figure would have, and as constant their weight,
        where it is known.
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
        # Computed once: every look-up needs it.
        object.__setattr__(self, "id", figure_id(self.indicator, self.period.code, self.level, self.code))

    @property
    def is_read(self) -> bool:
        """Whether it is read from one cell or a sum of cells; figures that are computed, counted or stated are not."""
        return not self.operands and self.operation not in {Operation.COUNT, Operation.FORMULA}

    @property
    def rounded(self) -> Decimal:
        """The value as printed: rounded half up to `decimals`."""
        return round_half_up(self.value, self.decimals)

    @property
    def published(self) -> str:
        """`rounded` as text, with a decimal point and without separators."""
        return plain_text(self.rounded)


def figure_id(indicator: str, period: Period | str, level: str, code: str) -> str:
    """Return a figure's id: `<indicator>/<period>/<level>/<code>`."""
    return f"{indicator}/{period}/{level}/{code}"


def grade_id(figure: str, column: str) -> str:
    """Return the id of a word of a figure's grade: `avance_fisico/2024-T2/unidad/DGAA#calificacion`."""
    return f"{figure}#{column}"


def split_grade(text: str) -> tuple[str, str]:
    """Split an id into the figure's id and the grade's column; the column is empty where the id is not of a grade."""
    figure, _, column = text.rpartition("#")
    return (figure, column) if column in GRADE_FIELDS else (text, "")


def split_id(text: str) -> tuple[str, str, str, str]:
    """Split a figure's id into indicator, period, level and code. The code may contain a slash.

    Raises
    ------
    ValueError
        For an id with fewer than four parts.
    """
    indicator, period, level, code = text.split("/", 3)
    return indicator, period, level, code


def ends_in_tie(found: Sequence[Figure], named: int) -> bool:
    """Tell whether the figure at position `named` (from 1) prints the same value as the next; False if there is none.

    The figures are in the order of a ranking, and a sentence names only the first `named` of them.
    """
    return 0 < named < len(found) and found[named - 1].rounded == found[named].rounded


def to_plain(figure: Figure) -> dict[str, object]:
    """Return a figure as plain data for JSON: fractions as `n/d` text, empty fields left out."""
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
        "numerador": None if figure.numerator is None else str(figure.numerator),
        "denominador": None if figure.denominator is None else str(figure.denominator),
        "fuentes": [[cell.file, cell.sheet, cell.cell] for cell in figure.sources],
        "grado": figure.grade and astuple(figure.grade),
        "montos": [str(amount) for amount in figure.amounts],
        "sin_dato": [_plain_operand(operand) for operand in figure.lacking],
    }
    return plain | {name: value for name, value in optional.items() if value}


def from_plain(plain: PlainData) -> Figure:
    """Rebuild a figure from what `to_plain` returned.

    Raises
    ------
    ValueError
        For a number, an operation or an id that cannot be read.
    UsageError
        For a period that does not exist.
    """
    indicator, period, level, code = split_id(plain["id"])
    get = plain.get
    grade, numerator, denominator = get("grado"), get("numerador"), get("denominador")
    # Thousands of figures share the same few words: interning keeps each once.
    return Figure(
        intern(indicator), Period.parse(period), intern(level), code, intern(plain["nombre"]), intern(plain["unidad"]),
        Operation(plain["operacion"]), exact(plain["valor"]), _decimals(plain["decimales"]), intern(plain["regla"]),
        operands=tuple([_operand_from(*item) for item in get("operandos", ())]),
        expression=intern(get("expresion", "")),
        numerator=exact(numerator) if numerator else None,
        denominator=exact(denominator) if denominator else None,
        sources=tuple([SourceCell(*cell) for cell in get("fuentes", ())]),
        grade=Grade(*grade) if grade else None,
        amounts=tuple(map(bounded_decimal, get("montos", ()))),
        lacking=tuple([_operand_from(*item) for item in get("sin_dato", ())]),
    )  # fmt: skip


def _decimals(number: int) -> int:
    """Return a number of decimals read from a file; ValueError where it is too large to compute with."""
    if not -MOST_DIGITS <= number <= MOST_DIGITS:
        raise ValueError(f"a figure of {number} decimals")
    return number


def _plain_operand(operand: Operand) -> list[str]:
    """An operand as a short list for JSON, without empty fields at its end."""
    role, figure, constant, weight, series = operand
    if not weight and not series:
        return [role, figure] if constant is None else [role, figure, str(constant)]
    plain = [role, figure, "" if constant is None else str(constant), weight]
    return [*plain, series] if series else plain


def _operand_from(role: str, figure: str = "", constant: str = "", weight: str = "", series: str = "") -> Operand:
    return Operand(intern(role), figure, exact(constant) if constant else None, weight, series)
