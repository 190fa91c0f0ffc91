"""Lines of pandas for means with weights: by number of tasks, `ponderacion` or budget."""

from __future__ import annotations

from helpers.base.python_extras import PlainData
from helpers.run.workings.part_cells import levels_of_parts

WEIGHED_BY = {
    "media_por_tareas": "número de tareas que entran en la ventana",
    "media_ponderada": "ponderación",
    "media_por_presupuesto": "presupuesto",
}


def weighing(rule: PlainData, indicator: str, kind: str, level: str, windows: list[str]) -> list[str]:
    """Return the lines of code that define the frame `peso`: the weight of each part in each window.

    By the rule: number of scored tasks, budget, or the weights of the data (`peso` in `avances`, `ponderacion`).
    """
    levels = levels_of_parts(kind, level)
    match rule["regla"]:
        case "media_por_tareas":
            return [f'peso = cifras("numero_tareas", {levels}, {windows})']
        case "media_por_presupuesto":
            if kind == "tareas":
                return [f'peso = de_nivel(plan["ppto"], "tarea", "{windows[0]}")']
            name = "ppto_tareas" if kind == "operaciones" else "ppto_vigente"
            return [f'peso = cifras("{name}", {levels}, {windows})']
    return _stated(indicator, kind, levels, windows)


def _stated(indicator: str, kind: str, levels: list[str], windows: list[str]) -> list[str]:
    """Return the code for `peso` from the data: `ponderacion` of tasks, operations and groups, `peso` in `avances`.

    Actions without `peso` have their own `ponderacion`.
    """
    if kind == "tareas":
        return [f'peso = de_nivel(plan["ponderacion"], "tarea", "{windows[0]}")']
    if kind in ("operaciones", "grupos"):
        return [f'peso = cifras("ponderacion", {levels}, {windows})']
    lines = [
        f'informado = tabla("avances")[tabla("avances")["indicador"] == "{indicator}"].dropna(subset=["peso"])',
        'informado = informado.groupby(["nivel", "codigo", "periodo"])["peso"].last()',
        f"peso = informado.unstack().reindex(columns={windows})",
    ]
    if "acp" in [*levels] and kind == "acciones":
        lines += [
            'de_acciones = tabla("acciones").set_index("acp")["ponderacion"].dropna()',
            f'de_acciones = pd.concat([de_nivel(de_acciones, "acp", ventana) for ventana in {windows}], axis=1)',
            "peso = peso.combine_first(de_acciones)",
        ]
    return lines


def weighted(rule: PlainData, level: str, windows: list[str]) -> list[str]:
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
