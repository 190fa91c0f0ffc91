"""Services rendered: quantities by service, place, office and kind, worked out by hand and tested as properties."""

from __future__ import annotations

from fractions import Fraction

import pytest
from builders import METHOD, make_corrida, make_dataset, make_entidad, rows_of
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.base.exact import exact
from helpers.base.periods import MONTHS
from helpers.desk.explanations.explanation import explain
from helpers.figures.book import Book
from helpers.figures.findings import Finding
from helpers.figures.replay import recompute_from_book
from helpers.scoring.score import score

STRUCTURE = "nivel | codigo | padre\n entidad | E |\n unidad | U1 | E\n puesto | CON-1 | E\n"
IDENTITY_CARDS = """
    servicio | departamento | oficina | mes | fecha      | tipo_tramite | programado | cantidad
    cedulas  | La Paz       | CENTRAL | ene |            |              | 100        | 90
    cedulas  | La Paz       | CENTRAL | feb |            |              | 100        | 115
    cedulas  | La Paz       | SUR     | ene |            |              | 40         | 40
    cedulas  | Oruro        |         | ene |            |              | 10         | 5
    cedulas  | Oruro        |         |     | 2024-04-30 |              | 10         | 12
"""


def scored(text: str, periodo: str = "2024-T2", **identity: object) -> tuple[Book, tuple[Finding, ...]]:
    dataset = make_dataset(estructura=STRUCTURE, produccion=text)
    return score(dataset, METHOD, make_corrida(periodo), make_entidad(**identity))


def printed(book: Book, indicator: str) -> dict[str, str]:
    """The printed values of an indicator, by period, level and code."""
    return {f"{figure.period}/{figure.level}/{figure.code}": figure.published for figure in book if figure.indicator == indicator}


def test_a_month_adds_up_its_rows_and_a_longer_window_its_months(wording):
    """January: 90 + 40 + 5 = 135; February: 115; April, by its date: 12. S1: 262, of which Oruro 17."""
    book, findings = scored(IDENTITY_CARDS)
    done = printed(book, "produccion")
    assert done["2024-ene/servicio_prestado/cedulas"] == "135"
    assert done["2024-T1/servicio_prestado/cedulas"] == "250"
    assert done["2024-S1/servicio_prestado/cedulas"] == "262"
    assert done["2024-ene/departamento/cedulas/La Paz"] == "130"
    assert done["2024-T1/oficina/cedulas/La Paz/CENTRAL"] == "205"
    assert done["2024-abr/departamento/cedulas/Oruro"] == "12"
    assert done["2024-S1/departamento/cedulas/Oruro"] == "17"
    assert "2024-mar/servicio_prestado/cedulas" not in done
    assert not findings
    wording(book["produccion/2024-T1/servicio_prestado/cedulas"].rule, "2")
    wording(book["produccion/2024-ene/servicio_prestado/cedulas"].rule, "3", "«produccion»")


def test_what_an_office_gave_only_for_the_year_is_told_to_be_missing_from_its_months_and_quarters(wording):
    text = "servicio | departamento | mes | cantidad\n cedulas | La Paz | ene | 90\n cedulas | Beni | | 500\n"
    book, _ = scored(text, "2024-anual")
    rules = {window: book[f"produccion/{window}/servicio_prestado/cedulas"].rule for window in ("2024-ene", "2024-T1", "2024-anual")}
    wording([f"{window}: {rule}" for window, rule in rules.items()], "2024-ene", "2024-T1", "febrero", "marzo", "2024-anual")
    assert "no entra" not in book["produccion/2024-T1/departamento/cedulas/La Paz"].rule


def test_compliance_is_the_quantity_done_over_the_quantity_programmed():
    """January 135 of 150; the first quarter 250 of 250; SUR 40 of 40. In a month only whole services have it."""
    shares = printed(scored(IDENTITY_CARDS)[0], "produccion_cumplimiento")
    assert shares["2024-ene/servicio_prestado/cedulas"] == "90.00"
    assert shares["2024-T1/servicio_prestado/cedulas"] == "100.00"
    assert shares["2024-T1/oficina/cedulas/La Paz/SUR"] == "100.00"
    assert shares["2024-T2/departamento/cedulas/Oruro"] == "120.00"
    assert "2024-ene/oficina/cedulas/La Paz/SUR" not in shares


