"""The page of matters that need a decision, at the beginning of `01_resumen`."""

from __future__ import annotations

from helpers.texts.decisions.decisions_draft import (
    DATES,
    IS_DRAFT,
    ORDER,
    TEXT,
    TITLE,
    all_rules,
    answer_promises,
    draft_finding,
    draft_page,
    own_matters,
    pending,
)
from helpers.views.elements.grid import Table, TableRow, text_columns
from helpers.views.elements.prose import Paragraph
from helpers.views.sections.shown_section import ShownSection

STRUCK = "La unidad de planificación no somete ningún asunto a decisión en este informe."


def decisions(section: ShownSection) -> Paragraph | None:
    """Return the matters for decision: the planner's text, or the draft under a line that says that it is one.

    The line stands above the planner's text too while it has a proposal that nobody accepted. If the text is empty, a
    sentence says that no matter is submitted. None in a plan's report.
    """
    if section.period.is_plan:
        return None
    own = own_matters(section.texts)
    if own is None:
        told = draft_page(section.book, section.findings, section.cutoff)
    else:
        told = own if section.compose(own).html else STRUCK
        told = f"{IS_DRAFT}\n\n{told}" if pending(section.book, own) else told
    written = section.compose(f"## {TITLE}\n\n{told}", f"texto/{TEXT}.md")
    kind = "asuntos" if own is None else "texto-propio asuntos"
    return Paragraph(f'<div class="{kind}">{written.html}</div>')


def finding(section: ShownSection) -> Paragraph | None:
    """Return the central finding of the report's period; None if the figures support none, and in a plan's report."""
    if section.period.is_plan:
        return None
    told = draft_finding(section.book, section.findings, section.cutoff)
    return section.compose(told) if told else None


def matter_rules() -> Table:
    """Return a table of the rules that find the matters, for auditors; the report does not print it."""
    rows = [TableRow((one.key, one.promise, one.distance)) for one in all_rules()]
    heads = text_columns("Regla", "Qué busca", "Distancia a la meta, en puntos")
    return Table("cuadro-reglas-asuntos", "Reglas con que se buscan los asuntos", heads, tuple(rows), (ORDER, DATES))


def answers() -> Table:
    """Return a table of the rules that answer a cause, by its kind, for auditors; the report does not print it."""
    rows = [TableRow(pair) for pair in answer_promises().items()]
    heads = text_columns("Tipo de causa", "Con qué responde la primera opción")
    return Table("cuadro-respuestas-causas", "Reglas con que se responde a la causa informada", heads, tuple(rows))
