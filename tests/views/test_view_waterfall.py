"""The cascade between two budgets: from zero, or with its axis cut where the steps would be hairs."""

from __future__ import annotations

import pytest
from builders import make_dataset, make_scored

from helpers.base.periods import Period
from helpers.views.progress.money_views import bridge, sources_without_income

HALF = Period.parse("2024-S1")
STRUCTURE = "nivel | codigo | padre\nentidad | E |\nunidad | U1 | E"


def book_of(*, first: str, amendment: str, last: str):
    spending = f"""
        fecha_corte | reporte   | cat_prog | fuente | ppto_inicial | ppto_vigente
        2024-06-30  | categoria | 100      |        | {first}      | {last}
        2024-06-30  | fuente    |          | 20     | {first}      | {last}
    """
    amendments = f"fecha | norma | descripcion | fuente | importe\n2024-02-01 | RA 1 | Cambio | 20 | {amendment}"
    return make_scored(make_dataset(estructura=STRUCTURE, gastos=spending, modificaciones=amendments))


@pytest.mark.parametrize(
    ("first", "amendment", "last", "is_cut"),
    [("1000.00", "5.00", "1005.00", True), ("1000.00", "-400.00", "600.00", False)],
)
def test_the_axis_is_cut_and_says_so_only_where_the_steps_are_small(first, amendment, last, is_cut):
    """5 of 1.000 cannot be seen from zero; 400 can."""
    chart = bridge(book_of(first=first, amendment=amendment, last=last), HALF, id="grafico-x", title="X")
    assert any("El eje está cortado" in note for note in chart.notes) is is_cut


def test_a_source_of_the_budget_without_rubro_is_named():
    """The budget has sources 10 and 20; the income tells only of 20."""
    spending = """
        fecha_corte | reporte   | cat_prog | fuente | ppto_vigente
        2024-06-30  | categoria | 100      |        | 30.00
        2024-06-30  | fuente    |          | 10     | 20.00
        2024-06-30  | fuente    |          | 20     | 10.00
    """
    income = "fecha_corte | rubro | fuente | ppto_vigente | devengado\n2024-06-30 | 15.1 | 20 | 10.00 | 9.00"
    tables = {"estructura": STRUCTURE, "gastos": spending}
    assert sources_without_income(make_scored(make_dataset(**tables, recursos=income)), HALF) == ("10",)
    assert sources_without_income(make_scored(make_dataset(**tables)), HALF) == ()
