"""What a late form moves in the headline figures: they are scored again as if it had come in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from helpers.checks.rule_registry import Evidence
from helpers.figures.figure import Figure
from helpers.figures.records import REPORTING
from helpers.figures.situations import is_late
from helpers.scoring.score import score
from helpers.settings.institution import Entidad

TABLE = "presentaciones"


def moved_by_lateness(
    evidence: Evidence, headlines: Sequence[Figure], element: str
) -> tuple[tuple[Figure, Decimal], ...] | None:
    """Return the headline figures that a late form changes, and by how much, as printed.

    Parameters
    ----------
    element : str
        The form, as findings on it name it: `presentaciones/2024-T2/U1`.

    Returns
    -------
    tuple of (Figure, Decimal) or None
        None where no figure of the unit is left out as late: what its form would have added is then not known. Also
        where a headline figure would then be missing.
    """
    _, code, unit = element.split("/", 2)
    if not any(is_late(evidence.book, level, unit, code) for level in REPORTING):
        return None
    dataset = evidence.dataset
    rows = dataset.rows(TABLE)
    others = tuple(row for row in rows if f"{TABLE}/{row.period('periodo')}/{row.text('unidad')}" != element)
    in_time = replace(dataset, tables={**dataset.tables, TABLE: others})
    entity, asked = Entidad.model_validate(evidence.book.identity), frozenset(one.indicator for one in headlines)
    again, _ = score(in_time, evidence.method, evidence.corrida, entity, asked=asked)
    both = [(one, again.figures.get(one.id)) for one in headlines]
    if any(then is None for _, then in both):
        return None
    return tuple((one, move) for one, then in both if then and (move := one.rounded - then.rounded))
