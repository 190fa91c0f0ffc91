"""`poa formularios`: make the blank forms for the units, one Excel file each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_support import (
    asked_run,
    console_of,
    output_option,
    run_argument,
    say,
    stopping_in_order,
)

if TYPE_CHECKING:
    from helpers.forms.blank.blank_forms import WrittenForms

_UNSET = (
    "No dicen hasta cuándo se presentan: en los parámetros, el plazo de {} es todavía una propuesta. Si lo confirma, "
    "borre estos formularios y repita la orden."
)


@stopping_in_order()
def forms(
    run: Annotated[str, run_argument("De qué periodo: mre/2024-T3.")],
    unit: Annotated[
        list[str] | None,
        typer.Option("--unidad", metavar="CÓDIGO", help="Solo el de esta unidad; se repite."),
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Los de programación del POA, en vez de los de seguimiento.")
    ] = False,
    output: Annotated[str, output_option("Dónde dejarlos, en vez de output/.")] = "",
) -> int:
    """Hace los formularios en blanco, un Excel por unidad.

    Cada unidad recibe sus tareas con el programa de los meses y llena lo ejecutado, el medio de verificación, el
    resultado y la causa; mientras escribe ve su porcentaje y su calificación. Donde se informan porcentajes, la que
    no tiene tareas recibe uno corto para los suyos. Con --plan, o si el periodo es el plan de un año (2025-poa), el
    formulario en el que programa sus tareas. Quedan en output/ENTIDAD/PERIODO-formularios/; ninguno que exista se
    sobrescribe.

    \b
    Termina con:
      0    los formularios están hechos, o ya estaban
      1    los datos tienen errores, o hay formularios de un plan anterior en la carpeta
      2    la orden está mal escrita o pide algo que no existe

    \b
    Ejemplos:
      poa formularios mre/2024-T3
      poa formularios mre/2024-T3 --unidad DGAA --unidad DGAJ
      poa formularios mre/2025-poa --plan
    """
    from helpers.forms.blank.blank_forms import write_forms
    from helpers.forms.blank.form_set import read_form_set
    from helpers.forms.reception.accepted_rows import enter_forms

    workspace, institution, period = asked_run(run)
    known = read_form_set(workspace, institution, period)
    is_plan = plan or known.period.is_plan
    if not (unit or is_plan) and known.due.keys() < known.forms.keys():
        known = replace(known, dataset=enter_forms(workspace, known).dataset)  # earlier forms may hold percentages
    asked = known.chosen(unit or (), is_plan=is_plan)
    folder = Path(output) if output else workspace.output / institution / f"{period}-formularios"
    with console_of().status("Formularios…"):
        sent = write_forms(known, asked, folder)
    _show(workspace, folder, sent)
    due = known.corrida.plazos.get(period)
    if due and due.is_proposed:
        say(_UNSET.format(period))
    others = [] if unit else [code for code, form in known.all_forms(is_plan=is_plan).items() if form not in asked]
    _show_others(run, others, is_plan=is_plan)
    return 1 if sent.stale else 0


def _show(workspace: Workspace, folder: Path, sent: WrittenForms) -> None:
    """Print how many forms are new, were there already, or are of another plan."""
    from rich.text import Text

    from helpers.base.name_phrases import number_with_noun

    new = number_with_noun(len(sent.written), "nuevo", "nuevos")
    say(Text.assemble(("Formularios: ", "bold"), f"{new} en {workspace.relative(folder)}/"))
    if sent.kept:
        say(f"{number_with_noun(len(sent.kept), 'ya estaba y no se tocó', 'ya estaban y no se tocaron')}.")
    if sent.stale:
        stale = number_with_noun(len(sent.stale), "es de otro plan y no se tocó", "son de otro plan y no se tocaron")
        names = ", ".join(path.name for path in sent.stale)
        say(
            f"{stale}: {names}. Si nadie está llenando lo que es de otro plan, bórrelo y repita la orden; si no, use "
            "--salida con otra carpeta.",
            "bold red",
        )


def _show_others(run: str, others: Sequence[str], *, is_plan: bool) -> None:
    """Print which units got no form and why, and how to ask for one; nothing if all have one."""
    from helpers.base.display import short_list_es

    why, what = "Sin tareas en el plan vigente", "informa porcentajes"
    if is_plan:
        why, what = "Con otras unidades o puestos debajo", "programa tareas propias"
    if others:
        say(
            f"{why}, y por eso sin formulario: {short_list_es(others)}. Si una {what}, el suyo se pide por su código: "
            f"poa formularios {run}{' --plan' if is_plan else ''} --unidad {others[0]}"
        )
