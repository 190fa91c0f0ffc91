"""The page's JavaScript program, as one text.

The page is complete without it. The program adds controls (search, sort, copy, dark ground), a table of contents that
follows the reading, and the panel that explains a figure.
"""

from __future__ import annotations

from pathlib import Path

SCRIPTS = Path(__file__).parent / "scripts"
FILES = (
    "base.js", "contents.js", "theme.js", "sorting.js", "tables.js", "records.js", "panel.js", "figures.js",
    "search.js", "start.js",
)  # fmt: skip
"""Files of the program, each after those that it uses."""


def program() -> str:
    """Return the page's only program; it defines no global name.

    Returns
    -------
    str
        JavaScript that fetches nothing and evaluates no text.
    """
    parts = [(SCRIPTS / name).read_text(encoding="utf-8").strip() for name in FILES]
    return '"use strict";\n(() => {\n' + "\n\n".join(parts) + "\n})();"
