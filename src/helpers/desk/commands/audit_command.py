"""`poa auditar`: verify a finished report independently and write the acta (verification record)."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.base.system.processes import fix_hash_seed
from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_support import Jobs, asked_run, console_of, run_argument, say, stopping_in_order

if TYPE_CHECKING:
    from rich.console import Console

    from helpers.audit.audit_result import Result
    from helpers.audit.run_audit import Audit

VERDICTS = {"PASA": "green", "SIN VERIFICAR DEL TODO": "yellow", "NO PASA": "red"}
STYLES = {"conforme": "green", "no conforme": "bold red", "no se pudo verificar": "bold red"}


@stopping_in_order()
def audit(
    run: Annotated[str, run_argument("Qué informe: mre/2024-T2.")],
    folder: Annotated[
        str, typer.Option("--carpeta", metavar="CARPETA", help="Dónde está el informe, si no está en output/.")
    ] = "",
    without_libreoffice: Annotated[
        bool,
        typer.Option("--sin-libreoffice", help="Recalcula solo con IronCalc; el acta dice que LibreOffice no se usó."),
    ] = False,
    without_pdf: Annotated[bool, typer.Option("--sin-pdf", help="Escribe el acta solo en HTML.")] = False,
    jobs: Jobs = None,
) -> int:
    """Verifica un informe terminado, como lo haría alguien de fuera.

    Comprueba las huellas, calcula y ejecuta todo otra vez, recalcula los papeles de trabajo con LibreOffice y con
    IronCalc, y compara los CSV, el HTML, el PDF y los veredictos. Deja junto al informe acta_de_verificacion.html y
    .pdf, que terminan en una línea: pasa; o qué no coincide y dónde; o, si nada difiere pero las versiones de los
    programas impiden comparar algo, qué quedó sin verificar. No cambia ningún archivo del informe.

    \b
    Termina con:
      0    pasa
      1    no pasa, o algo no se pudo verificar, o no del todo
      2    la orden está mal escrita o pide un informe que no existe
      130  se interrumpió con Ctrl-C; no se escribió el acta

    \b
    Ejemplos:
      poa auditar mre/2024-T2
      poa auditar mre/2024-T2 --sin-libreoffice
      poa auditar mre/2024-T2 --carpeta copia/2024-T2
    """
    fix_hash_seed()
    from helpers.audit.run_audit import Request
    from helpers.audit.run_audit import audit as verify

    console = console_of()
    workspace, institution, period = asked_run(run)
    request = Request(
        institution,
        period,
        folder=Path(folder).resolve() if folder else None,
        with_libreoffice=not without_libreoffice,
        jobs=jobs or 0,
    )
    with console.status("Verificando…"):
        done = verify(workspace, request, partial(_show_result, console))
    _conclude(workspace, request.folder, done, with_pdf=not without_pdf)
    return 0 if done.passes else 1


def _show_result(console: Console, result: Result) -> None:
    """Print the result of a check, and the number of things checked, on one line."""
    from rich.text import Text

    from helpers.base.display import number_es

    state = result.state.value
    amount = f" ({number_es(result.amount)} {result.unit})" if result.amount else ""
    console.print(Text.assemble((f"{state}: ", STYLES.get(state, "yellow")), f"{result.subject}{amount}"))


def _show_coverage(done: Audit) -> None:
    """Print by section, and in all, how many of the printed computed figures the notebooks repeat, or why not known."""
    if done.facts.uncounted:
        say(f"Cifras calculadas otra vez: no se pudo contar: {done.facts.uncounted}")
    if not done.facts.coverage:
        return
    *sections, whole = done.facts.coverage
    say(f"Cifras calculadas otra vez en los cuadernos (repetidas / impresas): {whole.words}")
    for one in sections:
        say(f"  {one.title}: {one.words}")
    if whole.graded:
        say(f"Calificaciones repetidas / impresas: {whole.grade_words}")


def _conclude(workspace: Workspace, folder: Path | None, done: Audit, *, with_pdf: bool) -> None:
    """Print the coverage, write the acta, and print where it is and the line with the verdict."""
    from rich.text import Text

    from helpers.audit.acta import write_acta
    from helpers.run.report.destination import usual_place

    _show_coverage(done)
    place = folder or usual_place(workspace, *done.facts.run.split("/", 1), is_partial=False).folder
    with console_of().status("Acta…"):
        written = write_acta(done, place, with_pdf=with_pdf)
    say(Text.assemble(("Acta: ", "bold"), f"{done.facts.folder}{' y '.join(written)}"))
    say(done.line, f"bold {VERDICTS[done.verdict]}")
