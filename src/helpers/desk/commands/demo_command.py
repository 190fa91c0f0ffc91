"""`poa demo`: create a synthetic institution to try the program with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.base.errors import UsageError
from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_support import console_of, positive, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpers.demo.demo_write import WrittenDemo


Seed = Annotated[
    int | None,
    typer.Option("--semilla", metavar="N", parser=positive, help="Otra semilla hace otra institución; si no, 2024."),
]
Tasks = Annotated[
    int | None,
    typer.Option("--tareas", metavar="N", parser=positive, help="Cuántas tareas; si no, las 4.426 de un ministerio."),
]
Target = Annotated[
    str,
    typer.Option(
        "--destino", metavar="CARPETA", help="Dónde escribirla, con los cuadernos; si no, en este libro de trabajo."
    ),
]
WithForms = Annotated[
    bool, typer.Option("--formularios", help="Las unidades informan en formularios de Excel llenos, y no en tablas.")
]
Closed = Annotated[
    bool, typer.Option("--cierres", help="Deja los cuatro trimestres cerrados, y después corregidos en algo.")
]
Replace = Annotated[
    bool, typer.Option("--reemplazar", help="Reemplaza una demostración anterior que nadie haya tocado.")
]


def demo(
    seed: Seed = None,
    tasks: Tasks = None,
    target: Target = "",
    with_forms: WithForms = False,
    closed: Closed = False,
    replace: Replace = False,
) -> None:
    """Hace una institución sintética, para probar y enseñar.

    Inventa un ministerio con sus unidades, dos versiones del plan, cuatro trimestres de formularios y doce cortes
    del presupuesto, y planta fallas que lista en data/demo/fallas.csv. Escribe data/demo y params/demo; la misma
    semilla da los mismos datos. Nada de lo que hace es un dato real.

    Con --formularios deja en cada trimestre los formularios como los devuelven las unidades, algunos mal llenados,
    para recorrer el trimestre con poa comprobar; a tamaño real son más de cuatrocientos y tarda unos minutos.

    Con --cierres deja cerrados los cuatro trimestres como eran entonces: después del cierre se corrigió un dato del
    primero, un parámetro del segundo y una fórmula del método con que se cerró el tercero. El informe de la gestión
    dice qué cifras cambiaron y por qué. A tamaño real tarda unos minutos.

    \b
    Termina con:
      0    la institución está hecha
      2    la orden está mal escrita, o en ese lugar hay algo que se perdería

    \b
    Ejemplos:
      poa demo
      poa demo --tareas 200 --destino ../prueba
      poa demo --tareas 200 --formularios --destino ../prueba
      poa demo --tareas 300 --cierres --destino ../prueba
      poa demo --semilla 7 --reemplazar
    """
    from helpers.demo.demo_write import lend_notebooks, make_demo
    from helpers.demo.generate import SEED
    from helpers.demo.ministry.demo_size import FULL

    if closed and with_forms:
        raise UsageError(
            "--cierres cierra los trimestres con lo que dicen las tablas: no se usa junto con --formularios."
        )
    workspace = Workspace.find()
    root = Path(target).resolve() if target else workspace.root
    with console_of().status("Institución sintética…") as status:

        def close(made_in: Workspace) -> None:
            """Close the four quarters of the new institution."""
            from helpers.desk.periods.demo_closings import close_quarters

            close_quarters(made_in, lambda quarter: status.update(f"Cierre del trimestre {quarter}"))

        made = make_demo(
            workspace, root, tasks or FULL, seed or SEED, with_forms=with_forms, replace=replace,
            tell=lambda quarter, done, of: status.update(f"Formularios del trimestre {quarter}: {done} de {of}"),
            finish=close if closed else None,
        )  # fmt: skip
    _show(made, lend_notebooks(workspace, root), closed=closed)


def _show(made: WrittenDemo, others: Sequence[str], *, closed: bool) -> None:
    """Print what was made, which files of the program were there in another version, where to work, and what next."""
    from helpers.base.display import number_es, short_list_es

    say(
        f"Institución sintética hecha en {made.root / 'data' / 'demo'}: {made.units} unidades, "
        f"{number_es(made.tasks)} tareas y {made.faults} fallas plantadas."
    )
    if others:
        say(
            f"En {made.root} ya había cuadernos o un método, y no se tocaron, pero no son los de este libro de "
            f"trabajo: {short_list_es(others)}. Si nadie los cambió a propósito, ponga en su lugar los de "
            f"{Workspace.find().root}.",
            "yellow",
        )
    if made.root != Workspace.find().root:
        say(f'Las órdenes se dan en esa carpeta: cd "{made.root}"')
    if made.forms:
        say(f"{made.forms} formularios por revisar. Empiece por: poa comprobar demo/2024-T1")
    run = "demo/2024-anual" if closed else "demo/2024-T2"
    say(f"Nada de ella es un dato real. Para hacer su informe: poa informe {run}")
