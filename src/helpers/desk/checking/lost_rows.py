"""Compares tables with the last accepted check: rows, columns or amounts that are missing, and their acceptance.

The record of their sizes (`output/mre/2024-aceptado.json`) belongs to this machine and is not part of a report. A fresh
copy of the project has none, so its first check has nothing to compare with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from decimal import Context, Decimal
from functools import reduce
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from helpers.base.display import date_es, list_es, number_es
from helpers.base.errors import ConfigError
from helpers.base.name_phrases import number_with_noun
from helpers.base.python_extras import grouped
from helpers.base.system import atomic
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import StrictModel
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row
from helpers.intake.dataset import TABLES, Dataset
from helpers.intake.year_folders import CUADROS_FOLDER, EXPORTS_FOLDER, folders_of
from helpers.run.gathered_inputs import Gathered
from helpers.settings.cuadros.cuadro_table import Cuadro

LESS = "ACE-MENOS"
REQUEST = " Compárela con una copia de entonces. Si falta algo, recupérela;"
"""What the warning asks for first, until the loss is accepted."""
NAMED = 4
"""Maximum number of columns of a table described one by one."""
_EXACT = Context(prec=200)
"""Precision that keeps every sum of amounts exact."""
DAMAGED = "está dañado o es de otra versión del programa: bórrelo, y la próxima revisión empieza uno nuevo."


class ColumnState(StrictModel):
    """Number of filled cells of a column, and the sum of its numbers (None if it has none, or if they do not add)."""

    celdas: int
    suma: Decimal | None = None


class TableState(StrictModel):
    """The size of one table in one folder.

    Attributes
    ----------
    carpeta : str
        Path from the root.
    sha256 : str
        SHA-256 of the file.
    columnas : Mapping of str to ColumnState
        The columns of the file, by name.
    aceptada : date or None
        Date of acceptance; None if not accepted.
    """

    carpeta: str
    archivo: str
    sha256: str
    filas: int
    columnas: Mapping[str, ColumnState]
    aceptada: date | None = None


class Record(StrictModel):
    """The last accepted sizes of a year's tables, as the file has them.

    Attributes
    ----------
    tablas : Mapping of str to TableState
        By folder and table name, so that saving a table in another format does not make it a new one.
    """

    formato: Literal[1] = 1
    tablas: Mapping[str, TableState] = Field(default_factory=dict)


@dataclass(frozen=True)
class Losses:
    """The tables compared with their last accepted state.

    Attributes
    ----------
    found : Mapping of str to Finding
        Findings on tables that have less content, by table.
    now, before
        Current and accepted sizes.
    """

    found: Mapping[str, Finding]
    now: Mapping[str, TableState]
    before: Record


def find_losses(workspace: Workspace, gathered: Gathered, tables: Dataset) -> Losses:
    """Compare the tables with those last accepted; nothing is written, and without a record nothing counts as lost.

    Parameters
    ----------
    tables : Dataset
        The tables as in their files, including rows dated after the run's cut-off.
    """
    corrida = gathered.corrida
    path = workspace.accepted_file(corrida.entidad, corrida.period.year)
    record = _read_record(path, workspace.relative(path))
    now = states_of(tables, gathered.cuadros, {**tables.files, **gathered.files})
    run = f"{corrida.entidad}/{corrida.periodo}"
    read = _folders_read(workspace, gathered)
    # A table may be absent because of an error, which is already reported.
    gone = {} if gathered.fails else {key for key, table in record.tablas.items() if table.carpeta in read}
    errors = [one for one in gathered.findings if one.severidad is Severity.ERROR]
    wrong = {(one.archivo, one.elemento.rpartition("/")[2]) for one in errors}
    found = {
        key: finding
        for key, table in record.tablas.items()
        if (key in now or key in gone)
        and (finding := less_content(key, _without(wrong, table), now.get(key), run, tables.files))
    }
    return Losses(found, now, record)


def _without(wrong: Set[tuple[str, str]], table: TableState) -> TableState:
    """A table without the columns in `wrong` (file, name), which have errors: a cell with an error has no value."""
    columns = {name: column for name, column in table.columnas.items() if (table.archivo, name) not in wrong}
    return table.model_copy(update={"columnas": columns})


def accept(workspace: Workspace, gathered: Gathered, losses: Losses, on: date, *, everything: bool) -> None:
    """Save the current sizes of the tables as accepted.

    A table that has less content keeps its old record unless `everything` is accepted. A table that is gone is dropped
    with `everything`. Tables that this run does not read are unchanged.
    """
    kept = dict(losses.before.tablas)
    for key in (*losses.now, *losses.found):
        if key in losses.found and not everything:
            continue
        if key not in losses.now:
            del kept[key]
        elif key not in kept or kept[key].model_copy(update={"aceptada": None}) != losses.now[key]:
            kept[key] = losses.now[key].model_copy(update={"aceptada": on})
    if kept != losses.before.tablas:
        path = workspace.accepted_file(gathered.corrida.entidad, gathered.corrida.period.year)
        path.parent.mkdir(parents=True, exist_ok=True)
        record = Record(tablas={key: kept[key] for key in sorted(kept)})
        atomic.write_text(path, record.model_dump_json(exclude_none=True, indent=1) + "\n")


def without_request(finding: Finding) -> Finding:
    """Return the finding on a loss that was accepted, which asks for nothing any more."""
    return replace(finding, mensaje=finding.mensaje.partition(REQUEST)[0])


def _folders_read(workspace: Workspace, gathered: Gathered) -> Set[str]:
    """Paths from the root of all folders from which a run reads tables."""
    corrida = gathered.corrida
    folders, _ = folders_of(workspace, corrida)
    labels = {workspace.relative(folder.path) for folder in folders}
    year = workspace.relative(workspace.year_data(corrida.entidad, corrida.period.year))
    return {*labels, *(f"{label}/{CUADROS_FOLDER}" for label in labels), f"{year}/{EXPORTS_FOLDER}"}


def less_content(
    key: str, before: TableState, now: TableState | None, run: str, files: Mapping[str, str]
) -> Finding | None:
    """Return a warning (`ACE-MENOS`) if a table has fewer rows, columns, cells or amounts than when it was accepted.

    None if it has not, or if its file is the same, byte for byte.

    Parameters
    ----------
    key : str
        The table's key in `states_of`, which becomes the finding's `elemento`.
    before : TableState
        The table as it was accepted.
    now : TableState or None
        The table as it is; None if it is gone or has no rows.
    run : str
        The run (`mre/2024-T2`) in the command that the warning proposes.
    files : Mapping of str to str
        The files read now, by path: of a table without rows, they tell whether its file is still there.
    """
    if now is not None and now.sha256 == before.sha256:
        return None
    what = list(_less(key, before, now)) if now is not None else [_gone(before, files)]
    if not what:
        return None
    day = f" ({date_es(before.aceptada)})" if before.aceptada else ""
    file = now.archivo if now is not None else before.archivo
    told = (
        f"{file}: desde la última revisión aceptada{day} {list_es(what)}.{REQUEST} si el cambio es querido, acéptelo "
        f"con «poa comprobar {run} --aceptar»."
    )
    return Finding(codigo=LESS, severidad=Severity.WARNING, mensaje=told, elemento=key, archivo=file)


def _gone(before: TableState, files: Mapping[str, str]) -> str:
    """Say that a table has no rows left or, if its file was not read, that it is gone; with the rows that it had."""
    had = f"tenía {number_with_noun(before.filas, 'fila', 'filas')}"
    return f"se quedó sin filas, y {had}" if before.archivo in files else f"ya no está, y {had}"


def _less(key: str, before: TableState, now: TableState) -> Iterator[str]:
    """Each loss in words: of rows, of the first `NAMED` columns that have less, and the number of further ones."""
    if now.filas < before.filas:
        yield f"pasó de {number_with_noun(before.filas, 'fila', 'filas')} a {now.filas}"
    told = list(_less_in_columns(key, before, now))
    yield from told[:NAMED]
    if len(told) > NAMED:
        yield f"{number_with_noun(len(told) - NAMED, 'columna más lleva', 'columnas más llevan')} menos"


def _less_in_columns(key: str, before: TableState, now: TableState) -> Iterator[str]:
    """Each column's loss in words: of the column, of its sum, or of filled cells although no row is missing."""
    for name, column in before.columnas.items():
        current, full = now.columnas.get(name), number_with_noun(column.celdas, "celda llena", "celdas llenas")
        if current is None:
            if column.celdas:
                yield f"perdió la columna «{name}», con {full}"
        elif column.suma is not None and current.suma is not None and current.suma < column.suma:
            had, has = (_shown(key, name, total) for total in (column.suma, current.suma))
            yield f"«{name}» sumaba {had} y suma {has} en todas sus filas"
        elif current.celdas < column.celdas and now.filas >= before.filas:
            yield f"«{name}» tenía {full} y tiene {current.celdas}"


