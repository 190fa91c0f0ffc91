"""The calculation that a reader can unfold at the end of a section."""

import re

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.outputs.html.section_fragments import calculation_html
from helpers.views.elements.section_checks import MIME, WRITTEN, Repeated, figures_check


def notebook_with(words: str):
    check = figures_check("Avance", [Repeated("avance_fisico/2024-T2/acp/1", 3, 3)])
    shown = new_output("execute_result", data={MIME: check.plain(), "text/html": str(check._repr_mimebundle_()["text/html"])})
    code = new_code_cell('repetir("avance_fisico", x < 3)', id=f"{WRITTEN}1", outputs=[shown])
    return new_notebook(cells=[new_code_cell("1 + 1"), new_markdown_cell(words, id=f"{WRITTEN}0"), code])


def test_the_calculation_shows_agreement_words_code_and_comparison(wording):
    html = calculation_html(notebook_with("### La ejecución\n\n`a / b`."))
    wording(re.search("<summary>(.*?)</summary>", html)[1], "1")
    assert '<p class="paso">La ejecución</p>' in html
    assert "x &lt; 3" in html
    assert "avance_fisico/2024-T2/acp/1" in html
    assert "1 + 1" not in html


def test_html_and_formulas_in_a_text_of_the_method_are_left_out():
    """The text comes from the file of a method. The page's security policy would also stop a script."""
    html = calculation_html(notebook_with("### <img src=x onerror=alert(1)>\n\n<script>alert(2)</script> Suma.\n\n$$a = b$$"))
    assert "<script" not in html
    assert "<img" not in html
    assert "$$" not in html
    assert "Suma." in html


def test_a_section_without_calculation_has_nothing_to_unfold():
    assert calculation_html(new_notebook(cells=[new_code_cell("1 + 1")])) == ""
