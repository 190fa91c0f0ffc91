"""Saving and reading of a Book as `libro.json`, with every fraction as `n/d` text.

Each part begins on a line of its own, and so does each item of the long lists. So a line-by-line program, or a person
who searches for an id, finds a whole figure on one line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from helpers.base.errors import ConfigError
from helpers.base.periods import Period
from helpers.base.python_extras import PlainData
from helpers.base.system.processes import uncollected
from helpers.figures import printed_tables
from helpers.figures import series as task_years
from helpers.figures.book import Book
from helpers.figures.figure import from_plain, to_plain
from helpers.figures.records import Node, SourceCell

FORMAT = 2
READABLE = (1, 2)
"""Formats that this code reads; format 1 had no tasks."""

_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def save(book: Book, path: Path) -> None:
    """Write a Book as JSON (UTF-8), fractions as `n/d` text."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(written(_plain(book)))


def written(parts: Mapping[str, object]) -> Iterator[str]:
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
        "tareas": map(task_years.to_plain, book.series.values()),
        "cuadros": map(printed_tables.to_plain, book.printed),
        "cifras": map(to_plain, book),
    }


def read(path: Path) -> Book:
    """Read a Book that `save` wrote.

    Raises
    ------
    ConfigError
        Where the file is not a Book, or has a format that this code does not read.
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


def _node_from(plain: PlainData) -> Node:
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
