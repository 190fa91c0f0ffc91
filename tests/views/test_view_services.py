"""Rows of services, places and kinds; earlier years in order; and the signatures and colophon of a report."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from builders import METHOD, make_corrida, make_dataset, make_entidad

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow
from helpers.scoring.score import score
from helpers.views.charts.earlier_years import method_notes, timeline
from helpers.views.charts.line_charts import history_lines, month_panels
from helpers.views.elements.cells import missing_cell
from helpers.views.progress.service_notes import (
    comparison_notes,
    coverage_notes,
    kind_notes,
    place_notes,
    revenue_notes,
    silence_notes,
)
from helpers.views.progress.service_views import (
    NO_PLACE,
    coverage,
    kind_rows,
    office_rows,
    parts_of,
    place_rows,
    revenue_columns,
    service_rows,
    windows_told,
)
from helpers.views.quality.annex_views import colophon_table, signatures
from helpers.views.sections.annexes_section import services_of_one_office
from helpers.views.sections.services_section import months_chart, place_charts
from helpers.views.sections.shown_section import ShownSection

SEMESTER = Period.parse("2024-S1")
STRUCTURE = "nivel | codigo | nombre | padre\n entidad | E | Entidad |\n area | N | Norte | E\n"
SERVICES = """
    servicio | pais | departamento | oficina | mes | tipo_tramite | programado | cantidad | recaudacion | moneda
    cedulas  |      | La Paz       | SUR     | ene | nuevo        | 10         | 9        | 90          |
    cedulas  |      | La Paz       | NORTE   | feb | renovado     |            | 30       | 5           | USD
    cedulas  |      | Oruro        |         | ene | nuevo        |            | 50       |             |
    cedulas  |      |              | BRIGADA / SUR | mar | nuevo  |            | 4        |             |
    voto     |      |              |         | ene |              |            | 1        |             |
"""
HISTORY = """
    gestion | periodo    | nivel | codigo | indicador     | valor | metodo
    2021    | 2021-anual | area  | N      | avance_fisico | 70    | mre-2021
    2022    | 2022-anual | area  | N      | avance_fisico | 80    | mre-2024
    2023    | 2023-anual | area  | N      | avance_fisico | 90    | {last}
    2023    | 2023-T4    | area  | N      | avance_fisico | 95    | mre-2024
"""
NORTH = FigureRow("Norte", "area", "N")


def book_of(**tables: str) -> Book:
    dataset = make_dataset(estructura=STRUCTURE, **tables)
    return score(dataset, METHOD, make_corrida(), make_entidad())[0]


@pytest.fixture(scope="module")
def services() -> Book:
    return book_of(produccion=SERVICES)


def test_places_stand_under_their_service_greatest_first(services):
    rows = place_rows(services, SEMESTER)
    assert [(row.label, row.style) for row in rows] == [
        ("Cedulas", "grupo"), ("Oruro", ""), ("La Paz", ""), (f"BRIGADA / SUR{NO_PLACE}", ""),
    ]  # fmt: skip
    assert [row.label for row in place_rows(services, SEMESTER, "cedulas")] == ["Oruro", "La Paz"]
    assert [row.label for row in service_rows(services, SEMESTER)] == ["Cedulas", "Voto"]


def test_a_total_that_its_rows_do_not_give_is_told_with_the_service(services, wording):
    assert place_notes(services, [SEMESTER]) == kind_notes(services, [SEMESTER]) == ()
    more = book_of(produccion=f"{SERVICES}    cedulas | | | | ene | | | 2 | |")
    wording([*place_notes(more, [SEMESTER]), *kind_notes(more, [SEMESTER])])


def test_a_total_that_lacks_a_place_of_one_month_says_which(wording):
    """The 5 of February have no quantity, so that 9 + 4 are compared with 10 + 3 and not with 18."""
    table = "a | SUR | ene | 10 | 9\n a | SUR | feb | 3 | 4\n a | NORTE | feb | 5 |\n"
    book = book_of(produccion=f"servicio | oficina | mes | programado | cantidad\n {table}")
    quarter = Period.parse("2024-T1")
    rows = service_rows(book, SEMESTER)
    wording([*silence_notes(book, quarter, rows), *comparison_notes(book, quarter, rows)])
    office = FigureRow("SUR", "oficina", "a/SUR")
    assert len(comparison_notes(book, quarter, [*rows, office])) == 1, "rows of one rule share a note"
    assert book["produccion_cumplimiento_con_dato/2024-T1/servicio_prestado/a"].published == "100.00"
    absent = ("produccion_cumplimiento", "produccion_sin_mes", "recaudacion_bob_sin_mes")
    assert [missing_cell(book, (one, quarter, "servicio_prestado", "a"), "A").text for one in absent] == ["—", "—", "s/d"]


def test_money_collected_names_the_places_without_it(services, wording):
    """Oruro's 50 have no money; the amounts in other currencies count as money, and `voto` has none at all."""
    wording(revenue_notes(services, SEMESTER), "Oruro")
    office = "    cedulas | | La Paz | EL ALTO | ene | nuevo | | 3 | |\n    cedulas | | Oruro | UNCÍA | ene | nuevo | | 3 | |"
    wording(revenue_notes(book_of(produccion=f"{SERVICES}{office}"), SEMESTER), "Oruro", "EL ALTO")


