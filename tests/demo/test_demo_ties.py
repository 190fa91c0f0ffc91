"""Except for planted faults, the data agree: months with goals, reports with each other, tasks with categories."""

import csv
import io
from collections import defaultdict
from decimal import Decimal

import pytest

from helpers.demo.generate import YEAR, files_of
from helpers.demo.ministry.demo_plans import tasks_by_unit

MONEY = ("ppto_inicial", "modificaciones", "ppto_vigente", "certificado", "compromiso", "devengado", "pagado", "por_pagar")


def rows(files, name):
    return list(csv.DictReader(io.StringIO(files[f"{YEAR}/{name}.csv"])))


@pytest.fixture(scope="module")
def files(full):
    return files_of(full)


def test_the_months_of_a_task_give_its_goal_except_where_planted(full):
    planted = {fault.clue for fault in full.found if fault.rule == "PLA-META"}
    unscheduled = {fault.clue for fault in full.found if fault.rule == "PLA-SIN-PROGRAMA"}
    for plan in full.plans:
        for task in plan.tasks:
            months = [amount for amount in task.months if amount is not None]
            ties = all(amount == task.goal for amount in months) if task.keeps else sum(months) == task.goal
            assert ties is (task.code not in planted | unscheduled), task


def test_the_reformulation_does_not_change_past_months(full):
    first = {task.code: task for task in full.plans[0].tasks}
    second = {task.code: task for task in full.plans[1].tasks}
    both = first.keys() & second.keys()
    assert all(first[code].months[:6] == second[code].months[:6] for code in both)
    assert sum(first[code].months != second[code].months for code in both) > 100
    assert not any(amount for code in second.keys() - first.keys() for amount in second[code].months[:5])


def test_the_three_reports_of_a_cutoff_have_the_same_totals_except_where_planted(files):
    totals = defaultdict(lambda: defaultdict(Decimal))
    for row in rows(files, "gastos"):
        for column in MONEY:
            totals[row["fecha_corte"], row["estado"], column][row["reporte"]] += Decimal(row[column])
    different = [key for key, by_report in totals.items() if len(set(by_report.values())) > 1]
    assert different == [("2024-03-31", "aprobado", "certificado")]
    assert len({cutoff for cutoff, _, _ in totals}) == 12
    assert {cutoff for cutoff, state, _ in totals if state == "en linea"} == {"2024-06-30"}


def test_the_amounts_of_a_line_are_in_order_except_where_planted(files):
    broken = set()
    for row in rows(files, "gastos"):
        amount = {column: Decimal(row[column]) for column in MONEY}
        assert amount["ppto_vigente"] == amount["ppto_inicial"] + amount["modificaciones"]
        assert amount["por_pagar"] == amount["devengado"] - amount["pagado"]
        typed = (row["fecha_corte"], row["reporte"]) == ("2024-03-31", "partida")
        in_order = amount["pagado"] <= amount["devengado"] <= amount["compromiso"] <= amount["ppto_vigente"]
        if not in_order or (not typed and amount["certificado"] < amount["compromiso"]):
            broken.add((row["fecha_corte"], row["reporte"], row["cat_prog"]))
    assert {(cutoff, report) for cutoff, report, _ in broken} == {("2024-06-30", "categoria"), ("2024-12-31", "categoria")}
    assert len(broken) == 2


def test_accrued_amounts_fall_only_in_the_planted_reversal(files):
    accrued = defaultdict(list)
    for row in rows(files, "gastos"):
        if row["estado"] == "aprobado":
            key = (row["reporte"], row["cat_prog"], row["fuente"], row["partida"])
            accrued[key].append((row["fecha_corte"], Decimal(row["devengado"])))
    fallen = [
        (key[0], later)
        for key, values in accrued.items()
        for (_, before), (later, after) in zip(sorted(values), sorted(values)[1:], strict=False)
        if after < before
    ]
    assert fallen == [("categoria", "2024-05-31")]


def test_task_budgets_add_up_to_the_budget_of_their_category(full):
    unit_of = {unit.code: unit for unit in full.units}
    for plan, month in zip(full.plans, (None, 5), strict=True):
        budgets = defaultdict(Decimal)
        for unit, tasks in tasks_by_unit(plan.tasks).items():
            budgets[unit_of[unit].category] += sum(task.budget for task in tasks)
        for category, total in budgets.items():
            own = [line for line in full.lines if line.category.code == category]
            assert total * 100 == sum(line.initial if month is None else line.budget[month] for line in own)


def test_plan_versions_state_the_budget_of_their_date(files):
    first, second = (Decimal(row["importe"]) for row in rows(files, "versiones"))
    of_june = [row for row in rows(files, "gastos") if (row["fecha_corte"], row["estado"]) == ("2024-06-30", "aprobado")]
    by_category = [row for row in of_june if row["reporte"] == "categoria"]
    assert first == sum(Decimal(row["ppto_inicial"]) for row in by_category)
    assert second == sum(Decimal(row["ppto_vigente"]) for row in by_category)


def test_units_whose_form_is_missing_have_no_executed_amounts(full):
    for quarter in full.quarters:
        absent = {unit for unit, form in quarter.told.forms.items() if form.day is None}
        assert len(absent) == 2
        assert not absent & {line.unit for line in quarter.told.lines}


def test_the_same_seed_gives_the_same_files_and_another_one_others(small):
    from helpers.demo.generate import institution_of

    again, other = files_of(institution_of(60)), files_of(institution_of(60, seed=7))
    assert files_of(small) == again
    assert again.keys() == other.keys()
    assert all(again[name] != other[name] for name in again if name.endswith(("tareas.csv", "ejecucion.csv", "gastos.csv")))
