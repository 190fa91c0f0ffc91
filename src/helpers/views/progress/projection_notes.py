"""Notes below a table of percentages projected to the year's end: its intervals, and what is over 100 %."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.base.display import list_es, lower_first
from helpers.base.name_phrases import after
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import PROJECTED
from helpers.settings.indicators import Proyeccion
from helpers.settings.methods import FINANCIAL

WHOLE = 100
SPENT_AT_MOST = f"{PROJECTED}{FINANCIAL}_superior"
"""The upper edge of the projected execution."""
PROJECTED_LEVELS = ("area", "entidad")
MOST_NAMED = 6
"""Most nodes that a note names before it counts the rest."""


def projection_notes(book: Book, asked: Sequence[Proyeccion], year: Period) -> Iterator[str]:
    """Yield the notes on the projections of the areas and of the institution.

    Parameters
    ----------
    asked : sequence of Proyeccion
        The projections of the table; at least one.
    year : Period
        The whole year to which they go.
    """
    if any(_projected(book, asked, year, "_inferior")):
        yield (
            f"Desde y hasta: el intervalo del {asked[0].confianza}, según la variación de los meses (o trimestres) "
            "transcurridos; con menos de tres no se calcula (s/d). No baja de lo ya acumulado."
        )
    beyond = {edge.indicator for edge in _projected(book, asked, year, "_superior") if edge.rounded > WHOLE}
    if beyond:
        money = "; el gasto no debe exceder el presupuesto vigente"
        yield f"Un límite mayor que 100 % resulta de la fórmula{money if SPENT_AT_MOST in beyond else ''}."
    open_ended = [
        lower_first(book.indicator_name(item.indicador))
        for item in asked
        if not book.select(f"{PROJECTED}{item.indicador}_superior", year, "entidad")
    ]
    if open_ended:
        needed = "requiere el dato de cada mes (o de cada trimestre) transcurrido, tres como mínimo"
        yield f"Total, sin intervalo de {list_es(open_ended)}: {needed}."
    for item in asked:
        names = [figure.name for figure in _projected(book, [item], year) if figure.rounded > WHOLE]
        if names:
            yield _beyond_whole(book.indicator_name(item.indicador), names, is_money=item.indicador == FINANCIAL)


def _beyond_whole(indicator: str, names: Sequence[str], *, is_money: bool) -> str:
    """Return a note on the nodes whose projection is over 100 %: why it can be, and what that means."""
    end = (
        "A ese ritmo el presupuesto vigente se agotaría antes de fin de año: lo aprobado es el límite del gasto."
        if is_money
        else "A ese ritmo lo programado para el año se cumpliría antes de su fin."
    )
    whose = list_es([after("de", name) for name in names[:MOST_NAMED]])
    more = ", entre otros" if len(names) > MOST_NAMED else ""
    return f"{indicator} {whose}{more}, más de 100 %: la proyección repite lo transcurrido. {end}"


def _projected(book: Book, asked: Sequence[Proyeccion], year: Period, suffix: str = "") -> Iterator[Figure]:
    """The projected figures of areas and of the institution."""
    for item in asked:
        for level in PROJECTED_LEVELS:
            yield from book.select(f"{PROJECTED}{item.indicador}{suffix}", year, level)
