"""Counts by section how many of the computed figures on the published page the run's notebooks calculate again."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement, tostring

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Unverifiable
from helpers.audit.pages.audited_page import read_report
from helpers.audit.pages.page_words import read_page
from helpers.outputs.run_files import NOTEBOOKS
from helpers.outputs.saved_checks import Coverage, coverage, read_checks, repetitions
from helpers.settings.params import SECTION_ID


def count_repeated(case: Case) -> tuple[Coverage, ...]:
    """Count the figures that the run's own page prints, and those that its own executed notebooks repeat.

    Returns
    -------
    tuple of Coverage
        One for each section that prints a computed figure and, last, the whole report; empty if no section does.

    Raises
    ------
    Unverifiable
        If the page or a notebook cannot be read.
    """
    sections = dict(_sections(read_page(read_report(case))))
    paths = sorted((case.folder / NOTEBOOKS).glob("*.ipynb"))
    try:
        checks = read_checks((path.stem.partition("_")[2], path) for path in paths)
    # A file that was tampered with may break in any of these ways.
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Unverifiable(f"un cuaderno ejecutado no se puede leer ({problem}).") from problem
    pages = ((name, tostring(element, encoding="unicode")) for name, element in sections.items())
    found = repetitions(pages, checks, case.reference.book)
    return coverage(found, {name: _title(element) for name, element in sections.items()}) if found else ()


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
