"""Computes a run's headline figures under each method that its data allow, and what makes them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from helpers.base.display import list_es, lower_first, signed_es
from helpers.base.exact import plain_text
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure, figure_id
from helpers.figures.figure_names import LEVEL_PLURALS
from helpers.figures.records import AT, MethodStep, Sensitivity, UnderMethod
from helpers.run.sensitivity.differing_rules import RuleChange, rule_changes
from helpers.run.sensitivity.method_cases import Case, Scored, changed
from helpers.settings.methods import Metodo
from helpers.settings.rollups import part_words

REST = RuleChange("Lo demás", "lo que dice el primer método", "lo que dice el segundo", {})
"""Stands for the differences that no single rule explains."""
MOST_TASKS = 500
"""With more tasks than these, rules are changed one by one only if a user asks, because each change scores anew."""


def compare_headlines(
    case: Case, own: Metodo, others: Sequence[Metodo], unread: Mapping[str, str], entity: tuple[str, str]
) -> Sensitivity:
    """Compute the institution's headline figures under each method, and compare them with those of the run's method.

    Parameters
    ----------
    case : Case
        The run's data.
    own : Metodo
        The run's method.
    others : Sequence[Metodo]
        The methods to compare it with.
    unread : Mapping[str, str]
        Methods whose file does not load: the reason in Spanish, by name.
    entity : tuple of str
        Level and code of the top node.

    Returns
    -------
    Sensitivity
        `figures` has the printed figures under each method, the run's own first, with their difference from the run's
        own. A figure that a method cannot compute has the reason instead; a method without any physical progress has
        one such entry, and a figure that the run's own method lacks has none. `steps` divides each difference among the
        rules that cause it, changed one after another; it has none for a figure whose indicator has another name in
        the other method, and is empty for more than `MOST_TASKS` tasks, because each step scores the run again.
    """
    period = case.corrida.period
    windows = tuple(dict.fromkeys((period, period.accumulated())))
    wanted = [(window, place, name) for place, name in enumerate(own.headline_indicators) for window in windows]
    comparer = _Comparer(case, own, with_steps=len(case.dataset.rows("tareas")) <= MOST_TASKS)
    for method in (own, *others):
        names = method.headline_indicators
        for window, place, name in wanted:
            theirs = names[place] if place < len(names) else name
            ids = (figure_id(name, window, *entity), figure_id(theirs, window, *entity))
            comparer.add(method, *ids, window, str(place + 1))
    refused = [UnderMethod("", name, name, "", "", "", *entity, motivo=reason) for name, reason in unread.items()]
    kept = tuple(_allowed(comparer.figures))
    shown = {figure.id for figure in kept}
    return Sensitivity((*kept, *refused), tuple(step for step in comparer.steps if step.id in shown))


def _allowed(figures: Sequence[UnderMethod]) -> Iterator[UnderMethod]:
    """Yield the figures to report for each method, in the given order, which begins with the run's own method.

    Another method without any physical progress gives one figure, with the reason: of a window with a figure of the
    run's own method, if any. A figure without value is left out if the run's own method has none either.
    """
    own = figures[0].metodo if figures else ""
    there = {(figure.lugar, figure.periodo) for figure in figures if figure.metodo == own and not figure.motivo}
    for method, group in groupby(figures, key=lambda figure: figure.metodo):
        found = list(group)
        physical = [figure for figure in found if figure.lugar == found[0].lugar]
        is_refused = method != own and all(figure.motivo for figure in physical)
        told = [figure for figure in found if not figure.motivo or (figure.lugar, figure.periodo) in there]
        yield from ([one for one in physical if one in told] or physical)[:1] if is_refused else told


def compare_figure(case: Case, methods: Sequence[Metodo], figure: str, window: Period) -> Sensitivity:
    """Compute one figure, by its id, under some methods, and compare each with the first.

    The result is as in `compare_headlines`, in the order of the methods, and with steps for any number of tasks.
    """
    comparer = _Comparer(case, methods[0], with_steps=True)
    for method in methods:
        comparer.add(method, figure, figure, window, "1")
    return Sensitivity(tuple(comparer.figures), tuple(comparer.steps))


class _Comparer:
    """Collects figures under several methods, each compared with the same figure under the first method."""

    def __init__(self, case: Case, own: Metodo, *, with_steps: bool) -> None:
        self.case, self.own, self.with_steps = case, own, with_steps
        self.figures: list[UnderMethod] = []
        self.steps: list[MethodStep] = []
        self.trees: dict[str, tuple[Figure, ...]] = {}

    def add(self, method: Metodo, own_id: str, id: str, window: Period, place: str) -> None:
        """Add to `figures` a figure under a method, with its difference from `own_id` under the first method.

        If the method gives no figure `id`, or its weights exceed their divisor, the reason is added instead. The
        difference is empty for the first method, and where its figure is missing or has another unit. `place` is the
        place among the headline figures, from 1. `steps` gets the rules that cause a difference, if both ids are equal.
        """
        scored = self.case.under(method)
        figure = scored.book.figures.get(id)
        tree = scored.book.behind(figure, weights=True) if figure else ()
        reason = overweight(scored.book, tree) if figure else _why_not(scored, id)
        base = _base(method, id, window) | {"lugar": place}
        if figure is None or reason:
            self.figures.append(UnderMethod(**base, motivo=reason))
            return
        own = self.case.under(self.own).book.figures.get(own_id)
        changes, steps = self._difference(method, own, figure, tree)
        self.steps += [_plain_step(base["id"], number, step) for number, step in enumerate(steps, start=1)]
        comparable = own if own is not None and method != self.own and own.unit == figure.unit else None
        self.figures.append(UnderMethod(
            **base, valor=plain_text(figure.value), publicado=figure.published, unidad_medida=figure.unit,
            **_grade(figure),
            diferencia=plain_text(figure.rounded - comparable.rounded) if comparable else "",
            causa=_cause(changes, steps) if comparable and figure.rounded != comparable.rounded else "",
        ))  # fmt: skip

    def _own_tree(self, own: Figure) -> tuple[Figure, ...]:
        """Return the figures that a figure depends on under the first method; cached for all other methods."""
        if own.id not in self.trees:
            self.trees[own.id] = self.case.under(self.own).book.behind(own, weights=True)
        return self.trees[own.id]

    def _difference(
        self, method: Metodo, own: Figure | None, figure: Figure, tree: tuple[Figure, ...]
    ) -> tuple[tuple[RuleChange, ...], tuple[Step, ...]]:
        """Return the rules that differ, and the effect of each.

        Both are empty for the first method itself and without an own figure. Effects are empty too if the printed
        values are equal, the figures have different ids, or no steps are asked for.
        """
        if own is None or method == self.own:
            return (), ()
        changes = rule_changes(self.own, method, (tree, self._own_tree(own)))
        if not self.with_steps or own.rounded == figure.rounded or own.id != figure.id:
            return changes, ()
        return changes, steps_between(self.case, self.own, changes, figure.id, (own.rounded, figure.rounded))


def _base(method: Metodo, id: str, window: Period) -> dict[str, str]:
    """Return the columns that name a figure under a method; the indicator's key is its name if the method lacks it."""
    indicator, _, level, code = id.split("/", 3)
    known = method.indicadores.get(indicator)
    return {
        "id": f"{id}{AT}{method.id}", "metodo": method.id, "nombre_metodo": method.nombre, "indicador": indicator,
        "nombre_indicador": known.nombre if known else indicator, "periodo": window.code,
        "nivel": level, "codigo": code,
    }  # fmt: skip


