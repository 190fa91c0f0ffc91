"""If `poa comprobar` passes, `poa informe` makes the report of the period and `poa auditar` verifies it."""

import pytest
from gate_commands import assert_reports_follow_checks

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

SEED = 20253
WINDOWS = ("T2", "S1", "T1")


def test_each_institution_that_passes_its_check_gets_a_report_that_passes_its_audit(tmp_path):
    assert_reports_follow_checks(tmp_path, WINDOWS, SEED, 3)
