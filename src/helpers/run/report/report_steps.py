"""The steps of a run that other modules implement, and those that other processes do meanwhile.

Tests of the run pass their own. The processes are forked with the run in memory. If one fails, this process does the
step itself, and an error appears as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.outputs.run_files import (
    ATTACHED,
    HTML_FILE,
    PDF_FILE,
    SUMMARY_HTML,
    SUMMARY_PDF,
    WORD_FILE,
    WORKPAPERS_FILE,
)
from helpers.run.compute import compute, hold, list_figures, read_run, save_to_read
from helpers.run.kept.step_keys import PRINTED_SUMMARY, SUMMARY, WORKPAPERS
from helpers.run.processes.section_pool import warm_sections
from helpers.run.processes.step_processes import IS_FORKING, Crew, Tell, Work
from helpers.run.report.report_order import Request

LOG = "nucleos.log"
"""Log of a run's processes, in its folder during the run."""
PAGE_DATA_FILE = "trabajo-pagina/datos.txt"
"""The data of the page's panel, during a run."""


@dataclass(frozen=True)
class Output:
    """Files of a report that are made from the saved run alone, so that they can be made while the sections run.

    Attributes
    ----------
    step : str
        Name of the step, a key of `step_keys.TAKES`.
    files : tuple of str
        Names of the files.
    write : Callable
        Writes them into the run's folder. Made of a module-level function, because another process may call it.
    """

    step: str
    files: tuple[str, ...]
    write: Callable[[Computed, Path], None]


@dataclass(frozen=True)
class Steps:
    """The functions that a run calls.

    Their order: `compute`, `save`, `complete`, `begin` for each output, the sections, `assemble`, `print_pdf`,
    `write_docx`, `write` for each output, `attach`.

    Attributes
    ----------
    compute : Callable
        Workspace, institution, period and overrides → the computed run.
    save : Callable
        Saves the computed run in the folder, where notebooks and other processes read it.
    assemble : Callable
        The run, its executed notebooks, what it was made from, whether it is partial, and folder → the report's page.
    print_pdf : Callable
        The page in the folder → a PDF whose attachments are empty, as other processes may still be writing them.
    attach : Callable
        That PDF → the PDF in the folder, with the folder's finished files (`run_files.ATTACHED`) attached.
    complete : Callable
        Writes `cifras.csv`, open data and the headline figures under other methods.
    write_docx : Callable
        The page in the folder → the Word document in the folder.
    begin : Callable
        Starts a process that makes an output of the run saved in a folder; does nothing if `write` makes it.
    write : Callable
        Makes an output, or waits for the process that makes it.
    """

    compute: Callable[[Workspace, str, str, Sequence[str]], Computed]
    save: Callable[[Computed, Path], None]
    assemble: Callable[[Computed, Sequence[tuple[str, Path]], str, bool, Path], None]
    print_pdf: Callable[[Computed, Path], bytes]
    attach: Callable[[bytes, Path], None]
    complete: Callable[[Workspace, Computed, Path], None]
    write_docx: Callable[[Computed, Path], None]
    begin: Callable[[Output, Path], None] = lambda output, folder: None
    write: Callable[[Output, Computed, Path], None] = lambda output, computed, folder: output.write(computed, folder)


def real_steps() -> Steps:
    """Return the functions that make a report; tests pass their own instead.

    The call imports their modules, which takes a second or two.
    """
    return Steps(
        compute=compute,
        save=_save,
        assemble=_assemble,
        print_pdf=_print_pdf,
        attach=_attach,
        complete=_complete,
        write_docx=_write_docx,
    )


def _save(computed: Computed, folder: Path) -> None:
    """Save the run and the tables that it read, and hold it in memory for the processes that are forked."""
    from helpers.outputs.open_data.data_package import write_input_tables

    save_to_read(computed, folder)
    write_input_tables(computed, folder)
    hold(folder, computed)


def _complete(workspace: Workspace, computed: Computed, folder: Path) -> None:
    """Write the computed run's tables and its comparison with other methods."""
    write_tables(computed, folder)
    compare(workspace, computed, folder)


def write_tables(computed: Computed, folder: Path) -> None:
    """Write `cifras.csv` and the folder of open data, which has a copy of it, into the run's folder.

    The folder must already have `hallazgos.csv` and `conciliacion.csv`, which are copied too.

    Raises
    ------
    ValueError
        If the run was read from a folder and so has no Dataset.
    """
    from helpers.outputs.open_data.data_package import write_open_data

    list_figures(computed, folder)
    write_open_data(computed, folder)


def compare(workspace: Workspace, computed: Computed, folder: Path) -> None:
    """Write the headline figures under other methods into the run's folder."""
    from helpers.run.comparisons import write_comparison

    write_comparison(workspace, computed, folder)


