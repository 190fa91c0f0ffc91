"""Reads and writes closings: copies of a period's figures and inputs, so that later changes are noticed.

`poa cerrar` writes `<periodo>/cierre/`; every later run reads it, and a rule compares it with the current figures.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from helpers.base.exact import plain_text
from helpers.base.periods import MONTHS, Period
from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.base.system.digest import file_sha256, sha256_if_there
from helpers.base.system.workspace import Workspace
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import SourceCell
from helpers.figures.series import PROGRAMMED, ROLES, YEAR
from helpers.intake.intake_problems import of_file
from helpers.intake.year_folders import folders_of
from helpers.settings.params import Corrida

FOLDER = "cierre"
ACT_FILE = "cierre.json"
FIGURES_FILE = "cifras.csv"
INPUTS_FILE = "datos.csv"
FORMAT = 2
INPUT_COLUMNS = ("de", "que", "valor", "archivo", "hoja", "celda")
FIGURE_COLUMNS = ("id", "nombre", "valor", "publicado", "unidad_medida", "calificacion", "archivos")
VALUE_LETTER = "C"
"""Spreadsheet column of `valor` in `cifras.csv`."""
SEPARATOR = " | "
WHOLE_YEAR = "anual"
"""Name of a task's amount that is stated for the whole year instead of by month."""


@dataclass(frozen=True, slots=True)
class ClosedFigure:
    """A figure as it was when its period was closed.

    Attributes
    ----------
    value : str
        The exact value, as `exact.plain_text` writes it.
    published : str
        The printed value, with a decimal point.
    files : frozenset of str
        Input files from which the figure was computed.
    cell : SourceCell
        The cell of `cifras.csv` that holds the value.
    """

    value: str
    published: str
    files: frozenset[str]
    cell: SourceCell


class Datum(NamedTuple):
    """Identifies an input number by its meaning, so that moving its row in the file does not change its identity.

    Attributes
    ----------
    owner : str
        For programmed amounts, the id of the task's year; for executed amounts, the task's code, the same in every
        version of the plan; for any other number, the id of the first figure that reads it.
    what : str
        `programado ene`, `ejecutado anual`; for a number of a figure, its position among the figure's cells, from 1.
    """

    owner: str
    what: str


@dataclass(frozen=True)
class Closing:
    """A closed period.

    Attributes
    ----------
    period : Period
    label : str
        Path of the closing's folder from the root.
    closed, by : str
        Date and time (ISO) of the closing, and the person who made it.
    method_digest : str
        SHA-256 of the method's content.
    params : Mapping
        The run's parameters, as plain data.
    revision : str
        Revision of the program.
    inputs : Mapping[str, str]
        SHA-256 of each input file, by its path from the root.
    figures : Mapping[str, ClosedFigure]
        By figure id.
    data : Mapping[Datum, tuple[str, SourceCell]]
        Each input number of the figures, as text, and its cell.
    """

    period: Period
    label: str
    closed: str
    by: str
    method_digest: str
    params: Mapping[str, object]
    revision: str
    inputs: Mapping[str, str]
    figures: Mapping[str, ClosedFigure]
    data: Mapping[Datum, tuple[str, SourceCell]] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The date of the closing, without its time."""
        return datetime.fromisoformat(self.closed).date()


@dataclass(frozen=True)
class Closings:
    """The closings that a run reads, an error for each altered one, and their files.

    Attributes
    ----------
    files : Mapping of str to str, or None
        SHA-256 of each closing file, altered ones too, by its path from the root; None where none were looked for.
    """

    closed: tuple[Closing, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, str] | None = None


def closing_folder(workspace: Workspace, institution: str, period: Period) -> Path:
    """Return the folder of a period's closing (`data/mre/2024/T2/cierre`); it may not exist yet."""
    return workspace.year_data(institution, period.year) / period.window / FOLDER


def read_closings(workspace: Workspace, corrida: Corrida, *, with_own: bool = True) -> Closings:
    """Read the closings in the period folders that the run reads (`folders_of`): its own and the year's earlier ones.

    Without its own (`with_own=False`), the result is what a report read that was made before its period was closed. A
    closing whose files differ from what `poa cerrar` wrote is left out and gives an error finding.
    """
    folders, _ = folders_of(workspace, corrida)
    left_out = None if with_own else corrida.period
    places = [(one.period, one.path / FOLDER) for one in folders if one.period and one.period != left_out]
    closed: list[Closing] = []
    findings: list[Finding] = []
    files: dict[str, str] = {}
    for period, folder in places:
        if not folder.is_dir():
            continue
        try:
            closed.append(read_closing(workspace, period, folder))
        except (OSError, ValueError, KeyError, TypeError) as problem:
            findings.append(_altered(workspace.relative(folder), problem))
        files |= {workspace.relative(path): file_sha256(path) for path in _files(folder)}
    return Closings(tuple(closed), tuple(findings), files)


