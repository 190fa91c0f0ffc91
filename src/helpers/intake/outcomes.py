"""What one cell gives: its value, and what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.findings import Severity
from helpers.intake.grid import Cell
from helpers.intake.problems import Code
from helpers.records import Value


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to be said of a cell: the rule, its severity, a Spanish sentence and what was expected."""

    code: Code
    severity: Severity
    sentence: str
    expected: str = ""
    grouped: bool = False
    """One problem of the whole column, told at its first cell with the other rows."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The value of a cell, None where there is none, and what is to be said of it."""

    value: Value | None = None
    fault: Fault | None = None


NOTHING = Outcome()


def unusable(cell: Cell) -> Outcome | None:
    """What is to be said of a cell that holds an error, or a formula without result; None for any other."""
    return Outcome(fault=Fault(Code.CELL, Severity.ERROR, f"la celda {cell.fault}.")) if cell.fault else None
