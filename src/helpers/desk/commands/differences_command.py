"""`poa diferencias`: explain why the headline figures of two runs differ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_support import console_of, say

if TYPE_CHECKING:
    from helpers.run.comparisons import Change, Differences, Side


def differences(
    first: Annotated[str, typer.Argument(metavar="A", help="La corrida de antes: mre/2024-T1, o una carpeta.")],
    second: Annotated[str, typer.Argument(metavar="B", help="La de después: mre/2024-T2, o una carpeta.")],
    target: Annotated[
        str, typer.Option("--destino", metavar="CARPETA", help="Dónde se escribe, si no es en output/.")
    ] = "",
) -> None:
    """Explica por qué difieren las cifras principales de dos corridas.

    Reparte exactamente cada cambio entre informes físicos, presupuesto vigente, devengado, formularios tardíos,
    reformulación del plan, método, parámetros, paso del tiempo y redondeo, con las celdas que cambiaron en cada uno.

    Cada corrida es ENTIDAD/PERIODO (los datos como están ahora), la carpeta de un informe terminado (output/… o una
    copia) o la de un cierre. Un informe guarda sus tablas; un cierre, solo los números de sus cifras, y se compara
    hasta donde alcanzan. Escribe diferencias.html, diferencias.csv y diferencias_celdas.csv en
    output/ENTIDAD/A__B/.

    \b
    Termina con:
      0    está hecho, haya o no diferencias
      1    los datos tienen errores, o algo no se pudo leer o escribir
      2    la orden está mal escrita, o esas dos corridas no se pueden comparar

    \b
    Ejemplos:
      poa diferencias mre/2024-T1 mre/2024-T2
      poa diferencias output/mre/2024-T2 mre/2024-T2
      poa diferencias data/mre/2024/T2/cierre mre/2024-T2
    """
    from helpers.run.comparisons import check_destination, compare_sides, open_side, write_differences

    workspace = Workspace.find()
    with console_of().status("Comparando…"):
        a, b = open_side(workspace, first), open_side(workspace, second)
        folder = Path(target).resolve() if target else comparison_folder(workspace, a, b)
        label = target or workspace.relative(folder)
        check_destination(folder, label)
        done = compare_sides(a, b)
    written = write_differences(done, folder, label)
    _show(done)
    say(f"{label}/: {', '.join(written)}")


def comparison_folder(workspace: Workspace, a: Side, b: Side) -> Path:
    """Return the folder of a comparison for which the person names none; no other comparison has the same one."""
    return workspace.output / b.corrida.entidad / f"{a.file_name}__{b.file_name}"


def _show(done: Differences) -> None:
    """Print a table for each figure that changed, and a line for the others."""
    say(f"A: {done.a.label} ({done.a.period.words})")
    say(f"B: {done.b.label} ({done.b.period.words})")
    for note in done.notes:
        say(note, "yellow")
    for change in done.changes:
        _show_change(change)


def _show_change(change: Change) -> None:
    """Print the parts of a change as a table; one line if nothing changed, or if a run lacks the figure."""
    from rich.table import Table

    from helpers.base.display import number_es, signed_es, with_unit
    from helpers.run.comparisons import zero_words

    title = f"{change.name}: {change.windows[1]}"
    if change.windows[0] != change.windows[1]:
        title = f"{title}, frente a {change.windows[0]}"
    if change.before is None or change.after is None or change.total is None:
        say(f"{title}: no está en las dos corridas.")
        return
    moving = [part for part in change.parts if part.value or part.printed]
    if not moving:
        same = with_unit(change.after.rounded, change.after.unit)
        say(f"{title}: no cambió ({same}).")
        return
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("Grupo")
    table.add_column("Aporte", justify="right")
    table.add_column("Celdas", justify="right")
    table.add_column("La que más pesa", overflow="fold")
    table.add_row("A", with_unit(change.before.rounded, change.before.unit), "", "")
    for part in change.parts:
        heaviest = next((one for one in part.cells[:1] if one.effect), None)
        first = zero_words(part) or (str(heaviest.cell.place) if heaviest else "no calculada" if part.cells else "")
        table.add_row(part.name, signed_es(part.printed), number_es(len(part.cells)) if part.cells else "", first)
    table.add_row("B", with_unit(change.after.rounded, change.after.unit), "", "", style="bold")
    console_of().print(table)
