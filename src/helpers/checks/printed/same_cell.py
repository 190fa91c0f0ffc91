"""Combines the line of `publicado` and the rules of a declared table that concern the same printed cell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from helpers.base.characters import folded
from helpers.base.display import number_es
from helpers.checks.cuadros.cell_verdicts import BEST_FIRST, PrintedCell, is_unexplained
from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.figures.findings import DIFFERENT, Finding, Reconciled, Verdict
from helpers.figures.records import Row, SourceCell
from helpers.settings.cuadros.cuadro_table import COPIED, Cuadro

WRONG = frozenset({Verdict.OTHER_RULE, Verdict.CARRIED, Verdict.IRRECONCILABLE})
"""Verdicts on a difference that is more than rounding."""
BY_NAME = re.compile(r"(?P<table>.+?), fila (?P<row>.+), columna (?P<column>.+)")
BY_CELL = re.compile(r"(?P<table>.+), celda (?P<cell>[A-Z]+\d+)")
"""Two ways in which `donde` names a cell of a printed table."""


@dataclass(frozen=True)
class Places:
    """The numeric cells of the declared tables, by each name of a table and the number.

    The names are its file's, its own and its title.
    """

    cells: Mapping[tuple[str, Decimal], Sequence[tuple[Cuadro, Row, str]]]

    def of(self, where: str, printed: Decimal) -> SourceCell | None:
        """Return the cell that a line of `publicado` refers to; None if it names none, or several fit.

        `where` (`donde`) names it by table, row and column or by table and cell, and it must hold the printed number.
        """
        found = BY_NAME.fullmatch(where) or BY_CELL.fullmatch(where)
        if found is None:
            return None
        named = [
            (cuadro, row, row.cell(column))
            for cuadro, row, column in self.cells.get((_plain(found["table"]), printed), ())
            if _is_named(cuadro, row, column, found)
        ]
        # Rows of one group print the same number; the row whose key is named is the one meant.
        is_open = len(named) > 1 and found.re is BY_NAME
        keyed = [place for place in named if _has_its_key(*place[:2], found)] if is_open else named
        cells = {cell for _, _, cell in keyed}
        return cells.pop() if len(cells) == 1 else None


def places_of(cuadros: Iterable[Cuadro]) -> Places:
    """Index the printed numbers of declared tables by the tables' names; several tables may declare the same file."""
    found: dict[tuple[str, Decimal], list[tuple[Cuadro, Row, str]]] = defaultdict(list)
    for cuadro in cuadros:
        files = {row.origin.file.rpartition("/")[2] for row in cuadro.rows}
        names = {_plain(name) for name in (*files, cuadro.name, cuadro.definition.titulo)}
        for row in cuadro.rows:
            for column in cuadro.numeric_columns:
                value = row.amount(column)
                if value is not None:
                    for name in names:
                        found[name, value].append((cuadro, row, column))
    return Places(found)


def _plain(text: str) -> str:
    return folded(text.strip("«» "))


def _is_named(cuadro: Cuadro, row: Row, column: str, found: re.Match[str]) -> bool:
    """Return whether the words of a place fit a cell: its address, or its column and texts of its row."""
    if found.re is BY_CELL:
        return row.cell(column).cell == found["cell"]
    definition = cuadro.definition.columnas[column]
    if _plain(found["column"]) not in map(_plain, (column, definition.encabezado, definition.titulo)):
        return False
    texts = _texts(row, cuadro.text_columns)
    return all(any(_means(said, text) for text in texts) for said in _said(found))


def _has_its_key(cuadro: Cuadro, row: Row, found: re.Match[str]) -> bool:
    return all(any(_means(said, key) for said in _said(found)) for key in _texts(row, cuadro.definition.clave))


def _said(found: re.Match[str]) -> list[str]:
    return [_plain(part) for part in found["row"].split(" / ")]


def _texts(row: Row, columns: Iterable[str]) -> list[str]:
    return [_plain(row.text(name)) for name in columns if row.text(name)]


def _means(said: str, text: str) -> bool:
    """Return whether `said` is `text` or ends with it after a space: `ACP 1` names the row with code 1."""
    return said == text or said.endswith(f" {text}")


