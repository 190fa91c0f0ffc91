"""Reads a returned short form: the unit's percentages, and its report on the period."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.base.characters import folded
from helpers.base.display import number_es
from helpers.base.exact import exact, plain_text, round_half_up
from helpers.figures.findings import Severity
from helpers.figures.records import Origin, Row, Value
from helpers.forms import form_headings
from helpers.forms.blank.form_layout import PercentLine, ShortForm
from helpers.forms.returned.form_amounts import Amounts, Asked, read_asked
from helpers.forms.returned.form_problems import FormCode
from helpers.forms.returned.form_reading import FormReader, cause_of, given, missing_headings, unknown_cause
from helpers.forms.returned.form_table import Below, FormTable, below_labels, find_table
from helpers.intake.layout.cell_grid import Line, letter
from helpers.intake.tables.table_columns import Measure

TABLE = "avances"


@dataclass
class ShortReader(FormReader):
    """Reads one short form."""

    form: ShortForm
    blocks = (form_headings.TOLD_OF_PERIOD, form_headings.PRESENTED)

    @cached_property
    def table(self) -> FormTable:
        return find_table(self.grid, form_headings.PERCENTAGES)

    @property
    def asked_texts(self) -> Collection[str]:
        return (form_headings.NOTE,)

    @property
    def asked_numbers(self) -> Collection[str]:
        return (form_headings.VALUE,)

    def rows(self) -> Mapping[str, tuple[Row, ...]]:
        """Rows of `avances` and `resultados`."""
        lost = missing_headings(self.table, (form_headings.CODE, form_headings.VALUE))
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
            name = known.get(folded(self.table.text(line, form_headings.CODE)))
            if name in found_lines:
                told = f"«{name}» está dos veces. Deje una sola fila."
                self.tell(FormCode.TASK_TWICE, self.table.place(line, form_headings.CODE), told, element=name)
            elif name is not None:
                found_lines[name] = line
        for item in self.form.lines:
            if item.indicator not in found_lines:
                told = f"falta la fila de «{item.name}» ({item.indicator}). Copie lo llenado en un formulario nuevo."
                place = self.grid.place(self.table.header or "")
                self.tell(FormCode.TASK_MISSING, place, told, element=item.indicator, expected=item.indicator)
        return found_lines

    def _amounts(self, lines: Mapping[str, Line]) -> Amounts[str]:
        """The value of each indicator; `_check` handles negative percentages together with other impossible values."""
        shares = {item.indicator for item in self.form.lines if item.unit == "%"}
        asked = {
            name: Asked(
                self.table.cell(line, form_headings.VALUE),
                self.table.place(line, form_headings.VALUE),
                f"{TABLE}/{name}",
                Measure.POINTS if name in shares else Measure.ANY,
            )
            for name, line in lines.items()
        }
        amounts = read_asked(asked, self.settings)
        self.problems.extend(amounts.findings)
        return amounts

    def _check(self, lines: Mapping[str, Line], values: Mapping[str, Decimal], told_of: Set[str]) -> None:
        """Compare the percentages with the method's formulas and with the possible range.

        A cell that already has a finding is only checked for impossible values.
        """
        for item in self.form.lines:
            value, line = values.get(item.indicator), lines.get(item.indicator)
            if value is None or line is None:
                continue
            place = self.table.place(line, form_headings.VALUE)
            exact_value = plain_text(value)
            if item.unit == "%" and not 0 <= value <= 100:
                told = f"«{item.name}» es {number_es(value)} y debe estar entre 0 y 100."
                self.tell(
                    FormCode.PERCENTAGE, place, f"{told} Corríjalo.",
                    element=item.indicator, expected="0 a 100", value=exact_value,
                )  # fmt: skip
            elif place.cell in told_of:
                continue
            elif item.unit == "%" and 0 < value < 1:
                told = (
                    f"«{item.name}» es {number_es(value)} %: menos de uno por ciento. Si quiso decir "
                    f"{number_es(value * 100)} %, corríjalo."
                )
                self.tell(
                    FormCode.PERCENTAGE, place, told, Severity.WARNING, element=item.indicator, value=exact_value
                )
            expected = _by_formula(item, values)
            if expected is not None and round_half_up(exact(value), item.decimals) != expected:
                told = (
                    f"«{item.name}» es {number_es(value)}, y por los otros valores del formulario sería "
                    f"{number_es(expected)}. Compruébelo."
                )
                self.tell(
                    FormCode.PERCENTAGE, place, told, Severity.WARNING,
                    element=item.indicator, expected=plain_text(expected), value=exact_value,
                )  # fmt: skip

    def _rows(self, lines: Mapping[str, Line], values: Mapping[str, Decimal]) -> Iterator[Row]:
        names = {form_headings.CODE: "indicador", form_headings.VALUE: "valor", form_headings.NOTE: "nota"}
        origin = Origin(TABLE, self.grid.file, self.grid.sheet, self.table.letters(names))
        for name, line in lines.items():
            row: dict[str, Value | None] = {
                "nivel": self.form.unit.level, "codigo": self.form.unit.code, "indicador": name,
                "periodo": self.form.period, "valor": values.get(name),
                "nota": self.table.text(line, form_headings.NOTE) or None,
            }  # fmt: skip
            yield Row(origin, line.number, given(row))

    def _results(self) -> Iterator[Row]:
        """The main result of the period, and the reason for not achieving more."""
        block = below_labels(self.grid, form_headings.TOLD_OF_PERIOD, self.table.header)
        unit, period = self.form.unit.code, self.form.period
        asked = ((form_headings.MAIN_RESULT, "logro"), (form_headings.WHY, "dificultad"))
        for number, (heading, kind) in enumerate(asked, start=1):
            text = block.text(heading)
            if not text or block.cells[heading].fault:
                continue
            letters = {"texto": letter(block.indices[heading])}
            origin = Origin("resultados", self.grid.file, self.grid.sheet, letters)
            cause = self._cause(block) if kind == "dificultad" else ""
            source = block.text(form_headings.PROOF) if kind == "logro" else ""
            values: dict[str, Value | None] = {
                "periodo": period, "id": f"{unit}-{number}", "acp": self.form.unit.acp or None, "unidad": unit,
                "texto": f"{cause}: {text}" if cause else text, "tipo": kind, "fuente": source or None,
            }  # fmt: skip
            yield Row(origin, block.row, given(values))

    def _cause(self, block: Below) -> str:
        """The chosen cause in words."""
        text = block.text(form_headings.CAUSE)
        cause = cause_of(text, self.forms.entidad.causas) if text else None
        if text and cause is None:
            place = block.place(form_headings.CAUSE)
            self.problems.append(unknown_cause(place, "resultados/causa", text, self.forms.entidad.causas))
        return cause.descripcion if cause else text


def _by_formula(item: PercentLine, values: Mapping[str, Decimal]) -> Decimal | None:
    """The value that the method derives from the others, rounded half up; None if a value is missing."""
    if item.formula is None or not set(item.formula.names) <= set(values):
        return None
    try:
        value = item.formula.value({name: exact(values[name]) for name in item.formula.names})
    except ArithmeticError:
        return None
    return round_half_up(value, item.decimals)
