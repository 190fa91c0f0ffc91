"""Services rendered: quantities by service, place, office and kind, in every window.

A month of a part of a service is the sum of its cells. A longer window is the sum of its months, plus amounts given
without months for the window or for a quarter or semester within it. Different services or currencies are never added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from helpers.base.display import counted_es, list_es, upper_first
from helpers.base.periods import MONTH_NAMES, MONTHS, Period
from helpers.figures.figure import Figure, Operand, Operation, figure_id
from helpers.figures.figure_names import COLLECTED, LOCAL, UNDATED
from helpers.figures.records import UNIT_LEVELS, Row, Sourced
from helpers.scoring.entered_figures import Measure, Subject
from helpers.scoring.ledger import Scorer
from helpers.scoring.production_shares import (
    DONE,
    PROGRAMMED,
    SERVICE,
    Cut,
    RowsByPeriod,
    ShareScorer,
    Silence,
    silent_rows,
    without_month,
)
from helpers.settings.institution import Entidad

TABLE = "produccion"
OFFICE = "oficina"
PLACES = ("pais", "departamento")
KINDS = ("tipo_tramite", "grupo_etario")
LOCAL_NAMES = frozenset({"", "bob", "bs", "bs."})
"""Spellings of bolivianos in the column of currencies."""
CENTS = 2
MOST_NAMED = 6
"""Most months or parts without data that a rule names; of more, it gives the number."""


class Amount(NamedTuple):
    """One amount of the table: its indicator, its unit, and the function that reads it from a row."""

    indicator: str
    unit: str
    of: Callable[[Row], Sourced | None]


Columns = tuple[tuple[str, str], ...]
"""Columns with their values, from the widest part down."""


@dataclass(frozen=True)
class ProductionScorer(Scorer):
    """Enters the services rendered into a ledger.

    Attributes
    ----------
    entidad : Entidad
        Names the services.
    """

    entidad: Entidad

    def score(self, windows: Sequence[Period]) -> None:
        """Enter every amount of every part of every service, and the share of the programme rendered, in per cent.

        A window is entered only where all of its months are among `windows`: otherwise its sum would be incomplete.
        """
        windows = [window for window in windows if set(window.months()) <= set(windows)]
        for amount in self._amounts:
            self._measure(amount)
            for cut, rows in self._cuts.items():
                self._enter(amount, cut, rows, windows)
        if {DONE, PROGRAMMED} <= {amount.indicator for amount in self._amounts}:
            ShareScorer(self.ledger, partial(self._silences, DONE)).score(self._cuts, windows)

    @cached_property
    def _amounts(self) -> tuple[Amount, ...]:
        """The amounts that the table has: quantities, programmes, and revenue by currency."""
        rows = [row for row, _ in self._dated]
        currencies = dict.fromkeys(_currency(row) for row in rows if row.amount("recaudacion") is not None)
        amounts = (
            Amount(DONE, "servicios", lambda row: row.number("cantidad")),
            Amount(PROGRAMMED, "servicios", lambda row: row.number("programado")),
            *map(_collected, currencies),
        )
        return tuple(amount for amount in amounts if any(map(amount.of, rows)))

    def _measure(self, amount: Amount) -> None:
        """Register an amount with as many decimals as any cell has, and at least two for money."""
        given = [found.value for row, _ in self._dated if (found := amount.of(row)) is not None]
        least = CENTS if amount.indicator.startswith(COLLECTED) else 0
        measure = Measure(amount.unit, max(least, *(-int(value.as_tuple().exponent) for value in given)))
        self.ledger.extra |= {amount.indicator: measure, f"{amount.indicator}{UNDATED}": measure}

    @cached_property
    def _dated(self) -> tuple[tuple[Row, Period], ...]:
        """Every row of the year with its month, or with the longer period that it covers; not rows of neither."""
        return tuple((row, period) for row in self.dataset.rows(TABLE) for period in self._period_of(row))

    def _period_of(self, row: Row) -> Iterator[Period]:
        """A row's month, else its period, else the year. Where these contradict each other, nothing and a finding."""
        year = Period(self.corrida.period.year, 1, len(MONTHS))
        day, named, stated = row.date("fecha"), row.text("mes"), row.period("periodo") or year
        month = day.month if day is not None else MONTHS.index(named) + 1 if named else 0
        is_other_day = day is not None and (day.year != year.year or named not in ("", MONTHS[day.month - 1]))
        if is_other_day or (month and not stated.first <= month <= stated.last):
            why = f"su fecha, su mes y su periodo se contradicen, o no son de {year.year}"
            self.ledger.left_out(row, "fecha" if is_other_day else "periodo", why)
        else:
            yield Period(year.year, month, month) if month else stated

    @cached_property
    def _cuts(self) -> Mapping[Cut, RowsByPeriod]:
        """The rows of each part, in the table's order. A row whose part has the code of another part is left out."""
        found: dict[Cut, dict[Period, list[Row]]] = {}
        first: dict[tuple[str, str], Columns] = {}
        for row, period in self._dated:
            cuts = tuple(self._cuts_of(row))
            clash = [cut for cut, columns in cuts if first.setdefault((cut.level, cut.code), columns) != columns]
            for cut, _ in () if clash else cuts:
                found.setdefault(cut, {}).setdefault(period, []).append(row)
            if clash:
                self.ledger.left_out(row, "servicio", f"«{clash[0].code}» es ya el nombre de otra parte del servicio")
        return found

    def _cuts_of(self, row: Row) -> Iterator[tuple[Cut, Columns]]:
        """The parts of its service to which a row belongs, each with the columns and values that define it.

        Kinds are told apart within the service and within each place, but not by office: there would be too many parts.
        """
        code = row.text("servicio")
        name = self.entidad.servicios.get(code) or upper_first(code.replace("_", " "))
        places: list[tuple[Cut, Columns]] = [(Cut(SERVICE, code, name), ())]
        for column in (*PLACES, OFFICE):
            if said := row.text(column):
                wider, columns = places[-1]
                called = self._office(said) if column == OFFICE else said
                cut = Cut(column, f"{wider.code}/{said}", f"{wider.name}, {called}")
                places.append((cut, (*columns, (column, said))))
        yield from places
        for kind in KINDS:
            said = row.text(kind)
            for place, columns in places if said else ():
                if place.level != OFFICE:
                    yield Cut(kind, f"{place.code}/{said}", f"{place.name}, {said}"), (*columns, (kind, said))

    def _office(self, code: str) -> str:
        """An office's name in the structure, else its name in the table."""
        named = (self.names.of(level, code) for level in UNIT_LEVELS)
        return next((name for name in named if name != code), code)

    def _enter(self, amount: Amount, cut: Cut, rows: RowsByPeriod, windows: Sequence[Period]) -> None:
        """Enter an amount of a part: months from their cells, longer windows from their months.

        What has no month has a figure of its own (`UNDATED`): always that of a service, that of a part only if the part
        also has months.
        """
        for window in windows:
            subject = Subject(amount.indicator, window, *cut)
            beyond = _beyond(amount, rows, window)
            if window.is_month:
                self._read(subject, amount, rows.get(window, ()), beyond)
                continue
            whole = without_month(rows, window)
            months = [self.ledger.get(amount.indicator, month, *cut[:2]) for month in window.months()]
            parts = [figure for figure in months if figure is not None]
            without = subject._replace(indicator=f"{amount.indicator}{UNDATED}")
            undated = self._read(without, amount, whole) if parts or cut.level == SERVICE else None
            if parts:
                self._add_up(subject, parts, undated, self._silences(amount.indicator, cut, rows, window), beyond)
            else:
                self._read(subject, amount, whole, beyond)

    def _read(self, subject: Subject, amount: Amount, rows: Sequence[Row], beyond: str = "") -> Figure | None:
        """Enter the sum of an amount over some rows; None, and nothing entered, where all cells are blank.

        A blank cell is not zero; of quantities and programmes, the rule states how many there are.
        """
        found = [cell for row in rows if (cell := amount.of(row)) is not None]
        if not found:
            return None
        blank = len(rows) - len(found) if amount.indicator in (DONE, PROGRAMMED) else 0
        rule = "Leído de «produccion»" if len(found) == 1 else f"Suma de {len(found)} filas de «produccion»"
        lacking = f"; sin dato en {blank}" if blank else ""
        return self.ledger.read(subject, found, f"{rule}{lacking}{beyond}.")

    def _add_up(
        self,
        subject: Subject,
        months: Sequence[Figure],
        undated: Figure | None,
        silences: Sequence[Silence],
        beyond: str,
    ) -> None:
        """Enter the sum of the months with a figure; the rule names what has none, and the figure lists it."""
        rule = f"Suma de {counted_es(len(months), 'mes', 'meses')}"
        if undated is not None:
            rule, silences = f"{rule} y de lo que se dio sin mes", ()
        elif silences:
            rule += f"; sin dato de {_months_words(silences)}"
        parts = [*months, undated] if undated is not None else months
        figure = self.ledger.combine(subject, Operation.SUM, parts, f"{rule}{beyond}.")
        self.ledger.note_lacking(figure, [Operand("parte", part) for silence in silences for part in silence.figures])

    def _silences(self, indicator: str, cut: Cut, rows: RowsByPeriod, window: Period) -> list[Silence]:
        """The months of a window without an amount of a part; for quantities, also months with rows that lack it."""
        found: list[Silence] = []
        for month in window.months():
            name, own = MONTH_NAMES[month.first - 1], rows.get(month, ())
            if self.ledger.get(indicator, month, *cut[:2]) is None:
                ids: tuple[str, ...] = (figure_id(DONE, month, *cut[:2]),) if own and indicator == DONE else ()
                found.append(Silence(name, ids, is_whole=True))
            elif indicator == DONE and (silent := silent_rows(own)):
                parts = list(dict.fromkeys(max(self._cuts_of(row), key=lambda one: len(one[1]))[0] for row in silent))
                names = ["una parte" if part == cut else part.name.removeprefix(f"{cut.name}, ") for part in parts]
                ids = tuple(figure_id(DONE, month, *part[:2]) for part in parts)
                found.append(Silence(f"{name} ({_named(names, 'partes')})", ids, is_whole=False))
        return found


