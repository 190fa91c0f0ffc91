"""Reported percentages rolled up from units to the entity, in small institutions that can be checked by hand."""

from decimal import Decimal

import pytest
from builders import ABROAD, METHOD, findings_of_rule, make_dataset, make_evidence, make_method, make_scored

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.scoring.levels.grading import grade_at
from helpers.settings.methods import Metodo

TWO_AREAS = """
    nivel    | codigo   | padre    | acp
    entidad  | E        |          |
    servicio | CENTRAL  | E        |
    servicio | EXTERIOR | E        |
    area     | NORTE    | CENTRAL  |
    unidad   | U1       | NORTE    | 1
    unidad   | U2       | NORTE    | 1
    unidad   | U3       | NORTE    | 2
    area     | SUR      | CENTRAL  |
    unidad   | U4       | SUR      | 2
    area     | EXTERIOR | EXTERIOR |
    tipo     | EMB      | EXTERIOR | 3
    puesto   | EMB-1    | EMB      |
    puesto   | EMB-2    | EMB      |
"""
ACTIONS = """
    acp | denominacion
    1   | Servir
    2   | Administrar
    3   | Representar
"""
SECOND_QUARTER = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T2 | 100.00
    unidad | U2     | avance_fisico | 2024-T2 | 50.00
    unidad | U3     | avance_fisico | 2024-T2 | 0.00
    unidad | U4     | avance_fisico | 2024-T2 | 33.33
    tipo   | EMB    | avance_fisico | 2024-T2 | 80.00
    puesto | EMB-1  | avance_fisico | 2024-T2 | 90.00
    puesto | EMB-2  | avance_fisico | 2024-T2 | 60.00
