"""The services that offices rendered → quantities by service, place, office and kind, in every window.

What a part of a service had in a month is added up from its own cells; a longer window is the sum of its months, and
adds what was given, without months, for itself or for a quarter or semester within it. Neither services nor currencies
are ever added together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from helpers.display import list_es, upper_first
from helpers.entidad import Entidad
from helpers.figure_names import COLLECTED, LOCAL, UNDATED
from helpers.intake.dataset import Dataset
from helpers.periods import MONTH_NAMES, MONTHS, Period
from helpers.records import Row, Sourced
from helpers.scoring.ledger import Ledger, Measure, Subject
from helpers.scoring.names import Names
from helpers.scoring.parts import ENDS
from helpers.trace import Figure, Operand, Operation

TABLE = "produccion"
DONE, PROGRAMMED, SHARE = "produccion", "produccion_programada", "produccion_cumplimiento"
SHARE_OF_PROGRAMME = f"{DONE} / {PROGRAMMED} * 100"
COMPARABLE, COMPARABLE_SHARE = f"{PROGRAMMED}_con_dato", f"{SHARE}_con_dato"
COMPARABLE_FORMULA = f"{DONE} / {COMPARABLE} * 100"
CAPPED, WHOLE = f"{SHARE}_con_tope", 100
SERVICE, OFFICE = "servicio_prestado", "oficina"
OFFICES = (*ENDS, "subtipo", "tipo")
"""Levels that may render a service: a unit, a post, or all the posts of a type together."""
PLACES = ("pais", "departamento")
KINDS = ("tipo_tramite", "grupo_etario")
LOCAL_NAMES = frozenset({"", "bob", "bs", "bs."})
"""How the column of currencies may say bolivianos."""
CENTS = 2
MOST_NAMED = 6
"""Months without data that a rule names; of more, it says how many."""


class Cut(NamedTuple):
    """What an amount is of: a whole service, or its part in a place, in an office, of a kind.

    Attributes
    ----------
    level : str
        `servicio_prestado`, or the column of `produccion` that tells the part apart.
    code : str
        The service and what tells the part apart, from the widest down: `cedulas/La Paz/SANTA ROSA`.
    name : str
    """

    level: str
    code: str
    name: str


class Amount(NamedTuple):
    """One of the table's amounts: its indicator, its unit, and where a row has it."""

    indicator: str
    unit: str
    of: Callable[[Row], Sourced | None]


Columns = tuple[tuple[str, str], ...]
"""Columns and what they say, from the widest down."""
RowsByPeriod = Mapping[Period, Sequence[Row]]
"""The rows of a part of a service by month, or by the quarter, semester or year that they are of as a whole."""


