"""If `poa comprobar` passes, `poa informe` makes the report and `poa auditar` verifies it, here of a semester and of a plan.

`tests/hospital.py` has a whole year, `test_whole_quarter` a quarter.
"""

import pytest
from gate_commands import assert_reports_follow_checks

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

SEED = 20295
"""With it, the institutions after the first one have a run each of the other two kinds."""
WINDOWS = ("T2", "S1", "poa")


def test_each_institution_that_passes_its_check_gets_a_report_that_passes_its_audit(tmp_path):
    assert_reports_follow_checks(tmp_path, WINDOWS, SEED, len(WINDOWS))
