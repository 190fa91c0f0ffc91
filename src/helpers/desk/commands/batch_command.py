"""`poa lote`: the reports of many institutions and periods, on this machine or on a Dask cluster."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.base.errors import UsageError
from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_support import console_of, positive, say, stopping_in_order

if TYPE_CHECKING:

    from helpers.desk.batch.finished_reports import Root
    from helpers.desk.batch.run_batch import Batch, Engine

INTERRUPTED = "Interrumpido: los informes ya hechos quedan. Repita la misma orden y el lote sigue donde quedó."


Patterns = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATRÓN…]", help="Qué informes: 'demo-*/2024-T3', entre comillas; * vale por lo que sea."),
]
Listed = Annotated[
    str,
    typer.Option("--lista", metavar="ARCHIVO", help="Un archivo con un patrón por línea; # empieza un comentario."),
]
Processes = Annotated[
    int | None,
    typer.Option("--procesos", metavar="N", parser=positive, help="Informes a la vez; si no, uno por núcleo."),
]
Memory = Annotated[
    str,
    typer.Option(
        "--memoria",
        metavar="CANTIDAD",
        help="Tope de memoria de cada informe, con todos sus procesos: 2G. Si no, la parte que le toca del equipo.",
    ),
]
Scheduler = Annotated[
    str,
    typer.Option(
        "--scheduler", metavar="DIRECCIÓN", help="Reparte los informes en un clúster de Dask: tcp://equipo:8786."
    ),
]
RootPath = Annotated[
    str,
    typer.Option(
        "--raiz",
        metavar="RUTA",
        help="Dónde está el libro de trabajo: una carpeta que todos vean, o un almacén como s3://balde/libro.",
    ),
]
Name = Annotated[
    str, typer.Option("--lote", metavar="NOMBRE", help="Cómo se llama el lote; si no, lo dan sus patrones.")
]
Dry = Annotated[bool, typer.Option("--simular", help="Dice qué haría y por qué, y no hace nada.")]
Again = Annotated[bool, typer.Option("--de-nuevo", help="Hace también los que ya están hechos.")]
WithoutPdf = Annotated[bool, typer.Option("--sin-pdf", help="No hace los PDF.")]


@stopping_in_order()
def batch(
    patterns: Patterns = None,
    listed: Listed = "",
    processes: Processes = None,
    memory: Memory = "",
    scheduler: Scheduler = "",
    root: RootPath = "",
    name: Name = "",
    dry: Dry = False,
    again: Again = False,
    without_pdf: WithoutPdf = False,
) -> int:
    """Hace los informes de muchas entidades y periodos.

    Cada informe se hace en un proceso, con sus secciones una tras otra. El que falla no detiene a los demás. En
    output/lotes/LOTE/ quedan consolidado.html, .pdf, .csv y .xlsx, una fila por informe. La misma orden repetida sigue
    donde quedó: hace lo que falta, lo que falló y lo que cambió.

    \b
    En un clúster de Dask, arrancado a mano con este mismo proyecto instalado en cada equipo:
      dask scheduler --port 8786
      dask worker tcp://EQUIPO:8786 --nthreads 1 --memory-limit 4GiB      (uno por núcleo, en cada equipo)
      poa lote "demo-*/2024-T3" --scheduler tcp://EQUIPO:8786 --raiz /carpeta/compartida

    \b
    Termina con:
      0    están hechos todos los informes
      1    alguno falló; los demás están hechos
      2    la orden está mal escrita o pide algo que no existe
      130  se interrumpió con Ctrl-C; lo hecho queda

    \b
    Ejemplos:
      poa lote "demo-*/2024-T3" mre/2024-T2
      poa lote --lista entidades.txt --procesos 4 --memoria 2G
      poa lote "*/2024-T3" --simular
    """
    from helpers.desk.batch.batch_screen import show_plan
    from helpers.desk.batch.run_batch import plan_of

    if scheduler and processes:
        raise UsageError("«--procesos» es de este equipo: en un clúster se hacen tantos como trabajadores haya.")
    asked = _asked(_root(root), tuple(patterns or ()), listed, name, again=again, with_pdf=not without_pdf)
    if dry:
        show_plan(console_of(), asked, plan_of(asked))
        return 0
    return _carry_out(asked, memory, processes or 0, scheduler)


def _root(root: str) -> Root:
    """The workspace that `--raiz` names; by default, the one of the working folder."""
    from helpers.desk.batch.finished_reports import Folder
    from helpers.desk.batch.object_store import Store, is_address

    if not root:
        return Folder(Workspace.find())
    if is_address(root):
        return Store(root)
    folder = Path(root).resolve()
    if not (folder / "params").is_dir():
        raise UsageError(f"«{root}» no es un libro de trabajo: le falta params/.")
    return Folder(Workspace(folder))


def _asked(root: Root, patterns: tuple[str, ...], listed: str, name: str, *, again: bool, with_pdf: bool) -> Batch:
    """The batch of the reports that match; UsageError if a pattern matches none or the name is not allowed."""
    from helpers.desk.batch.finished_reports import Folder
    from helpers.desk.batch.run_batch import Batch, batch_name, check_name, read_list, select

    wanted = (*patterns, *(read_list(Path(listed)) if listed else ()))
    reports = select(wanted, root.runs())
    called = check_name(name) if name else batch_name(wanted, root.address)
    here = root.workspace if isinstance(root, Folder) else Workspace(Path.cwd())
    folder = here.output / "lotes" / called
    return Batch(called, root, folder, here.relative(folder), reports, with_pdf=with_pdf, again=again)


def _carry_out(asked: Batch, memory: str, processes: int, scheduler: str) -> int:
    """Run a batch and print its result; return the command's exit code."""
    from dataclasses import replace

    from helpers.base.name_phrases import number_with_noun
    from helpers.desk.batch.batch_screen import BatchScreen, show_done
    from helpers.desk.batch.run_batch import locked_batch, run_batch
    from helpers.desk.batch.workers.process_memory import size, size_es

    console, bound = console_of(), size(memory) if memory else 0
    try:
        with ExitStack() as stack:
            stack.enter_context(locked_batch(asked))
            engine = _engine(stack, asked, processes, scheduler)
            batch = replace(asked, memory=bound or engine.memory)
            told = f"hasta {size_es(batch.memory)} de memoria cada uno" if batch.memory else "sin tope de memoria"
            number = number_with_noun(len(batch.reports), "informe", "informes")
            console.print(f"Lote {batch.name}: {number}, {engine.words}, {told}.", soft_wrap=True)
            screen = stack.enter_context(BatchScreen(console))
            done = run_batch(batch, engine, screen.planned, screen.happened)
    except KeyboardInterrupt:
        say(INTERRUPTED, "bold red", errors=True)
        return 130
    show_done(console, batch, done)
    return 1 if done.table.failed else 0


def _engine(stack: ExitStack, asked: Batch, processes: int, scheduler: str) -> Engine:
    """Connect to the cluster of a scheduler, whatever `processes` says; without a scheduler, start the processes.

    They are as many as reports at most, and one per core if `processes` is 0; the batch's log gets their error output.
    `stack` ends them or the connection.
    """
    from helpers.base.system.processes import cores
    from helpers.desk.batch.run_batch import LOG_FILE
    from helpers.desk.batch.workers.local_workers import LocalProcesses

    if scheduler:
        from helpers.desk.batch.workers.dask_cluster import connected_cluster

        return stack.enter_context(connected_cluster(scheduler, asked.root.address))
    log = stack.enter_context((asked.folder / LOG_FILE).open("w", encoding="utf-8"))
    return stack.enter_context(LocalProcesses(min(processes or cores(), len(asked.reports)), log))
