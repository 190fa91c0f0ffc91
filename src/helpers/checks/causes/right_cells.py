"""Tells right cells from wrong ones where controls disagree: another control may confirm the printed cell.

A failed control says that one of its cells is wrong, not which. A cell that another control confirms is not accused:
the other cells of the failed control are suspected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from helpers.base.display import list_es, number_es, short_list_es
from helpers.base.exact import exact, round_half_up, rounded
from helpers.base.python_extras import by_key
from helpers.checks.causes.one_cell import Board, Placed, Repair, repairs_of, ties_with
from helpers.checks.causes.printed_case import Cause
from helpers.figures.finding_families import RESTING
from helpers.figures.findings import Verdict
from helpers.figures.records import SourceCell

OPERANDS = "operandos"
"""Kind of a cause that clears the printed cell and names the wrong cells of its control."""
FEWEST_PARTS = 2
"""A control of one part is an equality or a share; that it holds does not say that either number is right."""
MOST_NAMED = 3
"""Most suspected cells that a cause names; of more, it gives the number of the rest."""


@dataclass(frozen=True)
class Correction:
    """The value that a cell would have if a suspected cell, or itself, were corrected.

    Attributes
    ----------
    value : Fraction
    repair : Repair
        The correction of the suspected cell.
    used : frozenset of SourceCell
        All cells of the controls through which the value was computed.
    """

    value: Fraction
    repair: Repair
    used: frozenset[SourceCell]


@dataclass(frozen=True)
class Controls(Board):
    """All controls of the declared tables, failed and fulfilled."""

    @cached_property
    def of_cell(self) -> Mapping[SourceCell, Sequence[int]]:
        """Positions, in `placed`, of the controls that compute each cell."""
        return by_key((item.cell, place) for place, item in enumerate(self.placed))

    @cached_property
    def suspects(self) -> frozenset[SourceCell]:
        """Cells with a failed control that no other control confirms; one with a suspected part confirms nothing."""
        failing = {self.placed[place].cell for place in self.failing}
        suspects: set[SourceCell] = set()
        while True:
            more = {cell for cell in failing - suspects if self._confirmed_by(cell, suspects) is None}
            if not more:
                return frozenset(suspects)
            suspects |= more

    @cached_property
    def suspected_places(self) -> frozenset[str]:
        """The suspected cells (`suspects`), as texts that findings write."""
        return frozenset(map(str, self.suspects))

    def confirmed_by(self, cell: SourceCell) -> int | None:
        """Return the position, in `placed`, of the first control that confirms a cell; None if none does.

        Such a control computes the cell, holds, and has at least `FEWEST_PARTS` parts, none of them suspected.
        """
        return self._confirmed_by(cell, self.suspects)

    @cached_property
    def confirmed_places(self) -> frozenset[str]:
        """The confirmed cells of which a control failed all the same, as texts that findings write."""
        failing = {self.placed[place].cell for place in self.failing}
        return frozenset(str(cell) for cell in failing - self.suspects)

    def operands(self, place: int) -> Cause | None:
        """Return the cause that clears a failed control's cell: with the suspected cells corrected, the control holds.

        Its parts have the values that follow from the corrections. None if no part is suspected, or the control fails
        even so.
        """
        item = self.placed[place]
        due = self._due(item)
        if not due or not ties_with(item, {cell: correction.value for cell, correction in due.items()}):
            return None
        repairs = tuple(dict.fromkeys(correction.repair for correction in due.values()))
        said = "; ".join(repair.words for repair in repairs)
        return _cleared(f"cuadraría si se corrigiera lo que otro control no confirma: {said}", repairs[0].cell)

    def _due(self, item: Placed) -> Mapping[SourceCell, Correction]:
        """Return the corrections of a control's cells that were not computed through its own printed cell."""
        known = {cell: self.corrected[cell] for cell in item.cells if cell in self.corrected}
        return {cell: correction for cell, correction in known.items() if item.cell not in correction.used}

    def resting(self, place: int, told: str) -> str:
        """Return in Spanish what a failed control would compute with its suspected parts corrected.

        Empty if that is what it computes as printed, and if `told`, the known cause, names the correction.
        """
        item = self.placed[place]
        due = self._due(item)
        value = item.case.value_under({cell: correction.value for cell, correction in due.items()})
        repairs = tuple(dict.fromkeys(correction.repair for correction in due.values()))
        if value is None or item.case.computed == (instead := round_half_up(value, item.case.decimals)):
            return ""
        if any(repair.words in told for repair in repairs):
            return ""
        named = short_list_es((repair.named for repair in repairs), MOST_NAMED)
        due_there = "lo que dan sus controles" if len(repairs) > 1 else number_es(repairs[0].instead)
        return f"{number_es(item.case.computed)} {RESTING}, {named}: con {due_there} sería {number_es(instead)}"

    @cached_property
    def corrected(self) -> Mapping[SourceCell, Correction]:
        """The suspected cells and those computed from them, each with the value that it should have.

        A suspected cell should have what its first failed control computes. A cell whose control holds as printed
        should have what that control gives with the corrected parts; it is included only if that differs from what is
        printed.
        """
        found: dict[SourceCell, Correction] = {}
        for place, item in enumerate(self.placed):
            if item.cell in self.suspects and not item.case.ties and item.cell not in found:
                repair = item.own_repair(place)
                found[item.cell] = Correction(exact(repair.instead), repair, frozenset(item.cells))
        new = set(found)
        while new:
            touched = {place for cell in new for place in self.touching[cell]}
            more = {}
            for item in (self.placed[place] for place in sorted(touched)):
                correction = self._carried(item, found) if item.cell not in found else None
                if correction is not None:
                    more[item.cell] = correction
            found |= more
            new = set(more)
        return found

    def _carried(self, item: Placed, found: Mapping[SourceCell, Correction]) -> Correction | None:
        """Return the value of a fulfilled control's cell with its parts corrected; None if it stays as printed."""
        if not item.case.ties:
            return None
        instead = {cell: found[cell].value for cell in item.cells if cell in found}
        exactly = item.case.value_under(instead)
        if exactly is None:
            return None
        value = rounded(exactly, item.case.decimals)
        first = found[next(iter(instead))]
        used = first.used.union(item.cells)
        return None if value == exact(item.case.printed) else Correction(value, first.repair, used)

    def counterpart(self, place: int) -> Cause | None:
        """Return the cause that clears a confirmed cell that is compared with one unconfirmed cell; else None."""
        item = self.placed[place]
        parts = [part for part in item.case.parts if part.cell is not None]
        if len(item.case.parts) != 1 or not parts or self.confirmed_by(item.cell) is None:
            return None
        cell = parts[0].cell
        if cell is None or self.confirmed_by(cell) is not None:
            return None
        return _cleared(f"ningún otro control confirma {parts[0].named}, con que se compara", cell)

    def doubt(self, place: int) -> str:
        """Return why the printed cell of a failed control may be right, in Spanish; empty if nothing says so."""
        broken = self._broken(self.placed[place].own_repair(place))
        either = self._either(place)
        if either or not broken:
            return either
        return f"si se corrige, deja de cuadrar «{broken[0]}»: puede estar mal una de sus partes"

    def _either(self, place: int) -> str:
        """Return in Spanish the two corrections, one for each cell, that make a failed control of two cells hold.

        Each is followed by its effect on other controls. Empty for a control of more cells, any of which could be
        corrected, and for an equality on which no other control says anything.
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
        """Return in Spanish how many controls, if several, a correction mends, and which it breaks; empty if none."""
        touched = self.touched_by(repair)
        fixed = [item.label for item in touched if not item.case.ties and ties_with(item, repair.change)]
        broken = self._broken(repair)
        said = [f"cuadrarían {len(fixed)} controles"] if len(fixed) > 1 else []
        more = f" y {len(broken) - 1} más" if broken[1:] else ""
        said += [f"dejaría de cuadrar «{broken[0]}»{more}"] if broken else []
        return list_es(said)

    def _broken(self, repair: Repair) -> Sequence[str]:
        """Return the labels of the controls that hold and would fail after a correction."""
        touched = self.touched_by(repair)
        return [item.label for item in touched if item.case.ties and not ties_with(item, repair.change)]

    def _confirmed_by(self, cell: SourceCell, suspects: set[SourceCell] | frozenset[SourceCell]) -> int | None:
        """Return what `confirmed_by` does, if only `suspects` are suspected."""
        for place in self.of_cell.get(cell, ()):
            case = self.placed[place].case
            if case.ties and len(case.parts) >= FEWEST_PARTS and not any(part.cell in suspects for part in case.parts):
                return place
        return None


def _cleared(sentence: str, wrong: SourceCell) -> Cause:
    """Return a cause by which the printed cell is right and the cell `wrong` is not."""
    return Cause(OPERANDS, sentence, Verdict.CARRIED, str(wrong), clears=True)
