"""Frozen records that packages exchange: a value with its cell, a row, a node, a text, a comparison of methods."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath
from typing import NamedTuple

from helpers.base.errors import UsageError
from helpers.base.periods import Period

LEVELS = ("entidad", "servicio", "area", "tipo", "subtipo", "unidad", "puesto")
"""Levels of the organisation, from the top down."""
REPORTING = ("unidad", "puesto")
"""Levels of the nodes that carry out the plan and hand in forms, in printing order."""
UNIT_LEVELS = ("unidad", "puesto", "subtipo", "tipo")
"""Levels of the nodes that may have tasks, the likeliest first: several levels may use one code."""
IN_INBOX = "/formularios/"
"""Part of the path of every unit's form, and of no other input file's path."""
AT = "@"
"""Separates a figure's id from the method: `avance_fisico/2024-T2/entidad/MRE@mre-2021`."""


class SourceCell(NamedTuple):
    """The cell where a value was read: file path from the root, sheet (empty for CSV) and cell (`E7`).

    It and `Sourced` are tuples because there are hundreds of thousands of them and they serve as dictionary keys.
    """

    file: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        """Return `file#E7`, `file#sheet!E7` for a workbook, the file and `hoja «…»` for a sheet, or the file alone."""
        if self.sheet and not self.cell:
            return f"{self.file}, hoja «{self.sheet}»"
        place = f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        return f"{self.file}#{place}" if place else self.file


def file_words(path: str) -> str:
    """Return a file's name for a reader, a form's with its folders within the inbox, and its period or plan's version.

    Files of several periods or versions may have one name. It stands alone if it contains the period's code, or the
    file lies below the folder of a version (planning forms) or in no such folder. Empty for an empty path.
    """
    parts = PurePosixPath(path).parts
    name = path.partition("/formularios/")[2] or "".join(parts[-1:])
    if "poa" in parts[3:4]:
        return f"{name} (versión {parts[4]} del plan)" if len(parts) == 6 else name
    with suppress(UsageError):  # a file outside the folders of periods
        period = Period.parse("-".join(parts[2:4]))
        return name if period.code in name else f"{name} ({period.words})"
    return name


class Sourced(NamedTuple):
    """A number and the cell that it came from."""

    value: Decimal
    cell: SourceCell


@dataclass(frozen=True, slots=True)
class Origin:
    """The table that a row was read from: its name, file, sheet, and the column letter of each field."""

    table: str
    file: str
    sheet: str
    columns: Mapping[str, str]


Value = str | Decimal | Period | date


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a contract table. A missing value is absent from `values`, never zero.

    Attributes
    ----------
    origin : Origin
        Shared by the rows of one file and sheet.
    line : int
        Row number as a spreadsheet shows it, 1 for the first.
    values : Mapping[str, Value]
        By column name, already converted to the column's type.
    """

    origin: Origin
    line: int
    values: Mapping[str, Value]

    def cell(self, column: str) -> SourceCell:
        """Return the cell of a column in this line; without column letter where the file lacks the column."""
        letter = self.origin.columns.get(column, "")
        return SourceCell(self.origin.file, self.origin.sheet, f"{letter}{self.line}")

    def text(self, column: str) -> str:
        """Return a column's value as text (a number with a decimal point, a date as ISO); empty where it is missing."""
        value = self.values.get(column, "")
        return value if isinstance(value, str) else str(value)

    def amount(self, column: str) -> Decimal | None:
        """Return a column's number without its cell; None where it is missing or the column holds no numbers."""
        value = self.values.get(column)
        return value if isinstance(value, Decimal) else None

    def number(self, column: str) -> Sourced | None:
        """Return a column's number with its cell; None where it is missing or the column holds no numbers."""
        value = self.values.get(column)
        return Sourced(value, self.cell(column)) if isinstance(value, Decimal) else None

    def period(self, column: str) -> Period | None:
        """Return a column's period; None where it is missing or the column holds no periods."""
        value = self.values.get(column)
        return value if isinstance(value, Period) else None

    def date(self, column: str) -> date | None:
        """Return a column's date; None where it is missing or the column holds no dates."""
        value = self.values.get(column)
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the institution's structure, keyed by (level, code).

    Attributes
    ----------
    parent : tuple[str, str] or None
        Key of the node above; None at the top.
    sigla : str
        The node's acronym; may be empty.
    kind : str
        Its kind of unit, the column `clase`.
    acp : str
        Code of the short-term action that it answers for; empty where none.
    order : int
        Position among all nodes, as listed.
    """

    level: str
    code: str
    name: str
    parent: tuple[str, str] | None
    sigla: str
    kind: str
    acp: str
    order: int
    cell: SourceCell

    @property
    def key(self) -> tuple[str, str]:
        """Level and code, which identify the node."""
        return (self.level, self.code)


@dataclass(frozen=True, slots=True)
class OwnText:
    """A text of the planner for one section (`texto/<nombre>.md`). It changes no figure, so no Book holds it.

    Attributes
    ----------
    section : str
    text : str
        Markdown as written, except for characters that no font has.
    file : str
        Path from the root.
    sha256 : str
        Digest of the file.
    """

    section: str
    text: str
    file: str
    sha256: str

    @property
    def name(self) -> str:
        """Name of the file without its suffix: the section's, or that of a page with which a section begins."""
        return PurePosixPath(self.file).stem


