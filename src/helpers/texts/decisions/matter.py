"""A matter for decision, and how the matters of each rule are scored."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from helpers.base.exact import exact
from helpers.figures.figure import Figure
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.drafting_rules import Rules

WHOLE = 100
GAP = "brecha_fisico_financiera"
"""Indicator of the points between progress and execution."""
LEAST_SCORE = 10
"""Score below which a matter is usually left out."""
PRINTED = "publicado/"
"""Before the id of a figure in what a matter settles: it is the figure's printed value."""


@dataclass(frozen=True)
class Answering:
    """Who answers for a matter.

    Attributes
    ----------
    who : str
        Template text with the job title and the office.
    is_told : bool
        True if the structure names the office; otherwise a rule proposes it.
    for_parts : str
        Template text with the offices that answer for the parts of the institution behind its gap; may be empty.
    """

    who: str
    is_told: bool
    for_parts: str = ""


@dataclass(frozen=True)
class Answer:
    """The answer to the cause of a matter.

    Attributes
    ----------
    phrase : str
        An infinitive phrase without stop.
    is_option : bool
        True if it is an option of its own, which does not make up for what was missing; false if it is the first step
        of the first option.
    goal : str
        For a first step: the phrase of one more option, which answers a cause that changes the goal; may be empty.
    """

    phrase: str
    is_option: bool
    goal: str = ""


@dataclass(frozen=True)
class Cause:
    """The cause of a matter.

    Attributes
    ----------
    words : str
        The cause that units told, or that none was told, as whole sentences.
    answer : Answer or None
        None if no cause was told, so that it is asked for.
    """

    words: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Matter:
    """A matter for decision, as templates whose figures are requested by id.

    Attributes
    ----------
    score : Fraction
        Ranks the matters and is not printed: see `score`.
    title : str
        What was found, without a final stop.
    happened : str
        Whole sentences.
    cause : Cause
    options : tuple of str
        What can be decided, each with what it changes, as whole sentences; one if there is no alternative. The first
        may be empty: then only the answer to the cause remains.
    money : str
        How much money is concerned, as a whole sentence.
    is_first : bool
        Whether it must be settled before the others can be: its proposed date is then the earliest.
    least : int
        Score below which it is left out.
    answers_cause : bool
        Whether the first option begins with the answer to the cause, or asks for the cause. False if the options
        settle a datum.
    settles : frozenset of str
        Ids of the figures that it settles, and those whose printed value it settles after `PRINTED`: no recommendation
        of the report is about them.
    """

    score: Fraction
    title: str
    happened: str
    cause: Cause
    answering: Answering
    options: tuple[str, ...]
    money: str
    is_first: bool = False
    least: int = LEAST_SCORE
    answers_cause: bool = True
    settles: frozenset[str] = frozenset()


MATTERS: Rules[Matter] = Rules()
"""The rules that find matters, in the order in which matters of equal score are printed."""


def score(context: DraftContext, budget: Figure | None, distance: Fraction) -> Fraction:
    """Return the score of a matter: its distance from the goal plus its share of the budget, both in points.

    Parameters
    ----------
    budget : Figure or None
        Current budget of what the matter is about, in bolivianos; None if it has none of its own.
    distance : Fraction
        In percentage points, not negative.
    """
    return distance + context.share_of_budget(budget)


def points(found: Figure) -> Fraction:
    """Return the magnitude of a printed figure as an exact number."""
    return abs(exact(found.rounded))
