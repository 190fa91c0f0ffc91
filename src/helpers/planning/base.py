"""Where a version of the plan is put together, and what its forms started from."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from helpers.errors import UsageError
from helpers.intake.dataset import Dataset
from helpers.intake.folders import LEFT_ALONE, PLAN_FOLDER
from helpers.intake.problems import hint
from helpers.params import Corrida
from helpers.reception.log import INBOX
from helpers.scoring.plan import since
from helpers.workspace import Workspace

VERSION = re.compile(r"\w[\w.\-]*")


def version_folder(workspace: Workspace, corrida: Corrida, version: str) -> Path:
    """The folder of a version that has an inbox.

    Raises
    ------
    UsageError
        For a name that no version can have, or a version without its inbox.
    """
    plan = workspace.year_data(corrida.entidad, corrida.period.year) / PLAN_FOLDER
    if VERSION.fullmatch(version) is None or version in {*LEFT_ALONE, INBOX}:
        raise UsageError(f"«{version}» no sirve de nombre de versión: use letras, cifras, puntos y guiones, como v1.")
    folder = plan / version
    if not (folder / INBOX).is_dir():
        known = sorted(path.parent.name for path in plan.glob(f"*/{INBOX}") if path.is_dir())
        others = f" Con formularios, {hint(version, known)}." if known else ""
        raise UsageError(
            f"No existe {workspace.relative(folder / INBOX)}/: haga esa carpeta y ponga en ella los formularios de "
            f"programación que vuelven, con el nombre que traigan.{others}"
        )
    return folder


def base_of(dataset: Dataset, version: str) -> Dataset:
    """The tables without a version's own tasks and those of later ones: what its forms started from.

    With them, the version that is being made would be the one in force as soon as it is written, and the same forms
    would then be of another.
    """
    days = {row.text("version"): since(row) for row in dataset.rows("versiones")}
    own = days.get(version)

    def precedes(other: str) -> bool:
        day = days.get(other)
        if own is not None:
            return day is not None and day < own
        return other != version and (day is not None or _natural(other) < _natural(version))

    tasks = tuple(row for row in dataset.rows("tareas") if precedes(row.text("version")))
    return replace(dataset, tables={**dataset.tables, "tareas": tasks})


def _natural(version: str) -> list[tuple[int, str]]:
    """v10 comes after v2."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", version)]
