"""Reads the declared printed tables of a run: `cuadros/<nombre>.yaml` and its file, of the year and its periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.base.characters import folded
from helpers.base.display import list_es
from helpers.base.errors import ConfigError
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import load_model_file, nearest
from helpers.figures.findings import Finding, Severity, sort_findings
from helpers.figures.records import SourceCell
from helpers.intake.intake_problems import of_file
from helpers.intake.layout.cell_grid import BLANK, Grid, Line
from helpers.intake.readers.workbook_reader import read_workbook
from helpers.intake.tables.table_columns import Column, Kind, Scope, Table, needed
from helpers.intake.validation.row_checks import check_rows
from helpers.intake.values.column_kinds import Settings, read_rows
from helpers.intake.year_folders import CUADROS_FOLDER, TABLE_SUFFIXES, Folder, folders_of, has_cuadros, own_files
from helpers.settings.cuadros.cuadro_model import Definicion, Referencia, Regla
from helpers.settings.cuadros.cuadro_table import Cuadro, find_cuadro
from helpers.settings.params import Corrida

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
    """The result of reading one YAML and its file."""

    cuadro: Cuadro | None
    findings: tuple[Finding, ...]
    files: Mapping[str, str]


def read_cuadros(
    workspace: Workspace, corrida: Corrida
) -> tuple[tuple[Cuadro, ...], tuple[Finding, ...], Mapping[str, str]]:
    """Read every declared table in the folders whose tables the run reads (`has_cuadros`).

    Returns
    -------
    tuple of Cuadro
        The tables that could be read: the year's first, then each period's, by name.
    tuple of Finding
        Problems of declarations, files and cells, rules that refer to what does not exist, and tables in `cuadros/`
        that no declaration names.
    Mapping of str to str
        SHA-256 of each YAML and of each table file, by its path from the root.
    """
    folders, _ = folders_of(workspace, corrida)
    folders = tuple(one for one in folders if has_cuadros(one, corrida.period))
    settings = Settings(corrida.period.year, corrida.separador_decimal)
    readings = [
        _read(workspace, path, folder, settings)
        for folder in folders
        for path in own_files(folder.path / CUADROS_FOLDER)
        if path.suffix == ".yaml"
    ]
    cuadros = tuple(reading.cuadro for reading in readings if reading.cuadro is not None)
    findings = [finding for reading in readings for finding in reading.findings]
    files = {name: digest for reading in readings for name, digest in reading.files.items()}
    for folder in folders:
        left = _orphans(workspace, folder.path / CUADROS_FOLDER)
        findings.extend(finding for finding in left if finding.archivo not in files)  # another YAML may name a file
    findings.extend(check_references(cuadros))
    return cuadros, sort_findings(findings), dict(sorted(files.items()))


def _read(workspace: Workspace, path: Path, folder: Folder, settings: Settings) -> _Reading:
    """Read one YAML and its file; without a table if either cannot be read."""
    label = workspace.relative(path)
    files = {label: file_sha256(path)}
    try:
        definition = load_model_file(Definicion, path, label)
    except ConfigError as problem:
        return _Reading(None, tuple(_wrong(label, sentence) for sentence in problem.problems), files)
    source, reason = _data_file(workspace, path, definition)
    if source is None:
        return _Reading(None, (_wrong(label, reason),), files)
    files[workspace.relative(source)] = file_sha256(source)
    grid, findings = _read_grid(source, workspace.relative(source), path.stem)
    if grid is None:
        return _Reading(None, findings, files)
    name = f"{folder.period.window}.{path.stem}" if folder.period else path.stem
    cuadro, of_cells = _table(name, definition, grid, settings, label)
    return _Reading(cuadro, (*findings, *of_cells), files)


def _data_file(workspace: Workspace, declared: Path, definition: Definicion) -> tuple[Path | None, str]:
    """Find the file of a declared table: the one that its YAML names, else the one beside it with the same name.

    Parameters
    ----------
    declared : Path
        The YAML file.

    Returns
    -------
    Path or None
        None if there is no such file, more than one, it lies outside `data/`, or its format is not read.
    str
        The reason in Spanish if there is no file; else empty.
    """
    if definition.archivo:
        return _file_named(workspace, declared, definition.archivo)
    beside = [path for path in (declared.with_suffix(suffix) for suffix in TABLE_SUFFIXES) if path.is_file()]
    if len(beside) == 1:
        return beside[0], ""
    if beside:
        names = list_es([path.name for path in beside])
        return None, f"hay {names}: deje uno solo, o diga cuál es en «archivo»."
    return None, f"falta el cuadro mismo: ponga {declared.stem}.csv o .xlsx al lado, o diga cuál es en «archivo»."


def _file_named(workspace: Workspace, declared: Path, name: str) -> tuple[Path | None, str]:
    """Return the file that `archivo` names, or the reason why it is not read."""
    # Resolve first: `..` or a symbolic link may lead outside `data/`.
    path = (declared.parent / name).resolve()
    if not path.is_relative_to((workspace.root / "data").resolve()):
        return None, f"«archivo»: {name} está fuera de la carpeta de datos (data/). Cópielo dentro de ella."
    if path.suffix.lower() not in TABLE_SUFFIXES:
        return None, f"«archivo»: {name} no es {', '.join(TABLE_SUFFIXES)}. Guárdelo en uno de esos formatos."
    if not path.is_file():
        return None, f"«archivo»: no existe {workspace.relative(path)}. Corrija la ruta, que parte de esta carpeta."
    return path, ""


def _read_grid(path: Path, label: str, name: str) -> tuple[Grid | None, tuple[Finding, ...]]:
    """Open the file of a declared table.

    Parameters
    ----------
    label : str
        Path of the file from the root, for findings.
    name : str
        The table's name. In a workbook, the sheet of this name is read; if there is none, the first sheet.

    Returns
    -------
    Grid or None
        None if the file cannot be read.
    tuple of Finding
    """

    def choose(sheets: Sequence[str]) -> Sequence[str]:
        """Choose the sheet with the table's name, or else the first sheet."""
        named = [sheet for sheet in sheets if sheet.strip().lower() == name.lower()]
        return (named or list(sheets))[:1]

    grids, findings = read_workbook(path, label, choose)
    return next(iter(grids.values()), None), findings


