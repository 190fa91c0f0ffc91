"""A run's headline figures under each method that its data allow, and what makes them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from helpers.comparison import AT, MethodStep, Sensitivity, UnderMethod
from helpers.display import list_es, lower_first, number_es
from helpers.exact import plain_text
from helpers.headlines import headline_indicators
from helpers.methods import Metodo
from helpers.periods import Period
from helpers.rule_words import PLURALS, part_words
from helpers.sensitivity.cases import Case, Scored
from helpers.sensitivity.rules import RuleChange, reached, rule_changes
from helpers.sensitivity.steps import Step, overweight, steps_between
from helpers.trace import Figure, figure_id

MOST_TASKS = 500
"""Tasks up to which rules are changed one by one in every run; beyond, only where somebody asks."""


def compare_headlines(
    case: Case, own: Metodo, others: Sequence[Metodo], unread: Mapping[str, str], entity: tuple[str, str]
) -> Sensitivity:
    """Compute the headline figures of the entity under each method.

    Parameters
    ----------
    own : Metodo
        The run's.
    unread : Mapping[str, str]
        Methods whose file does not load, each with the reason.
    entity : tuple of str
        Level and code of the top node.
    """
    period = case.corrida.period
    windows = tuple(dict.fromkeys((period, period.accumulated())))
    wanted = [
        (window, place, name)
        for place, name in enumerate(headline_indicators(own))
        for window in windows
    ]
    comparer = _Comparer(case, own, with_steps=len(case.dataset.rows("tareas")) <= MOST_TASKS)
    for method in (own, *others):
        names = headline_indicators(method)
        for window, place, name in wanted:
            theirs = names[place] if place < len(names) else name
            ids = (figure_id(name, window, *entity), figure_id(theirs, window, *entity))
            comparer.add(method, *ids, window, str(place + 1))
    refused = [UnderMethod("", name, name, "", "", "", *entity, motivo=reason) for name, reason in unread.items()]
    kept = tuple(_allowed(comparer.figures))
    ids = {figure.id for figure in kept}
    return Sensitivity((*kept, *refused), tuple(step for step in comparer.steps if step.id in ids))


def _allowed(figures: Sequence[UnderMethod]) -> Iterator[UnderMethod]:
    """What is told of each method, the run's own being the first.

    Of a method that gives no progress at all, only why not. What the run itself does not have is missed in no other.
    """
    own = figures[0].metodo if figures else ""
    there = {(figure.lugar, figure.periodo) for figure in figures if figure.metodo == own and not figure.motivo}
    for method, group in groupby(figures, key=lambda figure: figure.metodo):
        found = list(group)
        physical = [figure for figure in found if figure.lugar == found[0].lugar]
        is_refused = method != own and all(figure.motivo for figure in physical)
        told = [figure for figure in found if not figure.motivo or (figure.lugar, figure.periodo) in there]
        yield from physical[:1] if is_refused else told


def compare_figure(case: Case, methods: Sequence[Metodo], figure: str, window: Period) -> Sensitivity:
    """Compute one figure under some methods, the first being what the others are held against."""
    comparer = _Comparer(case, methods[0], with_steps=True)
    for method in methods:
        comparer.add(method, figure, figure, window, "1")
    return Sensitivity(tuple(comparer.figures), tuple(comparer.steps))


class _Comparer:
    """Gathers figures under methods, each beside the first method's."""

    def __init__(self, case: Case, own: Metodo, *, with_steps: bool) -> None:
        self.case, self.own, self.with_steps = case, own, with_steps
        self.figures: list[UnderMethod] = []
        self.steps: list[MethodStep] = []

    def add(self, method: Metodo, own_id: str, id: str, window: Period, place: str) -> None:
        """Enter a figure under a method, or why there is none."""
        scored = self.case.under(method)
        figure = scored.book.figures.get(id)
        tree = reached(scored.book, figure) if figure else ()
        reason = overweight(scored.book, tree) if figure else _why_not(scored, id)
        base = _base(method, id, window) | {"lugar": place}
        if figure is None or reason:
            self.figures.append(UnderMethod(**base, motivo=reason))
            return
        own = self.case.under(self.own).book.figures.get(own_id)
        changes, steps = self._difference(method, own, figure, tree)
        self.steps += [_plain_step(base["id"], number, step) for number, step in enumerate(steps, start=1)]
        comparable = own is not None and method != self.own and own.unit == figure.unit
        self.figures.append(UnderMethod(
            **base, valor=plain_text(figure.value), publicado=figure.published, unidad_medida=figure.unit,
            **_grade(figure),
            diferencia=plain_text(figure.rounded - own.rounded) if comparable else "",
            causa=_cause(changes, steps) if comparable and figure.rounded != own.rounded else "",
        ))  # fmt: skip

    def _difference(
        self, method: Metodo, own: Figure | None, figure: Figure, tree: tuple[Figure, ...]
    ) -> tuple[tuple[RuleChange, ...], tuple[Step, ...]]:
        """The rules that differ and, where the figures do, how much each makes."""
        if own is None or method == self.own:
            return (), ()
        changes = rule_changes(self.own, method, (tree, reached(self.case.under(self.own).book, own)))
        if not self.with_steps or own.rounded == figure.rounded or own.id != figure.id:
            return changes, ()
        return changes, steps_between(self.case, self.own, changes, figure.id, (own.rounded, figure.rounded))


def _base(method: Metodo, id: str, window: Period) -> dict[str, str]:
    indicator, _, level, code = id.split("/", 3)
    known = method.indicadores.get(indicator)
    return {
        "id": f"{id}{AT}{method.id}", "metodo": method.id, "nombre_metodo": method.nombre, "indicador": indicator,
        "nombre_indicador": known.nombre if known else indicator, "periodo": window.code,
        "nivel": level, "codigo": code,
    }  # fmt: skip


def _grade(figure: Figure) -> dict[str, str]:
    grade = figure.grade
    return {} if grade is None else {"calificacion": grade.rating, "semaforo": grade.light, "simbolo": grade.symbol}


def _why_not(scored: Scored, id: str) -> str:
    """Why a method gives no figure from these data, as a clause."""
    indicator, window, level, _ = id.split("/", 3)
    method, known = scored.method, scored.method.indicadores.get(indicator)
    if known is None:
        return f"el método no tiene el indicador «{indicator}»"
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
    return f"estos datos no dan {lower_first(known.nombre)} de {PLURALS.get(level, level)} en esa ventana"


def _cause(changes: Sequence[RuleChange], steps: Sequence[Step]) -> str:
    """What makes two figures differ: the rules with an effect, the largest first; without steps, which ones differ."""
    if not steps:
        words = "cambia la regla de" if len(changes) == 1 else "cambian las reglas de"
        return f"{words} {list_es([lower_first(change.what) for change in changes])}" if changes else ""
    moving = [step for step in steps if step.effect]
    moving.sort(key=lambda step: abs(step.effect), reverse=True)
    return "; ".join(f"{step.change.words} ({_signed(step.effect)})" for step in moving)


def _signed(effect: Decimal) -> str:
    return f"+{number_es(effect)}" if effect > 0 else number_es(effect)


def _plain_step(id: str, number: int, step: Step) -> MethodStep:
    change, value, effect = step.change, plain_text(step.value), plain_text(step.effect)
    return MethodStep(id, str(number), change.what, change.before, change.after, value, effect)
