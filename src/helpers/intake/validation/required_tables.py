"""Reports tables that are missing, empty or unknown, and budget tables without their report or a line's code."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from datetime import date

from helpers.base.display import list_es
from helpers.base.python_extras import not_none
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import LEVELS, Row, SourceCell
from helpers.intake.dataset import BUDGET_LEVELS, TABLES
from helpers.intake.intake_problems import Code, found, hint, nearest, of_cell, of_file
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
    exported: Set[str],
) -> list[Finding]:
    """Return an error for each table of the run's `tablas` that is missing, or that the contract does not have.

    A table that only period folders may hold must lie in the folder of a period that ends with the run's. A table whose
    file cannot be read has a finding of its own, and no error here; nor has a table that `sin_corte` names.

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
    elsewhere: Set[str],
) -> list[Finding]:
    """Report tables with a header and no rows, and a structure that holds only the institution: errors if required.

    Tables that are not required give warnings. A structure of that kind is allowed if the institution has actions or
    external objectives, which then report.

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
    told = f"«tablas» pide «{name}», que no es una tabla del contrato; {hint(name, TABLES)}. Corrija el nombre."
    more = {"element": name, "expected": nearest(name, TABLES), "value": name}
    return of_file(Code.TABLE_UNKNOWN, Severity.ERROR, label, told, **more)


def _missing(workspace: Workspace, corrida: Corrida, name: str, folders: Sequence[Folder]) -> Finding:
    scopes = set(TABLES[name].scopes)
    homes = [folder for folder in folders if scopes & set(folder.scopes) and _ends_the_run(folder, corrida)]
    year = workspace.year_data(corrida.entidad, corrida.period.year)
    wanted = f"{PLAN_FOLDER}/<versión>" if Scope.VERSION in scopes else corrida.period.window
    places = [workspace.relative(folder.path) for folder in homes] or [workspace.relative(year / wanted)]
    told = (
        f"falta la tabla «{name}»: se buscó {name}.csv, {name}.xlsx y la hoja «{name}» de datos.xlsx en "
        f"{list_es(places)}. Póngala ahí, o quítela de «tablas» en los parámetros."
    )
    place, expected = places[0].removesuffix("/<versión>"), f"{name}.csv o {name}.xlsx"
    return of_file(Code.TABLE_MISSING, Severity.ERROR, place, told, element=name, expected=expected)


CUTOFF = "fecha_corte"
SPENT, RECEIVED = ("compromiso", "devengado", "pagado"), ("devengado", "percibido")
"""The amounts of which a report at the cut-off must have one: expenses at any stage, or income."""
DATES_NAMED = 6
"""Most dates that a message names."""


def check_cutoffs(
    workspace: Workspace, corrida: Corrida, rows: Mapping[str, Sequence[Row]], spent: Collection[str]
) -> Iterator[Finding]:
    """Yield an error for each budget table that the institution uses and that has no report at the run's cut-off.

    An institution uses a table if its parameters ask for it, or if it has an earlier report of the year. The parameters
    may give the reason for a missing report (`sin_corte`): then it is a note, but an error if the report is there after
    all. A table without rows, or with a cut-off date that cannot be read, has a finding of its own and no error here
    for a missing report. A run of the plan gives none. `spent` is as in `read_dataset`.
    """
    if corrida.period.is_plan:
        return
    day = corrida.cutoff(corrida.period)
    reasons: Mapping[str, str] = dict(corrida.sin_corte.items())
    params = workspace.relative(workspace.run_file(corrida.entidad, corrida.periodo))
    for table, amounts in (("gastos", spent or SPENT), ("recursos", RECEIVED)):
        of_table, reason = rows.get(table, ()), reasons.get(table, "")
        is_there = any(row.date(CUTOFF) == day and _has_execution(table, row, amounts) for row in of_table)
        if reason:
            yield _answered(table, day, params, reason, is_there=is_there)
        elif not is_there and _is_required(corrida, table, of_table, day):
            yield _missing_report(table, of_table, day, amounts)


def _has_execution(table: str, row: Row, amounts: Collection[str]) -> bool:
    """Return whether a line has one of some amounts, in a report by a known classification."""
    is_of_figures = table != "gastos" or row.text("reporte").casefold() in BUDGET_LEVELS
    return is_of_figures and any(row.number(name) is not None for name in amounts)


def _is_required(corrida: Corrida, table: str, rows: Sequence[Row], day: date) -> bool:
    """Return whether the parameters ask for a table or it has a report up to a day; False if empty or undated."""
    dates = [found for row in rows if (found := row.date(CUTOFF))]
    if not rows or len(dates) < len(rows):
        return False
    return table in corrida.tablas or min(dates) <= day


def _missing_report(table: str, rows: Sequence[Row], day: date, amounts: Collection[str]) -> Finding:
    dates = sorted({not_none(row.date(CUTOFF)) for row in rows})
    shown = list_es([f"{one:%d/%m/%Y}" for one in dates[-DATES_NAMED:]])
    named = list_es([f"«{name}»" for name in amounts], any_of=True)
    kinds = list_es([f"«{one}»" for one in BUDGET_LEVELS], any_of=True)
    those = f" cuyo «reporte» sea {kinds}" if table == "gastos" else ""
    silent = f"ninguna línea de esa fecha{those} dice su {named}"
    lacking = f"solo hay reportes al {shown}" if day not in dates else silent
    last = max(rows, key=lambda row: not_none(row.date(CUTOFF)))
    return found(
        Code.CUTOFF_MISSING,
        Severity.ERROR,
        SourceCell(last.origin.file, last.origin.sheet, ""),
        f"falta el reporte de {table} al {day:%d/%m/%Y}, fecha de corte del periodo: {lacking}. Agréguelo a la tabla "
        f"«{table}» o ponga en sigep/ su exportación; si la fecha de corte es otra, corríjala en «cortes». Si no "
        f'existe, diga por qué en los parámetros, y el resumen lo dirá: sin_corte: {{{table}: "motivo"}}.',
        element=f"{table}/{day}",
        expected=f"{day}",
        value=shown,
    )


def _answered(table: str, day: date, params: str, reason: str, *, is_there: bool) -> Finding:
    """Make the finding on a table listed in `sin_corte`: a note, or an error if the report exists after all."""
    told = f"no hay reporte de {table} al {day:%d/%m/%Y}, fecha de corte del periodo: {reason}"
    if is_there:
        told = (
            f"«sin_corte» dice que no hay reporte de {table} al {day:%d/%m/%Y}, y lo hay. Quite «{table}» de "
            "«sin_corte», o saque el reporte si no vale."
        )
    severity = Severity.ERROR if is_there else Severity.NOTE
    return of_file(Code.CUTOFF_ABSENT, severity, params, told, element=f"{table}/{day}", value=reason)


AMOUNTS = ("ppto_inicial", "ppto_vigente", "devengado")


def lines_without_code(rows: Mapping[str, Sequence[Row]], settled: Set[SourceCell]) -> Iterator[Finding]:
    """Yield an error for each line of `gastos` that has an amount but not the code of its kind of report.

    The amounts are the initial budget, the current one and the accrued money.

    Parameters
    ----------
    settled : set of SourceCell
        Cells that already have a finding.
    """
    for row in rows.get("gastos", ()):
        name = BUDGET_LEVELS.get(row.text("reporte").casefold(), "")
        has_amount = any(row.number(amount) is not None for amount in AMOUNTS)
        if name and has_amount and not row.text(name) and row.cell(name) not in settled:
            told = (
                f"la línea tiene importes y no dice su «{name}»: no se sabe si es una línea más o la suma de otras. "
                "Complete el código o, si es un total, escriba TOTAL en la fila o quítela."
            )
            yield of_cell(Code.LINE_WITHOUT_CODE, Severity.ERROR, row, name, told, expected=name)
