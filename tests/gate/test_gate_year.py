"""Where a check passes, the year's accountability is made: of random institutions, in one process."""

import pytest
from gate_holds import holds


@pytest.mark.slow
def test_a_report_is_made_wherever_its_check_passes():
    holds(("anual",), beginning=20242, usual=24)