@pytest.mark.parametrize(("programmed", "done"), [("20", ""), ("", "20")])
def test_a_month_without_quantity_or_without_programme_leaves_no_compliance(programmed, done):
    row = f"servicio | mes | programado | cantidad\n archivo | ene | 10 | 8\n archivo | feb | {programmed} | {done}\n"
    book, _ = scored(row)
    assert "produccion_cumplimiento/2024-ene/servicio_prestado/archivo" in book.figures
    assert "produccion_cumplimiento/2024-T1/servicio_prestado/archivo" not in book.figures


SILENT_PLACE = """
    servicio | oficina | mes | programado | cantidad
    licencias | D1 | jul | 140 | 145
    licencias | D2 | jul | 140 | 149
    licencias | D1 | ago | 150 | 165
    licencias | D2 | ago | 150 |
"""


def test_the_programme_of_a_place_without_quantity_is_not_compared_and_is_named(wording):
    """Of 580 programmed, D2's 150 of August have no quantity: 459 of 430."""
    book, _ = scored(SILENT_PLACE, "2024-T3")
    assert book["produccion_programada/2024-T3/servicio_prestado/licencias"].published == "580"
    assert book["produccion_programada_con_dato/2024-ago/servicio_prestado/licencias"].published == "150"
    assert book["produccion_programada_con_dato/2024-T3/servicio_prestado/licencias"].published == "430"
    assert book["produccion_cumplimiento_con_dato/2024-T3/servicio_prestado/licencias"].published == "106.74"
    done = book["produccion/2024-T3/servicio_prestado/licencias"]
    assert [part.figure for part in done.lacking] == ["produccion/2024-ago/oficina/licencias/D2"]
    wording([done.rule, book["produccion_cumplimiento_con_dato/2024-T3/servicio_prestado/licencias"].rule])


def test_a_month_with_data_of_one_part_alone_is_not_counted_as_a_month_without_data(wording):
    """January and February have figures, January not of D2: of ten months nothing is known, of one something."""
    book, _ = scored(
        """
        servicio  | oficina | mes | cantidad | programado
        licencias | D1      | ene | 90       | 100
        licencias | D2      | ene |          | 50
        licencias | D1      | feb | 120      | 100
        licencias | D2      | feb | 55       | 50
        """,
        "2024-anual",
    )
    wording(book["produccion/2024-anual/servicio_prestado/licencias"].rule, "2", "10")


def test_a_programme_in_a_row_of_its_own_is_not_taken_for_a_missing_quantity():
    rows = "servicio | oficina | mes | programado | cantidad\n a | | ene | 9 |\n a | X | ene | | 6\n a | | feb | 9 |\n"
    book, _ = scored(rows)
    assert book["produccion_programada_con_dato/2024-T1/servicio_prestado/a"].published == "9"
    assert "produccion_programada_con_dato/2024-ene/servicio_prestado/a" not in book.figures


def test_a_blank_quantity_is_not_zero_and_the_rule_counts_it_as_missing(wording):
    book, _ = scored("servicio | oficina | mes | cantidad\n a | X | ene | 3\n a | Y | ene |\n")
    wording(book["produccion/2024-ene/servicio_prestado/a"].rule, "«produccion»", "1")
    assert "produccion/2024-ene/oficina/a/Y" not in book.figures


def test_a_quantity_for_the_whole_year_counts_only_in_the_year():
    """The year is 30 + 4 from the months and 500 without month. Beni has no months, so its year is the 500 alone."""
    rows = """
        servicio | departamento | mes | cantidad
        cedulas  | Pando        | ene | 30
        cedulas  | Pando        | dic | 4
        cedulas  | Beni         |     | 500
    """
    book, _ = scored(rows, "2024-anual")
    assert book["produccion/2024-anual/servicio_prestado/cedulas"].published == "534"
    assert book["produccion_sin_mes/2024-anual/servicio_prestado/cedulas"].published == "500"
    assert book["produccion/2024-anual/departamento/cedulas/Beni"].sources
    assert not any(figure.code.endswith("Beni") for figure in book if figure.period.code != "2024-anual")
    assert "produccion_sin_mes/2024-anual/departamento/cedulas/Beni" not in book.figures
    whole, _ = scored("servicio | mes | cantidad\n cedulas | | 500\n", "2024-anual")
    assert whole["produccion_sin_mes/2024-anual/servicio_prestado/cedulas"].published == "500"
    early, _ = scored(rows, "2024-T2")
    assert early["produccion/2024-S1/servicio_prestado/cedulas"].published == "30"


