"""The files of a run → its Dataset and everything that is wrong with them, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from helpers.findings import Finding, ordered
from helpers.intake.contract import TABLES
from helpers.intake.cutoffs import check_cutoffs
from helpers.intake.dataset import Dataset
from helpers.intake.declared import check_declared, declared_aliases, usable_patterns
from helpers.intake.files import FolderReading, TableGrid, read_folder
from helpers.intake.folders import folders_of
from helpers.intake.headings import known_headings
from helpers.intake.kinds import Settings
from helpers.intake.layout.arrange import arrange
from helpers.intake.layout.totals import check_totals
from helpers.intake.lines import lines_without_code
from helpers.intake.names import ACTIONS, STRUCTURE, Directory
from helpers.intake.presence import empty_tables, missing_tables
from helpers.intake.references import check_references
from helpers.intake.resolve import resolve_names
from helpers.intake.rows import Reading, read_rows
from helpers.intake.screening import unfit_names
from helpers.intake.sigep.exports import read_exports
from helpers.intake.structure import build_nodes
from helpers.intake.validate import check_rows
from helpers.params import Corrida
from helpers.records import Node, Row, SourceCell
from helpers.workspace import Workspace


def read_dataset(
    workspace: Workspace, corrida: Corrida, elsewhere: Set[str] = frozenset()
) -> tuple[Dataset, tuple[Finding, ...]]:
    """Read the tables of a run and check them.

    Parameters
    ----------
    elsewhere : set of str
        Tables whose rows may come from elsewhere, from the forms received: they need no file.

    Returns
    -------
    Dataset
        What could be read, also where there are errors.
    tuple of Finding
        All of them, ordered; one of severity `error` says that no figure may be computed.
    """
    folders, findings = folders_of(workspace, corrida)
    if not folders:
        return Dataset({}, {}), findings
    folder_readings = [read_folder(workspace, folder, corrida.columnas) for folder in folders]
    grids = [table for reading in folder_readings for table in reading.tables]
    settings = Settings(corrida.period.year, corrida.separador_decimal, usable_patterns(corrida))
    exports = read_exports(workspace, corrida, settings)
    loaded = _joined([*(_read(source, settings, corrida) for source in grids), *exports.readings])
    coded = _coded(workspace, corrida, loaded)
    dataset = Dataset(coded.rows, _files(folder_readings, exports.files), coded.nodes)
    findings = (
        *findings,
        *unfit_names(workspace, workspace.year_data(corrida.entidad, corrida.period.year)),
        *(finding for reading in folder_readings for finding in reading.findings),
        *exports.findings,
        *loaded.findings,
        *coded.findings,
        *_checked(coded.rows, loaded.settled),
        *missing_tables(workspace, corrida, folders, folder_readings, exports.tables | elsewhere),
        *empty_tables(corrida, grids, coded.rows, elsewhere),
        *check_references(dataset, coded.directory),
        *check_cutoffs(workspace, corrida, coded.rows),
    )
    return dataset, ordered(findings)


@dataclass(frozen=True, slots=True)
class _Loaded:
    rows: Mapping[str, tuple[Row, ...]]
    settled: Set[SourceCell]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Coded:
    """Rows in which names have been replaced by codes, and the tree that they make."""

    rows: Mapping[str, tuple[Row, ...]]
    nodes: tuple[Node, ...]
    directory: Directory
    findings: tuple[Finding, ...]


def _read(source: TableGrid, settings: Settings, corrida: Corrida) -> tuple[str, Reading]:
    table = source.table
    given = {column.name for column in table.columns if column.folder}
    of_folder = {name: value for name, value in source.folder.values.items() if name in given}
    known = known_headings(table, corrida.columnas.get(table.name, {}))
    arranged = arrange(table, source.grid, known)
    reading = read_rows(table, arranged.grid, settings, of_folder)
    rows, findings = check_totals(table, reading.rows, arranged.totals)
    return table.name, replace(reading, rows=rows, findings=(*arranged.findings, *reading.findings, *findings))


def _joined(readings: Sequence[tuple[str, Reading]]) -> _Loaded:
    rows: dict[str, tuple[Row, ...]] = {}
    for name, reading in readings:
        rows[name] = (*rows.get(name, ()), *reading.rows)
    settled = frozenset(cell for _, reading in readings for cell in reading.settled)
    return _Loaded(rows, settled, tuple(finding for _, reading in readings for finding in reading.findings))


def _coded(workspace: Workspace, corrida: Corrida, loaded: _Loaded) -> _Coded:
    aliases = declared_aliases(workspace, corrida)
    actions = loaded.rows.get(ACTIONS, ())
    as_written, _ = build_nodes(loaded.rows.get(STRUCTURE, ()))
    directory = Directory(as_written, actions, aliases)
    resolved = resolve_names(loaded.rows, directory)
    nodes, tree_findings = build_nodes(resolved.rows.get(STRUCTURE, ()))
    declared = check_declared(workspace, corrida, aliases, nodes, actions)
    return _Coded(resolved.rows, nodes, directory, (*resolved.findings, *tree_findings, *declared))


def _checked(rows: Mapping[str, tuple[Row, ...]], settled: Set[SourceCell]) -> Iterator[Finding]:
    for name, of_table in rows.items():
        yield from check_rows(TABLES[name], of_table, settled)
    yield from lines_without_code(rows, settled)


def _files(readings: Sequence[FolderReading], exports: Mapping[str, str]) -> dict[str, str]:
    read = {name: digest for reading in readings for name, digest in reading.files}
    return dict(sorted({**read, **exports}.items()))
