"""The page of differences: bars that follow one another, names of parts, exact numbers; and the mixtures behind it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from browsers import chromium, faults_on_both_grounds
from random_runs import PLANTED, pair

from helpers.figures.figure import Figure
from helpers.run.differences.causes import Cause
from helpers.run.differences.differences_files import exact_text
from helpers.run.differences.differences_page import WIDTH, Bar, differences_page, waterfall
from helpers.run.differences.explained_changes import Differences, compare_sides
from helpers.run.differences.mixed_inputs import Mixer

SMALLEST = 2
"""Smallest width of a bar, which keeps it visible."""


def compared(seed: int) -> Differences:
    before, after, _ = pair(seed)
    return compare_sides(before.side("antes"), after.side("ahora"))


def tip(bar: Bar, figure: Figure) -> int:
    """Position of the tip of a whole figure's bar: its left end if the figure is negative."""
    return bar.begins if figure.rounded < 0 else bar.begins + bar.width


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_each_bar_begins_where_the_last_one_ends(seed):
    for change in compared(seed).changes:
        if not change.parts:
            continue
        shown = waterfall(change)
        at = tip(shown.first, change.before)
        for step in shown.steps:
            ends = (step.bar.begins, step.bar.begins + step.bar.width)
            assert min(abs(at - end) for end in ends) <= SMALLEST, (change.name, step)
            at = ends[1] if step.bar.kind == "sube" else ends[0]
            assert step.bar.kind == {1: "sube", 0: "igual", -1: "baja"}[(step.part.printed > 0) - (step.part.printed < 0)]
        assert abs(tip(shown.last, change.after) - at) <= SMALLEST
        assert all(0 <= bar.begins <= WIDTH for bar in (shown.first, shown.last, *(step.bar for step in shown.steps)))


def test_the_page_names_each_part_and_the_shapley_value_and_has_no_script():
    done = compared(0)
    page = differences_page(done)
    for change in done.changes:
        for part in change.parts:
            assert part.name in page
    assert "valor de Shapley" in page
    assert "<script" not in page


@pytest.fixture
def browser(tmp_path):
    yield from chromium(tmp_path / "navegador")


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_is_accessible_on_light_and_dark_ground(browser, tmp_path):
    page = tmp_path / "diferencias.html"
    page.write_text(differences_page(compared(0)).replace("<details>", "<details open>"), encoding="utf-8")
    assert faults_on_both_grounds(browser, page) == []


def test_numbers_of_the_table_are_exact():
    assert (exact_text(Fraction(-5, 4)), exact_text(Fraction(1, 3))) == ("-1.25", "1/3")


@pytest.mark.parametrize("seed", range(len(PLANTED)))
def test_a_mixture_of_all_causes_of_one_run_is_that_run(seed):
    before, after, _ = pair(seed)
    mixed = Mixer(before.side("antes"), after.side("ahora"))
    for causes, side in ((frozenset(), mixed.a), (frozenset(Cause), mixed.b)):
        tables = mixed.dataset(causes).tables
        assert {name: rows for name, rows in tables.items() if rows} == dict(side.tables.tables)
        assert mixed.corrida(causes) == side.corrida
