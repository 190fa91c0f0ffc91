"""What each unit reached, row by row: the main results in their section, every one of them in the annexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from helpers.book import Book
from helpers.cells import NOT_TOLD, Cell, Missing, received
from helpers.display import number_es
from helpers.grid import Column, Pieces, Table, TableRow
from helpers.printed_places import BY_UNIT
from helpers.results_views import (
    HIGHLIGHT,
    NO_QUANTITY,
    NO_STATE,
    NOT_SAID,
    STATES,
    Result,
    achieved,
    by_acp,
    name_of,
    reached,
    shared_backing,
    unit_of,
    where_and_when,
    whole_of,
    words_in_table,
)
from helpers.subjects import acp_rows

IN_PART = "resultados"
"""The section that prints some results of each action."""
SHOWN = 8
"""Results of one action that its section prints where there are more; the annexes have them all."""
LOOSE = "Sin acción de corto plazo"
NO_PLACE = Missing("El documento no dice dónde ni cuándo.", NOT_TOLD)
NO_PART = Missing("El documento no dice de qué parte de la unidad es.", NOT_TOLD)
REACHED, SOURCE = "Resultado alcanzado", "Respaldo"


class Told(NamedTuple):
    """A column of what is told of a result: its heading, its cell, and whether it is a number."""

    header: str
    cell: Callable[[Result], Cell]
    numeric: bool = False


NUMBER = Told("N.º", lambda one: one["id"])


def results_tables(book: Book, *, id: str, title: str) -> Pieces:
    """A table of each action with its results under the name of their unit: of many, the main ones of every unit."""
    labels = _labels(book)
    is_annexed = has_annex(book)
    tables = []
    for number, (code, told) in enumerate(_in_order(by_acp(achieved(book)), labels), start=1):
        rows = _main(told)
        columns = [column for column in _columns(rows) if not (is_annexed and column.header == SOURCE)]
        columns = [NUMBER, *columns] if is_annexed else columns
        notes = [
            f"{number_es(len(told) - len(rows))} resultados más de esta acción están en los anexos: aquí van los "
            "destacados y los que dan una cantidad, y alguno de cada unidad."
        ] * (len(rows) < len(told))
        body = []
        for unit in dict.fromkeys(unit_of(book, one, whole=True) for one in rows):
            own = [one for one in rows if unit_of(book, one, whole=True) == unit]
            body += [TableRow((unit,), "grupo"), *(_row(one, columns) for one in own)]
        heading = f"{title}: {labels.get(code) or _loose(code)}"
        tables.append(Table(f"{id}-{number}", heading, _heads(columns), tuple(body), tuple(notes)))
    return Pieces(tuple(tables))


def every_result_table(book: Book, *, id: str, title: str) -> Table | None:
    """Every row received, each part under its result; None where the section has them all."""
    if not has_annex(book):
        return None
    rows = _with_parts(book)
    shared = shared_backing(rows) if len(rows) > SHOWN else ""
    start = f"{shared}, " if shared else ""
    columns = [NUMBER, Told("Unidad", lambda one: unit_of(book, one)), *_columns(rows, start)]
    labels = _labels(book)
    body = []
    for code, told in _in_order(by_acp(rows), labels):
        body += [TableRow((labels.get(code) or _loose(code),), "grupo"), *(_row(one, columns) for one in told)]
    notes = ["→: parte del resultado anterior que no lleva flecha, u otra de sus cantidades."]
    notes += [f"El respaldo empieza siempre por «{shared}»."] * bool(shared)
    return Table(id, title, _heads(columns), tuple(body), tuple(notes), wide=True)


def has_annex(book: Book) -> bool:
    """Whether the report leaves rows for the annexes: the directions' section prints all of them itself."""
    rows, sections = achieved(book), book.params.get("secciones", ())
    if BY_UNIT in sections and IN_PART not in sections:
        return False
    return len(rows) < len(reached(book)) or any(len(told) > SHOWN for told in by_acp(rows).values())


def _main(told: Sequence[Result]) -> list[Result]:
    """The results that are printed of an action, in the table's order: each unit's best in turn, then its next."""
    best_first = sorted(told, key=lambda one: (one.get("tipo") != HIGHLIGHT, not one.get("valor")))
    turns: Counter[str] = Counter()
    by_turn = []
    for one in best_first:
        turns[one.get("unidad", "")] += 1
        by_turn.append((turns[one.get("unidad", "")], name_of(one)))
    chosen = {name for _, name in sorted(by_turn, key=lambda turn: turn[0])[:SHOWN]}
    return [one for one in told if name_of(one) in chosen]


def _with_parts(book: Book) -> list[Result]:
    """The results in the table's order, each followed by its parts."""
    whole = achieved(book)
    names = {name_of(row) for row in whole}
    parts: dict[tuple[str, str], list[Result]] = {}
    for row in reached(book):
        if row.get("parte_de") and whole_of(row) in names:
            parts.setdefault(whole_of(row), []).append(row)
    return [one for row in whole for one in (row, *parts.get(name_of(row), ()))]


def _labels(book: Book) -> Mapping[str, str]:
    return {row.code: row.label for row in acp_rows(book)}


def _loose(code: str) -> str:
    return f"ACP {code}" if code else LOOSE


def _in_order(told: Mapping[str, list[Result]], labels: Mapping[str, str]) -> Iterator[tuple[str, list[Result]]]:
    """The results by action, in the order of the plan; those of no action of it last."""
    for code in (*(code for code in labels if code in told), *(code for code in told if code not in labels)):
        yield code, told[code]


def _columns(rows: Sequence[Result], start: str = "") -> list[Told]:
    """The columns of which some row has anything; a source is told without what all begin with."""
    every = (
        Told("Área u oficina", lambda one: (one.get("unidad") and one.get("dependencia")) or NO_PART),
        Told("Resultado programado", lambda one: one.get("resultado_programado") or NOT_SAID),
        Told(REACHED, words_in_table),
        Told("Cantidad", lambda one: received(one["valor"], True) if one.get("valor") else NO_QUANTITY, numeric=True),
        Told("Unidad de medida", lambda one: one.get("unidad_medida") or NO_QUANTITY),
        Told("Lugar y fecha", lambda one: where_and_when(one) or NO_PLACE),
        Told("Estado", lambda one: STATES.get(one.get("estado", ""), NO_STATE)),
        Told(SOURCE, lambda one: one.get("fuente", "")[len(start) :] or NOT_SAID),
    )
    return [
        column
        for column in every
        if column.header == REACHED or not all(isinstance(column.cell(one), Missing) for one in rows)
    ]


def _heads(columns: Sequence[Told]) -> tuple[Column, ...]:
    return tuple(Column(column.header, numeric=column.numeric) for column in columns)


def _row(one: Result, columns: Sequence[Told]) -> TableRow:
    return TableRow(tuple(column.cell(one) for column in columns))
