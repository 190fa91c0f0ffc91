"""Dataset × method → Book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.book import Book
from helpers.findings import Finding
from helpers.intake.dataset import Dataset
from helpers.methods import Metodo
from helpers.params import Corrida, Entidad
from helpers.periods import Period, run_windows
from helpers.scoring.consolidate import Consolidator, reported_in
from helpers.scoring.described import Describer
from helpers.scoring.formulas import FormulaScorer
from helpers.scoring.ledger import Ledger
from helpers.scoring.money import MoneyScorer, budget_of
from helpers.scoring.names import collect

LISTINGS = (
    "acciones",
    "articulacion",
    "vinculacion",
    "metas",
    "recuento",
    "versiones",
    "recomendaciones",
    "firmas",
    "resultados",
)
"""Descriptive tables that travel with the Book."""


@dataclass(frozen=True)
class _Scorers:
    ledger: Ledger
    money: MoneyScorer
    consolidator: Consolidator
    formulas: FormulaScorer
    describer: Describer


def score(
    dataset: Dataset, method: Metodo, corrida: Corrida, entidad: Entidad
) -> tuple[Book, tuple[Finding, ...]]:
    """Compute every figure of a run.

    Returns
    -------
    Book
        Exact figures of every window from January to the run's period.
    tuple of Finding
        What could not be computed, and why.
    """
    scorers = _scorers(dataset, method, corrida)
    windows = run_windows(corrida.period)
    _score_money(scorers, method, windows)
    for window in windows:
        _score_window(scorers, method, window)
        if window.is_quarter:
            scorers.describer.units(window)
    scorers.describer.counts()
    scorers.describer.history()
    return _bind(scorers.ledger, dataset, method, corrida, entidad), tuple(scorers.ledger.findings)


def _scorers(dataset: Dataset, method: Metodo, corrida: Corrida) -> _Scorers:
    ledger = Ledger(method)
    names, reported = collect(dataset), reported_in(dataset)
    return _Scorers(
        ledger,
        MoneyScorer(ledger, budget_of(dataset, corrida), dataset, corrida, names),
        Consolidator(ledger, method, dataset, reported, names),
        FormulaScorer(ledger, method, reported, names),
        Describer(ledger, dataset, corrida, names),
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


def _score_window(scorers: _Scorers, method: Metodo, window: Period) -> None:
    for name in method.formula_order(window.kind):
        rule = method.indicadores[name].rule(window)
        match rule.regla if rule else None:
            case "consolidar":
                scorers.consolidator.score(name, window)
            case "formula":
                scorers.formulas.score(name, window)
            case "sumar_trimestres":
                scorers.formulas.sum_quarters(name, window)
            case "meta":
                scorers.describer.goals(name, rule.columna, window)


def _bind(ledger: Ledger, dataset: Dataset, method: Metodo, corrida: Corrida, entidad: Entidad) -> Book:
    return Book(
        institution=corrida.entidad,
        period=corrida.period,
        figures=dict(ledger.figures),
        nodes=dataset.nodes,
        listings={table: _listing(dataset, table) for table in LISTINGS if dataset.rows(table)},
        identity=entidad.model_dump(mode="json"),
        params=corrida.model_dump(mode="json"),
        method=method.model_dump(mode="json"),
        inputs=dict(dataset.files),
    )


def _listing(dataset: Dataset, table: str) -> tuple[Mapping[str, str], ...]:
    return tuple({column: row.text(column) for column in row.origin.columns} for row in dataset.rows(table))
