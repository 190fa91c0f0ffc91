"""Reads the SIGEP exports in a year's folder `sigep/` as rows of `gastos` and `recursos`.

The text above an export's table gives its cut-off, its budget state and its kind of report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Value
from helpers.intake.dataset import ACCOUNTS
from helpers.intake.intake_problems import Code, found, hint, nearest, of_file
from helpers.intake.layout.arrange_table import Arranged, arrange, check_totals
from helpers.intake.layout.cell_grid import Grid
from helpers.intake.layout.header_line import RENAME_OR_DROP
from helpers.intake.layout.heading_rows import find_heading
from helpers.intake.readers.workbook_reader import read_workbook
from helpers.intake.sigep.report_titles import Said, read_said
from helpers.intake.sigep.sigep_lines import EXPENDITURE, INCOME, export_headings, kind_of, with_category
from helpers.intake.sigep.sigep_pages import check_subtotals, without_pages
from helpers.intake.tables.table_columns import Table
from helpers.intake.validation.required_tables import AMOUNTS
from helpers.intake.values.column_kinds import Reading, Settings, read_rows
from helpers.intake.year_folders import EXPORTS_FOLDER, TABLE_SUFFIXES, own_files
from helpers.settings.params import Corrida, ExportacionSigep

SYSTEM = "SIGEP"
_LEAST = 3
"""Fewest columns that a sheet must share with a report to be recognised: its code and two amounts."""
_AMOUNTS = ("ppto_vigente", "devengado")
_NAME_IT = "Si es una de ellas, dígalo en «columnas» de los parámetros; el reporte queda como salió del sistema."


@dataclass(frozen=True, slots=True)
class Exports:
    """The result of reading the folder.

    Attributes
    ----------
    readings : tuple of (str, Reading)
        For each sheet with a report, the table of the contract (`gastos` or `recursos`) and what was read.
    files : Mapping of str to str
        SHA-256 of every file, by its path from the root.
    tables : frozenset of str
        Tables that the exports hold; `gastos` and `recursos` if a file could not be read or has no known report.
    findings : tuple of Finding
        Findings on whole files and sheets; those on cells are in `readings`.
    """

    readings: tuple[tuple[str, Reading], ...]
    files: Mapping[str, str]
    tables: frozenset[str]
    findings: tuple[Finding, ...]


NO_EXPORTS = Exports((), {}, frozenset(), ())


def read_exports(workspace: Workspace, corrida: Corrida, settings: Settings, number: str) -> Exports:
    """Read every file in `data/<institution>/<year>/sigep/` as an export, whatever its name; not those in subfolders.

    `README.md` and hidden files are left alone. A file without a recognised report gives an error among the findings,
    and so does one that the parameters name and is not there. Without the folder, the result is otherwise empty.
    `number` is the institution's in SIGEP, empty if unknown; a report of another entity gives an error.
    """
    folder = workspace.year_data(corrida.entidad, corrida.period.year) / EXPORTS_FOLDER
    paths = own_files(folder)
    readings: list[tuple[str, Reading]] = []
    findings = list(_absent(workspace, corrida, folder, [path.name for path in paths]))
    unread = False
    for path in paths:
        label = workspace.relative(path)
        grids, told = _grids(path, label)
        findings.extend(told)
        of_file = [_read(grid, path.name, corrida, settings, number) for grid in grids]
        findings.extend(finding for _, problems in of_file for finding in problems)
        readings.extend(reading for reading, _ in of_file if reading is not None)
        if not any(reading for reading, _ in of_file):
            unread = True
            findings.extend(_no_report(label) if grids else ())
    tables = ACCOUNTS if unread else {name for name, _ in readings}
    digests = {workspace.relative(path): file_sha256(path) for path in paths}
    return Exports(tuple(readings), digests, frozenset(tables), tuple(findings))


def _grids(path: Path, label: str) -> tuple[list[Grid], Sequence[Finding]]:
    """Return the sheets of a file, and the findings on it; no sheets, and an error, if it cannot be read."""
    suffix = path.suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        told = f"el formato {suffix or 'sin extensión'} no se lee. Exporte el reporte en Excel o CSV, o sáquelo de ahí."
        return [], [of_file(Code.FORMAT, Severity.ERROR, label, told, expected=".xlsx", value=path.name)]
    grids, findings = read_workbook(path, label)
    return list(grids.values()), findings


def _read(
    grid: Grid, file: str, corrida: Corrida, settings: Settings, number: str
) -> tuple[tuple[str, Reading] | None, list[Finding]]:
    """Read one sheet: the name of its table with the rows and findings, None if it holds no report.

    The list has the note on a sheet with rows that holds no report.
    """
    table = _table_of(grid, corrida)
    if table is None:
        return None, [_unread(grid)] if grid.lines else []
    own = corrida.sigep.get(file, ExportacionSigep())
    known = export_headings(table, corrida.columnas.get(table.name, {}))
    lines, of_pages = without_pages(table, with_category(grid), known)
    arranged = arrange(table, lines, known)
    of_report, problems = _report_values(table, grid, arranged, own, corrida)
    reading = read_rows(table, arranged.grid, settings, of_report)
    # Rows named TOTAL add up lines, not subtotals, so subtotals are removed first.
    printed = [row for row in reading.rows if row.line not in arranged.totals]
    kept, of_subtotals = check_subtotals(table, printed)
    in_words = [row for row in reading.rows if row.line in arranged.totals]
    rows, of_totals = check_totals(table, [*kept, *in_words], arranged.totals)
    is_whole = all(any(row.number(amount) is not None for row in rows) for amount in _AMOUNTS)
    of_cells = [_left_as_printed(finding, is_whole=is_whole) for finding in reading.findings]
    foreign = _foreign(grid, read_said(arranged.above), number)
    findings = (*of_pages, *arranged.findings, *foreign, *problems, *of_cells, *of_subtotals, *of_totals)
    return (table.name, replace(reading, rows=rows, findings=findings)), []


def _left_as_printed(finding: Finding, *, is_whole: bool) -> Finding:
    """Give a finding on an unknown column other advice, as a report stays as printed; return others as is.

    It becomes a note if the report `is_whole`, since SIGEP prints several columns that it derives from others; if the
    budget or the accrued money is missing, the unknown column may be it.
    """
    told = finding.mensaje.removesuffix(RENAME_OR_DROP)
    if told == finding.mensaje:
        return finding
    severity = Severity.NOTE if is_whole else finding.severidad
    return replace(finding, severidad=severity, mensaje=f"{told}{_NAME_IT}")


def _table_of(grid: Grid, corrida: Corrida) -> Table | None:
    """Return the table that a sheet holds; None if it has fewer than `_LEAST` of its columns. `rubro` means income."""
    best: tuple[int, Table] | None = None
    for table in (EXPENDITURE, INCOME):
        known = export_headings(table, corrida.columnas.get(table.name, {}))
        heading = find_heading(with_category(grid), known)
        columns = set(heading.columns.values()) if heading else set()
        is_own = ("rubro" in columns) == (table is INCOME)
        if is_own and len(columns) >= _LEAST and (best is None or len(columns) > best[0]):
            best = (len(columns), table)
    return best[1] if best else None


def _report_values(
    table: Table, grid: Grid, arranged: Arranged, own: ExportacionSigep, corrida: Corrida
) -> tuple[dict[str, Value], list[Finding]]:
    """Return the values common to all lines of a report, by column, and an error for each that is needed and unknown.

    They are cut-off, kind of report, system and state; of income, only the cut-off. What the parameters state of the
    file comes before what its text says. A cut-off of another year is left out.
    """
    said = read_said(arranged.above)
    values: dict[str, Value] = {}
    findings = []
    cutoff = own.fecha_corte or (said.cutoffs[0] if len(said.cutoffs) == 1 else None)
    if cutoff is None or cutoff.year != corrida.period.year:
        findings.append(_no_cutoff(grid, said.cutoffs, corrida))
    else:
        values["fecha_corte"] = cutoff
    if table is INCOME:
        return values, findings
    columns = [cell.text for cell in arranged.grid.lines[0].cells]
    report = own.reporte or said.report or kind_of(columns)
    if not report:
        findings.append(_no_kind(grid))
    state = own.estado or said.state
    values |= {"sistema": SYSTEM}
    values |= {"reporte": report} if report else {}
    values |= {"estado": state} if state else {}
    return values, findings


def _no_cutoff(grid: Grid, said: Sequence[date], corrida: Corrida) -> Finding:
    """Make the error on a report without a usable cut-off: none, several (`said`), or one of another year."""
    year, dates = corrida.period.year, ", ".join(f"{day:%d/%m/%Y}" for day in said)
    stated = f" (el reporte dice: {dates})" if dates else ""
    told = (
        f"no consta una única fecha de corte de {year}{stated}. Si el reporte es de otro año, llévelo a su carpeta; si "
        f"no, declárela en los parámetros: sigep: {{{Path(grid.file).name}: {{fecha_corte: {year}-MM-DD}}}}."
    )
    expected = f"una fecha de {year}"
    return found(Code.EXPORT, Severity.ERROR, grid.place(), told, expected=expected, value=dates)


def _foreign(grid: Grid, said: Said, number: str) -> Iterator[Finding]:
    """Yield an error on a report of an entity with another number than the institution's, or not in bolivianos."""
    if said.entity and number and said.entity.lstrip("0") != number.lstrip("0"):
        told = (
            f"el reporte es de la entidad {said.entity} y esta es la {number}, según «codigo_sigep» de entidad.yaml. "
            "Sáquelo de esta carpeta, o corrija ese número."
        )
        yield found(Code.EXPORT, Severity.ERROR, grid.place(), told, expected=number, value=said.entity)
    if said.amounts:
        told = f"el reporte está {said.amounts} y sus importes se leerían como bolivianos. Expórtelo en bolivianos."
        yield found(Code.EXPORT, Severity.ERROR, grid.place(), told, expected="en bolivianos", value=said.amounts)


