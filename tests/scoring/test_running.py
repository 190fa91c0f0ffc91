"""The running sums of a task give the same as adding up each window, in every window of the year."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.periods import Period, run_windows
from helpers.figures.series import PLACES, YEAR, Line, Series, share_of
from helpers.scoring.levels.task_scores import Running

PLAN = Line("tareas.csv", "", 2, tuple("CDEFGHIJKLMNO"))
AMOUNTS = st.lists(st.none() | st.decimals(0, 1000, places=2), min_size=PLACES, max_size=PLACES).map(tuple)
WINDOWS = run_windows(Period.parse("2024-anual"))
CAPS = st.sampled_from([None, Decimal(1), Decimal("1.205")])


def year(programmed: tuple, executed: tuple, keeps: bool) -> Series:
    return Series("v1", "t1", "U1", "1", "1", "Uno", keeps, programmed, executed, PLAN, (None,) * PLACES)


def shares(task: Series, cap: Decimal | None, *, only_known: bool = False) -> tuple[list, list]:
    running = Running(task, cap, only_known=only_known)
    return [running.share(window) for window in WINDOWS], [
        share_of(task, window, cap, only_known=only_known) for window in WINDOWS
    ]


@given(st.builds(year, AMOUNTS, AMOUNTS, st.booleans()), CAPS, st.booleans())
def test_running_sums_equal_added_windows_for_any_year(task, cap, only_known):
    running, added = shares(task, cap, only_known=only_known)
    assert running == added


def test_a_month_without_data_is_left_out_with_its_programme():
    """10 a month, with 10, blank and 5 executed: 15 of 20 if the blank month is left out, else unreported."""
    ten, rest = Decimal(10), (None,) * (PLACES - 3)
    task = year((ten, ten, ten, *rest), (ten, None, Decimal(5), *rest), False)
    first = Period.parse("2024-T1")
    assert share_of(task, first, Decimal(1)).unreported
    known = share_of(task, first, Decimal(1), only_known=True)
    assert (known.counted, known.programmed, known.unreported) == (15, 20, False)
    alone = share_of(task, Period.parse("2024-feb"), Decimal(1), only_known=True)
    assert (alone.unreported, alone.programmed) == (True, 10)


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("by_year", ["programmed", "executed", "both", "neither"])
def test_running_sums_equal_added_windows_with_amounts_for_the_year(by_year, keeps):
    """12 a month, with an additional amount of 100 for the year in the programme, the execution, both or neither."""
    months = (Decimal(12),) * YEAR
    programmed = (*months, Decimal(100) if by_year in {"programmed", "both"} else None)
    executed = (*months, Decimal(100) if by_year in {"executed", "both"} else None)
    running, added = shares(year(programmed, executed, keeps), Decimal(1))
    assert running == added


def test_running_sums_of_thirty_digits_lose_no_digit():
    long = Decimal("123456789012345678901234567890.01")
    amounts = (long, Decimal("0.02"), *(None,) * (PLACES - 2))
    share = Running(year(amounts, amounts, False), None).share(Period.parse("2024-feb"))
    assert (share.programmed, share.executed) == (Decimal("0.02"), Decimal("0.02"))
