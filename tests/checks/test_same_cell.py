"""A printed cell has one line, which combines the check of its figure with the rules of its own table."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import WORKSPACE, make_corrida, make_dataset, make_evidence, shipped
from cuadros_by_hand import make_cuadro

from helpers.checks.computed import Computed
from helpers.checks.printed.same_cell import carried_along, not_told_yet, places_of
from helpers.checks.run_checks import check_all
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict
from helpers.intake.cuadro_reader import read_cuadros

STRUCTURE = """
    nivel   | codigo | padre | acp
    entidad | E      |       |
    area    | NORTE  | E     |
    unidad  | U1     | NORTE | 1
    unidad  | U2     | NORTE | 1
    area    | SUR    | E     |
    unidad  | U3     | SUR   | 2
"""
REPORTED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T2 | 80.00
    unidad | U2     | avance_fisico | 2024-T2 | 90.00
    unidad | U3     | avance_fisico | 2024-T2 | 60.00
"""
"""NORTE is 85, SUR is 60, E is 72.50."""
NORTE, SUR, ALL = (f"avance_fisico/2024-T2/{place}" for place in ("area/NORTE", "area/SUR", "entidad/E"))
SUM = "- {regla: media, columnas: [avance]}"
SAME = "- {regla: igual, columna: avance, a: {cuadro: otro, columna: avance, por: {area: area}}}"


def table(north: str, south: str, total: str, rules: str = SUM, name: str = "areas"):
    return make_cuadro(f"AREA | avance%\nNORTE | {north}\nSUR | {south}\nTOTAL | {total}", rules, name)


def checked(*cuadros, printed: dict[str, str]) -> tuple[tuple[Finding, ...], dict[str, Reconciled]]:
    """Return the findings on printed values, and the lines by their place."""
    rows = [f"{figure} | {where} | {value}" for (where, (figure, value)) in printed.items()]
    dataset = make_dataset(
        estructura=STRUCTURE, avances=REPORTED, publicado="\n".join(["id | donde | valor", *rows])
    )
    evidence = replace(make_evidence(dataset, make_corrida()), cuadros=cuadros)
    found = check_all(evidence)
    findings, lines = found.findings, found.reconciliation
    assert len({line.donde for line in lines}) == len(lines)
    return tuple(item for item in findings if item.codigo.startswith(("PUB-", "CUA-"))), {line.donde: line for line in lines}


def total(figure: str, value: str, where: str = "areas.csv, fila TOTAL, columna avance") -> dict[str, tuple[str, str]]:
    return {where: (figure, value)}


@pytest.mark.parametrize(
    "where",
    [
        "areas.csv, fila TOTAL, columna avance",
        "areas.csv, fila Area TOTAL, columna avance",
        "areas.csv, fila TOTAL / TOTAL, columna avance",
        "areas.csv, celda B4",
        "Areas, fila TOTAL, columna avance",
        "«Areas», fila «TOTAL», columna «avance»",
    ],
)
def test_a_cell_that_prints_a_figure_has_one_line_with_the_figures_id(where):
    findings, lines = checked(table("85.00", "60.00", "72.50"), printed=total(ALL, "72.50", where))
    assert findings == ()
    assert [(line.id, line.veredicto) for line in lines.values()] == [(ALL, Verdict.EXACT)]


@pytest.mark.parametrize(
    "where",
    [
        "otro.csv, fila TOTAL, columna avance",
        "areas.csv, fila SUR, columna avance",
        "areas.csv, fila TOTAL, columna eficacia",
        "areas.csv, celda B3",
        "página 4",
    ],
)
def test_a_figure_printed_in_another_or_an_unstated_place_has_its_own_line(where):
    _, lines = checked(table("85.00", "60.00", "72.50"), printed=total(ALL, "72.50", where))
    assert {line.id for line in lines.values()} == {ALL, "cuadro/areas/TOTAL/avance"}


def test_a_cell_with_another_value_is_not_matched_with_the_figure():
    _, lines = checked(table("85.00", "60.00", "72.50"), printed=total(ALL, "72.51"))
    assert len(lines) == 2


