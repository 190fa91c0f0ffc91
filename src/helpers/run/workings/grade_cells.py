"""Cells that grade the printed values again: by the method's bands or quarterly thresholds, or from other grades.

They grade the values that the section has repeated. Values of earlier reports (`historico`) have no grade, so a window
for which `historico` has the indicator gets no cells; windows of other years than the run's get none either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from helpers.base.periods import Period
from helpers.base.python_extras import PlainData
from helpers.run.workings.formula_cells import symbol
from helpers.run.workings.working_request import Place, Request, WorkingCell, code, levels_of, windows_of, words

WORDS = ("grado", "calificacion", "desempeno", "semaforo", "simbolo")
"""The words of a grade, in the order in which they are joined."""
WHOLE = 'escala["completa"] = escala[{}].agg(lambda fila: " · ".join(filter(None, fila)), axis=1)'
NO_GRADE = '"sin calificación"'


class _Scale(NamedTuple):
    """A scale of the method: an indicator's bands, or its thresholds by quarter."""

    rule: PlainData
    is_quarterly: bool

    def grades(self, place: Place) -> bool:
        """Return whether the scale grades a figure, by its window and level."""
        window = Period.parse(place.window)
        if self.is_quarterly:
            held = window.since_january and window.last % 3 == 0
        else:
            held = window.kind in self.rule["ventanas"]
        return held and place.level in self.rule["niveles"]


def grade_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that grade again what the section prints; first by scales, then from other grades.

    A grade taken from others is left out unless scales grade all of them in its window; those are graded again too,
    printed or not. Left out as well are figures of other years and those that `historico` has.
    """
    scales = _scales(request.method)
    derived = {rule["indicador"]: rule for rule in request.method["derivadas"]}
    wanted: dict[str, dict[Place, None]] = {}
    history = request.table("historico")
    read_before = set(zip(history["indicador"], history["periodo"], strict=True))
    year = Period.parse(request.params["periodo"]).year if request.shown else 0
    for place in request.shown:
        taken_from = derived[place.indicator]["de"] if place.indicator in derived else [place.indicator]
        operands = [place._replace(indicator=name) for name in taken_from]
        is_read = any((one.indicator, one.window) in read_before for one in (place, *operands))
        if is_read or Period.parse(place.window).year != year:
            continue
        if all(one.indicator in scales and scales[one.indicator].grades(one) for one in operands):
            for one in (*operands, place):
                wanted.setdefault(one.indicator, {})[one] = None
    for indicator, scale in scales.items():
        if indicator in wanted:
            yield from _by_scale(request, indicator, scale, list(wanted[indicator]))
    for indicator, rule in derived.items():
        if indicator in wanted:
            yield from _derived(request, rule, list(wanted[indicator]))


def _scales(method: PlainData) -> Mapping[str, _Scale]:
    """Return the method's scales by indicator: those by bands and, if there is one, that by thresholds."""
    thresholds = method["umbrales"]
    by_indicator = {rule["indicador"]: _Scale(rule, is_quarterly=False) for rule in method["bandas"]}
    return by_indicator | ({thresholds["indicador"]: _Scale(thresholds, is_quarterly=True)} if thresholds else {})


def _by_scale(request: Request, indicator: str, scale: _Scale, places: Sequence[Place]) -> Iterator[WorkingCell]:
    """Write the cells of a scale as a table, and of the grade of each printed value."""
    decimals, rule = request.decimals_of(indicator), scale.rule
    below = "un valor negativo no tiene ninguna"
    if scale.is_quarterly:
        below = "lo que no llega a ningún borde tiene la última"
    which = ", el del trimestre en que acaba la ventana" if scale.is_quarterly else ""
    edge = r"d_{g,\,\text{trimestre}}" if scale.is_quarterly else "d_g"
    drawn = rf"$$g = \max\,\{{\,g : \text{{redondear}}({symbol(indicator)};\ {decimals}) \ge {edge}\,\}}$$"
    yield words(
        f"### {request.name_of(indicator)}: calificación\n\nSe califica el valor impreso, con {decimals} decimales. "
        f"Su calificación es la más alta cuyo borde inferior (*d*{which}) alcanza: el borde mismo ya la tiene, y "
        f"{below}. {rule['bordes']}\n\n{drawn}\n\nFuente: {rule['fuente']}."
    )
    yield from _table(scale)
    windows = windows_of(places)
    lowest = NO_GRADE if not scale.is_quarterly else 'escala["completa"].iloc[0]'
    lines = [
        f'valores = redondear(cifras("{indicator}", {levels_of(places)}, {windows}), {decimals})',
        f"calificacion = pd.DataFrame({lowest}, valores.index, valores.columns, dtype=object).where(valores.notna())",
    ]
    if scale.is_quarterly:
        quarters = {window: f"T{Period.parse(window).quarter_number}" for window in windows}
        lines += [
            f"for columna, trimestre in {quarters}.items():",
            '    for borde, completa in zip(escala[trimestre][1:], escala["completa"][1:]):',
            "        calificacion.loc[valores[columna] >= borde, columna] = completa",
        ]
    else:
        lines += ["for fila in escala.itertuples():", "    calificacion[valores >= fila.desde] = fila.completa"]
    if any(indicator in derived["de"] for derived in request.method["derivadas"]):
        lines.append(f"escala_{indicator}, calificacion_{indicator} = escala, calificacion")
    yield code(
        *lines,
        f'calificar("{indicator}", calificacion, valor=valores)',
    )


