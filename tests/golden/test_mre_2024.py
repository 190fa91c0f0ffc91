"""MRE 2024 to the printed digit: every figure of seven tables, except those that contradict their own parts.

The tables are read here as they were transcribed, without `tools.conversion`, and each printed cell is
compared with the figure that the workbook computes from the units' percentages and the categories' money.
"""

import csv

import pytest
from builders import PRINTED, shipped

from helpers.checks.computed import Computed

AREAS = {
    "ADM. CENTRAL": "area/ADM-CENTRAL",
    "VRE": "area/VRE",
    "VCEI": "area/VCEI",
    "VGCI": "area/VGCI",
    "SERV. EXTERIOR": "area/EXTERIOR",
    "TOTAL MRE": "entidad/MRE",
}
MONEY = {
    "ppto_vigente": "ppto_vigente",
    "devengado": "devengado",
    "ejecutado": "devengado",
    "ejecucion_pct": "ejecucion_financiera",
}
PHYSICAL = {"eficacia_pct": "eficacia_ponderada", "avance_pct": "avance_fisico"}

TABLES = {
    "acp_t2": ("2024-T2", MONEY | PHYSICAL, 40),
    "areas_t1": ("2024-T1", MONEY | PHYSICAL, 24),
    "areas_t2": ("2024-T2", MONEY | PHYSICAL, 24),
    "areas_s1": ("2024-S1", MONEY | PHYSICAL, 24),
    "categorias_t2": ("2024-T2", MONEY | PHYSICAL, 134),
    "categorias_s1": ("2024-S1", MONEY | PHYSICAL, 134),
    "acp_s1": ("2024-S1", MONEY | {"eficacia_pct": "eficacia_ponderada"}, 32),
}
"""Window, columns and number of printed cells. The parts of the accumulated progress in `acp_s1` are not printed."""

ENTITY = "entidad/MRE"
PRINTED_AND_COMPUTED = {
    # (25.00 + 21.88 + 24.78) / 3 = 23.886…: the report cuts instead of rounding.
    "eficacia_ponderada/2024-T2/area/VCEI": ("23.88", "23.89"),
    # 22.74 + 23.19.
    "eficacia_ponderada/2024-S1/area/VRE": ("45.92", "45.93"),
    # 22.21 + 23.89: the report adds the wrong 23.88 above.
    "eficacia_ponderada/2024-S1/area/VCEI": ("46.09", "46.10"),
    # (94.29 + 83.21) / 2: the printed value is below both services.
    f"avance_fisico/2024-T2/{ENTITY}": ("80.96", "88.75"),
    f"eficacia_ponderada/2024-T2/{ENTITY}": ("20.24", "22.19"),
    f"avance_fisico/2024-S1/{ENTITY}": ("83.60", "86.38"),
    f"eficacia_ponderada/2024-S1/{ENTITY}": ("41.24", "43.19"),
}
"""Printed and computed value of each figure that does not follow from its parts; each must be a finding."""


@pytest.fixture(scope="module")
def mre() -> Computed:
    return shipped("mre/2024-T2")


