"""Steps of a run that are done only where what they take is another: computing with its tables, and the workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.records import Prose
from helpers.reuse.canonical import digest_of
from helpers.reuse.differences import RUN_FILES
from helpers.reuse.places import Places
from helpers.reuse.steps import Found, files_in, find, keep
from helpers.reuse.store import Shelf
from helpers.reuse.told import ASKED_TO_RUN
from helpers.reuse.watched import FILES, REVISION, State, changed_meanwhile
from helpers.runner.reused import Outcome
from helpers.runner.steps import WORKPAPERS_FILE, Steps
from helpers.runner.watcher import Watcher
from helpers.workspace import Workspace

if TYPE_CHECKING:
    from helpers.compute import Computed

COMPUTING, WORKPAPERS = "cálculo", "papeles de trabajo"
PROSE_FILE = "prosa.txt"
"""Kept with what was computed: the digest of the notebooks' prose that the rules read."""
PROSE_SAYS_OTHER = "la prosa de los cuadernos cambió, y con ella sus hallazgos"
_NOTEBOOKS = "notebooks/"


@dataclass
class KeptSteps:
    """Steps that look first at what is kept.

    Attributes
    ----------
    steps : Steps
        The steps themselves.
    state : State
        All that the report can be made from, as the run began (`watched`).
    use : bool
        What is kept is used; otherwise all is done, and kept.
    watcher : Watcher
        Told where something cannot be kept.
    outcomes : dict of str to Outcome
        Whether each was done, and why.
    """

    workspace: Workspace
    institution: str
    period: str
    steps: Steps
    state: State
    use: bool
    watcher: Watcher
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    _computing: Found | None = None
    _prose: tuple[Prose, ...] = ()
    _workbook: Found | None = None
    _source_of_workbook: State = field(default_factory=dict)
    _source: State = field(default_factory=dict)

    def wrapped(self) -> Steps:
        """The same steps, that look first."""
        return replace(
            self.steps,
            compute=self._compute,
            save=self._save,
            list_figures=self._list_figures,
            open_data=self._open_data,
            compare=self._compare,
            begin_workpapers=self._begin_workpapers if self.steps.begin_workpapers else None,
            workpapers=self._workpapers,
        )

    def _shelf(self, step: str) -> Shelf:
        return Shelf(self.workspace.kept_steps(self.institution, self.period) / step.replace(" ", "_"))

    def _find(self, step: str, source: State) -> Found:
        found = find(self._shelf(step), source) if self.use else Found(None, ASKED_TO_RUN)
        self.outcomes[step] = Outcome(step, found.reason)
        return found

    def _compute(self, workspace: Workspace, institution: str, period: str, overrides: Sequence[str]) -> Computed:
        from helpers.intake.notebook_prose import notebook_prose
        from helpers.params import load_run

        self._source = self._source_of_computing(overrides)
        self._prose = notebook_prose(workspace, load_run(workspace, institution, period, overrides))
        found = self._find(COMPUTING, self._source)
        if found.files is not None and (kept := self._kept(found)):
            return kept
        return self.steps.compute(workspace, institution, period, overrides)

    def _kept(self, found: Found) -> Computed | None:
        """What is kept, unless the rules would find something else in the notebooks' prose."""
        files = dict(found.files)
        prose = files.pop(PROSE_FILE, b"").decode()
        computed = _read(files)
        if prose != digest_of(self._prose) and not _says_the_same(computed, self._prose):
            self.outcomes[COMPUTING] = Outcome(COMPUTING, PROSE_SAYS_OTHER)
            return None
        self._computing = Found(files)
        return computed

    def _source_of_computing(self, overrides: Sequence[str]) -> State:
        """Everything but the notebooks: the rules read their prose for numbers, which is looked at apart."""
        files = {name: digest for name, digest in self.state[FILES].items() if not name.startswith(_NOTEBOOKS)}
        asked = {"lo dado con -p": " ".join(overrides)}
        return {**self._around(), FILES: files, "pedido": asked}

    def _around(self) -> State:
        return {part: dict(found) for part, found in self.state.items() if part not in (FILES, REVISION)}

    def _save(self, computed: Computed, folder: Path) -> None:
        if self._is_kept:
            self._computing.write(folder)
        else:
            self.steps.save(computed, folder)

    @property
    def _is_kept(self) -> bool:
        return self._computing is not None

    def _list_figures(self, computed: Computed, folder: Path) -> None:
        if not self._is_kept and self.steps.list_figures:
            self.steps.list_figures(computed, folder)

    def _open_data(self, computed: Computed, folder: Path) -> None:
        if not self._is_kept and self.steps.open_data:
            self.steps.open_data(computed, folder)

    def _compare(self, workspace: Workspace, computed: Computed, folder: Path) -> None:
        if self._is_kept:
            return
        if self.steps.compare:
            self.steps.compare(workspace, computed, folder)
        files = files_in(folder)
        files.pop(WORKPAPERS_FILE, None)  # another process may be writing it: it is half there, and kept by itself
        self._keep(COMPUTING, self._source, {**files, PROSE_FILE: digest_of(self._prose).encode()})

    def _begin_workpapers(self, folder: Path) -> None:
        if self._kept_workpapers(folder).files is None:
            self.steps.begin_workpapers(folder)

    def _kept_workpapers(self, folder: Path) -> Found:
        """Those of the run in a folder; looked for once."""
        if self._workbook is None:
            files = {name: Places.file_digest(folder / name) for name in RUN_FILES}
            self._source_of_workbook = {**self._around(), FILES: files}
            self._workbook = self._find(WORKPAPERS, self._source_of_workbook)
        return self._workbook

    def _workpapers(self, computed: Computed, folder: Path) -> None:
        found = self._kept_workpapers(folder)
        if found.files is not None:
            found.write(folder)
            return
        self.steps.workpapers(computed, folder)
        self._keep(WORKPAPERS, self._source_of_workbook, {WORKPAPERS_FILE: (folder / WORKPAPERS_FILE).read_bytes()})

    def _keep(self, step: str, source: State, files: Mapping[str, bytes]) -> None:
        self._keep_if_sure(step, lambda: keep(self._shelf(step), source, files))

    def _keep_if_sure(self, step: str, put_away: Callable[[], None]) -> None:
        """Keep what a step left, unless what it was made from may no longer be what was seen as the run began."""
        why = changed_meanwhile(self.workspace, self.institution, self.state)
        try:
            if not why:
                put_away()
        except OSError as problem:  # the report is made all the same
            why = str(problem)
        if why:
            self.outcomes[step] = replace(self.outcomes[step], not_kept=why)
            self.watcher.notice(f"No se guarda lo hecho ({step}): {why}.")


def _says_the_same(computed: Computed, prose: tuple[Prose, ...]) -> bool:
    """Whether the rules find in the notebooks' prose what they found when this was computed."""
    from helpers.checks.prose import CODES, findings_of_prose

    now = findings_of_prose(computed.book, computed.metodo, computed.corrida, prose)
    then = (one for one in computed.findings if one.codigo in CODES and one.archivo.startswith(_NOTEBOOKS))
    return Counter(now) == Counter(then)


def _read(files: Mapping[str, bytes]) -> Computed:
    """The run that was kept, from bytes that were checked."""
    import tempfile

    from helpers.compute import read

    with tempfile.TemporaryDirectory(prefix="poa-") as place:
        Found({name: files[name] for name in RUN_FILES}).write(Path(place))
        return read(Path(place))
