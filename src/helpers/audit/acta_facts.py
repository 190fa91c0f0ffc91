"""The facts that the acta states about the verified run and the audit, and how much of it the notebooks repeat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement, tostring

from helpers.audit import audited_notebooks
from helpers.audit.audit_case import STATED, Case
from helpers.audit.audit_result import Unverifiable
from helpers.audit.folder.hashes import file_hashes
from helpers.audit.folder.made_from import origin_of
from helpers.audit.pages.audited_page import read_report
from helpers.audit.pages.page_words import read_page
from helpers.audit.sheets import libreoffice
from helpers.base.display import upper_first
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import code_revision
from helpers.figures.book import Book
from helpers.figures.findings import Reconciled, Verdict
from helpers.outputs.run_files import MANIFEST_FILE, NOTEBOOKS
from helpers.outputs.saved_checks import Coverage, coverage, read_checks, repetitions
from helpers.run.report.manifest import read_times, versions
from helpers.settings.cuadros.cuadro_table import PRINTED_TABLE, check_kind, is_cell
from helpers.settings.params import SECTION_ID

AUDIT_VERSIONS = ("python", "sistema", "ironcalc", "pypdfium2", "openpyxl", "xlsxwriter", "papermill", "typst")
"""Versions that affect what an audit finds. The run's manifest has all of its own."""


@dataclass(frozen=True)
class HashedFile:
    """A file, its SHA-256 now (empty if it is missing) and whether the manifest states the same.

    The manifest cannot state its own; it counts as stated.
    """

    name: str
    digest: str
    is_stated: bool


@dataclass(frozen=True)
class Facts:
    """The verified run, and when and with what it was verified.

    Attributes
    ----------
    case : Case
    state : str
        The report's state, from the run's parameters.
    run : str
        `mre/2024-T2`.
    folder : str
    revision : str
        Of the run, from its manifest.
    manifest_hash : str
        SHA-256 of the manifest. A copy of it kept elsewhere identifies the same run later.
    made : datetime or None
        When the run ended, as it states; None if that cannot be read.
    revision_now : str
        Revision of the code that did the audit.
    started, ended : datetime
        Of the audit.
    versions : Mapping[str, str]
        Of the programs that affect what an audit finds, as installed now, by name.
    files : tuple of HashedFile
    checked : tuple of (str, Verdict)
        For each published figure, how it could be checked, and its verdict.
    names : Mapping[str, str]
        Name of each published figure, by id.
    coverage : tuple of Coverage
        How many of the printed computed figures the notebooks repeat: by section and, last, in the whole report.
    uncounted : str
        Why that could not be counted; empty if it was.
    """

    case: Case
    state: str
    run: str
    folder: str
    revision: str
    manifest_hash: str
    made: datetime | None
    revision_now: str
    started: datetime
    ended: datetime
    versions: Mapping[str, str]
    files: tuple[HashedFile, ...]
    checked: tuple[tuple[str, Verdict], ...]
    names: Mapping[str, str]
    coverage: tuple[Coverage, ...]
    uncounted: str


def facts_of(case: Case, started: datetime, *, with_libreoffice: bool) -> Facts:
    """Collect what the acta states about the verified run, its files and this audit.

    `started` is when the audit began; its end is the present time. Without LibreOffice its version is not stated.
    """
    computed = case.reference
    book, state = computed.book, computed.corrida.estado
    repeated, uncounted = count_repeated(case)
    return Facts(
        case=case,
        state=f"{state}, con datos sintéticos" if computed.entidad.sintetica else state,
        run=f"{case.institution}/{case.period}",
        folder=f"{case.label}/",
        revision=origin_of(case).revision.words,
        manifest_hash=file_sha256(case.folder / MANIFEST_FILE),
        made=times.ended if (times := read_times(case.folder)) else None,
        revision_now=code_revision(case.workspace.root).words,
        started=started,
        ended=datetime.now().astimezone(),
        versions=_versions(with_libreoffice=with_libreoffice),
        files=tuple(_files(case)),
        checked=tuple((check_kind(book, item), item.veredicto) for item in computed.reconciliation),
        names={item.id: _name(book, item) for item in computed.reconciliation},
        coverage=repeated,
        uncounted=uncounted,
    )


def _name(book: Book, item: Reconciled) -> str:
    """Return the words for a published number: those of its figure or, for a cell, the title of its printed table."""
    if not is_cell(item.id):
        return book.figure_words(item.id)
    name = item.id.split("/")[1]
    table = next((table for table in book.printed if table.name == name), None)
    return upper_first(f"{PRINTED_TABLE}: {table.title}" if table else PRINTED_TABLE)


def _versions(*, with_libreoffice: bool) -> dict[str, str]:
    found, office = versions(), {"libreoffice": libreoffice.version()} if with_libreoffice else {}
    return office | {name: found[name] for name in AUDIT_VERSIONS if name in found}


def _files(case: Case) -> Iterator[HashedFile]:
    """Yield the manifest, then the files that the manifest lists: inputs and settings, and last the run's outputs."""
    yield HashedFile(f"{case.label}/{MANIFEST_FILE}", file_sha256(case.folder / MANIFEST_FILE), True)
    parts = [(case.workspace.root, part, "") for part in STATED]
    for root, part, prefix in (*parts, (case.folder, "salidas", f"{case.label}/")):
        stated = case.stated(part)
        for name, digest in file_hashes(root, stated).items():
            yield HashedFile(f"{prefix}{name}", digest, digest == stated[name])


def count_repeated(case: Case) -> tuple[tuple[Coverage, ...], str]:
    """Count the figures that the run's own page prints, and those that its own executed notebooks repeat.

    Returns
    -------
    tuple of Coverage
        One for each section that prints a computed figure and, last, the whole report; empty if no section does.
    str
        Why the page or a notebook cannot be read, so that nothing is counted; else empty.
    """
    paths = sorted((case.folder / NOTEBOOKS).glob("*.ipynb"))
    try:
        sections = dict(_sections(read_page(read_report(case))))
        checks = read_checks((path.stem.partition("_")[2], path) for path in paths)
    except Unverifiable as problem:
        return (), str(problem)
    # A file that was tampered with may break in any of these ways.
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return (), f"un cuaderno ejecutado no se puede leer; cuál, lo dice «{audited_notebooks.SUBJECT}»."
    pages = ((name, tostring(element, encoding="unicode")) for name, element in sections.items())
    found = repetitions(pages, checks, case.reference.book)
    return coverage(found, {name: _title(element) for name, element in sections.items()}) if found else (), ""


def _sections(page: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Yield name and element of each of the report's sections on a page."""
    for element in page.iter("section"):
        if (name := element.get("id") or "").startswith(SECTION_ID):
            yield name.removeprefix(SECTION_ID), element


def _title(section: HtmlElement) -> str:
    """Return a section's title without its number; empty without a heading."""
    heading = section.find(".//h2")
    if heading is None:
        return ""
    number = heading.find("span[@class='numero']")
    return heading.text_content().removeprefix("" if number is None else number.text_content()).strip()
