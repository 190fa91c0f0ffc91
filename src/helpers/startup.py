"""What a process of this project does before it imports anything heavy."""

from __future__ import annotations

import sys

GRAMMAR_OF_IRIS = "rfc3987_syntax"


def without_grammar_of_iris() -> None:
    """Have this process start a second sooner.

    `nbformat` imports `jsonschema`, which compiles a grammar of IRIs at once where it finds one installed, as
    JupyterLab has it, and does without where it finds none. No notebook's schema speaks of IRIs.
    """
    sys.modules.setdefault(GRAMMAR_OF_IRIS, None)
