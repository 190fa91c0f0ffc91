"""The figures' data within the page: JSON, compressed, in letters that HTML leaves alone.

The page carries tens of thousands of figures and must stay a file that can be sent by mail. A browser unpacks them
when the first figure is opened, and not before.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping

ELEMENT_ID = "datos-cifras"
"""Of the element that holds the packed data."""
LEVEL = 9
MOST_TIMES = 40
"""How many times its size a packing may unpack to: the figures of a ministry unpack to 5 times theirs."""
SMALL = 1 << 20
"""Bytes that any packing may unpack to."""


def packed(data: Mapping[str, object]) -> str:
    """Pack plain data; with the same version of zlib the same data give the same letters, whatever the system.

    It is zlib's own format and not gzip's, whose head names the system and has room for a date and a name.
    """
    # Name by name: one symbol among the texts would widen every letter of the whole.
    members = b",".join(f"{_json(name)}:{_json(value)}".encode() for name, value in data.items())
    return base64.b64encode(zlib.compress(b"{%b}" % members, LEVEL)).decode("ascii")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unpacked(letters: str) -> str:
    """The JSON text that was packed.

    Raises
    ------
    ValueError
        Where the letters are not a packing, hold anything besides it, or swell to `MOST_TIMES` their number.
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