"""


def scored(
    avances: str, structure: str = TWO_AREAS, method: Metodo = METHOD, periodo: str = "2024-T2"
) -> Book:
    return make_scored(make_dataset(estructura=structure, acciones=ACTIONS, avances=avances), periodo, method)


def printed(book: Book, *figures: str) -> list[str]:
    return [book[figure].published for figure in figures]


@pytest.fixture(scope="module")
def book() -> Book:
    return scored(SECOND_QUARTER)


def test_units_roll_up_to_areas_services_and_the_entity(book):
    """NORTE (100 + 50 + 0) / 3; SUR 33.33; CENTRAL 41.665 → 41.67; EXTERIOR 80; entity 60.835 → 60.84."""
    assert printed(
        book,
        "avance_fisico/2024-T2/area/NORTE",
        "avance_fisico/2024-T2/area/SUR",
        "avance_fisico/2024-T2/servicio/CENTRAL",
        "avance_fisico/2024-T2/servicio/EXTERIOR",
        "avance_fisico/2024-T2/entidad/E",
    ) == ["50.00", "33.33", "41.67", "80.00", "60.84"]


def test_units_roll_up_to_the_action_they_answer_for(book):
    """Action 1: U1 and U2, 75; action 2: U3 and U4, of two areas, (0 + 33.33) / 2 = 16.665 → 16.67."""
    assert printed(
        book, "avance_fisico/2024-T2/acp/1", "avance_fisico/2024-T2/acp/2", "avance_fisico/2024-T2/acp/3"
    ) == [
        "75.00",
        "16.67",
        "80.00",
    ]


def test_a_reported_zero_counts(book):
    assert book["avance_fisico/2024-T2/unidad/U3"].value == 0
    assert book["avance_fisico/2024-T2/area/NORTE"].denominator == 3


def test_missing_is_not_zero(wording):
    """Without a report of U3 the area is (100 + 50) / 2, and its rule names U3."""
    book = scored(SECOND_QUARTER.replace("2024-T2 | 0.00", "2024-T2 |"))
    assert "avance_fisico/2024-T2/unidad/U3" not in book.figures
    area = book["avance_fisico/2024-T2/area/NORTE"]
    assert (area.published, area.numerator, area.denominator) == ("75.00", 150, 2)
    wording(area.rule, "2", "U3")


def test_an_area_in_which_nobody_reported_has_no_figure_and_is_left_out_above(wording):
    book = scored(SECOND_QUARTER.replace("2024-T2 | 33.33", "2024-T2 |"))
    assert "avance_fisico/2024-T2/area/SUR" not in book.figures
    service = book["avance_fisico/2024-T2/servicio/CENTRAL"]
    assert service.published == "50.00"
    wording(service.rule, "sola", "SUR")


def test_a_quarter_without_reports_has_no_percentages(book):
    assert not [figure for figure in book if figure.period.code == "2024-T1" and figure.unit == "%"]


def test_rounding_at_every_level_or_at_publication():
    """At every level: areas 66.665 → 66.67 and 0, service 33.335 → 33.34. At publication: 33.3325 → 33.33."""
    avances = """
        nivel  | codigo | indicador     | periodo | valor
        unidad | U1     | avance_fisico | 2024-T2 | 66.66
        unidad | U2     | avance_fisico | 2024-T2 | 66.67
        unidad | U4     | avance_fisico | 2024-T2 | 0.00
    """
    figure = "avance_fisico/2024-T2/servicio/CENTRAL"
    each, last = scored(avances)[figure], scored(avances, method=make_method(donde="publicacion"))[figure]
    assert (each.published, last.published) == ("33.34", "33.33")
    assert (str(each.value), str(last.value)) == ("6667/200", "13333/400")


def test_the_method_sets_the_number_of_decimals():
    book = scored(SECOND_QUARTER, method=make_method(decimales=0))
    assert printed(book, "avance_fisico/2024-T2/servicio/CENTRAL", "avance_fisico/2024-T2/entidad/E") == [
        "42",
        "61",
    ]


def test_a_post_types_reported_value_counts_and_the_mean_of_its_posts_is_kept(book):
    own, parts = book["avance_fisico/2024-T2/tipo/EMB"], book["avance_fisico_partes/2024-T2/tipo/EMB"]
    assert (own.published, own.operation, own.rule) == ("80.00", Operation.INPUT, "Informado por «EMB».")
    assert (parts.published, parts.operation, parts.unit) == ("75.00", Operation.MEAN, "%")
    assert book["avance_fisico/2024-T2/area/EXTERIOR"].value == 80


def test_a_post_type_without_report_has_the_mean_of_its_posts():
    book = scored(SECOND_QUARTER.replace("2024-T2 | 80.00", "2024-T2 |"))
    assert printed(book, "avance_fisico/2024-T2/tipo/EMB", "avance_fisico/2024-T2/area/EXTERIOR") == [
        "75.00",
        "75.00",
    ]
    assert "avance_fisico_partes/2024-T2/tipo/EMB" not in book.figures


def test_the_parts_of_an_area_count_and_its_reported_value_is_kept():
    book = scored(SECOND_QUARTER + "    area | NORTE | avance_fisico | 2024-T2 | 99.00\n")
    assert printed(
        book, "avance_fisico/2024-T2/area/NORTE", "avance_fisico_reportado/2024-T2/area/NORTE"
    ) == ["50.00", "99.00"]


def test_an_area_without_parts_may_report_itself():
    book = scored(
        "    nivel | codigo | indicador | periodo | valor\n area | NORTE | avance_fisico | 2024-T2 | 99.00\n"
    )
    assert printed(book, "avance_fisico/2024-T2/area/NORTE", "avance_fisico/2024-T2/entidad/E") == [
        "99.00",
        "99.00",
    ]


def test_the_units_of_an_action_count_and_its_reported_value_is_kept():
    reported = (
        "    acp | 1 | avance_fisico | 2024-T2 | 74.00\n    acp | 3 | avance_fisico | 2024-T1 | 61.00\n"
    )
    book = scored(SECOND_QUARTER + reported)
    assert printed(book, "avance_fisico/2024-T2/acp/1", "avance_fisico_reportado/2024-T2/acp/1") == [
        "75.00",
        "74.00",
    ]
    assert printed(book, "avance_fisico/2024-T1/acp/3") == ["61.00"]


def test_a_service_and_an_area_with_the_same_code_are_kept_apart(book):
    area, service = (
        book["avance_fisico/2024-T2/area/EXTERIOR"],
        book["avance_fisico/2024-T2/servicio/EXTERIOR"],
    )
    assert book.operands(service) == (area,)
    assert [part.level for part in book.operands(area)] == ["tipo"]


def test_a_post_counts_only_through_its_post_type_for_the_action_of_both():
    """EMB answers for action 3 and both of its posts do too: the action is EMB's 80, not a mean of the three."""
    structure = TWO_AREAS.replace("| EMB      |\n", "| EMB      | 3\n")
    book = scored(SECOND_QUARTER, structure)
    assert [part.id for part in book.operands(book["avance_fisico/2024-T2/acp/3"])] == [
        "avance_fisico/2024-T2/tipo/EMB"
    ]


