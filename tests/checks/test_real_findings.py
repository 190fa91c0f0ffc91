"""What the rules find in real reports: all of MRE 2024, and the two systems of SEGIP's office in Tarija in 2020."""

from collections import Counter

import pytest
from builders import findings_of_rule, make_corrida, make_dataset, make_evidence, shipped

import helpers.checks.run_checks  # noqa: F401 — importing it registers every rule
from helpers.checks.rule_registry import REGISTRY
from helpers.figures.findings import Finding, sort_findings

OF_THE_PRINTED = "PUB-"
"""Prefix of the rules on printed figures, which other tests check."""


@pytest.fixture(scope="module")
def everything() -> tuple[Finding, ...]:
    return shipped("mre/2024-T2").findings


@pytest.fixture(scope="module")
def mre(everything) -> tuple[Finding, ...]:
    return sort_findings(finding for finding in everything if finding.codigo in REGISTRY.rules)


def found(findings: tuple[Finding, ...], code: str) -> list[tuple[str, str, str]]:
    return [(item.severidad.value, item.elemento, item.diferencia) for item in findings if item.codigo == code]


def test_the_number_of_findings_of_each_rule(mre):
    counts = Counter(item.codigo for item in mre if not item.codigo.startswith(OF_THE_PRINTED))
    assert counts == {
        "CAL-RAZON": 1,
        "GAS-ESTADOS": 1,
        "REP-EFICACIA": 3,
        "REP-PARTES": 15,
        "REP-REVERSION": 1,
        "REP-SIN-DATO": 2,
        "VEN-IMPRESO": 2,
        "VEN-MESES": 11,
        "VIN-PROGRAMA": 1,
    }


def test_programme_530_serves_two_actions(mre):
    """Four categories of consular management (ACP 5) and the one of refugees (ACP 6) are in one programme."""
    (finding,) = [item for item in mre if item.codigo == "VIN-PROGRAMA"]
    assert (finding.elemento, finding.encontrado) == ("vinculacion/programa/530", "5 y 6")
    assert finding.place == "data/mre/2024/vinculacion.csv#B25"
    assert "5 (530 0 006, 530 0 002, 530 0 003 y 1 más) y 6 (530 0 004)" in finding.mensaje


def test_the_entitys_quarters_are_not_the_sum_of_its_printed_months(mre):
    assert found(mre, "VEN-IMPRESO") == [
        ("advertencia", "eficacia_ponderada/2024-T1/entidad/MRE", "-0.52"),
        ("advertencia", "eficacia_ponderada/2024-T2/entidad/MRE", "0.05"),
    ]


def test_quarters_that_differ_from_their_computed_months_too_follow_from_no_month(mre, wording):
    found = [item for item in mre if item.codigo == "VEN-IMPRESO"]
    for item, values in zip(found, (("7,58", "7,60", "7,62", "22,80", "21,00"), ("7,05", "7,25", "7,41", "21,71", "22,19")), strict=True):
        wording(item.causa, *values)
        assert item.sigue_de == ""


def test_semesters_that_differ_from_their_quarters_are_reported_only_if_wrong(mre, everything):
    """In four areas the budget in force changed, so their printed semesters are right and none is reported.

    The semester of VRE is printed 45.92, but 22.74 + 23.19 = 45.93. The reconciliation already reports that cell.
    """
    assert not [item for item in mre if item.codigo == "VEN-IMPRESO" and "-S1/" in item.elemento]
    (rounded,) = [item for item in everything if item.place.endswith("T2/publicado.csv#C381")]
    assert (rounded.codigo, rounded.encontrado, rounded.esperado) == ("PUB-CIFRA", "45.92", "45.93")


def test_one_wrong_april_explains_the_areas_quarter_and_the_entitys_april(everything, wording):
    """With 0.07 instead of 3.48 for VGCI's April, its months give 22.77, and the entity's April is 0.20."""
    (area,) = [item for item in everything if item.elemento == "ejecucion_financiera/2024-T2/area/VGCI"]
    (entity,) = [item for item in everything if item.elemento == "ejecucion_financiera/2024-abr/entidad/MRE"]
    wording(area.causa, "0,07", "3,48", "0,20")
    assert (entity.veredicto, entity.encontrado, entity.sigue_de) == ("arrastre", "0.20", area.place)


