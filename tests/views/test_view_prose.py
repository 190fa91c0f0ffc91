"""Prose: its numbers come from the Book, and nothing that is inserted can turn into markup."""

import re
from dataclasses import replace

import pytest

from helpers.base.errors import UnknownFigure, UsageError
from helpers.figures.figure import Operand
from helpers.views.elements.prose import paragraph, planner_text
from helpers.views.elements.safe_markdown import block_html, cell_html

ENTITY = "avance_fisico/2024-T2/entidad/MRE"


def say(book, template, **context):
    return paragraph(book, template, **context)._repr_html_()


def test_a_figure_in_a_sentence(book, wording):
    text = 'Llegó a **{{ cifra("avance_fisico", "2024-T2", "entidad", "MRE") }}**.'
    wording(say(book, text), "Llegó", "80.96", ENTITY, "avances", "80,96\u00a0%")


def test_a_notebooks_variable_hides_neither_a_function_nor_the_sections_own_names(book):
    notebook = {"cifra": "no", "trimestre": "no", "template": "texto", "lugar": "La Paz"}
    text = '{{ cifra("avance_fisico", trimestre, "entidad", "MRE") }} en {{ lugar }}, {{ template }}'
    said = paragraph(book, text, notebook, trimestre="2024-T2")._repr_html_()
    assert "80,96" in said and said.endswith("La Paz, texto</p>")


def test_the_same_figure_by_its_id(book):
    by_parts = '{{ cifra("avance_fisico", "2024-T2", "entidad", "MRE") }}'
    assert say(book, "{{ valor(id) }}", id=ENTITY) == say(book, by_parts)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ grado(id) }}", '<span class="semaforo verde">● Alto</span>'),
        ("{{ calificacion(id) }}", "Alto"),
        ("{{ desempeno(id) }}", "Satisfactorio"),
        ("{{ sigla('unidad', 'DGCEP') }}", "DGCEP"),
        ("{{ periodo() }}", "segundo trimestre de 2024"),
        ("{{ periodo('2024-S1') }}", "primer semestre de 2024"),
        ("{{ fecha('2024-06-30') }}", "30 de junio de 2024"),
        ("{{ ref('cuadro-acp-t2') }}", '<a class="ref" href="#cuadro-acp-t2">cuadro</a>'),
        ("{{ cita('DS 3246') }}", "DS 3246"),
        ("{{ enumera(['Perú', '<b>', 'Irán']) }}", "Perú, &lt;b&gt; e Irán"),
        ("{% if compara(id, 'avance_fisico/2024-T2/acp/2') > 0 %}más{% endif %}", "más"),
        ("{% if not hay('avance_fisico', '2024-T2', 'unidad', 'DGIF') %}sin dato{% endif %}", "sin dato"),
    ],
)
def test_the_vocabulary(book, template, text):
    assert say(book, template, id=ENTITY) == f"<p>{text}</p>"


def test_names_are_neither_html_nor_markdown(book_of):
    nodes = [("unidad", "U", "**Uno** _y_ [dos](http://x) <script>alert(1)</script>", None)]
    shown = say(book_of(nodes=nodes), "La {{ nombre('unidad', 'U') }}.")
    assert shown == "<p>La **Uno** _y_ [dos](http://x) &lt;script&gt;alert(1)&lt;/script&gt;.</p>"


def test_html_typed_in_a_template_is_text(book):
    assert say(book, "<i>no</i>") == "<p>&lt;i&gt;no&lt;/i&gt;</p>"


def test_lists_and_paragraphs(book):
    text = "Estas:\n\n{% for u in unidades %}- {{ u }}\n{% endfor %}"
    assert say(book, text, unidades=["*a*", "b"]) == "<p>Estas:</p>\n<ul>\n<li>*a*</li>\n<li>b</li>\n</ul>"


def test_a_set_block_keeps_its_inserted_values(book):
    text = "{% set quien %}la {{ sigla('unidad', 'DGRB') }}{% endset %}Es {{ quien }}."
    assert say(book, text) == "<p>Es la DGRB.</p>"