@dataclass(frozen=True)
class ProductionScorer:
    """Enters the services rendered into a ledger.

    Attributes
    ----------
    year : int
        Of the run: the table's months are of no other.
    names : Names
        Of the structure's nodes: an office may be one.
    """

    ledger: Ledger
    dataset: Dataset
    entidad: Entidad
    names: Names
    year: int

    def score(self, windows: Sequence[Period]) -> None:
        """Enter every amount of every part of every service, and how much of the programme was done.

        A window whose months are not all asked for enters nothing: it would be a sum of some of them.
        """
        windows = [window for window in windows if set(window.months()) <= set(windows)]
        for amount in self._amounts:
            self._measure(amount)
            for cut, rows in self._cuts.items():
                self._enter(amount, cut, rows, windows)
        if {DONE, PROGRAMMED} <= {amount.indicator for amount in self._amounts}:
            self.ledger.extra[SHARE] = Measure("%", self.ledger.method.redondeo.decimales)
            for cut, rows in self._cuts.items():
                self._enter_shares(cut, rows, windows)

    @cached_property
    def _amounts(self) -> tuple[Amount, ...]:
        """The amounts that the table has, each currency apart."""
        rows = [row for row, _ in self._dated]
        currencies = dict.fromkeys(_currency(row) for row in rows if row.amount("recaudacion") is not None)
        amounts = (
            Amount(DONE, "servicios", lambda row: row.number("cantidad")),
            Amount(PROGRAMMED, "servicios", lambda row: row.number("programado")),
            *map(_collected, currencies),
        )
        return tuple(amount for amount in amounts if any(map(amount.of, rows)))

    def _measure(self, amount: Amount) -> None:
        """Print as many decimals as anybody gave, and of money two at least."""
        given = [found.value for row, _ in self._dated if (found := amount.of(row)) is not None]
        least = CENTS if amount.indicator.startswith(COLLECTED) else 0
        measure = Measure(amount.unit, max(least, *(-int(value.as_tuple().exponent) for value in given)))
        self.ledger.extra |= {amount.indicator: measure, f"{amount.indicator}{UNDATED}": measure}

    @cached_property
    def _dated(self) -> tuple[tuple[Row, Period], ...]:
        """Every row of the year with its month, or with the longer period that it is of."""
        return tuple((row, period) for row in self.dataset.rows(TABLE) for period in self._period_of(row))

    def _period_of(self, row: Row) -> Iterator[Period]:
        """A row's month, else its period, else the year; nothing, with a finding, where they contradict each other."""
        year = Period(self.year, 1, len(MONTHS))
        day, named, told = row.date("fecha"), row.text("mes"), row.period("periodo") or year
        if day is not None and (day.year != self.year or named not in ("", MONTHS[day.month - 1])):
            of_when = f"{MONTH_NAMES[MONTHS.index(named)]} de {self.year}" if named else f"la gestión {self.year}"
            self.ledger.left_out(row, "fecha", f"su fecha no es de {of_when}")
            return
        month = day.month if day is not None else MONTHS.index(named) + 1 if named else 0
        if month and not told.first <= month <= told.last:
            self.ledger.left_out(row, "periodo", f"su mes no es {told.of_when}")
            return
        yield Period(self.year, month, month) if month else told

    @cached_property
    def _cuts(self) -> Mapping[Cut, RowsByPeriod]:
        """The rows of each part, in the table's order; two parts that would bear one code are not mixed."""
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
        """The parts of its service that a row counts in, each with the columns that it goes by and what they say.

        A kind is told apart within the service and within each place; not by office, of which there are too many.
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
        """An office by the name that the structure gives it, or as the table calls it."""
        named = (self.names.of(level, code) for level in OFFICES)
        return next((name for name in named if name != code), code)

    def _enter(self, amount: Amount, cut: Cut, rows: RowsByPeriod, windows: Sequence[Period]) -> None:
        """Enter an amount of a part: its months from their cells, and longer windows from its months."""
        for window in windows:
            subject = Subject(amount.indicator, window, *cut)
            if window.is_month:
                self._read(subject, amount, rows.get(window, ()))
                continue
            whole = _without_month(rows, window)
            months = [self.ledger.get(amount.indicator, month, *cut[:2]) for month in window.months()]
            parts = [figure for figure in months if figure is not None]
            if not parts:
                self._read(subject, amount, whole)
                continue
            undated = self._read(subject._replace(indicator=f"{amount.indicator}{UNDATED}"), amount, whole)
            self._add_up(subject, parts, undated)

    def _read(self, subject: Subject, amount: Amount, rows: Sequence[Row]) -> Figure | None:
        """Enter what some rows have together; a blank among them is no zero, and the rule says that there is one."""
        found = [cell for row in rows if (cell := amount.of(row)) is not None]
        if not found:
            return None
        blank = len(rows) - len(found) if amount.indicator in (DONE, PROGRAMMED) else 0
        rule = "Leído de «produccion»" if len(found) == 1 else f"Suma de {len(found)} filas de «produccion»"
        return self.ledger.read(subject, found, f"{rule}; sin dato en {blank}." if blank else f"{rule}.")

    def _add_up(self, subject: Subject, months: Sequence[Figure], undated: Figure | None) -> None:
        """Enter the sum of the months that have a figure; the rule names those that have none."""
        with_data = {figure.period for figure in months}
        lacking = [MONTH_NAMES[month.first - 1] for month in subject.period.months() if month not in with_data]
        rule = f"Suma de {len(months)} {'mes' if len(months) == 1 else 'meses'}"
        if undated is not None:
            rule += " y de lo que se dio sin mes"
        elif lacking:
            named = list_es(lacking) if len(lacking) <= MOST_NAMED else f"{len(lacking)} meses"
            rule += f"; sin dato de {named}"
        parts = [*months, undated] if undated is not None else months
        self.ledger.combine(subject, Operation.SUM, parts, f"{rule}.")

    def _enter_comparable(self, cut: Cut, window: Period) -> Figure | None:
        """Enter a longer window's share over the months that have both a quantity and a programme; those are named."""
        both = [[self.ledger.get(name, month, *cut[:2]) for name in (DONE, PROGRAMMED)] for month in window.months()]
        told = [month for month, pair in zip(window.months(), both, strict=True) if all(pair)]
        done = self.ledger.get(DONE, window, *cut[:2])
        if not told or len(told) == len(both) or done is None or self._undated(cut, window):
            return None
        if any(pair[0] and not pair[1] for pair in both):
            return None
        lacking = list_es([MONTH_NAMES[month.first - 1] for month in window.months() if month not in told])
        rule = f"Suma de lo programado para los meses con dato; no entra {lacking}, de que no se dio cantidad."
        parts = [pair[1] for pair in both if all(pair)]
        self.ledger.extra |= {COMPARABLE: self.ledger.extra[PROGRAMMED], COMPARABLE_SHARE: self.ledger.extra[SHARE]}
        base = self.ledger.combine(Subject(COMPARABLE, window, *cut), Operation.SUM, parts, rule)
        operands = [Operand(figure.indicator, figure.id) for figure in (done, base)]
        rule = f"Lo prestado entre lo programado, por 100, sin {lacking}: no se dio cantidad."
        return self.ledger.formula(Subject(COMPARABLE_SHARE, window, *cut), COMPARABLE_FORMULA, operands, rule)

    def _undated(self, cut: Cut, window: Period) -> Figure | None:
        return self.ledger.get(f"{DONE}{UNDATED}", window, *cut[:2])

    def _enter_capped(self, share: Figure, cut: Cut, window: Period) -> None:
        """Enter a share above the whole as at most the whole, beside it."""
        if share.value > WHOLE:
            self.ledger.extra[CAPPED] = self.ledger.extra[SHARE]
            rule = "Lo mismo, a lo más 100: lo que pasa del programa no compensa a otro."
            subject = Subject(CAPPED, window, *cut)
            self.ledger.formula(subject, f"min({share.indicator}, {WHOLE})", [Operand(share.indicator, share.id)], rule)

    def _enter_shares(self, cut: Cut, rows: RowsByPeriod, windows: Sequence[Period]) -> None:
        """Enter how much of its programme a part fulfilled, of a service by month too.

        Only where every row that has a programme has a quantity, and the other way round: nothing else compares like
        with like.
        """
        for window in windows:
            within = [row for month in window.months() for row in rows.get(month, ())]
            within += _without_month(rows, window)
            both = [self.ledger.get(name, window, *cut[:2]) for name in (DONE, PROGRAMMED)]
            is_told = not window.is_month or cut.level == SERVICE
            if is_told and all(both) and all(_has_both_or_none(row) for row in within):
                operands = [Operand(figure.indicator, figure.id) for figure in both if figure is not None]
                rule = "Lo prestado entre lo programado, por 100, con ambos sumados."
                share = self.ledger.formula(Subject(SHARE, window, *cut), SHARE_OF_PROGRAMME, operands, rule)
            elif is_told and not window.is_month:
                share = self._enter_comparable(cut, window)
            else:
                share = None
            if share is not None:
                self._enter_capped(share, cut, window)


def is_of_production(indicator: str) -> bool:
    """Whether an indicator is one that services give, or stands beside one."""
    return indicator.startswith((DONE, COLLECTED))


def _has_both_or_none(row: Row) -> bool:
    return (row.amount("cantidad") is None) is (row.amount("programado") is None)


def _without_month(rows: RowsByPeriod, window: Period) -> list[Row]:
    """The rows of a quarter, semester or year as a whole that lies within a window."""
    spans = (span for span in rows if not span.is_month and set(span.months()) <= set(window.months()))
    return [row for span in spans for row in rows[span]]


def _currency(row: Row) -> str:
    """The currency of a row's revenue: bolivianos where it says none."""
    said = row.text("moneda").lower()
    return LOCAL if said in LOCAL_NAMES else said


def _collected(currency: str) -> Amount:
    """What was collected in one currency."""
    unit = "Bs" if currency == LOCAL else currency.upper()

    def of(row: Row) -> Sourced | None:
        return row.number("recaudacion") if _currency(row) == currency else None

    return Amount(f"{COLLECTED}{currency}", unit, of)
