"""What a progress covers: parts and budget that a mean leaves out, and whether it is a percentage of the programme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from helpers.base.exact import percentage, round_half_up
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation, split_id
from helpers.figures.records import REPORTING
from helpers.figures.replay import MEANS, versions_behind
from helpers.figures.series import Series, share_of
from helpers.figures.situations import WHOLE, Situation, quarters_so_far, reporters, situation

MOST_LACKING = 10
"""Missing data of tasks are told if more than one task in this number lacks them."""


def leaves_missing_out(book: Book) -> bool:
    """Tell whether the method leaves what has no data out of its means.

    It does not where a level is divided by all weights, so that a missing part lowers the mean as a zero does.
    """
    return all(level.get("renormaliza", True) for level in book.method.get("consolidacion", {}).values())


def is_of_programme(book: Book, progress: Figure) -> bool:
    """Tell whether a progress is a percentage of what was programmed for its subject.

    It is not where parts with nothing programmed lower it, where parts without data may lower it
    (`done_of_programme`), or where it is a mean with a part that is no percentage of its own programme.
    """
    if progress.operation in MEANS and not all(is_of_programme(book, one) for one in book.operands(progress)):
        return False
    return done_of_programme(book, progress) == progress.rounded


def differing_parts(book: Book, now: Figure, then: Figure) -> tuple[tuple[str, str], ...]:
    """Return level and code of the nodes that enter only one of two means of a subject, at any depth.

    Empty where one of the two has no parts.
    """

    def entering(whole: Figure) -> dict[tuple[str, str], None]:
        own = (_key(one) for one in book.behind(whole) if one.indicator == whole.indicator)
        return dict.fromkeys(key for key in own if key != _key(whole) and book.node(*key))

    first, second = entering(now), entering(then)
    both = {**first, **second} if first and second else {}
    return tuple(key for key in both if key not in first or key not in second)


def is_only_unprogrammed(book: Book, progress: Figure) -> bool:
    """Tell whether a progress is below 100 % only because of parts with nothing programmed: all others did all."""
    done = done_of_programme(book, progress)
    return progress.rounded < WHOLE and done is not None and done >= WHOLE


def is_made_up(book: Book, progress: Figure) -> bool:
    """Tell whether a part at any depth prints more than 100 %, so that it may make up for one that did not do all."""
    parts = [one for one in book.operands(progress) if one.unit == progress.unit]
    return any(one.rounded > WHOLE or is_made_up(book, one) for one in parts)


def repeated_by(book: Book, figure: Figure) -> Figure:
    """Return the figure that another repeats, as a category's progress repeats its unit's; else the figure itself."""
    parts = book.operands(figure) if figure.operation is Operation.SAME else ()
    return repeated_by(book, parts[0]) if parts else figure


def done_of_programme(book: Book, progress: Figure) -> Decimal | None:
    """Return what a subject did of its programme, in per cent, with the decimals of its progress.

    It is the printed progress. If the method divides by all weights, it is the mean of the parts that enter, by their
    weights alone, and None where a part lacks data.
    """
    progress = repeated_by(book, progress)
    weights = sum(map(book.handed_on, (operand.weight for operand in progress.operands if operand.weight)), Fraction(0))
    if progress.numerator is None or not weights or all(operand.weight for operand in progress.operands):
        return progress.rounded
    return None if progress.lacking else round_half_up(progress.numerator / weights, progress.decimals)


def most_done(book: Book, progress: Figure) -> Decimal:
    """Return the most that a subject can have done of its programme: `done_of_programme` where that is known.

    Where a part lacks data, all of the weight that is left counts as fully done. Whoever is the lowest by this measure
    is so whatever the missing data are, unless a part without data did more than was programmed.
    """
    progress = repeated_by(book, progress)
    done = done_of_programme(book, progress)
    if done is not None or progress.numerator is None or not progress.denominator:
        return progress.rounded if done is None else done
    known = sum((book.handed_on(operand.weight) for operand in progress.operands if operand.weight), Fraction(0))
    most = progress.numerator + WHOLE * (progress.denominator - known)
    return round_half_up(most / progress.denominator, progress.decimals)


def is_least_known(book: Book, found: Sequence[Figure]) -> bool:
    """Tell whether the lowest figure by `most_done` is surely the lowest, whatever the missing data of others are."""
    low = min(found, key=lambda one: most_done(book, one), default=None)
    return all(
        least_done(book, one) >= most_done(book, low)
        for one in found
        if low and one != low and done_of_programme(book, one) is None
    )


def are_ends_known(book: Book, found: Sequence[Figure]) -> bool:
    """Tell whether the highest and the lowest of some figures are sure, whatever the missing data are."""
    high = max(found, key=lambda one: least_done(book, one), default=None)
    return is_least_known(book, found) and all(
        most_done(book, one) < least_done(book, high)
        for one in found
        if high and one != high and done_of_programme(book, one) is None
    )


def with_known_ends(book: Book, found: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return all figures if their highest and lowest are sure (`are_ends_known`), else only those that lack no data."""
    if are_ends_known(book, found):
        return tuple(found)
    return tuple(one for one in found if done_of_programme(book, one) is not None)