def test_a_count_is_taken_from_its_list(book, wording):
    wording(say(book, "{{ cuenta(lista) }}", lista=["a"] * 1564), "1564", "1.564")


def test_a_figure_that_does_not_exist_is_an_error(book):
    with pytest.raises(UnknownFigure, match="2024-T3"):
        say(book, '{{ cifra("avance_fisico", "2024-T3", "entidad", "MRE") }}')


@pytest.mark.parametrize(
    "template",
    [
        "Fue 92,16 %.",
        "{{ 5 }}",
        "{{ 'fue 92' }}",
        "{{ 2 + 3 }}",
        "{{ lista | length }}",
        "De 3 unidades",
        "{{ None }}",
    ],
)
def test_a_number_that_is_no_figure_is_refused(book, template):
    with pytest.raises(UsageError):
        say(book, template, lista=[1, 2])


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("1. Uno\n2. Dos", "<ol>\n<li>Uno</li>\n<li>Dos</li>\n</ol>"),
        ("El 2.º trimestre y la 1ª fase", "<p>El 2.º trimestre y la 1ª fase</p>"),
    ],
)
def test_ordinals_and_marks_of_lists_are_no_figures(book, template, shown):
    assert say(book, template) == shown


@pytest.mark.parametrize(
    "template",
    [
        "{{ nadie }}",
        "{{ ''.__class__.__mro__ }}",
        "{% if %}",
        "{{ cifra('avance_fisico', '2024-T2') }}",
        "{{ grado('ppto_vigente/2024-T2/acp/1') }}",
        "{{ nombre('unidad', 'NADIE') }}",
        "[aquí]({{ sigla('unidad', 'DGRB') }})",
    ],
)
def test_a_template_that_cannot_be_rendered_is_a_clear_error(book, template):
    with pytest.raises(UsageError):
        say(book, template)


def test_internal_tokens_in_the_data_have_no_effect(book):
    assert say(book, "{{ a }}{{ b }}", a="\ue0001\ue001", b="x") == "<p>1x</p>"


def own(book, text, **names):
    return planner_text(book, text, file="texto/acp.md", names=names).html


def test_the_planners_text_refers_to_its_figures(book):
    text = "Se **logró** el {{ cifra(id) }} en {{ cifra('ppto_vigente', periodo_pedido, 'acp', '1') }}."
    shown = own(book, text, id=ENTITY, periodo_pedido="2024-T2")
    assert "<strong>logró</strong>" in shown
    assert f'<data value="80.96" data-cifra="{ENTITY}"' in shown
    assert 'data-cifra="ppto_vigente/2024-T2/acp/1"' in shown


def test_money_in_words(book):
    shown = own(book, '{{ letras("ppto_vigente/2024-T2/acp/2") }}')
    assert 'value="877091.00" data-cifra="ppto_vigente/2024-T2/acp/2" data-forma="letras"' in shown
    assert ">Ochocientos setenta y siete mil noventa y un 00/100 Bolivianos</data>" in shown


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        ("avance_fisico/2024-T2/acp/1", "avance_fisico/2024-T2/acp/2", "subió 49,09 puntos"),
        ("avance_fisico/2024-T2/acp/2", "avance_fisico/2024-T2/acp/1", "bajó 49,09 puntos"),
        ("avance_fisico/2024-T2/acp/1", "avance_fisico/2024-T2/acp/1", "no cambió"),
        ("ppto_vigente/2024-T2/acp/2", "ppto_vigente/2024-T2/acp/1", "subió Bs 167.009,24"),
        # The difference of the printed values: 94,19 − 90,63, which is printed for 90.625.
        ("avance_fisico/2024-T2/unidad/DGRB", "avance_fisico/2024-T2/unidad/DGCEP", "subió 3,56 puntos"),
    ],
)
def test_a_change_is_the_difference_of_the_two_printed_numbers(book, now, before, told):
    shown = own(book, f'{{{{ cambio("{now}", "{before}") }}}}').replace("\u00a0", " ")
    assert told.split(" ", 1)[0] in shown
    assert told.partition(" ")[2] in shown


