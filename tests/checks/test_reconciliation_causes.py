"""Causes of published figures that differ, found among the operands in the Book; each case is worked out by hand."""

import pytest
from builders import ROOT, make_corrida, make_dataset, make_evidence

from helpers.base.system.workspace import Workspace
from helpers.checks.printed.reconciliation import reconcile
from helpers.figures.findings import Verdict
from helpers.settings.methods import load_method

STRUCTURE = """
    nivel    | codigo  | padre   | acp
    entidad  | E       |         |
    servicio | CENTRAL | E       |
    area     | NORTE   | CENTRAL |
    unidad   | U1      | NORTE   | 1
    unidad   | U2      | NORTE   | 2
    unidad   | U3      | NORTE   | 2
    area     | SUR     | CENTRAL |
    unidad   | U4      | SUR     | 1
"""
REPORTED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T1 | 48.00
    unidad | U2     | avance_fisico | 2024-T1 | 48.00
    unidad | U3     | avance_fisico | 2024-T1 | 48.36
    unidad | U4     | avance_fisico | 2024-T1 | 30.00
    unidad | U1     | avance_fisico | 2024-T2 | 60.00
    unidad | U2     | avance_fisico | 2024-T2 | 80.00
    unidad | U3     | avance_fisico | 2024-T2 | 40.00
    unidad | U4     | avance_fisico | 2024-T2 | 20.00
"""
MONEY = """
    fecha_corte | reporte | area  | ppto_vigente | devengado
    2024-06-30  | area    | NORTE | 1000.00      | 750.00
    2024-06-30  | area    | SUR   | 100.00       | 20.00
"""
NORTE, SUR, CENTRAL = (f"avance_fisico/2024-T2/{place}" for place in ("area/NORTE", "area/SUR", "servicio/CENTRAL"))
"""NORTE is (60 + 80 + 40) / 3 = 60, SUR is 20, CENTRAL is 40; in the first quarter NORTE is 48.12."""


def causes(*printed: str, money: str = MONEY) -> list[str]:
    """Return the causes of printed rows `id | valor`; none of the rows may be rounding or not verifiable."""
    lines = [
        f"{figure} | cuadro {place} | {value}"
        for place, (figure, value) in enumerate((row.split(" | ") for row in printed), 1)
    ]
    dataset = make_dataset(
        estructura=STRUCTURE,
        acciones="acp | denominacion\n1 | Una\n2 | Otra",
        avances=REPORTED,
        gastos=money,
        publicado="\n".join(["id | donde | valor", *lines]),
    )
    items = reconcile(make_evidence(dataset, make_corrida()))
    assert {item.veredicto for item in items}.isdisjoint({Verdict.ROUNDING, Verdict.NOT_VERIFIABLE})
    return [item.causa for item in items]


@pytest.mark.parametrize(("norte", "sur", "central", "verdicts"), [
    ("62.00", "20.00", "41.00", [Verdict.IRRECONCILABLE, Verdict.EXACT, Verdict.CARRIED]),
    ("62.00", "25.00", "43.50", [Verdict.IRRECONCILABLE, Verdict.NOT_VERIFIABLE, Verdict.CARRIED]),
    ("60.00", "25.00", "42.50", [Verdict.EXACT, Verdict.NOT_VERIFIABLE, Verdict.NOT_VERIFIABLE]),
    ("60", "25.00", "42.50", [Verdict.EXACT, Verdict.NOT_VERIFIABLE, Verdict.NOT_VERIFIABLE]),
])  # fmt: skip
def test_what_follows_from_a_wrong_part_is_told_though_another_part_lacks_data(norte, sur, central, verdicts):
    """NORTE is 60 and has all its data; SUR lacks U5, so that nobody knows that 25 is wrong. CENTRAL is their mean."""
    printed = f"id | donde | valor\n{NORTE} | 1 | {norte}\n{SUR} | 2 | {sur}\n{CENTRAL} | 3 | {central}"
    structure = f"{STRUCTURE.rstrip()}\n    unidad   | U5      | SUR     | 1\n"
    dataset = make_dataset(estructura=structure, avances=REPORTED, publicado=printed)
    assert [item.veredicto for item in reconcile(make_evidence(dataset, make_corrida()))] == verdicts


def test_a_unit_was_left_out_of_the_mean_of_its_area(wording):
    wording(causes(f"{NORTE} | 70.00"), "40,00")


def test_a_unit_counted_twice(wording):
    wording(causes(f"{NORTE} | 65.00"), "80,00")


def test_the_mean_of_all_units_instead_of_that_of_the_areas(wording):
    """(60 + 80 + 40 + 20) / 4 = 50, while the mean of the areas is 40."""
    wording(causes(f"{CENTRAL} | 50.00")[0], "4")


def test_a_mean_of_percentages_instead_of_the_ratio_of_sums(wording):
    """770 of 1,100 is 70 %; the printed 47.50 is the mean of the areas' 75 % and 20 %."""
    cause = causes("ejecucion_financiera/2024-S1/entidad/E | 47.50")
    wording(cause, "2")


