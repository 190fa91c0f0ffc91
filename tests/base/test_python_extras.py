"""A value that cannot be None."""

import pytest

from helpers.base.python_extras import not_none


@pytest.mark.parametrize("value", [0, "", (), False])
def test_an_empty_value_is_returned(value):
    assert not_none(value) is value


def test_none_is_refused():
    with pytest.raises(LookupError):
        not_none(None)
