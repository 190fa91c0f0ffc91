"""The command `poa`: arguments and messages only.

Nothing heavy is imported here: `poa --help` must answer at once.
"""

from __future__ import annotations

import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.errors import InputsFailed, PoaError, UsageError
from helpers.runner.terminal.spanish import SpanishCommand, SpanishGroup
from helpers.workspace import Workspace

if TYPE_CHECKING:
    from rich.console import Console

INPUTS_FAILED = (
    "Los datos tienen errores: no se calculó nada y el informe anterior, si lo había, sigue como estaba."
)
INTERRUPTED = "Interrumpido: no se publicó nada y el informe anterior, si lo había, sigue como estaba."
DEFECT = (
    "Esto es un defecto del programa y no de los datos: avise a quien lo mantiene, con el texto de arriba."
)

app = typer.Typer(
    cls=SpanishGroup,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"max_content_width": 100},
    help="Informes de seguimiento al POA y presupuesto: de los datos de la entidad al informe publicado.",
)


def main() -> None:
    """Run the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a Windows console may lack a sign
    app()


def _whole(text: str | int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise typer.BadParameter(f"«{text}» no es un número entero mayor que cero.")
    return number


@app.command("report", cls=SpanishCommand)
def report(
    run: Annotated[str, typer.Argument(metavar="ENTIDAD/PERIODO", help="Qué informe: mre/2024-T2.")],
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p", "--parametro", metavar="CLAVE=VALOR", help="Cambia un parámetro de la corrida; se repite."
        ),
    ] = None,
    sections: Annotated[
        str,
        typer.Option(
            "--secciones", metavar="A,B", help="Solo estas secciones: deja un informe parcial, aparte."
        ),
    ] = "",
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", parser=_whole, help="Secciones a la vez; si no, una por núcleo."),
    ] = None,
    output: Annotated[
        str, typer.Option("--salida", metavar="CARPETA", help="Dónde dejar el informe, en vez de output/.")
    ] = "",
    without_pdf: Annotated[
        bool, typer.Option("--sin-pdf", help="No hace el PDF, para equipos sin Pango.")
    ] = False,
) -> None:
    """Hace el informe de una entidad y un periodo.

    Lee los parámetros y los datos, calcula, ejecuta los cuadernos y publica HTML, PDF, papeles de trabajo y
    CSV en output/ENTIDAD/PERIODO/. El informe anterior se reemplaza solo cuando el nuevo está completo.

    \b
    Termina con:
      0    el informe está hecho
      1    fallaron los datos, una sección o la publicación; no se publicó nada
      2    la orden está mal escrita o pide algo que no existe
      130  se interrumpió con Ctrl-C; no se publicó nada

    \b
    Ejemplos:
      poa report mre/2024-T2
      poa report mre/2024-T2 --secciones resumen,acp --sin-pdf
      poa report mre/2024-T2 -p estado=definitivo -p "aprobado_por=Ana Rojas, Directora"
    """
    from helpers.runner.report import run_report
    from helpers.runner.request import Request
    from helpers.runner.terminal.screen import Screen
    from helpers.runner.terminal.summary import show_published

    console = _console()
    with _problems_told(console), _ending_in_order():
        institution, period = _parts(run)
        request = Request(
            institution=institution,
            period=period,
            overrides=tuple(parameter or ()),
            sections=_names(sections),
            jobs=jobs or 0,
            output=Path(output) if output else None,
            with_pdf=not without_pdf,
        )
        workspace = Workspace.find()
        with Screen(console) as screen:
            published = run_report(workspace, request, screen)
        show_published(console, published)


@app.command("list", cls=SpanishCommand)
def list_runs() -> None:
    """Muestra entidades, periodos, métodos y qué informes hay.

    De cada informe dice si está completo, es parcial o falló, y cuándo.
    """
    from helpers.runner.status import method_statuses, run_statuses
    from helpers.runner.terminal.listing import show_list

    console = _console()
    with _problems_told(console):
        workspace = Workspace.find()
        show_list(console, run_statuses(workspace), method_statuses(workspace))


@app.command("lab", cls=SpanishCommand)
def lab(
    without_browser: Annotated[
        bool, typer.Option("--sin-navegador", help="No abre el navegador: muestra la dirección.")
    ] = False,
) -> None:
    """Abre los cuadernos en JupyterLab, listos para ejecutar."""
    from helpers.runner.lab import run_lab

    with _problems_told(_console()):
        code = run_lab(Workspace.find(), with_browser=not without_browser)
    raise typer.Exit(code)


def _parts(run: str) -> tuple[str, str]:
    institution, slash, period = run.partition("/")
    if not (institution and slash and period):
        raise UsageError(f"«{run}» no es ENTIDAD/PERIODO, como mre/2024-T2. Los que hay: poa list")
    return institution, period


def _names(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if text and not names:
        raise UsageError(f"«--secciones {text}» no nombra ninguna sección.")
    return names


def _console(*, errors: bool = False) -> Console:
    from rich.console import Console

    return Console(highlight=False, stderr=errors)


@contextmanager
def _problems_told(console: Console) -> Iterator[None]:
    """Say what went wrong and end with the code that the help promises."""
    from helpers.runner.problems import SectionsFailed
    from helpers.runner.terminal.summary import counts_es, show_failures, show_findings

    try:
        yield
    except InputsFailed as problem:
        show_findings(console, problem.findings)
        _tell(f"{INPUTS_FAILED} {counts_es(problem.findings)}.")
        raise typer.Exit(1) from problem
    except SectionsFailed as problem:
        show_failures(console, problem.failures)
        _tell(*problem.__notes__)
        raise typer.Exit(1) from problem
    except PoaError as problem:
        _tell(str(problem), *getattr(problem, "__notes__", ()))
        raise typer.Exit(2 if isinstance(problem, UsageError) else 1) from problem
    except KeyboardInterrupt as interrupt:
        _tell(INTERRUPTED)
        raise typer.Exit(130) from interrupt
    except OSError as problem:
        _tell(f"El sistema no dejó leer o escribir: {problem}", *getattr(problem, "__notes__", ()))
        raise typer.Exit(1) from problem
    except Exception as defect:
        traceback.print_exc()
        _tell(DEFECT)
        raise typer.Exit(1) from defect


def _tell(*lines: str) -> None:
    """Print why there is no report, the first line as the error that it is."""
    console = _console(errors=True)
    for line, style in zip(lines, ("bold red", *[""] * len(lines)), strict=False):
        console.print(line, style=style, markup=False)


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Being ended by the system (`kill`, a closed terminal) clears up as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), signal.default_int_handler) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


if __name__ == "__main__":
    main()
