"""Proofreading a text: which numbers contradict a figure, which are typed without a reference, and which
are no figures."""

from decimal import Decimal

import pytest

from helpers.texts.proofreading.passages import folded, passages
from helpers.texts.proofreading.proofread import Reader
from helpers.texts.proofreading.typed_numbers import readings
from helpers.texts.sentences.plain_reading import BOUND, as_read, plain_of, typed_in

NODES = (
    ("entidad", "MRE", "Ministerio de Relaciones Exteriores", None),
    ("area", "VRE", "Viceministerio de Relaciones Exteriores", ("entidad", "MRE")),
    ("area", "VCEI", "Viceministerio de Comercio Exterior", ("entidad", "MRE")),
    ("unidad", "DGCEP", "Dirección General de Ceremonial", ("area", "VRE")),
)
FIGURES = (
    ("avance_fisico/2024-T2/entidad/MRE", "88.75"),
    ("avance_fisico/2024-T1/entidad/MRE", "84.07"),
    ("avance_fisico/2024-S1/entidad/MRE", "86.38"),
    ("avance_fisico/2024-T2/acp/1", "94.10"),
    ("ejecucion_financiera/2024-S1/entidad/MRE", "33.20"),
    ("ejecucion_financiera/2024-T2/entidad/MRE", "17.43"),
    ("ejecucion_financiera/2023-anual/entidad/MRE", "90.10"),
    ("ejecucion_financiera/2024-S1/area/VRE", "35.26"),
    ("ejecucion_financiera/2024-S1/area/VCEI", "30.73"),
    ("devengado/2024-S1/entidad/MRE", "117921003.47", "Bs"),
    ("ppto_vigente/2024-S1/entidad/MRE", "355202151.00", "Bs"),
    ("cantidad_tarea/2024-T2/entidad/MRE", "4426", "tareas"),
)
METHOD = {
    "indicadores": {
        "avance_fisico": {"nombre": "Avance físico", "unidad": "%"},
        "ejecucion_financiera": {"nombre": "Ejecución financiera", "unidad": "%"},
        "devengado": {"nombre": "Devengado", "unidad": "Bs"},
        "ppto_vigente": {"nombre": "Presupuesto vigente", "unidad": "Bs"},
    }
}
SEMESTER = "ejecucion_financiera/2024-S1/entidad/MRE"


@pytest.fixture(scope="module")
def book(book_of):
    listings = {"acciones": ({"acp": "1", "denominacion": "Implementar", "amp": "1"}, {"acp": "50%", "denominacion": "Mejorar"})}
    figures = [(*row, "%") if len(row) == 2 else row for row in FIGURES]
    return book_of(figures=figures, nodes=NODES, listings=listings, method=METHOD)


@pytest.fixture(scope="module")
def read(book):
    """Returns the remarks on a text: each number as typed, with the id of the figure that it contradicts, if any."""
    reader = Reader(book)

    def remarks(text: str, *declared: str) -> list[tuple[str, str]]:
        found = reader.read(plain_of(book, text), declared)
        return [(one.text, one.contradicts.id if one.contradicts else "") for one in found]

    return remarks


@pytest.mark.parametrize(
    ("text", "number", "figure"),
    [
        ("La ejecución financiera fue de 34,20 %.", "34,20 %", SEMESTER),
        ("La EJECUCION FINANCIERA del ministerio llegó al 34,2%", "34,2%", SEMESTER),
        ("Con 34,20 % de ejecución financiera, el semestre cierra.", "34,20 %", SEMESTER),
        ("La ejecución presupuestaria acumulada fue de 34.20 por ciento.", "34.20 por ciento", SEMESTER),
        (
            "En el segundo trimestre el avance físico fue de 84,07 %.",
            "84,07 %",
            "avance_fisico/2024-T2/entidad/MRE",
        ),
        ("Al 30 de junio de 2024 se devengaron Bs 117.921.003,74.", "Bs 117.921.003,74", "devengado/2024-S1/entidad/MRE"),
        (
            "El presupuesto vigente es de 365,2 millones de bolivianos.",
            "365,2 millones de bolivianos",
            "ppto_vigente/2024-S1/entidad/MRE",
        ),
        ("La ejecución financiera del VRE fue de 45,26 %.", "45,26 %", "ejecucion_financiera/2024-S1/area/VRE"),
        ("La ACP 1 alcanzó un avance físico de 49,10 %.", "49,10 %", "avance_fisico/2024-T2/acp/1"),
        ("En la gestión 2023, la ejecución financiera fue de 91,00 %.", "91,00 %", "ejecucion_financiera/2023-anual/entidad/MRE"),
        ("| Ejecución financiera | 34,20 % |", "34,20 %", SEMESTER),
        ("- **Ejecución financiera:** 34,20 %", "34,20 %", SEMESTER),
        ("# Comentario de planificación\nLa ejecución financiera fue de 34,20 %.", "34,20 %", SEMESTER),
    ],
)
def test_a_number_that_contradicts_its_figure_is_reported(read, text, number, figure):
    assert read(text) == [(number, figure)]


