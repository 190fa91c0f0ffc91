"""The table files of one folder: found, opened and told apart; what is not a table is said once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.digest import file_sha256
from helpers.findings import Finding, Severity
from helpers.intake.columns import Scope, Table
from helpers.intake.contract import TABLES
from helpers.intake.csv_reader import read_csv
from helpers.intake.folders import Folder, is_hidden
from helpers.intake.grid import Grid
from helpers.intake.problems import Code, found, hint, nearest, where
from helpers.intake.xlsx_reader import read_xlsx
from helpers.records import SourceCell
from helpers.workspace import Workspace

ALL_IN_ONE = "datos"
"""The workbook that holds several tables, one a sheet."""
READ = (".csv", ".xlsx")
NOT_YET = (".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".txt")
"""Formats in which a table is recognised and refused."""
LEFT_ALONE = ("readme.md",)


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table of the contract as it lies in one file of a folder."""

    table: Table
    grid: Grid
    folder: Folder


@dataclass(frozen=True, slots=True)
class FolderReading:
    """What one folder gave.

    Attributes
    ----------
    tables : tuple of TableGrid
    files : tuple of (str, str)
        Path from the root and SHA-256 of every file read.
    unreadable : frozenset of str
        Tables that are there, or may be, in a file that cannot be read.
    findings : tuple of Finding
    """

    tables: tuple[TableGrid, ...]
    files: tuple[tuple[str, str], ...]
    unreadable: frozenset[str]
    findings: tuple[Finding, ...]


def read_folder(workspace: Workspace, folder: Folder) -> FolderReading:
    """Read every table of a folder.

    A table that is there twice is read once, the first by name, and reported.
    """
    tables: dict[str, TableGrid] = {}
    files, findings, unreadable = [], [], set()
    for path in _files(folder.path):
        label = workspace.relative(path)
        if not _is_table_file(path):
            finding = _not_a_table(path, label)
            findings.append(finding)
            unreadable |= _held_by(path) if finding.severidad is Severity.ERROR else set()
            continue
        files.append((label, file_sha256(path)))
        grids, problems = _read_file(path, label)
        findings.extend(problems)
        unreadable |= set() if grids else _held_by(path)
        for table, grid in grids:
            findings.extend(_misplaced(table, grid, folder))
            if table.name in tables:
                findings.append(_twice(table, grid, tables[table.name].grid))
            else:
                tables[table.name] = TableGrid(table, grid, folder)
    return FolderReading(tuple(tables.values()), tuple(files), frozenset(unreadable), tuple(findings))


def _files(folder: Path) -> list[Path]:
    paths = (path for path in sorted(folder.iterdir()) if not path.is_dir() and not is_hidden(path))
    return [path for path in paths if path.name.lower() not in LEFT_ALONE]


def _held_by(path: Path) -> set[str]:
    return set(TABLES) if _stem(path) == ALL_IN_ONE else {_stem(path)}


def _stem(path: Path) -> str:
    return path.stem.strip().lower()


def _is_table_file(path: Path) -> bool:
    suffix = path.suffix.lower()
    return (suffix in READ and _stem(path) in TABLES) or (suffix == ".xlsx" and _stem(path) == ALL_IN_ONE)


def _read_file(path: Path, label: str) -> tuple[list[tuple[Table, Grid]], tuple[Finding, ...]]:
    stem = _stem(path)
    if path.suffix.lower() == ".csv":
        grid, findings = read_csv(path, label)
        return ([(TABLES[stem], grid)] if grid else []), findings
    if stem == ALL_IN_ONE:
        return _read_all_in_one(path, label)
    grids, findings = read_xlsx(path, label, lambda names: _sheet_of(stem, names))
    return [(TABLES[stem], grid) for grid in grids.values()], findings


def _sheet_of(table: str, names: Sequence[str]) -> Sequence[str]:
    """The sheet named as the table, else the first one."""
    named = [name for name in names if name.strip().lower() == table]
    return (named or list(names))[:1]


def _read_all_in_one(path: Path, label: str) -> tuple[list[tuple[Table, Grid]], tuple[Finding, ...]]:
    grids, findings = read_xlsx(path, label, lambda names: names)
    known = [
        (TABLES[name.strip().lower()], grid) for name, grid in grids.items() if name.strip().lower() in TABLES
    ]
    strangers = [
        _unknown_sheet(grid)
        for name, grid in grids.items()
        if name.strip().lower() not in TABLES and grid.lines
    ]
    return known, (*findings, *strangers)


def _not_a_table(path: Path, label: str) -> Finding:
    place, stem = SourceCell(label, "", ""), _stem(path)
    if stem in {*TABLES, ALL_IN_ONE} and path.suffix.lower() in (*NOT_YET, ".csv"):
        others = "" if stem == ALL_IN_ONE else " o .csv"
        told = f"el formato {path.suffix} no se lee. Guárdelo como .xlsx{others}."
        return found(
            Code.FORMAT, Severity.ERROR, place, told, element=stem, expected=".xlsx", value=path.suffix
        )
    told = (
        f"no es una tabla del contrato y no se lee; {hint(stem, (*TABLES, ALL_IN_ONE))}. "
        "Cámbiele el nombre o sáquelo de la carpeta; las tablas propias van en cuadros/."
    )
    expected = nearest(stem, (*TABLES, ALL_IN_ONE))
    return found(Code.FILE_UNKNOWN, Severity.WARNING, place, told, expected=expected, value=path.name)


def _unknown_sheet(grid: Grid) -> Finding:
    told = (
        f"la hoja no es una tabla del contrato y no se lee; {hint(grid.sheet, TABLES)}. "
        "Cámbiele el nombre o quítela."
    )
    expected = nearest(grid.sheet, TABLES)
    return found(Code.FILE_UNKNOWN, Severity.WARNING, grid.place(), told, expected=expected, value=grid.sheet)


def _misplaced(table: Table, grid: Grid, folder: Folder) -> Iterable[Finding]:
    """A year's table in a period's folder says all it has to; the other way round, the period is lost."""
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
