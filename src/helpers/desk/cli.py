"""The command `poa`: arguments and messages only.

Nothing slow is imported here, so that `poa --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import ClassVar, NamedTuple

import typer

from helpers.desk.commands.audit_command import audit
from helpers.desk.commands.batch_command import batch
from helpers.desk.commands.check_command import check
from helpers.desk.commands.close_command import close
from helpers.desk.commands.command_support import reporting_problems
from helpers.desk.commands.demo_command import demo
from helpers.desk.commands.differences_command import differences
from helpers.desk.commands.draft_command import draft
from helpers.desk.commands.explain_command import explain
from helpers.desk.commands.forms_command import forms
from helpers.desk.commands.init_command import init
from helpers.desk.commands.list_command import lab, list_runs
from helpers.desk.commands.new_command import new
from helpers.desk.commands.plan_command import plan
from helpers.desk.commands.report_command import report
from helpers.desk.commands.sample_command import sample
from helpers.desk.commands.texts_command import texts
from helpers.desk.terminal.typer_spanish import SpanishCommand, SpanishGroup


class Command(NamedTuple):
    """A command of `poa`.

    Attributes
    ----------
    name : str
        The Spanish name, used in help, messages, guides and reports.
    alias : str
        The former English name, which scripts may still use; empty if it is the same.
    function : callable
        Runs the command and returns its exit code, or None for 0; its docstring is the help. What it raises is
        reported (`reporting_problems`).
    """

    name: str
    alias: str
    function: Callable[..., int | None]


COMMANDS = (
    Command("iniciar", "init", init),
    Command("abrir", "new", new),
    Command("plan", "", plan),
    Command("formularios", "forms", forms),
    Command("comprobar", "check", check),
    Command("borrador", "draft", draft),
    Command("textos", "", texts),
    Command("informe", "report", report),
    Command("lote", "batch", batch),
    Command("explicar", "explain", explain),
    Command("diferencias", "", differences),
    Command("auditar", "audit", audit),
    Command("muestra", "", sample),
    Command("cerrar", "close", close),
    Command("demo", "", demo),
    Command("lista", "list", list_runs),
    Command("cuadernos", "lab", lab),
)
"""Every command, in the order of the help, which follows the steps of a quarter.

`mesa` and `revisar` are reserved for future commands.
"""


class Poa(SpanishGroup):
    """The group of all commands, with their aliases."""

    aliases: ClassVar[Mapping[str, str]] = {command.alias: command.name for command in COMMANDS if command.alias}


app = typer.Typer(
    cls=Poa,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"max_content_width": 100},
    help="Informes de seguimiento al POA y presupuesto: de los datos de la entidad al informe publicado.",
)
for command in COMMANDS:
    app.command(command.name, cls=SpanishCommand)(reporting_problems()(command.function))


def main() -> None:
    """Run the command line `poa` with this process's arguments, and exit with the command's code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Into a file or a pipe Windows would write its old code page, which lacks the minus sign.
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


if __name__ == "__main__":
    main()
