"""`poa plan`: prepare the year's plan from the units' planning forms."""

from __future__ import annotations

from typing import Annotated

import typer

from helpers.desk.commands.command_support import asked_run, console_of, stopping_in_order


@stopping_in_order()
def plan(
    run: Annotated[str, typer.Argument(metavar="ENTIDAD/AÑO-poa", help="El plan de qué año: mre/2025-poa.")],
    version: Annotated[
        str, typer.Option("--version", metavar="VERSIÓN", help="Qué versión: el nombre de su carpeta en poa/, como v1.")
    ],
    incomplete: Annotated[
        bool, typer.Option("--incompleto", help="Escribe el plan aunque falten unidades; las nombra.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--todo", help="Muestra todos los errores, advertencias y notas, no solo los primeros.")
    ] = False,
) -> int:
    """Arma el plan del año con los formularios de programación que entregaron las unidades.

    Lee todo lo que hay en data/ENTIDAD/AÑO/poa/VERSIÓN/formularios/, se llame como se llame, menos descartados/.
    De dos formularios de una unidad vale el presentado después. Si todo está bien escribe tareas.csv en la carpeta
    de la versión, y en recepcion.csv de qué formulario sale cada unidad. Mientras haya errores o falten unidades no
    escribe nada. Un tareas.csv que exista no se sobrescribe. Los formularios en blanco se hacen con
    poa formularios ENTIDAD/AÑO-poa --plan.

    \b
    Termina con:
      0    tareas.csv está escrito, o ya estaba igual
      1    hay errores o faltan unidades, o existe otro tareas.csv; no se escribió nada
      2    la orden está mal escrita o pide algo que no existe

    \b
    Ejemplos:
      poa plan mre/2025-poa --version v1
      poa plan mre/2025-poa --version v1 --todo
      poa plan mre/2025-poa --version v1 --incompleto
    """
    from helpers.desk.checking.plan_page import show_plan
    from helpers.forms.planning.plan_year import plan_year

    console = console_of()
    with console.status("Formularios de programación…"):
        planned = plan_year(*asked_run(run), version, is_incomplete=incomplete)
    show_plan(console, planned, everything=everything)
    return 1 if planned.fails else 0
