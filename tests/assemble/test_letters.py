"""A chart's letters on paper: text, each where its outline stood."""

from __future__ import annotations

import base64
import re

import pytest
from helpers.assemble.letters import chart_letters, with_letters
from lxml import etree

from helpers.assemble.paper import for_paper
from helpers.assemble.pdf import write_pdf
from helpers.charts import style

SVG = "{http://www.w3.org/2000/svg}"
SAID = ("Ejecución", "92,16 %", "Año «corrido»")
LACKING = "⟳"
"""No letter of the charts' own type: matplotlib's stands in."""


def picture(*, extra: str = "") -> str:
    with style.house_style():
        sheet = style.paper(200, 100)
        sheet.text(0.1, 0.8, SAID[0] + extra)
        sheet.text(0.1, 0.5, SAID[1], weight="bold", color=style.BLUE)
        sheet.text(0.9, 0.1, SAID[2], size=7.5, rotation=90)
        return style.to_svg(sheet)


def page(svg: str) -> str:
    data = base64.b64encode(svg.encode()).decode()
    return f'<html lang="es"><head><title>Hoja</title></head><body><img alt="x" src="data:image/svg+xml;base64,{data}"></body></html>'


def drawn(document: str) -> etree._Element:
    return etree.fromstring(base64.b64decode(re.search(r"svg\+xml;base64,([^\"]*)", document)[1]))


def test_each_line_is_a_text_with_its_letters_weight_size_and_colour():
    texts = list(drawn(with_letters(page(picture()))).iter(f"{SVG}text"))
    assert [text.text for text in texts] == [said.replace(" ", "") for said in SAID]
    assert [text.get("font-weight") for text in texts] == ["400", "700", "400"]
    assert [text.get("font-size") for text in texts] == ["8", "8", "7.5"]
    assert f"fill: {style.BLUE}" in texts[1].get("style")
    assert "rotate(-90)" in texts[2].get("transform")


def test_each_letter_stands_where_its_outline_stood():
    before, after = drawn(page(picture())), drawn(with_letters(page(picture())))
    line = next(group for group in before.iter(f"{SVG}g") if "scale(0.08 -0.08)" in group.get("transform", ""))
    shifts = [re.search(r"\((\S+) 0\)", use.get("transform", "translate(0 0)"))[1] for use in line.iter(f"{SVG}use")]
    places = next(after.iter(f"{SVG}text")).get("x").split()
    assert [float(place) for place in places] == pytest.approx([float(shift) * 0.08 for shift in shifts], abs=1e-4)


def test_no_outline_is_left_that_nothing_uses_and_none_is_lost_that_something_does():
    root = drawn(with_letters(page(picture(extra=LACKING))))
    used = [use.get("{http://www.w3.org/1999/xlink}href") for use in root.iter(f"{SVG}use")]
    outlines = [path.get("id") for path in root.iter(f"{SVG}path") if path.get("id")]
    assert len(used) == 1 and used[0].startswith("#DejaVuSans-")
    assert outlines == [used[0].removeprefix("#")]


def test_the_letters_are_those_that_were_drawn():
    assert "".join(chart_letters(page(picture(extra=LACKING)))) == "".join(SAID).replace(" ", "")


@pytest.mark.parametrize("data", ["AAAA", "AAA", base64.b64encode(b'<svg><use href="#LibroSans-Regular-20"').decode()])
def test_a_picture_that_cannot_be_read_stays_as_it_is(data):
    """Whoever prints the page complains of it; an audit of a spoilt page must not stop here."""
    spoilt = f'<html><head></head><body><img alt="x" src="data:image/svg+xml;base64,{data}"></body></html>'
    assert with_letters(spoilt) == spoilt and chart_letters(spoilt) == []


def test_a_page_without_charts_stays_as_it_is():
    plain = "<html><head></head><body><p>Nada.</p></body></html>"
    assert with_letters(plain) == plain and chart_letters(plain) == []


def test_set_once_it_is_not_set_again():
    once = with_letters(page(picture()))
    assert with_letters(once) == once and chart_letters(once) == chart_letters(page(picture()))


def test_paper_carries_no_program():
    document = page(picture()).replace("</body>", "<script>const a = '<p>';</script><p>Fin</p></body>")
    assert "const a" not in for_paper(document) and "<p>Fin</p>" in for_paper(document)


@pytest.mark.pdf
def test_on_paper_it_looks_the_same_and_is_text(tmp_path, monkeypatch):
    pdfium = pytest.importorskip("pypdfium2")
    write_pdf(page(picture()), tmp_path / "letras.pdf")
    monkeypatch.setattr("helpers.assemble.pdf.with_letters", lambda document: document)
    write_pdf(page(picture()), tmp_path / "trazos.pdf")
    letters, outlines = (pdfium.PdfDocument(tmp_path / name)[0] for name in ("letras.pdf", "trazos.pdf"))
    inks = [255.0 - only.render(scale=4).to_numpy().mean(axis=2) for only in (letters, outlines)]
    # Two ways to fill the same outline differ at its edges alone.
    assert abs(inks[0] - inks[1]).sum() < 0.15 * inks[1].sum()
    said = ["".join(only.get_textpage().get_text_range().split()) for only in (letters, outlines)]
    assert said == ["".join(SAID).replace(" ", ""), ""]
