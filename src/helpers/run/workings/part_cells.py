"""Lines of pandas that find the parts of a level in the input tables, and weigh them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from helpers.base.python_extras import PlainData
from helpers.figures.records import LEVELS, UNIT_LEVELS
from helpers.run.workings.working_request import WorkingCell, code, words

NODES_OF_PLAN = list(UNIT_LEVELS)
"""Levels of the nodes that may have tasks, the likeliest first: several levels may use one code."""
ONTO = {"acp": {"acp", "grupo"}, "unidad": {*UNIT_LEVELS}, "area": {"area", "servicio"}}
"""By a level that `vinculacion` links to categories: the levels that need its sums."""
KIND_WORDS = {
    "estructura": "quienes dependen directamente de él (`padre` en `estructura`)",
    "unidades": "las unidades y los puestos que tiene debajo, a cualquier distancia, y que no tienen a nadie debajo",
    "responsables": "quienes nombran la acción (`acp` en `estructura`) sin que la nombre nadie por encima de ellos",
    "acciones": "las acciones de corto plazo (`acciones`)",
    "grupos": "los grupos de acciones (`grupo` en `acciones`)",
    "operaciones": "sus operaciones y las de quienes tiene debajo, en la versión del plan que rige (`tareas`)",
    "tareas": "sus tareas, en la versión del plan que rige (`tareas`)",
    "unidad_responsable": "la primera unidad con dato de las que `vinculacion` le da a la categoría",
}
WEIGHED_BY = {
    "media_por_tareas": "número de tareas que entran en la ventana",
    "media_ponderada": "ponderación",
    "media_por_presupuesto": "presupuesto",
}


def tree_cells() -> tuple[WorkingCell, ...]:
    """Return two cells, text and code, that define `estructura`, `encima`, `padres` and `lugares` from its table.

    `padres` pairs a node with the one directly above, `encima` with every one above, `lugares` also with itself.
    """
    return (
        words(
            "### Quién depende de quién\n\nDe la tabla `estructura`. `padre` nombra a quien está por encima, en un "
            "nivel superior. `padres` dice de quién depende cada uno directamente, y `lugares`, a quién pertenece: "
            "a sí mismo y a todos los que tiene por encima."
        ),
        code(
            'estructura = tabla("estructura")',
            "encima = ascendientes(estructura)",
            'padres = encima.drop_duplicates(["nivel", "codigo"])',
            'nodos = estructura[["nivel", "codigo"]]',
            'propio = nodos.assign(nivel_superior=nodos["nivel"], superior=nodos["codigo"])',
            "lugares = pd.concat([propio, encima])",
            'muestra(estructura, "nivel", "codigo", "padre", "acp")',
        ),
    )


def unit_lines() -> tuple[str, str, str]:
    """Return the lines of code that define `unidades`: level and code of each node that may have tasks, from its table.

    Of several with one code, the first in the order of `NODES_OF_PLAN`.
    """
    return (
        f"orden = {NODES_OF_PLAN}",
        'unidades = estructura[estructura["nivel"].isin(orden)][["nivel", "codigo"]]',
        'unidades = unidades.sort_values("nivel", key=lambda nivel: nivel.map(orden.index)).drop_duplicates("codigo")',
    )


def levels_of_parts(kind: str, level: str) -> list[str]:
    """Return the levels that a level's parts of a kind (a key of `KIND_WORDS`) may have: for tasks, `["tarea"]`."""
    match kind:
        case "estructura":
            return list(LEVELS[LEVELS.index(level) + 1 :])
        case "unidades":
            return ["unidad", "puesto"]
        case "responsables":
            return list(LEVELS)
        case "unidad_responsable":
            return NODES_OF_PLAN
    return {"acciones": ["acp"], "grupos": ["grupo"], "operaciones": ["operacion"], "tareas": ["tarea"]}[kind]