def _beyond(amount: Amount, rows: RowsByPeriod, window: Period) -> str:
    """Words for the end of a rule: amounts of a period longer than the window do not enter it; empty without any."""
    longer = (span for span in rows if set(span.months()) > set(window.months()))
    is_some = any(amount.of(row) is not None for span in longer for row in rows[span])
    return "; no entra lo que se dio de un periodo más largo" if is_some else ""


def _months_words(silences: Sequence[Silence]) -> str:
    """The months without data; if they are many, how many lack all of it, and how many the data of some parts."""
    if len(silences) <= MOST_NAMED:
        return list_es([silence.words for silence in silences])
    whole = sum(silence.is_whole for silence in silences)
    counts = ((whole, ""), (len(silences) - whole, "parte de "))
    return list_es([f"{before}{counted_es(count, 'mes', 'meses')}" for count, before in counts if count])


def _named(names: Sequence[str], noun: str) -> str:
    return list_es(names) if len(names) <= MOST_NAMED else f"{len(names)} {noun}"


def _currency(row: Row) -> str:
    """The currency of a row's revenue; bolivianos where it states none."""
    said = row.text("moneda").lower()
    return LOCAL if said in LOCAL_NAMES else said


def _collected(currency: str) -> Amount:
    """The amount of revenue in one currency."""
    name, unit = f"{COLLECTED}{currency}", "Bs" if currency == LOCAL else currency.upper()
    return Amount(name, unit, lambda row: row.number("recaudacion") if _currency(row) == currency else None)
