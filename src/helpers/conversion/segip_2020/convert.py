"""From the transcribed report of 2020 (``data/segip/fuente``) to the contract's tables (``data/segip/2020``).

Run it with ``python -m helpers.conversion.segip_2020``; with ``--check`` nothing is written, and it fails if a file is
not what the conversion makes. ``data/segip/2020/README.md`` says where each table comes from.
"""

from helpers.conversion.command import Conversion
from helpers.conversion.segip_2020.money import amendments, income, spending
from helpers.conversion.segip_2020.plan import execution, progress, tasks
from helpers.conversion.segip_2020.printed import PRINTED
from helpers.conversion.segip_2020.production import production
from helpers.conversion.segip_2020.published import published
from helpers.conversion.segip_2020.units import links, structure

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
