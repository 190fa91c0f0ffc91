"""How the parameters that changed after a closing are listed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from helpers.base.system.digest import data_sha256
from helpers.checks.follow_up.closed_causes import Causes

BEFORE = {"fecha": "2024-07-08", "reiteracion": "2024-07-12", "fuente": "circular 2"}


def changed_parameters(late_forms: str = "fuera", **dates: str) -> list[str]:
    """Return the list of changes after some dates of the second quarter changed; the method is the same."""
    method = {"tardios": late_forms}
    then, now = ({"titulo": "Seguimiento", "plazos": {"2024-T2": stated}} for stated in (BEFORE, BEFORE | dates))
    evidence = SimpleNamespace(book=SimpleNamespace(inputs={}, method=method, params=now))
    return Causes(evidence, SimpleNamespace(inputs={}, method_digest=data_sha256(method), params=then)).keys


def test_changed_dates_of_a_period_are_listed_without_their_source(wording):
    wording(changed_parameters(reiteracion="2024-07-15", fuente="circular 3"), "plazos.2024-T2", "2024-07-12", "2024-07-15")


def test_a_period_is_listed_alone_if_only_the_source_changed():
    assert changed_parameters(fuente="circular 3") == ["plazos.2024-T2"]


def test_nothing_is_listed_if_nothing_changed():
    assert changed_parameters() == []


@pytest.mark.parametrize(("late_forms", "count"), [("fuera", 1), ("cuentan", 0)])
def test_a_deadline_is_no_cause_where_late_forms_count(late_forms, count):
    assert len(changed_parameters(late_forms, fecha="2024-07-09")) == count
