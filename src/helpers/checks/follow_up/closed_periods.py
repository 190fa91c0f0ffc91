"""Rules on closed periods: report figures that have changed since, and the cause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from helpers.base.display import date_es, number_es, short_list_es
from helpers.base.exact import exact, plain_text
from helpers.base.name_phrases import set_off
from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.checks.follow_up.closed_causes import Cause, Causes, cause_words, is_of_data
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.book import Book
from helpers.figures.figure import Figure, split_id
from helpers.figures.figure_names import ALL as RESULTS_SERVING
from helpers.figures.figure_names import COMPARED, OBJECTIVES, PROJECTED
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import LEVELS
from helpers.intake.closings import ClosedFigure, Closing

FINE_LEVELS = frozenset({"tarea", "operacion"})
"""Levels whose changes are only notes; their effect on higher levels is reported there."""
MADE_AGAIN = tuple(COMPARED)
"""Suffixes of indicators that compare with another version of the plan, the quarters or a closing: they may change."""
OF_THE_RUN_ALONE = (RESULTS_SERVING, OBJECTIVES)
"""Prefixes of counts that concern the run's own period only."""


@REGISTRY.rule("CIE-REEXPRESADA", Severity.WARNING, "Ninguna cifra de un periodo cerrado cambió después del cierre.")
def restated(evidence: Evidence) -> Iterator[Found]:
    """Report figures of a closed period whose exact value has changed, also where they are still printed alike.

    If the cause is common to many figures (parameters, method), there is one warning for each indicator and period, on
    the figure of the highest level; the others are notes. Figures of tasks and operations, and those printed alike, are
    always notes.
    """
    for closing, lasting in _in_order(evidence.closings):
        causes = Causes(evidence, closing)
        changed = [
            Change(before, now, causes.of(name, before))
            for name, before in lasting.items()
            if (now := evidence.book.figures.get(name)) is not None and plain_text(now.value) != before.value
        ]
        for alike in grouped(changed, _shared).values():
            told = min(alike, key=lambda change: _depth(change.now))
            for change in alike:
                yield _restated(evidence.book, closing, change, len(alike) - 1 if change is told else None)


@REGISTRY.rule("CIE-DESAPARECE", Severity.WARNING, "Toda cifra de un periodo cerrado se sigue obteniendo.")
def gone(evidence: Evidence) -> Iterator[Found]:
    """Report figures of a closed period that the run no longer computes; a note for tasks and operations."""
    for closing, lasting in _in_order(evidence.closings):
        causes = Causes(evidence, closing)
        for name, before in lasting.items():
            if name not in evidence.book.figures:
                cause = causes.of(name, before)
                yield Found(
                    f"{evidence.book.figure_words(name)}: al cerrar {closing.period.code} era "
                    f"{_shown(before.published)} y ahora no se obtiene. {_closed_words(closing)} {_caused(cause)}",
                    cell_fields(before.cell, name, before.published, "sin cifra", causa=cause_words(cause)),
                    _severity(name),
                )


@REGISTRY.rule("CIE-NUEVA", Severity.NOTE, "Ningún periodo cerrado tiene cifras que no tenía al cerrarse.")
def added(evidence: Evidence) -> Iterator[Found]:
    """Report for each closing how many figures its periods have gained since, and name some.

    Those of tasks and operations, projections and comparisons are not counted. The finding is on the first of them if
    all are of one subject, else on the closing.
    """
    for closing, lasting in _in_order(evidence.closings):
        named = {split_id(name)[1] for name in lasting}
        windows = {code for code in named if Period.parse(code).last <= closing.period.last}
        new = [
            figure.id
            for figure in evidence.book
            if figure.period.code in windows
            and figure.level not in FINE_LEVELS
            and figure.id not in closing.figures
            and _is_lasting(figure.id)
        ]
        if new:
            is_of_one = len({split_id(name)[2:] for name in new}) == 1
            counted = "una cifra" if len(new) == 1 else f"{len(new)} cifras"
            yield Found(
                f"Desde que se cerró {closing.period.code} hay {counted} de sus ventanas que entonces no había"
                f": {short_list_es([evidence.book.figure_words(name) for name in new])}. {_closed_words(closing)}",
                {
                    "elemento": new[0] if is_of_one else f"cierre/{closing.period.code}",
                    "esperado": "ninguna cifra nueva",
                    "encontrado": str(len(new)),
                    "archivo": closing.label,
                },
            )


def _in_order(closings: Sequence[Closing]) -> Iterator[tuple[Closing, Mapping[str, ClosedFigure]]]:
    """Yield each closing with its comparable figures that no earlier closing contains."""
    seen: set[str] = set()
    for closing in sorted(closings, key=lambda one: (one.period.last, one.closed)):
        yield (
            closing,
            {name: figure for name, figure in closing.figures.items() if name not in seen and _is_lasting(name)},
        )
        seen |= closing.figures.keys()


def _is_lasting(name: str) -> bool:
    """Return whether a figure must stay the same; projections and comparisons with later data may change."""
    return not name.startswith((PROJECTED, *OF_THE_RUN_ALONE)) and not split_id(name)[0].endswith(MADE_AGAIN)


class Change(NamedTuple):
    """A closed figure, the same with another value now, and why it changed."""

    before: ClosedFigure
    now: Figure
    cause: Cause


def _shared(change: Change) -> tuple[object, ...]:
    """What changes have in common that are told as one: indicator, period and cause; data change each figure alone."""
    now = change.now
    return now.id if is_of_data(change.cause) else now.indicator, now.period, change.cause


def _depth(figure: Figure) -> tuple[int, str, str]:
    depth = LEVELS.index(figure.level) if figure.level in LEVELS else len(LEVELS)
    return depth, figure.level, figure.code


def _restated(book: Book, closing: Closing, change: Change, others: int | None) -> Found:
    """Make the finding on a change; `others` is how many more are told with it, None if it is told with another."""
    before, now, cause = change
    is_printed_alike = before.published == now.published
    if is_printed_alike:
        seen = f"sigue impresa como {number_es(now.rounded)}, pero su valor exacto es otro"
    else:
        seen = f"era {_shown(before.published)} y ahora es {number_es(now.rounded)}"
    also = f" Por lo mismo cambiaron otras {others} de ese periodo." if others and others > 1 else ""
    return Found(
        f"{book.figure_words(now.id)}: al cerrar {closing.period.code} {seen}. {_closed_words(closing)} "
        f"{_caused(cause)}{also}",
        cell_fields(
            before.cell,
            now.id,
            before.value,
            plain_text(now.value),
            diferencia=plain_text(now.value - exact(before.value)),
            causa=cause_words(cause),
        ),
        Severity.NOTE if is_printed_alike or others is None else _severity(now.id),
    )


def _caused(cause: Cause) -> str:
    return f"{'Causa' if len(cause) == 1 else 'Causas posibles'}: {cause_words(cause)}."


def _severity(name: str) -> Severity:
    return Severity.NOTE if split_id(name)[2] in FINE_LEVELS else Severity.WARNING


def _closed_words(closing: Closing) -> str:
    return f"Lo cerró {set_off(closing.by)} el {date_es(closing.day)}."


def _shown(published: str) -> str:
    return number_es(Decimal(published))