def printed_rows(table: str) -> list[dict[str, str]]:
    with (PRINTED / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def place_of(row: dict[str, str]) -> str:
    """Level and code of a printed row."""
    if "cat_prog" in row:
        return f"cat_prog/{row['cat_prog']}" if row["cat_prog"] else ENTITY
    if "acp" in row:
        return ENTITY if row["acp"] == "TOTAL" else f"acp/{row['acp']}"
    return AREAS[row["area"]]


def printed_cells(table: str) -> list[tuple[str, str]]:
    """Figure id and printed text of every cell that is not blank."""
    window, columns, _ = TABLES[table]
    return [
        (f"{columns[column]}/{window}/{place_of(row)}", text)
        for row in printed_rows(table)
        for column, text in row.items()
        if column in columns and text
    ]


@pytest.mark.parametrize("table", TABLES)
def test_each_table_is_computed_to_the_printed_digit(mre, table):
    cells = printed_cells(table)
    differing = {
        figure: (text, mre.book[figure].published)
        for figure, text in cells
        if text != mre.book[figure].published
    }
    known = {figure: values for figure, values in PRINTED_AND_COMPUTED.items() if figure in dict(cells)}
    assert differing == known
    assert len(cells) == TABLES[table][2]


def test_printed_figures_that_do_not_follow_from_their_parts_are_findings(mre):
    """Each finding has both values, the file and a cause."""
    found = {finding.elemento: finding for finding in mre.findings if finding.codigo == "PUB-CIFRA"}
    for figure, (text, computed) in PRINTED_AND_COMPUTED.items():
        assert (found[figure].encontrado, found[figure].esperado) == (text, computed)
        assert found[figure].archivo == "data/mre/2024/T2/publicado.csv"
        assert found[figure].causa


def test_every_printed_cell_is_reconciled_and_only_the_known_ones_are_inexact(mre):
    for table in TABLES:
        items = [item for item in mre.reconciliation if item.donde.startswith(f"{table}.csv,")]
        cells = dict(printed_cells(table))
        assert {item.id for item in items} >= set(cells)
        inexact = {item.id for item in items if item.veredicto != "exacto" and item.id in cells}
        assert inexact == set(PRINTED_AND_COMPUTED) & set(cells)


@pytest.mark.parametrize(
    ("figure", "printed"),
    [
        # The printed 15.51 of the second quarter less the printed 15.58 of the first; for the entity 17.43 − 15.76.
        ("ejecucion_financiera_variacion/2024-T2/area/EXTERIOR", "-0.07"),
        ("ejecucion_financiera_variacion/2024-T2/entidad/MRE", "1.67"),
        # 232,963,979.71 of 355,202,151.00.
        ("ppto_vigente_participacion/2024-S1/acp/7", "65.59"),
        # Twice 31.29: six months of twelve. The months 4.46, 4.08, 7.04, −1.72, 9.51, 7.62 have a deviation of 3.94:
        # 2.571 × 3.94 × √(6 + 6²/6) = 35.09 to each side; the lower bound is never below the 31.29 accrued.
        ("proyeccion_ejecucion_financiera/2024-anual/area/EXTERIOR", "62.58"),
        ("proyeccion_ejecucion_financiera_desviacion/2024-anual/area/EXTERIOR", "3.94"),
        ("proyeccion_ejecucion_financiera_inferior/2024-anual/area/EXTERIOR", "31.29"),
        ("proyeccion_ejecucion_financiera_superior/2024-anual/area/EXTERIOR", "97.67"),
        # The entity has no money by month, and two quarters are too few for an interval.
        ("proyeccion_ejecucion_financiera/2024-anual/entidad/MRE", "66.40"),
        # UE-5 has the exterior's categories.
        ("ejecucion_financiera/2024-S1/ue/UE-5", "31.29"),
    ],
)
def test_figures_derived_from_the_printed_ones(mre, figure, printed):
    assert mre.book[figure].published == printed


@pytest.mark.parametrize(
    ("figure", "printed"),
    [
        (f"ejecucion_financiera/2024-T2/{ENTITY}", "17.43"),
        (f"ejecucion_financiera/2024-S1/{ENTITY}", "33.20"),
        (f"ejecucion_financiera/2024-T1/{ENTITY}", "15.76"),
        ("avance_fisico/2024-T2/acp/2", "95.01"),
        ("eficacia_ponderada/2024-T2/acp/2", "23.76"),
        ("eficacia_ponderada/2024-T2/acp/1", "23.53"),
        ("ejecucion_financiera/2024-T1/area/VCEI", "11.22"),
        (f"avance_fisico/2024-T2/{ENTITY}", "88.75"),
        (f"eficacia_ponderada/2024-T2/{ENTITY}", "22.19"),
    ],
)
def test_the_figures_that_a_planner_looks_up_first(mre, figure, printed):
    assert mre.book[figure].published == printed


def test_a_tie_that_a_float_would_lose_is_rounded_up(mre):
    """(22.66 + 24.39) / 2 = 23.525 is printed 23.53; binary arithmetic gives 23.52."""
    figure = mre.book["eficacia_ponderada/2024-T2/acp/1"]
    assert [part.published for part in mre.book.operands(figure)] == ["22.66", "24.39"]
    assert (str(figure.value), figure.published) == ("941/40", "23.53")
    assert f"{(22.66 + 24.39) / 2:.2f}" == "23.52"


def test_a_consulate_without_quarter_counts_in_neither_quarter(mre):
    """The report has one value of Santiago without its quarter: no figure, left out of the mean, named in its rule."""
    for quarter in ("T1", "T2"):
        assert f"avance_fisico/2024-{quarter}/puesto/CGE-09" not in mre.book.figures
        parts = mre.book[f"avance_fisico_partes/2024-{quarter}/subtipo/CONSULADO-GENERAL"]
        assert parts.denominator == 13
        assert parts.rule.endswith(": CGE-09.")
    silent = [finding.elemento for finding in mre.findings if finding.codigo == "REP-SIN-DATO"]
    assert silent == ["puesto/CGE-09", "puesto/CGE-09"]


def test_the_two_budget_states_of_june_are_the_totals_printed_by_area_and_by_source(mre):
    """The table by area has the approved state, the one by source the state on line."""
    [approved] = [row["ejecutado"] for row in printed_rows("areas_s1") if row["area"] == "TOTAL MRE"]
    [on_line] = [row["ejecucion"] for row in printed_rows("fuentes") if row["fuente"] == "TOTAL"]
    finding = next(finding for finding in mre.findings if finding.codigo == "GAS-ESTADOS")
    assert (finding.esperado, finding.encontrado, finding.diferencia) == (approved, on_line, "6487427.84")


def test_the_run_has_no_error(mre):
    assert not [finding for finding in mre.findings if finding.severidad == "error"]


def test_a_number_that_a_sentence_does_not_have_is_not_shown_as_missing(mre):
    """«Trámites atendidos» has a quantity and no percentage; a conclusion without numbers lacks none."""
    said = {table.name: table.blank for table in mre.book.printed}
    assert said["T2.texto_cifras"] == said["T2.conclusiones_informe"] == "no_corresponde"
