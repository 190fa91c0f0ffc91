"""The planner's page in JupyterLab: choose a period, check it, make its report and open it, without a terminal."""

from __future__ import annotations

import html
import subprocess
import sys
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.entidad import institutions
from helpers.errors import PoaError
from helpers.params import run_periods
from helpers.runner.environment import kernel_environment
from helpers.runner.request import usual_place
from helpers.workspace import Workspace

if TYPE_CHECKING:
    import ipywidgets as widgets

WIDTH = 110
REPORT = "informe.html"
BUTTONS = {
    "check": ("Revisar datos y formularios", "search"),
    "sheets": ("Hojas por unidad", "table"),
    "forms": ("Hacer los formularios", "file-excel-o"),
    "report": ("Hacer el informe", "play"),
    "open": ("Abrir el informe", "external-link"),
}
"""What can be done, with its words and its sign."""

Run = Callable[[Sequence[str]], Iterator[str]]
"""Runs `poa` with some words and hands on each line that it prints."""


def show_board(workspace: Workspace | None = None, chosen: str = "") -> Board:
    """Make the page; as the last line of a cell, it shows itself.

    Parameters
    ----------
    chosen : str
        The run to begin with, `mre/2024-T2`; the last one by name where it is empty.
    """
    board = Board(workspace or Workspace.find())
    board.build(chosen)
    return board


@dataclass
class Board:
    """The page and what its buttons do.

    Attributes
    ----------
    run : callable
        Runs a command of `poa`.
    browse : callable
        Opens a page in the browser.
    """

    workspace: Workspace
    run: Run | None = None
    browse: Callable[[str], object] = webbrowser.open
    choice: widgets.Dropdown = field(init=False)
    buttons: dict[str, widgets.Button] = field(init=False, default_factory=dict)
    shown: widgets.HTML = field(init=False)
    box: widgets.VBox = field(init=False)

    def build(self, chosen: str = "") -> None:
        """Lay out the choice, the buttons and the place where what happens is told."""
        import ipywidgets as widgets

        names = runs_found(self.workspace)
        start = chosen if chosen in names else (names[-1] if names else None)
        self.choice = widgets.Dropdown(options=names, value=start, description="Periodo:")
        self.shown = widgets.HTML(_note("Elija el periodo y pulse un botón. Empiece por «Revisar»."))
        for name, (words, sign) in BUTTONS.items():
            button = widgets.Button(description=words, icon=sign, layout=widgets.Layout(width="auto"))
            button.on_click(lambda _, name=name: self.press(name))
            self.buttons[name] = button
        self.box = widgets.VBox([self.choice, widgets.HBox(list(self.buttons.values())), self.shown])

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)

    def press(self, name: str) -> None:
        """Do what a button says, and tell what came of it; no button can be pressed meanwhile."""
        if self.choice.value is None:
            self.shown.value = _note("No hay ningún periodo con parámetros: empiece con «poa init».")
            return
        self._enable(False)
        try:
            {"open": self._open, "check": self._check}.get(name, lambda: self._run(name))()
        except PoaError as problem:
            self.shown.value = _page(str(problem))
        finally:
            self._enable(True)

    def _check(self) -> None:
        self.shown.value = _note("Revisando…")
        self.shown.value = _page(check_text(self.workspace, self.choice.value))

    def _run(self, name: str) -> None:
        words = {"sheets": ["check", "--por-unidad"], "forms": ["forms"], "report": ["report"]}[name]
        lines: list[str] = []
        for line in (self.run or self._poa)([words[0], self.choice.value, *words[1:]]):
            lines.append(line)
            self.shown.value = _page("\n".join(lines))

    def _open(self) -> None:
        path = self.report
        if not path.is_file():
            self.shown.value = _note("Todavía no hay informe de este periodo: pulse «Hacer el informe».")
            return
        self.browse(path.as_uri())
        self.shown.value = _note(f"Abierto en el navegador: {self.workspace.relative(path)}")

    @property
    def report(self) -> Path:
        institution, _, period = str(self.choice.value).partition("/")
        return usual_place(self.workspace, institution, period, is_partial=False).folder / REPORT

    def _poa(self, words: Sequence[str]) -> Iterator[str]:
        """Run `poa` in a process of its own: a report starts kernels, which a kernel should not do by itself."""
        command = [sys.executable, "-m", "helpers.cli", *words]
        environment = kernel_environment(self.workspace.root) | {"PYTHONIOENCODING": "utf-8", "COLUMNS": str(WIDTH)}
        with subprocess.Popen(
            command, env=environment, cwd=self.workspace.root, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as process:  # fmt: skip
            yield from (line.rstrip("\n") for line in process.stdout or ())
        ended = process.returncode
        yield "Terminado." if not ended else f"Terminó con código {ended}: lea arriba qué hay que corregir."

    def _enable(self, is_enabled: bool) -> None:
        for button in self.buttons.values():
            button.disabled = not is_enabled


def runs_found(workspace: Workspace) -> tuple[str, ...]:
    """Every run that has parameters."""
    return tuple(
        f"{institution}/{period}"
        for institution in institutions(workspace)
        for period in run_periods(workspace, institution)
    )


def check_text(workspace: Workspace, run: str) -> str:
    """The page of `poa check`, as text."""
    import io

    from rich.console import Console

    from helpers.cycle.checking import check_run
    from helpers.cycle.page import show_check

    institution, _, period = run.partition("/")
    console = Console(file=io.StringIO(), record=True, width=WIDTH, highlight=False)
    show_check(console, check_run(workspace, institution, period))
    return console.export_text()


def _page(text: str) -> str:
    return f'<pre style="line-height:1.35;white-space:pre-wrap">{html.escape(text)}</pre>'


def _note(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"
