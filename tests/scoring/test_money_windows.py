"""Money: balances at each cut-off, flows between two cut-offs, and their sums upwards."""

from decimal import Decimal

import pytest
from builders import METHOD, make_corrida, make_dataset, make_entidad, make_evidence

from helpers.figures.book import Book
from helpers.figures.findings import Severity
from helpers.scoring.entered_figures import collect
from helpers.scoring.score import score

STRUCTURE = """
    nivel    | codigo   | padre    | acp
    entidad  | E        |          |
    servicio | CENTRAL  | E        |
    servicio | EXTERIOR | E        |
    area     | NORTE    | CENTRAL  |
    area     | SUR      | CENTRAL  |
    area     | EXTERIOR | EXTERIOR |
    unidad   | U1       | NORTE    | 1
    unidad   | U2       | SUR      | 2
"""
ACTIONS = """
    acp | denominacion
    1   | Servir
    2   | Administrar
"""
LINKS = """
    cat_prog | acp | area     | unidad
    10 0 001 | 1   | NORTE    | U1
    10 0 002 | 1   | NORTE    |
    20 0 001 | 2   | SUR      | U2
    30 0 001 | 2   | EXTERIOR |
"""
MARCH_AND_JUNE = """
    fecha_corte | reporte   | estado   | cat_prog | ppto_vigente | devengado
    2024-03-31  | categoria | aprobado | 10 0 001 | 1000.00      | 200.00
    2024-03-31  | categoria | aprobado | 10 0 002 | 500.00       | 0.00
    2024-03-31  | categoria | aprobado | 20 0 001 | 3000.00      | 900.50
    2024-03-31  | categoria | aprobado | 30 0 001 | 100.00       | 50.00
    2024-06-30  | categoria | aprobado | 10 0 001 | 1200.00      | 500.00
    2024-06-30  | categoria | aprobado | 10 0 002 | 500.00       | 25.00
    2024-06-30  | categoria | aprobado | 20 0 001 | 3000.00      | 800.50
    2024-06-30  | categoria | aprobado | 30 0 001 | 100.00       | 50.00
"""


def scored(gastos: str, links: str = LINKS, periodo: str = "2024-T2", **changes: object) -> Book:
    dataset = make_dataset(estructura=STRUCTURE, acciones=ACTIONS, vinculacion=links, gastos=gastos)
    return make_evidence(dataset, make_corrida(periodo, **changes)).book


def printed(book: Book, *figures: str) -> list[str]:
    return [book[figure].published for figure in figures]


@pytest.fixture(scope="module")
def book() -> Book:
    return scored(MARCH_AND_JUNE)


def test_a_quarter_is_what_accrued_between_two_cutoffs(book, wording):
    assert printed(book, "devengado/2024-T1/cat_prog/10 0 001", "devengado/2024-T2/cat_prog/10 0 001") == [
        "200.00",
        "300.00",
    ]
    assert printed(book, "devengado/2024-S1/cat_prog/10 0 001") == ["500.00"]
    rule = book["devengado/2024-T2/cat_prog/10 0 001"].rule
    wording(rule, "2024")


def test_a_reversal_is_a_negative_flow(book):
    assert printed(book, "devengado/2024-T2/cat_prog/20 0 001", "devengado/2024-T2/unidad/U2") == [
        "-100.00",
        "-100.00",
    ]


def test_money_is_summed_to_actions_units_areas_services_and_the_entity(book):
    assert printed(
        book,
        "devengado/2024-T2/acp/1",
        "devengado/2024-T2/acp/2",
        "devengado/2024-T2/unidad/U1",
        "devengado/2024-T2/area/NORTE",
        "devengado/2024-T2/area/SUR",
        "devengado/2024-T2/area/EXTERIOR",
        "devengado/2024-T2/servicio/CENTRAL",
        "devengado/2024-T2/servicio/EXTERIOR",
        "devengado/2024-T2/entidad/E",
    ) == ["325.00", "-100.00", "300.00", "325.00", "-100.00", "0.00", "225.00", "0.00", "225.00"]


def test_execution_divides_sums_and_never_averages_percentages(book):
    """NORTE: 325 of 1700. The mean of its categories' percentages, 25.00 and 5.00, would be 15.00."""
    assert printed(book, "ejecucion_financiera/2024-T2/area/NORTE") == ["19.12"]
    figure = book["ejecucion_financiera/2024-T2/area/NORTE"]
    assert (figure.numerator, figure.denominator) == (325, 1700)


