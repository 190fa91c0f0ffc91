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
        Where the letters are not a packing, or hold anything besides it.
    """
    press = zlib.decompressobj()
    try:
        text = press.decompress(base64.b64decode(letters, validate=True)).decode("utf-8")
    except (binascii.Error, zlib.error, UnicodeDecodeError) as problem:
        raise ValueError(f"not packed data: {problem}") from problem
    if not press.eof or press.unused_data:
        raise ValueError("not packed data: cut short, or with something after it")
    return text
