"""From the transcribed reports of 2024 (``data/mre/fuente``) to the contract's tables (``data/mre/2024``).

Run it with ``python -m helpers.conversion.mre_2024``; with ``--check`` nothing is written, and it fails if a
file is not what the conversion makes. ``data/mre/2024/README.md`` says where each table comes from.
"""

import sys

from helpers.conversion.budget import links, spending
from helpers.conversion.command import Conversion
from helpers.conversion.published import published_t1, published_t2
from helpers.conversion.reports import counts, goals, history, progress
from helpers.conversion.running_text import running_text
from helpers.conversion.structure import actions, articulation, structure

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
