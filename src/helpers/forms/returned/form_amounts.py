"""The numbers of a form, read together because one person writes all of them in the same notation."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from helpers.figures.findings import Finding, Severity
from helpers.figures.records import SourceCell
from helpers.forms.form_codes import FormCode
from helpers.intake.intake_problems import found
from helpers.intake.layout.cell_grid import Cell, Fault
from helpers.intake.tables.table_columns import Measure
from helpers.intake.values.amount_cells import read_amounts
from helpers.intake.values.column_kinds import Settings

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class AmountCell:
    """A cell in which a form asks for a number.

    Attributes
    ----------
    element : str
        Its name in findings.
    measure : Measure
        What it measures: a percentage in points may have a per cent sign.
    """

    cell: Cell
    place: SourceCell
    element: str
    measure: Measure


@dataclass(frozen=True)
class Amounts(Generic[Key]):
    """The numbers read from the cells.

    Attributes
    ----------
    values : dict of Key to Decimal
        Numbers of the cells that are filled in and readable, also the negative ones that are in `wrong`.
    wrong : frozenset of Key
        Cells with an error; findings that would only follow from it are not made.
    """

    values: dict[Key, Decimal]
    wrong: frozenset[Key]
    findings: tuple[Finding, ...]


def read_amount_cells(asked: Mapping[Key, AmountCell], settings: Settings, negative: str = "") -> Amounts[Key]:
    """Read the cells of a form in which it asks for a number; an empty cell has neither a value nor a finding.

    Parameters
    ----------
    negative : str
        Sentence that tells the unit how to correct a negative number, which is an error but stays among the values; if
        empty, negative numbers are accepted here.
    """
    cells = [item.cell for item in asked.values()]
    measures = [item.measure for item in asked.values()]
    outcomes = read_amounts(cells, measures, settings.decimal_mark, in_form=True)
    values: dict[Key, Decimal] = {}
    wrong: set[Key] = set()
    findings: list[Finding] = []
    for (key, item), outcome in zip(asked.items(), outcomes, strict=True):
        if outcome.fault is not None:
            findings.append(of_fault(outcome.fault, item.place, item.element, _shown(item.cell)))
            if outcome.fault.severity is Severity.ERROR:
                wrong.add(key)
        if isinstance(outcome.value, Decimal):
            values[key] = outcome.value
            if negative and outcome.value < 0:
                findings.append(_below_zero(item, negative))
                wrong.add(key)
    return Amounts(values, frozenset(wrong), tuple(findings))


def _shown(cell: Cell) -> str:
    """A cell's text as its author sees it: with the per cent sign that its format adds."""
    return f"{cell.text} %" if cell.is_percentage else cell.text


def _below_zero(item: AmountCell, negative: str) -> Finding:
    told = f"«{item.cell.text}» es negativo y aquí no puede serlo. {negative}"
    more = {"element": item.element, "expected": "0 o más", "value": item.cell.text}
    return found(FormCode.NEGATIVE, Severity.ERROR, item.place, told, **more)


def of_fault(fault: Fault, place: SourceCell, element: str, value: str) -> Finding:
    """Return the finding on an unreadable cell, with the code, severity and words that reading gave."""
    more = {"element": element, "expected": fault.expected, "value": value}
    return found(fault.code, fault.severity, place, fault.sentence, **more)
