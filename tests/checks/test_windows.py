"""Which indicators add up over periods by each method, and how much a printed sum may differ."""

import pytest
from builders import METHOD, WORKSPACE, findings_of_rule
from rule_cases import MONEY, PUBLISHED, REPORTED, evidence_of, line, more

from helpers.checks.follow_up.window_sums import additive_indicators
from helpers.settings.methods import load_method, methods_found


def test_the_indicators_that_add_up_at_mre():
    """Efficacy and money add up, and execution if the budget stays the same; progress and efficiency never do."""
    found = additive_indicators(METHOD)
    assert {"eficacia_ponderada", "devengado", "ejecucion_financiera", "rango_ideal", "brecha_ideal"} <= found
    assert not found & {"avance_fisico", "eficiencia", "ppto_vigente", "ppto_inicial", "saldo", "meta_cumplimiento"}


@pytest.mark.parametrize("method", methods_found(WORKSPACE))
def test_balances_and_percentages_of_progress_never_add_up(method):
    found = additive_indicators(load_method(WORKSPACE, method))
    assert not found & {"ppto_vigente", "ppto_inicial", "avance_fisico", "eficiencia"}


EXECUTION = """
    ejecucion_financiera/2024-T1/entidad/E | cuadro 5 | 10.00 | 2
    ejecucion_financiera/2024-T2/entidad/E | cuadro 5 | 12.50 | 2
    ejecucion_financiera/2024-S1/entidad/E | cuadro 5 | {} | 2
"""


MONTHS = """
    area   | NORTE  | eficacia_ponderada | 2024-abr | 7.00
    area   | NORTE  | eficacia_ponderada | 2024-may | 7.00
    area   | NORTE  | eficacia_ponderada | 2024-jun | 7.00"""


@pytest.mark.parametrize(("node", "place"), [("area/NORTE", "avances.csv#E12"), ("unidad/U1", "avances.csv#E3")])
def test_a_quarter_against_its_months_is_placed_at_its_own_cell_or_at_its_first_month(node, place):
    """The quarter of U1 is reported, 22.50; that of NORTE is computed from its units, and stands in no cell."""
    level, code = node.split("/")
    months = MONTHS.replace("area   | NORTE ", f"{level} | {code} ")
    (found,) = findings_of_rule("VEN-MESES", evidence_of(avances=more(REPORTED, months)))
    assert (found.elemento, found.esperado) == (f"eficacia_ponderada/2024-T2/{node}", "21.00")
    assert found.place.rpartition("/")[2] == place
    assert ("dice " if level == "unidad" else "se calcula ") in found.mensaje


def printed(value: str, money: str = MONEY):
    published = more(PUBLISHED, EXECUTION.format(value))
    return findings_of_rule("VEN-IMPRESO", evidence_of(publicado=published, gastos=money))


def test_a_printed_percentage_may_differ_from_its_quarters_by_one_hundredth():
    assert printed("22.51") == ()
    assert [(found.severidad, found.diferencia) for found in printed("22.52")] == [("nota", "0.02")]
    assert [(found.severidad, found.diferencia) for found in printed("22.53")] == [("advertencia", "0.03")]


@pytest.mark.parametrize(("semester", "count"), [("45.92", 1), ("45.93", 0)])
def test_quarters_that_the_method_adds_as_printed_leave_no_room_for_rounding(semester, count):
    values = {"2024-T1": "22.74", "2024-T2": "23.19", "2024-S1": semester}
    lines = "".join(f"\n    eficacia_ponderada/{window}/entidad/E | cuadro 4 | {value} | 2" for window, value in values.items())
    assert len(findings_of_rule("VEN-IMPRESO", evidence_of(publicado=more(PUBLISHED, lines)))) == count


def test_percentages_of_a_budget_that_changed_need_not_add_up():
    """Of 1,500 in March and 2,000 in June, 150 and 200 are 10 % each, but their sum of 350 is 17.5 % and not 20 %."""
    grown = line(MONEY, "2024-06-30 | categoria | SIGEP | aprobado | 10 0 001", ppto_vigente="1500.00")
    grown = line(grown, "2024-06-30 | area | SIGEP | aprobado | | NORTE", ppto_vigente="1500.00")
    assert printed("17.50", grown) == ()
    assert len(printed("17.50")) == 1


def test_a_total_printed_with_two_values_is_right_if_one_of_them_is_the_sum():
    twice = more(PUBLISHED, EXECUTION.format("22.50"), "ejecucion_financiera/2024-S1/entidad/E | texto | 30.00 | 2")
    assert findings_of_rule("VEN-IMPRESO", evidence_of(publicado=twice)) == ()


def test_a_wrong_sum_follows_from_the_part_whose_computed_value_makes_it_right(wording):
    """The semester of NORTE is printed 43.75 = 22.50 + 21.25, but its second quarter is printed 21.35."""
    values = {"2024-S1": "43.75", "2024-T1": "22.50", "2024-T2": "21.35"}
    lines = "".join(f"\n    eficacia_ponderada/{window}/area/NORTE | cuadro 4 | {value} | 2" for window, value in values.items())
    (found,) = findings_of_rule("VEN-IMPRESO", evidence_of(publicado=f"id | donde | valor | decimales{lines}"))
    assert found.sigue_de.endswith("publicado.csv#C4")
    wording(found.causa, "21,35", "21,25")
