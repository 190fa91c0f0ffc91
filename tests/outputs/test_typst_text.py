"""Names from the data are printed as they are, whatever characters they contain."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fromstring
from paper_texts import texts_of

from helpers.audit.pages.pdf_words import pdf_words
from helpers.audit.pages.word_differences import numbers_and_words
from helpers.base.characters import printable
from helpers.outputs.pdf.report_pdf import write_pdf
from helpers.outputs.pdf.typst_text import InlineWriter, Pictures, array, call, joined, quoted

HOSTILE = (
    '"Norte"', r"C:\Nueva\tabla", r"a\u{41}b", "#panic(1)", "#let x = 1", "$x^2$", "*negrita*", "_cursiva_", "@fig", "<etiqueta>",
    "= Título", "- punto", "+ número", "/ término: x", "`código`", "// nada", "/* nada */", "a~b", "--- ...", "[x](y)", "{x; y}", "http://a.b",
    "línea\nsiguiente", "tab\tulado", "&amp;", "100 %", "'x'", "\\", '"', '\\"', '"); panic("', "#", "50%%", "a\u00a0b", "¿Qué? «¡Sí!»",
)  # fmt: skip


def printed(folder: Path, body: str) -> Path:
    """The PDF of a page of one section."""
    head = '<!doctype html><html lang="es"><head><title>Hoja</title></head>'
    page = f'{head}<body><main><section id="sec-a"><h2>Nombres</h2>{body}</section></main></body></html>'
    write_pdf(page, folder / "a.pdf")
    return folder / "a.pdf"


def lines_of(path: Path) -> list[str]:
    """The printed lines of all pages, with runs of blanks as one blank."""
    return [" ".join(line.split()) for text in texts_of(path) for line in text.splitlines()]


@pytest.mark.pdf
@pytest.mark.parametrize("where", ["p", "li", "td", "th", "h3", "figcaption"])
def test_no_name_becomes_a_command(where, tmp_path):
    wrap = {
        "p": "<p>{}</p>", "li": "<ul><li>{}</li></ul>", "h3": "<h3>{}</h3>",
        "td": "<table><thead><tr><th>N</th></tr></thead><tbody><tr><td>{}</td></tr></tbody></table>",
        "th": "<table><thead><tr><th>{}</th></tr></thead><tbody><tr><td>N</td></tr></tbody></table>",
        "figcaption": "<figure class='cuadro' id='cuadro-{}'><figcaption>{}</figcaption><table><thead><tr><th>N</th></tr>"
        "</thead><tbody><tr><td>1</td></tr></tbody></table></figure>",
    }[where]  # fmt: skip
    body = "".join(wrap.replace("cuadro-{}", f"cuadro-{at}").format(escape(name)) for at, name in enumerate(HOSTILE))
    text = "".join("".join(lines_of(printed(tmp_path, body))).split())
    assert [name for name in HOSTILE if "".join(name.split()) not in text] == []


@pytest.mark.pdf
@pytest.mark.parametrize("where", ["class", "id", "href", "alt", "data-cifra"])
def test_no_attribute_becomes_a_command(where, tmp_path):
    drawn = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnIHZpZXdCb3g9JzAgMCA0IDInLz4="
    shapes = {
        "class": '<p class="{}">Uno</p>', "id": '<h3 id="{}">Uno</h3>', "href": '<p><a href="{}">Uno</a></p>',
        "alt": f'<p><img alt="{{}}" src="{drawn}"> Uno</p>', "data-cifra": '<p><data data-cifra="{}">Uno</data></p>',
    }  # fmt: skip
    names = [name for name in HOSTILE if name.strip()]
    body = "".join(shapes[where].format(escape(name, quote=True)) for name in names)
    assert "".join(lines_of(printed(tmp_path, body))).count("Uno") == len(names)


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40), max_size=30))
@pytest.mark.pdf
def test_any_printable_text_can_be_read_back_from_the_pdf(tmp_path_factory, texts):
    """Every text of a report passes through `printable` first."""
    texts = [printable(text) for text in texts]
    folder = tmp_path_factory.mktemp("papel")
    path = printed(folder, "".join(f"<p>{escape(text)}</p>" for text in texts))
    due = [word for text in texts for word in numbers_and_words(text)]
    assert "".join(word.text for word in pdf_words(path)) == "".join(["Nombres", *due])


@given(st.text(st.characters(codec="utf-8")))
def test_a_quoted_string_has_no_unescaped_quote_and_no_line_break(text):
    inside = quoted(text)[1:-1]
    assert quoted(text)[0] == quoted(text)[-1] == '"'
    assert inside.replace("\\\\", "").replace('\\"', "").count('"') == 0 and "\n" not in inside


def written(markup: str, anchors: tuple[str, ...] = ()) -> str:
    return InlineWriter(Pictures(), anchors).write(fromstring(f"<p>{markup}</p>"))


@pytest.mark.parametrize(
    ("markup", "due"),
    [
        ("uno  dos\n tres", '"uno dos tres"'),
        (" uno <b>dos </b> tres", '{"uno "; strong("dos "); "tres"}'),
        ("uno<br> dos", '{"uno"; linebreak(); "dos"}'),
        ('<data data-cifra="x/1">92,16 %</data>', 'cifra("x/1", "92,16\u00a0%")'),
        ("<data>5</data>", '"5"'),
        ('<span class="semaforo rojo">Bajo</span>', 'semaforo("rojo", "Bajo")'),
        ('<a href="#sec-a">aquí</a>', 'link(label("sec-a"), "aquí")'),
        ('<a href="#sec-b">aquí</a>', '"aquí"'),
        ('<a href="javascript:x()">aquí</a>', '"aquí"'),
        ('<a href="https://a.bo">aquí</a>', 'link("https://a.bo", "aquí")'),
        ("", "none"),
        ("<details>x</details><script>y</script>", "none"),
    ],
)
def test_markup_within_a_line_becomes_typst_code(markup, due):
    assert written(markup, ("sec-a",)) == due


def test_typst_code_of_pieces_calls_and_arrays():
    assert (joined([]), joined(["a"]), joined(["a", "b"])) == ("none", "a", "{a; b}")
    assert call("f", "1", "x: 2") == "f(1, x: 2)"
    assert (array([]), array(["1"]), array(["1", "2"])) == ("()", "(1,)", "(1, 2)")
