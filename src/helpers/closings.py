"""Closed periods: what was computed when each was closed, kept beside its data, so that nothing changes unseen.

`poa close` writes `<periodo>/cierre/`; every later run reads it, and a rule compares.
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

from helpers import atomic
from helpers.book import Book
from helpers.csv_text import csv_text
from helpers.digest import file_sha256
from helpers.exact import plain_text
from helpers.findings import Finding, Severity
from helpers.intake.folders import folders_of
from helpers.params import Corrida
from helpers.periods import MONTHS, Period
from helpers.records import SourceCell
from helpers.series import YEAR
from helpers.trace import Figure, Operation
from helpers.workspace import Workspace

FOLDER = "cierre"
ACT_FILE = "cierre.json"
FIGURES_FILE = "cifras.csv"
INPUTS_FILE = "datos.csv"
FORMAT = 2
READ_FORMATS = (1, FORMAT)
"""The first did not keep the data that the figures rest on."""
INPUT_COLUMNS = ("de", "que", "valor", "archivo", "hoja", "celda")
FIGURE_COLUMNS = ("id", "nombre", "valor", "publicado", "unidad_medida", "calificacion", "archivos")
VALUE_LETTER = "C"
"""Column of `valor`."""
SEPARATOR = " | "
WHOLE_YEAR = "anual"
"""What a task's amount is called that is given for the year and not by month."""


@dataclass(frozen=True, slots=True)
class ClosedFigure:
    """A figure as it was when its period was closed.

    Attributes
    ----------
    value : str
        Exact, as `exact.plain_text` writes it.
    published : str
        As it was printed, dot decimal.
    files : frozenset of str
        Input files that it rested on.
    cell : SourceCell
        Where the closing says it.
    """

    value: str
    published: str
    files: frozenset[str]
    cell: SourceCell


class Datum(NamedTuple):
    """What a number read from a cell is, wherever its cell lies: lines that move do not change it.

    Attributes
    ----------
    owner : str
        Id of a task's year for what is programmed, its code for what is executed, whatever the version of the plan; or
        the id of the first figure that is read from it.
    what : str
        `programado ene`, `ejecutado anual`; of a figure, which of its amounts, from 1.
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
        The closing's folder, named from the root.
    closed, by : str
        When (ISO date and time) and who.
    method_digest : str
        SHA-256 of the method's content.
    params : Mapping
        The run's parameters, as plain data.
    revision : str
        Of the program.
    inputs : Mapping[str, str]
        SHA-256 of each input, by its name from the root.
    figures : Mapping[str, ClosedFigure]
        By id.
    data : Mapping[Datum, tuple[str, SourceCell]]
        Every number that figures rest on, and where it stood; empty where the closing did not keep them.
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
        return datetime.fromisoformat(self.closed).date()


@dataclass(frozen=True)
class Closings:
    """Every closing that concerns a run, and what is wrong with their files."""

    closed: tuple[Closing, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, str] | None = None


def closing_folder(workspace: Workspace, institution: str, period: Period) -> Path:
    """Where a period's closing lies, whether or not it is closed."""
    return workspace.year_data(institution, period.year) / period.window / FOLDER


