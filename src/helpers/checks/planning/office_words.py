"""Words for whoever carries out a task: the plan's column `unidad` names a unit, a post or a type of posts."""

from __future__ import annotations

from helpers.base.display import lower_first
from helpers.base.name_phrases import contracted
from helpers.checks.rule_registry import Evidence
from helpers.figures.figure_names import LEVEL_TITLES, MASCULINE_LEVELS
from helpers.scoring.planning.plan_in_force import unit_node


def office(evidence: Evidence, code: str) -> str:
    """Return a code of the plan with its level: `unidad U1`, `puesto P6`; `unidad` where the structure lacks it."""
    return f"{lower_first(LEVEL_TITLES[_level(evidence, code)])} {code}"


def the_office(evidence: Evidence, code: str, preposition: str = "") -> str:
    """Return a code of the plan with level and article, also after a preposition: `la unidad U1`, `del puesto P6`."""
    article = "el" if _level(evidence, code) in MASCULINE_LEVELS else "la"
    phrase = f"{article} {office(evidence, code)}"
    return contracted(preposition, phrase) if preposition else phrase


def _level(evidence: Evidence, code: str) -> str:
    node = unit_node(evidence.dataset, code)
    return node.level if node else "unidad"
