"""Rules on each task's execution in the run's own period: not reported, zero, unscheduled, above the programme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.base.display import list_es, number_es, quantity_es, upper_first
from helpers.base.exact import exact, percentage, plain_text, round_half_up
from helpers.base.periods import MONTH_NAMES, Period
from helpers.base.python_extras import grouped
from helpers.checks.follow_up.presentations import silent_places
from helpers.checks.planning.run_plans import office, the_office
from helpers.checks.rule_registry import REGISTRY, Case, Evidence, Found, told
from helpers.figures.findings import Severity, cell_fields, difference_fields
from helpers.figures.mean_coverage import leaves_missing_out
from helpers.figures.records import Row, SourceCell
from helpers.figures.series import YEAR, Series, Share, is_unplanned, share_of
from helpers.figures.situations import reported_causes
from helpers.figures.subjects import cause_names
from helpers.scoring.planning.plan_in_force import COLUMNS, plan_of

HUNDRED = 100
SHOWN_DECIMALS = 2
DOUBTED = "Corresponde revisar si la meta quedó corta, si se contó dos veces o si es lo acumulado."


@dataclass(frozen=True)
class Done:
    """A task's execution in a period.

    Attributes
    ----------
    task : Series
    share : Share
        Amounts of the period, with the cap of the rule that looks at them.
    window : Period
    office : str
        Who carries out the task, with the level: `unidad U1`.
    """

    task: Series
    share: Share
    window: Period
    office: str

    @property
    def reported_cell(self) -> SourceCell:
        """The first cell of the period's executed amounts; if none was reported, the plan's cell of its first month."""
        found = [cell for role, _, cell in self.task.cells(self.window) if role == "ejecutado"]
        return found[0] if found else self.task.plan.cell(self.window.first - 1)

    @property
    def programmed(self) -> frozenset[int]:
        """Places of the year (months from 0, then the year) in the period in which something was programmed."""
        goals = self.task.programmed
        return frozenset(place for place in self.task.places(goals, self.window) if (goals[place] or 0) > 0)

    @property
    def blank(self) -> frozenset[int]:
        """Those of the programmed places that were not reported."""
        return frozenset(place for place in self.programmed if self.task.executed[place] is None)

    @property
    def words(self) -> str:
        """The executed and the programmed amount in Spanish: `3 de 5`, `nada de 5`.

        What is kept every month has no total: `el 90,00 % de lo que debía mantener cada mes`.
        """
        keeps, done = self.task.keeps, "nada"
        if self.share.executed:
            done = f"el {number_es(self.ratio)} %" if keeps else quantity_es(self.share.executed)
        return f"{done} de {'lo que debía mantener cada mes' if keeps else quantity_es(self.share.programmed)}"

    @property
    def measured(self) -> str:
        """`words` with the ratio of the two amounts: `7 de 3 (233,33 %)`; only `words` for what is kept every month."""
        return self.words if self.task.keeps else f"{self.words} ({number_es(self.ratio)} %)"

    @property
    def ratio(self) -> Decimal:
        """Executed (of what is kept every month, what counts) over programmed, in per cent, to two decimals (half up).

        Raises ZeroDivisionError if nothing was programmed.
        """
        done = self.share.counted if self.task.keeps else self.share.executed
        return round_half_up(percentage(exact(done), exact(self.share.programmed)), SHOWN_DECIMALS)


@REGISTRY.rule("EJE-SIN-DATO", Severity.WARNING, "De toda tarea programada en el periodo se informó lo ejecutado.")
def not_reported(evidence: Evidence) -> Iterator[Found]:
    """Report tasks with a programmed month of the run's period left blank; a blank is not a zero.

    Tasks of units without a form are left to another rule. More than `FEW` of one unit give a single finding; all tasks
    together give one if no execution at all is reported.
    """
    window = evidence.corrida.period
    cases = [done for done in _window(evidence) if done.share.unreported]
    if cases and not evidence.dataset.rows("ejecucion"):
        tasks = "una tarea programada" if len(cases) == 1 else f"{len(cases)} tareas programadas"
        yield Found(
            f"Hay {tasks} {window.when} y ninguna ejecución informada: no se puede medir el avance. Corresponde "
            "reunir los formularios de las unidades, o agregar la tabla «ejecucion».",
            {"elemento": "ejecucion", "esperado": tasks, "encontrado": "sin dato"},
        )
        return
    without_form = silent_places(evidence)
    rows = grouped(evidence.dataset.rows("ejecucion"), lambda row: row.text("tarea"))
    left_out = _left_out(evidence)
    yield from told(
        evidence,
        (
            _unreported(done, rows.get(done.task.task, ()), left_out)
            for done in cases
            if not done.blank <= without_form.get(done.task.unit, frozenset())
        ),
        lambda unit, count: (
            f"No consta lo ejecutado de {count} tareas programadas {window.when} {the_office(evidence, unit, 'de')}",
            f"{left_out} Corresponde pedir el dato; si no hubo avance, se escribe 0.",
        ),
    )


@REGISTRY.rule("EJE-CERO", Severity.NOTE, "De toda tarea programada en el periodo se ejecutó algo.")
def nothing_executed(evidence: Evidence) -> Iterator[Found]:
    """Report tasks programmed in the run's period with nothing executed, which count as zero, and their causes.

    Causes of earlier periods do not count. Tasks with unreported months are skipped; more than `FEW` of one unit give a
    single finding.
    """
    by_task = grouped(reported_causes(evidence.book), lambda row: row["tarea"])
    called = cause_names(evidence.book)
    words = {
        task: (row["causa_desviacion"] or called.get(row["causa_codigo"], row["causa_codigo"]) for row in rows)
        for task, rows in by_task.items()
    }
    causes = {task: "; ".join(dict.fromkeys(text.rstrip(". ") for text in texts)) for task, texts in words.items()}
    yield from told(
        evidence,
        (
            _zero(done, causes.get(done.task.task, ""))
            for done in _window(evidence)
            if not done.share.unreported and done.share.is_scheduled and done.share.executed == 0
        ),
        lambda unit, count: (
            f"{upper_first(the_office(evidence, unit))} informó 0 en {count} tareas programadas "
            f"{evidence.corrida.period.when}",
            "Cuentan como 0 %. Corresponde comprobar que cada una tiene su causa en «causa_desviacion».",
        ),
    )


@REGISTRY.rule("EJE-SIN-PROGRAMA", Severity.WARNING, "Lo ejecutado en el periodo estaba programado en el periodo.")
def executed_without_programme(evidence: Evidence) -> Iterator[Found]:
    """Report tasks with execution and no programme (`is_unplanned`); more than `FEW` of a unit give one finding."""
    cases = (done for done in _window(evidence) if is_unplanned(done.task, done.share))
    yield from told(
        evidence,
        map(_unscheduled, cases),
        lambda unit, count: (
            f"{upper_first(the_office(evidence, unit))} ejecutó {count} tareas sin programa "
            f"{evidence.corrida.period.when}",
            "Queda fuera del avance de ese periodo. Si se reprogramaron, corresponde registrar la versión del plan que "
            "lo aprueba.",
        ),
    )


@REGISTRY.rule("EJE-SOBRE-100", Severity.NOTE, "Ninguna tarea ejecuta más de lo programado en el periodo.")
def over_fulfilled(evidence: Evidence) -> Iterator[Found]:
    """Report tasks that executed more than programmed in the run's period, with the uncapped ratio.

    Tasks with unreported months are skipped; more than `FEW` of one unit give a single finding.
    """
    yield from told(
        evidence,
        (
            _over(done, evidence)
            for done in _window(evidence)
            if not done.share.unreported and done.share.is_scheduled and done.share.counted > done.share.programmed
        ),
        lambda unit, count: (
            f"{upper_first(the_office(evidence, unit))} ejecutó {count} tareas por encima de lo programado "
            f"{evidence.corrida.period.when}",
            f"{_cap_words(evidence)} {DOUBTED}",
        ),
    )


def _window(evidence: Evidence) -> Iterable[Done]:
    """Return the tasks of the plan in force in the run's own period; none in a run of the plan."""
    window = evidence.corrida.period
    if window.is_plan:
        return ()
    tasks = plan_of(evidence.dataset).tasks(window)
    return (Done(task, share_of(task, window, None), window, office(evidence, task.unit)) for task in tasks)


