"""The constants of a method's formulas. Each has a named cell in «Método», so that no formula contains a number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from helpers.base.python_extras import by_key
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operand, Operation
from helpers.figures.figure_names import PROJECTED
from helpers.figures.formulas.expressions import parse

GUARD = "decimales_guarda"
REMAINDER = "decimales_resta"
HUNDRED = "por_cien"
TOLERANCE = "tolerancia_umbral"


@dataclass(frozen=True, slots=True)
class Constant:
    """One constant: its cell's name, value, meaning and source."""

    name: str
    value: Fraction
    meaning: str
    source: str


ENGINE = (
    Constant(
        GUARD, Fraction(10),
        "Decimales a los que se lleva el valor exacto antes de redondearlo a los publicados: quita el "
        "resto de la aritmética binaria de la hoja de cálculo, que si no redondearía hacia abajo un "
        "empate como 57,5.",
        "decisión de estos papeles de trabajo",
    ),
    Constant(
        REMAINDER, Fraction(6),
        "Decimales de una diferencia entre dos cifras publicadas: quita el mismo resto.",
        "decisión de estos papeles de trabajo",
    ),
)  # fmt: skip
"""Constants that a spreadsheet needs because it computes in binary; they are not the method's."""
PERCENT = Constant(
    HUNDRED, Fraction(100), "De una parte entre su medida, a puntos porcentuales.", "unidad de los porcentajes"
)
NEARLY = Constant(
    TOLERANCE, Fraction(1, 10**9),
    "Lo que a una parte puede faltarle para el umbral y llegar a él: el mismo resto de la aritmética binaria.",
    "decisión de estos papeles de trabajo",
)  # fmt: skip
IN_PERCENT = {Operation.LEAF, Operation.RATIO, Operation.FULFILLED}
"""Operations that turn a share into a percentage."""
DECLARED_IN = {"_participacion": "participacion", "_inferior": "dispersion", "_superior": "dispersion"}
"""Part of the method that declares the figures beside an indicator, by the suffix of their key."""


@dataclass(frozen=True)
class Constants:
    """All constants of a Book.

    Attributes
    ----------
    all : tuple of Constant
    names : Mapping[tuple[object, ...], str]
        Of the numbers in formulas, by indicator, formula and number; of constant operands, by role and value; of the
        values that the method states, by indicator, level, code and value.
    """

    all: tuple[Constant, ...]
    names: Mapping[tuple[object, ...], str]

    def of_formula(self, indicator: str, expression: str) -> Mapping[str, str]:
        """Return the name of the cell of each number in an indicator's formula, by the number as the formula writes it.

        A formula with numbers raises KeyError if the Book computes no figure of the indicator by it.
        """
        return {number: self.names[indicator, expression, number] for number in parse(expression).constants}

    def of_operand(self, operand: Operand) -> str:
        """Return the name of the cell with a constant operand, found by its role and value."""
        return self.names[operand.role, operand.constant or Fraction(0)]

    def of_stated(self, figure: Figure) -> str:
        """Return the name of the cell with a value that the method states for a figure (`is_stated`).

        Each has its own cell, even if two values are equal.
        """
        return self.names[_statement(figure)]


def collect(book: Book) -> Constants:
    """Collect the constants that the workbook's formulas need, each with a free name for its cell on «Método».

    They are the spreadsheet's own (`ENGINE` always; 100 for percentages and a tolerance where used), the numbers in the
    Book's formulas, constant operands, and the values that the method states.
    """
    found = {constant.name: constant for constant in _engine(book)}
    names: dict[tuple[object, ...], str] = {}
    for indicator, expression in _formulas(book):
        for number in parse(expression).constants:
            words = _literal_words(book, indicator, expression, number)
            name = _add(found, f"{indicator}_{number}", Fraction(number), words, _source(book, indicator))
            names[indicator, expression, number] = name
    for (role, value), figures in _given(book).items():
        source = _source_of_role(book, role) or _source(book, figures[0].indicator)
        names[role, value] = _add(found, f"{role}_{value}", value, _given_words(role, figures), source)
    for figure in filter(is_stated, book):
        key = _statement(figure)
        if key not in names:
            words = f"{book.indicator_name(figure.indicator)} de «{figure.name}» ({figure.level} {figure.code})."
            names[key] = _add(found, "_".join(key[:3]), key[3], words, "")
    return Constants(tuple(found.values()), names)


