"""Finds and opens the table files of one folder, and reports the files that are not tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.intake.dataset import TABLES
from helpers.intake.intake_problems import Code, found, hint, nearest, of_file, where
from helpers.intake.layout.cell_grid import Grid
from helpers.intake.layout.heading_rows import find_heading
from helpers.intake.readers.file_signature import NOT_READ
from helpers.intake.readers.workbook_reader import read_workbook
from helpers.intake.tables.column_headings import known_headings
from helpers.intake.tables.table_columns import Scope, Table
from helpers.intake.year_folders import ALL_IN_ONE, TABLE_SUFFIXES, Folder, own_files

RECEPTION_LOG = "recepcion.csv"
"""The log of received forms, which belongs in the folder and is no table."""


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table of the contract as it lies in one file of a folder."""

    table: Table
    grid: Grid
    folder: Folder


@dataclass(frozen=True, slots=True)
class FolderReading:
    """The result of reading one folder.

    Attributes
    ----------
    tables : tuple of TableGrid
    files : tuple of (str, str)
        Path from the root and SHA-256 of every file read.
    unreadable : frozenset of str
        Tables that are, or may be, in a file that cannot be read; they are not reported as missing.
    findings : tuple of Finding
    """

    tables: tuple[TableGrid, ...]
    files: tuple[tuple[str, str], ...]
    unreadable: frozenset[str]
    findings: tuple[Finding, ...]


Headings = Mapping[str, Mapping[str, str]]
"""By table, the column of each heading that the run's parameters declare."""


def read_folder(workspace: Workspace, folder: Folder, headings: Headings) -> FolderReading:
    """Read every table of the contract in a folder, without its subfolders.

    `headings` helps to choose the sheet of a workbook that has several.

    Returns
    -------
    FolderReading
        If two files hold the same table, the first by name is used and the second gives an error.
    """
    tables: dict[str, TableGrid] = {}
    files, findings, unreadable = [], [], set()
    for path in (one for one in own_files(folder.path) if one.name.lower() != RECEPTION_LOG):
        label = workspace.relative(path)
        if not _is_table_file(path):
            finding = _not_a_table(path, label)
            findings.append(finding)
            unreadable |= _tables_by_name(path) if finding.severidad is Severity.ERROR else set()
            continue
        files.append((label, file_sha256(path)))
        grids, problems = _read_file(path, label, headings)
        findings.extend(problems)
        unreadable |= set() if grids else _tables_by_name(path)
        for table, grid in grids:
            findings.extend(_misplaced(table, grid, folder))
            if table.name in tables:
                findings.append(_twice(table, grid, tables[table.name].grid))
            else:
                tables[table.name] = TableGrid(table, grid, folder)
    return FolderReading(tuple(tables.values()), tuple(files), frozenset(unreadable), tuple(findings))


def _tables_by_name(path: Path) -> set[str]:
    """Return the tables that a file holds, judging by its name: all for `ALL_IN_ONE`, else its name itself."""
    return set(TABLES) if _stem(path) == ALL_IN_ONE else {_stem(path)}


def _stem(path: Path) -> str:
    return path.stem.strip().lower()


def _is_table_file(path: Path) -> bool:
    suffix = path.suffix.lower()
    return suffix in TABLE_SUFFIXES and (_stem(path) in TABLES or (suffix != ".csv" and _stem(path) == ALL_IN_ONE))


def _read_file(path: Path, label: str, headings: Headings) -> tuple[list[tuple[Table, Grid]], tuple[Finding, ...]]:
    """Read the tables of a file: one of a CSV or workbook named as a table, several of the workbook `datos`.

    No tables, with the reason, if it cannot be read.
    """
    stem = _stem(path)
    grids, findings = read_workbook(path, label)
    if not grids:
        return [], findings
    if stem == ALL_IN_ONE:
        known, strangers = _all_in_one(grids.values())
    else:
        known, strangers = _choose_sheet(TABLES[stem], list(grids.values()), headings.get(stem, {}))
    read = {grid.sheet for _, grid in known}
    # Other findings on an unread sheet would only distract: that it is not read has a finding of its own.
    told = [finding for finding in findings if not finding.hoja or finding.hoja in read]
    return known, (*told, *strangers)


