"""`poa borrador`: write the drafts of the matters for decision and of the conclusions, for the planner to edit."""

from __future__ import annotations

from typing import Annotated

import typer

from helpers.desk.commands.command_support import asked_run, run_argument, say


def draft(
    run: Annotated[str, run_argument("De qué corrida: mre/2024-T2.")],
    only_show: Annotated[
        bool, typer.Option("--mostrar", help="Escribe los borradores en la pantalla y no toca ningún archivo.")
    ] = False,
) -> None:
    """Redacta los asuntos que requieren decisión, las conclusiones y las recomendaciones.

    Deja los borradores en data/ENTIDAD/AÑO/PERIODO/texto: asuntos.md y conclusiones.md. Cada número se pide con
    cifra("…"), y cada frase o asunto nombra la regla que lo redactó. Desde entonces el informe imprime esos textos. Un
    texto que existe no se sobrescribe; --mostrar da los borradores de hoy para compararlos. Lo que en asuntos.md lleva
    «(propuesta)» espera que alguien lo acepte: quite la marca, corríjalo o borre el asunto.

    \b
    Termina con:
      0    los borradores están escritos, o ya había textos
      1    los datos tienen errores y no se puede calcular
      2    la orden está mal escrita o pide algo que no existe

    \b
    Ejemplos:
      poa borrador mre/2024-T2
      poa borrador mre/2024-T2 --mostrar
    """
    from helpers.desk.periods.draft_text import drafts_of, write_drafts

    workspace, institution, period = asked_run(run)
    if only_show:
        typer.echo("\n".join(drafts_of(workspace, institution, period).values()))
        return
    for written in write_drafts(workspace, institution, period):
        say(f"{written.state:<10} {written.name}")
        say(written.note)
