"""The progress of a run: live on a terminal; elsewhere, one line per finished step."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import TracebackType
from typing import Any

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.spinner import Spinner
from rich.table import Column
from rich.text import Text

from helpers.base.display import number_es
from helpers.run.report.report_order import Stop, Watcher

WAITING, RUNNING, DONE, FAILED, REUSED = "espera", "curso", "hecho", "fallo", "guardado"
SECTIONS_STEP = "Secciones"
EVERY = 0.1
"""Seconds between two drawings of a live display."""

_MARKS = {WAITING: ("·", "dim"), DONE: ("✓", "green"), FAILED: ("✗", "bold red"), REUSED: ("=", "green")}


def seconds_es(seconds: float) -> str:
    """Return a duration in words, to a tenth below a minute and then to a second: `4,1 s`, `2 min 05 s`."""
    if round(seconds, 1) < 60:
        return f"{number_es(Decimal(seconds).quantize(Decimal('0.1')))} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s"


def mark(state: str) -> Text:
    """Return the coloured sign of `WAITING`, `DONE`, `FAILED` or `REUSED`."""
    return Text(*_MARKS[state])


class Screen(Watcher):
    """A `Watcher` that shows the run. Use it as a context manager, and leave it before printing anything else."""

    def __init__(self, console: Console) -> None:
        self._live = console.is_terminal
        self._progress = Progress(
            _Mark(),
            TextColumn("{task.description}", markup=False),
            _Bar(bar_width=None, table_column=Column(ratio=1)),
            TextColumn("{task.fields[detail]}", style="dim", justify="right", markup=False),
            _Elapsed(),
            console=console,
            disable=not self._live,
            expand=True,
            auto_refresh=False,
        )
        self._redrawing = Redrawing(self._progress.refresh)
        self._step: TaskID | None = None
        self._sections: dict[str, TaskID] = {}
        self._cells: dict[str, int] = {}
        self._ended = 0
        self._begun = time.monotonic()

    def __enter__(self) -> Screen:
        self._progress.start()
        if self._live:
            self._redrawing.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: object, trace: TracebackType | None) -> None:
        if self._live:
            self._redrawing.stop()
        for task in self._progress.tasks:
            if kind is not None and task.fields["state"] == RUNNING:
                self._progress.update(task.id, state=FAILED, seconds=task.elapsed)
        self._end_step(DONE if kind is None else FAILED)
        self._progress.stop()

    def notice(self, text: str) -> None:
        """Print a remark above the progress."""
        self._progress.console.print(Text(text, "yellow"))

    def step(self, name: str) -> None:
        """Mark the previous step, if any, as done, and show the new one as running."""
        self._end_step(DONE)
        self._begun = time.monotonic()
        self._step = self._add(name, RUNNING)

    def sections_chosen(self, cells: Mapping[str, int]) -> None:
        """Show every section as waiting, under a bar for all of them."""
        self.step(SECTIONS_STEP)
        self._update(self._step, total=sum(cells.values()), completed=0)
        self._cells = dict(cells)
        self._sections = {name: self._add(f"  {name}", WAITING) for name in cells}

    def section_reused(self, section: str) -> None:
        """Mark a section as reused, and its cells as done."""
        self._end_section(section, REUSED, 0.0, "sin cambios")
        self._update(self._step, advance=self._cells[section])
        self._line(REUSED, f"  {section}", "sin cambios")

    def section_started(self, section: str) -> None:
        """Start the clock of a section."""
        self._progress.reset(self._sections[section], state=RUNNING, detail="", seconds=None)

    def cell_started(self, section: str, position: int) -> None:
        """Show a section's cell, by its index from 0, and advance the bar of all cells by one."""
        self._update(self._sections[section], detail=f"celda {position + 1} de {self._cells[section]}")
        self._update(self._step, advance=1)

    def section_ended(self, section: str, seconds: float, stop: Stop | None) -> None:
        """Mark a section as done or, if it stopped, as failed; without live display, print its line."""
        state = FAILED if stop else DONE
        self._end_section(section, state, seconds, f"celda [{stop.cell}]" if stop and stop.cell else "")
        self._line(state, f"  {section}", seconds_es(seconds))

    def _end_section(self, section: str, state: str, seconds: float, detail: str) -> None:
        """Give a section its last state, and count it."""
        self._ended += 1
        self._update(self._sections[section], state=state, seconds=seconds, detail=detail)
        self._update(self._step, detail=f"{self._ended} de {len(self._sections)}")

    def _add(self, name: str, state: str) -> TaskID:
        """Add a line without a known end, in a state, and return its id."""
        return self._progress.add_task(name, total=None, state=state, detail="", seconds=None)

    def _update(self, task: TaskID | None, **changes: Any) -> None:
        """Change a line; nothing without a line."""
        if task is not None:
            self._progress.update(task, **changes)

    def _end_step(self, state: str) -> None:
        """End the current step in a state, and print its line without live display; nothing if no step runs."""
        if self._step is None:
            return
        seconds = time.monotonic() - self._begun
        task = self._progress.tasks[self._step]
        self._update(self._step, state=state, seconds=seconds)
        self._line(state, task.description, seconds_es(seconds))
        self._step = None

    def _line(self, state: str, name: str, told: str) -> None:
        """Print what is told of something, unless the display is live."""
        if not self._live:
            self._progress.console.print(mark(state), Text(f"{name} ({told})"))


