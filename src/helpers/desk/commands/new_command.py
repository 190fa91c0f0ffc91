"""`poa abrir`: prepare the next period, or the plan of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from helpers.desk.commands.command_support import asked_run, console_of, run_argument, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpers.desk.periods.new_period import Line

STYLES = {"creado": "green", "extendido": "green", "ya estaba": "dim", "atención": "bold yellow"}


def new(
    run: Annotated[str, run_argument("Qué se abre: mre/2024-T3, mre/2025-poa.")],
    source: Annotated[str, typer.Option("--desde", metavar="PERIODO", help="De qué periodo se parte: 2024-T2.")],
    without_history: Annotated[
        bool, typer.Option("--sin-historia", help="No agrega a la historia las cifras del periodo anterior.")
    ] = False,
) -> None:
    """Prepara otro periodo, o el plan de un año, a partir de uno que existe.

    Hace los parámetros con las fechas movidas, las carpetas del periodo, y extiende la historia con las cifras del
    periodo anterior; dice qué versión del plan rige. Para un año nuevo copia también la estructura, las acciones y
    sus vínculos. Un periodo o un año anterior se abre igual, pero sin extender la historia. Del plan de un año
    (2025-poa) hace los parámetros, esas tablas si el año es nuevo, y la carpeta en la que se reciben los formularios
    de programación. Nada de lo que existe se sobrescribe: lo dice y lo deja como está.

    \b
    Termina con:
      0    el periodo está listo
      1    los datos del periodo anterior tienen errores y no se puede extender la historia
      2    la orden está mal escrita o pide algo que no existe

    \b
    Ejemplos:
      poa abrir mre/2024-T3 --desde 2024-T2
      poa abrir mre/2025-T1 --desde 2024-T4 --sin-historia
      poa abrir mre/2025-poa --desde 2024-T4
      poa abrir mre/2023-anual --desde 2024-T1
    """
    from helpers.base.periods import Period
    from helpers.desk.periods.new_period import new_period

    workspace, institution, period = asked_run(run)
    _show(new_period(workspace, institution, period, source, with_history=not without_history))
    step = f"revise las fechas y ejecute poa comprobar {run}: dice qué falta y qué hacer."
    if Period.parse(period).is_plan:
        step = (
            f"corrija la estructura y las acciones del año, reparta los formularios (poa formularios {run} --plan) "
            f"y, cuando vuelvan, poa plan {run} --version v1."
        )
    say(f"Siguiente paso: {step}")


def _show(lines: Sequence[Line]) -> None:
    """Print the lines of the command as a table."""
    from rich.text import Text

    from helpers.desk.terminal.finding_pages import grid

    table = grid(None, None, 1)
    for line in lines:
        table.add_row(Text(line.state, STYLES.get(line.state, "")), Text(line.name), Text(line.note, "dim"))
    console_of().print(table)