def test_months_of_a_budget_that_changed_in_june_add_up_over_the_june_budget(everything):
    """In four areas the reported months do not add up. As percentages of the June budget, those of three areas do."""
    left = {item.elemento for item in everything if item.codigo == "VEN-MESES" and "ejecucion" in item.elemento and "T2" in item.elemento}
    assert left == {"ejecucion_financiera/2024-T2/area/VGCI"}


def test_an_efficiency_over_almost_no_execution_is_reported_with_its_range(mre, wording):
    """ACP 3 accrued 391 of 326,000. Its 0.12 % may be 0.115 to 0.125, so 43.60 ÷ 0.12 % may be 34,876 to 37,917.

    Its 43.60 is the sum of two reported quarters, which nothing rounds: 43.60 × 326,000 ÷ 391 is 36,351.92.
    """
    (finding,) = [item for item in mre if item.codigo == "CAL-RAZON"]
    assert (finding.elemento, finding.encontrado) == ("eficiencia/2024-S1/acp/3", "36333.33")
    assert finding.place == "data/mre/2024/gastos.csv#M46"
    assert "43,60 ÷ 0,12 × 100" in finding.mensaje
    wording(finding.mensaje, "34.876,00", "37.917,39", "36.351,92")


def test_a_cell_has_two_findings_only_if_two_things_are_wrong_with_it(everything):
    """A second finding says that no average can give the printed figure, or that its months add up to another one."""
    findings_at = Counter(item.place for item in everything if item.celda)
    codes = [tuple(item.codigo for item in everything if item.place == place) for place, times in findings_at.items() if times > 1]
    assert Counter(codes) == {
        ("PUB-CIFRA", "PUB-RANGO"): 9,
        ("PUB-CIFRA", "VEN-IMPRESO"): 1,
        ("REP-PARTES", "REP-EFICACIA"): 1,
    }


def test_no_fault_is_reported_twice_in_one_place(mre):
    places = Counter((item.codigo, item.elemento, item.encontrado, item.place) for item in mre)
    assert [place for place, times in places.items() if times > 1] == []


TARIJA = """
    fecha_corte | reporte | sistema | cat_prog | denominacion | ppto_vigente | certificado | devengado
    2020-12-31  | sistema | SIGEP   | 48 0 007 | Tarija       | 1655356.33   |             | 871674.06
    2020-12-31  | sistema | SIPPEC  | 48 0 007 | Tarija       | 1655356.33   | 1040913.14  | {}
"""


def tarija(accrued: str):
    structure = "nivel | codigo | padre\n entidad | E |\n unidad | DDTJ | E"
    evidence = make_evidence(
        make_dataset(estructura=structure, gastos=TARIJA.format(accrued)), make_corrida("2020-anual")
    )
    return findings_of_rule("GAS-SISTEMAS", evidence)


def test_a_difference_between_two_systems_is_explained_by_certified_money(wording):
    """SIPPEC has certified but not accrued 290,567.38, which covers the 121,328.30 that SIGEP has accrued more."""
    (finding,) = tarija("750345.76")
    assert (finding.esperado, finding.encontrado, finding.diferencia) == ("871674.06", "750345.76", "-121328.30")
    wording(finding.causa, "SIPPEC", "290.567,38", "169.239,08")


def test_two_systems_with_the_same_accrued_amount_are_not_reported():
    assert tarija("871674.06") == ()


def test_certified_money_of_the_system_of_record_explains_what_another_accrued_more():
    """SIPPEC has 5.00 certified and not accrued, which explains nothing; SIGEP has 20.00, which cover the 10.00."""
    money = TARIJA.replace("|             | 871674.06", "| 110.00 | 90.00").replace("1040913.14", "105.00")
    evidence = make_evidence(
        make_dataset(estructura="nivel | codigo | padre\n entidad | E |", gastos=money.format("100.00")), make_corrida("2020-anual")
    )
    causes = [found.causa for found in findings_of_rule("GAS-SISTEMAS", evidence) if "devengado" in found.elemento]
    assert len(causes) == 1 and causes[0].startswith("SIGEP tiene Bs 20,00 certificado y aún no devengado: la diferencia cabe en ello")


def test_a_higher_accrued_amount_is_not_explained_by_certified_money(wording):
    (finding,) = tarija("900000.00")
    wording(finding.causa)