def test_a_service_without_data_of_some_places_says_of_how_many_it_has():
    """`cedulas` has both departments; `voto` has no place until one of January is added."""
    book = book_of(produccion=f"{SERVICES}    voto | | Oruro | | ene | | | 2 | |\n    visas | Perú | | | ene | | | 2 | |")
    assert coverage(book, SEMESTER, "voto") == ("departamentos", ("Oruro",), {"La Paz", "Oruro"})
    assert [coverage(book, SEMESTER, code) for code in ("cedulas", "visas")] == [None, None]
    (note,) = coverage_notes(book, SEMESTER, service_rows(book, SEMESTER))
    assert note == "Voto: con datos de 1 de los 2 departamentos con algún servicio (Oruro)."


def test_a_title_names_only_the_periods_that_have_figures(services, wording):
    """The data end in March, so that the second quarter has no figures until a row of May is added."""
    windows = (Period.parse("2024-T2"), SEMESTER)
    assert windows_told(services, windows, service_rows(services, SEMESTER)) == "primer semestre de 2024"
    later = book_of(produccion=f"{SERVICES}    voto | | | | may | | | 2 | |")
    wording(windows_told(later, windows, service_rows(later, SEMESTER)), "2024")
    assert windows_told(later, windows[1:], service_rows(later, SEMESTER)) == "primer semestre de 2024"


def test_kinds_are_listed_for_the_service_and_not_for_its_places(services):
    assert [row.code for row in kind_rows(services, SEMESTER)] == ["cedulas", "cedulas/nuevo", "cedulas/renovado"]


def test_offices_follow_their_place_and_those_without_place_come_last(services):
    rows = office_rows(services, SEMESTER, service_rows(services, SEMESTER)[0])
    assert [(row.label, row.style) for row in rows] == [
        ("La Paz", "grupo"), ("NORTE", ""), ("SUR", ""), ("BRIGADA / SUR", ""),
    ]  # fmt: skip


def test_a_place_does_not_count_as_an_office():
    """`cedulas` has one office, in a place with a figure of its own: it is described in words and gets no table."""
    book = book_of(produccion="""
        servicio | departamento | oficina | mes | cantidad
        cedulas  | La Paz       | SUR     | ene | 9
        voto     | La Paz       | SUR     | ene | 1
        voto     | La Paz       | NORTE   | ene | 1
    """)
    section = SimpleNamespace(book=book, accumulated=SEMESTER)
    assert services_of_one_office(section) == {"SUR": ["cedulas"]}


