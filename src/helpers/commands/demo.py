"""`poa demo`: make up an institution to try the workbook with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.commands.support import app, console_of, problems_told, whole
from helpers.errors import UsageError
from helpers.runner.terminal.spanish import SpanishCommand
from helpers.workspace import Workspace


@app.command("demo", cls=SpanishCommand)
def demo(
    seed: Annotated[
        int | None,
        typer.Option("--semilla", metavar="N", parser=whole, help="Otra semilla hace otra institución; si no, 2024."),
    ] = None,
    tasks: Annotated[
        int | None,
        typer.Option("--tareas", metavar="N", parser=whole, help="Cuántas tareas; si no, las 4.426 de un ministerio."),
    ] = None,
    target: Annotated[
        str, typer.Option("--destino", metavar="CARPETA", help="Dónde escribirla; si no, en este libro de trabajo.")
    ] = "",
    with_forms: Annotated[
        bool,
        typer.Option("--formularios", help="Las unidades informan en formularios de Excel llenos, y no en tablas."),
    ] = False,
    closed: Annotated[
        bool,
        typer.Option("--cierres", help="Deja los cuatro trimestres cerrados, y después corregidos en algo."),
    ] = False,
    replace: Annotated[
        bool, typer.Option("--reemplazar", help="Reemplaza una demostración anterior que nadie haya tocado.")
    ] = False,
) -> None:
    """Hace una institución sintética, para probar y enseñar.

    Inventa un ministerio con sus unidades, dos versiones del plan, cuatro trimestres de formularios y doce cortes
    del presupuesto, y planta fallas que lista en data/demo/fallas.csv. Escribe data/demo y params/demo; la misma
    semilla da los mismos datos. Nada de lo que hace es un dato real.

    Con --formularios deja en cada trimestre los formularios como los devuelven las unidades, algunos mal llenados,
    para recorrer el trimestre con poa check; a tamaño real son más de cuatrocientos y tarda unos minutos.

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
    from helpers.demo.generate import SEED
    from helpers.demo.size import FULL
    from helpers.demo.write import make_demo
    from helpers.display import number_es

    console = console_of()
    with problems_told(console):
        if closed and with_forms:
            raise UsageError(
                "--cierres cierra los trimestres con lo que dicen las tablas: no se usa junto con --formularios."
            )
        workspace = Workspace.find()
        root = Path(target).resolve() if target else workspace.root
        with console.status("Institución sintética…") as status:

            def tell(quarter: int, done: int, whole: int) -> None:
                status.update(f"Formularios del trimestre {quarter}: {done} de {whole}")

            def tell_closing(quarter: int) -> None:
                status.update(f"Cierre del trimestre {quarter}")

            def close(made_in: Workspace) -> None:
                from helpers.cycle.demo_closings import close_quarters

                close_quarters(made_in, tell_closing)

            made = make_demo(
                workspace,
                root,
                tasks or FULL,
                seed or SEED,
                with_forms=with_forms,
                replace=replace,
                tell=tell,
                finish=close if closed else None,
            )
        console.print(
            f"Institución sintética hecha en {made.root / 'data' / 'demo'}: {made.units} unidades, "
            f"{number_es(made.tasks)} tareas y {made.faults} fallas plantadas.",
            soft_wrap=True,
        )
        if made.forms:
            console.print(f"{made.forms} formularios por revisar. Empiece por: poa check demo/2024-T1", soft_wrap=True)
        run = "demo/2024-anual" if closed else "demo/2024-T2"
        console.print(f"Nada de ella es un dato real. Para hacer su informe: poa report {run}", soft_wrap=True)
