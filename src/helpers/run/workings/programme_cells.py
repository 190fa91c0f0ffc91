"""Cells that repeat the money programmed by month: lines, and their sums upwards."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.periods import MONTHS, Period
from helpers.run.workings.part_cells import ONTO, levels_linked, links_of_categories, sums_of_links, sums_upwards
from helpers.run.workings.working_request import Request, WorkingCell, code, entity_of, words

TABLE = "programacion_financiera"


def programme_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again every indicator of the rule `programa`: money programmed by month.

    Lines come first, then their sums upwards; nothing without rows in `programacion_financiera`.
    """
    for indicator in request.indicators:
        for _, levels, windows in request.by_rule(indicator, "programa"):
            if request.has_table(TABLE):
                yield from _lines(request, indicator, windows)
                yield from _sums(request, indicator, set(levels))


def _lines(request: Request, indicator: str, windows: list[str]) -> Iterator[WorkingCell]:
    """Write the cells of lines: a category, or an action where the row names no category."""
    months = {window: [MONTHS[one.first - 1] for one in Period.parse(window).months()] for window in windows}
    yield words(
        f"### {request.name_of(indicator)}\n\nDe `{TABLE}`, los meses de cada ventana; si uno está en blanco, la "
        "línea no tiene dato. Una línea es una categoría, o una acción donde la fila no dice categoría."
    )
    yield code(
        f"cada_mes = {list(MONTHS)}",
        f'programacion = tabla("{TABLE}")',
        'muestra(programacion, "cat_prog", "acp", *cada_mes)',
    )
    yield code(
        f"meses = pd.Series({months}).explode().rename(\"mes\").rename_axis(\"ventana\").reset_index()",
        'largo = programacion.melt(["cat_prog", "acp"], cada_mes, "mes", "importe")',
        'programa = largo.merge(meses, on="mes")',
        'importes = programa.groupby(["cat_prog", "ventana"])["importe"].pipe(suma_completa)',
        'sin_categoria = programa[programa["cat_prog"].isna()]',
        'acciones = sin_categoria.groupby(["acp", "ventana"])["importe"].pipe(suma_completa)',
        f'repetir("{indicator}", pd.concat([de_ventanas(importes, "cat_prog"), de_ventanas(acciones, "acp")]))',
    )
    if request.passes_rounded:
        digits = request.decimals_of(indicator)
        yield code(f"importes, acciones = redondear(importes, {digits}), redondear(acciones, {digits})")


def _sums(request: Request, indicator: str, levels: set[str]) -> Iterator[WorkingCell]:
    """Write the cells of the sums at those of some levels that are above the lines; a missing part leaves no sum."""
    yield words("Hacia arriba, sumas; si a una parte le falta el dato, no hay suma.")
    yield code(*links_of_categories())
    for target, onto in ONTO.items():
        if levels & onto:
            sums = sums_of_links(target)
            own = f"acciones.combine_first({sums})" if target == "acp" else sums
            printed = levels_linked(target, levels)
            repeats = (f'repetir("{indicator}", de_ventanas({target}, "{level}"))' for level in printed)
            yield code(f"{target} = {own}", *repeats)
    for level, parts in (("servicio", "area"), ("grupo", "acp")):
        if level in levels:
            yield code(*sums_upwards(level, parts), f'repetir("{indicator}", de_ventanas({level}, "{level}"))')
    if "entidad" in levels:
        yield code(
            "total = pd.concat([importes.unstack(), acciones.unstack()]).agg(suma_completa)",
            f'repetir("{indicator}", de_ventanas(total.to_frame({entity_of(request.of(indicator))}).T, "entidad"))',
        )