def test_a_change_that_the_book_has_links_to_that_figure(book, book_of):
    """For a fall the sentence says «bajó» and prints the number without its sign."""
    rows = [("avance_fisico/2024-T2/acp/1", "80.00"), ("avance_fisico/2024-T1/acp/1", "82.31")]
    bare = book_of(figures=[(*row, "%", None) for row in [*rows, ("avance_fisico_variacion/2024-T2/acp/1", "-2.31")]])
    kept = bare["avance_fisico_variacion/2024-T2/acp/1"]
    parts = tuple(Operand(role, row[0]) for role, row in zip(("minuendo_impreso", "sustraendo_impreso"), rows, strict=True))
    figures = bare.figures | {kept.id: replace(kept, operands=parts, unit="puntos")}
    shown = own(replace(bare, figures=figures), '{{ cambio("avance_fisico/2024-T2/acp/1") }}')
    assert 'bajó <data value="-2.31" data-cifra="avance_fisico_variacion/2024-T2/acp/1" data-forma="absoluto"' in shown
    assert ">2,31\u00a0puntos</data>" in shown


def test_how_many_have_a_grade_or_a_value(book):
    asked = '{{ cuantas("avance_fisico", "2024-T2", "acp", "Alto") }} de {{ cuantas("avance_fisico", "2024-T2", "acp") }}'
    assert [part.split("<")[0] for part in own(book, asked).split(">")[2:5:2]] == ["1", "2"]
    assert ">1</data>" in own(book, '{{ cuantas("avance_fisico", "2024-T2", "acp", desde="94.10") }}')


def test_all_problems_of_a_text_are_reported_with_their_lines(book, wording):
    text = (
        'Uno {{ cifra("avance_fisico/2024-T2/entidad/MR") }}.\n\n'
        "{{ cifras('x') }} y {{ nadie }}\n"
        '{{ letras("avance_fisico/2024-T2/entidad/MRE") }} {{ nombre("unidad") }}\n'
        "{% for x in y %}{% endfor %}"
    )
    with pytest.raises(UsageError) as problem:
        own(book, text, trimestre="2024-T2")
    lines = str(problem.value).split("\n")
    assert [line.split(":")[0] for line in lines] == [f"texto/acp.md, línea {line}" for line in (1, 3, 3, 4, 4, 5)]
    wording(lines[0], "«avance_fisico/2024-T2/entidad/MR»")
    assert f"Las más parecidas: {ENTITY}" in lines[0]
    wording(lines[1], "«nadie»")
    assert "¿Quiso decir «cifra»?" in lines[2]
    wording(lines[4], 'nombre("nivel", "codigo")')


def test_a_text_with_a_syntax_error_still_reports_its_other_problems(book):
    with pytest.raises(UsageError) as problem:
        own(book, '{{ cifra("x" }}\n{{ cifra("avance_fisico/2024-T2/entidad/MR") }}')
    assert [line.split(":")[0] for line in str(problem.value).split("\n")] == [
        "texto/acp.md, línea 1", "texto/acp.md, línea 2",
    ]  # fmt: skip
    assert not any(word in str(problem.value) for word in ("unexpected", "expected", "token"))


def test_a_missing_figure_guarded_by_a_condition_is_no_error(book):
    text = '{% if hay("x/2024-T2/a/b") %}{{ cifra("x/2024-T2/a/b") }}{% else %}sin dato{% endif %}'
    assert own(book, text) == "<p>sin dato</p>"


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ cifra.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{% set x = 'a' * 10 %}{{ x }}",
        "{% include '/etc/passwd' %}",
        "{% for x in range(10) %}{% endfor %}",
        "{{ 'a' | upper }}",
        "{{ 5 }}",
        "{{ 2 + 3 }}",
        "{{ ['a'] }}",
        "{{ compara('avance_fisico/2024-T2/acp/1', 'avance_fisico/2024-T2/acp/2') }}",
        "[x](https://gob.bo/{{ sigla('unidad', 'DGRB') }})",
    ],
)
def test_a_text_cannot_run_code_nor_calculate(book, text):
    with pytest.raises(UsageError):
        own(book, text)


HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>", "<style>p{background:url(http://x)}</style>", "<iframe src=http://x></iframe>",
    '<a href="data:text/html,<script>alert(1)</script>">x</a>', "<p onclick='alert(1)' style='color:red'>x</p>",
    "<math><mtext></mtext><mglyph><svg><mtext><style><path id='</style><img onerror=alert(1) src>'>",
    "<form action=http://x><input></form>", "![x](http://x/y.png)", "<https://x.bo/><object data=x></object>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
)  # fmt: skip
DANGEROUS = re.compile(
    r"<\s*(script|style|svg|math|iframe|img|object|form|input|noscript)|<[^>]*\son\w+\s*=|<[^>]*=.?javascript:|<[^>]*\s(style|src)=|<[^>]*=.?data:text",
    re.IGNORECASE,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_from_inputs_cannot_run(book, book_of, text):
    """Tried in the planner's text, in a table's cell, and in a name that a text inserts."""
    named = book_of(nodes=[("unidad", "U", text, None)])
    quoted = f'|a|b|\n|-|-|\n|{text}|c|'
    shown = (own(book, text), own(book, quoted), cell_html(text), own(named, "La {{ nombre('unidad', 'U') }}."), say(named, "{{ nombre('unidad', 'U') }}"))
    assert [html for html in shown if DANGEROUS.search(html)] == []


def test_planner_text_keeps_what_is_harmless(book):
    shown = own(book, "Se **logró** el 92,16 %. [y](https://gob.bo)\n\n<p style='color:red'>Hola</p>")
    assert "<strong>logró</strong> el 92,16 %" in shown
    assert '<a href="https://gob.bo"' in shown
    assert "<p>Hola</p>" in shown


def test_a_cell_has_no_headings_nor_tables():
    assert cell_html("Se **logró**.") == "Se <strong>logró</strong>."
    assert cell_html("# Título\n\nUno\n\n- dos") == "Título\n<p>Uno</p>\n<ul>\n<li>dos</li>\n</ul>"


def test_planner_headings_go_below_the_sections_own():
    """They begin at level 3, whether the planner writes one sign or two, and skip no level."""
    assert block_html("# Uno\n\n## Dos\n\n##### Cinco") == "<h3>Uno</h3>\n<h4>Dos</h4>\n<h5>Cinco</h5>"
    assert block_html("## Uno\n\n### Dos\n\n## Tres") == "<h3>Uno</h3>\n<h4>Dos</h4>\n<h3>Tres</h3>"
    # Two headings of one level stay of one level, also where the first skips one.
    assert block_html("# Uno\n\n### Dos\n\n### Tres") == "<h3>Uno</h3>\n<h4>Dos</h4>\n<h4>Tres</h4>"


def test_a_planners_list_goes_on_with_its_number_after_a_paragraph():
    assert '<ol start="2">' in block_html("1. Pagar.\n\nSe dijo en el Cuadro 2.\n\n2. Cobrar.")


def test_a_planner_picture_is_replaced_by_a_note(wording):
    wording(block_html("![Feria](http://gob.bo/f.png)"), "Feria")


def test_a_planners_typed_lines_stay_lines():
    assert block_html("```\nCobrado  10\nPagado    8\n```") == "<pre><code>Cobrado  10\nPagado    8\n</code></pre>"


def test_a_table_pasted_as_html_keeps_its_joined_cells():
    """Without their spans the numbers stood under other headings."""
    cells = '<td colspan="2">Meta</td><td rowspan="2">Nota</td>'
    assert cells in block_html(f"<table><tr>{cells}</tr><tr><td>1</td><td>2</td></tr></table>")


def test_planner_tables_lose_their_styles():
    shown = block_html("|a|b|\n|-|-:|\n|1|2|")
    assert "<td>2</td>" in shown
    assert "style" not in shown
