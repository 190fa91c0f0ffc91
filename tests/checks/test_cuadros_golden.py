"""The printed tables of MRE 2024 and SEGIP 2020 and 2024: their real faults, each with its cause, and no others.

Every line below was worked out by hand from the printed tables.
"""

import pytest
from builders import METHOD, WORKSPACE, make_corrida, make_dataset
from cuadros_by_hand import check_cuadros

from helpers.checks.rule_registry import Evidence
from helpers.figures.book import Book
from helpers.figures.findings import Finding, Reconciled
from helpers.intake.cuadro_reader import read_cuadros

Checked = tuple[tuple[Finding, ...], tuple[Reconciled, ...]]

NOTHING = "ninguna de las operaciones ensayadas"
NO_FIGURE = "este libro no tiene la cifra"

MRE = {
    # 23.886… cut in one table and rounded in the other; the semester carries it.
    "acp_t2.csv E5": ("redondeo", "23.89", "23.88", "cortado o redondeado aparte"),
    "acp_s1.csv E5": ("redondeo", "46.10", "46.09", "cortado o redondeado aparte"),
    # ACP 4 and VCEI have the same three units, so their figures should be equal.
    "acp_s1.csv F5": ("irreconciliable", "97.37", "97.40", "los dos no coinciden"),
    # Four representations: 33 + 45 + 4 + 2 = 84.
    "exterior_historico.csv B6": ("irreconciliable", "5", "4", "se explica también «Total, Puestos del grupo»"),
    "exterior_historico.csv B8": ("arrastre", "85", "84", "dice 5 y debe decir 4"),
    # The mean of the six rows is printed here; 2022 and 2024 print the mean of the four types.
    "exterior_historico.csv F8": ("otra regla", "19.95", "20.52", "es el promedio simple de las 6 filas"),
    "exterior_historico.csv G8": ("otra regla", "79.79", "82.09", "es el promedio simple de las 6 filas"),
    # 56.60 / 4 = 14.15; 14.20 x 4 = 56.80.
    "exterior_historico.csv D6": ("irreconciliable", "14.20", "14.15", "dice 56,60 y debe decir 56,80"),
    "exterior_historico.csv D8": ("arrastre", "19.99", "19.98", "dice 14,20 y debe decir 14,15"),
    # (97.44 + 82.16 + 96.36 + 33.32 + 56.80 + 95.00) / 6 = 76.8466…
    "historico.csv B7": ("otra regla", "76.85", "79.91", "dice 56,60 y debe decir 56,80"),
    "historico.csv B2": ("irreconciliable", "80.38", "72.17", "ninguna"),
    "mensual.csv I12": ("irreconciliable", "21.00", "21.52", "ninguna"),
    "mensual.csv J12": ("irreconciliable", "20.24", "20.19", "ninguna"),
    # 80.56 / 4 = 20.14; 69.98 / 4 = 17.495 and 84.54 / 4 = 21.135, which were cut.
    "unidades.csv H11": ("irreconciliable", "18.78", "20.14", "Avance T1» = 75,12"),
    "unidades.csv J35": ("redondeo", "17.49", "17.50", "sus partes ya estén redondeadas"),
    # The mean of the areas' 92.16, 92.75, 95.54 and 96.69 is 94.29; J20 is 23.886… and was cut.
    "unidades.csv I3": ("irreconciliable", "84.76", "94.29", NOTHING),
    "unidades.csv J3": ("irreconciliable", "21.19", "23.57", NOTHING),
    "unidades.csv J20": ("redondeo", "23.88", "23.89", "sus partes ya estén redondeadas"),
    "unidades.csv J40": ("redondeo", "21.13", "21.14", "sus partes ya estén redondeadas"),
}

