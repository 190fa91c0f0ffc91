"""`poa cerrar`: close a period."""

from __future__ import annotations

from typing import Annotated

import typer

from helpers.desk.commands.command_support import asked_run, run_argument, say


def close(
    run: Annotated[str, run_argument("Qué periodo: mre/2024-T2.")],
    by: Annotated[str, typer.Option("--por", metavar="NOMBRE", help="Quién lo cierra: «Ana Rojas, Directora».")],
) -> None:
    """Cierra un periodo: guarda sus cifras para que no cambien sin que se diga.

    Exige el informe completo y definitivo en output/, sin errores y hecho con los datos, parámetros y método de
    ahora. Deja cierre/ junto a los datos del periodo. Desde entonces, toda cifra suya que un informe posterior
    obtenga distinta es un hallazgo, con el valor de antes, el de ahora y la causa. Un cierre no se sobrescribe.

    \b
    Termina con:
      0    el periodo está cerrado
      1    no se puede cerrar todavía, o lo está cerrando otro proceso; dice por qué
      2    la orden está mal escrita, el periodo no existe o ya está cerrado

    \b
    Ejemplo:
      poa cerrar mre/2024-T2 --por "Ana Rojas, Directora de Planificación"
    """
    from datetime import datetime

    from helpers.base.display import number_es
    from helpers.base.periods import Period
    from helpers.desk.periods.close_period import close_period

    workspace, institution, period = asked_run(run)
    label, count = close_period(workspace, institution, period, by, datetime.now().astimezone())
    say(f"{run} está cerrado: {number_es(count)} cifras en {label}/")
    following = Period.parse(period).following()
    if following is not None and not following.is_year:
        # The history that the next period extends is an input of this one's report, whose audit would then fail.
        then = f"abra el periodo que sigue (poa abrir {institution}/{following} --desde {period})"
        say(f"Siguiente paso: audite el informe (poa auditar {run}), guárdelo y {then}.")
