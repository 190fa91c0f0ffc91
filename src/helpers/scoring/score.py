"""The whole scoring: Dataset × method → Book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.base.periods import Period, run_windows
from helpers.base.python_extras import by_key
from helpers.base.system.processes import uncollected
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.figures.findings import Finding
from helpers.figures.series import Series
from helpers.figures.situations import REPORTERS, SITUATIONS
from helpers.intake.closings import Closing
from helpers.intake.dataset import Dataset
from helpers.scoring.budget.budget_systems import SystemScorer
from helpers.scoring.budget.income_amendments import AmendmentScorer, IncomeScorer
from helpers.scoring.budget.money import MoneyScorer, budget_of
from helpers.scoring.budget.money_programme import ProgrammeScorer
from helpers.scoring.budget.task_money import TaskMoneyScorer
from helpers.scoring.described_figures import ClosedScorer, Describer
from helpers.scoring.entered_figures import collect
from helpers.scoring.ledger import Ledger
from helpers.scoring.levels.consolidate import Consolidator
from helpers.scoring.levels.derived_figures import DerivedScorer, DispersionScorer, ProjectionScorer
from helpers.scoring.levels.formula_indicators import FormulaScorer, MethodFormulas, reported_in
from helpers.scoring.levels.level_parts import Tree
from helpers.scoring.levels.year_bridge import YearBridge
from helpers.scoring.listings import Listing, columns_read, listings, tables_read
from helpers.scoring.objective_counts import ObjectiveScorer
from helpers.scoring.planning.formulated_plan import INITIAL, PLANNED_RULES, FormulationScorer
from helpers.scoring.planning.other_version import VersionScorer
from helpers.scoring.planning.plan_in_force import Plan, plan_of
from helpers.scoring.production import ProductionScorer
from helpers.scoring.settled_situations import SituationScorer
from helpers.settings.institution import Entidad
from helpers.settings.methods import CONTEXT_NAMES, Metodo
from helpers.settings.params import Corrida


@dataclass(frozen=True)
class _Scorers:
    """The scorers of a run; all enter figures into the same ledger."""

    ledger: Ledger
    money: MoneyScorer
    consolidator: Consolidator
    formulas: FormulaScorer
    describer: Describer
    programme: ProgrammeScorer


def score(
    dataset: Dataset, method: Metodo, corrida: Corrida, entidad: Entidad, windows: tuple[Period, ...] = (),
    closings: Sequence[Closing] = (), asked: frozenset[str] = frozenset(),
) -> tuple[Book, tuple[Finding, ...]]:  # fmt: skip
    """Compute every figure of a run.

    Parameters
    ----------
    dataset : Dataset
    method : Metodo
    corrida : Corrida
    entidad : Entidad
    windows : tuple of Period
        Compute only these of the run's windows, in their order; all of them where empty.
    closings : sequence of Closing
        Closed periods whose figures are set beside the current ones.
    asked : frozenset of str
        The method's indicators to compute, where only a few are needed. Figures that they do not depend on may then be
        missing, and the listings are empty. Everything where empty, and in a plan's run.

    Returns
    -------
    Book
        Exact figures of every window from January to the run's period.
    tuple of Finding
        What could not be used or computed, and why.
    """
    with uncollected():
        return _score(dataset, method, corrida, entidad, windows or run_windows(corrida.period), closings, asked)


def _score(
    dataset: Dataset, method: Metodo, corrida: Corrida, entidad: Entidad, windows: tuple[Period, ...],
    closings: Sequence[Closing], asked: frozenset[str],
) -> tuple[Book, tuple[Finding, ...]]:  # fmt: skip
    """Compute a run as `score` says, in the windows given, at least one."""
    scorers = _scorers(dataset, method, corrida)
    if asked and not corrida.period.is_plan:
        _score_asked(scorers, method, windows, method.needed_for(asked))
        book = _bind(scorers, dataset, method, corrida, entidad, listed={})
        return book, tuple(scorers.ledger.findings)
    if corrida.period.is_plan:
        _score_plan(scorers, dataset, method, windows)
    else:
        _score_done(scorers, method, corrida, windows)
    scorers.describer.counts()
    names = scorers.describer.names
    run = (scorers.ledger, dataset, corrida, names)
    ProductionScorer(*run, entidad).score(windows)
    for scorer in (IncomeScorer, AmendmentScorer, SystemScorer):
        scorer(*run).score(windows)
    ObjectiveScorer(scorers.ledger, dataset, entidad.sigla or entidad.nombre).score(corrida.period)
    TaskMoneyScorer(scorers.ledger, scorers.consolidator.plan).score(corrida.period.accumulated())
    scorers.describer.history(closings)
    ClosedScorer(scorers.ledger, closings).score(corrida.period)
    _note_unused(scorers.ledger, dataset, windows)
    book = _bind(scorers, dataset, method, corrida, entidad, _listings(scorers, dataset, corrida, windows))
    return book, tuple(scorers.ledger.findings)


def _score_asked(scorers: _Scorers, method: Metodo, windows: tuple[Period, ...], needed: frozenset[str]) -> None:
    """Enter only some of the method's indicators."""
    _score_money(scorers, method, windows, needed)
    for window in windows:
        _score_window(scorers, method, window, needed)


