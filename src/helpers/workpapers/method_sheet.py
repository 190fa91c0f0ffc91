"""«Método»: what the formulas take from the method, in named cells, and the method in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from helpers.book import Book
from helpers.exact import exact
from helpers.expressions import parse
from helpers.workpapers.constants import Constants
from helpers.workpapers.sheet import (
    Block,
    Cell,
    Column,
    Line,
    Sheet,
    Style,
    header_rows,
    reference,
    text,
    texts,
)

METHOD = "Método"
ABOUT = (
    "Cómo se calcula: constantes que usan las fórmulas (cada una es una celda con nombre), decimales de "
    "cada indicador, reglas, bandas y umbrales, con su fuente."
)
QUARTERS = ("T1", "T2", "T3", "T4")

# Blocks stand one under the other: they share these widths. The second column is always the number.
_WIDTHS = (34, 16, 44, 44, 44, 14, 12)


@dataclass(frozen=True)
class MethodSheet:
    """The sheet and what others refer to on it.

    Attributes
    ----------
    names : Mapping[str, str]
        Defined names and what they refer to.
    decimals : Mapping[tuple[str, int], str]
        By indicator and decimals, the cell that states them.
    """

    sheet: Sheet
    names: Mapping[str, str]
    decimals: Mapping[tuple[str, int], str]


def method_sheet(book: Book, constants: Constants) -> MethodSheet:
    """Describe the sheet and what its cells are called."""
    pairs = list(dict.fromkeys((figure.indicator, figure.decimals) for figure in book))
    made = (
        _constants(constants), _decimals(book, pairs), _bands(book), _thresholds(book),
        _rules(book), _consolidation(book), _statements(book),
    )  # fmt: skip
    blocks = tuple(block for block in made if block.lines)
    first = {block.title: row + 1 for block, row in zip(blocks, header_rows(blocks), strict=True)}
    names = {
        constant.name: _number_at(first[blocks[0].title] + place)
        for place, constant in enumerate(constants.all)
    }
    decimals = {pair: _number_at(first[made[1].title] + place) for place, pair in enumerate(pairs)}
    scales = _scale_names("bandas", made[2], first) | _scale_names("umbrales", made[3], first)
    title = str(book.method.get("nombre") or METHOD)
    return MethodSheet(Sheet(METHOD, title, ABOUT, blocks), names | scales, decimals)


def _columns(*headers: str) -> tuple[Column, ...]:
    return tuple(Column(header, header, width) for header, width in zip(headers, _WIDTHS, strict=False))


def _number_at(row: int) -> str:
    return reference(METHOD, "B", row)


def _number(value: Fraction | int) -> Cell:
    whole = Fraction(value).denominator == 1
    return Cell(value, style=Style.INPUT, decimals=0 if whole else None)


def _constants(constants: Constants) -> Block:
    lines = tuple(
        Line(
            {
                "Nombre de la celda": text(constant.name, Style.STRONG),
                "Valor": _number(constant.value),
                "Qué es": text(constant.meaning),
                "Fuente": text(constant.source),
            }
        )
        for constant in constants.all
    )
    return Block(
        _columns("Nombre de la celda", "Valor", "Qué es", "Fuente"), lines, "Constantes de las fórmulas"
    )


def _decimals(book: Book, pairs: list[tuple[str, int]]) -> Block:
    indicators = book.method.get("indicadores", {})
    lines = []
    for indicator, decimals in pairs:
        known = indicators.get(indicator, {})
        words = {
            "Indicador": indicator,
            "Nombre": known.get("nombre", "de conteo o de comparación; no lo define el método"),
            "Explicación": known.get("explicacion", ""),
            "Fuente": known.get("fuente", ""),
            "Unidad": known.get("unidad", ""),
        }
        lines.append(Line(texts(words) | {"Decimales": _number(decimals)}))
    columns = _columns("Indicador", "Decimales", "Nombre", "Explicación", "Fuente", "Unidad")
    return Block(columns, tuple(lines), "Decimales publicados de cada indicador")


def _bands(book: Book) -> Block:
    lines = [
        Line(
            texts(
                {
                    "Calificación": grade["calificacion"],
                    "Grado": grade["grado"],
                    "Desempeño": grade["desempeno"],
                    "Impreso en la norma": grade["impreso"],
                    "Semáforo": grade["semaforo"],
                    "Símbolo": grade["simbolo"],
                }
            )
            | {"Desde": _number(exact(grade["desde"]))}
        )
        for grade in book.method.get("bandas", {}).get("grados", ())
    ]
    columns = _columns(
        "Calificación", "Desde", "Grado", "Desempeño", "Impreso en la norma", "Semáforo", "Símbolo"
    )
    return Block(
        columns,
        tuple(lines),
        f"Bandas de {_scored(book, 'bandas')}: cada grado desde su borde, incluido, hasta el siguiente",
    )


def _thresholds(book: Book) -> Block:
    """From the lowest grade up, as `MATCH` wants it; the lowest has no edge and takes all below the next."""
    lines = []
    for grade in reversed(book.method.get("umbrales", {}).get("grados", ())):
        words = texts(
            {
                "Calificación": grade["calificacion"],
                "Semáforo": grade["semaforo"],
                "Símbolo": grade["simbolo"],
            }
        )
        edges = {
            quarter: _number(exact(edge))
            for quarter, edge in zip(QUARTERS, grade["desde"] or (), strict=False)
        }
        lines.append(
            Line(
                words
                | (edges or {quarter: text("lo que queda debajo", Style.MISSING) for quarter in QUARTERS})
            )
        )
    title = f"Umbrales de {_scored(book, 'umbrales')} acumulada, al cierre de cada trimestre: desde su borde"
    return Block(_columns("Calificación", *QUARTERS, "Semáforo", "Símbolo"), tuple(lines), title)


def _scored(book: Book, scale: str) -> str:
    indicator = book.method.get(scale, {}).get("indicador", "")
    return book.method.get("indicadores", {}).get(indicator, {}).get("nombre", indicator).lower()


def _scale_names(scale: str, block: Block, first: Mapping[str, int]) -> dict[str, str]:
    """A name for each column of a scale; the edges of thresholds begin at the second line."""
    if not block.lines:
        return {}
    row = first[block.title]
    last = row + len(block.lines) - 1
    names = {}
    for letter, column in zip("ABCDEFG", block.columns, strict=False):
        is_edge = column.key in QUARTERS
        if column.key == "Impreso en la norma":
            continue
        names[f"{scale}_{plain_name(column.key)}"] = reference(METHOD, letter, row + is_edge, last)
    return names


def plain_name(header: str) -> str:
    """A header as part of a defined name: `calificacion`."""
    return header.lower().replace(" ", "_").translate(str.maketrans("áéíóúñ", "aeioun"))


def _rules(book: Book) -> Block:
    indicators = book.method.get("indicadores", {})
    names = {name: found["nombre"].lower() for name, found in indicators.items()}
    lines = []
    for found in indicators.values():
        for window, rule in found["reglas"].items():
            formula = parse(rule["expresion"]) if rule.get("expresion") else None
            spoken = formula.words({name: names.get(name, name) for name in formula.names}) if formula else ""
            words = {
                "Indicador": found["nombre"],
                "Ventana": window,
                "Regla": RULES.get(rule["regla"], rule["regla"]),
                "Fórmula en palabras": spoken,
                "Expresión del método": rule.get("expresion", ""),
                "Columna": rule.get("columna", ""),
            }
            lines.append(Line(texts(words)))
    columns = _columns(
        "Indicador", "Ventana", "Regla", "Fórmula en palabras", "Expresión del método", "Columna"
    )
    return Block(columns, tuple(lines), "Cómo se obtiene cada indicador en cada ventana")


RULES = {
    "consolidar": "Lo informado se consolida hacia arriba",
    "formula": "Fórmula sobre otros indicadores",
    "sumar_trimestres": "Suma de los trimestres de la ventana",
    "saldo": "Acumulado a la fecha de corte",
    "flujo": "Acumulado al cierre menos acumulado al cierre anterior",
    "meta": "Leído de las metas registradas en SIGEP",
}


def _consolidation(book: Book) -> Block:
    lines = [
        Line(
            texts(
                {
                    "Nivel": level,
                    "Prevalece": plan.get("prevalece", ""),
                    "Regla": f"{plan['regla'].replace('_', ' ')}, partes: {plan['partes'].replace('_', ' ')}",
                    "Explicación": plan["explicacion"],
                    "Fuente": plan["fuente"],
                }
            )
        )
        for level, plan in book.method.get("consolidacion", {}).items()
    ]
    return Block(
        _columns("Nivel", "Prevalece", "Regla", "Explicación", "Fuente"),
        tuple(lines),
        "Cómo se obtiene cada nivel de sus partes",
    )


def _statements(book: Book) -> Block:
    method = book.method
    rounding = method.get("redondeo", {})
    where = "en cada nivel, antes de pasar al siguiente" if book.rounds_every_level else "solo al publicar"
    scales = [(scale, method.get(scale, {})) for scale in ("bandas", "umbrales")]
    said = [
        ("Descripción", "método", method.get("descripcion", ""), method.get("fuente", "")),
        (
            "Redondeo",
            "método",
            f"{rounding.get('decimales')} decimales, mitad hacia arriba, {where}.",
            rounding.get("fuente", ""),
        ),
        *(("Bordes", scale, found.get("bordes", ""), found.get("fuente", "")) for scale, found in scales),
        *(("Decisión", "método", decision, "") for decision in method.get("decisiones", ())),
    ]
    columns = _columns("Asunto", "Sobre", "Qué dice", "Fuente")
    keys = [column.key for column in columns]
    lines = tuple(Line(texts(dict(zip(keys, statement, strict=True)))) for statement in said if statement[2])
    return Block(columns, lines if method else (), "Lo que el método declara")
