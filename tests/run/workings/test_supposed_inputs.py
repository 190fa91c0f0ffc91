"""What an input would change, before anybody changes it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from builders import make_dataset, make_scored

from helpers.base.errors import UsageError
from helpers.run.workings.supposed_inputs import notice, with_supposed

TABLES = {
    "estructura": """
        codigo | nombre     | nivel   | padre
        MRE    | Ministerio | entidad |
    """,
    "gastos": """
        fecha_corte | reporte   | estado   | cat_prog | ppto_vigente | devengado
        2024-06-30  | categoria | aprobado | 10 0 001 | 400.00       | 100.00
    """,
}
DEVENGADO = "data/x/2024/gastos.csv#F2"


def executed(dataset) -> Fraction:
    return make_scored(dataset)["ejecucion_financiera/2024-S1/entidad/MRE"].value


def test_a_supposed_amount_moves_what_depends_on_it_and_nothing_else():
    dataset = make_dataset(**TABLES)
    assert executed(dataset) == 25
    assert executed(with_supposed(dataset, {DEVENGADO: "300"})) == 75
    assert executed(dataset) == 25


def test_every_address_and_number_that_is_none_is_told_at_once():
    wrong = {DEVENGADO: "mil", "data/x/2024/gastos.csv#Z9": "1", "data/x/2024/gastos.csv#D2": "5"}
    with pytest.raises(UsageError) as told:
        with_supposed(make_dataset(**TABLES), wrong)
    assert [line.count("#") for line in told.value.message.splitlines()] == [1, 2, 2]


def test_it_says_how_many_cells_are_supposed():
    assert notice({DEVENGADO: "1"}).startswith("SUPOSICIÓN: 1 celda de entrada tiene")
    assert "2 celdas de entrada tienen" in notice({DEVENGADO: "1", "otra": "2"})
