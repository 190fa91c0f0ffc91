"""The sheets of working of plain operations: means, sums, numbers, deviations, counts, differences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from helpers.trace import Figure
from helpers.workpapers.addresses import Addresses
from helpers.workpapers.sheet import FIRST_LINE, Block, Cell, Column, Line, Sheet, Style, letter, reference, text
from helpers.workpapers.spans import Span, count_span, input_span, joined, task_span
from helpers.workpapers.stacks import RESULT, SHARED, VALUE, Cells, Kind, Step, Terms, listed, part_words, subject
from helpers.workpapers.task_places import TASKS


class Means(Kind):
    """Simple means: sum and number of the operands, and their quotient."""

    name, title = "Promedios", "Promedios simples"
    about = "Cada promedio con sus operandos debajo: suma, número y cociente. Cada uno enlaza con su propia fila."
    columns = (*SHARED, VALUE, Column("suma", "Suma", 17), Column("numero", "Número", 9), RESULT)

    def results(self, figure: Figure, span: Span, row: int) -> Cells:
        number, values = len(figure.operands), joined(span.values)
        return {
            "suma": Cell(figure.value * number, f"=SUM({values})", Style.FORMULA),
            "numero": Cell(number, f"=COUNT({values})", Style.FORMULA, 0),
            "resultado": Cell(figure.value, f"={self.at('suma')}{row}/{self.at('numero')}{row}", Style.STRONG),
        }


class Numbers(Kind):
    """How many figures there are."""

    name, title = "Números", "Números de partes"
    about = "Cuántas cifras hay, con ellas debajo o, si son tareas, en sus filas: las que no entran no llevan número."

    def results(self, figure: Figure, span: Span, row: int) -> Cells:
        return {"resultado": Cell(figure.value, f"=COUNT({joined(span.values)})", Style.STRONG, 0)}


class Deviations(Kind):
    """Standard deviations of a sample, over each value's difference from the mean.

    Differences scatter as the values do, and programs that add up squares in one go lose digits over the values.
    """

    name, title = "Desviaciones", "Desviaciones estándar"
    about = (
        "Cada desviación estándar de la muestra (n − 1) con sus valores debajo, que enlazan con su propia fila, y lo "
        "que cada uno se aparta de la media."
    )
    columns = (*SHARED, VALUE, Column("media", "Media", 15), Column("desvio", "Valor menos media", 15), RESULT)

    def results(self, figure: Figure, span: Span, row: int) -> Cells:
        apart = self.at("desvio")
        last = row + len(figure.operands)
        return {
            "media": Cell(self._mean(figure), f"=AVERAGE({joined(span.values)})", Style.FORMULA),
            "resultado": Cell(figure.value, f"=STDEV({apart}{row + 1}:{apart}{last})", Style.STRONG),
        }

    def span(self, figure: Figure) -> None:
        """Always listed: each value's difference needs a cell."""

    def parts(self, figure: Figure, terms: Terms, row: int) -> Sequence[Cells]:
        middle, mean, value = self._mean(figure), f"{self.at('media')}${row - 1}", self.at("valor")
        lines = listed(self.addresses, figure.operands)
        for at, cells in enumerate(lines, start=row):
            apart = Fraction(cells["valor"].value) - middle
            cells["desvio"] = Cell(apart, f"={value}{at}-{mean}", Style.FORMULA)
        return lines

    def _mean(self, figure: Figure) -> Fraction:
        values = [Fraction(self.addresses.handed_on(operand).value) for operand in figure.operands]
        return sum(values, Fraction(0)) / len(values)