def test_efficacy_that_is_not_reported_is_a_quarter_of_progress(book):
    unit = book["eficacia_ponderada/2024-T2/unidad/U4"]
    assert (unit.published, unit.expression) == ("8.33", "avance_fisico / 4")
    assert unit.rule == "No informado; avance físico ÷ 4."
    assert printed(book, "eficacia_ponderada/2024-T2/area/NORTE") == ["12.50"]


def test_progress_and_efficacy_that_contradict_each_other_are_a_finding_and_both_are_rolled_up():
    """U1 reports progress 100.00 and efficacy 20.00, and not 25.00: each is averaged as it is."""
    avances = SECOND_QUARTER + "    unidad | U1 | eficacia_ponderada | 2024-T2 | 20.00\n"
    evidence = make_evidence(make_dataset(estructura=TWO_AREAS, acciones=ACTIONS, avances=avances))
    [finding] = findings_of_rule("REP-EFICACIA", evidence)
    told = (finding.elemento, finding.esperado, finding.encontrado)
    assert told == ("eficacia_ponderada/2024-T2/unidad/U1", "25.00", "20.00")
    assert printed(evidence.book, "avance_fisico/2024-T2/acp/1", "eficacia_ponderada/2024-T2/acp/1") == [
        "75.00",
        "16.25",
    ]


BOTH_QUARTERS = (
    SECOND_QUARTER
    + """
    unidad | U1 | avance_fisico | 2024-T1 | 90.00
    unidad | U4 | avance_fisico | 2024-T1 | 66.67
""".lstrip("\n")
)


def test_semester_efficacy_is_the_sum_of_its_quarters_and_progress_is_over_the_ideal():
    """U1: 22.50 + 25.00 = 47.50 of 50, 95 %. U4: 16.67 + 8.33 = 25.00, 50 %."""
    book = scored(BOTH_QUARTERS)
    assert printed(book, "eficacia_ponderada/2024-S1/unidad/U1", "avance_fisico/2024-S1/unidad/U1") == [
        "47.50",
        "95.00",
    ]
    assert printed(book, "eficacia_ponderada/2024-S1/unidad/U4", "avance_fisico/2024-S1/unidad/U4") == [
        "25.00",
        "50.00",
    ]
    assert printed(book, "rango_ideal/2024-S1/unidad/U1", "brecha_ideal/2024-S1/unidad/U1") == [
        "50.00",
        "-2.50",
    ]
    assert book["eficacia_ponderada/2024-S1/unidad/U1"].rule == "Suma de T1 y T2."


def test_each_level_sums_its_own_quarters():
    """Area NORTE has 22.50 in T1, from U1 alone, and 12.50 in T2, from its three units."""
    assert printed(scored(BOTH_QUARTERS), "eficacia_ponderada/2024-S1/area/NORTE") == ["35.00"]


def test_a_unit_that_missed_a_quarter_has_no_semester():
    book = scored(BOTH_QUARTERS)
    assert "eficacia_ponderada/2024-S1/unidad/U2" not in book.figures
    assert "avance_fisico/2024-S1/unidad/U2" not in book.figures


def test_a_reported_semester_counts_only_if_its_quarters_cannot_be_summed():
    reported = """
    unidad | U1 | eficacia_ponderada | 2024-S1 | 47.00
    unidad | U2 | eficacia_ponderada | 2024-S1 | 30.00
    unidad | U2 | avance_fisico      | 2024-S1 | 61.00
    """
    book = scored(BOTH_QUARTERS + reported)
    assert printed(
        book, "eficacia_ponderada/2024-S1/unidad/U1", "eficacia_ponderada_reportado/2024-S1/unidad/U1"
    ) == [
        "47.50",
        "47.00",
    ]
    assert printed(book, "eficacia_ponderada/2024-S1/unidad/U2", "avance_fisico/2024-S1/unidad/U2") == [
        "30.00",
        "60.00",
    ]
    assert printed(book, "avance_fisico_reportado/2024-S1/unidad/U2") == ["61.00"]


