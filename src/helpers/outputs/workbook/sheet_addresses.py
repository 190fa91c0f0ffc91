"""Where figures, input cells and constants are in the workbook, before any sheet is drawn; references to cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name

from helpers.base.display import unit_heading, upper_first
from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import AS_PRINTED, TERMS, Figure, Operand, split_grade
from helpers.figures.figure_names import GRADE_WORDS
from helpers.outputs.workbook.input_cells import Input, Inputs
from helpers.outputs.workbook.method_constants import Constants
from helpers.outputs.workbook.sheet_model import FIRST_LINE, Cell, Column, Style
from helpers.outputs.workbook.task_places import LEVEL, Place, TaskPlaces

FIGURES = "Cifras"
INPUTS = "Insumos"

MEASURED = Column("medida", "Indicador y periodo", 44)
"""What a figure's id measures and when, in words."""
FIGURE_COLUMNS = (
    Column("cifra", "Cifra", 44),
    Column("nombre", "Nombre", 39),
    MEASURED,
    Column("exacto", "Valor exacto", 19),
    Column("publicado", "Valor publicado", 16),
    Column("informe", "En el informe", 16),
    Column("control", "Control", 9),
    Column("numerador", "Numerador, suma o media", 19),
    Column("denominador", "Denominador o número", 19),
    Column("calificacion", "Calificación", 14),
    Column("semaforo", "Semáforo", 10, is_light=True),
    Column("desempeno", "Desempeño", 14, is_extra=True),
    Column("grado", "Grado", 22),
    Column("regla", "Cómo se obtiene", 60),
)
INPUT_COLUMNS = (
    Column("archivo", "Archivo", 32),
    Column("hoja", "Hoja", 10),
    Column("celda", "Celda", 10),
    Column("valor", "Valor", 19),
    Column("nombre", "De qué o de quién", 38),
    replace(MEASURED, width=56),  # on one line, or it is no link
    Column("cifras", "Cifras que lo usan", 57),
)


def letter(columns: Iterable[Column], key: str) -> str:
    """Return the letter of a column: `A` for the first.

    Raises
    ------
    ValueError
        If no column has the key.
    """
    return xl_col_to_name([column.key for column in columns].index(key))


def column_reference(sheet: str, columns: Iterable[Column], key: str, height: int) -> str:
    """Return the reference to a whole column of a sheet with a single table of `height` lines.

    Raises
    ------
    ValueError
        If no column has the key.
    """
    return reference(sheet, letter(columns, key), FIRST_LINE, FIRST_LINE + height - 1)


def reference(sheet: str, column: str, row: int, last: int | None = None) -> str:
    """Return an absolute reference to a cell from another sheet, `'Cifras'!$K$12`, or a range down to row `last`.

    Rows count from 1; `column` is a letter.
    """
    end = "" if last is None else f":${column}${last}"
    # Always quoted, because not every program reads «Método» without quotes.
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!${column}${row}{end}"


FIGURE_LETTERS = {column.key: letter(FIGURE_COLUMNS, column.key) for column in FIGURE_COLUMNS}
_INPUT_VALUE = letter(INPUT_COLUMNS, "valor")


class Spot(NamedTuple):
    """A cell by sheet, column and row; a named cell has neither column nor row."""

    sheet: str
    column: str = ""
    row: int = 0

    @property
    def reference(self) -> str:
        """The cell's absolute reference from another sheet (`'Cifras'!$D$12`), or its name."""
        return reference(*self) if self.column else self.sheet


