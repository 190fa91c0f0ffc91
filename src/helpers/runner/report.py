"""One run: params and data → the report's folder, in its place only when everything is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.kept_checks import NOTEBOOKS, KeptCheck, failed_of, read_checks
from helpers.reuse.state import state_of
from helpers.runner.apart import Apart
from helpers.runner.destination import Destination
from helpers.runner.front import cover
from helpers.runner.kept import Kept, Outcome
from helpers.runner.kept_sections import KeptSections
from helpers.runner.kept_steps import KeptSteps
from helpers.runner.manifest import COMPLETE, FAILED, PARTIAL, Origin, origin, write_manifest
from helpers.runner.pool import Ended, run_tasks
from helpers.runner.problems import Failure, NotFinal, NotReplaced, SectionsFailed, Unsettled
from helpers.runner.published import Published, close_cache, files_of, forget, keep_in_mind
from helpers.runner.request import Request, check_replaceable, chosen_sections, place_of
from helpers.runner.sections import Section, count_cells
from helpers.runner.steps import Steps, real_steps
from helpers.runner.tasks import WORKING, Task, task_of
from helpers.runner.times import write_times
from helpers.runner.warmth import warmth
from helpers.runner.watcher import Watcher
from helpers.startup import cores
from helpers.workspace import Workspace

if TYPE_CHECKING:
    from helpers.compute import Computed

UNTOUCHED = "No se publicó nada: el informe anterior, si lo había, sigue como estaba."
KEPT = "Lo que alcanzó a hacerse quedó en {folder}/"
DRAFT_AGAIN = "Hay comprobaciones que no coinciden: el informe se hace otra vez, como borrador que lo dice"
LOG = "nucleos.log"
FINAL = "definitivo"
_OPEN_DATA = "datos_abiertos"


def run_report(workspace: Workspace, request: Request, watcher: Watcher, steps: Steps | None = None) -> Published:
    """Compute, run the sections and publish.

    Raises
    ------
    PoaError
        Whatever stops it; the report that was there before is then untouched.
    """
    started = datetime.now()
    source = state_of(workspace, request.institution)
    sections = chosen_sections(workspace, request)
    destination = place_of(workspace, request)
    # What the sections import is imported aside while this computes.
    with destination.reserved() as left_by, warmth(workspace.root):
        if left_by:
            watcher.notice(f"Una corrida anterior quedó a medias ({left_by}); se descarta lo que dejó.")
        check_replaceable(destination, request)
        close_cache(workspace, watcher)
        watcher.step("Lectura de datos y cálculo")
        apart = Apart(steps or real_steps())
        plain = apart.wrapped() if steps is None else steps
        kept = Kept(workspace, request, source, watcher)
        # One at a time is what a batch asks for, which has other reports to keep the machine busy with.
        opened = apart.opened if steps is None and request.jobs != 1 else _by_itself
        steps = KeptSteps(kept, plain).wrapped() if steps is None else steps
        computed = steps.compute(workspace, request.institution, request.period, request.overrides)
        run = _Run(workspace, request, sections, computed, steps, plain, kept, watcher, started, opened)
        with destination.workspace() as folder:
            run, outcomes = run.fill(folder, destination)
            _take_place(destination)
        if run.failed:  # asked for again, it is made again, and says again that it is a draft
            forget(workspace, request)
        else:
            keep_in_mind(kept, computed, sections)
        files = files_of(destination.folder)
        done = (*kept.outcomes.values(), *outcomes)
        return Published(run.computed, destination.label, files, request.is_partial, done, run.failed)


@dataclass(frozen=True)
class _Run:
    """A run whose figures are computed: from there to a filled folder.

    Attributes
    ----------
    plain : Steps
        The steps without what is kept of earlier runs: for what no run has made before.
    failed : tuple of KeptCheck
        Checks of its sections that failed, and are among its findings.
    """

    workspace: Workspace
    request: Request
    sections: tuple[Section, ...]
    computed: Computed
    steps: Steps
    plain: Steps
    kept: Kept
    watcher: Watcher
    started: datetime
    opened: Callable[[Path, Path], AbstractContextManager[None]]
    failed: tuple[KeptCheck, ...] = ()

    def fill(self, folder: Path, destination: Destination) -> tuple[_Run, tuple[Outcome, ...]]:
        """Write everything into the working folder, and tell what it shows; what a failure leaves is kept aside."""
        source = origin(self.workspace, self.computed, self.sections, self.request.overrides)
        ended: dict[str, Ended] = {}
        try:
            self.steps.save(self.computed, folder)
            with self.opened(self.workspace.root, folder / LOG):
                run, outcomes = self._show(folder, source, ended)
        except Exception as problem:
            self._finish(folder, FAILED, source, ended)
            destination.keep_failed()
            problem.add_note(UNTOUCHED)
            problem.add_note(KEPT.format(folder=self.workspace.relative(destination.failed)))
            raise
        self._finish(folder, self._state, source, ended)
        return run, outcomes

    def _show(self, folder: Path, source: Origin, ended: dict[str, Ended]) -> tuple[_Run, tuple[Outcome, ...]]:
        """From the run saved in the folder to all that shows it."""
        self._begin(folder)
        outcomes = self._run_sections(folder, ended)
        failed = self._failed_in(folder)
        run = self._as_draft(failed, folder, ended) if failed else self
        run._write_outputs(folder, source, ended)
        return run, outcomes

    def _begin(self, folder: Path) -> None:
        """What needs no section."""
        if self.steps.begin_workpapers:  # it reads nothing but the run
            self.steps.begin_workpapers(folder)
        if self.steps.list_figures:
            self.steps.list_figures(self.computed, folder)
        if self.steps.open_data:
            self.steps.open_data(self.computed, folder)
        if self.steps.compare:
            self.watcher.step("Comparación con otros métodos")
            self.steps.compare(self.workspace, self.computed, folder)

    def _failed_in(self, folder: Path) -> tuple[KeptCheck, ...]:
        """The checks that failed in the sections as executed."""
        executed = ((section.name, self._executed(section, folder)) for section in self.sections)
        return failed_of(read_checks(executed))

    def _as_draft(self, failed: tuple[KeptCheck, ...], folder: Path, ended: dict[str, Ended]) -> _Run:
        """The run with its failed checks among its findings, saved and executed again for all of it to tell them.

        Raises
        ------
        NotFinal
            Where the report was to be final.
        Unsettled
            Where other checks fail now.
        """
        if self.computed.corrida.estado == FINAL:
            raise NotFinal(failed)
        self.watcher.notice(f"{DRAFT_AGAIN}.")
        shutil.rmtree(folder / NOTEBOOKS)
        self._clear(folder, keep_log=True)
        request = self.request
        computed = self.plain.compute(self.workspace, request.institution, request.period, request.overrides)
        from helpers.compute import with_failed

        run = replace(self, computed=with_failed(computed, failed), steps=self.plain, failed=failed)
        run._save_again(folder)
        run._run_sections(folder, ended)
        if run._failed_in(folder) != failed:
            raise Unsettled(failed, run._failed_in(folder))
        return run

    def _save_again(self, folder: Path) -> None:
        """Save the run and begin anew what had begun from it."""
        shutil.rmtree(folder / _OPEN_DATA, ignore_errors=True)
        self.steps.save(self.computed, folder)
        self._begin(folder)

    @property
    def _state(self) -> str:
        return PARTIAL if self.request.is_partial else COMPLETE

    def _run_sections(self, folder: Path, ended: dict[str, Ended]) -> tuple[Outcome, ...]:
        """Run the sections of which nothing that is kept holds, and put the others in place; notes how each ended."""
        self.watcher.sections_chosen({section.name: count_cells(section) for section in self.sections})
        (folder / NOTEBOOKS).mkdir()
        reuse = KeptSections(self.kept, self.sections, self.computed, folder)
        placed = reuse.place({section.name: self._executed(section, folder) for section in self.sections})
        tasks = [self._task(section, folder) for section in self.sections if reuse.must_run(section.name)]
        ran = self._run_tasks(tasks, folder) if tasks else {}
        ended.update({section.name: (placed | ran)[section.name] for section in self.sections})
        outcomes = reuse.settle(tasks, ended)
        self._raise_for_failures(ended)
        return outcomes

    def _run_tasks(self, tasks: Sequence[Task], folder: Path) -> dict[str, Ended]:
        jobs = min(self.request.jobs or cores(), len(tasks))
        return run_tasks(tasks, jobs, self.workspace.root, folder / LOG, self.watcher)

    @staticmethod
    def _executed(section: Section, folder: Path) -> Path:
        return folder / NOTEBOOKS / section.notebook.name

    def _task(self, section: Section, folder: Path) -> Task:
        values = (self.request.institution, self.request.period)
        return task_of(section.notebook, section.name, folder, self.workspace.root, values, self.request.limit)

    def _raise_for_failures(self, ended: Mapping[str, Ended]) -> None:
        failures = [
            Failure(section.name, section.notebook.name, stop.cell, stop.line, stop.error)
            for section in self.sections
            if (stop := ended[section.name].stop)
        ]
        if failures:
            raise SectionsFailed(failures)

    def _write_outputs(self, folder: Path, source: Origin, ended: Mapping[str, Ended]) -> None:
        self._write_page(folder, source)
        self.watcher.step("Papeles de trabajo")
        self.steps.workpapers(self.computed, folder)
        if self.request.with_pdf:
            self.watcher.step("Informe PDF")
            self._clear(folder)
            write_manifest(folder, self._state, source, ended, self.request.with_pdf)
            self.steps.print_pdf(self.computed, folder)

    def _write_page(self, folder: Path, source: Origin) -> None:
        self.watcher.step("Informe HTML")
        executed = [(section.name, self._executed(section, folder)) for section in self.sections]
        front = cover(self.computed, self.sections, self.request, source)
        self.steps.assemble(executed, front, folder)

    def _finish(self, folder: Path, state: str, source: Origin, ended: Mapping[str, Ended]) -> None:
        self._clear(folder, keep_log=state == FAILED)
        write_manifest(folder, state, source, ended, self.request.with_pdf)
        write_times(folder, self.started, ended)

    def _clear(self, folder: Path, *, keep_log: bool = False) -> None:
        """Take out what sections worked in, and their log unless it tells of a failure."""
        for working in folder.glob(f"{WORKING}*"):
            shutil.rmtree(working, ignore_errors=True)
        log = folder / LOG
        if log.exists() and not (keep_log and log.stat().st_size):
            log.unlink()


def _by_itself(_: Path, __: Path) -> AbstractContextManager[None]:
    """This process does every step."""
    return nullcontext()


def _take_place(destination: Destination) -> None:
    try:
        destination.publish()
    except OSError as problem:
        destination.keep_failed()
        raise NotReplaced(destination.label, destination.failed.name, str(problem)) from problem
    destination.forget_failed()
