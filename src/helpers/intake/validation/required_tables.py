"""Checks that the tables required by the parameters exist, and have rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import LEVELS, Row, SourceCell
from helpers.intake.dataset import TABLES
from helpers.intake.intake_problems import Code, found, hint, nearest
from helpers.intake.table_files import FolderReading, TableGrid
from helpers.intake.tables.table_columns import Scope
from helpers.intake.validation.code_resolution import ACTIONS, STRUCTURE
from helpers.intake.year_folders import PLAN_FOLDER, Folder
from helpers.settings.params import Corrida

WITHOUT_WHICH = {
    STRUCTURE: "Agregue una fila por unidad: sin ellas no se sabe quién informa ni se puede juzgar lo demás.",
    ACTIONS: "Escriba una fila por acción de corto plazo: a ellas sirven las unidades y las tareas.",
    "versiones": "Escriba una fila con la versión del plan, su resolución y la fecha desde la que rige.",
    "tareas": "Escriba una fila por tarea, o borre el archivo y arme el plan con los formularios de las unidades "
    "(poa formularios --plan y poa plan).",
}
"""Tables without which a report that asks for them is impossible, and how to fill each one in."""
INSTEAD = (ACTIONS, "marcos")
"""Tables by which an institution without units can report: its actions, or the objectives of external frameworks."""


def missing_tables(
    workspace: Workspace,
    corrida: Corrida,
    folders: Sequence[Folder],
    readings: Sequence[FolderReading],
    exported: Set[str] = frozenset(),
) -> list[Finding]:
    """Report the required tables that are missing; a file that cannot be read has a finding of its own.

    Parameters
    ----------
    exported : set of str
        Tables that exports or received forms supply, readable or not.
    """
    findings = []
    unreadable = {name for reading in readings for name in reading.unreadable} | exported
    for name in corrida.tablas:
        if name in corrida.sin_corte:
            continue
        if name not in TABLES:
            findings.append(_no_such_table(workspace, corrida, name))
        elif name not in unreadable and not _is_there(name, corrida, readings):
            findings.append(_missing(workspace, corrida, name, folders))
    return findings


def _is_there(name: str, corrida: Corrida, readings: Sequence[FolderReading]) -> bool:
    """Return whether a table was read; a table of a period must lie in a period that ends when the run's does."""
    of_period = TABLES[name].scopes == (Scope.PERIOD,)
    homes = [source.folder for reading in readings for source in reading.tables if source.table.name == name]
    return any(not of_period or _ends_the_run(home, corrida) for home in homes)


def _ends_the_run(folder: Folder, corrida: Corrida) -> bool:
    return folder.period is None or folder.period.last == corrida.period.last


def empty_tables(
    corrida: Corrida,
    grids: Sequence[TableGrid],
    rows: Mapping[str, Sequence[Row]],
    elsewhere: Set[str] = frozenset(),
) -> list[Finding]:
    """Report tables with a header and no rows, and a structure that holds only the institution.

    The latter is allowed if the institution has actions or external objectives, which then report.

    Parameters
    ----------
    elsewhere : set of str
        Tables whose rows come from received forms.
    """
    first = {source.table.name: source.grid for source in reversed(grids) if source.grid.lines}
    required = set(corrida.tablas) - elsewhere
    return [
        found(
            Code.TABLE_EMPTY,
            Severity.ERROR if name in required else Severity.WARNING,
            grid.place(),
            f"la tabla «{name}» tiene {_what_it_has(name)}. {_remedy(name, is_required=name in required)}",
            element=name,
        )
        for name, grid in sorted(first.items())
        if not rows[name] or (_holds_nobody(name, rows[name]) and not any(rows.get(other) for other in INSTEAD))
    ]


def _holds_nobody(name: str, rows: Sequence[Row]) -> bool:
    return name == STRUCTURE and all(row.text("nivel") == LEVELS[0] for row in rows)


def _what_it_has(name: str) -> str:
    return "a lo sumo la fila de la propia entidad" if name == STRUCTURE else "encabezado, pero ninguna fila"


def _remedy(name: str, *, is_required: bool) -> str:
    """Return how to remedy an empty table, in Spanish."""
    if name in WITHOUT_WHICH:
        return WITHOUT_WHICH[name]
    if is_required:
        return "Llénela; si este periodo no la lleva, borre el archivo y quítela de «tablas» en los parámetros."
    return "Llénela, o borre el archivo si no hace falta."


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
