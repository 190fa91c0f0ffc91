"""The versions that a manifest states, beside those installed here and those that the files themselves name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from helpers.assemble.pdf import compiler_version
from helpers.assemble.report import PDF_NAME
from helpers.audit.case import Case
from helpers.audit.paper import creator_of
from helpers.audit.result import Difference
from helpers.kept_checks import NOTEBOOKS
from helpers.runner.manifest import FILE, versions

DRAWERS = ("python", "sistema", "matplotlib", "seaborn")
"""What draws the charts: where all is alike, the same chart gives the same bytes."""
PRINTERS = (*DRAWERS, "typst", "pikepdf")
"""What prints the PDF and packs it."""
WRITER = "xlsxwriter"
SYSTEM = "sistema"


def stated_versions(case: Case) -> dict[str, str]:
    """As the manifest has them."""
    found = case.manifest.get("versiones")
    return {str(name): str(version) for name, version in found.items()} if isinstance(found, Mapping) else {}


def made_alike(case: Case, *names: str) -> bool:
    """Whether the manifest states, for some programs, the versions that are here."""
    made, now = stated_versions(case), versions()
    return all(made.get(name) == now.get(name) for name in names)


def unlike(case: Case, *names: str) -> str:
    """The programs of which another version is here, in words: `xlsxwriter 3.2.0 y aquí 3.2.9`."""
    return ", ".join(_unlike(stated_versions(case), versions(), names))


def unlike_versions(case: Case) -> list[str]:
    """Stated versions that are not those here; the system's is left out, since the report is to be had on any."""
    made, now = stated_versions(case), versions()
    return list(_unlike(made, now, [name for name in dict.fromkeys((*made, *now)) if name != SYSTEM]))


def _unlike(made: Mapping[str, str], now: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
    pairs = ((name, made.get(name, "sin versión"), now.get(name, "no está")) for name in names)
    return (f"{name} {one} y aquí {other}" for name, one, other in pairs if one != other)


def disproved_versions(case: Case) -> Iterator[Difference]:
    """Stated versions that a file of the run contradicts: a PDF names what made it, a notebook its Python."""
    for name, due, witness in _witnessed(case):
        if (said := stated_versions(case).get(name, "(no está)")) != due:
            yield Difference(f"{FILE}, versiones, {name}", f"{due}, según {witness}", said)


def _witnessed(case: Case) -> Iterator[tuple[str, str, str]]:
    paper = case.folder / PDF_NAME
    # The PDF names its compiler, whose version is not that of the package that brings it.
    if paper.is_file() and creator_of(paper) == f"Typst {compiler_version()}":
        yield "typst", versions()["typst"], PDF_NAME
    for path in sorted((case.folder / NOTEBOOKS).glob("*.ipynb"))[:1]:
        if version := _python(path):
            yield "python", version, f"{NOTEBOOKS}/{path.name}"


def _python(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["metadata"]["language_info"]["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
