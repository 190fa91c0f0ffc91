"""What the rules say of printed reports: MRE 2024, finding by finding, and SEGIP 2020's two systems in Tarija."""

from collections import Counter

import pytest
from builders import WORKSPACE, findings_of_rule, make_corrida, make_dataset, make_evidence

import helpers.checks.run  # noqa: F401 — importing it registers every rule
from helpers.checks.registry import REGISTRY
from helpers.compute import compute
from helpers.findings import Finding

OF_THE_PRINTED = "PUB-"
"""Rules of what is printed have their own tests against the golden tables."""


@pytest.fixture(scope="module")
def mre() -> tuple[Finding, ...]:
    return tuple(finding for finding in compute(WORKSPACE, "mre", "2024-T2").findings if finding.codigo in REGISTRY.rules)


def found(findings: tuple[Finding, ...], code: str) -> list[tuple[str, str, str]]:
    return [(item.severidad.value, item.elemento, item.diferencia) for item in findings if item.codigo == code]


def test_how_many_of_each_rule_there_are(mre):
    counts = Counter(item.codigo for item in mre if not item.codigo.startswith(OF_THE_PRINTED))
    assert counts == {
        "GAS-ESTADOS": 1,
        "IDE-FALTA": 2,
        "REP-EFICACIA": 3,
        "REP-PARTES": 15,
        "REP-REVERSION": 1,
        "REP-SIN-DATO": 2,
        "VEN-IMPRESO-MESES": 2,
        "VEN-IMPRESO-TRIMESTRES": 5,
        "VEN-MESES": 14,
        "VIN-PROGRAMA": 1,
    }


def test_programme_530_serves_two_actions(mre):
    """Five categories of consular management (ACP 5) and that of refugees (ACP 6) are of one programme."""
    (finding,) = [item for item in mre if item.codigo == "VIN-PROGRAMA"]
    assert (finding.elemento, finding.encontrado) == ("vinculacion/programa/530", "5 y 6")
    assert finding.place == "data/mre/2024/vinculacion.csv#B25"
    assert "5 (530 0 006, 530 0 002, 530 0 003 y 1 más) y 6 (530 0 004)" in finding.mensaje


def test_the_entitys_quarters_are_not_the_sum_of_its_printed_months(mre):
    assert found(mre, "VEN-IMPRESO-MESES") == [
        ("advertencia", "eficacia_ponderada/2024-T1/entidad/MRE", "-0.52"),
        ("advertencia", "eficacia_ponderada/2024-T2/entidad/MRE", "0.05"),
    ]


def test_semesters_that_are_not_their_quarters_are_notes(mre):
    """One area is off by a hundredth; in four the budget in force changed, and the semester is right as printed."""
    assert found(mre, "VEN-IMPRESO-TRIMESTRES") == [
        ("nota", "eficacia_ponderada/2024-S1/area/VRE", "-0.01"),
        ("nota", "ejecucion_financiera/2024-S1/area/ADM-CENTRAL", "-0.02"),
        ("nota", "ejecucion_financiera/2024-S1/area/EXTERIOR", "0.20"),
        ("nota", "ejecucion_financiera/2024-S1/area/VCEI", "-2.87"),
        ("nota", "ejecucion_financiera/2024-S1/area/VGCI", "-1.34"),
    ]


def test_no_fault_is_told_twice_in_one_place(mre):
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


def test_the_two_systems_of_tarija():
    """SIPPEC has 290,567.38 certified and not accrued: enough for the 121,328.30 that SIGEP has accrued beyond it."""
    (finding,) = tarija("750345.76")
    assert (finding.esperado, finding.encontrado, finding.diferencia) == ("871674.06", "750345.76", "-121328.30")
    assert finding.causa == (
        "SIPPEC tiene 290.567,38 certificado y aún no devengado: la diferencia cabe en ello, y lo certificado que nadie "
        "devengó es 169.239,08"
    )


def test_two_systems_that_accrue_alike_are_not_told_of_what_is_certified():
    assert tarija("871674.06") == ()


def test_a_difference_that_what_is_certified_does_not_explain():
    (finding,) = tarija("900000.00")
    assert finding.causa.endswith("certificado y aún no devengado, que no explica la diferencia")
