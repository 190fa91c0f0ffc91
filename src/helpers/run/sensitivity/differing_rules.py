"""Which rules differ between two methods, among those that a figure depends on, described from the method files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from helpers.base.display import list_es, upper_first
from helpers.base.periods import Period
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_TITLES
from helpers.settings.indicators import Indicador, Regla, name_in_sentence
from helpers.settings.methods import Metodo
from helpers.settings.rollups import Consolidacion, Hoja, Redondeo

BOTTOM_UP = (
    "operacion", "puesto", "subtipo", "tipo", "unidad", "area", "servicio", "acp", "grupo", "entidad", "cat_prog",
)  # fmt: skip
"""Levels from the bottom up, as in scoring, because later steps build on earlier ones."""
SAID, NOT_SAID = {"explicacion", "fuente"}, "sin regla: cuenta lo informado"
LATE = {"cuentan": "cuentan como los demás", "fuera": "no se consolidan"}


@dataclass(frozen=True)
class RuleChange:
    """A rule that differs between two methods.

    Attributes
    ----------
    what : str
        `Entidad`, `Redondeo`, `Cómo puntúa una tarea`.
    before, after : str
        The rule of each method, in Spanish.
    patch : Mapping[str, object]
        Keys of the method file, with the second method's values as plain data.
    """

    what: str
    before: str
    after: str
    patch: Mapping[str, object]

    @property
    def words(self) -> str:
        """The change in Spanish: the rule, the second method's text, «en vez de» the first's."""
        return f"{self.what}: {self.after}, en vez de {self.before}"


def rule_changes(first: Metodo, second: Metodo, trees: tuple[tuple[Figure, ...], ...]) -> tuple[RuleChange, ...]:
    """Return the rules in which two methods differ and which the compared figure depends on.

    Parameters
    ----------
    first, second : Metodo
    trees : tuple of tuples of Figure
        The compared figure with all figures that it depends on (`Book.behind`), under each of the methods.

    Returns
    -------
    tuple of RuleChange
        In the order of the calculation: scoring of tasks, late forms, roll-ups, indicators, rounding. A rule counts if
        the figure depends on it under either method; late forms and rounding always count. Indicators that only one
        method has, or that have another unit, do not.
    """
    figures = [figure for tree in trees for figure in tree]
    defined = (*first.indicadores.items(), *second.indicadores.items())
    rolled_up = {name for name, indicator in defined if indicator.is_rolled_up}
    levels = {figure.level for figure in figures if figure.indicator in rolled_up}
    indicators = {figure.indicator for figure in figures}
    windows = {figure.period for figure in figures}
    changes = [
        *(_leaf(first, second) if "tarea" in levels else ()),
        *_late(first, second),
        *_rollups(first, second, levels),
        *_indicators(first, second, indicators, windows),
        *_rounding(first, second),
    ]
    return tuple(changes)


def _leaf(first: Metodo, second: Metodo) -> Iterator[RuleChange]:
    """Yield the change of how a task scores; nothing if the words are equal or a method scores no tasks."""
    if first.hoja and second.hoja and (words := (_leaf_words(first.hoja), _leaf_words(second.hoja)))[0] != words[1]:
        patch = second.hoja.model_dump(mode="json") | {"indicador": first.hoja.indicador}
        yield RuleChange("Cómo puntúa una tarea", *words, {"hoja": patch})


def _late(first: Metodo, second: Metodo) -> Iterator[RuleChange]:
    """Yield the change of how late forms count, if the methods differ in it."""
    if first.tardios != second.tardios:
        words = (LATE[first.tardios], LATE[second.tardios])
        yield RuleChange("Formularios fuera de plazo", *words, {"tardios": second.tardios})


def _rollups(first: Metodo, second: Metodo, levels: set[str]) -> Iterator[RuleChange]:
    """Yield the changed roll-ups of some levels, bottom up; levels that the second method lacks come last."""
    # A level that the second method lacks is removed last: while other levels depend on it, removing it would leave
    # them without figures.
    for level in sorted(BOTTOM_UP, key=lambda level: level not in second.consolidacion):
        after = second.consolidacion.get(level)
        words = _rollup_words(level, first.consolidacion.get(level), after)
        if level in levels and words[0] != words[1]:
            plain = after.model_dump(mode="json") if after else None
            yield RuleChange(LEVEL_TITLES[level], *words, {f"consolidacion.{level}": plain})


def _rollup_words(level: str, first: Consolidacion | None, second: Consolidacion | None) -> tuple[str, str]:
    """Return both roll-up rules of a level in Spanish, without the clauses that they have in common.

    A method that does not roll the level up has `NOT_SAID`.
    """
    before, after = (
        [NOT_SAID, "", ""]
        if plan is None
        else [plan.words(level), plan.divisor_words, plan.prevailing_words]
        for plan in (first, second)
    )
    if None not in (first, second):
        telling = [place for place in range(len(before)) if before[place] != after[place]]
        before, after = ([clauses[place] for place in telling] for clauses in (before, after))
    return "; ".join(filter(None, before)), "; ".join(filter(None, after))


def _indicators(
    first: Metodo, second: Metodo, indicators: set[str], windows: set[Period]
) -> Iterator[RuleChange]:
    """Yield the changes of those of some indicators that both methods have in the same unit.

    Only the rules for the kinds of the given windows are compared.
    """
    asked = {window.kind for window in windows}
    kinds: list[str] = [kind for kind in ("mes", "trimestre", "acumulado") if kind in asked]
    for name, before in first.indicadores.items():
        after = second.indicadores.get(name)
        if name not in indicators or after is None or before.unidad != after.unidad:
            continue
        differing = [kind for kind in kinds if _decides(before.in_kind(kind)) != _decides(after.in_kind(kind))]
        if differing:
            yield _indicator(first, second, name, differing)


def _indicator(first: Metodo, second: Metodo, name: str, kinds: list[str]) -> RuleChange:
    """Return the change of an indicator's rules; the patch has the indicators that the first method lacks for it."""
    before, after = (_rules_words(method, method.indicadores[name], kinds) for method in (first, second))
    patch: dict[str, object] = {f"indicadores.{name}": second.indicadores[name].model_dump(mode="json")}
    for other in used_indicators(second, name):
        if other not in first.indicadores:
            patch[f"indicadores.{other}"] = second.indicadores[other].model_dump(mode="json")
    what = f"{name_in_sentence(first.indicadores, name)} ({list_es(kinds)})"
    return RuleChange(upper_first(what), before, after, patch)


