"""Cells that repeat the services rendered: quantities, programmes and revenue by service, place, office and kind."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.base.periods import MONTHS, Period
from helpers.run.workings.rule_notation import SERVED, SERVED_CAPPED, drawn
from helpers.run.workings.working_request import (
    Place,
    Request,
    WorkingCell,
    code,
    level_name,
    levels_of,
    quoted,
    windows_of,
    words,
)

TABLE, DONE, PROGRAMMED = "produccion", "produccion", "produccion_programada"
SHARE, COMPARABLE, COLLECTED = "produccion_cumplimiento", "produccion_programada_con_dato", "recaudacion_"
WITH_DATA, CAPPED, UNDATED = f"{SHARE}_con_dato", f"{SHARE}_con_tope", "_sin_mes"
SERVICE, PLACES, KINDS = "servicio_prestado", ("pais", "departamento", "oficina"), ("tipo_tramite", "grupo_etario")
LOCAL = ("", "bs", "bs.")
"""Spellings of bolivianos in the column of currencies, beside `bob`."""
OPENING = """### Servicios prestados

De `produccion`. Una parte de un servicio es la de un país, un departamento, una oficina o una clase de trámite; su
código va de la más amplia a la más pequeña. Una ventana suma las filas de sus meses y las que traen una sola cantidad
para un trimestre, un semestre o el año que cabe en ella. Una celda vacía no es cero: no entra."""
NOT_PLAIN = """### Servicios prestados

Alguna fila de `produccion` se contradice (su fecha, su mes y su periodo, o dos partes con el mismo código), y no entra
en ninguna cifra: las de servicios no se repiten aquí. Los hallazgos nombran la fila."""


def services_cells(request: Request) -> Iterator[WorkingCell]:
    """Yield the notebook cells that compute again the services rendered and the money collected, from `produccion`.

    If a row contradicts itself or two parts share a code, only a text cell that says so; nothing without rows.
    """
    places = [place for place in request.places if place.indicator.startswith((DONE, COLLECTED))]
    if not places or not request.has_table(TABLE):
        return
    rows, year = request.table(TABLE), Period.parse(places[0].window).year
    if not _agrees(rows, year):
        yield words(NOT_PLAIN)
        return
    yield words(OPENING)
    yield from _rows(rows)
    yield from _windows(places)
    for level in levels_of(places):
        here = [place for place in places if place.level == level]
        yield from _level(level, here)


def _agrees(rows: pd.DataFrame, year: int) -> bool:
    """Whether all rows are of the year and none contradicts itself or another one, so that all of them count."""
    first: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    names = ["fecha", "mes", "periodo", "servicio", *PLACES, *KINDS]
    for texts in dict.fromkeys(rows[names].fillna("").itertuples(index=False, name=None)):
        row = dict(zip(names, map(str, texts), strict=True))
        stated = Period.parse(row["periodo"]) if row["periodo"] else Period(year, 1, len(MONTHS))
        of_day = MONTHS[int(row["fecha"][5:7]) - 1] if row["fecha"] else row["mes"]
        month = MONTHS.index(row["mes"] or of_day) + 1 if row["mes"] or of_day else stated.first
        own_year = stated.year == year and row["fecha"][:4] in ("", str(year))
        if not own_year or row["mes"] not in ("", of_day) or not stated.first <= month <= stated.last:
            return False
        for level, named, columns in _parts(row):
            if first.setdefault((level, named), columns) != columns:
                return False
    return True


def _parts(row: dict[str, str]) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Yield the parts of a service to which a row belongs: level, code, and the columns and values that define it."""
    places: list[tuple[str, str, tuple[tuple[str, str], ...]]] = [(SERVICE, row["servicio"], ())]
    for column in PLACES:
        if row[column]:
            _, wider, columns = places[-1]
            places.append((column, f"{wider}/{row[column]}", (*columns, (column, row[column]))))
    yield from places
    for kind in KINDS:
        for level, wider, columns in places if row[kind] else ():
            if level != "oficina":
                yield kind, f"{wider}/{row[kind]}", (*columns, (kind, row[kind]))


def _rows(rows: pd.DataFrame) -> Iterator[WorkingCell]:
    """Write the cells that give each row its months and the codes of its parts."""
    spans = {name: Period.parse(name) for name in rows["periodo"].dropna().unique()}
    first, last = ({name: getattr(span, end) for name, span in spans.items()} for end in ("first", "last"))
    yield code(
        'produccion = tabla("produccion")',
        f"numero = { {month: place for place, month in enumerate(MONTHS, 1)} }",
        'mes = produccion["mes"].map(numero).fillna(pd.to_numeric(produccion["fecha"].str[5:7]))',
        f'produccion["desde"] = mes.fillna(produccion["periodo"].map({first})).fillna(1).astype(int)',
        f'produccion["hasta"] = mes.fillna(produccion["periodo"].map({last})).fillna(12).astype(int)',
    )
    yield code(
        'servicio = produccion["servicio_prestado"] = produccion["servicio"]',
        'produccion["pais"] = servicio + "/" + produccion["pais"]',
        'lugar = produccion["pais"].fillna(servicio)',
        'produccion["departamento"] = lugar + "/" + produccion["departamento"]',
        'lugar = produccion["departamento"].fillna(lugar)',
        'produccion["oficina"] = lugar + "/" + produccion["oficina"]',
        'muestra(produccion, "servicio", "oficina", "mes", "fecha", "periodo", "cantidad", "programado")',
    )