def test_a_title_does_not_present_the_drawn_places_as_all_places(wording):
    """Norte has the largest amount, but in one month only: it has no panel, and the title does not include it."""
    rows = "".join(f"cedulas | {place} | {month} | {amount}\n" for place, month, amount in (
        ("La Paz", "ene", 9), ("La Paz", "feb", 10), ("Oruro", "ene", 7), ("Oruro", "feb", 6), ("Norte", "ene", 900),
    ))
    book = book_of(produccion=f"servicio | departamento | mes | cantidad\n{rows}")
    (chart,) = place_charts(SimpleNamespace(book=book, accumulated=SEMESTER)).items
    wording(chart.title, "Oruro", "7", "6")
    wording(chart.notes, "Norte")


def test_the_greatest_places_of_a_chart_are_those_with_several_months():
    """Norte has the largest amount in one month only: the twelve drawn are not those that provided most of all."""
    rows = "".join(f"cedulas | L{at} | ene | {at}\ncedulas | L{at} | feb | {at + 1}\n" for at in range(10, 23))
    told = []
    for more in ("", "cedulas | Norte | ene | 900\n"):
        book = book_of(produccion=f"servicio | departamento | mes | cantidad\n{rows}{more}")
        (chart,) = place_charts(SimpleNamespace(book=book, accumulated=SEMESTER)).items
        told.append([" con dato de varios meses que más prestaron" in words for words in (chart.title, chart.notes[0])])
    assert told == [[False, False], [True, True]]


def test_a_chart_by_month_says_that_a_part_of_a_total_has_no_month(wording):
    """Sur gives the 900 of the quarter in one sum: the chart's months have the 19 of Norte only."""
    rows = "cedulas | Norte | ene | | 9\ncedulas | Norte | feb | | 10\nvoto | Norte | ene | | 1\nvoto | Norte | feb | | 2\n"
    tables = [f"servicio | departamento | mes | periodo | cantidad\n{rows}{more}" for more in ("", "cedulas | Sur | | 2024-T1 | 900")]
    sections = (ShownSection(book_of(produccion=one), "servicios", make_corrida(), METHOD, make_entidad()) for one in tables)
    whole, apart = (months_chart(section).notes for section in sections)
    assert not [note for note in whole if "no consta el mes" in note]
    wording(apart, "«Cedulas»")


def test_parts_add_up_to_no_more_than_their_service(services):
    parts = parts_of(services, "cedulas", ("departamento",), SEMESTER)
    assert sum(part.value for part in parts) == 89
    assert services["produccion/2024-S1/servicio_prestado/cedulas"].value == 93


def test_each_currency_has_its_own_column(services):
    assert [(column.header, column.group) for column in revenue_columns(services, (SEMESTER,))] == [
        ("Recaudado (Bs)", "Primer semestre de 2024"), ("Recaudado (USD)", "Primer semestre de 2024"),
    ]  # fmt: skip


def test_a_panel_states_every_month_the_programme_and_missing_months(services, wording):
    chart = month_panels(
        services, id="grafico-x", title="x", rows=service_rows(services, SEMESTER)[:1], months=SEMESTER.months(),
        done="produccion", programmed="produccion_programada",
    )  # fmt: skip
    wording(chart.alt, "Cedulas", "59", "30", "4", "abril de 2024 sin dato", "programados", "Cedulas", "enero de 2024 10")
    wording(chart.notes)


def chart_of(votes, whose):
    book = book_of(produccion=f"""
        servicio | mes | cantidad
        cedulas  | ene | 6
        cedulas  | feb | 8
        voto     | ene | 5
        voto     | feb | {votes}
    """)
    return month_panels(
        book, id="grafico-x", title="x", rows=service_rows(book, SEMESTER), months=SEMESTER.months(), done="produccion",
        programmed="produccion_programada", whose=whose,
    )  # fmt: skip


