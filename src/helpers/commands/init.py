"""`poa init`: start a new institution."""

from __future__ import annotations

from typing import Annotated

import typer

from helpers.commands.support import app, console_of, problems_told
from helpers.errors import UsageError
from helpers.runner.terminal.spanish import SpanishCommand
from helpers.workspace import Workspace


@app.command("init", cls=SpanishCommand)
def init(
    folder: Annotated[
        str, typer.Argument(metavar="NOMBRE", help="Nombre corto, en minúsculas: aduana, gam-oruro.")
    ],
    name: Annotated[str, typer.Option("--nombre", metavar="TEXTO", help="Nombre completo de la entidad.")] = "",
    sigla: Annotated[str, typer.Option("--sigla", metavar="SIGLA", help="Su sigla.")] = "",
    sigep: Annotated[
        str | None, typer.Option("--codigo-sigep", metavar="N", help="Su número de entidad en el SIGEP, si se conoce.")
    ] = None,
    period: Annotated[
        str, typer.Option("--periodo", metavar="PERIODO", help="El primero que informará: 2025-T1.")
    ] = "",
    method: Annotated[str, typer.Option("--metodo", metavar="MÉTODO", help="Cómo puntúa; los que hay: poa list.")] = "",
    with_tasks: Annotated[
        bool | None,
        typer.Option("--con-tareas/--con-porcentajes", help="Qué informan las unidades: tareas o sus porcentajes."),
    ] = None,
) -> None:
    """Empieza una institución nueva.

    Pregunta lo que falte y hace sus parámetros y sus tablas en Excel, vacías y explicadas columna por columna:
    estructura, acciones, plan (o porcentajes), gastos y vinculación. Basta con llenarlas: no hay que programar.

    \b
    Termina con:
      0    la institución está hecha
      2    la orden está mal escrita, o el nombre corto ya existe

    \b
    Ejemplos:
      poa init aduana
      poa init aduana --nombre "Aduana Nacional" --sigla AN --periodo 2025-T1 --metodo segip-2020 --con-tareas
    """
    from helpers.cycle.init import Answers, check_folder, init_institution
    from helpers.methods import load_method, methods_found
    from helpers.periods import Period

    console = console_of()
    with problems_told(console):
        workspace = Workspace.find()
        check_folder(workspace, folder)
        known = ", ".join(methods_found(workspace))
        answers = Answers(
            folder=folder,
            name=name or ask("Nombre completo de la entidad", "--nombre"),
            sigla=sigla or ask("Sigla", "--sigla"),
            sigep=ask("Número de entidad en el SIGEP (vacío si no lo sabe)", "--codigo-sigep", blank=True)
            if sigep is None
            else sigep,
            period=Period.parse(period or ask("Primer periodo que informará, como 2025-T1", "--periodo")),
            method=load_method(workspace, method or ask(f"Método ({known})", "--metodo")).id,
            has_tasks=_yes(ask("¿Las unidades informan tareas? (s/n)", "--con-tareas"))
            if with_tasks is None
            else with_tasks,
        )
        made = init_institution(workspace, answers)
        console.print(f"Institución «{answers.name}» hecha. Llene estos archivos, en este orden:")
        for number, path in enumerate(made, start=1):
            console.print(f"  {number}. {path}", markup=False, soft_wrap=True)
        console.print(f"Luego revise con «poa check {folder}/{answers.period}».")


def ask(question: str, option: str, *, blank: bool = False) -> str:
    """Ask for one thing until there is an answer.

    Raises
    ------
    UsageError
        Where nobody is there to answer, naming the option that says it.
    """
    while True:
        try:
            answer = input(f"{question}: ").strip()
        except EOFError as nobody:
            raise UsageError(f"Falta «{question}»: dígalo con {option}.") from nobody
        if answer or blank:
            return answer


def _yes(answer: str) -> bool:
    first = answer.casefold()[:1]
    if first not in {"s", "n"}:
        raise UsageError(f"«{answer}» no es sí ni no: responda s o n.")
    return first == "s"
