"""Reads all the files of a run into a Dataset, and reports all their faults together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path

from helpers.base.errors import PoaError
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity, sort_findings
from helpers.figures.records import Node, Row, SourceCell
from helpers.intake.dataset import ACCOUNTS, TABLES, Dataset
from helpers.intake.intake_problems import Code, hint, nearest, of_file
from helpers.intake.layout.arrange_table import arrange, check_totals
from helpers.intake.readers.workbook_reader import read_workbook
from helpers.intake.sigep.sigep_exports import NO_EXPORTS, read_exports
from helpers.intake.table_files import TableGrid, read_folder
from helpers.intake.tables.column_headings import known_headings
from helpers.intake.tables.table_columns import Kind, Table
from helpers.intake.validation.code_resolution import (
    ACTIONS,
    NAMED,
    STRUCTURE,
    Directory,
    check_categories,
    resolve_names,
)
from helpers.intake.validation.required_tables import check_cutoffs, empty_tables, lines_without_code, missing_tables
from helpers.intake.validation.row_checks import check_rows
from helpers.intake.validation.structure_tree import build_nodes
from helpers.intake.values.code_cells import is_pattern
from helpers.intake.values.column_kinds import Reading, Settings, read_rows
from helpers.intake.year_folders import Folder, folders_of, unfit_names
from helpers.settings.institution import Entidad, load_institution
from helpers.settings.params import Corrida

_CODES = {column.name for table in TABLES.values() for column in table.columns if column.kind is Kind.CODE}
"""Names of the columns that hold codes, of any table."""


def read_dataset(
    workspace: Workspace,
    corrida: Corrida,
    elsewhere: Set[str] = frozenset(),
    spent: Collection[str] = (),
    *,
    has_accounts: bool = True,
) -> tuple[Dataset, tuple[Finding, ...]]:
    """Read and check the tables of a run.

    Parameters
    ----------
    elsewhere : set of str
        Tables whose rows come from received forms; the run does not require a file for them.
    spent : collection of str
        Columns of `gastos` of which the report at the cut-off must have one; if empty, any stage of spending.
    has_accounts : bool
        Whether what was spent and received is read: the tables `gastos` and `recursos`, and SIGEP's exports.

    Returns
    -------
    Dataset
        Everything that could be read, even if there are errors; without tables if the year has no folder.
    tuple of Finding
        All findings, ordered. If one has severity `error`, no figure may be computed.
    """
    folders, findings = folders_of(workspace, corrida)
    if not folders:
        return Dataset({}, {}), findings
    folder_readings = [read_folder(workspace, folder, corrida.columnas) for folder in folders]
    grids = [
        source
        for reading in folder_readings
        for source in reading.tables
        if has_accounts or source.table.name not in ACCOUNTS
    ]
    # `_check_declared` reports the patterns that are not valid.
    patterns = {column: tuple(filter(is_pattern, forms)) for column, forms in corrida.codigos.items()}
    settings = Settings(corrida.period.year, corrida.separador_decimal, patterns)
    institution = _institution(workspace, corrida)
    number = institution.codigo_sigep if institution else ""
    exports = read_exports(workspace, corrida, settings, number) if has_accounts else NO_EXPORTS
    readings = [*(_read_table(source, settings, corrida) for source in grids), *exports.readings]
    by_table = by_key((name, row) for name, reading in readings for row in reading.rows)
    rows = {name: tuple(by_table.get(name, ())) for name, _ in readings}
    settled = frozenset(cell for _, reading in readings for cell in reading.settled)
    files = {**dict(file for reading in folder_readings for file in reading.files), **exports.files}
    dataset, of_codes = _coded(workspace, corrida, institution, rows, dict(sorted(files.items())))
    findings = (
        *findings,
        *unfit_names(workspace, workspace.year_data(corrida.entidad, corrida.period.year)),
        *(finding for reading in folder_readings for finding in reading.findings),
        *exports.findings,
        *(finding for _, reading in readings for finding in reading.findings),
        *of_codes,
        *_checked(dataset.tables, settled, corrida.period),
        *missing_tables(workspace, corrida, folders, folder_readings, exports.tables | elsewhere),
        *empty_tables(corrida, grids, dataset.tables, elsewhere),
        *check_categories(dataset),
        *check_cutoffs(workspace, corrida, dataset.tables, spent),
    )
    return dataset, sort_findings(findings)


def read_csv_table(path: Path, table: Table, corrida: Corrida) -> tuple[Row, ...]:
    """Read one CSV file as a run reads a table, without checks and findings; an unreadable file gives no rows.

    Columns that a table's folder gives (`Column.folder`) have no value.
    """
    grids, _ = read_workbook(path, path.name)
    settings, folder = Settings(corrida.period.year, corrida.separador_decimal), Folder(path.parent, ())
    return next((_read_table(TableGrid(table, grid, folder), settings, corrida)[1].rows for grid in grids.values()), ())


def _read_table(source: TableGrid, settings: Settings, corrida: Corrida) -> tuple[str, Reading]:
    """Return a table's name and what was read of its grid; printed totals are checked and removed from the rows."""
    table = source.table
    given = {column.name for column in table.columns if column.folder}
    of_folder = {name: value for name, value in source.folder.values.items() if name in given}
    known = known_headings(table, corrida.columnas.get(table.name, {}))
    arranged = arrange(table, source.grid, known)
    reading = read_rows(table, arranged.grid, settings, of_folder)
    rows, findings = check_totals(table, reading.rows, arranged.totals)
    return table.name, replace(reading, rows=rows, findings=(*arranged.findings, *reading.findings, *findings))


