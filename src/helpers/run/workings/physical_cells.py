"""Cells that repeat what is carried upwards: from tasks and reported percentages to areas, actions and the entity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from helpers.base.periods import Period
from helpers.base.python_extras import PlainData
from helpers.figures.records import LEVELS, REPORTING
from helpers.run.workings.formula_cells import as_pandas, in_order, names_of
from helpers.run.workings.part_cells import KIND_WORDS, WEIGHED_BY, levels_of_parts, links, tree_cells, weighted_cells
from helpers.run.workings.rule_notation import drawn, of_parts
from helpers.run.workings.task_cells import RAW, doer_cells, plan_cells, resting_cells, score_cells, weight_cells
from helpers.run.workings.working_request import Place, Request, WorkingCell, code, level_name, windows_of, words

PARTS = "_partes"
OPERATION, TASK = "operacion", "tarea"
BOTTOM_UP = (OPERATION, *reversed(LEVELS[1:]), "acp", "grupo", LEVELS[0], "cat_prog")
"""Levels from the bottom up: the parts of a level are computed before it."""
OF_PLAN = ("operaciones", "tareas")
"""Kinds of parts that only one indicator has: the one that tasks score (`hoja`)."""
SIMPLE = {
    "media_simple": "el promedio simple de sus partes con dato",
    "suma": "la suma de sus partes con dato",
    "cumplidas": "la parte de ellas que llega a 100",
    "igual": "lo mismo que su unidad responsable",
    "razon_de_sumas": "lo que cuenta de sus tareas entre lo programado, con ambos sumados",
}


class Carried(NamedTuple):
    """An indicator that is carried up to a level in some windows, by one rule."""

    indicator: str
    level: str
    windows: list[str]
    rule: PlainData


def physical_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again every figure carried upwards from parts: tasks, units, actions.

    For the indicator that tasks score, they begin with the tasks, one window at a time; nothing without such figures.
    """
    bases = dict.fromkeys(name.removesuffix(PARTS).removesuffix(RAW) for name in in_order(request))
    asked = {indicator: _places(request, indicator) for indicator in bases}
    if any(asked.values()):
        yield from tree_cells()
    for indicator, places in asked.items():
        if _is_scored(request, indicator):
            for window in windows_of(places):
                yield from _of_tasks(request, indicator, window, [place for place in places if place.window == window])
        else:
            for one in carried(request, indicator, places):
                yield from _level(request, one)


def _is_scored(request: Request, indicator: str) -> bool:
    """Whether an indicator is the one that tasks score (`hoja`), and `tareas` has rows."""
    leaf = request.method["hoja"]
    return leaf is not None and leaf["indicador"] == indicator and request.has_table("tareas")


def _places(request: Request, indicator: str) -> list[Place]:
    """Return the printed figures of an indicator, and those beside it (`PARTS`, `RAW`), that are carried upwards."""
    printed = (*request.of(indicator), *request.of(indicator + PARTS), *request.of(indicator + RAW))
    return [place for place in printed if _is_carried(request, indicator, place)]


def _is_carried(request: Request, indicator: str, place: Place) -> bool:
    """Whether a figure is carried up: by `consolidar`, or by a rule that only stands in for tasks (`a_falta_de`)."""
    rule = request.rules_of(indicator).get(Period.parse(place.window).kind)
    if rule is None or (place.level != TASK and place.level not in request.method["consolidacion"]):
        return False
    return bool(rule["regla"] == "consolidar" or (rule["a_falta_de"] and _is_scored(request, indicator)))


def carried(request: Request, indicator: str, places: list[Place]) -> Iterator[Carried]:
    """Yield an indicator's levels among some figures, from the bottom up (`BOTTOM_UP`), each with its rule and windows.

    Windows with equal rules go together; one at a time if late units stay out, because others are late in each.
    """
    for level in BOTTOM_UP:
        groups: dict[str, tuple[PlainData, list[Place]]] = {}
        for place in places:
            if place.level == level:
                rule = request.rules_of(indicator)[Period.parse(place.window).kind]
                groups.setdefault(repr(rule), (rule, []))[1].append(place)
        for rule, own in groups.values():
            # Other units are late in each window.
            together = [[window] for window in windows_of(own)] if _leaves_out_late(request) else [windows_of(own)]
            for windows in together:
                yield Carried(indicator, level, windows, rule)


def _of_tasks(request: Request, indicator: str, window: str, places: list[Place]) -> Iterator[WorkingCell]:
    """Write the cells of the indicator that tasks score, in one window: its plan, tasks, operations and levels."""
    wanted = list(carried(request, indicator, places))
    rule = request.rules_of(indicator)[Period.parse(window).kind]
    levels = request.method["consolidacion"]
    kinds = {kind for one in wanted for kind in levels[one.level]["partes"]}
    has_tasks = any(place.level == TASK for place in places) or bool(kinds & set(OF_PLAN))
    if "operaciones" in kinds and OPERATION in levels and wanted[0].level != OPERATION:
        wanted.insert(0, Carried(indicator, OPERATION, [window], rule))
    if has_tasks or rule["a_falta_de"]:
        yield from plan_cells(window)
        yield from doer_cells()
    if has_tasks:
        yield from score_cells(request, indicator, window)
        yield from weight_cells(request, window)
    if rule["a_falta_de"]:
        yield from resting_cells(request, indicator, window)
    for one in wanted:
        yield from _level(request, one)


