"""`poa explicar`: the tree of a figure down to file, sheet and cell, and the same figure under other methods."""

from __future__ import annotations

from typing import Annotated

import typer

from helpers.desk.commands.command_support import Overrides, asked_run, console_of, name_list, positive, run_argument


def explain(
    run: Annotated[str, run_argument("De qué corrida: mre/2024-T2.")],
    figure: Annotated[
        str, typer.Argument(metavar="CIFRA", help="Qué cifra: avance_fisico/2024-T2/acp/6, como en cifras.csv.")
    ],
    methods: Annotated[
        str, typer.Option("--metodos", metavar="A,B", help="Compara la cifra según estos métodos, lado a lado.")
    ] = "",
    depth: Annotated[
        int | None,
        typer.Option("--profundidad", metavar="N", parser=positive, help="Cuántos niveles se abren; si no, todos."),
    ] = None,
    complete: Annotated[
        bool, typer.Option("--completo", help="Muestra todas las partes y celdas, por muchas que sean.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Escribe el árbol como JSON, para programas.")] = False,
    parameter: Overrides = None,
) -> None:
    """Explica una cifra hasta el archivo, la hoja y la celda de donde sale.

    Muestra su valor impreso y el exacto, la operación con sus números, el redondeo, el grado y, debajo, cada
    cifra de la que depende. Lee el libro del informe terminado mientras sus insumos no hayan cambiado; si no,
    calcula. Lo que se explicó una vez no se repite. CIFRA@METODO explica la cifra según otro método.

    \b
    Termina con:
      0    la cifra está explicada
      1    los datos tienen errores y no se puede calcular
      2    la orden está mal escrita o la cifra no existe; nombra las más parecidas

    \b
    Ejemplos:
      poa explicar mre/2024-T2 avance_fisico/2024-T2/acp/6
      poa explicar mre/2024-T2 devengado/2024-T2/entidad/MRE --profundidad 1
      poa explicar mre/2024-T2 avance_fisico/2024-T2/entidad/MRE --metodos mre-2024,mre-2021
      poa explicar mre/2024-T2 avance_fisico/2024-T2/entidad/MRE@mre-2021
    """
    from helpers.desk.explanations import explained_output

    console = console_of()
    compared = name_list(methods, "--metodos", "ningún método")
    workspace, institution, period = asked_run(run)
    overrides = tuple(parameter or ())
    asked = explained_output.ExplainRequest(institution, period, figure, overrides, depth, complete, as_json)
    if compared:
        explained_output.show_methods(console, workspace, asked, compared)
    else:
        explained_output.show_tree(console, workspace, asked)
