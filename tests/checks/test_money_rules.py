"""Rules on money and on printed figures: many findings at once, and cases that are easily judged wrongly."""

from decimal import Decimal

import pytest
from builders import findings_of_rule, make_dataset, make_evidence, make_method, method_plain
from cases_money import AMENDMENTS, FULL, FULL_10, SIPPEC
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_cases import LINKS, MONEY, PUBLISHED, REPORTED, SOUND, evidence_of, line, more

from helpers.checks.money.plan_budget_links import programme_of
from helpers.figures.findings import Severity
from helpers.settings.methods import Metodo

CENTS = st.decimals(-10_000_000, 10_000_000, places=2)


@given(CENTS, CENTS, st.sampled_from(["0", "0.01", "-0.01"]))
@settings(max_examples=25)
def test_the_budget_in_force_ties_to_the_cent(first, changes, off):
    budget = first + changes + Decimal(off)
    text = line(FULL, FULL_10, ppto_inicial=f"{first:f}", modificaciones=f"{changes:f}", ppto_vigente=f"{budget:f}")
    findings = findings_of_rule("GAS-VIGENTE", evidence_of(gastos=text))
    assert [Decimal(found.diferencia) for found in findings] == ([Decimal(off)] if Decimal(off) else [])


def test_income_is_checked_like_expenditure():
    """SEGIP 2020, fees: 183,170,378.00 less 9,635,631.20 are 173,534,746.80."""
    income = "fecha_corte | rubro | denominacion | ppto_inicial | modificaciones | ppto_vigente | devengado\n"
    fees = f"{income} 2020-12-31 | 15.1 | Tasas | 183170378.00 | -9635631.20 | {{}} | 110298831.94"
    assert findings_of_rule("GAS-VIGENTE", evidence_of(recursos=fees.format("173534746.80"))) == ()
    (found,) = findings_of_rule("GAS-VIGENTE", evidence_of(recursos=fees.format("173534746.81")))
    assert (found.elemento, found.diferencia) == ("recursos/15.1/ppto_vigente", "0.01")


@pytest.mark.parametrize(("accrued", "found"), [("1000.00", ["gastos/10 0 001/compromiso"]), ("1000.01", [])])
def test_a_commitment_above_the_budget_is_left_out_only_where_the_accrued_is_above_it_too(accrued, found):
    evidence = evidence_of(gastos=line(FULL, FULL_10, compromiso="1000.02", devengado=accrued))
    assert [one.elemento for one in findings_of_rule("GAS-COMPROMISO", evidence)] == found


def test_three_reports_of_which_one_differs_give_one_finding():
    by_source = "2024-06-30 | fuente | SIGEP | aprobado | | | | 1500.00 | 350.00"
    wrong = line(MONEY, "2024-06-30 | area | SIGEP | aprobado | | EXTERIOR", devengado="50.10")
    assert len(findings_of_rule("GAS-REPORTES", evidence_of(gastos=more(wrong, by_source)))) == 1


def test_a_report_of_one_category_is_compared_with_that_category_only():
    """As in Tarija, the second report has one category: its 300.00 is not compared with the total of 350.00."""
    detail = "2024-06-30 | sistema | SIGEP | aprobado | 10 0 001 | | | 1000.00 | {}"
    assert findings_of_rule("GAS-REPORTES", evidence_of(gastos=more(MONEY, detail.format("300.00")))) == ()
    (found,) = findings_of_rule("GAS-REPORTES", evidence_of(gastos=more(MONEY, detail.format("299.00"))))
    assert (found.esperado, found.encontrado) == ("300.00", "299.00")


