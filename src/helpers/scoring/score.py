"""Dataset × method → Book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.book import Book
from helpers.closings import Closing
from helpers.entidad import Entidad
from helpers.findings import Finding
from helpers.intake.dataset import Dataset
from helpers.methods import CONTEXT_NAMES, Metodo
from helpers.params import Corrida
from helpers.periods import Period, run_windows
from helpers.scoring.amendments import AmendmentScorer
from helpers.scoring.closed import ClosedScorer
from helpers.scoring.consolidate import Consolidator
from helpers.scoring.derived import DerivedScorer
from helpers.scoring.described import Describer
from helpers.scoring.dispersion import DispersionScorer
from helpers.scoring.formulas import FormulaScorer
from helpers.scoring.formulated import INITIAL, PLANNED_RULES, FormulationScorer
from helpers.scoring.groupings import Groupings
from helpers.scoring.income import IncomeScorer
from helpers.scoring.ledger import Ledger
from helpers.scoring.listings import Listing, listings, tables_read
from helpers.scoring.money import MoneyScorer, budget_of
from helpers.scoring.names import collect
from helpers.scoring.objectives import ObjectiveScorer
from helpers.scoring.other_version import VersionScorer
from helpers.scoring.parts import Tree
from helpers.scoring.plan import Plan, plan_of
from helpers.scoring.production import ProductionScorer, is_of_production
from helpers.scoring.programme import ProgrammeScorer
from helpers.scoring.projection import ProjectionScorer
from helpers.scoring.reported import reported_in
from helpers.scoring.situations import SituationScorer
from helpers.scoring.systems import SystemScorer
from helpers.scoring.task_money import TaskMoneyScorer
from helpers.scoring.year_bridge import YearBridge
from helpers.series import Series
from helpers.situations import REPORTERS, SITUATIONS
from helpers.trace import Figure, Operation
from helpers.uncollected import uncollected


@dataclass(frozen=True)
class _Scorers:
    ledger: Ledger
    money: MoneyScorer
    groupings: Groupings
    consolidator: Consolidator
    formulas: FormulaScorer
    describer: Describer
    programme: ProgrammeScorer
    dispersion: DispersionScorer
    derived: DerivedScorer
    projection: ProjectionScorer
    versions: VersionScorer
    bridge: YearBridge
    plan: Plan


def score(
    dataset: Dataset, method: Metodo, corrida: Corrida, entidad: Entidad, windows: tuple[Period, ...] = (),
    closings: Sequence[Closing] = (), asked: frozenset[str] = frozenset(),
) -> tuple[Book, tuple[Finding, ...]]:  # fmt: skip
    """Compute every figure of a run.

    Parameters
    ----------
    windows : tuple of Period
        Only these of the run's windows, in their order; all of them where empty.
    closings : sequence of Closing
        The closed periods whose figures stand beside those of now.
    asked : frozenset of str
        The indicators that are wanted, where they are few: what none of them rests on may be left out. Everything
        where empty.

    Returns
    -------
    Book
        Exact figures of every window from January to the run's period.
    tuple of Finding
        What could not be computed, and why.
    """
    with uncollected():
        return _score(dataset, method, corrida, entidad, windows or run_windows(corrida.period), closings, asked)


def _score(
    dataset: Dataset, method: Metodo, corrida: Corrida, entidad: Entidad, windows: tuple[Period, ...],
    closings: Sequence[Closing], asked: frozenset[str],
) -> tuple[Book, tuple[Finding, ...]]:  # fmt: skip
    scorers = _scorers(dataset, method, corrida)
    if corrida.period.is_plan:
        _score_plan(scorers, dataset, method, windows)
    else:
        _score_done(scorers, method, corrida, windows, asked)
    scorers.describer.counts()
    names = scorers.describer.names
    if not asked or any(map(is_of_production, asked)):
        ProductionScorer(scorers.ledger, dataset, entidad, names, corrida.period.year).score(windows)
    for told_apart in (IncomeScorer, AmendmentScorer, SystemScorer):
        told_apart(scorers.ledger, dataset, corrida, names).score(windows)
    ObjectiveScorer(scorers.ledger, dataset, entidad.sigla or entidad.nombre).score(corrida.period)
    TaskMoneyScorer(scorers.ledger, scorers.plan, names).score(corrida.period.accumulated())
    scorers.describer.history()
    ClosedScorer(scorers.ledger, closings).score(corrida.period)
    _note_unused(scorers.ledger, dataset, windows)
    return _bind(scorers, dataset, method, corrida, entidad, windows), tuple(scorers.ledger.findings)


def _score_done(
    scorers: _Scorers, method: Metodo, corrida: Corrida, windows: tuple[Period, ...], asked: frozenset[str]
) -> None:
    _score_money(scorers, method, windows)
    # What is only derived, scattered or by another version stands beside an indicator under a key of its own.
    is_alone = bool(asked) and asked <= method.indicadores.keys()
    for window in windows:
        _score_window(scorers, method, window)
        if is_alone:
            continue
        scorers.dispersion.score(window)
        scorers.derived.score(window)
        if window.is_quarter:
            scorers.versions.before(window)
            scorers.describer.units(window)
    if is_alone:
        return
    scorers.bridge.score(corrida.period)
    scorers.projection.score(corrida.period)


def _score_plan(scorers: _Scorers, dataset: Dataset, method: Metodo, windows: tuple[Period, ...]) -> None:
    """Enter what is planned and approved at first, and nothing of what is done."""
    for window in windows:
        for name in method.formula_order(window.kind):
            rule = method.indicadores[name].rule(window)
            if rule is not None and rule.regla in PLANNED_RULES:
                scorers.programme.score(name, window)
            elif rule is not None and window.is_plan and (rule.regla, rule.columna) == ("saldo", INITIAL):
                scorers.money.score(name, rule.columna, [window], flow=False)
                scorers.groupings.score(name, [window])
        if window.is_quarter or window.is_plan:
            scorers.describer.units(window)
    describer = scorers.describer
    FormulationScorer(scorers.ledger, dataset, describer.names, scorers.plan, describer.tree).score(windows)


def _scorers(dataset: Dataset, method: Metodo, corrida: Corrida) -> _Scorers:
    ledger, budget = Ledger(method), budget_of(dataset, corrida)
    names, reported = collect(dataset), reported_in(dataset)
    plan, tree = plan_of(dataset), Tree(dataset, corrida, names)
    consolidator = Consolidator(ledger, method, dataset, reported, names, plan, tree)
    versions = VersionScorer(ledger, consolidator)
    return _Scorers(
        ledger,
        MoneyScorer(ledger, budget, dataset, corrida, names),
        Groupings(ledger, budget, dataset, corrida, names),
        consolidator,
        FormulaScorer(ledger, method, reported, names),
        Describer(ledger, dataset, corrida, names, tree),
        ProgrammeScorer(ledger, dataset, names),
        DispersionScorer(ledger, method, tree),
        DerivedScorer(ledger, method),
        ProjectionScorer(ledger, method),
        versions,
        YearBridge(ledger, versions, dataset.nodes),
        plan,
    )


def _score_money(scorers: _Scorers, method: Metodo, windows: tuple[Period, ...]) -> None:
    for name, indicator in method.indicadores.items():
        scored: dict[tuple[str, str], list[Period]] = {}
        for window in windows:
            rule = indicator.rule(window)
            if rule is not None and rule.regla in {"saldo", "flujo"}:
                scored.setdefault((rule.regla, rule.columna), []).append(window)
        for (kind, column), same_rule in scored.items():
            scorers.money.score(name, column, same_rule, flow=kind == "flujo")
            scorers.groupings.score(name, same_rule)


def _score_window(scorers: _Scorers, method: Metodo, window: Period) -> None:
    for name in method.formula_order(window.kind):
        rule = method.indicadores[name].rule(window)
        match rule.regla if rule else None:
            case "consolidar":
                scorers.consolidator.score(name, window)
            case "formula" if rule.a_falta_de and scorers.plan.by_version:
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
    _score_constants(scorers, method, window)


def _score_constants(scorers: _Scorers, method: Metodo, window: Period) -> None:
    """Enter formulas over no indicator for those of whom something was first known after their turn."""
    for name, indicator in method.indicadores.items():
        rule = indicator.rule(window)
        formula = rule.formula if rule is not None and rule.regla == "formula" else None
        if formula is not None and set(formula.names) <= set(CONTEXT_NAMES):
            scorers.formulas.score(name, window)


def _note_unused(ledger: Ledger, dataset: Dataset, windows: tuple[Period, ...]) -> None:
    """Note what was reported for a window and became no figure, so that nothing is dropped in silence."""
    reported = dataset.rows("avances")
    used = {cell for figure in ledger.figures.values() for cell in figure.sources} if reported else frozenset()
    for row in reported:
        value = row.number("valor")
        if value is not None and row.period("periodo") in windows and value.cell not in used:
            what = f"«{row.text('indicador')}» de nivel «{row.text('nivel')}»"
            why = f"el método no recoge {what} en {row.period('periodo')}"
            ledger.left_out(row, "indicador", why)


def _bind(
    scorers: _Scorers, dataset: Dataset, method: Metodo, corrida: Corrida, entidad: Entidad,
    windows: tuple[Period, ...],
) -> Book:  # fmt: skip
    figures = dict(scorers.ledger.figures)
    return Book(
        institution=corrida.entidad,
        period=corrida.period,
        figures=figures,
        nodes=dataset.nodes,
        listings=_listings(scorers, dataset, corrida, windows),
        identity=entidad.in_year(corrida.period.year).model_dump(mode="json"),
        params=corrida.model_dump(mode="json"),
        method=method.model_dump(mode="json"),
        inputs=dict(dataset.files),
        series=_task_years(figures, scorers.plan, every=corrida.period.is_plan),
    )


def _listings(
    scorers: _Scorers, dataset: Dataset, corrida: Corrida, windows: tuple[Period, ...]
) -> dict[str, Listing]:
    """The listings of the data, and what is known of everybody in each window."""
    known = SituationScorer(scorers.consolidator)
    settled = {SITUATIONS: known.listing(), REPORTERS: known.reporters(windows)}
    received = listings(dataset, is_plan=corrida.period.is_plan)
    return {**received, "tablas": tables_read(dataset), **{name: rows for name, rows in settled.items() if rows}}


def _task_years(figures: Mapping[str, Figure], plan: Plan, *, every: bool) -> dict[str, Series]:
    """The tasks of every version of the plan that any figure rests on; those that take no part in any window too.

    Of a plan's own run no figure rests on a task's execution: it has the tasks of `every` version.
    """
    if every:
        return {task.id: task for tasks in plan.by_version.values() for task in tasks}
    leaves = (figure for figure in figures.values() if figure.operation is Operation.LEAF)
    used = {operand.series for figure in leaves for operand in figure.operands}
    ruling = {task.version for tasks in plan.by_version.values() for task in tasks if task.id in used}
    return {task.id: task for version, tasks in plan.by_version.items() if version in ruling for task in tasks}
