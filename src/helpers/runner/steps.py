"""The steps of a run that other modules do; a test of the run gives its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.runner.manifest import FILE as MANIFEST_FILE
from helpers.workspace import Workspace

if TYPE_CHECKING:
    from helpers.assemble.cover import Cover
    from helpers.compute import Computed

WORKPAPERS_FILE = "papeles_de_trabajo.xlsx"
ATTACHED = ("cifras.csv", "hallazgos.csv", "conciliacion.csv", WORKPAPERS_FILE, MANIFEST_FILE)
"""Files of the run's folder that travel inside the PDF too; the manifest as it is before there is a PDF."""


@dataclass(frozen=True)
class Steps:
    """What a run calls, in this order.

    Attributes
    ----------
    compute : Callable
        Workspace, institution, period and overrides → everything that the run knows.
    check_pdf : Callable
        Refuses to begin where the PDF could not be made at the end.
    save : Callable
        Leaves the computed in the run's folder, where the notebooks read it.
    workpapers : Callable
        Writes the auditor's workbook into the run's folder, or waits for it where it was begun.
    assemble : Callable
        Executed notebooks, cover and folder → the report's page.
    print_pdf : Callable
        The report's page in a run's folder → its PDF, with the files that travel inside it.
    compare : Callable or None
        Leaves the headline figures under other methods in the run's folder; None leaves none.
    open_data : Callable or None
        Leaves the open data in the run's folder, once its CSV files are there; None leaves none.
    begin_workpapers, begin_print : Callable or None
        Have another process begin the workbook of the run that was saved in a folder, or the PDF of the page that is
        there; None where there is none.
    """

    compute: Callable[[Workspace, str, str, Sequence[str]], Computed]
    check_pdf: Callable[[], None]
    save: Callable[[Computed, Path], None]
    workpapers: Callable[[Computed, Path], None]
    assemble: Callable[[Sequence[tuple[str, Path]], Cover, Path], None]
    print_pdf: Callable[[Computed, Path], None]
    compare: Callable[[Workspace, Computed, Path], None] | None = None
    open_data: Callable[[Computed, Path], None] | None = None
    begin_workpapers: Callable[[Path], None] | None = None
    begin_print: Callable[[Path], None] | None = None


def real_steps() -> Steps:
    """The steps of the workbook; loading them takes a second or two."""
    from helpers.compute import compute, save
    from helpers.open_data.package import write_open_data

    return Steps(compute, _check_pdf, save, _write_workpapers, _assemble, print_paper, _compare, write_open_data)


def _check_pdf() -> None:
    from helpers.assemble.problems import PdfUnavailable

    try:
        import weasyprint  # noqa: F401
    except OSError as problem:
        unavailable = PdfUnavailable(str(problem))
        unavailable.add_note("Para hacer el informe sin PDF: --sin-pdf")
        raise unavailable from problem


def _compare(workspace: Workspace, computed: Computed, folder: Path) -> None:
    from helpers.exports import SENSITIVITY_FILES, write_sensitivity
    from helpers.sensitivity.run import compare_run

    compared = compare_run(workspace, computed.corrida, computed.dataset)
    write_sensitivity(compared, *(folder / name for name in SENSITIVITY_FILES))


def _write_workpapers(computed: Computed, folder: Path) -> None:
    from helpers.workpapers.write import write_workpapers

    write_workpapers(computed.book, computed.findings, computed.reconciliation, folder / WORKPAPERS_FILE)


def _assemble(notebooks: Sequence[tuple[str, Path]], cover: Cover, folder: Path) -> None:
    from helpers.assemble.report import assemble_report
    from helpers.explorer import Backing
    from helpers.opened import read_run

    saved = read_run(folder)
    backing = Backing(saved.book, saved.findings, saved.reconciliation)
    # Only a partial report's cover has a note: what points at a section left out then says so instead of failing.
    assemble_report(notebooks, cover, folder, backing=backing, with_pdf=False, partial=bool(cover.note))


def print_paper(computed: Computed, folder: Path, ready: Callable[[], None] = lambda: None) -> None:
    """Lay the report's page out on paper; `ready` returns when what the PDF carries along is there."""
    from helpers.assemble.pdf import write_pdf
    from helpers.assemble.report import HTML_NAME, PDF_NAME

    page = (folder / HTML_NAME).read_text(encoding="utf-8")
    run = computed.corrida
    attachments = [folder / name for name in ATTACHED]
    write_pdf(page, folder / PDF_NAME, attachments=attachments, dated=run.cutoff(run.period), ready=ready)
