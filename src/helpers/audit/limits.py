"""How much of a report's folder an audit opens, and the refusal of a folder that holds more.

All limits stand here. Most have two parts: what any report may have, and a percentage of the bytes that the run's own
calculation fills when it is done again and saved (`libro.json` and its CSV files). So a small institution's report is
held to what a small institution can need, and a large one's to more. What reports really have, measured on 2026-11-22
(the calculation's own bytes in the first line; the figures of 50,000 tasks in brackets are worked out from those of
4,426, by the number of figures):

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

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.errors import PoaError
from helpers.intake.formats.limits import MEGABYTE


@dataclass(frozen=True, slots=True)
class Most:
    """A limit: so much in any report, and a percentage of the bytes that the run's calculation fills."""

    base: int
    percent: int

    def of(self, calculated: int) -> int:
        return self.base + calculated * self.percent // 100


FILES = 2_000
"""Files and folders in a report's folder; the ministry of 4,426 tasks leaves 55."""
FOLDERS_DEEP = 2
"""Folders within folders; a report has one level of them."""
MANIFEST = 8 * MEGABYTE
"""`manifiesto.json` and `tiempos.json`, read before anything is calculated; 59 KB in `mre/2024-T2`."""
SAVED = Most(4 * MEGABYTE, 200)
"""Each file that a calculation saves; the percentage is of the same file as saved now."""
OPEN_DATA = Most(4 * MEGABYTE, 200)
NOTEBOOK = Most(8 * MEGABYTE, 10)
PAGE = Most(16 * MEGABYTE, 10)
PAGE_MARKS = Most(500_000, 2)
"""Tags and words, each of which costs some hundred bytes of memory."""
WORKBOOK = Most(8 * MEGABYTE, 50)
WORKBOOK_UNPACKED = Most(16 * MEGABYTE, 400)
WORKBOOK_TAGS = Most(500_000, 30)
MERGED_CELLS = 100_000
"""Cells covered by merged ranges, in a whole workbook: whoever reads one makes each of them."""
PDF = Most(16 * MEGABYTE, 50)
PDF_UNPACKED = Most(32 * MEGABYTE, 200)
PDF_PAGES = 10_000
PDF_PIXELS = 50_000_000
"""Pixels of one picture."""
PDF_FORMS_DEEP = 5
"""Drawings within drawings: each level may repeat the one below many times. Reports have two."""
OTHER = Most(64 * MEGABYTE, 100)
"""A file that no report has, of which only the hash is taken."""
UNKNOWN = 200 * MEGABYTE
"""Taken as the bytes of the calculation where it cannot be done again."""


@dataclass
class Refused(PoaError):
    """A folder that is not opened; the audit does not pass.

    Attributes
    ----------
    label : str
        The folder as messages name it.
    problems : Sequence[str]
        One Spanish clause a problem, each with the file, its size and the limit.
    """

    label: str
    problems: Sequence[str]

    def __str__(self) -> str:
        lines = [f"NO PASA: no se pudo leer {self.label}/, que pasa de los límites de un informe:"]
        lines.extend(f"  - {problem}" for problem in self.problems)
        lines.append(
            "No se abrió ninguno de esos archivos y no se escribió el acta. Si el informe es suyo, hágalo otra vez con "
            "poa report; si lo recibió, pida otra copia a quien lo entregó."
        )
        return "\n".join(lines)


def size_es(size: int) -> str:
    """A size in megabytes, rounded up, so that what is over a limit never reads as equal to it."""
    return f"{-(-size // MEGABYTE)} MB"


def count_es(number: int) -> str:
    """A count with points between its thousands."""
    return f"{number:,}".replace(",", ".")