def test_the_rule_lists_the_quarters_of_a_sum():
    quarters = "".join(f"    unidad | U1 | avance_fisico | 2024-T{number} | 80.00\n" for number in (1, 2, 3))
    book = scored("    nivel | codigo | indicador | periodo | valor\n" + quarters, periodo="2024-T3")
    accumulated = book["eficacia_ponderada/2024-ene-sep/unidad/U1"]
    assert (accumulated.published, accumulated.rule) == ("60.00", "Suma de T1, T2 y T3.")
    assert printed(book, "avance_fisico/2024-ene-sep/unidad/U1") == ["80.00"]


def test_sums_of_quarters_are_ordered_like_the_last_quarter():
    """U1 reports efficacies of 25 and 20 and, in T3, a progress of 80, which is an efficacy of 20: 65. U2: 3 × 10 = 30.

    In T2 U1 has no progress, so U2 is computed first; in T3 both have one, so U1 comes first, as in the structure.
    """
    book = scored(
        """
        nivel  | codigo | indicador          | periodo | valor
        unidad | U1     | eficacia_ponderada | 2024-T1 | 25.00
        unidad | U1     | eficacia_ponderada | 2024-T2 | 20.00
        unidad | U1     | avance_fisico      | 2024-T3 | 80.00
        unidad | U2     | avance_fisico      | 2024-T1 | 40.00
        unidad | U2     | avance_fisico      | 2024-T2 | 40.00
        unidad | U2     | avance_fisico      | 2024-T3 | 40.00
        """,
        periodo="2024-T3",
    )
    summed = book.select("eficacia_ponderada", "2024-ene-sep", "unidad")
    assert [(figure.code, figure.published) for figure in summed] == [("U1", "65.00"), ("U2", "30.00")]


def test_reported_months_are_averaged_too():
    avances = """
        nivel | codigo | indicador          | periodo  | valor
        area  | NORTE  | eficacia_ponderada | 2024-abr | 7.00
        area  | SUR    | eficacia_ponderada | 2024-abr | 8.01
    """
    assert printed(scored(avances), "eficacia_ponderada/2024-abr/servicio/CENTRAL") == ["7.51"]


def test_a_computed_percentage_counts_before_the_reported_one(wording):
    """NORTE reports 26.00, but its money gives 25.00, which counts. SUR has no money, so its report counts."""
    dataset = make_dataset(
        estructura=TWO_AREAS,
        gastos="""
            fecha_corte | reporte | area  | ppto_vigente | devengado
            2024-06-30  | area    | NORTE | 1000.00      | 250.00
        """,
        avances="""
            nivel | codigo | indicador            | periodo | valor
            area  | NORTE  | ejecucion_financiera | 2024-S1 | 26.00
            area  | SUR    | ejecucion_financiera | 2024-S1 | 30.00
        """,
    )
    book = make_scored(dataset)
    assert printed(
        book, "ejecucion_financiera/2024-S1/area/NORTE", "ejecucion_financiera_reportado/2024-S1/area/NORTE"
    ) == [
        "25.00",
        "26.00",
    ]
    wording(book["ejecucion_financiera/2024-S1/area/SUR"].rule, "«SUR»")


def test_a_category_of_a_post_has_the_progress_of_the_post():
    """The links name two posts, which report 100 and 50, and their type, which reports 40."""
    links = "cat_prog | unidad\n 10 | EMB-1\n 20 | EMB-2\n 30 | EMB\n"
    book = make_scored(make_dataset(**ABROAD, vinculacion=links))
    found = [f"avance_fisico/2024-T2/cat_prog/{code}" for code in ("10", "20", "30")]
    assert printed(book, *found) == ["100.00", "50.00", "40.00"]


def test_efficiency_is_accumulated_efficacy_over_accumulated_execution(wording):
    """Action 1: an efficacy of 25 + 20 = 45.00 with 30 % of the money spent is 150 %."""
    dataset = make_dataset(
        estructura=TWO_AREAS,
        acciones=ACTIONS,
        vinculacion="cat_prog | acp | area | unidad\n 10 | 1 | NORTE | U1\n",
        gastos="""
            fecha_corte | reporte   | cat_prog | ppto_vigente | devengado
            2024-03-31  | categoria | 10       | 1000.00      | 100.00
            2024-06-30  | categoria | 10       | 1000.00      | 300.00
        """,
        avances="""
            nivel  | codigo | indicador     | periodo | valor
            unidad | U1     | avance_fisico | 2024-T1 | 100.00
            unidad | U1     | avance_fisico | 2024-T2 | 80.00
        """,
    )
    book = make_scored(dataset)
    assert printed(book, "eficiencia/2024-S1/acp/1", "brecha_fisico_financiera/2024-S1/acp/1") == [
        "150.00",
        "15.00",
    ]
    assert printed(book, "brecha_fisico_financiera/2024-T2/acp/1", "avance_fisico/2024-T2/cat_prog/10") == [
        "0.00",
        "80.00",
    ]
    wording(book["avance_fisico/2024-T2/cat_prog/10"].rule, "«U1»")
    windows = {figure.period.code for figure in book if figure.indicator == "eficiencia"}
    assert windows == {"2024-T1", "2024-S1"}


