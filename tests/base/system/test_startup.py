"""What the processes of a run do not load: each second at their start is paid by every section."""

from __future__ import annotations

import subprocess
import sys

INTAKE_AND_CHECKS = {"pandera", "openpyxl", "rapidfuzz", "helpers.intake.read_inputs", "helpers.scoring.score", "helpers.checks.run_checks"}


def loaded(code: str) -> set[str]:
    """The modules that a new Python has after some code."""
    command = [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return set(done.stdout.split())


def test_a_section_of_a_run_loads_nothing_that_computes():
    """It reads what the run saved."""
    modules = loaded("import helpers.run.section, helpers.views.elements.tables, helpers.views.quality.reconciliation_views, helpers.views.quality.method_views, helpers.views.elements.rows")
    assert "helpers.run.compute" in modules
    assert not modules & INTAKE_AND_CHECKS


def test_notebooks_are_read_and_checked_without_a_grammar_of_iris():
    """jsonschema compiles one from 4.25 on: a second at the start of each kernel, for what no notebook has."""
    modules = loaded("import nbformat\nnbformat.validate(nbformat.v4.new_notebook())")
    assert "jsonschema" in modules
    assert "rfc3987_syntax.syntax_helpers" not in modules
