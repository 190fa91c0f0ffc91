"""Drafts the page of matters that need a decision, as a text that the planner can reorder, edit or strike out.

The file works as that of the conclusions does: the report prints the draft until the planner's own text exists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from string import ascii_uppercase
from typing import NamedTuple

from helpers.figures.book import Book
from helpers.figures.findings import Finding
from helpers.figures.records import OwnText
from helpers.texts.decisions import money_matters, progress_matters, questioned_matters
from helpers.texts.decisions.cause_answers import ANSWERS, cause_told
from helpers.texts.decisions.institution_gap import central_finding
from helpers.texts.decisions.matter import MATTERS, Matter
from helpers.texts.decisions.matter_words import outside_effect, outside_words
from helpers.texts.decisions.place_words import is_doubted
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.drafting_rules import Rule, comment_head, rule_comment
from helpers.texts.drafting.proposals import MARK, fortnights, week_before
from helpers.texts.sentences import coverage_words
from helpers.texts.sentences.plain_reading import ValueWriter, figures_printed, names_of
from helpers.texts.sentences.text_templates import PlannerTemplate, ask

TEXT = "asuntos"
"""Name of the planner's text (`texto/asuntos.md`)."""
TITLE = "Asuntos que requieren decisión"
HOST = "resumen"
"""The section that begins with the page."""
what_is_covered, not_surely_whole = coverage_words.coverage, coverage_words.whole_in_doubt
not_of_the_same, with_data = coverage_words.other_parts, coverage_words.with_data
is_in_doubt = is_doubted
"""What the matters say beside a progress, for others that print it, and whether a datum behind it is in doubt."""
RULE_MODULES = (money_matters, progress_matters, questioned_matters)
"""The modules whose rules register when they are imported."""
MOST = 5
"""Most matters of the page."""
NONE = "Ningún asunto tiene la parte del presupuesto o la distancia a su meta que lo lleva a esta página."
IN_SHORT = (
    "Se ordenan por la suma de su parte del presupuesto y sus puntos de brecha o atraso; uno puede incluir a otro, y "
    "los montos no se suman."
)
BEYOND = "Lo devengado sobre lo vigente cuenta cien puntos más."
ORDER = (
    "Los asuntos van de mayor a menor según la suma de dos números: el porcentaje del presupuesto vigente al que se "
    "refieren y sus puntos de brecha, de caída o de atraso. Los montos no se suman, porque un asunto puede incluir a "
    "otro."
)
DATES = (
    "Las fechas propuestas van de quincena en quincena, desde el último día del mes que sigue al periodo: primero las "
    "de los datos que se aclaran antes de publicar, después las demás, en el orden de los asuntos. Un sábado, un "
    "domingo o un feriado nacional pasa al día hábil anterior. Las causas que faltan se piden todas para una semana "
    "antes del primer asunto que las necesita."
)
IS_DRAFT = (
    f"*Borrador pendiente de revisión por la unidad de planificación: lo marcado como {MARK} se "
    "acepta, corrige o elimina.*"
)
_HEAD = f"""\
{{# Borrador compuesto por reglas a partir de las cifras de esta corrida. Desde ahora es suyo: ordene, corrija o tache.
   Lo que lleva {MARK} no lo dio ninguna tabla ni persona: quite la marca para aceptarlo, corríjalo, o bórrelo.
   De varias opciones deje la que se decide; si las deja todas sin marca, quien decide elige entre ellas.
   Con una sola marca el informe no se publica como definitivo. Lo que está entre llaves y numerales no se imprime.
   Si otros datos cambian lo que un asunto afirma (quién es el menor, cuántos son), su comentario sirve para avisarlo.
   Mientras este archivo exista, el informe usa lo que dice y no el borrador. #}}
"""


