"""The cause in a matter on a budget category, which is that of its units' tasks."""

from __future__ import annotations

from dataclasses import replace

from helpers.texts.decisions.matter import Cause
from helpers.texts.decisions.matter_words import answering_for_category, cause_told
from helpers.texts.drafting.drafting_context import DraftContext

OF_UNIT = "Puede no ser de esta categoría: quien responde lo hace por varias."


def cause_of_category(context: DraftContext, category: str, *, of_money: bool = False) -> Cause:
    """Return `cause_told` of a category's units; it says so if they answer for other categories too.

    The data link categories to units, and no task to a category.
    """
    units = [node.code for node in answering_for_category(context, category)]
    cause = cause_told(context, units or [category], of_money=of_money)
    links = context.book.listing("vinculacion")
    is_shared = any(row.get("unidad") in units and row["cat_prog"] != category for row in links)
    return replace(cause, words=f"{cause.words} {OF_UNIT}") if cause.answer and is_shared else cause
