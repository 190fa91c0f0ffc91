"""The progress of a batch: live on a terminal; elsewhere, one line per finished report."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from helpers.base.name_phrases import number_with_noun
from helpers.desk.batch.batch_records import Ended, Event, Started, Step
from helpers.desk.batch.run_batch import Batch, BatchResult, Plan
from helpers.desk.batch.workers.process_memory import size_es
from helpers.desk.terminal.run_screen import DONE, FAILED, WAITING, mark, seconds_es


class BatchScreen:
    """Shows the batch as it is made. Use it as a context manager, and leave it before printing anything else."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[detail]}", style="dim", markup=False),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._whole = self._progress.add_task("Revisión de lo ya hecho", total=None, detail="")
        self._at_work: dict[str, TaskID] = {}
        self._ended = self._failed = self._expected = 0

    def __enter__(self) -> BatchScreen:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: object, trace: TracebackType | None) -> None:
        for task in self._at_work.values():
            self._progress.remove_task(task)
        self._progress.stop()

    def planned(self, plan: Plan) -> None:
        """Give the bar the number of reports to make, which may be 0, and print how many are kept, if any."""
        self._expected = len(plan.to_make)
        self._progress.update(self._whole, description="Informes", total=self._expected)
        if plan.kept:
            kept = number_with_noun(plan.kept, "informe ya hecho", "informes ya hechos")
            self._progress.console.print(Text(f"Queda como está: {kept}."))

    def happened(self, event: Event) -> None:
        """Show that a report started, advanced or ended; its end is also printed on a line, on a terminal or not."""
        if isinstance(event, Started):
            self._begin(event.report, event.who)
        elif isinstance(event, Step):
            if event.report in self._at_work:
                self._progress.update(self._at_work[event.report], detail=event.text)
        else:
            self._end(event)

    def _begin(self, report: str, who: str) -> None:
        """Show a report as in work on a line of its own, in place of an earlier one."""
        self._forget(report)
        self._at_work[report] = self._progress.add_task(f"  {report}", total=None, detail=who)

    def _end(self, event: Ended) -> None:
        """Remove a report's line, count it, print how it ended, and advance the bar of all."""
        self._forget(event.report)
        self._ended += 1
        self._failed += bool(event.outcome.error)
        count = f"[{self._ended} de {self._expected}]"
        self._progress.console.print(ended_line(event, count), soft_wrap=True)
        detail = number_with_noun(self._failed, "falló", "fallaron") if self._failed else ""
        self._progress.update(self._whole, advance=1, detail=detail)

    def _forget(self, report: str) -> None:
        """Remove a report's line, if it has one."""
        if report in self._at_work:
            self._progress.remove_task(self._at_work.pop(report))


def ended_line(event: Ended, count: str) -> Text:
    """Return a line on how a report ended: sign, `count`, name, duration, memory and, if it failed, the reason.

    The notices of its run follow, each on a line.
    """
    outcome = event.outcome
    told = ", ".join((seconds_es(outcome.seconds), *([size_es(outcome.memory)] if outcome.memory else [])))
    state = FAILED if outcome.error else DONE
    line = Text.assemble(mark(state), (f" {count} ", "dim"), f"{event.report} ({told})")
    line += Text(f": {outcome.error}", "red") if outcome.error else Text()
    return Text("\n").join((line, *(Text(f"    {notice}", "yellow") for notice in outcome.notices)))


def show_plan(console: Console, batch: Batch, plan: Plan) -> None:
    """Print a line for each report, to be made and why or left as it is, and the numbers; nothing is done."""
    for report, reason in plan.reasons.items():
        state = WAITING if reason else DONE
        why = f"se haría: {reason}" if reason else "ya está hecho; se deja como está"
        console.print(Text.assemble(mark(state), f" {report}", (f" · {why}", "dim")), soft_wrap=True)
    console.print(Text(f"Se harían {len(plan.to_make)} de {len(plan.reasons)}. Lote: {batch.label}/"), soft_wrap=True)


def show_done(console: Console, batch: Batch, done: BatchResult) -> None:
    """Print what failed, how many reports are made, the highest memory, and the files of the consolidated table.

    Reports that were kept count as made.
    """
    table = done.table
    console.print()
    for line in table.failed:
        console.print(Text.assemble((line.report, "bold red"), f": {line.reason}"), soft_wrap=True)
    words = number_with_noun(len(table.made), "informe hecho", "informes hechos")
    failed = f", {number_with_noun(len(table.failed), 'falló', 'fallaron')}" if table.failed else ""
    console.print(Text(f"{words} de {len(table.lines)}{failed}.", "bold"))
    if done.peak:
        bound = f"; tope {size_es(batch.memory)}" if batch.memory else ", sin tope"
        console.print(f"Memoria de un informe: hasta {size_es(done.peak)}, medida{bound}.")
    console.print(Text.assemble(("Consolidado en: ", "bold"), f"{batch.label}/"), soft_wrap=True)
    console.print(Padding(Text(", ".join(done.files)), (0, 0, 0, 2)))
