"""`poa report`: make the report of an institution and a period."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.commands.support import app, console_of, ending_in_order, names, parts, problems_told, whole
from helpers.runner.terminal.spanish import SpanishCommand
from helpers.workspace import Workspace


@app.command("report", cls=SpanishCommand)
def report(
    run: Annotated[str, typer.Argument(metavar="ENTIDAD/PERIODO", help="Qué informe: mre/2024-T2.")],
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p", "--parametro", metavar="CLAVE=VALOR", help="Cambia un parámetro de la corrida; se repite."
        ),
    ] = None,
    sections: Annotated[
        str,
        typer.Option(
            "--secciones", metavar="A,B", help="Solo estas secciones: deja un informe parcial, aparte."
        ),
    ] = "",
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", parser=whole, help="Secciones a la vez; si no, una por núcleo."),
    ] = None,
    output: Annotated[
        str, typer.Option("--salida", metavar="CARPETA", help="Dónde dejar el informe, en vez de output/.")
    ] = "",
    without_pdf: Annotated[
        bool, typer.Option("--sin-pdf", help="No hace el PDF, para equipos sin Pango.")
    ] = False,
) -> None:
    """Hace el informe de una entidad y un periodo.

    Lee los parámetros y los datos, calcula, ejecuta los cuadernos y publica HTML, PDF, papeles de trabajo y
    CSV en output/ENTIDAD/PERIODO/. El informe anterior se reemplaza solo cuando el nuevo está completo.

    \b
    Termina con:
      0    el informe está hecho
      1    fallaron los datos, una sección o la publicación; no se publicó nada
      2    la orden está mal escrita o pide algo que no existe
      130  se interrumpió con Ctrl-C; no se publicó nada

    \b
    Ejemplos:
      poa report mre/2024-T2
      poa report mre/2024-T2 --secciones resumen,acp --sin-pdf
      poa report mre/2024-T2 -p estado=definitivo -p "aprobado_por=Ana Rojas, Directora"
    """
    from helpers.runner.report import run_report
    from helpers.runner.request import Request
    from helpers.runner.terminal.screen import Screen
    from helpers.runner.terminal.summary import show_published

    console = console_of()
    with problems_told(console), ending_in_order():
        institution, period = parts(run)
        request = Request(
            institution=institution,
            period=period,
            overrides=tuple(parameter or ()),
            sections=names(sections),
            jobs=jobs or 0,
            output=Path(output) if output else None,
            with_pdf=not without_pdf,
        )
        workspace = Workspace.find()
        with Screen(console) as screen:
            published = run_report(workspace, request, screen)
        show_published(console, published)