def read_closings(workspace: Workspace, corrida: Corrida) -> Closings:
    """Read the closings of the run's own period and of the year's earlier ones.

    Returns
    -------
    Closings
        A closing whose files are not those that were written is not used, and is an error.
    """
    folders, _ = folders_of(workspace, corrida)
    places = [(folder.period, folder.path / FOLDER) for folder in folders if folder.period is not None]
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
    """Read one closing.

    Raises
    ------
    OSError, ValueError, KeyError, TypeError
        Where it is not what `poa close` wrote.
    """
    act = json.loads((folder / ACT_FILE).read_text(encoding="utf-8"))
    if act["formato"] not in READ_FORMATS:
        raise ValueError(f"es de formato {act['formato']}, y esta versión lee hasta el {FORMAT}")
    if act["periodo"] != period.code:
        raise ValueError(f"dice ser de {act['periodo']}, y está en la carpeta de {period.code}")
    path = folder / FIGURES_FILE
    if file_sha256(path) != act["cifras_sha256"]:
        raise ValueError(f"{FIGURES_FILE} no es el que se cerró: su huella es otra")
    data = folder / INPUTS_FILE
    if act.get("datos_sha256", "") != (file_sha256(data) if data.is_file() else ""):
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
        data=dict(_data(data)) if data.is_file() else {},
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
    """Write every figure of a Book as a closing keeps it, by id."""
    resting = input_files(book)
    rows: list[Sequence[str]] = [FIGURE_COLUMNS]
    for name in sorted(book.figures):
        figure = book[name]
        rating = figure.grade.rating if figure.grade else ""
        value, files = plain_text(figure.value), SEPARATOR.join(sorted(resting[name]))
        rows.append([name, figure.name, value, figure.published, figure.unit, rating, files])
    atomic.write_text(path, csv_text(rows))


def write_data(book: Book, path: Path) -> None:
    """Write every number that a Book's figures were read from, with its cell."""
    rows = ([*datum, value, cell.file, cell.sheet, cell.cell] for datum, (value, cell) in data_of(book).items())
    atomic.write_text(path, csv_text([INPUT_COLUMNS, *rows]))


def data_of(book: Book) -> Mapping[Datum, tuple[str, SourceCell]]:
    """What was read, as text, and where; a cell that several figures are read from is the first one's."""
    found: dict[Datum, tuple[str, SourceCell]] = {}
    for year in book.series.values():
        for side, amounts in (("programado", year.programmed), ("ejecutado", year.executed)):
            for place, amount in enumerate(amounts):
                line = year.plan if side == "programado" else year.reports[place]
                if amount is not None and line is not None:
                    month = MONTHS[place] if place < YEAR else WHOLE_YEAR
                    owner = year.id if side == "programado" else year.task
                    found[Datum(owner, f"{side} {month}")] = (plain_text(amount), line.cell(place))
    seen: set[SourceCell] = set()
    for figure in book:
        for place, (cell, value) in enumerate(read_in(figure), start=1):
            if cell not in seen:
                seen.add(cell)
                found[Datum(figure.id, str(place))] = (plain_text(value), cell)
    return found


def read_in(figure: Figure) -> Sequence[tuple[SourceCell, Decimal | Fraction]]:
    """The cells that a figure itself is read from, with what each says; nothing of one that is had from others."""
    if figure.operands or figure.operation is Operation.COUNT:
        return ()
    return tuple(zip(figure.sources, figure.amounts or (figure.value,), strict=False))


def input_files(book: Book) -> Mapping[str, frozenset[str]]:
    """By figure, the input files that it rests on."""
    found: dict[str, frozenset[str]] = {}
    for figure in book:
        _rest(book, figure, found)
    return found


def _rest(book: Book, figure: Figure, found: dict[str, frozenset[str]]) -> frozenset[str]:
    if figure.id not in found:
        own = frozenset(cell.file for cell in book.cells_of(figure))
        below = (*book.operands(figure), *book.weights(figure))
        found[figure.id] = own.union(*(_rest(book, part, found) for part in below))
    return found[figure.id]


def _files(folder: Path) -> Sequence[Path]:
    return [path for name in (ACT_FILE, FIGURES_FILE, INPUTS_FILE) if (path := folder / name).is_file()]


def _altered(label: str, problem: Exception) -> Finding:
    what = f"falta la clave {problem}" if isinstance(problem, KeyError) else str(problem)
    return Finding(
        codigo="CIE-ALTERADO",
        severidad=Severity.ERROR,
        archivo=label,
        encontrado=what,
        mensaje=f"{label}: el cierre no es el que se escribió ({what}). Recupere la carpeta de una copia: mientras "
        "tanto no se sabe si las cifras cerradas cambiaron.",
    )
