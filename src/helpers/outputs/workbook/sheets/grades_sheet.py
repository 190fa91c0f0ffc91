"""«Calificaciones»: the grade of each graded figure, looked up in the scales of «Método» or taken from others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from helpers.base.python_extras import PlainData, by_key, not_none
from helpers.figures.figure import Figure, Grade, figure_id
from helpers.outputs.workbook import grade_lookup
from helpers.outputs.workbook.grade_lookup import Scale
from helpers.outputs.workbook.sheet_addresses import MEASURED, Addresses
from helpers.outputs.workbook.sheet_model import FIRST_LINE, Block, Cell, Column, Line, Sheet, Style, text
from helpers.outputs.workbook.sheet_references import letter, reference

GRADES = "Calificaciones"
DERIVED_GRADES = "Calificaciones derivadas"
ABOUT = (
    "«Peldaño» busca el valor publicado en la escala de «Método» (bandas, o umbrales del trimestre en que "
    "cierra la ventana); las palabras son las de ese peldaño."
)
ABOUT_DERIVED = (
    "Calificaciones que se toman de otras: «Lugar» es el del color de cada una en el orden de «Método», de peor a "
    "mejor; cuenta la primera que está en el lugar que manda la regla, y de ella son las palabras."
)
SUBJECT = (Column("cifra", "Cifra", 44), Column("nombre", "Nombre", 46), MEASURED)
SAID = (
    Column("grado", "Grado", 22),
    Column("calificacion", "Calificación", 15),
    Column("desempeno", "Desempeño", 13),
    Column("semaforo", "Semáforo", 10, is_light=True),
    Column("simbolo", "Símbolo", 9),
)
COLUMNS = (
    *SUBJECT, Column("escala", "Escala", 34), Column("publicado", "Valor publicado", 12),
    Column("peldano", "Peldaño", 9), *SAID,
)  # fmt: skip
CHOOSE = {"peor": "MIN", "mejor": "MAX"}
GradeCells = Mapping[str, Mapping[str, str]]
"""References to the cells of a grade, by figure id and word (a key of `WORDS`)."""


@dataclass(frozen=True)
class GradesSheets:
    """The sheets, and the references to the cells of each figure's grade."""

    sheets: tuple[Sheet, ...]
    cells: GradeCells


def grades_sheets(addresses: Addresses) -> GradesSheets:
    """Describe «Calificaciones» and, for each rule that takes grades from others, a sheet «Calificaciones derivadas».

    A sheet without figures is left out. Grades of figures on the tasks' sheets are not included.
    """
    cells: dict[str, Mapping[str, str]] = {}
    own = _own(addresses, cells)
    taken = (_taken(addresses, item, place, cells) for place, item in enumerate(grade_lookup.derived(addresses.book)))
    return GradesSheets((*own, *(sheet for sheet in taken if sheet is not None)), cells)


def _own(addresses: Addresses, cells: dict[str, Mapping[str, str]]) -> tuple[Sheet, ...]:
    """Describe the sheet of grades looked up in scales; add their references to `cells`. Empty without any."""
    scales = ((grade_lookup.scale_of(addresses.book, figure), figure) for figure in addresses.order)
    by_scale = by_key(((scale.kind, scale.indicator), figure) for scale, figure in scales if scale is not None)
    lines: list[Line] = []
    for scale in grade_lookup.all_scales(addresses.book):
        for figure in by_scale.get((scale.kind, scale.indicator), ()):
            row = FIRST_LINE + len(lines)
            words = _words(not_none(figure.grade), partial(_indexed, scale, row))
            lines.append(Line(_subject(addresses, figure) | _rung(addresses, scale, figure, row) | words))
            cells[figure.id] = {key: reference(GRADES, letter(COLUMNS, key), row) for key in words}
    return (Sheet(GRADES, GRADES, ABOUT, (Block(COLUMNS, tuple(lines)),)),) if lines else ()


