"""Cells that repeat counts, and goals registered in SIGEP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.run.workings.working_request import Place, Request, WorkingCell, code, entity_of, quoted, windows_of, words

UNITS, COUNT = "cantidad_unidades", "cantidad_"


def counts_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again the institution's counts, and how many units and posts stand below each node.

    Only counts (`cantidad_…`) to repeat; units and posts are counted in `estructura`, all else in `recuento`, and a
    count is left out if its table has no rows.
    """
    for indicator in request.indicators:
        if not indicator.startswith(COUNT):
            continue
        places = [place for place in request.of(indicator) if indicator == UNITS or place.level == "entidad"]
        if indicator == UNITS and request.has_table("estructura"):
            yield words("### Unidades y puestos\n\nCuántos hay por debajo de cada uno en `estructura`.")
            yield code(
                'arriba = ascendientes(tabla("estructura"))',
                'debajo = arriba[arriba["nivel"].isin(["unidad", "puesto"])]',
                'cantidad = debajo.groupby(["nivel_superior", "superior"]).size().astype(object)',
                f'repetir("{UNITS}", pd.DataFrame(dict.fromkeys({windows_of(places)}, cantidad)))',
            )
        elif places and request.has_table("recuento"):
            element = indicator.removeprefix(COUNT)
            yield words(f"### Recuento: {element}\n\nLa suma de los grupos de `recuento` en cada periodo.")
            yield code(
                'recuento = tabla("recuento").dropna(subset=["cantidad", "grupo"])',
                f'recuento = recuento[recuento["elemento"] == {quoted(element)}]',
                'muestra(recuento, "grupo", "periodo", "cantidad")',
            )
            yield _by_period(indicator, request.handed_on('recuento["cantidad"]', 0), "recuento", places)


def goals_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again the institution's goals: the sums of its actions' goals in `metas`.

    Only for indicators with the rule `meta`; nothing without rows in `metas`.
    """
    for indicator in dict.fromkeys(place.indicator for place in request.places if place.level == "entidad"):
        for rule, levels, windows in request.by_rule(indicator, "meta"):
            if "entidad" not in levels or not request.has_table("metas"):
                continue
            column, digits = rule["columna"], request.decimals_of(indicator)
            passed = request.handed_on(f'metas["{column}"]', digits)
            yield words(f"### {request.name_of(indicator)}: la suma de las acciones que la dicen en `metas`.")
            yield code(
                f'metas = tabla("metas").dropna(subset="{column}")',
                f'metas = metas[metas["periodo"].isin({windows})]',
                f'muestra(metas, "acp", "periodo", "{column}")',
            )
            yield _by_period(indicator, passed, "metas", request.of(indicator))


def _by_period(indicator: str, values: str, table: str, places: Sequence[Place]) -> WorkingCell:
    """Return the cell that adds up values of a table's rows in each period, as the institution's figures."""
    return code(
        f'suma = {values}.groupby({table}["periodo"]).sum()',
        f"de_entidad = suma.to_frame({entity_of(places)}).T",
        f'repetir({quoted(indicator)}, de_ventanas(de_entidad, "entidad"))',
    )
