"""Saving and reading of a Book as `libro.json`, with every fraction as `n/d` text.

Each part begins on a line of its own, and so does each item of the long lists. So a line-by-line program, or a person
who searches for an id, finds a whole figure on one line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from helpers.base.errors import ConfigError, UsageError
from helpers.base.exact import bounded_decimal
from helpers.base.periods import Period
from helpers.base.python_extras import PlainData
from helpers.base.system.processes import uncollected
from helpers.figures.book import Book
from helpers.figures.figure import from_plain, to_plain
from helpers.figures.printed_tables import PrintedColumn, PrintedRow, PrintedTable
from helpers.figures.records import Node, SourceCell
from helpers.figures.series import Amounts, Line, Series

FORMAT = 2

_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def save(book: Book, path: Path) -> None:
    """Write a Book as JSON (UTF-8), fractions as `n/d` text; an existing file is overwritten."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json_pieces(_plain(book)))


def json_pieces(parts: Mapping[str, object]) -> Iterator[str]:
    """Yield a Book's JSON text piece by piece, so that a large Book is never one text in memory.

    Parameters
    ----------
    parts : Mapping
        Plain data by name; a list or an iterator is written one item per line.
    """
    before = "{\n"
    for name, part in parts.items():
        yield f"{before}{_json(name)}: "
        yield from _listed(part) if isinstance(part, (list, Iterator)) else (_json(part),)
        before = ",\n"
    yield "\n}\n"


def _listed(items: list[object] | Iterator[object]) -> Iterator[str]:
    """JSON text of a list, one item per line."""
    before = "[\n"
    for item in items:
        yield before + _json(item)
        before = ",\n"
    yield "[]" if before == "[\n" else "\n]"


def _plain(book: Book) -> dict[str, object]:
    """The parts of a Book's file by name, in the order in which they are written."""
    return {
        "formato": FORMAT,
        "entidad": book.institution,
        "periodo": book.period.code,
        "identidad": book.identity,
        "parametros": book.params,
        "metodo": book.method,
        "insumos": book.inputs,
        "nodos": map(_plain_node, book.nodes),
        "tablas": {name: list(rows) for name, rows in book.listings.items()},
        "tareas": map(plain_series, book.series.values()),
        "cuadros": map(_plain_table, book.printed),
        "cifras": map(to_plain, book),
    }


def read(path: Path) -> Book:
    """Read a Book that `save` wrote.

    Raises
    ------
    ConfigError
        Where the file is not what `save` writes, as when it was cut short, or states a format that this code does not
        read.
    OSError
        Where the file cannot be opened.
    """
    try:
        with uncollected():
            return _book_from(json.loads(path.read_text(encoding="utf-8")), path.name)
    except (UsageError, ValueError, RecursionError, AttributeError, KeyError, TypeError, IndexError) as problem:
        raise ConfigError(path.name, ["no es un libro, o está cortado: vuelva a calcularlo."]) from problem


def _book_from(plain: dict[str, Any], name: str) -> Book:
    """Build a Book from a file's data; ConfigError, with the file's name, for a format that is not readable."""
    if plain.get("formato") != FORMAT:
        raise ConfigError(name, [f"es de formato {plain.get('formato')}; esta versión lee el {FORMAT}."])
    return Book(
        institution=plain["entidad"],
        period=Period.parse(plain["periodo"]),
        figures={item["id"]: from_plain(item) for item in plain["cifras"]},
        nodes=tuple(_node_from(item) for item in plain["nodos"]),
        listings={name: tuple(rows) for name, rows in plain["tablas"].items()},
        identity=plain["identidad"],
        params=plain["parametros"],
        method=_method_from(plain["metodo"]),
        inputs=plain["insumos"],
        series={year.id: year for year in map(series_from, plain["tareas"])},
        printed=tuple(map(_table_from, plain.get("cuadros", ()))),
    )


def _method_from(plain: PlainData) -> dict[str, Any]:
    """Leave out what an earlier version wrote of keys that are gone, so that its reports can still be compared.

    A key with a value that changed figures stays, and the method does not load. `tareas_que_pesan` repeated the rule.
    """
    levels = {level: _without_gone_keys(rule) for level, rule in plain.get("consolidacion", {}).items()}
    return _without_gone_keys(plain) | ({"consolidacion": levels} if levels else {})


