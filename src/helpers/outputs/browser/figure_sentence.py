"""The panel's sentence on a figure: what it is, of which subject, when, and how it was obtained.

`Avance físico de la ACP 7 en el segundo trimestre de 2024: 83,21 %, promedio simple de 4 tipos de puesto, a partir de
109 celdas de 2 archivos.` The pieces that figures share are written here; the page joins them with the indicator and
the printed value, and counts the cells that it lists.
"""

from __future__ import annotations

import re

from helpers.base.display import is_feminine, lower_first
from helpers.base.name_phrases import nested_quotes, of_institution
from helpers.figures.figure import Operation
from helpers.figures.figure_names import LEVEL_WORDS

LONGEST_NAME = 80
"""Longest name, in characters, that fits the sentence; a longer one stands below it and the code takes its place."""
FEMININE_WITH_EL = "área"
"""The feminine level name that takes «el», because it begins with a stressed «a»."""
QUOTED = frozenset({Operation.FORMULA, Operation.DIFFERENCE, Operation.LEAF})
"""Operations whose rule is a formula or a phrase that no sentence can take in without quotes."""
SENTENCE_END = re.compile(r"\. (?![^«]*»)")
"""The end of a sentence before another one; a period within quotes, as in «SERV. EXTERIOR», ends none."""
COUNTS = frozenset({Operation.COUNT, Operation.NUMBER})
OF_VERSION = "Con el programa de la versión "
"""Beginning of the rule of a figure that was computed with another version of the plan."""


def of_subject(level: str, code: str, name: str) -> str:
    """Return a figure's subject after «de»: `de la ACP 7`, `del área «Servicio Exterior»`, `del Ministerio de …`.

    The code stands where the name is missing, equal to it or longer than `LONGEST_NAME`.
    """
    if level == "entidad":
        return of_institution(name or code)
    words = LEVEL_WORDS.get(level, level.replace("_", " "))
    first = words.split()[0]
    article = "de la" if is_feminine(first) and first != FEMININE_WITH_EL else "del"
    if name and name != code and len(name) <= LONGEST_NAME:
        return nested_quotes(f"{article} {words} «{name}»")
    return f"{article} {code}" if code.startswith(words) else f"{article} {words} {code}"


def how_obtained(rule: str, operation: Operation) -> str:
    """Return how a figure was obtained, for the middle of a sentence: its rule up to the first period.

    Rules of `QUOTED` operations are quoted, and those of `COUNTS` follow `recuento de`; other rules stand as they are.
    The version of the plan, which a rule names first, comes last.
    """
    first, *rest = SENTENCE_END.split(rule.rstrip("."), maxsplit=1)
    if first.startswith(OF_VERSION) and rest:
        return f"{how_obtained(rest[0], operation)}, {lower_first(first)}"
    if operation in QUOTED:
        return f"según la regla «{first}»"
    return f"recuento de {lower_first(first)}" if operation in COUNTS else lower_first(first)
