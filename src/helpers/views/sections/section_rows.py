"""What several section modules list."""

from __future__ import annotations

from helpers.figures.findings import Finding
from helpers.views.sections.shown_section import ShownSection

LATE = "PRE-TARDE"


def late_forms(section: ShownSection) -> tuple[Finding, ...]:
    """The findings on forms that came after their deadline."""
    return tuple(finding for finding in section.findings_of(LATE) if finding.codigo == LATE)
