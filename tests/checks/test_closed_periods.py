"""How the parameters that changed after a closing are listed."""

from __future__ import annotations

from types import SimpleNamespace

from helpers.checks.follow_up.closed_periods import Causes

BEFORE = {"fecha": "2024-07-08", "reiteracion": "2024-07-12", "fuente": "circular 2"}


def changed_parameters(**dates: str) -> list[str]:
    """Return the list of changes after some dates of the second quarter changed."""
    then, now = ({"titulo": "Seguimiento", "plazos": {"2024-T2": stated}} for stated in (BEFORE, BEFORE | dates))
    evidence = SimpleNamespace(book=SimpleNamespace(inputs={}, method={}, params=now))
    return Causes(evidence, SimpleNamespace(inputs={}, method_digest="", params=then)).keys


def test_changed_dates_of_a_period_are_listed_without_their_source():
    assert changed_parameters(reiteracion="2024-07-15", fuente="circular 3") == [
        "plazos.2024-T2: reiteracion antes 2024-07-12, ahora 2024-07-15"
    ]


def test_a_period_is_listed_alone_if_only_the_source_changed():
    assert changed_parameters(fuente="circular 3") == ["plazos.2024-T2"]


def test_nothing_is_listed_if_nothing_changed():
    assert changed_parameters() == []
