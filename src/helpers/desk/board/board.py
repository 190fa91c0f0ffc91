"""The planner's page in JupyterLab: all steps of a quarter, from opening the period to closing it."""

from __future__ import annotations

import html
import subprocess
import sys
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

import ipywidgets as widgets

from helpers.base.errors import PoaError, UsageError
from helpers.base.periods import Period
from helpers.base.system.processes import kernel_environment
from helpers.base.system.workspace import Workspace
from helpers.desk.board import board_words as words
from helpers.desk.commands.report_command import CHECKS_FAILED
from helpers.desk.periods.planner_texts import DOCUMENT_FILE
from helpers.forms.reception.reception_log import INBOX
from helpers.intake.year_folders import PLAN_FOLDER
from helpers.outputs.run_files import HTML_FILE
from helpers.run.report.destination import usual_place
from helpers.settings.institution import every_run

WIDTH = 110
CONFIRMATION = ("yes", "no")
ROWS = (("forms", "check", "accept", "sheets"), ("draft", "texts", "read"), ("report", "open", "audit"))
Run = Callable[[Sequence[str], Callable[[str], None]], int]
"""Runs `poa` with arguments, passes each printed line to the callback, and returns the exit code."""


def show_board(workspace: Workspace | None = None, chosen: str = "") -> Board:
    """Create the page; as the last expression of a cell, it is displayed.

    Parameters
    ----------
    chosen : str
        The run selected at first, `mre/2024-T2`; by default, the last one by name.
    """
    return Board(workspace or Workspace.find(), chosen)


