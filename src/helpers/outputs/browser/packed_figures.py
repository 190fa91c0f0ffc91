"""Compresses the panel's data into text that HTML does not change.

The page has tens of thousands of figures and must stay small enough for e-mail. A browser unpacks them only when the
first figure is opened.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping

ELEMENT_ID = "datos-cifras"
"""Id of the element with the compressed data."""
LEVEL = 6
MOST_TIMES = 40
"""Largest ratio of expansion; a ministry's data expand to 5 times their size."""
SMALL = 1 << 20
"""Bytes that any text may expand to, whatever its length."""


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
        If the text was not made by `packed`, has anything after it, or expands to `MOST_TIMES` its length or more.
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