def _without_gone_keys(plain: PlainData) -> dict[str, Any]:
    """Leave out the keys that are gone of a method or of one of its levels, if their value changed no figure."""
    gone: PlainData = {"pesos": {}, "total": "100", "tareas_que_pesan": plain.get("tareas_que_pesan")}
    return {key: value for key, value in plain.items() if (key, value) not in gone.items()}


_NODE = {
    "nivel": "level", "codigo": "code", "nombre": "name", "padre": "parent", "sigla": "sigla", "clase": "kind",
    "acp": "acp", "orden": "order", "celda": "cell",
}  # fmt: skip
"""The fields of a node by their keys in the file."""
_SERIES = {
    "version": "version", "tarea": "task", "unidad": "unit", "operacion": "operation", "acp": "action",
    "descripcion": "description", "se_mantiene": "keeps", "unidad_medida": "measure",
}  # fmt: skip
"""The fields of a task's series that the file has as they are, by their keys there."""


def _plain_node(node: Node) -> dict[str, object]:
    return {key: getattr(node, name) for key, name in _NODE.items()}


def _node_from(plain: PlainData) -> Node:
    parent = tuple(plain["padre"]) if plain["padre"] else None
    fields = {name: plain[key] for key, name in _NODE.items()}
    return Node(**fields | {"parent": parent, "cell": SourceCell(*plain["celda"])})


def _plain_table(table: PrintedTable) -> dict[str, object]:
    return {
        "nombre": table.name, "titulo": table.title, "seccion": table.section, "unidad": table.unit,
        "fuente": table.source, "nota": table.note, "declarado": table.declared, "archivo": table.file,
        "hoja": table.sheet, "clave": list(table.key), "totales": list(table.totals),
        "columnas": [asdict(column) for column in table.columns],
        "filas": [[row.line, row.label, row.is_total, list(row.texts)] for row in table.rows],
        "vacias": table.blank, "veredictos": dict(table.verdicts), "repetido_en": table.repeats,
    }  # fmt: skip


def _table_from(plain: PlainData) -> PrintedTable:
    return PrintedTable(
        name=plain["nombre"], title=plain["titulo"], section=plain["seccion"], unit=plain["unidad"],
        source=plain["fuente"], note=plain["nota"], declared=plain["declarado"], file=plain["archivo"],
        sheet=plain["hoja"], key=tuple(plain["clave"]), totals=tuple(plain["totales"]),
        columns=tuple(PrintedColumn(**column) for column in plain["columnas"]),
        rows=tuple(PrintedRow(line, label, total, tuple(texts)) for line, label, total, texts in plain["filas"]),
        blank=plain["vacias"], verdicts=plain["veredictos"], repeats=plain.get("repetido_en", ""),
    )  # fmt: skip


def plain_series(series: Series) -> dict[str, object]:
    """Return a task's year as plain data for JSON, which `series_from` reads back.

    Its `informes` are the lines with executed amounts, each once; `informe_de` has the index of the line of each month
    and of the year, or None.
    """
    lines = list(dict.fromkeys(line for line in series.reports if line is not None))
    return {
        **{key: getattr(series, name) for key, name in _SERIES.items()},
        "programado": _plain_amounts(series.programmed),
        "ejecutado": _plain_amounts(series.executed),
        "plan": _plain_line(series.plan),
        "informes": [_plain_line(line) for line in lines],
        "informe_de": [None if line is None else lines.index(line) for line in series.reports],
    }


def series_from(plain: PlainData) -> Series:
    """Rebuild a series from what `plain_series` returned."""
    lines = [_line(item) for item in plain["informes"]]
    return Series(
        **{name: plain[key] for key, name in _SERIES.items() if key in plain},
        programmed=_amounts(plain["programado"]),
        executed=_amounts(plain["ejecutado"]),
        plan=_line(plain["plan"]),
        reports=tuple(None if place is None else lines[place] for place in plain["informe_de"]),
    )


def _plain_amounts(amounts: Amounts) -> list[str | None]:
    return [None if amount is None else str(amount) for amount in amounts]


def _amounts(plain: list[str | None]) -> Amounts:
    return tuple(None if text is None else bounded_decimal(text) for text in plain)


def _plain_line(line: Line) -> list[object]:
    return [line.file, line.sheet, line.row, list(line.letters)]


def _line(plain: Sequence[Any]) -> Line:
    file, sheet, row, letters = plain
    return Line(file, sheet, row, tuple(letters))
