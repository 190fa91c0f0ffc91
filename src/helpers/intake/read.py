"""The files of a run → its Dataset and everything that is wrong with them, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from helpers.findings import Finding, ordered
from helpers.intake.contract import TABLES
from helpers.intake.dataset import Dataset
from helpers.intake.files import FolderReading, TableGrid, read_folder
from helpers.intake.folders import folders_of
from helpers.intake.kinds import Settings
from helpers.intake.presence import empty_tables, missing_tables
from helpers.intake.references import check_references
from helpers.intake.rows import Reading, read_rows
from helpers.intake.structure import build_nodes
from helpers.intake.validate import check_rows
from helpers.params import Corrida
from helpers.records import Row, SourceCell
from helpers.workspace import Workspace


def read_dataset(workspace: Workspace, corrida: Corrida) -> tuple[Dataset, tuple[Finding, ...]]:
    """Read the tables of a run and check them.

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
    folder_readings = [read_folder(workspace, folder) for folder in folders]
    grids = [table for reading in folder_readings for table in reading.tables]
    loaded = _load(grids, Settings(corrida.period.year, corrida.separador_decimal))
    nodes, tree_findings = build_nodes(loaded.rows.get("estructura", ()))
    dataset = Dataset(loaded.rows, _files(folder_readings), nodes)
    findings = (
        *findings,
        *(finding for reading in folder_readings for finding in reading.findings),
        *loaded.findings,
        *missing_tables(workspace, corrida, folders, folder_readings),
        *empty_tables(corrida, grids, loaded.rows),
        *tree_findings,
        *check_references(dataset),
    )
    return dataset, ordered(findings)


@dataclass(frozen=True, slots=True)
class _Loaded:
    rows: Mapping[str, tuple[Row, ...]]
    findings: tuple[Finding, ...]


def _load(grids: Sequence[TableGrid], settings: Settings) -> _Loaded:
    rows: dict[str, tuple[Row, ...]] = {}
    settled: Set[SourceCell] = frozenset()
    findings: list[Finding] = []
    for source in grids:
        reading = _read(source, settings)
        rows[source.table.name] = (*rows.get(source.table.name, ()), *reading.rows)
        settled |= reading.settled
        findings.extend(reading.findings)
    for name, of_table in rows.items():
        findings.extend(check_rows(TABLES[name], of_table, settled))
    return _Loaded(rows, tuple(findings))


def _read(source: TableGrid, settings: Settings) -> Reading:
    given = {column.name for column in source.table.columns if column.folder}
    of_folder = {name: value for name, value in source.folder.values.items() if name in given}
    return read_rows(source.table, source.grid, settings, of_folder)


def _files(readings: Sequence[FolderReading]) -> dict[str, str]:
    return dict(sorted(file for reading in readings for file in reading.files))
