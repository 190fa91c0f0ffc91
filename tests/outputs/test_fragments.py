"""From an executed notebook to a section."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_output
from notebook_parts import SVG, notebook, shows, table

from helpers.base.errors import PoaError
from helpers.outputs.html.html_trees import parse
from helpers.outputs.html.section_fragments import fragment_from_notebook
from helpers.outputs.html.section_tree import BadSection


def cell(output, *tags):
    return new_code_cell("paso()", outputs=[output], metadata={"tags": list(tags)})


def test_headings_go_one_level_down(section):
    html = section("acp", "# Avance\n\n## Por unidad\n\n### Detalle").html
    assert [heading.tag for heading in parse(html).iter("h1", "h2", "h3", "h4")] == ["h2", "h3", "h4"]


def test_a_section_has_its_name_in_its_id(section):
    assert section("acp", "# Avance").html.startswith('<section class="seccion" id="sec-acp">')


def test_code_prompts_and_streams_stay_out(section):
    stderr = new_output("stream", name="stderr", text="FutureWarning: cuidado")
    html = section("acp", "# Avance", shows("<p>visto</p>", source="secreto = 1"), cell(stderr)).html
    assert "visto" in html
    assert not any(word in html for word in ("secreto", "In [", "Out[", "FutureWarning"))


def test_cells_tagged_cuaderno_are_left_out(section):
    text = new_output("stream", name="stdout", text="print de trabajo")
    html = section("acp", "# Avance", shows("<p>OCULTO</p>", tags=("cuaderno",)), cell(text, "cuaderno")).html
    assert "OCULTO" not in html and "print de trabajo" not in html


def test_html_wins_over_other_renderings(section):
    data = {"text/plain": "texto", "text/markdown": "**negrita**", "text/html": "<p>html</p>"}
    html = section("acp", "# Avance", cell(new_output("display_data", data))).html
    assert "html" in html and "negrita" not in html and "texto" not in html


def test_a_number_in_markdown_keeps_its_trace_and_its_unit(section):
    money = '<data value="1234.5" data-cifra="a/b">1.234,50</data>'
    share = '<data value="92.16" data-cifra="c">92,16</data>'
    tree = parse(section("r", f"# R\n\nSuma Bs {money} y {share} %.").html)
    assert [dict(number.attrib, text=number.text) for number in tree.iter("data")] == [
        {"value": "1234.5", "data-cifra": "a/b", "text": "1.234,50"},
        {"value": "92.16", "data-cifra": "c", "text": "92,16"},
    ]
    assert "Suma Bs\u00a01.234,50 y 92,16\u00a0%." in tree.text_content()


def test_a_name_with_quotes_of_its_own_has_others_where_a_sentence_quotes_it(section):
    """Across elements, and not from one paragraph to the next."""
    html = section("r", "# R\n\nDe «**Hidrología** «Yaku»» y «Oruro».\n\n- «Sin cerrar\n- «Wara»").html
    assert [text for text in parse(html).text_content().split("\n") if "«" in text] == ["De «Hidrología “Yaku”» y «Oruro».", "«Sin cerrar", "«Wara»"]


def test_signs_for_which_paper_has_no_look_are_printed_as_typed(section):
    """A struck word looked valid in PDF and Word; a dollar sign is money."""
    html = section("m", "# M\n\nDe $us 100 a $us 200, ~~aprobado~~.\n\n- [ ] Convenio\n").html
    assert "De $us 100 a $us 200, ~~aprobado~~." in html and "[ ] Convenio" in html


def test_a_bare_table_gets_a_box_to_scroll_in(section):
    html = section(
        "t",
        "# T\n\n| a | b |\n| - | - |\n| 1 | 2 |\n",
        shows("<style>td{}</style><table border='1'></table>"),
    ).html
    boxes = parse(html).xpath(".//div[@class='desborde']/table")
    assert len(boxes) == 2 and "<style>" not in html


@pytest.mark.parametrize(
    ("output", "says"),
    [
        (new_output("execute_result", {"text/plain": "Decimal('92.16')"}), "solo texto o una imagen («Decimal('92.16')»)"),
        (new_output("stream", name="stdout", text="listo\n"), "imprime texto («listo»)"),
        (new_output("display_data", {"image/png": "aGk=", "text/plain": "<Figure>"}), "una imagen («<Figure>»)"),
        (new_output("error", ename="KeyError", evalue="'x'", traceback=[]), "KeyError"),
    ],
)
def test_an_output_that_a_report_cannot_print_is_refused(section, output, says):
    with pytest.raises(PoaError) as refusal:
        section("acp", "# Avance", cell(output))
    assert says in str(refusal.value) and "«acp», celda 2" in str(refusal.value)


def test_an_error_is_refused_even_in_a_cell_tagged_cuaderno(section):
    with pytest.raises(PoaError):
        section("acp", "# Avance", cell(new_output("error", ename="E", evalue="", traceback=[]), "cuaderno"))


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["Sin título"], "ninguno"),
        (["# Uno", "# Dos"], "«Uno»; «Dos»"),
        (["## Antes", "# Después"], "«Antes» está antes"),
        (["# T", shows("<script>1</script>")], "<script>"),
        (["# T", shows("<p onclick='x()'>a</p>")], "programa"),
        (["# T", shows("<img alt='a' src='https://e.org/a.png'>")], "no viaja"),
        (["# T\n\n![mapa](mapa.png)"], "no viaja"),
        (["# T", shows(f"<img src='{SVG}'>")], "texto alternativo"),
    ],
)
def test_a_section_that_breaks_a_house_rule_is_refused(cells, says):
    with pytest.raises(BadSection, match="Sección «s»") as refusal:
        fragment_from_notebook("s", notebook(*cells))
    assert says in str(refusal.value)


def test_a_chart_with_an_embedded_picture_is_accepted(section):
    assert SVG in section("s", "# T", shows(f'<img alt="barras" src="{SVG}">')).html


def test_the_notebook_itself_is_not_changed(tmp_path):
    source = notebook("# T", shows(table("cuadro-a"), tags=("cuaderno",)))
    fragment_from_notebook("t", source)
    assert len(source.cells) == 2 and source.cells[1].outputs


@pytest.mark.parametrize(
    ("written", "read"),
    [("3 &le; 4", "3 ≤ 4"), ("&bigstar; uno", "★ uno"), ("a &lt;b&gt; &amp; c", "a <b> & c"), ("&#8722;1", "−1")],
)
def test_every_name_that_html_has_for_a_character_is_read(section, written, read):
    (line,) = parse(section("acp", "# A", shows(f"<p>{written}</p>")).html).iter("p")
    assert line.text == read


def test_a_wbr_element_does_not_contain_the_text_after_it(section):
    html = section("acp", "# A", shows("<p>data/<wbr>mre/<wbr/>acp.csv</p>")).html
    assert "<p>data/<wbr></wbr>mre/<wbr></wbr>acp.csv</p>" in html


def test_a_section_does_not_depend_on_those_made_before_it(section):
    alone = section("b", "# B\n\nTexto.").html
    section("a", "# A\n\nOtro.", shows(table("cuadro-a")))
    assert section("b", "# B\n\nTexto.").html == alone