def test_a_copy_in_another_table_does_not_make_a_figure_right(wording):
    """The printed 70.00 should be 72.50. Both tables print 70.00, so without the figure the cell would be «exacto»."""
    here, there = table("85.00", "60.00", "70.00", SAME), table("85.00", "60.00", "70.00", "", "otro")
    findings, lines = checked(here, there, printed=total(ALL, "70.00"))
    (line,) = [line for line in lines.values() if line.publicado == "70.00"]
    assert (line.id, line.veredicto, line.calculado) == (ALL, Verdict.IRRECONCILABLE, "72.50")
    assert [finding.codigo for finding in findings] == ["PUB-CIFRA"]
    (rule,) = {line.formula.partition(":")[0] for line in lines.values() if line.id.startswith("cuadro/")}
    wording(rule)


def test_the_cause_found_in_the_table_is_kept_if_the_figure_has_none(wording):
    """95.00 has no cause among the figures; in its table, SUR was left out of the mean."""
    findings, lines = checked(table("95.00", "60.00", "95.00"), printed=total(ALL, "95.00"))
    wording(lines["areas.csv, fila TOTAL, columna avance"].causa, "«SUR»", "60,00")
    assert findings[0].codigo == "PUB-CIFRA"
    wording(findings[0].mensaje, "«SUR»", "60,00")


def test_a_figure_that_cannot_be_computed_is_judged_by_its_table():
    figure = "avance_fisico/2023-anual/entidad/E"
    _, lines = checked(table("50.00", "40.00", "46.00"), printed=total(figure, "46.00"))
    (line,) = lines.values()
    assert (line.id, line.veredicto, line.calculado, line.diferencia) == (figure, Verdict.IRRECONCILABLE, "45.00", "1.00")
    assert line.formula == "promedio de 2 filas"


def test_a_figure_that_cannot_be_computed_is_not_exact_even_if_its_table_ties(wording):
    figure = "avance_fisico/2023-anual/entidad/E"
    _, lines = checked(table("50.00", "40.00", "45.00"), printed=total(figure, "45.00"))
    (line,) = lines.values()
    assert line.veredicto is Verdict.NOT_VERIFIABLE
    wording(line.causa, "2")


def test_a_right_figure_stays_exact_if_another_cell_of_its_table_is_wrong(wording):
    """The fault is NORTE, printed 80.00 instead of 85; the total of 72.50 is right."""
    printed = total(ALL, "72.50") | {"areas.csv, fila NORTE, columna avance": (NORTE, "80.00")}
    findings, lines = checked(table("80.00", "60.00", "72.50"), printed=printed)
    right = lines["areas.csv, fila TOTAL, columna avance"]
    assert right.veredicto == Verdict.EXACT
    wording(right.causa, "2", "70,00")
    assert [finding.elemento for finding in findings] == [NORTE]


def test_a_right_figure_that_does_not_tie_in_its_table_gives_a_finding_on_the_table():
    findings, lines = checked(table("80.00", "60.00", "72.50"), printed=total(ALL, "72.50"))
    assert lines["areas.csv, fila TOTAL, columna avance"].veredicto is Verdict.EXACT
    assert [(finding.codigo, finding.veredicto, finding.esperado) for finding in findings] == [("CUA-CIFRA", "", "70.00")]


def test_a_reported_value_in_a_table_is_judged_by_the_table():
    rule = "- {regla: igual, columna: avance, a: {valor: \"90\"}, nota: lo que fija la norma, filas: {area: NORTE}}"
    reported = {"areas.csv, fila NORTE, columna avance": ("avance_fisico/2024-T2/unidad/U1", "80.00")}
    findings, lines = checked(table("80.00", "60.00", "70.00", rule), printed=reported)
    (line,) = lines.values()
    assert (line.id, line.veredicto, line.calculado) == ("cuadro/areas/NORTE/avance", Verdict.IRRECONCILABLE, "90.00")
    assert [finding.codigo for finding in findings] == ["CUA-CIFRA"]


def test_a_wrong_value_names_its_first_place_and_where_it_is_right(wording):
    first = Reconciled(ALL, "cuadro 1", "70", "72.50", "-2.50", Verdict.IRRECONCILABLE, "", "se copió mal")
    right = replace(first, donde="cuadro 3", publicado="72.50", veredicto=Verdict.EXACT, causa="")
    result = carried_along((first, replace(first, donde="cuadro 2"), right))
    wording([line.causa for line in result], "3", "1")


