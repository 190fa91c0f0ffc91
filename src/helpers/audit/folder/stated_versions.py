"""Compares the versions in a manifest with those installed and with those that the run's files name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference
from helpers.audit.pages.pdf_words import creator_of
from helpers.outputs.pdf.report_pdf import compiler_version
from helpers.outputs.run_files import MANIFEST_FILE, NOTEBOOKS, PDF_FILE
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
    pairs = ((name, made.get(name, "sin versión"), now.get(name, "no está")) for name in names)
    return (f"{name} {one} y aquí {other}" for name, one, other in pairs if one != other)


def disproved_versions(case: Case) -> Iterator[Difference]:
    """Yield the program versions in the manifest that a file of the run contradicts.

    The first executed notebook names its Python. A PDF names the Typst compiler that printed it, which tells the
    package's version only if it is the compiler installed here.
    """
    for name, due, witness in _witnessed(case):
        if (said := case.stated("versiones").get(name, "(no está)")) != due:
            yield Difference(f"{MANIFEST_FILE}, versiones, {name}", f"{due}, según {witness}", said)


def _witnessed(case: Case) -> Iterator[tuple[str, str, str]]:
    paper = case.folder / PDF_FILE
    # The PDF names the Typst compiler, whose version differs from the Python package's.
    if paper.is_file() and creator_of(paper) == f"Typst {compiler_version()}":
        yield "typst", versions()["typst"], PDF_FILE
    for path in sorted((case.folder / NOTEBOOKS).glob("*.ipynb"))[:1]:
        if version := _python(path):
            yield "python", version, f"{NOTEBOOKS}/{path.name}"


def _python(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["metadata"]["language_info"]["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
