"""Arbitrary changes to a form: no traceback, no unreported change of a locked cell, no change of another amount."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from filling import filled as filled_form
from filling import read
from hypothesis import given, settings
from hypothesis import strategies as st
from office import make_forms
from openpyxl import load_workbook

LOCKED, ROWS = "ABCDEFGH", range(11, 16)
AMOUNTS = {
    "DP.1.1": {"Ejec. jun": 1}, "DP.1.2": {"Ejec. abr": 1, "Ejec. may": 2, "Ejec. jun": 3},
    "DP.2.1": {"Ejec. abr": 100, "Ejec. may": 100, "Ejec. jun": 100}, "DP.2.2": {"Ejec. abr": 1, "Ejec. jun": 0.5},
}  # fmt: skip
VALUES = st.one_of(
    st.none(), st.integers(-5, 200), st.floats(0, 50, width=16), st.sampled_from(["", "DP.1.1", "DJ.1.1", "COVID", "=A1", "TOTAL"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="￾￿"), max_size=8),
)  # fmt: skip


@cache
def office():
    return make_forms()


@cache
def filled() -> Path:
    proofs = {task: values | {"Medio de verificación": "Informe"} for task, values in AMOUNTS.items()}
    return filled_form(office(), "DP", Path(mkdtemp()), proofs)


def amounts(reading):
    return {
        (row.text("tarea"), column): value
        for row in reading.rows.get("ejecucion", ()) for column, value in row.values.items() if column in {"abr", "may", "jun"}
    }  # fmt: skip


@cache
def amounts_before():
    return amounts(read(filled(), office()))


@cache
def text_before(cell):
    return load_workbook(filled())["Seguimiento"][cell].value


def changed(cell, value):
    workbook = load_workbook(filled())
    workbook["Seguimiento"][cell].value = value
    path = filled().with_name("cambiado.xlsx")
    workbook.save(path)
    return read(path, office())


@pytest.mark.slow
@pytest.mark.parametrize("column", LOCKED)
def test_a_change_of_a_locked_cell_is_always_reported(column):
    @given(st.sampled_from(ROWS), VALUES)
    @settings(max_examples=3)
    def any_change(row, value):
        original = text_before(f"{column}{row}")
        reading = changed(f"{column}{row}", value)
        same = " ".join(str(original or "").split()) == " ".join(str("" if value is None else value).split())
        assert same or reading.findings or original == value
        if reading.is_acceptable:
            assert amounts(reading) == amounts_before()

    any_change()


@pytest.mark.slow
@given(st.sampled_from([f"{letter}{row}" for letter in "IJK" for row in ROWS]), VALUES)
@settings(max_examples=20)
def test_a_changed_amount_changes_that_amount_alone(cell, value):
    before, after = amounts_before(), changed(cell, value)
    there = {11: "DP.1.1", 12: "DP.1.2", 13: "DP.1.3", 14: "DP.2.1", 15: "DP.2.2"}[int(cell[1:])]
    place = (there, {"I": "abr", "J": "may", "K": "jun"}[cell[0]])
    assert {key: amount for key, amount in amounts(after).items() if key != place} == {
        key: amount for key, amount in before.items() if key != place
    }
    if isinstance(value, int):
        assert amounts(after)[place] == value


@given(st.integers(1, 22), st.integers(1, 3))
@settings(max_examples=15)
def test_deleted_rows_change_no_amount_of_an_accepted_form(first, count):
    workbook = load_workbook(filled())
    workbook["Seguimiento"].delete_rows(first, count)
    path = filled().with_name("cortado.xlsx")
    workbook.save(path)
    reading = read(path, office())
    if reading.is_acceptable:
        assert amounts(reading) == amounts_before()