def outputs_for(request: Request) -> tuple[Output, ...]:
    """Return the outputs of a requested report: the workbook and, unless it is partial, the citizens' summary.

    The summary is printed as PDF too if the report has one. Page, PDF and Word document of the report are not among
    them.
    """
    workbook = Output(WORKPAPERS, (WORKPAPERS_FILE,), _write_workpapers)
    if request.is_partial:
        return (workbook,)
    step, files = (PRINTED_SUMMARY, (SUMMARY_HTML, SUMMARY_PDF)) if request.with_pdf else (SUMMARY, (SUMMARY_HTML,))
    return (workbook, Output(step, files, partial(_write_summary, with_pdf=request.with_pdf)))


def _write_workpapers(computed: Computed, folder: Path) -> None:
    """Write the workbook of working papers into the folder."""
    from helpers.outputs.workbook import workbook_file

    workbook_file.write_workpapers(computed.book, computed.findings, computed.reconciliation, folder / WORKPAPERS_FILE)


def _write_summary(computed: Computed, folder: Path, *, with_pdf: bool) -> None:
    """Write the citizens' page into the folder, as HTML and, with `with_pdf`, as PDF."""
    from helpers.outputs.html.citizen_page import print_citizen_page, write_citizen_page

    write_citizen_page(computed, folder, with_pdf=with_pdf)
    if with_pdf:
        print_citizen_page(computed, folder)


def _assemble(
    computed: Computed, notebooks: Sequence[tuple[str, Path]], source: str, is_partial: bool, folder: Path
) -> None:
    """Write the page of the run into its folder."""
    from helpers.outputs.html.report_page import report_page

    page = report_page(notebooks, computed, source, is_partial=is_partial, data_file=folder / PAGE_DATA_FILE)
    (folder / HTML_FILE).write_text(page, encoding="utf-8", newline="\n")


def _print_pdf(computed: Computed, folder: Path) -> bytes:
    """Return the folder's page as PDF, dated at the cut-off; its attachments are still empty."""
    from helpers.outputs.pdf.report_pdf import printed

    run = computed.corrida
    page = (folder / HTML_FILE).read_text(encoding="utf-8")
    return printed(page, ATTACHED, run.cutoff(run.period))


def _write_docx(computed: Computed, folder: Path) -> None:
    """Write the report's Word document, made from the HTML page in the folder."""
    from helpers.outputs.word.report_docx import report_docx

    run = computed.corrida
    page = (folder / HTML_FILE).read_text(encoding="utf-8")
    (folder / WORD_FILE).write_bytes(report_docx(page, run.cutoff(run.period)))


def _attach(bare: bytes, folder: Path) -> None:
    """Write the report's PDF: a printed one with the folder's files (`ATTACHED`) in it."""
    from helpers.outputs.pdf.report_pdf import carrying

    (folder / PDF_FILE).write_bytes(carrying(bare, [folder / name for name in ATTACHED]))


@dataclass
class Beside:
    """The steps of a run, some of them done by other processes.

    Attributes
    ----------
    steps : Steps
        The same steps, done in this process.
    """

    steps: Steps
    crew: Crew
    _works: dict[str, Work] = field(default_factory=dict)

    def wrapped(self) -> Steps:
        """Return the steps with tables, comparison and outputs done by other processes.

        If a process fails, this process does its step. Where the system cannot fork, other processes do the outputs
        only.
        """
        # Open data need the Dataset, which is not saved: only a forked process has it.
        complete = self._complete if IS_FORKING else self.steps.complete
        return replace(self.steps, complete=complete, begin=self._begin, write=self._write)

    def _complete(self, workspace: Workspace, computed: Computed, folder: Path) -> None:
        """Let two processes write tables and comparison and wait for both; do here what failed there."""
        others = Work("comparación", lambda _: compare(workspace, computed, folder))
        tables = Work("tablas", lambda _: write_tables(computed, folder))
        self.crew.add(others, tables)
        self.crew.begin()
        warm_sections()  # sections run next
        self.crew.wait_for(others, tables)
        if not tables.is_well:
            write_tables(computed, folder)
        if not others.is_well:
            compare(workspace, computed, folder)

    def _begin(self, output: Output, folder: Path) -> None:
        """Queue an output behind all other work; its process of an earlier start is killed."""
        if output.step in self._works:
            self.crew.drop(self._works[output.step])
        self._works[output.step] = Work(output.step, _write_output, (output, folder), is_last=True)
        self.crew.add(self._works[output.step])

    def _write(self, output: Output, computed: Computed, folder: Path) -> None:
        """Wait for the process of an output; write it here if it failed or was not started."""
        work = self._works.get(output.step)
        if work:
            self.crew.wait_for(work)
        if not (work and work.is_well):
            self.steps.write(output, computed, folder)


def _write_output(_: Tell, output: Output, folder: Path) -> None:
    output.write(read_run(folder), folder)