class Board:
    """The page and the actions of its buttons.

    Parameters
    ----------
    chosen : str
        The run selected at first; the last by name if there is none.
    run : callable or None
        Runs a command of `poa`; by default, in a separate process.
    browse : callable
        Opens an address in the browser.
    """

    def __init__(
        self,
        workspace: Workspace,
        chosen: str = "",
        run: Run | None = None,
        browse: Callable[[str], object] = webbrowser.open,
    ) -> None:
        self.workspace, self.run, self.browse = workspace, run or self._poa, browse
        names = runs_found(workspace)
        start = chosen if chosen in names else (names[-1] if names else None)
        look = {"style": {"description_width": "110px"}, "layout": widgets.Layout(width="420px")}
        self.choice = widgets.Dropdown(options=names, value=start, description="Periodo:", **look)
        self.following = widgets.Text(description="Periodo nuevo:", placeholder="2024-T3", **look)
        self.who = widgets.Text(description="Quién cierra:", placeholder="Nombre y cargo", **look)
        self.shown = widgets.HTML(_note(words.BEGIN))
        self.buttons = {name: self._button(name, *looks) for name, looks in words.BUTTONS.items()}
        self.choice.observe(lambda _: self._chosen(), names="value")
        self.who.observe(lambda _: self._ask_to_confirm(False), names="value")
        self._chosen()
        wrapped = widgets.Layout(flex_flow="row wrap")
        self.box = widgets.VBox([
            self.choice,
            widgets.HBox([self.following, self.buttons["new"]]),
            *(widgets.HBox([self.buttons[name] for name in row], layout=wrapped) for row in ROWS),
            widgets.HBox([self.who, self.buttons["close"], *(self.buttons[name] for name in CONFIRMATION)]),
            self.shown,
        ])  # fmt: skip

    def _button(self, name: str, label: str, sign: str) -> widgets.Button:
        """Return a button that does its action when pressed."""
        button = widgets.Button(description=label, icon=sign, layout=widgets.Layout(width="auto", flex="none"))
        button.on_click(lambda _: self.press(name))
        return button

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)

    @property
    def run_parts(self) -> tuple[str, str]:
        """The selected institution and period: `("mre", "2024-T2")`."""
        institution, _, period = str(self.choice.value).partition("/")
        return institution, period

    def _chosen(self) -> None:
        """Propose the period after the selected one, and cancel a pending confirmation."""
        self._ask_to_confirm(False)
        if self.choice.value is not None:
            self.following.value = _following(self.run_parts[1])

    def _ask_to_confirm(self, is_asked: bool) -> None:
        """Show the buttons that confirm or cancel the closing, or hide them."""
        for name in CONFIRMATION:
            self.buttons[name].layout.display = None if is_asked else "none"

    def press(self, name: str) -> None:
        """Do the action of a button and show its result or its error; all buttons are disabled meanwhile.

        Without a selected run it only shows a message.

        Parameters
        ----------
        name : str
            The button's key in `buttons`.
        """
        if self.choice.value is None:
            self._tell(words.NO_RUN)
            return
        self._enable(False)
        self._ask_to_confirm(False)
        of_its_own = {
            "open": self._open, "close": self._ask_closing, "new": self._open_period,
            "no": lambda: self._tell(words.NOT_CLOSED),
        }  # fmt: skip
        try:
            of_its_own.get(name, lambda: self._run(name))()
        except PoaError as problem:
            self.shown.value = _page(str(problem))
        finally:
            self._enable(True)

    def _tell(self, words: str) -> None:
        """Show a text instead of what is shown."""
        self.shown.value = _note(words)

    def _run(self, name: str) -> bool:
        """Run a button's command, show its output and result; return whether it succeeded."""
        lines: list[str] = []
        self._tell(words.RUNNING)

        def tell(line: str) -> None:
            """Show a further line of output."""
            lines.append(line)
            self.shown.value = _page("\n".join(lines))

        code = self.run(self._words(name), tell)
        outcome = words.FAILED if code else words.DONE[name].format(inbox=self.inbox)
        if name == "report" and code == CHECKS_FAILED:
            outcome = words.MADE_AS_DRAFT
        self.shown.value = _page("\n".join(lines)) + _outcome(outcome, went_well=not code)
        return not code

    def _words(self, name: str) -> list[str]:
        """The arguments of `poa` for a button."""
        run, (institution, period) = self.choice.value, self.run_parts
        return {
            "new": ["abrir", f"{institution}/{self.following.value.strip()}", "--desde", period],
            "forms": ["formularios", run],
            "check": ["comprobar", run],
            "accept": ["comprobar", run, "--aceptar"],
            "sheets": ["comprobar", run, "--por-unidad"],
            "draft": ["borrador", run],
            "texts": ["textos", run],
            "read": ["textos", run, "--leer", DOCUMENT_FILE.format(institution=institution, period=period)],
            "report": ["informe", run],
            "audit": ["auditar", run],
            "yes": ["cerrar", run, "--por", self.who.value.strip()],
        }[name]

    def _open_period(self) -> None:
        """Open the period typed in the field and, if that succeeds, select it; say so if nothing is typed."""
        if not self.following.value.strip():
            self._tell(words.NO_PERIOD)
            return
        opened = self._words("new")[1]
        before = self.choice.value
        if self._run("new"):
            self.choice.options = names = runs_found(self.workspace)
            self.choice.value = opened if opened in names else before

    def _ask_closing(self) -> None:
        """Ask for confirmation before closing the period."""
        who = self.who.value.strip()
        if not who:
            self._tell(words.NO_NAME)
            return
        self._ask_to_confirm(True)
        self._tell(words.SURE.format(run=self.choice.value, who=who))

    def _open(self) -> None:
        """Open the selected report's page in the browser, or say that there is none."""
        path = self.report
        if not path.is_file():
            self._tell(words.NO_REPORT)
            return
        self.browse(path.as_uri())
        self._tell(f"Abierto en el navegador: {self.workspace.relative(path)}")

    @property
    def report(self) -> Path:
        """The page of the selected report; it may not exist."""
        return usual_place(self.workspace, *self.run_parts, is_partial=False).folder / HTML_FILE

    @property
    def inbox(self) -> str:
        """Path from the root, ending in `/`, of the folder for the selected period's returned forms."""
        institution, period = self.run_parts
        window = Period.parse(period)
        return self.workspace.relative(self.workspace.year_data(institution, window.year) / window.window / INBOX) + "/"

    def _poa(self, asked: Sequence[str], tell: Callable[[str], None]) -> int:
        """Run `poa` in a separate process, pass each line of its output to `tell`, and return its exit code.

        A report starts kernels, and a kernel should not do that itself.
        """
        command = [sys.executable, "-m", "helpers.desk.cli", *asked]
        plain = {"COLUMNS": str(WIDTH), "FORCE_COLOR": ""}  # kernels ask for colours
        environment = kernel_environment(self.workspace.root) | plain
        with subprocess.Popen(
            command, env=environment, cwd=self.workspace.root, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as process:  # fmt: skip
            for line in process.stdout or ():
                tell(line.rstrip("\n"))
        return process.returncode

    def _enable(self, is_enabled: bool) -> None:
        """Enable all buttons, or disable them."""
        for button in self.buttons.values():
            button.disabled = not is_enabled


def runs_found(workspace: Workspace) -> tuple[str, ...]:
    """Return every run with parameters as `mre/2024-T2`, by institution and period, except yearly plans."""
    return tuple("/".join(run) for run in every_run(workspace) if not run[1].endswith(f"-{PLAN_FOLDER}"))


def _following(period: str) -> str:
    """The next period, as a proposal; empty if the selected one is not a valid period."""
    try:
        following = Period.parse(period).following()
    except UsageError:
        return ""
    return following.code if following else ""


def _page(text: str) -> str:
    return f'<pre style="line-height:1.35;white-space:pre-wrap">{html.escape(text)}</pre>'


def _outcome(text: str, *, went_well: bool) -> str:
    """The result as a coloured sentence with a sign."""
    ink, sign = ("#14532A", "✔") if went_well else ("#8F1414", "✘")
    return f'<p style="color:{ink};font-weight:bold">{sign} {html.escape(text)}</p>'


def _note(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"
