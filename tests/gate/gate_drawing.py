"""Draws random values for the files of an institution, and writes its tables as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TypeVar

from gate_words import FORMULAS, ODD, ODD_CODES, PLAIN
from hypothesis import strategies as st

from helpers.base.characters import printable

T = TypeVar("T")
Row = dict[str, str]


class Pick:
    """Draws the values of one institution. Odd names and codes shrink to plain ones."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.odd_names = draw(st.sampled_from((0, 1, 3)))
        self.odd_codes = draw(st.sampled_from((0, 0, 1, 2)))

    def one(self, options: Sequence[T]) -> T:
        return self.draw(st.sampled_from(options))

    def count(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def often(self, times: int, out_of: int) -> bool:
        """True in `times` of `out_of` cases; shrinks to False."""
        return self.draw(st.integers(1, out_of)) > out_of - times

    def name(self) -> str:
        return self.one(ODD if self.often(self.odd_names, 4) else PLAIN)

    def title(self) -> str:
        """A name for a YAML file, in which every character must be one that the report can print."""
        return self.one(FORMULAS) if self.odd_names and self.often(1, 20) else printable(self.name()).strip()

    def maybe(self, text: str, times: int = 1, out_of: int = 2) -> str:
        return text if self.often(times, out_of) else ""

    def codes(self, prefix: str, number: int) -> list[str]:
        """Distinct codes, some of them odd."""
        found: dict[str, None] = {}
        for place in range(1, number + 1):
            code = self.one(ODD_CODES).strip() if self.often(self.odd_codes, 4) else f"{prefix}{place}"
            found[code if code not in found else f"{prefix}{place}bis"] = None
        return list(found)


def as_csv(rows: Sequence[Row], columns: Sequence[str] = ()) -> str:
    """A table as CSV, with the given columns and every column that some row fills."""
    used = dict.fromkeys(columns)
    for row in rows:
        used |= dict.fromkeys(name for name, value in row.items() if value != "")
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(used), restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
