"""The report's page as the printer needs it: without what a screen alone uses, its charts quickly drawn."""

from __future__ import annotations

import re

from helpers.assemble.letters import with_letters

_ON_SCREEN_ALONE = re.compile(
    r'<script\b[^>]*>.*?</script>|<details class="cifras-del-grafico">(?:(?!<details).)*?</details>', re.DOTALL
)


def for_paper(document: str) -> str:
    """The page without its programs and their data, which are most of it, and without the lists behind its charts.

    Nothing of that is seen on paper. The letters of the charts are text.

    Parameters
    ----------
    document : str
        A whole HTML page of the report.
    """
    return with_letters(_ON_SCREEN_ALONE.sub("", document))