def _no_kind(grid: Grid) -> Finding:
    told = (
        "no se sabe según qué reparte el presupuesto: no tiene columna de categoría, fuente ni partida. Declárelo en "
        f"los parámetros: sigep: {{{Path(grid.file).name}: {{reporte: categoria}}}}."
    )
    return found(Code.EXPORT, Severity.ERROR, grid.place(), told, expected="categoria, fuente o partida")


def _unread(grid: Grid) -> Finding:
    told = "la hoja no se lee: no se reconocen en ella las columnas de un reporte de gastos ni de recursos."
    return found(Code.SHEET_UNREAD, Severity.NOTE, grid.place(), told, value=grid.sheet)


def _no_report(label: str) -> Iterator[Finding]:
    told = (
        "no se reconoce en el archivo ningún reporte de gastos (categoría, fuente o partida) ni de recursos (rubro), "
        f"con alguno de sus importes ({', '.join(AMOUNTS)}). Revise los encabezados, o declárelos en «columnas»."
    )
    yield of_file(Code.EXPORT, Severity.ERROR, label, told)


def _absent(workspace: Workspace, corrida: Corrida, folder: Path, names: Sequence[str]) -> Iterator[Finding]:
    """Yield an error for each file that the parameters name under `sigep` and that the folder lacks."""
    params = workspace.relative(workspace.run_file(corrida.entidad, corrida.periodo))
    for name in corrida.sigep:
        if name not in names:
            where = workspace.relative(folder)
            told = f"«sigep» nombra el archivo «{name}», que no está en {where}; {hint(name, names)}."
            yield of_file(Code.PARAMETER, Severity.ERROR, params, told, expected=nearest(name, names), value=name)
