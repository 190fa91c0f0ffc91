"""Drafts the conclusions as a text that the planner can edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from helpers.figures.book import Book
from helpers.figures.findings import Finding
from helpers.figures.records import OwnText
from helpers.texts.conclusions.data_facts import DATA
from helpers.texts.conclusions.money_facts import MONEY
from helpers.texts.conclusions.progress_facts import CONCLUSIONS
from helpers.texts.conclusions.recommendation_rules import ADVICE
from helpers.texts.decisions.decisions_draft import HOST, TEXT, settled
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.drafting_rules import Rule, Rules, rule_comment
from helpers.texts.drafting.proposals import MARK
from helpers.texts.drafting.proposed_dates import fortnights
from helpers.texts.sentences.text_templates import ask

SECTION = "conclusiones"
CONCLUDING = (CONCLUSIONS, MONEY, DATA)
TITLES = ("Conclusiones", "Recomendaciones propuestas")
_HEAD = """\
{# Borrador compuesto por reglas a partir de las cifras de esta corrida. Desde ahora es suyo: corrija, quite y agregue.
   Cada número se pide al libro con cifra("…"); lo que está entre llaves y numerales, como esto, no se imprime.
   Si otros datos cambian lo que una frase afirma (quién es el menor, cuántos son), su comentario sirve para avisarlo.
   Mientras este archivo exista, el informe usa lo que dice y no el borrador. #}
"""


@dataclass(frozen=True)
class Drafted:
    """A paragraph, as a template with its figures requested by id, and the rule that wrote it.

    `comment` is the rule's (`rule_comment`), of the text without a proposed date, which depends on other paragraphs.
    """

    rule: Rule[str]
    text: str
    comment: str


def paragraphs(rules: Rules[str], context: DraftContext) -> tuple[Drafted, ...]:
    """Run the rules as registered; return one paragraph, of all its sentences, for each that wrote something."""
    said = ((rule, " ".join(rule.find(context))) for rule in rules)
    return tuple(Drafted(rule, text, rule_comment(rule.key, text)) for rule, text in said if text)


def conclusions(context: DraftContext) -> tuple[Drafted, ...]:
    """Return the drafted conclusions on progress, money and data, in that order: one for each rule that applies."""
    return tuple(one for rules in CONCLUDING for one in paragraphs(rules, context))


def advice(context: DraftContext) -> tuple[Drafted, ...]:
    """Return the drafted recommendations: one for each rule that applies, with a proposed office and date.

    They are in the order of the rules, and so are the dates, which are those of `fortnights`: the end of the month
    after the report's period, then every 15th and every month's end, or the working day before.
    """
    dated = zip(paragraphs(ADVICE, context), fortnights(context.period.cutoff), strict=False)
    return tuple(
        replace(one, text=f"{one.text} **Plazo {MARK}:** {ask('fecha', day.isoformat())}.") for one, day in dated
    )


def drafted(
    book: Book, findings: tuple[Finding, ...], cutoff: date, matters: str | None = None
) -> tuple[tuple[Drafted, ...], tuple[Drafted, ...]]:
    """Return the drafted conclusions and the drafted recommendations of a run. Parameters as in `draft_text`.

    What a matter for decision settles has its date and its office there, and no recommendation repeats it.
    """
    context = DraftContext(book, findings, cutoff)
    return conclusions(context), advice(replace(context, decided=settled(context, matters)))


def matters_apart(book: Book, findings: tuple[Finding, ...], cutoff: date, matters: str | None = None) -> str:
    """Return a template on where the matters are that no recommendation repeats; empty if they settle nothing.

    Parameters as in `draft_text`.
    """
    context = DraftContext(book, findings, cutoff)
    where = context.reference(HOST)
    said = f"Los asuntos que requieren decisión están en la {where} y aquí no se repiten."
    return said if settled(context, matters) else ""


def as_list(drafted: Sequence[Drafted], *, with_rules: bool = False) -> str:
    """Return paragraphs as a Markdown list, empty without any.

    `with_rules` adds the rule of each paragraph as a template comment, which is not printed.
    """
    return "\n".join(f"- {one.text}{f' {one.comment}' if with_rules else ''}" for one in drafted)


def comments(book: Book, findings: tuple[Finding, ...], cutoff: date, matters: str | None = None) -> frozenset[str]:
    """Return the comments of all drafted paragraphs: those beside the planner's page of matters, and beside its draft.

    Parameters as in `draft_text`.
    """
    every = [drafted(book, findings, cutoff, text) for text in dict.fromkeys((None, matters))]
    return frozenset(one.comment for both in every for some in both for one in some)


def draft_text(book: Book, findings: tuple[Finding, ...], cutoff: date, matters: str | None = None) -> str:
    """Return the whole draft of a run as Markdown, for its planner to edit; nothing is written to a file.

    Parameters
    ----------
    cutoff : date
        The run's cut-off, by which recommendations of earlier reports are open or overdue.
    matters : str, optional
        The planner's text of the matters for decision; None while their page is the draft.

    Returns
    -------
    str
        Conclusions and recommendations under a heading each; one without any paragraph says so. Figures are requested
        by id; the rule of each paragraph is in a comment that is not printed.
    """
    parts = [_HEAD]
    above = ("", matters_apart(book, findings, cutoff, matters))
    for title, first, some in zip(TITLES, above, drafted(book, findings, cutoff, matters), strict=True):
        told = f"{first}\n\n{as_list(some, with_rules=True) or 'Las cifras no dan lugar a ninguna.'}\n".lstrip()
        parts.append(f"## {title}\n\n{told}")
    return "\n".join(parts)


def is_read_by(section: str, text: OwnText) -> bool:
    """Return whether a section depends on a planner's text: on its own, and the conclusions on that of the matters.

    The conclusions leave out what a matter for decision settles.
    """
    return text.section == section or (section == SECTION and text.name == TEXT)
