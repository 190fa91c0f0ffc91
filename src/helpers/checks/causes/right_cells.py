"""Tells right cells from wrong ones where controls disagree: another control may confirm the printed cell.

A failed control says that one of its cells is wrong, not which. A cell that another control confirms is not accused:
the other cells of the failed control are suspected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.base.display import list_es, number_es
from helpers.base.exact import exact
from helpers.checks.causes.one_cell import Placed, Repair, repairs_of, ties_with
from helpers.checks.causes.printed_case import Cause
from helpers.figures.findings import Verdict
from helpers.figures.records import SourceCell

OPERANDS = "operandos"
"""Kind of a cause that clears the printed cell and names the wrong cells of its control."""
FEWEST_PARTS = 2
"""A control of one part is an equality or a share; that it holds does not say that either number is right."""


@dataclass(frozen=True)
class Controls:
    """All controls of the declared tables, failed and fulfilled."""

    placed: Sequence[Placed]

    @cached_property
    def of_cell(self) -> Mapping[SourceCell, Sequence[int]]:
        """Positions of the controls that compute each cell."""
        found: dict[SourceCell, list[int]] = defaultdict(list)
        for place, item in enumerate(self.placed):
            found[item.cell].append(place)
        return found

    @cached_property
    def touching(self) -> Mapping[SourceCell, Sequence[int]]:
        """Positions of the controls in which each cell takes part, printed or as a part."""
        found: dict[SourceCell, list[int]] = defaultdict(list)
        for place, item in enumerate(self.placed):
            for cell in item.cells:
                found[cell].append(place)
        return found

    @cached_property
    def suspects(self) -> frozenset[SourceCell]:
        """Cells with a failed control and no confirmation; one that rests on a suspected cell does not count."""
        failing = {item.cell for item in self.placed if not item.case.ties}
        suspects: set[SourceCell] = set()
        while True:
            more = {cell for cell in failing - suspects if self._confirmed_by(cell, suspects) is None}
            if not more:
                return frozenset(suspects)
            suspects |= more

    def confirmed_by(self, cell: SourceCell) -> int | None:
        """Return the position of a control that confirms a cell; None if none does."""
        return self._confirmed_by(cell, self.suspects)

    def operands(self, place: int) -> Cause | None:
        """Return the cause that clears a failed control's cell: with its suspected parts corrected, the control holds.

        Each part has the value that its own control gives. None if no part is suspected, or the control fails even so.
        """
        item = self.placed[place]
        repairs = [
            Repair(part.cell, part.full or part.label, owner.case.printed, owner.case.computed, place)
            for part in item.case.parts
            if part.cell in self.suspects and part.cell != item.cell and (owner := self._failed(part.cell, item.cell))
        ]
        if not repairs or not ties_with(item, {repair.cell: exact(repair.instead) for repair in repairs}):
            return None
        said = "; ".join(repair.words for repair in repairs)
        return _cleared(f"cuadra si se corrige lo que otro control no confirma: {said}", repairs[0].cell)

    def counterpart(self, place: int) -> Cause | None:
        """Return the cause that clears a confirmed cell compared with a single other one that nothing confirms."""
        item = self.placed[place]
        parts = [part for part in item.case.parts if part.cell is not None]
        if len(item.case.parts) != 1 or not parts or self.confirmed_by(item.cell) is None:
            return None
        cell = parts[0].cell
        if cell is None or self.confirmed_by(cell) is not None:
            return None
        return _cleared(f"ningún otro control confirma {parts[0].named}, con que se compara", cell)

    def either(self, place: int) -> str:
        """Return which correction of each of two cells would make a failed control hold, and which controls would not.

        Empty for a control of more cells, of which any could be corrected, and for an equality on which no other
        control says anything.
        """
        repairs = tuple(repairs_of(place, self.placed[place]))
        if len(repairs) != FEWEST_PARTS:
            return ""
        effects = tuple(map(self._effect, repairs))
        if not any(effects) and repairs[0].instead == repairs[1].printed:
            return ""
        said = (
            f"«{repair.label}» = {number_es(repair.instead)}{f' ({effect})' if effect else ''}"
            for repair, effect in zip(repairs, effects, strict=True)
        )
        return f"cuadraría con {' o con '.join(said)}"

    def _effect(self, repair: Repair) -> str:
        """Return how many controls a correction would mend, and which it would break; empty if neither is news."""
        instead = {repair.cell: exact(repair.instead)}
        touched = [self.placed[place] for place in self.touching[repair.cell]]
        fixed = [item.label for item in touched if not item.case.ties and ties_with(item, instead)]
        broken = [item.label for item in touched if item.case.ties and not ties_with(item, instead)]
        said = [f"cuadrarían {len(fixed)} controles"] if len(fixed) > 1 else []
        more = f" y {len(broken) - 1} más" if broken[1:] else ""
        said += [f"dejaría de cuadrar «{broken[0]}»{more}"] if broken else []
        return list_es(said)

    def _failed(self, cell: SourceCell, without: SourceCell) -> Placed | None:
        """Return the first failed control of a cell that does not use the cell `without`."""
        for place in self.of_cell.get(cell, ()):
            item = self.placed[place]
            if not item.case.ties and all(part.cell != without for part in item.case.parts):
                return item
        return None

    def _confirmed_by(self, cell: SourceCell, suspects: set[SourceCell] | frozenset[SourceCell]) -> int | None:
        for place in self.of_cell.get(cell, ()):
            case = self.placed[place].case
            if case.ties and len(case.parts) >= FEWEST_PARTS and not any(part.cell in suspects for part in case.parts):
                return place
        return None


def _cleared(sentence: str, wrong: SourceCell) -> Cause:
    return Cause(OPERANDS, sentence, Verdict.CARRIED, str(wrong), clears=True)
