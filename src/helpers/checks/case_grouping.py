"""Groups the cases of one rule into readable findings: few cases one by one, many cases together by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from helpers.base.python_extras import grouped
from helpers.checks.rule_registry import Found
from helpers.figures.findings import cell_fields
from helpers.figures.records import SourceCell

FEW = 3
"""Most cases of one unit that are reported one by one."""
SHOWN = 20
"""Most cases that a sentence names before it counts the rest."""


@dataclass(frozen=True)
class Case:
    """One case of a rule.

    Attributes
    ----------
    group : str
        Code of the unit under which many cases are grouped.
    short : str
        Text of the case in a list: the task's code and the relevant number.
    cell : SourceCell
    alone : Found
        The finding used if the case is reported alone.
    """

    group: str
    short: str
    cell: SourceCell
    alone: Found


def some(items: Sequence[str], shown: int = SHOWN) -> str:
    """Join the first items with commas and count the others: `1.1, 1.2 y 14 más`."""
    named = ", ".join(items[:shown])
    return f"{named} y {len(items) - shown} más" if len(items) > shown else named


def told(cases: Iterable[Case], together: Callable[[str, int], tuple[str, str]]) -> Iterator[Found]:
    """Yield the findings of the cases of each unit: one for each case up to `FEW` cases, a single one for more.

    Parameters
    ----------
    together : callable
        Takes a unit's code and the number of cases; returns the sentences before and after the list.
    """
    for group, of_group in grouped(cases, lambda case: case.group).items():
        if len(of_group) <= FEW:
            yield from (case.alone for case in of_group)
            continue
        before, after = together(group, len(of_group))
        yield Found(
            f"{before}: {some([case.short for case in of_group])}. {after}",
            cell_fields(of_group[0].cell, elemento=f"unidad/{group}", encontrado=f"{len(of_group)} tareas"),
        )
