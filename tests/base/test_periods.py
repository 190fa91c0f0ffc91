"""Windows of the year: how they are written, what they are made of, and which of them a run scores."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.errors import UsageError
from helpers.base.periods import MONTHS, Period, run_windows

YEARS = st.integers(min_value=1990, max_value=2100)


@st.composite
def periods(draw) -> Period:
    first, last = sorted((draw(st.integers(1, 12)), draw(st.integers(1, 12))))
    return Period(draw(YEARS), first, last)


def window(text: str) -> Period:
    return Period.parse(text)


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2024-T1", 1, 3, "primer trimestre de 2024"),
        ("2024-T2", 4, 6, "segundo trimestre de 2024"),
        ("2024-T3", 7, 9, "tercer trimestre de 2024"),
        ("2024-T4", 10, 12, "cuarto trimestre de 2024"),
        ("2024-S1", 1, 6, "primer semestre de 2024"),
        ("2024-S2", 7, 12, "segundo semestre de 2024"),
        ("2024-anual", 1, 12, "gestión de 2024"),
        ("2024-poa", 1, 12, "plan operativo de 2024"),
        ("2024-ene", 1, 1, "enero de 2024"),
        ("2024-sep", 9, 9, "septiembre de 2024"),
        ("2024-ene-sep", 1, 9, "enero a septiembre de 2024"),
    ],
)
def test_each_form_of_a_window_has_its_months_and_words(text, first, last, words):
    period = window(text)
    assert (period.year, period.first, period.last) == (2024, first, last)
    assert period.code == str(period) == text
    assert period.words == words


@pytest.mark.parametrize(
    ("text", "when", "of_when"),
    [
        ("2024-T2", "en el segundo trimestre de 2024", "del segundo trimestre de 2024"),
        ("2024-S1", "en el primer semestre de 2024", "del primer semestre de 2024"),
        ("2024-anual", "en la gestión de 2024", "de la gestión de 2024"),
        ("2024-poa", "en el plan operativo de 2024", "del plan operativo de 2024"),
        ("2024-jun", "en junio de 2024", "de junio de 2024"),
        ("2024-ene-sep", "de enero a septiembre de 2024", "de enero a septiembre de 2024"),
    ],
)
def test_a_window_inside_a_sentence(text, when, of_when):
    assert (window(text).when, window(text).of_when) == (when, of_when)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-ene-mar", "2024-T1"),
        ("2024-ene-dic", "2024-anual"),
        ("2024-abr-abr", "2024-abr"),
        (" 2024-T2 ", "2024-T2"),
    ],
)
def test_two_ways_to_write_one_window(text, code):
    assert window(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "T2",
        "2024",
        "2024-T5",
        "2024-t2",
        "24-T2",
        "2024-jun-ene",
        "2024-ene-feb-mar",
        "2024-enero",
        "0000-T1",
        "2024-",
    ],
)
def test_text_that_is_not_a_period_is_refused(text):
    with pytest.raises(UsageError) as problem:
        window(text)
    assert f"«{text}»" in str(problem.value)
    assert "2024-T1" in str(problem.value)


@given(periods())
def test_a_period_reads_back(period):
    assert Period.parse(period.code) == period


def test_the_plan_is_not_the_year():
    assert window("2024-poa") != window("2024-anual")
    assert window("2024-poa").is_plan


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024-ene", "mes"),
        ("2024-T1", "trimestre"),
        ("2024-T4", "trimestre"),
        ("2024-S1", "acumulado"),
        ("2024-S2", "acumulado"),
        ("2024-feb-abr", "acumulado"),
        ("2024-ene-sep", "acumulado"),
        ("2024-anual", "acumulado"),
    ],
)
def test_the_kind_of_a_window(text, kind):
    assert window(text).kind == kind


@pytest.mark.parametrize(
    ("text", "first_day", "last_day", "quarter"),
    [
        ("2024-feb", date(2024, 2, 1), date(2024, 2, 29), 1),
        ("2023-feb", date(2023, 2, 1), date(2023, 2, 28), 1),
        ("2024-T2", date(2024, 4, 1), date(2024, 6, 30), 2),
        ("2024-ene-sep", date(2024, 1, 1), date(2024, 9, 30), 3),
    ],
)
def test_the_days_of_a_window_and_its_quarter(text, first_day, last_day, quarter):
    assert (window(text).first_day, window(text).cutoff) == (first_day, last_day)
    assert window(text).quarter_number == quarter


@pytest.mark.parametrize(
    ("text", "quarters"),
    [
        ("2024-T2", ["2024-T2"]),
        ("2024-S1", ["2024-T1", "2024-T2"]),
        ("2024-S2", ["2024-T3", "2024-T4"]),
        ("2024-ene-sep", ["2024-T1", "2024-T2", "2024-T3"]),
        ("2024-anual", ["2024-T1", "2024-T2", "2024-T3", "2024-T4"]),
        ("2024-ene", []),
        ("2024-ene-abr", []),
        ("2024-feb-abr", []),
    ],
)
def test_the_quarters_of_a_window(text, quarters):
    assert [quarter.code for quarter in window(text).quarters()] == quarters


@pytest.mark.parametrize(
    ("text", "accumulated", "before", "previous"),
    [
        ("2024-T1", "2024-T1", None, None),
        ("2024-T2", "2024-S1", "2024-T1", "2024-T1"),
        ("2024-T3", "2024-ene-sep", "2024-S1", "2024-T2"),
        ("2024-T4", "2024-anual", "2024-ene-sep", "2024-T3"),
        ("2024-S2", "2024-anual", "2024-S1", "2024-T2"),
        ("2024-feb", "2024-ene-feb", "2024-ene", None),
    ],
)
def test_the_accumulated_window_the_time_before_and_the_previous_quarter(text, accumulated, before, previous):
    def code(period: Period | None) -> str | None:
        return period.code if period else None

    period = window(text)
    assert code(period.accumulated()) == accumulated
    assert code(period.before()) == before
    assert code(period.previous_quarter()) == previous


@given(periods())
def test_a_window_consists_of_its_months(period):
    months = period.months()
    assert [month.first for month in months] == list(range(period.first, period.last + 1))
    assert all(month.is_month and month.window in MONTHS for month in months)


@given(periods())
def test_quarters_cover_their_window_or_there_are_none(period):
    months = [month for quarter in period.quarters() for month in quarter.months()]
    assert months in ([], list(period.months()))


@given(periods())
def test_a_window_and_the_time_before_make_up_the_accumulated_window(period):
    before = period.before()
    assert (before.months() if before else ()) + period.months() == period.accumulated().months()


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("2024-T1", "ene feb mar T1"),
        ("2024-T2", "ene feb mar T1 abr may jun T2 S1"),
        ("2024-S1", "ene feb mar T1 abr may jun T2 S1"),
        ("2024-T3", "ene feb mar T1 abr may jun T2 S1 jul ago sep T3 ene-sep"),
        ("2024-S2", "ene feb mar T1 abr may jun T2 S1 jul ago sep T3 ene-sep oct nov dic T4 S2 anual"),
        ("2024-anual", "ene feb mar T1 abr may jun T2 S1 jul ago sep T3 ene-sep oct nov dic T4 anual"),
    ],
)
def test_the_windows_that_a_run_scores(text, windows):
    assert [period.window for period in run_windows(window(text))] == windows.split()


def test_a_month_is_scored_with_the_quarters_closed_before_it():
    """A report on May shows the first quarter too, and what has accumulated to May."""
    assert [period.window for period in run_windows(window("2024-may"))] == [
        "ene",
        "feb",
        "mar",
        "T1",
        "abr",
        "may",
        "ene-may",
    ]


@given(periods())
def test_a_run_scores_its_own_window_and_nothing_later(period):
    windows = run_windows(period)
    assert period in windows
    assert len(set(windows)) == len(windows)
    assert all(scored.last <= period.last for scored in windows)


@pytest.mark.parametrize(
    ("period", "following"),
    [
        ("2024-T2", "2024-T3"), ("2024-T4", "2025-T1"), ("2024-jun", "2024-jul"), ("2024-dic", "2025-ene"),
        ("2024-S1", "2024-S2"), ("2024-S2", "2025-S1"), ("2024-anual", "2025-anual"), ("2024-ene-sep", None), ("2024-poa", None),
    ],
)  # fmt: skip
def test_the_following_window_has_the_same_length(period, following):
    found = Period.parse(period).following()
    assert (found.code if found else None) == following


@pytest.mark.parametrize(
    ("code", "title", "head"),
    [
        ("2024-T1", "acumulado al primer trimestre de 2024", "T1"),
        ("2024-S1", "acumulado al primer semestre de 2024", "S1"),
        ("2024-ene-sep", "enero a septiembre de 2024", "Ene-sep"),
        ("2024-anual", "gestión de 2024", "Año"),
        ("2024-poa", "plan operativo de 2024", "Poa"),
    ],
)
def test_the_names_of_accumulated_windows(code, title, head):
    period = Period.parse(code)
    assert (period.so_far, period.short) == (title, head)
    assert period.is_year is (code == "2024-anual")
