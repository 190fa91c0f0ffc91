"""The type of a JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PlainData = Mapping[str, Any]
"""A JSON object as `json.load` returns it. The file's format, not the type checker, says what type each value has."""