def links(kind: str, level: str) -> Sequence[str]:
    """Return the lines of code that define the frame `partes`: the parts, of one kind, of the subjects of a level.

    Among its columns are `nivel` and `codigo` of each part, and `todo`, the code of its whole. The code reads the
    frames of `tree_cells` and, for operations and tasks, `plan` and `ejecutan`.

    Parameters
    ----------
    kind : str
        A key of `KIND_WORDS`; any other is taken for `tareas`.
    level : str
        The level of the wholes.
    """
    match kind:
        case "estructura":
            return (f'partes = padres[padres["nivel_superior"] == "{level}"].rename(columns={{"superior": "todo"}})',)
        case "unidades":
            return (
                'con_alguien = padres[["nivel_superior", "superior"]].set_axis(["nivel", "codigo"], axis=1)',
                f'debajo = encima[encima["nivel_superior"] == "{level}"]',
                'finales = debajo[debajo["nivel"].isin(["unidad", "puesto"])]',
                'marcas = finales.merge(con_alguien.drop_duplicates(), how="left", indicator=True)',
                'partes = marcas[marcas["_merge"] == "left_only"].rename(columns={"superior": "todo"})',
            )
        case "responsables":
            return (
                'responde = estructura[["nivel", "codigo", "acp"]].dropna()',
                'superiores = encima.merge(responde.set_axis(["nivel_superior", "superior", "acp"], axis=1))',
                'repetidas = superiores[["nivel", "codigo", "acp"]].drop_duplicates()',
                'marcas = responde.merge(repetidas, how="left", indicator=True)',
                'partes = marcas[marcas["_merge"] == "left_only"].rename(columns={"acp": "todo"})',
            )
        case "acciones" | "grupos":
            return _actions(kind, level)
        case "unidad_responsable":
            return (
                *unit_lines(),
                'vinculos = tabla("vinculacion")[["unidad", "cat_prog"]].set_axis(["codigo", "todo"], axis=1)',
                'partes = vinculos.merge(unidades, on="codigo")',
            )
    return _of_plan(kind, level)


def links_of_categories() -> tuple[str, str]:
    """Return the lines of code that define `enlazados`: `importes` by category with their first row of `vinculacion`.

    Categories that `vinculacion` does not name are left out.
    """
    return (
        'vinculo = tabla("vinculacion").drop_duplicates("cat_prog").rename(columns={"origen": "vinculado_en"})',
        'enlazados = importes.rename("importe").reset_index().merge(vinculo, on="cat_prog")',
    )


def levels_linked(target: str, levels: Collection[str]) -> list[str]:
    """Return those of some levels that `vinculacion` links categories to in a column; a `unidad` may be a post."""
    return [level for level in (UNIT_LEVELS if target == "unidad" else (target,)) if level in levels]


def sums_of_links(target: str) -> str:
    """Return the Python that sums `enlazados` by window and by a level that categories are linked to (`ONTO`)."""
    return f'enlazados.groupby(["{target}", "ventana"])["importe"].pipe(suma_completa)'


def sums_upwards(level: str, parts: str) -> tuple[str, str, str]:
    """Return the lines of code that define `servicio` or `grupo`: in each window, the sums of its areas or actions.

    `parts` is the Python of the amounts of areas or actions by code and window.
    """
    table, named, whole = {
        "servicio": ('tabla("estructura").query("nivel == \'area\'")', "codigo", "padre"),
        "grupo": ('tabla("acciones")', "acp", "grupo"),
    }[level]
    return (
        f"partes = {table}",
        f'por_parte = {parts}.unstack("ventana").reindex(partes["{named}"])',
        f'{level} = por_parte.groupby(partes["{whole}"].to_numpy()).pipe(suma_completa)',
    )


def _actions(kind: str, level: str) -> Sequence[str]:
    """Return the code for `partes`: the institution's groups or actions (`kind`), or a group's actions (`level`)."""
    first = 'acciones = tabla("acciones")'
    whole = 'cabeza = estructura.loc[estructura["nivel"] == "entidad", "codigo"].iloc[0]'
    if kind == "grupos":
        groups = 'grupos = acciones["grupo"].dropna().drop_duplicates()'
        return (first, groups, whole, 'partes = pd.DataFrame({"codigo": grupos, "nivel": "grupo", "todo": cabeza})')
    if level == "grupo":
        return (first, 'partes = acciones.assign(nivel="acp", codigo=acciones["acp"], todo=acciones["grupo"])')
    return (first, whole, 'partes = acciones.assign(nivel="acp", codigo=acciones["acp"], todo=cabeza)')


