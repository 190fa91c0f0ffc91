"""One run from params and data to the report's folder, which is put in place only when it is complete."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from helpers.base.errors import PoaError
from helpers.base.system.processes import cores
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.outputs.run_files import NOTEBOOKS, OPEN_DATA
from helpers.outputs.saved_checks import SavedCheck, failed_of, failed_words, read_checks
from helpers.run.compute import with_failed
from helpers.run.kept.input_state import state_of
from helpers.run.kept.kept_results import Kept, Outcome
from helpers.run.kept.kept_steps import KeptSections, KeptSteps
from helpers.run.processes.section_pool import Ended, run_tasks, warm_page
from helpers.run.processes.step_processes import Crew
from helpers.run.report.destination import Destination
from helpers.run.report.manifest import COMPLETE, FAILED, PARTIAL, Origin, origin, write_manifest, write_times
from helpers.run.report.published_report import (
    FINAL,
    check_accepted,
    check_replaceable,
    close_cache,
    files_of,
    keep_in_mind,
    place_of,
    take_place,
    tell_replaced,
)
from helpers.run.report.report_order import Failure, Request, SectionsFailed, Watcher
from helpers.run.report.report_steps import LOG, Beside, Steps, outputs_for, real_steps
from helpers.run.report.section_notebooks import WORKING, Section, chosen_sections, count_cells, task_of

UNTOUCHED = "No se publicó nada: el informe anterior, si lo había, sigue como estaba."
KEPT = "Lo que alcanzó a hacerse quedó en {folder}/"
ONLY_DRAFT = "Con estado «borrador» el informe se hace y lo dice en su primera página."
UNSETTLED = (
    "Las comprobaciones que no coinciden cambian de una ejecución a otra: primero {}; después {}. Una sección no da "
    "siempre lo mismo, o depende de los hallazgos: avise a quien mantiene el libro."
)
DRAFT_AGAIN = "Hay comprobaciones que no coinciden: el informe se hace otra vez, como borrador que lo dice"


@dataclass(frozen=True)
class Published:
    """A report in its place.

    Attributes
    ----------
    computed : Computed
        The run that it shows.
    folder : str
        Its folder, as messages name it.
    files : tuple of str
        Its files; folders end with `/`.
    is_partial : bool
        It has only the requested sections.
    done : tuple of Outcome
        Which steps and sections were done and why, in the report's order.
    failed : tuple of SavedCheck
        Failed checks of its sections; with any, the report is a draft that says so.
    """

    computed: Computed
    folder: str
    files: tuple[str, ...]
    is_partial: bool = False
    done: tuple[Outcome, ...] = ()
    failed: tuple[SavedCheck, ...] = ()


def run_report(workspace: Workspace, request: Request, watcher: Watcher, steps: Steps | None = None) -> Published:
    """Compute a run, execute its sections and publish its report.

    Parameters
    ----------
    steps : Steps or None
        The steps to call, without kept results; None for the real ones.

    Raises
    ------
    PoaError
        For what a user can mend. After this or any other exception the earlier report is unchanged.
    """
    started = datetime.now()
    source = state_of(workspace, request.institution)
    sections = chosen_sections(workspace, request)
    destination = place_of(workspace, request)
    with destination.reserved() as left_by:
        if left_by:
            watcher.notice(f"Una corrida anterior quedó a medias ({left_by}); se descarta lo que dejó.")
        check_replaceable(destination, request)
        close_cache(workspace, watcher)
        watcher.step("Lectura de datos y cálculo")
        kept = Kept(workspace, request, source, watcher)
        with destination.workspace() as folder, Crew(request.jobs or cores(), workspace.root, folder / LOG) as crew:
            # With one place (a batch: other reports use the other cores) steps run here, one after another.
            plain = steps or (real_steps() if crew.places == 1 else Beside(real_steps(), crew).wrapped())
            steps = steps or KeptSteps(kept, plain).wrapped()
            computed = steps.compute(workspace, request.institution, request.period, request.overrides)
            check_accepted(computed, workspace)
            tell_replaced(destination, computed, request, watcher)
            run = _Run(workspace, request, sections, computed, steps, plain, kept, watcher, started, crew)
            run, outcomes = run.fill(folder, destination)
            take_place(destination, watcher)
        if run.failed:  # the next run must report the failed checks again
            request.record(workspace).unlink(missing_ok=True)
        else:
            keep_in_mind(kept, computed, sections)
        files, done = files_of(destination.folder), (*kept.outcomes.values(), *outcomes)
        return Published(run.computed, destination.label, files, request.is_partial, done, run.failed)


@dataclass(frozen=True)
class _Run:
    """A run whose figures are computed; fills the report's folder.

    Attributes
    ----------
    plain : Steps
        The steps without kept results, for a run that no earlier run can have made.
    failed : tuple of SavedCheck
        Failed checks of its sections, which are among its findings.
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
    crew: Crew
    failed: tuple[SavedCheck, ...] = ()

    def fill(self, folder: Path, destination: Destination) -> tuple[_Run, tuple[Outcome, ...]]:
        """Write all files into the working folder; on an exception, keep the folder as the failed run's and raise it.

        Return the run as published, a draft with findings if checks of its sections failed, and the sections' outcomes.
        """
        source = origin(self.workspace, self.computed, self.sections, self.request.overrides)
        ended: dict[str, Ended] = {}
        try:
            self.steps.save(self.computed, folder)
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
        """Run the sections and write the outputs of the run that is saved in the folder.

        Returns this run, or the draft that replaced it because checks failed, and which sections were executed and why.
        `ended` receives how each section ended, by its name.
        """
        self._begin(folder)
        outcomes = self._run_sections(folder, ended)
        failed = self._failed_in(folder)
        run = self._as_draft(failed, folder, ended) if failed else self
        run._write_outputs(folder, source, ended)
        return run, outcomes

    def _begin(self, folder: Path) -> None:
        """Write what needs no section (tables, comparison of methods), and start the outputs."""
        self.watcher.step("Comparación con otros métodos")
        self.steps.complete(self.workspace, self.computed, folder)
        for output in outputs_for(self.request):
            self.steps.begin(output, folder)  # it starts when no section is waiting

    def _failed_in(self, folder: Path) -> tuple[SavedCheck, ...]:
        """Return the failed checks of the executed sections."""
        return failed_of(read_checks(self._executed(folder).items()))

    def _executed(self, folder: Path) -> dict[str, Path]:
        """Return the path of each section's executed notebook, by the section's name, in the report's order."""
        return {section.name: folder / NOTEBOOKS / section.notebook.name for section in self.sections}

    def _as_draft(self, failed: tuple[SavedCheck, ...], folder: Path, ended: dict[str, Ended]) -> _Run:
        """Return the run with its failed checks as findings, after computing, saving and executing it again.

        Raises
        ------
        PoaError
            If the report was meant to be final, or if other checks fail the second time.
        """
        if self.computed.corrida.estado == FINAL:
            told = [f"  - {check.section}: {finding.mensaje}" for check in failed for finding in check.findings()]
            head = f"No se publica como definitivo: {failed_words(len(failed))}."
            raise PoaError("\n".join([head, *told, ONLY_DRAFT]))
        self.watcher.notice(f"{DRAFT_AGAIN}.")
        shutil.rmtree(folder / NOTEBOOKS)
        self._clear(folder, keep_log=True)
        request = self.request
        computed = self.plain.compute(self.workspace, request.institution, request.period, request.overrides)
        run = replace(self, computed=with_failed(computed, failed), steps=self.plain, failed=failed)
        shutil.rmtree(folder / OPEN_DATA, ignore_errors=True)
        run.steps.save(run.computed, folder)
        run._begin(folder)  # it restarts the steps that read the earlier saved run
        run._run_sections(folder, ended)
        if (again := run._failed_in(folder)) != failed:
            places = [", ".join(sorted({check.place for check in checks})) or "ninguna" for checks in (failed, again)]
            raise PoaError(UNSETTLED.format(*places))
        return run

    @property
    def _state(self) -> str:
        """The manifest's state if the run ends well: `parcial` or `completo`."""
        return PARTIAL if self.request.is_partial else COMPLETE

    def _run_sections(self, folder: Path, ended: dict[str, Ended]) -> tuple[Outcome, ...]:
        """Execute the sections without a valid kept result and place the kept ones; `ended` receives how each ended."""
        self.watcher.sections_chosen({section.name: count_cells(section) for section in self.sections})
        (folder / NOTEBOOKS).mkdir()
        reuse = KeptSections(self.kept, self.sections, self.computed, folder)
        placed = reuse.place(self._executed(folder))
        values, root = (self.request.institution, self.request.period), self.workspace.root
        to_run = (section for section in self.sections if reuse.must_run(section.name))
        tasks = [task_of(section, folder, root, values, self.request.limit) for section in to_run]
        warm = partial(warm_page, is_printed=self.request.with_pdf)
        ran = run_tasks(tasks, self.crew, self.watcher, warm) if tasks else {}
        ended.update({section.name: (placed | ran)[section.name] for section in self.sections})
        outcomes = reuse.settle(tasks, ended)
        self._raise_for_failures(ended)
        return outcomes

    def _raise_for_failures(self, ended: Mapping[str, Ended]) -> None:
        """Raise SectionsFailed with all sections that stopped, if any did."""
        failures = [
            Failure(section.name, section.notebook.name, stop)
            for section in self.sections
            if (stop := ended[section.name].stop)
        ]
        if failures:
            raise SectionsFailed(failures)

    def _write_outputs(self, folder: Path, source: Origin, ended: Mapping[str, Ended]) -> None:
        """Write page, PDF and Word document while other processes write the outputs, then attach files to the PDF."""
        self.crew.begin()
        self._write_page(folder, source)
        bare = None
        if self.request.with_pdf:
            self.watcher.step("Informe PDF")
            bare = self.steps.print_pdf(self.computed, folder)
        if self.request.with_docx:
            self.watcher.step("Informe Word")
            self.steps.write_docx(self.computed, folder)
        self.watcher.step("Papeles de trabajo")
        for output in outputs_for(self.request):
            self.steps.write(output, self.computed, folder)
        if bare is not None:
            self._clear(folder)
            write_manifest(folder, self._state, source, ended, *self.request.extras)
            self.steps.attach(bare, folder)

    def _write_page(self, folder: Path, source: Origin) -> None:
        """Assemble the report's page from the executed notebooks; the cover of a partial report names its sections."""
        self.watcher.step("Informe HTML")
        executed = list(self._executed(folder).items())
        self.steps.assemble(self.computed, executed, source.words, self.request.is_partial, folder)

    def _finish(self, folder: Path, state: str, source: Origin, ended: Mapping[str, Ended]) -> None:
        """Delete what only the run needs and write manifest and times; a failed run keeps a log that is not empty."""
        self._clear(folder, keep_log=state == FAILED)
        write_manifest(folder, state, source, ended, *self.request.extras)
        write_times(folder, self.started, ended)

    def _clear(self, folder: Path, *, keep_log: bool = False) -> None:
        """Delete the sections' working folders and the log; with `keep_log` a log that is not empty stays."""
        for working in folder.glob(f"{WORKING}*"):
            shutil.rmtree(working, ignore_errors=True)
        log = folder / LOG
        if log.exists() and not (keep_log and log.stat().st_size):
            log.unlink()
