"""Reads the numbers of a column or form together, because the cells decide each other's decimal separator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from helpers.base.display import number_es
from helpers.base.exact import FRACTION_DIGITS, WHOLE_DIGITS, is_within_limits, plain_text
from helpers.base.python_extras import not_none
from helpers.base.written_values import Mark, Problem, Reading, commonest_mark, read_column
from helpers.figures.findings import Severity
from helpers.intake.intake_problems import Code
from helpers.intake.layout.cell_grid import Cell, Fault, Outcome, unusable
from helpers.intake.tables.table_columns import Measure

SHARES = (Measure.ANY, Measure.POINTS)
"""Measures whose cells may carry a per cent sign."""
_SOME = 3
"""This many cells with three decimals that prove their separator (`0.125`) show that the whole column has three."""
_LONGEST = 40
"""Most characters of a number that a message quotes."""


def read_amounts(
    cells: Sequence[Cell], measures: Sequence[Measure], mark: str = "", *, in_form: bool = False
) -> tuple[Outcome, ...]:
    """Read numeric cells written by the same author: a column of a table, or all the numbers of a form.

    Parameters
    ----------
    measures : Sequence of Measure
        What each cell measures.
    mark : str
        The decimal separator that the parameters state, `punto` or `coma`; empty if they state none.
    in_form : bool
        The cells are of a form, whose unit can correct them. Then a number with two readings (thousands or decimals)
        always gives a finding, and a per cent sign on a quantity is an error. In a table, a number with two readings
        that is read as decimal gives a warning, unless `mark` is given or the numbers that prove the separator all have
        three decimals.

    Returns
    -------
    tuple of Outcome
        One for each cell, in order.
    """
    readings = read_column(["" if cell.value is not None else cell.text for cell in cells], mark)
    has_shares = any(_is_percentage(cell) for cell, of in zip(cells, measures, strict=True) if of in SHARES)
    is_settled = bool(mark) or _has_three_decimals(readings)
    reader = _Reader(commonest_mark(readings), has_shares, in_form, is_settled)
    return tuple(
        unusable(cell) or reader.outcome(cell, reading, of)
        for cell, reading, of in zip(cells, readings, measures, strict=True)
    )


def _is_percentage(cell: Cell) -> bool:
    return cell.is_percentage or (cell.value is None and "%" in cell.text)


@dataclass(frozen=True)
class _Reader:
    """Reads one cell with what the other cells have shown.

    Attributes
    ----------
    usual : Mark or None
        The decimal separator that most cells prove.
    has_shares : bool
        Some cell of a measure in `SHARES` has a per cent sign.
    in_form : bool
    is_settled : bool
        In a table, numbers with two readings need no warning: the parameters or the column's other cells decide them.
    """

    usual: Mark | None
    has_shares: bool
    in_form: bool
    is_settled: bool

    @property
    def _whole(self) -> str:
        return "del formulario" if self.in_form else "de la columna"

    def outcome(self, cell: Cell, reading: Reading, measure: Measure) -> Outcome:
        """Return the value of a cell and the first fault that applies; an error gives no value, others keep it.

        Tried in order: a date, too many digits, a per cent sign on a measure that has none, a share of one among
        percentages, another decimal mark than most cells, and what reading the text found. A blank cell has neither
        value nor fault.

        Parameters
        ----------
        reading : Reading
            What the cell's text was read as.
        """
        if isinstance(cell.value, date):
            told = f"la hoja de cálculo convirtió la cifra en la fecha {cell.text}. Escríbala como número."
            return Outcome(fault=Fault(Code.NUMBER, Severity.ERROR, told, measure.value))
        value = cell.value if isinstance(cell.value, Decimal) else reading.value
        if not all(map(is_within_limits, [*reading.readings, *([] if value is None else [value])])):
            return self._too_long(cell.text)
        if value is not None and _is_percentage(cell) and measure not in SHARES:
            return self._signed(value, measure)
        if value is not None and self.has_shares and measure in SHARES and _is_share_of_one(cell, value):
            return Outcome(value, self._fraction(cell.text, value))
        if isinstance(cell.value, Decimal):
            return Outcome(value)
        if reading.mark and reading.mark is not self.usual:
            return Outcome(value, self._mixed(reading))
        return Outcome(value, self._fault(reading, measure))

    def _too_long(self, text: str) -> Outcome:
        told = (
            f"«{_short(text)}» tiene demasiadas cifras: se leen números de hasta {WHOLE_DIGITS} cifras "
            f"enteras y {FRACTION_DIGITS} decimales, y ese límite no se puede cambiar. Corrija la cifra."
        )
        expected = f"hasta {WHOLE_DIGITS} cifras enteras"
        return Outcome(fault=Fault(Code.NUMBER_TOO_LONG, Severity.ERROR, told, expected))

    def _signed(self, value: Decimal, measure: Measure) -> Outcome:
        """Report a per cent sign on an amount or quantity; in a table, a quantity keeps its value.

        A quantity's own unit of measure may be per cent.
        """
        number, is_kept = _spelt(value), measure is not Measure.MONEY and not self.in_form
        what = "un importe" if measure is Measure.MONEY else "una cantidad"
        read = f": se lee {number}" if is_kept else ""
        told = f"«{number} %» lleva el signo «%» y aquí va {what}{read}. Escriba la cifra en su unidad, sin el signo."
        severity = Severity.WARNING if is_kept else Severity.ERROR
        fault = Fault(Code.PERCENTAGE, severity, told, measure.value, grouped=True)
        return Outcome(value if is_kept else None, fault)

    def _fraction(self, text: str, value: Decimal) -> Fault:
        """Ask whether a bare number up to 1, such as 0.476 beside 47,60 %, is a share of one."""
        told = (
            f"«{text}» se lee como {_spelt(value)} puntos, y otras celdas {self._whole} llevan «%»: ¿son "
            f"{_spelt(value.scaleb(2))} %? Escriba todas igual."
        )
        return Fault(Code.PERCENTAGE, Severity.WARNING, told, plain_text(value.scaleb(2)))

    def _mixed(self, reading: Reading) -> Fault:
        """Warn of a number that is written with another decimal separator than most cells."""
        told = (
            f"«{reading.text}» usa el punto y la coma de otro modo que otras celdas {self._whole}; se lee "
            f"{_spelt(not_none(reading.value))}. Revise que todas estén escritas igual."
        )
        return Fault(Code.MARKS_MIXED, Severity.WARNING, told)

    def _fault(self, reading: Reading, measure: Measure) -> Fault | None:
        """Return what is wrong with a number as read from text, or worth a note; None if nothing is."""
        if reading.word:
            told = f"«{reading.word}» se toma como «sin valor»; no cuenta como cero."
            return Fault(Code.WORD, Severity.NOTE, told)
        if reading.problem is Problem.AMBIGUOUS or self._is_doubtful(reading):
            return self._two_readings(reading)
        if reading.problem is Problem.MALFORMED:
            likely = _likely(reading)
            shown = likely if self.usual is Mark.POINT else likely.replace(".", ",")
            guess = f" ¿Quiso escribir {shown}?" if likely else ""
            told = f"«{reading.text}» está mal escrita: sus separadores no agrupan miles.{guess} Corríjala."
            return Fault(Code.NUMBER_MALFORMED, Severity.ERROR, told, likely)
        if reading.footnote:
            told = f"«{reading.text}» lleva una llamada de nota («{reading.footnote}»), que no es parte de la cifra."
            return Fault(Code.FOOTNOTE_MARK, Severity.NOTE, told)
        if reading.problem:
            blank = "deje la celda vacía" if self.in_form else "s/d"
            told = f"«{reading.text}» no es un número. Escriba la cifra, o {blank} si no la hay."
            return Fault(Code.NUMBER, Severity.ERROR, told, measure.value)
        return None

    def _is_doubtful(self, reading: Reading) -> bool:
        """Return whether a number with two readings still deserves a warning after one reading was chosen."""
        is_decimal = reading.is_settled and reading.value == reading.readings[0]
        return reading.is_settled if self.in_form else is_decimal and not self.is_settled

    def _two_readings(self, reading: Reading) -> Fault:
        """Report a number with two readings: a warning if one was chosen, else an error."""
        as_decimal, as_whole = map(_spelt, reading.readings)
        is_read = reading.value is not None
        mark = self.usual or (Mark.COMMA if self.in_form else reading.undecided)
        decimals = f"{as_decimal}0".replace(",", "." if mark is Mark.POINT else ",")
        read = f"se lee {_spelt(not_none(reading.value))}" if is_read else f"el resto {self._whole} no lo decide"
        declare = "" if self.in_form else "; o, si toda la tabla es así, indique «separador_decimal» en los parámetros"
        told = (
            f"«{reading.text}» puede ser {as_whole}, con separador de miles, o {as_decimal}, con decimales; {read}. "
            f"Para que no haya duda, escriba {as_whole} si son miles, o {decimals} si son decimales{declare}."
        )
        severity = Severity.WARNING if is_read else Severity.ERROR
        return Fault(Code.NUMBER_AMBIGUOUS, severity, told, f"{as_whole} o {decimals}", grouped=True)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def share_words(value: Decimal, *, among_shares: bool = False) -> str:
    """Return in Spanish what is odd about a percentage that may be a share of one, 0.9 for 90 %; empty for others.

    Exactly 1 may be one if others of its kind may be (`among_shares`).
    """
    if not 0 < value < 1 and not (among_shares and value == 1):
        return ""
    odd = "menos de uno por ciento" if value < 1 else "como otros que son de menos de uno por ciento"
    return f"{number_es(value)} %: {odd}. Si se quiso decir {number_es(value * 100)} %, corresponde corregirlo."


def _is_share_of_one(cell: Cell, value: Decimal) -> bool:
    return 0 < abs(value) <= 1 and not _is_percentage(cell)


def _likely(reading: Reading) -> str:
    return " o ".join(map(plain_text, reading.readings))


def _spelt(value: Decimal) -> str:
    """Write a number with a decimal comma and without thousands separators."""
    return plain_text(value).replace(".", ",")


def _has_three_decimals(readings: Sequence[Reading]) -> bool:
    """Return whether three or more numbers prove the separator and all have three decimals, as in some exports."""
    proofs = [reading.value.as_tuple().exponent for reading in readings if reading.mark and reading.value is not None]
    return len(proofs) >= _SOME and set(proofs) == {-3}
