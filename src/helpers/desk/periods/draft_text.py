"""Writes the drafts of the matters for decision and of the conclusions into the planner's folder, each only once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from helpers.base.system import atomic
from helpers.base.system.workspace import Workspace
from helpers.desk.periods.new_period import MADE, TEXTS, THERE, Line
from helpers.figures.book import Book
from helpers.figures.findings import Finding
from helpers.run.compute import compute
from helpers.settings.params import Corrida, load_run
from helpers.texts.conclusions import conclusions_draft
from helpers.texts.decisions import decisions_draft

WRITTEN = "Siguiente paso: corrija el texto y haga el informe (poa informe {run}): imprimirá lo que diga este archivo."
KEPT = "No se cambió: el informe imprime lo que dice. Para ver el borrador de hoy: poa borrador {run} --mostrar"
Draft = Callable[[Book, tuple[Finding, ...], date], str]


def _drafts(corrida: Corrida, matters: str | None = None) -> Mapping[str, Draft]:
    """Return the drafts that a run's report can print, by the name of their text, in the report's order.

    `matters`: the planner's text of the matters for decision, whose subjects the conclusions leave out.
    """
    conclusions: Mapping[str, Draft] = {
        conclusions_draft.SECTION: partial(conclusions_draft.draft_text, matters=matters)
    }
    if corrida.period.is_plan or decisions_draft.HOST not in corrida.secciones:
        return conclusions
    return {decisions_draft.TEXT: decisions_draft.draft_text, **conclusions}


def drafts_of(workspace: Workspace, institution: str, period: str) -> Mapping[str, str]:
    """Compute a run and return its drafts by the name of their text, as the planner edits them; nothing is written.

    Raises
    ------
    UsageError
        If the institution or the period does not exist.
    ConfigError
        If a params or method file does not load.
    InputsFailed
        If the data have errors.
    """
    computed = compute(workspace, institution, period)
    cutoff = computed.corrida.cutoff(computed.corrida.period)
    drafts = _drafts(computed.corrida, decisions_draft.own_matters(computed.texts))
    return {name: draft(computed.book, computed.findings, cutoff) for name, draft in drafts.items()}


def write_drafts(workspace: Workspace, institution: str, period: str) -> tuple[Line, ...]:
    """Write the drafts of a run into the period's folder `texto`; a file that exists stays as it is.

    The note of each line is a sentence on what to do. If all exist, the run is not computed, and data with errors raise
    nothing.

    Raises
    ------
    UsageError
        If the institution or the period does not exist.
    ConfigError
        If a params or method file does not load.
    InputsFailed
        If the data have errors.
    """
    run = f"{institution}/{period}"
    corrida = load_run(workspace, institution, period)
    folder = workspace.year_data(institution, corrida.period.year) / corrida.period.window / TEXTS
    paths = {name: folder / f"{name}.md" for name in _drafts(corrida)}
    there = {name for name, path in paths.items() if path.exists()}
    texts = {} if there == paths.keys() else drafts_of(workspace, institution, period)
    lines = []
    for name, path in paths.items():
        state, note = (THERE, KEPT) if name in there else (MADE, WRITTEN)
        if state == MADE:
            folder.mkdir(parents=True, exist_ok=True)
            atomic.create_text(path, texts[name])
        lines.append(Line(state, workspace.relative(path), note.format(run=run)))
    return tuple(lines)
