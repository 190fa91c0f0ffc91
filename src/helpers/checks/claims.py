"""The rule over work that several units claim: tasks of the plan in force in nearly the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.checks.grouping import FEW, some
from helpers.checks.likeness import near_identical
from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.display import list_es
from helpers.findings import Severity, at
from helpers.records import Row
from helpers.scoring.plan import Plan, plan_of
from helpers.series import Series

TYPES = ("tipo", "subtipo")
MANY_UNITS = 4
"""From how many units on a wording is taken for work that each does for itself, such as drawing up its own POA."""
MEND = "Decida de quién es, o diga en la descripción qué hace cada unidad."


@dataclass(frozen=True)
class Claim:
    """A task as it stands in the plan.

    Attributes
    ----------
    row : Row
        Its line.
    bearer : str
        Who it is held to belong to: its unit, or the topmost type that its post hangs from.
    """

    row: Row
    bearer: str

    @property
    def words(self) -> str:
        return f"{self.row.text('tarea')} ({self.row.text('unidad')})"


Group = Sequence[Claim]


@REGISTRY.rule("PLA-DOS-UNIDADES", Severity.WARNING, "Una misma actividad la programa una sola unidad.")
def claimed_twice(evidence: Evidence) -> Iterator[Found]:
    """Tasks of two or three units in near-identical words; what more units repeat is told in one note.

    Posts of one type have the tasks of their type by design and are not held against each other.
    """
    plan = plan_of(evidence.dataset)
    claims = [_claim(evidence, plan, task) for task in plan.tasks(evidence.corrida.period)]
    by_bearers: dict[frozenset[str], list[Group]] = {}
    for places in near_identical([claim.row.text("descripcion") for claim in claims]):
        group = [claims[place] for place in places]
        by_bearers.setdefault(frozenset(claim.bearer for claim in group), []).append(group)
    common: list[Group] = []
    for bearers, groups in by_bearers.items():
        if len(bearers) >= MANY_UNITS:
            common.extend(groups)
        elif len(bearers) > 1:
            yield from _of_few_units(groups)
    if common:
        yield _of_many_units(common)


def _claim(evidence: Evidence, plan: Plan, task: Series) -> Claim:
    node = plan.units.get(task.unit)
    types = [key for key in (node.key, *evidence.book.ancestors(node)) if key[0] in TYPES] if node else []
    return Claim(plan.rows[task.version, task.task], types[-1][1] if types else task.unit)


def _of_few_units(groups: Sequence[Group]) -> Iterator[Found]:
    """The findings of one set of units: one a wording, or one for all where they share many."""
    if len(groups) <= FEW:
        yield from map(_of_one_wording, groups)
        return
    pairs = some([" = ".join(claim.words for claim in _one_a_bearer(group)) for group in groups])
    yield Found(
        f"Las unidades {_units(groups[0])} programan {len(groups)} actividades con casi las mismas palabras: {pairs}. "
        f"{MEND}",
        {
            "elemento": f"unidad/{groups[0][0].row.text('unidad')}",
            "esperado": "una sola unidad",
            "encontrado": f"{len(groups)} actividades",
        }
        | at(_second(groups[0]).cell("descripcion")),
    )


def _of_one_wording(group: Group) -> Found:
    told = "; ".join(f"{claim.words}: «{claim.row.text('descripcion')}»" for claim in _one_a_bearer(group))
    return Found(
        f"La misma actividad la programan {_units(group)}, con casi las mismas palabras: {told}. {MEND}",
        {
            "elemento": f"tarea/{group[0].row.text('tarea')}",
            "esperado": "una sola unidad",
            "encontrado": some([claim.words for claim in group]),
        }
        | at(_second(group).cell("descripcion")),
    )


def _of_many_units(groups: Sequence[Group]) -> Found:
    words = some([f"«{group[0].row.text('descripcion')}» ({len(_one_a_unit(group))} unidades)" for group in groups], 5)
    return Found(
        f"Actividades que {MANY_UNITS} o más unidades programan con casi las mismas palabras, {len(groups)}: {words}. "
        "Si cada unidad la hace para sí, no hay nada que corregir.",
        {"elemento": "tareas/descripcion", "encontrado": f"{len(groups)} actividades"}
        | at(groups[0][0].row.cell("descripcion")),
        severity=Severity.NOTE,
    )


def _second(group: Group) -> Row:
    """The task of the second to claim it: the first one's may be the right one."""
    return _one_a_bearer(group)[1].row


def _one_a_bearer(group: Group) -> list[Claim]:
    return list({claim.bearer: claim for claim in reversed(group)}.values())[::-1]


def _one_a_unit(group: Group) -> list[str]:
    return list(dict.fromkeys(claim.row.text("unidad") for claim in group))


def _units(group: Group) -> str:
    units = _one_a_unit(group)
    return list_es(units) if len(units) < MANY_UNITS else some(units, MANY_UNITS)