@pytest.mark.parametrize(
    "text",
    [
        "La ejecución financiera fue de 33,20 %.",
        "La ejecución financiera fue de 33,2 %.",
        "La ejecución financiera del trimestre fue de 17,43 %.",
        "El presupuesto vigente es de 355,2 millones de bolivianos.",
        "Se devengaron 117,9 millones de bolivianos en el primer semestre.",
        "La ejecución financiera fue de 35,26 % en el VRE y de 30,73 % en el VCEI.",
        "## VRE\n\nLa ejecución financiera fue de 35,26 %.",
        "El VCEI informó tarde. Su ejecución financiera fue de 30,73 %.",
        "En el trimestre anterior el avance físico fue de 84,07 %.",
    ],
)
def test_a_number_equal_to_its_figure_is_only_reported_as_unbound(read, text):
    found = read(text)
    assert found
    assert {figure for _, figure in found} == {""}


@pytest.mark.parametrize(
    "text",
    [
        "La meta de ejecución financiera es de 95,00 %.",
        "La ejecución financiera no llegó al mínimo de 40,00 %.",
        "La ejecución financiera debe superar el 60,00 % en diciembre.",
        "La ejecución financiera subió en 1,67 % respecto del año pasado.",
        "La unidad con menor ejecución financiera tuvo 2,10 %.",
        "La ejecución financiera de otras áreas fue de 12,00 %.",
        "En la gestión 2019 la ejecución financiera fue de 91,20 %.",
        "En setiembre de 2019 la ejecución financiera fue de 91,20 %.",
        "El avance físico mejoró; el 62,00 % de los asistentes fueron mujeres.",
    ],
)
def test_a_number_of_something_else_contradicts_nothing(read, text):
    assert [figure for _, figure in read(text) if figure] == []


@pytest.mark.parametrize(
    "text",
    [
        "Ley N.º 1178, de 20 de julio de 1990, y Ley 777.",
        "El Decreto Supremo N° 3246, arts. 5, 13 y 17; la Resolución Ministerial 123/2024 y el Informe DGP/INF-003/2024.",
        "Del 8 al 13 de julio, entre el 1 y el 5 de agosto, el 30/06/2024, el 2024-06-30 a horas 15:30.",
        "El PEI 2021-2025 y la gestión 2024 (desde 2021, hasta 2025).",
        "La ACP 6, las acciones 3 y 5, la partida 10000, la fuente 41-111 y la categoría 570 0 004.",
        "El 2.º trimestre, la 1.ª fase, el 3er informe, T2, S1, COVID-19 y el G77.",
        "1. Primero.\n2. Segundo.\n\n## 3. Tercero\n\n### 3.1 Cuarto",
        "Véase el cuadro 4.2, la página 12 y el anexo 3; también https://gob.bo/2024/34,20 y [aquí](http://x.bo/99).",
        "Objetivo 16 del ODS 17; numeral 3, inciso 2, parágrafo 1.",
        'Son {{ enumera([cifra("cantidad_tarea/2024-T2/entidad/MRE"), "Regional 7"]) }}.',
        'Fue de {{ cifra("ejecucion_financiera/2024-S1/entidad/MRE") }} y subió {{ cambio("avance_fisico/2024-T2/entidad/MRE") }}.',
        "{# regla: brecha, 12 puntos #}Sin números.",
        "Nada, ni un dígito; dos palabras y un millón de gracias.",
    ],
)
def test_dates_norms_articles_and_codes_are_no_figures(read, text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Se capacitó a 340 personas en 12 talleres.", ["340", "12"]),
        ("Las 2024 tareas se cumplieron.", ["2024"]),
        ("Un informe de avance 34,20 % se remitió.", ["34,20 %"]),
        ("La meta 95 % sigue.", ["95 %"]),
        ("Subió 2,31 puntos y costó Bs 12.000,50.", ["2,31 puntos", "Bs 12.000,50"]),
        ("Fue el treinta y tres por ciento.", ["treinta y tres por ciento"]),
        ("Cien mil 00/100 Bolivianos.", ["00", "100 Bolivianos"]),
        ("Cerca del 7,5 % (véase el art. 3).", ["7,5 %"]),
    ],
)
def test_every_other_number_is_reported_as_unbound(read, text, numbers):
    assert [number for number, _ in read(text)] == numbers


