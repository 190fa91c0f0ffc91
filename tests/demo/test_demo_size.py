"""The made-up ministry has the size it promises, and a small one keeps its proportions."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.errors import UsageError
from helpers.demo.generate import institution_of
from helpers.demo.ministry.demo_plans import tasks_by_unit
from helpers.demo.ministry.demo_size import FEWEST, size_of
from helpers.demo.random_streams import Chance, apportion
from helpers.demo.year_tables import history_rows


def counts(plan, units):
    codes = {unit.code for unit in units}
    slots = [task.slot for task in plan.tasks if task.unit in codes]
    return len({slot.operation_code for slot in slots}), len({slot.activity_code for slot in slots}), len(slots)


def test_the_ministry_has_109_units(full):
    assert Counter(unit.level for unit in full.units) == {"unidad": 25, "puesto": 84}
    assert Counter(unit.area for unit in full.units if unit.is_central) == {"ADM": 9, "VRP": 5, "VCI": 3, "VSC": 8}
    assert Counter(unit.parent for unit in full.units if not unit.is_central) == {
        "EMBAJADAS": 33, "CONSULADO": 27, "CONSULADO-GENERAL": 14, "VICECONSULADO": 4, "REPRESENTACIONES": 4,
        "CENTROS-EMISORES": 2,
    }  # fmt: skip
    assert len({unit.name for unit in full.units}) == 109


def test_the_reformulation_moves_two_tasks_to_another_unit_with_their_codes(full):
    before, after = ({task.code: task for task in plan.tasks} for plan in full.plans)
    moved = [(before[code], task) for code, task in after.items() if code in before and before[code].unit != task.unit]
    units = {unit.code: unit for unit in full.units}
    assert len(moved) == 2
    for old, new in moved:
        assert (units[old.unit].area, units[old.unit].action) == (units[new.unit].area, units[new.unit].action)
        assert new.operation.startswith(f"{new.unit}.")


@pytest.mark.parametrize(
    ("version", "central", "abroad", "whole"),
    [
        (0, (110, 355, 1125), (311, 1183, 3045), (421, 1538, 4170)),
        (1, (113, 378, 1247), (311, 1186, 3179), (424, 1564, 4426)),
    ],
)
def test_both_versions_have_the_expected_operations_activities_and_tasks(full, version, central, abroad, whole):
    plan = full.plans[version]
    assert counts(plan, [unit for unit in full.units if unit.is_central]) == central
    assert counts(plan, [unit for unit in full.units if not unit.is_central]) == abroad
    assert counts(plan, full.units) == whole


def test_every_unit_has_tasks_in_every_quarter_as_the_forms_ask(full):
    for plan in full.plans:
        for tasks in tasks_by_unit(plan.tasks).values():
            assert all(any(task.is_scheduled(quarter) for task in tasks) for quarter in (1, 2, 3, 4))


def test_no_unit_has_two_tasks_with_the_same_description(full):
    for tasks in tasks_by_unit(full.plans[1].tasks).values():
        assert max(Counter(task.description for task in tasks).values()) == 1


@pytest.mark.parametrize("tasks", [FEWEST, 60, 100, 435, 436, 2000])
def test_any_size_has_every_area_type_and_action(tasks):
    made = institution_of(tasks)
    assert len(made.plans[1].tasks) == tasks
    assert {unit.area for unit in made.units} == {"ADM", "VRP", "VCI", "VSC", "EXT"}
    assert {unit.action for unit in made.units} == set("1234567")
    assert len({unit.parent for unit in made.units if not unit.is_central}) == 6
    assert {task.unit for task in made.plans[0].tasks} == {unit.code for unit in made.units}
    assert len(made.plans[0].tasks) < tasks


def test_too_few_tasks_are_refused():
    with pytest.raises(UsageError, match=f"«--tareas 47» es muy poco: hacen falta al menos {FEWEST}"):
        size_of(47)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=40), st.integers(0, 3))
def test_shares_add_up_and_stay_within_one_of_the_exact_share(total, weights, least):
    total += least * len(weights)
    parts = apportion(total, weights, least)
    assert sum(parts) == total
    assert min(parts) >= least
    shares = weights if any(weights) else [1] * len(weights)
    rest = total - least * len(weights)
    for part, weight in zip(parts, shares, strict=True):
        assert abs((part - least) * sum(shares) - rest * weight) < sum(shares)


def test_a_total_too_small_for_the_least_shares_is_refused():
    with pytest.raises(ValueError, match="2 cannot give 1 to each of 3"):
        apportion(2, [1, 1, 1], least=1)


def test_a_topic_always_draws_the_same_and_topics_are_independent():
    chance = Chance(7)
    first = chance.of("a", 1).random()
    chance.of("b").random()
    assert chance.of("a", 1).random() == first != Chance(8).of("a", 1).random()


def test_the_task_weights_of_a_unit_sum_to_100_except_where_planted(full):
    planted = {fault.clue.split()[0] for fault in full.found if fault.rule == "PLA-PONDERACION"}
    blank = {fault.clue for fault in full.found if fault.rule == "PLA-PESO-VACIO"}
    assert len(planted) == 2 and len(blank) == 1
    for unit, tasks in tasks_by_unit(full.plans[1].tasks).items():
        total = sum((task.weight for task in tasks if task.weight is not None), Decimal(0))
        assert (total == 100) is (unit not in planted)
        assert all(task.weight is not None or task.code in blank for task in tasks)


@pytest.mark.parametrize("seed", [2024, 7, 11])
def test_no_total_of_earlier_years_lies_outside_its_parts_and_the_last_year_is_its_quarters(seed):
    """A report said that the progress had risen 17 points since a year whose total was below each of its areas."""
    rows = history_rows(Chance(seed))
    values = {(row["periodo"], row["indicador"], row["nivel"], row["codigo"]): Decimal(row["valor"]) for row in rows}
    for window, indicator in {key[:2] for key in values}:
        of = {level: {key[3]: one for key, one in values.items() if key[:3] == (window, indicator, level)} for level in ("area", "tipo")}
        whole = values[window, indicator, "entidad", "DEMO"]
        assert min(of["area"].values()) <= whole <= max(of["area"].values())
        assert not of["tipo"] or min(of["tipo"].values()) <= of["area"]["EXT"] <= max(of["tipo"].values())
    for period, *rest in values:
        if period == "2023-anual":
            quarters = [values[f"2023-T{number}", *rest] for number in range(1, 5)]
            together = sum(quarters) if rest[0] == "ejecucion_financiera" else sum(quarters) / 4
            assert abs(values[period, *rest] - together) <= Decimal("0.005")