class Sums(Kind):
    """Sums of other figures, and of cells of the input files."""

    name = title = "Sumas"
    about = (
        "Cada suma con sus sumandos debajo, que enlazan con su propia fila. Lo que se leyó como suma de varias celdas "
        "de un archivo suma sus filas de «Insumos»."
    )

    def results(self, figure: Figure, span: Span, row: int) -> Cells:
        return {"resultado": Cell(figure.value, f"=SUM({joined(span.values)})", Style.STRONG)}

    def span(self, figure: Figure) -> Span | None:
        return task_span(self.addresses, figure) if figure.operands else input_span(self.addresses, figure)

    def number(self, figure: Figure) -> int:
        return len(figure.operands) or len(self.addresses.inputs[figure.id])

    def parts(self, figure: Figure, terms: Terms, row: int) -> Sequence[Cells]:
        return listed(self.addresses, figure.operands) if figure.operands else _cells_added(self.addresses, figure)


class Counts(Kind):
    """Counts of input cells."""

    name = title = "Recuentos"
    about = "Cada recuento con las celdas contadas debajo, que enlazan con «Insumos», o con sus filas de «Tareas»."
    columns = (*SHARED, Column("valor", "Lo que dice la celda", 20), RESULT)

    def results(self, figure: Figure, span: Span, row: int) -> Cells:
        return {"resultado": Cell(figure.value, f"=COUNTA({joined(span.values)})", Style.STRONG, 0)}

    def span(self, figure: Figure) -> Span | None:
        return None if figure.id in self.addresses.counted else count_span(self.addresses, figure)

    def number(self, figure: Figure) -> int:
        return len(figure.sources)

    def parts(self, figure: Figure, terms: Terms, row: int) -> Sequence[Cells]:
        return _counted(self.addresses, figure)


def differences(addresses: Addresses, figures: Sequence[Figure]) -> Step:
    """Differences, one a line: minuend, subtrahend, result."""
    columns = (
        SHARED[0], *SHARED[2:4],
        Column("minuendo", "Minuendo", 38), Column("primero", "Valor del minuendo", 18),
        Column("sustraendo", "Sustraendo", 38), Column("segundo", "Valor del sustraendo", 18), RESULT,
    )  # fmt: skip
    name = "Diferencias"
    first, second, result = (letter(columns, key) for key in ("primero", "segundo", "resultado"))
    lines, results = [], {}
    for row, figure in enumerate(figures, start=FIRST_LINE):
        cells = subject(addresses, figure)
        pairs = zip(("minuendo", "sustraendo"), ("primero", "segundo"), figure.operands, strict=True)
        for role, value, operand in pairs:
            cells[role] = part_words(addresses, operand.figure, "constante del método")["operando"]
            cells[value] = addresses.handed_on(operand)
        cells["resultado"] = Cell(figure.value, f"={first}{row}-{second}{row}", Style.STRONG)
        lines.append(Line(cells))
        results[figure.id] = reference(name, result, row)
    about = (
        "Flujos de un periodo: lo acumulado a su cierre menos lo acumulado al cierre anterior. Y variaciones de un "
        "trimestre al siguiente, entre sus valores publicados."
    )
    return Step(Sheet(name, name, about, (Block(columns, tuple(lines)),)), results)


def _cells_added(addresses: Addresses, figure: Figure) -> list[Cells]:
    return [
        {
            "operando": text(" · ".join(map(str, item.cells)), target=addresses.of_input(item)),
            "valor": Cell(item.number or Fraction(0), f"={addresses.of_input(item)}", Style.LINK),
        }
        for item in addresses.inputs[figure.id]
    ]


def _counted(addresses: Addresses, figure: Figure) -> list[Cells]:
    lines = []
    for place, cell in enumerate(figure.sources):
        if figure.id in addresses.counted:
            item = addresses.counted[figure.id][place]
            at, said = addresses.of_input(item), item.text or str(cell)
        else:
            row = addresses.tasks.row_of(cell) or 0
            at, said = reference(TASKS, addresses.tasks.letter("tarea"), row), addresses.tasks.year(row).task
        lines.append({"operando": text(str(cell), target=at), "valor": Cell(said, f"={at}", Style.LINK)})
    return lines