def test_the_mean_of_the_parts_of_a_weighted_mean_without_their_weights(wording):
    """60 and 90 with the weights 75 and 25 are 67.50; the printed 75.00 is their simple mean."""
    dataset = make_dataset(
        estructura=STRUCTURE,
        acciones="acp | denominacion | ponderacion\n1 | Una | 75\n2 | Otra | 25",
        avances="nivel | codigo | indicador | periodo | valor\nacp | 1 | avance_fisico | 2024-T2 | 60\nacp | 2 | avance_fisico | 2024-T2 | 90",
        publicado="id | donde | valor\navance_fisico/2024-T2/entidad/E | cuadro 1 | 75.00",
    )
    (item,) = reconcile(make_evidence(dataset, make_corrida(), load_method(Workspace(ROOT), "acp-ponderada")))
    assert (item.calculado, item.veredicto) == ("67.50", Verdict.OTHER_RULE)
    wording(item.causa, "2")


def test_the_figure_of_the_previous_quarter_was_left_in(wording):
    (first, last) = causes("avance_fisico/2024-T1/area/NORTE | 48.12", f"{NORTE} | 48.12")
    assert first == ""
    wording(last, "«Avance físico · área NORTE · primer trimestre de 2024»", "48,12")


def test_two_digits_were_swapped(wording):
    wording(causes("devengado/2024-S1/area/NORTE | 570.00", "devengado/2024-S1/entidad/E | 707.00")[1], "770,00")


def test_a_unit_whose_correction_makes_its_area_and_action_right_is_blamed():
    """With 50 in place of 80 for U2, NORTE is 50 and action 2 is (50 + 40) / 2 = 45."""
    found = causes(f"{NORTE} | 50.00", "avance_fisico/2024-T2/acp/2 | 45.00")
    words = "«Avance físico · unidad U2 · segundo trimestre de 2024» dice 80,00 y debe decir 50,00, y con ese cambio cuadran a la vez 2 controles"
    assert found[1] == words


def test_a_unit_whose_correction_breaks_a_right_figure_is_not_blamed():
    found = causes(f"{NORTE} | 50.00", "avance_fisico/2024-T2/acp/2 | 60.00")
    assert "cuadran a la vez" not in found[0]


def test_the_accumulated_amount_was_printed_for_the_quarter(wording):
    """The quarter's amount is 750 − 300; without the subtraction it is the 750 of January to June."""
    march = MONEY + "    2024-03-31 | area | NORTE | 1000.00 | 300.00\n    2024-03-31 | area | SUR | 100.00 | 5.00\n"
    found = causes("devengado/2024-T2/area/NORTE | 750.00", money=march)
    wording(found, "«Devengado · área NORTE · primer trimestre de 2024»", "300,00")


@pytest.mark.parametrize("figure", [NORTE, CENTRAL])
def test_no_cause_is_invented(figure, wording):
    wording(causes(f"{figure} | 77.77"))
