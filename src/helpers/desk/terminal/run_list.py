"""The output of `poa lista`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from helpers.desk.terminal.run_status import MethodStatus, ReportStatus, RunStatus
from helpers.run.report.manifest import COMPLETE, FAILED, PARTIAL

STYLES = {COMPLETE: "green", PARTIAL: "yellow", FAILED: "bold red"}
NO_REPORT = Text("sin informe", "dim")


def show_list(console: Console, runs: Sequence[RunStatus], methods: Sequence[MethodStatus]) -> None:
    """Print every institution with its periods and reports, then the methods. `runs` are grouped by institution."""
    for institution, group in groupby(runs, key=lambda run: run.institution):
        periods = list(group)
        name = next((run.name for run in periods if run.name), "")
        console.print(Text.assemble((institution, "bold"), f" · {name}" if name else ""))
        console.print(Padding(_periods(periods), (0, 0, 1, 2)))
    console.print(Text("Métodos", "bold"))
    console.print(Padding(_methods(methods), (0, 0, 0, 2)))


def _periods(runs: Sequence[RunStatus]) -> Table:
    """Return a row for each period: method, and its reports or that there are none, below any problem."""
    table = _grid()
    for run in runs:
        told = [_report(made) for made in run.reports] or [NO_REPORT]
        table.add_row(run.period, run.method, Text("\n").join(_problem(run.problem) + told))
    return table


def _methods(methods: Sequence[MethodStatus]) -> Table:
    """Return a row for each method, with its name or why it cannot be read."""
    table = _grid()
    for method in methods:
        told = _problem(method.problem) or [Text(method.name)]
        table.add_row(method.id, Text("\n").join(told))
    return table


def _grid() -> Table:
    return Table(box=None, show_header=False, padding=(0, 3, 0, 0), pad_edge=False)


def _report(made: ReportStatus) -> Text:
    """Return a report's state, when it ended (if known) and its folder."""
    when = f"{made.when:%d/%m/%Y %H:%M}" if made.when else ""
    rest = " · ".join(filter(None, (when, made.folder)))
    return Text.assemble((made.state, STYLES.get(made.state, "")), f" · {rest}")


def _problem(problem: str) -> list[Text]:
    return [Text(problem, "red")] if problem else []
