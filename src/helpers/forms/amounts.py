"""The numbers of a form, read all together because whoever fills in a form writes them all alike."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from helpers.findings import Finding, Severity
from helpers.forms.problems import FormCode, of_fault
from helpers.intake.amounts import read_amounts
from helpers.intake.columns import Measure, folded
from helpers.intake.grid import Cell
from helpers.intake.kinds import Settings
from helpers.intake.problems import found
from helpers.records import SourceCell

Key = TypeVar("Key", bound=Hashable)
_PERCENT = re.compile(r"%|\bporcent|\bpor ciento\b|\bpct\b")


@dataclass(frozen=True)
class Asked:
    """A cell in which a form asks for a number.

    Attributes
    ----------
    place : SourceCell
    element : str
        What it is called in a finding.
    measure : Measure
    """

    cell: Cell
    place: SourceCell
    element: str
    measure: Measure


@dataclass(frozen=True)
class Amounts(Generic[Key]):
    """What the cells say.

    Attributes
    ----------
    values : dict of Key to Decimal
        Those that are there and can be read.
    wrong : frozenset of Key
        Cells of which an error is told, and nothing more that would only follow from it.
    findings : tuple of Finding
    """

    values: dict[Key, Decimal]
    wrong: frozenset[Key]
    findings: tuple[Finding, ...]


def measure_of(words: str) -> Measure:
    """What a quantity is by the words of its unit of measure: one in per cent may bear the sign."""
    return Measure.POINTS if _PERCENT.search(folded(words)) else Measure.QUANTITY


def read_asked(asked: Mapping[Key, Asked], settings: Settings, negative: str = "") -> Amounts[Key]:
    """Read the cells of a form that hold numbers.

    Parameters
    ----------
    negative : str
        What to do with a negative number where none can be, as a sentence; empty where they are judged elsewhere.
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
    """A cell as its author sees it: the per cent sign of a format is not in its text."""
    return f"{cell.text} %" if cell.is_percentage else cell.text


def _below_zero(item: Asked, negative: str) -> Finding:
    told = f"«{item.cell.text}» es negativo y aquí no puede serlo. {negative}"
    more = {"element": item.element, "expected": "0 o más", "value": item.cell.text}
    return found(FormCode.NEGATIVE, Severity.ERROR, item.place, told, **more)
