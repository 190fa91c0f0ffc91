"""LaTeX formulas, drawn as pictures."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

import pytest

from helpers.base.errors import PoaError
from helpers.figures.formulas.formula_notation import formula_svg

LATEX = r"\text{Ejecución financiera} = \frac{\sum_{u=1}^{n} D_u}{V} \times 100"


def drawing(image: str) -> ElementTree.Element:
    return ElementTree.fromstring(base64.b64decode(re.search(r"base64,([^\"]+)", image)[1]))


def test_a_formula_is_one_outline_with_its_latex_as_alternative_text():
    image = formula_svg(LATEX)
    assert f'alt="{LATEX}"' in image
    assert [child.tag.rpartition("}")[2] for child in drawing(image)] == ["path"]


def test_a_drawing_has_the_shape_of_its_box():
    """Without its height Typst printed formulas at a tenth of their size."""
    image = drawing(formula_svg(LATEX))
    _, _, wide, high = map(float, image.get("viewBox").split())
    assert float(image.get("width")) / wide == pytest.approx(float(image.get("height")) / high, rel=0.01)


def test_each_stroke_of_an_outline_begins_where_it_is_set_down_and_is_closed():
    [outline] = drawing(formula_svg(LATEX))
    assert re.fullmatch(r"(M[^MZ]+Z)+", outline.get("d"))


def test_special_characters_are_escaped_in_the_alternative_text():
    assert 'alt="a &lt; b"' in formula_svg("a < b")


@pytest.mark.parametrize("latex", [r"\frac{a", r"\begin{cases} a \end{cases}"])
def test_latex_that_cannot_be_drawn_is_named(latex):
    with pytest.raises(PoaError) as refusal:
        formula_svg(latex)
    assert latex in str(refusal.value)
