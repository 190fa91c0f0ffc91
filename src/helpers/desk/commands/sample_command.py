"""`poa muestra`: a repeatable sample of reported results for a field visit, and its evaluation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.base.errors import UsageError
from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_support import asked_run, console_of, positive, run_argument, say, whole, write_line

if TYPE_CHECKING:
    from helpers.audit.sampling.run_sample import ReadSample, SampledRun, Written
    from helpers.audit.sampling.sample_draw import Design

SIZE = 60
CONFIDENCE = "95"
LEAST_CONFIDENCE, MOST_CONFIDENCE = Decimal(80), Decimal("99.9")


def sample(
    run: Annotated[str, run_argument("De qué informe: mre/2024-T2.")],
    size: Annotated[
        int | None, typer.Option("--n", metavar="N", parser=positive, help=f"Cuántos resultados; si no, {SIZE}.")
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--semilla",
            metavar="NÚMERO",
            parser=whole,
            help="Con qué semilla, necesaria sin --leer; la misma da la misma muestra.",
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            "--por", metavar="DISEÑO", help="dinero o area; si no, dinero donde todo resultado tiene presupuesto."
        ),
    ] = "",
    returned: Annotated[
        str, typer.Option("--leer", metavar="ARCHIVO.xlsx", help="Lee una muestra llenada y escribe su evaluación.")
    ] = "",
    confidence: Annotated[
        str | None,
        typer.Option("--confianza", metavar="%", help=f"Con --leer: de 80 a 99,9; si no, {CONFIDENCE}."),
    ] = None,
) -> int:
    """Elige al azar resultados informados para verificarlos en el sitio, y evalúa lo verificado.

    Sin --leer exige --semilla y escribe muestra_SEMILLA.xlsx en output/ENTIDAD/PERIODO-muestra/, junto al informe: cada
    resultado con su unidad, su valor, su celda y su medio de verificación, y celdas para la marca del auditor. Con
    --leer lee el libro llenado, dice a la vez todo lo que haya que corregir y, si no hay nada, escribe
    muestra_SEMILLA_evaluacion.xlsx: hasta dónde se puede confiar en lo informado, con su límite de error. No
    sobrescribe ningún archivo: si otro tiene ese nombre, agrega -2, -3… al suyo.

    \b
    Termina con:
      0    la muestra, o su evaluación, está escrita o ya estaba igual
      1    la muestra llenada tiene errores; no se evaluó nada
      2    la orden está mal escrita, o no hay informe terminado y al día

    \b
    Ejemplos:
      poa muestra mre/2024-T2 --n 60 --semilla 7
      poa muestra segip/2020-anual --semilla 7 --por dinero
      poa muestra mre/2024-T2 --leer visita/muestra_7.xlsx
      poa muestra mre/2024-T2 --leer visita/muestra_7.xlsx --confianza 90
    """
    from helpers.audit.sampling.run_sample import open_run, read_sample

    workspace, institution, period = asked_run(run)
    if not returned:
        if seed is None or confidence is not None:
            raise UsageError(_WHY_SEED if seed is None else "«--confianza» va con «--leer».")
        design = _design(by)
        with console_of().status("Muestra…"):
            found = open_run(workspace, institution, period)
        _draw(workspace, found, design, size or SIZE, seed)
        return 0
    if size is not None or seed is not None or by:
        raise UsageError("Con «--leer» el diseño es el que dice el archivo: quite «--n», «--semilla» y «--por».")
    level = _confidence(confidence or CONFIDENCE)
    with console_of().status("Evaluación…"):
        found = open_run(workspace, institution, period)
        read = read_sample(workspace, found, Path(returned), level, date.today())
    _show_read(workspace, read)
    return 1 if read.evaluation is None else 0


_WHY_SEED = (
    "Diga con qué semilla: --semilla 7. Cualquier número sirve; elíjalo con testigos y anótelo, para que nadie pueda "
    "decir que la muestra se buscó."
)


def _design(by: str) -> Design | None:
    """Return the design that `--por` names; None for an empty text, and UsageError for a word that is no design."""
    from helpers.audit.sampling.sample_draw import Design

    if by and by not in tuple(Design):
        raise UsageError(f"«--por {by}» no es un diseño: --por dinero o --por area.")
    return Design(by) if by else None


def _confidence(text: str) -> Fraction:
    """A confidence in per cent, with decimal point or comma, as a share; UsageError unless it is from 80 to 99.9."""
    from helpers.base.exact import stated_number

    number = stated_number(text.replace(",", "."))
    if number is None or not LEAST_CONFIDENCE <= number <= MOST_CONFIDENCE:
        raise UsageError(f"«--confianza {text}» no es un porcentaje de 80 a 99,9.")
    return Fraction(number) / 100


def _draw(workspace: Workspace, run: SampledRun, design: Design | None, size: int, seed: int) -> None:
    """Draw and write a sample; print its size, its design, what it left out, its file and the next command."""
    from helpers.audit.sampling.run_sample import write_sample
    from helpers.audit.sampling.sample_draw import Design
    from helpers.base.display import lower_first

    drawn, written = write_sample(run, design, size, seed)
    by = "área" if drawn.design is Design.AREA else "dinero"
    say(f"{len(drawn.items)} de {len(drawn.population.items)} resultados informados, por {by}.")
    if design is None:
        why = "todos" if drawn.design is Design.MONEY else "no todos"
        say(f"Diseño elegido porque {why} tienen un presupuesto mayor que cero; --por lo cambia.")
    for reason, count in drawn.population.left_out.items():
        say(f"Fuera de la población, {count}: {lower_first(reason.value)}.", "dim")
    _show_written(workspace, written)
    say(f"Llenada, se lee con: poa muestra {run.book.institution}/{run.book.period} --leer ARCHIVO.xlsx")


def _show_written(workspace: Workspace, written: Written) -> None:
    """Print which names were taken by other files, and the file that was written or was there already."""
    for name in written.taken:
        why = "lo llenado, o la muestra de un informe que se rehízo"
        say(f"{name} ya existe con otro contenido ({why}) y no se tocó.", "yellow")
    state = "Ya estaba igual" if written.was_there else "Escrito"
    say(f"{state}: {workspace.relative(written.path)}", "bold")


def _show_read(workspace: Workspace, read: ReadSample) -> None:
    """Print the findings of a returned sample and, if it could be evaluated, the evaluation and its file."""
    from helpers.audit.sampling.sample_evaluation import statements
    from helpers.desk.terminal.finding_pages import counts_es, list_findings

    console = console_of()
    list_findings(console, read.findings)
    if read.evaluation is None or read.written is None:
        say(f"No se evaluó nada: {counts_es(read.findings)}. Corrija el archivo y léalo otra vez.", "bold red")
        return
    for subject, text in statements(read.evaluation):
        write_line(console, f"{subject}: {text}")
    _show_written(workspace, read.written)
