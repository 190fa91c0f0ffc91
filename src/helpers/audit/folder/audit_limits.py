"""Size limits of what an audit opens, and the refusal of a folder that exceeds them.

Most limits have two parts: a size that any report may have, and a percentage of the bytes of the run computed again and
saved (`libro.json` and its CSV files). A large institution's report may therefore be larger than a small one's. Sizes
of real reports, measured on 2026-11-22 (the first line is the saved run; figures in brackets for 50,000 tasks are
estimated from those of 4,426 by the number of figures):

| | mre/2024-T2 | 4,426 tasks | 50,000 tasks |
| --- | ---: | ---: | ---: |
| calculated, MB | 3.3 | 97 | (765) |
| page, MB | 2.6 | 6.5 | 27.5 |
| page, tags and words | 81,000 | 146,000 | - |
| PDF, MB | 2.3 | 19 | 114 |
| PDF unpacked, MB | 9.5 | 68 | (530) |
| workbook, MB | 1.0 | 17 | 125 |
| workbook unpacked, MB | 8.3 | 164 | (1,290) |
| workbook, tags | 620,000 | 10,000,000 | (79,000,000) |
| largest notebook, MB | 0.9 | 1.9 | - |
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """A limit: an amount for any report, plus a percentage of the bytes of the saved run."""

    base: int
    percent: int

    def of(self, calculated: int) -> int:
        """Return the limit, in bytes or tags, for a run whose saved files have `calculated` bytes."""
        return self.base + calculated * self.percent // 100


MEGABYTE = 1024 * 1024
FILES = 2_000
"""Most files and folders of a report; the ministry of 4,426 tasks has 55."""
FOLDERS_DEEP = 2
"""Deepest level of folders; a report has one."""
MANIFEST = 8 * MEGABYTE
"""Most bytes of `manifiesto.json` and of `tiempos.json`, which are read first; 59 KB in `mre/2024-T2`."""
SAVED = SizeLimit(4 * MEGABYTE, 200)
"""Limit of each file of the saved run; its percentage is of the bytes of the same file as saved now."""
OPEN_DATA = SizeLimit(4 * MEGABYTE, 200)
NOTEBOOK = SizeLimit(8 * MEGABYTE, 10)
PAGE = SizeLimit(16 * MEGABYTE, 10)
PAGE_MARKS = SizeLimit(500_000, 2)
"""Tags and words, each of which takes some hundred bytes of memory."""
WORKBOOK = SizeLimit(8 * MEGABYTE, 50)
WORKBOOK_UNPACKED = SizeLimit(16 * MEGABYTE, 400)
WORKBOOK_TAGS = SizeLimit(500_000, 30)
MERGED_CELLS = 100_000
"""Cells in merged ranges of a whole workbook; openpyxl creates every one."""
PDF = SizeLimit(16 * MEGABYTE, 50)
PDF_UNPACKED = SizeLimit(32 * MEGABYTE, 200)
PDF_PAGES = 10_000
PDF_PIXELS = 50_000_000
"""Pixels of one picture."""
PDF_FORMS_DEEP = 5
"""Nesting of forms, each of which may repeat the next many times. Reports have two levels."""
OTHER = SizeLimit(64 * MEGABYTE, 100)
"""Limit of files that are not opened; only their hash is computed."""
UNKNOWN = 200 * MEGABYTE
"""Assumed bytes of the saved run if it cannot be computed again."""


def size_es(size: int) -> str:
    """Return a size in bytes as whole megabytes, rounded up: `3 MB`.

    A size above a limit is thus never printed as equal to it.
    """
    return f"{-(-size // MEGABYTE)} MB"