def least_done(book: Book, progress: Figure) -> Decimal:
    """Return the least that a subject did of its programme, in percent.

    It is `done_of_programme` or, where missing data leave that unknown, the progress as printed: it is then divided by
    all weights, so that what has no data counts as zero in it.
    """
    done = done_of_programme(book, progress)
    return progress.rounded if done is None else done


def did_all(book: Book, progress: Figure) -> bool | None:
    """Tell whether a subject did all that was programmed for it; None where its progress does not tell.

    The progress does not tell where parts or months without data may make the difference, where a part above 100 % may
    make up for another, or where it is a mean of parts that are no percentages of what was programmed.
    """
    done = done_of_programme(book, progress)
    if done is None:
        return False if most_done(book, progress) < WHOLE else None
    parts = book.operands(progress) if progress.operation in MEANS else ()
    if is_made_up(book, progress) or not all(is_of_programme(book, one) for one in parts):
        return None
    return None if done >= WHOLE and lacks_months(book, progress) else done >= WHOLE


def lacks_months(book: Book, progress: Figure) -> bool:
    """Return whether a unit behind a figure, or of a task behind it, has a programmed month that nobody reported."""
    behind = book.behind(progress)
    versions, keys = versions_behind(book, behind), {_key(one) for one in behind}
    every = [one for one in book.series.values() if one.version in versions]
    owners = {code for _, code in keys} | {one.unit for one in every if ("tarea", one.task) in keys}
    return any(one.unit in owners and share_of(one, progress.period, None).unreported for one in every)


def counts_unprogrammed(book: Book, found: Iterable[Figure]) -> bool:
    """Tell whether any of some progresses is also divided by the weights of parts with nothing programmed.

    The lowest is then found by what each did of its programme (`most_done`), and not by the progress.
    """
    return any(done_of_programme(book, one) not in (None, one.rounded) for one in found)


def averaged_parts(book: Book, mean: Figure) -> tuple[Figure, ...]:
    """Return the parts that a mean averages, if it leaves something out; empty if it does not, or for another figure.

    A mean leaves out parts (`left_out`), or budget that none of its parts has (`budgets_covered`).
    """
    return book.operands(mean) if left_out(book, mean) or budgets_covered(book, mean) else ()


def left_out(book: Book, mean: Figure) -> tuple[tuple[str, str], ...]:
    """Return level and code of what a mean leaves out: parts without data, then late ones; empty for another figure.

    If the parts are operations or tasks, the late ones are units and posts: those that carry out the parts left out.
    """
    if mean.operation not in MEANS:
        return ()
    parts = [_key(one) for one in book.operands(mean)]
    levels = {level for level, _ in parts}
    levels.update(REPORTING if levels & {"operacion", "tarea"} else ())
    nodes = (node for node in book.nodes if node.level in levels)
    below = [node.key for node in nodes if _key(mean) in (*book.ancestors(node), ("acp", node.acp))]
    late = [key for key in below if key not in parts and situation(book, *key, mean.period) is Situation.LATE]
    return tuple(dict.fromkeys((*_lacking(mean), *late)))


def _key(figure: Figure) -> tuple[str, str]:
    return (figure.level, figure.code)


def _lacking(figure: Figure) -> list[tuple[str, str]]:
    """Level and code of the parts that a figure lacks."""
    return [(level, code) for _, _, level, code in (split_id(part.figure) for part in figure.lacking)]