def _grade(figure: Figure) -> dict[str, str]:
    """Return the words of a figure's grade by column; nothing without grade."""
    grade = figure.grade
    return {} if grade is None else {"calificacion": grade.rating, "semaforo": grade.light, "simbolo": grade.symbol}


def _why_not(scored: Scored, id: str) -> str:
    """Return why a method gives no figure from these data, as a Spanish clause."""
    indicator, window, level, _ = id.split("/", 3)
    method, known = scored.method, scored.method.indicadores.get(indicator)
    if known is None:
        return "el método no tiene ese indicador"
    said = scored.why_without(id).replace(indicator, lower_first(known.nombre))
    if said:
        return said.partition(": ")[2].partition(". ")[0].rstrip(".") or said
    rule = known.rule(Period.parse(window))
    if rule is None:
        return f"el método no define {lower_first(known.nombre)} en esa ventana"
    plan = method.consolidacion.get(level)
    if rule.regla == "consolidar" and plan is not None:
        parts = " ni de ".join(part_words(level, part) for part in plan.partes)
        return f"no hay {lower_first(known.nombre)} de {parts}, de donde el método lo obtiene"
    return f"estos datos no dan {lower_first(known.nombre)} de {LEVEL_PLURALS.get(level, level)} en esa ventana"


def _cause(changes: Sequence[RuleChange], steps: Sequence[Step]) -> str:
    """Name the rules that make two figures differ, those with an effect, the largest first; without steps, all."""
    if not steps:
        words = "cambia la regla de" if len(changes) == 1 else "cambian las reglas de"
        return f"{words} {list_es([lower_first(change.what) for change in changes])}" if changes else ""
    moving = [step for step in steps if step.effect]
    moving.sort(key=lambda step: abs(step.effect), reverse=True)
    return "; ".join(f"{step.change.words} ({signed_es(step.effect)})" for step in moving)


