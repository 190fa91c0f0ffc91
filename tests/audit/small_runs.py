"""A small finished run written by hand, for checks without kernel: three units, two areas, three published figures."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from builders import make_dataset, make_evidence

from helpers.audit.audit_case import Case
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict
from helpers.outputs.run_files import WORKPAPERS_FILE
from helpers.outputs.workbook.sheet_model import Papers
from helpers.outputs.workbook.sheet_writer import render
from helpers.outputs.workbook.workbook_file import describe
from helpers.run.compute import read, save
from helpers.run.report.manifest import COMPLETE

STRUCTURE = """
    nivel    | codigo  | padre   | acp
    entidad  | E       |         |
    servicio | CENTRAL | E       |
    area     | NORTE   | CENTRAL |
    unidad   | U1      | NORTE   | 1
    unidad   | U2      | NORTE   | 1
    area     | SUR     | CENTRAL |
    unidad   | U3      | SUR     | 2
"""
ACTIONS = """
    acp | denominacion
    1   | Servir
    2   | Administrar
"""
REPORTED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T2 | 47.05
    unidad | U2     | avance_fisico | 2024-T2 | 0.00
    unidad | U3     | avance_fisico | 2024-T2 | 92.16
"""
NORTH, SOUTH = "avance_fisico/2024-T2/area/NORTE", "avance_fisico/2024-T2/area/SUR"
FINDINGS = (Finding("PRU-UNO", Severity.WARNING, "No cuadra.", NORTH, "redondeo", "23.53", "23.52", "-0.01"),)
PUBLISHED = (
    Reconciled(SOUTH, "cuadro 1", "92.16", "92.16", "0.00", Verdict.EXACT, "media", ""),
    Reconciled(NORTH, "cuadro 1", "23.52", "23.53", "-0.01", Verdict.ROUNDING, "media", "se cortó"),
    Reconciled(
        "avance_fisico/2024-T2/area/ESTE", "cuadro 1", "5.00", "", "", Verdict.NOT_VERIFIABLE, "", "no hay datos"
    ),
)


def small_computed(reported: str = REPORTED) -> Computed:
    """NORTE is the mean of 47.05 and 0.00: 23.525, printed 23.53; SUR is 92.16."""
    evidence = make_evidence(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, avances=reported))
    return Computed(evidence.book, FINDINGS, PUBLISHED)


def finished(folder: Path, computed: Computed | None = None) -> Case:
    """Write the folder of a correct finished run and return its case; tests then damage files in the folder.

    The run of `small_computed`, if no other is given, is written once per process and copied.
    """
    made = _written(computed, Path(mkdtemp(dir=folder))) if computed else _small()
    run, expected, scratch = (folder / name for name in ("corrida", "debido", "taller"))
    for place in (run, expected):
        shutil.copytree(made.folder, place)
    scratch.mkdir()
    return Case(
        workspace=Workspace(folder), institution="x", period="2024-T2", folder=run, label="corrida",
        manifest={"estado": COMPLETE}, saved=made.computed, saved_problem="", again=made.computed, again_problem="",
        reference=made.computed, papers=made.papers, expected=expected, taken=frozenset(), scratch=scratch,
    )  # fmt: skip


@dataclass(frozen=True)
class _Made:
    """A computed run, its workbook as described, and the folder that it was written to."""

    computed: Computed
    papers: Papers
    folder: Path


@cache
def _small() -> _Made:
    return _written(small_computed(), Path(mkdtemp(dir=os.environ["POA_PRUEBAS"])))


def _written(computed: Computed, folder: Path) -> _Made:
    papers = describe(computed.book, computed.findings, computed.reconciliation)
    save(computed, folder)
    render(papers, folder / WORKPAPERS_FILE)
    return _Made(computed, papers, folder)


def reread(case: Case) -> Case:
    """The case with the results that its folder holds now."""
    return replace(case, saved=read(case.folder))


def change(path: Path, before: str, after: str) -> None:
    """Replace a text that occurs exactly once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{before!r}: {text.count(before)} places"
    path.write_text(text.replace(before, after), encoding="utf-8", newline="")
