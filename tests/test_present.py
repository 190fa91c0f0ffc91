"""A value that must be there."""

import pytest

from helpers.base.present import present


@pytest.mark.parametrize("value", [0, "", (), False])
def test_empty_values_are_present(value):
    assert present(value) is value


def test_an_absent_value_is_refused():
    with pytest.raises(LookupError):
        present(None)