def _table(
    name: str, definition: Definicion, grid: Grid, settings: Settings, declared: str
) -> tuple[Cuadro, tuple[Finding, ...]]:
    """Read a declared table from its grid, with the findings on its cells."""
    table = Table(name, definition.titulo, (Scope.YEAR, Scope.PERIOD), _columns(definition))
    renamed = _with_own_names(grid, definition)
    cleaned, words = _without_words(renamed, definition)
    reading = read_rows(table, cleaned, settings, {})
    cuadro = Cuadro(name, definition, reading.rows, declared, words)
    return cuadro, (*reading.findings, *check_rows(table, reading.rows, reading.settled))


def _columns(definition: Definicion) -> tuple[Column, ...]:
    return tuple(
        needed(Column(name, KINDS[column.tipo], column.titulo or name), blank=True)
        for name, column in definition.columnas.items()
    )


def _with_own_names(grid: Grid, definition: Definicion) -> Grid:
    """Replace the header texts that the definition declares (`encabezado`) by the columns' own names."""
    if not grid.lines:
        return grid
    own = {folded(column.encabezado): name for name, column in definition.columnas.items() if column.encabezado}
    header, *body = grid.lines
    cells = tuple(
        replace(cell, text=own.get(folded(cell.text), cell.text)) if cell.text else cell for cell in header.cells
    )
    return replace(grid, lines=(Line(header.number, cells), *body))


def _without_words(grid: Grid, definition: Definicion) -> tuple[Grid, Mapping[SourceCell, str]]:
    """Blank the words that stand for a missing number (`sin_dato`) in numeric columns; return the grid and the words.

    The words are by the cells in which they stood.
    """
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


def _wrong(label: str, sentence: str) -> Finding:
    return of_file(DEFINITION, Severity.ERROR, label, sentence, element=Path(label).stem)


def _orphans(workspace: Workspace, folder: Path) -> Iterator[Finding]:
    """Report the tables in `cuadros/` that have no YAML of their name, and the declarations that are named `.yml`.

    Parameters
    ----------
    folder : Path
        The folder `cuadros/`; it may not exist.

    Yields
    ------
    Finding
        A warning for each, that it is not read; a caller leaves out tables that another YAML names as its file.
    """
    for path in own_files(folder):
        suffix = path.suffix.lower()
        if suffix == ".yml":
            told = f"no se lee con esa extensión. Cámbiele el nombre a {path.stem}.yaml."
        elif suffix in TABLE_SUFFIXES and not path.with_suffix(".yaml").is_file():
            told = f"no se lee ni se comprueba porque falta {path.stem}.yaml, que dice qué es cada columna."
        else:
            continue
        more = {"element": path.stem, "expected": f"{path.stem}.yaml", "value": path.name}
        yield of_file("ENT-CUADRO-SUELTO", Severity.WARNING, workspace.relative(path), told, **more)


def check_references(cuadros: Sequence[Cuadro]) -> Iterator[Finding]:
    """Yield an error for each reference of a rule to another table that does not exist or does not have what it names.

    That is a table or column that is unknown, or a column without numbers, unless its rows are only counted. References
    to columns of the rule's own table are checked when its YAML is read.
    """
    for cuadro in cuadros:
        for number, rule in enumerate(cuadro.definition.reglas, 1):
            for reference in _references(rule):
                problem = _reference_problem(cuadros, cuadro, reference) if reference.cuadro else ""
                if problem:
                    told = f"«reglas.{number} ({rule.regla})»: {problem}"
                    element = cuadro.name
                    yield of_file("ENT-CUADRO-REFERENCIA", Severity.ERROR, cuadro.declared, told, element=element)


def _references(rule: Regla) -> tuple[Referencia, ...]:
    return (*rule.con.values(), *([rule.a] if rule.a else []))


def _reference_problem(cuadros: Sequence[Cuadro], own: Cuadro, reference: Referencia) -> str:
    """Return in Spanish what is wrong with a reference to another table; empty if nothing is."""
    other = find_cuadro(cuadros, reference.cuadro, own.folder)
    if other is None:
        return f"no hay un cuadro «{reference.cuadro}». {nearest(reference.cuadro, (item.name for item in cuadros))}"
    known = other.definition.columnas
    named = (reference.columna, *reference.filas, *reference.por)
    unknown = [name for name in named if name and name not in known]
    if unknown:
        return f"el cuadro «{other.name}» no tiene una columna «{unknown[0]}». {nearest(unknown[0], known)}"
    if reference.columna and reference.operacion != "recuento" and reference.columna not in other.numeric_columns:
        return f"la columna «{reference.columna}» del cuadro «{other.name}» no es de números."
    return ""
