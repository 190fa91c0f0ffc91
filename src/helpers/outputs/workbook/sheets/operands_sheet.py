"""«Operandos»: links to the operands of the few figures whose cells are too scattered for one formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from helpers.figures.figure import Figure
from helpers.outputs.workbook.cell_ranges import Part, Span
from helpers.outputs.workbook.sheet_addresses import MEASURED, Addresses, letter, reference
from helpers.outputs.workbook.sheet_model import FIRST_LINE, Block, Cell, Column, Line, Sheet, Style, Value, texts

OPERANDS = "Operandos"
ABOUT = (
    "Los operandos de las cifras que toman celdas de demasiados lugares para una sola fórmula, uno debajo de otro: su "
    "valor, o su numerador y su denominador, y su peso donde lo tienen. Cada uno enlaza con su propia celda."
)
COLUMNS = (
    Column("cifra", "Cifra", 60),
    Column("nombre", "De qué o de quién", 40),
    MEASURED,
    Column("primero", "Valor o numerador", 20),
    Column("segundo", "Peso o denominador", 20),
)
CELLS = ("primero", "segundo")


@dataclass(frozen=True)
class Listing:
    """The sheet's lines; figures add the lines that they need."""

    addresses: Addresses
    lines: list[Line] = field(default_factory=list)

    def add(self, figure: Figure, parts: Sequence[Part], values: Sequence[tuple[Value, ...]]) -> Span:
        """Append a line for each operand of a figure, in place, and return the references to the new lines.

        Parameters
        ----------
        parts : sequence of Part
            The cells of each operand; at least one.
        values : sequence of tuple
            The cells' values, in the same order.
        """
        words = {"cifra": figure.id, "nombre": figure.name, MEASURED.key: self.addresses.what_and_when(figure)}
        named = texts(words)
        first, last = FIRST_LINE + len(self.lines), FIRST_LINE + len(self.lines) + len(parts) - 1
        for part, said in zip(parts, values, strict=True):
            cells = (Cell(value, f"={spot.reference}", Style.LINK) for spot, value in zip(part, said, strict=True))
            self.lines.append(Line(named | dict(zip(CELLS, cells, strict=False))))
        columns = (letter(COLUMNS, key) for key in CELLS[: len(parts[0])])
        return Span(tuple((reference(OPERANDS, column, first, last),) for column in columns))

    def sheet(self) -> Sheet | None:
        """Describe «Operandos» with the lines added so far; None if there are none."""
        return Sheet(OPERANDS, OPERANDS, ABOUT, (Block(COLUMNS, tuple(self.lines)),)) if self.lines else None