@dataclass(frozen=True)
class Checked:
    """The results of rules.

    Attributes
    ----------
    findings : tuple of Finding
        Not yet grouped by cause; those of `join` are on declared tables alone.
    reconciliation : tuple of Reconciled
        Each printed cell once.
    cells : tuple of PrintedCell
        The cells of declared tables that the tables' own rules compare.
    """

    findings: tuple[Finding, ...]
    reconciliation: tuple[Reconciled, ...]
    cells: tuple[PrintedCell, ...]


def join(book: Book, published: Sequence[Reconciled], cells: Sequence[PrintedCell], places: Places) -> Checked:
    """Combine the lines of `publicado` with the cells of declared tables, so that each printed cell has one line.

    If both concern one cell, the line of `publicado` stays, because it names the figure; it takes the worse verdict and
    the better cause. If the figure is exact, a difference with another printed table is left to that table's cell. The
    lines of `publicado` come first, then those of the other cells. A cell that repeats a wrong value of `publicado` is
    carried from there.
    """
    own = {cell.cell: cell for cell in cells}
    located = [places.of(line.donde, Decimal(line.publicado)) if line.is_number else None for line in published]
    taken: dict[SourceCell, Reconciled] = {}
    lines: list[Reconciled] = []
    for line, place in zip(published, located, strict=True):
        if place in own and place not in taken:
            line = taken[place] = _joined(book, line, own[place])
        lines.append(line)
    cells = tuple(cell if cell.cell in taken else _repeating(cell, lines) for cell in cells)
    alone = [cell for cell in cells if cell.cell not in taken]
    verdicts = {place: line.veredicto for place, line in zip(located, lines, strict=True) if place is not None}
    verdicts |= {cell.cell: cell.verdict for cell in alone}
    told = [cell.finding() for cell in alone if cell.verdict is not Verdict.EXACT]
    told += [found for place, line in taken.items() for found in _on_shared_cell(line, own[place], verdicts)]
    return Checked(tuple(told), carried_along([*lines, *(cell.line for cell in alone)]), cells)


def _repeating(cell: PrintedCell, lines: Iterable[Reconciled]) -> PrintedCell:
    """Return a cell, as carried if it prints a figure with the wrong value that `publicado` states for that figure."""
    worst, value = cell.judged[0], cell.target.value
    if worst.verdict not in WRONG or not worst.expectation.figure:
        return cell
    for line in lines:
        if line.id == worst.expectation.figure and line.veredicto in WRONG and Decimal(line.publicado) == value:
            said = f"se arrastra de {line.donde}, donde está la misma cifra: {line.causa}"
            carried = replace(worst, verdict=Verdict.CARRIED, cause=said, follows=line.place)
            return PrintedCell((carried, *cell.judged[1:]))
    return cell


def _on_shared_cell(line: Reconciled, cell: PrintedCell, verdicts: Mapping[SourceCell, Verdict]) -> Iterator[Finding]:
    """Yield findings on a cell whose line is that of `publicado`.

    These are cells that were read as data, and exact cells with which their own table disagrees although none of the
    cells it uses is known to be wrong.
    """
    if line.id == cell.line.id:
        yield cell.finding()
        return
    is_contradicted = line.veredicto is Verdict.EXACT and cell.verdict in DIFFERENT
    if is_contradicted and all(verdicts.get(part, Verdict.EXACT) is Verdict.EXACT for part in cell.parts):
        yield cell.finding(with_verdict=False)


def _joined(book: Book, line: Reconciled, cell: PrintedCell) -> Reconciled:
    """Return a line of `publicado` with the worse verdict and the better cause, of its own and its table cell's.

    A cell that its table cannot verify changes nothing. A line without computed value takes all that the table says, if
    the table's verdict is worse.
    """
    own = cell.line
    if own.veredicto is Verdict.NOT_VERIFIABLE:
        return line
    if line.veredicto is Verdict.EXACT:
        return _with_exact_line(book, line, own)
    both_wrong = own.veredicto in WRONG and line.veredicto in WRONG
    if both_wrong or BEST_FIRST.index(own.veredicto) <= BEST_FIRST.index(line.veredicto):
        return _with_better_cause(line, cell)
    if not line.calculado:
        fields = ("calculado", "diferencia", "veredicto", "formula", "causa", "sigue_de")
        return replace(line, **{name: getattr(own, name) for name in fields})
    why = ", y ninguna de las causas ensayadas lo explica" if is_unexplained(own.causa) else f": {own.causa}"
    # The computed value stays on the line, so its doubts do too.
    doubt = f"; {line.causa}" if line.veredicto is Verdict.NOT_VERIFIABLE else ""
    return replace(line, veredicto=own.veredicto, causa=f"{_not_alike(own)}{why}{doubt}", sigue_de=own.sigue_de)


