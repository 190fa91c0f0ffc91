"""Cells that grade the printed values again by the method's bands or quarterly thresholds.

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
    """Yield the notebook cells that grade again what the section prints.

    Left out are figures of other years and those that `historico` has.
    """
    scales = _scales(request.method)
    wanted: dict[str, dict[Place, None]] = {}
    history = request.table("historico")
    read_before = set(zip(history["indicador"], history["periodo"], strict=True))
    year = Period.parse(request.params["periodo"]).year if request.shown else 0
    for place in request.shown:
        if (place.indicator, place.window) in read_before or Period.parse(place.window).year != year:
            continue
        if place.indicator in scales and scales[place.indicator].grades(place):
            wanted.setdefault(place.indicator, {})[place] = None
    for indicator, scale in scales.items():
        if indicator in wanted:
            yield from _by_scale(request, indicator, scale, list(wanted[indicator]))


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
