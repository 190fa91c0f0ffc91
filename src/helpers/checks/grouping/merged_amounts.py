"""Findings on the cells of an amount that is merged over several rows: they follow from the merging."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from helpers.figures.findings import Finding
from helpers.intake.intake_problems import Code

REASON = "su importe está en una celda unida sobre varias filas, que se lee solo en la primera"
_AREA = re.compile(r"([A-Z]+)([0-9]+):\1([0-9]+)")


def of_merged_cells(findings: Sequence[Finding]) -> Mapping[int, int]:
    """Return, by its position, the position of the merged amount whose cells each finding is about; others are absent.

    A merged amount names its cells in `elemento`: `N51:N52`.
    """
    merged = {place: _AREA.fullmatch(one.elemento) for place, one in enumerate(findings) if one.codigo == Code.MERGED}
    cells = {
        (findings[place].archivo, findings[place].hoja, f"{area[1]}{row}"): place
        for place, area in merged.items()
        if area
        for row in range(int(area[2]), int(area[3]) + 1)
    }
    found = {place: cells.get((one.archivo, one.hoja, one.celda)) for place, one in enumerate(findings)}
    return {place: source for place, source in found.items() if source is not None and place not in merged}
