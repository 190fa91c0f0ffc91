"""Tests, in one process, what `poa comprobar` promises: if it passes, every step of the report succeeds."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from builders import ROOT
from gate_institutions import NAME, Written, institutions
from hypothesis import Phase, given, seed, settings
from notebook_cells import drawn, failed_checks, run_section

from helpers.base.errors import ConfigError
from helpers.base.system.workspace import ROOT_VARIABLE, Workspace
from helpers.checks.computed import Computed
from helpers.figures.findings import Finding, InputsFailed, Severity
from helpers.intake.intake_problems import Code
from helpers.outputs.csv_exports import write_sensitivity
from helpers.outputs.html.citizen_page import citizen_page
from helpers.outputs.open_data.data_package import write_open_data
from helpers.outputs.run_files import SENSITIVITY_FILES
from helpers.run.comparisons import compare_run
from helpers.run.compute import compute, save

NOTEBOOKS = {path.stem.split("_", 1)[1]: path for path in Workspace(ROOT).section_notebooks()}
DRAWN = 8
"""One institution in this many has its charts drawn; those of the others are built, but not turned into pictures."""
CALCULATED = 2
"""One institution in this many has its figures calculated again in the notebooks; all of them if `COUNT` is set."""
LEAST_ACCEPTED = 0.8
"""Smallest share of institutions that must pass their check, because the test proves nothing about the others."""
FILES = 4
"""Number of test files among which the institutions are divided."""
OF_A_WHOLE_FILE = (Code.TABLE_MISSING, Code.TABLE_EMPTY, Code.CUTOFF_MISSING)
"""Codes of errors about what a file lacks as a whole: itself, its rows, or a report at the cutoff."""
TAG = re.compile(r"<[^>]*>")
PLURAL_OF_ONE = re.compile(
    r"(?<![\w.,/°-])1[ \u00a0](?:tareas|operaciones|acciones|unidades|puestos|tipos|áreas|categorías|servicios|filas|celdas"
    r"|cifras|resultados|objetivos|trimestres|meses|formularios|hallazgos|advertencias|notas|versiones|previstos|logrados)\b"
)
COUNT = "POA_INSTITUCIONES"
"""Environment variable with the number of institutions that all test files try together."""


def how_many(usual: int) -> int:
    """Number of institutions that one test file tries."""
    asked = os.environ.get(COUNT)
    return int(asked) // FILES if asked else usual


def check_and_report_drawn(windows: tuple[str, ...], *, beginning: int, usual: int) -> None:
    """Draw institutions with runs of some windows from a seed, check each and make its report if the check passes.

    A failing institution is shown as it was drawn: shrinking it takes five minutes and does not help in CI.
    """
    with gate() as workbook:

        @seed(beginning)
        @settings(max_examples=how_many(usual), derandomize=False, database=None, phases=[Phase.generate])
        @given(institutions(windows))
        def each_is_reported(one: Written) -> None:
            workbook.check_and_report(one)

        each_is_reported()
        workbook.assert_enough_accepted()


@dataclass
class Gate:
    """A workbook in which one institution after another is checked and reported."""

    root: Path
    tried: Counter = field(default_factory=Counter)

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root)

    def check_and_report(self, one: Written) -> None:
        """Check an institution and, if the check passes, make everything that its report shows."""
        self.tried["instituciones"] += 1
        for folder in ("params/" + NAME, "data/" + NAME, "corrida"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        one.put(self.root)
        try:
            computed = compute(self.workspace, NAME, one.period)
        except ConfigError as problem:
            raise AssertionError(f"no parameters of these can be refused: {problem}") from problem
        except InputsFailed as problem:
            assert_errors_say_where(problem.findings)
            return
        self.tried["aceptadas"] += 1
        with drawn(self.tried["aceptadas"] % DRAWN == 1):
            self.report(computed, one.period)

    def report(self, computed: Computed, period: str) -> None:
        folder = self.root / "corrida"
        folder.mkdir()
        save(computed, folder)
        write_open_data(computed, folder)
        compared = compare_run(self.workspace, computed)
        write_sensitivity(compared, *(folder / name for name in SENSITIVITY_FILES))
        again = self.tried["aceptadas"] % CALCULATED == 1 or bool(os.environ.get(COUNT))
        pages = [citizen_page(computed), *(finding.mensaje for finding in computed.findings)]
        for section in computed.corrida.secciones:
            notebook = NOTEBOOKS[section]
            shown = run_section(notebook, calculates=again, entidad=NAME, periodo=period, folder=folder)
            assert not failed_checks(shown), (section, failed_checks(shown))
            pages += [str(output["text/html"]) for output in shown if "text/html" in output]
            self.tried["secciones"] += 1
        assert not (plurals := plurals_of_one("\n".join(pages))), plurals

    def assert_enough_accepted(self) -> None:
        """If most institutions were refused, the test would prove nothing."""
        print(dict(self.tried))
        assert self.tried["aceptadas"] >= LEAST_ACCEPTED * self.tried["instituciones"], self.tried


def plurals_of_one(pages: str) -> list[str]:
    """The places of some pages that say `1 tareas`, with what stands before."""
    text = TAG.sub("", pages)
    return [text[max(0, found.start() - 60) : found.end()] for found in PLURAL_OF_ONE.finditer(text)]


def assert_errors_say_where(findings: tuple[Finding, ...]) -> None:
    """Assert that there are errors and that the message of each begins with its file and its cell or row.

    Only an error about a whole file has no cell or row.
    """
    errors = [finding for finding in findings if finding.severidad is Severity.ERROR]
    assert errors
    for error in errors:
        place, _, fault = error.mensaje.partition(": ")
        assert error.archivo and place.startswith(error.archivo) and place.endswith(error.celda) and fault, error
        assert error.celda or error.codigo in OF_A_WHOLE_FILE, error


@contextmanager
def gate() -> Iterator[Gate]:
    """A workbook with this project's methods and notebooks, and no institution."""
    folder = Path(tempfile.mkdtemp(prefix="poa-")).resolve()
    before = os.environ.get(ROOT_VARIABLE)
    try:
        (folder / "params").mkdir()
        shutil.copytree(ROOT / "params/metodos", folder / "params/metodos")
        shutil.copytree(ROOT / "notebooks", folder / "notebooks")
        os.environ[ROOT_VARIABLE] = str(folder)
        yield Gate(folder)
    finally:
        os.environ.pop(ROOT_VARIABLE)
        if before is not None:
            os.environ[ROOT_VARIABLE] = before
        shutil.rmtree(folder)
