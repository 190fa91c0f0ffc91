"""Skips what has a valid kept result: computing and its tables, sections, outputs of the saved run, the page's data."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from helpers.base.python_extras import PlainData, not_none
from helpers.base.system.digest import data_sha256
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.outputs.run_files import TEXTS_FILE
from helpers.run.compute import hold, read, save_texts
from helpers.run.kept.input_state import FILES, NOTEBOOKS, TEXTS, digest
from helpers.run.kept.kept_results import Kept, Left, Outcome
from helpers.run.kept.step_keys import COMPUTING, PAGE_DATA, RUN_FILES, SECTION, Found, Source, run_parts
from helpers.run.processes.section_pool import Ended
from helpers.run.report.report_steps import LOG, PAGE_DATA_FILE, Output, Steps
from helpers.run.report.section_notebooks import Section, Task
from helpers.texts.conclusions.conclusions_draft import is_read_by

if TYPE_CHECKING:
    from helpers.figures.records import Prose
    from helpers.settings.params import Corrida
    from helpers.texts.section_prose import Texts

PROSE_FILE = "prosa.txt"
"""File kept with the computed run: the digest of the texts and notebook prose that the rules read."""
PROSE_SAYS_OTHER = "cambiaron los hallazgos sobre los textos o sobre la prosa de los cuadernos"
OTHER_FIGURES = "la página imprime otras cifras"
NOTEBOOK_FILE, CELL_TEXTS_FILE = "cuaderno.ipynb", "textos_del_cuaderno.json"


@dataclass
class KeptSteps:
    """Steps that look for a kept result first.

    Attributes
    ----------
    steps : Steps
        The steps that do the work when no kept result is valid.
    """

    kept: Kept
    steps: Steps
    _computing: Found = field(default_factory=lambda: Found(None))
    _prose: str = ""
    _outputs: dict[str, Found] = field(default_factory=dict)

    def wrapped(self) -> Steps:
        """Return the steps; computing, its tables, the outputs and the page's data first look for a valid kept result.

        Without one they do the work and keep its result. Printing, attaching and the Word document are always done.
        """
        return replace(
            self.steps,
            compute=self._compute,
            save=self._save,
            complete=self._complete,
            begin=self._begin,
            write=self._write,
            assemble=self._assemble,
        )

    @cached_property
    def _source(self) -> Source:
        """What computing depends on: no other step's files."""
        return self.kept.source(COMPUTING, {})

    def _compute(self, workspace: Workspace, institution: str, period: str, overrides: Sequence[str]) -> Computed:
        """Return the kept run with the present texts if the rules on prose find the same in them; else compute it."""
        from helpers.settings.params import load_run
        from helpers.texts.section_prose import notebook_prose, read_texts

        corrida = load_run(workspace, institution, period, overrides)
        texts = read_texts(workspace, corrida)
        prose = (*texts.prose, *notebook_prose(workspace, corrida))
        self._prose = data_sha256([[one.file, one.section, one.text, one.cell] for one in prose])
        found = self.kept.find(COMPUTING, self._source)
        if found.files is not None:
            computed = replace(_read(found.files), texts=texts.own)
            if found.files[PROSE_FILE].decode() == self._prose or _says_the_same(computed, corrida, texts, prose):
                self._computing = found
                return computed
            self.kept.outcomes[COMPUTING] = Outcome(COMPUTING, PROSE_SAYS_OTHER)
        return self.steps.compute(workspace, institution, period, overrides)

    def _save(self, computed: Computed, folder: Path) -> None:
        """Write the files of the kept run with the present texts, or save the run that was computed."""
        if self._computing.files is None:
            self.steps.save(computed, folder)
            return
        Found({name: data for name, data in self._computing.files.items() if name != PROSE_FILE}).write(folder)
        save_texts(computed.texts, folder)
        hold(folder, computed)

    def _complete(self, workspace: Workspace, computed: Computed, folder: Path) -> None:
        """Write tables and comparison of a computed run and keep all its files; a kept run already has them."""
        if self._computing.files is not None:
            return
        self.steps.complete(workspace, computed, folder)
        paths = (path for path in folder.rglob("*") if path.is_file() and path.name != LOG)
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}
        known = self.kept.state[FILES]
        others = {name: digest(workspace.root / name) for name in computed.book.inputs if name not in known}
        self.kept.keep(Left(COMPUTING, self._source, {**files, PROSE_FILE: self._prose.encode()}, others))

    def _begin(self, output: Output, folder: Path) -> None:
        """Start an output, unless there is a kept result of it."""
        if self._kept_output(output, folder).files is None:
            self.steps.begin(output, folder)

    def _kept_output(self, output: Output, folder: Path) -> Found:
        """Return the kept result of an output of the run in a folder, looked up once per run (`Kept.find`)."""
        if output.step not in self._outputs:
            self._outputs[output.step] = self.kept.find(output.step, self._source_of(output, folder))
        return self._outputs[output.step]

    def _source_of(self, output: Output, folder: Path) -> Source:
        """Return what an output depends on: the files of the computed run in `folder`."""
        return self.kept.source(output.step, run_parts(folder))

    def _write(self, output: Output, computed: Computed, folder: Path) -> None:
        """Write the kept files of an output, or do the step and keep its files."""
        found = self._kept_output(output, folder)
        if found.files is not None:
            found.write(folder)
            return
        self.steps.write(output, computed, folder)
        files = {name: (folder / name).read_bytes() for name in output.files}
        self.kept.keep(Left(output.step, self._source_of(output, folder), files))

    def _assemble(
        self, computed: Computed, notebooks: Sequence[tuple[str, Path]], source: str, is_partial: bool, folder: Path
    ) -> None:
        """Provide the kept data of the page's panel, make the page, and keep the panel's data if they changed."""
        key, file = self.kept.source(PAGE_DATA, run_parts(folder)), folder / PAGE_DATA_FILE
        found = self.kept.find(PAGE_DATA, key)
        found.write(folder)
        self.steps.assemble(computed, notebooks, source, is_partial, folder)
        left = {PAGE_DATA_FILE: file.read_bytes()} if file.is_file() else {}
        if left and left != found.files:
            reason = self.kept.outcomes[PAGE_DATA].reason or OTHER_FIGURES
            self.kept.outcomes[PAGE_DATA] = Outcome(PAGE_DATA, reason)
            self.kept.keep(Left(PAGE_DATA, key, left))


