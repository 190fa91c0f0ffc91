"""`poa borrador`: write the draft of the conclusions, for the planner to edit."""

from __future__ import annotations

from typing import Annotated

import typer

from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_options import run_argument
from helpers.desk.commands.command_support import console_of, reporting_problems, run_parts


def draft(
    run: Annotated[str, run_argument("De qué corrida: mre/2024-T2.")],
    only_show: Annotated[
        bool, typer.Option("--mostrar", help="Escribe el borrador en la pantalla y no toca ningún archivo.")
    ] = False,
) -> None:
    """Redacta las conclusiones y recomendaciones a partir de las cifras.

    Deja el borrador en data/ENTIDAD/AÑO/PERIODO/texto/conclusiones.md, para corregirlo: cada número se pide con
    cifra("…"), y cada frase nombra la regla que la redactó. Desde entonces el informe imprime ese texto. Un
    conclusiones.md que existe no se sobrescribe; --mostrar da el borrador de hoy para compararlos.

    \b
    Termina con:
      0    el borrador está escrito, o ya había un texto
      1    los datos tienen errores y no se puede calcular
      2    la orden está mal escrita o pide algo que no existe

    \b
    Ejemplos:
      poa borrador mre/2024-T2
      poa borrador mre/2024-T2 --mostrar
    """
    from helpers.desk.periods.draft_text import draft_of, write_draft

    console = console_of()
    with reporting_problems(console):
        institution, period = run_parts(run)
        workspace = Workspace.find()
        if only_show:
            typer.echo(draft_of(workspace, institution, period))
            return
        written = write_draft(workspace, institution, period)
        console.print(f"{written.state:<10} {written.name}", soft_wrap=True, markup=False)
        console.print(f"Siguiente paso: {written.advice}", soft_wrap=True, markup=False)
