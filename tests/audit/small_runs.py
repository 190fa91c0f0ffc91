"""A small finished run written by hand, for checks that need no kernel: four units, two areas, one published figure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from builders import make_dataset, make_evidence

from helpers.audit.audit_case import Case
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict
from helpers.outputs.run_files import WORKPAPERS_FILE
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
    """A run's folder as it should be, and the case of it; tests then spoil what is in the folder."""
    computed = computed or small_computed()
    run, expected, scratch = (folder / name for name in ("corrida", "debido", "taller"))
    for place in (run, expected, scratch):
        place.mkdir()
    papers = describe(computed.book, computed.findings, computed.reconciliation)
    for place in (run, expected):
        save(computed, place)
        render(papers, place / WORKPAPERS_FILE)
    return Case(
        workspace=Workspace(folder), institution="x", period="2024-T2", folder=run, label="corrida",
        manifest={"estado": COMPLETE}, saved=computed, saved_problem="", again=computed, again_problem="",
        reference=computed, papers=papers, expected=expected, taken=frozenset(), scratch=scratch,
    )  # fmt: skip


def reread(case: Case) -> Case:
    """The case with what its folder says now."""
    return replace(case, saved=read(case.folder))


def change(path: Path, before: str, after: str) -> None:
    """Change the only place where a text stands."""
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{before!r}: {text.count(before)} places"
    path.write_text(text.replace(before, after), encoding="utf-8", newline="")
