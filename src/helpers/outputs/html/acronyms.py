"""Prints in the annexes the acronyms that a report uses, each with its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from markupsafe import Markup

from helpers.figures.book import Book
from helpers.outputs.html.repeated_figures import with_part
from helpers.outputs.html.section_fragments import Fragment

PLANNING: Mapping[str, str] = {
    "ACP": "Acción de corto plazo",
    "AMP": "Acción de mediano plazo",
    "MRE": "Ministerio de Relaciones Exteriores",
    "SEGIP": "Servicio General de Identificación Personal",
    "ODS": "Objetivos de Desarrollo Sostenible",
    "FODA": "Fortalezas, oportunidades, debilidades y amenazas",
    "PDES": "Plan de Desarrollo Económico y Social",
    "PEI": "Plan Estratégico Institucional",
    "PEM": "Plan Estratégico Ministerial",
    "POA": "Plan Operativo Anual",
    "SIGEP": "Sistema de Gestión Pública",
    "TGN": "Tesoro General de la Nación",
    "UE": "Unidad ejecutora",
}
"""Acronyms of planning and budgeting that every institution of the State uses, and those in the names of methods."""
ROW = Markup('<tr><th scope="row">{}</th><td>{}</td></tr>')
PART = Markup(
    "<h3>Siglas</h3>"
    '<figure class="cuadro" id="cuadro-siglas"><figcaption>Siglas de este informe</figcaption><div class="desborde">'
    '<table><thead><tr><th scope="col">Sigla</th><th scope="col">Nombre</th></tr></thead>'
    "<tbody>{rows}</tbody></table></div></figure>"
)
_TAG, _ALT = re.compile(r"<[^>]*>"), re.compile(r'\balt="([^"]*)"')


def with_acronyms(fragments: Sequence[Fragment], book: Book) -> list[Fragment]:
    """Return the sections with the table of the acronyms that they print, at the end of the annexes.

    Without annexes the last section with content gets it. A report that prints no acronym has no table.
    """
    used = dict(used_acronyms((one.html for one in fragments if one.html), known_acronyms(book)))
    if not used:
        return list(fragments)
    return with_part(fragments, PART.format(rows=Markup("").join(ROW.format(*pair) for pair in used.items())))


def known_acronyms(book: Book) -> Mapping[str, str]:
    """Return the acronyms of planning and those of the institution's structure, with their names, alphabetically.

    If both have an acronym, the structure's name counts; if several nodes have it, the name of the first.
    """
    nodes = {node.sigla: node.name for node in reversed(book.nodes) if node.sigla and node.sigla != node.name}
    return dict(sorted({**PLANNING, **nodes}.items()))


def used_acronyms(pages: Iterator[str], known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the known acronyms that pages print, in texts or in the descriptions of charts, with their names."""
    text = "\n".join(unescape(f"{_TAG.sub(' ', page)} {' '.join(_ALT.findall(page))}") for page in pages)
    words = set(re.findall(r"\w+(?:[.-]\w+)*", text))
    for sigla, name in known.items():
        if sigla in words or (not sigla.isalnum() and re.search(rf"(?<!\w){re.escape(sigla)}(?!\w)", text)):
            yield sigla, name
