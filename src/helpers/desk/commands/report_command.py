"""`poa informe`: make the report of an institution and a period."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.base.system.processes import fix_hash_seed
from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_support import (
    Jobs,
    Overrides,
    asked_run,
    console_of,
    name_list,
    output_option,
    positive,
    run_argument,
    stopping_in_order,
)

if TYPE_CHECKING:
    from helpers.run.report.report_order import Request

CHECKS_FAILED = 3
"""Exit code if the report was made, but is a draft because checks of its sections failed."""


Run = Annotated[str, run_argument("Qué informe: mre/2024-T2.")]
Sections = Annotated[
    str,
    typer.Option("--secciones", metavar="A,B", help="Solo estas secciones: deja un informe parcial, aparte."),
]
Limit = Annotated[
    int | None,
    typer.Option("--limite", metavar="MINUTOS", parser=positive, help="Lo más que puede tardar una celda; si no, 30."),
]
Output = Annotated[str, output_option("Dónde dejar el informe, en vez de output/.")]
WithoutPdf = Annotated[bool, typer.Option("--sin-pdf", help="No hace el PDF.")]
WithDocx = Annotated[bool, typer.Option("--docx", help="Hace también informe.docx, para Word y LibreOffice.")]
Explain = Annotated[bool, typer.Option("--explicar", help="Dice por qué se ejecutó o se reutilizó cada sección.")]
WithoutCache = Annotated[bool, typer.Option("--sin-cache", help="Lo hace todo de nuevo, sin usar lo guardado.")]


@stopping_in_order()
def report(
    run: Run,
    parameter: Overrides = None,
    sections: Sections = "",
    jobs: Jobs = None,
    limit: Limit = None,
    output: Output = "",
    without_pdf: WithoutPdf = False,
    with_docx: WithDocx = False,
    explain: Explain = False,
    without_cache: WithoutCache = False,
) -> int:
    """Hace el informe de una entidad y un periodo.

    Lee los parámetros y los datos, calcula, ejecuta los cuadernos y publica HTML, PDF, papeles de trabajo y
    CSV en output/ENTIDAD/PERIODO/. El informe anterior se reemplaza solo cuando el nuevo está completo; uno
    definitivo se conserva al lado, en PERIODO.definitivo-1/, y uno en cuya carpeta alguien puso o cambió algo, en
    PERIODO.cambiado-1/.
    Una sección se ejecuta solo si cambió algo de lo que lee; si no, se reutiliza la que se guardó en .poa/.

    \b
    Termina con:
      0    el informe está hecho
      1    fallaron los datos, una sección o la publicación; no se publicó nada
      2    la orden está mal escrita o pide algo que no existe
      3    el informe está hecho, pero es un borrador: hay comprobaciones de sus secciones que no coinciden
      130  se interrumpió con Ctrl-C; no se publicó nada

    \b
    Ejemplos:
      poa informe mre/2024-T2
      poa informe mre/2024-T2 --secciones resumen,acp --sin-pdf
      poa informe mre/2024-T2 --docx
      poa informe mre/2024-T2 --explicar
      poa informe mre/2024-T2 -p estado=definitivo -p "aprobado_por=Ana Rojas, Directora"
    """
    from helpers.run.report.report_order import LIMIT, LONGEST_LIMIT, Request

    only = name_list(sections)
    workspace, institution, period = asked_run(run)
    request = Request(
        institution, period, tuple(parameter or ()), only, jobs or 0,
        Path(output) if output else None,
        with_pdf=not without_pdf, with_docx=with_docx, limit=min(limit or LIMIT, LONGEST_LIMIT),
        reuse=not without_cache,
    )  # fmt: skip
    is_left = request.reuse and _is_left(workspace, request, explain=explain)
    return 0 if is_left else _make(workspace, request, explain=explain)


def _is_left(workspace: Workspace, request: Request, *, explain: bool) -> bool:
    """Whether the published report is what would be made; if so, print that. It imports nothing slow to find out."""
    from helpers.run.report.destination import Destination

    folder = request.folder(workspace)
    if not Destination(folder, "").is_settled:
        return False
    found = request.standing(workspace)
    if found.change:
        fix_hash_seed()
        if explain:
            typer.echo(f"Se hace de nuevo: {found.change}.")
        return False
    typer.echo("Nada cambió; se deja como está.")
    for section in found.sections:
        typer.echo(f"=   {section} (sin cambios)")
    typer.echo(f"Informe en: {workspace.relative(folder)}/")
    return True


def _make(workspace: Workspace, request: Request, *, explain: bool) -> int:
    """Make the report and print its headline figures and files; return the command's exit code."""
    fix_hash_seed()
    from helpers.desk.terminal.run_screen import Screen
    from helpers.desk.terminal.run_summary import show_published, show_sections
    from helpers.run.report.make_report import run_report

    console = console_of()
    with Screen(console) as screen:
        published = run_report(workspace, request, screen)
    if explain:
        show_sections(console, published)
    show_published(console, published)
    return CHECKS_FAILED if published.failed else 0
