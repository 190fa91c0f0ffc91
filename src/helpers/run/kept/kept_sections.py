"""Decides which sections must run and which kept results are still valid; keeps the results of those that run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from helpers.base.python_extras import PlainData, not_none
from helpers.base.system.digest import data_sha256
from helpers.run.kept.input_state import NOTEBOOKS, TEXTS, digest
from helpers.run.kept.kept_results import Kept, Left, Outcome
from helpers.run.kept.step_keys import SECTION, Found, Source, run_parts
from helpers.run.processes.section_pool import Ended
from helpers.run.report.section_notebooks import Section, Task
from helpers.texts.conclusions.conclusions_draft import is_read_by

if TYPE_CHECKING:
    from helpers.checks.computed import Computed

NOTEBOOK_FILE, TEXTS_FILE = "cuaderno.ipynb", "textos_del_cuaderno.json"


@dataclass(frozen=True)
class KeptSections:
    """The sections of a run and their kept results.

    Attributes
    ----------
    folder : Path
        The run's folder, where the computed run is already saved.
    """

    kept: Kept
    sections: Sequence[Section]
    computed: Computed
    folder: Path

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        """What each section depends on, by the section's name."""
        saved = run_parts(self.folder)
        return {section.name: self._source(section, saved) for section in self.sections}

    def _source(self, section: Section, saved: Mapping[str, Mapping[str, str]]) -> Source:
        """Describe what a section depends on; of notebooks and texts, only on its own."""
        own = {
            NOTEBOOKS: {section.label: _results_digest(section.notebook)},
            TEXTS: {text.file: text.sha256 for text in self.computed.texts if is_read_by(section.name, text)},
        }
        return self.kept.source(SECTION, {**own, **saved})

    @cached_property
    def _found(self) -> Mapping[str, Found]:
        """The kept result of each section with the notebook's present text, in the report's order."""
        return {section.name: self._find(section) for section in self.sections}

    def _find(self, section: Section) -> Found:
        """Return a section's kept notebook, with the present texts of its Markdown cells, or why it must run."""
        step = _step(section.name)
        found = self.kept.find(step, self._sources[section.name])
        if found.files is None:
            return found
        executed, texts = found.files[NOTEBOOK_FILE], _markdown_texts(section.notebook.read_bytes())
        if texts != json.loads(found.files[TEXTS_FILE]):
            executed = _with_texts(executed, texts)
            self.kept.outcomes[step] = Outcome(step, has_new_text=True)
        return Found({NOTEBOOK_FILE: executed})

    def must_run(self, section: str) -> bool:
        """Return whether a section, by name, has to run: it has no valid kept result."""
        return self._found[section].files is None

    def place(self, executed: Mapping[str, Path]) -> dict[str, Ended]:
        """Write the kept results where the sections would have written them, and report each to the watcher.

        Parameters
        ----------
        executed : Mapping of str to Path
            By section, where its executed notebook goes.

        Returns
        -------
        dict[str, Ended]
            The sections that do not run; they take 0 seconds.
        """
        placed = [name for name in self._found if not self.must_run(name)]
        for name in placed:
            executed[name].write_bytes(not_none(self._found[name].files)[NOTEBOOK_FILE])
            self.kept.watcher.section_reused(name)
        return {name: Ended(0.0, None) for name in placed}

    def settle(self, tasks: Sequence[Task], ended: Mapping[str, Ended]) -> tuple[Outcome, ...]:
        """Keep the results of the sections that ran; return every section's outcome, in the report's order.

        A section that failed is not kept. The outcomes are removed from `kept.outcomes`.
        """
        new = [task for task in tasks if ended[task.section].stop is None]
        self.kept.keep(*map(self._left, new))
        return tuple(replace(self.kept.outcomes.pop(_step(name)), section=name) for name in self._sources)

    def _left(self, task: Task) -> Left:
        """Return what is kept of a section that ran: its executed notebook and the texts of its Markdown cells."""
        texts = _markdown_texts(Path(task.notebook).read_bytes())
        files = {NOTEBOOK_FILE: Path(task.executed).read_bytes(), TEXTS_FILE: json.dumps(texts).encode()}
        return Left(_step(task.section), self._sources[task.section], files)


def _step(section: str) -> str:
    """Return the name of the step that executes a section."""
    return f"{SECTION} {section}"


def _results_digest(notebook: Path) -> str:
    """Return the SHA-256 of what a notebook's results depend on: everything but the text of its Markdown cells.

    Returns
    -------
    str
        The whole file's digest if it is no notebook, or if cells lack ids or share one, because the new texts are put
        into the executed notebook by cell id; empty if there is no file.
    """
    try:
        plain = json.loads(notebook.read_text(encoding="utf-8"))
        ids = {cell["id"] for cell in plain["cells"]}
        texts = [cell for cell in plain["cells"] if cell["cell_type"] == "markdown"]
    except (OSError, ValueError, KeyError, TypeError):
        return digest(notebook)
    if len(ids) < len(plain["cells"]):
        return digest(notebook)
    for cell in texts:
        cell["source"] = ""
    return data_sha256(plain)


def _markdown_texts(notebook: bytes) -> dict[str, str]:
    """Return the texts of a notebook's Markdown cells by the cells' ids; `notebook` is the file's content."""
    cells: list[PlainData] = json.loads(notebook)["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells if "id" in cell and cell["cell_type"] == "markdown"}


def _with_texts(executed: bytes, texts: Mapping[str, str]) -> bytes:
    """Return an executed notebook whose Markdown cells have the texts given by cell id; other cells keep theirs."""
    notebook = nbformat.reads(executed.decode("utf-8"), as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = texts.get(cell.id, cell.source)
    return f"{nbformat.writes(notebook)}\n".encode()
