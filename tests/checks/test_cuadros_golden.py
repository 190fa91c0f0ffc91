"""The printed tables of MRE 2024 and SEGIP 2020 and 2024: their real faults, each with its cause, and no others.

Every line below was worked out by hand from the printed tables.
"""

import pytest
from builders import METHOD, WORKSPACE, make_corrida, make_dataset

from helpers.book import Book
from helpers.checks.cuadros.check import check_cuadros
from helpers.checks.registry import Evidence
from helpers.findings import Finding, Reconciled
from helpers.intake.cuadros import read_cuadros

Checked = tuple[tuple[Finding, ...], tuple[Reconciled, ...]]

MRE = {
    # 23.886… cut in one table and rounded in the other; the semester carries it.
    "acp_t2.csv E5": ("redondeo", "23.89", "23.88", "cortado o redondeado aparte"),
    "acp_s1.csv E5": ("redondeo", "46.10", "46.09", "cortado o redondeado aparte"),
    # ACP 4 and VCEI are the same three units.
    "acp_s1.csv F5": ("irreconciliable", "97.37", "97.40", "los dos no coinciden"),
    # Four representations: 33 + 45 + 4 + 2 = 84.
    "exterior_historico.csv B6": ("irreconciliable", "5", "4", "se explica también «Total, Puestos del grupo»"),
    "exterior_historico.csv B8": ("irreconciliable", "85", "84", "dice 5 y debe decir 4"),
    # The mean of six rows, where 2022 and 2024 are the mean of four types.
    "exterior_historico.csv F8": ("irreconciliable", "19.95", "20.52", "es el promedio simple de las 6 filas"),
    "exterior_historico.csv G8": ("irreconciliable", "79.79", "82.09", "es el promedio simple de las 6 filas"),
    # 56.60 / 4 = 14.15; 14.20 x 4 = 56.80.
    "exterior_historico.csv D6": ("irreconciliable", "14.20", "14.15", "dice 56,60 y debe decir 56,80"),
    "exterior_historico.csv D8": ("irreconciliable", "19.99", "19.98", "dice 14,20 y debe decir 14,15"),
    # (97.44 + 82.16 + 96.36 + 33.32 + 56.80 + 95.00) / 6 = 76.8466…
    "historico.csv B7": ("irreconciliable", "76.85", "79.91", "dice 56,60 y debe decir 56,80"),
    "historico.csv B2": ("irreconciliable", "80.38", "72.17", "ninguna"),
    "mensual.csv I12": ("irreconciliable", "21.00", "21.52", "ninguna"),
    "mensual.csv J12": ("irreconciliable", "20.24", "20.19", "ninguna"),
}

SEGIP = {
    # 852,840.00 of «Pago 2019» is in the row and in no balance.
    "almacen_movimientos_2020.csv L17": ("irreconciliable", "4912232.36", "5765072.36", "no entró en el cálculo «Pago 2019»"),
    "almacen_movimientos_2020.csv L21": ("irreconciliable", "5210969.15", "6063809.15", "no entró en el cálculo «Pago 2019»"),
    # 57,424 put in order, and 59,337 digitalised: the whole of the next column.
    "archivo_departamentos.csv C8": ("irreconciliable", "116761", "57424", "se sumó también «Digitalización, cantidad» (59.337)"),
    # Over four quarters that print a month each.
    "archivo_departamentos.csv D8": ("irreconciliable", "1460", "487", "(8.000) en lugar de"),
    "archivo_departamentos.csv F8": ("irreconciliable", "297", "99", "(20.000) en lugar de"),
    **{
        f"archivo_tareas_mensual.csv H{row}": ("irreconciliable", "2000", "6000", "repite el valor de")
        for row in (5, 9, 13, 17)
    },
    **{
        f"archivo_tareas_mensual.csv H{row}": ("irreconciliable", "5000", "15000", "repite el valor de")
        for row in (21, 25, 29, 33)
    },
    "cedulas_departamento_2020.csv C20": ("irreconciliable", "2017106", "2015086", "el número 2020 del encabezado"),
    "cedulas_departamento_2020.csv C2": ("irreconciliable", "508076", "507962", "los dos no coinciden"),
    "cedulas_departamento_2020.csv C10": ("irreconciliable", "18710", "21527", "los dos no coinciden"),
    "cie_departamento_2020.csv C6": ("irreconciliable", "257", "249", "los dos no coinciden"),
    "licencias_departamento_2020.csv C10": ("irreconciliable", "4462", "4412", "los dos no coinciden"),
    "licencias_departamento_2020.csv C15": ("irreconciliable", "603152", "301635", "el subtotal «Sub total Bolivia» (301.517)"),
    # 53.504 and 1.507, where 17.57, 1.71, 1.77 and 0.52 are rounded up: the four largest remainders make it 100.
    "cie_recaudacion_2020.csv D3": ("redondeo", "53", "54", "el reparto por mayores restos da sus 9 valores"),
    "cie_recaudacion_2020.csv D6": ("redondeo", "1", "2", "redondeada celda por celda sumaría 102"),
    "recursos.csv J5": ("irreconciliable", "1.00", "", "se divide entre cero"),
    "reduccion_15pct.csv D2": ("irreconciliable", "5365089.85", "5365089.84", "con ese valor se explica también «TOTAL, Importe»"),
    "reduccion_15pct.csv D4": ("irreconciliable", "15000721.05", "15000721.04", "dice 5.365.089,85 y debe decir 5.365.089,84"),
    "resoluciones_2020.csv C8": ("irreconciliable", "479", "856", "no se sumó «Resoluciones saneamiento» (377)"),
    "tarija_sigep_sippec.csv G3": ("irreconciliable", "62.31", "62.88", "ninguna"),
    "tarija_sigep_sippec.csv E2": ("irreconciliable", "850774.37", "850774.97", "una sola cifra (3 en lugar de 9)"),
    "unidades.csv C10": ("irreconciliable", "100.01", "100.00", "una unidad del último decimal"),
}