def read_closing(workspace: Workspace, period: Period, folder: Path) -> Closing:
    """Read one closing and check its files against the digests in `cierre.json`.

    Raises
    ------
    OSError, ValueError, KeyError, TypeError
        If a file is missing, has changed since `poa cerrar` wrote it, or belongs to another period or format.
    """
    act = json.loads((folder / ACT_FILE).read_text(encoding="utf-8"))
    if act["formato"] != FORMAT:
        raise ValueError(f"es de formato {act['formato']}, y esta versión lee el {FORMAT}")
    if act["periodo"] != period.code:
        raise ValueError(f"dice ser de {act['periodo']}, y está en la carpeta de {period.code}")
    path = folder / FIGURES_FILE
    if file_sha256(path) != act["cifras_sha256"]:
        raise ValueError(f"{FIGURES_FILE} no es el que se cerró: su huella es otra")
    data = folder / INPUTS_FILE
    if act["datos_sha256"] != sha256_if_there(data):
        raise ValueError(f"{INPUTS_FILE} no es el que se cerró: su huella es otra")
    return Closing(
        period=period,
        label=workspace.relative(folder),
        closed=act["cerrado"],
        by=act["por"],
        method_digest=act["metodo_sha256"],
        params=act["parametros"],
        revision=act["revision"],
        inputs=act["insumos"],
        figures=dict(_figures(path, workspace.relative(path))),
        data=dict(_data(data)),
    )


def _data(path: Path) -> Iterator[tuple[Datum, tuple[str, SourceCell]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            cell = SourceCell(row["archivo"], row["hoja"], row["celda"])
            yield Datum(row["de"], row["que"]), (row["valor"], cell)


def _figures(path: Path, label: str) -> Iterator[tuple[str, ClosedFigure]]:
    with path.open(encoding="utf-8", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), start=2):
            files = frozenset(filter(None, row["archivos"].split(SEPARATOR)))
            cell = SourceCell(label, "", f"{VALUE_LETTER}{line}")
            yield row["id"], ClosedFigure(row["valor"], row["publicado"], files, cell)


def write_figures(book: Book, path: Path) -> None:
    """Write `cifras.csv`: one row for each figure of a Book, sorted by id, with columns `FIGURE_COLUMNS`.

    `valor` is the exact value, as `plain_text` writes it; `publicado` is rounded half up to the figure's decimals.
    """
    resting = input_files(book)
    rows: list[Sequence[str]] = [FIGURE_COLUMNS]
    for name in sorted(book.figures):
        figure = book[name]
        rating = figure.grade.rating if figure.grade else ""
        value, files = plain_text(figure.value), SEPARATOR.join(sorted(resting[name]))
        rows.append([name, figure.name, value, figure.published, figure.unit, rating, files])
    atomic.write_text(path, csv_text(rows))


def write_data(book: Book, path: Path) -> None:
    """Write `datos.csv`: every input number of a Book's figures with its cell, with columns `INPUT_COLUMNS`."""
    rows = ([*datum, value, cell.file, cell.sheet, cell.cell] for datum, (value, cell) in data_of(book).items())
    atomic.write_text(path, csv_text([INPUT_COLUMNS, *rows]))


def data_of(book: Book) -> Mapping[Datum, tuple[str, SourceCell]]:
    """Return the input numbers of a Book, as exact text, with their cells.

    They are the monthly and yearly amounts of the tasks, and the numbers that figures read directly from a cell. A cell
    that several figures read is listed once, under the first figure.
    """
    found: dict[Datum, tuple[str, SourceCell]] = {}
    for year in book.series.values():
        for role, places in zip(ROLES, year.filled(), strict=True):
            owner = year.id if role == PROGRAMMED else year.task
            for place in places:
                amount, cell = year.at(role, place)
                month = MONTHS[place] if place < YEAR else WHOLE_YEAR
                found[Datum(owner, f"{role} {month}")] = (plain_text(amount), cell)
    seen: set[SourceCell] = set()
    for figure in book:
        for place, (cell, value) in enumerate(read_in(figure), start=1):
            if cell not in seen:
                seen.add(cell)
                found[Datum(figure.id, str(place))] = (plain_text(value), cell)
    return found


def read_in(figure: Figure) -> Sequence[tuple[SourceCell, Decimal | Fraction]]:
    """Return the cells that a figure reads directly, with their values; empty for counts and figures with operands."""
    if figure.operands or figure.operation is Operation.COUNT:
        return ()
    return tuple(zip(figure.sources, figure.amounts or (figure.value,), strict=False))


def input_files(book: Book) -> Mapping[str, frozenset[str]]:
    """Return, by id of every figure, the input files (paths) from which it was computed, also through other figures."""
    found: dict[str, frozenset[str]] = {}
    for figure in book:
        _rest(book, figure, found)
    return found


def _rest(book: Book, figure: Figure, found: dict[str, frozenset[str]]) -> frozenset[str]:
    """Add the input files of a figure and of the figures below it to `found`, and return those of the figure."""
    if figure.id not in found:
        own = frozenset(cell.file for cell in book.cells_of(figure))
        below = (*book.operands(figure), *book.weights(figure))
        found[figure.id] = own.union(*(_rest(book, part, found) for part in below))
    return found[figure.id]


def _files(folder: Path) -> Sequence[Path]:
    return [path for name in (ACT_FILE, FIGURES_FILE, INPUTS_FILE) if (path := folder / name).is_file()]


def _altered(label: str, problem: Exception) -> Finding:
    what = f"falta la clave {problem}" if isinstance(problem, KeyError) else str(problem)
    told = (
        f"el cierre no es el que se escribió ({what}). Recupere la carpeta de una copia: mientras tanto no se sabe si "
        "las cifras cerradas cambiaron."
    )
    return of_file("CIE-ALTERADO", Severity.ERROR, label, told, value=what)