def _choose_sheet(
    table: Table, grids: Sequence[Grid], declared: Mapping[str, str]
) -> tuple[list[tuple[Table, Grid]], list[Finding]]:
    """Choose the sheet named as the table, else the first of those in which most of its columns are recognised.

    Every other sheet with rows gives a finding: a warning if two or more columns are recognised in it, else a note.
    """
    known = known_headings(table, declared)
    fits = {grid.sheet: heading.score if (heading := find_heading(grid, known)) else 0 for grid in grids}
    named = [grid for grid in grids if grid.sheet.strip().lower() == table.name]
    chosen = (named or sorted(grids, key=lambda grid: -fits[grid.sheet]))[0]
    others = [grid for grid in grids if grid is not chosen and grid.lines]
    return [(table, chosen)], [_unread(table, grid, chosen, fits[grid.sheet] > 1) for grid in others]


def _unread(table: Table, grid: Grid, chosen: Grid, is_alike: bool) -> Finding:
    told = f"la hoja no se lee: la tabla «{table.name}» se toma de la hoja «{chosen.sheet}»."
    more = " También parece tenerla: deje una sola, o junte sus filas." if is_alike else ""
    severity = Severity.WARNING if is_alike else Severity.NOTE
    return found(Code.SHEET_UNREAD, severity, grid.place(), told + more, element=table.name, value=grid.sheet)


def _all_in_one(grids: Iterable[Grid]) -> tuple[list[tuple[Table, Grid]], list[Finding]]:
    """Return the sheets named as tables, and a warning on each other sheet with rows."""
    tables = {grid.sheet: TABLES.get(grid.sheet.strip().lower()) for grid in grids}
    known = [(table, grid) for grid in grids if (table := tables[grid.sheet])]
    return known, [_unknown_sheet(grid) for grid in grids if not tables[grid.sheet] and grid.lines]


def _not_a_table(path: Path, label: str) -> Finding:
    """Return the finding on a file that is not read: an error for a table in a wrong format, else a warning."""
    stem = _stem(path)
    if stem in {*TABLES, ALL_IN_ONE} and path.suffix.lower() in (*NOT_READ, ".csv"):
        others = "" if stem == ALL_IN_ONE else " o .csv"
        told = f"el formato {path.suffix} no se lee. Guárdelo como .xlsx{others}."
        return of_file(Code.FORMAT, Severity.ERROR, label, told, element=stem, expected=".xlsx", value=path.suffix)
    told = (
        f"no es una tabla del contrato y no se lee; {hint(stem, (*TABLES, ALL_IN_ONE))}. Cámbiele el nombre o sáquelo "
        "de la carpeta; las tablas propias van en cuadros/."
    )
    expected = nearest(stem, (*TABLES, ALL_IN_ONE))
    return of_file(Code.FILE_UNKNOWN, Severity.WARNING, label, told, expected=expected, value=path.name)


def _unknown_sheet(grid: Grid) -> Finding:
    told = (
        f"la hoja no es una tabla del contrato y no se lee; {hint(grid.sheet, TABLES)}. Cámbiele el nombre o quítela."
    )
    expected = nearest(grid.sheet, TABLES)
    return found(Code.FILE_UNKNOWN, Severity.WARNING, grid.place(), told, expected=expected, value=grid.sheet)


def _misplaced(table: Table, grid: Grid, folder: Folder) -> Iterable[Finding]:
    """Report a table in the wrong kind of folder: a warning for a year's table in a period's folder, else an error."""
    if set(table.scopes) & set(folder.scopes):
        return
    is_harmless = Scope.YEAR in table.scopes and Scope.PERIOD in folder.scopes
    homes = {
        Scope.YEAR: "la carpeta del año",
        Scope.PERIOD: "la carpeta de su periodo",
        Scope.VERSION: "poa/<versión>/",
    }
    home = " o ".join(homes[scope] for scope in table.scopes)
    yield found(
        Code.MISPLACED,
        Severity.WARNING if is_harmless else Severity.ERROR,
        grid.place(),
        f"el lugar de la tabla «{table.name}» es {home}. Muévala ahí.",
        element=table.name,
        expected=home,
    )


def _twice(table: Table, grid: Grid, first: Grid) -> Finding:
    return found(
        Code.TABLE_TWICE,
        Severity.ERROR,
        grid.place(),
        f"la tabla «{table.name}» ya está en {where(first.place())}. Deje una sola de las dos.",
        element=table.name,
        value=where(first.place()),
    )
