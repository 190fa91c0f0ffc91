"""`libro.json`: a Book saved and read, with every fraction as `n/d` text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from helpers import printed_tables
from helpers import series as task_years
from helpers.book import Book
from helpers.errors import ConfigError
from helpers.json_text import indented
from helpers.periods import Period
from helpers.records import Node, SourceCell
from helpers.trace import from_plain, to_plain
from helpers.uncollected import uncollected

FORMAT = 2
READABLE = (1, 2)
"""Formats that this code reads: 1 had no tasks."""


def save(book: Book, path: Path) -> None:
    """Write a Book as JSON (UTF-8), fractions as `n/d` text."""
    path.write_text(indented(_plain(book)) + "\n", encoding="utf-8", newline="\n")


def _plain(book: Book) -> dict[str, object]:
    return {
        "formato": FORMAT,
        "entidad": book.institution,
        "periodo": book.period.code,
        "identidad": book.identity,
        "parametros": book.params,
        "metodo": book.method,
        "insumos": book.inputs,
        "nodos": [_plain_node(node) for node in book.nodes],
        "tablas": {name: list(rows) for name, rows in book.listings.items()},
        "tareas": [task_years.to_plain(series) for series in book.series.values()],
        "cuadros": [printed_tables.to_plain(table) for table in book.printed],
        "cifras": [to_plain(figure) for figure in book],
    }


def read(path: Path) -> Book:
    """Read a Book that `save` wrote.

    Raises
    ------
    ConfigError
        Where the file is not a Book, or of a format this code does not know.
    """
    with uncollected():
        return _read(path)


def _read(path: Path) -> Book:
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as problem:
        raise ConfigError(path.name, ["no es un libro, o está cortado: vuelva a calcularlo."]) from problem
    if plain.get("formato") not in READABLE:
        known = " y ".join(map(str, READABLE))
        raise ConfigError(path.name, [f"es de formato {plain.get('formato')}; esta versión lee los formatos {known}."])
    return Book(
        institution=plain["entidad"],
        period=Period.parse(plain["periodo"]),
        figures={item["id"]: from_plain(item) for item in plain["cifras"]},
        nodes=tuple(_node_from(item) for item in plain["nodos"]),
        listings={name: tuple(rows) for name, rows in plain["tablas"].items()},
        identity=plain["identidad"],
        params=plain["parametros"],
        method=plain["metodo"],
        inputs=plain["insumos"],
        series={year.id: year for year in map(task_years.from_plain, plain.get("tareas", ()))},
        printed=tuple(map(printed_tables.from_plain, plain.get("cuadros", ()))),
    )


def _plain_node(node: Node) -> dict[str, object]:
    return {
        "nivel": node.level,
        "codigo": node.code,
        "nombre": node.name,
        "padre": list(node.parent) if node.parent else None,
        "sigla": node.sigla,
        "clase": node.kind,
        "acp": node.acp,
        "orden": node.order,
        "celda": [node.cell.file, node.cell.sheet, node.cell.cell],
    }


def _node_from(plain: Mapping) -> Node:
    return Node(
        level=plain["nivel"],
        code=plain["codigo"],
        name=plain["nombre"],
        parent=tuple(plain["padre"]) if plain["padre"] else None,
        sigla=plain["sigla"],
        kind=plain["clase"],
        acp=plain["acp"],
        order=plain["orden"],
        cell=SourceCell(*plain["celda"]),
    )