def test_a_declared_phrase_is_allowed_only_with_its_words(read):
    assert read("Hay 84 puestos.\nHay 84\npuestos en total.", "84 puestos") == []
    assert read("Hay 84 oficinas y 184 puestos.", "84 puestos") == [("84", ""), ("184", "")]


def test_the_figures_that_a_number_may_be_are_proposed(book):
    (remark,) = Reader(book).read(plain_of(book, "Se programaron 4.426 tareas."))
    assert remark.proposed == ("cantidad_tarea/2024-T2/entidad/MRE",)
    (remark,) = Reader(book).read(plain_of(book, "Llegó al 33,20 %."))
    assert remark.proposed == (SEMESTER,)


def test_a_figure_under_the_name_of_another_indicator_is_reported(book):
    text = 'El avance físico fue de {{ cifra("ejecucion_financiera/2024-S1/entidad/MRE") }} en el primer semestre.'
    (remark,) = Reader(book).read(plain_of(book, text))
    assert (remark.contradicts.id, remark.bound.id) == ("avance_fisico/2024-S1/entidad/MRE", SEMESTER)
    agrees = text.replace("El avance físico", "La ejecución financiera")
    assert list(Reader(book).read(plain_of(book, agrees))) == []


def test_lines_are_those_of_the_file(book):
    text = "# Uno\n\nSin nada.\nY aquí\n12 casos. Luego {{ cifra(\n'x') }} y 13.\n\n- Otro: 14 casos."
    found = Reader(book).read(plain_of(book, text))
    assert [(one.text, one.line) for one in found] == [("12", 5), ("13", 6), ("14", 8)]


def test_a_notebooks_template_is_read_without_knowing_its_names(book):
    plain = typed_in("De {{ cuenta(filas) }} filas,\n{% if x %}12 casos{% endif %}.")
    assert plain.text.count(BOUND) == len(plain.numbers) == 1
    assert [(one.text, one.line) for one in Reader(book).read(plain)] == [("12", 2)]


def test_sentences_are_not_cut_at_abbreviations():
    text = "Según el art. 17 del D.S. 3246. Otra frase.\n1. Es de una lista. Y sigue."
    assert [one.text for one in passages(text, BOUND)] == [
        "Según el art. 17 del D.S. 3246.", "Otra frase.", "1. Es de una lista.", "Y sigue.",
    ]  # fmt: skip


def test_folding_keeps_every_place():
    text = "Ejecución FÍSICA ñandú…"
    assert folded(text) == "ejecucion fisica nandu…"
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize(
    ("digits", "read_as"),
    [
        ("1.234,56", ["1234.56"]),
        ("1,234.56", ["1234.56"]),
        ("34,20", ["34.20"]),
        ("34.20", ["34.20"]),
        ("1.234", ["1234", "1.234"]),
        ("−3,5", ["-3.5"]),
        ("783.682.27", []),
    ],
)
def test_possible_readings_of_digits(digits, read_as):
    assert readings(digits) == tuple(map(Decimal, read_as))


