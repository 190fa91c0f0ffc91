"""The audit of a finished run: all checks, some of them in parallel, and the final line."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from helpers.audit import audited_checks, audited_inputs, audited_notebooks, audited_published, recalculated
from helpers.audit.acta_facts import Facts, facts_of
from helpers.audit.audit_case import Case, open_case
from helpers.audit.audit_result import Check, Result, State, Unverifiable
from helpers.audit.executed_again import assembled_page, execute_sections
from helpers.audit.folder import folder_contents
from helpers.audit.pages import audited_docx, audited_page, audited_pdf, audited_summary
from helpers.audit.pages.reprint import reprinted
from helpers.audit.sheets import audited_csv, audited_workbook, ironcalc_engine, libreoffice
from helpers.base.display import lower_first
from helpers.base.errors import PoaError
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Verdict
from helpers.outputs.run_files import PDF_FILE
from helpers.run.report.sections_again import Executed
from helpers.settings.cuadros.cuadro_table import COMPUTED

AT_ONCE = 5
"""Threads: LibreOffice, the sections, the page that waits for the sections, and one check."""
PASSES, PARTLY, FAILS = "PASA", "SIN VERIFICAR DEL TODO", "NO PASA"


@dataclass(frozen=True)
class Request:
    """The request for an audit.

    Attributes
    ----------
    institution, period : str
    folder : Path or None
        The run's folder; None for the default one.
    with_libreoffice : bool
    jobs : int
        Sections executed at a time; 0 for the number of cores.
    """

    institution: str
    period: str
    folder: Path | None = None
    with_libreoffice: bool = True
    jobs: int = 0


@dataclass(frozen=True)
class Audit:
    """A finished audit.

    Attributes
    ----------
    facts : Facts
        The verified run, and when and with what it was verified.
    results : tuple of Result
        One per check, in the acta's order.
    """

    facts: Facts
    results: tuple[Result, ...]

    @property
    def passes(self) -> bool:
        """Whether every check passed or was waived."""
        return all(result.holds for result in self.results)

    @property
    def verdict(self) -> str:
        """The word that the audit ends with: `PASA`, `SIN VERIFICAR DEL TODO` or `NO PASA`.

        It passes if every check passed or was left out at the user's request. The second word means that nothing
        differs, but other versions left something unchecked; the third, that something differs or that a check could
        not be done.
        """
        if self.passes:
            return PASSES
        is_only_partly = all(result.holds or result.state is State.PARTLY for result in self.results)
        return PARTLY if is_only_partly else FAILS

    @property
    def line(self) -> str:
        """The acta's last line: verdict, what passes or fails and where, and the manifest's SHA-256."""
        troubles = "; ".join(result.trouble for result in self.results if not result.holds)
        said = {
            PASSES: f"{self._conforming}; {self._published}",
            PARTLY: f"{self._conforming} y ninguna diferencia; no verificado: {troubles}",
            FAILS: troubles,
        }[self.verdict]
        return " ".join(f"{self.verdict}: {said}. SHA-256 del manifiesto: {self.facts.manifest_hash}".split())

    @property
    def _conforming(self) -> str:
        done = sum(result.state is State.PASSES for result in self.results)
        waived = [result.subject for result in self.results if result.state is State.WAIVED]
        left = f"; no se hizo, a pedido: {', '.join(waived)}" if waived else ""
        return f"{done} controles conformes{left}"

    @property
    def _published(self) -> str:
        counts = Counter(kind for kind, _ in self.facts.checked)
        if not counts:
            return "ninguna cifra publicada antes"
        exact = self.facts.checked.count((COMPUTED, Verdict.EXACT))
        others = ", ".join(f"{count} {lower_first(kind)}" for kind, count in counts.items() if kind != COMPUTED)
        told = f"{counts[COMPUTED]} cifras publicadas antes que aquí se calculan, {exact} exactas"
        return f"{told} (además, {others})" if others else told


def audit(workspace: Workspace, request: Request, tell: Callable[[Result], None]) -> Audit:
    """Verify a finished run with all checks; nothing is written into its folder.

    A check that fails or cannot be done is a result and raises nothing.

    Parameters
    ----------
    tell : Callable[[Result], None]
        Called with each result in the acta's order, as soon as it is known.

    Raises
    ------
    PoaError
        If nothing can be verified.
    """
    started = datetime.now().astimezone()
    with tempfile.TemporaryDirectory(prefix="poa-audit-", ignore_cleanup_errors=True) as scratch:
        case = open_case(workspace, request.institution, request.period, request.folder, Path(scratch).resolve())
        results = []
        for result in all_results(case, request):
            tell(result)
            results.append(result)
        return Audit(facts_of(case, started), tuple(results))


def all_results(case: Case, request: Request) -> Iterator[Result]:
    """Run all checks of the audit; a check that raises an error gives a result that does not pass.

    LibreOffice and the execution of the sections run in parallel with the quick checks.

    Yields
    ------
    Result
        In the acta's order, each as soon as it and those before it are done.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        office = pool.submit(run_check, _office(case, request))
        executed = pool.submit(execute_sections, case, request.jobs)
        assembled = pool.submit(lambda: assembled_page(case, executed.result()))
        quick = [pool.submit(run_check, check) for check in _quick(case)]
        late = [pool.submit(run_check, check) for check in _after(case, executed, assembled)]
        try:
            yield from (future.result() for future in _in_order(quick, late, office))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


