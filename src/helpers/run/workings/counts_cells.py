"""Cells that repeat counts: of units and posts, of results by objective of outside frameworks; and goals of SIGEP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.base.periods import Period
from helpers.figures import figure_names as keys
from helpers.run.workings.working_request import Place, Request, WorkingCell, code, entity_of, quoted, windows_of, words

UNITS, COUNT = "cantidad_unidades", "cantidad_"
OF_STATE = {f"{keys.IN_STATE}{ending}": state for state, ending in keys.STATES.items()}
"""State of the results that an indicator counts."""


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
    """Return the cell that adds up values of a table's rows in each period, as the institution's figures.

    Parameters
    ----------
    values : str
        Python of the values, one for each row: `metas["programado"]`.
    table : str
        Name of the frame with those rows and their `periodo`.
    places : sequence of Place
        The printed figures, which tell the institution's code.
    """
    return code(
        f'suma = {values}.groupby({table}["periodo"]).sum()',
        f"de_entidad = suma.to_frame({entity_of(places)}).T",
        f'repetir({quoted(indicator)}, de_ventanas(de_entidad, "entidad"))',
    )


def objective_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again how many results serve each objective, and how many objectives have one.

    They read `marcos` and `resultados`; nothing if the section prints no such count.
    """
    counts = (keys.OBJECTIVES, keys.SERVED, keys.GAPS, keys.ALL, *OF_STATE)
    places = [place for name in counts for place in request.of(name)]
    for window in windows_of(places) if request.has_table("marcos") else ():
        yield from _window(request, window, [place for place in places if place.window == window])


def _window(request: Request, window: str, places: list[Place]) -> Iterator[WorkingCell]:
    """Write the cells of the counts of one window, from its results, those of its parts and those without period."""
    period, asked = Period.parse(window), {(place.indicator, place.level) for place in places}
    told = {code for code in request.table("resultados").get("periodo", ()) if code}
    of_period = ["", *sorted(code for code in told if period.covers(Period.parse(code)))]
    yield words(
        f"### Resultados por objetivo de cada marco, {period.words}\n\nLos `resultados` del periodo, de sus partes "
        "o sin periodo. El que sirve a varios objetivos (`PMM:14; ODS:10.7`) cuenta en cada uno; un objetivo que "
        "`marcos` no tiene no cuenta, ni lo que no es un resultado, como una dificultad. Un resultado sin institución "
        "es de la que informa."
    )
    yield code(
        'objetivos = tabla("marcos")',
        'objetivos["objetivo"] = objetivos["marco"] + ":" + objetivos["codigo"]',
        'resultados = tabla("resultados").fillna({"objetivos": "", "periodo": ""})',
        f'resultados["institucion"] = resultados["institucion"].fillna({quoted(request.institution)})',
        f'resultados = resultados[resultados["periodo"].isin({of_period})]',
        f'resultados = resultados[~resultados["tipo"].isin({[*keys.NO_RESULTS]})]',
        'muestra(resultados, "institucion", "periodo", "estado", "objetivos")',
    )
    yield code(
        r'dichos = resultados["objetivos"].str.strip().str.split(r"\s*;\s*", regex=True)',
        'sirven = resultados.assign(objetivo=dichos).explode("objetivo").reset_index(names="fila")',
        'sirven = sirven.drop_duplicates(["fila", "objetivo"])',
        'sirven = sirven[sirven["objetivo"].isin(objetivos["objetivo"])]',
        'sirven["de_institucion"] = sirven["institucion"] + "/" + sirven["objetivo"]',
    )
    for indicator in (keys.ALL, *OF_STATE):
        for level, column in ((keys.OBJECTIVE, "objetivo"), (keys.BY_INSTITUTION, "de_institucion")):
            if (indicator, level) in asked:
                rows = f'sirven[sirven["estado"] == "{OF_STATE[indicator]}"]' if indicator in OF_STATE else "sirven"
                yield code(
                    f'cuenta = {rows}.groupby("{column}").size()',
                    f'repetir("{indicator}", de_nivel(cuenta, "{level}", "{window}"))',
                )
    has_result = 'objetivos["objetivo"].isin(sirven["objetivo"])'
    for indicator, rows in {
        keys.OBJECTIVES: "objetivos",
        keys.SERVED: f"objetivos[{has_result}]",
        keys.GAPS: f"objetivos[~{has_result}]",
    }.items():
        if (indicator, keys.FRAMEWORK) in asked:
            yield code(
                f'cuenta = {rows}.groupby("marco").size()',
                f'repetir("{indicator}", de_nivel(cuenta, "{keys.FRAMEWORK}", "{window}"))',
            )
