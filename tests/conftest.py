"""Settings of all tests. pytest puts this folder on the path, so that tests can import `builders` and `naive`."""

import gc
import os
import re
import signal
import tempfile
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["browsers", "kept_wording"]

# Tests may run on two shared cores, so a slow example is no failure. Every run tries the same examples.
settings.register_profile(
    "libro", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("libro")
if "PYTEST_XDIST_WORKER" not in os.environ:
    _shared = tempfile.TemporaryDirectory(prefix="pruebas-")
    # The worker processes are children of this one and inherit the variable.
    os.environ["POA_PRUEBAS"] = _shared.name
# A shell starts background jobs with Ctrl-C ignored, which the commands that tests interrupt would inherit.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# A disk takes milliseconds for each of thousands of flushes, which only a power cut would need. Commands in processes of
# their own do flush.
os.fsync = os.fstat
NUMBERS = count()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder for the test, whose number pytest does not look for among the folders of all tests before it."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    return tmp_path_factory.mktemp(f"{name}{next(NUMBERS)}", numbered=False)


def pytest_collectstart() -> None:
    """Switch the garbage collector off: modules and items stay, so there is nothing to free while they are made."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Exclude what is there now from garbage collection, which would scan it thousands of times."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    gc.enable()
