"""Which findings of a check are of a period before its own: nobody mends them in this one's forms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.errors import UsageError
from helpers.findings import Finding, Severity
from helpers.periods import Period

_CODE = re.compile(r"\b\d{4}-[A-Za-z][A-Za-z0-9-]*")
_FOLDER = re.compile(r"/(\d{4})/([A-Za-z0-9-]+)/")
"""A period's folder within an institution's data: `data/mre/2024/T2/`."""


def is_earlier(finding: Finding, period: Period) -> bool:
    """Whether a warning or a note is of what ended before a period began.

    An error is of every period that it stops.
    """
    if finding.severidad is Severity.ERROR:
        return False
    named = tuple(_named(finding))
    return bool(named) and all((other.year, other.last) < (period.year, period.first) for other in named)


def _named(finding: Finding) -> Iterator[Period]:
    """The periods that a finding's element and expectation name; the one of its file where they name none."""
    codes = _CODE.findall(f"{finding.elemento} {finding.esperado}")
    folders = [f"{year}-{window}" for year, window in _FOLDER.findall(finding.archivo)]
    said = [period for code in codes if (period := _period(code))]
    yield from said or [period for code in folders if (period := _period(code))]


def _period(code: str) -> Period | None:
    try:
        return Period.parse(code)
    except UsageError:
        return None
