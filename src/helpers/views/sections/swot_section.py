"""Tables and counts of the section on strengths and weaknesses (`01_foda`)."""

from __future__ import annotations

from collections import Counter

from helpers.views.elements.grid import Pieces, Table
from helpers.views.plan.formulation_views import BLOCKS, formulating_rows, lines_of, swot
from helpers.views.sections.shown_section import ShownSection

SAME_FACTORS = "Los factores de los cuadros son los de la tabla"


def factors(section: ShownSection) -> Pieces | None:
    """One table of form 01 for each area that filled it in, its factors by block; None if the plan has no form 01."""
    return swot(section.book, id="cuadro-foda") if lines_of(section.book, "foda") else None


def shown_factors(section: ShownSection) -> Counter[tuple[str, str]]:
    """Number of factors in the tables of `factors`, by area code and block (`fortaleza`…)."""
    areas = [row.code for row in formulating_rows(section.book, "foda")]
    found: Counter[tuple[str, str]] = Counter()
    for area, table in zip(areas, swot(section.book, id="cuadro-foda").items, strict=True):
        if isinstance(table, Table):
            found.update((area, block) for block in _blocks_of(table))
    return found


def _blocks_of(table: Table) -> list[str]:
    """The block of each factor in a table, as the input names it."""
    called, block, found = {words: name for name, words in BLOCKS.items()}, "", []
    for row in table.rows:
        if row.heads_group:
            block = called[str(row.cells[0])]
        elif row.depth:
            found.append(block)
    return found
