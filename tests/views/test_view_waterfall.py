"""The cascade between two budgets: its bars are the changes, counted from the initial amount."""

from __future__ import annotations

import pytest
from builders import METHOD, make_corrida, make_dataset, make_entidad, make_scored

from helpers.base.periods import Period
from helpers.views.sections.budget_section import (
    bridge,
    differences_table,
    income_rows,
    is_income_whole,
    sources_without_income,
)
from helpers.views.sections.shown_section import ShownSection

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


@pytest.mark.parametrize(("amendment", "last"), [("5.00", "1005.00"), ("-400.00", "600.00")])
def test_bars_are_changes_counted_from_the_initial_amount(monkeypatch, amendment, last, wording):
    """Beside an initial amount of 1,000, a change of 5 could not be seen on an axis from zero. The bars of the change
    and of the final amount are as long as the plot is wide."""
    sheets = []
    monkeypatch.setattr("helpers.views.charts.chart.to_svg", lambda sheet, _: sheets.append(sheet) or "<svg/>")
    chart = bridge(book_of(first="1000.00", amendment=amendment, last=last), HALF)
    (axes,) = sheets[0].axes
    first, *steps, whole = [bar.get_width() for bars in axes.containers for bar in bars]
    assert (first, sum(steps), whole) == (0, float(amendment), float(amendment))
    assert axes.get_xlim() == tuple(sorted((0, float(amendment))))
    wording(chart.notes[-1], "«Presupuesto inicial»")


def test_a_difference_is_that_of_the_systems_that_the_data_name():
    """The run's parameters name none, and the preferred one reports nothing."""
    spending = """
        fecha_corte | reporte   | sistema | cat_prog | ppto_vigente | devengado
        2024-06-30  | categoria | SIGMA   | 100      | 900.00       | 40.00
        2024-06-30  | categoria | SIPPEC  | 100      | 900.00       | 30.00
    """
    book = make_scored(make_dataset(estructura=STRUCTURE, gastos=spending))
    table = differences_table(ShownSection(book, "presupuesto", make_corrida(), METHOD, make_entidad()))
    assert [column.header.partition(" (")[0] for column in table.columns[1:]] == ["SIGMA menos SIPPEC"]


def test_a_source_of_the_budget_without_rubro_is_named():
    """The budget has sources 10 and 20; the income table has only 20."""
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


def test_the_second_line_of_a_rubro_is_shown_with_the_code_that_its_document_prints():
    lines = "2024-06-30 | 15.9.9 | Otros | 20 | 10.00\n2024-06-30 | 15.9.9#2 | Otros | 20 | 5.00"
    income = f"fecha_corte | rubro | denominacion | fuente | devengado\n{lines}"
    rows = income_rows(make_scored(make_dataset(estructura=STRUCTURE, recursos=income)), HALF)
    found = [(row.label, row.code) for row in rows if row.level == "rubro"]
    assert found == [("15.9.9 Otros", "15.9.9"), ("15.9.9 Otros", "15.9.9#2")]


def test_a_source_and_a_rubro_without_a_name_are_not_named_by_their_codes_twice():
    income = "fecha_corte | rubro | fuente | devengado\n2024-06-30 | 15.1 | 41 | 10.00"
    rows = income_rows(make_scored(make_dataset(estructura=STRUCTURE, recursos=income)), HALF)
    assert [row.label for row in rows] == ["Fuente 41", "15.1", "Total"]


@pytest.mark.parametrize(("told", "is_whole"), [("10.00", False), ("30.00", True)])
def test_income_is_whole_if_its_budget_equals_that_of_the_expenditure(told, is_whole):
    spending = """
        fecha_corte | reporte   | cat_prog | fuente | ppto_vigente
        2024-06-30  | categoria | 100      |        | 30.00
        2024-06-30  | fuente    |          | 10     | 20.00
        2024-06-30  | fuente    |          | 20     | 10.00
    """
    income = f"fecha_corte | rubro | fuente | ppto_vigente | devengado\n2024-06-30 | 15.1 | 20 | {told} | 9.00"
    tables = {"estructura": STRUCTURE, "gastos": spending}
    assert is_income_whole(make_scored(make_dataset(**tables, recursos=income)), HALF) is is_whole
    assert is_income_whole(make_scored(make_dataset(**tables)), HALF) is False
