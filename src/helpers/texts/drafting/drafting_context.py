"""The facts of a run that the drafting rules read, each computed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from helpers.base.exact import exact, percentage, round_half_up
from helpers.base.periods import Period
from helpers.base.python_extras import first_by_key
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import CHANGE
from helpers.figures.findings import Finding
from helpers.figures.mean_coverage import did_all, is_of_programme
from helpers.figures.records import REPORTING
from helpers.figures.situations import WHOLE, is_late, reported_causes, reporters, silent_reporters, unspent_budgets
from helpers.figures.subjects import cause_names, subject_name
from helpers.figures.supposed_figures import with_mean_of_parts
from helpers.settings.params import SECTION_ID
from helpers.texts.sentences import coverage_words
from helpers.texts.sentences.text_templates import ask

FALL = f"avance_fisico{CHANGE}"
SILENT = "REP-SIN-DATO"
MONTHS, QUARTER = 12, 3
WORST_LIGHTS = ("gris", "rojo", "naranja")


@dataclass(frozen=True)
class DraftContext:
    """A run as the drafting rules see it.

    Attributes
    ----------
    book : Book
    findings : tuple of Finding
    cutoff : date
        Last day that the report covers.
    decided : frozenset of str
        What the matters for decision settle (`Matter.settles`), so that no recommendation repeats it.
    """

    book: Book
    findings: tuple[Finding, ...]
    cutoff: date
    decided: frozenset[str] = frozenset()

    @property
    def period(self) -> Period:
        """The run's period."""
        return self.book.period

    @property
    def accumulated(self) -> Period:
        """The window from January to the end of the run's period."""
        return self.book.period.accumulated()

    @property
    def accumulated_before(self) -> Period | None:
        """The window from January to the end of the quarter before; None if the run's window ends with no later one."""
        last = self.period.last - QUARTER
        return Period(self.period.year, 1, last) if last > 0 and not last % QUARTER else None

    @property
    def elapsed(self) -> Fraction:
        """Which part of the year is over at the end of the period, in percent."""
        return percentage(Fraction(self.period.last), Fraction(MONTHS))

    @property
    def closes_year(self) -> bool:
        """Whether the period ends the year: work left over can then only be explained or replanned. False for plans."""
        return self.period.accumulated().is_year

    @cached_property
    def top(self) -> tuple[str, str]:
        """Level and code of the institution, the first node of level `entidad`; IndexError if the Book has none."""
        return self.book.nodes_at("entidad")[0].key

    def of_entity(self, indicator: str, period: Period) -> Figure | None:
        """Return the institution's figure of an indicator in a period; None if the Book has none."""
        return self.book.get(indicator, period, *self.top)

    @cached_property
    def quarters(self) -> frozenset[str]:
        """Codes of the run's period and of its quarters: the periods of the forms that the run expects."""
        return frozenset({self.period.code, *(quarter.code for quarter in self.period.quarters())})

    @cached_property
    def units(self) -> tuple[Figure, ...]:
        """Physical progress of units and posts in the run's period, lowest first; not of those left out as late."""
        found = [one for level in REPORTING for one in self.book.select("avance_fisico", self.period, level)]
        counted = (one for one in found if not is_late(self.book, one.level, one.code, self.period))
        return tuple(sorted(counted, key=lambda one: one.rounded))

    def with_data(self, level: str) -> str:
        """Return what the units, or posts, of `units` are called, where there may be others: `con dato`."""
        return coverage_words.with_data(self.book, level, self.period, sum(one.level == level for one in self.units))

    def whole_words(self, known: Sequence[Figure]) -> tuple[list[Figure], tuple[str, str], str]:
        """Return the figures of `known` that are complete, the verb for one and for several, and its object.

        Complete means all that was programmed, if that is known for every figure (`did_all`); else 100 % as printed, of
        those for which it is known.
        """
        whole = {one.id: did_all(self.book, one) for one in known}
        if None not in whole.values():
            return [one for one in known if whole[one.id]], ("cumplió", "cumplieron"), "todo lo programado"
        full = [one for one in known if one.rounded >= WHOLE and whole[one.id] is not None]
        return full, ("tiene", "tienen"), "un avance físico completo"

    @cached_property
    def units_at_risk(self) -> tuple[Figure, ...]:
        """The figures of `units`, lowest first, whose grade is grey, red or orange (`WORST_LIGHTS`)."""
        return tuple(one for one in self.units if one.grade and one.grade.light in WORST_LIGHTS)

    @cached_property
    def fallen(self) -> tuple[Figure, ...]:
        """Negative changes of the progress of units and posts since the quarter before, largest fall first.

        Left out are units excluded as late in one of the quarters. Empty if the Book has no figures of change.
        """
        changes = [one for level in REPORTING for one in self.book.select(FALL, self.period, level)]
        fallen = (one for one in changes if one.rounded < 0 and not self._is_late_now_or_before(one))
        return tuple(sorted(fallen, key=lambda one: one.rounded))

    @cached_property
    def falls(self) -> tuple[Figure, ...]:
        """Those of `fallen` that compare two percentages of what was programmed in each quarter."""
        of_both = ((one, self.book.operands(one)) for one in self.fallen)
        return tuple(one for one, both in of_both if all(is_of_programme(self.book, each) for each in both))

    def _is_late_now_or_before(self, change: Figure) -> bool:
        """Return whether the unit is excluded as late in either quarter: then the two values cannot be compared."""
        windows = (self.period, self.period.previous_quarter())
        return any(is_late(self.book, change.level, change.code, window) for window in windows if window)

    @cached_property
    def absent(self) -> tuple[tuple[str, str], ...]:
        """Level and code of the nodes, such as units and posts, and actions that lack data; without `unassigned`.

        They are the `silent_reporters`, those with findings first. A subject that the Book does not list as reporting
        counts if a form of one of the quarters is missing (finding `PRE-FALTA`) or it has no percentage
        (`REP-SIN-DATO`).
        """
        silent = silent_reporters(self.book)
        expected = {key for code in self.quarters for key in reporters(self.book, Period.parse(code))}
        found = []
        for finding in self.findings:
            level, _, code = finding.elemento.partition("/")
            is_form = finding.codigo == "PRE-FALTA" and any(map(finding.is_expected_in, self.quarters))
            is_place = (level, code) in silent or (level, code) not in expected
            if (is_form or finding.codigo == SILENT) and is_place and (self.book.node(level, code) or level == "acp"):
                found.append((level, code))
        return tuple(place for place in dict.fromkeys((*found, *silent)) if place not in self.unassigned)

    @cached_property
    def unassigned(self) -> Mapping[tuple[str, str], str]:
        """Nodes (level, code) whose published data belong to no period, each with the finding's words on these data."""
        noted = (
            (finding.elemento.partition("/"), finding.causa) for finding in self.with_code(SILENT) if finding.causa
        )
        return {(level, code): note for (level, _, code), note in noted if self.book.node(level, code)}

    @cached_property
    def low_areas(self) -> tuple[Figure, ...]:
        """Execution since January of the areas whose grade is grey, red or orange (`WORST_LIGHTS`), lowest first."""
        found = self.book.select("ejecucion_financiera", self.accumulated, "area")
        low = (one for one in found if one.grade and one.grade.light in WORST_LIGHTS)
        return tuple(sorted(low, key=lambda one: one.rounded))

    @cached_property
    def outside(self) -> tuple[Figure, ...]:
        """Reported figures outside the range of their parts' values, so that no mean of the parts can give them.

        One figure for each place and period of `quarters`: the first that the findings name. Those that change the
        institution's figure most come first.
        """
        named = (self.book.figures.get(finding.elemento) for finding in self.with_code("REP-PARTES") if finding.causa)
        reported = (own for own in named if own is not None and own.period.code in self.quarters)
        found = first_by_key(((own.level, own.code, own.period.code), own) for own in reported)
        return tuple(sorted(found.values(), key=lambda own: -abs(self.moved_by(own))))

    def moved_by(self, reported: Figure) -> Decimal:
        """Return how much the institution's figure would change if one reported figure were the mean of its parts.

        Returns
        -------
        Decimal
            Rounded value with that mean minus the printed value; 0 if the institution has no such figure.
        """
        whole = self.of_entity(reported.indicator, reported.period)
        if whole is None:
            return Decimal(0)
        return round_half_up(with_mean_of_parts(self.book, whole.id, reported.id), whole.decimals) - whole.rounded

    @cached_property
    def unspent(self) -> tuple[Figure, ...]:
        """Budgets in force of the categories with a budget and nothing accrued this year: see `unspent_budgets`."""
        return unspent_budgets(self.book, self.accumulated)

    def undecided(self, found: Sequence[Figure]) -> tuple[Figure, ...]:
        """Return the figures that no matter for decision settles, in their order."""
        return tuple(one for one in found if one.id not in self.decided)

    @cached_property
    def moved_budgets(self) -> tuple[tuple[Figure, Figure], ...]:
        """Budgets in force of the areas that changed since the quarter before.

        Returns
        -------
        tuple of (Figure, Figure)
            Now and before, in bolivianos, largest change first; empty unless the run's period is a quarter.
        """
        before = self.period.previous_quarter() if self.period.is_quarter else None
        pairs = (
            (now, self.book.get("ppto_vigente", before, "area", now.code))
            for now in self.book.select("ppto_vigente", self.period, "area")
            if before
        )
        found = [(now, then) for now, then in pairs if then is not None and then.rounded != now.rounded]
        return tuple(sorted(found, key=lambda pair: -abs(pair[0].rounded - pair[1].rounded)))

    def reference(self, section: str) -> str:
        """Return a template call for a link to a section, by its name; empty if the report does not have it."""
        return ask("ref", f"{SECTION_ID}{section}") if section in self.book.params.get("secciones", ()) else ""

    def with_code(self, code: str) -> tuple[Finding, ...]:
        """Return the findings of one rule, by its whole code, in their order."""
        return tuple(finding for finding in self.findings if finding.codigo == code)

    def called(self, found: Figure) -> str:
        """Return a template text for a figure's category: it prints `la categoría 540 0 006 (Apoyo a ciudadanos)`.

        A name that contains digits is left out.
        """
        name = subject_name(self.book, found.level, found.code)
        words = f" ({ask('nombre', found.level, found.code)})" if not any(letter.isdigit() for letter in name) else ""
        return f"la categoría {ask('cita', found.code)}{words}"

    def budget_of(self, found: Figure) -> Figure | None:
        """Return the budget in force since January of the subject of a figure; None if it has none of its own."""
        return self.book.get("ppto_vigente", self.accumulated, found.level, found.code)

    def share_of_budget(self, amount: Figure | None) -> Fraction:
        """Return an amount as a share of the institution's current budget, in percent; 0 if either is missing."""
        whole = self.of_entity("ppto_vigente", self.accumulated)
        if amount is None or whole is None or not whole.rounded:
            return Fraction(0)
        return percentage(exact(amount.rounded), exact(whole.rounded))

    def scheduled(self, found: Figure) -> Figure | None:
        """Return the money programmed for the subject of a figure since January; None if the data have no programme."""
        return self.book.get("ppto_programado", self.accumulated, found.level, found.code)

    def is_on_schedule(self, found: Figure) -> bool:
        """Return whether a figure's subject accrued what was programmed since January; false without programme."""
        due, spent = self.scheduled(found), self.book.get("devengado", self.accumulated, found.level, found.code)
        return due is not None and due.rounded <= (spent.rounded if spent else 0)

    def told_causes(self, units: Collection[str] = (), action: str = "") -> tuple[Mapping[str, str], ...]:
        """Return each cause of each task that did less than was programmed (rows of `causas`).

        Where no task has a score in the period, the causes of all tasks.

        Parameters
        ----------
        units : collection of str
            Codes of units and posts; empty for all.
        action : str
            Code of a short-term action; only its tasks count. Empty for all.
        """
        rows = reported_causes(self.book, of_unfulfilled=True)
        return tuple(row for row in rows if (not units or row["unidad"] in units) and action in ("", row["acp"]))

    def declared_causes(self, units: Collection[str] = (), action: str = "") -> dict[str, int]:
        """Return the number of tasks by code of cause, most first; equal ones in the order declared.

        A task counts under each of its causes.
        Causes that the institution does not declare are left out; parameters as in `told_causes`.
        """
        counts = Counter(row["causa_codigo"] for row in self.told_causes(units, action))
        return {code: counts[code] for code in sorted(self.declared(), key=lambda code: -counts[code]) if counts[code]}

    def own_causes(self, units: Collection[str] = (), action: str = "") -> list[str]:
        """Return the causes without a declared code, as told, without repetition; parameters as in `told_causes`."""
        own = (row for row in self.told_causes(units, action) if row["causa_codigo"] not in self.declared())
        return list(dict.fromkeys(text for row in own if (text := row["causa_desviacion"].strip().rstrip("."))))

    def declared(self) -> Mapping[str, str]:
        """Return the descriptions of the causes that the institution declares, by code, in its order."""
        return cause_names(self.book)
