"""A short form that came back: the unit's percentages, and what it tells of the period."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.display import number_es
from helpers.exact import exact, plain_text, round_half_up
from helpers.findings import Severity
from helpers.forms import headings
from helpers.forms.amounts import Amounts, Asked, read_asked
from helpers.forms.form_table import Below, FormTable, below_labels, find_table
from helpers.forms.layout import PercentLine, ShortForm
from helpers.forms.problems import FormCode
from helpers.forms.reading import FormReader, cause_of, given, missing_headings, unknown_cause
from helpers.intake.columns import Measure, folded
from helpers.intake.grid import Line, letter
from helpers.records import Origin, Row, Value

TABLE = "avances"


@dataclass
class ShortReader(FormReader):
    """Reads the percentages of one form."""

    form: ShortForm
    blocks = (headings.TOLD_OF_PERIOD, headings.PRESENTED)

    @cached_property
    def table(self) -> FormTable:
        return find_table(self.grid, headings.PERCENTAGES)

    @property
    def asked_texts(self) -> Collection[str]:
        return (headings.NOTE,)

    @property
    def asked_numbers(self) -> Collection[str]:
        return (headings.VALUE,)

    def rows(self) -> Mapping[str, tuple[Row, ...]]:
        """Rows of `avances` and `resultados`."""
        lost = missing_headings(self.table, (headings.CODE, headings.VALUE))
        if lost:
            self.problems.extend(lost)
            return {}
        lines = self._lines()
        amounts = self._amounts(lines)
        values = amounts.values
        if not values and not amounts.wrong:
            told = "no trae ningún porcentaje. Escríbalos en la columna «Valor»."
            self.tell(FormCode.NOTHING, self.grid.place(), told, element=TABLE)
        self._check(lines, values, {finding.celda for finding in amounts.findings})
        return {TABLE: tuple(self._rows(lines, values)), "resultados": tuple(self._results())}

    def _lines(self) -> dict[str, Line]:
        known = {folded(line.indicator): line.indicator for line in self.form.lines}
        found_lines: dict[str, Line] = {}
        for line in self.table.lines:
            name = known.get(folded(self.table.text(line, headings.CODE)))
            if name in found_lines:
                told = f"«{name}» está dos veces. Deje una sola fila."
                self.tell(FormCode.TASK_TWICE, self.table.place(line, headings.CODE), told, element=name)
            elif name is not None:
                found_lines[name] = line
        for item in self.form.lines:
            if item.indicator not in found_lines:
                told = f"falta la fila de «{item.name}» ({item.indicator}). Copie lo llenado en un formulario nuevo."
                place = self.grid.place(self.table.header or "")
                self.tell(FormCode.TASK_MISSING, place, told, element=item.indicator, expected=item.indicator)
        return found_lines

    def _amounts(self, lines: Mapping[str, Line]) -> Amounts[str]:
        """What each indicator is; that a percentage is not below zero is held with what else it can be."""
        shares = {item.indicator for item in self.form.lines if item.unit == "%"}
        asked = {
            name: Asked(
                self.table.cell(line, headings.VALUE),
                self.table.place(line, headings.VALUE),
                f"{TABLE}/{name}",
                Measure.POINTS if name in shares else Measure.ANY,
            )
            for name, line in lines.items()
        }
        amounts = read_asked(asked, self.settings)
        self.problems.extend(amounts.findings)
        return amounts

    def _check(self, lines: Mapping[str, Line], values: Mapping[str, Decimal], told_of: Set[str]) -> None:
        """Hold the percentages against what the method says that they equal, and against what a percentage can be.

        Of a cell in doubt already only what cannot be is told.
        """
        for item in self.form.lines:
            value, line = values.get(item.indicator), lines.get(item.indicator)
            if value is None or line is None:
                continue
            place = self.table.place(line, headings.VALUE)
            fields = {"element": item.indicator, "value": plain_text(value)}
            if item.unit == "%" and not 0 <= value <= 100:
                told = f"«{item.name}» es {number_es(value)} y debe estar entre 0 y 100."
                self.tell(FormCode.PERCENTAGE, place, f"{told} Corríjalo.", expected="0 a 100", **fields)
            elif place.cell in told_of:
                continue
            elif item.unit == "%" and 0 < value < 1:
                told = (
                    f"«{item.name}» es {number_es(value)} %: menos de uno por ciento. Si quiso decir "
                    f"{number_es(value * 100)} %, corríjalo."
                )
                self.tell(FormCode.PERCENTAGE, place, told, Severity.WARNING, **fields)
            expected = _by_formula(item, values)
            if expected is not None and round_half_up(exact(value), item.decimals) != expected:
                told = (
                    f"«{item.name}» es {number_es(value)}, y por los otros valores del formulario sería "
                    f"{number_es(expected)}. Compruébelo."
                )
                self.tell(FormCode.PERCENTAGE, place, told, Severity.WARNING, expected=plain_text(expected), **fields)

    def _rows(self, lines: Mapping[str, Line], values: Mapping[str, Decimal]) -> Iterator[Row]:
        names = {headings.CODE: "indicador", headings.VALUE: "valor", headings.NOTE: "nota"}
        origin = Origin(TABLE, self.grid.file, self.grid.sheet, self.table.letters(names))
        for name, line in lines.items():
            row: dict[str, Value | None] = {
                "nivel": self.form.unit.level, "codigo": self.form.unit.code, "indicador": name,
                "periodo": self.form.period, "valor": values.get(name),
                "nota": self.table.text(line, headings.NOTE) or None,
            }  # fmt: skip
            yield Row(origin, line.number, given(row))

    def _results(self) -> Iterator[Row]:
        """What was achieved in the period, and why no more."""
        block = below_labels(self.grid, headings.TOLD_OF_PERIOD, self.table.header)
        unit, period = self.form.unit.code, self.form.period
        asked = ((headings.MAIN_RESULT, "logro"), (headings.WHY, "dificultad"))
        for number, (heading, kind) in enumerate(asked, start=1):
            text = block.text(heading)
            if not text or block.cells[heading].fault:
                continue
            letters = {"texto": letter(block.indices[heading])}
            origin = Origin("resultados", self.grid.file, self.grid.sheet, letters)
            cause = self._cause(block) if kind == "dificultad" else ""
            source = block.text(headings.PROOF) if kind == "logro" else ""
            values: dict[str, Value | None] = {
                "periodo": period, "id": f"{unit}-{number}", "acp": self.form.unit.acp or None, "unidad": unit,
                "texto": f"{cause}: {text}" if cause else text, "tipo": kind, "fuente": source or None,
            }  # fmt: skip
            yield Row(origin, block.row, given(values))

    def _cause(self, block: Below) -> str:
        """The cause that was chosen, in words."""
        text = block.text(headings.CAUSE)
        cause = cause_of(text, self.forms.entidad.causas) if text else None
        if text and cause is None:
            place = block.place(headings.CAUSE)
            self.problems.append(unknown_cause(place, "resultados/causa", text, self.forms.entidad.causas))
        return cause.descripcion if cause else text


def _by_formula(item: PercentLine, values: Mapping[str, Decimal]) -> Decimal | None:
    """What the method says that a value equals, printed; None where something it needs is not there."""
    if item.formula is None or not set(item.formula.names) <= set(values):
        return None
    try:
        value = item.formula.value({name: exact(values[name]) for name in item.formula.names})
    except ArithmeticError:
        return None
    return round_half_up(value, item.decimals)