def _says_the_same(computed: Computed, corrida: Corrida, texts: Texts, prose: tuple[Prose, ...]) -> bool:
    """Whether the rules on texts and notebooks find now what they found when the kept run was computed."""
    from helpers.checks.follow_up.written_texts import findings_of_prose, is_of_prose, outdated_passages

    outdated = outdated_passages(computed.book, computed.findings, corrida, prose)
    now = (*texts.findings, *findings_of_prose(computed.book, computed.metodo, corrida, prose))
    now += tuple(finding.as_found() for finding in outdated)
    kept = (finding.as_found() for finding in computed.findings if is_of_prose(finding))
    return Counter(now) == Counter(kept)


def _read(files: Mapping[str, bytes]) -> Computed:
    """Read the kept run from its files' contents, whose checksums were verified."""
    names = [TEXTS_FILE, *(name for part in RUN_FILES.values() for name in part)]
    with tempfile.TemporaryDirectory(prefix="poa-") as place:
        Found({name: files[name] for name in names if name in files}).write(Path(place))
        return read(Path(place))


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
        if texts != json.loads(found.files[CELL_TEXTS_FILE]):
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
        files = {NOTEBOOK_FILE: Path(task.executed).read_bytes(), CELL_TEXTS_FILE: json.dumps(texts).encode()}
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
        into the executed notebook by cell id; empty if there is no file or it cannot be read.
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