def checked(institution: str, period: str) -> Checked:
    corrida = make_corrida(period, entidad=institution)
    cuadros, findings, _ = read_cuadros(WORKSPACE, corrida)
    assert [finding.mensaje for finding in findings] == []
    return check_cuadros(Evidence(make_dataset(), Book(institution, corrida.period, {}, ()), METHOD, corrida, cuadros))


@pytest.fixture(scope="module")
def mre() -> Checked:
    return checked("mre", "2024-T2")


@pytest.fixture(scope="module")
def segip() -> Checked:
    return checked("segip", "2020-anual")


def by_cell(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    found = {f"{finding.archivo.rpartition('/')[2]} {finding.celda}": finding for finding in findings}
    assert len(found) == len(findings)
    return found


@pytest.mark.parametrize(("institution", "known"), [("mre", MRE), ("segip", SEGIP)])
def test_the_faults_found_are_the_real_ones(institution, known, request):
    findings, _ = request.getfixturevalue(institution)
    assert set(by_cell(findings)) == set(known)


@pytest.mark.parametrize(("institution", "cell"), [*(("mre", cell) for cell in MRE), *(("segip", cell) for cell in SEGIP)])
def test_each_says_what_is_printed_what_it_should_be_and_why(institution, cell, request):
    finding = by_cell(request.getfixturevalue(institution)[0])[cell]
    verdict, printed, expected, cause = (MRE if institution == "mre" else SEGIP)[cell]
    assert (finding.veredicto, finding.encontrado, finding.esperado) == (verdict, printed, expected)
    assert cause in finding.causa
    assert finding.causa in finding.mensaje
    assert finding.mensaje.startswith(f"{finding.archivo}, celda {finding.celda}: «")


def test_everything_else_ties(mre, segip):
    """So many printed cells were checked, each once, and are exact: a rule that checks nothing would not show."""
    for (_, lines), known, cells in ((mre, MRE, 229), (segip, SEGIP, 417)):
        assert len(lines) == len({(line.archivo, line.celda) for line in lines}) == cells
        assert sum(line.veredicto == "exacto" for line in lines) == cells - len(known)


def test_the_weights_of_2024_that_add_up_to_103():
    findings, lines = checked("segip", "2024-poa")
    warnings = [finding for finding in findings if finding.severidad == "advertencia"]
    assert [(finding.codigo, finding.encontrado, finding.esperado) for finding in warnings] == [("CUA-CIEN", "103", "100")]
    assert "TECNOLOGÍAS DE LA INFORMACIÓN" in warnings[0].mensaje
    # 133 checks of 122 cells: eleven totals are the sum of their rows and also of their two sources.
    assert len({(line.archivo, line.celda) for line in lines}) == len(lines)
    assert sum(line.veredicto == "exacto" for line in lines) == 122
