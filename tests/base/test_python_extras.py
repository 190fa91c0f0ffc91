"""A value that cannot be None, and the first of several with one key."""

import pytest

from helpers.base.python_extras import first_by_key, not_none


@pytest.mark.parametrize("value", [0, "", (), False])
def test_an_empty_value_is_returned(value):
    assert not_none(value) is value


def test_none_is_refused():
    with pytest.raises(LookupError):
        not_none(None)


def test_of_several_items_with_one_key_the_first_counts():
    assert first_by_key([("b", 1), ("a", 2), ("b", 3)]) == {"b": 1, "a": 2}
