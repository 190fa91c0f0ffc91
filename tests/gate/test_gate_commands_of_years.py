"""Where `poa comprobar` passes, a year's, or a plan's, report is made and verified, by the real commands."""

import pytest
from gate_commands import assert_reports_follow_checks

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

SEED = 20248
WINDOWS = ("anual", "poa")


def test_what_passes_its_check_is_reported_and_its_report_is_verified(tmp_path):
    assert_reports_follow_checks(tmp_path, WINDOWS, SEED, 3)
