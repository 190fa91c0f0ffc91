"""Drafts the conclusions as a text that the planner can edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from helpers.figures.book import Book
from helpers.figures.findings import Finding
from helpers.figures.records import OwnText
from helpers.texts.conclusions.data_facts import DATA
from helpers.texts.conclusions.money_facts import MONEY
from helpers.texts.conclusions.progress_facts import CONCLUSIONS
from helpers.texts.conclusions.recommendation_rules import ADVICE
from helpers.texts.decisions.decisions_draft import HOST, TEXT, comments, settled
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.drafting_rules import RULE_COMMENT, Rule, Rules, comment_head, rule_comment
from helpers.texts.drafting.proposals import MARK, fortnights
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

    `comment` is the `rule_comment` of the text without its proposed date, because the date depends on other paragraphs.
    """

    rule: Rule[str]
    text: str
    comment: str


def paragraphs(rules: Rules[str], context: DraftContext) -> tuple[Drafted, ...]:
    """Return one paragraph, with all its sentences, for each rule that writes something, in the order of the rules."""
    said = ((rule, " ".join(rule.find(context))) for rule in rules)
    return tuple(Drafted(rule, text, rule_comment(rule.key, text)) for rule, text in said if text)


def conclusions(context: DraftContext) -> tuple[Drafted, ...]:
    """Return the drafted conclusions on progress, money and data, in that order: one for each rule that applies."""
    return tuple(one for rules in CONCLUDING for one in paragraphs(rules, context))


def advice(context: DraftContext) -> tuple[Drafted, ...]:
    """Return the drafted recommendations: one for each rule that applies, with a proposed office and date.

    Paragraphs are in the order of the rules and have the dates of `fortnights` one after another: the end of the month
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

    Recommendations leave out what a matter for decision settles, because the matter states its own office and date.
    """
    context = DraftContext(book, findings, cutoff)
    return conclusions(context), advice(replace(context, decided=settled(context, matters)))


def matters_apart(book: Book, findings: tuple[Finding, ...], cutoff: date, matters: str | None = None) -> str:
    """Return a sentence that says in which section the matters for decision are; empty if they settle nothing.

    Parameters as in `draft_text`.
    """
    context = DraftContext(book, findings, cutoff)
    where = context.reference(HOST)
    said = f"Los asuntos que requieren decisión están en la {where} y aquí no se repiten."
    return said if settled(context, matters) else ""


def as_list(drafted: Sequence[Drafted], *, with_rules: bool = False) -> str:
    """Return paragraphs as a Markdown list with an item for each; an empty text without paragraphs.

    `with_rules` adds the rule of each paragraph as a template comment, which is not printed.
    """
    return "\n".join(f"- {one.text}{f' {one.comment}' if with_rules else ''}" for one in drafted)


class Outdated(NamedTuple):
    """A passage of a draft in a planner's text whose rule says something else now.

    Attributes
    ----------
    text : str
        Name of the text.
    line : int
        Its line, from 1.
    rule : str
    instead : tuple of str
        The comments of the rule's present paragraphs or matters, without those that the text already has; may be empty.
    """

    text: str
    line: int
    rule: str
    instead: tuple[str, ...]


def outdated(book: Book, findings: tuple[Finding, ...], cutoff: date, texts: Mapping[str, str]) -> Iterator[Outdated]:
    """Yield the drafted passages of planners' texts whose comment (`rule_comment`) no rule writes any more.

    `texts` are the planners' texts by name; other parameters as in `draft_text`. Recommendations depend on the matters,
    so a passage is up to date if its comment is in the draft for the planner's matters or for the drafted matters.
    """
    found = [(name, passage) for name, text in texts.items() for passage in RULE_COMMENT.finditer(text)]
    if not found:
        return
    drafts = [some for text in dict.fromkeys((None, texts.get(TEXT))) for some in drafted(book, findings, cutoff, text)]
    now = comments(book, findings, cutoff).union(one.comment for some in drafts for one in some)
    for name, passage in found:
        if passage[0] not in now:
            head, line = comment_head(passage["rule"]), texts[name].count("\n", 0, passage.start()) + 1
            instead = sorted(one for one in now if one.startswith(head) and one not in texts[name])
            yield Outdated(name, line, passage["rule"], tuple(instead))


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
        Conclusions and recommendations under a heading each, or a sentence that there are none. Figures are requested
        by id; the rule of each paragraph is in a comment that is not printed.
    """
    parts = [_HEAD]
    above = ("", matters_apart(book, findings, cutoff, matters))
    for title, first, some in zip(TITLES, above, drafted(book, findings, cutoff, matters), strict=True):
        told = f"{first}\n\n{as_list(some, with_rules=True) or 'Las cifras no dan lugar a ninguna.'}\n".lstrip()
        parts.append(f"## {title}\n\n{told}")
    return "\n".join(parts)


def is_read_by(section: str, text: OwnText) -> bool:
    """Return whether a section depends on a planner's text: its own or, for the conclusions, the text of the matters.

    The conclusions leave out what a matter for decision settles.
    """
    return text.section == section or (section == SECTION and text.name == TEXT)
