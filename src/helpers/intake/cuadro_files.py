"""Which file holds a declared table, and how it is opened; files in `cuadros/` that nobody declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.cuadros.model import Definicion
from helpers.display import list_es
from helpers.findings import Finding, Severity
from helpers.intake.csv_reader import read_csv
from helpers.intake.folders import is_hidden
from helpers.intake.formats.signature import SUFFIXES
from helpers.intake.grid import Grid
from helpers.intake.workbook_reader import read_workbook
from helpers.workspace import Workspace

FOLDER = "cuadros"


def data_file(workspace: Workspace, declared: Path, definition: Definicion) -> tuple[Path | None, str]:
    """Find the file of a table: the one that its YAML names, else the one of the same name beside it.

    Returns
    -------
    Path or None
    str
        What is wrong, in Spanish, where there is none.
    """
    if definition.archivo:
        return _named(workspace, declared, definition.archivo)
    beside = [path for path in (declared.with_suffix(suffix) for suffix in SUFFIXES) if path.is_file()]
    if len(beside) == 1:
        return beside[0], ""
    if beside:
        names = list_es([path.name for path in beside])
        return None, f"hay {names}: deje uno solo, o diga cuál es en «archivo»."
    return None, f"falta el cuadro mismo: ponga {declared.stem}.csv o .xlsx al lado, o diga cuál es en «archivo»."


def _named(workspace: Workspace, declared: Path, name: str) -> tuple[Path | None, str]:
    # Resolved first: a path may leave the data by `..` or through a link.
    path = (declared.parent / name).resolve()
    if not path.is_relative_to((workspace.root / "data").resolve()):
        return None, f"«archivo»: {name} está fuera de la carpeta de datos (data/). Cópielo dentro de ella."
    if path.suffix.lower() not in SUFFIXES:
        return None, f"«archivo»: {name} no es {', '.join(SUFFIXES)}. Guárdelo en uno de esos formatos."
    if not path.is_file():
        return None, f"«archivo»: no existe {workspace.relative(path)}. Corrija la ruta, que parte de esta carpeta."
    return path, ""


def read_grid(path: Path, label: str, name: str) -> tuple[Grid | None, tuple[Finding, ...]]:
    """Open the file of a table; of a workbook, the sheet of the table's name, else the first."""
    if path.suffix.lower() == ".csv":
        return read_csv(path, label)

    def choose(sheets: Sequence[str]) -> Sequence[str]:
        named = [sheet for sheet in sheets if sheet.strip().lower() == name.lower()]
        return (named or list(sheets))[:1]

    grids, findings = read_workbook(path, label, choose)
    return next(iter(grids.values()), None), findings


def orphans(workspace: Workspace, folder: Path) -> Iterator[Finding]:
    """Tables and declarations that lie in `cuadros/` and are not read."""
    if not folder.is_dir():
        return
    for path in sorted(path for path in folder.iterdir() if path.is_file() and not is_hidden(path)):
        suffix = path.suffix.lower()
        label = workspace.relative(path)
        if suffix == ".yml":
            told = f"{label}: no se lee con esa extensión. Cámbiele el nombre a {path.stem}.yaml."
        elif suffix in SUFFIXES and not path.with_suffix(".yaml").is_file():
            told = f"{label}: no se lee ni se comprueba porque falta {path.stem}.yaml, que dice qué es cada columna."
        else:
            continue
        yield Finding(
            codigo="ENT-CUADRO-SUELTO",
            severidad=Severity.WARNING,
            mensaje=told,
            elemento=path.stem,
            esperado=f"{path.stem}.yaml",
            encontrado=path.name,
            archivo=label,
        )
