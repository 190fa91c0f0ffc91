"""Where a check passes, a report of a semester or of other months is made: of random institutions, in one process."""

import pytest
from gate_holds import holds


@pytest.mark.slow
def test_a_report_is_made_wherever_its_check_passes():
    holds(("S1", "S2", "may", "ene-sep"), beginning=20241, usual=24)