def used_indicators(method: Metodo, name: str) -> tuple[str, ...]:
    """Return the indicators that an indicator's formulas use, and those that these use in turn."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        indicator = method.indicadores.get(waiting.pop())
        formulas = [rule.formula for rule in indicator.reglas.values() if rule.formula] if indicator else []
        used = [word for formula in formulas for word in formula.names if word in method.indicadores]
        waiting.extend(word for word in used if word not in found)
        found.update(dict.fromkeys(used))
    return tuple(found)


def _rules_words(method: Metodo, indicator: Indicador, kinds: list[str]) -> str:
    """Return an indicator's rules for some kinds of windows in words; equal ones are said once."""
    said = dict.fromkeys(_indicator_rule_words(method, indicator.in_kind(kind)) for kind in kinds)
    return "; ".join(said)


def _rounding(first: Metodo, second: Metodo) -> Iterator[RuleChange]:
    """Yield the change of rounding, if the methods differ in decimals or place."""
    if _decides(first.redondeo) != _decides(second.redondeo):
        words = (_rounding_rule_words(first.redondeo), _rounding_rule_words(second.redondeo))
        yield RuleChange("Redondeo", *words, {"redondeo": second.redondeo.model_dump(mode="json")})


def _decides(rule: BaseModel | None) -> dict[str, object] | None:
    """Return the part of a rule that affects values, without its descriptions; None without a rule."""
    return None if rule is None else rule.model_dump(exclude=SAID)


def _leaf_words(leaf: Hoja) -> str:
    """Return how a task is scored, in Spanish clauses."""
    unreported = {"fuera": "no entra", "mes_fuera": "no entra ese mes"}[leaf.sin_dato]
    return f"{leaf.cap_words}; sin programa y con ejecución, no entra; con programa y sin dato, {unreported}"


def _rounding_rule_words(rounding: Redondeo) -> str:
    """Return the decimals and the place of rounding, in Spanish clauses."""
    decimals = f"{rounding.decimales} decimal" if rounding.decimales == 1 else f"{rounding.decimales} decimales"
    return f"{decimals}; {rounding.place_words}"


def _indicator_rule_words(method: Metodo, rule: Regla | None) -> str:
    """Return in Spanish how an indicator is computed in one kind of window; `no se define` if there is no rule."""
    if rule is None:
        return "no se define"
    formula = rule.formula_words(method.indicadores)
    words = {
        "consolidar": "de las tareas o de lo informado, consolidado hacia arriba",
        "formula": formula,
        "sumar_trimestres": "suma de los trimestres",
        "saldo": f"saldo de la columna «{rule.columna}»",
        "flujo": f"flujo de la columna «{rule.columna}»",
        "meta": f"columna «{rule.columna}» de las metas del SIGEP",
        "programa": "dinero programado para los meses de la ventana",
    }[rule.regla]
    if rule.regla == "consolidar" and formula:
        words += f" (donde no se informa, {formula})"
    return f"de las {rule.a_falta_de} y, donde no las hay, {words}" if rule.a_falta_de else words
