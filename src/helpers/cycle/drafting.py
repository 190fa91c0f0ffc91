"""The draft of the conclusions in the planner's own folder: written once, never over what somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass

from helpers import atomic
from helpers.compute import compute
from helpers.conclusions.draft import SECTION, draft_text
from helpers.conclusions.ground import Ground
from helpers.params import load_run
from helpers.workspace import Workspace

WRITTEN = "corrija el texto y haga el informe (poa report {run}): imprimirá lo que diga este archivo."
KEPT = (
    "no se cambió nada: el informe imprime lo que dice este archivo. Para ver el borrador de hoy: poa draft {run} "
    "--mostrar"
)


@dataclass(frozen=True)
class DraftWritten:
    """What was done with the draft.

    Attributes
    ----------
    state : str
        `creado` or `ya estaba`.
    name : str
        The file, from the root.
    advice : str
        What to do next, in Spanish.
    """

    state: str
    name: str
    advice: str


def draft_of(workspace: Workspace, institution: str, period: str) -> str:
    """The draft of a run's conclusions as the planner edits it.

    Raises
    ------
    UsageError, ConfigError, InputsFailed
        As `compute` does.
    """
    computed = compute(workspace, institution, period)
    cutoff = computed.corrida.cutoff(computed.corrida.period)
    return draft_text(Ground(computed.book, computed.findings, cutoff))


def write_draft(workspace: Workspace, institution: str, period: str) -> DraftWritten:
    """Write the draft of a run's conclusions among the period's texts, unless there is one.

    Raises
    ------
    UsageError, ConfigError, InputsFailed
        As `compute` does.
    """
    run = f"{institution}/{period}"
    window = load_run(workspace, institution, period).period
    path = workspace.year_data(institution, window.year) / window.window / "texto" / f"{SECTION}.md"
    name = workspace.relative(path)
    if path.exists():
        return DraftWritten("ya estaba", name, KEPT.format(run=run))
    text = draft_of(workspace, institution, period)
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.create_text(path, text)
    return DraftWritten("creado", name, WRITTEN.format(run=run))
