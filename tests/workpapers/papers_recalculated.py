"""Recalculate a workbook with LibreOffice, so that an echo of the stored values cannot pass for it."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

from openpyxl import Workbook, load_workbook

CANARY = "-777"
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
STORED = re.compile(rb"(</f>)<v>[^<]*</v>")


def recalculated(path: Path, folder: Path) -> Workbook:
    """What LibreOffice works out from the formulas alone: a canary replaces every stored value first."""
    spoiled = folder / "spoiled" / path.name
    spoiled.parent.mkdir()
    assert spoil(path, spoiled) > 0
    return converted(spoiled, folder)


def converted(path: Path, folder: Path) -> Workbook:
    """The values of a workbook after LibreOffice has opened it, told to recalculate always."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(PROFILE, encoding="utf-8")
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    target = folder / "recalculated"
    command = [*office, "--convert-to", "xlsx", "--outdir", str(target), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return load_workbook(target / path.name, data_only=True)


def spoil(source: Path, target: Path) -> int:
    """Copy a workbook with the stored value of every formula replaced; returns how many."""
    count = 0
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                data, found = STORED.subn(rb"\1<v>" + CANARY.encode() + rb"</v>", data)
                count += found
            new.writestr(item, data)
    return count
