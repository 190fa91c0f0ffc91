"""«Calificaciones»: the grade of each graded figure, looked up in the scales of «Método»."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from helpers.base.python_extras import by_key, not_none
from helpers.figures.figure import Figure, Grade
from helpers.outputs.workbook import grade_lookup
from helpers.outputs.workbook.grade_lookup import Scale
from helpers.outputs.workbook.sheet_addresses import MEASURED, Addresses
from helpers.outputs.workbook.sheet_model import FIRST_LINE, Block, Cell, Column, Line, Sheet, Style, text
from helpers.outputs.workbook.sheet_references import letter, reference

GRADES = "Calificaciones"
ABOUT = (
    "«Peldaño» busca el valor publicado en la escala de «Método» (bandas, o umbrales del trimestre en que "
    "cierra la ventana); las palabras son las de ese peldaño."
)
COLUMNS = (
    Column("cifra", "Cifra", 44),
    Column("nombre", "Nombre", 46),
    MEASURED,
    Column("escala", "Escala", 34),
    Column("publicado", "Valor publicado", 12),
    Column("peldano", "Peldaño", 9),
    Column("grado", "Grado", 22),
    Column("calificacion", "Calificación", 15),
    Column("desempeno", "Desempeño", 13),
    Column("semaforo", "Semáforo", 10, is_light=True),
    Column("simbolo", "Símbolo", 9),
)
GradeCells = Mapping[str, Mapping[str, str]]
"""References to the cells of a grade, by figure id and word (a key of `WORDS`)."""


@dataclass(frozen=True)
class GradesSheets:
    """The sheets, and the references to the cells of each figure's grade."""

    sheets: tuple[Sheet, ...]
    cells: GradeCells


def grades_sheets(addresses: Addresses) -> GradesSheets:
    """Describe «Calificaciones», without a sheet where nothing is graded.

    Grades of figures on the tasks' sheets are not included.
    """
    cells: dict[str, Mapping[str, str]] = {}
    scales = ((grade_lookup.scale_of(addresses.book, figure), figure) for figure in addresses.order)
    by_scale = by_key(((scale.kind, scale.indicator), figure) for scale, figure in scales if scale is not None)
    lines: list[Line] = []
    for scale in grade_lookup.all_scales(addresses.book):
        for figure in by_scale.get((scale.kind, scale.indicator), ()):
            row = FIRST_LINE + len(lines)
            words = _words(not_none(figure.grade), partial(_indexed, scale, row))
            lines.append(Line(_graded(addresses, scale, figure, row) | words))
            cells[figure.id] = {key: reference(GRADES, letter(COLUMNS, key), row) for key in words}
    sheet = Sheet(GRADES, GRADES, ABOUT, (Block(COLUMNS, tuple(lines)),))
    return GradesSheets((sheet,) if lines else (), cells)


def _graded(addresses: Addresses, scale: Scale, figure: Figure, row: int) -> dict[str, Cell]:
    """Return the cells of a figure, of the scale's name, the published value and the step that the value reaches."""
    value = f"{letter(COLUMNS, 'publicado')}{row}"
    end = "" if scale.kind == grade_lookup.BANDS else f" {grade_lookup.quarter(figure)}"
    place = scale.grades.index(figure.grade) + 1
    return {
        "cifra": addresses.id_cell(figure.id),
        "nombre": text(figure.name),
        MEASURED.key: text(addresses.what_and_when(figure)),
        "escala": text(f"{scale.kind} de {addresses.book.indicator_name(scale.indicator).lower()}{end}"),
        "publicado": addresses.published(figure),
        "peldano": Cell(place, f"={scale.step(value, figure)}", Style.FORMULA, 0),
    }


def _indexed(scale: Scale, row: int, key: str) -> str:
    """Return the formula of a grade's word at the step found in a row."""
    return f"=INDEX({scale.prefix}_{key},{letter(COLUMNS, 'peldano')}{row})"


def _words(grade: Grade, formula: Callable[[str], str]) -> dict[str, Cell]:
    """Return a cell with formula and result for each word that a grade has, by key of `WORDS`."""
    said = (grade.degree, grade.rating, grade.performance, grade.light, grade.symbol)
    return {
        key: Cell(word, formula(key), Style.FORMULA) for key, word in zip(grade_lookup.WORDS, said, strict=True) if word
    }
