"""`poa lista` and `poa cuadernos`: list runs, methods and reports; open the notebooks in JupyterLab."""

from __future__ import annotations

from typing import Annotated

import typer

from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_support import console_of, reporting_problems


def list_runs() -> None:
    """Muestra entidades, periodos, métodos y qué informes hay.

    De cada informe dice si está completo, es parcial o falló, y cuándo.
    """
    from helpers.desk.terminal.run_list import show_list

    console = console_of()
    with reporting_problems(console):
        show_list(console, Workspace.find())


def lab(
    without_browser: Annotated[
        bool, typer.Option("--sin-navegador", help="No abre el navegador: muestra la dirección.")
    ] = False,
) -> None:
    """Abre los cuadernos en JupyterLab, listos para ejecutar."""
    from helpers.desk.lab.jupyter_lab import run_lab

    with reporting_problems(console_of()):
        code = run_lab(Workspace.find(), with_browser=not without_browser)
    raise typer.Exit(code)
