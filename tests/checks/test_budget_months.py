"""Monthly execution of a budget that changed within the quarter, worked out by hand.

The three areas have 1,000, 1,000 and 2,000 in March, and 2,000, 500 and 1,500 in June. The percentages of April and May
refer to the budget of March, and those of June and of the quarter to that of June:

    NORTE  10 % and 20 % of 1,000 and 5 % of 2,000 are 100 + 200 + 100 = 400, 20 % of 2,000
    SUR    10 % and 5 % of 1,000 and 10 % of 500 are 100 + 50 + 50 = 200, 40 % of 500
    OESTE  5 % and 10 % of 2,000 and 4 % of 1,500 are 100 + 200 + 60 = 360, 24 % of 1,500
    all    300 in April, 450 in May and 210 in June of 4,000 are 7.5 %, 11.25 % and 5.25 %
"""

import re

from builders import findings_of_rule, make_corrida, make_dataset, make_evidence

from helpers.checks.printed.reconciliation import findings_of, reconcile
from helpers.figures.findings import Verdict
from helpers.settings.cuadros.cuadro_table import COMPARED, check_kind

STRUCTURE = """
    nivel    | codigo  | padre
    entidad  | E       |
    servicio | CENTRAL | E
    area     | NORTE   | CENTRAL
    area     | SUR     | CENTRAL
    area     | OESTE   | CENTRAL
"""
MONEY = """
    fecha_corte | reporte | area  | ppto_vigente | devengado
    2024-03-31  | area    | NORTE | 1000.00      | 50.00
    2024-03-31  | area    | SUR   | 1000.00      | 50.00
    2024-03-31  | area    | OESTE | 2000.00      | 50.00
    2024-06-30  | area    | NORTE | 2000.00      | 450.00
    2024-06-30  | area    | SUR   | 500.00       | 250.00
    2024-06-30  | area    | OESTE | 1500.00      | 410.00
"""
MONTHS = {"NORTE": ("10.00", "20.00", "5.00"), "SUR": ("10.00", "5.00", "10.00"), "OESTE": ("5.00", "10.00", "4.00")}
SOUND = {"abr": "7.50", "may": "11.25", "jun": "5.25"}


def evidence(printed=SOUND, money=MONEY, structure=STRUCTURE, whole="entidad/E", **changed: tuple[str, str, str]):
    rows = ["nivel | codigo | indicador | periodo | valor"]
    for area, values in (MONTHS | changed).items():
        months = zip(("abr", "may", "jun"), values, strict=True)
        rows += [f"area | {area} | ejecucion_financiera | 2024-{month} | {value}" for month, value in months]
    lines = [f"ejecucion_financiera/2024-{month}/{whole} | cuadro {month} | {value}" for month, value in printed.items()]
    dataset = make_dataset(
        estructura=structure, gastos=money, avances="\n".join(rows), publicado="\n".join(["id | donde | valor", *lines])
    )
    return make_evidence(dataset, make_corrida())


def test_months_of_the_earlier_budget_add_up_once_converted_to_the_later_one():
    assert findings_of_rule("VEN-MESES", evidence()) == ()


def test_the_month_of_the_whole_is_the_mean_weighted_by_the_budget_of_the_month():
    lines = reconcile(evidence())
    assert [(line.calculado, line.veredicto) for line in lines] == [(value, Verdict.EXACT) for value in SOUND.values()]


def test_the_month_of_a_whole_is_only_compared_because_the_method_computes_none(wording):
    told = evidence(NORTE=("30.00", "20.00", "5.00"))
    lines = reconcile(told)
    assert [check_kind(told.book, line) for line in lines] == [COMPARED] * 3
    (april,) = findings_of(lines)
    wording(april.mensaje, "7,50", "3 áreas", "12,50")


def test_a_whole_may_differ_by_the_rounding_of_its_parts():
    (line,) = reconcile(evidence({"may": "11.26"}))
    assert (line.veredicto, line.calculado) == (Verdict.ROUNDING, "11.25")


def test_a_month_whose_correction_makes_quarter_and_whole_right_is_named(wording):
    """With 30 % for NORTE's April, 30 × 1,000 / 2,000 + 10 + 5 = 30 and not 20, and all is 12.5 % and not 7.5 %."""
    spoiled = evidence(NORTE=("30.00", "20.00", "5.00"))
    (found,) = findings_of_rule("VEN-MESES", spoiled)
    wording(found.causa, "10,00", "30,00", "7,50")
    april = next(line for line in reconcile(spoiled) if "abr" in line.id)
    assert (april.veredicto, april.calculado) == (Verdict.CARRIED, "12.50")
    assert april.sigue_de == found.place
    wording(april.causa, "10,00", "30,00")


def test_a_whole_that_no_month_explains_stays_unverifiable():
    (line,) = reconcile(evidence({"abr": "9.99"}))
    assert (line.veredicto, line.calculado) == (Verdict.NOT_VERIFIABLE, "")


def test_one_node_alone_does_not_say_in_which_month_the_budget_changed():
    """SUR and OESTE do not add up in any way, so NORTE's 20 % is compared with 10 + 20 + 5."""
    found = findings_of_rule("VEN-MESES", evidence(SUR=("90.00", "5.00", "10.00"), OESTE=("90.00", "10.00", "4.00")))
    assert {finding.elemento.rpartition("/")[2] for finding in found} == {"NORTE", "SUR", "OESTE"}


def test_the_months_of_a_whole_without_budget_are_not_verifiable():
    """A whole whose parts have a budget of zero has no mean: its printed months stay unverifiable."""
    money = re.sub(r"\d+\.\d\d", "0.00", MONEY)
    assert {line.veredicto for line in reconcile(evidence(money=money))} == {Verdict.NOT_VERIFIABLE}


def test_the_month_of_a_node_is_the_mean_of_the_parts_below_it():
    """OESTE is not below CENTRAL: April of NORTE and SUR is 10 % of 2,000, and May (200 + 50) / 2,000, 12.50 %."""
    given = evidence(structure=STRUCTURE.replace("OESTE   | CENTRAL", "OESTE   | E"), whole="servicio/CENTRAL", printed={"may": "12.50"})
    (line,) = reconcile(given)
    assert (line.calculado, line.veredicto) == ("12.50", Verdict.EXACT)