def _subject(addresses: Addresses, figure: Figure) -> dict[str, Cell]:
    """Return the cells that tell a figure: its id, name, and indicator with window."""
    return {
        "cifra": addresses.id_cell(figure.id),
        "nombre": text(figure.name),
        MEASURED.key: text(addresses.what_and_when(figure)),
    }


def _rung(addresses: Addresses, scale: Scale, figure: Figure, row: int) -> dict[str, Cell]:
    """Return the cells of the scale's name, the published value and the step that the value reaches."""
    value = f"{letter(COLUMNS, 'publicado')}{row}"
    end = "" if scale.kind == grade_lookup.BANDS else f" {grade_lookup.quarter(figure)}"
    place = scale.grades.index(figure.grade) + 1
    return {
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


def _taken(
    addresses: Addresses, item: PlainData, place: int, cells: dict[str, Mapping[str, str]]
) -> Sheet | None:
    """Describe the sheet of one indicator whose grade is the worst or the best of others'; None without such figures.

    The references to its grades are added to `cells`.
    """
    others = tuple(item["de"])
    names = [addresses.book.indicator_name(other) for other in others]
    columns = (
        *SUBJECT, *(Column(f"lugar{number}", f"Lugar de {said}", 18) for number, said in enumerate(names)),
        Column("manda", "Lugar que manda", 12), Column("cual", "Cuál de ellas", 10), *SAID,
    )  # fmt: skip
    name = DERIVED_GRADES if place == 0 else f"{DERIVED_GRADES} {place + 1}"
    lines: list[Line] = []
    for figure in addresses.order:
        if grade_lookup.derived_of(addresses.book, figure) is not item:
            continue
        row = FIRST_LINE + len(lines)
        graded = [figure_id(other, figure.period, figure.level, figure.code) for other in others]
        chosen = _chosen(addresses, item, columns, row, [cells[other]["semaforo"] for other in graded], graded)
        which = f"{letter(columns, 'cual')}{row}"

        def said(key: str, graded: Iterable[str] = graded, which: str = which) -> str:
            """Return the formula that takes one word of a grade (`key` of `WORDS`) from the figure that decides."""
            # A figure without a grade gets another cell of its row, which is never chosen.
            found = [cells[other].get(key, cells[other]["semaforo"]) for other in graded]
            return f"=CHOOSE({which},{','.join(found)})"

        words = _words(not_none(figure.grade), said)
        lines.append(Line(_subject(addresses, figure) | chosen | words))
        cells[figure.id] = {key: reference(name, letter(columns, key), row) for key in words}
    return Sheet(name, DERIVED_GRADES, ABOUT_DERIVED, (Block(columns, tuple(lines)),)) if lines else None


def _chosen(
    addresses: Addresses, item: PlainData, columns: tuple[Column, ...], row: int, lights: list[str], graded: list[str]
) -> dict[str, Cell]:
    """Return the cells of each colour's place in the order, the place that decides, and the first figure with it."""
    order = list(item["orden"])
    places = [order.index(not_none(addresses.book[other].grade).light) + 1 for other in graded]
    ruling = min(places) if item["regla"] == "peor" else max(places)
    first, last = (letter(columns, f"lugar{number}") for number in (0, len(graded) - 1))
    among = f"{first}{row}:{last}{row}"
    found = {
        f"lugar{number}": Cell(place, f"=MATCH({light},{grade_lookup.order_name(item)},0)", Style.FORMULA, 0)
        for number, (place, light) in enumerate(zip(places, lights, strict=True))
    }
    rules = letter(columns, "manda")
    return found | {
        "manda": Cell(ruling, f"={CHOOSE[item['regla']]}({among})", Style.FORMULA, 0),
        "cual": Cell(places.index(ruling) + 1, f"=MATCH({rules}{row},{among},0)", Style.FORMULA, 0),
    }
