"""Typer in Spanish: the headings of the help and what is said of a command that is badly written.

Typer carries its own copy of Click, whose texts are fixed and English; so the help is laid out here, by the
methods that Typer lets a command override, and errors are told from their kind and fields.
"""

from __future__ import annotations

import re
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

HELP_TEXT = "Muestra esta ayuda."
ARGUMENT, OPTION = "argument", "option"

WrittenBadly = typer.BadParameter.__mro__[1]
"""Click's UsageError, wherever Typer has it from: root of all that is wrong with what was typed."""

_SAID = (
    (
        re.compile(r"unexpected extra arguments?.*\((?P<what>.*)\)"),
        "Sobra «{what}». Lo que lleva espacios se escribe entre comillas.",
    ),
    (re.compile(r"Missing command"), "Falta la orden."),
)


class _Spanish:
    """How a command shows its usage and its options."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        pieces = [
            "[OPCIONES]",
            *(param.metavar for param in self.params if param.param_type_name == ARGUMENT),
        ]
        if isinstance(self, TyperGroup):
            pieces.append("ORDEN …")
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Uso: ")

    def get_help_option(self, ctx: Any) -> Any:
        """Say what `--help` does."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP_TEXT
        return option

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write what the command takes, and its commands where it has them."""
        params = [param for param in self.get_params(ctx) if not getattr(param, "hidden", False)]
        for kind, heading in ((ARGUMENT, "Argumentos"), (OPTION, "Opciones")):
            rows = [(_names(param), param.help or "") for param in params if param.param_type_name == kind]
            _write(formatter, heading, rows)
        if isinstance(self, TyperGroup):
            commands = [self.get_command(ctx, name) for name in self.list_commands(ctx)]
            _write(formatter, "Órdenes", [(command.name, _first_line(command)) for command in commands])


class SpanishCommand(_Spanish, TyperCommand):
    """A command that speaks Spanish."""


class SpanishGroup(_Spanish, TyperGroup):
    """The command of commands: it also tells, in Spanish, what is wrong with what was typed."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run, and end with the code that the command gives; 2 for what is badly written."""
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **extra)
        try:
            code = super().main(*args, standalone_mode=False, **extra)
        except WrittenBadly as problem:
            typer.echo(written_badly(problem), err=True)
            code = 2
        sys.exit(code or 0)


def written_badly(problem: Any) -> str:
    """What is wrong with what was typed, and how the help is asked for."""
    if type(problem).__name__ == "NoArgsIsHelpError":
        return problem.ctx.get_help()
    lines = (
        []
        if problem.ctx is None
        else [problem.ctx.get_usage(), f"Ayuda: {problem.ctx.command_path} --help", ""]
    )
    return "\n".join([*lines, f"Error: {_said(problem)}"])


def _said(problem: Any) -> str:
    kind, text = type(problem).__name__, problem.message
    if kind == "MissingParameter":
        return f"Falta {problem.param.metavar}."
    if kind == "NoSuchOption":
        return f"No existe la opción {problem.option_name}.{_perhaps(problem.possibilities)}"
    if kind == "BadOptionUsage":
        takes = "no lleva" if "does not take" in text else "necesita"
        return f"La opción {problem.option_name} {takes} un valor."
    if kind == "BadParameter":
        return f"{', '.join(problem.param.opts)}: {text}" if problem.param else text
    if match := re.search(r"No such command '(.*?)'", text):
        return _no_command(match[1], problem.ctx)
    for pattern, said in _SAID:
        if match := pattern.search(text):
            return said.format(**match.groupdict())
    return text


def _no_command(name: str, ctx: Any) -> str:
    from helpers.model_errors import nearest

    return f"No existe la orden «{name}». {nearest(name, ctx.command.list_commands(ctx))}"


def _perhaps(names: Any) -> str:
    return f" ¿Quiso decir {' o '.join(sorted(names))}?" if names else ""


def _names(param: Any) -> str:
    if param.param_type_name == ARGUMENT:
        return param.metavar
    value = "" if param.is_flag or param.metavar is None else f" {param.metavar}"
    return f"{', '.join(sorted(param.opts, key=len))}{value}"


def _first_line(command: Any) -> str:
    return (command.help or "").strip().partition("\n")[0]


def _write(formatter: Any, heading: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)
