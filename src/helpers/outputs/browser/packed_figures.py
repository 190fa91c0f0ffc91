"""Compresses the panel's data into text that HTML does not change, and reads them back.

The page has tens of thousands of figures and must stay small enough for e-mail. A browser unpacks them only when the
first figure is opened.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from helpers.base.python_extras import PlainData

ELEMENT_ID = "datos-cifras"
"""Id of the element with the compressed data."""
LEVEL = 6
MOST_TIMES = 40
"""Largest ratio of expansion beyond `SMALL`; a ministry's data expand to 5 times their size."""
SMALL = 1 << 20
"""Bytes that any text may expand to, whatever its length."""
_OWN, _CELL, _FINDING, _PUBLISHED = 14, 5, 5, 4
"""Most texts of a figure (with its id), cell, finding and published value; tampered data may have more."""


def packed(data: Mapping[str, object]) -> str:
    """Compress plain data into text. The same zlib version gives the same text on every system.

    The format is zlib and not gzip, because a gzip header names the system and may hold a date and a file name.

    Parameters
    ----------
    data : Mapping of str to object
        Anything that JSON can hold.

    Returns
    -------
    str
        Base64 of the compressed JSON, ASCII only.
    """
    # Each name separately: one character outside Latin-1 would widen the whole string in memory.
    members = b",".join(f"{_json(name)}:{_json(value)}".encode() for name, value in data.items())
    return base64.b64encode(zlib.compress(b"{%b}" % members, LEVEL)).decode("ascii")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unpacked(letters: str) -> str:
    """Return the JSON text that `packed` compressed.

    Raises
    ------
    ValueError
        If the text was not made by `packed`, has anything after it, or expands to more than `SMALL` bytes plus
        `MOST_TIMES` its own.
    """
    press = zlib.decompressobj()
    try:
        packing = base64.b64decode(letters, validate=True)
        text = press.decompress(packing, SMALL + MOST_TIMES * len(packing)).decode("utf-8")
    except (binascii.Error, zlib.error, UnicodeDecodeError) as problem:
        raise ValueError(f"not packed data: {problem}") from problem
    if not press.eof or press.unused_data:
        raise ValueError("not packed data: cut short, or with something after it")
    return text


def shown_texts(data: PlainData) -> dict[str, list[str]]:
    """Return what the panel shows of each figure, by id: the id, then its texts and the ids of its parts, in order.

    Parameters
    ----------
    data : PlainData
        Data as `figure_panel.panel_data` returns them; others may raise LookupError, TypeError or ValueError.
    """
    texts, ids = [str(text) for text in data["textos"]], [str(row[0]) for row in data["cifras"]]
    cells = [[texts[at] for at in row[:_CELL]] for row in data["celdas"]]
    findings = [[texts[at] for at in row[:_FINDING]] for row in data["hallazgos"]]

    def shown(id: str, row: Sequence[Any]) -> Iterator[str]:
        """Yield the id of a figure, its texts and the ids of its parts, in the panel's order."""
        groups, places, told, published = [*row[_OWN:], [], [], [], []][:4]
        yield id
        yield from (texts[at] for at in row[1:_OWN])
        for words, *parts in groups:
            yield texts[words]
            for place, *said in ([part] if isinstance(part, int) else part for part in parts):
                weighing = said[2:] if place >= 0 else []
                yield from (ids[at] for at in (place, *weighing) if at >= 0)
                yield from (texts[at] for at in said[: len(said) - len(weighing)])
        yield from (text for place in places for text in cells[place])
        yield from (text for place in told for text in findings[place])
        yield from (texts[at] for one in published for at in one[:_PUBLISHED])

    return {id: list(shown(id, row)) for id, row in zip(ids, data["cifras"], strict=True)}