def is_stated(figure: Figure) -> bool:
    """Return whether a figure is a value that is stated, such as a zero, and not a copy of another figure."""
    return figure.operation is Operation.SAME and not figure.operands[0].figure


def _add(found: dict[str, Constant], wanted: str, value: Fraction, meaning: str, source: str) -> str:
    """Add a constant to `found` and return its name: the wanted one, as far as it is allowed and free."""
    name = _free(wanted, found)
    found[name] = Constant(name, value, meaning, source)
    return name


def _engine(book: Book) -> tuple[Constant, ...]:
    """Return the spreadsheet's own constants; 100 and the tolerance only if some figure needs them."""
    used = {figure.operation for figure in book}
    shares = (PERCENT,) if used & IN_PERCENT else ()
    return (*ENGINE, *shares, *((NEARLY,) if Operation.FULFILLED in used else ()))


def _statement(figure: Figure) -> tuple[str, str, str, Fraction]:
    """Return indicator, level, code and constant of a stated figure; 0 for an operand without constant."""
    return figure.indicator, figure.level, figure.code, figure.operands[0].constant or Fraction(0)


def _formulas(book: Book) -> list[tuple[str, str]]:
    """Return indicator and expression of every formula that a figure is computed by, without repetition."""
    formulas = [
        (figure.indicator, figure.expression) for figure in book if figure.operation is Operation.FORMULA
    ]
    return list(dict.fromkeys(formulas))


def _given(book: Book) -> dict[tuple[str, Fraction], list[Figure]]:
    """Return the constant operands (by role and value) of figures that are not stated, with these figures."""
    return by_key(
        ((operand.role, operand.constant or Fraction(0)), figure)
        for figure in book
        for operand in (() if is_stated(figure) else figure.operands)
        if not operand.figure and not operand.series
    )


def _literal_words(book: Book, indicator: str, expression: str, number: str) -> str:
    """Return in Spanish of which formula a number is."""
    return f"El {number.replace('.', ',')} de «{book.indicator_name(indicator)}» = {expression}."


ROLE_WORDS = {
    "tope": "Tope: lo más que cuenta una tarea de lo que tenía programado, en puntos porcentuales",
    "umbral": "Desde cuánto se cuenta como cumplida una parte, en puntos porcentuales",
    "divisor": "Lo que suman los pesos de todas las partes, tomen parte o no",
    "sustraendo": "Lo que se resta donde no hay cifra anterior",
    "transcurridos": "Meses o trimestres del año que ya transcurrieron",
    "restantes": "Meses o trimestres que faltan para el cierre del año",
    "previstos": "Meses o trimestres de un año entero",
    "factor": "Desviaciones que el intervalo de una proyección toma a cada lado, según cuántos periodos transcurrieron",
}
"""Meaning of a constant, by role."""


def _given_words(role: str, figures: list[Figure]) -> str:
    """Return the meaning of a constant operand, by its role, and the windows of the figures that use it."""
    windows = ", ".join(sorted({figure.period.code for figure in figures}))
    return f"{ROLE_WORDS.get(role, f'Valor de «{role}»')} ({windows})."


def _source(book: Book, indicator: str) -> str:
    """Return the source that the method states for an indicator, or for the rule of figures beside it; may be empty."""
    plain = indicator.removeprefix(PROJECTED)
    part = next((part for suffix, part in DECLARED_IN.items() if plain.endswith(suffix)), "")
    declared = book.method.get("proyeccion" if plain != indicator else part, ())
    beside = next((str(item["fuente"]) for item in declared if plain.startswith(item["indicador"])), "")
    return str(book.method.get("indicadores", {}).get(indicator, {}).get("fuente", beside))


def _source_of_role(book: Book, role: str) -> str:
    """Return the source of the cap, which belongs to the rule for tasks and to no indicator; empty for other roles."""
    return str((book.method.get("hoja") or {}).get("fuente", "")) if role == "tope" else ""


def _free(wanted: str, taken: Mapping[str, object]) -> str:
    """Return a defined name that is not taken. The underscore keeps it from looking like a cell (`R1`, `AB12`)."""
    word = re.sub(r"\W+", "_", wanted.replace("-", "menos_"))
    base = f"_{word}" if word[0].isdigit() else word
    name, count = base, 1
    lowered = {other.lower() for other in taken}
    while name.lower() in lowered:
        count += 1
        name = f"{base}_{count}"
    return name
