"""Sections + cover → one self-contained HTML document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml.html import HtmlElement
from markupsafe import Markup

from helpers.assemble.behaviour import program
from helpers.assemble.cover import Cover
from helpers.assemble.exporter import TEMPLATES
from helpers.assemble.finding_marks import mark_findings
from helpers.assemble.fragments import Fragment
from helpers.assemble.look import report_sheet
from helpers.assemble.markup import parse, to_html, traced_id
from helpers.assemble.missing import BEFORE, LIST_NAME, listed
from helpers.assemble.outline import number_sections
from helpers.assemble.own_styles import take_styles
from helpers.assemble.packing import ELEMENT_ID, packed
from helpers.assemble.policy import content_policy
from helpers.assemble.printed_numbers import check_numbers
from helpers.assemble.references import check_ids, fill_references
from helpers.backing import Backing
from helpers.digest import data_sha256
from helpers.explorer import explorer_data
from helpers.uncollected import uncollected

# Ids that the template itself uses.
OWN_IDS = ("contenido", "indice", "indice-titulo", ELEMENT_ID)


def assemble_document(
    fragments: Sequence[Fragment],
    cover: Cover,
    *,
    backing: Backing | None = None,
    partial: bool = False,
    data_file: Path | None = None,
) -> str:
    """Put the sections together into the report's page.

    Parameters
    ----------
    fragments : Sequence[Fragment]
        In the order of the report.
    cover : Cover
        What the cover and the running heads say.
    backing : Backing or None
        What stands behind the figures, for the panel that explains them and the marks of findings; without it the
        page has neither.
    partial : bool
        Sections were left out on purpose: references to them are not an error.
    data_file : Path or None
        Where the panel's data are left, and taken from where they are of the same figures.

    Returns
    -------
    str
        A whole HTML document that needs nothing but itself; the same input gives the same text.

    Raises
    ------
    AssembleError
        Repeated ids, references that lead nowhere, headings that skip a level, captions that are missing, numbers that
        are not those of their figures.
    """
    sections = [(fragment.name, parse(fragment.html)[0]) for fragment in _with_list(fragments)]
    outline = number_sections(sections)
    check_ids(sections, OWN_IDS)
    fill_references(sections, outline.labels, partial=partial)
    if backing is not None:
        check_numbers(sections, backing.book)
        mark_findings(sections, backing, outline.labels)
    trees = [section for _, section in sections]
    style = f"\n{report_sheet([mark.words for mark in cover.marks], take_styles(trees))}\n"
    data = Markup(_data(backing, trees, data_file)) if backing is not None else ""
    return _environment().get_template("informe.html.j2").render(
        cover=cover,
        outline=outline,
        sections=[Markup(to_html(tree)) for tree in trees],
        style=Markup(style),
        program=Markup(program()),
        policy=Markup(content_policy(style, program())),
        data_id=ELEMENT_ID,
        data=data,
    )


def _with_list(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The sections that there are data for and, before the annexes or last, the one that lists what is not included."""
    shown = [fragment for fragment in fragments if fragment.html]
    html = listed([one for fragment in fragments for one in fragment.missing])
    if html:
        place = next((at for at, fragment in enumerate(shown) if fragment.name == BEFORE), len(shown))
        shown.insert(place, Fragment(LIST_NAME, html))
    return shown


def _data(backing: Backing, sections: Sequence[HtmlElement], file: Path | None) -> str:
    """What the panel shows, packed: from a file of the same figures, or made and left in it."""
    printed = _printed(sections)
    figures = data_sha256(printed)
    if file and file.is_file():
        of_figures, _, letters = file.read_text(encoding="ascii").partition("\n")
        if of_figures == figures:
            return letters
    with uncollected():  # a collection between the two would go through all that is thrown away here
        letters = packed(explorer_data(backing, printed))
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{figures}\n{letters}", encoding="ascii", newline="\n")
    return letters


def _printed(sections: Sequence[HtmlElement]) -> list[str]:
    """Ids of the figures and cells that the sections print, in reading order."""
    return [traced for section in sections for number in section.iter("data") if (traced := traced_id(number))]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