def test_the_budget_is_that_of_the_windows_last_day(book):
    assert printed(
        book, "ppto_vigente/2024-T1/acp/1", "ppto_vigente/2024-T2/acp/1", "ppto_vigente/2024-S1/acp/1"
    ) == [
        "1500.00",
        "1700.00",
        "1700.00",
    ]


def test_the_balance_exists_only_for_windows_since_january(book):
    assert printed(book, "saldo/2024-T1/acp/1", "saldo/2024-S1/acp/1") == ["1300.00", "1175.00"]
    assert "saldo/2024-T2/acp/1" not in book.figures


@pytest.mark.parametrize("window", ["T1", "T2", "S1"])
def test_the_entity_is_the_sum_of_each_level_below(book, window):
    entity = book[f"devengado/2024-{window}/entidad/E"].value
    for level in ("cat_prog", "acp", "area", "servicio"):
        assert sum(figure.value for figure in book.select("devengado", f"2024-{window}", level)) == entity


def test_quarters_add_up_to_the_semester_everywhere(book):
    for total in (
        figure for figure in book if figure.indicator == "devengado" and figure.period.code == "2024-S1"
    ):
        parts = [
            book.get("devengado", quarter, total.level, total.code) for quarter in ("2024-T1", "2024-T2")
        ]
        assert sum(part.value for part in parts) == total.value, total.id


def test_a_blank_has_no_figure_and_nothing_above_it_is_computed():
    """One category has no budget for March, so its action, area and service and the entity have none either."""
    book = scored(
        MARCH_AND_JUNE.replace(
            "2024-03-31  | categoria | aprobado | 10 0 002 | 500.00 ",
            "2024-03-31  | categoria | aprobado | 10 0 002 |        ",
        )
    )
    for place in ("cat_prog/10 0 002", "acp/1", "area/NORTE", "servicio/CENTRAL", "entidad/E"):
        assert f"ppto_vigente/2024-T1/{place}" not in book.figures
        assert f"ejecucion_financiera/2024-T1/{place}" not in book.figures
    assert printed(book, "ppto_vigente/2024-T1/acp/2", "ppto_vigente/2024-T1/unidad/U1") == [
        "3100.00",
        "1000.00",
    ]
    assert printed(book, "devengado/2024-T1/entidad/E") == ["1150.50"]


def test_a_blank_in_the_earlier_cutoff_leaves_the_flow_unknown():
    book = scored(MARCH_AND_JUNE.replace("| 500.00       | 0.00", "| 500.00       |     "))
    assert "devengado/2024-T2/cat_prog/10 0 002" not in book.figures
    assert "devengado/2024-T2/acp/1" not in book.figures
    assert printed(book, "devengado/2024-S1/acp/1", "devengado/2024-T2/acp/2") == ["525.00", "-100.00"]


def test_a_line_that_is_new_in_a_complete_report_started_at_zero(wording):
    """A reformulation opens the category in May. March's report is complete without it, so its earlier amount is 0."""
    gastos = "\n".join(
        line
        for line in MARCH_AND_JUNE.splitlines()
        if "2024-03-31  | categoria | aprobado | 10 0 002" not in line
    )
    book = scored(gastos)
    assert printed(book, "devengado/2024-T2/cat_prog/10 0 002") == ["25.00"]
    wording(book["devengado/2024-T2/cat_prog/10 0 002"].rule)
    assert printed(book, "devengado/2024-T1/acp/1", "devengado/2024-T2/acp/1", "devengado/2024-S1/acp/1") == [
        "200.00",
        "325.00",
        "525.00",
    ]
    assert printed(book, "devengado/2024-T1/entidad/E", "devengado/2024-T2/entidad/E") == [
        "1150.50",
        "225.00",
    ]


