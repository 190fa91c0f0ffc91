"""`poa lista` and `poa cuadernos`: list runs, methods and reports; open the notebooks in JupyterLab."""

from __future__ import annotations

from typing import Annotated

import typer

from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_support import console_of


def list_runs() -> None:
    """Muestra entidades, periodos, métodos y qué informes hay.

    De cada informe dice si está completo, es parcial o falló, y cuándo.
    """
    from helpers.desk.terminal.run_list import show_list

    show_list(console_of(), Workspace.find())


def lab(
    without_browser: Annotated[
        bool, typer.Option("--sin-navegador", help="No abre el navegador: muestra la dirección.")
    ] = False,
) -> int:
    """Abre los cuadernos en JupyterLab, listos para ejecutar."""
    from helpers.desk.lab.jupyter_lab import run_lab

    return run_lab(Workspace.find(), with_browser=not without_browser)