HOSTILE_NAMES = ("Regional 7", "Distrito 12", "Oficina Regional 3 de Villa Alta", "N. 3 De Octubre 95,5", "Plan 2030", "4 %")


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_the_digits_of_a_name_of_the_data_are_no_numbers_of_the_text(book_of, name):
    asked = '{{ nombre("unidad", "R7") }}'
    book = book_of(figures=[(*row, "%") if len(row) == 2 else row for row in FIGURES],
                   nodes=(*NODES, ("unidad", "R7", name, ("area", "VRE"))), method=METHOD)  # fmt: skip
    text = f"No informó {asked}. En {asked}, el avance físico bajó 24 puntos."
    remarks = list(Reader(book).read(plain_of(book, text)))
    assert [one.text for one in remarks] == ["24 puntos"]
    assert name in remarks[0].passage


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("La Regional 7 no informó.", []),
        ('La {{ cita("Regional 7") }} no informó.', []),
        ("En la Regional 7 quedaron 31,5 puntos por hacer.", ["31,5 puntos"]),
        ("En la Regional 75 no se informó.", ["75"]),
        ("Lo de la Regional 7,5 puntos.", ["7,5 puntos"]),
        ("De la Regional 7 % se hizo.", ["7 %"]),
        ("Son 7 por hacer.", ["7"]),
    ],
)
def test_digits_of_a_typed_name_are_no_numbers_but_other_digits_are(book_of, text, numbers):
    book = book_of(figures=[], nodes=(*NODES, ("unidad", "R7", "Regional 7", ("area", "VRE"))), method=METHOD)
    assert [one.text for one in Reader(book).read(plain_of(book, text))] == numbers


def test_a_unit_with_a_digit_in_its_name_is_recognised(book_of):
    figures = [("ejecucion_financiera/2024-S1/unidad/R7", "20.00", "%"), (SEMESTER, "33.20", "%")]
    book = book_of(figures=figures, nodes=(*NODES, ("unidad", "R7", "Regional 7", ("area", "VRE"))), method=METHOD)
    text = 'La ejecución financiera de {{ nombre("unidad", "R7") }} al 30 de junio de 2024 fue 25 %.'
    [remark] = Reader(book).read(plain_of(book, text))
    assert remark.contradicts.id == "ejecucion_financiera/2024-S1/unidad/R7"


def test_a_quoted_name_holds_neither_numbers_nor_template_marks(book):
    text = 'De {{ cita("{{u}} 12") }} y {{ cita("{% x %} 13") }}: {# {{ nada }} 14 #}15 casos; {{ cita("Bono de cien bolivianos") }}.'
    plain = plain_of(book, text, is_drafted=True)
    assert as_read(plain.text) == "De {{u}} 12 y {% x %} 13: 15 casos; Bono de cien bolivianos."
    assert ([one.text for one in Reader(book).read(plain)], plain.numbers) == (["15"], ())


@pytest.mark.parametrize("text", [f"{BOUND} 5 %", '{{ cita("\\ue000 5 %") }}', '{{ "\\ue000 5 %" }}', f'{BOUND}{{{{ cita("x") }}}} 5 %'])
def test_a_typed_mark_of_bound_numbers_hides_no_number(read, text):
    assert read(text) == [("5 %", "")]


@pytest.mark.parametrize("is_drafted", [True, False])
def test_a_number_in_an_enumeration_stays_bound(book, is_drafted):
    plain = plain_of(book, 'Son {{ enumera([cifra("cantidad_tarea/2024-T2/entidad/MRE"), "U 1"]) }}.', is_drafted=is_drafted)
    assert (as_read(plain.text), len(plain.numbers)) == (f"Son {BOUND} y U 1.", 1)


def test_an_allowed_phrase_may_contain_a_name(book_of):
    book = book_of(figures=[], nodes=(*NODES, ("unidad", "R7", "Regional 7", ("area", "VRE"))), method=METHOD)
    plain = plain_of(book, "Hay 12 casos en la Regional 7.")
    assert list(Reader(book).read(plain, ["12 casos en la Regional 7"])) == []


def test_an_actions_code_may_look_like_a_percentage(read):
    assert read("La ACP 50% ejecutó poco.") == []
    assert read("La entidad ejecutó 50%.") != []