def _score_done(scorers: _Scorers, method: Metodo, corrida: Corrida, windows: tuple[Period, ...]) -> None:
    """Enter everything about execution: money, consolidation, derived figures, year bridge and projections."""
    every, ledger, tree = frozenset(method.indicadores), scorers.ledger, scorers.describer.tree
    dispersion, derived = DispersionScorer(ledger, tree), DerivedScorer(ledger)
    versions = VersionScorer(ledger, scorers.consolidator)
    _score_money(scorers, method, windows, every)
    for window in windows:
        _score_window(scorers, method, window, every)
        dispersion.score(window)
        derived.score(window)
        if window.is_quarter:
            versions.before(window, window)
            scorers.describer.units(window)
        elif corrida.period.is_quarter and window == corrida.period.accumulated():
            versions.before(window, corrida.period)
    YearBridge(ledger, versions, tree.dataset.nodes).score(corrida.period)
    ProjectionScorer(ledger).score(corrida.period)


def _score_plan(scorers: _Scorers, dataset: Dataset, method: Metodo, windows: tuple[Period, ...]) -> None:
    """Enter what is programmed and initially approved, and nothing that is executed."""
    for window in windows:
        for name in method.formula_order(window.kind):
            rule = method.indicadores[name].rule(window)
            if rule is not None and rule.regla in PLANNED_RULES:
                scorers.programme.score(name, window)
            elif rule is not None and window.is_plan and (rule.regla, rule.columna) == ("saldo", INITIAL):
                scorers.money.score(name, rule.columna, [window], flow=False)
        if window.is_quarter or window.is_plan:
            scorers.describer.units(window)
    describer = scorers.describer
    run = (scorers.ledger, dataset, describer.corrida, describer.names)
    FormulationScorer(*run, scorers.consolidator.plan, describer.tree).score(windows)


def _scorers(dataset: Dataset, method: Metodo, corrida: Corrida) -> _Scorers:
    """The scorers of a run with an empty ledger."""
    ledger, budget = Ledger(method), budget_of(dataset, corrida)
    names, reported = collect(dataset), reported_in(dataset)
    run = (ledger, dataset, corrida, names)
    tree = Tree(dataset, corrida, method)
    return _Scorers(
        ledger,
        MoneyScorer(*run, budget),
        Consolidator(ledger, dataset, reported, names, plan_of(dataset), tree),
        FormulaScorer(ledger, reported, names, MethodFormulas(ledger)),
        Describer(*run, tree),
        ProgrammeScorer(*run, budget),
    )


def _score_money(scorers: _Scorers, method: Metodo, windows: tuple[Period, ...], needed: frozenset[str]) -> None:
    """Enter the indicators that are balances or flows of the budget, with their sums and groupings."""
    for name, indicator in method.indicadores.items():
        if name not in needed:
            continue
        rules = ((indicator.rule(window), window) for window in windows)
        scored = by_key(
            ((rule.regla, rule.columna), window) for rule, window in rules if rule and rule.regla in {"saldo", "flujo"}
        )
        for (kind, column), same_rule in scored.items():
            scorers.money.score(name, column, same_rule, flow=kind == "flujo")


