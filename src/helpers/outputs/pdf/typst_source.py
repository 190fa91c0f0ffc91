"""Translates a finished page to Typst: each element becomes a call of a function of `typst/informe.typ`.

The page is the only description of what is printed. Sections are numbered, references filled and findings marked once,
for screen and paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml.html import HtmlElement

from helpers.base.python_extras import not_none
from helpers.outputs.html import paper_parts as paper
from helpers.outputs.html.closing_section import CLOSING_ID
from helpers.outputs.html.html_trees import (
    HEADINGS,
    above,
    classes,
    first_number,
    introduces_next,
    level_of,
    text_of,
    with_class,
)
from helpers.outputs.pdf.typst_tables import WHOLE, PrintedTable
from helpers.outputs.pdf.typst_text import InlineWriter, Pictures, array, call, joined, quoted

TURNED = "apaisadas"
"""The function of `informe.typ` for landscape pages; a section that begins with it needs no page break before it."""
LISTS = {"ul": "list", "ol": "enum"}
CLOSING_ROOM = "hueco: 55mm"
"""The room that the closing section needs to stand below another on its page; other sections begin a page."""
LONG_INDEX = 30
"""From this number of tables and charts a report lists them, if the list fits on a page (`MOST_INDEX`)."""
MOST_INDEX = 130


@dataclass
class Source:
    """A page as Typst, with its pictures.

    Attributes
    ----------
    page : HtmlElement
        The whole page.
    pictures : Pictures
        Filled while the source is written.
    """

    page: HtmlElement
    pictures: Pictures = field(default_factory=Pictures)

    def text(self) -> str:
        """Return the whole document as Typst, with cover and contents; it calls the functions of `informe.typ`.

        Raises
        ------
        PdfFailed
            If a picture cannot be printed.
        """
        parts = list(_front(self.page, self._inline))
        for section in paper.sections(self.page):
            written = list(self._blocks(section))
            if "seccion" in classes(section) and not (written and written[0].startswith(TURNED)):
                omits = section.find("ul[@class='lista-no-incluye']") is not None
                room = CLOSING_ROOM if section.get("id") == CLOSING_ID else ""
                parts.append("en-la-misma-pagina" if omits else f"pagina-de-seccion({room})")
            parts.append(call("seccion", quoted(section.get("id") or ""), "{" + "\n".join(written) + "}"))
        return "\n".join(f"#{part}" for part in parts) + "\n"

    def section(self) -> str:
        """Return one section as Typst, without cover or contents; errors of pictures as in `text`."""
        return "\n".join(f"#{part}" for part in self._blocks(self.page)) + "\n"

    @cached_property
    def _inline(self) -> InlineWriter:
        return InlineWriter(self.pictures, paper.anchors(self.page))

    # --- blocks ---------------------------------------------------------------------------------------------------

    def _blocks(self, parent: HtmlElement) -> Iterator[str]:
        """Yield the blocks of an element as Typst.

        Neighbouring blocks that need a landscape page share it with the heading and the introduction before them.
        """
        waiting: list[str] = []
        wide: list[str] = []
        for written, is_wide, leads in self._flow(parent):
            if is_wide:
                wide += [*waiting, written]
                waiting = []
            elif leads:
                waiting.append(written)
            else:
                if wide:
                    yield call(TURNED, "{" + "\n".join(wide) + "}")
                    wide = []
                yield from (*waiting, written)
                waiting = []
        if wide:
            yield call(TURNED, "{" + "\n".join(wide) + "}")
        yield from waiting

    def _flow(self, parent: HtmlElement) -> Iterator[tuple[str, bool, bool]]:
        """Yield each block as Typst, whether it needs a landscape page, and whether it leads to the next one."""
        for block in paper.blocks(parent):
            if isinstance(block, list):
                yield call("parrafo", self._inline.of_pieces(block)), False, False
            else:
                yield from self._block(block)

    def _block(self, element: HtmlElement) -> Iterator[tuple[str, bool, bool]]:
        """Yield a block as in `_flow`; nothing for an empty one."""
        names = classes(element)
        if element.tag in HEADINGS:
            yield self._heading(element), False, True
        elif element.tag == "figure" and "cuadro" in names:
            yield from self._cuadro(element)
        elif element.tag == "figure" and "grafico" in names:
            yield self._chart(element), False, False
        elif element.tag == "table":
            printed = PrintedTable(element)
            yield printed.write(self.content), printed.is_landscape, False
        elif (written := self._plain(element, names)) is not None:
            yield written, False, introduces_next(element)

    def _plain(self, element: HtmlElement, names: list[str]) -> str | None:
        """Return a box, list, quotation, typed text, rule or paragraph, by its tag and classes; None if it is empty."""
        if not paper.BOXES.isdisjoint(names):
            return self._box(element, names)
        if element.tag in LISTS:
            items = [self.content(item) for item in element.iterchildren("li")]
            start = [f"start: {first_number(element)}"] if element.tag == "ol" else []
            written = call(LISTS[element.tag], *start, *items) if items else None
            return call("junto-a-lo-que-sigue", written) if written and introduces_next(element) else written
        if element.tag == "dl":
            return call("ficha", array(list(self._inline.pairs(element))))
        if element.tag == "blockquote":
            return call("cita", self.content(element))
        if element.tag == "pre":
            return self._typed(element)
        if element.tag == "hr":
            return "line(length: 100%, stroke: 0.5pt + regla)"
        return self._paragraph(element, names)

    def _box(self, element: HtmlElement, names: list[str]) -> str:
        """Return key figures, signatures, a formula or a finding as Typst."""
        if "cifras-clave" in names:
            return call("cifras-clave", array([self._card(card) for card in with_class(element, "div", "cifra-clave")]))
        if "firmas" in names:
            return call("firmas", array([self._inline.write(one) for one in with_class(element, "div", "firma")]))
        if "formula" in names:
            return self._formula(element)
        kind = next((name for name in names if name in ("error", "advertencia", "nota")), "nota")
        return call("hallazgo", quoted(kind), self.content(element))

    def _typed(self, element: HtmlElement) -> str:
        """Return preformatted text, line by line."""
        lines = [quoted(line) for line in element.text_content().splitlines()]
        return call("codigo", joined([piece for line in lines for piece in (line, "linebreak()")]))

    def _paragraph(self, element: HtmlElement, names: list[str]) -> str | None:
        """Return a paragraph as Typst: by its classes (`names`) a verdict, a note or a formula's name, else plain text.

        Plain text that introduces what follows is marked as such. None if the paragraph is empty.
        """
        body = self._inline.write(element)
        if body == "none":
            return None
        if "dictamen" in names:
            return call("dictamen", quoted(names[-1]), body)
        if not paper.NOTES.isdisjoint(names):
            return call("nota", body)
        leads = introduces_next(element)
        return call("rotulo" if "formula-nombre" in names else "entrada" if leads else "parrafo", body)

    def content(self, element: HtmlElement) -> str:
        """Return what an element contains as one piece of Typst, blocks or a line; `none` if it is empty."""
        if any(child.tag in paper.BLOCKS for child in element):
            return joined([written for written, _, _ in self._flow(element)])
        return self._inline.write(element)

    def _heading(self, heading: HtmlElement) -> str:
        """Return a heading, one level higher than on the page; a section's title has the section's id."""
        level = max(1, level_of(heading) - 1)
        section = above(heading)
        of_section = heading.tag == "h2" and section.tag == "section"
        anchor = (section.get("id") if of_section else None) or heading.get("id")
        return call("titulo", str(level), quoted(anchor) if anchor else "none", *self._numbered(heading))

    def _caption(self, figure: HtmlElement) -> tuple[str, str]:
        """Return the number and the text of a caption; both `none` without one."""
        caption = figure.find(".//figcaption")
        return ("none", "none") if caption is None else self._numbered(caption)

    def _numbered(self, element: HtmlElement) -> tuple[str, str]:
        """Return the number of a heading or a caption, and its text."""
        number, rest = paper.numbered(element)
        return quoted(number) if number else "none", self._inline.of_pieces(rest)

    def _notes(self, figure: HtmlElement) -> str:
        """Return the paragraphs directly in a table's or a chart's figure, as one piece; `none` without any."""
        return joined([written for note in figure.iterchildren("p") for written, _, _ in self._block(note)])

    def _cuadro(self, figure: HtmlElement) -> Iterator[tuple[str, bool, bool]]:
        """Yield a table as in `_flow`, with its number, caption and notes."""
        number, caption = self._caption(figure)
        printed = [PrintedTable(table, "apaisado" in classes(figure)) for table in figure.iter("table")]
        whole = sum(one.height for one in printed) < WHOLE
        below = {id(printed[-1]): self._notes(figure)} if printed else {}
        body = joined([one.write(self.content, below.get(id(one), "none"), whole=whole) for one in printed])
        anchor = quoted(name) if (name := figure.get("id")) else "none"
        written = call("cuadro", anchor, number, caption, body, f"partible: {'false' if whole else 'true'}")
        yield written, any(one.is_landscape for one in printed), False

    def _chart(self, figure: HtmlElement) -> str:
        """Return a chart with its caption and notes."""
        number, caption = self._caption(figure)
        image, named = not_none(figure.find(".//img")), figure.get("id")
        drawing = call("dibujo", quoted(self.pictures.add(image)), quoted(image.get("alt") or ""))
        return call("grafico", quoted(named) if named else "none", number, caption, drawing, self._notes(figure))

    def _formula(self, block: HtmlElement) -> str:
        """Return a formula's picture with its words below."""
        image = not_none(block.find(".//img"))
        name = self.pictures.add(image)
        height = f"{self.pictures.formula_height(name):.3f}em"
        words = next((self._inline.write(one) for one in with_class(block, "span", "palabras")), "none")
        return call("formula", quoted(name), quoted(image.get("alt") or ""), height, words)

    def _card(self, card: HtmlElement) -> str:
        return array([array([quoted(role), self._inline.write(part)]) for role, part in paper.card_lines(card)])