def _with_exact_line(book: Book, line: Reconciled, own: Reconciled) -> Reconciled:
    """Return an exact line of `publicado`, with a note if its table disagrees; the table's line for a read figure."""
    if own.veredicto is Verdict.EXACT:
        return line
    if book[line.id].operation is Operation.INPUT:
        # A figure read from data equals itself, so only the rules of its table can judge it.
        return replace(own, donde=line.donde)
    return replace(line, causa=f"es la calculada, aunque {_not_alike(own)}")


def _with_better_cause(line: Reconciled, cell: PrintedCell) -> Reconciled:
    """Return a line of `publicado`, with its table's verdict and cause if both are wrong and only the table explains.

    If its own table is exact, a line without computed value says so too.
    """
    own = cell.line
    if own.veredicto in WRONG and line.veredicto in WRONG:
        is_better = is_unexplained(line.causa) and not is_unexplained(own.causa)
        return replace(line, causa=own.causa, veredicto=own.veredicto, sigue_de=own.sigue_de) if is_better else line
    if own.veredicto is Verdict.EXACT and not line.calculado and not cell.is_copy:
        return replace(line, causa=f"{line.causa}; con su propio cuadro cuadra: {own.formula}")
    return line


def _not_alike(own: Reconciled) -> str:
    """Return in Spanish that a value does not agree with what its table prints elsewhere or computes."""
    due = number_es(Decimal(own.calculado)) if own.calculado else "sin valor"
    says = "imprime" if own.formula.startswith(COPIED) else "da"
    return f"no coincide con {own.formula.removeprefix(COPIED)}, que {says} {due}"


def carried_along(lines: Iterable[Reconciled]) -> tuple[Reconciled, ...]:
    """Return the lines in order, with references to other lines in the causes of wrong ones.

    A wrong value of a figure that is printed again is carried from its first place; one that is printed right elsewhere
    names that place.
    """
    listed = tuple(lines)
    right = {line.id: line for line in reversed(listed) if line.veredicto is Verdict.EXACT}
    first: dict[tuple[str, str], Reconciled] = {}
    return tuple(
        _referring(line, first.setdefault((line.id, line.publicado), line), right.get(line.id))
        if line.veredicto in WRONG
        else line
        for line in listed
    )


def _referring(line: Reconciled, first: Reconciled, right: Reconciled | None) -> Reconciled:
    """Return a wrong line as carried from the first one with its value, or with the place where the figure is right."""
    if first is not line:
        said = f"se arrastra de {first.donde}, donde está la misma cifra: {first.causa}"
        return replace(line, causa=said, veredicto=Verdict.CARRIED, sigue_de=first.place)
    if right is not None:
        return replace(line, causa=f"{line.causa}; está impresa como se calcula en {right.donde}")
    return line


def not_told_yet(findings: Iterable[Finding], lines: Iterable[Reconciled]) -> Iterator[Finding]:
    """Yield findings, of any rule and in their order, without those that the reconciliation already reports.

    Left out are wrong sums of printed periods and figures printed twice, if a line that could be verified and is not
    exact has the same figure, numbers and cell; and values out of range, if a wrong line whose cause is known has the
    same figure and number.
    """
    inexact = [line for line in lines if line.veredicto not in (Verdict.EXACT, Verdict.NOT_VERIFIABLE)]
    same = {(line.id, line.publicado, line.calculado, line.celda) for line in inexact}
    wrong = [line for line in inexact if line.veredicto in WRONG]
    explained = {(line.id, line.publicado) for line in wrong} - {
        (line.id, line.publicado) for line in wrong if is_unexplained(line.causa)
    }
    for item in findings:
        is_repeated = item.codigo.startswith(("VEN-IMPRESO", "PUB-DOS")) and (
            (item.elemento, item.encontrado, item.esperado, item.celda) in same
        )
        is_range = item.codigo == "PUB-RANGO" and (item.elemento, item.encontrado) in explained
        if not is_repeated and not is_range:
            yield item
