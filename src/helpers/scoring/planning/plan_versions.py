"""Comparison of each version of the plan with the one before: tasks added, dropped or changed, and their changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from helpers.base.display import date_es, quantity_es
from helpers.base.periods import MONTH_NAMES, MONTHS
from helpers.base.python_extras import grouped, not_none
from helpers.figures.records import Row
from helpers.intake.dataset import Dataset
from helpers.scoring.planning.plan_in_force import since

PROGRAMME = (*MONTHS, "anual", "meta", "acumulable")
PLACE = ("unidad", "acp", "operacion")
MONEY = ("ppto",)
WEIGHT = ("ponderacion",)
NOTHING = "nada"
COLUMN_WORDS = {
    "ponderacion": "ponderación", "acp": "ACP", "operacion": "operación", "ppto": "presupuesto",
    "anual": "todo el año", "acumulable": "se suma",
}  # fmt: skip
"""Spanish words for the columns whose names are not words."""


def version_row(dataset: Dataset, version: str) -> Row | None:
    """Return the row of `versiones` that lists a version of the plan; None if there is none."""
    return next((row for row in dataset.rows("versiones") if row.text("version") == version), None)


def approval_words(dataset: Dataset, version: str) -> str:
    """Return resolution and date of a version of the plan, as far as `versiones` states them; empty without both."""
    row = version_row(dataset, version)
    day = row.date("fecha") if row else None
    return ", ".join(filter(None, (row.text("resolucion"), date_es(day) if day else ""))) if row else ""


@dataclass(frozen=True)
class Version:
    """A version of the plan that `versiones` lists and that has tasks.

    Attributes
    ----------
    code : str
    since : date
        The day from which it is in force; `date.min` without date.
    resolution : str
        The resolution that approves it; may be empty.
    tasks : Mapping of str to Row
        Its rows of `tareas`, by task code.
    """

    code: str
    since: date
    resolution: str
    tasks: Mapping[str, Row]

    @property
    def words(self) -> str:
        """The version for a sentence: `v2 (RM 45/2024, 15/05/2024)`; `sin fecha` in place of a missing date."""
        day = f"{self.since:%d/%m/%Y}" if self.since != date.min else "sin fecha"
        return f"{self.code} ({', '.join(filter(None, (self.resolution, day)))})"


@dataclass(frozen=True)
class Change:
    """A task that both versions have, with the columns in which they differ.

    Attributes
    ----------
    before, after : Row
    columns : tuple of str
        The columns that differ.
    """

    before: Row
    after: Row
    columns: tuple[str, ...]

    @property
    def words(self) -> str:
        """The change in Spanish, from before to after: `abr 5 → 3, may nada → 2`, `ponderación 2,19 → 2,08`.

        For an amount that only moved to another month, both months and the amount: `de diciembre a octubre (1)`.
        """
        return self._from_month_to_month() or ", ".join(
            f"{COLUMN_WORDS.get(column, column)} {self._both(column)}" for column in self.columns
        )

    @property
    def told(self) -> str:
        """The change as in `words`, but of a weight only the two values: `2,19 → 2,08`.

        It is for lists whose heading already names the kind of change.
        """
        return self._both(self.columns[0]) if self.columns == WEIGHT else self.words

    def _both(self, column: str) -> str:
        """The value before and after: `5 → 3`."""
        return f"{_value(self.before, column)} → {_value(self.after, column)}"

    def _from_month_to_month(self) -> str:
        """Words for an amount that moved from one month to another; empty where that is not the whole change."""
        if len(self.columns) != 2 or not set(self.columns) <= set(MONTHS):
            return ""
        before, after = ([row.amount(column) for column in self.columns] for row in (self.before, self.after))
        left, now = ([place for place in (0, 1) if amounts[place] is not None] for amounts in (before, after))
        if len(left) != 1 or now != [1 - left[0]] or before[left[0]] != after[now[0]]:
            return ""
        names = [MONTH_NAMES[MONTHS.index(self.columns[place])] for place in (*left, *now)]
        return f"de {names[0]} a {names[1]} ({quantity_es(not_none(before[left[0]]))})"


@dataclass(frozen=True)
class Comparison:
    """The differences between a version and the one before it.

    Attributes
    ----------
    earlier, later : Version
    added, dropped : tuple of Row
        Tasks that only the later or only the earlier version has.
    reprogrammed, reweighted, moved, refunded : tuple of Change
        Tasks that differ in programme or goal; in weight; in unit, action or operation; in budget. A task may be in
        several.
    """

    earlier: Version
    later: Version
    added: tuple[Row, ...] = ()
    dropped: tuple[Row, ...] = ()
    reprogrammed: tuple[Change, ...] = ()
    reweighted: tuple[Change, ...] = ()
    moved: tuple[Change, ...] = ()
    refunded: tuple[Change, ...] = ()

    @property
    def words(self) -> str:
        """The pair of versions for a sentence: `De v1 (…) a v2 (…)`."""
        return f"De {self.earlier.words} a {self.later.words}"


def versions_of(dataset: Dataset) -> tuple[Version, ...]:
    """Return the versions that `versiones` lists and that have tasks, by date; those without date come first."""
    tasks = grouped(dataset.rows("tareas"), lambda row: row.text("version"))
    found = [
        Version(code, since(row), row.text("resolucion"), {task.text("tarea"): task for task in tasks[code]})
        for row in dataset.rows("versiones")
        if (code := row.text("version")) in tasks
    ]
    return tuple(sorted(found, key=lambda version: (version.since, version.code)))


def comparisons(dataset: Dataset) -> tuple[Comparison, ...]:
    """Return each version of `versions_of` compared with the one before it; empty with fewer than two versions."""
    versions = versions_of(dataset)
    return tuple(compare(earlier, later) for earlier, later in pairwise(versions))


def compare(earlier: Version, later: Version) -> Comparison:
    """Compare two versions task by task, by task code. `5` and `5.00` are the same amount.

    Tasks are listed in the order of the version that has them; of those in both, the later one.
    """
    both = [(earlier.tasks[code], row) for code, row in later.tasks.items() if code in earlier.tasks]
    return Comparison(
        earlier,
        later,
        added=tuple(row for code, row in later.tasks.items() if code not in earlier.tasks),
        dropped=tuple(row for code, row in earlier.tasks.items() if code not in later.tasks),
        reprogrammed=tuple(_changes(both, PROGRAMME)),
        reweighted=tuple(_changes(both, WEIGHT)),
        moved=tuple(_changes(both, PLACE)),
        refunded=tuple(_changes(both, MONEY)),
    )


def _changes(both: Sequence[tuple[Row, Row]], columns: Sequence[str]) -> Iterator[Change]:
    """Yield a change for each pair of rows that differ in some of the columns; a missing value differs from zero."""
    for before, after in both:
        differing = tuple(column for column in columns if before.values.get(column) != after.values.get(column))
        if differing:
            yield Change(before, after, differing)


def _value(row: Row, column: str) -> str:
    """A column's number or text for a reader; `nada` where it is blank."""
    amount = row.number(column)
    return quantity_es(amount.value) if amount else row.text(column) or NOTHING
