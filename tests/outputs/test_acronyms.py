"""The acronyms that a report lists."""

import pytest

from helpers.outputs.html.acronyms import used_acronyms


@pytest.mark.parametrize(("said", "listed"), [("Según el PEI.", ["PEI"]), ("El PEI y el PEM-2024", ["PEI"]), ("El PEI-UF", [])])
def test_an_acronym_at_the_end_of_a_sentence_is_listed_and_part_of_another_is_not(said, listed):
    known = {"PEI": "Plan Estratégico Institucional", "PEM": "Plan Estratégico Ministerial"}
    assert [sigla for sigla, _ in used_acronyms(iter([f"<p>{said}</p>"]), known)] == listed