def _table(scale: _Scale) -> Iterator[WorkingCell]:
    """Write the cells that define `escala`, from the lowest grade to the highest: edges as fractions, and words."""
    grades = scale.rule["grados"][::-1] if scale.is_quarterly else scale.rule["grados"]
    named = [name for name in WORDS if name in grades[0]]
    edges = [f"T{quarter}" for quarter in range(1, 5)] if scale.is_quarterly else ["desde"]
    lines = ["escala = pd.DataFrame({"]
    if scale.is_quarterly:
        for at, name in enumerate(edges):
            column = [None if grade["desde"] is None else str(grade["desde"][at]) for grade in grades]
            lines.append(f'    "{name}": {column},')
    else:
        lines.append(f'    "desde": {[str(grade["desde"]) for grade in grades]},')
    lines += [f'    "{name}": {[grade[name] for grade in grades]},' for name in named]
    yield code(*lines, "}, dtype=object)", WHOLE.format(named))
    yield code(
        f"escala[{edges}] = escala[{edges}].map(Fraction, na_action=\"ignore\")",
        f"muestra(escala, {', '.join(map(repr, (*edges, 'completa')))})",
    )


def _derived(request: Request, rule: PlainData, places: Sequence[Place]) -> Iterator[WorkingCell]:
    """Write the cells of a grade taken from others: the worst or the best by colour, the first of equal ones."""
    indicator, names, is_worst = rule["indicador"], rule["de"], rule["regla"] == "peor"
    from_others = r";\ ".join(rf"g({symbol(name)})" for name in names)
    yield words(
        f"### {request.name_of(indicator)}: calificación\n\nEs la {'peor' if is_worst else 'mejor'} calificación de "
        f"{', '.join(request.name_of(name) for name in names)}, por el color de su semáforo, del peor al mejor: "
        f"{', '.join(rule['orden'])}. De dos iguales vale la primera. Si a una le falta, no hay calificación.\n\n"
        rf"$$g({symbol(indicator)}) = \{'min' if is_worst else 'max'}\left({from_others}\right)$$"
        f"\n\nFuente: {rule['fuente']}."
    )
    tables = ", ".join(f"escala_{name}" for name in names)
    others = ", ".join(f"calificacion_{name}" for name in names)
    yield code(
        f"orden = {rule['orden']}",
        f'colores = pd.concat([{tables}]).drop_duplicates("completa").set_index("completa")["semaforo"]',
        "lugares = colores.map(orden.index).to_dict()",
        f'valores = cifras("{indicator}", {levels_of(places)}, {windows_of(places)})',
        f"calificadas = [una.reindex_like(valores) for una in ({others},)]",
        'sus_lugares = [una.map(lambda completa: lugares.get(completa, float("nan"))) for una in calificadas]',
    )
    yield code(
        "calificacion, puesto = calificadas[0], sus_lugares[0]",
        "for otra, suyo in zip(calificadas[1:], sus_lugares[1:]):",
        f"    gana = suyo {'<' if is_worst else '>'} puesto",
        "    calificacion, puesto = calificacion.mask(gana, otra), puesto.mask(gana, suyo)",
        "con_todas = pd.concat(sus_lugares).notna().groupby(level=[0, 1]).all().reindex(valores.index)",
        f"calificacion = calificacion.where(con_todas, {NO_GRADE}).where(valores.notna())",
        f'calificar("{indicator}", calificacion, valor=valores)',
    )