def test_a_report_with_other_codes_is_compared_only_where_the_codes_are_the_same(wording):
    """The second report uses code 30 for the first one's 20. Neither is compared, so neither counts as missing."""
    same = "2024-06-30 | sistema | SIGEP | aprobado | 10 0 001 | | | 1000.00 | {}"
    strange = "2024-06-30 | sistema | SIGEP | aprobado | 30 0 009 | | | 500.00 | 50.00"
    for lines in ((strange,), (same.format("300.00"), strange)):
        evidence = evidence_of(gastos=more(MONEY, *lines))
        assert findings_of_rule("GAS-REPORTES", evidence) == ()
        (note,) = findings_of_rule("GAS-AJENAS", evidence)
        assert (note.severidad, note.encontrado) == (Severity.NOTE, "30 0 009")
    evidence = evidence_of(gastos=more(MONEY, same.format("299.00"), strange))
    (found,) = findings_of_rule("GAS-REPORTES", evidence)
    assert (found.esperado, found.encontrado, found.diferencia) == ("300.00", "299.00", "-1.00")
    wording(found.mensaje, "300,00", "SIGEP")


def test_two_states_are_itemised_line_by_line():
    online = [
        "2024-06-30 | categoria | SIGEP | en linea | 10 0 001 | | Servicios | 1000.00 | 310.00",
        "2024-06-30 | categoria | SIGEP | en linea | 20 0 001 | | Embajadas | 500.00 | 45.00",
    ]
    evidence = evidence_of(gastos=more(MONEY, *online))
    (total,) = findings_of_rule("GAS-ESTADOS", evidence)
    lines = findings_of_rule("GAS-LINEAS", evidence)
    assert total.diferencia == "5.00"
    assert [(found.elemento, found.diferencia) for found in lines] == [
        ("gastos/10 0 001/devengado", "10.00"),
        ("gastos/20 0 001/devengado", "-5.00"),
    ]
    assert sum(Decimal(found.diferencia) for found in lines) == Decimal(total.diferencia)


def test_columns_that_differ_alike_are_one_cause_told_with_its_line():
    """The state on line has accrued, committed and paid 10 more, all in one line, and certified 1 more."""
    head = "fecha_corte | reporte | sistema | estado | cat_prog | denominacion | ppto_vigente | certificado | compromiso | devengado"
    lines = [
        "2024-06-30 | categoria | SIGEP | aprobado | 10 0 001 | Servicios | 100 | 80 | 60 | 50",
        "2024-06-30 | categoria | SIGEP | en linea | 10 0 001 | Servicios | 100 | 81 | 70 | 60",
        *(f"2024-06-30 | categoria | SIGEP | {state} | 20 0 001 | Embajadas | 100 | 9 | 9 | 9" for state in ("aprobado", "en linea")),
    ]
    evidence = evidence_of(gastos=more(head, *lines))
    states = findings_of_rule("GAS-ESTADOS", evidence)
    root = "gastos/2024-06-30/devengado/Servicios"
    assert [(one.elemento.split("/")[2], one.diferencia, one.sigue_de) for one in states] == [
        ("devengado", "10", ""), ("certificado", "1", ""), ("compromiso", "10", root),
    ]  # fmt: skip
    assert "diferencia de Bs 10, toda en «Servicios»." in states[0].mensaje
    (line,) = findings_of_rule("GAS-LINEAS", evidence)
    assert (line.elemento, line.sigue_de) == ("gastos/10 0 001/devengado", root)


def test_a_line_that_one_system_lacks_counts_there_as_zero(wording):
    only = more(FULL, SIPPEC, "2024-06-30 | categoria | SIPPEC | | 30 0 001 | Obras | | | 70.00 | | | 7.00 | |")
    found = findings_of_rule("GAS-LINEAS", evidence_of(gastos=only))
    assert [item.elemento for item in found] == ["gastos/30 0 001/ppto_vigente", "gastos/10 0 001/devengado"]
    wording(found[0].mensaje, "SIGEP")


