"""Removes from the report's page what only a screen uses."""

from __future__ import annotations

import re

_ON_SCREEN_ALONE = re.compile(
    r'<script\b[^>]*>.*?</script>|<details class="cifras-del-grafico">(?:(?!<details).)*?</details>', re.DOTALL
)


def for_paper(document: str) -> str:
    """Return the page without its programs, their data (most of the page) and the lists behind charts.

    Parameters
    ----------
    document : str
        A whole HTML page of the report.
    """
    return _ON_SCREEN_ALONE.sub("", document)