def _windows(places: list[Place]) -> Iterator[WorkingCell]:
    """Write the cell of `dentro`: each row once for each window in which all its months are."""
    found = [Period.parse(name) for name in windows_of(places)]
    yield code(
        f"ventanas = pd.DataFrame({{\"ventana\": {[str(one) for one in found]},",
        f"    \"primero\": {[one.first for one in found]}, \"ultimo\": {[one.last for one in found]}}})",
        'dentro = produccion.merge(ventanas, how="cross")',
        'dentro = dentro[(dentro["desde"] >= dentro["primero"]) & (dentro["hasta"] <= dentro["ultimo"])]',
    )


def _level(level: str, places: list[Place]) -> Iterator[WorkingCell]:
    """Write the cells of the figures of one kind of part (a level)."""
    yield words(f"#### Por {level_name(level)}")
    if level in KINDS:
        yield code(
            'partes = ["servicio_prestado", "pais", "departamento"]',
            f'por_clase = [dentro.assign(parte=dentro[parte] + "/" + dentro["{level}"]) for parte in partes]',
            "filas = pd.concat(por_clase)",
        )
    else:
        yield code(f'filas = dentro.assign(parte=dentro["{level}"])')
    asked = dict.fromkeys(place.indicator for place in places)
    for name in asked:
        if name in (DONE, PROGRAMMED, f"{DONE}{UNDATED}", f"{PROGRAMMED}{UNDATED}"):
            column = "programado" if name.startswith(PROGRAMMED) else "cantidad"
            yield _sum(name, level, column, "filas")
        elif name.startswith(COLLECTED):
            yield _collected(name, level)
    yield from _shares(level, asked)


def _sum(indicator: str, level: str, column: str, rows: str) -> WorkingCell:
    """Return the cell that sums a column by part and window; for `…_sin_mes`, only over rows without a month."""
    lines = [f'con_numero = {rows}.dropna(subset="{column}")']
    if indicator.endswith(UNDATED):
        lines.append('con_numero = con_numero[con_numero["desde"] < con_numero["hasta"]]')
    return code(
        *lines,
        f'suma = con_numero.groupby(["parte", "ventana"])["{column}"].sum()',
        f'repetir({quoted(indicator)}, de_ventanas(suma, "{level}"))',
    )


def _collected(indicator: str, level: str) -> WorkingCell:
    """Return the cell of revenue in one currency: different currencies are never added."""
    currency = indicator.removeprefix(COLLECTED).removesuffix(UNDATED)
    return code(
        f'moneda = filas["moneda"].fillna("").str.lower().replace({list(LOCAL)}, "bob")',
        *_sum(indicator, level, "recaudacion", f'filas[moneda == {quoted(currency)}]').source.split("\n"),
    )


def _shares(level: str, asked: dict[str, None]) -> Iterator[WorkingCell]:
    """Write the cells of what was provided over what was programmed, for the services of a level."""
    by_window = '.groupby(["parte", "ventana"])'
    if asked.keys() & {SHARE, WITH_DATA}:
        yield code(
            f'prestado = filas.dropna(subset="cantidad"){by_window}["cantidad"].sum()',
            f'programado = filas.dropna(subset="programado"){by_window}["programado"].sum()',
        )
    if SHARE in asked:
        said = "Lo prestado entre lo programado, por 100, donde cada fila trae los dos datos o ninguno."
        yield words(f"{said}\n\n{drawn(SERVED)}")
        yield code(f'repetir("{SHARE}", de_ventanas(prestado / sin_ceros(programado) * 100, "{level}"))')
    if asked.keys() & {COMPARABLE, WITH_DATA}:
        yield words(
            "Donde falta una cantidad, lo programado se suma solo en las filas que la traen; si un mes la trae en una "
            "fila sin programa, en todas las de ese mes."
        )
        yield code(
            'de_mes, mes = filas[filas["desde"] == filas["hasta"]], ["parte", "ventana", "desde"]',
            'prestado_mes = de_mes.dropna(subset="cantidad").groupby(mes)["cantidad"].sum()',
            'sin_programa = de_mes[de_mes["cantidad"].notna() & de_mes["programado"].isna()].set_index(mes).index',
            'cuentan = de_mes["cantidad"].notna() | de_mes.set_index(mes).index.isin(sin_programa)',
            'programado_mes = de_mes[cuentan].dropna(subset="programado").groupby(mes)["programado"].sum()',
            "con_ambos = programado_mes[programado_mes.index.isin(prestado_mes.index)]",
            'programado_con_dato = con_ambos.groupby(level=["parte", "ventana"]).sum()',
            f'repetir("{COMPARABLE}", de_ventanas(programado_con_dato, "{level}"))',
        )
    if WITH_DATA in asked:
        yield code(f'repetir("{WITH_DATA}", de_ventanas(prestado / sin_ceros(programado_con_dato) * 100, "{level}"))')
    if CAPPED in asked:
        said = "A lo más 100: lo que pasa del programa no compensa a otro."
        yield words(f"{said}\n\n{drawn(SERVED_CAPPED)}")
        yield code(
            f'todo = cifras("{SHARE}", ["{level}"])',
            f'cumplimiento = todo.combine_first(cifras("{WITH_DATA}", ["{level}"]))',
            f'repetir("{CAPPED}", menor(cumplimiento, 100))',
        )
