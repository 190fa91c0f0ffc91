"""Parts of a report without data are left out, and are listed once with the reason."""

import pytest
from lxml import html as lxml_html
from notebook_parts import shows, table

from helpers.outputs.html.html_trees import parse, text_of
from helpers.outputs.html.report_page import assemble_document
from helpers.views.elements.grid import Column, NotIncluded, Scope, Table

NO_SERVICES = "No se dispone de información de los servicios prestados."


def mark(scope: Scope, what: str = "", why: str = "", id: str = ""):
    return shows(NotIncluded(scope, what, why, id)._repr_html_())


@pytest.fixture
def report(section, cover):
    def made(**sections):
        fragments = [section(name, *cells) for name, cells in sections.items()]
        return lxml_html.document_fromstring(assemble_document(fragments, cover))

    return made


def texts(page, path: str) -> list[str]:
    return [text_of(element) for element in page.xpath(path)]


def titles(page) -> list[str]:
    return [" ".join(title.split()[1:]) for title in texts(page, "//section/h2")]


def lines(page) -> list[str]:
    return texts(page, "//ul[@class='lista-no-incluye']/li")


def test_a_section_without_data_is_only_listed_once_before_the_annexes(report, wording):
    page = report(
        uno=("# Uno\n\nVéase la [](#sec-servicios).", shows(table("cuadro-a"))),
        servicios=("# Servicios", mark(Scope.SECTION, "servicios", NO_SERVICES), "## Por mes", shows(table("cuadro-b"))),
        anexos=("# Anexos", shows(table("cuadro-c"))),
    )
    assert titles(page)[::2] == ["Uno", "Anexos"]
    wording([titles(page)[1], *lines(page)], "Servicios", NO_SERVICES)
    assert texts(page, "//a[@href='#sec-servicios']")[0] == "sección 2", "who refers to it is led to the list"
    assert not page.xpath("//figure[@id='cuadro-b']")


def test_a_planners_text_for_a_section_without_data_is_kept(report, wording):
    own = shows('<div class="texto-propio"><p>Nota propia.</p></div>')
    page = report(servicios=("# Servicios\n\nLo que se hizo.", mark(Scope.SECTION, "servicios", NO_SERVICES), "## Mes", own))
    assert titles(page)[:-1] == ["Servicios"]
    assert texts(page, "//section[@id='sec-servicios']") == ["1 Servicios Nota propia."]
    wording([titles(page)[-1], *lines(page)], "Servicios", NO_SERVICES)


def empty(id: str) -> str:
    return shows(Table(id, "Formularios tardíos", (Column("Quién"),), (), empty="Ninguno.")._repr_html_())


def test_a_part_of_only_empty_tables_is_left_out_and_not_listed_as_missing(report):
    page = report(
        uno=("# Uno", "## Con datos", shows(table("cuadro-a")), empty("cuadro-x"), "## Sin filas\n\nLas tardías.", empty("cuadro-y"))
    )
    assert texts(page, "//section/h3") == ["1.1 Con datos"]
    assert "tardí" not in page.text_content()
    assert lines(page) == [], "nothing is missing: there is nothing to tell"


def test_a_section_of_only_empty_tables_says_so(report):
    page = report(uno=("# Uno", "## Sin filas", empty("cuadro-x")))
    assert texts(page, "//section/p") == ["Formularios tardíos. Ninguno."]


def test_a_part_without_data_is_left_out_with_its_heading_and_no_other(report, wording):
    page = report(
        dinero=(
            "# Dinero", "## Por fuente", shows(table("cuadro-a")), "## Por partida\n\nEn qué se gastó.",
            mark(Scope.PART, "el gasto por partida"), shows(table("cuadro-b")), "## Otros", shows(table("cuadro-c")),
        )
    )  # fmt: skip
    assert texts(page, "//section[@id='sec-dinero']/h3") == ["1.1 Por fuente", "1.2 Otros"]
    wording(lines(page), "Dinero", "del gasto por partida")


def test_a_missing_item_removes_its_part_only_if_nothing_else_is_in_it(report, wording):
    page = report(
        dinero=(
            "# Dinero", "## Con más", mark(Scope.ITEM, "lo uno"), shows(table("cuadro-a")), "## Sin más\n\nDe esto se habla.",
            mark(Scope.ITEM, "lo otro", id="cuadro-metas"), "Sigue el [](#cuadro-metas).",
        )
    )  # fmt: skip
    assert texts(page, "//section[@id='sec-dinero']/h3") == ["1.1 Con más"]
    wording(lines(page), "Dinero", "de lo uno y de lo otro")


def test_a_section_with_only_its_introduction_left_is_not_printed(report, wording):
    page = report(
        uno=("# Uno", shows(table("cuadro-a"))),
        historia=("# Historia\n\nEl mismo indicador.", "## Áreas", mark(Scope.ITEM, "«Avance»"), "## Tipos", mark(Scope.PART, "los tipos")),
    )
    assert titles(page)[:-1] == ["Uno"]
    wording([titles(page)[-1], *lines(page)], "Historia")


def test_a_section_emptied_for_several_reasons_is_listed_with_each_of_them(report, wording):
    idle = mark(Scope.PART, "las tareas", "No había nada programado.")
    page = report(uno=("# Uno", shows(table("cuadro-a"))), desvios=("# Desvíos\n\nEn qué.", "## A", idle, "## B", mark(Scope.PART, "las dificultades")))
    assert titles(page)[:-1] == ["Uno"]
    wording(lines(page), "Las tareas: no había nada programado", "de las dificultades")


def test_a_part_without_a_description_is_left_out_and_not_listed(report):
    page = report(uno=("# Uno", shows(table("cuadro-a")), "## Otros métodos", mark(Scope.PART)))
    assert titles(page) == ["Uno"] and not lines(page)


def test_the_reason_of_a_missing_item_is_given(report, wording):
    why = "El método no los compara."
    page = report(uno=("# Uno", shows(table("cuadro-a")), "## Brecha", mark(Scope.ITEM, "la brecha", why)))
    wording(lines(page), "Uno", "La brecha: el método no los compara")


def test_a_section_with_several_reasons_is_listed_once(report, wording):
    parts = [mark(Scope.ITEM, "la brecha", "El método no la compara."), mark(Scope.ITEM, "lo uno"), mark(Scope.ITEM, "lo otro")]
    page = report(uno=("# Uno", shows(table("cuadro-a")), *parts))
    wording(lines(page), "Uno", "La brecha: el método no la compara", "de lo uno y de lo otro")


def test_html_in_the_description_of_what_is_missing_is_escaped(wording):
    words = 'el «área» <b>"A"</b> & otras'
    element = parse(NotIncluded(Scope.ITEM, words)._repr_html_())[0]
    assert element.get("data-falta") == words
    wording(element.text_content(), words)
