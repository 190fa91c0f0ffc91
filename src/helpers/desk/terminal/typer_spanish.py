"""Typer in Spanish: the headings of the help, and error messages on wrong arguments.

Typer contains its own copy of Click, with fixed English texts. The help is therefore laid out here, in methods that
Typer lets commands override, and error messages are written from the error's type and fields.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, ClassVar, cast

import typer
from typer.core import TyperCommand, TyperGroup

HELP_TEXT = "Muestra esta ayuda."
ARGUMENT, OPTION = "argument", "option"

WrittenBadly: type[Exception] = typer.BadParameter.__mro__[1]
"""Click's UsageError, from whichever copy of Click Typer uses: base class of all errors in the arguments."""


class _Spanish:
    """The layout of a command's usage and options."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line, in Spanish, into the formatter."""
        pieces = [
            "[OPCIONES]",
            *(param.metavar or "" for param in _command(self).params if param.param_type_name == ARGUMENT),
        ]
        if isinstance(self, TyperGroup):
            pieces.append("ORDEN …")
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Uso: ")

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option `--help` with its help in Spanish; None if the command has none."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # of the command that comes after it
        if option is not None:
            option.help = HELP_TEXT
        return option

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments, options and, of a group, commands under Spanish headings into the formatter."""
        params = [param for param in _command(self).get_params(ctx) if not getattr(param, "hidden", False)]
        for kind, heading in ((ARGUMENT, "Argumentos"), (OPTION, "Opciones")):
            rows = [
                (_names(param), str(getattr(param, "help", "") or ""))
                for param in params
                if param.param_type_name == kind
            ]
            _write(formatter, heading, rows)
        if isinstance(self, TyperGroup):
            commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
            _write(formatter, "Órdenes", [(name, _first_line(command)) for name, command in commands])


def _command(own: _Spanish) -> TyperCommand | TyperGroup:
    """The object itself as a command, which each subclass is."""
    return cast("TyperCommand | TyperGroup", own)


class SpanishCommand(_Spanish, TyperCommand):
    """A command with Spanish help."""


class SpanishGroup(_Spanish, TyperGroup):
    """The main command; it also writes error messages in Spanish.

    Attributes
    ----------
    aliases : mapping of str to str
        Hidden names of commands, with the actual name of each.
    """

    aliases: ClassVar[Mapping[str, str]] = {}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command for the first argument; an alias becomes the name that usage and messages show."""
        return super().resolve_command(ctx, [self.aliases.get(args[0], args[0]), *args[1:]])

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line and exit with the command's code; 2, after a message in Spanish, for wrong arguments."""
        try:
            code = super().main(*args, **extra | {"standalone_mode": False})
        except WrittenBadly as problem:
            typer.echo(written_badly(problem), err=True)
            code = 2
        sys.exit(code or 0)


def written_badly(problem: Any) -> str:
    """Return the Spanish message on wrong arguments, below the usage and a hint to the help.

    If the error only asks for help, as a command without arguments does, return the help.
    """
    if type(problem).__name__ == "NoArgsIsHelpError":
        return str(problem.ctx.get_help())
    lines = [] if problem.ctx is None else [problem.ctx.get_usage(), f"Ayuda: {problem.ctx.command_path} --help", ""]
    return "\n".join([*lines, f"Error: {_said(problem)}"])


def _said(problem: Any) -> str:
    """Return an error of Click in Spanish; its own English text if the kind is not known."""
    kind, text = type(problem).__name__, str(problem.message)
    if kind == "MissingParameter":
        return f"Falta {_names(problem.param)}."
    if kind == "NoSuchOption":
        return f"No existe la opción {problem.option_name}.{_perhaps(problem.possibilities)}"
    if kind == "BadOptionUsage":
        takes = "no lleva" if "does not take" in text else "necesita"
        return f"La opción {problem.option_name} {takes} un valor."
    if kind == "BadParameter":
        return f"{', '.join(problem.param.opts)}: {text}" if problem.param else text
    if match := re.search(r"No such command '(.*?)'", text):
        return _no_command(match[1], problem.ctx)
    if match := re.search(r"unexpected extra arguments?.*\((.*)\)", text):
        return f"Sobra «{match[1]}». Lo que lleva espacios se escribe entre comillas."
    return "Falta la orden." if "Missing command" in text else text


def _no_command(name: str, ctx: Any) -> str:
    """Suggest the most similar command; a word similar to an alias suggests the alias's command."""
    from helpers.base.yaml_models import nearest

    names, aliases = ctx.command.list_commands(ctx), ctx.command.aliases
    close = get_close_matches(name.casefold(), [*names, *aliases], n=1)
    meant = aliases.get(close[0], close[0]) if close else name
    return f"No existe la orden «{name}». {nearest(meant, names)}"


def _perhaps(names: Any) -> str:
    """Return a question with similar names, after a space; empty without any."""
    return f" ¿Quiso decir {' o '.join(sorted(names))}?" if names else ""


def _names(param: Any) -> str:
    """Return an argument's placeholder, or an option's names, the shortest first, with the placeholder of its value."""
    if param.param_type_name == ARGUMENT:
        return str(param.metavar)
    value = "" if param.is_flag or param.metavar is None else f" {param.metavar}"
    return f"{', '.join(sorted(param.opts, key=len))}{value}"


def _first_line(command: Any) -> str:
    """Return the first line of a command's help; empty without help."""
    return (command.help or "").strip().partition("\n")[0]


def _write(formatter: Any, heading: str, rows: list[tuple[str, str]]) -> None:
    """Write rows under a heading; nothing without rows."""
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)