def test_a_service_with_nothing_programmed_is_not_said_to_lack_data():
    """Zero was programmed of one and provided; of another the programme is not known."""
    book = book_of(produccion="servicio | mes | programado | cantidad\n nada | ene | 0 | 0\n sin | ene | | 3")
    shown = [missing_cell(book, ("produccion_cumplimiento", SEMESTER, "servicio_prestado", one), one).text for one in ("nada", "sin")]
    assert shown == ["—", "s/d"]


@pytest.mark.parametrize(
    ("votes", "change"), [("6", "Cedulas: de 6 a 8"), ("7", "Voto: de 5 a 7"), ("1", "Voto: de 5 a 1"), ("5", "Cedulas: de 6 a 8")]
)
def test_services_counted_in_different_things_are_compared_by_relative_change(votes, change, wording):
    """Numbers of identity cards and of votes are not comparable. 6 to 8 is a third more, 5 to 6 a fifth, 5
    to 7 two fifths."""
    wording(chart_of(votes, "").title, change)
    assert chart_of(votes, "Padrón").title.startswith("Padrón: ")


def test_services_without_one_of_the_two_months_are_not_counted_as_if_they_were_all(wording):
    """Of three drawn rows, `tramites` has nothing in January."""
    given = (("cedulas", "ene", 6), ("cedulas", "feb", 8), ("voto", "ene", 5), ("voto", "feb", 4), ("tramites", "feb", 3))
    rows = "".join(f"{service} | {month} | {amount}\n" for service, month, amount in given)
    book = book_of(produccion=f"servicio | mes | cantidad\n{rows}")
    drawn = service_rows(book, SEMESTER)
    chart = month_panels(book, id="grafico-x", title="x", rows=drawn, months=SEMESTER.months(), done="produccion", which="que más dan")
    wording(chart.title, "dos", "enero", "febrero", "Cedulas", "6", "8")


@pytest.mark.parametrize(("later", "told"), [("10", "Cedulas, sin cambio de enero a febrero de 2024: 10"), ("9", "Cedulas, de enero a febrero de 2024: de 10 a 9")])
def test_a_single_service_that_stays_the_same_does_not_go_from_a_number_to_itself(later, told):
    book = book_of(produccion=f"servicio | mes | cantidad\n cedulas | ene | 10\n cedulas | feb | {later}")
    rows = service_rows(book, SEMESTER)
    assert month_panels(book, id="grafico-x", title="x", rows=rows, months=SEMESTER.months(), done="produccion").title == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("cedulas | ene | 0\n cedulas | feb | 9\n voto | ene | 0\n voto | feb | 4", "Los dos servicios suben de enero a febrero de 2024"),
        ("cedulas | ene | 8\n cedulas | mar | 9\n voto | ene | 5\n voto | mar | 4", "Marzo de 2024: Cedulas, 9"),
    ],
)
def test_the_title_states_a_finding_where_no_change_can_be_measured(given, told):
    """All began from zero, or none has the month before the last: the title only named the chart."""
    book = book_of(produccion=f"servicio | mes | cantidad\n {given}")
    rows = service_rows(book, SEMESTER)
    assert month_panels(book, id="grafico-x", title="x", rows=rows, months=SEMESTER.months(), done="produccion").title == told


def test_the_greatest_relative_change_is_called_so_only_without_a_tie(wording):
    book = book_of(produccion="""
        servicio | mes | cantidad
        cedulas  | ene | 6
        cedulas  | feb | 12
        voto     | ene | 5
        voto     | feb | 10
    """)
    rows = service_rows(book, SEMESTER)
    chart = month_panels(book, id="grafico-x", title="x", rows=rows, months=SEMESTER.months(), done="produccion")
    wording(chart.title, "Cedulas", "6", "12")


