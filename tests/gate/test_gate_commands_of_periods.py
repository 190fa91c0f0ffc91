"""Where `poa comprobar` passes, a period's report is made and verified, by the real commands."""

import pytest
from gate_commands import assert_reports_follow_checks

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

SEED = 20253
WINDOWS = ("T2", "S1", "T1")


def test_what_passes_its_check_is_reported_and_its_report_is_verified(tmp_path):
    assert_reports_follow_checks(tmp_path, WINDOWS, SEED, 3)
