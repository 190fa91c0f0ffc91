"""Writes the synthetic institution to disk, completely or not at all, and never over files that a user changed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from helpers.base.display import short_list_es
from helpers.base.errors import UsageError
from helpers.base.system.digest import file_sha256, sha256_if_there
from helpers.base.system.workspace import Workspace
from helpers.demo.demo_inbox import Tell, fill_inboxes
from helpers.demo.generate import DATA, PARAMS, files_of, institution_of
from helpers.demo.params_files import METHOD, YEAR

RECORD = f"{DATA}/demo.json"
"""List of the written files with their SHA-256; only these files may be replaced."""
METHOD_FILE = f"params/metodos/{METHOD}.yaml"
Finish = Callable[[Workspace], None]
NAMED = 5
"""Most files that a message names; it gives the number of the others."""


@dataclass(frozen=True)
class WrittenDemo:
    """What was written.

    Attributes
    ----------
    root : Path
    units, tasks, faults : int
    forms : int
        Workbooks in the inboxes.
    """

    root: Path
    units: int
    tasks: int
    faults: int
    forms: int = 0


def make_demo(
    workspace: Workspace,
    root: Path,
    tasks: int,
    seed: int,
    *,
    with_forms: bool = False,
    replace: bool = False,
    tell: Tell = lambda quarter, done, whole: None,
    finish: Finish | None = None,
) -> WrittenDemo:
    """Generate the institution and write it into a workbook's `data/demo` and `params/demo`, completely or not at all.

    Parameters
    ----------
    workspace : Workspace
        Provides the method's file if the root has none.
    root : Path
        Root of the workbook; gets `data/demo` and `params/demo`.
    tasks : int
        Number of tasks in the reformulated plan.
    with_forms : bool
        Units report in filled forms, in each quarter's inbox, instead of tables.
    replace : bool
        Replace an earlier demonstration that no user has changed.
    tell : Callable
        Called with the quarter, the forms done and their number.
    finish : Callable or None
        Adds files before the institution is put in place, in a workbook that has only it and the method.

    Raises
    ------
    UsageError
        If files exist that must not be replaced, or if there are too few tasks.
    """
    _hold_off(root, replace=replace)
    made = institution_of(tasks, seed)
    files = files_of(made, with_forms=with_forms)
    with _aside(root) as aside:
        _write_files(aside, files)
        told = [quarter.told for quarter in made.quarters] if with_forms else []
        forms = fill_inboxes(workspace, Workspace(aside), told, made.chance, tell)
        if finish is not None:
            _finish(workspace, aside, finish)
        (aside / RECORD).write_text(_record(aside, tasks, seed), encoding="utf-8", newline="\n")
        _put_in_place(aside, root)
    if not (root / METHOD_FILE).exists():
        _lend_method(workspace, root)
    faults = files[f"{DATA}/fallas.csv"].count("\n") - 1
    return WrittenDemo(root, len(made.units), len(made.plans[1].tasks), faults, forms)


@contextmanager
def _aside(root: Path) -> Iterator[Path]:
    """A temporary folder within the root, so that its content can be renamed into place."""
    root.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=".demo-", dir=root))
    try:
        yield aside
    finally:
        shutil.rmtree(aside)


def _finish(workspace: Workspace, aside: Path, finish: Finish) -> None:
    """Call `finish` with the method's file temporarily in the workbook."""
    _lend_method(workspace, aside)
    finish(Workspace(aside))
    shutil.rmtree((aside / METHOD_FILE).parent)


def _lend_method(workspace: Workspace, root: Path) -> None:
    """Copy the method's file into a workbook."""
    (root / METHOD_FILE).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(workspace.method_file(METHOD), root / METHOD_FILE)


def lend_notebooks(workspace: Workspace, root: Path) -> tuple[str, ...]:
    """Copy the sections' notebooks into a workbook that has none, so that commands work in its folder.

    Nothing that it has is changed.

    Returns
    -------
    tuple of str
        Paths from the root of the notebooks, and of the method's file, that the workbook has in another version, as
        after an earlier edition, or lacks.
    """
    if not Workspace(root).notebooks.exists():
        shutil.copytree(workspace.notebooks, Workspace(root).notebooks, ignore=shutil.ignore_patterns(".*"))
    lent = (workspace.root / "notebooks" / "tablero.ipynb", *workspace.section_notebooks())
    names = (METHOD_FILE, *map(workspace.relative, lent))
    return tuple(name for name in names if sha256_if_there(root / name) != sha256_if_there(workspace.root / name))


def _write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts into a folder by their relative paths, and create missing folders."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _record(folder: Path, tasks: int, seed: int) -> str:
    """Return the record of what was written, as JSON: seed, tasks, and the SHA-256 of every file in and below a folder.

    Files have their path from the folder, in order.
    """
    written = sorted(path for path in folder.rglob("*") if path.is_file())
    told = {
        "sintetico": True,
        "hecho_por": "poa demo",
        "semilla": seed,
        "tareas": tasks,
        "archivos": {path.relative_to(folder).as_posix(): file_sha256(path) for path in written},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _hold_off(root: Path, *, replace: bool) -> None:
    """Refuse, with UsageError, to write where a demonstration is, or another institution in its folders.

    With `replace`, only where files of `poa demo` were changed or added since, or others stand in its folders.
    """
    there = [name for name in (DATA, PARAMS) if (root / name).exists()]
    if not there:
        return
    places = " y ".join(there)
    if not replace:
        raise UsageError(
            f"Ya existe {places}: no se sobrescribe nada. Si es una demostración anterior, use --reemplazar; si es de "
            "otra institución, escriba la demostración en otra carpeta con --destino."
        )
    if not (root / RECORD).is_file():
        raise UsageError(
            f"{places} no lo hizo «poa demo» (falta {RECORD}) y no se reemplaza. Muévalo, o escriba la demostración "
            "en otra carpeta con --destino."
        )
    touched = sorted(_touched(root))
    if touched:
        raise UsageError(
            "Desde que se hizo la demostración se cambiaron o agregaron archivos: "
            f"{short_list_es(touched, NAMED)}. No se borran sin que usted lo decida: si ya no los necesita, borre "
            f"{DATA} y {PARAMS} y repita la orden."
        )


def _touched(root: Path) -> Iterator[str]:
    """Yield the files that were changed or added since the demonstration was made; deleted ones do not count."""
    written = json.loads((root / RECORD).read_text(encoding="utf-8"))["archivos"]
    for folder in (DATA, PARAMS):
        for path in (root / folder).rglob("*"):
            name = path.relative_to(root).as_posix()
            if path.is_file() and name != RECORD and written.get(name) != file_sha256(path):
                yield name


def _put_in_place(aside: Path, root: Path) -> None:
    """Move both folders into place; an earlier one is moved aside first and deleted last."""
    for name in (PARAMS, DATA):
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            old = aside / f"anterior-{target.parent.name}"
            os.replace(target, old)
        os.replace(aside / name, target)
    # Table sizes accepted for an earlier demonstration do not apply to this one.
    Workspace(root).accepted_file(DATA.rpartition("/")[2], YEAR).unlink(missing_ok=True)
