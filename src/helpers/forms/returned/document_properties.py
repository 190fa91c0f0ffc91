"""The custom properties of a workbook file."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from helpers.intake.readers.read_limits import Unreadable
from helpers.intake.readers.workbook_archive import BROKEN, attribute, check_parts, elements

_PARTS = (("docProps/custom.xml", "property"), ("meta.xml", "user-defined"))
"""Part with the properties, and element of one property: for .xlsx and for .ods."""


def custom_properties(path: Path) -> Mapping[str, str]:
    """Read the custom properties by name; empty if the file is damaged or its format keeps them elsewhere (.xls)."""
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
        # The identity block repeats the properties, and reading the cells reports what is wrong with the file.
        return {}
