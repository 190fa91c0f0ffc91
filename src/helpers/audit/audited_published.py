"""Checks the verdict on each published figure against its two numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result
from helpers.base.characters import folded
from helpers.base.exact import round_half_up, stated_number
from helpers.figures.book import Book
from helpers.figures.figure import Figure, split_grade
from helpers.figures.findings import Reconciled, Verdict
from helpers.outputs.run_files import RECONCILIATION_FILE

SUBJECT = "Veredicto de cada cifra publicada"
HOW = (
    "Cada cifra que un documento anterior imprimió se compara otra vez con la del libro, a los decimales con que se "
    "imprimió: «exacto» si y solo si son iguales, y la diferencia es la resta."
)
NUMBER = "un número"


def check_published(case: Case) -> Result:
    """Check that each verdict of the reconciliation follows from its two numbers, and computed ones from the Book.

    It passes if nothing was published before.
    """
    items = case.saved.reconciliation if case.saved else case.reference.reconciliation
    differences = tuple(found for item in items for found in verdict_differences(case.reference.book, item))
    if not items:
        note = "El informe no tiene cifras publicadas con qué conciliar."
        unit, figures = "cifras, ninguna publicada antes", case.reference.book.figures
        return Result(SUBJECT, HOW, len(figures), unit, notes=(note,), none_due=not figures)
    return Result(SUBJECT, HOW, len(items), "cifra publicada" if len(items) == 1 else "cifras publicadas", differences)


def verdict_differences(book: Book, item: Reconciled) -> Iterator[Difference]:
    """Yield where a line of the reconciliation does not follow from its numbers: computed value, difference, verdict.

    The computed value must be the Book's, rounded half up to the decimals that the line states; the difference is the
    published less the computed. Without a computed value there is no difference, and the verdict is neither `EXACT` nor
    `ROUNDING`. For a printed grade, the computed words must be the figure's. The verdict must be `EXACT` if the printed
    words are the same, and may be if the figure's words begin with them.
    """
    place = f"{RECONCILIATION_FILE}, {item.id} ({item.donde})"
    figure, column = split_grade(item.id)
    if column:
        yield from _grade_differences(book.figures.get(figure), column, item, place)
        return
    printed, computed = stated_number(item.publicado), stated_number(item.calculado)
    if printed is None:
        yield Difference(f"{place}, publicado", NUMBER, item.publicado)
    elif not item.calculado:
        # Irreconcilable is possible without a computed value: a printed percentage of a budget of zero has none.
        if item.veredicto in (Verdict.EXACT, Verdict.ROUNDING):
            yield Difference(
                f"{place}, veredicto", f"{Verdict.NOT_VERIFIABLE} o {Verdict.IRRECONCILABLE}", item.veredicto
            )
        if item.diferencia:
            yield Difference(f"{place}, diferencia", "vacío", item.diferencia)
    elif computed is None:
        yield Difference(f"{place}, calculado", NUMBER, item.calculado)
    else:
        yield from _arithmetic(book, item, place, printed, computed)


def _grade_differences(figure: Figure | None, column: str, item: Reconciled, place: str) -> Iterator[Difference]:
    """Yield the differences of a printed grade, as in `verdict_differences`; `column` says which of its words it is."""
    due = figure.grade.word(column) if figure is not None and figure.grade is not None else ""
    if item.calculado != due:
        yield Difference(f"{place}, calculado", due or "vacío", item.calculado or "vacío")
    printed, computed = folded(item.publicado), folded(due)
    is_same = bool(due) and printed == computed
    is_beginning = bool(due) and computed.startswith(f"{printed} ")
    is_exact = item.veredicto is Verdict.EXACT
    if is_exact != is_same and not (is_exact and is_beginning):
        yield Difference(f"{place}, veredicto", Verdict.EXACT if is_same else "cualquiera menos exacto", item.veredicto)


def _arithmetic(book: Book, item: Reconciled, place: str, printed: Decimal, computed: Decimal) -> Iterator[Difference]:
    """Yield a wrong computed value, a wrong difference and a wrong verdict of a line with two numbers."""
    figure = book.figures.get(item.id)
    if figure is not None and (due := round_half_up(figure.value, -int(computed.as_tuple().exponent))) != computed:
        yield Difference(f"{place}, calculado", str(due), item.calculado)
    if stated_number(item.diferencia) != printed - computed:
        yield Difference(f"{place}, diferencia", str(printed - computed), item.diferencia)
    if (printed == computed) != (item.veredicto is Verdict.EXACT):
        verdict = Verdict.EXACT if printed == computed else "cualquiera menos exacto"
        yield Difference(f"{place}, veredicto", verdict, item.veredicto)
