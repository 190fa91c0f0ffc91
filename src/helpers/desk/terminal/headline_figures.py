"""The figures that the terminal shows after a run: the institution's progress and execution, computed and published."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from helpers.base.display import with_unit
from helpers.figures.findings import Reconciled
from helpers.scoring.levels.grading import grade_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpers.figures.book import Book
    from helpers.figures.figure import Figure, Grade
    from helpers.settings.methods import Metodo

LEVEL = "entidad"


@dataclass(frozen=True)
class Shown:
    """A printed value with its unit, and its grade if it has one."""

    value: str
    rating: str = ""
    symbol: str = ""


@dataclass(frozen=True)
class Headline:
    """A figure of the whole institution.

    Attributes
    ----------
    indicator : str
        The indicator's name.
    window : str
        The period in words, without its year.
    computed : Shown
    published : tuple of Shown
        Values that earlier documents print for it and that differ from the computed one; ascending, each once.
    is_confirmed : bool
        Whether an earlier document prints the computed value, at the document's number of decimals.
    """

    indicator: str
    window: str
    computed: Shown
    published: tuple[Shown, ...]
    is_confirmed: bool


def headlines(book: Book, method: Metodo, reconciliation: Sequence[Reconciled]) -> tuple[Headline, ...]:
    """Return the institution's progress and execution as computed, each with what earlier documents print for it.

    Parameters
    ----------
    reconciliation : Sequence[Reconciled]
        What earlier documents print.

    Returns
    -------
    tuple of Headline
        For each headline indicator of the method, the run's period and the accumulated period, if the Book has them.
    """
    windows = dict.fromkeys((book.period, book.period.accumulated()))
    return tuple(
        _headline(reconciliation, method, figure)
        for indicator in method.headline_indicators
        for window in windows
        for figure in book.select(indicator, window, LEVEL)
    )


def _headline(reconciliation: Sequence[Reconciled], method: Metodo, figure: Figure) -> Headline:
    items = [item for item in reconciliation if item.id == figure.id and item.calculado]
    # Each value was compared at the number of decimals that its document prints.
    others = sorted({Decimal(item.publicado) for item in items if not _agrees(item)})
    return Headline(
        indicator=method.indicadores[figure.indicator].nombre,
        window=figure.period.words.removesuffix(f" de {figure.period.year}"),
        computed=_shown(figure.rounded, figure, figure.grade),
        published=tuple(_shown(value, figure, _grade(method, figure, value)) for value in others),
        is_confirmed=any(map(_agrees, items)),
    )


def _agrees(item: Reconciled) -> bool:
    return Decimal(item.publicado) == Decimal(item.calculado)


def _grade(method: Metodo, figure: Figure, value: Decimal) -> Grade | None:
    """Return the method's grade for a published value, if the computed value has a grade."""
    return grade_at(method, figure.indicator, figure.period, value) if figure.grade else None


def _shown(value: Decimal, figure: Figure, grade: Grade | None) -> Shown:
    return Shown(with_unit(value, figure.unit), grade.rating if grade else "", grade.symbol if grade else "")
