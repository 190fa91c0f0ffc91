"""SEGIP 2020 to the printed digit: units, categories and sources of funds, except three that do not follow.

The tables are read here as they were transcribed, without `tools.conversion`, and each printed cell is
compared with the figure that the workbook computes from the tasks, the units' percentages and the categories' money.
"""

import csv
from fractions import Fraction

import pytest
from builders import ROOT, shipped

from helpers.checks.computed import Computed
from helpers.run.section import Section
from helpers.views.sections.budget_section import systems_table

PRINTED = ROOT / "data/segip/fuente"
PUBLISHED = "data/segip/2020/anual/publicado.csv"
YEAR = "2020-anual"
ENTITY = "entidad/SEGIP"
BUDGET = {
    "inicial": "ppto_inicial",
    "modificaciones": "modificaciones",
    "vigente": "ppto_vigente",
    "ejecutado": "devengado",
    "porcentaje": "ejecucion_financiera",
    "saldo": "saldo",
}
TABLES = {
    "unidades": ({"poa_ejecutado": "avance_fisico", "ppto_ejecutado": "ejecucion_financiera"}, 40),
    "categorias": (BUDGET | {"por_pagar": "por_pagar"}, 189),
    "fuentes": (BUDGET, 24),
}
"""Columns and number of printed cells."""

NOT_FROM_ITS_CATEGORY = {
    # Printed for a unit; the computed value is that of the category with its name, which follows from its money.
    f"ejecucion_financiera/{YEAR}/unidad/DNAF": ("77.95", "75.20"),
    f"ejecucion_financiera/{YEAR}/unidad/DDCB": ("61.79", "62.73"),
    f"ejecucion_financiera/{YEAR}/unidad/DDLP": ("76.89", "73.35"),
}
"""Printed and computed value of each figure that does not follow from the data; each must be a finding."""


@pytest.fixture(scope="module")
def segip() -> Computed:
    return shipped(f"segip/{YEAR}")