def tasks_counted(book: Book, whole: Figure) -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes of the tasks that enter a figure, and of those that do not because data are missing.

    The latter have something programmed in the figure's window, no report of it, and no reported value of an operation
    or node in their place. Both are empty if the figure comes from no task.
    """
    behind = book.behind(whole)
    tasks = {one.code: one for one in behind if one.operation is Operation.LEAF}
    versions = versions_behind(book, tasks.values())
    reported = {_key(one) for one in behind if one.operation is Operation.INPUT}
    parts = {key for one in behind for key in (_key(one), *_lacking(one))}

    def is_missing(task: Series) -> bool:
        node = book.node("unidad", task.unit) or book.node("puesto", task.unit)
        places = {("tarea", task.task), ("operacion", task.operation)}
        places.update((node.key, *book.ancestors(node)) if node else ())
        if parts.isdisjoint(places) or not reported.isdisjoint(places):
            return False
        share = share_of(task, whole.period, None)
        return share.is_scheduled and share.unreported

    others = (one for one in book.series.values() if one.version in versions and one.task not in tasks)
    return frozenset(tasks), frozenset(one.task for one in others if is_missing(one))


def lacks_many_tasks(book: Book, whole: Figure) -> bool:
    """Tell whether more than one in `MOST_LACKING` of a figure's tasks do not enter for lack of data."""
    entered, without = tasks_counted(book, whole)
    return MOST_LACKING * len(without) > len(entered | without)


def left_out_below(book: Book, mean: Figure) -> tuple[tuple[str, str], ...]:
    """Return the nodes, as level and code, that the means below a mean leave out, at any depth, without repetition.

    Of what the mean itself leaves out, only the units and posts without data whose operations it lacks are included.
    """
    below = [one for one in book.operands(mean) if one.operation in MEANS] if mean.operation in MEANS else []
    found = [key for one in below for key in (*left_out(book, one), *left_out_below(book, one)) if book.node(*key)]
    return tuple(dict.fromkeys((*found, *_silent_owners(book, mean))))


def _silent_owners(book: Book, mean: Figure) -> list[tuple[str, str]]:
    """Level and code of the units and posts that have no data in the window and own an operation that a mean lacks."""
    lacking = {code for level, code in _lacking(mean) if level == "operacion"}
    # An operation's code has its unit's before it where several units use the same.
    owners = {one.unit for one in book.series.values() if {one.operation, f"{one.unit}/{one.operation}"} & lacking}
    keys = [key for key in reporters(book, mean.period) if key[1] in owners]
    return [key for key in keys if situation(book, *key, mean.period) is Situation.NO_DATA]


def left_out_of_quarters(book: Book, whole: Figure) -> tuple[tuple[str, str], ...]:
    """Return the nodes, as level and code, that the means of quarters behind a computed figure leave out, at any depth.

    Only means of the figure's own subject count. Without repetition; empty for a figure that is a mean itself.
    """
    quarters = [one for one in book.behind(whole) if one.operation in MEANS and _key(one) == _key(whole)]
    found = (key for one in quarters for key in (*left_out(book, one), *left_out_below(book, one)) if book.node(*key))
    return () if whole.operation in MEANS else tuple(dict.fromkeys(found))


def told_in_part(book: Book, mean: Figure) -> tuple[tuple[str, str], ...]:
    """Return the reporters (level, code) that enter a mean without data in one of its quarters; none if not a mean."""
    quarters = [one for one in quarters_so_far(book) if mean.operation in MEANS and mean.period.covers(one)]
    entering = {_key(one) for one in book.behind(mean) if (one.indicator, one.period) == (mean.indicator, mean.period)}
    found = ((key, one) for one in quarters for key in reporters(book, one) if key in entering)
    return tuple(dict.fromkeys(key for key, one in found if situation(book, *key, one) is Situation.NO_DATA))


def budgets_covered(book: Book, mean: Figure) -> tuple[Figure, ...]:
    """Return the budgets in force since January of the parts of a mean, if they are not its subject's whole budget.

    Returns
    -------
    tuple of Figure
        In bolivianos, one for each part. Empty if the figure is no mean, if one of its parts or its own subject has no
        budget, or if the parts hold all of its subject's budget, or so much that their share prints as 100 %.
    """
    if mean.operation not in MEANS:
        return ()
    window = book.period.accumulated()
    whole = book.get("ppto_vigente", window, mean.level, mean.code)
    parts = [book.get("ppto_vigente", window, one.level, one.code) for one in book.operands(mean)]
    known = tuple(one for one in parts if one is not None)
    if whole is None or whole.rounded <= 0 or len(known) < len(parts):
        return ()
    share = percentage(sum((one.value for one in known), Fraction(0)), whole.value)
    return known if round_half_up(share, mean.decimals) < WHOLE else ()
