"""What `poa comprobar` promises: where it passes, whatever makes the report succeeds, on the same files, in this process."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from builders import ROOT
from gate_institutions import NAME, Written, institutions
from hypothesis import Phase, given, seed, settings
from jinja2 import Environment
from notebook_cells import failed_checks, run_section

from helpers.base.errors import ConfigError
from helpers.base.system.workspace import ROOT_VARIABLE, Workspace
from helpers.checks.computed import Computed
from helpers.figures.findings import Finding, InputsFailed, Severity
from helpers.outputs.csv_exports import write_sensitivity
from helpers.outputs.html.citizen_page import citizen_page
from helpers.outputs.open_data.data_package import write_open_data
from helpers.outputs.run_files import SENSITIVITY_FILES
from helpers.run.compute import compute, save
from helpers.run.sensitivity.run_comparison import compare_run
from helpers.views.charts import chart_style

NOTEBOOKS = {path.stem.split("_", 1)[1]: path for path in Workspace(ROOT).section_notebooks()}
DRAWN = 8
"""Of so many institutions, one has its charts drawn: the others' axes are made, and no picture."""
CALCULATED = 2
"""Of so many institutions, one has its figures calculated again; each of them where more are asked for (`COUNT`)."""
LEAST_ACCEPTED = 0.8
"""Of all institutions, how many a check must let through for the test to mean anything."""
FILES = 4
"""Test files that share the institutions."""
COUNT = "POA_INSTITUCIONES"
"""Environment variable: how many institutions all the files try together."""


def how_many(usual: int) -> int:
    """How many institutions a file tries."""
    asked = os.environ.get(COUNT)
    return int(asked) // FILES if asked else usual


def holds(windows: tuple[str, ...], *, beginning: int, usual: int) -> None:
    """Check and report institutions of some windows, drawn anew from a seed.

    A failing one is told as it was drawn: making it smaller takes five minutes, and CI has no use for that.
    """
    with gate() as held:

        @seed(beginning)
        @settings(max_examples=how_many(usual), derandomize=False, database=None, phases=[Phase.generate])
        @given(institutions(windows))
        def each_holds(one: Written) -> None:
            held.holds_for(one)

        each_holds()
        held.assert_means_something()


@dataclass
class Gate:
    """A workbook in which one institution after another is checked and reported."""

    root: Path
    tried: Counter = field(default_factory=Counter)

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root)

    def holds_for(self, one: Written) -> None:
        """Check an institution and, where the check passes, make all that its report shows."""
        self.tried["instituciones"] += 1
        for folder in ("params/" + NAME, "data/" + NAME, "corrida"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        one.put(self.root)
        try:
            computed = compute(self.workspace, NAME, one.period)
        except ConfigError as problem:
            raise AssertionError(f"no parameters of these can be refused: {problem}") from problem
        except InputsFailed as problem:
            assert_told(problem.findings)
            return
        self.tried["aceptadas"] += 1
        with drawn(self.tried["aceptadas"] % DRAWN == 1):
            self.report(computed, one.period)

    def report(self, computed: Computed, period: str) -> None:
        folder = self.root / "corrida"
        folder.mkdir()
        save(computed, folder)
        write_open_data(computed, folder)
        compared = compare_run(self.workspace, computed.corrida, computed)
        write_sensitivity(compared, *(folder / name for name in SENSITIVITY_FILES))
        again = self.tried["aceptadas"] % CALCULATED == 1 or bool(os.environ.get(COUNT))
        for section in computed.corrida.secciones:
            notebook = NOTEBOOKS[section]
            shown = run_section(notebook, calculates=again, entidad=NAME, periodo=period, folder=folder)
            assert not failed_checks(shown), (section, failed_checks(shown))
            self.tried["secciones"] += 1
        assert citizen_page(computed)

    def assert_means_something(self) -> None:
        """A test whose institutions are mostly refused would promise nothing."""
        print(dict(self.tried))
        assert self.tried["aceptadas"] >= LEAST_ACCEPTED * self.tried["instituciones"], self.tried


def assert_told(findings: tuple[Finding, ...]) -> None:
    """Whatever is refused is told with its file and place."""
    errors = [finding for finding in findings if finding.severidad is Severity.ERROR]
    assert errors
    assert all(finding.mensaje and finding.archivo for finding in errors), errors


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
        with compiled_once():
            yield Gate(folder)
    finally:
        os.environ.pop(ROOT_VARIABLE)
        if before is not None:
            os.environ[ROOT_VARIABLE] = before
        shutil.rmtree(folder)


@contextmanager
def compiled_once() -> Iterator[None]:
    """Compile each template once: the notebooks' are the same for every institution, a sixth of the time of one."""
    usual, kept = Environment.compile, {}

    def compiled(self: Environment, source: object, *given: object, **named: object) -> object:
        if not isinstance(source, str):
            return usual(self, source, *given, **named)
        key = (type(self), self.autoescape, *map(frozenset, (self.filters, self.globals)), source, *given, *named.items())
        if key not in kept:
            kept[key] = usual(self, source, *given, **named)
        return kept[key]

    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(Environment, "compile", compiled)
        yield


@contextmanager
def drawn(whole: bool) -> Iterator[None]:
    """Draw charts, or do everything but turn their sheets into pictures, which takes longer than all the rest."""
    usual = chart_style.to_svg
    chart_style.to_svg = usual if whole else lambda figure: "<svg></svg>"
    try:
        yield
    finally:
        chart_style.to_svg = usual
