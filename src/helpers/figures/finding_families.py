"""Findings grouped by cause: each root finding with those that follow from it, in the order of the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from helpers.figures.findings import Finding, Severity


@dataclass(frozen=True)
class Family:
    """A root finding and the findings that follow from it, in their order."""

    root: Finding
    consequences: tuple[Finding, ...] = ()

    @property
    def members(self) -> tuple[Finding, ...]:
        """The root and its consequences."""
        return self.root, *self.consequences


def families(findings: Iterable[Finding]) -> tuple[Family, ...]:
    """Return the families of findings, in the order in which their roots come; every finding is in exactly one.

    A finding without a position, as in runs of earlier versions, is a root without consequences, and so is one whose
    root is not among the findings: a list of one table's findings may lack it.
    """
    listed = tuple(findings)
    roots = {one.posicion for one in listed if one.posicion and one.is_root}
    following: dict[str, list[Finding]] = {}
    for one in listed:
        if not one.is_root:
            following.setdefault(_root_position(one), []).append(one)
    return tuple(
        Family(one, tuple(following.get(one.posicion, ())) if one.posicion else ())
        for one in listed
        if one.is_root or _root_position(one) not in roots
    )


def _root_position(finding: Finding) -> str:
    return finding.posicion.partition(".")[0]


def numbered(found: Sequence[Family]) -> tuple[Finding, ...]:
    """Return the findings of families in order, with positions: `1`, `1.1`, `1.2`, `2`…"""
    listed: list[Finding] = []
    for number, family in enumerate(found, start=1):
        listed.append(replace(family.root, posicion=str(number)))
        listed += (replace(one, posicion=f"{number}.{place}") for place, one in enumerate(family.consequences, start=1))
    return tuple(listed)


def with_more(grouped: Sequence[Finding], more: Iterable[Finding]) -> tuple[Finding, ...]:
    """Add findings, each as a root, to findings that are already grouped, and number all again.

    Errors come first, then the grouped findings in their order, then the other additions.
    """
    added = tuple(Family(one) for one in more)
    kept = families(grouped)
    is_error = [family.root.severidad is Severity.ERROR for family in added]
    before = tuple(family for family, first in zip(added, is_error, strict=True) if first)
    after = tuple(family for family, first in zip(added, is_error, strict=True) if not first)
    return numbered((*before, *kept, *after))


def consequences_words(count: int) -> str:
    """Return `y 18 que se siguen de él`; `y uno que se sigue de él` for one; empty for none."""
    if not count:
        return ""
    return "y uno que se sigue de él" if count == 1 else f"y {count} que se siguen de él"
