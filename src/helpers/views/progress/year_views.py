"""The year from its quarters: the steps between them, tasks that caught up, plans and closed figures that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.base.display import counted_es, list_es
from helpers.base.periods import Period
from helpers.base.python_extras import by_key, first_by_key
from helpers.figures.book import Book
from helpers.figures.figure import Figure, figure_id, split_id
from helpers.figures.figure_names import (
    AT_CLOSING,
    BY_QUARTER,
    BY_RECOVERY,
    BY_REPORTING,
    BY_VERSION,
    BY_WEIGHT,
    QUARTERS_MEAN,
    RESTATED,
    VERSION_BEFORE,
    VERSION_CHANGE,
    YEAR_LESS_QUARTERS,
)
from helpers.figures.findings import CLOSED_CHANGED, Finding
from helpers.figures.records import LEVELS
from helpers.figures.subjects import FigureRow
from helpers.settings.scales import PLAN_LEVELS
from helpers.views.elements.cells import NOTHING_DUE, Cell, Missing, breakable, number
from helpers.views.elements.grid import Table, TableRow, headed, number_columns, text_columns
from helpers.views.elements.nodes import short_name
from helpers.views.elements.tables import FigureColumn, cut_note
from helpers.views.plan.plan_views import plan_versions

MOST_TASKS = 15
NOT_DUE = Missing("La versión del plan que regía al cierre del trimestre no la programó en él.", NOTHING_DUE)
NO_DATA = Missing("No consta lo ejecutado.")
STEP_HEADS = {
    BY_REPORTING: "Redondeo y ponderado informado", BY_VERSION: "Versión del plan",
    BY_WEIGHT: "Peso, avance informado y ausencias", BY_RECOVERY: "Recuperado",
}  # fmt: skip
MOST_RESTATED = 25
GONE = Missing("Ya no se obtiene.", "ya no se obtiene")
NO_DIFFERENCE = Missing("Solo cambió más allá de los decimales que se imprimen.", "0 impreso")


def unknown_accrued(book: Book, whole: Period) -> tuple[str, ...]:
    """Return a note on the quarters of which the institution's accrued money is unknown, if that of `whole` is known.

    Empty otherwise.
    """
    silent = [quarter.when for quarter in whole.quarters() if not book.select("devengado", quarter, "entidad")]
    if not silent or not book.select("devengado", whole, "entidad"):
        return ()
    return (
        f"No hay dato de lo devengado por la institución {list_es(silent)}: sin él, los trimestres del cuadro no suman "
        f"el total {whole.of_when}.",
    )


def bridge_columns(book: Book, indicator: str, weighted: str, year: Period) -> tuple[FigureColumn, ...]:
    """Return the columns that lead from the quarters to the year.

    They are the start, one per step (in percentage points; steps without figures are left out), the year, and the year
    less the start.

    Parameters
    ----------
    weighted : str
        Indicator of the sum of weighted quarters, the start; if empty, the start is the mean of the quarters.
    """
    start = FigureColumn("Trimestres ponderados", weighted, year)
    if not weighted:
        start = FigureColumn("Promedio de trimestres", f"{indicator}{QUARTERS_MEAN}", year)
    steps = tuple(
        FigureColumn(head, f"{indicator}{suffix}", year, group="Lo que los separa (puntos)")
        for suffix, head in STEP_HEADS.items()
        if any(book.select(f"{indicator}{suffix}", year, level) for level in LEVELS)
    )
    total = FigureColumn("El año menos los trimestres", f"{indicator}{YEAR_LESS_QUARTERS}", year)
    return (start, *steps, FigureColumn("El año", indicator, year), total)


def bridged(book: Book, indicator: str, rows: Sequence[FigureRow], year: Period) -> tuple[FigureRow, ...]:
    """Return the rows that have the steps from the quarters to the year: their four quarters and the year are known.

    Group headings are kept.
    """
    name = f"{indicator}{YEAR_LESS_QUARTERS}"
    return tuple(row for row in rows if row.is_heading or book.get(name, year, row.level, row.code))


def moved_tasks(book: Book, indicator: str, year: Period) -> tuple[Figure, ...]:
    """Return the tasks whose yearly value differs from that counted quarter by quarter, the greatest difference first.

    Returns
    -------
    tuple of Figure
        The values counted quarter by quarter; empty if no task differs.
    """
    found = book.select(f"{indicator}{BY_QUARTER}", year, "tarea")
    return tuple(sorted(found, key=lambda task: (-abs(_gain(book, indicator, task)), task.code)))


def _gain(book: Book, indicator: str, task: Figure) -> Decimal:
    """A task's printed yearly value less the one counted quarter by quarter, in points."""
    return book[figure_id(indicator, task.period, task.level, task.code)].rounded - task.rounded