def _plain_step(id: str, number: int, step: Step) -> MethodStep:
    """Return a step on the way from one method to the other as texts; the numbers are plain."""
    change, value, effect = step.change, plain_text(step.value), plain_text(step.effect)
    return MethodStep(id, str(number), change.what, change.before, change.after, value, effect)


@dataclass(frozen=True)
class Step:
    """One rule changed in addition to the earlier ones; several rules if only together they give a figure.

    Attributes
    ----------
    change : RuleChange
    value : Decimal
        The printed figure after this change.
    effect : Decimal
        Difference from the value before. The effects of all steps add up to the whole difference.
    """

    change: RuleChange
    value: Decimal
    effect: Decimal


def steps_between(
    case: Case, first: Metodo, changes: Sequence[RuleChange], figure: str, ends: tuple[Decimal, Decimal]
) -> tuple[Step, ...]:
    """Change a method's rules one after another, in the given order, and score after each change.

    Changes that only together give a figure make one step. A last step has what the changes do not explain; there is
    none if nothing is left. Values and effects are of printed figures.

    Parameters
    ----------
    case : Case
    first : Metodo
    changes : Sequence[RuleChange]
    figure : str
        Id of the compared figure.
    ends : tuple of Decimal
        The printed figure under the first and under the second method.
    """
    patch: dict[str, object] = {}
    waiting: list[RuleChange] = []
    steps: list[Step] = []
    before = ends[0]
    for change in changes:
        patch |= change.patch
        waiting.append(change)
        value = _value(case, first, patch, figure)
        if value is not None:
            steps.append(Step(_together(waiting), value, value - before))
            before, waiting = value, []
    if before != ends[1]:
        steps.append(Step(_together([*waiting, REST]), ends[1], ends[1] - before))
    return tuple(steps)


def _together(changes: Sequence[RuleChange]) -> RuleChange:
    """Join several changes into one, which has no patch; a single change is returned as it is."""
    if len(changes) == 1:
        return changes[0]
    what = list_es([changes[0].what, *(lower_first(change.what) for change in changes[1:])])
    before, after = (
        "; ".join(f"{lower_first(change.what)}: {words}" for change, words in zip(changes, said, strict=True))
        for said in ([change.before for change in changes], [change.after for change in changes])
    )
    return RuleChange(what, before, after, {})


def _value(case: Case, first: Metodo, patch: dict[str, object], figure: str) -> Decimal | None:
    """Return the printed figure under a patched method; None if the method is not valid or gives no such figure."""
    try:
        method = changed(first, patch)
    except (ValueError, KeyError):
        return None
    found = case.under(method).book.figures.get(figure)
    return None if found is None else found.rounded


def overweight(book: Book, tree: Sequence[Figure]) -> str:
    """Return in Spanish which figure's weights add up to more than the method's constant divisor; empty if none do."""
    for figure in tree:
        whole = next((operand.constant for operand in figure.operands if operand.role == "divisor"), None)
        weights = [book.handed_on(operand.weight) for operand in figure.operands if operand.weight]
        if whole is not None and sum(weights) > whole:
            return (
                f"los pesos de «{figure.name or figure.code}» suman {sum(weights)} y el método los divide entre {whole}"
            )
    return ""
