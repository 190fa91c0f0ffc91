"""Services rendered over their programme: of all, and of what has a quantity where some is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from helpers.base.display import list_es
from helpers.base.periods import Period
from helpers.figures.figure import Figure, Operand, Operation
from helpers.figures.figure_names import SHARE_FORMULAS, UNDATED
from helpers.figures.records import Row
from helpers.scoring.entered_figures import Measure, Subject
from helpers.scoring.ledger import Ledger

DONE, PROGRAMMED, SHARE = "produccion", "produccion_programada", "produccion_cumplimiento"
COMPARABLE, COMPARABLE_SHARE = f"{PROGRAMMED}_con_dato", f"{SHARE}_con_dato"
COMPARABLE_FORMULA = f"{DONE} / {COMPARABLE} * 100"
CAPPED, WHOLE = f"{SHARE}_con_tope", 100
SERVICE = "servicio_prestado"


class Cut(NamedTuple):
    """A service or a part of it: in a place, in an office, or of a kind.

    Attributes
    ----------
    level : str
        `servicio_prestado`, or the column of `produccion` that defines the part.
    code : str
        The service and the values that define the part, from the widest down: `cedulas/La Paz/SANTA ROSA`.
    name : str
    """

    level: str
    code: str
    name: str


class Silence(NamedTuple):
    """A month that lacks the amount of a part, or of parts of it: in words, and the ids that the figures would have.

    `is_whole` tells whether the month lacks the whole amount.
    """

    words: str
    figures: tuple[str, ...]
    is_whole: bool


RowsByPeriod = Mapping[Period, Sequence[Row]]
"""The rows of a part by month, or by the quarter, semester or year for which they give one amount."""


@dataclass(frozen=True)
class ShareScorer:
    """Enters the share of its programme that each part of a service rendered, from the sums that the ledger has.

    Attributes
    ----------
    silences : callable
        Gives the months of a window without the quantity of a part, or of parts of it.
    """

    ledger: Ledger
    silences: Callable[[Cut, RowsByPeriod, Period], Sequence[Silence]]

    def score(self, cuts: Mapping[Cut, RowsByPeriod], windows: Sequence[Period]) -> None:
        """Enter the shares of each part, shorter windows before longer ones; for months, only of whole services.

        Every row must have both a quantity and a programme, or neither: otherwise the two sums are not comparable, and
        the share is of what has both (`COMPARABLE_SHARE`). A share above 100 is also entered as 100 (`CAPPED`).
        """
        self.ledger.extra[SHARE] = share = Measure("%", self.ledger.method.redondeo.decimales)
        self.ledger.extra |= {COMPARABLE: self.ledger.extra[PROGRAMMED], COMPARABLE_SHARE: share, CAPPED: share}
        for cut, rows in cuts.items():
            for window in windows:
                self._enter(cut, rows, window)

    def _enter(self, cut: Cut, rows: RowsByPeriod, window: Period) -> None:
        """Enter the share of one part in one window: of everything, else of what has a quantity and a programme."""
        within = [row for month in window.months() for row in rows.get(month, ())]
        within += without_month(rows, window)
        both = [self.ledger.get(name, window, *cut[:2]) for name in (DONE, PROGRAMMED)]
        is_whole = all(both) and all(_has_both_or_none(row) for row in within)
        if window.is_month and not is_whole:
            self._enter_known(cut, within, window)
        share: Figure | None = None
        if is_whole and (not window.is_month or cut.level == SERVICE):
            operands = [Operand(figure.indicator, figure.id) for figure in both if figure is not None]
            rule = "Lo prestado entre lo programado, por 100, con ambos sumados."
            share = self.ledger.formula(Subject(SHARE, window, *cut), SHARE_FORMULAS[SHARE], operands, rule)
        elif not is_whole and not window.is_month:
            share = self._enter_comparable(cut, rows, window)
        if share is not None:
            self._enter_capped(share, cut, window)

    def _enter_known(self, cut: Cut, rows: Sequence[Row], month: Period) -> None:
        """Enter a month's programme of the rows with a quantity, if other rows with a programme have none."""
        cells = [cell for row in rows if row.amount("cantidad") is not None and (cell := row.number("programado"))]
        if cells and any(row.amount("programado") is not None for row in silent_rows(rows)):
            rule = "Lo programado en las filas de «produccion» que dan la cantidad."
            self.ledger.read(Subject(COMPARABLE, month, *cut), cells, rule)

    def _enter_comparable(self, cut: Cut, rows: RowsByPeriod, window: Period) -> Figure | None:
        """Enter a window's share over the programme of the months with a quantity; the rule names the rest.

        None, and nothing is entered, if no quantity is missing, or a month has a quantity and no programme.
        """
        silences = self.silences(cut, rows, window)
        done = self.ledger.get(DONE, window, *cut[:2])
        if not silences or done is None or self.ledger.get(f"{DONE}{UNDATED}", window, *cut[:2]):
            return None
        parts: list[Figure] = []
        for month in window.months():
            reached, planned = (self.ledger.get(name, month, *cut[:2]) for name in (DONE, PROGRAMMED))
            if reached and not planned:
                return None
            known = self.ledger.get(COMPARABLE, month, *cut[:2]) or planned
            parts += [known] if reached and known else []
        if not parts:
            return None
        lacking = list_es([silence.words for silence in silences])
        rule = f"Suma de lo programado para los meses con dato; no entra lo de {lacking}, porque no se dio cantidad."
        base = self.ledger.combine(Subject(COMPARABLE, window, *cut), Operation.SUM, parts, rule)
        operands = [Operand(figure.indicator, figure.id) for figure in (done, base)]
        rule = f"Lo prestado entre lo programado, por 100, sin {lacking}: no se dio cantidad."
        return self.ledger.formula(Subject(COMPARABLE_SHARE, window, *cut), COMPARABLE_FORMULA, operands, rule)

    def _enter_capped(self, share: Figure, cut: Cut, window: Period) -> None:
        """Enter a share above 100 also as 100, under an indicator of its own."""
        if share.value > WHOLE:
            rule = "Lo mismo, a lo más 100: lo que pasa del programa no compensa a otro."
            subject = Subject(CAPPED, window, *cut)
            self.ledger.formula(subject, f"min({share.indicator}, {WHOLE})", [Operand(share.indicator, share.id)], rule)


def silent_rows(rows: Sequence[Row]) -> list[Row]:
    """Return the rows without a quantity; without those that state a programme, if other rows state its quantities."""
    is_apart = any(row.amount("cantidad") is not None and row.amount("programado") is None for row in rows)
    return [
        row
        for row in rows
        if row.amount("cantidad") is None and not (is_apart and row.amount("programado") is not None)
    ]


def without_month(rows: RowsByPeriod, window: Period) -> list[Row]:
    """Return the rows within a window that give one amount for a quarter, semester or year."""
    spans = (span for span in rows if not span.is_month and set(span.months()) <= set(window.months()))
    return [row for span in spans for row in rows[span]]


def _has_both_or_none(row: Row) -> bool:
    return (row.amount("cantidad") is None) is (row.amount("programado") is None)
