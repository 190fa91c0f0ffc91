"""Cells that repeat what is carried upwards: from tasks and reported percentages to areas, actions and the entity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from helpers.base.periods import Period
from helpers.base.plain_data import PlainData
from helpers.figures.records import LEVELS
from helpers.run.workings.formula_cells import as_pandas, in_order, names_of
from helpers.run.workings.part_cells import KIND_WORDS, has_links, levels_of_parts, links, tree_cells
from helpers.run.workings.working_request import (
    Place,
    Request,
    WorkingCell,
    code,
    name_of,
    rules_of,
    windows_of,
    words,
)

PARTS = "_partes"
BOTTOM_UP = (*reversed(LEVELS[1:]), "acp", "grupo", LEVELS[0], "cat_prog")
"""Levels in the order in which each has its parts worked out before itself."""
SIMPLE = {
    "media_simple": "el promedio simple de sus partes con dato",
    "suma": "la suma de sus partes con dato",
    "cumplidas": "la parte de ellas que llega a 100",
    "igual": "lo mismo que su unidad responsable",
}


class Carried(NamedTuple):
    """An indicator that is carried up to a level in some windows, by one rule."""

    indicator: str
    level: str
    windows: list[str]
    rule: PlainData


def physical_cells(request: Request) -> Iterator[WorkingCell]:
    """Write the cells of every level that is had from its parts. Where late units are left out, there are none."""
    if request.method["tardios"] == "fuera":
        return
    asked = list(carried(request))
    if asked:
        yield from tree_cells()
    for one in asked:
        yield from _level(request, one)


def carried(request: Request) -> Iterator[Carried]:
    """Yield what is carried upwards among the printed figures, from the bottom up."""
    for indicator in in_order(request):
        base = indicator.removesuffix(PARTS)
        printed = (*request.of(base), *request.of(base + PARTS))
        places = [place for place in printed if _is_carried(request, base, place)]
        if indicator != base and request.of(base):
            continue
        for level in BOTTOM_UP:
            own = [place for place in places if place.level == level]
            for rule in _rules(request, base, own):
                windows = [place for place in own if rules_of(request, base)[Period.parse(place.window).kind] == rule]
                yield Carried(base, level, windows_of(windows), rule)


def _rules(request: Request, indicator: str, places: list[Place]) -> list[PlainData]:
    found = [rules_of(request, indicator)[Period.parse(place.window).kind] for place in places]
    return [rule for number, rule in enumerate(found) if rule not in found[:number]]


def _is_carried(request: Request, indicator: str, place: Place) -> bool:
    rule = rules_of(request, indicator).get(Period.parse(place.window).kind)
    if rule is None or place.level not in request.method["consolidacion"]:
        return False
    return bool(rule["regla"] == "consolidar")


def _level(request: Request, one: Carried) -> Iterator[WorkingCell]:
    """Write the cells of one indicator at one level."""
    own: PlainData = request.method["consolidacion"][one.level]
    kinds = kinds_of(request, one)
    if kinds is None or (kinds and own["regla"] not in SIMPLE):
        return
    name = name_of(request, one.indicator)
    parts = "; si no hay, ".join(KIND_WORDS[kind] for kind in kinds)
    said = f"Es {SIMPLE[own['regla']]}. Sus partes son {parts}. {own['explicacion']} " if kinds else ""
    yield words(
        f"### {name} de cada {one.level}\n\n{said}Un valor informado que prevalece no se calcula.\n\n"
        f"Fuente: {own['fuente']}."
    )
    for number, kind in enumerate(kinds):
        yield code(*links(kind, one.level), *_combined(one, own, kind, is_first=number == 0))
    yield from _closing(request, one, has_parts=bool(kinds))


def kinds_of(request: Request, one: Carried) -> list[str] | None:
    """Return the kinds of parts of a level; None where one of them cannot be told plainly.

    Only the indicator that tasks score has tasks and operations as parts.
    """
    leaf = request.method["hoja"]
    is_scored = leaf is not None and leaf["indicador"] == one.indicator and request.has_table("tareas")
    kinds = [
        kind
        for kind in request.method["consolidacion"][one.level]["partes"]
        if is_scored or kind not in ("operaciones", "tareas")
    ]
    return kinds if all(has_links(kind, one.level) for kind in kinds) else None


def _combined(one: Carried, own: PlainData, kind: str, *, is_first: bool) -> list[str]:
    lines = [
        f'valores = cifras("{one.indicator}", {levels_of_parts(kind, one.level)}, {one.windows})',
        'grupos = partes.join(valores, on=["nivel", "codigo"], how="inner").groupby("todo")[list(valores)]',
        f"resultado = {_result(own['regla'])}",
    ]
    return [*lines, "nivel = resultado" if is_first else "nivel = nivel.combine_first(resultado)"]


def _result(rule: str) -> str:
    match rule:
        case "suma":
            return "grupos.sum(min_count=1)"
        case "igual":
            return "grupos.first()"
        case "cumplidas":
            return "grupos.agg(lambda columna: (columna.dropna() >= 100).sum()) * 100 / sin_ceros(grupos.count())"
    return "grupos.sum(min_count=1) / sin_ceros(grupos.count())"


def _closing(request: Request, one: Carried, *, has_parts: bool) -> Iterator[WorkingCell]:
    """Write the comparison, with the formula of what nobody reports, where the method has one."""
    lines = [f'nivel = pd.concat({{"{one.level}": nivel}}, names=["nivel", "codigo"])'] if has_parts else []
    if has_parts and any(place.level == one.level for place in request.of(one.indicator + PARTS)):
        yield code(*lines, f'repetir("{one.indicator}{PARTS}", nivel)')
        lines = []
    expression = one.rule["expresion"]
    if expression:
        yield words(f"Quien no lo informa ni tiene partes con dato: `{one.indicator} = {expression}`.")
        lines += [f'{name} = cifras("{name}", ["{one.level}"], {one.windows})' for name in names_of(expression)]
        lines.append(f"formula = {as_pandas(expression)}")
        lines.append("nivel = nivel.combine_first(formula)" if has_parts else "nivel = formula")
    if has_parts or expression:
        yield code(*lines, f'repetir("{one.indicator}", nivel)')