def _left_out(evidence: Evidence) -> str:
    """Return the effect of missing data as a Spanish sentence on one task or several.

    Where the method divides a level by all weights, a task without figure lowers it as a zero does.
    """
    is_left_out = leaves_missing_out(evidence.book)
    if evidence.method.hoja and evidence.method.hoja.sin_dato == "mes_fuera":
        not_zero = " y no cuenta como 0" if is_left_out else " de su tarea"
        return f"Lo programado en los meses sin dato queda fuera del avance{not_zero}."
    if is_left_out:
        return "Sin su dato, una tarea queda fuera del avance y no cuenta como 0."
    fixed = "en los avances que el método divide entre el total de los pesos, igual que un 0"
    return f"Sin su dato, una tarea no suma {fixed}, y queda fuera de los demás."


def _unreported(done: Done, rows: Sequence[Row], left_out: str) -> Case:
    """Make the case of a task without data, with its blank months; a list names them only if other months have data."""
    cell = _blank_cell(done, rows)
    months = list_es([MONTH_NAMES[place] for place in sorted(done.blank) if place != YEAR])
    of_months = f" de {months}" if months else ""
    goal = f" ({done.window.when} tenía programado {quantity_es(done.share.programmed)} en total)"
    sentence = (
        f"no consta lo ejecutado{of_months}{'' if done.task.keeps else goal}. {left_out} Corresponde pedir el dato; si "
        "no hubo avance, se escribe 0."
    )
    fields = {"esperado": f"una cantidad en {months}" if months else "una cantidad", "encontrado": "sin dato"}
    short = f"{done.task.task} ({months})" if months and done.blank != done.programmed else done.task.task
    return _told_case(done, short, cell, sentence, fields | cell_fields(cell))


