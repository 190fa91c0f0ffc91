"""Reads a returned short form: the unit's percentages, and its report on the period."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.base.characters import folded
from helpers.base.display import number_es
from helpers.base.exact import exact, plain_text, round_half_up
from helpers.base.python_extras import if_computable
from helpers.figures.findings import Severity
from helpers.figures.records import Origin, Row, Value
from helpers.forms import form_labels
from helpers.forms.blank.form_layout import PercentLine, ShortForm
from helpers.forms.form_codes import FormCode
from helpers.forms.returned.form_reader import FormReader, present_values
from helpers.forms.returned.form_table import (
    Amounts,
    FormTable,
    LabelledCells,
    cells_below,
    find_table,
    read_amount_cells,
)
from helpers.intake.layout.cell_grid import Line, letter
from helpers.intake.tables.table_columns import Measure
from helpers.intake.values.amount_cells import share_words

TABLE = "avances"


@dataclass
class ShortReader(FormReader):
    """Reads one short form."""

    form: ShortForm
    blocks = (form_labels.PERIOD_REPORT, form_labels.SIGNATURE)
    worked = (form_labels.EXPECTED, form_labels.GRADE)

    @cached_property
    def table(self) -> FormTable:
        """The table of percentages."""
        return find_table(self.grid, form_labels.PERCENTAGES)

    @property
    def asked_texts(self) -> Collection[str]:
        """Heading of the notes beside the percentages."""
        return (form_labels.NOTE,)

    @property
    def asked_numbers(self) -> Collection[str]:
        """Heading of the percentages' values."""
        return (form_labels.VALUE,)

    def own_headings(self, line: Line) -> Collection[str]:
        """Return those of an indicator of the form, without what is not computed for it: by its formula, its grade."""
        item = self._item_of(line)
        if item is None:
            return ()
        is_empty = self.table.is_blank(line, form_labels.VALUE)
        foreign = {form_labels.EXPECTED} if item.formula is None else set()
        foreign |= {form_labels.GRADE} if is_empty or not self.forms.scale(item.indicator, self.form.unit) else set()
        return self.table.columns.keys() - foreign

    def rows(self) -> Mapping[str, tuple[Row, ...]]:
        """Return the rows of `avances` and `resultados`; nothing if a needed heading is missing.

        Findings go to `problems`. An indicator left blank has a row without value.
        """
        if self.lacks_headings((form_labels.CODE, form_labels.VALUE)):
            return {}
        lines = self._lines()
        amounts = self._amounts(lines)
        values = amounts.values
        if not values and not amounts.wrong:
            told = "no trae ningún porcentaje. Escríbalos en la columna «Valor»."
            self.tell(FormCode.NOTHING, self.grid.place(), told, element=TABLE)
        self._check(lines, values, {finding.celda for finding in amounts.findings})
        return {TABLE: tuple(self._rows(lines, values)), "resultados": tuple(self._results())}

    def _item_of(self, line: Line) -> PercentLine | None:
        """The indicator of a row of the table; None if the row is not the form's."""
        code = folded(self.table.text(line, form_labels.CODE))
        return next((item for item in self.form.lines if folded(item.indicator) == code), None)

    def _lines(self) -> dict[str, Line]:
        """The line of each indicator of the form; missing and repeated ones give errors."""
        found_lines: dict[str, Line] = {}
        for line in self.table.lines:
            item = self._item_of(line)
            if item is not None and item.indicator in found_lines:
                told = f"«{item.indicator}» está dos veces. Deje una sola fila."
                place = self.table.place(line, form_labels.CODE)
                self.tell(FormCode.TASK_TWICE, place, told, element=item.indicator)
            elif item is not None:
                found_lines[item.indicator] = line
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
            name: self.amount(
                line, form_labels.VALUE, f"{TABLE}/{name}", Measure.POINTS if name in shares else Measure.ANY
            )
            for name, line in lines.items()
        }
        amounts = read_amount_cells(asked, self.settings)
        self.problems.extend(amounts.findings)
        return amounts

    def _check(self, lines: Mapping[str, Line], values: Mapping[str, Decimal], told_of: Set[str]) -> None:
        """Compare the percentages with the method's formulas and with the possible range.

        One outside 0 to 100 is an error; one that may be a fraction, or is not the formula's, gives a warning. A cell
        that already has a finding is only checked for impossible values.
        """
        for item in self.form.lines:
            value, line = values.get(item.indicator), lines.get(item.indicator)
            if value is None or line is None:
                continue
            place = self.table.place(line, form_labels.VALUE)
            exact_value = plain_text(value)
            if item.unit == "%" and not 0 <= value <= 100:
                told = f"«{item.name}» es {number_es(value)} y debe estar entre 0 y 100."
                self.tell(
                    FormCode.PERCENTAGE, place, f"{told} Corríjalo.",
                    element=item.indicator, expected="0 a 100", value=exact_value,
                )  # fmt: skip
            elif place.cell in told_of:
                continue
            elif item.unit == "%" and (words := share_words(value)):
                told = f"«{item.name}» es {words}"
                self.tell(FormCode.PERCENTAGE, place, told, Severity.WARNING, element=item.indicator, value=exact_value)
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
        """Yield a row of `avances` for each indicator found; one left blank has no value."""
        names = {form_labels.CODE: "indicador", form_labels.VALUE: "valor", form_labels.NOTE: "nota"}
        origin = Origin(TABLE, self.grid.file, self.grid.sheet, self.table.letters(names))
        for name, line in lines.items():
            row: dict[str, Value | None] = {
                "nivel": self.form.unit.level, "codigo": self.form.unit.code, "indicador": name,
                "periodo": self.form.period, "valor": values.get(name),
                "nota": self.table.text(line, form_labels.NOTE) or None,
            }  # fmt: skip
            yield Row(origin, line.number, present_values(row))

    def _results(self) -> Iterator[Row]:
        """Yield the main result of the period, and the reason for not achieving more with its cause before it.

        Each is left out if its text is empty or its cell cannot be used; a proof without a result gives a warning.
        """
        block = cells_below(self.grid, form_labels.PERIOD_REPORT, self.table.header)
        unit, period = self.form.unit.code, self.form.period
        asked = ((form_labels.MAIN_RESULT, "logro"), (form_labels.WHY, "dificultad"))
        for number, (heading, kind) in enumerate(asked, start=1):
            cell = block.cells.get(heading)
            if cell is None or cell.fault:
                continue
            cause = self._cause(block) if kind == "dificultad" else ""
            text = ": ".join(filter(None, (cause, block.text(heading))))
            source = block.text(form_labels.PROOF) if kind == "logro" else ""
            if not text:
                if source:
                    told = f"no se guarda «{source}»: falta el resultado que respalda. Escríbalo en «{heading}»."
                    self.tell(FormCode.LACKS, block.place(heading), told, Severity.WARNING, expected=heading)
                continue
            letters = {"texto": letter(block.indices[form_labels.CAUSE if cell.is_blank else heading])}
            origin = Origin("resultados", self.grid.file, self.grid.sheet, letters)
            values: dict[str, Value | None] = {
                "periodo": period, "id": f"{unit}-{number}", "acp": self.form.unit.acp or None, "unidad": unit,
                "texto": text, "tipo": kind, "fuente": source or None,
            }  # fmt: skip
            yield Row(origin, block.row, present_values(values))

    def _cause(self, block: LabelledCells) -> str:
        """The chosen cause in words: a declared one's description, else the text as written; empty without one."""
        text = block.text(form_labels.CAUSE)
        place = block.place(form_labels.CAUSE)
        cause = self.declared_cause(text, place, "resultados/causa") if text else None
        return cause.descripcion if cause else text


def _by_formula(item: PercentLine, values: Mapping[str, Decimal]) -> Decimal | None:
    """The value that the method derives from the others, rounded half up; None without formula or a value."""
    formula = item.formula
    if formula is None or not set(formula.names) <= set(values):
        return None
    known = {name: exact(values[name]) for name in formula.names}
    return if_computable(lambda: round_half_up(formula.value(known), item.decimals))
