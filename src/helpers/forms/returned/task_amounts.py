"""What the quantities of a task's row in a follow-up form say together, beside its programme and its goal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import accumulate, pairwise

from helpers.base.display import number_es
from helpers.base.exact import exact, plain_text
from helpers.figures.series import YEAR
from helpers.forms.blank.form_layout import FollowUp, TaskLine


def by_task(codes: Iterable[str], amounts: Mapping[tuple[str, int], Decimal]) -> dict[str, dict[int, Decimal]]:
    """Return executed quantities by task, then by position of the year; a task without any has an empty entry."""
    executed: dict[str, dict[int, Decimal]] = {code: {} for code in codes}
    for (code, place), amount in amounts.items():
        executed[code][place] = amount
    return executed


def deviates(task: TaskLine, form: FollowUp, executed: Mapping[int, Decimal]) -> bool:
    """Whether a task with a programme did less or more than it in the months of which there is a quantity."""
    asked = {place: task.programmed[place] or Decimal(0) for place in task.places(form)}
    told = sum((asked[place] for place in executed), Decimal(0))
    return bool(executed) and any(asked.values()) and sum(executed.values(), Decimal(0)) != told


def doubted_share(amount: Decimal, programmed: Decimal | None) -> str:
    """Return a sentence on a percentage that seems to be typed as a fraction of one (0.5, or 1 for 100), else empty."""
    if programmed is None or not (0 < amount < 1 < programmed or (amount == 1 and programmed == 100)):
        return ""
    likely = plain_text(exact(amount * 100)).replace(".", ",")
    return (
        f"dice {number_es(amount)} y se programó {number_es(programmed)}: la tarea se mide en porcentaje, y eso "
        f"es {number_es(amount)} %. Si quiso decir {likely} %, escriba {likely}."
    )


def seems_accumulated(task: TaskLine, executed: Mapping[int, Decimal]) -> bool:
    """Whether the quantities of several months seem to be running totals, none of which falls.

    They grow and their sum is above the year's goal, or each of three or more is exactly what was programmed from
    January to its month.
    """
    months = sorted(place for place in executed if place != YEAR)
    told = [executed[place] for place in months]
    if task.keeps or len(told) < 2 or told[0] <= 0 or any(later < first for first, later in pairwise(told)):
        return False
    totals = list(accumulate(amount or Decimal(0) for amount in task.programmed[:YEAR]))
    is_running = len(told) > 2 and told == [totals[place] for place in months] and sum(told) != totals[months[-1]]
    return is_running or (task.goal is not None and told[0] < told[-1] and sum(told) > task.goal)
