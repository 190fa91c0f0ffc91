"""The report's page as the printer needs it: without what a screen alone uses."""

from __future__ import annotations

import re

_ON_SCREEN_ALONE = re.compile(
    r'<script\b[^>]*>.*?</script>|<details class="cifras-del-grafico">(?:(?!<details).)*?</details>', re.DOTALL
)


def for_paper(document: str) -> str:
    """The page without its programs and their data, which are most of it, and without the lists behind its charts.

    Nothing of that is seen on paper.

    Parameters
    ----------
    document : str
        A whole HTML page of the report.
    """
    return _ON_SCREEN_ALONE.sub("", document)
