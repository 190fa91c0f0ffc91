"""From params and data to everything that a run knows: intake, scoring and checks, in one call; saved and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from helpers import book as books
from helpers.book import Book
from helpers.checks.registry import Evidence
from helpers.checks.run import check, rule_listing
from helpers.errors import InputsFailed
from helpers.exports import read_findings, read_reconciliation, write_figures, write_findings, write_reconciliation
from helpers.findings import Finding, Reconciled, Severity, ordered
from helpers.intake.indicators import unknown_indicators
from helpers.intake.read import read_dataset
from helpers.intake.texts import read_texts
from helpers.methods import Metodo, load_method
from helpers.params import Corrida, Entidad, load_institution, load_run
from helpers.scoring.score import score
from helpers.workspace import Workspace

BOOK_FILE = "libro.json"
FIGURES_FILE = "cifras.csv"
FINDINGS_FILE = "hallazgos.csv"
RECONCILIATION_FILE = "conciliacion.csv"


@dataclass(frozen=True)
class Computed:
    """What a run knows before anything is shown."""

    book: Book
    findings: tuple[Finding, ...]
    reconciliation: tuple[Reconciled, ...]

    @property
    def corrida(self) -> Corrida:
        return Corrida.model_validate(self.book.params)

    @property
    def metodo(self) -> Metodo:
        return Metodo.model_validate(self.book.method)

    @property
    def entidad(self) -> Entidad:
        return Entidad.model_validate(self.book.identity)


def compute(workspace: Workspace, institution: str, period: str, overrides: Sequence[str] = ()) -> Computed:
    """Read, score and check one run; nothing is written.

    Raises
    ------
    UsageError
        For an institution, period or parameter that does not exist.
    ConfigError
        For a params or method file that does not load.
    InputsFailed
        With every finding of the intake, where some are errors.
    """
    entidad = load_institution(workspace, institution)
    corrida = load_run(workspace, institution, period, overrides)
    metodo = load_method(workspace, corrida.metodo)
    dataset, table_findings = read_dataset(workspace, corrida)
    texts = read_texts(workspace, corrida)
    intake_findings = ordered((*table_findings, *unknown_indicators(dataset, metodo), *texts.findings))
    if any(finding.severidad is Severity.ERROR for finding in intake_findings):
        raise InputsFailed(intake_findings)
    book, scoring_findings = score(dataset, metodo, corrida, entidad)
    listings = {**book.listings, "texto": texts.rows, "reglas": rule_listing()}
    book = replace(book, listings=listings, inputs={**book.inputs, **texts.files})
    check_findings, reconciliation = check(Evidence(dataset, book, metodo, corrida))
    return Computed(book, ordered((*intake_findings, *scoring_findings, *check_findings)), reconciliation)


def save(computed: Computed, folder: Path) -> None:
    """Write `libro.json`, `cifras.csv`, `hallazgos.csv` and `conciliacion.csv` into a folder."""
    books.save(computed.book, folder / BOOK_FILE)
    write_figures(computed.book, folder / FIGURES_FILE)
    write_findings(computed.findings, folder / FINDINGS_FILE)
    write_reconciliation(computed.reconciliation, folder / RECONCILIATION_FILE)


def read(folder: Path) -> Computed:
    """Read a folder that `save` wrote."""
    return Computed(
        books.read(folder / BOOK_FILE),
        read_findings(folder / FINDINGS_FILE),
        read_reconciliation(folder / RECONCILIATION_FILE),
    )
