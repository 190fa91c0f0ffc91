"""The draft of the conclusions as a text that the planner can make their own."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.conclusions.advice import ADVICE
from helpers.conclusions.data_facts import DATA
from helpers.conclusions.findings_of_fact import CONCLUSIONS
from helpers.conclusions.ground import Ground
from helpers.conclusions.money_facts import MONEY
from helpers.conclusions.registry import Drafted

SECTION = "conclusiones"
CONCLUDING = (CONCLUSIONS, MONEY, DATA)
TITLES = ("Conclusiones", "Recomendaciones propuestas")
_HEAD = """\
{# Borrador compuesto por reglas a partir de las cifras de esta corrida. Desde ahora es suyo: corrija, quite y agregue.
   Cada número se pide al libro con cifra("…"); lo que está entre llaves y numerales, como esto, no se imprime.
   Mientras este archivo exista, el informe usa lo que dice y no el borrador. #}
"""


def conclusions(ground: Ground) -> tuple[Drafted, ...]:
    """What is concluded: of the work, of the money, and of the data that both rest on."""
    return tuple(one for rules in CONCLUDING for one in rules.draft(ground))


def advice(ground: Ground) -> tuple[Drafted, ...]:
    return ADVICE.draft(ground)


def as_list(drafted: Sequence[Drafted], *, with_rules: bool = False) -> str:
    """Paragraphs as the items of a list; with the rule of each as a comment that is not printed."""
    return "\n".join(f"- {one.text}{f' {{# regla: {one.rule.key} #}}' if with_rules else ''}" for one in drafted)


def draft_text(ground: Ground) -> str:
    """The whole draft as Markdown, its figures asked for by id and each paragraph naming its rule."""
    parts = [_HEAD]
    for title, drafted in zip(TITLES, (conclusions(ground), advice(ground)), strict=True):
        parts.append(f"## {title}\n\n{as_list(drafted, with_rules=True) or 'Las cifras no dan lugar a ninguna.'}\n")
    return "\n".join(parts)