@pytest.mark.parametrize(
    ("value", "rating", "light"),
    [
        ("0.00", "Nulo", "gris"),
        ("0.01", "Muy bajo", "rojo"),
        ("8.99", "Muy bajo", "rojo"),
        ("9.00", "Bajo", "naranja"),
        ("50.99", "Bajo", "naranja"),
        ("51.00", "Medio", "amarillo"),
        ("69.58", "Medio", "amarillo"),
        ("69.995", "Alto", "verde"),
        ("70.00", "Alto", "verde"),
        ("99.99", "Alto", "verde"),
        ("100.00", "Excelente", "azul"),
        ("132.20", "Excelente", "azul"),
    ],
)
def test_the_grade_is_of_the_printed_value(value, rating, light):
    book = scored(SECOND_QUARTER.replace("100.00", value))
    grade = book["avance_fisico/2024-T2/unidad/U1"].grade
    assert (grade.rating, grade.light) == (rating, light)


def test_negative_progress_efficacy_and_the_mean_of_parts_have_no_grade():
    book = scored(SECOND_QUARTER.replace("100.00", "-1.00"))
    assert book["avance_fisico/2024-T2/unidad/U1"].grade is None
    assert book["eficacia_ponderada/2024-T2/unidad/U2"].grade is None
    assert book["avance_fisico_partes/2024-T2/tipo/EMB"].grade is None


@pytest.mark.parametrize(
    ("quarter", "accrued", "rating"),
    [
        (1, "10.00", "Aceptable"),
        (1, "9.99", "En observación"),
        (1, "9.995", "Aceptable"),
        (1, "20.00", "Óptimo"),
        (2, "33.00", "Aceptable"),
        (2, "32.99", "En observación"),
        (2, "43.00", "Óptimo"),
        (3, "48.00", "Aceptable"),
        (3, "65.00", "Óptimo"),
        (4, "65.00", "Aceptable"),
        (4, "84.99", "Aceptable"),
        (4, "85.00", "Óptimo"),
    ],
)
def test_accumulated_execution_is_graded_by_the_quarter_that_it_closes(quarter, accrued, rating):
    cutoff = ("2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31")[quarter - 1]
    window = ("T1", "S1", "ene-sep", "anual")[quarter - 1]
    dataset = make_dataset(
        estructura=TWO_AREAS,
        gastos=f"""
            fecha_corte | reporte | area | ppto_vigente | devengado
            {cutoff}    | area    | SUR  | 100.00       | {accrued}
        """,
    )
    book = make_scored(dataset, f"2024-T{quarter}")
    assert book[f"ejecucion_financiera/2024-{window}/area/SUR"].grade.rating == rating


def test_thresholds_grade_a_printed_value_of_their_own_indicator_only():
    semester = Period.parse("2024-S1")
    assert grade_at(METHOD, "ejecucion_financiera", semester, Decimal(70)).rating == "Óptimo"
    assert grade_at(METHOD, "ejecucion_programada", semester, Decimal(70)) is None


def test_a_quarters_own_execution_has_no_grade():
    dataset = make_dataset(
        estructura=TWO_AREAS,
        gastos="""
            fecha_corte | reporte | area | ppto_vigente | devengado
            2024-03-31  | area    | SUR  | 100.00       | 10.00
            2024-06-30  | area    | SUR  | 100.00       | 60.00
        """,
    )
    book = make_scored(dataset)
    assert book["ejecucion_financiera/2024-T2/area/SUR"].published == "50.00"
    assert book["ejecucion_financiera/2024-T2/area/SUR"].grade is None
    assert book["ejecucion_financiera/2024-S1/area/SUR"].grade.rating == "Óptimo"
