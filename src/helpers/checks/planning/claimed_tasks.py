"""A rule on tasks that several units plan in nearly the same words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from helpers.base.characters import folded
from helpers.base.display import list_es, short_list_es
from helpers.base.python_extras import by_key, grouped
from helpers.checks.rule_registry import MOST_CASES, REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import Row
from helpers.figures.series import Series
from helpers.scoring.planning.plan_in_force import Plan, plan_of

ALIKE = 88
"""Least similarity of two whole descriptions, 0 to 100."""
WORD_ALIKE = 85
"""Least similarity of two forms of a word: `informe` and `informes`, but not `semestral` and `trimestral`."""
SHORT_WORD = 4
"""Words up to this length must be equal."""
FEWEST_WORDS = 3
"""Descriptions with fewer words are too general to compare: `Informe anual`."""
LITTLE_WORDS = frozenset(
    {
        "a", "al", "ante", "con", "de", "del", "e", "el", "en", "entre", "la", "las", "lo", "los", "o", "para",
        "por", "que", "se", "segun", "sin", "sobre", "su", "sus", "u", "un", "una", "y",
    }
)  # fmt: skip
BLOCK = 512
"""Descriptions compared at a time, to limit memory."""
_WORD = re.compile(r"[a-z0-9]+")
TYPES = ("tipo", "subtipo")
MANY_UNITS = 4
"""From this many units, a description is taken for work that each unit does for itself, such as drafting its POA."""
MEND = "Corresponde decidir de quién es, o decir en la descripción qué hace cada unidad."


@dataclass(frozen=True)
class Claim:
    """A task of the plan.

    Attributes
    ----------
    row : Row
        Its row.
    bearer : str
        The unit to which it is attributed: its own, or the topmost type of its post.
    """

    row: Row
    bearer: str

    @property
    def words(self) -> str:
        """The task and its unit: `1.1.2 (DGAA)`."""
        return f"{self.row.text('tarea')} ({self.row.text('unidad')})"


Group = Sequence[Claim]


@REGISTRY.rule("PLA-DOS-UNIDADES", Severity.WARNING, "Una misma actividad la programa una sola unidad.")
def claimed_twice(evidence: Evidence) -> Iterator[Found]:
    """Report tasks that two or three units plan in nearly the same words; one note covers those of more units.

    Only the version of the plan in force in the run's period counts. Posts of one type share the tasks of their type by
    design and are not compared with each other. All the descriptions of the same units give one finding.
    """
    plan = plan_of(evidence.dataset)
    claims = [_claim(evidence, plan, task) for task in plan.tasks(evidence.corrida.period)]
    alike = near_identical([claim.row.text("descripcion") for claim in claims])
    by_bearers = grouped(
        ([claims[place] for place in places] for places in alike),
        lambda group: frozenset(claim.bearer for claim in group),
    )
    common: list[Group] = []
    for bearers, groups in by_bearers.items():
        if len(bearers) >= MANY_UNITS:
            common.extend(groups)
        elif len(bearers) > 1:
            yield _of_few_units(groups)
    if common:
        yield _of_many_units(common)


def _claim(evidence: Evidence, plan: Plan, task: Series) -> Claim:
    node = plan.units.get(task.unit)
    types = [key for key in (node.key, *evidence.book.ancestors(node)) if key[0] in TYPES] if node else []
    return Claim(plan.rows[task.version, task.task], types[-1][1] if types else task.unit)


def _of_few_units(groups: Sequence[Group]) -> Found:
    """Make the finding on all the descriptions that one set of units shares."""
    pairs = [
        f"{' = '.join(claim.words for claim in _one_a_bearer(group))}: «{group[0].row.text('descripcion')}»"
        for group in groups
    ]
    return Found(
        f"{_units(groups[0])} programan lo mismo, con casi las mismas palabras: "
        f"{short_list_es(pairs, MOST_CASES)}. {MEND}",
        cell_fields(
            # The first unit's task may be the right one.
            _one_a_bearer(groups[0])[1].row.cell("descripcion"),
            f"tarea/{groups[0][0].row.text('tarea')}",
            "una sola unidad",
            short_list_es([claim.words for claim in groups[0]], MOST_CASES),
        ),
    )


def _of_many_units(groups: Sequence[Group]) -> Found:
    named = [f"«{group[0].row.text('descripcion')}» ({len(_one_a_unit(group))} unidades)" for group in groups]
    return Found(
        f"Actividades que {MANY_UNITS} o más unidades programan con casi las mismas palabras, {len(groups)}: "
        f"{short_list_es(named, 5)}. Si cada unidad la hace para sí, no hay nada que corregir.",
        cell_fields(
            groups[0][0].row.cell("descripcion"), "tareas/descripcion", encontrado=f"{len(groups)} actividades"
        ),
        severity=Severity.NOTE,
    )


def _one_a_bearer(group: Group) -> list[Claim]:
    """Return the first claim of each bearer, in the plan's order."""
    return [claims[0] for claims in grouped(group, lambda claim: claim.bearer).values()]