def test_the_lines_after_the_first_twenty_give_one_finding_with_their_sum(wording):
    lines = [
        f"2024-06-30 | categoria | {system} | | 30 0 {number:03} | | | | 100.00 | | | {accrued} | |"
        for number in range(25)
        for system, accrued in (("SIGEP", "10.00"), ("SIPPEC", f"{10 + number}.50"))
    ]
    found = findings_of_rule("GAS-LINEAS", evidence_of(gastos=more(FULL.splitlines()[1], *lines)))
    assert len(found) == 21
    assert found[0].elemento == "gastos/30 0 024/devengado"
    wording(found[-1].mensaje, "5", "4,50")
    assert found[-1].diferencia == "12.50"
    fewer = findings_of_rule("GAS-LINEAS", evidence_of(gastos=more(FULL.splitlines()[1], *lines[:-8])))
    assert len(fewer) == 21 and fewer[-1].mensaje.startswith("Otra línea difiere, en Bs 0,50 como máximo")


def test_amendments_after_the_cutoff_do_not_count_yet():
    later = more(AMENDMENTS, "2024-07-01 | RM 9/2024 | 10 0 001 | 500.00")
    assert findings_of_rule("GAS-PUENTE", evidence_of(gastos=FULL, modificaciones=later)) == ()


def test_an_amendment_without_amount_leaves_open_whether_the_amendments_explain_the_budget():
    """Another rule tells of the blank amount. To call it 0 would accuse the others of not adding up."""
    unknown = more(AMENDMENTS, "2024-05-01 | RM 8/2024 | 10 0 001 |")
    assert findings_of_rule("GAS-PUENTE", evidence_of(gastos=FULL.replace("1000.00", "1300.00"), modificaciones=unknown)) == ()


@pytest.mark.parametrize("money", [FULL, FULL.replace("SIGEP", "")], ids=["system told", "no system told"])
def test_a_category_that_changed_without_an_amendment_is_reported(money):
    listed = "\n".join(AMENDMENTS.splitlines()[:3])
    (found,) = findings_of_rule("GAS-PUENTE", evidence_of(gastos=money, modificaciones=listed))
    assert (found.elemento, found.esperado, found.encontrado) == ("modificaciones/cat_prog/20 0 001", "-100.00", "0")


@pytest.mark.parametrize(
    ("category", "programme"),
    [
        ("530 0 003", "530"),
        ("00 0 001", "00"),
        ("48 03400000200000 000", "48"),
        ("530-0-003", "530"),
        ("48000010", "48000010"),
    ],
)
def test_the_programme_is_the_first_group_of_the_code(category, programme):
    assert programme_of(category) == programme


def test_a_link_without_action_area_and_unit_is_told_as_one_to_nobody():
    (found,) = findings_of_rule("VIN-DOBLE", evidence_of(vinculacion=LINKS + " 10 0 001 | | |\n"))
    assert "otra vez a nadie" in found.mensaje


def test_a_programme_serves_the_action_of_each_categorys_first_link_as_the_money_does():
    """The first link of 10 0 002 names no action, so that its money goes to none."""
    links = LINKS + " 10 0 002 | | NORTE |\n 10 0 002 | 2 | NORTE |\n"
    assert findings_of_rule("VIN-PROGRAMA", evidence_of(vinculacion=links)) == ()


def test_codes_without_groups_do_not_show_their_programme():
    links = LINKS.replace("10 0 001", "48000010").replace("20 0 001", "48000011")
    assert findings_of_rule("VIN-PROGRAMA", evidence_of(vinculacion=links)) == ()


