"""A CSV that is written is read back as it was, whatever its cells contain."""

from __future__ import annotations

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from helpers.base.system.atomic import csv_text

CELLS = st.text(st.sampled_from('aé7 ,;"\'#-:=\r\n\t\\'), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4), st.sampled_from(",;\t"))
@example([["Ana\rRojas", "- #1: «x»"], ["\r", "\n"]], ",")
def test_written_cells_are_read_back_unchanged(rows, mark):
    text = csv_text(rows, mark)
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=mark)) == rows
    assert not text or text.endswith("\n")