_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*?)[ \t#]*$")
_MARKED = re.compile(rf"\*\*([^*:]+?)\s*{re.escape(MARK)}", re.IGNORECASE)
_UNNAMED = "una propuesta"


class Pending(NamedTuple):
    """A heading of a text, and the names of the proposals below it that nobody has accepted yet, such as `Opción`."""

    title: str
    what: tuple[str, ...]


class Candidate(NamedTuple):
    """A matter and the rule that found it."""

    rule: Rule[Matter]
    matter: Matter


def all_rules() -> tuple[Rule[Matter], ...]:
    """Return the rules that find matters, in the order in which matters of equal score are printed."""
    return tuple(MATTERS)


def answer_promises() -> dict[str, str]:
    """Return what the answer to each kind of cause does, as a sentence, by the kind."""
    return {kind: answer.promise for kind, answer in ANSWERS.items()}


def candidates(context: DraftContext) -> tuple[Candidate, ...]:
    """Return every matter that a rule finds, the greatest score first; equal ones in the order of the rules."""
    found = [Candidate(rule, matter) for rule in MATTERS for matter in rule.find(context)]
    return tuple(sorted(found, key=lambda one: -one.matter.score))


def chosen(context: DraftContext) -> tuple[Candidate, ...]:
    """Return the matters of the page: the first `MOST` candidates whose score is at least their `least`."""
    return tuple(one for one in candidates(context) if one.matter.score >= one.matter.least)[:MOST]


def settled(context: DraftContext, own_text: str | None = None) -> frozenset[str]:
    """Return the ids of the figures that the page's matters settle; none where the report has no such page.

    Parameters
    ----------
    own_text : str, optional
        The planner's text, in which a matter that stays keeps its comment with the rule; of several matters by one
        rule, those whose figures it prints stay. None while the page is the draft. A struck matter settles nothing.
    """
    if context.period.is_plan or not context.reference(HOST):
        return frozenset()
    page = chosen(context)
    rules = Counter(one.rule.key for one in page)
    if own_text is not None:
        printed = figures_printed(context.book, own_text)
        by_rule = (one for one in page if comment_head(one.rule.key) in own_text)
        page = tuple(one for one in by_rule if rules[one.rule.key] == 1 or one.matter.settles & printed)
    return frozenset().union(*(one.matter.settles for one in page))


def _comment(rule: Rule[Matter], matter: Matter) -> str:
    """The comment beside a matter's heading, with a digest of all it says but its proposals (`rule_comment`)."""
    answering = matter.answering
    told = (answering.who if answering.is_told else "", answering.for_parts)
    return rule_comment(rule.key, "\n".join((matter.title, matter.happened, matter.money, matter.cause.words, *told)))


def comments(book: Book, findings: tuple[Finding, ...], cutoff: date) -> frozenset[str]:
    """Return the comments (`rule_comment`) of all matters that a rule finds; none in a plan's report.

    Parameters as in `DraftContext`.
    """
    found = () if book.period.is_plan else candidates(DraftContext(book, findings, cutoff))
    return frozenset(_comment(*one) for one in found)


def own_matters(texts: Iterable[OwnText]) -> str | None:
    """Return the planner's text of the page among some texts; None if there is none, so that the page is the draft."""
    own = [text.text for text in texts if text.name == TEXT]
    return "\n\n".join(own) if own else None


def inconsistent_datum(book: Book, findings: tuple[Finding, ...], cutoff: date, own_text: str | None = None) -> str:
    """Return a template on the impossible datum that moves the institution's figure most, if the page leaves it out.

    Empty if no datum is impossible or the page tells of it. One that the planner struck is named only if it changes the
    institution's printed figure.

    Parameters
    ----------
    book, findings, cutoff
        As in `DraftContext`.
    own_text : str, optional
        The planner's text; None while the page is the draft.
    """
    context = DraftContext(book, findings, cutoff)
    if not context.outside:
        return ""
    own = context.outside[0]
    if own_text is None:
        is_told = any(one.rule.key == questioned_matters.IMPOSSIBLE for one in chosen(context))
    else:
        is_told = own.id in figures_printed(book, own_text) or not context.moved_by(own)
    if is_told:
        return ""
    return f"**Dato inconsistente:** {outside_words(context, own)} {outside_effect(context, own)}"


def told_cause(book: Book, findings: tuple[Finding, ...], cutoff: date, code: str) -> str:
    """Return, as a template of whole sentences, the cause that a unit or post told; empty if it told none.

    Other parameters as in `DraftContext`.
    """
    cause = cause_told(DraftContext(book, findings, cutoff), [code])
    return cause.words if cause.answer else ""


def matters_text(book: Book, findings: tuple[Finding, ...], cutoff: date) -> str:
    """Return the page's matters as Markdown whose figures are requested by id; a sentence that says so if none.

    They are those of `chosen`: at most `MOST`, each with the least score of its rule or more. Parameters as in
    `DraftContext`.
    """
    return "\n".join(_written(DraftContext(book, findings, cutoff))) or NONE


def _written(context: DraftContext) -> Iterator[str]:
    """Yield the text of each chosen matter with its date; matters that must be settled first have the earliest."""
    found = chosen(context)
    by_urgency = sorted(range(len(found)), key=lambda place: not found[place].matter.is_first)
    days = dict(zip(by_urgency, fortnights(context.period.cutoff), strict=False))
    asking = [days[place] for place, (_, one) in enumerate(found) if one.answers_cause and one.cause.answer is None]
    for place, (rule, matter) in enumerate(found):
        yield _matter_text(rule, matter, days[place], week_before(min(asking, default=days[place])))


def _matter_text(rule: Rule[Matter], matter: Matter, day: date, asked_by: date) -> str:
    """Return a matter as Markdown: heading and rule's comment, text, money and cause, options, office and date."""
    office = "" if matter.answering.is_told else f" {MARK}"
    found = _answered(matter, asked_by)
    names = [f"Opción {letter}" for letter in ascii_uppercase] if len(found) > 1 else ["Opción"]
    options = [f"- **{name} {MARK}:** {option}\n" for name, option in zip(names, found, strict=False)]
    parts = matter.answering.for_parts
    also = f" **Por las brechas nombradas:** {parts}." if parts else ""
    return (
        f"### {matter.title} {_comment(rule, matter)}\n\n"
        f"{matter.happened}\n\n"
        f"- **Monto:** {matter.money} **Causa:** {matter.cause.words}\n"
        f"{''.join(options)}"
        f"- **Responde{office}:** {matter.answering.who}.{also} **Fecha {MARK}:** {ask('fecha', day.isoformat())}.\n"
    )


def _answered(matter: Matter, asked_by: date) -> tuple[str, ...]:
    """Return a matter's options; the first answers the cause, or asks for it by `asked_by`.

    Options that settle a datum (`answers_cause` is false) stay as they are. An answer that is no option of its own is
    the first step of the first option.
    """
    first, *others = matter.options
    if not matter.answers_cause:
        return matter.options
    answer = matter.cause.answer
    if answer and answer.is_option:
        return tuple(option for option in (f"{answer.phrase}.", first, *others) if option)
    asked = f"Pedir la causa por escrito hasta el {ask('fecha', asked_by.isoformat())}"
    goal = (f"{answer.goal}.",) if answer and answer.goal else ()
    return (f"{answer.phrase if answer else asked}. {first}".rstrip(), *goal, *others)


def pending(book: Book, text: str) -> tuple[Pending, ...]:
    """Return the headings of a text, such as a matter, with proposals that nobody has accepted, in their order.

    A proposal before the first heading stands under `TITLE`; one without a name is called `una propuesta`.

    Parameters
    ----------
    text : str
        The planner's text, or the draft while there is none.
    """
    shown = PlannerTemplate(book, ValueWriter(), str).render(text, names_of(book))
    found: dict[str, list[str]] = {}
    title = TITLE
    for line in shown.splitlines():
        if heading := _HEADING.match(line):
            title = heading[1]
        if MARK in line.lower():
            found.setdefault(title, []).extend(_MARKED.findall(line) or [_UNNAMED])
    return tuple(Pending(title, tuple(dict.fromkeys(what))) for title, what in found.items())


def draft_finding(book: Book, findings: tuple[Finding, ...], cutoff: date) -> str:
    """Return the text that stands before the page (`central_finding`); parameters as in `DraftContext`."""
    return central_finding(DraftContext(book, findings, cutoff))


def draft_page(book: Book, findings: tuple[Finding, ...], cutoff: date) -> str:
    """Return the page that a report prints while there is no planner's text; parameters as in `DraftContext`."""
    is_over = any(one.rule.key == money_matters.OVERSPENT for one in chosen(DraftContext(book, findings, cutoff)))
    return f"{IN_SHORT}{f' {BEYOND}' if is_over else ''} {IS_DRAFT}\n\n{matters_text(book, findings, cutoff)}"


def draft_text(book: Book, findings: tuple[Finding, ...], cutoff: date) -> str:
    """Return the page of a run as a file for its planner to edit; parameters as in `DraftContext`."""
    return f"{_HEAD}\n{matters_text(book, findings, cutoff)}"
