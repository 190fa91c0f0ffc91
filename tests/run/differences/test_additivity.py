"""Parts add up to the change for random institutions with missing rows and cells, and for periods of a whole year."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from unittest import mock

import pytest
from builders import made_up
from hypothesis import given, settings
from hypothesis import strategies as st
from random_runs import PLANTED, Drawn, draw, plant

from helpers.run.differences import explained_changes
from helpers.run.differences.causes import MOST_PARTS
from helpers.run.differences.compared_side import open_side
from helpers.run.differences.explained_changes import Differences, compare_sides

NEEDED = {"estructura": ("nivel", "codigo", "padre"), "gastos": ("fecha_corte", "reporte", "cat_prog")}


@pytest.fixture(scope="module", autouse=True)
def without_effects_of_cells():
    """Skip the effects of single cells, which take most of the time and do not enter the sums."""
    with mock.patch.object(explained_changes, "MOST_WORK", 0):
        yield


def assert_adds_up(differences: Differences) -> None:
    for change in differences.changes:
        if change.before is not None and change.after is not None:
            assert sum(part.value for part in change.parts) == Fraction(change.total)
            assert sum(part.printed for part in change.parts) == change.total
            assert len(change.parts) <= MOST_PARTS


def spoil(random: Random, run: Drawn) -> None:
    """Remove rows and blank cells of any table, and move a unit to another area."""
    for name, lines in run.tables.items():
        for line in random.sample(lines, min(len(lines), random.choice([0, 0, 1, 3]))):
            if name != "estructura" and len(lines) > 1 and random.random() < 0.5:
                lines.remove(line)
                continue
            free = [column for column in line if column not in NEEDED.get(name, (*line,)[:4])]
            if free:
                line[random.choice(free)] = ""
    unit = random.choice([line for line in run.tables["estructura"] if line["nivel"] == "unidad"])
    unit["padre"] = random.choice(["A1", "A2", "A3"])


@settings(max_examples=12)
@given(st.integers(0, 10**6))
def test_parts_add_up_for_spoiled_data_too(seed):
    random = Random(seed)
    before = draw(random, drops_late=random.random() < 0.5)
    after = plant(random, before, random.choice(PLANTED))
    for run in random.choice([(before,), (after,), (before, after)]):
        spoil(random, run)
    assert_adds_up(compare_sides(before.side("antes"), after.side("ahora")))


@pytest.mark.slow
@pytest.mark.parametrize(("first", "second"), [("T1", "T3"), ("T2", "anual")])
def test_parts_of_two_periods_add_up(first, second):
    """Two quarters one after the other are compared in `test_compared_runs`."""
    assert_adds_up(compare_sides(*(open_side(made_up(), f"demo/2024-{one}") for one in (first, second))))
