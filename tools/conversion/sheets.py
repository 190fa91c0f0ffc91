"""Declares which figures of a printed table are results; each becomes a line of ``publicado``."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tools.conversion.source import Printed, Source, SourceRow
from tools.conversion.tables import Line, Node, Table

NodeOf = Callable[[SourceRow], Node | None]
Columns = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Sheet:
    """What to take from one printed table.

    Parameters
    ----------
    file : str
        The transcribed table.
    node : callable
        Returns the node of a line, or None if the line's figures are inputs and not results.
    key : callable
        Returns the line's name in ``donde``.
    columns : dict
        Column -> (indicator, period).
    value : callable
        Returns the figure of a line's column.
    """

    file: str
    node: NodeOf
    key: Callable[[SourceRow], str]
    columns: Columns
    value: Callable[[SourceRow, str], Printed] = SourceRow.figure

    def lines(self, source: Source) -> Iterator[tuple[str, Line]]:
        """Yield each printed figure with its period. Blank cells were not printed."""
        for row in source.rows(self.file):
            node = self.node(row)
            if node is None:
                continue
            for column, (indicator, period) in self.columns.items():
                if printed := self.value(row, column):
                    where = f"{self.file}, fila {self.key(row)}, columna {column}"
                    yield period, _line(f"{indicator}/{period}/{node.nivel}/{node.codigo}", where, printed)


def _line(figure: str, where: str, printed: Printed) -> Line:
    return {"id": figure, "donde": where, "valor": printed, "decimales": str(printed.decimals)}


def published(path: str, sheets: Sequence[Sheet], source: Source, belongs: Callable[[str], bool] = bool) -> Table:
    """Make the table ``publicado`` of a folder.

    Parameters
    ----------
    belongs : callable
        Whether a figure belongs in that folder, by its period; by default all do.
    """
    lines = [line for sheet in sheets for period, line in sheet.lines(source) if belongs(period)]
    return Table(path, ("id", "donde", "valor", "decimales"), lines)