def _shown(key: str, name: str, total: Decimal) -> str:
    """A sum as the table's column writes it; the key of an export ends with a blank and the table's name."""
    table = TABLES.get(key.rpartition("/")[2].rpartition(" ")[2])
    return table.column(name).shown(total) if table else number_es(total)


def states_of(dataset: Dataset, cuadros: Iterable[Cuadro], files: Mapping[str, str]) -> dict[str, TableState]:
    """Return the size of each table that has rows: number of rows, and each column's filled cells and sum.

    A key is the folder and the table's name, for an export also its file and sheet; for a declared printed table
    (`cuadros`) it is the path of its YAML file.

    Parameters
    ----------
    dataset : Dataset
        The tables as in their files, before any rows are left out.
    files : Mapping of str to str
        SHA-256 by file.
    """
    groups = grouped((row for rows in dataset.tables.values() for row in rows), _key)
    groups |= {cuadro.declared: list(cuadro.rows) for cuadro in cuadros if cuadro.rows}
    return {key: _state(rows, key.rpartition("/")[0], files) for key, rows in groups.items()}


def _key(row: Row) -> str:
    """The key of a row's table: folder and table, in any file format; for exports also file and sheet."""
    folder, _, name = row.origin.file.rpartition("/")
    if folder.endswith(f"/{EXPORTS_FOLDER}"):
        return f"{folder}/{name} {row.origin.sheet.replace('/', '-')} {row.origin.table}"
    return f"{folder}/{row.origin.table}"


def _state(rows: Sequence[Row], folder: str, files: Mapping[str, str]) -> TableState:
    """Return the size of one table from its rows, of which there is at least one."""
    origin = rows[0].origin
    table = TABLES.get(origin.table)
    apart = {column.name for column in table.columns if not column.adds} if table else set()
    columns = {name: _column([row.values.get(name) for row in rows], name not in apart) for name in origin.columns}
    digest = files.get(origin.file, "")
    return TableState(carpeta=folder, archivo=origin.file, sha256=digest, filas=len(rows), columnas=columns)


def _column(values: Sequence[object], adds: bool) -> ColumnState:
    """Return how many values are not None and the exact sum of the numbers; None without numbers or unless `adds`."""
    numbers = [value for value in values if adds and isinstance(value, Decimal)]
    total = reduce(_EXACT.add, numbers) if numbers else None
    return ColumnState(celdas=sum(value is not None for value in values), suma=total)


def _read_record(path: Path, label: str) -> Record:
    """Read the sizes of tables at the last accepted check; empty if there is none, ConfigError if it is damaged."""
    if not path.is_file():
        return Record()
    try:
        return Record.model_validate_json(path.read_bytes())
    except ValidationError as problem:
        raise ConfigError(label, [DAMAGED]) from problem
