"""Converts the transcribed reports of 2024 (``data/mre/fuente``) to the contract's tables (``data/mre/2024``).

Run it with ``python -m tools.conversion.mre_2024``. With ``--check`` it writes nothing and fails if a file
differs from the conversion. ``data/mre/2024/README.md`` gives the source of each table.
"""

import sys

from tools.conversion.budget import links, spending
from tools.conversion.command import Conversion
from tools.conversion.published import published_t1, published_t2
from tools.conversion.reports import counts, goals, history, progress
from tools.conversion.running_text import running_text
from tools.conversion.structure import actions, articulation, structure

CONVERSION = Conversion(
    source="data/mre/fuente",
    target="data/mre/2024",
    makers=(
        structure,
        actions,
        articulation,
        progress,
        spending,
        links,
        goals,
        counts,
        history,
        published_t1,
        published_t2,
        running_text,
    ),
)

if __name__ == "__main__":
    sys.exit(CONVERSION.main())
