"""Each expression that the guide on texts lists says over the real cases what the guide says of it."""

import re

import pytest
from builders import ROOT, shipped

from helpers.texts.sentences.plain_reading import ValueWriter, names_of
from helpers.texts.sentences.text_templates import PlannerTemplate

GUIDE = (ROOT / "docs/guia/texto.md").read_text(encoding="utf-8")
DESCRIBED = re.compile(r"cuán|lo que |qué |el nombre|la causa|nada")
"""Begins what the guide says of an expression where it describes it, without its value."""


def expressions():
    """Each expression of the guide's table, and what stands beside it."""
    for line in GUIDE.splitlines():
        if line.startswith("| `{{"):
            asked, said = line.strip("| ").split(" | ")
            for expression in re.findall(r"`(\{\{.*?\}\})`", asked):
                yield expression.replace("…", "avance_fisico/2024-T2/entidad/MRE"), said


@pytest.mark.parametrize(("expression", "said"), list(expressions()))
def test_an_expression_of_the_guide_says_what_stands_beside_it(expression, said):
    book = shipped("segip/2020-anual" if "2020" in expression else "mre/2024-T2").book
    template = PlannerTemplate(book, ValueWriter(), str)
    written = template.render(expression, names_of(book)).replace("\N{NO-BREAK SPACE}", " ")
    assert template.problems == []
    assert DESCRIBED.match(said) or written in said
