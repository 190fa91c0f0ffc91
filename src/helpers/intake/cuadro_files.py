"""Finds and opens the file of a declared table, and reports files in `cuadros/` that no declaration uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.base.display import list_es
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.intake.intake_problems import of_file
from helpers.intake.layout.cell_grid import Grid
from helpers.intake.readers.workbook_reader import read_workbook
from helpers.intake.year_folders import TABLE_SUFFIXES, own_files
from helpers.settings.cuadros.cuadro_model import Definicion


def data_file(workspace: Workspace, declared: Path, definition: Definicion) -> tuple[Path | None, str]:
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
        return _named(workspace, declared, definition.archivo)
    beside = [path for path in (declared.with_suffix(suffix) for suffix in TABLE_SUFFIXES) if path.is_file()]
    if len(beside) == 1:
        return beside[0], ""
    if beside:
        names = list_es([path.name for path in beside])
        return None, f"hay {names}: deje uno solo, o diga cuál es en «archivo»."
    return None, f"falta el cuadro mismo: ponga {declared.stem}.csv o .xlsx al lado, o diga cuál es en «archivo»."


def _named(workspace: Workspace, declared: Path, name: str) -> tuple[Path | None, str]:
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


def read_grid(path: Path, label: str, name: str) -> tuple[Grid | None, tuple[Finding, ...]]:
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


def orphans(workspace: Workspace, folder: Path) -> Iterator[Finding]:
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
