"""Where a check passes, the plan's report is made: of random institutions, in one process."""

import pytest
from gate_holds import holds


@pytest.mark.slow
def test_a_report_is_made_wherever_its_check_passes():
    holds(("poa",), beginning=20243, usual=24)
