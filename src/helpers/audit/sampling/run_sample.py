"""Draws the sample of a finished report, and evaluates one that an auditor returned; writes both as workbooks.

The workbooks lie beside the report's folder and not in it: making the report again replaces that folder, and its audit
accepts no file that is not the report's.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from helpers.audit.sampling.reported_results import reported_results
from helpers.audit.sampling.returned_marks import read_marks
from helpers.audit.sampling.returned_sample import check_sheet, drawn_again, open_returned
from helpers.audit.sampling.sample_draw import Design, Draw, Population, draw
from helpers.audit.sampling.sample_evaluation import Evaluation, evaluate
from helpers.audit.sampling.sample_workbook import (
    DESIGN,
    SAMPLE,
    design_sheet,
    evaluation_sheets,
    sample_sheet,
    sample_sheets,
)
from helpers.base.errors import UsageError
from helpers.base.system import atomic
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.figures import book_file
from helpers.figures.book import Book
from helpers.figures.findings import Finding, has_error, sort_findings
from helpers.outputs.run_files import BOOK_FILE
from helpers.outputs.workbook.sheet_model import Sheet
from helpers.outputs.workbook.workbook_file import write_run_workbook
from helpers.run.finished_run import why_not_current
from helpers.run.gathered_inputs import gather
from helpers.run.report.destination import usual_place
from helpers.run.report.manifest import read_manifest

FOLDER_SUFFIX = "-muestra"
BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
"""Suffixes of the workbooks that are read."""


@dataclass(frozen=True)
class SampledRun:
    """A finished report to sample: its Book with the file's SHA-256, its reported results, and the samples' folder."""

    book: Book
    digest: str
    population: Population
    folder: Path


@dataclass(frozen=True)
class Written:
    """A written workbook.

    Attributes
    ----------
    path : Path
    was_there : bool
        A file with the same content was there before.
    taken : tuple of str
        Names of files with other content, which were left alone.
    """

    path: Path
    was_there: bool
    taken: tuple[str, ...]


@dataclass(frozen=True)
class ReadSample:
    """A returned workbook that was read: its findings and, without errors, the evaluation and its workbook."""

    findings: tuple[Finding, ...]
    evaluation: Evaluation | None = None
    written: Written | None = None


def open_run(workspace: Workspace, institution: str, period: str) -> SampledRun:
    """Read the Book of a finished report and its reported results.

    Raises
    ------
    UsageError
        If there is no finished report, or its inputs are not the same any more.
    """
    run = f"{institution}/{period}"
    place = usual_place(workspace, institution, period, is_partial=False)
    manifest = read_manifest(place.folder) or {}
    overrides: Sequence[str] = manifest.get("cambios_de_parametros") or []
    why = why_not_current(workspace, place.folder, list(overrides))
    if not why:
        book = book_file.read(place.folder / BOOK_FILE)
        gathered = gather(workspace, institution, period, overrides)
        new = next((name for name in gathered.dataset.files if name not in book.inputs), "")
        if not new:
            folder = place.folder.with_name(f"{place.folder.name}{FOLDER_SUFFIX}")
            found = reported_results(book, gathered.dataset)
            return SampledRun(book, file_sha256(place.folder / BOOK_FILE), found, folder)
        why = f"{new} no estaba cuando se hizo el informe"
    raise UsageError(f"La muestra se saca de un informe terminado y al día, y {why}. Haga antes: poa informe {run}")


def write_sample(run: SampledRun, design: Design | None, size: int, seed: int) -> tuple[Draw, Written]:
    """Draw a sample and write its workbook; raises UsageError if `sample_draw.draw` can draw none.

    Its name is `muestra_<seed>.xlsx` or, if a file of that name has other content, `muestra_<seed>-2.xlsx` and so on.
    """
    drawn = draw(run.population, design, size, seed)
    return drawn, _write(run, sample_sheets(run.book, drawn, run.digest), "Muestra", f"muestra_{seed}")


def read_sample(workspace: Workspace, run: SampledRun, path: Path, confidence: Fraction, today: date) -> ReadSample:
    """Read a returned workbook and, if it has no errors, write its evaluation; no file is overwritten.

    Parameters
    ----------
    confidence : Fraction
        As a share: 19/20 for 95 %.
    today : date
        No date of verification may be later.

    Returns
    -------
    ReadSample
        Without evaluation if there is any error.

    Raises
    ------
    UsageError
        If there is no such file, or its name is not that of a workbook.
    """
    if not path.is_file():
        raise UsageError(f"No existe el archivo {path}.")
    if path.suffix.lower() not in BOOKS:
        raise UsageError(f"«{path.name}» no es un libro de hojas de cálculo: se lee uno de {', '.join(BOOKS)}.")
    label = workspace.relative(path) if path.resolve().is_relative_to(workspace.root) else path.name
    returned = open_returned(path, label)
    drawn = drawn_again(returned, run.digest, run.population) if {SAMPLE, DESIGN} <= set(returned.grids) else None
    if drawn is None:
        return ReadSample(sort_findings(returned.findings))
    check_sheet(returned, design_sheet(run.book, drawn, run.digest))
    checked = read_marks(returned, drawn, today) if check_sheet(returned, sample_sheet(drawn)) else ()
    findings = sort_findings(returned.findings)
    if has_error(findings):
        return ReadSample(findings)
    result = evaluate(drawn, checked, confidence)
    sheets = evaluation_sheets(result, path.name, file_sha256(path))
    written = _write(run, sheets, "Evaluación de la muestra", f"muestra_{drawn.seed}_evaluacion")
    return ReadSample(findings, result, written)


def _write(run: SampledRun, sheets: tuple[Sheet, ...], title: str, stem: str) -> Written:
    """Write a workbook under the first of `stem.xlsx`, `stem-2.xlsx`… that is free or has the same content."""
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "libro.xlsx"
        write_run_workbook(run.book, sheets, title, made)
        content = made.read_bytes()
    run.folder.mkdir(parents=True, exist_ok=True)
    path, taken = run.folder / f"{stem}.xlsx", []
    while path.exists() and path.read_bytes() != content:
        taken.append(path.name)
        path = run.folder / f"{stem}-{len(taken) + 1}.xlsx"
    was_there = path.exists()
    if not was_there:
        atomic.write_bytes(path, content)
    return Written(path, was_there, tuple(taken))
