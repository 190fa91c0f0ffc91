"""The tables that the parameters ask for: whether they are there, and where they belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from helpers.findings import Finding, Severity
from helpers.intake.columns import Scope
from helpers.intake.contract import TABLES
from helpers.intake.files import FolderReading, TableGrid
from helpers.intake.folders import PLAN_FOLDER, Folder
from helpers.intake.problems import Code, found, hint, nearest
from helpers.params import Corrida
from helpers.records import Row, SourceCell
from helpers.workspace import Workspace


def missing_tables(
    workspace: Workspace,
    corrida: Corrida,
    folders: Sequence[Folder],
    readings: Sequence[FolderReading],
    exported: Set[str] = frozenset(),
) -> list[Finding]:
    """Report the tables asked for that are not there; of a file that cannot be read, that is told already.

    Parameters
    ----------
    exported : set of str
        Tables that a system's exports hold, whether or not they could be read.
    """
    findings = []
    unreadable = {name for reading in readings for name in reading.unreadable} | exported
    for name in corrida.tablas:
        if name not in TABLES:
            findings.append(_no_such_table(workspace, corrida, name))
        elif name not in unreadable and not _is_there(name, corrida, readings):
            findings.append(_missing(workspace, corrida, name, folders))
    return findings


def _is_there(name: str, corrida: Corrida, readings: Sequence[FolderReading]) -> bool:
    """Whether a table was read; one of a period must be of a period that ends when the run's does."""
    of_period = TABLES[name].scopes == (Scope.PERIOD,)
    homes = [source.folder for reading in readings for source in reading.tables if source.table.name == name]
    return any(not of_period or _ends_the_run(home, corrida) for home in homes)


def _ends_the_run(folder: Folder, corrida: Corrida) -> bool:
    return folder.period is None or folder.period.last == corrida.period.last


def empty_tables(corrida: Corrida, grids: Sequence[TableGrid], rows: Mapping[str, Sequence[Row]]) -> list[Finding]:
    """Report the tables that have a header and nothing under it."""
    first = {source.table.name: source.grid for source in reversed(grids) if source.grid.lines}
    return [
        found(
            Code.TABLE_EMPTY,
            Severity.ERROR if name in corrida.tablas else Severity.WARNING,
            grid.place(),
            f"la tabla «{name}» tiene encabezado, pero ninguna fila. Complétela o quítela.",
            element=name,
        )
        for name, grid in sorted(first.items())
        if not rows[name]
    ]


def _no_such_table(workspace: Workspace, corrida: Corrida, name: str) -> Finding:
    label = workspace.relative(workspace.run_file(corrida.entidad, corrida.periodo))
    return found(
        Code.TABLE_UNKNOWN,
        Severity.ERROR,
        SourceCell(label, "", ""),
        f"«tablas» pide «{name}», que no es una tabla del contrato; {hint(name, TABLES)}. Corrija el nombre.",
        element=name,
        expected=nearest(name, TABLES),
        value=name,
    )


def _missing(workspace: Workspace, corrida: Corrida, name: str, folders: Sequence[Folder]) -> Finding:
    scopes = set(TABLES[name].scopes)
    homes = [folder for folder in folders if scopes & set(folder.scopes) and _ends_the_run(folder, corrida)]
    year = workspace.year_data(corrida.entidad, corrida.period.year)
    wanted = PLAN_FOLDER if Scope.VERSION in scopes else corrida.period.window
    places = [workspace.relative(folder.path) for folder in homes] or [workspace.relative(year / wanted)]
    return found(
        Code.TABLE_MISSING,
        Severity.ERROR,
        SourceCell(places[0], "", ""),
        f"falta la tabla «{name}»: se buscó {name}.csv, {name}.xlsx y la hoja «{name}» de datos.xlsx en "
        f"{' y '.join(places)}. Póngala ahí, o quítela de «tablas» en los parámetros.",
        element=name,
        expected=f"{name}.csv o {name}.xlsx",
    )
