"""Good forms of one unit presented on one day: which say the same, and of which nobody can tell the later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from helpers.findings import Finding
from helpers.forms.reading import FormReading
from helpers.reception import findings as told
from helpers.reception.log import REPEATS, TIED, Entry, State
from helpers.records import Row, Sourced

Content = frozenset[tuple[object, ...]]
"""What a form says, wherever in it that stands."""


@dataclass(frozen=True)
class Rival:
    """A good form of a unit and day.

    Attributes
    ----------
    entry : Entry
    label : str
        Its file, named from the root.
    content : Content
    is_dated : bool
        It states the day itself; otherwise its day is that of its reception.
    counts : bool
        It was accepted by an earlier check.
    """

    entry: Entry
    label: str
    content: Content
    is_dated: bool
    counts: bool = False


@dataclass(frozen=True)
class SameDay:
    """What becomes of the forms of one unit and day.

    Attributes
    ----------
    fates : Mapping of tuple to Entry
        By key, those that are not simply accepted.
    findings : tuple of Finding
    tied : tuple of str
        Files of which nobody can tell the later.
    """

    fates: Mapping[tuple[str, str], Entry]
    findings: tuple[Finding, ...] = ()
    tied: tuple[str, ...] = ()


def content_of(reading: FormReading) -> Content:
    """What a form says: two savings of the same form say the same."""
    return frozenset((table, *_plain(row)) for table, rows in reading.rows.items() for row in rows)


def _plain(row: Row) -> Iterable[tuple[str, object]]:
    values = ((name, value.value if isinstance(value, Sourced) else value) for name, value in row.values.items())
    return sorted(((name, value) for name, value in values if value is not None), key=lambda pair: pair[0])


def settle_day(rivals: Sequence[Rival]) -> SameDay:
    """Decide among the good forms of one unit and day: one that says the same counts once, and others tie.

    Parameters
    ----------
    rivals : sequence of Rival
        What counted before first, if anything did, then by name.
    """
    before, *_ = rivals
    if before.counts and not any(rival.is_dated for rival in rivals[1:]):
        return SameDay({})  # What states no day is as late as it came in: after what was accepted.
    if len({rival.content for rival in rivals}) == 1:
        return _repeats(before, rivals[1:])
    new = [rival for rival in rivals if not rival.counts]
    fates = {rival.entry.key: _tied(rival, rivals) for rival in new}
    files, counting = [rival.label for rival in rivals], before.label if before.counts else ""
    are_dated = all(rival.is_dated for rival in rivals)
    day, unit = before.entry.presented, before.entry.unidad
    finding = told.same_day(unit, files, day, counting, are_dated=are_dated)
    return SameDay(fates, (finding,), tuple(rival.label for rival in new))


def _repeats(first: Rival, others: Sequence[Rival]) -> SameDay:
    why = f"{REPEATS} {first.entry.archivo}"
    return SameDay(
        {rival.entry.key: replace(rival.entry, estado=State.REPLACED, motivo=why) for rival in others},
        tuple(told.repeated(rival.label, rival.entry.unidad, first.entry.archivo) for rival in others),
    )


def _tied(rival: Rival, rivals: Sequence[Rival]) -> Entry:
    others = [other.entry.archivo for other in rivals if other.content != rival.content]
    return replace(rival.entry, estado=State.REJECTED, motivo=f"{TIED} {', '.join(others)}, y dice otra cosa")


def last_days(entries: Iterable[Entry]) -> Mapping[str, date]:
    """By unit, the last day on which it presented something."""
    found: dict[str, date] = {}
    for entry in entries:
        found[entry.unidad] = max(found.get(entry.unidad, entry.presented), entry.presented)
    return found