@pytest.fixture(scope="module", params=[("mre", "2024-T2", 638, 105), ("segip", "2020-anual", 278, 1139)])
def run(request) -> tuple[Computed, int, int]:
    institution, period, published, others = request.param
    return shipped(f"{institution}/{period}"), published, others


@pytest.mark.slow
def test_every_printed_cell_of_the_real_reports_is_counted_once(run):
    """Of the 324 cells checked in MRE's tables 219 are printed figures, and of SEGIP's 1,249 cells 110."""
    computed, published, others = run
    cuadros, _, _ = read_cuadros(WORKSPACE, computed.corrida)
    places = places_of(cuadros)
    of_cells = [line for line in computed.reconciliation if line.id.startswith("cuadro/")]
    of_figures = [line for line in computed.reconciliation if not line.id.startswith("cuadro/")]
    assert (len(of_figures), len(of_cells)) == (published, others)
    numbers = [(line.donde, Decimal(line.publicado)) for line in of_figures if line.is_number]
    located = [(cell.file, cell.cell) for number in numbers if (cell := places.of(*number)) is not None]
    assert max(Counter([*located, *((line.archivo, line.celda) for line in of_cells)]).values()) == 1


def test_mre_cells_checked_as_figure_and_in_a_table_have_one_verdict(wording):
    lines = {line.donde: line for line in shipped("mre/2024-T2").reconciliation}

    def verdict(place: str) -> str:
        return lines[place].veredicto.value

    assert verdict("acp_t2.csv, fila TOTAL, columna avance_pct") == "irreconciliable"
    assert verdict("acp_s1.csv, fila TOTAL, columna eficacia_pct") == "arrastre"
    assert verdict("acp_s1.csv, fila TOTAL, columna avance_pct") == "irreconciliable"
    assert verdict("acp_s1.csv, fila ACP 4, columna avance_pct") == "irreconciliable"
    wording(lines["acp_s1.csv, fila ACP 4, columna avance_pct"].causa, "97,40")
    posts = lines["exterior_historico.csv, fila Total / Total, columna cantidad_grupo_2024"]
    assert (posts.veredicto, posts.publicado, posts.calculado) == ("arrastre", "85", "84")
    wording(posts.causa, "«Representaciones, Puestos del grupo»", "B6", "exterior_historico.csv", "5", "4")
    for column, due, result in (("eficacia_2022", "19.98", "arrastre"), ("eficacia_2023", "20.52", "otra regla")):
        line = lines[f"exterior_historico.csv, fila Total / Total, columna {column}"]
        assert (line.veredicto, line.calculado) == (result, due)


def test_mre_83_24_is_a_mean_computed_as_efficacy_and_converted_back(wording):
    """83.41, 69.98, 94.90 and 84.54 over 4 are 20.85, 17.50, 23.73 and 21.14; their mean, 20.81, × 4 is 83.24."""
    lines = shipped("mre/2024-T2").reconciliation
    (line,) = [line for line in lines if line.donde == "servicios_t2.csv, fila SERVICIO EXTERIOR, columna avance_t2"]
    wording(line.causa, "20,85", "17,50", "23,73", "21,14", "20,81", "unidades.csv", "SERVICIO EXTERIOR", "avance_t2")


@pytest.mark.parametrize(("verdict", "count"), [(Verdict.IRRECONCILABLE, 0), (Verdict.ROUNDING, 0), (Verdict.NOT_VERIFIABLE, 1)])
def test_two_printed_values_are_told_unless_the_line_of_the_wrong_one_tells_it(verdict, count):
    """The second value cannot be verified, because a unit has no data; the first is the computed one."""
    twice = Finding("PUB-DOS-VALORES", Severity.WARNING, "x.", elemento=ALL, esperado="68.00", encontrado="72.10", celda="C3")
    right = Reconciled(ALL, "pág. 4", "68.00", "68.00", "0", Verdict.EXACT, "media", "", celda="C2")
    other = Reconciled(ALL, "pág. 9", "72.10", "68.00", "4.10", verdict, "media", "x", celda="C3")
    assert len(list(not_told_yet([twice], [right, other]))) == count
