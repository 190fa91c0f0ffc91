"""`poa check`: read everything of a period, judge the forms that came in, and tell what is to be mended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from helpers.commands.support import app, console_of, parts, problems_told
from helpers.errors import UsageError
from helpers.runner.terminal.spanish import SpanishCommand
from helpers.workspace import Workspace


@app.command("check", cls=SpanishCommand)
def check(
    run: Annotated[str, typer.Argument(metavar="ENTIDAD/PERIODO", help="Qué periodo: mre/2024-T2.")],
    by_unit: Annotated[
        bool,
        typer.Option("--por-unidad", help="Escribe una hoja a cada unidad que tiene algo que corregir o que subir."),
    ] = False,
    everything: Annotated[
        bool, typer.Option("--todo", help="Todos los hallazgos, y no solo los primeros errores.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Escribe todo como JSON, para programas.")] = False,
    accepting: Annotated[
        bool,
        typer.Option("--aceptar", help="Da por queridos los cambios que la revisión pide confirmar."),
    ] = False,
    output: Annotated[
        str, typer.Option("--salida", metavar="CARPETA", help="Dónde dejar las hojas, en vez de output/.")
    ] = "",
) -> None:
    """Revisa los datos y los formularios de un periodo.

    Lee las tablas, los textos y los formularios de la carpeta formularios/ del periodo, se llamen como se llamen.
    Acepta o rechaza los que aún no conoce y lo anota en recepcion.csv. Dice quién informó, quién falta, quién
    llegó tarde, qué hay que corregir y qué hacer después. No mueve ni cambia ningún formulario.

    Compara las tablas con la última revisión aceptada, la última sin errores: si alguna perdió filas, columnas o
    celdas, o suma menos, lo dice hasta que se recupere el archivo o se acepte con --aceptar.

    \b
    Termina con:
      0    no hay errores
      1    hay errores: mientras los haya no se calcula nada
      2    la orden está mal escrita o pide algo que no existe

    \b
    Ejemplos:
      poa check mre/2024-T2
      poa check mre/2024-T2 --todo
      poa check mre/2024-T2 --por-unidad
      poa check mre/2024-T2 --json
      poa check mre/2024-T2 --aceptar
    """
    from helpers.cycle.checking import check_run

    console = console_of()
    with problems_told(console):
        if output and not by_unit:
            raise UsageError("«--salida» dice dónde dejar las hojas de «--por-unidad»: use las dos juntas.")
        institution, period = parts(run)
        workspace = Workspace.find()
        checked = check_run(workspace, institution, period, accepting=accepting)
        if as_json:
            from helpers.cycle.plain import plain_check

            typer.echo(json.dumps(plain_check(checked), ensure_ascii=False, indent=1))
        else:
            from helpers.cycle.page import show_check

            show_check(console, checked, everything=everything)
        if by_unit:
            from helpers.cycle.unit_sheets import write_unit_sheets

            written = write_unit_sheets(workspace, checked, Path(output).resolve() if output else None)
            console_of(errors=as_json).print(written.words, soft_wrap=True, markup=False)
    raise typer.Exit(1 if checked.fails else 0)
