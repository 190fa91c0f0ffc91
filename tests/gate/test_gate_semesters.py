"""If a random institution passes its check, its report of a semester or other months can be made, in one process."""

import pytest
from gate_holds import check_and_report_drawn


@pytest.mark.slow
def test_an_institution_that_passes_its_check_gets_a_report():
    check_and_report_drawn(("S1", "S2", "may", "ene-sep"), beginning=20241, usual=12)