def _one_a_unit(group: Group) -> list[str]:
    """Return the codes of the units of a group, each once, in the plan's order."""
    return list(dict.fromkeys(claim.row.text("unidad") for claim in group))


def _units(group: Group) -> str:
    units = _one_a_unit(group)
    return list_es(units) if len(units) < MANY_UNITS else short_list_es(units, MANY_UNITS)


def words_of(text: str) -> tuple[str, ...]:
    """Return the significant words and numbers of a text, without case and accents, sorted; repeated words stay."""
    return tuple(sorted(word for word in _WORD.findall(folded(text)) if word not in LITTLE_WORDS))


def near_identical(texts: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Return groups of positions of nearly identical texts, with at least two members, in order of their first.

    A text joins a group if it is nearly identical to any member, whatever the order of its words. Texts with fewer than
    `FEWEST_WORDS` significant words join none.
    """
    worded = ((words_of(text), place) for place, text in enumerate(texts))
    places = by_key((words, place) for words, place in worded if len(words) >= FEWEST_WORDS)
    wordings = sorted(places, key=lambda words: len(" ".join(words)))
    group_of = {words: frozenset([words]) for words in wordings}
    for one, other in _alike_pairs(wordings):
        first, second = group_of[wordings[one]], group_of[wordings[other]]
        if first is not second:
            joined = first | second
            group_of |= dict.fromkeys(joined, joined)
    groups = (tuple(sorted(place for words in group for place in places[words])) for group in set(group_of.values()))
    return tuple(sorted(group for group in groups if len(group) > 1))


def are_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether the words in which two descriptions differ are variants of the same words (`informe`, `informes`).

    Both come from `words_of`, sorted. Descriptions with unequal numbers of differing words are not alike; equal ones
    are.
    """
    counts, others = Counter(one), Counter(other)
    mine, theirs = (list(left.elements()) for left in (counts - others, others - counts))
    return len(mine) == len(theirs) and all(
        _is_same_word(word, match) for word, match in zip(mine, theirs, strict=True)
    )


def _alike_pairs(wordings: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield the positions of each pair of nearly identical descriptions; the input must be sorted by length."""
    joined = [" ".join(words) for words in wordings]
    lengths = np.array([len(text) for text in joined])
    # `ratio` of texts with lengths a < b is at most 200·a/(a + b), so much longer texts need no comparison.
    longest = lengths * (200 - ALIKE) / ALIKE
    for start in range(0, len(joined), BLOCK):
        stop = min(start + BLOCK, len(joined))
        end = int(np.searchsorted(lengths, longest[stop - 1], side="right"))
        scores = process.cdist(
            joined[start:stop], joined[start:end], scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8
        )
        for row, column in zip(*np.nonzero(np.triu(scores, k=1)), strict=True):
            one, other = start + int(row), start + int(column)
            if are_alike(wordings[one], wordings[other]):
                yield one, other


def _is_same_word(one: str, other: str) -> bool:
    """Return whether two different words are forms of one word; False for short words and for numbers."""
    if min(len(one), len(other)) <= SHORT_WORD or not (one.isalpha() and other.isalpha()):
        return False
    return fuzz.ratio(one, other) >= WORD_ALIKE