def _blank_cell(done: Done, rows: Sequence[Row]) -> SourceCell:
    """Return the cell of the first blank month in the last report that covers it; without one, the plan's cell.

    A report without a period covers every month, and the year is in all.
    """
    place = min(done.blank, default=done.window.first - 1)
    for row in reversed(rows):
        period = row.period("periodo")
        if period is None or place == YEAR or period.first <= place + 1 <= period.last:
            return row.cell(COLUMNS[place])
    return done.task.plan.cell(place)


def _zero(done: Done, cause: str) -> Case:
    """Make the case of a task with nothing executed; without a cause, the sentence asks for it."""
    told_cause = f"Causa informada: «{cause}»." if cause else "No consta la causa: corresponde pedirla."
    # What is kept every month has no total.
    total = None if done.task.keeps else done.share.programmed
    goal = "" if total is None else f" ({quantity_es(total)})"
    sentence = f"se informó 0 de lo programado{goal} {done.window.when}; cuenta como 0 %. {told_cause}"
    fields = {"esperado": "" if total is None else plain_text(total), "encontrado": "0", "causa": cause}
    short = f"{done.task.task} ({done.words}{'' if cause else ', sin causa'})"
    return _told_case(done, short, done.reported_cell, sentence, fields | cell_fields(done.reported_cell))


def _unscheduled(done: Done) -> Case:
    executed = quantity_es(done.share.executed)
    sentence = (
        f"ejecutó {executed} {done.window.when} sin tener nada programado. Queda fuera del avance de ese periodo. "
        "Si se reprogramó, corresponde registrar la versión del plan que lo aprueba."
    )
    fields = cell_fields(done.reported_cell, esperado="0", encontrado=plain_text(done.share.executed))
    return _told_case(done, f"{done.task.task} ({executed})", done.reported_cell, sentence, fields)


def _over(done: Done, evidence: Evidence) -> Case:
    ratio = number_es(done.ratio)
    sentence = f"ejecutó {done.measured} {done.window.when}. {_cap_words(evidence)} {DOUBTED}"
    amounts = (Decimal(HUNDRED), done.ratio) if done.task.keeps else (done.share.programmed, done.share.executed)
    fields = difference_fields(done.reported_cell, f"tarea/{done.task.task}", *amounts, "≤ ")
    return _told_case(done, f"{done.task.task} ({ratio} %)", done.reported_cell, sentence, fields)


def _cap_words(evidence: Evidence) -> str:
    """Return in Spanish how much of an execution above the programme the method counts."""
    leaf = evidence.method.hoja
    if leaf is None:
        return "La razón sin tope queda aquí."
    if leaf.tope is None:
        return "El método lo cuenta entero."
    return f"El método cuenta hasta {quantity_es(leaf.tope)} %; la razón sin tope queda aquí."


def _told_case(done: Done, short: str, cell: SourceCell, sentence: str, fields: dict[str, str]) -> Case:
    task = done.task
    found = Found(f"Tarea {task.task} ({done.office}): {sentence}", {"elemento": f"tarea/{task.task}"} | fields)
    return Case(task.unit, short, cell, found)
