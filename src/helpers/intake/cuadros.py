"""The declared printed tables of a run: `cuadros/<nombre>.yaml` and its file, of the year and of its periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.cuadros.model import Definicion
from helpers.cuadros.tables import Cuadro
from helpers.digest import file_sha256
from helpers.errors import ConfigError
from helpers.findings import Finding, Severity, ordered
from helpers.intake.columns import Column, Kind, Scope, Table, folded, needed
from helpers.intake.cuadro_files import FOLDER, data_file, orphans, read_grid
from helpers.intake.cuadro_references import check_references
from helpers.intake.folders import Folder, folders_of, is_hidden
from helpers.intake.grid import BLANK, Grid, Line
from helpers.intake.kinds import Settings
from helpers.intake.problems import Code, found
from helpers.intake.rows import read_rows
from helpers.model_errors import load_model
from helpers.params import Corrida
from helpers.records import Row, SourceCell
from helpers.strict_yaml import load_file
from helpers.workspace import Workspace

DEFINITION = "ENT-CUADRO"
KINDS = {
    "texto": Kind.TEXT,
    "codigo": Kind.CODE,
    "numero": Kind.NUMBER,
    "entero": Kind.INTEGER,
    "fecha": Kind.DATE,
}


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one YAML and its file gave."""

    cuadro: Cuadro | None
    findings: tuple[Finding, ...]
    files: Mapping[str, str]


def read_cuadros(
    workspace: Workspace, corrida: Corrida
) -> tuple[tuple[Cuadro, ...], tuple[Finding, ...], Mapping[str, str]]:
    """Read every declared table of the year's folder and of those of the run's periods.

    Returns
    -------
    tuple of Cuadro
        Those that could be read, by folder and name.
    tuple of Finding
        Everything that is wrong with them, all at once.
    Mapping of str to str
        SHA-256 of each YAML and of each file that holds a table, by its name from the root.
    """
    folders, _ = folders_of(workspace, corrida)
    settings = Settings(corrida.period.year, corrida.separador_decimal)
    readings = [
        _read(workspace, path, folder, settings)
        for folder in folders
        if not folder.version
        for path in _declarations(folder)
    ]
    cuadros = tuple(reading.cuadro for reading in readings if reading.cuadro is not None)
    findings = [finding for reading in readings for finding in reading.findings]
    for folder in folders:
        findings.extend(orphans(workspace, folder.path / FOLDER))
    findings.extend(check_references(cuadros))
    files = {name: digest for reading in readings for name, digest in reading.files.items()}
    return cuadros, ordered(findings), dict(sorted(files.items()))


def _declarations(folder: Folder) -> list[Path]:
    return [path for path in sorted((folder.path / FOLDER).glob("*.yaml")) if not is_hidden(path)]


def _read(workspace: Workspace, path: Path, folder: Folder, settings: Settings) -> _Reading:
    label = workspace.relative(path)
    files = {label: file_sha256(path)}
    try:
        definition = load_model(Definicion, load_file(path, label), label)
    except ConfigError as problem:
        return _Reading(None, tuple(_wrong(label, sentence) for sentence in problem.problems), files)
    source, problem = data_file(workspace, path, definition)
    if source is None:
        return _Reading(None, (_wrong(label, problem),), files)
    files[workspace.relative(source)] = file_sha256(source)
    grid, findings = read_grid(source, workspace.relative(source), path.stem)
    if grid is None:
        return _Reading(None, findings, files)
    name = f"{folder.period.window}.{path.stem}" if folder.period else path.stem
    cuadro, of_cells = _table(name, definition, grid, settings, label)
    return _Reading(cuadro, (*findings, *of_cells), files)


def _table(
    name: str, definition: Definicion, grid: Grid, settings: Settings, declared: str
) -> tuple[Cuadro, tuple[Finding, ...]]:
    table = Table(name, definition.titulo, (Scope.YEAR, Scope.PERIOD), _columns(definition))
    renamed = _with_own_names(grid, definition)
    cleaned, words = _without_words(renamed, definition)
    reading = read_rows(table, cleaned, settings, {})
    cuadro = Cuadro(name, definition, reading.rows, declared, words)
    return cuadro, (*reading.findings, *_not_whole(table, reading.rows))


def _columns(definition: Definicion) -> tuple[Column, ...]:
    return tuple(
        needed(Column(name, KINDS[column.tipo], column.titulo or name), blank=True)
        for name, column in definition.columnas.items()
    )


def _with_own_names(grid: Grid, definition: Definicion) -> Grid:
    """The header with the columns' own names instead of what the file calls them."""
    if not grid.lines:
        return grid
    own = {folded(column.encabezado): name for name, column in definition.columnas.items() if column.encabezado}
    header, *body = grid.lines
    cells = tuple(
        replace(cell, text=own.get(folded(cell.text), cell.text)) if cell.text else cell for cell in header.cells
    )
    return replace(grid, lines=(Line(header.number, cells), *body))


def _without_words(grid: Grid, definition: Definicion) -> tuple[Grid, Mapping[SourceCell, str]]:
    """Blank the declared words that stand for a number, and keep where each stood."""
    if not grid.lines or not definition.sin_dato:
        return grid, {}
    declared = {folded(word) for word in definition.sin_dato}
    header, *body = grid.lines
    numeric = {
        index
        for index, cell in enumerate(header.cells)
        if (column := definition.columnas.get(cell.text)) and KINDS[column.tipo] in {Kind.NUMBER, Kind.INTEGER}
    }
    words = {
        grid.place(line.number, index): cell.text
        for line in body
        for index, cell in enumerate(line.cells)
        if index in numeric and folded(cell.text) in declared
    }
    lines = [
        Line(
            line.number,
            tuple(BLANK if grid.place(line.number, index) in words else cell for index, cell in enumerate(line.cells)),
        )
        for line in body
    ]
    return replace(grid, lines=(header, *lines)), words


def _not_whole(table: Table, rows: Sequence[Row]) -> Iterator[Finding]:
    whole = [column.name for column in table.columns if column.kind is Kind.INTEGER]
    for row in rows:
        for name in whole:
            number = row.number(name)
            if number is not None and number.value != number.value.to_integral_value():
                told = f"la columna «{name}» lleva números enteros y dice {row.text(name)}. Corrija la cifra."
                yield found(
                    Code.WHOLE,
                    Severity.ERROR,
                    row.cell(name),
                    told,
                    element=f"{table.name}/{row.line}/{name}",
                    expected=Kind.INTEGER.value,
                    value=row.text(name),
                )


def _wrong(label: str, sentence: str) -> Finding:
    return Finding(
        codigo=DEFINITION,
        severidad=Severity.ERROR,
        mensaje=f"{label}: {sentence}",
        elemento=Path(label).stem,
        archivo=label,
    )