def test_a_line_gone_from_a_complete_report_has_a_negative_flow(wording):
    """June's report no longer lists a category with 50 accrued to March: its second quarter is 0 − 50 = −50."""
    gastos = "\n".join(
        line
        for line in MARCH_AND_JUNE.splitlines()
        if "2024-06-30  | categoria | aprobado | 30 0 001" not in line
    )
    book = scored(gastos)
    assert printed(book, "devengado/2024-T2/cat_prog/30 0 001") == ["-50.00"]
    wording(book["devengado/2024-T2/cat_prog/30 0 001"].rule)
    totals = printed(
        book, "devengado/2024-T1/entidad/E", "devengado/2024-T2/entidad/E", "devengado/2024-S1/entidad/E"
    )
    assert totals == ["1150.50", "175.00", "1325.50"]
    assert Decimal(totals[0]) + Decimal(totals[1]) == Decimal(totals[2])


def test_windows_without_their_cutoff_have_no_money():
    book = scored("\n".join(line for line in MARCH_AND_JUNE.splitlines() if "2024-03-31" not in line))
    assert "devengado/2024-T1/entidad/E" not in book.figures
    assert "devengado/2024-T2/entidad/E" not in book.figures
    assert printed(book, "devengado/2024-S1/entidad/E", "ppto_vigente/2024-T2/entidad/E") == [
        "1375.50",
        "4800.00",
    ]


def test_the_cutoff_may_be_another_day_than_the_windows_last():
    late = MARCH_AND_JUNE.replace("2024-06-30", "2024-07-05")
    cortes = {"2024-T2": {"fecha": "2024-07-05", "fuente": "acta"}}
    assert printed(scored(late, cortes=cortes), "devengado/2024-T2/entidad/E") == ["225.00"]
    assert "devengado/2024-T2/entidad/E" not in scored(late).figures


BY_AREA = """
    fecha_corte | reporte   | estado   | cat_prog | area     | ppto_vigente | devengado
    2024-06-30  | categoria | aprobado | 10 0 001 |          | 1200.00      | 500.00
    2024-06-30  | categoria | aprobado | 10 0 002 |          |              | 25.00
    2024-06-30  | categoria | aprobado | 20 0 001 |          | 3000.00      | 800.50
    2024-06-30  | categoria | aprobado | 30 0 001 |          | 100.00       | 50.00
    2024-06-30  | area      | aprobado |          | NORTE    | 1700.00      | 525.00
    2024-06-30  | area      | aprobado |          | SUR      | 3000.00      | 800.50
    2024-06-30  | area      | aprobado |          | EXTERIOR | 100.00       | 50.00
"""


def test_an_area_with_a_blank_category_is_read_from_the_report_by_area(wording):
    """NORTE has a blank category, so it comes from the report by area; SUR and EXTERIOR come from their categories."""
    book = scored(BY_AREA)
    wording([book[f"ppto_vigente/2024-S1/area/{area}"].rule for area in ("NORTE", "SUR")], "área", "aprobado", "30/06/2024")
    assert "ppto_vigente/2024-S1/acp/1" not in book.figures
    assert printed(book, "ppto_vigente/2024-S1/servicio/CENTRAL", "ppto_vigente/2024-S1/entidad/E") == [
        "4700.00",
        "4800.00",
    ]
    assert printed(book, "ejecucion_financiera/2024-S1/entidad/E") == ["28.66"]


def test_two_reports_are_never_added():
    assert printed(scored(BY_AREA), "devengado/2024-S1/entidad/E", "devengado/2024-S1/area/NORTE") == [
        "1375.50",
        "525.00",
    ]


def test_only_one_state_of_the_budget_counts():
    both = MARCH_AND_JUNE + MARCH_AND_JUNE.split("\n", 2)[2].replace("aprobado", "en linea").replace(
        "500.00", "499.00"
    )
    assert printed(scored(both), "devengado/2024-S1/entidad/E") == ["1375.50"]
    assert printed(scored(both, estado_presupuesto="en linea"), "devengado/2024-S1/entidad/E") == ["1374.50"]


def test_the_other_state_counts_if_a_report_has_only_that_one():
    only = MARCH_AND_JUNE.replace("aprobado", "en linea")
    assert printed(scored(only), "devengado/2024-S1/entidad/E") == ["1375.50"]


def test_only_one_system_counts():
    """SIGEP is the system of record. SIPPEC's amounts at the same cut-off are never added; a run may choose them."""
    gastos = """
        fecha_corte | reporte   | sistema | estado   | cat_prog | ppto_vigente | devengado
        2024-06-30  | categoria | SIPPEC  | aprobado | 10 0 001 | 1000.00      | 90.00
        2024-06-30  | categoria | SIGEP   | aprobado | 10 0 001 | 1000.00      | 100.00
    """
    assert printed(scored(gastos), "devengado/2024-S1/cat_prog/10 0 001") == ["100.00"]
    assert printed(scored(gastos, sistema_presupuesto="SIPPEC"), "devengado/2024-S1/cat_prog/10 0 001") == [
        "90.00"
    ]


