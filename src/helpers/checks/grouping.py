"""Many cases of one rule, told so that they can be read: each by itself where few, together by unit where many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.checks.registry import Found
from helpers.findings import at
from helpers.records import SourceCell

FEW = 3
"""Up to how many cases of one unit are told one by one."""
SHOWN = 20
"""How many cases a sentence names before it counts the rest."""


@dataclass(frozen=True)
class Case:
    """One case of a rule.

    Attributes
    ----------
    group : str
        What it is told together with: a unit's code.
    short : str
        As it stands in a list: the task's code, and the number that matters.
    cell : SourceCell
    alone : Found
        The finding where it is told by itself.
    """

    group: str
    short: str
    cell: SourceCell
    alone: Found


def some(items: Sequence[str], shown: int = SHOWN) -> str:
    """Name the first items and count the others: `1.1, 1.2 y 14 más`."""
    named = ", ".join(items[:shown])
    return f"{named} y {len(items) - shown} más" if len(items) > shown else named


def by_group(cases: Iterable[Case]) -> Mapping[str, list[Case]]:
    """Cases by their group, in the order in which each first appears."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.group, []).append(case)
    return groups


def told(cases: Iterable[Case], together: Callable[[str, int], tuple[str, str]]) -> Iterator[Found]:
    """Tell the cases of each unit: one by one up to three, in one finding beyond.

    Parameters
    ----------
    together : callable
        From a unit's code and the number of cases, what is said before they are listed and after.
    """
    for group, of_group in by_group(cases).items():
        if len(of_group) <= FEW:
            yield from (case.alone for case in of_group)
            continue
        before, after = together(group, len(of_group))
        yield Found(
            f"{before}: {some([case.short for case in of_group])}. {after}",
            {"elemento": f"unidad/{group}", "encontrado": f"{len(of_group)} tareas"} | at(of_group[0].cell),
        )
