"""Arguments and options that several commands of `poa` take."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from helpers.desk.commands.command_support import positive


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
