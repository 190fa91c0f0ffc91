"""References to several sections in a row become one phrase in the plural; the acronyms that a report lists."""

import pytest
from lxml import html

from helpers.outputs.html.acronyms import used_acronyms
from helpers.outputs.html.cross_references import fill_references

LINK = '<a class="ref" href="#sec-{0}">sección «{0}»</a>'
LABELS = {"sec-a": "sección 3", "sec-b": "sección 4", "sec-c": "sección 7"}


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("a", "Se detallan en la sección 3; la lista sigue."),
        ("ab", "Se detallan en las secciones 3 y 4; la lista sigue."),
        ("abc", "Se detallan en las secciones 3, 4 y 7; la lista sigue."),
    ],
)
def test_a_list_of_sections_is_written_in_the_plural(names, words):
    links = [f"la {LINK.format(name)}" for name in names]
    listed = " y ".join(filter(None, (", ".join(links[:-1]), links[-1])))
    page = html.fragment_fromstring(f"<div><p>Se detallan en {listed}; la lista sigue.</p></div>")
    fill_references([("x", page)], LABELS, partial=False)
    assert page.text_content() == words
    assert [link.get("href") for link in page.iter("a")] == [f"#sec-{name}" for name in names]


@pytest.mark.parametrize(
    "words",
    [
        "Según la sección 3, la sección 4 muestra el gasto.",
        "Según la sección 3, la sección 4, la sección 7.",
        "En la sección 3, la sección 4 y la parte final.",
    ],
)
def test_sections_that_form_no_complete_list_are_not_changed(words):
    text = words
    for name, label in LABELS.items():
        text = text.replace(label, f'<a href="#{name}"></a>')
    page = html.fragment_fromstring(f"<div><p>{text}</p></div>")
    fill_references([("x", page)], LABELS, partial=False)
    assert page.text_content() == words


@pytest.mark.parametrize(("said", "listed"), [("Según el PEI.", ["PEI"]), ("El PEI y el PEM-2024", ["PEI"]), ("El PEI-UF", [])])
def test_an_acronym_at_the_end_of_a_sentence_is_listed_and_part_of_another_is_not(said, listed):
    known = {"PEI": "Plan Estratégico Institucional", "PEM": "Plan Estratégico Ministerial"}
    assert [sigla for sigla, _ in used_acronyms(iter([f"<p>{said}</p>"]), known)] == listed