def test_a_quantity_for_a_semester_counts_only_in_it_and_in_longer_windows():
    """500 for the semester, 30 in January and 4 in August: the semester is 530, the year 534."""
    rows = """
        servicio | oficina | mes | periodo | cantidad | recaudacion
        visas    | LIMA    | ene |         | 30       |
        visas    | LIMA    | ago |         | 4        |
        visas    | ROMA    |     | 2024-S1 | 500      | 70.50
    """
    book, findings = scored(rows, "2024-anual")
    done = printed(book, "produccion")
    assert done["2024-S1/servicio_prestado/visas"] == "530"
    assert done["2024-anual/servicio_prestado/visas"] == "534"
    assert done["2024-T1/servicio_prestado/visas"] == "30"
    assert {key.split("/")[0] for key in done if key.endswith("ROMA")} == {"2024-S1", "2024-ene-sep", "2024-anual"}
    assert printed(book, "recaudacion_bob")["2024-S1/oficina/visas/ROMA"] == "70.50"
    assert book["produccion_sin_mes/2024-S1/servicio_prestado/visas"].published == "500"
    assert not findings


def test_a_month_outside_its_period_leaves_its_row_out(wording):
    _, findings = scored("servicio | mes | periodo | cantidad\n a | jul | 2024-S1 | 3\n a | jun | 2024-S1 | 3\n", "2024-anual")
    (finding,) = findings
    wording(finding.mensaje, "2024")


def test_kinds_are_counted_within_the_service_and_within_each_place():
    book, _ = scored("""
        servicio | departamento | oficina | mes | tipo_tramite | grupo_etario | cantidad
        brigadas | Tarija       | B1      | ene | nuevo        | niños        | 3
        brigadas | Tarija       | B2      | ene | nuevo        | adultos      | 4
        brigadas | Oruro        | B3      | ene | renovado     | adultos      | 5
    """)
    kinds = {key: value for key, value in printed(book, "produccion").items() if key.startswith("2024-ene/tipo")}
    assert kinds == {
        "2024-ene/tipo_tramite/brigadas/nuevo": "7",
        "2024-ene/tipo_tramite/brigadas/Tarija/nuevo": "7",
        "2024-ene/tipo_tramite/brigadas/renovado": "5",
        "2024-ene/tipo_tramite/brigadas/Oruro/renovado": "5",
    }
    assert book["produccion/2024-ene/grupo_etario/brigadas/adultos"].published == "9"


def test_each_currency_has_its_own_revenue():
    book, _ = scored("""
        servicio | pais  | mes | cantidad | recaudacion | moneda
        visas    | Perú  | ene | 2        | 100.50      | USD
        visas    | Italia| ene | 3        | 90          | EUR
        visas    | Chile | ene | 1        | 7           |
        visas    | Chile | feb | 1        | 8           | Bs
    """)
    collected = {figure.id: (figure.published, figure.unit) for figure in book if figure.indicator.startswith("recaudacion") and figure.level == "servicio_prestado" and figure.period.code == "2024-T1"}
    assert collected == {
        "recaudacion_usd/2024-T1/servicio_prestado/visas": ("100.50", "USD"),
        "recaudacion_eur/2024-T1/servicio_prestado/visas": ("90.00", "EUR"),
        "recaudacion_bob/2024-T1/servicio_prestado/visas": ("15.00", "Bs"),
    }
    assert book.indicator_name("recaudacion_usd") == "Recaudación (USD)"
    assert book.indicator_name("recaudacion_bob") == "Recaudación (Bs)"


def test_services_and_offices_have_the_names_that_the_institution_gives_them(wording):
    dataset = make_dataset(
        estructura="nivel | codigo | nombre | padre\n entidad | E | Entidad |\n puesto | CON-1 | Consulado en Lima | E\n tipo | EMB | Embajadas | E\n",
        produccion="servicio | pais | oficina | mes | cantidad\n cie | Perú | CON-1 | ene | 1\n acta_de_voto | Perú | X | ene | 1\n cie | | EMB | ene | 1\n",
    )
    book, _ = score(dataset, METHOD, make_corrida(), make_entidad(servicios={"cie": "Cédulas de extranjeros"}))
    assert book["produccion/2024-ene/oficina/cie/Perú/CON-1"].name == "Cédulas de extranjeros, Perú, Consulado en Lima"
    assert book["produccion/2024-ene/oficina/cie/EMB"].name == "Cédulas de extranjeros, Embajadas"
    assert book["produccion/2024-ene/servicio_prestado/acta_de_voto"].name == "Acta de voto"
    wording(book.figure_words("produccion/2024-ene/servicio_prestado/cie"), "cie", "enero de 2024")


