"""Writes the draft of the conclusions into the planner's folder; an existing text is never overwritten."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.base.system import atomic
from helpers.base.system.workspace import Workspace
from helpers.run.compute import compute
from helpers.settings.params import load_run
from helpers.texts.conclusions.conclusions_draft import SECTION, draft_text

WRITTEN = "corrija el texto y haga el informe (poa informe {run}): imprimirá lo que diga este archivo."
KEPT = (
    "no se cambió nada: el informe imprime lo que dice este archivo. Para ver el borrador de hoy: poa borrador {run} "
    "--mostrar"
)


@dataclass(frozen=True)
class DraftWritten:
    """The result of writing the draft.

    Attributes
    ----------
    state : str
        `creado` or `ya estaba`.
    name : str
        Path of the file from the root.
    advice : str
        Next step, in Spanish.
    """

    state: str
    name: str
    advice: str


def draft_of(workspace: Workspace, institution: str, period: str) -> str:
    """Compute a run and return the draft of its conclusions, in the format that the planner edits; nothing is written.

    Raises
    ------
    UsageError, ConfigError, InputsFailed
        As in `compute`.
    """
    computed = compute(workspace, institution, period)
    cutoff = computed.corrida.cutoff(computed.corrida.period)
    return draft_text(computed.book, computed.findings, cutoff)


def write_draft(workspace: Workspace, institution: str, period: str) -> DraftWritten:
    """Write the draft of a run's conclusions into the period's folder `texto`; an existing file stays as it is.

    Raises
    ------
    UsageError, ConfigError, InputsFailed
        As in `compute`.
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
