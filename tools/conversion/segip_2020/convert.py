"""Converts the transcribed report of 2020 (``data/segip/fuente``) to the contract's tables (``data/segip/2020``).

Run it with ``python -m tools.conversion.segip_2020``. With ``--check`` it writes nothing and fails if a file differs
from the conversion. ``data/segip/2020/README.md`` gives the source of each table.
"""

from tools.conversion.command import Conversion
from tools.conversion.segip_2020.money import amendments, income, spending
from tools.conversion.segip_2020.plan import execution, progress, tasks
from tools.conversion.segip_2020.printed import PRINTED
from tools.conversion.segip_2020.production import production
from tools.conversion.segip_2020.published import published
from tools.conversion.segip_2020.units import links, structure

CONVERSION = Conversion(
    source="data/segip/fuente",
    target="data/segip/2020",
    makers=(
        structure,
        links,
        tasks,
        execution,
        progress,
        spending,
        income,
        amendments,
        production,
        published,
        *PRINTED,
    ),
)