def moved_tasks_table(book: Book, indicator: str, year: Period, *, id: str) -> Table:
    """Return a table of at most `MOST_TASKS` tasks that caught up in another quarter, the greatest difference first.

    It shows each quarter (%) and the year counted in both ways (%): quarter by quarter, and over twelve months. Without
    such tasks it has no rows.
    """
    tasks = moved_tasks(book, indicator, year)
    units = {series.task: series.unit for series in book.series.values()}
    quarters = year.quarters()
    own = number_columns(*(quarter.window for quarter in quarters), group="En su trimestre (%)")
    heads = text_columns("Tarea", "Unidad") + own
    heads += number_columns("Trimestre a trimestre", "De enero a diciembre", group="El año (%)")
    rows = tuple(
        TableRow((
            f"{task.code} {task.name}", short_name(book, units.get(task.code, "")),
            *(_in(book, indicator, quarter, task) for quarter in quarters),
            number(task), number(book[figure_id(indicator, year, task.level, task.code)]),
        ))
        for task in tasks[:MOST_TASKS]
    )  # fmt: skip
    cut = cut_note(len(rows), len(tasks), "tareas, las de mayor diferencia; el resto está en la lista de cifras.")
    title = "Tareas que hicieron en un trimestre, todo o en parte, lo que faltó en otro"
    empty = "Ninguna tarea hizo en un trimestre lo que faltó en otro."
    return Table(id, title, heads, rows, cut, wide=True, empty=empty)


def _in(book: Book, indicator: str, quarter: Period, task: Figure) -> Cell:
    """A task's progress in a quarter; without one `NO_DATA`, or `NOT_DUE` if nothing was programmed.

    The version in force at the quarter's end decides which.
    """
    found = book.get(indicator, quarter, task.level, task.code)
    if found:
        return number(found)
    since = {row["version"]: row.get("fecha", "") for row in book.listing("versiones")}
    first, *others = plan_versions(book).items()
    ruling = [first[1], *(tasks for name, tasks in others if since.get(name, "") <= quarter.cutoff.isoformat())]
    is_due = any(any(one.programmed[quarter.first - 1 : quarter.last]) for one in ruling[-1] if one.task == task.code)
    return NO_DATA if is_due else NOT_DUE


def version_columns(indicator: str, quarter: Period) -> tuple[FigureColumn, ...]:
    """Return a quarter's columns: by the version at its start, by that at its end, and the latter less the former."""
    return (
        FigureColumn("Con la vigente al empezar", f"{indicator}{VERSION_BEFORE}", quarter),
        FigureColumn("Con la vigente al cierre", indicator, quarter),
        FigureColumn("Diferencia", f"{indicator}{VERSION_CHANGE}", quarter),
    )


def moved_posts(book: Book, indicator: str, quarter: Period) -> tuple[str, ...]:
    """Return a note on how many posts the change of the plan's version in a quarter altered; empty if it altered none.

    They are counted by their figures of that change that are not printed as 0. Services, areas, types of post and units
    are not counted: they have rows in the table (`moved_by_version`).
    """
    changes = book.select(f"{indicator}{VERSION_CHANGE}", quarter, "puesto")
    count = sum(bool(one.rounded) for one in changes)
    told = counted_es(count, "puesto", "puestos")
    return (f"Cambia también la cifra de {told}, en la lista de cifras que acompaña al informe.",) if count else ()


def moved_by_version(book: Book, indicator: str, quarter: Period, rows: Sequence[FigureRow]) -> tuple[FigureRow, ...]:
    """Return the rows whose printed value the change of the plan's version in a quarter altered, gave or took away.

    Parameters
    ----------
    rows : sequence of FigureRow
        Candidates in printing order. A group heading is kept if some row below it is.
    """
    kept: list[FigureRow] = []
    for row in reversed(rows):
        both = [book.get(f"{indicator}{end}", quarter, row.level, row.code) for end in (VERSION_BEFORE, "")]
        values = [one and one.rounded for one in both]
        is_head = row.style == "grupo"
        if (is_head and kept and kept[-1].style != "grupo") or (not is_head and values[0] != values[1]):
            kept.append(row)
    return tuple(reversed(kept))