def test_earlier_periods_are_ordered_years_first_then_quarters():
    book = book_of(historico=HISTORY.format(last="mre-2024"))
    assert [str(period) for period in timeline(book, "avance_fisico")] == [
        "2021-anual", "2022-anual", "2023-anual", "2023-T4",
    ]  # fmt: skip


def test_a_change_of_method_breaks_the_line_and_is_noted(wording):
    book = book_of(historico=HISTORY.format(last="mre-2024"))
    notes = method_notes(book, "avance_fisico", timeline(book, "avance_fisico"), [NORTH])
    wording(notes, "2021", "2022", "«Método de seguimiento MRE, gestión 2024»")
    chart = history_lines(
        book, id="grafico-x", title="x", rows=[NORTH], indicator="avance_fisico",
        periods=timeline(book, "avance_fisico"),
    )  # fmt: skip
    assert chart.notes == notes
    assert notes[0] in chart.alt


def test_earlier_values_of_unknown_method_are_noted(wording):
    book = book_of(historico=HISTORY.format(last=""))
    notes = method_notes(book, "avance_fisico", timeline(book, "avance_fisico"), [NORTH])
    wording(notes[1])


@pytest.mark.parametrize(
    ("last", "values"),
    [
        ("mre-2024", ["Avance físico", "gestión de 2023", "Norte", "90,00\u00a0%", "gestión de 2022", "80,00\u00a0%"]),
        ("mre-2021", ["Avance físico", "cuarto trimestre de 2023", "Norte", "95,00\u00a0%"]),
        ("", ["Avance físico", "cuarto trimestre de 2023", "Norte", "95,00\u00a0%"]),
    ],
    ids=["same method", "another method", "unknown method"],
)
def test_a_title_compares_only_values_of_the_same_known_method(last, values, wording):
    book = book_of(historico=HISTORY.format(last=last))
    periods = timeline(book, "avance_fisico")
    chart = history_lines(book, id="grafico-x", title="x", indicator="avance_fisico", periods=periods, rows=[NORTH])
    wording(chart.title, *values)
    assert ("2022" in chart.title) is (last == "mre-2024")


def words(piece) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", piece._repr_html_()))


def test_signatures_are_those_of_the_period_and_the_rest_stays_blank(wording):
    book = book_of(firmas="""
        periodo | rol       | nombre   | cargo   | fecha
        2024-T1 | elaborado | Otra     | Técnica | 2024-04-02
        2024-T2 | elaborado | Ana Roja | Técnica | 2024-07-02
    """)
    said = words(signatures(book, make_corrida()))
    wording(said, "Elaborado por", "Ana Roja", "Técnica", "2 de julio de 2024", "Aprobado por", "Nombre:", "Cargo:", "Fecha:")
    assert "Otra" not in said


def test_a_final_report_says_who_approved_it(wording):
    block = signatures(book_of(), make_corrida(estado="definitivo", aprobado_por="Ana Rojas, Directora"))
    wording(words(block), "Nombre:", "Cargo:", "Nombre:", "Cargo:", "Ana Rojas", "Directora")


def test_the_colophon_names_the_method_and_the_command_to_verify(wording):
    table = colophon_table(book_of(), make_entidad(sintetica=True), make_corrida(), METHOD, id="cuadro-colofon")
    asked = ("Método", "Presupuesto", "Para verificar", "Qué")
    wording([": ".join(map(str, row.cells)) for row in table.rows if row.cells[0].startswith(asked)], "mre-2024", "poa auditar x/2024-T2")


def test_the_colophon_says_nothing_of_synthetic_data_where_none_are_declared():
    """Nobody told the program whether the institution exists: an invented one may leave `sintetica` out."""
    told = {is_any: colophon_table(book_of(), make_entidad(sintetica=is_any), make_corrida(), METHOD, id="cuadro-c") for is_any in (True, False)}
    assert ["Qué es sintético" in [row.cells[0] for row in told[is_any].rows] for is_any in (True, False)] == [True, False]
