"""The drafts of the plan's technical report and of its resolution (`07_informe_tecnico`, `08_resolucion`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from helpers.base.display import list_es
from helpers.base.name_phrases import ARTICLES, of_institution
from helpers.figures.book import Book
from helpers.figures.findings import Finding
from helpers.views.elements.prose import Paragraph
from helpers.views.plan.formulation_drafts import report_draft
from helpers.views.plan.plan_sentences import (
    DRAFT,
    amount,
    by_fund,
    change_reasons,
    cite,
    of_plan,
    open_findings,
    plan_words,
    version_line,
)
from helpers.views.sections.shown_section import ShownSection

NOTHING_TYPED = "Todo número del borrador se pide al Libro"
ONLY_IN_PLAN = "Este texto se compone en la corrida del plan («poa»)."
BLANK = "\\_\\_\\_\\_\\_\\_"
"""A blank for the signatory to fill in."""
ORDINALS = ("PRIMERO", "SEGUNDO", "TERCERO", "CUARTO", "QUINTO")
NORM_KINDS = {
    "Ley": "la Ley", "DS": "el Decreto Supremo", "RM": "la Resolución Ministerial", "RS": "la Resolución Suprema",
    "RA": "la Resolución Administrativa", "RBM": "la Resolución Biministerial",
}  # fmt: skip
"""Kinds of norm with their article, by the first word of the norm's acronym."""
LOOSE_NUMBER = re.compile(r"(?<!art\. )(?<!\d)\d")
"""A number that is not the number of an article."""
WARNED = (
    "**[Advertencia: el plan tiene observaciones sin corregir, que el informe técnico enumera, y el mismo informe "
    "recomienda devolverlo a las áreas. Este texto es el que corresponderá al plan corregido: mientras no lo esté, no "
    "se firma. Quite esta advertencia al corregirlas.]**"
)


def technical_report(section: ShownSection) -> str:
    """Return the draft of the technical report as a template for `written`; empty in a run that is not a plan's."""
    return report_draft(section.book, section.findings) if section.period.is_plan else ""


def resolution(section: ShownSection) -> str:
    """Return the draft of the resolution as a template for `written`; empty in a run that is not a plan's."""
    return resolution_draft(section.book, section.findings) if section.period.is_plan else ""


def written(section: ShownSection, draft: str) -> Paragraph:
    """The planner's text for the section; without one, the draft with its figures filled in.

    If the draft is empty, a sentence says that the text is composed in the plan's run.
    """
    own = section.own_text()
    return own or section.compose(draft or ONLY_IN_PLAN, f"texto/{section.name}.md")


def resolution_draft(book: Book, findings: Sequence[Finding] = ()) -> str:
    """Return the draft of the resolution that approves the plan, in Markdown: documents seen, reasons, and articles.

    Amounts, in figures and in words, are template calls (`{{ cifra("…") }}`) that the report fills in later; what the
    data lack is a blank line. If the plan has open findings (`open_findings`), the draft warns of them at the
    beginning, and its first article is conditional on correcting them.
    """
    articles = [text for text in _articles(book) if text]
    is_open = bool(open_findings(findings))
    if is_open:
        articles[0] = f"[Corregidas las observaciones:] {articles[0]}"
    resolved = [f"**ARTÍCULO {ordinal}.** {text}" for ordinal, text in zip(ORDINALS, articles, strict=False)]
    norms = [_norm(norm) for norm in book.identity.get("normas", ())]
    considered = [*(f"Que {text}." for text in (*norms, *change_reasons(book))), *_amount_reasons(book)]
    return "\n\n".join(
        [
            DRAFT,
            *([WARNED] if is_open else []),
            f"**RESOLUCIÓN {cite(version_line(book)['resolucion'])}**"
            if version_line(book).get("resolucion")
            else f"**RESOLUCIÓN N.º {BLANK}**",
            _seen(book),
            "**CONSIDERANDO:**",
            *(considered or [f"Que {BLANK}."]),
            "**POR TANTO, LA MÁXIMA AUTORIDAD EJECUTIVA RESUELVE:**",
            *resolved,
            "Regístrese, comuníquese y archívese.",
        ]
    )


def _seen(book: Book) -> str:
    """The clause on the documents seen: the reports that `versiones` names for the report's version."""
    line = version_line(book)
    reports = [
        f"{words} {cite(line[field])}" if line.get(field) else f"{words} {BLANK}"
        for field, words in (("informe_tecnico", "el informe técnico"), ("informe_legal", "el informe legal"))
    ]
    whose = cite(of_institution(str(book.identity.get("nombre", ""))))
    return (
        f"**VISTOS:** {list_es(reports)}, sobre {plan_words(book)} {whose}, gestión "
        f"{cite(str(book.period.year))}, y todo cuanto convino ver y se tuvo presente."
    )


def _norm(norm: Mapping[str, object]) -> str:
    """`la Ley N.º 1178, Ley de…, establece…`: a norm and its subject, as the institution's settings state them."""
    kind, _, number = str(norm["sigla"]).partition(" ")
    name = NORM_KINDS.get(kind, f"la norma {kind}") + (f" N.º {number}" if number[:1].isdigit() else f" {number}")
    title = f", {norm['titulo']}," if norm.get("titulo") else ""
    # The subject must hold in any year, so it ends before the first clause that contains a number.
    clauses = str(norm.get("tema") or "").rstrip(".").split(", ")
    theme = ", ".join(takewhile(lambda clause: not LOOSE_NUMBER.search(clause), clauses)) or "rige este acto"
    begun = "dispone: " if theme.partition(" ")[0].lower() in ARTICLES else ""
    return cite(f"{name.rstrip()}{title} {begun}{theme}")


def _amount_reasons(book: Book) -> Iterator[str]:
    """Yield the recitals on the approved budget and on amounts that no form explains, if known."""
    total = of_plan(book, "ppto_aprobado")
    if total is not None:
        yield (
            f"Que el presupuesto de gastos programado para la gestión {cite(str(book.period.year))} es de "
            f"{amount(total, words=True)}."
        )
    unasked = of_plan(book, "requerido_sin_formulario")
    if unasked is not None:
        yield (
            f"Que en los formularios no se lee de dónde salen {amount(unasked, words=True)}: se verificará antes "
            f"de firmar."
        )


def _articles(book: Book) -> Iterator[str]:
    """Yield the articles: approval, sources of the money if known, execution, follow-up."""
    total, funds = of_plan(book, "ppto_aprobado"), by_fund(book, "ppto_aprobado", words=True)
    money = f", con un presupuesto de {amount(total, words=True)}" if total else ""
    yield (
        f"Aprobar {plan_words(book)} de la gestión {cite(str(book.period.year))}{money}, conforme a los formularios "
        f"que forman parte de esta resolución."
    )
    if funds:
        listed = "\n".join(f"- {fund}." for fund in funds)
        yield f"El presupuesto se financia con:\n\n{listed}"
    yield "Las áreas ejecutarán sus acciones y tareas en los meses y con los recursos que el plan les asigna."
    yield "La unidad de planificación queda encargada de registrar y difundir el plan, y de hacer su seguimiento."
