"""Which of a unit's correct forms counts: the one that no other is known to follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from helpers.base.display import date_es
from helpers.figures.findings import Finding
from helpers.figures.records import Row, Sourced
from helpers.figures.situations import FormState
from helpers.forms.reception import reception_findings as told
from helpers.forms.reception.reception_log import REPEATS, TIED, UNORDERED, Entry
from helpers.forms.returned.form_reading import FormReading

Content = frozenset[tuple[object, ...]]
"""The values of a form, regardless of their cells."""


@dataclass(frozen=True)
class Rival:
    """A correct form beside others of its unit.

    Attributes
    ----------
    entry : Entry
        Its line in the log, with its date: its own, or that of its first reception.
    label : str
        Path from the root.
    content : frozenset or None
        Its values; None if its file is lost.
    is_dated : bool
        Whether it states its date; True if its file is lost.
    check : int
        Number of the check in which it was received.
    modified : float
        Time of the file's last change.
    counts : bool
        Whether the log has it as accepted.
    yields : int
        If it is not known which is later, the one that yields least counts: not one that was set aside or is lost (1)
        beside another, nor one that was replaced before (2) beside any.
    """

    entry: Entry
    label: str
    content: Content | None
    is_dated: bool
    check: int
    modified: float = 0.0
    counts: bool = False
    yields: int = 0

    @property
    def order(self) -> tuple[date, float, str]:
        """Sort key: date of presentation, time of the file's last change, name."""
        return (self.entry.presented, self.modified, self.entry.archivo)

    def follows(self, other: Rival) -> bool:
        """Whether it is known to be later: by their dates if both state one, and else by the checks that received them.

        Beside a lost form, one without date may be the same one, changed: neither follows the other.
        """
        if self.is_dated and other.is_dated:
            return self.entry.presented > other.entry.presented
        return self.check > other.check and None not in (self.content, other.content)


@dataclass
class Choice:
    """The decision on the forms of one unit.

    Attributes
    ----------
    winner : Rival or None
        The form that counts; None if all are rejected, because it is not known which is later.
    fates : list of (Rival, FormState, str)
        State and reason of the others.
    tied : dict of str to Finding
        The error on each form whose order cannot be determined, by path from the root.
    findings : list of Finding
        These errors, once each, and the notes on repeated forms.
    """

    winner: Rival | None = None
    fates: list[tuple[Rival, FormState, str]] = field(default_factory=list)
    tied: dict[str, Finding] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def choose(rivals: Sequence[Rival]) -> Choice:
    """Decide which form of a unit counts.

    It is the one that no other follows. Of several with the same content, the first counts, above all one that counted
    before. Several with other content are rejected, and the others decide: what counted before goes on counting.
    """
    choice, rest = Choice(), sorted(rivals, key=lambda rival: (not rival.counts, rival.order))
    while len(last := _last(rest)) > 1:
        first, *others = last
        if first.content is None:
            out = others
            for rival in others:
                choice.fates.append((rival, FormState.REJECTED, UNORDERED))
                if rival.entry.archivo != first.entry.archivo:  # Otherwise the run reports what is in its place.
                    choice.tied[rival.label] = told.beside_lost(rival.label, first.entry)
                    choice.findings.append(choice.tied[rival.label])
        elif len({rival.content for rival in last}) == 1:
            out = others
            for rival in others:
                choice.fates.append((rival, FormState.REPLACED, f"{REPEATS} {first.entry.archivo}"))
                choice.findings.append(told.repeated(rival.label, rival.entry.unidad, first.entry.archivo))
        else:
            out = [rival for rival in last if not rival.counts]
            choice.fates += [(rival, FormState.REJECTED, _tie(rival, last)) for rival in out]
            counting = next((rival.label for rival in rest if rival.counts and rival.content is not None), "")
            error = told.same_day(first.entry.unidad, [rival.label for rival in last], counting)
            choice.tied |= {rival.label: error for rival in out}
            choice.findings.append(error)
        rest = [rival for rival in rest if rival not in out]
    if last:
        choice.winner = last[0]
        why = replaced_reason(last[0].entry)
        choice.fates += [(rival, FormState.REPLACED, why) for rival in rest if rival is not last[0]]
    return choice


def _last(rivals: Sequence[Rival]) -> list[Rival]:
    """Those that no other follows, or all if each is followed; of these only those that yield least."""
    last = [rival for rival in rivals if not any(other.follows(rival) for other in rivals)] or list(rivals)
    least = min((rival.yields for rival in last), default=0)
    return [rival for rival in last if rival.yields == least]


def _tie(rival: Rival, rivals: Sequence[Rival]) -> str:
    others = [other.entry.archivo for other in rivals if other.content != rival.content]
    return f"{TIED} {', '.join(others)}, y dice otra cosa"


def replaced_reason(entry: Entry) -> str:
    """Return the reason, in Spanish, for replacing a form: the later form of the same unit, `entry`, counts."""
    return f"vale el del {date_es(entry.presented)}: {entry.archivo}"


def content_of(reading: FormReading) -> Content:
    """Return the values of all rows of a form; saving the same form twice gives equal content."""
    return frozenset((table, *_plain(row)) for table, rows in reading.rows.items() for row in rows)


def _plain(row: Row) -> Iterable[tuple[str, object]]:
    values = ((name, value.value if isinstance(value, Sourced) else value) for name, value in row.values.items())
    return sorted(((name, value) for name, value in values if value is not None), key=lambda pair: pair[0])
