"""The part of a report before its sections, as Typst: metadata, cover and contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from helpers.base.python_extras import not_none
from helpers.outputs.html.assembly_problems import PdfFailed
from helpers.outputs.html.html_trees import text_of, with_class
from helpers.outputs.pdf.typst_text import InlineWriter, array, call, classes, quoted

LONG_INDEX = 30
"""From this number of tables and charts a report lists them, if the list fits on a page."""
MOST_INDEX = 130


def front(page: HtmlElement, inline: InlineWriter) -> Iterator[str]:
    """Yield the calls before the sections. A page without a cover gets neither cover nor contents.

    Raises
    ------
    PdfFailed
        If the page or its cover has no title.
    """
    written = _Front(page, inline)
    yield written.document()
    yield from written.cover()


@dataclass
class _Front:
    page: HtmlElement
    inline: InlineWriter

    def _first(self, name: str) -> str:
        return next((text_of(one) for one in with_class(self.page, "*", name)), "")

    def _meta(self, name: str) -> str:
        return next((one.get("content", "") for one in self.page.iter("meta") if one.get("name") == name), "")

    @cached_property
    def _marks(self) -> list[str]:
        asides = with_class(self.page, "aside", "aviso-marcas")
        return [text_of(strong) for aside in asides for strong in aside.iter("strong")]

    @cached_property
    def _notices(self) -> list[str]:
        return [text_of(one) for one in with_class(self.page, "*", "advertencia-portada")]

    def document(self) -> str:
        given = {
            "titulo": _text_in(self.page, ".//title", "la página no tiene título (title)"),
            "autor": self._meta("author"),
            "descripcion": self._meta("description"),
            "institucion": self._first("institucion"),
            "periodo": self._first("periodo"),
            "estado": " · ".join(filter(None, [self._first("estado"), *self._notices])),
        }
        named = [f"{name}: {quoted(value)}" for name, value in given.items()]
        marks = array([quoted(mark) for mark in self._marks])
        return f"show: documento.with({', '.join(named)}, marcas: {marks}, fecha: fecha)"

    def cover(self) -> Iterator[str]:
        cover = next(with_class(self.page, "header", "portada"), None)
        if cover is None:
            return
        particulars = [pair for sheet in with_class(cover, "dl", "ficha") for pair in self.inline.pairs(sheet)]
        given = {
            "institucion": quoted(self._first("institucion")),
            "sigla": quoted(self._first("sigla")),
            "titulo": quoted(_text_in(cover, "h1", "la portada no tiene título (h1)")),
            "periodo": quoted(self._first("periodo")),
            "estado": quoted(self._first("estado")),
            "avisos": array([quoted(one) for one in self._notices]),
            "datos": array(particulars),
            "borrador": "true" if "borrador" in classes(not_none(self.page.find(".//body"))) else "false",
        }
        yield call("portada", *(f"{name}: {value}" for name, value in given.items()))
        yield call("indice", *(quoted(kind) for kind in self._listed))

    @property
    def _listed(self) -> list[str]:
        """The kinds of figures that are listed after the contents."""
        counts = {kind: sum(1 for _ in with_class(self.page, "figure", kind)) for kind in ("cuadro", "grafico")}
        return [kind for kind, count in counts.items() if count and LONG_INDEX <= sum(counts.values()) <= MOST_INDEX]


def _text_in(element: HtmlElement, path: str, problem: str) -> str:
    """Return the text of a required element.

    Raises
    ------
    PdfFailed
        With `problem`, if the element is missing.
    """
    found = element.find(path)
    if found is None or not text_of(found):
        raise PdfFailed([problem])
    return text_of(found)
