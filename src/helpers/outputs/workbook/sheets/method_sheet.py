"""«Método»: the method's constants in named cells, and the method in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from helpers.base.display import list_es, lower_first
from helpers.base.exact import exact
from helpers.figures.book import Book
from helpers.figures.figure_names import LEVEL_WORDS
from helpers.figures.formulas.expressions import parse
from helpers.outputs.workbook.grade_lookup import BANDS, QUARTERS, Scale, all_scales, derived, order_name, plain_name
from helpers.outputs.workbook.method_constants import Constants
from helpers.outputs.workbook.sheet_addresses import letter, reference
from helpers.outputs.workbook.sheet_model import Block, Cell, Column, Line, Sheet, Style, header_rows, text, texts
from helpers.outputs.workbook.task_places import TaskPlaces
from helpers.settings.rollups import Consolidacion

METHOD = "Método"
ABOUT = (
    "Cómo se calcula: constantes que usan las fórmulas (cada una es una celda con nombre), decimales de "
    "cada indicador, reglas, bandas y umbrales, con su fuente."
)
UNLISTED = "; no está entre los indicadores del método"
# All blocks share these column widths, because they are on one sheet. The second column is always the number.
_WIDTHS = (30, 15, 40, 40, 40, 14, 10)
RULES = {
    "consolidar": "Lo informado se consolida hacia arriba",
    "formula": "Fórmula sobre otros indicadores",
    "sumar_trimestres": "Suma de los trimestres de la ventana",
    "saldo": "Acumulado a la fecha de corte",
    "flujo": "Acumulado al cierre; si la ventana no empieza en enero, menos el acumulado al cierre anterior",
    "meta": "Leído de las metas registradas en SIGEP",
    "programa": "Suma de lo programado para los meses de la ventana",
}
PRINTED_AS = "Impreso en la norma"
BAND = {
    "Calificación": "calificacion", "Grado": "grado", "Desempeño": "desempeno", PRINTED_AS: "impreso",
    "Semáforo": "semaforo", "Símbolo": "simbolo",
}  # fmt: skip
"""Headings of a scale's words, with the keys of the method file."""


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
    scales, orders = _scale_blocks(book), _order_blocks(book)
    made = (
        fixed, places, *(block for _, block in (*scales, *orders)), _rules_block(book), _consolidation_block(book),
        _versions_block(book, tasks), _statements_block(book),
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
        if column.key != PRINTED_AS
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


def columns(*headers: str) -> tuple[Column, ...]:
    """Return a column for each header, in order, as wide as in all blocks of the sheet; at most seven.

    Each header is also its column's key.
    """
    return tuple(Column(header, header, width) for header, width in zip(headers, _WIDTHS, strict=False))


def number(value: Fraction | int) -> Cell:
    """Return the cell of a constant, styled as an input; without decimals if it is a whole number."""
    whole = Fraction(value).denominator == 1
    return Cell(value, style=Style.INPUT, decimals=0 if whole else None)


def _scale_blocks(book: Book) -> tuple[tuple[Scale, Block], ...]:
    """Return each scale of the method with its block: bands in the method's order, then thresholds.

    The lines of a block go from the lowest grade up; empty if the method grades nothing.
    """
    return tuple((scale, (_bands if scale.kind == BANDS else _thresholds)(book, scale)) for scale in all_scales(book))


def _bands(book: Book, scale: Scale) -> Block:
    """Return the block of a scale by bands, from the lowest grade up."""
    lines = [
        Line(texts({head: grade[key] for head, key in BAND.items()}) | {"Desde": number(exact(grade["desde"]))})
        for grade in scale.rungs
    ]
    heads = columns("Calificación", "Desde", "Grado", "Desempeño", PRINTED_AS, "Semáforo", "Símbolo")
    title = f"Bandas de {_name(book, scale.indicator)}: cada grado desde su borde, incluido, hasta el siguiente"
    return Block(heads, tuple(lines), title)


def _thresholds(book: Book, scale: Scale) -> Block:
    """Return the block of thresholds from the lowest grade up, as `MATCH` needs them; the lowest has no limit."""
    lines = []
    for grade in scale.rungs:
        words = texts({head: grade[BAND[head]] for head in ("Calificación", "Semáforo", "Símbolo")})
        edges = {name: number(exact(edge)) for name, edge in zip(QUARTERS, grade["desde"] or (), strict=False)}
        below = {name: text("lo que queda debajo", Style.MISSING) for name in QUARTERS}
        lines.append(Line(words | (edges or below)))
    title = f"Umbrales de {_name(book, scale.indicator)} acumulada, al cierre de cada trimestre: desde su borde"
    return Block(columns("Calificación", *QUARTERS, "Semáforo", "Símbolo"), tuple(lines), title)


def _order_blocks(book: Book) -> tuple[tuple[str, Block], ...]:
    """Return, for each grade taken from others, the defined name of the cells that order the colours, and their block.

    The colours go from worst to best; empty if no grade is taken from others.
    """
    found = []
    for item in derived(book):
        lines = tuple(
            Line({"Color": text(light), "Lugar": Cell(place, style=Style.TEXT, decimals=0)})
            for place, light in enumerate(item["orden"], start=1)
        )
        others = list_es([_name(book, name) for name in item["de"]])
        title = f"Calificación de {_name(book, item['indicador'])}: la {item['regla']} de {others}; de peor a mejor"
        found.append((order_name(item), Block(columns("Color", "Lugar"), lines, title)))
    return tuple(found)


def _rules_block(book: Book) -> Block:
    """Return a block with a line for each indicator and kind of window: rule, formula in words and as written."""
    indicators = book.method.get("indicadores", {})
    names = {name: lower_first(found["nombre"]) for name, found in indicators.items()}
    lines = []
    for found in indicators.values():
        for window, rule in found["reglas"].items():
            formula = parse(rule["expresion"]) if rule.get("expresion") else None
            spoken = formula.words({name: names.get(name, name) for name in formula.names}) if formula else ""
            since = "; solo si la ventana empieza en enero" if rule.get("desde_enero") else ""
            words = {
                "Indicador": found["nombre"],
                "Ventana": window,
                "Regla": f"{RULES.get(rule['regla'], rule['regla'])}{since}",
                "Fórmula en palabras": spoken,
                "Expresión del método": rule.get("expresion", ""),
                "Columna": rule.get("columna", ""),
            }
            lines.append(Line(texts(words)))
    heads = columns("Indicador", "Ventana", "Regla", "Fórmula en palabras", "Expresión del método", "Columna")
    return Block(heads, tuple(lines), "Cómo se obtiene cada indicador en cada ventana")


def _consolidation_block(book: Book) -> Block:
    """Return a block with a line for each level of the method's consolidation: the rule for it, and its source."""
    lines = [
        Line(texts({
            "Nivel": LEVEL_WORDS.get(level, level), "Prevalece": rule.prevalece,
            "Regla": "; ".join(filter(None, (rule.words(level), rule.divisor_words))),
            "Explicación": rule.explicacion, "Fuente": rule.fuente,
        }))
        for level, plan in book.method.get("consolidacion", {}).items()
        for rule in (Consolidacion.model_validate(plan),)
    ]  # fmt: skip
    heads = columns("Nivel", "Prevalece", "Regla", "Explicación", "Fuente")
    return Block(heads, tuple(lines), "Cómo se obtiene cada nivel de sus partes")


def _versions_block(book: Book, tasks: TaskPlaces) -> Block:
    """Return a block with a line for each window with tasks and version of the plan in force: resolution and date.

    Windows measured by a version that is not in force are left out.
    """
    dates = {row.get("version", ""): row for row in book.listing("versiones")}
    lines = []
    for window in (window for window in tasks.windows if not window.is_beside):
        for version in sorted(window.versions):
            said = dates.get(version, {})
            words = {
                "Ventana": window.period.code,
                "Versión": version,
                "Periodo": window.period.words,
                "Indicador": _name(book, window.indicator),
                "Resolución": said.get("resolucion", ""),
                "Fecha": said.get("fecha", ""),
            }
            lines.append(Line(texts(words)))
    heads = columns("Ventana", "Versión", "Periodo", "Indicador", "Resolución", "Fecha")
    return Block(heads, tuple(lines), "Versión del plan que rige en cada ventana")


def _statements_block(book: Book) -> Block:
    """Return a block with what the method declares in words.

    That is its description, rounding, scoring of tasks, edges of scales, and its decisions. What a method leaves unsaid
    has no line; without a method there are no lines. Figures beside an indicator say their rule on «Cifras».
    """
    method = book.method
    rounding, leaf = method.get("redondeo", {}), method.get("hoja") or {}
    where = "en cada nivel, antes de pasar al siguiente" if book.rounds_every_level else "solo al publicar"
    rounds = f"{rounding.get('decimales')} decimales, mitad hacia arriba, {where}."
    said = [
        ("Descripción", "método", method.get("descripcion", ""), method.get("fuente", "")),
        ("Redondeo", "método", rounds, rounding.get("fuente", "")),
        ("Tarea", _name(book, leaf.get("indicador", "")), leaf.get("explicacion", ""), leaf.get("fuente", "")),
        *(_edge_statement(book, scale) for scale in all_scales(book)),
        *(("Decisión", "método", decision, "") for decision in method.get("decisiones", ())),
    ]
    heads = columns("Asunto", "Sobre", "Qué dice", "Fuente")
    keys = [column.key for column in heads]
    lines = tuple(Line(texts(dict(zip(keys, statement, strict=True)))) for statement in said if statement[2])
    return Block(heads, lines if method else (), "Lo que el método declara")


def _edge_statement(book: Book, scale: Scale) -> tuple[str, str, str, str]:
    """Return the statement on a scale's edges: kind, what it grades, words and source."""
    about = f"{scale.kind} de {_name(book, scale.indicator)}"
    return "Bordes", about, scale.plain.get("bordes", ""), scale.plain.get("fuente", "")


def _name(book: Book, indicator: str) -> str:
    """Return an indicator's name in lower case; its key if the method does not define it."""
    return str(book.method.get("indicadores", {}).get(indicator, {}).get("nombre", indicator)).lower()
