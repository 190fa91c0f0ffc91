"""What a unit needs for the next grade: points, and the quantities of its tasks that would be enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.desk.checking.unit_standing import UnitCheck
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.figures.records import Node, Origin, Row, Value
from helpers.figures.series import Series, Share, cap_share, share_of
from helpers.intake.dataset import Dataset
from helpers.run.gathered_inputs import Gathered
from helpers.scoring.planning.plan_in_force import COLUMNS, plan_of
from helpers.scoring.score import score
from helpers.settings.scales import Bandas

ZERO = Decimal(0)


@dataclass(frozen=True)
class Step:
    """The quantity that one task would have to add.

    Attributes
    ----------
    programmed : Decimal
        Programmed in the period.
    executed : Decimal or None
        Reported in the period; None if nothing was reported.
    more : Decimal
        Quantity to add; the quantities of all steps together are enough to reach the grade.
    """

    task: str
    description: str
    measure: str
    programmed: Decimal
    executed: Decimal | None
    more: Decimal


@dataclass(frozen=True)
class GradeDistance:
    """The distance of a unit from its next grade.

    Attributes
    ----------
    indicator : str
        Name of the indicator.
    printed : Decimal
        Current value, as printed.
    grade, next_grade : str
        The current rating (empty if none) and the next one.
    target : Decimal
        The printed value at which the next grade begins.
    points : Decimal
        `target` minus `printed`.
    steps : tuple of Step
        The tasks furthest behind, as few as are enough; empty if the unit reports a percentage, if its tasks cannot
        reach `target`, or if its figure depends on more than its own tasks.
    reached : Decimal or None
        The printed value after those steps; None without steps.
    """

    indicator: str
    printed: Decimal
    grade: str
    next_grade: str
    target: Decimal
    points: Decimal
    steps: tuple[Step, ...] = ()
    reached: Decimal | None = None


def grade_distance(gathered: Gathered, book: Book, unit: UnitCheck) -> GradeDistance | None:
    """Return what a unit needs for its next grade; None without a figure that bands grade, or at the best grade."""
    bands, figure = _bands(gathered, unit.node), unit.figure
    above = next((band for band in bands.grados if band.desde > figure.rounded), None) if bands and figure else None
    if figure is None or above is None:
        return None
    alone = _UnitAlone(gathered, book, unit.node, figure)
    steps, reached = ((), None) if figure.operation is Operation.INPUT else alone.steps(above.desde)
    return GradeDistance(
        indicator=book.indicator_name(figure.indicator),
        printed=figure.rounded,
        grade=figure.grade.rating if figure.grade else "",
        next_grade=above.calificacion,
        target=above.desde,
        points=above.desde - figure.rounded,
        steps=steps,
        reached=reached,
    )


def has_grade(gathered: Gathered, node: Node) -> bool:
    """Return whether the method grades physical progress at a node's level in the run's period."""
    return _bands(gathered, node) is not None


def _bands(gathered: Gathered, node: Node) -> Bandas | None:
    """The bands of physical progress if they grade a node's level in the run's period; else None."""
    bands = gathered.method.bands_of(gathered.method.physical_indicator)
    return bands if bands is not None and bands.grades(node.level, gathered.corrida.period) else None


@dataclass(frozen=True)
class _Change:
    """A task with a greater executed quantity, and the resulting quantities by column."""

    task: Series
    share: Share
    more: Decimal
    amounts: Mapping[str, Decimal]


class _UnitAlone:
    """The part of a run's data that belongs to a unit, scored by itself with the method's own rules."""

    def __init__(self, gathered: Gathered, book: Book, node: Node, figure: Figure) -> None:
        self.gathered, self.figure, self.period = gathered, figure, gathered.corrida.period
        dataset, self.plan = gathered.dataset, plan_of(gathered.dataset)
        below = [part for part in book.nodes if part == node or node.key in book.ancestors(part)]
        codes = {part.code for part in below}
        self.tasks = [task for task in self.plan.tasks(self.period) if task.unit in codes]
        names = {task.task for task in self.tasks}
        own = {*book.ancestors(node), *(part.key for part in below)}
        self.nodes = tuple(part for part in dataset.nodes if part.key in own)
        self.tables = {
            "tareas": tuple(row for row in dataset.rows("tareas") if row.text("tarea") in names),
            "ejecucion": tuple(row for row in dataset.rows("ejecucion") if row.text("tarea") in names),
            "versiones": dataset.rows("versiones"),
        }

    def steps(self, target: Decimal) -> tuple[tuple[Step, ...], Decimal | None]:
        """Return the fewest tasks, starting with those furthest behind, that bring the unit to a printed value.

        Returns
        -------
        tuple of Step
            All but the last are completed; of the last, the smallest quantity that is enough, or all of it if its goal
            applies to every month. Empty if no task is behind, if all of them completed do not reach the value, or if
            the unit's figure also depends on other data.
        Decimal or None
            The unit's printed value with these steps; None if there are none.
        """
        behind = self.behind()
        if self.printed(()) != self.figure.rounded or not behind:
            return (), None  # the figure depends on more than the unit's own tasks
        whole = [_done(task, share, self.period) for task, share in behind]
        if not self.reaches(whole, target):
            return (), None
        count = _fewest(len(whole), lambda number: self.reaches(whole[:number], target))
        chosen = [*whole[: count - 1], self._just_enough(whole[: count - 1], behind[count - 1], target)]
        return tuple(self._step(change) for change in chosen), self.printed(chosen)

    def _just_enough(self, before: Sequence[_Change], last: tuple[Series, Share], target: Decimal) -> _Change:
        """The last task with the smallest sufficient quantity."""
        (task, share), most = last, _done(*last, self.period).more
        grain = _grain(share.programmed, share.executed, most)

        def some(number: int) -> _Change:
            """Return the task with `number` times its smallest quantity added to what was executed."""
            return _done(task, share, self.period, number * grain)

        return some(_fewest(int(most / grain), lambda number: self.reaches([*before, some(number)], target)))

    def _step(self, change: _Change) -> Step:
        """Return a change as a step; it has no executed quantity if nothing was reported in the period."""
        task, share = change.task, change.share
        row = self.plan.rows[task.version, task.task]
        is_silent = all(task.executed[place] is None for place in task.places(task.executed, self.period))
        executed = None if is_silent else share.executed
        return Step(task.task, task.description, row.text("unidad_medida"), share.programmed, executed, change.more)

    def behind(self) -> list[tuple[Series, Share]]:
        """Return the tasks that count for less than programmed and could count for more, each with its share.

        They are tasks of the unit and of the nodes below it, in the run's period. One that has executed what it
        programmed is left out, though a cap may lower what counts, unless its goal is to be kept every month. The
        order is by counted share of the programmed amount, smallest first, then by code.
        """
        leaf = self.gathered.method.hoja
        cap = cap_share(exact(leaf.tope)) if leaf is not None and leaf.tope is not None else None
        only_known = leaf is not None and leaf.sin_dato == "mes_fuera"
        shares = [(task, share_of(task, self.period, cap, only_known=only_known)) for task in self.tasks]
        short = [(task, share) for task, share in shares if _is_behind(task, share)]
        return sorted(short, key=lambda pair: (pair[1].counted / pair[1].programmed, pair[0].task))

    def reaches(self, changes: Sequence[_Change], target: Decimal) -> bool:
        """Return whether the unit's printed figure would be at least `target` after some changes."""
        printed = self.printed(changes)
        return printed is not None and printed >= target

    def printed(self, changes: Sequence[_Change]) -> Decimal | None:
        """Return the unit's figure, as printed, scored from its tasks alone after some changes; None if it has none."""
        rows = tuple(self._row(change) for change in changes)
        dataset = Dataset({**self.tables, "ejecucion": (*self.tables["ejecucion"], *rows)}, {}, self.nodes)
        gathered = self.gathered
        book, _ = score(dataset, gathered.method, gathered.corrida, gathered.entidad, (self.period,))
        found = book.figures.get(self.figure.id)
        return None if found is None else found.rounded

    def _row(self, change: _Change) -> Row:
        """Return a row of `ejecucion` with the changed quantities of a task."""
        values: dict[str, Value] = {"tarea": change.task.task, "periodo": self.period, **change.amounts}
        return Row(Origin("ejecucion", "", "", {}), 0, values)