def _front(page: HtmlElement, inline: InlineWriter) -> Iterator[str]:
    """Yield the Typst calls before the sections: metadata, cover and contents.

    A page without a cover gets neither cover nor contents. `inline` writes the cover's particulars.
    """
    said = {name: _texts(page, name) for name in ("institucion", "sigla", "periodo", "estado")}
    first = {name: quoted(next(iter(texts), "")) for name, texts in said.items()}
    notices = _texts(page, "advertencia-portada")
    meta = paper.metadata(page)
    document = {
        "titulo": quoted(text_of(not_none(page.find(".//title")))),
        "autor": quoted(meta.get("author", "")),
        "descripcion": quoted(meta.get("description", "")),
        "institucion": first["institucion"],
        "periodo": first["periodo"],
        "referencia": quoted(meta.get("referencia", "")),
        "estado": quoted(" · ".join(filter(None, [*said["estado"][:1], *notices]))),
        "marcas": array([quoted(mark) for mark in paper.watermarks(page)]),
    }
    cover = next(with_class(page, "header", "portada"), None)
    if cover is None:
        yield f"show: documento.with({_named(document)}, fecha: fecha)"
        return
    # The sections of a report begin pages, or have their own distance from the one before.
    yield f"show: documento.with({_named(document)}, fecha: fecha, sobre-titulo: 0mm)"
    particulars = [pair for sheet in with_class(cover, "dl", "ficha") for pair in inline.pairs(sheet)]
    given = {
        "institucion": first["institucion"],
        "sigla": first["sigla"],
        "titulo": quoted(text_of(not_none(cover.find("h1")))),
        "periodo": first["periodo"],
        "estado": first["estado"],
        "avisos": array([quoted(one) for one in notices]),
        "emblema": _emblem(cover, inline),
        "datos": array(particulars),
        "borrador": "true" if paper.is_draft(page) else "false",
    }
    yield call("portada", _named(given))
    counts = {kind: sum(1 for _ in with_class(page, "figure", kind)) for kind in ("cuadro", "grafico")}
    fits = LONG_INDEX <= sum(counts.values()) <= MOST_INDEX
    yield call("indice", *(quoted(kind) for kind, count in counts.items() if count and fits))


def _emblem(cover: HtmlElement, inline: InlineWriter) -> str:
    """Return the emblem's file and its alternative text as a Typst array; `none` without one."""
    image = next((one for place in with_class(cover, "p", "emblema") for one in place.iter("img")), None)
    return "none" if image is None else array([quoted(inline.pictures.add(image)), quoted(image.get("alt") or "")])


def _texts(page: HtmlElement, name: str) -> list[str]:
    """Return the texts of the elements of a class, in document order."""
    return [text_of(one) for one in with_class(page, "*", name)]


def _named(arguments: Mapping[str, str]) -> str:
    """Return named arguments of a Typst call, separated by commas."""
    return ", ".join(f"{name}: {value}" for name, value in arguments.items())
