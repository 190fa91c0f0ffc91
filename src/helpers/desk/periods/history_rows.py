"""Appends a period's headline figures to the table `historico`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from helpers.base.errors import UsageError
from helpers.base.exact import stated_number
from helpers.base.periods import Period
from helpers.base.system.atomic import csv_text
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.settings.methods import Metodo

COLUMNS = ("gestion", "periodo", "nivel", "codigo", "indicador", "valor", "metodo")
LEVELS = ("entidad", "servicio", "area", "tipo", "subtipo")
"""Levels in the history; the figures of units are in each period's report."""
KEY = ("periodo", "nivel", "codigo", "indicador")


@dataclass(frozen=True)
class Addition:
    """The rows to append to a history file.

    Attributes
    ----------
    text : str
        Lines in the file's own format, empty if nothing is missing. For a new file they begin with the whole content of
        the previous year's file, or with the heading if there is none.
    rows : int
        Number of rows to append.
    differing : int
        Number of existing rows that differ from the current figures; not those of another method.
    problem : str
        Why nothing can be appended, in Spanish; otherwise empty.
    """

    text: str = ""
    rows: int = 0
    differing: int = 0
    problem: str = ""


def history_figures(book: Book, method: Metodo) -> tuple[Figure, ...]:
    """Return the headline figures of a Book's period and of January to its end, at the levels above units (`LEVELS`).

    Figures that the Book lacks are left out.
    """
    windows = dict.fromkeys((book.period, book.period.accumulated()))
    return tuple(
        figure
        for window in windows
        for indicator in method.headline_indicators
        for node in book.nodes
        if node.level in LEVELS and (figure := book.get(indicator, window, node.level, node.code)) is not None
    )


def addition(path: Path, before: Path, figures: Iterable[Figure], method: str, printed: Mapping[str, str]) -> Addition:
    """Return the rows that a history file lacks to contain some figures; nothing is written.

    Two rows are on the same figure if period (however it is written), level, code and indicator agree. An existing row
    that has another number, and this method or none, stays and counts as differing.

    Parameters
    ----------
    path : Path
        The history file; if it does not exist, the new file begins with the content of `before`.
    before : Path
        History file of the previous year, or the same file.
    method : str
        The method's id, written in each new row.
    printed : Mapping[str, str]
        Published values of the period's closing, by figure id, which new rows have instead of the figures'.
    """
    source = path if path.is_file() else before
    try:
        text = source.read_text(encoding="utf-8-sig") if source.is_file() else csv_text([COLUMNS])
    except UnicodeDecodeError:
        return Addition(problem="no está en UTF-8")
    heading = text.partition("\n")[0]
    mark = max(",;\t", key=heading.count)
    columns = [name.strip() for name in next(csv.reader([heading], delimiter=mark))]
    if not set(columns) <= set(COLUMNS) or not set(KEY) <= set(columns):
        return Addition(problem=f"su encabezado no es {', '.join(COLUMNS)}")
    rows = list(csv.DictReader(io.StringIO(text.partition("\n")[2], newline=""), columns, delimiter=mark))
    known = {_known_by(row): row for row in rows}
    values = [row.get("valor") or "" for row in rows]
    sign = "," if any("," in value for value in values) and not any("." in value for value in values) else "."
    new, differing = [], 0
    for figure in figures:
        row = _row(figure, sign, method)
        there = known.get(tuple(row[name] for name in KEY))
        if there is None:
            row["valor"] = printed.get(figure.id, figure.published).replace(".", sign)
            new.append([row[name] for name in columns])
        else:
            is_other_method = (there.get("metodo") or method).strip() != method
            differing += not is_other_method and not _is_same(there.get("valor") or "", row["valor"], sign)
    is_kept = path.is_file() or not (new or source.is_file())
    added, whole = csv_text(new, mark), "" if is_kept else text
    glue = "" if text.endswith("\n") or not (added or whole) else "\n"
    return Addition(f"{whole}{glue}{added}", len(new), differing)


def _known_by(row: Mapping[str, str | None]) -> tuple[str, ...]:
    """The values of `KEY` in a row, its period as a code: it may be written without the year (`T2`) of `gestion`."""
    texts = {name: (row.get(name) or "").strip() for name in COLUMNS}
    written = texts["periodo"]
    with suppress(UsageError):  # not a period, which reading the table reports: no figure's row is like it
        texts["periodo"] = Period.parse(written if written[4:5] == "-" else f"{texts['gestion']}-{written}").code
    return tuple(texts[name] for name in KEY)


def _is_same(written: str, current: str, sign: str) -> bool:
    """Whether two texts state the same number: a spreadsheet that saves the file writes 92.10 as 92.1."""
    return stated_number(written.strip().replace(sign, ".")) == Decimal(current.replace(sign, "."))


def _row(figure: Figure, sign: str, method: str) -> dict[str, str]:
    """Return a figure as a row of the history; its value has the file's decimal sign."""
    return {
        "gestion": str(figure.period.year),
        "periodo": figure.period.code,
        "nivel": figure.level,
        "codigo": figure.code,
        "indicador": figure.indicator,
        "valor": figure.published.replace(".", sign),
        "metodo": method,
    }