@pytest.mark.parametrize(
    ("month", "day"), [("ene", "2024-02-03"), ("", "2023-12-31")]
)
def test_a_date_that_contradicts_the_month_or_the_year_leaves_its_row_out(month, day):
    book, findings = scored(f"servicio | mes | fecha | cantidad\n a | {month} | {day} | 3\n a | mar | | 2\n")
    assert book["produccion/2024-T1/servicio_prestado/a"].published == "2"
    assert [(found.codigo, found.celda) for found in findings] == [("CAL-SIN-USO", "C2")]


def test_of_two_parts_with_the_same_code_the_second_is_left_out(wording):
    """The office «Oruro/Sur» would have the code of the office Sur of Oruro: its row is left out, with a finding."""
    book, findings = scored("""
        servicio | departamento | oficina | mes | cantidad
        a        | Oruro        | Sur     | ene | 3
        a        |              | Oruro/Sur | ene | 4
    """)
    assert book["produccion/2024-ene/oficina/a/Oruro/Sur"].published == "3"
    wording(findings[0].mensaje)


def test_a_quantity_can_be_followed_from_the_quarter_to_its_cells():
    book, _ = scored(IDENTITY_CARDS)
    tree = explain(book, "produccion/2024-T1/servicio_prestado/cedulas")
    assert [part.id for part in tree.parts] == [
        "produccion/2024-ene/servicio_prestado/cedulas", "produccion/2024-feb/servicio_prestado/cedulas",
    ]  # fmt: skip
    assert [line.cell.cell for line in tree.parts[0].cells] == ["H2", "H4", "H5"]


AMOUNT = st.integers(min_value=0, max_value=5000).map(str)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["cedulas", "licencias"]), st.sampled_from(["", "La Paz", "Oruro"]), st.sampled_from(["", "A", "B"]),
        st.sampled_from(["", *MONTHS]), st.sampled_from(["", "nuevo", "renovado"]), st.one_of(st.just(""), AMOUNT), AMOUNT,
    ),
    min_size=1, max_size=25, unique_by=lambda row: row[:5],
)  # fmt: skip
COLUMNS = ["servicio", "departamento", "oficina", "mes", "tipo_tramite", "programado", "cantidad"]


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_totals_are_the_sums_of_their_parts_by_month_place_and_kind(rows):
    """The parts of a service by month, place or kind add up to the whole, and recomputing a figure gives its value."""
    dataset = make_dataset(estructura=STRUCTURE, produccion=rows_of("produccion", COLUMNS, [list(row) for row in rows]))
    book, findings = score(dataset, METHOD, make_corrida("2024-anual"), make_entidad())
    assert not findings or {found.codigo for found in findings} == {"CAL-DIVISION"}
    for service in {row[0] for row in rows}:
        own = [row for row in rows if row[0] == service]
        whole = book[f"produccion/2024-anual/servicio_prestado/{service}"].value
        assert whole == sum(int(row[6]) for row in own)
        assert whole == _of_parts(book, service, "departamento") + sum(int(row[6]) for row in own if not row[1])
        assert whole == _of_kinds(book, service, own) + sum(int(row[6]) for row in own if not row[4])
        quarters = (book.get("produccion", f"2024-T{quarter}", "servicio_prestado", service) for quarter in range(1, 5))
        undated = sum(int(row[6]) for row in own if not row[3])
        assert whole == sum(figure.value for figure in quarters if figure) + undated
    for figure in book:
        if figure.operands:
            assert recompute_from_book(book, figure) == figure.value
        elif figure.amounts:
            assert sum(map(exact, figure.amounts)) == figure.value


def _of_parts(book: Book, service: str, level: str) -> Fraction:
    parts = book.select("produccion", "2024-anual", level)
    return sum((figure.value for figure in parts if figure.code.startswith(f"{service}/")), Fraction(0))


def _of_kinds(book: Book, service: str, rows: list[tuple[str, ...]]) -> Fraction:
    found = (book.get("produccion", "2024-anual", "tipo_tramite", f"{service}/{kind}") for kind in {row[4] for row in rows})
    return sum((figure.value for figure in found if figure), Fraction(0))
