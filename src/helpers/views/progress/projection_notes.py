"""Notes below a table of percentages projected to the year's end: its intervals, and what is over 100 %."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.base.display import list_es, lower_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import PROJECTED
from helpers.settings.indicators import Proyeccion

WHOLE = 100
PROJECTED_LEVELS = ("area", "entidad")


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
    open_ended = [
        lower_first(book.indicator_name(item.indicador))
        for item in asked
        if not book.select(f"{PROJECTED}{item.indicador}_superior", year, "entidad")
    ]
    if open_ended:
        needed = "requiere el dato de cada mes (o de cada trimestre) transcurrido, tres como mínimo"
        yield f"Total, sin intervalo de {list_es(open_ended)}: {needed}."
    if any(one.rounded > WHOLE for suffix in ("", "_superior") for one in _projected(book, asked, year, suffix)):
        yield (
            "Más de 100 %: resulta de la fórmula, que repite lo transcurrido; no es una meta, y el gasto no debe "
            "exceder el presupuesto vigente."
        )


def _projected(book: Book, asked: Sequence[Proyeccion], year: Period, suffix: str) -> Iterator[Figure]:
    """The projected figures of areas and of the institution."""
    for item in asked:
        for level in PROJECTED_LEVELS:
            yield from book.select(f"{PROJECTED}{item.indicador}{suffix}", year, level)
