"""The steps of a run that other modules do; a test of the run gives its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.runner.manifest import FILE as MANIFEST_FILE
from helpers.workspace import Workspace

if TYPE_CHECKING:
    from helpers.assemble.cover import Cover
    from helpers.compute import Computed

WORKPAPERS_FILE = "papeles_de_trabajo.xlsx"
PAGE_DATA_FILE = "trabajo-pagina/datos.txt"
"""The data of the page's panel, while a run goes on."""
ATTACHED = ("cifras.csv", "hallazgos.csv", "conciliacion.csv", WORKPAPERS_FILE, MANIFEST_FILE)
"""Files of the run's folder that travel inside the PDF too; the manifest as it is before there is a PDF."""


@dataclass(frozen=True)
class Steps:
    """What a run calls, in this order.

    Attributes
    ----------
    compute : Callable
        Workspace, institution, period and overrides → everything that the run knows.
    save : Callable
        Leaves the computed in the run's folder, where notebooks and other processes read it.
    workpapers : Callable
        Writes the auditor's workbook into the run's folder, or waits for it where it was begun.
    assemble : Callable
        Executed notebooks, cover and folder → the report's page.
    print_pdf : Callable
        The page in the run's folder → the PDF beside it, with the files that travel inside it.
    list_figures : Callable or None
        Leaves in the run's folder the tables of the computed that only people read; None leaves none.
    compare : Callable or None
        Leaves the headline figures under other methods in the run's folder; None leaves none.
    open_data : Callable or None
        Leaves the open data in the run's folder, once its CSV files are there; None leaves none.
    begin_workpapers : Callable or None
        Has another process begin the workbook of the run that was saved in a folder; None where there is none.
    """

    compute: Callable[[Workspace, str, str, Sequence[str]], Computed]
    save: Callable[[Computed, Path], None]
    workpapers: Callable[[Computed, Path], None]
    assemble: Callable[[Sequence[tuple[str, Path]], Cover, Path], None]
    print_pdf: Callable[[Computed, Path], None]
    list_figures: Callable[[Computed, Path], None] | None = None
    compare: Callable[[Workspace, Computed, Path], None] | None = None
    open_data: Callable[[Computed, Path], None] | None = None
    begin_workpapers: Callable[[Path], None] | None = None


def real_steps() -> Steps:
    """The steps of the workbook; loading them takes a second or two."""
    from helpers.compute import compute, list_figures, save_to_read
    from helpers.open_data.package import write_open_data

    return Steps(
        compute=compute,
        save=save_to_read,
        workpapers=_write_workpapers,
        assemble=_assemble,
        print_pdf=_print_pdf,
        list_figures=list_figures,
        compare=_compare,
        open_data=write_open_data,
    )


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
    from helpers.backing import Backing
    from helpers.opened import read_run

    saved = read_run(folder)
    backing = Backing(saved.book, saved.findings, saved.reconciliation)
    # Only a partial report's cover has a note: what points at a section left out then says so instead of failing.
    assemble_report(
        notebooks, cover, folder, backing=backing, partial=bool(cover.note), data_file=folder / PAGE_DATA_FILE
    )


def _print_pdf(computed: Computed, folder: Path) -> None:
    from helpers.assemble.pdf import write_pdf
    from helpers.assemble.report import HTML_NAME, PDF_NAME

    attachments, dated = carried(computed, folder)
    page = (folder / HTML_NAME).read_text(encoding="utf-8")
    write_pdf(page, folder / PDF_NAME, attachments=attachments, dated=dated)


def carried(computed: Computed, folder: Path) -> tuple[list[Path], date]:
    """What a run's PDF carries along, and the date that it bears."""
    run = computed.corrida
    return [folder / name for name in ATTACHED], run.cutoff(run.period)