def _of_plan(kind: str, level: str) -> Sequence[str]:
    """Return the code for `partes`: the operations (`kind` is `operaciones`) or tasks of the subjects of a level."""
    what = "operacion" if kind == "operaciones" else "tarea"
    end = f'.set_axis(["codigo", "todo"], axis=1).drop_duplicates().assign(nivel="{what}")'
    if level in ("acp", "operacion"):
        return (f'partes = plan[["{what}", "{level}"]].dropna(){end}',)
    return (
        f'de_este_nivel = lugares[lugares["nivel_superior"] == "{level}"]',
        'puestas = plan.merge(ejecutan, on="operacion").merge(de_este_nivel, on=["nivel", "codigo"])',
        f'partes = puestas[["{what}", "superior"]]{end}',
    )


def weighted_cells(
    rule: PlainData, indicator: str, kind: str, level: str, windows: list[str]
) -> Iterator[WorkingCell]:
    """Yield the cells that define `peso`, the weight of each part, and `resultado`, each whole's weighted mean.

    They read the frame `unidas`, the values of the parts with their wholes.
    """
    yield code(*_weights(rule["regla"], indicator, kind, level, windows))
    yield code(*_weighted(rule, level, windows))


def _weights(by: str, indicator: str, kind: str, level: str, windows: list[str]) -> list[str]:
    """Return the lines of code that define `peso`: by the rule, number of scored tasks, budget, or what the data state.

    They state it of tasks (`ponderacion` or `ppto` in the plan) and of what reports (`peso` in `avances`; actions
    without it have their own `ponderacion`). Operations and groups have sums.
    """
    of_tasks = {"media_ponderada": "ponderacion", "media_por_presupuesto": "ppto"}
    if kind == "tareas" and by in of_tasks:
        return [f'peso = de_nivel(plan["{of_tasks[by]}"], "tarea", "{windows[0]}")']
    if by != "media_ponderada" or kind in ("operaciones", "grupos"):
        budget = "ppto_tareas" if kind == "operaciones" else "ppto_vigente"
        name = {"media_por_tareas": "numero_tareas", "media_ponderada": "ponderacion"}.get(by, budget)
        return [f'peso = cifras("{name}", {levels_of_parts(kind, level)}, {windows})']
    lines = [
        f'informado = tabla("avances")[tabla("avances")["indicador"] == "{indicator}"].dropna(subset=["peso"])',
        'informado = informado.groupby(["nivel", "codigo", "periodo"])["peso"].last()',
        f"peso = informado.unstack().reindex(columns={windows})",
    ]
    if kind == "acciones":
        lines += [
            'de_acciones = tabla("acciones").set_index("acp")["ponderacion"].dropna()',
            f'de_acciones = pd.concat([de_nivel(de_acciones, "acp", ventana) for ventana in {windows}], axis=1)',
            "peso = peso.combine_first(de_acciones)",
        ]
    return lines


def _weighted(rule: PlainData, level: str, windows: list[str]) -> list[str]:
    """Return the lines of code that define `resultado`, the weighted mean of each whole, from `unidas` and `peso`.

    If a part with a value has no weight there is no mean, or the simple one where the rule's `sin_pesos` says so.
    """
    lines = [
        "pesos = peso.reindex(unidas.index.droplevel(\"todo\"))[list(unidas)].set_axis(unidas.index)",
        'falta = (unidas.notna() & pesos.isna()).groupby("todo").any()',
        'suma = (unidas * pesos).groupby("todo").sum(min_count=1)',
    ]
    if rule["renormaliza"]:
        lines.append('entre = sin_ceros(pesos.where(unidas.notna()).groupby("todo").sum(min_count=1))')
    elif rule["regla"] == "media_ponderada":
        lines.append("entre = Fraction(100)")
    else:
        name = "numero_tareas_plan" if rule["regla"] == "media_por_tareas" else "ppto_vigente"
        lines.append(f'entre = sin_ceros(cifras("{name}", ["{level}"], {windows}).droplevel("nivel"))')
    if rule["sin_pesos"] == "media_simple":
        lines += [
            'grupos = unidas.groupby("todo")',
            "simple = grupos.sum(min_count=1) / sin_ceros(grupos.count().astype(object))",
            "resultado = (suma / entre).mask(falta, simple)",
        ]
    else:
        lines.append("resultado = (suma / entre).mask(falta)")
    return lines
