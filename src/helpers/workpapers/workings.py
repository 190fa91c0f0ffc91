"""All the sheets of working of a Book, in the order of the calculation, and the cell of each figure's exact value."""

from __future__ import annotations

from helpers.trace import Figure, Operation
from helpers.workpapers.addresses import Addresses
from helpers.workpapers.formulas import formula_steps
from helpers.workpapers.rollup_steps import Fulfilled, Ratios, Weighted
from helpers.workpapers.stacks import Kind, Stack, Step
from helpers.workpapers.steps import Counts, Deviations, Means, Numbers, Sums, differences

KINDS: dict[Operation, type[Kind]] = {
    Operation.NUMBER: Numbers,
    Operation.RATIO: Ratios,
    Operation.WEIGHTED: Weighted,
    Operation.FULFILLED: Fulfilled,
    Operation.MEAN: Means,
    Operation.DEVIATION: Deviations,
    Operation.SUM: Sums,
    Operation.COUNT: Counts,
}
"""A new operation is one line here."""


def work_out(addresses: Addresses) -> tuple[Step, ...]:
    """Describe the sheets, each operation's on its own.

    Rows come first, for all of them: a ratio may add up the terms of a result on another sheet.
    """
    figures: dict[Operation, list[Figure]] = {}
    for figure in addresses.order:
        figures.setdefault(figure.operation, []).append(figure)
    stacks = [Stack(kind(addresses), figures[operation]) for operation, kind in KINDS.items() if operation in figures]
    terms = {figure: cells for stack in stacks for figure, cells in stack.terms.items()}
    steps = [stack.step(addresses, terms) for stack in stacks]
    if Operation.DIFFERENCE in figures:
        steps.append(differences(addresses, figures[Operation.DIFFERENCE]))
    return (*steps, *formula_steps(addresses, figures.get(Operation.FORMULA, ())))
