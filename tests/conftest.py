"""Settings of all tests. pytest puts this folder on the path, so that tests can import `builders` and `naive`."""

import gc
import os
import signal
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["kept_wording"]

LONGEST_FIRST = (
    "desk/test_cut_tables.py", "audit/test_audit_command.py", "scoring/test_against_naive.py",
    "desk/test_whole_quarter.py", "report/test_notebooks.py", "report/test_executed_run_again.py", "outputs/workbook/test_task_papers_engines.py",
    "run/report/test_run_processes.py", "desk/batch/test_batch_local.py", "audit/test_audit_workbook.py", "outputs/workbook/test_task_papers.py", "forms/planning/test_planning.py",
    "gate/test_gate_commands.py", "gate/test_gate_year.py", "gate/test_gate_quarters.py",
    "gate/test_gate_semesters.py", "gate/test_gate_plan.py", "report/test_notebooks_general.py", "report/test_report_end_to_end.py", "desk/test_new.py", "forms/test_live_percentages.py",
)  # fmt: skip
"""The files that take more than 15 seconds. They start first: the ministry's report, which other files wait for, begins
at once, and no long file is left running alone at the end."""

# Tests may run on two shared cores, so a slow example is no failure. Every run tries the same examples.
settings.register_profile(
    "libro", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("libro")
if "PYTEST_XDIST_WORKER" not in os.environ:
    _shared = tempfile.TemporaryDirectory(prefix="pruebas-")
    # The worker processes are children of this one and inherit the variable.
    os.environ["POA_PRUEBAS"] = _shared.name
# Modules and items stay for the whole run: nothing can be freed while they are collected.
gc.disable()
# A shell starts background jobs with Ctrl-C ignored, which the commands that tests interrupt would inherit.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first; the others keep their order."""
    folder = Path(__file__).parent
    places = {folder / name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_collection_finish() -> None:
    """Exclude everything imported so far from garbage collection, which would scan it thousands of times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    gc.enable()
