"""A task's year: the months that a window adds up, the cap, missing reports, and saving and reading."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers.base.periods import Period
from helpers.figures.book_file import plain_series, series_from
from helpers.figures.series import PLACES, PROGRAMMED, ROLES, YEAR, Line, Series, share_of

LETTERS = tuple("CDEFGHIJKLMNO")
PLAN, FORM = Line("poa/v1/tareas.csv", "", 2, LETTERS), Line("T1/ejecucion.csv", "", 5, LETTERS)
AMOUNTS = st.lists(
    st.none() | st.decimals(0, 1000, places=2, allow_nan=False, allow_infinity=False), min_size=PLACES, max_size=PLACES
).map(tuple)
WINDOWS = st.sampled_from([f"2024-{window}" for window in ("ene", "dic", "T1", "T3", "S1", "S2", "ene-may", "anual")]).map(Period.parse)
CAPS = st.sampled_from([None, Decimal(1), Decimal("1.2")])


def year(programmed: tuple, executed: tuple, keeps: bool = False) -> Series:
    reports = tuple(None if amount is None else FORM for amount in executed)
    return Series("v1", "t1", "U1", "1", "1", "Uno", keeps, programmed, executed, PLAN, reports)


def of(**months: str | int) -> tuple:
    """Amounts by the number of the month, or `year`: `of(m1=2, m3="0.5")`."""
    amounts: list = [None] * PLACES
    for month, amount in months.items():
        amounts[YEAR if month == "year" else int(month[1:]) - 1] = Decimal(amount)
    return tuple(amounts)


def share(programmed: tuple, executed: tuple, window: str = "2024-T1", cap: str | None = "1", keeps: bool = False):
    return share_of(year(programmed, executed, keeps), Period.parse(window), None if cap is None else Decimal(cap))


@pytest.mark.parametrize("role", ROLES)
def test_a_month_without_amount_raises_a_lookup_error(role):
    task = year(of(m1=2), of(m1=1))
    assert task.at(role, 0)[0] == {PROGRAMMED: 2}.get(role, 1)
    with pytest.raises(LookupError):
        task.at(role, 1)


YEARS = st.builds(year, AMOUNTS, AMOUNTS, st.booleans())


@given(YEARS, WINDOWS, CAPS)
def test_the_counted_amount_exceeds_neither_the_executed_one_nor_the_cap(task, window, cap):
    """Without a cap, all execution of a goal that adds up counts."""
    found = share_of(task, window, cap)
    assert 0 <= found.counted <= found.executed
    if cap is not None:
        assert found.counted <= found.programmed * cap
    if cap is None and not task.keeps and found.is_scheduled:
        assert found.counted == found.executed


@given(YEARS, WINDOWS, CAPS)
def test_a_kept_goal_never_counts_more_than_one_that_adds_up(task, window, cap):
    kept, added = (share_of(replace(task, keeps=keeps), window, cap) for keeps in (True, False))
    assert (kept.programmed, kept.executed) == (added.programmed, added.executed)
    assert kept.counted <= added.counted


@given(YEARS, WINDOWS, CAPS)
def test_a_higher_cap_never_counts_less(task, window, cap):
    assume(cap is not None)
    assert share_of(task, window, cap).counted <= share_of(task, window, cap * 2).counted <= share_of(task, window, None).counted


@given(YEARS)
def test_quarters_add_up_to_the_semester(task):
    quarters = [share_of(task, Period.parse(f"2024-T{number}"), None) for number in (1, 2)]
    semester = share_of(task, Period.parse("2024-S1"), None)
    assert semester.programmed == sum(quarter.programmed for quarter in quarters)
    assert semester.executed == sum(quarter.executed for quarter in quarters)
    assert semester.unreported == any(quarter.unreported for quarter in quarters)


@given(YEARS, WINDOWS)
def test_every_amount_that_counts_has_its_cell(task, window):
    """The cells of a window hold what its sums add up, each in the column of its month."""
    found, cells = share_of(task, window, None), task.cells(window)
    for role, total in (("programado", found.programmed), ("ejecutado", found.executed)):
        assert sum(Fraction(amount) for kind, amount, _ in cells if kind == role) == Fraction(total)
    assert all(cell.cell[0] in LETTERS and cell.file in (PLAN.file, FORM.file) for _, _, cell in cells)
    assert len({cell for _, _, cell in cells}) == len(cells)


@given(YEARS)
def test_any_year_survives_json(task):
    assert series_from(json.loads(json.dumps(plain_series(task)))) == task


def test_forms_of_several_periods_are_kept_apart():
    other = Line("T2/ejecucion.xlsx", "ejecucion", 9, LETTERS)
    task = replace(year(of(m1=1, m4=1), of(m1=1, m4=1)), reports=(FORM, None, None, other, *[None] * 9))
    assert series_from(json.loads(json.dumps(plain_series(task)))) == task
    assert [str(cell) for _, _, cell in task.cells(Period.parse("2024-S1"))][2:] == ["T1/ejecucion.csv#C5", "T2/ejecucion.xlsx#ejecucion!F9"]


@pytest.mark.parametrize(
    ("programmed", "executed", "window", "is_unreported"),
    [
        (of(m1=1), of(), "2024-T1", True),
        (of(m1=1), of(m1=0), "2024-T1", False),
        (of(m1=1, m2=1), of(m1=1), "2024-T1", True),
        (of(m1=1, m2=1), of(m1=1), "2024-ene", False),
        (of(m1=0), of(), "2024-T1", False),
        (of(), of(), "2024-T1", False),
        (of(m4=1), of(), "2024-T1", False),
        (of(year=4), of(), "2024-anual", True),
        (of(year=4), of(), "2024-T1", False),
        (of(year=4), of(m5=1), "2024-anual", False),
        (of(year=0), of(), "2024-anual", False),
        (of(m1=1, m12=1), of(year=2), "2024-anual", False),
        (of(m1=1, m12=1), of(year=2), "2024-S1", True),
    ],
)
def test_a_task_is_unreported_if_a_programmed_amount_has_no_execution(programmed, executed, window, is_unreported):
    """A reported zero is a report, and a month without a programmed amount cannot be missing."""
    assert share(programmed, executed, window).unreported is is_unreported


def test_amounts_are_added_as_typed():
    """0.1 + 0.2 is 0.3, and an amount of thirty digits loses none."""
    long = "123456789012345678901234567890.01"
    found = share(of(m1="0.1", m2="0.2"), of(m1=long, m2="0.02"), cap=None)
    assert (str(found.programmed), str(found.executed)) == ("0.3", "123456789012345678901234567890.03")


def test_kept_goals_count_month_by_month():
    """2 and 0 executed of 1 and 1: a cap of 1 counts 1, a cap of 1.5 counts 1.5, and without a cap 2 count."""
    done = {"programmed": of(m1=1, m2=1), "executed": of(m1=2, m2=0), "keeps": True}
    assert [share(**done, cap=cap).counted for cap in ("1", "1.5", None)] == [1, Decimal("1.5"), 2]


def test_a_kept_goal_with_an_amount_for_the_year_is_capped_as_a_whole():
    assert share(of(year=10), of(year=12), "2024-anual", keeps=True).counted == 10


def test_a_month_without_data_is_left_out_with_its_programme():
    """10 a month, with 10, blank and 5 executed: 15 of 20 if the blank month is left out, else unreported.

    It is unreported all the same where the only month with a report has a programme of zero.
    """
    task = year(of(m1=10, m2=10, m3=10), of(m1=10, m3=5))
    first = Period.parse("2024-T1")
    assert share_of(task, first, Decimal(1)).unreported
    known = share_of(task, first, Decimal(1), only_known=True)
    assert (known.counted, known.programmed, known.unreported) == (15, 20, False)
    alone = share_of(task, Period.parse("2024-feb"), Decimal(1), only_known=True)
    assert (alone.unreported, alone.programmed) == (True, 10)
    idle = share_of(year(of(m1=0, m2=10), of(m1=3)), first, Decimal(1), only_known=True)
    assert (idle.unreported, idle.programmed) == (True, 10)