SEGIP = {
    # 852,840.00 of «Pago 2019» is in the row and in no balance.
    "almacen_movimientos_2020.csv L17": ("irreconciliable", "4912232.36", "5765072.36", "no entró en el cálculo «Pago 2019»"),
    "almacen_movimientos_2020.csv L21": ("irreconciliable", "5210969.15", "6063809.15", "no entró en el cálculo «Pago 2019»"),
    # 57,424 files put in order; the total of the next column, 59,337 digitalised, was added too.
    "archivo_departamentos.csv C8": ("irreconciliable", "116761", "57424", "se sumó también «Digitalización, cantidad» (59.337)"),
    # Divided by four quarters that print one month each, and not by twelve months.
    "archivo_departamentos.csv D8": ("arrastre", "1460", "487", "(8.000) en lugar de"),
    "archivo_departamentos.csv F8": ("arrastre", "297", "99", "(20.000) en lugar de"),
    **{
        f"archivo_tareas_mensual.csv H{row}": ("otra regla", "2000", "6000", "repite la cantidad de cada una")
        for row in (5, 9, 13, 17)
    },
    **{
        f"archivo_tareas_mensual.csv H{row}": ("otra regla", "5000", "15000", "repite la cantidad de cada una")
        for row in (21, 25, 29, 33)
    },
    "cedulas_departamento_2020.csv C20": ("irreconciliable", "2017106", "2015086", "el número 2020 del encabezado"),
    "cedulas_departamento_2020.csv C2": ("irreconciliable", "508076", "507962", "los dos no coinciden"),
    "cedulas_departamento_2020.csv C10": ("irreconciliable", "18710", "21527", "los dos no coinciden"),
    "cie_departamento_2020.csv C6": ("irreconciliable", "257", "249", "los dos no coinciden"),
    "licencias_departamento_2020.csv C10": ("irreconciliable", "4462", "4412", "los dos no coinciden"),
    "licencias_departamento_2020.csv C15": ("irreconciliable", "603152", "301635", "el subtotal «Sub total Bolivia» (301.517)"),
    # 53.504 and 1.507 are cut, and the four largest remainders, 17.57, 1.71, 1.77 and 0.52, rounded up: so it is 100.
    "cie_recaudacion_2020.csv D3": ("redondeo", "53", "54", "el reparto por mayores restos da sus 9 valores"),
    "cie_recaudacion_2020.csv D6": ("redondeo", "1", "2", "redondeada celda por celda sumaría 102"),
    "recursos.csv J5": ("irreconciliable", "1.00", "", "se divide entre cero"),
    "reduccion_15pct.csv D2": ("otra regla", "5365089.85", "5365089.84", "con ese valor se explica también «TOTAL, Importe»"),
    "reduccion_15pct.csv D4": ("arrastre", "15000721.05", "15000721.04", "dice 5.365.089,85 y debe decir 5.365.089,84"),
    # 19 + 28 + 44 + 86 + 33 + 15 + 38 + 55 + 11 = 329, and 1,465 communities.
    "brigadas_municipios_comunidades_2011_2020.csv C11": ("irreconciliable", "327", "329", NOTHING),
    "brigadas_municipios_comunidades_2011_2020.csv D11": ("irreconciliable", "1371", "1465", NOTHING),
    "chuquisaca_recaudaciones_mes_2020.csv E14": ("irreconciliable", "17300", "17290", NOTHING),
    "gabinete_juridico_servidores.csv E14": ("irreconciliable", "181", "179", NOTHING),
    # 2,077,281 + 2,357,905 + 50,990 = 4,486,176.
    "potosi_recaudacion_2020.csv C5": ("irreconciliable", "6332287", "4486176.00", NOTHING),
    "tarija_busqueda_archivo_2020.csv C8": ("irreconciliable", "530", "533", "no se sumó «REQ FISCAL» (3)"),
    "tarija_busqueda_archivo_2020.csv I8": ("irreconciliable", "263", "467", "repite el valor de «Septiembre»"),
    "tarija_busqueda_archivo_2020.csv K8": ("irreconciliable", "646", "517", "repite el valor de «Noviembre»"),
    "tarija_busqueda_archivo_2020.csv L8": ("arrastre", "3765", "", "otro control confirma esta celda"),
    # 106 + 1 = 107; the printed 161 includes November's total of 54. The printed 651 is 544 + 107; 544 + 161 would be 705.
    "tarija_saneamiento_oficina_mes_2020.csv M61": ("irreconciliable", "161", "107", "«NOVIEMBRE · TOTAL» (54)"),
    "tarija_saneamiento_oficina_mes_2020.csv N61": ("arrastre", "651", "", "otro control confirma esta celda"),
    "tarija_saneamiento_oficina_mes_2020.csv M62": ("arrastre", "519", "465", "dice 161 y debe decir 107"),
    "tarija_saneamiento_oficina_mes_2020.csv N62": ("arrastre", "3935", "", "otro control confirma esta celda"),
    # One quantity with other values in the tables of the institution and the department, its list of tasks or its text.
    **{
        cell: ("irreconciliable", printed, elsewhere, "los dos no coinciden")
        for cell, printed, elsewhere in (
            ("cedulas_departamento_2020.csv C5", "97821", "106179"),
            ("cedulas_departamento_2020.csv C6", "109763", "97365"),
            ("cie_departamento_2020.csv C7", "214", "213"),
            ("cie_departamento_2020.csv C10", "74", "75"),
            ("cie_departamento_2020.csv C5", "436", "432"),
            ("licencias_departamento_2020.csv C3", "84123", "83903"),
            ("licencias_departamento_2020.csv C8", "11912", "11909"),
            ("licencias_departamento_2020.csv C7", "12323", "11405"),
            ("licencias_departamento_2020.csv C5", "17819", "17587"),
            ("pando_tareas.csv E2", "21668", "21527"),
            ("pando_tareas.csv E3", "248", "249"),
            ("pando_tareas.csv E6", "7277", "6676"),
            ("pando_tareas.csv E19", "4392", "4412"),
            ("pando_tareas.csv E17", "21903", "30390"),
            ("pando_tareas.csv E18", "11790", "9847"),
            ("santa_cruz_resultados_2020.csv B2", "451259", "451261"),
            ("santa_cruz_resultados_2020.csv B3", "8158", "7737"),
            ("santa_cruz_resultados_2020.csv B9", "97001", "97077"),
            ("santa_cruz_resultados_2020.csv B7", "133850", "163367"),
            ("santa_cruz_resultados_2020.csv B8", "64309", "63517"),
            ("santa_cruz_resultados_2020.csv D7", "83", "107"),
            ("texto_ddch.csv C17", "58937", "84694"),
            ("texto_ddor.csv C8", "126072", "189428"),
            ("texto_dno.csv C3", "5", "6"),
            ("texto_dno.csv C15", "195866", "603152"),
            ("texto_dntic.csv F2", "71.23", "71.85"),
            ("texto_unar.csv F2", "80", "50"),
        )
    },
    # Fourteen offices and fourteen studies are listed; (444,860 − 195,866) / 444,860 is 56 %.
    "texto_dno.csv C6": ("irreconciliable", "13", "14", NOTHING),
    "texto_dno.csv C11": ("irreconciliable", "8", "14", NOTHING),
    "texto_dno.csv F16": ("irreconciliable", "32", "56", NOTHING),
    "tarija_sigep_sippec.csv G3": ("irreconciliable", "62.31", "62.88", "ninguna"),
    "tarija_sigep_sippec.csv E2": ("irreconciliable", "850774.37", "850774.97", "una sola cifra (3 en lugar de 9)"),
    "unidades.csv C10": ("irreconciliable", "100.01", "100.00", "una unidad del último decimal"),
}