def closing_columns(book: Book, indicator: str, quarters: Sequence[Period]) -> tuple[FigureColumn, ...]:
    """Return columns that compare closed quarters with their figures now; quarters without a closing have none.

    Returns
    -------
    tuple of FigureColumn
        Two columns for each quarter with a closing: the figure at the closing, and the figure now.
    """
    closed = [
        quarter
        for quarter in quarters
        if any(book.select(f"{indicator}{AT_CLOSING}", quarter, level) for level in LEVELS)
    ]
    return tuple(
        FigureColumn(head, name, quarter, group=quarter.window)
        for quarter in closed
        for head, name in (("Al cierre", f"{indicator}{AT_CLOSING}"), ("Ahora", indicator))
    )


@dataclass(frozen=True)
class Restated:
    """The figures of closed periods that have changed.

    Attributes
    ----------
    findings : tuple of Finding
        Findings of the control rules on closed periods.
    """

    book: Book
    findings: tuple[Finding, ...]

    @cached_property
    def all(self) -> tuple[Finding, ...]:
        """One finding (the first closing's) for each closed figure that has changed or cannot be obtained any more.

        Ordered by level from the entity down; within a level, quarters first.
        """
        changed = ((finding.elemento, finding) for finding in self.findings if finding.codigo in CLOSED_CHANGED)
        return tuple(sorted(first_by_key(changed).values(), key=_restated_order))

    @cached_property
    def changed(self) -> tuple[Finding, ...]:
        """The findings of `all` on levels above tasks and operations, such as units, areas and the institution."""
        return tuple(finding for finding in self.all if split_id(finding.elemento)[2] not in PLAN_LEVELS)

    def table(self, *, id: str) -> Table:
        """Return a table of at most `MOST_RESTATED` changed figures: at the closing, now, now less then.

        Figures stand below their cause, each cause once. It leaves out tasks, operations, and figures whose closed
        value the Book lacks; `hallazgos.csv` has all of them.
        """
        shown = [finding for finding in self.changed if self._before(finding) is not None][:MOST_RESTATED]
        heads = text_columns("Cifra") + number_columns("Al cierre", "Ahora", "Diferencia")
        by_cause = by_key((finding.causa, TableRow(tuple(self._cells(finding)), depth=1)) for finding in shown)
        rows = headed((breakable(f"Cambió: {cause}"), own) for cause, own in by_cause.items())
        rules = " y ".join(CLOSED_CHANGED)
        what = f"cifras que cambiaron; el resto está en la lista de hallazgos, con las reglas {rules}."
        notes = cut_note(len(shown), len(self.all), what)
        return Table(id, "Cifras de trimestres cerrados que cambiaron después", heads, tuple(rows), notes)

    def _before(self, finding: Finding) -> Figure | None:
        """The figure that a finding is on, as at the closing; None if the Book lacks it."""
        indicator, *place = split_id(finding.elemento)
        return self.book.get(f"{indicator}{AT_CLOSING}", *place)

    def _cells(self, finding: Finding) -> Iterator[Cell]:
        """Yield the figure's name, its value at the closing and now (`GONE` for none), and now less then."""
        indicator, *place = split_id(finding.elemento)
        now, difference = self.book.figures.get(finding.elemento), self.book.get(f"{indicator}{RESTATED}", *place)
        before = self._before(finding)
        yield f"{self.book.figure_words(finding.elemento)}"
        yield number(before) if before else GONE
        yield number(now) if now else GONE
        yield NO_DIFFERENCE if difference is None or not difference.rounded else number(difference)


def _restated_order(finding: Finding) -> tuple[object, ...]:
    """Sort key of `Restated.all`: level, quarters before other windows, window, indicator, code."""
    indicator, period, level, code = split_id(finding.elemento)
    window = Period.parse(period)
    depth = LEVELS.index(level) if level in LEVELS else len(LEVELS)
    return (depth, not window.is_quarter, window.last, window.first, indicator, code)
