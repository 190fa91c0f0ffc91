"""The house style that a program can check."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tools.code_size import function_lines

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 300
"""Most lines of a module."""
MOST_LINES_OF_A_FUNCTION = 50
"""Most lines of a function without its docstring. A command's docstring is its help text."""


def faults_found_by(*command: str) -> str:
    """The faults that a program reports; empty if it finds none."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_ruff_finds_no_fault():
    assert faults_found_by("ruff", "check", "--no-cache", "src", "tests", "tools", "benchmarks", "notebooks") == ""


def test_no_module_is_too_long_to_read_at_once():
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "src").rglob("*.py")}
    assert {str(path): count for path, count in lines.items() if count > MOST_LINES} == {}


def test_no_function_is_too_long_to_read_at_once():
    functions = [
        (f"{path.name}:{node.name}", function_lines(node))
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert functions
    assert {name: count for name, count in functions if count > MOST_LINES_OF_A_FUNCTION} == {}


@pytest.mark.slow
def test_mypy_finds_no_fault():
    """Strict types, as set in `pyproject.toml`. mypy keeps its results in `.mypy_cache` for the next run."""
    assert faults_found_by("mypy") == ""
