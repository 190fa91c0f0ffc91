"""From one method's figure to another's, a rule at a time: how much of the difference each rule makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.book import Book
from helpers.display import list_es, lower_first
from helpers.methods import Metodo
from helpers.sensitivity.cases import Case, changed
from helpers.sensitivity.rules import RuleChange
from helpers.trace import Figure

REST = RuleChange("Lo demás", "lo que dice el primer método", "lo que dice el segundo", {})
"""What is left once every rule that could be told apart is changed."""


@dataclass(frozen=True)
class Step:
    """One rule changed, over those changed before it; several at once where only together they give a figure.

    Attributes
    ----------
    change : RuleChange
    value : Decimal
        The figure as printed from here on.
    effect : Decimal
        What it adds to the value before; the effects of all steps add up to the whole difference.
    """

    change: RuleChange
    value: Decimal
    effect: Decimal


def steps_between(
    case: Case, first: Metodo, changes: Sequence[RuleChange], figure: str, ends: tuple[Decimal, Decimal]
) -> tuple[Step, ...]:
    """Change rule after rule of a method, in the order given, and score again each time.

    Parameters
    ----------
    ends : tuple of Decimal
        The figure as printed under the first method and under the second.
    """
    patch: dict[str, object] = {}
    waiting: list[RuleChange] = []
    steps: list[Step] = []
    before = ends[0]
    for change in changes:
        patch |= change.patch
        waiting.append(change)
        value = _value(case, first, patch, figure)
        if value is not None:
            steps.append(Step(_together(waiting), value, value - before))
            before, waiting = value, []
    if before != ends[1]:
        steps.append(Step(_together([*waiting, REST]), ends[1], ends[1] - before))
    return tuple(steps)


def _together(changes: Sequence[RuleChange]) -> RuleChange:
    """Several changes told as one."""
    if len(changes) == 1:
        return changes[0]
    what = list_es([changes[0].what, *(lower_first(change.what) for change in changes[1:])])
    before, after = (
        "; ".join(f"{lower_first(change.what)}: {words}" for change, words in zip(changes, said, strict=True))
        for said in ([change.before for change in changes], [change.after for change in changes])
    )
    return RuleChange(what, before, after, {})


def _value(case: Case, first: Metodo, patch: dict[str, object], figure: str) -> Decimal | None:
    try:
        method = changed(first, patch)
    except (ValueError, KeyError):
        return None
    found = case.under(method).book.figures.get(figure)
    return None if found is None else found.rounded


def overweight(book: Book, tree: Sequence[Figure]) -> str:
    """Why weights that the data give cannot be used as a method uses them, in Spanish; empty where they can."""
    for figure in tree:
        whole = next((operand.constant for operand in figure.operands if operand.role == "divisor"), None)
        weights = [book.handed_on(operand.weight) for operand in figure.operands if operand.weight]
        if whole is not None and sum(weights) > whole:
            return (
                f"los pesos de «{figure.name or figure.code}» suman {sum(weights)} y el método los divide entre {whole}"
            )
    return ""
