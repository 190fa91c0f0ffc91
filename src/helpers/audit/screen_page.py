"""How many tags and words a page has, counted as it is read and before it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from helpers.audit import limits
from helpers.audit.limits import count_es

_PIECE = 1 << 16
_MARK = re.compile(r"[<\s]")


def page_problems(path: Path, name: str, calculated: int) -> Iterator[str]:
    """What makes a page too much to be parsed.

    Parameters
    ----------
    calculated : int
        Bytes that the run's calculation fills.
    """
    most, marks = limits.PAGE_MARKS.of(calculated), 0
    with path.open(encoding="utf-8", errors="replace") as stream:
        while marks <= most and (piece := stream.read(_PIECE)):
            marks += len(_MARK.findall(piece))
    if marks > most:
        yield f"{name}: tiene más de {count_es(most)} etiquetas y palabras, que es lo más que se lee en este informe."
