"""A finished page → Typst: each element becomes a call of a function of `typst/informe.typ`.

The page is the one description of what is printed: its sections are numbered, its references filled and its findings
marked once, for screen and paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lxml import html
from lxml.html import HtmlElement

from helpers.assemble.markup import HEADINGS, text_of, with_class
from helpers.assemble.typst_tables import WHOLE, PrintedTable
from helpers.assemble.typst_text import ON_SCREEN_ALONE, InlineWriter, Pictures, array, call, classes, joined, quoted

HOLDERS = frozenset({"div", "section", "header", "main", "article", "nav", "aside", "footer", "figure"})
"""Elements that only hold others."""
BOXES = frozenset({"cifras-clave", "firmas", "recuadro", "hallazgo", "formula"})
"""Classes of holders that are drawn."""
BLOCKS = HOLDERS | {"p", "table", "ul", "ol", "dl", "blockquote", "pre", "hr", *HEADINGS}
LISTS = {"ul": "list", "ol": "enum"}
LONG_INDEX = 30
"""Tables and charts from which on a report lists them, if that takes no more than a page (`report.md`)."""
MOST_INDEX = 130


@dataclass
class Source:
    """A page on its way to paper: Typst, and the pictures that it shows.

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
        """The document as Typst; it expects the functions of `informe.typ`."""
        parts = [self._document(), *self._front()]
        for section in self._sections():
            if "seccion" in classes(section) and section.find("ul[@class='lista-no-incluye']") is None:
                parts.append("pagebreak(weak: true)")
            parts.append(call("seccion", quoted(section.get("id") or ""), "{" + "\n".join(self._blocks(section)) + "}"))
        return "\n".join(f"#{part}" for part in parts) + "\n"

    def section(self) -> str:
        """One section alone, without cover or contents."""
        return "\n".join(f"#{part}" for part in self._blocks(self.page)) + "\n"

    @cached_property
    def _inline(self) -> InlineWriter:
        return InlineWriter(self.pictures, self._anchors)

    @cached_property
    def _anchors(self) -> frozenset[str]:
        """What a link may lead to: sections, headings, tables and charts."""
        return frozenset(one.get("id") for one in self.page.iter("section", "figure", *HEADINGS) if one.get("id"))

    def _sections(self) -> Sequence[HtmlElement]:
        return [one for main in self.page.iter("main") for one in main if isinstance(one.tag, str)]

    def _first(self, name: str) -> str:
        return next((text_of(one) for one in with_class(self.page, "*", name)), "")

    def _meta(self, name: str) -> str:
        return next((one.get("content") for one in self.page.iter("meta") if one.get("name") == name), "")

    @cached_property
    def _marks(self) -> list[str]:
        asides = with_class(self.page, "aside", "aviso-marcas")
        return [text_of(strong) for aside in asides for strong in aside.iter("strong")]

    @cached_property
    def _notices(self) -> list[str]:
        return [text_of(one) for one in with_class(self.page, "*", "advertencia-portada")]

    def _document(self) -> str:
        given = {
            "titulo": text_of(self.page.find(".//title")),
            "autor": self._meta("author"),
            "descripcion": self._meta("description"),
            "institucion": self._first("institucion"),
            "periodo": self._first("periodo"),
            "estado": " · ".join(filter(None, [self._first("estado"), *self._notices])),
        }
        named = [f"{name}: {quoted(value)}" for name, value in given.items()]
        marks = array([quoted(mark) for mark in self._marks])
        return f"show: documento.with({', '.join(named)}, marcas: {marks}, fecha: fecha)"

    def _front(self) -> Iterator[str]:
        cover = next(with_class(self.page, "header", "portada"), None)
        if cover is None:
            return
        particulars = [
            array([quoted(text_of(pair.find("dt"))), self._inline.write(pair.find("dd"))])
            for sheet in with_class(cover, "dl", "ficha") for pair in sheet.iter("div")
        ]  # fmt: skip
        given = {
            "institucion": quoted(self._first("institucion")),
            "sigla": quoted(self._first("sigla")),
            "titulo": quoted(text_of(cover.find("h1"))),
            "periodo": quoted(self._first("periodo")),
            "estado": quoted(self._first("estado")),
            "avisos": array([quoted(one) for one in self._notices]),
            "datos": array(particulars),
            "borrador": "true" if "borrador" in classes(self.page.find(".//body")) else "false",
        }
        yield call("portada", *(f"{name}: {value}" for name, value in given.items()))
        yield call("indice", *(quoted(kind) for kind in self._listed))

    @property
    def _listed(self) -> list[str]:
        """The kinds of figures that are listed after the contents."""
        counts = {kind: sum(1 for _ in with_class(self.page, "figure", kind)) for kind in ("cuadro", "grafico")}
        return [kind for kind, count in counts.items() if count and LONG_INDEX <= sum(counts.values()) <= MOST_INDEX]

    # --- blocks ---------------------------------------------------------------------------------------------------

    def _blocks(self, parent: HtmlElement) -> Iterator[str]:
        """The blocks of an element; neighbours that need a landscape page share it, with the heading before them."""
        waiting: list[str] = []
        wide: list[str] = []
        for written, is_wide, is_heading in self._flow(parent):
            if is_wide:
                wide += [*waiting, written]
                waiting = []
            elif is_heading:
                waiting.append(written)
            else:
                if wide:
                    yield call("apaisadas", "{" + "\n".join(wide) + "}")
                    wide = []
                yield from (*waiting, written)
                waiting = []
        if wide:
            yield call("apaisadas", "{" + "\n".join(wide) + "}")
        yield from waiting

    def _flow(self, parent: HtmlElement) -> Iterator[tuple[str, bool, bool]]:
        """Each block as Typst, whether it needs a landscape page, and whether it is a heading."""
        line: list[HtmlElement | str] = [parent.text or ""]
        for child in parent:
            if isinstance(child.tag, str) and child.tag not in ON_SCREEN_ALONE:
                if child.tag in BLOCKS:
                    yield from self._line(line)
                    line = []
                    yield from self._block(child)
                else:
                    line.append(child)
            line.append(child.tail or "")
        yield from self._line(line)

    def _line(self, pieces: list[HtmlElement | str]) -> Iterator[tuple[str, bool, bool]]:
        if any(not isinstance(piece, str) or piece.strip() for piece in pieces):
            yield call("parrafo", self._inline.of_pieces(pieces)), False, False

    def _block(self, element: HtmlElement) -> Iterator[tuple[str, bool, bool]]:
        names = classes(element)
        if element.tag in HEADINGS:
            yield self._heading(element), False, True
        elif element.tag == "figure" and "cuadro" in names:
            yield from self._cuadro(element)
        elif element.tag == "figure" and "grafico" in names:
            yield self._chart(element), False, False
        elif element.tag in HOLDERS and BOXES.isdisjoint(names):
            yield from self._flow(element)
        elif element.tag == "table":
            printed = PrintedTable(element)
            yield printed.write(self.content), printed.is_landscape, False
        elif (written := self._plain(element, names)) is not None:
            yield written, False, False

    def _plain(self, element: HtmlElement, names: list[str]) -> str | None:
        """A block that needs no landscape page; None where it holds nothing."""
        if not BOXES.isdisjoint(names):
            return self._box(element, names)
        if element.tag in LISTS:
            items = [self.content(item) for item in element.iterchildren("li")]
            return call(LISTS[element.tag], *items) if items else None
        if element.tag == "dl":
            return self._terms(element)
        if element.tag == "blockquote":
            return call("cita", self.content(element))
        if element.tag == "pre":
            return self._typed(element)
        if element.tag == "hr":
            return "line(length: 100%, stroke: 0.5pt + regla)"
        return self._paragraph(element, names)

    def _box(self, element: HtmlElement, names: list[str]) -> str:
        if "cifras-clave" in names:
            return call("cifras-clave", array([self._card(card) for card in with_class(element, "div", "cifra-clave")]))
        if "firmas" in names:
            return call("firmas", array([self._inline.write(one) for one in with_class(element, "div", "firma")]))
        if "formula" in names:
            return self._formula(element)
        if "hallazgo" in names:
            kind = next((name for name in names if name in ("error", "advertencia", "nota")), "nota")
            return call("hallazgo", quoted(kind), self.content(element))
        return call("recuadro", self.content(element))

    def _typed(self, element: HtmlElement) -> str:
        lines = [quoted(line) for line in element.text_content().splitlines()]
        return call("codigo", joined([piece for line in lines for piece in (line, "linebreak()")]))

    def _paragraph(self, element: HtmlElement, names: list[str]) -> str | None:
        body = self._inline.write(element)
        if body == "none":
            return None
        if "dictamen" in names:
            return call("dictamen", quoted(names[-1]), body)
        if {"nota", "marca-hallazgos", "fuente"} & {*names}:
            return call("nota", body)
        after = element.getnext()
        leads = after is not None and (after.tag == "figure" or "firmas" in classes(after))
        return call("rotulo" if "formula-nombre" in names else "entrada" if leads else "parrafo", body)

    def content(self, element: HtmlElement) -> str:
        """What an element holds: blocks, or a line."""
        if any(child.tag in BLOCKS for child in element):
            return joined([written for written, _, _ in self._flow(element)])
        return self._inline.write(element)

    def _heading(self, heading: HtmlElement) -> str:
        number = next(with_class(heading, "span", "numero"), None)
        level = max(1, int(heading.tag[1]) - 1)
        section = heading.getparent()
        of_section = heading.tag == "h2" and section.tag == "section"
        anchor = (section.get("id") if of_section else None) or heading.get("id")
        return call("titulo", str(level), quoted(anchor) if anchor else "none", *self._numbered(heading, number))

    def _caption(self, figure: HtmlElement) -> tuple[str, str]:
        caption = figure.find(".//figcaption")
        if caption is None:
            return "none", "none"
        return self._numbered(caption, next(with_class(caption, "span", "numero"), None))

    def _numbered(self, element: HtmlElement, number: HtmlElement | None) -> tuple[str, str]:
        """The number of a heading or a caption, and its words."""
        if number is None:
            return "none", self._inline.write(element)
        return quoted(text_of(number)), self._inline.write(element, [number])

    def _notes(self, figure: HtmlElement) -> str:
        return joined([written for note in figure.iterchildren("p") for written, _, _ in self._block(note)])

    def _cuadro(self, figure: HtmlElement) -> Iterator[tuple[str, bool, bool]]:
        number, caption = self._caption(figure)
        printed = [PrintedTable(table, "apaisado" in classes(figure)) for table in figure.iter("table")]
        whole = sum(one.height for one in printed) < WHOLE
        below = {id(printed[-1]): self._notes(figure)} if printed else {}
        body = joined([one.write(self.content, below.get(id(one), "none"), whole=whole) for one in printed])
        anchor = quoted(figure.get("id")) if figure.get("id") else "none"
        written = call("cuadro", anchor, number, caption, body, f"partible: {'false' if whole else 'true'}")
        yield written, any(one.is_landscape for one in printed), False

    def _chart(self, figure: HtmlElement) -> str:
        number, caption = self._caption(figure)
        image = figure.find(".//img")
        name = self.pictures.add(image)
        _, width, height = self.pictures.box(name)
        drawing = call("dibujo", quoted(name), quoted(image.get("alt") or ""), f"{width / height:.4f}")
        return call("grafico", quoted(figure.get("id")), number, caption, drawing, self._notes(figure))

    def _formula(self, block: HtmlElement) -> str:
        image = block.find(".//img")
        if image is None:
            return call("parrafo", self._inline.write(block))
        name = self.pictures.add(image)
        _, _, height = self.pictures.box(name)
        words = next((self._inline.write(one) for one in with_class(block, "span", "palabras")), "none")
        return call("formula", quoted(name), quoted(image.get("alt") or ""), f"{height / 100:.3f}em", words)

    def _card(self, card: HtmlElement) -> str:
        return array([array([quoted(classes(part)[0]), self._inline.write(part)]) for part in card.iterchildren("p")])

    def _terms(self, listed: HtmlElement) -> str:
        pairs = [(pair.find("dt"), pair.find("dd")) for pair in listed.iter("div")]
        return call("ficha", array([array([quoted(text_of(term)), self._inline.write(told)]) for term, told in pairs]))


def source_of(document: str) -> Source:
    """A finished page, ready to be written as Typst.

    Parameters
    ----------
    document : str
        The whole HTML page.
    """
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    return Source(html.document_fromstring(document.encode(), parser=parser))
