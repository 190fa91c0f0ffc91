"""Cells that repeat the money of the budget: balances and flows by line, and their sums upwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.base.periods import Period
from helpers.figures.records import UNIT_LEVELS
from helpers.run.workings.part_cells import ONTO, levels_linked, links_of_categories, sums_of_links, sums_upwards
from helpers.run.workings.rule_notation import BALANCE, FLOW, drawn
from helpers.run.workings.working_request import Request, WorkingCell, code, entity_of, quoted, words

LEVELS = {"categoria": "cat_prog", "fuente": "fuente", "partida": "partida", "area": "area"}
"""The column with the code of a line, by report."""
NEEDS = {
    "categoria": {"cat_prog", "acp", *UNIT_LEVELS, "area", "grupo", "servicio", "entidad", "ue"},
    "fuente": {"fuente"},
    "partida": {"partida", "grupo_gasto"},
}
"""By report: the levels whose money comes from it."""
OPENING = """### Importes del presupuesto

`gastos` trae cada reporte al corte, acumulado desde enero. Cada reporte (por categoría, por fuente, por partida, por
área) es una división completa del mismo presupuesto: nunca se suman dos. Si un reporte viene de varios sistemas o
estados, cuenta el de los parámetros de la corrida; si no lo hay, el que más se le parece."""


@dataclass(frozen=True)
class _Money:
    """One indicator of the budget: its column, the windows that are balances, and those that are flows."""

    request: Request
    indicator: str
    column: str
    levels: frozenset[str]
    balances: tuple[str, ...]
    flows: tuple[str, ...]

    def by_line(self, level: str) -> Iterator[WorkingCell]:
        """Yield the cell that compares `importes` with the Book, if the level is printed, and any that rounds it."""
        if level in self.levels:
            yield self.repeat("importes", level)
        if self.request.passes_rounded:
            yield code(f"importes = {self.handed_on('importes')}")

    def repeat(self, name: str, level: str) -> WorkingCell:
        """Return the notebook cell that compares a level's frame with the Book."""
        return code(f'repetir("{self.indicator}", de_ventanas({name}, "{level}"))')

    def handed_on(self, values: str) -> str:
        """Return Python that gives amounts as the level above takes them: rounded if the method rounds each level."""
        return self.request.handed_on(values, self.request.decimals_of(self.indicator))

    @property
    def has_areas(self) -> bool:
        """Whether `gastos` has a report by area."""
        return bool((self.request.table("gastos")["reporte"] == "area").any())


def money_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the cells that compute again balances and flows of `gastos`: lines, then sums upwards.

    Nothing if `gastos` has no rows or there is no such figure to repeat.
    """
    wanted = list(_wanted(request))
    if not wanted or not request.has_table("gastos"):
        return
    yield words(OPENING)
    yield code(
        'gastos = tabla("gastos").fillna({"sistema": "", "estado": ""})',
        f'parecido = 2 * (gastos["sistema"] == {quoted(request.params["sistema_presupuesto"])}).astype(int)',
        f'gastos["parecido"] = parecido + (gastos["estado"] == {quoted(request.params["estado_presupuesto"])})',
        'mejor = gastos.groupby(["reporte", "fecha_corte"])["parecido"].transform("max")',
        'gastos = gastos[gastos["parecido"] == mejor]',
        'gastos["clase"] = gastos["sistema"] + " " + gastos["estado"]',
        'primera = gastos.groupby(["reporte", "fecha_corte"])["clase"].transform("first")',
        'gastos = gastos[gastos["clase"] == primera]',
    )
    for money in wanted:
        yield from _indicator(money)


def _wanted(request: Request) -> Iterator[_Money]:
    """Yield the indicators of balances and flows, each with its printed levels and windows.

    In a window that begins in January a flow is a balance.
    """
    for indicator in request.indicators:
        for rule in ("saldo", "flujo"):
            for defined, levels, windows in request.by_rule(indicator, rule):
                flows = tuple(one for one in windows if rule == "flujo" and not Period.parse(one).since_january)
                balances = tuple(one for one in windows if one not in flows)
                yield _Money(request, indicator, defined["columna"], frozenset(levels), balances, flows)


def _indicator(money: _Money) -> Iterator[WorkingCell]:
    """Write the cells of one indicator from the reports by category, source and object that its levels need."""
    name, levels = money.request.name_of(money.indicator), money.levels
    says = "El saldo es lo acumulado al corte."
    if money.flows:
        says += (
            " El flujo de una ventana que no empieza en enero es lo acumulado a su corte menos lo acumulado al corte "
            "anterior; la línea que un reporte no trae vale 0 en él, y la que trae en blanco no tiene dato."
        )
    rules = "\n\n".join(drawn(rule) for rule in ((BALANCE, FLOW) if money.flows else (BALANCE,)))
    yield words(f"### {name}\n\nColumna `{money.column}` de `gastos`. {says}\n\n{rules}")
    yield code(*_windows(money))
    if levels & NEEDS["categoria"]:
        yield from _lines(money, "categoria")
        yield from money.by_line("cat_prog")
        yield from _above(money)
    if levels & NEEDS["fuente"]:
        yield from _lines(money, "fuente")
        yield from money.by_line("fuente")
        yield from _total(money, "fuente")
    if levels & NEEDS["partida"]:
        yield from _lines(money, "partida")
        yield from money.by_line("partida")
        yield from _total(money, "partida")
        yield from _groups_of_objects(money)


def _windows(money: _Money) -> Iterator[str]:
    """Yield the lines of code that define `saldos`, `flujos` (if any) and `cortes`: at which dates windows are read."""
    dates = [money.request.cutoff_of(window) for window in money.balances]
    cutoffs = list(dates)
    yield f'saldos = pd.DataFrame({{"ventana": {list(money.balances)}, "fecha_corte": {dates}}}, dtype=object)'
    if money.flows:
        last = [money.request.cutoff_of(window) for window in money.flows]
        first = [money.request.cutoff_of(str(Period.parse(window).before())) for window in money.flows]
        dated = f'"fecha_corte": {last}, "anterior": {first}'
        yield f'flujos = pd.DataFrame({{"ventana": {list(money.flows)}, {dated}}})'
        cutoffs += [*last, *first]
    yield f"cortes = {sorted(set(cutoffs))}"


def _lines(money: _Money, report: str) -> Iterator[WorkingCell]:
    """Write the cells that define `importes`: a report's amounts by code of the line and window."""
    level, column = LEVELS[report], money.column
    yield code(
        f'reporte = gastos[(gastos["reporte"] == "{report}") & gastos["fecha_corte"].isin(cortes)]',
        f'muestra(reporte, "{level}", "fecha_corte", "sistema", "estado", "{column}")',
    )
    yield code(
        f'lineas = reporte.groupby(["{level}", "fecha_corte"])["{column}"].pipe(suma_completa).reset_index()',
        f'importes = saldos.merge(lineas, on="fecha_corte").set_index(["{level}", "ventana"])["{column}"]',
    )
    if money.flows:
        yield _append_flows(money, level, "lineas", "importes")