def test_the_system_is_chosen_before_the_state():
    """SIGEP's amount in the state «en linea» counts, not SIPPEC's approved one."""
    gastos = """
        fecha_corte | reporte   | sistema | estado   | cat_prog | ppto_vigente | devengado
        2024-06-30  | categoria | SIPPEC  | aprobado | 10 0 001 | 1000.00      | 90.00
        2024-06-30  | categoria | SIGEP   | en linea | 10 0 001 | 1000.00      | 100.00
    """
    assert printed(scored(gastos), "devengado/2024-S1/cat_prog/10 0 001") == ["100.00"]


def test_lines_of_one_category_by_source_are_summed():
    gastos = """
        fecha_corte | reporte   | fuente | cat_prog | ppto_vigente | devengado
        2024-06-30  | categoria | 10     | 10 0 001 | 1000.00      | 90.00
        2024-06-30  | categoria | 11     | 10 0 001 | 200.00       | 30.00
    """
    book = scored(gastos)
    assert printed(
        book, "devengado/2024-S1/cat_prog/10 0 001", "ejecucion_financiera/2024-S1/cat_prog/10 0 001"
    ) == ["120.00", "10.00"]
    assert [cell.cell for cell in book["devengado/2024-S1/cat_prog/10 0 001"].sources] == ["F2", "F3"]


def test_a_category_with_one_blank_line_has_no_figure():
    gastos = """
        fecha_corte | reporte   | fuente | cat_prog | ppto_vigente | devengado
        2024-06-30  | categoria | 10     | 10 0 001 | 1000.00      | 90.00
        2024-06-30  | categoria | 11     | 10 0 001 | 200.00       |
    """
    book = scored(gastos)
    assert "devengado/2024-S1/cat_prog/10 0 001" not in book.figures
    assert printed(book, "ppto_vigente/2024-S1/cat_prog/10 0 001") == ["1200.00"]


def test_sources_of_funds_have_a_total_of_their_own():
    gastos = (
        MARCH_AND_JUNE.replace("| cat_prog |", "| cat_prog | fuente |")
        .replace("0 001 |", "0 001 | |")
        .replace("0 002 |", "0 002 | |")
    )
    gastos += """    2024-06-30  | fuente    | en linea |          | 10 | 4000.00      | 1000.00
    2024-06-30  | fuente    | en linea |          | 11 | 800.00       | 400.00
"""
    book = scored(gastos)
    assert printed(book, "devengado/2024-S1/fuente/10", "devengado/2024-S1/fuente/TOTAL") == [
        "1000.00",
        "1400.00",
    ]
    assert printed(book, "ejecucion_financiera/2024-S1/fuente/TOTAL", "devengado/2024-S1/entidad/E") == [
        "29.17",
        "1375.50",
    ]
    alone = scored(gastos.rpartition("    2024-06-30  | fuente")[0])
    rules = [one["devengado/2024-S1/fuente/TOTAL"].rule for one in (book, alone)]
    assert rules == ["Suma de 2 líneas del reporte por fuente.", "Suma de una sola línea del reporte por fuente."]


def test_a_source_of_several_funders_is_called_by_the_names_of_all():
    """In March source 41 has two funders; June names one of them otherwise, and counts no more."""
    tables = {"gastos": """
        fecha_corte | reporte | fuente | organismo | denominacion | ppto_vigente | devengado
        2024-03-31  | fuente  | 41     | 111       | TGN          | 60.00        | 1.00
        2024-03-31  | fuente  | 41     | 119       | IDH          | 40.00        | 1.00
        2024-03-31  | fuente  | 20     |           | Propios      | 40.00        | 1.00
        2024-06-30  | fuente  | 41     | 111       | T.G.N.       | 60.00        | 3.00
    """}  # fmt: skip
    names = collect(make_dataset(estructura=STRUCTURE, **tables))
    assert [names.of("fuente", code) for code in ("41", "20", "42")] == ["TGN e IDH", "Propios", "42"]


