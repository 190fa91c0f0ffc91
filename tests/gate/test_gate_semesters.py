"""Where a check passes, a report of a semester or of other months is made: of random institutions, in one process."""

from gate_holds import gate, how_many
from gate_institutions import institutions
from hypothesis import given, seed, settings

SEED = 20241
WINDOWS = ("S1", "S2", "may", "ene-sep")


def test_a_report_is_made_wherever_its_check_passes():
    with gate() as held:

        @seed(SEED)
        @settings(max_examples=how_many(100), derandomize=False, database=None)
        @given(institutions(WINDOWS))
        def holds(one):
            held.holds_for(one)

        holds()
        held.assert_means_something()