class TestPrinted:
    def test_a_mean_printed_with_one_value_in_two_places_is_reported_once(self, wording):
        printed = PUBLISHED.replace("85.00 |", "90.01 |").replace("85.0  | 1", "90.01 | 2")
        (found,) = findings_of_rule("PUB-RANGO", evidence_of(publicado=printed))
        wording(found.mensaje, "1", "2", "90,01")

    def test_a_mean_printed_without_decimals_may_lie_outside_by_its_rounding(self):
        """A table without decimals prints the mean of 90.40 and 90.45 as 90, which is below both."""
        reported = REPORTED.replace("2024-T2 | 90.00", "2024-T2 | 90.40").replace("2024-T2 | 80.00", "2024-T2 | 90.45")
        printed = "id | donde | valor | decimales\n avance_fisico/2024-T2/area/NORTE | cuadro 1 | {} | 0"
        assert findings_of_rule("PUB-RANGO", evidence_of(avances=reported, publicado=printed.format("90"))) == ()
        assert len(findings_of_rule("PUB-RANGO", evidence_of(avances=reported, publicado=printed.format("91")))) == 1

    def test_a_ratio_outside_the_range_of_its_lines_is_reported(self):
        """The two categories of ACP 1 are at 30 % and 10 %, so the action cannot be at 40 %."""
        money = more(
            MONEY,
            "2024-03-31 | categoria | SIGEP | aprobado | 10 0 002 | | Otra | 1000.00 | 50.00",
            "2024-06-30 | categoria | SIGEP | aprobado | 10 0 002 | | Otra | 1000.00 | 100.00",
        )
        links = LINKS + " 10 0 002 | 1 | NORTE | U2\n"
        printed = "id | donde | valor | decimales\n ejecucion_financiera/2024-S1/acp/1 | cuadro 1 | {} | 2"
        (found,) = findings_of_rule(
            "PUB-RANGO", evidence_of(gastos=money, vinculacion=links, publicado=printed.format("40.00"))
        )
        assert found.esperado == "entre 10.00 y 30.00"
        assert (
            findings_of_rule(
                "PUB-RANGO", evidence_of(gastos=money, vinculacion=links, publicado=printed.format("20.00"))
            )
            == ()
        )


    def test_an_institution_may_lie_outside_its_actions_if_some_of_its_money_is_of_none(self):
        """The actions are at 30 and 10 %. A category of no action is at 90 %, and all three are at 1,700 of 3,000: 56.67 %."""
        money = more(
            MONEY,
            "2024-03-31 | categoria | SIGEP | aprobado | 30 0 001 | | Deuda | 1500.00 | 50.00",
            "2024-06-30 | categoria | SIGEP | aprobado | 30 0 001 | | Deuda | 1500.00 | 1350.00",
        )
        printed = "id | donde | valor\n ejecucion_financiera/2024-S1/entidad/E | cuadro 1 | 56.67"
        evidence = evidence_of(gastos=money, vinculacion=LINKS + " 30 0 001 | | NORTE |\n", publicado=printed)
        assert evidence.book["ejecucion_financiera/2024-S1/entidad/E"].published == "56.67"
        assert findings_of_rule("PUB-RANGO", evidence) == ()
        assert len(findings_of_rule("PUB-RANGO", evidence_of(publicado=printed))) == 1

    def test_an_efficiency_may_lie_outside_those_of_the_actions(self):
        """Efficacy is a mean and execution is not: 50 ÷ 50 and 100 ÷ 90 do not bound 75 ÷ 50.40."""
        reported = "nivel | codigo | indicador | periodo | valor\n" + "".join(
            f" {place} | {indicator} | 2024-T{quarter} | {value}\n"
            for place, values in (("unidad | U1", (50, 12.5)), ("unidad | U2", (50, 12.5)), ("tipo | EMB", (100, 25)))
            for indicator, value in zip(("avance_fisico", "eficacia_ponderada"), values, strict=True)
            for quarter in (1, 2)
        )
        money = "fecha_corte | reporte | sistema | estado | cat_prog | ppto_vigente | devengado\n" + "".join(
            f" 2024-06-30 | categoria | SIGEP | aprobado | {line}\n" for line in ("10 0 001 | 9900 | 4950", "20 0 001 | 100 | 90")
        )
        entity = "eficiencia/2024-S1/entidad/E"
        book = evidence_of(avances=reported, gastos=money).book
        printed = f"id | donde | valor\n {entity} | cuadro 1 | {book[entity].published}"
        actions = sorted(one.rounded for one in book.select("eficiencia", book[entity].period, "acp"))
        assert not actions[0] <= book[entity].rounded <= actions[-1]
        assert findings_of_rule("PUB-RANGO", evidence_of(avances=reported, gastos=money, publicado=printed)) == ()