def _coded(
    workspace: Workspace,
    corrida: Corrida,
    institution: Entidad | None,
    rows: Mapping[str, tuple[Row, ...]],
    files: Mapping[str, str],
) -> tuple[Dataset, tuple[Finding, ...]]:
    """Replace names by codes in the rows, build the tree and check what the parameters declare."""
    aliases = _declared_aliases(institution, corrida)
    structure, actions = (rows.get(name, ()) for name in NAMED)
    resolved, of_names = resolve_names(rows, Directory(structure, actions, aliases))
    nodes, of_tree = build_nodes(resolved.get(STRUCTURE, ()))
    declared = _check_declared(workspace, corrida, aliases, nodes, actions)
    return Dataset(resolved, files, nodes), (*of_names, *of_tree, *declared)


def _checked(rows: Mapping[str, tuple[Row, ...]], settled: Set[SourceCell], run: Period) -> Iterator[Finding]:
    for name, of_table in rows.items():
        yield from check_rows(TABLES[name], of_table, settled, run)
    yield from lines_without_code(rows, settled)


def _institution(workspace: Workspace, corrida: Corrida) -> Entidad | None:
    """Return the run's institution; None if its file has faults, which the run reports when it loads it."""
    try:
        return load_institution(workspace, corrida.entidad)
    except PoaError:
        return None


def _declared_aliases(institution: Entidad | None, corrida: Corrida) -> Mapping[str, Mapping[str, str]]:
    """Return the code of each declared alias, by table; the run's aliases override the institution's."""
    of_institution = institution.alias if institution else {}
    tables = dict.fromkeys((*of_institution, *corrida.alias))
    return {name: {**of_institution.get(name, {}), **corrida.alias.get(name, {})} for name in tables}


def _check_declared(
    workspace: Workspace, corrida: Corrida, aliases: Mapping[str, Mapping[str, str]], nodes: Sequence[Node],
    actions: Iterable[Row],
) -> list[Finding]:  # fmt: skip
    """Return an error for each table, column or aliased code that the parameters declare and that does not exist.

    Invalid patterns of codes are errors too. All are findings on the run's parameter file, also those on aliases of the
    institution's file.

    Parameters
    ----------
    aliases : Mapping
        As `_declared_aliases` returns them.
    nodes : sequence of Node
        The institution's tree; without nodes, codes of `estructura` are not checked, and without actions, those of
        `acciones`.
    actions : iterable of Row
        The rows of the short-term actions (ACP).
    """
    params = workspace.relative(workspace.run_file(corrida.entidad, corrida.periodo))
    codes = {"estructura": {node.code for node in nodes}, ACTIONS: {row.text("acp") for row in actions}}
    sentences = [*_column_faults(corrida), *_pattern_faults(corrida), *_alias_faults(aliases, codes)]
    return [
        of_file(Code.PARAMETER, Severity.ERROR, params, told, expected=expected, value=value)
        for told, expected, value in sentences
    ]


_Sentence = tuple[str, str, str]
"""(sentence in Spanish, expected value, value found)"""


def _unknown(told: str, word: str, known: Iterable[str]) -> _Sentence:
    """Return what is wrong with a name that does not exist, with the nearest one that does."""
    names = tuple(known)
    return f"{told}; {hint(word, names)}.", nearest(word, names), word


def _column_faults(corrida: Corrida) -> Iterator[_Sentence]:
    """Yield what is wrong with the headings that the parameters declare: unknown tables and columns."""
    for name, headings in corrida.columnas.items():
        if name not in TABLES:
            yield _unknown(f"«columnas» nombra la tabla «{name}», que no existe", name, TABLES)
            continue
        known = [column.name for column in TABLES[name].file_columns]
        for heading, column in headings.items():
            if column not in known:
                told = f"«columnas» da a «{heading}» la columna «{column}», que «{name}» no tiene"
                yield _unknown(told, column, known)


def _pattern_faults(corrida: Corrida) -> Iterator[_Sentence]:
    """Yield what is wrong with the declared patterns of codes: columns that hold none, and invalid patterns."""
    for column, patterns in corrida.codigos.items():
        if column not in _CODES:
            yield _unknown(f"«codigos» nombra la columna «{column}», que no es de códigos", column, _CODES)
        for pattern in patterns:
            if not is_pattern(pattern):
                told = (
                    f"«codigos» da a «{column}» la forma «{pattern}»: se escribe con un cero por cifra y espacios "
                    "entre los grupos, como «000 0 000», y entre comillas."
                )
                yield told, "000 0 000", pattern


def _alias_faults(aliases: Mapping[str, Mapping[str, str]], codes: Mapping[str, set[str]]) -> Iterator[_Sentence]:
    """Yield what is wrong with the aliases: tables that have none, and codes that a table with rows lacks."""
    for table, written in aliases.items():
        if table not in NAMED:
            yield _unknown(f"«alias» nombra «{table}», que no los tiene", table, NAMED)
            continue
        for name, code in written.items():
            if codes[table] and code not in codes[table]:
                told = f"«alias» dice que «{name}» es «{code}», que no está en «{table}»"
                yield _unknown(told, code, codes[table])
