"""«Calificaciones»: the grade of each graded figure, looked up in the scales of «Método»."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.trace import Figure, Grade
from helpers.workpapers.addresses import Addresses
from helpers.workpapers.sheet import (
    FIRST_LINE,
    Block,
    Cell,
    Column,
    Line,
    Sheet,
    Style,
    letter,
    reference,
    text,
)

GRADES = "Calificaciones"
ABOUT = (
    "«Peldaño» busca el valor publicado en la escala de «Método» (bandas, o umbrales del trimestre en que "
    "cierra la ventana); las palabras son las de ese peldaño."
)
COLUMNS = (
    Column("cifra", "Cifra", 46),
    Column("nombre", "Nombre", 46),
    Column("periodo", "Periodo", 10),
    Column("escala", "Escala", 16),
    Column("publicado", "Valor publicado", 17),
    Column("peldano", "Peldaño", 9),
    Column("grado", "Grado", 24),
    Column("calificacion", "Calificación", 16),
    Column("desempeno", "Desempeño", 16),
    Column("semaforo", "Semáforo", 11, is_light=True),
    Column("simbolo", "Símbolo", 9),
)
WORDS = ("grado", "calificacion", "desempeno", "semaforo", "simbolo")
SCALES = ("bandas", "umbrales")


@dataclass(frozen=True)
class GradesSheet:
    """The sheet, and by figure and column the cells of its grade."""

    sheet: Sheet | None
    cells: Mapping[str, Mapping[str, str]]


def grades_sheet(addresses: Addresses) -> GradesSheet:
    """Describe the sheet: figures of the bands, then of the thresholds, each with one formula a column."""
    by_scale = [
        (scale, figure)
        for scale in SCALES
        for figure in addresses.order
        if scale_of(addresses, figure) == scale
    ]
    lines = []
    cells: dict[str, dict[str, str]] = {}
    for row, (scale, figure) in enumerate(by_scale, start=FIRST_LINE):
        words = _words(addresses, scale, figure, row)
        lines.append(Line(_subject(addresses, scale, figure, row) | words))
        cells[figure.id] = {key: reference(GRADES, letter(COLUMNS, key), row) for key in words}
    sheet = Sheet(GRADES, "Calificaciones", ABOUT, (Block(COLUMNS, tuple(lines)),)) if lines else None
    return GradesSheet(sheet, cells)


def scale_of(addresses: Addresses, figure: Figure) -> str:
    """The scale that graded a figure: `bandas`, `umbrales`, or none."""
    for scale in SCALES if figure.grade else ():
        is_scored = addresses.book.method.get(scale, {}).get("indicador") == figure.indicator
        if is_scored and figure.grade in _rungs(addresses, scale):
            return scale
    return ""


def _rungs(addresses: Addresses, scale: str) -> list[Grade]:
    """The grades of a scale from the lowest up, as «Método» lists them."""
    listed = addresses.book.method[scale]["grados"]
    return [
        Grade(
            rung.get("grado", ""),
            rung["calificacion"],
            rung.get("desempeno", ""),
            rung["semaforo"],
            rung["simbolo"],
        )
        for rung in (listed if scale == "bandas" else reversed(listed))
    ]


def _subject(addresses: Addresses, scale: str, figure: Figure, row: int) -> dict[str, Cell]:
    value = f"{letter(COLUMNS, 'publicado')}{row}"
    quarter = f"T{figure.period.quarter_number}"
    # The lowest threshold has no edge: whatever reaches none of them is on the first rung.
    step = (
        f"=MATCH({value},bandas_desde,1)"
        if scale == "bandas"
        else f"=IFERROR(MATCH({value},umbrales_{quarter.lower()},1),0)+1"
    )
    return {
        "cifra": addresses.id_cell(figure.id),
        "nombre": text(figure.name),
        "periodo": text(figure.period.code),
        "escala": text(scale if scale == "bandas" else f"{scale} {quarter}"),
        "publicado": addresses.published(figure),
        "peldano": Cell(_rungs(addresses, scale).index(figure.grade) + 1, step, Style.FORMULA, 0),
    }


def _words(addresses: Addresses, scale: str, figure: Figure, row: int) -> dict[str, Cell]:
    rung = f"{letter(COLUMNS, 'peldano')}{row}"
    grade = figure.grade
    said = dict(
        zip(WORDS, (grade.degree, grade.rating, grade.performance, grade.light, grade.symbol), strict=True)
    )
    return {
        key: Cell(word, f"=INDEX({scale}_{key},{rung})", Style.FORMULA) for key, word in said.items() if word
    }