class TestWhoReports:
    def test_a_quarter_without_any_report_gives_one_finding(self, wording):
        only_second = "\n".join(row for row in REPORTED.splitlines() if "2024-T1" not in row)
        (found,) = findings_of_rule("REP-SIN-DATO", evidence_of(avances=only_second))
        assert found.elemento == "2024-T1"
        wording(found.mensaje, "primer", "2024")

    def test_units_of_an_office_that_reports_by_year_lack_data_of_the_year(self, wording):
        by_year = "nivel | codigo | indicador | periodo | valor\n unidad | U1 | avance_fisico | 2024-anual | 75.17"
        findings = findings_of_rule(
            "REP-SIN-DATO", evidence_of(avances=by_year, gastos=None, corrida={"periodo": "2024-anual"})
        )
        assert [found.elemento for found in findings] == ["unidad/U2", "puesto/EMB-1", "puesto/EMB-2"]
        wording(findings[0].mensaje, "2024")

    @pytest.mark.parametrize(("beside", "found"), [("0.9", ["avances.csv#E2", "avances.csv#E4"]), ("1", []), ("80.00", [])])
    def test_exactly_one_per_cent_may_be_a_share_of_one_beside_another_share(self, beside, found):
        reported = line(REPORTED, "unidad | U1 | avance_fisico | 2024-T2", valor="1")
        reported = line(reported, "unidad | U2 | avance_fisico | 2024-T2", valor=beside)
        findings = findings_of_rule("REP-FRACCION", evidence_of(avances=reported))
        assert [one.place.rpartition("/")[2] for one in findings] == found

    def test_a_reported_execution_is_compared_with_the_one_computed_from_money(self):
        reported = more(REPORTED, "area | NORTE | ejecucion_financiera | 2024-S1 | 33.00")
        findings = findings_of_rule("REP-CALCULADO", evidence_of(avances=reported))
        assert [found.elemento for found in findings] == ["ejecucion_financiera_reportado/2024-S1/area/NORTE"]


def test_links_without_action_area_and_unit_are_reported_as_a_lost_column(wording):
    """This happened: an institution without actions lost the column `unidad`, and nine hundred figures changed."""
    links = "cat_prog | acp\n 10 0 001 |\n 20 0 001 |\n"
    (found,) = findings_of_rule("VIN-COLUMNA", evidence_of(vinculacion=links))
    wording(found.mensaje)


def test_blank_amounts_of_a_report_are_told_together(wording):
    blank = [f"2024-0{end} | categoria | SIGEP | aprobado | {code} | | | 1.00 |" for end in ("3-31", "6-30") for code in "34"]
    by_source = "fecha_corte | reporte | fuente | devengado\n2024-06-30 | fuente | 10 |\n2024-06-30 | fuente | 41 | 1.00"
    found = [*findings_of_rule("GAS-EN-BLANCO", evidence_of(gastos=more(MONEY, *blank)))]
    found += findings_of_rule("GAS-EN-BLANCO", evidence_of(gastos=by_source))
    assert [(one.elemento, one.celda) for one in found] == [
        ("gastos/3/devengado", "I8"), ("gastos/3/devengado", "I10"), ("gastos/10/devengado", "D2"),
    ]  # fmt: skip
    wording([one.mensaje for one in found])


@pytest.mark.parametrize(("accrued", "rules"), [("120.00", []), ("80.00", ["GAS-REVERSION"])])
def test_a_line_is_the_same_though_one_report_does_not_tell_the_executing_unit(accrued, rules):
    """March was typed by hand; June is SIGEP's export, with a column of executing units."""
    rows = ["2024-03-31 | categoria | 10 0 001 | | 500.00 | 100.00", f"2024-06-30 | categoria | 10 0 001 | 001 | 500.00 | {accrued}"]
    evidence = evidence_of(gastos=more("fecha_corte | reporte | cat_prog | ue | ppto_vigente | devengado", *rows))
    found = [one for rule in ("GAS-REVERSION", "GAS-DESAPARECE") for one in findings_of_rule(rule, evidence)]
    assert [one.codigo for one in found] == rules


