"""The sheets of working, one a kind of step: means, sums, counts, differences.

A result stands on a line of its own with its operands right below it, each by link. Ranges are those lines
and nothing more: a condition over a whole column (`AVERAGEIFS`) would be the same formula on every line, but
makes each figure depend on all the others, and a spreadsheet then refuses it as circular.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from helpers.trace import Figure, Operation
from helpers.workpapers.addresses import Addresses
from helpers.workpapers.sheet import (
    FIRST_LINE,
    Block,
    Cell,
    Column,
    Line,
    Sheet,
    Style,
    letter,
    reference,
    text,
)


@dataclass(frozen=True)
class Step:
    """A sheet of working, and the cell of each figure's exact value on it."""

    sheet: Sheet
    results: Mapping[str, str] = field(default_factory=dict)


Results = Callable[[str, int], dict[str, Cell]]
"""From the range of the operands and the row of the result, the cells that work it out."""

SHARED = (
    Column("cifra", "Cifra", 46),
    Column("linea", "Línea", 10),
    Column("nombre", "Nombre", 46),
    Column("periodo", "Periodo", 10),
    Column("operando", "Operando", 46),
)
VALUE = Column("valor", "Valor del operando", 19)
RESULT = Column("resultado", "Resultado", 21)


def means(addresses: Addresses) -> Step | None:
    """Simple means: sum and number of the operands, and their quotient."""
    columns = (*SHARED, VALUE, Column("suma", "Suma", 19), Column("numero", "Número", 9), RESULT)
    total, number = letter(columns, "suma"), letter(columns, "numero")

    def results(figure: Figure, operands: str, row: int) -> dict[str, Cell]:
        parts = [addresses.handed_on(operand).value for operand in figure.operands]
        return {
            "suma": Cell(sum(map(Fraction, parts)), f"=SUM({operands})", Style.FORMULA),
            "numero": Cell(len(parts), f"=COUNT({operands})", Style.FORMULA, 0),
            "resultado": Cell(figure.value, f"={total}{row}/{number}{row}", Style.STRONG),
        }

    about = "Cada promedio con sus operandos debajo: suma, número y cociente. Cada uno enlaza con «Cifras»."
    return _stacked(
        "Promedios", "Promedios simples", about, columns, Operation.MEAN, addresses, results, _operands
    )


def sums(addresses: Addresses) -> Step | None:
    """Sums of other figures."""
    columns = (*SHARED, VALUE, RESULT)

    def results(figure: Figure, operands: str, row: int) -> dict[str, Cell]:
        return {"resultado": Cell(figure.value, f"=SUM({operands})", Style.STRONG)}

    about = "Cada suma con sus sumandos debajo. Cada sumando enlaza con «Cifras»."
    return _stacked("Sumas", "Sumas", about, columns, Operation.SUM, addresses, results, _operands)


def counts(addresses: Addresses) -> Step | None:
    """Counts of input cells."""
    columns = (*SHARED, Column("valor", "Lo que dice la celda", 22), RESULT)

    def results(figure: Figure, operands: str, row: int) -> dict[str, Cell]:
        return {"resultado": Cell(figure.value, f"=COUNTA({operands})", Style.STRONG, 0)}

    about = "Cada recuento con las celdas contadas debajo. Cada celda enlaza con «Insumos»."
    return _stacked("Recuentos", "Recuentos", about, columns, Operation.COUNT, addresses, results, _counted)


