"""Names from the data inside a sentence: their article, its contraction with a preposition, and the short form."""

import pytest

from helpers.base.name_phrases import after, indicator_with_article, nested_quotes, several_of, short_name, with_article


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Dirección Nacional Jurídica", "la Dirección Nacional Jurídica"),
        ("Viceministerio de Comercio", "el Viceministerio de Comercio"),
        ("Consulados", "los Consulados"),
        ("Representaciones", "las Representaciones"),
        ("Unidades móviles", "las Unidades móviles"),
        ("Área de Sistemas", "el Área de Sistemas"),
        ("Áreas protegidas", "las Áreas protegidas"),
        ("Trinidad", "«Trinidad»"),
        ("Concepción", "«Concepción»"),
        ("Gabinete del Viceministerio", "el Gabinete del Viceministerio"),
        ("La Paz", "La Paz"),
        ("Oruro", "«Oruro»"),
        ("Santa Cruz", "«Santa Cruz»"),
        ("GESTION ADMINISTRATIVA FINANCIERA y otras", "la GESTION ADMINISTRATIVA FINANCIERA y otras"),
        ("Consulados, Viceconsulados y Centros Emisores", "los Consulados, Viceconsulados y Centros Emisores"),
        ("DDOR", "DDOR"),
        ("Resort Norte", "«Resort Norte»"),
    ],
)
def test_a_name_takes_its_article_or_quotes(name, said):
    assert with_article(name) == said


@pytest.mark.parametrize(
    ("preposition", "name", "said"),
    [
        ("de", "Consulado General", "del Consulado General"),
        ("a", "Consulado General", "al Consulado General"),
        ("con", "Consulado General", "con el Consulado General"),
        ("a", "Embajada", "a la Embajada"),
        ("de", "Consulados", "de los Consulados"),
        ("de", "YPFB", "de YPFB"),
        ("de", "primer trimestre de 2024", "del primer trimestre de 2024"),
        ("de", "La Paz", "de La Paz"),
        ("a", "El Alto", "a El Alto"),
        ("de", "Cochabamba", "de «Cochabamba»"),
        ("de", "ACP 1", "de ACP 1"),
    ],
)
def test_a_preposition_joins_the_article(preposition, name, said):
    assert after(preposition, name) == said


@pytest.mark.parametrize(
    ("unit", "several"),
    [
        ("trámite", "trámites"), ("inspección", "inspecciones"), ("talleres", "talleres"), ("personal", "personal"),
        ("km", "km"), ("Bs", "Bs"), ("m3", "m3"), ("persona capacitada", "persona capacitada"), ("", ""),
    ],
)  # fmt: skip
def test_a_unit_of_measure_is_put_in_the_plural(unit, several):
    assert several_of(unit) == several


LISTED = (
    "Fortalecer la gestión institucional con enfoque estratégico, oportuno y eficaz para la implementación y desarrollo "
    "de la política exterior"
)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Promover las exportaciones y la integración fronteriza", "Promover las exportaciones y la integración fronteriza"),
        (LISTED, "Fortalecer la gestión institucional con enfoque estratégico, oportuno y eficaz…"),
        (
            "Implementar la política exterior en los ámbitos: bilateral, multilateral, consular y económico, brindando "
            "apoyo a nuestros connacionales",
            "Implementar la política exterior…",
        ),
        (
            "Desarrollar políticas y mecanismos de defensa y protección de los derechos fundamentales de las personas "
            "bolivianas en el exterior; brindar servicios",
            "Desarrollar políticas y mecanismos de defensa y protección de los derechos fundamentales de las personas bolivianas…",
        ),
        (" ".join(["palabra"] * 14), " ".join(["palabra"] * 14)),
        (
            "Operar la red nacional «Estaciones para la población, con datos de calidad» de todos los departamentos, con su personal",
            "Operar la red nacional «Estaciones para la población, con datos de calidad» de todos los departamentos…",
        ),
        (
            'Apoyar el programa "Mi Agua, con obras en todo el país" (en liquidación) de los municipios, en sus últimas etapas',
            'Apoyar el programa "Mi Agua, con obras en todo el país" (en liquidación) de los municipios…',
        ),
        (
            "Apoyar los programas cofinanciados (con recursos de la cooperación, en ejecución desde hace años) de caminos del país",
            "Apoyar los programas cofinanciados (con recursos de la cooperación, en ejecución desde hace años) de caminos del país",
        ),
    ],
)
def test_a_long_name_is_cut_at_the_end_of_a_phrase(name, short):
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("name", "preposition", "said"),
    [
        ("Avance físico", "", "el avance físico"), ("Avance físico", "de", "del avance físico"),
        ("Eficacia ponderada", "de", "de la eficacia ponderada"), ("Meta ejecutada", "a", "a la meta ejecutada"),
    ],
)  # fmt: skip
def test_an_indicator_has_the_article_of_what_the_method_calls_it(name, preposition, said):
    assert indicator_with_article(name, preposition) == said


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("el «Yaku» y el «Wara»", "el «Yaku» y el «Wara»"),
        ("de «Centro «Yaku»» y «Oruro»", "de «Centro “Yaku”» y «Oruro»"),
        ("«a «b «c» d»»", "«a “b ‘c’ d”»"),
        ("«Centro «Yaku…»", "«Centro «Yaku…»"),
        ("a» y «b «c»»", "a» y «b «c»»"),
    ],
)
def test_quotes_inside_quotes_differ(text, written):
    assert nested_quotes(text) == written