def test_a_line_that_the_next_report_divides_is_not_compared_with_one_of_its_parts():
    march, june = "2024-03-31 | categoria | 10 0 001 |", "2024-06-30 | categoria | 10 0 001 |"
    rows = [f"{march} | 500.00 | 100.00", f"{june} 001 | 400.00 | 90.00", f"{june} 002 | 100.00 | 30.00"]
    evidence = evidence_of(gastos=more("fecha_corte | reporte | cat_prog | ue | ppto_vigente | devengado", *rows))
    assert [one for rule in ("GAS-REVERSION", "GAS-DESAPARECE") for one in findings_of_rule(rule, evidence)] == []


def test_income_that_falls_or_vanishes_is_told_as_expenditure_is(wording):
    """Rubro 15 falls from 9 to 8; rubro 12 of source 20 is not in June, where only that of source 41 is."""
    income = "fecha_corte | rubro | denominacion | fuente | ppto_vigente | devengado"
    march = ["2024-03-31 | 12 | Ventas | 20 | 9.00 | 5.00", "2024-03-31 | 15 | Tasas | 20 | 9.00 | 9.00"]
    june = ["2024-06-30 | 12 | Ventas | 41 | 9.00 | 6.00", "2024-06-30 | 15 | Tasas | 20 | 9.00 | 8.00"]
    evidence = evidence_of(recursos=more(income, *march, *june))
    found = [findings_of_rule(rule, evidence) for rule in ("GAS-REVERSION", "GAS-DESAPARECE")]
    assert [[(one.elemento, one.celda) for one in of_rule] for of_rule in found] == [
        [("recursos/15/devengado", "F5")], [("recursos/12/devengado", "F2")],
    ]  # fmt: skip
    wording([one.mensaje for of_rule in found for one in of_rule], "9,00", "8,00", "5,00")


@pytest.mark.parametrize(
    ("values", "cell", "other"), [(("85.00", "85.0", "86.0"), "C4", "86.0"), (("48", "48.04", "49"), "C4", "49"), (("5", "6", "5"), "C3", "6")]
)
def test_the_cell_named_is_the_first_that_prints_another_value(values, cell, other):
    rows = [f"avance_fisico/2024-T2/area/NORTE | cuadro {number} | {value} |" for number, value in enumerate(values)]
    (found,) = findings_of_rule("PUB-DOS-VALORES", evidence_of(publicado=more("id | donde | valor | decimales", *rows)))
    assert (found.celda, found.esperado, found.encontrado) == (cell, values[0], other)


def test_of_several_missing_lines_each_is_told_with_its_own_row(wording):
    """Both lines of June changed: one stands under another state, and the codes of the other stand nowhere."""
    june = "2024-06-30 | categoria | SIGEP | aprobado |"
    changed = line(line(MONEY, f"{june} 20 0 001", estado="en linea"), f"{june} 10 0 001", cat_prog="10 0 009")
    lost = more(changed, f"{june} 30 0 001 | Otra | | 1.00 | 1.00")
    found = {one.elemento: one.mensaje for one in findings_of_rule("GAS-DESAPARECE", evidence_of(gastos=lost))}
    assert list(found) == ["gastos/10 0 001/devengado", "gastos/20 0 001/devengado"]
    wording(list(found.values()), "100,00", "50,00")