def _done(task: Series, share: Share, window: Period, more: Decimal | None = None) -> _Change:
    """A task with `more` added to its execution; by default, completed.

    It is added to the last month of the window; of a goal that applies to every month, to what the first months lack.
    """
    places = task.places(task.programmed, window)
    amounts = {place: task.executed[place] or ZERO for place in places}
    if task.keeps:
        missing = {place: max((task.programmed[place] or ZERO) - amounts[place], ZERO) for place in places}
        added = left = sum(missing.values(), ZERO) if more is None else more
        for place in places:
            amounts[place] += min(missing[place], left)
            left -= min(missing[place], left)
    else:
        added = share.programmed - share.executed if more is None else more
        amounts[places[-1]] += added
    return _Change(task, share, added, {COLUMNS[place]: amount for place, amount in amounts.items()})


def _is_behind(task: Series, share: Share) -> bool:
    """Whether more execution would count: the task is scheduled, and less than programmed counts.

    A task whose goal is not one to keep every month must also have executed less than programmed.
    """
    return share.is_scheduled and share.counted < share.programmed and (task.keeps or share.executed < share.programmed)


def _grain(*amounts: Decimal) -> Decimal:
    """The smallest step of a task's quantity: 1, or as many decimals as its quantities have."""
    places = [-min(int(amount.normalize().as_tuple().exponent), 0) for amount in amounts]
    return Decimal(1).scaleb(-max(places))


def _fewest(most: int, is_enough: Callable[[int], bool]) -> int:
    """The smallest number from 1 for which `is_enough` is true; `most` must be enough."""
    low, high = 1, most
    while low < high:  # `bisect` counts to 2**63 only; here up to 28 digits are counted
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle + 1, high)
    return high
