"""A reported value outside the range of its parts, and the entity's value if the mean of the parts counted instead."""

from fractions import Fraction

import pytest
from builders import findings_of_rule, make_dataset, make_evidence, method_plain
from rule_cases import REPORTED, SOUND, evidence_of

from helpers.figures.supposed_figures import value_under, with_mean_of_parts
from helpers.settings.methods import Metodo

TYPE = "avance_fisico/2024-T2/tipo/EMB"
ENTITY = "avance_fisico/2024-T2/entidad/E"


def with_type_reporting(value: str):
    """The type EMB reports a value of its own, and its posts 100 and 50; the other service has 85."""
    return evidence_of(avances=REPORTED.replace("75.00", value))


def test_a_value_outside_its_parts_is_reported_with_their_range(wording):
    (found,) = findings_of_rule("REP-PARTES", with_type_reporting("40.00"))
    wording(found.mensaje, "2024", "40,00", "75,00", "50,00", "100,00")
    wording(found.causa)


def test_a_value_within_its_parts_is_not_said_to_be_out_of_range():
    (found,) = findings_of_rule("REP-PARTES", with_type_reporting("50.00"))
    assert found.causa == "" and "rango" not in found.mensaje


def test_a_mean_over_the_weights_of_all_may_be_below_its_parts():
    """The posts have 40 points each of 100: (100 + 50) × 40 ÷ 100 is 60, and with one post at 50 it would be 20."""
    plain = method_plain()
    plain["consolidacion"]["tipo"] |= {"regla": "media_ponderada", "renormaliza": False}
    rows = REPORTED.replace("75.00", "45.00").replace("valor", "valor | peso").splitlines()
    weighed = "\n".join(f"{row} | 40" if "EMB-" in row else f"{row} |" if "2024-" in row else row for row in rows)
    evidence = make_evidence(make_dataset(**SOUND | {"avances": weighed}), method=Metodo.model_validate(plain))
    (found,) = findings_of_rule("REP-PARTES", evidence)
    assert (found.esperado, found.encontrado, found.causa) == ("60.00", "45.00", "")


def test_a_sum_is_neither_called_an_average_nor_bounded_by_its_parts():
    """The posts have 100 and 50, and the method adds them up: 150, and not the 140 that the type reports."""
    plain = method_plain()
    plain["consolidacion"]["tipo"] |= {"regla": "suma"}
    dataset = make_dataset(**SOUND | {"avances": REPORTED.replace("75.00", "140.00")})
    (found,) = findings_of_rule("REP-PARTES", make_evidence(dataset, method=Metodo.model_validate(plain)))
    assert (found.esperado, found.encontrado, found.causa) == ("150.00", "140.00", "")
    assert "promedio" not in found.mensaje


def test_a_semesters_progress_has_no_parts_and_so_no_range():
    """It is the efficacy of its quarters, 10 + 20, over the 50 due: 60. So no printed value is out of range."""
    rows = [f"area | NORTE | eficacia_ponderada | {quarter} | {value}" for quarter, value in (("2024-T1", 10), ("2024-T2", 20))]
    reported = "\n".join(["nivel | codigo | indicador | periodo | valor", *rows])
    twice = [f"avance_fisico/2024-S1/area/NORTE | {place} | {value} | 2" for place, value in (("cuadro 1", "61.00"), ("texto", "62.00"))]
    printed = "\n".join(["id | donde | valor | decimales", *twice])
    evidence = evidence_of(avances=reported, publicado=printed)
    assert evidence.book["avance_fisico/2024-S1/area/NORTE"].published == "60.00"
    assert findings_of_rule("PUB-RANGO", evidence) == ()


def test_the_mean_of_parts_changes_the_entity_in_its_own_quarter_only():
    book = with_type_reporting("40.00").book
    assert with_mean_of_parts(book, ENTITY, TYPE) == 80
    assert with_mean_of_parts(book, "avance_fisico/2024-T1/entidad/E", TYPE) == book["avance_fisico/2024-T1/entidad/E"].value


@pytest.mark.parametrize("value", ["40.00", "62.35"])
def test_supposing_the_value_that_a_figure_has_changes_nothing(value):
    book = with_type_reporting(value).book
    assert all(value_under(book, figure.id, {TYPE: book[TYPE].value}) == figure.value for figure in book)


def test_a_supposed_amount_changes_the_ratio_of_sums_above_it():
    """300 of 1000 and 50 of 500 are 350 of 1500; with 400 in the first category, 450 of 1500, which is 30 %."""
    book = evidence_of().book
    share, accrued = "ejecucion_financiera/2024-S1/entidad/E", "devengado/2024-S1/cat_prog/10 0 001"
    assert value_under(book, share, {accrued: Fraction(400)}) == 30


def test_the_note_of_a_blank_value_is_shown_with_a_decimal_comma(wording):
    lines = [line for line in REPORTED.strip().splitlines() if "80.00" not in line]
    noted = [f"{lines[0]} | nota", *(f"{line} |" for line in lines[1:])]
    blank = "unidad | U2 | avance_fisico | 2024-T2 | | un solo valor publicado: 95.00"
    silent = "\n".join((*noted, blank))
    (found,) = findings_of_rule("REP-SIN-DATO", evidence_of(avances=silent, publicado=None))
    wording(found.mensaje, "2024")
    assert found.causa == "un solo valor publicado: 95,00"


def test_a_reported_value_is_quoted_as_its_cell_has_it():
    """With two decimals 50.005 is printed 50.01; the cell does not say that."""
    (found,) = findings_of_rule("REP-PARTES", with_type_reporting("50.005"))
    assert "dice 50,005 (se imprime 50,01), pero" in found.mensaje
