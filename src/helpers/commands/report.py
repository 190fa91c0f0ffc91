"""`poa report`: make the report of an institution and a period."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.commands.support import app, console_of, ending_in_order, names, parts, problems_told, whole
from helpers.errors import UsageError
from helpers.runner.terminal.spanish import SpanishCommand
from helpers.workspace import Workspace

if TYPE_CHECKING:
    from rich.console import Console

    from helpers.runner.order import Request
    from helpers.runner.published import Published

CHECKS_FAILED = 3
"""How the command ends where the report is there, and is a draft because checks of its sections failed."""


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
    limit: Annotated[
        int | None,
        typer.Option(
            "--limite", metavar="MINUTOS", parser=whole, help="Lo más que puede tardar una celda; si no, 30."
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--salida", metavar="CARPETA", help="Dónde dejar el informe, en vez de output/.")
    ] = "",
    without_pdf: Annotated[bool, typer.Option("--sin-pdf", help="No hace el PDF.")] = False,
    explain: Annotated[
        bool, typer.Option("--explicar", help="Dice por qué se ejecutó o se reutilizó cada sección.")
    ] = False,
    without_cache: Annotated[
        bool, typer.Option("--sin-cache", help="Lo hace todo de nuevo, sin usar lo guardado.")
    ] = False,
    probe: Annotated[
        int | None,
        typer.Option(
            "--probar", metavar="N", parser=whole, help="Vuelve a ejecutar N secciones guardadas y compara."
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option("--semilla", metavar="N", parser=whole, help="Con qué se eligen las de --probar."),
    ] = None,
) -> None:
    """Hace el informe de una entidad y un periodo.

    Lee los parámetros y los datos, calcula, ejecuta los cuadernos y publica HTML, PDF, papeles de trabajo y
    CSV en output/ENTIDAD/PERIODO/. El informe anterior se reemplaza solo cuando el nuevo está completo.
    Una sección se ejecuta solo si cambió algo de lo que lee; si no, se reutiliza la que se guardó en .poa/.

    \b
    Termina con:
      0    el informe está hecho
      1    fallaron los datos, una sección, una prueba o la publicación; no se publicó nada
      2    la orden está mal escrita o pide algo que no existe
      3    el informe está hecho, pero es un borrador: hay comprobaciones de sus secciones que no coinciden
      130  se interrumpió con Ctrl-C; no se publicó nada

    \b
    Ejemplos:
      poa report mre/2024-T2
      poa report mre/2024-T2 --secciones resumen,acp --sin-pdf
      poa report mre/2024-T2 --explicar
      poa report mre/2024-T2 -p estado=definitivo -p "aprobado_por=Ana Rojas, Directora"
    """
    from helpers.runner.order import LIMIT, Request

    console = console_of()
    with problems_told(console), ending_in_order():
        institution, period = parts(run)
        if probe and without_cache:
            raise UsageError("--probar compara con lo guardado y --sin-cache no lo usa: deje una de las dos.")
        request = Request(
            institution=institution,
            period=period,
            overrides=tuple(parameter or ()),
            sections=names(sections),
            jobs=jobs or 0,
            limit=limit or LIMIT,
            output=Path(output) if output else None,
            with_pdf=not without_pdf,
            reuse=not without_cache,
            probe=probe or 0,
            seed=seed,
        )
        workspace = Workspace.find()
        if request.reuse and not request.probe and _is_left(workspace, request, explain=explain):
            return
        published = _make(console, workspace, request, explain=explain)
    if published.failed:
        raise typer.Exit(CHECKS_FAILED)


def _is_left(workspace: Workspace, request: Request, *, explain: bool) -> bool:
    """Whether the published report is what would be made, which is then said; nothing heavy is loaded to see it."""
    from helpers.reuse.whole import standing
    from helpers.runner.destination import Destination

    wanted = request.wanted(workspace)
    if not Destination(wanted.folder, "").is_settled:
        return False
    found = standing(workspace, wanted)
    if found.change:
        if explain:
            typer.echo(f"Se hace de nuevo: {found.change}.")
        return False
    typer.echo("Nada cambió; se deja como está.")
    for section in found.sections:
        typer.echo(f"=   {section} (sin cambios)")
    typer.echo(f"Informe en: {workspace.relative(wanted.folder)}/")
    return True


def _make(console: Console, workspace: Workspace, request: Request, *, explain: bool) -> Published:
    from helpers.runner.report import run_report
    from helpers.runner.terminal.screen import Screen
    from helpers.runner.terminal.summary import show_published, show_sections

    with Screen(console) as screen:
        published = run_report(workspace, request, screen)
    if explain:
        show_sections(console, published)
    show_published(console, published)
    return published