@dataclass(frozen=True)
class Addresses:
    """Finds the cell of each figure, input and constant.

    Attributes
    ----------
    book : Book
    inputs : Inputs
    constants : Constants
    tasks : TaskPlaces
        Where the figures of tasks are, which have sheets of their own.
    """

    book: Book
    inputs: Inputs
    constants: Constants
    tasks: TaskPlaces

    @cached_property
    def order(self) -> tuple[Figure, ...]:
        """Figures except those on the tasks' sheets, sorted by id as in `cifras.csv`, to be read side by side."""
        figures = self.book.figures
        return tuple(figures[key] for key in sorted(figures) if self.tasks.place(figures[key]) is None)

    @cached_property
    def measured(self) -> frozenset[tuple[str, str]]:
        """The pairs of indicator and level for which the Book has any figure."""
        return frozenset((figure.indicator, figure.level) for figure in self.book)

    @cached_property
    def figure_rows(self) -> Mapping[str, int]:
        """The row, from 1, of each figure on «Cifras», by id; those of the tasks' sheets are absent."""
        return {figure.id: row for row, figure in enumerate(self.order, start=FIRST_LINE)}

    def place(self, figure: str) -> Place | None:
        """Return where the figure with this id is on the tasks' sheets; None for those of «Cifras»."""
        return None if figure in self.figure_rows else self.tasks.place(self.book[figure])

    def knows(self, element: str) -> bool:
        """Return whether a text is the id of a figure of the Book."""
        return element in self.book.figures

    def of_figure(self, figure: str, column: str) -> str:
        """Return the reference to a figure's cell, wherever the figure is.

        Parameters
        ----------
        figure : str
            The figure's id.
        column : str
            A key of `FIGURE_COLUMNS`, such as `exacto`, `publicado` or `cifra` (the row's id). A task's figure, on the
            tasks' sheets, has only two cells: `publicado`, and the exact value for any other key.
        """
        return self._spot(figure, column).reference

    def _spot(self, figure: str, column: str) -> Spot:
        """Return a figure's cell, as in `of_figure`; KeyError if the figure has no cell."""
        row = self.figure_rows.get(figure)
        if row is not None:
            return Spot(FIGURES, FIGURE_LETTERS[column], row)
        place = self.tasks.place(self.book[figure])
        if place is None:
            raise KeyError(figure)
        return Spot(place.sheet, place.published if column == "publicado" else place.exact, place.row)

    def terms(self, figure: str) -> tuple[Spot, Spot]:
        """Return the cells of a figure's numerator and denominator; for a task, of what counts and its measure.

        Raises
        ------
        KeyError
            If the figure is on the tasks' sheets and has no terms there, such as a weight.
        """
        row = self.figure_rows.get(figure)
        if row is not None:
            above, below = (Spot(FIGURES, FIGURE_LETTERS[term], row) for term in TERMS)
            return above, below
        place = self.tasks.place(self.book[figure])
        if place is None or not place.above:
            raise KeyError(figure)
        return Spot(place.sheet, place.above, place.row), Spot(*place.below, place.row)

    def handed_spot(self, figure: str) -> Spot:
        """Return the cell of the value that a figure passes on to others: exact or printed, as the method says."""
        return self._spot(figure, "publicado" if self.book.rounds_every_level else "exacto")

    def operand_spot(self, operand: Operand) -> Spot:
        """Return the cell of an operand's value: as the method passes it on, or as printed if its role asks for it.

        A constant has a named cell of «Método».
        """
        if operand.role in AS_PRINTED:
            return self._spot(operand.figure, "publicado")
        return self.handed_spot(operand.figure) if operand.figure else Spot(self.constants.of_operand(operand))

    def input_spot(self, item: Input) -> Spot:
        """Return the cell of an input's value on «Insumos»."""
        return Spot(INPUTS, _INPUT_VALUE, self.inputs.rows[item])

    def column(self, column: str) -> str:
        """Return the absolute reference to a column of «Cifras», by its key: `'Cifras'!$K$5:$K$90`, without the header.

        Raises
        ------
        ValueError
            If no column has the key.
        """
        return column_reference(FIGURES, FIGURE_COLUMNS, column, len(self.order))

    def handed_on(self, operand: Operand) -> Fraction:
        """Return an operand's value as `operand_spot` holds it: as the method passes it on, or as printed."""
        if operand.role in AS_PRINTED:
            return exact(self.book[operand.figure].rounded)
        return self.book.handed_on(operand.figure) if operand.figure else operand.constant or Fraction(0)

    def published(self, figure: Figure) -> Cell:
        """Return a cell that repeats the published value of a figure by a formula, with the figure's decimals."""
        return Cell(figure.rounded, f"={self.of_figure(figure.id, 'publicado')}", Style.LINK, figure.decimals)

    def what_and_when(self, figure: Figure) -> str:
        """Return what a figure measures and when, in words: `Avance físico, segundo trimestre de 2024`."""
        return f"{self.book.indicator_name(figure.indicator)}, {figure.period.words}"

    def words(self, element: str) -> str:
        """Return the words for the id of a figure, a grade, a node or a task; empty for another text."""
        figure, graded = split_grade(element)
        if figure in self.book.figures:
            found = self.book[figure]
            return " · ".join(filter(None, (found.name, self.what_and_when(found), GRADE_WORDS.get(graded))))
        level, _, code = element.partition("/")
        if level == LEVEL:
            return self._task_names.get(code, "")
        node = self.book.node(level, code)
        return node.name if node else ""

    @cached_property
    def action_names(self) -> Mapping[str, str]:
        """Names of the short-term actions, by code."""
        return {action["acp"]: action["denominacion"] for action in self.book.listing("acciones")}

    @cached_property
    def _task_names(self) -> Mapping[str, str]:
        """The description of each task, by its code."""
        return {year.task: year.description for year in self.tasks.years}

    def indicator(self, name: str) -> str:
        """Return an indicator's name and unit as a heading; its name alone if the method does not define it."""
        found = self.book.method.get("indicadores", {}).get(name, {})
        return f"{found['nombre']} {unit_heading(found['unidad'])}".strip() if found else self.book.indicator_name(name)


def window_words(period: Period) -> str:
    """Return a period as a heading: `Segundo trimestre de 2024`."""
    return upper_first(period.words)
