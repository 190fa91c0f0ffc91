"""Indented JSON is the library's own, character by character."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.findings import Severity
from helpers.json_text import indented

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
KEYS = st.text() | st.integers() | st.booleans()
PLAIN = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=20)


@given(PLAIN)
def test_it_is_what_the_library_writes(value):
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1)


def test_tuples_and_words_of_a_list_are_written_as_the_library_does():
    value = {"grado": (Severity.NOTE, "● Alto", ()), "vacío": {}}
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1)


def test_what_json_cannot_say_is_refused():
    with pytest.raises(TypeError):
        indented({"valores": {1, 2}})
