"""The planner's page in JupyterLab: the whole quarter, from opening a period to closing it, without a terminal."""

from __future__ import annotations

import html
import subprocess
import sys
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.cycle import board_words as words
from helpers.entidad import institutions
from helpers.errors import PoaError, UsageError
from helpers.intake.folders import PLAN_FOLDER
from helpers.params import run_periods
from helpers.periods import Period
from helpers.reception.log import INBOX
from helpers.runner.environment import kernel_environment
from helpers.runner.request import usual_place
from helpers.workspace import Workspace

if TYPE_CHECKING:
    import ipywidgets as widgets

WIDTH = 110
REPORT = "informe.html"
CONFIRMATION = ("yes", "no")
IN_A_ROW = ("forms", "check", "accept", "sheets", "report", "open")
Run = Callable[[Sequence[str], Callable[[str], None]], int]
"""Runs `poa` with some words, tells each line that it prints, and returns its exit code."""


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
    following: widgets.Text = field(init=False)
    who: widgets.Text = field(init=False)
    buttons: dict[str, widgets.Button] = field(init=False, default_factory=dict)
    shown: widgets.HTML = field(init=False)
    box: widgets.VBox = field(init=False)

    def build(self, chosen: str = "") -> None:
        """Lay out what is chosen and written, the buttons and the place where what happens is told."""
        import ipywidgets as widgets

        names = runs_found(self.workspace)
        start = chosen if chosen in names else (names[-1] if names else None)
        look = {"style": {"description_width": "110px"}, "layout": widgets.Layout(width="420px")}
        self.choice = widgets.Dropdown(options=names, value=start, description="Periodo:", **look)
        self.following = widgets.Text(description="Periodo nuevo:", placeholder="2024-T3", **look)
        self.who = widgets.Text(description="Quién cierra:", placeholder="Nombre y cargo", **look)
        self.shown = widgets.HTML(_note(words.BEGIN))
        for name, (label, sign) in words.BUTTONS.items():
            button = widgets.Button(description=label, icon=sign, layout=widgets.Layout(width="auto"))
            button.on_click(lambda _, name=name: self.press(name))
            self.buttons[name] = button
        self.choice.observe(lambda _: self._chosen(), names="value")
        self.who.observe(lambda _: self._ask_to_confirm(False), names="value")
        self._chosen()
        self.box = widgets.VBox([
            self.choice,
            widgets.HBox([self.following, self.buttons["new"]]),
            widgets.HBox([self.buttons[name] for name in IN_A_ROW]),
            widgets.HBox([self.who, self.buttons["close"], *(self.buttons[name] for name in CONFIRMATION)]),
            self.shown,
        ])  # fmt: skip

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)

    @property
    def run_parts(self) -> tuple[str, str]:
        """The institution and the period that are chosen."""
        institution, _, period = str(self.choice.value).partition("/")
        return institution, period

    def _chosen(self) -> None:
        """Propose the period that comes after the one chosen; what was asked of another is asked no more."""
        self._ask_to_confirm(False)
        if self.choice.value is not None:
            self.following.value = _following(self.run_parts[1])

    def _ask_to_confirm(self, is_asked: bool) -> None:
        for name in CONFIRMATION:
            self.buttons[name].layout.display = None if is_asked else "none"

    def press(self, name: str) -> None:
        """Do what a button says, and tell what came of it; no button can be pressed meanwhile."""
        if self.choice.value is None:
            self._tell(words.NO_RUN)
            return
        self._enable(False)
        self._ask_to_confirm(False)
        of_its_own = {
            "open": self._open, "check": self._check, "close": self._ask_closing, "new": self._open_period,
            "no": lambda: self._tell(words.NOT_CLOSED),
        }  # fmt: skip
        try:
            of_its_own.get(name, lambda: self._run(name))()
        except PoaError as problem:
            self.shown.value = _page(str(problem))
        finally:
            self._enable(True)

    def _tell(self, words: str) -> None:
        self.shown.value = _note(words)

    def _check(self) -> None:
        self._tell("Revisando…")
        self.shown.value = _page(check_text(self.workspace, self.choice.value))

    def _run(self, name: str) -> bool:
        """Run a button's command, show each line that it prints, and tell how it went; whether it went well."""
        lines: list[str] = []

        def tell(line: str) -> None:
            lines.append(line)
            self.shown.value = _page("\n".join(lines))

        code = (self.run or self._poa)(self._words(name), tell)
        outcome = (words.FAILED if code else words.DONE)[name].format(inbox=self.inbox)
        self.shown.value = _page("\n".join(lines)) + _outcome(outcome, went_well=not code)
        return not code

    def _words(self, name: str) -> list[str]:
        """The words of `poa` that a button stands for."""
        run, (institution, period) = self.choice.value, self.run_parts
        return {
            "new": ["new", f"{institution}/{self.following.value.strip()}", "--desde", period],
            "forms": ["forms", run],
            "accept": ["check", run, "--aceptar"],
            "sheets": ["check", run, "--por-unidad"],
            "report": ["report", run],
            "yes": ["close", run, "--por", self.who.value.strip()],
        }[name]

    def _open_period(self) -> None:
        """Open the period that is written, and choose it."""
        if not self.following.value.strip():
            self._tell(words.NO_PERIOD)
            return
        opened = self._words("new")[1]
        before = self.choice.value
        if self._run("new"):
            self.choice.options = names = runs_found(self.workspace)
            self.choice.value = opened if opened in names else before

    def _ask_closing(self) -> None:
        """Nothing is closed until it is confirmed."""
        who = self.who.value.strip()
        if not who:
            self._tell(words.NO_NAME)
            return
        self._ask_to_confirm(True)
        self._tell(words.SURE.format(run=self.choice.value, who=who))

    def _open(self) -> None:
        path = self.report
        if not path.is_file():
            self._tell(words.NO_REPORT)
            return
        self.browse(path.as_uri())
        self._tell(f"Abierto en el navegador: {self.workspace.relative(path)}")

    @property
    def report(self) -> Path:
        return usual_place(self.workspace, *self.run_parts, is_partial=False).folder / REPORT

    @property
    def inbox(self) -> str:
        """Where the forms of the period go when they come back, named from the root."""
        institution, period = self.run_parts
        window = Period.parse(period)
        return self.workspace.relative(self.workspace.year_data(institution, window.year) / window.window / INBOX) + "/"

    def _poa(self, asked: Sequence[str], tell: Callable[[str], None]) -> int:
        """Run `poa` in a process of its own: a report starts kernels, which a kernel should not do by itself."""
        command = [sys.executable, "-m", "helpers.cli", *asked]
        environment = kernel_environment(self.workspace.root) | {"PYTHONIOENCODING": "utf-8", "COLUMNS": str(WIDTH)}
        with subprocess.Popen(
            command, env=environment, cwd=self.workspace.root, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as process:  # fmt: skip
            for line in process.stdout or ():
                tell(line.rstrip("\n"))
        return process.returncode

    def _enable(self, is_enabled: bool) -> None:
        for button in self.buttons.values():
            button.disabled = not is_enabled


def runs_found(workspace: Workspace) -> tuple[str, ...]:
    """Every run that has parameters, but for the plans of a year, which have no quarter."""
    return tuple(
        f"{institution}/{period}"
        for institution in institutions(workspace)
        for period in run_periods(workspace, institution)
        if not period.endswith(f"-{PLAN_FOLDER}")
    )


def _following(period: str) -> str:
    """The period that comes next, to be proposed; nothing where a file's name is no period, which its use tells."""
    try:
        following = Period.parse(period).following()
    except UsageError:
        return ""
    return following.code if following else ""


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


def _outcome(text: str, *, went_well: bool) -> str:
    """How it went, in words and in colour."""
    ink, sign = ("#14532A", "✔") if went_well else ("#8F1414", "✘")
    return f'<p style="color:{ink};font-weight:bold">{sign} {html.escape(text)}</p>'


def _note(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"
