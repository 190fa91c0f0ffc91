"""`poa list` and `poa lab`: what there is, and the notebooks in JupyterLab."""

from __future__ import annotations

from typing import Annotated

import typer

from helpers.commands.support import app, console_of, problems_told
from helpers.runner.terminal.spanish import SpanishCommand
from helpers.workspace import Workspace


@app.command("list", cls=SpanishCommand)
def list_runs() -> None:
    """Muestra entidades, periodos, métodos y qué informes hay.

    De cada informe dice si está completo, es parcial o falló, y cuándo.
    """
    from helpers.runner.status import method_statuses, run_statuses
    from helpers.runner.terminal.listing import show_list

    console = console_of()
    with problems_told(console):
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

    with problems_told(console_of()):
        code = run_lab(Workspace.find(), with_browser=not without_browser)
    raise typer.Exit(code)
