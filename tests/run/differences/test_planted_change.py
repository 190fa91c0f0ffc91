"""A large change among small ones ranks first, with its cell.

There is a case of each cause; `POA_DIFERENCIAS_CASOS` asks for more.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from random_runs import SEEN_IN, pair

from helpers.run.differences.explained_changes import compare_sides

USUAL = 7
LEAST = 0.95


@pytest.mark.slow
def test_a_planted_change_is_ranked_first():
    tried, first, cells, first_cells = Counter(), Counter(), 0, 0
    for seed in range(int(os.environ.get("POA_DIFERENCIAS_CASOS", USUAL))):
        before, after, cause = pair(seed)
        found = compare_sides(before.side("antes"), after.side("ahora"))
        change = next(one for one in found.changes if one.headline.names[1] == SEEN_IN[cause] and not one.headline.is_accumulated)
        tried[cause] += 1
        first[cause] += change.parts[0].causes == (cause,)
        if after.planted:
            part = next(part for part in change.parts if cause in part.causes)
            table, key, column = after.planted
            cell = part.cells[0].cell
            cells += 1
            first_cells += (cell.table, cell.column) == (table, column) and key in cell.key
    print(dict(tried), dict(first), f"{first_cells} of {cells} cells")
    assert first.total() >= LEAST * tried.total(), (tried, first)
    assert first_cells >= LEAST * cells
