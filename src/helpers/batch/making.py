"""One report of a batch, made in this process: as `poa report` makes it, one section at a time."""

from __future__ import annotations

import os
import platform
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from helpers.batch.cards import card_of
from helpers.batch.code_version import code_here
from helpers.batch.records import Card, Job, Outcome, Report
from helpers.batch.store import Store, is_address
from helpers.errors import InputsFailed, PoaError
from helpers.runner.problems import Busy, SectionsFailed
from helpers.runner.report import run_report
from helpers.runner.request import Request, usual_place
from helpers.runner.tasks import Stop
from helpers.runner.warmth import standing_warmth
from helpers.workspace import Workspace

PATIENCE = 30.0
"""Seconds that a report waits for whoever is still ending with it: a worker that lost its command, mostly."""
PAUSE = 0.5
NO_MEMORY = "No alcanzó la memoria."
DEFECT = "Defecto del programa, no de los datos: {}. El detalle quedó en el registro de los procesos."

Tell = Callable[[str], None]


class Teller:
    """A watcher that tells each step in a few words."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._sections = self._ended = 0

    def notice(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def step(self, name: str) -> None:
        self._tell(name)

    def sections_chosen(self, cells: Mapping[str, int]) -> None:
        self._sections = len(cells)
        self._tell(f"Secciones: 0 de {self._sections}")

    def section_reused(self, section: str) -> None:
        self._ended += 1
        self._tell(f"Secciones: {self._ended} de {self._sections}")

    def section_started(self, section: str) -> None:
        """What counts is how many have ended."""

    def cell_started(self, section: str, position: int) -> None:
        """Too small a thing to tell among many reports."""

    def section_ended(self, section: str, seconds: float, stop: Stop | None) -> None:
        self._ended += 1
        self._tell(f"Secciones: {self._ended} de {self._sections}")


def make(job: Job, tell: Tell) -> Outcome:
    """Make a report; whatever stops it is told in the outcome and stops nothing else."""
    begun = time.monotonic()
    try:
        card, source = _made(job, tell)
        return Outcome(seconds=time.monotonic() - begun, card=card, source=source)
    except Exception as problem:
        return Outcome(error=_words(problem), seconds=time.monotonic() - begun)


def who() -> str:
    """This process, as a journal names it."""
    return f"proceso {os.getpid()} en {platform.node()}"


def _made(job: Job, tell: Tell) -> tuple[Card, str]:
    report = Report.of(job.report)
    if not is_address(job.root):
        return _make_here(Workspace(Path(job.root)), report, job, tell), ""
    store = Store(job.root)
    with TemporaryDirectory(prefix="poa-") as folder:
        tell("Traer los insumos")
        source = store.signature(report)
        workspace = store.bring(report, Path(folder))
        card = _make_here(workspace, report, job, tell)
        tell("Dejar el informe en su lugar")
        place = usual_place(workspace, report.institution, report.period, is_partial=False).folder
        label = store.put_back(place, card, origen=source, codigo=code_here().digest, con_pdf=job.with_pdf)
    return Card.of_plain({**Outcome(card=card).plain()["card"], "folder": label}), source


def _make_here(workspace: Workspace, report: Report, job: Job, tell: Tell) -> Card:
    request = Request(report.institution, report.period, jobs=1, with_pdf=job.with_pdf)
    last = time.monotonic() + PATIENCE
    while True:
        try:
            with standing_warmth(workspace.root):
                run_report(workspace, request, Teller(tell))
        except Busy:
            if time.monotonic() > last:
                raise
            tell("Espera a otra corrida del mismo informe")
            time.sleep(PAUSE)
        else:
            place = usual_place(workspace, report.institution, report.period, is_partial=False)
            return card_of(workspace, report, place.folder)


def _words(problem: Exception) -> str:
    """Why there is no report, in one line."""
    if isinstance(problem, InputsFailed):
        errors = [finding.mensaje for finding in problem.findings if str(finding.severidad) == "error"]
        counted = "hay un error" if len(errors) == 1 else f"hay {len(errors)} errores; el primero"
        return f"En los datos {counted}: {errors[0]}"
    if isinstance(problem, SectionsFailed):
        return "Fallaron secciones: " + "; ".join(map(str, problem.failures))
    if isinstance(problem, PoaError):
        return " ".join(line.strip(" -") for line in str(problem).splitlines())
    if isinstance(problem, OSError):
        return f"El sistema no dejó leer o escribir: {problem}"
    traceback.print_exc()
    if isinstance(problem, MemoryError):
        return NO_MEMORY
    return DEFECT.format(f"{type(problem).__name__}: {problem}")
