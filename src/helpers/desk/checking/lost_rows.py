"""Compares tables with the last accepted check: rows, columns or amounts that are missing, and their acceptance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from helpers.base.display import date_es, list_es, number_es
from helpers.base.name_phrases import number_with_noun
from helpers.base.system.workspace import Workspace
from helpers.desk.checking.accepted_sizes import Record, TableState, read_record, states_of, write_record
from helpers.figures.findings import Finding, Severity
from helpers.intake.dataset import TABLES, Dataset
from helpers.intake.year_folders import CUADROS_FOLDER, EXPORTS_FOLDER, folders_of
from helpers.run.gathered_inputs import Gathered

LESS = "ACE-MENOS"
REQUEST = " Compárela con una copia de entonces. Si falta algo, recupérela;"
"""What the warning asks for first, until the loss is accepted."""
NAMED = 4
"""Maximum number of columns of a table described one by one."""


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
    record = read_record(path, workspace.relative(path))
    now = states_of(tables, gathered.cuadros, {**tables.files, **gathered.files})
    run = f"{corrida.entidad}/{corrida.periodo}"
    read = _folders_read(workspace, gathered)
    # A table may be absent because of an error, which is already reported.
    gone = {} if gathered.fails else {key for key, table in record.tables.items() if table.folder in read}
    errors = [one for one in gathered.findings if one.severidad is Severity.ERROR]
    wrong = {(one.archivo, one.elemento.rpartition("/")[2]) for one in errors}
    found = {
        key: finding
        for key, table in record.tables.items()
        if (key in now or key in gone)
        and (finding := less_content(key, _without(wrong, table), now.get(key), run, tables.files))
    }
    return Losses(found, now, record)


def _without(wrong: Set[tuple[str, str]], table: TableState) -> TableState:
    """A table without the columns in `wrong` (file, name), which have errors: a cell with an error has no value."""
    columns = {name: column for name, column in table.columns.items() if (table.file, name) not in wrong}
    return table.model_copy(update={"columns": columns})


def accept(workspace: Workspace, gathered: Gathered, losses: Losses, on: date, *, everything: bool) -> None:
    """Save the current sizes of the tables as accepted.

    A table that has less content keeps its old record unless `everything` is accepted. A table that is gone is dropped
    with `everything`. Tables that this run does not read are unchanged.
    """
    corrida = gathered.corrida
    kept = dict(losses.before.tables)
    for key in (*losses.now, *losses.found):
        if key in losses.found and not everything:
            continue
        if key not in losses.now:
            del kept[key]
        elif key not in kept or kept[key].model_copy(update={"accepted": None}) != losses.now[key]:
            kept[key] = losses.now[key].model_copy(update={"accepted": on})
    if kept != losses.before.tables:
        write_record(workspace.accepted_file(corrida.entidad, corrida.period.year), kept)


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
    if now is not None and now.digest == before.digest:
        return None
    what = list(_less(key, before, now)) if now is not None else [_gone(before, files)]
    if not what:
        return None
    day = f" ({date_es(before.accepted)})" if before.accepted else ""
    file = now.file if now is not None else before.file
    told = (
        f"{file}: desde la última revisión aceptada{day} {list_es(what)}.{REQUEST} si el cambio es querido, acéptelo "
        f"con «poa comprobar {run} --aceptar»."
    )
    return Finding(codigo=LESS, severidad=Severity.WARNING, mensaje=told, elemento=key, archivo=file)


def _gone(before: TableState, files: Mapping[str, str]) -> str:
    """Say that a table has no rows left or, if its file was not read, that it is gone; with the rows that it had."""
    had = f"tenía {number_with_noun(before.rows, 'fila', 'filas')}"
    return f"se quedó sin filas, y {had}" if before.file in files else f"ya no está, y {had}"


def _less(key: str, before: TableState, now: TableState) -> Iterator[str]:
    """Each loss in words: of rows, of the first `NAMED` columns that have less, and the number of further ones."""
    if now.rows < before.rows:
        yield f"pasó de {number_with_noun(before.rows, 'fila', 'filas')} a {now.rows}"
    told = list(_less_in_columns(key, before, now))
    yield from told[:NAMED]
    if len(told) > NAMED:
        yield f"{number_with_noun(len(told) - NAMED, 'columna más lleva', 'columnas más llevan')} menos"


def _less_in_columns(key: str, before: TableState, now: TableState) -> Iterator[str]:
    """Each column's loss in words: of the column, of its sum, or of filled cells although no row is missing."""
    for name, column in before.columns.items():
        current, full = now.columns.get(name), number_with_noun(column.cells, "celda llena", "celdas llenas")
        if current is None:
            if column.cells:
                yield f"perdió la columna «{name}», con {full}"
        elif column.total is not None and current.total is not None and current.total < column.total:
            had, has = (_shown(key, name, total) for total in (column.total, current.total))
            yield f"«{name}» sumaba {had} y suma {has} en todas sus filas"
        elif current.cells < column.cells and now.rows >= before.rows:
            yield f"«{name}» tenía {full} y tiene {current.cells}"


def _shown(key: str, name: str, total: Decimal) -> str:
    """A sum as the table's column writes it; the key of an export ends with a blank and the table's name."""
    table = TABLES.get(key.rpartition("/")[2].rpartition(" ")[2])
    return table.column(name).shown(total) if table else number_es(total)