def checked(institution: str, period: str) -> Checked:
    corrida = make_corrida(period, entidad=institution, separador_decimal="punto")
    cuadros, findings, _ = read_cuadros(WORKSPACE, corrida)
    assert [finding.mensaje for finding in findings] == []
    found, lines = check_cuadros(Evidence(make_dataset(), Book(institution, corrida.period, {}, ()), METHOD, corrida, cuadros))
    # The Book is empty here; test_same_cell covers the cells that are compared with its figures.
    return tuple(one for one in found if NO_FIGURE not in one.causa), tuple(one for one in lines if NO_FIGURE not in one.causa)


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
def test_each_fault_states_the_printed_value_the_right_one_and_the_cause(institution, cell, request):
    finding = by_cell(request.getfixturevalue(institution)[0])[cell]
    verdict, printed, expected, cause = (MRE if institution == "mre" else SEGIP)[cell]
    assert (finding.veredicto, finding.encontrado, finding.esperado) == (verdict, printed, expected)
    assert cause in finding.causa
    assert finding.causa in finding.mensaje
    assert finding.mensaje.startswith(f"{finding.archivo}, celda {finding.celda}: «")


def test_all_other_cells_are_exact(mre, segip):
    """The number of cells is fixed here, because a rule that checks nothing would otherwise go unnoticed."""
    for (_, lines), known, cells in ((mre, MRE, 322), (segip, SEGIP, 1249)):
        assert len(lines) == len({(line.archivo, line.celda) for line in lines}) == cells
        assert sum(line.veredicto == "exacto" for line in lines) == cells - len(known)


def test_the_weights_of_segip_2024_that_add_up_to_103_are_reported(wording):
    findings, lines = checked("segip", "2024-poa")
    warnings = [finding for finding in findings if finding.severidad == "advertencia"]
    assert [(finding.codigo, finding.encontrado, finding.esperado) for finding in warnings] == [("CUA-CIEN", "103", "100")]
    wording(warnings[0].mensaje, "TECNOLOGÍAS DE LA INFORMACIÓN")
    # 133 checks of 122 cells: eleven totals are the sum of their rows and also of their two sources.
    assert len({(line.archivo, line.celda) for line in lines}) == len(lines)
    assert sum(line.veredicto == "exacto" for line in lines) == 122