class _Mark(ProgressColumn):
    """The sign of a task's state; a spinner while it runs."""

    def __init__(self) -> None:
        super().__init__()
        self._spinner = Spinner("dots", style="cyan")

    def render(self, task: Task) -> RenderableType:
        """Return the sign of a task's state, or the spinner while it runs."""
        state = task.fields["state"]
        return self._spinner.render(task.get_time()) if state == RUNNING else mark(state)


class _Bar(BarColumn):
    """A bar for tasks with a known total: all sections together."""

    # rich accepts any renderable here, but BarColumn declares that it returns a bar.
    def render(self, task: Task) -> RenderableType:  # type: ignore[override]
        """Return the bar; nothing for a task without a total."""
        return super().render(task) if task.total else Text("")


class _Elapsed(ProgressColumn):
    """The duration of a task so far."""

    def __init__(self) -> None:
        super().__init__(table_column=Column(justify="right", no_wrap=True))

    def render(self, task: Task) -> Text:
        """Return a task's duration in words; nothing while it waits."""
        if task.fields["state"] == WAITING:
            return Text("")
        seconds = task.fields["seconds"]
        return Text(seconds_es(task.elapsed or 0 if seconds is None else seconds))


class Redrawing:
    """Calls a function again and again, from `start` to `stop`, except while this process forks.

    Its thread is never there while this process forks: a forked process has only the thread that forked it, and a lock
    that another thread held then stays locked in it for ever.
    """

    def __init__(self, redraw: Callable[[], None]) -> None:
        self._redraw = redraw
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to redraw, every tenth of a second, in a thread of its own."""
        _ACTIVE.append(self)
        self.resume()

    def stop(self) -> None:
        """Redraw no more; returns when the thread has ended. Call it once, after `start`."""
        _ACTIVE.remove(self)
        self.pause()

    def resume(self) -> None:
        """Start the thread that redraws, at first or after `pause`."""
        self._stopped.clear()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def pause(self) -> None:
        """End the thread that redraws, and wait for its end; `resume` starts another."""
        self._stopped.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        """Redraw at fixed intervals until stopped."""
        while not self._stopped.wait(EVERY):
            self._redraw()


_ACTIVE: list[Redrawing] = []


def _pause_all() -> None:
    """Pause all live displays before this process forks."""
    for one in _ACTIVE:
        one.pause()


def _resume_all() -> None:
    """Resume all live displays in the process that forked."""
    for one in _ACTIVE:
        one.resume()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_pause_all, after_in_parent=_resume_all, after_in_child=_ACTIVE.clear)
