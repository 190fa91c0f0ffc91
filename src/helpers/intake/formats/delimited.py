"""Bytes → the text of a CSV, and the sign that separates its cells."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

_QUOTED = re.compile(r'"[^"]*"')
_SEPARATORS = (",", ";", "\t")
_HINT = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
_LOOKED_AT = 30
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
UTF8, CP1252, LATIN1, UTF16 = "UTF-8", "Windows-1252", "Latin-1", "UTF-16"


def decoded(data: bytes) -> tuple[str, str]:
    """Tell the encoding of a text and read it.

    Returns
    -------
    str
        The text, without its byte order mark.
    str
        Its encoding; `CP1252` and `LATIN1` are taken where it is none of the certain ones.

    Raises
    ------
    UnicodeDecodeError
        For a UTF-16 text that is cut off.
    """
    for mark, encoding in _UTF16.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding), UTF16
    head = data[:4096]
    if head.count(0) > len(head) * 0.3:
        return data.decode("utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"), UTF16
    try:
        return data.decode("utf-8-sig"), UTF8
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), CP1252
    except UnicodeDecodeError:
        return data.decode("latin-1"), LATIN1


def without_hint(text: str) -> tuple[str, str, int]:
    """Split off Excel's own first line `sep=;`: the text, the separator (empty without one) and lines taken."""
    hint = _HINT.match(text)
    return (text[hint.end() :], hint[1], 1) if hint else (text, "", 0)


def delimiter(text: str) -> str:
    """Tell comma, semicolon and tab by the first line that has nearly as many of one as any, outside quotes.

    A title above the table may hold a comma, and a row below it more decimal commas than there are semicolons.
    """
    lines = [line for line in text.splitlines() if line.strip(",; \t")][:_LOOKED_AT]
    counts = [_counts(line) for line in lines]
    most = max((max(count) for count in counts), default=0)
    for count in counts:
        if most and max(count) * 2 >= most:
            return _SEPARATORS[count.index(max(count))]
    return ","


def _counts(line: str) -> Sequence[int]:
    bare = _QUOTED.sub("", line)
    return [bare.count(sign) for sign in _SEPARATORS]