def printed_rows(table: str) -> list[dict[str, str]]:
    with (PRINTED / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def place_of(row: dict[str, str]) -> str:
    """Level and code of a printed row."""
    if row["nivel"] == "total":
        return "fuente/TOTAL" if "fuente" in row else ENTITY
    level = {"unidad": "unidad", "categoria": "cat_prog", "fuente": "fuente"}[row["nivel"]]
    return f"{level}/{row['unidad' if level == 'unidad' else level]}"


def printed_cells(table: str) -> dict[str, str]:
    """Printed text of every cell that is not blank, by figure."""
    columns, _ = TABLES[table]
    return {
        f"{columns[column]}/{YEAR}/{place_of(row)}": text
        for row in printed_rows(table)
        for column, text in row.items()
        if column in columns and text
    }


@pytest.mark.parametrize("table", TABLES)
def test_each_table_is_computed_to_the_printed_digit(segip, table):
    cells = printed_cells(table)
    differing = {
        figure: (text, segip.book[figure].published)
        for figure, text in cells.items()
        if text != segip.book[figure].published
    }
    assert differing == {figure: values for figure, values in NOT_FROM_ITS_CATEGORY.items() if figure in cells}
    assert len(cells) == TABLES[table][1]


@pytest.mark.parametrize(
    ("figure", "printed"),
    [
        (f"avance_fisico/{YEAR}/{ENTITY}", "57.97"),
        (f"ejecucion_financiera/{YEAR}/{ENTITY}", "76.30"),
        (f"avance_fisico/{YEAR}/unidad/DNP", "75.17"),
        (f"ppto_vigente/{YEAR}/unidad/DNP", "117855.00"),
        (f"devengado/{YEAR}/unidad/DNP", "56616.40"),
        (f"ejecucion_financiera/{YEAR}/unidad/DNP", "48.04"),
        (f"avance_fisico/{YEAR}/cat_prog/00 0 009", "75.17"),
        (f"avance_fisico/{YEAR}/tarea/10.1.11", "33.38"),  # 2.67 of 8 points
    ],
)
def test_the_figures_that_a_planner_looks_up_first(segip, figure, printed):
    assert segip.book[figure].published == printed


def test_dnp_is_computed_from_its_seventeen_weighted_tasks(segip):
    """The tasks weigh 100 in all, so the unit is the sum of their executed points."""
    points = {row["cod_tarea"]: row["ejecutado"] for row in printed_rows("dnp_tareas") if row["nivel"] == "tarea"}
    figure = segip.book[f"avance_fisico/{YEAR}/unidad/DNP"]
    assert {part.code for part in segip.book.operands(figure) if part.indicator == "avance_fisico"} == set(points)
    assert len(points) == 17
    assert figure.value == sum(map(Fraction, points.values()))


def test_the_value_reported_by_dnp_is_kept_and_does_not_count(segip):
    """It reports the same 75.17 that its tasks give, so there is no finding."""
    reported = segip.book[f"avance_fisico_reportado/{YEAR}/unidad/DNP"]
    assert reported.published == "75.17"
    assert not [finding for finding in segip.findings if finding.codigo == "REP-CALCULADO"]


def test_the_institution_is_the_simple_mean_of_nineteen_units_rounded_once(segip):
    printed = [Fraction(row["poa_ejecutado"]) for row in printed_rows("unidades") if row["nivel"] == "unidad"]
    figure = segip.book[f"avance_fisico/{YEAR}/{ENTITY}"]
    assert len(printed) == 19
    assert figure.value == sum(printed) / 19
    assert figure.published == "57.97"


def test_the_institutions_execution_is_a_ratio_of_sums_and_not_a_mean(segip):
    """The mean of the 19 printed percentages would be 60.83."""
    figure = segip.book[f"ejecucion_financiera/{YEAR}/{ENTITY}"]
    assert (str(figure.numerator), str(figure.denominator)) == ("11218881267/50", "7351561959/25")
    percentages = [Fraction(row["ppto_ejecutado"]) for row in printed_rows("unidades") if row["nivel"] == "unidad"]
    assert round(sum(percentages) / 19, 2) == Fraction("60.83")


def test_every_printed_figure_is_reconciled_and_only_three_do_not_follow(segip):
    items = [item for item in segip.reconciliation if item.archivo == PUBLISHED]
    inexact = {item.id: item.veredicto for item in items if item.veredicto != "exacto"}
    assert inexact == dict.fromkeys(NOT_FROM_ITS_CATEGORY, "irreconciliable")
    assert len(items) == 278
    found = {finding.elemento: finding for finding in segip.findings if finding.codigo == "PUB-CIFRA"}
    assert {figure: (item.encontrado, item.esperado) for figure, item in found.items()} == NOT_FROM_ITS_CATEGORY
    assert all(finding.archivo == PUBLISHED for finding in found.values())


def test_sippec_does_not_count_and_its_difference_is_reported_with_the_cause(segip):
    tarija = segip.book[f"devengado/{YEAR}/cat_prog/48 0 007"]
    assert tarija.published == "871674.06"
    finding = next(finding for finding in segip.findings if finding.codigo == "GAS-SISTEMAS")
    assert finding.elemento == "gastos/2020-12-31/devengado/GESTION DE EMISION DOCUMENTAL TARIJA"
    assert (finding.esperado, finding.encontrado, finding.diferencia) == ("871674.06", "750345.76", "-121328.30")
    assert "290.567,38 " in finding.causa
    notes = systems_table(Section.of("presupuesto", segip)).notes
    assert len(notes) == 2 and all("EMISION DOCUMENTAL TARIJA" in said for said in (finding.mensaje, *notes))


def test_the_listed_cut_of_fuente_41_is_one_cent_larger_than_its_budget_change(segip):
    """The cut is 5365089.85 in its own table and 5365089.84 in the table of sources. Fuente 20 has no difference."""
    found = [finding for finding in segip.findings if finding.codigo == "GAS-PUENTE"]
    assert [(item.elemento, item.esperado, item.encontrado) for item in found] == [
        ("modificaciones/fuente/41", "-5365089.84", "-5365089.85")
    ]


@pytest.mark.parametrize("start", ["GAS-REPORTES", "GAS-VIGENTE", "REP-", "VIN-", "PLA-", "VEN-", "PRE-", "EJE-S"])
def test_consistent_data_give_no_findings(segip, start):
    """Reports agree; a year reported once misses no quarter; there are no actions to link; weights add up to 100."""
    assert [finding.mensaje for finding in segip.findings if finding.codigo.startswith(start)] == []


def test_tasks_that_were_not_begun_are_reported(segip):
    idle = {finding.elemento for finding in segip.findings if finding.codigo == "EJE-CERO"}
    assert idle == {"tarea/10.1.1", "tarea/10.1.6", "tarea/10.1.15"}


def test_that_a_quantity_is_not_exact_is_in_its_unit_and_not_in_brackets_in_the_text():
    """A word of the unit (`BOUND`) is printed before the quantity; in the text it stands alone: «(alrededor de)»."""
    with (ROOT / "data/segip/2020/anual/resultados.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["id"] for row in csv.DictReader(stream) if row["texto"].endswith(" de)")] == []


def test_cells_marked_covid_are_read_as_no_value(segip):
    silent = [finding for finding in segip.findings if finding.codigo == "ENT-SIN-VALOR"]
    assert len(silent) == 6
    assert all("«COVID»" in finding.mensaje for finding in silent)


def test_the_run_has_no_error(segip):
    assert not [finding for finding in segip.findings if finding.severidad == "error"]


def amount(text: str) -> Fraction:
    return Fraction(text)


def test_income_by_rubro_source_and_total_is_computed_to_the_printed_digit(segip):
    columns = {
        "inicial": "recurso_inicial", "modificaciones": "recurso_modificaciones", "vigente": "recurso_vigente",
        "devengado": "recurso_devengado", "percibido": "recurso_percibido", "ejecucion_pct": "ejecucion_recursos",
    }  # fmt: skip
    seen, checked = set(), 0
    for row in printed_rows("recursos"):
        place = {
            "rubro": f"rubro/{row['rubro']}{'#2' if row['rubro'] in seen else ''}",
            "subtotal": f"fuente/{row['fuente'].split('-')[0]}", "total": ENTITY,
        }[row["nivel"]]  # fmt: skip
        seen.add(row["rubro"])
        for column, indicator in columns.items():
            figure = segip.book.figures.get(f"{indicator}/{YEAR}/{place}")
            if indicator == "ejecucion_recursos" and not amount(row["vigente"]):
                assert figure is None, "what was printed of a rubro without budget is no percentage of anything"
                continue
            assert figure.published == row[column], figure.id
            checked += 1
    assert checked == 89


def test_the_bridge_from_initial_to_in_force_leaves_one_cent(segip):
    """308.938.481,00 − 15.000.721,05 + 124.718,40 = 294.062.478,35; printed is …478,36. The cent is source 41's."""
    book = segip.book
    steps = [figure.published for figure in book.select("importe_modificacion", YEAR, "norma")]
    assert steps == ["124718.40", "-15000721.05"]  # in order of date
    assert book[f"modificaciones_sin_explicar/{YEAR}/{ENTITY}"].published == "0.01"
    assert book[f"modificaciones_sin_explicar/{YEAR}/fuente/41"].published == "0.01"
    assert book[f"modificaciones_sin_explicar/{YEAR}/fuente/20"].published == "0.00"


def test_certified_amounts_explain_the_difference_of_tarija_in_two_systems(segip):
    """SIGEP has 871.674,06, SIPPEC 750.345,76 and 290.567,38 certified and not accrued, which covers the difference."""
    figures = {name: segip.book[f"sistema_{name}/{YEAR}/sistema/SIPPEC"].published for name in (
        "ppto_vigente_diferencia", "devengado_diferencia", "certificado_por_devengar", "diferencia_explicada",
        "diferencia_sin_explicar",
    )}  # fmt: skip
    assert list(figures.values()) == ["0.00", "121328.30", "290567.38", "121328.30", "0.00"]


def test_the_money_of_the_tasks_of_dnp_is_computed_as_printed(segip):
    for row in printed_rows("dnp_tareas"):
        place = "unidad/DNP" if row["nivel"] == "total" else f"tarea/{row['cod_tarea']}"
        assert segip.book[f"ppto_tarea/{YEAR}/{place}"].published == row["ppto_vigente"]
        assert segip.book[f"devengado_tarea/{YEAR}/{place}"].published == row["ppto_ejecutado"]
    assert segip.book[f"ppto_tarea/{YEAR}/unidad/DNP"].published == "117855.00"
    assert segip.book[f"devengado_tarea/{YEAR}/unidad/DNP"].published == "56616.40"


def test_compliance_of_the_archive_counts_months_with_data_raw_and_capped(segip):
    """April to June are marked COVID: 116.761 of the 63.000 programmed for the other nine months."""
    place = f"{YEAR}/servicio_prestado/archivo"
    assert segip.book.figures.get(f"produccion_cumplimiento/{place}") is None
    assert segip.book[f"produccion_programada_con_dato/{place}"].published == "63000"
    assert segip.book[f"produccion_cumplimiento_con_dato/{place}"].published == "185.33"
    assert segip.book[f"produccion_cumplimiento_con_tope/{place}"].published == "100.00"
    assert "abril, mayo y junio" in segip.book[f"produccion_cumplimiento_con_dato/{place}"].rule
