"""The sheets of working of a method's roll-ups: weighted means, ratios of sums, parts fulfilled."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from helpers.trace import TERMS, Figure, Operand
from helpers.workpapers.constants import HUNDRED, TOLERANCE
from helpers.workpapers.sheet import Cell, Column, Style
from helpers.workpapers.spans import Span, is_part, joined
from helpers.workpapers.stacks import RESULT, SHARED, VALUE, Cells, Kind, Terms, listed, part_words

ABOVE, BELOW = TERMS


class Weighted(Kind):
    """Weighted means: each part by its weight, over the sum of the weights or over what the method says."""

    name, title = "Ponderados", "Promedios ponderados"
    about = (
        "Cada promedio ponderado con sus partes debajo: valor por peso, suma de productos, y lo que la divide. Los "
        "pesos enlazan con su propia fila. Si las partes son tareas, están en las filas que se dicen, con su peso en "
        "«Tareas»."
    )
    columns = (
        *SHARED, VALUE, Column("peso", "Peso", 16), Column("producto", "Producto", 19),
        Column(ABOVE, "Suma de productos", 19), Column(BELOW, "Se divide entre", 19), RESULT,
        Column("de_peso", "De dónde es el peso", 40, is_extra=True),
    )  # fmt: skip

    def results(self, figure: Figure, span: Span, row: int) -> Cells:
        products = span.each("SUMPRODUCT", span.values, span.weights)
        if not span.words:
            product = self.at("producto")
            products = f"SUM({product}{row + 1}:{product}{row + self.number(figure)})"
        return {
            ABOVE: Cell(figure.numerator, f"={products}", Style.FORMULA),
            BELOW: self._divisor(figure, span),
            "resultado": Cell(figure.value, f"={self.at(ABOVE)}{row}/{self.at(BELOW)}{row}", Style.STRONG),
        }

    def number(self, figure: Figure) -> int:
        return sum(map(is_part, figure.operands))

    def parts(self, figure: Figure, terms: Terms, row: int) -> Sequence[Cells]:
        parts = filter(is_part, figure.operands)
        return [self._part(operand, at) for at, operand in enumerate(parts, start=row)]

    def _part(self, operand: Operand, row: int) -> Cells:
        value, weight = self.addresses.handed_on(operand), self.addresses.value(operand.weight)
        product = Fraction(value.value) * Fraction(weight.value)
        return part_words(self.addresses, operand.figure, operand.role) | {
            "valor": value,
            "peso": weight,
            "de_peso": self.addresses.id_cell(operand.weight),
            "producto": Cell(product, f"={self.at('valor')}{row}*{self.at('peso')}{row}", Style.FORMULA),
        }

    def _divisor(self, figure: Figure, span: Span) -> Cell:
        """The weights of those that take part; or a figure or a constant of the method, by link."""
        stated = next((operand for operand in figure.operands if not is_part(operand)), None)
        if stated is not None:
            return self.addresses.handed_on(stated)
        if not span.words:
            return Cell(figure.denominator, f"=SUM({joined(span.weights)})", Style.FORMULA)
        # Among a run's rows are tasks that take no part: those that do are measured against something.
        added = span.each("SUMIF", span.below, ['">0"'] * len(span.below), span.weights)
        return Cell(figure.denominator, f"={added}", Style.FORMULA)


class Ratios(Kind):
    """Ratios of sums: numerators added, denominators added, and their quotient in percent."""

    name, title = "Razones", "Razones de sumas"
    about = (
        "Cada razón de sumas con los numeradores y denominadores de sus partes debajo; si son tareas, en las filas que "
        "se dicen: lo que cuenta de cada una y contra qué se mide."
    )
    columns = (*SHARED, Column(ABOVE, "Numerador", 19), Column(BELOW, "Denominador", 19), RESULT)
    terms = TERMS

    def results(self, figure: Figure, span: Span, row: int) -> Cells:
        ratio = f"={self.at(ABOVE)}{row}/{self.at(BELOW)}{row}*{HUNDRED}"
        return {
            ABOVE: Cell(figure.numerator, f"=SUM({joined(span.above)})", Style.FORMULA),
            BELOW: Cell(figure.denominator, f"=SUM({joined(span.below)})", Style.FORMULA),
            "resultado": Cell(figure.value, ratio, Style.STRONG),
        }

    def number(self, figure: Figure) -> int:
        return len(_parts_of(figure))

    def parts(self, figure: Figure, terms: Terms, row: int) -> Sequence[Cells]:
        return [self._part(part, terms) for part in _parts_of(figure)]

    def _part(self, part: str, terms: Terms) -> Cells:
        found = self.addresses.book[part]
        above, below = terms.get(part) or self.addresses.terms_of_task(part)
        return part_words(self.addresses, part, ABOVE) | {
            ABOVE: Cell(found.numerator, f"={above}", Style.LINK),
            BELOW: Cell(found.denominator, f"={below}", Style.LINK),
        }


class Fulfilled(Kind):
    """Shares of parts that reach a threshold."""

    name, title = "Cumplidas", "Partes cumplidas"
    about = "Cuántas partes llegan al umbral, entre cuántas son; con ellas debajo o, si son tareas, en sus filas."
    columns = (
        *SHARED, VALUE, Column("umbral", "Umbral", 12), Column("cumplidas", "Cumplidas", 12),
        Column("numero", "Partes", 12), RESULT,
    )  # fmt: skip
    terms = ("cumplidas", "numero")

    def results(self, figure: Figure, span: Span, row: int) -> Cells:
        limit = next(operand for operand in figure.operands if not is_part(operand))
        least = f'">="&({self.at("umbral")}{row}-{TOLERANCE})'
        counted = span.each("COUNTIF", span.values, [least] * len(span.values))
        share = f"={self.at('cumplidas')}{row}/{self.at('numero')}{row}*{HUNDRED}"
        return {
            "umbral": self.addresses.handed_on(limit),
            "cumplidas": Cell(figure.numerator, f"={counted}", Style.FORMULA, 0),
            "numero": Cell(figure.denominator, f"=COUNT({joined(span.values)})", Style.FORMULA, 0),
            "resultado": Cell(figure.value, share, Style.STRONG),
        }

    def number(self, figure: Figure) -> int:
        return sum(map(is_part, figure.operands))

    def parts(self, figure: Figure, terms: Terms, row: int) -> Sequence[Cells]:
        return listed(self.addresses, filter(is_part, figure.operands))


def _parts_of(figure: Figure) -> list[str]:
    """The parts of a ratio, each once: they come as numerators and as denominators."""
    return list(dict.fromkeys(operand.figure for operand in figure.operands))
