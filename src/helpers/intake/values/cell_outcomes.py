"""The result of reading one cell: its value and its fault, if any."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.figures.findings import Severity
from helpers.figures.records import Value
from helpers.intake.intake_problems import Code
from helpers.intake.layout.cell_grid import Cell


@dataclass(frozen=True, slots=True)
class Fault:
    """What a message says about a cell: the rule, its severity, a Spanish sentence and the expected value.

    Attributes
    ----------
    grouped : bool
        The fault is common to the column: one finding, at its first cell, lists the other rows.
    """

    code: Code
    severity: Severity
    sentence: str
    expected: str = ""
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of reading one cell.

    Attributes
    ----------
    value : Value or None
        None for an empty or unusable cell.
    fault : Fault or None
    """

    value: Value | None = None
    fault: Fault | None = None


NOTHING = Outcome()


def unusable(cell: Cell) -> Outcome | None:
    """Return the error outcome of a cell that holds an error or a formula without a result; None for other cells."""
    return Outcome(fault=Fault(Code.CELL, Severity.ERROR, f"la celda {cell.fault}.")) if cell.fault else None
