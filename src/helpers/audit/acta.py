"""Writes the acta de verificación as a self-contained page and as a PDF."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from helpers.audit.audit_result import Result, State
from helpers.audit.run_audit import FAILS, PARTLY, PASSES, Audit
from helpers.base.display import date_es, number_es
from helpers.base.exact import stated_number
from helpers.base.system import atomic
from helpers.figures.finding_families import VERDICT_MEANINGS
from helpers.figures.findings import Verdict
from helpers.outputs.browser.page_style import dark_rules, style_sheet
from helpers.outputs.pdf.report_pdf import write_pdf
from helpers.outputs.run_files import ACTA_HTML, ACTA_PDF
from helpers.views.elements.html_templates import environment

HERE = Path(__file__).parent
MOST_SHOWN = 60
"""Most differences of one check that the acta lists; it gives the number of the others."""
SIGNS = {
    State.PASSES: ("verde", "✓"),
    State.DIFFERS: ("rojo", "✗"),
    State.PARTLY: ("naranja", "?"),
    State.UNVERIFIED: ("naranja", "?"),
    State.WAIVED: ("gris", "–"),
}
VERDICTS = {PASSES: ("pasa", "✓"), PARTLY: ("en-parte", "?"), FAILS: ("no-pasa", "✗")}
"""CSS class and symbol of each verdict."""


@dataclass(frozen=True)
class Line:
    """A check's line in the acta's table: its number, its result, and the CSS class and symbol of its outcome."""

    number: int
    result: Result
    tone: str
    sign: str


def write_acta(audit: Audit, folder: Path, *, with_pdf: bool = True) -> tuple[str, ...]:
    """Write the acta into a folder as HTML and PDF, in place of an earlier audit's, whose PDF is deleted first.

    Returns
    -------
    tuple of str
        Names of the files written.

    Raises
    ------
    PdfFailed
        If the PDF cannot be printed. The new HTML is then already written.
    """
    document = acta_document(audit)
    (folder / ACTA_PDF).unlink(missing_ok=True)  # an earlier audit's PDF must not stay beside the new page
    atomic.write_text(folder / ACTA_HTML, document)
    if not with_pdf:
        return (ACTA_HTML,)
    with atomic.replacing(folder / ACTA_PDF) as aside:
        write_pdf(document, aside)
    return (ACTA_HTML, ACTA_PDF)


def acta_document(audit: Audit) -> str:
    """Return the acta as a self-contained HTML page; a check lists at most `MOST_SHOWN` differences."""
    facts, reference = audit.facts, audit.facts.case.reference
    tone, sign = VERDICTS[audit.verdict]
    lines = [Line(number, result, *SIGNS[result.state]) for number, result in enumerate(audit.results, start=1)]
    counts = {verdict: sum(item.veredicto is verdict for item in reference.reconciliation) for verdict in Verdict}
    return (
        _environment()
        .get_template("acta.html.j2")
        .render(
            audit=audit,
            facts=facts,
            reference=reference,
            lines=lines,
            tone=tone,
            sign=sign,
            failing=[line for line in lines if not line.result.holds],
            noted=[line for line in lines if line.result.notes],
            most=MOST_SHOWN,
            counts=counts,
            kinds=Counter(kind for kind, _ in facts.checked),
            meanings=VERDICT_MEANINGS,
            inexact=[item for item in reference.reconciliation if item.veredicto is not Verdict.EXACT],
            style=Markup(style_sheet() + (HERE / "styles" / "acta.css").read_text(encoding="utf-8") + dark_rules()),
        )
    )


def moment_es(moment: datetime) -> str:
    """Return a time in words: `21 de noviembre de 2026, 06:12:44 (UTC−04:00)`.

    Parameters
    ----------
    moment : datetime
        Without a time zone, the offset is left out.
    """
    zone = moment.strftime("%z")
    offset = f" (UTC{zone[:3]}:{zone[3:5]})".replace("-", "−") if zone else ""
    return f"{date_es(moment.date())}, {moment:%H:%M:%S}{offset}"


def amount_es(text: str) -> str:
    """Return a number of the reconciliation as Bolivia writes it, unrounded: `1.234,56`.

    Parameters
    ----------
    text : str
        A number with a decimal point; other texts are returned unchanged.
    """
    number = stated_number(text)
    return text if number is None else number_es(number)


def _environment() -> Environment:
    own = environment(HERE / "templates")
    own.filters |= {
        "moment": moment_es,
        "amount": amount_es,
        "whole": lambda number: number_es(Decimal(number)),
    }
    own.globals["named"] = lambda item, names: names.get(item.id, item.id)
    return own
