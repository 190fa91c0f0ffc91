"""The texts of the page's figure panel on one figure: the sentence that tells it, and the groups of its parts.

`Avance físico de la ACP 7 en el segundo trimestre de 2024: 83,21 %, promedio simple de 4 tipos de puesto, a partir de
109 celdas de 2 archivos.` The pieces that figures share are written here; the page joins them with the indicator and
the printed value, and counts the cells that it lists. Parts that are alike make a group: 96 units are one line with
their number and sum.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from helpers.base.display import is_feminine, lower_first, number_es
from helpers.base.exact import exact_sum
from helpers.base.name_phrases import nested_quotes, of_institution
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import TERMS, Figure, Operand, Operation
from helpers.figures.figure_names import LEVEL_PLURALS, LEVEL_WORDS
from helpers.figures.operation_text import MOST_TERMS, exact_es, shown_operands

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
LEVELS = {
    **LEVEL_PLURALS, "cat_prog": "categorías programáticas", "oficina": "oficinas", "departamento": "departamentos",
    "pais": "países", "tipo_tramite": "trámites", "grupo_etario": "grupos de edad",
}  # fmt: skip
"""Levels in the plural; parts of any other level are called «partes»."""
WITHOUT_SUM = (Operation.NUMBER, Operation.FULFILLED, Operation.RATIO)
"""Operations in which the sum of the parts' values has no meaning: they count them, or divide sums of their terms."""
ZERO = Fraction(0)


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


@dataclass(frozen=True)
class Alike:
    """Parts of a figure with the same indicator, level and period.

    Attributes
    ----------
    words : str
        Their number and what they add up to: `96 unidades, que suman 8.520,25`. Empty for parts shown one by one.
    parts : sequence of Operand
    """

    words: str
    parts: Sequence[Operand]


def alike_parts(book: Book, figure: Figure) -> list[Alike]:
    """Return the shown parts of a figure in groups, in the order of each group's first part; empty without parts.

    Up to `MOST_TERMS` parts make one group without words, alike or not. Of more, those that are alike make a group,
    with words if it has more than `MOST_TERMS`.
    """
    parts = shown_operands(figure)
    if len(parts) <= MOST_TERMS:
        return [Alike("", parts)] if parts else []
    found = grouped(parts, lambda part: _kind(book, part)).values()
    return [Alike(_words(book, figure, alike) if len(alike) > MOST_TERMS else "", alike) for alike in found]


def repeated_uses(figure: Figure) -> Mapping[str, int]:
    """Return how often each part enters an operation, for the parts that enter it more than once.

    The numerator and the denominator of a part count as one use.
    """
    uses = [operand.figure for operand in figure.operands if operand.figure and operand.role != TERMS[1]]
    return {} if len(set(uses)) == len(uses) else {part: many for part, many in Counter(uses).items() if many > 1}


def _kind(book: Book, part: Operand) -> tuple[str, ...]:
    """Return a key that is equal for parts that are alike."""
    if not part.figure:
        return (part.role,)
    below = book[part.figure]
    return below.indicator, below.level, below.period.code, "con peso" if part.weight else ""


def _words(book: Book, figure: Figure, parts: Sequence[Operand]) -> str:
    """Say in Spanish how many parts there are and, unless that has no meaning, what they add up to."""
    first = book.figures.get(parts[0].figure)
    count = f"{number_es(len(parts))} {LEVELS.get(first.level, 'partes') if first else 'partes'}"
    return count if figure.operation in WITHOUT_SUM else f"{count}, {_sums(book, parts)}"


def _sums(book: Book, parts: Sequence[Operand]) -> str:
    """Say in Spanish what parts add up to: their weighted products or their sum; a part without value counts as 0."""
    values = [book.value_of(part) or ZERO for part in parts]
    if not parts[0].weight:
        return f"que suman {exact_es(exact_sum(values))}"
    weights = [book.handed_on(part.weight) for part in parts]
    products = exact_sum(value * weight for value, weight in zip(values, weights, strict=True))
    return f"con productos que suman {exact_es(products)} y pesos que suman {exact_es(exact_sum(weights))}"
