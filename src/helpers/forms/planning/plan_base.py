"""The folder of a plan's version, and the plan from which its forms start."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from helpers.base.errors import UsageError
from helpers.base.system.workspace import Workspace
from helpers.forms.reception.reception_log import INBOX
from helpers.intake.dataset import Dataset
from helpers.intake.year_folders import LEFT_ALONE, PLAN_FOLDER
from helpers.scoring.planning.plan_in_force import since
from helpers.settings.params import Corrida

VERSION = re.compile(r"\w[\w.\-]*")


def version_folder(workspace: Workspace, corrida: Corrida, version: str) -> Path:
    """Return the folder `poa/<version>` in the year's data, which must contain an inbox.

    Raises
    ------
    UsageError
        If the name is not valid for a version, or the version has no inbox.
    """
    plan = workspace.year_data(corrida.entidad, corrida.period.year) / PLAN_FOLDER
    if VERSION.fullmatch(version) is None or version in {*LEFT_ALONE, INBOX}:
        raise UsageError(f"«{version}» no sirve de nombre de versión: use letras, cifras, puntos y guiones, como v1.")
    folder = plan / version
    if not (folder / INBOX).is_dir():
        raise UsageError(
            f"No existe {workspace.relative(folder / INBOX)}/: haga esa carpeta y ponga en ella los formularios de "
            "programación que vuelven, con el nombre que traigan."
        )
    return folder


def earlier_plan(dataset: Dataset, version: str) -> Dataset:
    """Return the dataset without the tasks of a version and of later ones: the plan from which its forms start.

    If the version has a date in `versiones`, only versions with an earlier date are kept, and those that `versiones`
    lists without date. If it has none, listed or not, all dated versions are kept, and undated ones whose name comes
    before its own (v2 before v10).

    If its own tasks stayed, the version would be in force as soon as it is written, and the forms that made it would
    then count as forms of another version.
    """
    listed = {row.text("version"): row for row in dataset.rows("versiones")}
    own = listed[version].date("fecha") if version in listed else None

    def precedes(other: str) -> bool:
        """Return whether a version came before the one being prepared, as `earlier_plan` says."""
        row = listed.get(other)
        if own is not None:
            return row is not None and since(row) < own
        is_dated = row is not None and row.date("fecha") is not None
        return other != version and (is_dated or _natural(other) < _natural(version))

    tasks = tuple(row for row in dataset.rows("tareas") if precedes(row.text("version")))
    return replace(dataset, tables={**dataset.tables, "tareas": tasks})


def _natural(version: str) -> list[tuple[int, str]]:
    """Sort key that puts v10 after v2."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", version)]
