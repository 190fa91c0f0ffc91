"""JSON indented by one blank a level, character by character as `json.dumps(value, ensure_ascii=False, indent=1)`.

The library indents in plain Python, piece by piece; a Book has millions of pieces.
"""

from __future__ import annotations

import json
from functools import lru_cache
from json.encoder import encode_basestring as quoted


def indented(value: object) -> str:
    """Write plain data.

    Raises
    ------
    TypeError
        For what JSON has no way to write.
    """
    return _text(value, "\n")


def _text(value: object, line: str) -> str:
    """A value, `line` being what begins a line at the level that it stands on."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, (list, tuple)):
        return _list(value, line) if value else "[]"
    if isinstance(value, dict):
        return _object(value, line) if value else "{}"
    if type(value) is int:
        return repr(value)
    return "null" if value is None else json.dumps(value)


def _list(items: list | tuple, line: str) -> str:
    inner = f"{line} "
    try:
        # Most lists are of texts alone, and are then written without looking at each.
        texts = list(map(quoted, items))
    except TypeError:
        texts = [_text(item, inner) for item in items]
    return f"[{inner}{f',{inner}'.join(texts)}{line}]"


def _object(items: dict, line: str) -> str:
    inner = f"{line} "
    texts = [f"{_key(key)}: {quoted(item) if type(item) is str else _text(item, inner)}" for key, item in items.items()]
    return f"{{{inner}{f',{inner}'.join(texts)}{line}}}"


@lru_cache(maxsize=4096, typed=True)
def _key(key: object) -> str:
    """A name; what is none stands as JSON writes it (`true`, `1`)."""
    return quoted(key) if isinstance(key, str) else quoted(json.dumps(key))
