"""The remarks that a transcriber left in brackets at the end of a form's descriptions, as marks and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from helpers.base.display import list_es, upper_first
from helpers.base.python_extras import by_key

REMARK = re.compile(r"(.*)\[(\w[\w ]*: .*)\]", re.DOTALL)
"""A description that ends with the transcriber's remark in brackets."""
MARK = "(*)"
KINDS_OF_REMARK = {
    "ocr reconstruida": "lectura reconstruida",
    "por orden": "asignado por su orden",
    "dudosa": "lectura dudosa",
}
"""Words for a transcriber's kind of remark that a reader would not understand."""


def without_remark(text: str) -> tuple[str, str]:
    """Split `text [kind: remark]` into the text and the transcriber's `kind: remark`, empty if there is none."""
    found = REMARK.fullmatch(text)
    if found is None:
        return text, ""
    kind, _, words = found[2].partition(": ")
    return found[1].strip(), f"{KINDS_OF_REMARK.get(kind, kind)}: {words}"


def marked(text: str) -> str:
    """Return a description in which the mark `(*)` replaces the remark in brackets; unchanged if it has no remark."""
    plain, remark = without_remark(text)
    return f"{plain} {MARK}".strip() if remark else plain


def remarks(lines: Iterable[tuple[str, Mapping[str, str]]], label: str) -> Iterator[str]:
    """Yield notes with the remarks on an area's rows; each remark appears once, with the names of its rows.

    Parameters
    ----------
    lines : iterable of (str, Mapping)
        Name and row; an empty name is replaced by the row's description.
    label : str
        Name of the area.
    """
    parted = ((name, *without_remark(line.get("descripcion", ""))) for name, line in lines)
    told = by_key((remark, name or upper_first(plain)) for name, plain, remark in parted)
    for remark, names in told.items():
        if remark:
            yield f"{MARK} {label}, {list_es(list(dict.fromkeys(names)))}: {remark}."
