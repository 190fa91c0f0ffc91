"""Verifies the sections' checks (comprobaciones): that none fails now, and that the run lists its own failed ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from helpers.audit.audit_case import Case, failed_in
from helpers.audit.audit_result import Difference, Result
from helpers.base.errors import PoaError
from helpers.figures.findings import Finding
from helpers.outputs.csv_exports import read_findings
from helpers.outputs.run_files import FINDINGS_FILE
from helpers.outputs.saved_checks import CODE, SavedCheck, failed_of, findings_of, read_checks
from helpers.run.finished_run import Executed

SUBJECT = "Comprobaciones de las secciones"
HOW = (
    "Cada sección, ejecutada de nuevo, repite cálculos del libro y los compara; todas coinciden, y hallazgos.csv "
    f"nombra con {CODE} las que no coinciden en cuadernos/, ni una más ni una menos."
)


def check_section_checks(case: Case, executed: Executed) -> Result:
    """Report each section check that fails now, and each finding on failed checks that is missing or in excess.

    The checks are read from the sections executed now; the run's findings are compared with its own notebooks. The
    check of the notebooks reports sections that stopped with an error.
    """
    names = [(section.name, section.notebook.name) for section in executed.sections]
    checks = read_checks((name, executed.folder / file) for name, file in names if name not in executed.stops)
    failed = failed_of(checks)
    differences = [_told(finding) for finding in findings_of(failed)]
    # The checks of the CSV files and of the notebooks report a file that cannot be read, so that no audit passes.
    with suppress(PoaError, OSError, ValueError, KeyError, TypeError):
        differences += _unlisted(read_findings(case.folder / FINDINGS_FILE), failed_in(case.folder))
    # A report whose sections compute nothing has nothing to repeat; sections that stopped leave it open.
    none_due = not checks and not executed.stops
    return Result(SUBJECT, HOW, len(checks), "comprobaciones", tuple(differences), none_due=none_due)


def _told(finding: Finding) -> Difference:
    """Return a finding on a failed check as a difference; its place names notebook, cell and what is checked."""
    promise = finding.mensaje.partition("«")[2].partition("»")[0]
    place = f"{finding.archivo}, celda {finding.celda}, «{promise}», {finding.elemento}"
    return Difference(place, finding.esperado, finding.encontrado)


def _unlisted(findings: Iterable[Finding], kept: Iterable[SavedCheck]) -> Iterator[Difference]:
    """Yield failed checks of the run's notebooks (`kept`) without a finding, and findings without a failed check."""
    due = {(finding.place, finding.elemento) for finding in findings_of(kept)}
    listed = {(finding.place, finding.elemento) for finding in findings if finding.codigo == CODE}
    for one in sorted(due ^ listed):
        said = ("lo que no coincide", "no está") if one in due else ("nada", "una comprobación que coincide")
        yield Difference(", ".join((FINDINGS_FILE, CODE, *one)), *said)
