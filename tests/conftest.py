"""Settings of all tests. Its being here also puts `tests/` on the path, for `builders` and `naive`."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Two cores, shared with others: a slow example is no failure, and the same ones are tried every time.
settings.register_profile(
    "libro", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("libro")

TESTS = Path(__file__).parent
AUDIT = TESTS / "audit"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests go to one process together: each file's, and all of the audit's, whose run takes long to open."""
    for item in items:
        together = AUDIT if item.path.is_relative_to(AUDIT) else item.path
        item.add_marker(pytest.mark.xdist_group(together.relative_to(TESTS).as_posix()))
