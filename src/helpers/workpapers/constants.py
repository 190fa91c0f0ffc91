"""The constants of a method's formulas: each a named cell of «Método», so that no formula holds a number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from helpers.book import Book
from helpers.expressions import parse
from helpers.trace import Figure, Operand, Operation

GUARD = "decimales_guarda"
REMAINDER = "decimales_resta"


@dataclass(frozen=True, slots=True)
class Constant:
    """One constant: the name of its cell, its value, what it is and who says so."""

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
"""What a spreadsheet needs because it computes in binary; the method knows nothing of it."""


@dataclass(frozen=True)
class Constants:
    """Every constant of a Book.

    Attributes
    ----------
    all : tuple of Constant
    literals : Mapping[tuple[str, str, str], str]
        Names of the numbers written in formulas, by indicator, formula and number.
    given : Mapping[tuple[str, Fraction], str]
        Names of the operands that are constants, by role and value.
    """

    all: tuple[Constant, ...]
    literals: Mapping[tuple[str, str, str], str]
    given: Mapping[tuple[str, Fraction], str]

    def of_formula(self, indicator: str, expression: str) -> Mapping[str, str]:
        """The name that stands for each number of an indicator's formula."""
        return {
            number: self.literals[indicator, expression, number] for number in parse(expression).constants
        }

    def of_operand(self, operand: Operand) -> str:
        """The name of an operand that is a constant."""
        return self.given[operand.role, operand.constant or Fraction(0)]


def collect(book: Book) -> Constants:
    """Gather the constants of a Book's formulas and operands."""
    found = {constant.name: constant for constant in ENGINE}
    literals: dict[tuple[str, str, str], str] = {}
    for indicator, expression in _formulas(book):
        for number in parse(expression).constants:
            name = _free(f"{indicator}_{number}", found)
            literals[indicator, expression, number] = name
            found[name] = Constant(
                name,
                Fraction(number),
                _literal_words(book, indicator, expression, number),
                _source(book, indicator),
            )
    given: dict[tuple[str, Fraction], str] = {}
    for (role, value), figures in _given(book).items():
        name = _free(f"{role}_{value}", found)
        given[role, value] = name
        found[name] = Constant(name, value, _given_words(role, figures), _source(book, figures[0].indicator))
    return Constants(tuple(found.values()), literals, given)


def _formulas(book: Book) -> list[tuple[str, str]]:
    formulas = [
        (figure.indicator, figure.expression) for figure in book if figure.operation is Operation.FORMULA
    ]
    return list(dict.fromkeys(formulas))


def _given(book: Book) -> dict[tuple[str, Fraction], list[Figure]]:
    given: dict[tuple[str, Fraction], list[Figure]] = {}
    for figure in book:
        for operand in figure.operands:
            if not operand.figure:
                given.setdefault((operand.role, operand.constant or Fraction(0)), []).append(figure)
    return given


def _literal_words(book: Book, indicator: str, expression: str, number: str) -> str:
    return f"El {number.replace('.', ',')} de «{_name(book, indicator)}» = {expression}."


def _given_words(role: str, figures: list[Figure]) -> str:
    windows = ", ".join(sorted({figure.period.code for figure in figures}))
    if role == "sustraendo":
        return f"Lo que se resta donde no hay cifra anterior ({windows})."
    return f"Valor de «{role}» en {windows}."


def _name(book: Book, indicator: str) -> str:
    return str(book.method.get("indicadores", {}).get(indicator, {}).get("nombre", indicator))


def _source(book: Book, indicator: str) -> str:
    return str(book.method.get("indicadores", {}).get(indicator, {}).get("fuente", ""))


def _free(wanted: str, taken: Mapping[str, object]) -> str:
    """A defined name that is not taken; the underscore keeps it from reading like a cell (`R1`, `AB12`)."""
    word = re.sub(r"\W+", "_", wanted.replace("-", "menos_"))
    base = f"_{word}" if word[0].isdigit() else word
    name, count = base, 1
    while name.lower() in {other.lower() for other in taken}:
        count += 1
        name = f"{base}_{count}"
    return name
