"""`poa comprobar`: read everything of a period, judge the received forms, and print what has to be corrected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from helpers.base.errors import UsageError
from helpers.desk.commands.command_support import asked_run, console_of, output_option, run_argument, say

Run = Annotated[str, run_argument("Qué periodo: mre/2024-T2.")]
ByUnit = Annotated[
    bool, typer.Option("--por-unidad", help="Escribe una hoja a cada unidad que tiene algo que corregir o que subir.")
]
Everything = Annotated[bool, typer.Option("--todo", help="Todos los hallazgos, y no solo los primeros errores.")]
AsJson = Annotated[bool, typer.Option("--json", help="Escribe todo como JSON, para programas.")]
Accepting = Annotated[
    bool, typer.Option("--aceptar", help="Da por queridos los cambios que la revisión pide confirmar.")
]
Output = Annotated[str, output_option("Dónde dejar las hojas, en vez de output/.")]


def check(
    run: Run,
    by_unit: ByUnit = False,
    everything: Everything = False,
    as_json: AsJson = False,
    accepting: Accepting = False,
    output: Output = "",
) -> int:
    """Comprueba los datos y los formularios de un periodo.

    Lee las tablas, los textos y los formularios de la carpeta formularios/ del periodo, se llamen como se llamen.
    Acepta o rechaza los que aún no conoce y lo anota en recepcion.csv. Dice quién informó, quién falta, quién
    llegó tarde, qué hay que corregir y qué hacer después. No mueve ni cambia ningún formulario.

    Compara las tablas con la última revisión aceptada, la última sin errores: si alguna perdió filas, columnas o
    celdas, o suma menos, lo dice hasta que se recupere el archivo o se acepte con --aceptar.

    \b
    Termina con:
      0    no hay errores
      1    hay errores: en las tablas, no se calcula nada; en un formulario, ese queda fuera
      2    la orden está mal escrita o pide algo que no existe

    \b
    Ejemplos:
      poa comprobar mre/2024-T2
      poa comprobar mre/2024-T2 --todo
      poa comprobar mre/2024-T2 --por-unidad
      poa comprobar mre/2024-T2 --json
      poa comprobar mre/2024-T2 --aceptar
    """
    from helpers.desk.checking.period_check import check_run

    if output and not by_unit:
        raise UsageError("«--salida» dice dónde dejar las hojas de «--por-unidad»: use las dos juntas.")
    workspace, institution, period = asked_run(run)
    checked = check_run(workspace, institution, period, accepting=accepting)
    if as_json:
        from helpers.desk.checking.check_data import plain_check

        typer.echo(json.dumps(plain_check(checked), ensure_ascii=False, indent=1))
    else:
        from helpers.desk.checking.check_page import show_check

        show_check(console_of(), checked, everything=everything)
    if by_unit:
        from helpers.desk.checking.unit_sheets import write_unit_sheets

        written = write_unit_sheets(workspace, checked, Path(output).resolve() if output else None)
        say(written, errors=as_json)
    return 1 if checked.fails else 0
