"""Shared parts of the commands of `poa`: console, arguments and options, and messages for errors."""

from __future__ import annotations

import re
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helpers.base.errors import PoaError, UsageError, system_words
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import InputsFailed

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

INPUTS_FAILED = "Los datos tienen errores: no se calculó nada y el informe anterior, si lo había, sigue como estaba."
INTERRUPTED = "Interrumpido: lo anterior, si lo había, sigue como estaba."
DEFECT = "Esto es un defecto del programa y no de los datos: avise a quien lo mantiene, con el texto de arriba."


def asked_run(run: str) -> tuple[Workspace, str, str]:
    """Return the workspace of the working folder, and institution and period of a run named `mre/2024-T2`.

    Raises
    ------
    UsageError
        If the institution or the period is missing, or the folder is in no workspace.
    """
    institution, slash, period = run.partition("/")
    if not (institution and slash and period):
        raise UsageError(f"«{run}» no es ENTIDAD/PERIODO, como mre/2024-T2. Los que hay: poa lista")
    return Workspace.find(), institution, period


def name_list(text: str, option: str = "--secciones", what: str = "ninguna sección") -> tuple[str, ...]:
    """Return the names in a comma-separated option, in their order and without repetition; none for an empty text.

    Parameters
    ----------
    text : str
        The option's value.
    option, what : str
        For the message of the error: the option's name, and what the text does not name, in Spanish.

    Raises
    ------
    UsageError
        If a text without names is given.
    """
    found = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if text and not found:
        raise UsageError(f"«{option} {text}» no nombra {what}.")
    return found


def console_of(*, errors: bool = False) -> Console:
    """Return the terminal: standard output or, for `errors`, standard error; it prints every text as it is."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, stderr=errors)


def say(text: str | Text, style: str = "", *, errors: bool = False) -> None:
    """Print a line whole, with no line end within a path or a command, which can then be copied from a terminal."""
    console_of(errors=errors).print(text, style=style, soft_wrap=True)


def write_line(console: Console, text: str | Text, style: str = "") -> None:
    """Print a line that a terminal may wrap between words; a pipe gets it whole and without colour."""
    console.print(text, style=style, soft_wrap=not console.is_terminal)


@contextmanager
def reporting_problems() -> Iterator[None]:
    """Run a command; if it raises, print the reason in Spanish and raise `typer.Exit` with the command's code.

    It is 2 for a wrong use, 130 for an interruption, and 1 for anything else; a defect's traceback is printed too.
    """
    from helpers.run.report.report_order import SectionsFailed

    try:
        yield
    except InputsFailed as problem:
        from helpers.desk.terminal.finding_pages import counts_es, list_findings

        list_findings(console_of(), problem.findings)
        _tell(f"{INPUTS_FAILED} {counts_es(problem.findings, with_zeros=True)}.", *getattr(problem, "__notes__", ()))
        raise typer.Exit(1) from problem
    except SectionsFailed as problem:
        from helpers.desk.terminal.run_summary import show_failures

        show_failures(console_of(), problem.failures)
        _tell(*problem.__notes__)
        raise typer.Exit(1) from problem
    except PoaError as problem:
        _tell(str(problem), *getattr(problem, "__notes__", ()))
        raise typer.Exit(2 if isinstance(problem, UsageError) else 1) from problem
    except KeyboardInterrupt as interrupt:
        _tell(INTERRUPTED)
        raise typer.Exit(130) from interrupt
    except OSError as problem:
        _tell(f"El sistema no dejó leer o escribir: {system_words(problem)}.", *getattr(problem, "__notes__", ()))
        raise typer.Exit(1) from problem
    except Exception as defect:
        traceback.print_exc()
        _tell(DEFECT)
        raise typer.Exit(1) from defect


def _tell(*lines: str) -> None:
    """Print the lines of an error message to standard error, the first in red."""
    console = console_of(errors=True)
    for line, style in zip(lines, ("bold red", *[""] * len(lines)), strict=False):
        write_line(console, line, style)


@contextmanager
def stopping_in_order() -> Iterator[None]:
    """Run a block in which SIGTERM and SIGHUP (`kill`, a closed terminal) raise KeyboardInterrupt, as Ctrl-C does."""
    signals = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), signal.default_int_handler) for name in signals}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def whole(text: str | int) -> int:
    """Return a text as a whole number of 1 to 4,000 digits, with or without a sign, for Typer's `parser`.

    A saved sample is read with a seed of at most as many digits.

    Raises
    ------
    typer.BadParameter
        If the text is no such number.
    """
    said = str(text)
    if not re.fullmatch(r"[+-]?[0-9]{1,4000}", said):
        raise typer.BadParameter(f"«{said}» no es un número entero de hasta 4.000 cifras.")
    return int(said)


def positive(text: str | int) -> int:
    """Return a text as a whole number greater than zero, for Typer's `parser`.

    Raises
    ------
    typer.BadParameter
        If the text is no such number.
    """
    if not re.fullmatch(r"\+?[0-9]{1,4000}", str(text)) or int(text) < 1:
        raise typer.BadParameter(f"«{text}» no es un número entero mayor que cero.")
    return int(text)


def run_argument(help: str) -> Any:
    """Return Typer's argument for an institution and a period; `help`, in Spanish, says what is done with them."""
    return typer.Argument(metavar="ENTIDAD/PERIODO", help=help)


def output_option(help: str) -> Any:
    """Return Typer's option for a folder other than `output/`; `help` says in Spanish what is written there."""
    return typer.Option("--salida", metavar="CARPETA", help=help)


Overrides = Annotated[
    list[str] | None,
    typer.Option("-p", "--parametro", metavar="CLAVE=VALOR", help="Cambia un parámetro de la corrida; se repite."),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="N", parser=positive, help="Secciones a la vez; si no, una por núcleo."),
]
