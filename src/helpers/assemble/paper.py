"""The report's page as the printer needs it: without what a screen alone uses, its charts quickly drawn."""

from __future__ import annotations

import re

from helpers.assemble.letters import with_letters

_PROGRAM = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)


def for_paper(document: str) -> str:
    """The page without its programs and their data, which are most of it, and with its charts' letters as text.

    Parameters
    ----------
    document : str
        A whole HTML page of the report.
    """
    return with_letters(_PROGRAM.sub("", document))
