"""The custom properties of a workbook's document, where its format keeps them in a part of its own."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from helpers.intake.formats.archive import BROKEN, attribute, check_parts, elements
from helpers.intake.formats.limits import Unreadable

_PARTS = (("docProps/custom.xml", "property"), ("meta.xml", "user-defined"))
"""Of an .xlsx and of an .ods: the part, and the element of one property."""


def custom_properties(path: Path) -> Mapping[str, str]:
    """Read the properties by name; none for a file that has none or keeps them elsewhere (.xls)."""
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as package:
            check_parts(package)
            names = set(package.namelist())
            return {
                attribute(element, "name"): "".join(element.itertext()).strip()
                for part, tag in _PARTS
                if part in names
                for _, element in elements(package, part, tag)
            }
    except (*BROKEN, Unreadable):
        # The cells say the same; what is wrong with the file is told by whoever reads those.
        return {}
