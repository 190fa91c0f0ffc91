"""If a random institution passes its check, the report of its plan can be made. All in one process."""

import pytest
from gate_holds import check_and_report_drawn


@pytest.mark.slow
def test_an_institution_that_passes_its_check_gets_a_report():
    check_and_report_drawn(("poa",), beginning=20243, usual=12)