def _append_flows(money: _Money, level: str, lines: str, amounts: str) -> WorkingCell:
    """Return the cell that appends the flows, computed from the frame `lines`, to the frame `amounts` of balances."""
    places = f'["{level}", "ventana"]'
    last, first = (money.handed_on(f'{name}.set_index({places})["{money.column}"]') for name in ("fin", "antes"))
    return code(
        f'fin = flujos[["ventana", "fecha_corte"]].merge({lines}, on="fecha_corte")',
        'antes = flujos[["ventana", "anterior"]].rename(columns={"anterior": "fecha_corte"})',
        f'antes = antes.merge({lines}, on="fecha_corte")',
        f"fin = {last}",
        f"antes = {first}",
        'ambos = fin.index.unique("ventana").intersection(antes.dropna().index.unique("ventana"))',
        f"flujo = pd.concat([fin, -antes]).groupby(level={places}).pipe(suma_completa)",
        f'{amounts} = pd.concat([{amounts}, flujo[flujo.index.isin(ambos, level="ventana")]])',
    )


def _above(money: _Money) -> Iterator[WorkingCell]:
    """Write the cells of the levels above categories: those linked by `vinculacion`, executing units, the entity."""
    levels, has_links = money.levels, money.request.has_table("vinculacion")
    by_link = [level for level in ("acp", "unidad") if has_links and levels & ONTO[level]]
    has_areas = money.has_areas and "entidad" in levels
    has_areas |= (has_links or money.has_areas) and bool(levels & ONTO["area"])
    if by_link or has_areas:
        how = "Una acción o una unidad es la suma de sus categorías; si a una le falta el importe, no hay suma."
        linked = "Lo que `vinculacion` enlaza con cada categoría; de una repetida, la primera fila."
        yield words(f"{linked} {how}" if by_link else linked)
        yield code(*links_of_categories())
    for level in by_link:
        yield from _linked(level)
        for one in levels_linked(level, levels):
            yield money.repeat(level, one)
    if "grupo" in levels and "acp" in by_link:
        yield code(*sums_upwards("grupo", "acp"))
        yield money.repeat("grupo", "grupo")
    if "ue" in levels:
        yield from _executing_units(money)
    if has_areas:
        yield from _areas(money)
    if "entidad" in levels:
        yield from _entity(money)


def _linked(level: str) -> Iterator[WorkingCell]:
    """Write the cells that show the categories of an action, a unit or an area, and sum them."""
    yield code(
        f'de_cada_una = enlazados.dropna(subset="{level}").sort_values(["{level}", "ventana"])',
        f'muestra(de_cada_una, "{level}", "ventana", "cat_prog", "importe", "vinculado_en")',
    )
    yield code(f"{level} = {sums_of_links(level)}")