def differences(addresses: Addresses) -> Step | None:
    """Differences, one a line: minuend, subtrahend, result."""
    columns = (
        SHARED[0], *SHARED[2:4],
        Column("minuendo", "Minuendo", 40), Column("primero", "Valor del minuendo", 19),
        Column("sustraendo", "Sustraendo", 40), Column("segundo", "Valor del sustraendo", 19), RESULT,
    )  # fmt: skip
    first, second = letter(columns, "primero"), letter(columns, "segundo")
    found = [figure for figure in addresses.order if figure.operation is Operation.DIFFERENCE]
    lines = []
    for row, figure in enumerate(found, start=FIRST_LINE):
        cells = _subject(addresses, figure)
        for role, value, operand in zip(
            ("minuendo", "sustraendo"), ("primero", "segundo"), figure.operands, strict=True
        ):
            cells[role] = (
                addresses.id_cell(operand.figure)
                if operand.figure
                else text("constante del método", Style.FAINT)
            )
            cells[value] = addresses.handed_on(operand)
        cells["resultado"] = Cell(figure.value, f"={first}{row}-{second}{row}", Style.STRONG)
        lines.append(Line(cells))
    about = "Flujos de un periodo: lo acumulado a su cierre menos lo acumulado al cierre anterior."
    return _step("Diferencias", "Diferencias", about, columns, lines, found)


def _stacked(
    name: str,
    title: str,
    about: str,
    columns: tuple[Column, ...],
    operation: Operation,
    addresses: Addresses,
    results: Callable[[Figure, str, int], dict[str, Cell]],
    parts: Callable[[Addresses, Figure], list[dict[str, Cell]]],
) -> Step | None:
    """A sheet whose results have their operands below them."""
    lines: list[Line] = []
    found: dict[int, Figure] = {}
    value = letter(columns, "valor")
    for figure in addresses.order:
        operands = parts(addresses, figure) if figure.operation is operation else []
        if not operands:
            continue
        row = FIRST_LINE + len(lines)
        found[row] = figure
        below = f"{value}{row + 1}:{value}{row + len(operands)}"
        own = (
            _subject(addresses, figure)
            | {"linea": text("resultado", Style.STRONG)}
            | results(figure, below, row)
        )
        lines.append(Line(own, is_result=True))
        repeated = {"cifra": text(figure.id, Style.FAINT), "linea": text("operando", Style.FAINT)}
        lines.extend(Line(repeated | cells, is_part=True) for cells in operands)
    return _step(name, title, about, columns, lines, found.values(), tuple(found))


def _step(
    name: str,
    title: str,
    about: str,
    columns: tuple[Column, ...],
    lines: Sequence[Line],
    figures: Iterable[Figure],
    rows: Sequence[int] | None = None,
) -> Step | None:
    """Tie the figures to their rows; None where there is nothing to show."""
    if not lines:
        return None
    column = letter(columns, "resultado")
    places = rows if rows is not None else range(FIRST_LINE, FIRST_LINE + len(lines))
    results = {figure.id: reference(name, column, row) for figure, row in zip(figures, places, strict=True)}
    return Step(Sheet(name, title, about, (Block(columns, tuple(lines)),)), results)


def _subject(addresses: Addresses, figure: Figure) -> dict[str, Cell]:
    return {
        "cifra": addresses.id_cell(figure.id, Style.STRONG),
        "nombre": text(figure.name, Style.STRONG),
        "periodo": text(figure.period.code, Style.STRONG),
    }


def _operands(addresses: Addresses, figure: Figure) -> list[dict[str, Cell]]:
    lines = []
    for operand in figure.operands:
        value = {"valor": addresses.handed_on(operand)}
        if operand.figure:
            part = addresses.book[operand.figure]
            named = {
                "nombre": text(part.name),
                "periodo": text(part.period.code),
                "operando": addresses.id_cell(part.id),
            }
        else:
            named = {"nombre": text("constante del método"), "operando": text(operand.role)}
        lines.append(named | value)
    return lines


def _counted(addresses: Addresses, figure: Figure) -> list[dict[str, Cell]]:
    return [
        {
            "operando": text(" · ".join(map(str, item.cells)), target=addresses.of_input(item)),
            "valor": Cell(item.text or str(item.cells[0]), f"={addresses.of_input(item)}", Style.LINK),
        }
        for item in addresses.counted[figure.id]
    ]
