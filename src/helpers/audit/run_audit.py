"""The audit of a finished run: all checks and the final line."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from helpers.audit import audited_inputs, audited_notebooks, audited_published, recalculated
from helpers.audit.acta_facts import Facts, facts_of
from helpers.audit.audit_case import Case, open_case
from helpers.audit.audit_result import Check, Result, State
from helpers.audit.audited_notebooks import assembled_page, execute_sections
from helpers.audit.folder import folder_contents
from helpers.audit.pages import audited_docx, audited_page, audited_pdf, audited_summary
from helpers.audit.pages.audited_pdf import reprinted
from helpers.audit.sheets import audited_csv, audited_workbook, ironcalc_engine, libreoffice
from helpers.base.display import lower_first, number_es
from helpers.base.errors import PoaError
from helpers.base.name_phrases import number_with_noun
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Verdict
from helpers.outputs.run_files import WORD_FILE
from helpers.run.finished_run import Executed
from helpers.settings.cuadros.cuadro_table import COMPUTED

BESIDE = 2
"""Threads beside the checks: one waits for LibreOffice, one for the sections."""
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
        """The acta's last line: verdict, what passed or what is wrong and where, and the manifest's SHA-256."""
        troubles = "; ".join(result.trouble for result in self.results if not result.holds)
        said = {
            PASSES: f"{self._conforming}; {self._published}",
            PARTLY: f"{self._conforming} y ninguna diferencia; no verificado: {troubles}",
            FAILS: troubles,
        }[self.verdict]
        return " ".join(f"{self.verdict}: {said}. SHA-256 del manifiesto: {self.facts.manifest_hash}".split())

    @property
    def _conforming(self) -> str:
        """How many checks passed and, if any was waived, which ones."""
        done = sum(result.state is State.PASSES for result in self.results)
        waived = [result.subject for result in self.results if result.state is State.WAIVED]
        left = f"; no se hizo, a pedido: {', '.join(waived)}" if waived else ""
        return f"{done} controles conformes{left}"

    @property
    def _published(self) -> str:
        """How many published figures are computed here, how many of these are exact, and how many others there are."""
        counts = Counter(kind for kind, _ in self.facts.checked)
        if not counts:
            return "ninguna cifra publicada antes"
        one, many = "cifra publicada antes que aquí se calcula", "cifras publicadas antes que aquí se calculan"
        exact = number_with_noun(self.facts.checked.count((COMPUTED, Verdict.EXACT)), "exacta", "exactas")
        told = f"{number_with_noun(counts.pop(COMPUTED, 0), one, many)}, {exact}"
        others = ", ".join(f"{lower_first(kind)}: {number_es(count)}" for kind, count in counts.items())
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
        return Audit(facts_of(case, started, with_libreoffice=request.with_libreoffice), tuple(results))


def all_results(case: Case, request: Request) -> Iterator[Result]:
    """Run all checks of the audit; a check that raises an error gives a result that does not pass.

    LibreOffice and the execution of the sections, which work in other processes, run beside the checks. The checks
    themselves run one after the other: two threads that ask the same objects for a `cached_property` can wait for each
    other for ever in Python 3.11.

    Yields
    ------
    Result
        In the acta's order, each as soon as it and those before it are done.
    """
    with ThreadPoolExecutor(BESIDE) as pool:
        office = pool.submit(run_check, _office(case, request))
        executed = pool.submit(execute_sections, case, request.jobs)
        try:
            for check in _checks(case, office, executed):
                yield run_check(check)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _checks(case: Case, office: Future[Result], executed: Future[Executed]) -> tuple[Check, ...]:
    """Return the checks as the acta lists them: from the inputs to the printed report."""
    # The page is assembled once; three checks use it.
    page = cache(lambda: assembled_page(case, executed.result()))

    def of(module: _Subject, run: Callable[[], Result]) -> Check:
        return Check(module.SUBJECT, module.HOW, run)

    document = of(audited_docx, lambda: audited_docx.check_docx(case, page()))
    return (
        of(audited_inputs, lambda: audited_inputs.check_inputs(case)),
        of(folder_contents, lambda: folder_contents.check_outputs(case)),
        of(recalculated, lambda: recalculated.check_recalculated(case)),
        Check(recalculated.OPERANDS_SUBJECT, recalculated.OPERANDS_HOW, lambda: recalculated.check_operands(case)),
        Check(
            audited_notebooks.CHECKS_SUBJECT,
            audited_notebooks.CHECKS_HOW,
            lambda: audited_notebooks.check_section_checks(case, executed.result()),
        ),
        of(audited_notebooks, lambda: audited_notebooks.check_notebooks(case, executed.result())),
        of(audited_workbook, lambda: audited_workbook.check_workbook(case)),
        of(libreoffice, office.result),
        of(ironcalc_engine, lambda: ironcalc_engine.check_ironcalc(case)),
        of(audited_csv, lambda: audited_csv.check_csv(case)),
        of(audited_page, lambda: audited_page.check_html(case, page())),
        of(audited_pdf, lambda: audited_pdf.check_pdf(case, lambda: reprinted(case, page()))),
        of(audited_summary, lambda: audited_summary.check_summary(case)),
        *((document,) if case.is_due(WORD_FILE) else ()),
        of(audited_published, lambda: audited_published.check_published(case)),
    )


class _Subject(Protocol):
    """A module with one check of the audit: what it verifies, and how, in the acta's words."""

    SUBJECT: str
    HOW: str


def _office(case: Case, request: Request) -> Check:
    """Return the check by LibreOffice; its result is waived if the audit was requested without it."""
    run = (lambda: libreoffice.check_libreoffice(case)) if request.with_libreoffice else libreoffice.waived
    return Check(libreoffice.SUBJECT, libreoffice.HOW, run)


def run_check(check: Check) -> Result:
    """Run one check of the audit and return its result; no error leaves it.

    Returns
    -------
    Result
        If the check raises an error, a result that does not pass and states the error in `unverified`.
    """
    try:
        return check.run()
    except PoaError as problem:
        return Result(check.subject, check.how, unverified=str(problem))
    # A damaged file may raise any error. This check then fails and the others go on.
    except Exception as problem:
        return Result(check.subject, check.how, unverified=f"no se pudo leer ({type(problem).__name__}: {problem})")