def _level(request: Request, one: Carried) -> Iterator[WorkingCell]:
    """Write the cells of one indicator at one level; nothing if cells cannot compute it (`kinds_of`)."""
    own: PlainData = request.method["consolidacion"][one.level]
    kinds = kinds_of(request, one)
    if kinds is None:
        return
    by = WEIGHED_BY.get(own["regla"])
    without = "es el simple" if own["sin_pesos"] == "media_simple" else "no hay valor"
    how = f"el promedio de sus partes por {by}; si a una le falta, {without}" if by else SIMPLE[own["regla"]]
    parts = "; si no hay, ".join(KIND_WORDS[kind] for kind in kinds)
    said = f"Es {how}. Sus partes son {parts}. {own['explicacion']} " if kinds else ""
    rule = f"\n\n{drawn(of_parts(own))}" if kinds else ""
    heading = f"{request.name_of(one.indicator)} de cada {level_name(one.level)}, {', '.join(one.windows)}"
    reported = "Un valor informado que prevalece no se calcula."
    yield words(f"### {heading}\n\n{said}{reported}{rule}\n\nFuente: {own['fuente']}.")
    leaves_late = _leaves_out_late(request) and one.level != OPERATION
    if leaves_late:
        yield from _late_cells(request, one.windows[0])
    for number, kind in enumerate(kinds):
        yield from _combined(request, one, kind)
        yield code("nivel = resultado" if number == 0 else "nivel = nivel.combine_first(resultado)")
    yield from _closing(request, one, has_parts=bool(kinds))


def kinds_of(request: Request, one: Carried) -> list[str] | None:
    """Return the kinds of parts of a level; None if a few lines of pandas cannot compute its rule from them.

    Only the indicator that tasks score has tasks and operations as parts; others may have none, an empty list.
    """
    own = request.method["consolidacion"][one.level]
    is_scored = _is_scored(request, one.indicator)
    kinds = [kind for kind in own["partes"] if is_scored or kind not in OF_PLAN]
    if own["regla"] == "razon_de_sumas" and kinds not in (["tareas"], []):
        return None
    if "responsables" in kinds and _entity_answers(request):
        return None
    return kinds


def _entity_answers(request: Request) -> bool:
    """Whether the institution itself answers for an action: its value is not known before its actions' values."""
    structure = request.table("estructura")
    return bool((structure["nivel"].eq("entidad") & structure["acp"].notna()).any())


def _combined(request: Request, one: Carried, kind: str) -> Iterator[WorkingCell]:
    """Write the cells that define `resultado` from the parts of one kind."""
    own = request.method["consolidacion"][one.level]
    found = list(links(kind, one.level))
    if _leaves_out_late(request) and one.level != OPERATION:
        yield code(*found, *_without_late(kind, one.level))
        found = []
    values = f'cifras("{one.indicator}", {levels_of_parts(kind, one.level)}, {one.windows})'
    if kind == "tareas":
        values = f'de_nivel(entregado, "tarea", "{one.windows[0]}")'
    if own["regla"] == "razon_de_sumas":
        yield code(
            *found,
            'terminos = pd.DataFrame({"contado": contado, "programado": programado}).dropna().astype(object)',
            'sumas = partes.join(terminos, on="codigo", how="inner").groupby("todo")[["contado", "programado"]].sum()',
            f'resultado = (sumas["contado"] / sin_ceros(sumas["programado"]) * 100).to_frame("{one.windows[0]}")',
        )
        return
    united = 'unidas = partes.join(valores, on=["nivel", "codigo"], how="inner")'
    lines = (*found, f"valores = {values}", united)
    index = 'unidas = unidas.set_index(["nivel", "codigo", "todo"])[list(valores)]'
    if own["regla"] not in WEIGHED_BY:
        groups = ['grupos = unidas.groupby("todo")[list(valores)]']
        if own["regla"] == "cumplidas":
            groups.append('llegan = (unidas[list(valores)] >= 100).groupby(unidas["todo"])')
        yield code(*lines, *_origins(one, kind))
        yield code(*groups, f"resultado = {_result(own['regla'])}")
        return
    yield code(*lines, index, *_origins(one, kind))
    yield from weighted_cells(own, one.indicator, kind, one.level, one.windows)


def _origins(one: Carried, kind: str) -> list[str]:
    """Return the line that shows the parts with their values and origins; none for tasks, which score cells show."""
    return [] if kind == "tareas" else [f'origenes("{one.indicator}", unidas)']


def _result(rule: str) -> str:
    """Return the Python of the values of wholes by a rule without weights, from `grupos` (and `llegan`)."""
    match rule:
        case "suma":
            return "grupos.sum(min_count=1)"
        case "igual":
            return "grupos.first()"
        case "cumplidas":
            return "llegan.sum().map(Fraction) * 100 / sin_ceros(grupos.count().astype(object))"
    return "grupos.sum(min_count=1) / sin_ceros(grupos.count().astype(object))"


