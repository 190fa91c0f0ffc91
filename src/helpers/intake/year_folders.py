"""Lists the folders of an institution's year that a run reads, with scope and period; finds names that are unfit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.base.characters import is_printable_name, printable, strange_characters
from helpers.base.display import short_list_es
from helpers.base.errors import UsageError
from helpers.base.periods import MONTHS, Period
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Value
from helpers.intake.dataset import TABLES
from helpers.intake.intake_problems import REFUSED, Code, hint, nearest, of_file
from helpers.intake.tables.table_columns import Scope
from helpers.settings.params import Corrida

PLAN_FOLDER = "poa"
EXPORTS_FOLDER, CUADROS_FOLDER = "sigep", "cuadros"
LEFT_ALONE = frozenset({"texto", CUADROS_FOLDER, EXPORTS_FOLDER})
"""Folders whose files are not tables of the contract."""
TABLE_SUFFIXES = (".csv", ".xlsx", ".xlsm", ".xls", ".ods")
"""Suffixes of the files that a table is read from."""
ALL_IN_ONE = "datos"
"""Name of the workbook that holds several tables, one to a sheet."""
README = "readme.md"
"""The data's description, which may lie in any folder."""
KNOWN_FOLDERS = ("T1", "T2", "T3", "T4", "S1", "S2", *MONTHS, "anual", PLAN_FOLDER, *sorted(LEFT_ALONE))


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder that a run reads.

    Attributes
    ----------
    path : Path
    scopes : tuple of Scope
        Scopes of the tables in it.
    period : Period or None
        The period of its tables; None for a folder of the year or of a version.
    version : str
        The version of the plan; empty for other folders.
    """

    path: Path
    scopes: tuple[Scope, ...]
    period: Period | None = None
    version: str = ""

    @property
    def values(self) -> Mapping[str, Value]:
        """Column values that the folder gives its rows: `version` or `periodo`; none for the year's folder."""
        if self.version:
            return {"version": self.version}
        return {"periodo": self.period} if self.period else {}


def folders_of(workspace: Workspace, corrida: Corrida) -> tuple[tuple[Folder, ...], tuple[Finding, ...]]:
    """List the folders that a run reads: the year's, each plan version's, the run's own and earlier periods'.

    A period's folder is read if it ends before the run's last month, or with it and begins no earlier than the run:
    `2024-T2` reads `T1`, `T2` and the months to June, not `S1`; `2024-S1` reads `S1` too. A run of the plan reads no
    period folder; if `poa/` exists, it is read as the folder of the run's period.

    Returns
    -------
    tuple of Folder
        The year's folder first, then versions, then periods by last month, the longest last. Empty if the year has no
        folder.
    tuple of Finding
        Folders with a name of no period, plan tables outside a version's folder, or the missing year folder. Folders of
        later periods give none.
    """
    year = workspace.year_data(corrida.entidad, corrida.period.year)
    if not year.is_dir():
        return (), (_no_year(workspace, corrida, year),)
    found: list[tuple[Period, Path]] = []
    unknown: list[Finding] = []
    for path in sorted(path for path in year.iterdir() if path.is_dir() and not is_hidden(path)):
        period = _period(path.name, corrida.period.year)
        if period and _is_read(period, corrida.period):
            found.append((period, path))
        elif not period and path.name not in {PLAN_FOLDER, *LEFT_ALONE}:
            unknown.append(_unknown(workspace, path))
    found.sort(key=lambda each: (each[0].last, -each[0].first))
    periods = [Folder(path, (Scope.PERIOD,), period) for period, path in found]
    versions = [Folder(path, (Scope.VERSION,), version=path.name) for path in _subfolders(year / PLAN_FOLDER)]
    plan = year / PLAN_FOLDER
    if corrida.period.is_plan and plan.is_dir():
        periods = [Folder(plan, (Scope.PERIOD,), corrida.period)]
    else:
        unknown.extend(_loose_plan_files(workspace, plan))
    return (Folder(year, (Scope.YEAR,)), *versions, *periods), tuple(unknown)


def has_cuadros(folder: Folder, run: Period) -> bool:
    """Return whether a run reads the printed tables in a folder's `cuadros/`; a run of the plan, those of `poa/` alone.

    What the year's folder prints says how the plan was carried out.
    """
    return folder.period is not None or not (run.is_plan or folder.version)


