"""The output at the end of a run: headline figures and files, or why there is no report."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from helpers.base.display import number_es, upper_first, with_unit
from helpers.desk.terminal.finding_pages import causes_es, causes_table, counts_es, grid
from helpers.figures.findings import Reconciled
from helpers.figures.situations import rejected_forms
from helpers.outputs.saved_checks import SavedCheck, failed_words
from helpers.run.report.report_order import Failure
from helpers.scoring.levels.grading import grade_at

if TYPE_CHECKING:
    from helpers.figures.book import Book
    from helpers.figures.figure import Figure, Grade
    from helpers.run.report.make_report import Published
    from helpers.settings.methods import Metodo

REUSED = "se reutilizó: nada de lo que toma cambió"
REWORDED = "se reutilizó con la prosa nueva de su cuaderno"
LEVEL = "entidad"


def show_published(console: Console, published: Published) -> None:
    """Print the headline figures, the number of findings, where the files are, and any failed checks of sections."""
    computed = published.computed
    run = computed.corrida
    console.print()
    console.print(Text(computed.entidad.nombre, "bold"))
    kind = "informe parcial" if published.is_partial else run.estado
    console.print(Text(f"{upper_first(run.period.words)} · {computed.metodo.nombre} · {kind}"))
    console.print()
    headlines = headline_table(computed.book, computed.metodo, computed.reconciliation)
    if headlines.rows:
        console.print(Padding(headlines, (0, 0, 0, 2)))
        console.print()
    counted = f"{counts_es(computed.findings, with_zeros=True)}{causes_es(computed.findings)}"
    console.print(Text.assemble(("Hallazgos: ", "bold"), counted))
    if rejected := len(rejected_forms(computed.book, run.period)):
        check = f"poa comprobar {computed.book.institution}/{computed.book.period}"
        told = f"{number_es(rejected)}; lo que informan no entra en las cifras. Qué hay que corregir, con «{check}»"
        console.print(Text.assemble(("Formularios rechazados y aún sin corregir: ", "bold yellow"), told))
    console.print(Padding(causes_table(computed.findings), (0, 0, 0, 2)))
    console.print()
    console.print(Text.assemble(("Informe en: ", "bold"), f"{published.folder}/"))
    console.print(Padding(Text(", ".join(published.files)), (0, 0, 0, 2)))
    if published.failed:
        show_failed_checks(console, published.failed)


def show_failed_checks(console: Console, failed: Sequence[SavedCheck]) -> None:
    """Print that the report is a draft, and which checks of which sections failed, one a line."""
    console.print()
    console.print(Text(f"BORRADOR: {failed_words(len(failed))}.", "bold red"))
    for check in failed:
        console.print(Padding(Text(f"{check.section} · {check.place}: {check.promise}"), (0, 0, 0, 2)))
    console.print(Text("Cada diferencia está en hallazgos.csv (COM-SECCION); un informe así no se publica definitivo."))


def show_sections(console: Console, published: Published) -> None:
    """Print, for each section, whether it was executed and why, or reused, and why its result was not kept."""
    console.print()
    console.print(Text("Qué se hizo y qué se reutilizó", "bold"))
    table = grid(None, 1)
    for outcome in published.done:
        reused = REWORDED if outcome.has_new_text else REUSED
        words = reused if outcome.is_reused else f"se hizo: {outcome.reason}"
        table.add_row(Text(outcome.section), Text(words))
    console.print(Padding(table, (0, 0, 0, 2)))


def show_failures(console: Console, failures: Sequence[Failure]) -> None:
    """Print for each failed section its notebook and cell, the cell's first line, and the error."""
    for failure in failures:
        stop = failure.stop
        where = f"{failure.notebook}, celda [{stop.cell}]" if stop.cell else failure.notebook
        console.print(Text.assemble((failure.section, "bold"), f" · {where}"))
        if stop.line:
            console.print(Padding(Text(stop.line, "dim", no_wrap=True, overflow="ellipsis"), (0, 0, 0, 2)))
        console.print(Padding(Text(stop.error, "red"), (0, 0, 1, 2)))


def headline_table(book: Book, method: Metodo, reconciliation: Sequence[Reconciled]) -> Table:
    """Return a table of the institution's progress and execution beside what earlier documents print for them.

    It has a row for each headline indicator of the method in the run's period and in the accumulated one, if the Book
    has them: the indicator (not repeated), the period without its year, the computed value, and the published ones.

    Parameters
    ----------
    reconciliation : Sequence[Reconciled]
        What earlier documents print.
    """
    table = Table("", "", "Calculado", "Publicado antes", box=None, padding=(0, 2, 0, 0), pad_edge=False)
    windows = dict.fromkeys((book.period, book.period.accumulated()))
    for indicator in method.headline_indicators:
        name = method.indicadores[indicator].nombre
        for figure in (found for window in windows for found in book.select(indicator, window, LEVEL)):
            window = figure.period.words.removesuffix(f" de {figure.period.year}")
            printed = [item for item in reconciliation if item.id == figure.id and item.calculado]
            computed = _value(figure.rounded, figure, figure.grade)
            table.add_row(name, window, computed, _published(printed, method, figure))
            name = ""
    return table


def _published(printed: Sequence[Reconciled], method: Metodo, figure: Figure) -> Text:
    """Return `igual` if a document prints the computed value, and the other values below; a dash without any."""
    # Each value was compared at the number of decimals that its document prints.
    others = sorted({Decimal(item.publicado) for item in printed if not _agrees(item)})
    values = [_value(value, figure, _grade(method, figure, value)) for value in others]
    if any(map(_agrees, printed)):
        values.insert(0, Text("igual", "dim"))
    return Text("\n").join(values or [Text("—", "dim")])


def _agrees(item: Reconciled) -> bool:
    """Return whether a published value is the computed one, at the decimals of its document."""
    return Decimal(item.publicado) == Decimal(item.calculado)


def _grade(method: Metodo, figure: Figure, value: Decimal) -> Grade | None:
    """Return the method's grade for a published value; None if the computed value has no grade."""
    return grade_at(method, figure.indicator, figure.period, value) if figure.grade else None


def _value(value: Decimal, figure: Figure, grade: Grade | None) -> Text:
    """Return a value with its unit, and with its grade's symbol and rating, if it has any."""
    graded = (grade.symbol, grade.rating) if grade else ()
    return Text(" ".join(filter(None, (with_unit(value, figure.unit), *graded))))