def _score_window(scorers: _Scorers, method: Metodo, window: Period, needed: frozenset[str]) -> None:
    """Enter a window's indicators in the order of computation, each by its kind of rule."""
    for name in method.formula_order(window.kind):
        if name not in needed:
            continue
        rule = method.indicadores[name].rule(window)
        if rule is None:
            continue
        match rule.regla:
            case "consolidar":
                scorers.consolidator.score(name, window)
            case "formula" if rule.a_falta_de and scorers.consolidator.plan.by_version:
                settled = scorers.consolidator.score(name, window, instead=scorers.formulas.score_one)
                scorers.formulas.score(name, window, besides=settled)
            case "formula":
                scorers.formulas.score(name, window)
            case "programa":
                scorers.programme.score(name, window)
            case "sumar_trimestres":
                scorers.formulas.sum_quarters(name, window)
            case "meta":
                scorers.describer.goals(name, rule.columna, window)
    _score_constants(scorers, method, window, needed)


def _score_constants(scorers: _Scorers, method: Metodo, window: Period, needed: frozenset[str]) -> None:
    """Enter formulas without indicators again, for subjects whose first figure was entered after the formula's turn."""
    for name, indicator in method.indicadores.items():
        rule = indicator.rule(window) if name in needed else None
        formula = rule.formula if rule is not None and rule.regla == "formula" else None
        if formula is not None and set(formula.names) <= set(CONTEXT_NAMES):
            scorers.formulas.score(name, window)


def _note_unused(ledger: Ledger, dataset: Dataset, windows: tuple[Period, ...]) -> None:
    """Record findings on reported values that no figure uses, so that nothing is dropped silently."""
    reported = dataset.rows("avances")
    used = {cell for figure in ledger.figures.values() for cell in figure.sources} if reported else frozenset()
    for row in reported:
        value = row.number("valor")
        if value is not None and row.period("periodo") in windows and value.cell not in used:
            what = f"«{row.text('indicador')}» de nivel «{row.text('nivel')}»"
            why = f"el método no recoge {what} en {row.period('periodo')}"
            ledger.left_out(row, "indicador", why)


def _bind(
    scorers: _Scorers, dataset: Dataset, method: Metodo, corrida: Corrida, entidad: Entidad, listed: dict[str, Listing],
) -> Book:  # fmt: skip
    """The Book of what the ledger holds."""
    figures = dict(scorers.ledger.figures)
    return Book(
        institution=corrida.entidad,
        period=corrida.period,
        figures=figures,
        nodes=dataset.nodes,
        listings=listed,
        identity=entidad.in_year(corrida.period.year).model_dump(mode="json"),
        params=corrida.model_dump(mode="json"),
        method=method.model_dump(mode="json"),
        inputs=dict(dataset.files),
        series=_task_years(figures, scorers.consolidator.plan, every=corrida.period.is_plan),
    )


def _listings(scorers: _Scorers, dataset: Dataset, corrida: Corrida, windows: tuple[Period, ...]) -> dict[str, Listing]:
    """The descriptive tables, the situations and the reporting subjects of each window."""
    known = SituationScorer(scorers.consolidator)
    settled = {SITUATIONS: known.listing(), REPORTERS: known.reporters(windows)}
    received = listings(dataset, is_plan=corrida.period.is_plan)
    read = {"tablas": tables_read(dataset), "columnas": columns_read(dataset)}
    return {**received, **read, **{name: rows for name, rows in settled.items() if rows}}


def _task_years(figures: Mapping[str, Figure], plan: Plan, *, every: bool) -> dict[str, Series]:
    """The tasks' series of the Book: all tasks of every version that any score uses.

    A plan's own run scores no execution, so it takes the tasks of every version (`every`).
    """
    if every:
        return {task.id: task for tasks in plan.by_version.values() for task in tasks}
    leaves = (figure for figure in figures.values() if figure.operation is Operation.LEAF)
    used = {operand.series for figure in leaves for operand in figure.operands}
    ruling = {task.version for tasks in plan.by_version.values() for task in tasks if task.id in used}
    return {task.id: task for version, tasks in plan.by_version.items() if version in ruling for task in tasks}
