"""Modules that the processes of a run do not load, because every section waits for them at its start."""

from __future__ import annotations

import subprocess
import sys

INTAKE_AND_CHECKS = {"openpyxl", "rapidfuzz", "helpers.intake.read_inputs", "helpers.scoring.score", "helpers.checks.run_checks"}


def loaded(code: str) -> set[str]:
    """The modules that a new Python process has loaded after running some code."""
    command = [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return set(done.stdout.split())


def test_a_section_loads_no_intake_scoring_or_checks():
    """A section only reads the results that the run saved."""
    modules = loaded("import helpers.run.section, helpers.views.elements.tables, helpers.views.sections.reconciliation_section, helpers.views.quality.method_views, helpers.views.elements.rows")
    assert "helpers.run.compute" in modules
    assert not modules & INTAKE_AND_CHECKS


def test_notebooks_are_read_and_checked_without_the_grammar_of_iris():
    """From 4.25 on jsonschema compiles one: a second at the start of each kernel, although no notebook has IRIs."""
    modules = loaded("import nbformat\nnbformat.validate(nbformat.v4.new_notebook())")
    assert "jsonschema" in modules
    assert "rfc3987_syntax.syntax_helpers" not in modules
