"""Sections + cover → one self-contained HTML document."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from helpers.assemble.cover import Cover
from helpers.assemble.exporter import TEMPLATES
from helpers.assemble.fragments import Fragment
from helpers.assemble.look import style_sheet
from helpers.assemble.markup import parse, to_html
from helpers.assemble.outline import number_sections
from helpers.assemble.references import check_ids, fill_references

# Ids that the template itself uses.
OWN_IDS = ("contenido", "indice", "indice-titulo")


def assemble_document(fragments: Sequence[Fragment], cover: Cover, *, partial: bool = False) -> str:
    """Put the sections together into the report's page.

    Parameters
    ----------
    fragments : Sequence[Fragment]
        In the order of the report.
    cover : Cover
        What the cover and the running heads say.
    partial : bool
        Sections were left out on purpose: references to them are not an error.

    Returns
    -------
    str
        A whole HTML document that needs nothing but itself; the same input gives the same text.

    Raises
    ------
    AssembleError
        Repeated ids, references that lead nowhere, headings that skip a level, captions that are missing.
    """
    sections = [(fragment.name, parse(fragment.html)[0]) for fragment in fragments]
    outline = number_sections(sections)
    check_ids(sections, OWN_IDS)
    fill_references(sections, outline.labels, partial=partial)
    template = _environment().get_template("informe.html.j2")
    return template.render(
        cover=cover,
        outline=outline,
        sections=[Markup(to_html(section)) for _, section in sections],
        style=Markup(style_sheet(marks=[mark.words for mark in cover.marks])),
    )


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
