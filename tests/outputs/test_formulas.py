"""LaTeX formulas, drawn when the report is assembled."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

import pytest

from helpers.figures.formulas.formula_notation import BadFormula, formula_svg
from helpers.outputs.html.html_trees import parse, to_html
from helpers.outputs.html.section_tree import draw_formulas

LATEX = r"\text{Ejecución financiera} = \frac{\sum_{u=1}^{n} D_u}{V} \times 100"


def drawing(image: str) -> ElementTree.Element:
    return ElementTree.fromstring(base64.b64decode(re.search(r"base64,([^\"]+)", image)[1]))


def test_a_formula_is_one_outline_with_its_latex_as_alternative_text():
    image = formula_svg(LATEX)
    assert f'alt="{LATEX}"' in image
    assert [child.tag.rpartition("}")[2] for child in drawing(image)] == ["path"]


def test_each_stroke_of_an_outline_begins_where_it_is_set_down_and_is_closed():
    [outline] = drawing(formula_svg(LATEX))
    assert re.fullmatch(r"(M[^MZ]+Z)+", outline.get("d"))


def test_given_words_replace_the_latex_as_alternative_text():
    assert 'alt="devengado entre vigente"' in formula_svg("x", alt="devengado entre vigente")


def test_special_characters_and_quotes_are_escaped_in_the_alternative_text():
    assert 'alt="a &lt; b"' in formula_svg("a < b")
    assert 'alt="&quot;a&quot; entre b"' in formula_svg("x", alt='"a" entre b')


def test_a_displayed_fraction_is_taller_than_one_in_a_sentence():
    heights = [
        float(drawing(formula_svg(r"\frac{a}{b}", display=d)).get("viewBox").split()[3])
        for d in (False, True)
    ]
    assert heights[1] > 1.3 * heights[0]


def test_a_formula_is_aligned_with_the_baseline_of_its_line():
    assert re.search(r"vertical-align:-0\.\d+em", formula_svg("E_i"))


@pytest.mark.parametrize("latex", [r"\frac{a", r"\begin{cases} a \end{cases}"])
def test_latex_that_cannot_be_drawn_is_named(latex):
    with pytest.raises(BadFormula) as refusal:
        formula_svg(latex)
    assert latex in str(refusal.value)


def test_a_div_stays_a_block_and_a_span_becomes_the_picture():
    tree = parse(
        '<div class="formula" data-latex="a"></div><p>x <span class="formula" data-latex="b"></span> y</p>'
    )
    draw_formulas(tree)
    html = to_html(tree)
    assert '<div class="formula bloque" data-latex="a"><img' in html
    assert re.search(r'<p>x <img class="formula" alt="b"[^>]+> y</p>', html)


def test_the_words_of_a_displayed_formula_stay_below_it():
    tree = parse('<div class="formula" data-latex="a">avance entre cuatro</div>')
    draw_formulas(tree)
    (formula,) = tree
    assert [(child.tag, child.text) for child in formula] == [("img", None), ("span", "avance entre cuatro")]


def test_a_formula_that_is_already_drawn_is_not_changed():
    html = f'<section><div class="formula bloque" data-latex="a">{formula_svg("a")}<span>avance</span></div></section>'
    (tree,) = parse(html)
    before = to_html(tree)
    draw_formulas(tree)
    assert to_html(tree) == before
