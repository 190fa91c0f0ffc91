"""The page of differences: its bars and their axis, what each part gives, exact numbers; and the mixtures behind it."""

from __future__ import annotations

import csv
import re
from fractions import Fraction

import pytest
from browsers import faults_on_both_grounds
from random_runs import PLANTED, pair

from helpers.base.display import signed_es
from helpers.base.periods import Period
from helpers.figures.figure import Figure, Operation
from helpers.run.differences import differences_files
from helpers.run.differences.causes import Cause
from helpers.run.differences.differences_files import (
    WIDTH,
    Bar,
    differences_page,
    exact_text,
    waterfall,
    write_differences,
)
from helpers.run.differences.explained_changes import Change, Differences, Part, compare_sides
from helpers.run.differences.headline_values import Headline
from helpers.run.differences.mixed_inputs import Mixer

SMALLEST = 2
"""Smallest width of a bar, which keeps it visible."""
STEP = re.compile(r'<span class="que">([^<]+?) ?<.*?<span class="cuanto">(.*?)</span>', re.DOTALL)
"""A bar of the page: what it is of, and the number beside it."""


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


def changed(before: str, after: str) -> Change:
    """A change of one figure that has a single cause."""
    window = Period.parse("2024-T2")
    first, second = (
        Figure("i", window, "entidad", "E", "E", "%", Operation.INPUT, Fraction(value), 0, "x", ()) for value in (before, after)
    )
    moved = second.rounded - first.rounded
    return Change(Headline(("i", "i"), False), "I", ("T2", "T2"), first, second, (Part((Cause.PHYSICAL,), Fraction(moved), moved),))


@pytest.mark.parametrize(
    ("before", "after", "is_cut", "bars"),
    [
        ("90", "60", False, [(0, 1000), (667, 333), (0, 667)]),
        ("90", "61", True, [(0, 986), (282, 704), (0, 282)]),  # the axis goes from 49.40 to 90.58
        ("61", "90", True, [(0, 282), (282, 704), (0, 986)]),
        ("-90", "-81", False, [(0, 1000), (0, 100), (100, 900)]),
        ("0", "0", False, [(0, 2), (0, 2), (0, 2)]),
    ],
)
def test_the_axis_begins_at_zero_unless_the_change_is_less_than_a_third_of_the_larger_value(before, after, is_cut, bars):
    shown = waterfall(changed(before, after))
    assert shown.is_cut == is_cut
    assert [(bar.begins, bar.width) for bar in (shown.first, shown.steps[0].bar, shown.last)] == bars


def test_the_page_shows_each_part_with_what_it_gives_in_order():
    done = compared(0)
    page = differences_page(done)
    steps = [(part.name, signed_es(part.printed)) for change in done.changes for part in change.parts]
    assert [shown for shown in STEP.findall(page) if not shown[0].startswith(("A: ", "B: "))] == steps
    assert ("Informes físicos", "−7,91") in steps
    assert "valor de Shapley" in page
    assert "<script" not in page


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_is_accessible_on_light_and_dark_ground(browser, tmp_path):
    page = tmp_path / "diferencias.html"
    page.write_text(differences_page(compared(0)).replace("<details>", "<details open>"), encoding="utf-8")
    assert faults_on_both_grounds(browser, page) == []


def test_a_line_of_the_table_counts_the_cells_that_it_does_not_name(tmp_path, monkeypatch):
    monkeypatch.setattr(differences_files, "MOST_IN_A_CELL", 1)
    write_differences(compared(0), tmp_path / "d", "d")
    lines = csv.DictReader((tmp_path / "d/diferencias.csv").read_text("utf-8-sig").splitlines())
    cells = {int(line["numero_de_celdas"]): line["celdas"].split(" | ") for line in lines}
    assert max(cells) > 1
    assert all(named[1:] == ([f"y {count - 1} más"] if count > 1 else []) for count, named in cells.items())


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