def _closing(request: Request, one: Carried, *, has_parts: bool) -> Iterator[WorkingCell]:
    """Write the comparison of a level, with the method's formula, if any, for nodes that have no value otherwise.

    Nothing without parts and formula.
    """
    lines = [f'nivel = pd.concat({{"{one.level}": nivel}}, names=["nivel", "codigo"])'] if has_parts else []
    is_by_tasks = bool(one.rule["a_falta_de"])
    if is_by_tasks and has_parts and one.level != OPERATION:
        lines.append("nivel = nivel[nivel.index.isin(con_tareas)]")
    if has_parts and any(place.level == one.level for place in request.of(one.indicator + PARTS)):
        yield code(*lines, f'repetir("{one.indicator}{PARTS}", nivel)')
        lines = []
    expression = one.rule["expresion"]
    names = names_of(expression)
    is_plain = bool(expression) and one.level != OPERATION and "trimestres" not in names and bool(names)
    if is_plain:
        whom = "Quien no tiene tareas" if is_by_tasks else "Quien no lo informa ni tiene partes con dato"
        yield words(f"{whom}: `{one.indicator} = {expression}`.")
        # Asked for in the formula itself: an indicator may be called as a frame of these cells.
        inline = as_pandas(expression, lambda name: f'cifras("{name}", ["{one.level}"], {one.windows})')
        lines.append(f"formula = {inline}")
        lines += ["formula = formula[~formula.index.isin(con_tareas)]"] if is_by_tasks else []
        either = "pd.concat([nivel, formula])" if is_by_tasks else "nivel.combine_first(formula)"
        lines.append(f"nivel = {either}" if has_parts else "nivel = formula")
    if has_parts or is_plain:
        yield code(*lines, f'repetir("{one.indicator}", nivel)')


def _leaves_out_late(request: Request) -> bool:
    """Return whether late units stay out of the means: the method says so, and `presentaciones` has rows."""
    return bool(request.method["tardios"] == "fuera" and request.has_table("presentaciones"))


def _late_cells(request: Request, window: str) -> Iterator[WorkingCell]:
    """Yield a text cell and the code cell that defines `tardios`: the codes of units late in a window's last quarter.

    The deadline is that of the reminder (`reiteracion`), or the one in `fecha` if there was none. For a form without a
    date, `en_plazo` decides; a dated form of a period without deadline is in time.
    """
    quarter = Period.parse(window).quarter_number
    stated = request.params["plazos"]
    deadlines = {name: str(stated[name].get("reiteracion") or stated[name]["fecha"]) for name in stated}
    yield words(
        "Quién presentó fuera de plazo el formulario del trimestre en que acaba la ventana (`presentaciones`). De "
        "varias fechas vale la primera; sin ninguna, lo que diga `en_plazo`. Quien llega tarde no entra en lo de otros."
    )
    yield code(
        f"plazos = {deadlines}",
        'formularios = tabla("presentaciones")',
        f'formularios = formularios[(formularios["periodo"].map(ultimo_mes) + 2) // 3 == {quarter}]',
        'por_formulario = formularios.groupby(["unidad", "periodo"])',
        'fecha = por_formulario["fecha_presentacion"].agg(lambda dias: min(dias.dropna(), default=""))',
        'dicho = por_formulario["en_plazo"].agg(lambda dichos: (dichos == "no").any())',
        'plazo = fecha.index.get_level_values("periodo").map(lambda periodo: plazos.get(periodo, "9999"))',
        'tarde = (fecha > plazo) | ((fecha == "") & dicho)',
        'tardios = set(tarde[tarde.astype(bool)].index.get_level_values("unidad"))',
    )


def _without_late(kind: str, level: str) -> list[str]:
    """Return the lines of code that remove from the frame `partes` those that are late, by the set `tardios`.

    Operations and tasks that a late unit carries out are removed, except from the parts of that unit itself; of other
    kinds, the late units and posts.

    Parameters
    ----------
    kind : str
        Kind of the parts: `operaciones`, `tareas` or another one.
    level : str
        Level of the figures that the parts make up.
    """
    if kind not in ("operaciones", "tareas"):
        return [
            f'es_tarde = partes["nivel"].isin({[*REPORTING]}) & partes["codigo"].isin(tardios)',
            "partes = partes[~es_tarde]",
        ]
    what = "operacion" if kind == "operaciones" else "tarea"
    return [
        f'hacen = plan[["{what}"]].assign(op=plan["operacion"]).drop_duplicates().merge(',
        '    ejecutan.set_axis(["op", "nivel_de", "codigo_de"], axis=1), on="op")',
        f'partes = partes.merge(hacen, left_on="codigo", right_on="{what}", how="left")',
        f'es_suya = (partes["nivel_de"] == "{level}") & (partes["codigo_de"] == partes["todo"])',
        f'es_tarde = partes["nivel_de"].isin({[*REPORTING]}) & partes["codigo_de"].isin(tardios)',
        "partes = partes[es_suya | ~es_tarde]",
    ]
