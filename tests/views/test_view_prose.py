"""Prose: its numbers come from the Book, and nothing that is inserted can turn into markup."""

import pytest

from helpers.errors import UnknownFigure, UsageError
from helpers.prose import paragraph, planner_text

ENTITY = "avance_fisico/2024-T2/entidad/MRE"


def say(book, template, **context):
    return paragraph(book, template, **context)._repr_html_()


def test_a_figure_in_a_sentence(book):
    text = 'Llegó a **{{ cifra("avance_fisico", "2024-T2", "entidad", "MRE") }}**.'
    assert say(book, text) == (
        f'<p>Llegó a <strong><data value="80.96" data-cifra="{ENTITY}" '
        'title="Leído de la tabla «avances».">80,96\u00a0%</data></strong>.</p>'
    )


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
        ("{{ ref('cuadro-acp-t2') }}", '<a class="ref" href="#cuadro-acp-t2"></a>'),
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


def test_a_block_set_aside_keeps_its_pieces(book):
    text = "{% set quien %}la {{ sigla('unidad', 'DGRB') }}{% endset %}Es {{ quien }}."
    assert say(book, text) == "<p>Es la DGRB.</p>"


def test_things_are_counted_not_typed(book):
    assert say(book, "{{ cuenta(lista) }}", lista=["a"] * 1564) == (
        '<p><data value="1564" title="Recuento de los elementos de la lista.">1.564</data></p>'
    )


def test_a_figure_that_does_not_exist(book):
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


@pytest.mark.parametrize("template", ["1. Uno\n2. Dos", "El 2.º trimestre y la 1ª fase"])
def test_ordinals_and_marks_of_lists_are_no_figures(book, template):
    assert say(book, template)


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
def test_a_template_that_cannot_be_told_is_a_clear_error(book, template):
    with pytest.raises(UsageError):
        say(book, template)


def test_tokens_in_the_data_do_nothing(book):
    assert say(book, "{{ a }}{{ b }}", a="\ue0001\ue001", b="x") == "<p>1x</p>"


def test_planner_text_is_made_harmless():
    text = (
        "Se **logró** el 92,16 %.\n\n<script>alert(1)</script><style>p{}</style>"
        '<p style="color:red" onclick="x()">Hola</p>\n\n[x](javascript:alert(1)) [y](https://gob.bo)'
    )
    shown = planner_text(text)._repr_html_()
    assert "<strong>logró</strong> el 92,16 %" in shown
    assert not any(word in shown for word in ("script", "alert(1)</", "style", "onclick", "color"))
    assert '<a href="https://gob.bo"' in shown


def test_planner_headings_go_below_the_sections_own():
    """Whether they begin with one sign or two, and without skipping a level."""
    assert planner_text("# Uno\n\n## Dos\n\n##### Cinco").html == "<h3>Uno</h3>\n<h4>Dos</h4>\n<h5>Cinco</h5>"
    assert planner_text("## Uno\n\n### Dos\n\n## Tres").html == "<h3>Uno</h3>\n<h4>Dos</h4>\n<h3>Tres</h3>"


def test_planner_pictures_leave_a_word():
    shown = planner_text("![Feria](http://gob.bo/f.png)").html
    assert shown == "<p><em>(imagen no incluida: Feria)</em></p>"


def test_planner_tables_lose_their_styles():
    shown = planner_text("|a|b|\n|-|-:|\n|1|2|").html
    assert "<td>2</td>" in shown
    assert "style" not in shown
