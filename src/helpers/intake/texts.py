"""The planner's own prose: `texto/<seccion>.md` in the period's folder."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.digest import file_sha256
from helpers.params import Corrida
from helpers.workspace import Workspace


def read_texts(workspace: Workspace, corrida: Corrida) -> tuple[tuple[Mapping[str, str], ...], Mapping[str, str]]:
    """Read the texts of a run's period.

    Returns
    -------
    tuple of Mapping
        `seccion` and `texto` (Markdown, as written) of each file.
    Mapping[str, str]
        SHA-256 of each file, by its name from the root.
    """
    period = corrida.period
    folder = workspace.year_data(corrida.entidad, period.year) / period.window / "texto"
    files = sorted(folder.glob("*.md"))
    texts = tuple({"seccion": path.stem, "texto": path.read_text(encoding="utf-8")} for path in files)
    return texts, {workspace.relative(path): file_sha256(path) for path in files}
