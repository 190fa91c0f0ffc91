"""Correct forms of one unit whose dates do not order them: repeated ones, and ties that only the unit can resolve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from helpers.figures.findings import Finding
from helpers.figures.records import Row, Sourced
from helpers.figures.situations import FormState
from helpers.forms.reception import reception_findings as told
from helpers.forms.reception.reception_log import REPEATS, TIED, Entry
from helpers.forms.returned.form_reading import FormReading

Content = frozenset[tuple[object, ...]]
"""The values of a form, regardless of their cells."""


@dataclass(frozen=True)
class SameDayForm:
    """A correct form of a unit that has others of the same date, or beside which another states none.

    Attributes
    ----------
    label : str
        Path from the root.
    is_dated : bool
        Whether the form states its date; otherwise it has that of its reception.
    counts : bool
        Whether an earlier check accepted it.
    """

    entry: Entry
    label: str
    content: Content
    is_dated: bool
    counts: bool = False


@dataclass(frozen=True)
class SameDayDecision:
    """The decision on the forms of one unit that their dates do not order.

    Attributes
    ----------
    fates : Mapping of tuple to Entry
        By key, new entries of the forms that are not simply accepted.
    tied : tuple of str
        Paths of the forms whose order cannot be determined.
    """

    fates: Mapping[tuple[str, str], Entry]
    findings: tuple[Finding, ...] = ()
    tied: tuple[str, ...] = ()


def content_of(reading: FormReading) -> Content:
    """Return the values of all rows of a form; saving the same form twice gives equal content."""
    return frozenset((table, *_plain(row)) for table, rows in reading.rows.items() for row in rows)


def _plain(row: Row) -> Iterable[tuple[str, object]]:
    values = ((name, value.value if isinstance(value, Sourced) else value) for name, value in row.values.items())
    return sorted(((name, value) for name, value in values if value is not None), key=lambda pair: pair[0])


def decide_day(rivals: Sequence[SameDayForm]) -> SameDayDecision:
    """Decide among correct forms of one unit that have the same date, or of which some state none.

    If all have the same content, the first one counts and the others are replaced. Otherwise all new forms tie and are
    rejected. If one form already counts and no other states its date, nothing is decided here: undated forms are dated
    by their reception, so they simply come later.

    Parameters
    ----------
    rivals : sequence of SameDayForm
        At least one: first the form that already counts, if there is one, then the new ones in the order of `Judged`
        (last change of the file, then name).
    """
    before, *_ = rivals
    if before.counts and not any(rival.is_dated for rival in rivals[1:]):
        return SameDayDecision({})
    if len({rival.content for rival in rivals}) == 1:
        return _repeats(before, rivals[1:])
    new = [rival for rival in rivals if not rival.counts]
    fates = {rival.entry.key: _tied(rival, rivals) for rival in new}
    files, counting = [rival.label for rival in rivals], before.label if before.counts else ""
    finding = told.same_day(before.entry.unidad, files, counting)
    return SameDayDecision(fates, (finding,), tuple(rival.label for rival in new))


def _repeats(first: SameDayForm, others: Sequence[SameDayForm]) -> SameDayDecision:
    """Decide that forms of equal content are replaced by the first; each gives a note."""
    why = f"{REPEATS} {first.entry.archivo}"
    return SameDayDecision(
        {rival.entry.key: replace(rival.entry, estado=FormState.REPLACED, motivo=why) for rival in others},
        tuple(told.repeated(rival.label, rival.entry.unidad, first.entry.archivo) for rival in others),
    )


def _tied(rival: SameDayForm, rivals: Sequence[SameDayForm]) -> Entry:
    """The entry of a form as rejected, because forms that its date does not order have other content."""
    others = [other.entry.archivo for other in rivals if other.content != rival.content]
    return replace(rival.entry, estado=FormState.REJECTED, motivo=f"{TIED} {', '.join(others)}, y dice otra cosa")


def last_days(entries: Iterable[Entry]) -> Mapping[str, date]:
    """Return the last date of presentation of each unit that the entries name."""
    found: dict[str, date] = {}
    for entry in entries:
        found[entry.unidad] = max(found.get(entry.unidad, entry.presented), entry.presented)
    return found
