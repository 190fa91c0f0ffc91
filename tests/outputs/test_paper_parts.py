"""What PDF and Word read of a page: blocks, and the parts of a line."""

from __future__ import annotations

import pytest
from lxml.html import fromstring

from helpers.outputs.html.paper_parts import Marked, Number, Part, blocks, contents, line, numbered


def shown(part: Part) -> object:
    """A part of a line as plain values: an element with parts as its tag and these."""
    if isinstance(part, Marked):
        return part.element.tag, [shown(one) for one in part.parts]
    return part if isinstance(part, str | Number) else part.tag


@pytest.mark.parametrize(
    ("markup", "due"),
    [
        (" uno \n dos", ["uno dos"]),
        ("uno <b> dos </b> tres", ["uno ", ("b", ["dos "]), "tres"]),
        ("uno <br> dos", ["uno ", "br", "dos"]),
        ("a/<wbr></wbr>b", ["a/", "\u200b", "b"]),
        ('<data data-cifra="x/1">92,16 %</data>', [Number("92,16\u00a0%", "x/1")]),
        ('<data data-forma="letras">nueve mil</data>', [Number("nueve mil", "")]),
        ("<b> </b><details>x</details><!-- y -->", []),
    ],
)
def test_a_line_has_texts_numbers_and_marks_without_spare_blanks(markup, due):
    assert [shown(one) for one in line(contents(fromstring(f"<p>{markup}</p>")))] == due


def test_blocks_come_out_of_what_only_holds_them_and_loose_text_is_a_line():
    page = fromstring('<div>a <b>b</b><section><p>c</p> </section><div class="hallazgo nota"><p>d</p></div><figure class="cuadro"></figure>e</div>')
    found = ["".join(one if isinstance(one, str) else one.text for one in block) if isinstance(block, list) else block.tag for block in blocks(page)]
    assert found == ["a b", "p", "div", "figure", "e"]


def test_a_link_leads_to_what_is_printed_or_outside():
    targets = ["#sec-a", "#sec-b", "https://a.bo", "mailto:a@b.bo", "javascript:x()", ""]
    found = [Marked(fromstring(f'<a href="{target}">x</a>'), ["x"]).target({"sec-a"}) for target in targets]
    assert found == ["#sec-a", "", "https://a.bo", "mailto:a@b.bo", "", ""]


def test_the_number_of_a_heading_is_told_apart_from_its_text():
    said, rest = numbered(fromstring('<h2><span class="numero">1.2</span> Avance</h2>'))
    assert (said, line(rest)) == ("1.2", ["Avance"])
    assert numbered(fromstring("<h2>Avance</h2>")) == ("", ["Avance"])
