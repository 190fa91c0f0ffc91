"""The figures that a run ends with: the institution's progress and execution, as computed and as published before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from helpers.display import with_unit
from helpers.findings import Reconciled
from helpers.headlines import headline_indicators

if TYPE_CHECKING:
    from helpers.compute import Computed
    from helpers.methods import Metodo
    from helpers.trace import Figure, Grade

LEVEL = "entidad"


@dataclass(frozen=True)
class Shown:
    """A value with its unit, and its grade where it has one."""

    value: str
    rating: str = ""
    symbol: str = ""


@dataclass(frozen=True)
class Headline:
    """A figure of the institution.

    Attributes
    ----------
    indicator : str
        The indicator's name.
    window : str
        The period in words, without its year.
    computed : Shown
    published : tuple of Shown
        As earlier documents print it, where that differs; each value once.
    is_confirmed : bool
        Some earlier document prints it as computed.
    """

    indicator: str
    window: str
    computed: Shown
    published: tuple[Shown, ...]
    is_confirmed: bool


def headlines(computed: Computed) -> tuple[Headline, ...]:
    """Progress and execution of the whole institution, in the run's period and accumulated."""
    method, run = computed.metodo, computed.corrida
    windows = dict.fromkeys((run.period, run.period.accumulated()))
    return tuple(
        _headline(computed, method, figure)
        for indicator in headline_indicators(method)
        for window in windows
        for figure in computed.book.select(indicator, window, LEVEL)
    )


def _headline(computed: Computed, method: Metodo, figure: Figure) -> Headline:
    items = [item for item in computed.reconciliation if item.id == figure.id and item.calculado]
    # Each was compared at the decimals that it was printed with.
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
    """The grade that a published value has by the method, where the computed one has one."""
    if figure.grade is None:
        return None
    bands = method.bands_of(figure.indicator)
    if bands is not None:
        return bands.grade_of(value)
    return method.umbrales.grade_of(value, figure.period.quarter_number) if method.umbrales else None


def _shown(value: Decimal, figure: Figure, grade: Grade | None) -> Shown:
    return Shown(with_unit(value, figure.unit), grade.rating if grade else "", grade.symbol if grade else "")
