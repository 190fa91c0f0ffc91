"""Compares the versions that a manifest states with those installed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from helpers.audit.audit_case import Case
from helpers.run.report.manifest import versions

DRAWERS = ("python", "sistema", "matplotlib", "seaborn")
"""Packages that draw charts; with equal versions, equal charts have equal bytes."""
PRINTERS = (*DRAWERS, "typst", "pikepdf")
"""Packages that print and compress the PDF."""
WRITER = "xlsxwriter"
SYSTEM = "sistema"


def made_alike(case: Case, *names: str) -> bool:
    """Return whether the manifest states, for each of these programs, the version that is installed here.

    A program that is neither stated nor installed counts as equal.
    """
    made, now = case.stated("versiones"), versions()
    return all(made.get(name) == now.get(name) for name in names)


def differing_versions(case: Case, *names: str) -> str:
    """Say which of these programs have other versions here: `xlsxwriter 3.2.0 y aquí 3.2.9`; empty if none has."""
    return ", ".join(_unlike(case.stated("versiones"), versions(), names))


def all_differing_versions(case: Case) -> list[str]:
    """Return the programs whose stated version differs from the installed one, each in words as `differing_versions`.

    The operating system does not count.
    """
    made, now = case.stated("versiones"), versions()
    return list(_unlike(made, now, [name for name in dict.fromkeys((*made, *now)) if name != SYSTEM]))


def _unlike(made: Mapping[str, str], now: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
    """Yield each of these programs whose stated version differs from the installed one, in words."""
    pairs = ((name, made.get(name, "sin versión"), now.get(name, "no está")) for name in names)
    return (f"{name} {one} y aquí {other}" for name, one, other in pairs if one != other)