def test_a_report_by_executing_unit_is_not_added_to_the_entity():
    gastos = """
        fecha_corte | reporte   | ue | cat_prog | ppto_vigente | devengado
        2024-06-30  | categoria | 1  | 10 0 001 | 1000.00      | 90.00
        2024-06-30  | ue        | 1  |          | 1000.00      | 90.00
    """
    assert printed(scored(gastos), "devengado/2024-S1/entidad/E") == ["90.00"]


def test_a_category_belongs_to_the_executing_unit_of_its_latest_report():
    """The category moved from unit 1 to unit 2; the reports stand in the file in no order."""
    gastos = """
        fecha_corte | reporte   | ue | cat_prog | ppto_vigente | devengado
        2024-06-30  | categoria | 2  | 10 0 001 | 1000.00      | 90.00
        2024-03-31  | categoria | 1  | 10 0 001 | 1000.00      | 40.00
    """
    assert {one.code for one in scored(gastos) if one.indicator == "devengado" and one.level == "ue"} == {"2"}


MONTHS = """
    fecha_corte | reporte   | cat_prog | ppto_vigente | devengado
    2024-01-31  | categoria | 10 0 001 | 1000.00      | 50.00
    2024-02-29  | categoria | 10 0 001 | 1000.00      | 80.00
    2024-03-31  | categoria | 10 0 001 | 1200.00      | 70.00
"""


def test_each_month_with_a_cutoff_has_its_flow():
    """February is its cut-off less January's, 80 − 50 = 30; March is negative, 70 − 80 = −10."""
    book = scored(MONTHS, periodo="2024-T1")
    windows = ("ene", "feb", "mar", "T1")
    assert printed(book, *(f"devengado/2024-{window}/cat_prog/10 0 001" for window in windows)) == [
        "50.00",
        "30.00",
        "-10.00",
        "70.00",
    ]
    assert printed(book, *(f"ejecucion_financiera/2024-{window}/entidad/E" for window in windows)) == [
        "5.00",
        "3.00",
        "-0.83",
        "5.83",
    ]


def test_a_run_for_a_month():
    book = scored(MONTHS, periodo="2024-feb")
    assert printed(book, "devengado/2024-feb/entidad/E", "devengado/2024-ene-feb/entidad/E") == [
        "30.00",
        "80.00",
    ]
    assert not any(figure.indicator == "rango_ideal" for figure in book)


def test_a_zero_budget_gives_no_percentage_and_a_note(wording):
    """The only category has a budget of zero, and so has the entity: each has a note in place of its execution."""
    dataset = make_dataset(
        estructura=STRUCTURE,
        gastos="""
            fecha_corte | reporte   | cat_prog | ppto_vigente | devengado
            2024-06-30  | categoria | 10 0 001 | 0.00         | 0.00
        """,
    )
    book, notes = score(dataset, METHOD, make_corrida(), make_entidad())
    places = [f"ejecucion_financiera/2024-S1/{place}" for place in ("cat_prog/10 0 001", "entidad/E")]
    assert not {*places} & book.figures.keys()
    assert [(note.codigo, note.severidad, note.elemento) for note in notes] == [("CAL-DIVISION", Severity.NOTE, place) for place in places]
    wording([note.mensaje for note in notes], "10 0 001", "ejecución financiera, primer semestre de 2024", "0", "E", "0")
    assert printed(book, "saldo/2024-S1/cat_prog/10 0 001") == ["0.00"]


def test_the_money_of_a_category_linked_to_a_post_is_the_posts():
    """March and June state 200.00 and 500.00 of category 10 0 001, which the links give to post P1 of unit U1."""
    structure = f"{STRUCTURE.rstrip()}\n    puesto   | P1       | U1       | 1\n"
    links = LINKS.replace("NORTE    | U1", "NORTE    | P1")
    dataset = make_dataset(estructura=structure, acciones=ACTIONS, vinculacion=links, gastos=MARCH_AND_JUNE)
    book = make_evidence(dataset, make_corrida("2024-T2")).book
    assert printed(book, "devengado/2024-T2/puesto/P1", "ejecucion_financiera/2024-S1/puesto/P1") == ["300.00", "41.67"]
    assert book["devengado/2024-T2/puesto/P1"].name == book.node("puesto", "P1").name
    assert {figure.code for figure in book.select("devengado", book.period, "unidad")} == {"U2"}
