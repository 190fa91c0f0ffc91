"""Rules on closed periods: report figures that have changed since, and the cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from helpers.base.display import date_es, number_es, short_list_es
from helpers.base.exact import exact, plain_text
from helpers.base.name_phrases import set_off
from helpers.base.periods import Period
from helpers.checks.follow_up.closed_causes import Cause, Causes, cause_words
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.book import Book
from helpers.figures.figure import Figure, split_id
from helpers.figures.figure_names import ALL as RESULTS_SERVING
from helpers.figures.figure_names import COMPARED, OBJECTIVES, PROJECTED, RAW_SUFFIX
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import LEVELS
from helpers.intake.closings import ClosedFigure, Closing

IsTold = Callable[[ClosedFigure, Figure | None], bool]
"""Whether a rule reports a closed figure, given also the figure of now, or None."""
FINE_LEVELS = frozenset({"tarea", "operacion"})
"""Levels whose changes are only notes; their effect on higher levels is reported there."""
MADE_AGAIN = tuple(COMPARED)
"""Suffixes of indicators that compare with another version of the plan, the quarters or a closing: they may change."""
OF_THE_RUN_ALONE = (RESULTS_SERVING, OBJECTIVES)
"""Prefixes of counts that concern the run's own period only."""


@REGISTRY.rule("CIE-REEXPRESADA", Severity.WARNING, "Ninguna cifra de un periodo cerrado cambió después del cierre.")
def restated(evidence: Evidence) -> Iterator[Found]:
    """Report figures of a closed period whose exact value has changed, also where they are still printed alike.

    There is one warning for each cause, on its widest figure (`_families`); what else changed for it, or for a part of
    it, are notes that follow from that one. Figures of tasks and operations, and those printed alike, are notes.
    """
    return _by_cause(evidence, lambda before, now: now is not None and plain_text(now.value) != before.value)


@REGISTRY.rule("CIE-DESAPARECE", Severity.WARNING, "Toda cifra de un periodo cerrado se sigue obteniendo.")
def gone(evidence: Evidence) -> Iterator[Found]:
    """Report figures of a closed period that the run no longer computes; which are notes is as for `restated`."""
    return _by_cause(evidence, lambda _, now: now is None)


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
    """Yield each closing with its comparable figures that no earlier closing contains; by end of period, then date."""
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
    """A closed figure, the same with another value now (None if there is none), and why it changed."""

    closing: Closing
    name: str
    before: ClosedFigure
    now: Figure | None
    cause: Cause

    @property
    def is_printed_alike(self) -> bool:
        """Whether only decimals that are not printed differ."""
        return self.now is not None and self.now.published == self.before.published

    @property
    def is_minor(self) -> bool:
        """Whether it is a note whatever else changed: printed alike, or of a task or operation."""
        return self.is_printed_alike or split_id(self.name)[2] in FINE_LEVELS


def _by_cause(evidence: Evidence, is_told: IsTold) -> Iterator[Found]:
    """Yield the findings on the changes for which `is_told`, by cause."""
    for told, following in _families(evidence, is_told):
        yield _found(evidence.book, told, following=len(following))
        yield from (_found(evidence.book, change, follows=told.name) for change in following)


def _changes(evidence: Evidence, is_told: IsTold) -> Iterator[Change]:
    """Yield the changes since each closing, as far as `is_told` with the closed figure and that of now."""
    for closing, lasting in _in_order(evidence.closings):
        causes = Causes(evidence, closing)
        for name, before in lasting.items():
            now = evidence.book.figures.get(name) or _of_operation(evidence.book, name)
            if is_told(before, now):
                measured = now.id if now else _counted(evidence.book, name)
                yield Change(closing, name, before, now, causes.of(measured, before))


def _of_operation(book: Book, name: str) -> Figure | None:
    """Return the figure of an operation that a later version of the plan gives to another unit too; None for others.

    Its code then begins with the unit, also in the periods before that version.
    """
    indicator, period, level, code = split_id(name)
    found = [one for one in book.select(indicator, period, level) if one.code.endswith(f"/{code}")]
    return found[0] if level == "operacion" and len(found) == 1 else None


def _counted(book: Book, name: str) -> str:
    """Return the id of the score with cap beside which a score without cap stood; else, or if there is none, `name`.

    The latter is gone once a task does no more than was programmed: the numbers that changed are those of both.
    """
    counted = name.replace(f"{RAW_SUFFIX}/", "/", 1)
    return counted if counted in book.figures else name


def _families(evidence: Evidence, is_told: IsTold) -> Sequence[tuple[Change, Sequence[Change]]]:
    """Return the changes of all closings by cause: the widest, and those whose causes are all among its own.

    Minor changes come last. Wider is what is of a higher level; of one level, what is of a longer period; then the
    order of the method's indicators counts. A change that fits several causes belongs to the first.
    """
    indicators = list(evidence.book.method.get("indicadores", ()))

    def order(change: Change) -> tuple[object, ...]:
        indicator, period, level, code = split_id(change.name)
        window = Period.parse(period)
        depth = LEVELS.index(level) if level in LEVELS else len(LEVELS)
        place = indicators.index(indicator) if indicator in indicators else len(indicators)
        return change.is_minor, depth, window.first - window.last, place, code, change.name

    families: list[tuple[Change, list[Change]]] = []
    for change in sorted(_changes(evidence, is_told), key=order):
        known = next((more for told, more in families if change.cause.parts <= told.cause.parts), None)
        if known is None:
            families.append((change, []))
        else:
            known.append(change)
    return families


def _found(book: Book, change: Change, *, following: int = 0, follows: str = "") -> Found:
    """Make the finding on a figure that has changed or is gone: before and now, who closed it, and the causes.

    It is a warning, but a note if the change `is_minor` or follows another.

    Parameters
    ----------
    following : int
        How many other changes follow from this one; the message says so.
    follows : str
        Id of the figure from whose change this one follows; only the field `sigue_de` says so. Empty if there is none.
    """
    closing, before, now = change.closing, change.before, change.now
    expected, found, fields = before.published, "sin cifra", {}
    if now is None:
        seen = f"era {_shown(before.published)} y ahora no se obtiene"
    else:
        expected, found = before.value, plain_text(now.value)
        fields = {"diferencia": plain_text(now.value - exact(before.value))}
        seen = f"era {_shown(before.published)} y ahora es {number_es(now.rounded)}"
        if change.is_printed_alike:
            seen = f"se imprimía {number_es(now.rounded)}, como ahora, pero su valor exacto es otro"
    others = f"cambiaron otras {following}" if following > 1 else "cambió otra"
    also = f"Por ello, o por una parte de ello, {others}." if following else ""
    cause = cause_words(change.cause)
    caused = f"{'Causa' if len(change.cause.words) == 1 else 'Causas posibles'}: {cause}."
    return Found(
        f"{book.figure_words(change.name)}: al cerrar {closing.period.code} {seen}. {_closed_words(closing)} {caused} "
        f"{also}".rstrip(),
        cell_fields(before.cell, change.name, expected, found, causa=cause, sigue_de=follows, **fields),
        Severity.NOTE if change.is_minor or follows else Severity.WARNING,
    )


def _closed_words(closing: Closing) -> str:
    return f"Lo cerró {set_off(closing.by)} el {date_es(closing.day)}."


def _shown(published: str) -> str:
    return number_es(Decimal(published))
