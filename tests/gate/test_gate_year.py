"""Where a check passes, the year's accountability is made: of random institutions, in one process."""

from gate_holds import gate, how_many
from gate_institutions import institutions
from hypothesis import given, seed, settings

SEED = 20242
WINDOWS = ("anual",)


def test_a_report_is_made_wherever_its_check_passes():
    with gate() as held:

        @seed(SEED)
        @settings(max_examples=how_many(125), derandomize=False, database=None)
        @given(institutions(WINDOWS))
        def holds(one):
            held.holds_for(one)

        holds()
        held.assert_means_something()
