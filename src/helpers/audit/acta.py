"""The acta de verificación as a page that needs nothing but itself, and the same on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from helpers import atomic
from helpers.assemble.look import style_sheet
from helpers.assemble.pdf import write_pdf
from helpers.audit.names import ACTA_HTML, ACTA_PDF
from helpers.audit.result import Result, State
from helpers.audit.run import FAILS, PARTLY, PASSES, Audit
from helpers.display import date_es, number_es
from helpers.exact import bounded
from helpers.findings import Reconciled, Verdict

HERE = Path(__file__).parent
MOST_SHOWN = 60
"""Differences of one check that the acta lists; it says how many more there are."""
SIGNS = {
    State.PASSES: ("verde", "✓"),
    State.DIFFERS: ("rojo", "✗"),
    State.PARTLY: ("naranja", "?"),
    State.UNVERIFIED: ("naranja", "?"),
    State.WAIVED: ("gris", "–"),
}
VERDICTS = {PASSES: ("pasa", "✓"), PARTLY: ("en-parte", "?"), FAILS: ("no-pasa", "✗")}
"""Class and sign of each verdict."""
MEANINGS = {
    Verdict.EXACT: "Lo publicado es lo calculado, a los decimales con que se imprimió.",
    Verdict.ROUNDING: "Difieren solo por la forma de redondear, que se nombra.",
    Verdict.IRRECONCILABLE: "No se obtiene de los datos.",
    Verdict.NOT_VERIFIABLE: "Los insumos no alcanzan para calcularlo.",
}


@dataclass(frozen=True)
class Line:
    """A check's line in the acta's table: its number, its result, the class of its colour and its sign."""

    number: int
    result: Result
    tone: str
    sign: str


def write_acta(audit: Audit, folder: Path, *, with_pdf: bool = True) -> tuple[str, ...]:
    """Write the acta into a folder, each file in one step; returns the names of what was written.

    Raises
    ------
    PdfFailed
        Where it cannot be printed; the HTML is written all the same.
    """
    document = acta_document(audit)
    atomic.write_text(folder / ACTA_HTML, document)
    if not with_pdf:
        (folder / ACTA_PDF).unlink(missing_ok=True)  # an earlier audit's would say something else
        return (ACTA_HTML,)
    with atomic.replacing(folder / ACTA_PDF) as aside:
        write_pdf(document, aside)
    return (ACTA_HTML, ACTA_PDF)


def acta_document(audit: Audit) -> str:
    """The whole HTML document."""
    facts = audit.facts
    tone, sign = VERDICTS[audit.verdict]
    lines = [Line(number, result, *SIGNS[result.state]) for number, result in enumerate(audit.results, start=1)]
    counts = {verdict: sum(item.veredicto is verdict for item in facts.reconciliation) for verdict in Verdict}
    return (
        _environment()
        .get_template("acta.html.j2")
        .render(
            audit=audit,
            facts=facts,
            lines=lines,
            tone=tone,
            sign=sign,
            failing=[line for line in lines if not line.result.holds],
            noted=[line for line in lines if line.result.notes],
            most=MOST_SHOWN,
            counts=counts,
            kinds=Counter(kind for kind, _ in facts.checked),
            meanings=MEANINGS,
            inexact=[item for item in facts.reconciliation if item.veredicto is not Verdict.EXACT],
            style=Markup(style_sheet() + (HERE / "styles" / "acta.css").read_text(encoding="utf-8")),
        )
    )


def moment_es(moment: datetime) -> str:
    """`21 de noviembre de 2026, 06:12:44 (UTC−04:00)`."""
    zone = moment.strftime("%z")
    offset = f" (UTC{zone[:3]}:{zone[3:5]})".replace("-", "−") if zone else ""
    return f"{date_es(moment.date())}, {moment:%H:%M:%S}{offset}"


def made_es(text: str) -> str:
    """A manifest's moment in words; as it stands where it is none."""
    try:
        return moment_es(datetime.fromisoformat(text))
    except ValueError:
        return text


def amount_es(text: str) -> str:
    """A number of the reconciliation as Bolivia writes it; another text as it stands."""
    try:
        return number_es(bounded(text))
    except ValueError:
        return text


def named(item: Reconciled, names: Mapping[str, str]) -> str:
    """A published figure in words."""
    return names.get(item.id, item.id)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "moment": moment_es,
        "made": made_es,
        "amount": amount_es,
        "whole": lambda number: number_es(Decimal(number)),
    }
    environment.globals["named"] = named
    return environment