def is_hidden(path: Path) -> bool:
    """Return whether an operating system or office program left the file (`.x`, `~$x`, `Thumbs.db`, `desktop.ini`)."""
    return path.name.startswith((".", "~$")) or path.name in {"Thumbs.db", "desktop.ini"}


def own_files(folder: Path) -> list[Path]:
    """Return the files directly in a folder, without hidden ones and `README.md`; empty where it does not exist.

    They are sorted by name, capitals first. Windows would ignore case, and a report made there have another order.
    """
    inside = (path for path in folder.iterdir() if not path.is_dir()) if folder.is_dir() else ()
    return sorted((path for path in inside if not is_hidden(path) and path.name.lower() != README), key=str)


def _period(name: str, year: int) -> Period | None:
    """Return the period that a folder's name tells with the year; None for any other name, and for `poa`."""
    if name == PLAN_FOLDER:
        return None
    try:
        return Period.parse(f"{year}-{name}")
    except UsageError:
        return None


def _is_read(folder: Period, run: Period) -> bool:
    """Return whether a run reads the folder of a period, as `folders_of` says."""
    if run.is_plan:
        return False
    return folder.last < run.last or (folder.last == run.last and folder.first >= run.first)


def _subfolders(folder: Path) -> list[Path]:
    """Return the folders in a folder, sorted, without hidden ones and `LEFT_ALONE`; none if it does not exist."""
    if not folder.is_dir():
        return []
    inside = (path for path in folder.iterdir() if path.is_dir() and path.name not in LEFT_ALONE)
    return sorted((path for path in inside if not is_hidden(path)), key=str)


def _loose_plan_files(workspace: Workspace, plan: Path) -> Iterator[Finding]:
    """Report the plan's tables that lie in `poa/` outside a version's folder: no run of a period would read them."""
    names = {table.name for table in TABLES.values() if Scope.VERSION in table.scopes}
    loose = [path for path in sorted(plan.glob("*.*")) if path.is_file() and path.stem.lower() in names]
    told = f"no se sabe de qué versión del plan es. Póngalo en la carpeta de la suya: {PLAN_FOLDER}/v1/"
    for path in loose:
        more = {"element": path.stem.lower(), "expected": f"{PLAN_FOLDER}/<versión>/{path.name}"}
        yield of_file(Code.MISPLACED, Severity.ERROR, workspace.relative(path), told, **more)


def _no_year(workspace: Workspace, corrida: Corrida, year: Path) -> Finding:
    label = workspace.relative(year)
    told = (
        f"no existe la carpeta con los datos de «{corrida.entidad}» de {corrida.period.year}. Créela y ponga en ella "
        f"las tablas: {', '.join(corrida.tablas)}."
    )
    return of_file(Code.FOLDER_MISSING, Severity.ERROR, label, told, expected=label)


def _unknown(workspace: Workspace, path: Path) -> Finding:
    told = (
        f"la carpeta «{path.name}» no es de un periodo y no se lee; {hint(path.name, KNOWN_FOLDERS)}. Cámbiele el "
        "nombre o sáquela de ahí."
    )
    label, expected = workspace.relative(path), nearest(path.name, KNOWN_FOLDERS)
    return of_file(Code.FILE_UNKNOWN, Severity.WARNING, label, told, expected=expected, value=path.name)


def unfit_names(workspace: Workspace, folder: Path) -> tuple[Finding, ...]:
    """Report the files and folders below a folder, at any depth, whose names no report can print.

    Returns
    -------
    tuple of Finding
        One error for each; hidden files are skipped.
    """
    paths = (path for path in sorted(folder.rglob("*")) if not is_hidden(path)) if folder.is_dir() else ()
    return tuple(_unfit(workspace, path) for path in paths if not is_printable_name(path.name))


def _unfit(workspace: Workspace, path: Path) -> Finding:
    strange = strange_characters(path.name)
    called = short_list_es(piece.called for piece in strange) or "un salto de línea o un tabulador"
    told = f"el nombre contiene {called}, {REFUSED}, y no se lee. Cámbielo."
    label = " ".join(printable(workspace.relative(path)).split())
    return of_file(Code.CHARACTER, Severity.ERROR, label, told, value=printable(path.name))
