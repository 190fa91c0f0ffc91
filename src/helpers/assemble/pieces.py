"""The report's page cut into what is printed by itself: its front, and each of its chapters.

A chapter begins on a page of its own, so that it comes out alike whatever the others say: they can be printed at the
same time, and one that did not change need not be printed again. What one cannot know of the others is left for the
binder (`binding`): the number of each page, the pages that the contents name, and where links to other pieces lead.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml.html import HtmlElement, HTMLParser, document_fromstring

from helpers.assemble.markup import text_of, to_html, with_class
from helpers.assemble.missing import LIST
from helpers.assemble.paper import for_paper

ELSEWHERE = "pieza:"
"""What a link begins with that leads to another piece."""
FRONT_FILE = "portada.html"
CARRIER_FILE = "adjuntos.pdf"
"""A page that nobody sees, with all that the PDF carries along."""
_CHAPTER_FILE = "capitulo-{:03d}-{}.html"
_CHAPTERS = "capitulo-*.html"
_PAGE = "data-pagina"
_AROUND = (("a", "salto"), ("aside", "aviso-marcas"), ("footer", "pie"))
"""What is on screen alone."""
_NOT_IN_A_STRING = re.compile(r'[\\"<\n]')


@dataclass(frozen=True)
class Chapter:
    """One of the pieces between the front and the end, as it lies in a folder.

    Attributes
    ----------
    page : Path
        Its HTML.
    """

    page: Path

    @property
    def name(self) -> str:
        """The id of its first section."""
        return self.page.stem.split("-", 2)[2]

    @property
    def printed(self) -> Path:
        """Its PDF, where there is one."""
        return self.page.with_suffix(".pdf")

    @property
    def taken(self) -> Path:
        """There once somebody has begun to print it."""
        return self.page.with_suffix(".tomado")


def cut(document: str, place: Path) -> None:
    """Cut a report's page and leave the pieces in a folder.

    Parameters
    ----------
    document : str
        The whole page, with the data of its panel or without.
    place : Path
        An empty folder.
    """
    front, chapters = pieces_of(document)
    for number, (name, chapter) in enumerate(chapters.items(), start=1):
        (place / _CHAPTER_FILE.format(number, name)).write_text(chapter, encoding="utf-8", newline="\n")
    (place / FRONT_FILE).write_text(front, encoding="utf-8", newline="\n")


def chapters_in(place: Path) -> tuple[Chapter, ...]:
    """The chapters that were left in a folder, in the report's order."""
    return tuple(Chapter(path) for path in sorted(place.glob(_CHAPTERS)))


def pieces_of(document: str) -> tuple[str, dict[str, str]]:
    """The front of a report's page and its chapters by the id of their first section, each a whole HTML document.

    The list of what the report does not include goes with the chapter before it.
    """
    page = _parsed(for_paper(document))
    for tag, name in _AROUND:
        for element in list(with_class(page, tag, name)):
            element.getparent().remove(element)
    sections = [list(group) for group in _grouped(page.get_element_by_id("contenido"))]
    empty = copy.deepcopy(page)
    _clear(empty.get_element_by_id("contenido"))
    front, heads = _front(empty), _running_heads(page)
    # What the front says of the whole, its fingerprint among it, is another with every change.
    said = empty.find("head").iterchildren("title", "meta")
    for part in (*with_class(empty, "header", "portada"), *with_class(empty, "nav", "indice"), *said):
        part.getparent().remove(part)
    return front, {group[0].get("id"): _chapter(empty, group, heads) for group in sections}


def numbered(front: str, pages: Mapping[str, int]) -> str:
    """The front with the page that each of its links leads to.

    Parameters
    ----------
    pages : Mapping of str to int
        By the id that links name, from one.
    """
    page = _parsed(front)
    for link in _links(page):
        link.set(_PAGE, str(pages.get(link.get("href", "").removeprefix(ELSEWHERE), "")))
    return _written(page)


