"""The inbox of a plan's version: the form chosen for each unit, and the lines to add to the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from helpers.base.python_extras import by_key
from helpers.figures.findings import Finding
from helpers.figures.situations import FormState
from helpers.forms.planning import planning_findings as plan_told
from helpers.forms.reception import reception_findings as told
from helpers.forms.reception.judged_forms import log_line, rejection_reason, replaced_reason
from helpers.forms.reception.reception_log import DISCARDED_FOLDER, Entry, Log
from helpers.forms.returned.form_reading import FormReading


@dataclass(frozen=True)
class InboxFile:
    """A file of the inbox after reading.

    Attributes
    ----------
    name, label : str
        Path from the inbox, and from the root of the workspace.
    unit : str
        The unit's code as in the structure; empty for a file that does not belong here.
    named : str
        The unit that the form names, as in the structure, if it was sent to another one; otherwise empty.
    day : date or None
        Date of presentation: the form's if it is possible, or else, of a form without errors, the log's; None if there
        is neither.
    is_logged : bool
        Whether the log already has the file.
    """

    name: str
    label: str
    sha256: str
    unit: str
    reading: FormReading
    day: date | None
    is_logged: bool = False
    named: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        """The unit that received the form, and the one that it names; empty for a file that does not belong here."""
        return tuple(filter(None, (self.unit, self.named))) if self.unit else ()


@dataclass(frozen=True)
class UnitForms:
    """The forms of one unit.

    Attributes
    ----------
    chosen : InboxFile or None
        The form that counts; None if it is not known which one counts, or a later form has errors.
    fates : Mapping of str to (FormState, str)
        State and reason of each file, by SHA-256.
    """

    chosen: InboxFile | None
    fates: Mapping[str, tuple[FormState, str]]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Inbox:
    """All files of the inbox.

    Attributes
    ----------
    came : tuple of InboxFile
        One item per different content.
    put_aside : Mapping of str to str
        Names of the discarded files, by SHA-256.
    findings : tuple of Finding
        Findings on no particular unit: files that do not belong here, and copies.
    """

    log: Log
    now: datetime
    came: tuple[InboxFile, ...]
    put_aside: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def strays(self) -> tuple[InboxFile, ...]:
        """The files that belong to no unit: other forms, unreadable files, and forms of an unknown unit."""
        return tuple(item for item in self.came if not item.unit)

    @cached_property
    def units(self) -> Mapping[str, UnitForms]:
        """The forms of each unit, by the unit's code; units without a form are absent."""
        return {unit: self._chosen(unit, items) for unit, items in self._groups.items()}

    @cached_property
    def _groups(self) -> Mapping[str, Sequence[InboxFile]]:
        """The files that concern each unit; one that was sent to a unit and names another concerns both."""
        return by_key((unit, item) for item in self.came for unit in item.units)

    def _chosen(self, unit: str, items: Sequence[InboxFile]) -> UnitForms:
        """Decide which of a unit's forms counts, and give each file its state and reason.

        The last acceptable form counts, the earlier ones are replaced, and forms with errors are rejected. None is
        chosen if none is acceptable, the last two tie (`_clash`), or one with errors is dated later.
        """
        good = self._good(items)
        bad = [item for item in items if not item.reading.is_acceptable]
        clash = self._clash(unit, good)
        best = good[-1] if good else None
        makes_up = self._counting(unit)
        open_bad = [item for item in bad if self._is_open(item, unit)]
        fates = {item.sha256: (FormState.REJECTED, rejection_reason(item.reading.errors)) for item in bad}
        findings = [*clash, *(finding for item in open_bad for finding in item.reading.findings)]
        if makes_up is not None and best is not None:
            fates |= {best.sha256: (FormState.ACCEPTED, "")}
            fates |= {item.sha256: (FormState.REPLACED, replaced_reason(makes_up)) for item in good[:-1]}
            findings += [plan_told.replaced_form(item.label, unit, makes_up) for item in good[:-1]]
            past = [
                item for item in bad if item.unit == unit and not any(self._is_open(item, each) for each in item.units)
            ]
            findings += [told.superseded(item.label, self.entry(item, *fates[item.sha256]), makes_up) for item in past]
            findings += best.reading.findings
        return UnitForms(best if makes_up and not open_bad else None, fates, tuple(findings))

    def _good(self, items: Sequence[InboxFile]) -> list[InboxFile]:
        """The acceptable forms among these, in order."""
        return sorted((item for item in items if item.reading.is_acceptable), key=self._order)

    def _counting(self, unit: str) -> Entry | None:
        """The line of a unit's last acceptable form; None if there is none, or it ties with the one before."""
        good = self._good(self._groups[unit])
        return self.entry(good[-1], FormState.ACCEPTED) if good and not self._clash(unit, good) else None

    def _is_open(self, item: InboxFile, unit: str) -> bool:
        """Whether no form of a unit settles one with errors: one dated later is open, an undated one is not."""
        makes_up = self._counting(unit)
        return makes_up is None or (item.day is not None and item.day > makes_up.presented)

    def _clash(self, unit: str, good: Sequence[InboxFile]) -> tuple[Finding, ...]:
        """An error if the last two acceptable forms have the same date, or the last one is new and undated."""
        if len(good) < 2:
            return ()
        before, last = good[-2:]
        is_undated = last.day is None and not before.is_logged
        if not is_undated and self._day(before) != self._day(last):
            return ()
        return (plan_told.same_day(unit, before.label, last.label),)

    def _day(self, item: InboxFile) -> date:
        """Date of presentation of a form; today's if it has none."""
        return item.day or self.now.date()

    def _order(self, item: InboxFile) -> tuple[date, str]:
        return (self._day(item), item.name)

    def entry(self, item: InboxFile, state: FormState, why: str = "") -> Entry:
        """Return a log line of a file with a state, received now; it is not written.

        A form without date gets today's.
        """
        return log_line(item.name, item.sha256, item.reading, self._day(item), self.now, state, why)

    def lines(self) -> tuple[Entry, ...]:
        """Return the lines to add to the log: new files, changed states, and accepted files that are gone.

        Files of no unit get no line, unless they are discarded. An accepted file that is gone gets a line only if
        another form of its unit now counts.
        """
        known = {entry.sha256: entry for entry in self.log.current}
        of_units = sorted((item for item in self.came if item.unit), key=self._order)
        new = [line for item in of_units for line in self._line(item, known.get(item.sha256))]
        put = self.put_aside.items()
        aside = [line for digest, name in put for line in self._aside(name, digest, known.get(digest))]
        return (*self._gone(), *new, *aside)

    def _line(self, item: InboxFile, known: Entry | None) -> Iterator[Entry]:
        """Yield the log's new line of a file, if it is new there or has another state."""
        state, why = self.units[item.unit].fates[item.sha256]
        if known is None:
            yield self.entry(item, state, why)
        elif known.estado is not state:
            yield known.become(state, why, self.now)

    def _aside(self, name: str, digest: str, known: Entry | None) -> Iterator[Entry]:
        """Yield the log's new line of a discarded file; nothing if the log says so already."""
        why = f"apartado en {DISCARDED_FOLDER}/"
        if known is None:
            blank = InboxFile(name, name, digest, "", FormReading(name), None)
            yield self.entry(blank, FormState.DISCARDED, why)
        elif known.estado is not FormState.DISCARDED:
            yield known.become(FormState.DISCARDED, why, self.now)

    def _gone(self) -> Iterator[Entry]:
        """Lines for previously accepted forms whose file is gone and whose unit has another form."""
        there = {item.sha256 for item in self.came} | set(self.put_aside)
        for unit, entry in self.log.accepted.items():
            chosen = self.units[unit].chosen if unit in self.units else None
            if entry.sha256 not in there and chosen is not None:
                why = replaced_reason(self.entry(chosen, FormState.ACCEPTED))
                yield entry.become(FormState.REPLACED, why, self.now)
