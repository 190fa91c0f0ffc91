"""Cells that leave late units out of the means, where the method says so (`tardios: fuera`)."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.periods import Period
from helpers.figures.records import REPORTING
from helpers.run.workings.working_request import Request, WorkingCell, code, words


def leaves_out_late(request: Request) -> bool:
    """Return whether late units stay out of the means: the method says so, and `presentaciones` has rows."""
    return bool(request.method["tardios"] == "fuera" and request.has_table("presentaciones"))


def late_cells(request: Request, window: str) -> Iterator[WorkingCell]:
    """Yield a text cell and the code cell that defines `tardios`: the codes of units late in a window's last quarter.

    The deadline is that of the reminder (`reiteracion`), or the one in `fecha` if there was none. Of a form without a
    day, `en_plazo` decides.
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


def without_late(kind: str, level: str) -> list[str]:
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
