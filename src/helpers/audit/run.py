"""The whole audit of a finished run: every check, some of them at once, and the one line that it ends with."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from helpers.assemble.report import PDF_NAME
from helpers.audit import (
    html,
    inputs,
    libreoffice,
    notebooks,
    outputs,
    pdf,
    published,
    recalculated,
    second_engine,
    section_checks,
    tables_csv,
    workbook,
)
from helpers.audit.case import Case, open_case
from helpers.audit.executed import Executed, assembled_page, execute_sections
from helpers.audit.facts import Facts, facts_of
from helpers.audit.reprint import reprinted
from helpers.audit.result import Check, Result, State, Unverifiable
from helpers.audit_views import COMPUTED
from helpers.display import lower_first
from helpers.errors import PoaError
from helpers.findings import Verdict
from helpers.workspace import Workspace

AT_ONCE = 5
"""LibreOffice, the kernels, the page that waits for the kernels, and one check in here."""
PASSES, PARTLY, FAILS = "PASA", "SIN VERIFICAR DEL TODO", "NO PASA"


@dataclass(frozen=True)
class Request:
    """What is asked of an audit.

    Attributes
    ----------
    institution, period : str
    folder : Path or None
        The run's folder; None for the usual one.
    with_libreoffice : bool
    jobs : int
        Sections executed at once; 0 for as many as there are cores.
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
        Of what was verified, when and with what.
    results : tuple of Result
        One a check, in the acta's order.
    """

    facts: Facts
    results: tuple[Result, ...]

    @property
    def passes(self) -> bool:
        return all(result.holds for result in self.results)

    @property
    def verdict(self) -> str:
        """The word that the audit ends with."""
        if self.passes:
            return PASSES
        is_only_partly = all(result.holds or result.state is State.PARTLY for result in self.results)
        return PARTLY if is_only_partly else FAILS

    @property
    def line(self) -> str:
        """The acta's last line: it passes, or what does not and where, or what could not be compared here."""
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
    """Verify a finished run.

    Parameters
    ----------
    tell : Callable[[Result], None]
        Told each result, in the acta's order, as soon as it is known.

    Raises
    ------
    PoaError
        Where there is nothing that can be verified.
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
    with ThreadPoolExecutor(AT_ONCE) as pool:
        office = pool.submit(done, _office(case, request))
        executed = pool.submit(execute_sections, case, request.jobs)
        assembled = pool.submit(lambda: assembled_page(case, executed.result()))
        quick = [pool.submit(done, check) for check in _quick(case)]
        late = [pool.submit(done, check) for check in _after(case, executed, assembled)]
        try:
            yield from (future.result() for future in _in_order(quick, late, office))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _in_order(quick: Sequence[Future], late: Sequence[Future], office: Future) -> tuple[Future, ...]:
    """As the acta lists them: from the inputs to what is printed."""
    unchanged, listed, calculated, operands, written, recomputed, tables, verdicts = quick
    repeated, executed, page, paper = late
    return (
        unchanged, listed, calculated, operands, repeated, executed, written, office, recomputed, tables, page, paper,
        verdicts,
    )  # fmt: skip


def _quick(case: Case) -> tuple[Check, ...]:
    return (
        Check(inputs.SUBJECT, inputs.HOW, lambda: inputs.check_inputs(case)),
        Check(outputs.SUBJECT, outputs.HOW, lambda: outputs.check_outputs(case)),
        Check(recalculated.SUBJECT, recalculated.HOW, lambda: recalculated.check_recalculated(case)),
        Check(recalculated.OPERANDS_SUBJECT, recalculated.OPERANDS_HOW, lambda: recalculated.check_operands(case)),
        Check(workbook.SUBJECT, workbook.HOW, lambda: workbook.check_workbook(case)),
        Check(second_engine.SUBJECT, second_engine.HOW, lambda: second_engine.check_ironcalc(case)),
        Check(tables_csv.SUBJECT, tables_csv.HOW, lambda: tables_csv.check_csv(case)),
        Check(published.SUBJECT, published.HOW, lambda: published.check_published(case)),
    )


def _after(case: Case, executed: Future[Executed], assembled: Future[str]) -> tuple[Check, ...]:
    """What needs the sections executed again: themselves, and the page that they make."""
    repeated = section_checks.SUBJECT, section_checks.HOW
    return (
        Check(*repeated, lambda: section_checks.check_section_checks(case, executed.result())),
        Check(notebooks.SUBJECT, notebooks.HOW, lambda: notebooks.check_notebooks(case, executed.result())),
        Check(html.SUBJECT, html.HOW, lambda: _html(case, assembled)),
        Check(pdf.SUBJECT, pdf.HOW, lambda: _pdf(case, assembled)),
    )


def _office(case: Case, request: Request) -> Check:
    run = (lambda: libreoffice.check_libreoffice(case)) if request.with_libreoffice else libreoffice.waived
    return Check(libreoffice.SUBJECT, libreoffice.HOW, run)


def _html(case: Case, assembled: Future[str]) -> Result:
    try:
        page, problem = assembled.result(), ""
    except PoaError as stop:
        page, problem = "", str(stop)
    return html.check_html(case, page, problem)


def _page(case: Case, assembled: Future[str]) -> str:
    """The page put together now; where there is none, the published one."""
    try:
        return assembled.result()
    except PoaError:
        return html.read_report(case)


def _pdf(case: Case, assembled: Future[str]) -> Result:
    if not (case.folder / PDF_NAME).is_file():
        return pdf.check_pdf(case, None)
    try:
        again, problem = reprinted(case, _page(case, assembled)), ""
    except Unverifiable as stop:
        again, problem = None, stop.reason
    return pdf.check_pdf(case, again, problem)


def done(check: Check) -> Result:
    """Do a check; one that cannot be done does not pass, and says why."""
    try:
        return check.run()
    except Unverifiable as problem:
        return Result(check.subject, check.how, unverified=problem.reason)
    # Whatever a spoilt file does to whoever reads it is a result too: the other checks go on, and this one fails.
    except Exception as problem:
        return Result(check.subject, check.how, unverified=f"no se pudo leer ({type(problem).__name__}: {problem})")
