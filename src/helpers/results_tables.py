"""What each unit reached, row by row: the main results in their section, the others and their parts in the annexes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup

from helpers.book import Book
from helpers.cells import NOT_TOLD, Cell, Missing
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
    amount,
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
"""Results of one action that its section prints where there are more; the annexes have the others."""
LOOSE = "Sin acción de corto plazo"
NO_PLACE = Missing("El documento no dice dónde ni cuándo.", NOT_TOLD)
NO_PART = Missing("El documento no dice de qué parte de la unidad es.", NOT_TOLD)
REACHED, STATE = "Resultado alcanzado", "Estado"
SOURCES = SOURCE, LINES = "Respaldo", "Líneas de la fuente"
IN_FULL = f"{REACHED}, cantidad, lugar y fecha"
IN_LINES = re.compile(r"líneas?\s")
"""How what is left of a place begins where only lines tell places apart."""


Name = tuple[str, str]
NO_PARTS: Mapping[Name, Sequence[Result]] = MappingProxyType({})


class Told(NamedTuple):
    """A column of what is told of a result: its heading and its cell."""

    header: str
    cell: Callable[[Result], Cell]


NUMBER = Told("N.º", lambda one: one["id"])


def results_tables(book: Book, *, id: str, title: str) -> Pieces:
    """A table of each action with its results under the name of their unit: of many, the main ones of every unit."""
    labels = {row.code: row.label for row in acp_rows(book, short=True)}
    names = {action["acp"]: action.get("denominacion", "").rstrip(".") for action in book.listing("acciones")}
    shared = _shared(book)
    tables = []
    for number, (code, told) in enumerate(_in_order(by_acp(achieved(book)), labels), start=1):
        rows = _main(told)
        columns = [NUMBER] * has_annex(book) + _columns(rows, shared)
        notes = [f"{number_es(len(told) - len(rows))} resultados más de esta acción están en los anexos: aquí van los "
                 "destacados y los que dan una cantidad, y alguno de cada unidad."] * (len(rows) < len(told))
        heading = f"{title}: {labels.get(code) or _loose(code)}"
        whole = [f"{labels[code]}: {names[code]}."] if names.get(code) else []
        body = _by_unit(book, rows, columns)
        every_note = (*whole, *notes, *_backing_notes(shared))
        tables.append(Table(f"{id}-{number}", heading, _heads(columns), body, every_note))
    return Pieces(tuple(tables))


def other_results_table(book: Book, *, id: str, title: str, besides: bool) -> Table | None:
    """The results that their section leaves for the annexes, and those told in parts; None where it has them all.

    Parameters
    ----------
    besides : bool
        Whether the report has that section; where it has not, every result is told here.
    """
    if not has_annex(book):
        return None
    labels = {row.code: row.label for row in acp_rows(book, short=True)}
    parts, shared = _parts(book), _shared(book)
    told = [one for one in achieved(book) if name_of(one) in parts or not (besides and _is_main(book, one))]
    rows = [one for row in told for one in (row, *parts.get(name_of(row), ()))]
    kept = (column for column in _columns(rows, shared) if column.header in (STATE, *SOURCES))
    columns = [NUMBER, Told(IN_FULL, _in_full), *kept]
    body: tuple[TableRow, ...] = ()
    for code, ones in _in_order(by_acp(told), labels):
        body += _by_unit(book, ones, columns, f"{labels.get(code) or _loose(code)} · ", parts)
    notes = ["→: parte del resultado anterior que no lleva flecha, u otra de sus cantidades."] * bool(parts)
    return Table(id, title, _heads(columns), body, (*notes, *_backing_notes(shared)))


def _by_unit(
    book: Book,
    rows: Sequence[Result],
    columns: Sequence[Told],
    above: str = "",
    parts: Mapping[Name, Sequence[Result]] = NO_PARTS,
) -> tuple[TableRow, ...]:
    """Results under the name of their unit, each with its parts."""
    body = []
    for unit in dict.fromkeys(unit_of(book, one, whole=True) for one in rows):
        body.append(TableRow((f"{above}{unit}",), "grupo"))
        own = [one for one in rows if unit_of(book, one, whole=True) == unit]
        body += [_row(part, columns) for one in own for part in (one, *parts.get(name_of(one), ()))]
    return tuple(body)


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


def _is_main(book: Book, one: Result) -> bool:
    """Whether the section prints a result."""
    return name_of(one) in {name_of(row) for row in _main(by_acp(achieved(book))[one.get("acp", "")])}


def _parts(book: Book) -> Mapping[Name, Sequence[Result]]:
    """The parts of each result that is told in parts."""
    names = {name_of(row) for row in achieved(book)}
    parts: dict[Name, list[Result]] = {}
    for row in reached(book):
        if row.get("parte_de") and whole_of(row) in names:
            parts.setdefault(whole_of(row), []).append(row)
    return parts


def _shared(book: Book) -> str:
    """What the sources of many results begin with; empty for a few."""
    rows = reached(book)
    return shared_backing(rows) if len(rows) > SHOWN else ""


def _backing_notes(shared: str) -> tuple[str, ...]:
    return (f"El respaldo empieza siempre por «{shared}».",) if shared else ()


def _loose(code: str) -> str:
    return f"ACP {code}" if code else LOOSE


def _in_order(told: Mapping[str, list[Result]], labels: Mapping[str, str]) -> Iterator[tuple[str, list[Result]]]:
    """The results by action, in the order of the plan; those of no action of it last."""
    for code in (*(code for code in labels if code in told), *(code for code in told if code not in labels)):
        yield code, told[code]


def _columns(rows: Sequence[Result], shared: str) -> list[Told]:
    """The columns of which some row has anything; a source is told without what all begin with."""
    is_lines = all(IN_LINES.match(_backing(one, shared)) for one in rows)
    every = (
        Told("Área u oficina", lambda one: (one.get("unidad") and one.get("dependencia")) or NO_PART),
        Told("Resultado programado", lambda one: one.get("resultado_programado") or NOT_SAID),
        Told(REACHED, words_in_table),
        Told("Cantidad", lambda one: amount(one) or NO_QUANTITY),
        Told("Lugar y fecha", lambda one: where_and_when(one) or NO_PLACE),
        Told(STATE, lambda one: STATES.get(one.get("estado", ""), NO_STATE)),
        Told(LINES, lambda one: IN_LINES.sub("", _backing(one, shared), count=1))
        if is_lines
        else Told(SOURCE, lambda one: _backing(one, shared) or NOT_SAID),
    )
    return [
        column
        for column in every
        if column.header == REACHED or not all(isinstance(column.cell(one), Missing) for one in rows)
    ]


def _in_full(one: Result) -> Cell:
    """What is told of a result in one cell: planned, reached, how many of what, where and when."""
    office = one.get("dependencia", "") if one.get("unidad") else ""
    planned = f"programado: {one['resultado_programado']}" if one.get("resultado_programado") else ""
    beside = Markup("; ").join(filter(None, (office, planned, amount(one), where_and_when(one))))
    return words_in_table(one) + (Markup(" ({})").format(beside) if beside else "")


def _backing(one: Result, shared: str) -> str:
    """Where a result is told, without what all places begin with and without the action that the table names."""
    own = one.get("fuente", "").removeprefix(f"{shared}, ").removeprefix(f"ACP {one.get('acp')}, ")
    return own.replace("líneas ", "líneas\u00a0")


def _heads(columns: Sequence[Told]) -> tuple[Column, ...]:
    return tuple(Column(column.header) for column in columns)


def _row(one: Result, columns: Sequence[Told]) -> TableRow:
    return TableRow(tuple(column.cell(one) for column in columns))
