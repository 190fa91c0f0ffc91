"""What the page does in a browser that runs programs, as one JavaScript text.

Without it the page is whole: it only adds controls (search, sort, copy), the contents that follow, and the panel that
says where a figure comes from.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

SCRIPTS = Path(__file__).parent / "scripts"
FILES = ("base.js", "contents.js", "sorting.js", "tables.js", "records.js", "panel.js", "figures.js", "start.js")
"""In the order in which they build on each other."""


@cache
def program() -> str:
    """The page's only program; nothing of it can be reached from outside.

    Returns
    -------
    str
        JavaScript that asks for nothing and evaluates no text.
    """
    parts = [(SCRIPTS / name).read_text(encoding="utf-8").strip() for name in FILES]
    return '"use strict";\n(() => {\n' + "\n\n".join(parts) + "\n})();"