@pytest.mark.parametrize(
    ("dates", "lines"), [(["2023-06-30"], "una sola línea"), (["2023-06-30"] * 2, "2 líneas")]
)
def test_a_cutoff_of_another_year_tells_how_many_lines_state_it(dates, lines, wording):
    strays = [f"{day} | categoria | SIGEP | aprobado | 3{number} 0 001 | | | 1.00 | 1.00" for number, day in enumerate(dates)]
    (found,) = findings_of_rule("GAS-OTRA-GESTION", evidence_of(gastos=more(MONEY, *strays)))
    wording(found.mensaje, "30/06/2023", "2024", lines, "2024")


def test_a_count_of_people_may_pass_100():
    plain = method_plain()
    plain["indicadores"]["atenciones"] = plain["indicadores"]["avance_fisico"] | {"unidad": "personas", "nombre": "Atenciones"}
    reported = "nivel | codigo | indicador | periodo | valor\n unidad | U1 | {} | 2024-T2 | 250"
    evidences = {
        name: make_evidence(make_dataset(**SOUND | {"avances": reported.format(name)}), method=Metodo.model_validate(plain))
        for name in ("atenciones", "avance_fisico")
    }
    found = {name: len(findings_of_rule("REP-FUERA-DE-RANGO", evidence)) for name, evidence in evidences.items()}
    assert found == {"atenciones": 0, "avance_fisico": 1}


@pytest.mark.parametrize("formula", ["avance_fisico / eficacia_meta * 25", "25"])
def test_a_reported_efficacy_is_compared_only_if_its_formula_has_a_result(formula):
    """It cannot be divided by a goal of 0, and a formula without indicators compares nothing."""
    plain = method_plain()
    plain["indicadores"]["eficacia_meta"] = plain["indicadores"]["avance_fisico"] | {"nombre": "Meta de eficacia"}
    plain["indicadores"]["eficacia_ponderada"]["reglas"]["trimestre"]["expresion"] = formula
    values = {"avance_fisico": 90, "eficacia_meta": 0, "eficacia_ponderada": 20}
    rows = "".join(f" unidad | U1 | {name} | 2024-T2 | {value}\n" for name, value in values.items())
    dataset = make_dataset(**SOUND | {"avances": f"nivel | codigo | indicador | periodo | valor\n{rows}"})
    assert findings_of_rule("REP-EFICACIA", make_evidence(dataset, method=Metodo.model_validate(plain))) == ()


TINY = """
    fecha_corte | reporte   | sistema | estado   | cat_prog | ppto_vigente | devengado
    2024-06-30  | categoria | SIGEP   | aprobado | 10 0 001 | 326000.00    | 391.00
"""


@pytest.mark.parametrize(("donde", "found"), [("cada_nivel", 1), ("publicacion", 0)])
def test_a_ratio_of_percentages_that_nothing_rounds_is_not_moved_by_their_rounding(donde, found):
    """391 of 326,000 are 0.12 %. Where only what is printed is rounded, the efficiency is over the exact 0.1199…"""
    reported = "nivel | codigo | indicador | periodo | valor\n" + "".join(
        f" unidad | U1 | {name} | 2024-T{quarter} | {value}\n"
        for name, value in (("avance_fisico", "80.00"), ("eficacia_ponderada", "20.00"))
        for quarter in (1, 2)
    )
    dataset = make_dataset(**SOUND | {"avances": reported, "gastos": TINY, "publicado": PUBLISHED})
    evidence = make_evidence(dataset, method=make_method(donde=donde))
    assert "eficiencia/2024-S1/acp/1" in evidence.book.figures
    assert len([one for one in findings_of_rule("CAL-RAZON", evidence) if "acp/1" in one.elemento]) == found


def test_a_reported_gap_below_zero_is_no_reversal():
    reported = "nivel | codigo | indicador | periodo | valor\n unidad | U1 | {} | 2024-T2 | -5.00"
    assert findings_of_rule("REP-REVERSION", evidence_of(avances=reported.format("brecha_ideal"))) == ()
    assert len(findings_of_rule("REP-REVERSION", evidence_of(avances=reported.format("ejecucion_financiera")))) == 1
