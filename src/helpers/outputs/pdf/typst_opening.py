"""The part of a report before its sections, as Typst: metadata, cover and contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

from helpers.base.python_extras import not_none
from helpers.outputs.html.html_trees import text_of, with_class
from helpers.outputs.html.paper_parts import is_draft, metadata, watermarks
from helpers.outputs.pdf.typst_text import InlineWriter, array, call, quoted

LONG_INDEX = 30
"""From this number of tables and charts a report lists them, if the list fits on a page (`MOST_INDEX`)."""
MOST_INDEX = 130


def front(page: HtmlElement, inline: InlineWriter) -> Iterator[str]:
    """Yield the Typst calls before the sections: metadata, cover and contents.

    A page without a cover gets neither cover nor contents. `inline` writes the cover's particulars.
    """
    said = {name: _texts(page, name) for name in ("institucion", "sigla", "periodo", "estado")}
    first = {name: quoted(next(iter(texts), "")) for name, texts in said.items()}
    notices = _texts(page, "advertencia-portada")
    meta = metadata(page)
    document = {
        "titulo": quoted(text_of(not_none(page.find(".//title")))),
        "autor": quoted(meta.get("author", "")),
        "descripcion": quoted(meta.get("description", "")),
        "institucion": first["institucion"],
        "periodo": first["periodo"],
        "referencia": quoted(meta.get("referencia", "")),
        "estado": quoted(" · ".join(filter(None, [*said["estado"][:1], *notices]))),
        "marcas": array([quoted(mark) for mark in watermarks(page)]),
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
        "borrador": "true" if is_draft(page) else "false",
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