def feet(front: str, sizes: Sequence[tuple[float, float]]) -> str:
    """A page of nothing but its number for each page of the report, as an HTML document.

    Parameters
    ----------
    front : str
        As `pieces_of` gives it: its style is the report's.
    sizes : Sequence of (float, float)
        Width and height of each page.
    """
    page = _parsed(front)
    _add_style(page, _NUMBER_ALONE)
    body = page.find("body")
    _clear(body)
    for width, height in sizes:
        sheet = body.makeelement("div", {"class": "hoja-ancha" if width > height else "hoja"})
        body.append(sheet)
    return _written(page)


_NUMBER_ALONE = """
@page {
  background: none;
  @top-left { content: none } @top-right { content: none } @bottom-left { content: none }
  @bottom-right { content: "Página " counter(page) " de " counter(pages); border-color: transparent }
}
.hoja, .hoja-ancha { break-before: page }
.hoja-ancha { page: apaisado }
"""


def _grouped(main: HtmlElement) -> Iterator[list[HtmlElement]]:
    group: list[HtmlElement] = []
    for section in main:
        if group and not _lists_what_is_not_included(section):
            yield group
            group = []
        group.append(section)
    if group:
        yield group


def _lists_what_is_not_included(section: HtmlElement) -> bool:
    return any(LIST in child.get("class", "").split() for child in section)


def _front(empty: HtmlElement) -> str:
    front = copy.deepcopy(empty)
    front.get_element_by_id("contenido").drop_tree()  # its page would be blank
    _lead_elsewhere(front)
    _add_style(front, f'{_WITHOUT_NUMBER} .indice a::after {{ content: leader(". ") " " attr({_PAGE}) }}')
    return _written(front)


def _chapter(empty: HtmlElement, sections: list[HtmlElement], heads: str) -> str:
    chapter = copy.deepcopy(empty)
    chapter.get_element_by_id("contenido").extend(sections)
    _lead_elsewhere(chapter)
    _add_style(chapter, heads)
    return _written(chapter)


def _running_heads(page: HtmlElement) -> str:
    """What the margins of a chapter say: the cover, which says it to the others, is not in it."""
    said = {name: _said(page, tag, name) for tag, name in _SAID}
    top = " ".join((_string(said["institucion"]), r'"\A "', _string(said["periodo"])))
    foot = _string(" · ".join(filter(None, (said["estado"], said["advertencia-portada"]))))
    return f"{_WITHOUT_NUMBER} @page {{ @top-left {{ content: {top} }} @bottom-left {{ content: {foot} }} }}"


_WITHOUT_NUMBER = '@page { @bottom-right { content: " " } }'
_SAID = (("span", "institucion"), ("p", "periodo"), ("p", "estado"), ("p", "advertencia-portada"))


def _said(page: HtmlElement, tag: str, name: str) -> str:
    covers = with_class(page, "header", "portada")
    return next((text_of(found) for cover in covers for found in with_class(cover, tag, name)), "")


def _string(text: str) -> str:
    """A text as a style sheet writes it, which cannot end the sheet."""
    return '"' + _NOT_IN_A_STRING.sub(lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def _lead_elsewhere(piece: HtmlElement) -> None:
    here = set(piece.xpath("//@id"))
    for link in _links(piece):
        target = link.get("href", "")
        if target.startswith("#") and target[1:] not in here:
            link.set("href", f"{ELSEWHERE}{target[1:]}")


def _links(page: HtmlElement) -> Iterator[HtmlElement]:
    return page.iter("a")


def _add_style(page: HtmlElement, rules: str) -> None:
    """Put rules for paper after all others."""
    style = page.makeelement("style")
    style.text = f"@media print {{ {rules} }}"
    page.find("head").append(style)


def _clear(element: HtmlElement) -> None:
    for child in list(element):
        element.remove(child)


def _parsed(document: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    return document_fromstring(document.encode(), parser=parser)


def _written(page: HtmlElement) -> str:
    return f"<!DOCTYPE html>\n{to_html(page)}\n"