@dataclass(frozen=True)
class Prose:
    """A text that people wrote for the report, with its place.

    Attributes
    ----------
    file : str
        Path from the root.
    section : str
        The section's name in the parameters.
    text : str
        As written.
    cell : str
        The cell's id in a notebook; empty for a file of the planner.
    """

    file: str
    section: str
    text: str
    cell: str = ""

    @property
    def is_planners(self) -> bool:
        """Whether the text comes from a file of the planner and not from a notebook."""
        return not self.cell


@dataclass(frozen=True)
class UnderMethod:
    """A figure computed with one method: a row of `sensibilidad.csv`. All text; numbers have a decimal point.

    Attributes
    ----------
    id : str
        The figure's id, `@` and the method's id.
    lugar : str
        Position among the headline figures, `1` for physical progress: methods may name the indicator differently.
    diferencia : str
        Printed value minus the printed value by the run's own method; empty for that method and where either is
        missing.
    causa : str
        The rules that cause the difference, each with its effect where that was computed.
    motivo : str
        Why there is no figure; empty where there is one.
    """

    id: str
    metodo: str
    nombre_metodo: str
    indicador: str
    nombre_indicador: str
    periodo: str
    nivel: str
    codigo: str
    lugar: str = ""
    valor: str = ""
    publicado: str = ""
    unidad_medida: str = ""
    calificacion: str = ""
    semaforo: str = ""
    simbolo: str = ""
    diferencia: str = ""
    causa: str = ""
    motivo: str = ""


@dataclass(frozen=True)
class MethodStep:
    """One rule change on the way from the run's method to another: a row of `sensibilidad_pasos.csv`.

    Attributes
    ----------
    id, orden : str
        As in `UnderMethod`, and the position of the change, from 1.
    regla, antes, despues : str
        What changes, in Spanish, with its words by the run's method and by the other one.
    valor, efecto : str
        The printed figure with this change and those before it, and how much this change adds to it.
    """

    id: str
    orden: str
    regla: str
    antes: str
    despues: str
    valor: str
    efecto: str


@dataclass(frozen=True)
class Sensitivity:
    """Figures by several methods and the steps between the methods."""

    figures: tuple[UnderMethod, ...]
    steps: tuple[MethodStep, ...]

    @property
    def allowed(self) -> tuple[UnderMethod, ...]:
        """The figures that could be computed: those with an empty `motivo`, in order."""
        return tuple(figure for figure in self.figures if not figure.motivo)

    @property
    def refused(self) -> tuple[UnderMethod, ...]:
        """The figures, or whole methods, that the data do not allow, each with its reason in `motivo`."""
        return tuple(figure for figure in self.figures if figure.motivo)