Late = Future[Result]


def _in_order(quick: Sequence[Late], late: Sequence[Late], office: Late) -> tuple[Late, ...]:
    """Sort the checks as the acta lists them: from the inputs to the printed report."""
    unchanged, listed, calculated, operands, written, recomputed, tables, verdicts = quick
    repeated, executed, *pages = late
    return (
        unchanged, listed, calculated, operands, repeated, executed, written, office, recomputed, tables, *pages,
        verdicts,
    )  # fmt: skip


def _quick(case: Case) -> tuple[Check, ...]:
    return (
        Check(audited_inputs.SUBJECT, audited_inputs.HOW, lambda: audited_inputs.check_inputs(case)),
        Check(folder_contents.SUBJECT, folder_contents.HOW, lambda: folder_contents.check_outputs(case)),
        Check(recalculated.SUBJECT, recalculated.HOW, lambda: recalculated.check_recalculated(case)),
        Check(recalculated.OPERANDS_SUBJECT, recalculated.OPERANDS_HOW, lambda: recalculated.check_operands(case)),
        Check(audited_workbook.SUBJECT, audited_workbook.HOW, lambda: audited_workbook.check_workbook(case)),
        Check(ironcalc_engine.SUBJECT, ironcalc_engine.HOW, lambda: ironcalc_engine.check_ironcalc(case)),
        Check(audited_csv.SUBJECT, audited_csv.HOW, lambda: audited_csv.check_csv(case)),
        Check(audited_published.SUBJECT, audited_published.HOW, lambda: audited_published.check_published(case)),
    )


def _after(case: Case, executed: Future[Executed], assembled: Future[str]) -> tuple[Check, ...]:
    """Return the checks that need the sections executed again: notebooks, section checks, page and what it gives."""
    repeated = audited_checks.SUBJECT, audited_checks.HOW
    document = Check(
        audited_docx.SUBJECT, audited_docx.HOW, lambda: audited_docx.check_docx(case, _page(case, assembled))
    )
    return (
        Check(*repeated, lambda: audited_checks.check_section_checks(case, executed.result())),
        Check(
            audited_notebooks.SUBJECT,
            audited_notebooks.HOW,
            lambda: audited_notebooks.check_notebooks(case, executed.result()),
        ),
        Check(audited_page.SUBJECT, audited_page.HOW, lambda: _html(case, assembled)),
        Check(audited_pdf.SUBJECT, audited_pdf.HOW, lambda: _pdf(case, assembled)),
        Check(audited_summary.SUBJECT, audited_summary.HOW, lambda: _summary(case, executed)),
        *((document,) if audited_docx.is_due(case) else ()),
    )


def _office(case: Case, request: Request) -> Check:
    run = (lambda: libreoffice.check_libreoffice(case)) if request.with_libreoffice else libreoffice.waived
    return Check(libreoffice.SUBJECT, libreoffice.HOW, run)


def _html(case: Case, assembled: Future[str]) -> Result:
    try:
        page, problem = assembled.result(), ""
    except PoaError as stop:
        page, problem = "", str(stop)
    return audited_page.check_html(case, page, problem)


def _summary(case: Case, executed: Future[Executed]) -> Result:
    wait([executed])  # no process may be forked for a section while a chart is drawn here
    return audited_summary.check_summary(case)


def _page(case: Case, assembled: Future[str]) -> str:
    """Return the page assembled now; if there is none, the published one."""
    try:
        return assembled.result()
    except PoaError:
        return audited_page.read_report(case)


def _pdf(case: Case, assembled: Future[str]) -> Result:
    if not (case.folder / PDF_FILE).is_file():
        return audited_pdf.check_pdf(case, None)
    try:
        again, problem = reprinted(case, _page(case, assembled)), ""
    except Unverifiable as stop:
        again, problem = None, stop.reason
    return audited_pdf.check_pdf(case, again, problem)


def run_check(check: Check) -> Result:
    """Run one check of the audit and return its result; no error leaves it.

    Returns
    -------
    Result
        If the check raises an error, a result that does not pass and states the error in `unverified`.
    """
    try:
        return check.run()
    except Unverifiable as problem:
        return Result(check.subject, check.how, unverified=problem.reason)
    # A damaged file may raise any error. This check then fails and the others go on.
    except Exception as problem:
        return Result(check.subject, check.how, unverified=f"no se pudo leer ({type(problem).__name__}: {problem})")
