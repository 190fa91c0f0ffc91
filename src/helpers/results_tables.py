"""What each unit reached, row by row: the main results in their section, every one of them in the annexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from markupsafe import Markup

from helpers.book import Book
from helpers.cells import Cell, Missing, received
from helpers.display import date_es, list_es, number_es
from helpers.grid import Column, Table, TableRow
from helpers.results_views import (
    HIGHLIGHT,
    NO_STATE,
    NOT_SAID,
    STATES,
    Result,
    achieved,
    by_acp,
    name_of,
    reached,
    told_words,
    unit_of,
    whole_of,
)
from helpers.subjects import acp_rows

SHOWN = 12
"""Results of one action that its section prints where there are more; the annexes have them all."""
LOOSE = "Sin acción de corto plazo"
NO_PLACE = Missing("El documento no dice dónde ni cuándo.")
NO_QUANTITY = Missing("El documento no da una cantidad.")


class Told(NamedTuple):
    """A column of what is told of a result: its heading, its cell, and whether it is a number."""

    header: str
    cell: Callable[[Result], Cell]
    numeric: bool = False


def results_table(book: Book, *, id: str, title: str) -> Table:
    """The results of each action under its name: of many, the main ones of every unit."""
    kept, left = [], 0
    for told in by_acp(achieved(book)).values():
        main = _main(told)
        kept += main
        left += len(told) - len(main)
    notes = [
        f"De cada acción se imprimen {SHOWN} resultados, de todas sus unidades: primero los destacados y los que dan "
        f"una cantidad. Los otros {number_es(left)} están en los anexos."
    ]
    parts = len(reached(book)) - len(achieved(book))
    notes = notes * bool(left) + [
        f"Las {number_es(parts)} partes o cantidades que detallan a un resultado están en los anexos."
    ] * bool(parts)
    return _grouped(book, kept, (_unit_column(book),), id=id, title=title, notes=notes)


def every_result_table(book: Book, *, id: str, title: str) -> Table | None:
    """Every row received, each part under its result; None where the section has them all."""
    if not has_annex(book):
        return None
    columns = (Told("N.º", lambda one: one["id"]), _unit_column(book))
    note = "Un resultado que empieza con una flecha es parte del anterior que no la lleva, u otra de sus cantidades."
    return _grouped(book, _with_parts(book), columns, id=id, title=title, notes=[note], wide=True)


def has_annex(book: Book) -> bool:
    """Whether the section leaves rows for the annexes."""
    rows = achieved(book)
    return len(rows) < len(reached(book)) or any(len(told) > SHOWN for told in by_acp(rows).values())


def told_table(rows: Sequence[Result], *, id: str, title: str) -> Table:
    """Some results of one unit: what was planned beside what was reached."""
    return _listed(rows, (), lambda told: [_row(one, told) for one in rows], id=id, title=title)


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
        if whole_of(row) in names:
            parts.setdefault(whole_of(row), []).append(row)
    return [one for row in whole for one in (row, *parts.get(name_of(row), ()))]


def _grouped(
    book: Book, rows: Sequence[Result], first: Sequence[Told], *, id: str, title: str, notes: Sequence[str],
    wide: bool = False,
) -> Table:  # fmt: skip
    """Results under the name of their action, in the order of the plan."""
    labels = {row.code: row.label for row in acp_rows(book)}
    told = by_acp(rows)
    order = [*(code for code in labels if code in told), *(code for code in told if code not in labels)]

    def body(columns: Sequence[Told]) -> list[TableRow]:
        found = []
        for code in order:
            found.append(TableRow((labels.get(code, f"ACP {code}" if code else LOOSE),), "grupo"))
            found += [_row(one, columns) for one in told[code]]
        return found

    return _listed(rows, first, body, id=id, title=title, notes=notes, wide=wide)


def _listed(
    rows: Sequence[Result], first: Sequence[Told], body: Callable[[Sequence[Told]], list[TableRow]], *, id: str,
    title: str, notes: Sequence[str] = (), wide: bool = False,
) -> Table:  # fmt: skip
    """A table of results without the columns of which no row has anything."""
    start = _common_start(rows)
    others = [column for column in _columns(start) if column.header == REACHED or not _is_empty(column, rows)]
    columns = (*first, *others)
    heads = tuple(Column(column.header, numeric=column.numeric) for column in columns)
    said = [f"El respaldo empieza siempre por «{start.rstrip(', ')}»."] if start else []
    return Table(id, title, heads, tuple(body(columns)), (*notes, *said), wide)


REACHED = "Resultado alcanzado"


def _columns(start: str) -> tuple[Told, ...]:
    return (
        Told("Resultado programado", lambda one: one.get("resultado_programado") or NOT_SAID),
        Told(REACHED, _text),
        Told("Cantidad", lambda one: received(one["valor"], True) if one.get("valor") else NO_QUANTITY, numeric=True),
        Told("Unidad de medida", lambda one: one.get("unidad_medida") or NO_QUANTITY),
        Told("Lugar y fecha", _where_and_when),
        Told("Estado", lambda one: STATES.get(one.get("estado", ""), NO_STATE)),
        Told("Respaldo", lambda one: one.get("fuente", "")[len(start):] or NOT_SAID),
    )  # fmt: skip


def _unit_column(book: Book) -> Told:
    return Told("Unidad", lambda one: unit_of(book, one))


def _row(one: Result, columns: Sequence[Told]) -> TableRow:
    return TableRow(tuple(column.cell(one) for column in columns))


def _is_empty(column: Told, rows: Sequence[Result]) -> bool:
    return all(isinstance(column.cell(one), Missing) for one in rows)


def _text(one: Result) -> Cell:
    return Markup("→ ") + told_words(one) if one.get("parte_de") else told_words(one)


def _where_and_when(one: Result) -> Cell:
    """The place, and the day or the period that the document tells."""
    places = list_es([place.strip() for place in one.get("lugar", "").split(";") if place.strip()])
    day = date_es(date.fromisoformat(one["fecha"])) if one.get("fecha") else one.get("periodo_referido", "")
    return ". ".join(filter(None, (places, day))) or NO_PLACE


def _common_start(rows: Sequence[Result]) -> str:
    """The pieces, apart by commas, that all sources begin with; nothing of a few, which are no burden to read."""
    sources = [one.get("fuente", "").split(", ")[:-1] for one in rows]
    same = takewhile(lambda pieces: len(set(pieces)) == 1, zip(*sources, strict=False))
    start = ", ".join(pieces[0] for pieces in same)
    return f"{start}, " if start and len(rows) > SHOWN else ""
