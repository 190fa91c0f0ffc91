"""Where a check passes, a quarter's report is made: of random institutions, in one process."""

import pytest
from gate_holds import holds


@pytest.mark.slow
def test_a_report_is_made_wherever_its_check_passes():
    holds(("T2", "T1", "T3", "T4"), beginning=20240, usual=40)