def _executing_units(money: _Money) -> Iterator[WorkingCell]:
    """Write the cells of executing units: each sums the categories that the last cut-off gives to it."""
    yield words("La unidad ejecutora de cada categoría es la del último corte que la dice.")
    yield code(
        'con_ue = tabla("gastos").query("reporte == \'categoria\'").dropna(subset="ue")',
        'con_ue = con_ue.sort_values("fecha_corte", kind="stable").drop_duplicates("cat_prog", keep="last")',
        'muestra(con_ue, "cat_prog", "ue", "fecha_corte")',
    )
    yield code(
        'ejecutora = con_ue.set_index("cat_prog")["ue"]',
        'por_categoria = importes.rename("importe").reset_index()',
        'por_categoria["ue"] = por_categoria["cat_prog"].map(ejecutora)',
        'ue = por_categoria.groupby(["ue", "ventana"])["importe"].pipe(suma_completa)',
    )
    yield money.repeat("ue", "ue")


def _areas(money: _Money) -> Iterator[WorkingCell]:
    """Write the cells of areas, then of services: an area is the sum of its categories or, without it, its own line."""
    column = money.column
    yield words(
        "Un área es la suma de las categorías que `vinculacion` enlaza con ella; si a una le falta el importe, "
        "lo que diga su propia línea del reporte por área, si lo hay."
    )
    yield from _linked("area")
    if money.has_areas:
        linked = f'por_corte["{column}"]'
        yield code(
            'reporte = gastos[gastos["reporte"] == "area"]',
            f'muestra(reporte, "area", "fecha_corte", "sistema", "estado", "{column}")',
        )
        yield code(
            f'propias = reporte.groupby(["area", "fecha_corte"])["{column}"].pipe(suma_completa)',
            'por_corte = lineas.merge(vinculo, on="cat_prog")',
            f"{linked} = {money.handed_on(linked)}",
            f'enlazadas = por_corte.groupby(["area", "fecha_corte"])["{column}"].pipe(suma_completa)',
            f'de_area = enlazadas.combine_first(propias).rename("{column}").reset_index()',
            f'propio = saldos.merge(de_area, on="fecha_corte").set_index(["area", "ventana"])["{column}"]',
        )
        if money.flows:
            yield _append_flows(money, "area", "de_area", "propio")
        yield code("area = area.combine_first(propio)")
    if "area" in money.levels:
        yield money.repeat("area", "area")
    if "servicio" in money.levels:
        yield words("Un servicio es la suma de sus áreas; si a una le falta el importe, no hay suma.")
        yield code(*sums_upwards("servicio", money.handed_on("area")))
        yield money.repeat("servicio", "servicio")


def _entity(money: _Money) -> Iterator[WorkingCell]:
    """Write the cells of the institution: the sum of all lines or, if one has no amount, of the report by area."""
    otherwise = "no hay suma"
    if money.has_areas:
        otherwise = "vale la suma de las áreas que lista el reporte por área, si todas tienen importe"
    yield words(f"La entidad es la suma de todas las líneas; si a una le falta el importe, {otherwise}.")
    yield code('total = importes.groupby(level="ventana").pipe(suma_completa)')
    if money.has_areas:
        yield code(
            'listadas = area[area.index.isin(reporte["area"].unique(), level="area")]',
            f'por_area = {money.handed_on("listadas")}.groupby(level="ventana").pipe(suma_completa)',
            "total = total.combine_first(por_area)",
        )
    yield code(f'de_entidad = pd.concat({{{entity_of(money.request.of(money.indicator))}: total}}, names=["codigo"])')
    yield money.repeat("de_entidad", "entidad")


def _total(money: _Money, level: str) -> Iterator[WorkingCell]:
    """Write the cells of a report's total, if the section prints it (code `TOTAL`)."""
    if any(place.level == level and place.code == "TOTAL" for place in money.request.of(money.indicator)):
        yield code(
            'total = importes.groupby(level="ventana").pipe(suma_completa)',
            'repetido = pd.concat({"TOTAL": total}, names=["codigo"])',
        )
        yield money.repeat("repetido", level)


def _groups_of_objects(money: _Money) -> Iterator[WorkingCell]:
    """Write the cells of the sums of objects of expenditure by group."""
    if "grupo_gasto" in money.levels:
        yield words("El grupo de una partida de cinco cifras es su primera cifra: 21200 es del 20000.")
        yield code(
            'por_partida = importes.rename("importe").reset_index()',
            'por_partida = por_partida[por_partida["partida"].str.fullmatch(r"\\d{5}")]',
            'por_partida["grupo_gasto"] = por_partida["partida"].str[0] + "0000"',
            'grupo_gasto = por_partida.groupby(["grupo_gasto", "ventana"])["importe"].pipe(suma_completa)',
        )
        yield money.repeat("grupo_gasto", "grupo_gasto")
