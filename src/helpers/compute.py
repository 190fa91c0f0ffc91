"""From params and data to everything that a run knows: intake, scoring and checks, in one call; saved and read.

What computes is imported where it is called: a section reads what its run saved, and its kernel needs none of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import bookfile as books
from helpers.book import Book
from helpers.entidad import Entidad
from helpers.errors import ConfigError, InputsFailed
from helpers.exports import read_findings, read_reconciliation, write_figures, write_findings, write_reconciliation
from helpers.findings import Finding, Reconciled, Severity, ordered
from helpers.kept_checks import CODE, KeptCheck, findings_of
from helpers.methods import Metodo
from helpers.params import Corrida
from helpers.records import OwnText
from helpers.uncollected import uncollected
from helpers.workspace import Workspace

if TYPE_CHECKING:
    from helpers.gathering import Gathered
    from helpers.intake.dataset import Dataset

BOOK_FILE = "libro.json"
FIGURES_FILE = "cifras.csv"
FINDINGS_FILE = "hallazgos.csv"
RECONCILIATION_FILE = "conciliacion.csv"
TEXTS_FILE = "textos.json"


@dataclass(frozen=True)
class Computed:
    """What a run knows before anything is shown.

    Attributes
    ----------
    dataset : Dataset or None
        The tables as read; None for a run that was saved and read back, which keeps none.
    texts : tuple of OwnText
        What the planner wrote for sections.
    """

    book: Book
    findings: tuple[Finding, ...]
    reconciliation: tuple[Reconciled, ...]
    dataset: Dataset | None = field(default=None, compare=False, repr=False)
    texts: tuple[OwnText, ...] = ()

    @property
    def inputs(self) -> Mapping[str, str]:
        """SHA-256 of every file that the run was made from, by its name from the root."""
        return dict(sorted({**self.book.inputs, **{text.file: text.sha256 for text in self.texts}}.items()))

    def findings_of(self, prefix: str) -> tuple[Finding, ...]:
        """The findings of the rules whose code begins with a prefix."""
        return tuple(finding for finding in self.findings if finding.codigo.startswith(prefix))

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
        With every finding of the intake, where some are errors; with all of them where a text is one.
    """
    from helpers.gathering import gather

    with uncollected():
        gathered = gather(workspace, institution, period, overrides)
        if gathered.fails:
            raise InputsFailed(gathered.findings)
        computed = compute_gathered(gathered)
    # What the planner wrote can be judged only beside the figures; it is an input all the same.
    if any(finding.severidad is Severity.ERROR for finding in computed.findings):
        raise InputsFailed(computed.findings)
    return computed


def compute_gathered(gathered: Gathered) -> Computed:
    """Score and check what was gathered, without errors."""
    from helpers.checks.cuadros.kept import kept
    from helpers.checks.registry import Evidence
    from helpers.checks.run import check_all, rule_listing
    from helpers.scoring.score import score

    dataset, metodo, corrida = gathered.dataset, gathered.method, gathered.corrida
    book, scoring_findings = score(dataset, metodo, corrida, gathered.entidad, closings=gathered.closings)
    listings = {**book.listings, **gathered.listings, "reglas": rule_listing()}
    book = replace(book, listings=listings, inputs={**book.inputs, **gathered.files})
    checked = check_all(Evidence(dataset, book, metodo, corrida, gathered.cuadros, gathered.closings, gathered.prose))
    of_reading = _not_explained(gathered.findings, checked.findings)
    findings = ordered((*of_reading, *scoring_findings, *checked.findings))
    book = replace(book, printed=kept(gathered.cuadros, checked.cells))
    return Computed(book, findings, checked.reconciliation, dataset, gathered.texts)


def with_failed(computed: Computed, failed: Sequence[KeptCheck]) -> Computed:
    """A run whose findings tell of the checks of its sections that failed, and of no others."""
    others = (finding for finding in computed.findings if finding.codigo != CODE)
    return replace(computed, findings=ordered((*others, *findings_of(failed))))


def _not_explained(read: Sequence[Finding], checked: Sequence[Finding]) -> tuple[Finding, ...]:
    """What reading found, without blank cells of which a rule says whose they are and what follows: told once."""
    from helpers.intake.problems import Code

    explained = {finding.place for finding in checked if finding.place}
    return tuple(finding for finding in read if finding.codigo != Code.NOT_REPORTED or finding.place not in explained)


def save(computed: Computed, folder: Path) -> None:
    """Write `libro.json`, `cifras.csv`, `hallazgos.csv`, `conciliacion.csv` and `textos.json` into a folder."""
    save_to_read(computed, folder)
    list_figures(computed, folder)


def save_to_read(computed: Computed, folder: Path) -> None:
    """Write what `read` reads: `libro.json`, `hallazgos.csv`, `conciliacion.csv` and `textos.json`."""
    with uncollected():
        books.save(computed.book, folder / BOOK_FILE)
        write_findings(computed.findings, folder / FINDINGS_FILE)
        write_reconciliation(computed.reconciliation, folder / RECONCILIATION_FILE)
    save_texts(computed.texts, folder)


def list_figures(computed: Computed, folder: Path) -> None:
    """Write `cifras.csv`, which takes as long as all the rest and which no step of a run reads."""
    with uncollected():
        write_figures(computed.book, folder / FIGURES_FILE)


def read(folder: Path) -> Computed:
    """Read a folder that `save` wrote."""
    return Computed(
        books.read(folder / BOOK_FILE),
        read_findings(folder / FINDINGS_FILE),
        read_reconciliation(folder / RECONCILIATION_FILE),
        texts=read_texts(folder),
    )


def save_texts(texts: Sequence[OwnText], folder: Path) -> None:
    """Write `textos.json`."""
    plain = [asdict(text) for text in texts]
    (folder / TEXTS_FILE).write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


def read_texts(folder: Path) -> tuple[OwnText, ...]:
    """Read `textos.json`; no texts where the folder has none, as one of an earlier version."""
    try:
        plain = json.loads((folder / TEXTS_FILE).read_text(encoding="utf-8"))
        return tuple(OwnText(**{name: str(value) for name, value in one.items()}) for one in plain)
    except FileNotFoundError:
        return ()
    except (ValueError, TypeError, AttributeError) as problem:
        raise ConfigError(TEXTS_FILE, ["no es la lista de textos que deja poa report."]) from problem
