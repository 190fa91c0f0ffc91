"""«Método»: the method's constants in named cells, and the method in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.figures.book import Book
from helpers.outputs.workbook.grade_lookup import QUARTERS, Scale, plain_name
from helpers.outputs.workbook.method_constants import Constants
from helpers.outputs.workbook.sheet_model import Block, Line, Sheet, Style, header_rows, text, texts
from helpers.outputs.workbook.sheet_references import letter, reference
from helpers.outputs.workbook.sheets import method_blocks
from helpers.outputs.workbook.sheets.method_blocks import columns, number
from helpers.outputs.workbook.task_places import TaskPlaces

METHOD = "Método"
ABOUT = (
    "Cómo se calcula: constantes que usan las fórmulas (cada una es una celda con nombre), decimales de "
    "cada indicador, reglas, bandas y umbrales, con su fuente."
)
UNLISTED = "; no está entre los indicadores del método"


@dataclass(frozen=True)
class MethodSheet:
    """The sheet, and the references to its cells.

    Attributes
    ----------
    names : Mapping[str, str]
        Defined names and what they refer to.
    decimals : Mapping[tuple[str, int], str]
        By indicator and number of decimals, the cell that states it.
    """

    sheet: Sheet
    names: Mapping[str, str]
    decimals: Mapping[tuple[str, int], str]


def method_sheet(book: Book, constants: Constants, tasks: TaskPlaces) -> MethodSheet:
    """Describe «Método» without its empty blocks, with the defined names of its cells and the references to them."""
    pairs = list(dict.fromkeys((figure.indicator, figure.decimals) for figure in book))
    fixed, places = _constants(constants), _decimals(book, pairs)
    scales, orders = method_blocks.scale_blocks(book), method_blocks.order_blocks(book)
    made = (
        fixed, places, *(block for _, block in (*scales, *orders)), method_blocks.rules_block(book),
        method_blocks.consolidation_block(book), method_blocks.versions_block(book, tasks),
        method_blocks.statements_block(book),
    )  # fmt: skip
    blocks = tuple(block for block in made if block.lines)
    # By identity, because two scales of indicators with the same name have the same title.
    first = {id(block): row + 1 for block, row in zip(blocks, header_rows(blocks), strict=True)}
    names = {item.name: _number_at(first[id(fixed)] + place) for place, item in enumerate(constants.all)}
    for scale, block in scales:
        names |= _scale_names(scale, block, first[id(block)])
    for name, block in orders:
        row = first[id(block)]
        names[name] = reference(METHOD, "A", row, row + len(block.lines) - 1)
    decimals = {pair: _number_at(first[id(places)] + place) for place, pair in enumerate(pairs)}
    title = str(book.method.get("nombre") or METHOD)
    return MethodSheet(Sheet(METHOD, title, ABOUT, blocks), names, decimals)


def _number_at(row: int) -> str:
    """Return the reference to the number of a row of «Método», which is in the second column."""
    return reference(METHOD, "B", row)


def _scale_names(scale: Scale, block: Block, row: int) -> dict[str, str]:
    """Return defined names and references of a scale's columns; the limits of thresholds begin at the second line."""
    last = row + len(block.lines) - 1
    return {
        f"{scale.prefix}_{plain_name(column.key)}": reference(
            METHOD, letter(block.columns, column.key), row + (column.key in QUARTERS), last
        )
        for column in block.columns
        if column.key != method_blocks.PRINTED_AS
    }


def _constants(constants: Constants) -> Block:
    """Return the block of constants, a line for each."""
    lines = tuple(
        Line(
            {
                "Nombre de la celda": text(constant.name, Style.STRONG),
                "Valor": number(constant.value),
                "Qué es": text(constant.meaning),
                "Fuente": text(constant.source),
            }
        )
        for constant in constants.all
    )
    return Block(columns("Nombre de la celda", "Valor", "Qué es", "Fuente"), lines, "Constantes de las fórmulas")


def _decimals(book: Book, pairs: list[tuple[str, int]]) -> Block:
    """Return the block with the decimals of each indicator, also of those that the method does not list."""
    indicators = book.method.get("indicadores", {})
    lines = []
    for indicator, decimals in pairs:
        known = indicators.get(indicator, {})
        words = {
            "Indicador": indicator,
            "Nombre": known.get("nombre") or f"{book.indicator_name(indicator)}{UNLISTED}",
            "Explicación": known.get("explicacion", ""),
            "Fuente": known.get("fuente", ""),
            "Unidad": known.get("unidad", ""),
        }
        lines.append(Line(texts(words) | {"Decimales": number(decimals)}))
    heads = columns("Indicador", "Decimales", "Nombre", "Explicación", "Fuente", "Unidad")
    return Block(heads, tuple(lines), "Decimales publicados de cada indicador")
