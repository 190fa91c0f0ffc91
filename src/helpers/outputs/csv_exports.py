"""Writes and reads the CSV files of a run: figures, findings, reconciliation and figures under other methods."""

from __future__ import annotations

import csv
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import TypeVar

from helpers.base.errors import ConfigError
from helpers.base.exact import plain_text
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.findings import COLUMNS, Finding, Reconciled, Severity, Verdict
from helpers.figures.records import MethodStep, Sensitivity, UnderMethod
from helpers.outputs.source_ranges import SourceExtents

FIGURE_COLUMNS = (
    "id", "indicador", "nivel", "codigo", "nombre", "periodo", "numerador", "denominador", "valor",
    "publicado", "unidad_medida", "calificacion", "desempeno", "semaforo", "regla", "fuentes",
)  # fmt: skip
RECONCILED_COLUMNS = ("id", "donde", "publicado", "calculado", "diferencia", "veredicto", "formula", "causa")
FURTHER_COLUMNS = ("archivo", "hoja", "celda", "sigue_de")
SOURCE_SEPARATOR = " | "


def write_figures(book: Book, path: Path) -> None:
    """Write `cifras.csv` to `path`, replacing an earlier file: one row for every figure of the Book, sorted by id.

    Numbers have full precision and a decimal point; `publicado` is rounded half up to the indicator's decimals.
    `fuentes` names the input cells, or the ranges that contain them if they are many (`source_ranges`).
    """
    extents = SourceExtents(book)
    write_rows(path, FIGURE_COLUMNS, (_figure_row(extents, book[figure]) for figure in sorted(book.figures)))


Record = TypeVar("Record")


def write_findings(findings: Iterable[Finding], path: Path) -> None:
    r"""Write `hallazgos.csv` to `path`, one row per finding in the given order; without findings, only the header.

    Line ends are `\n`, also within a message. The file is encoded in UTF-8, like all of a run's CSV files.
    """
    _write(path, COLUMNS, (asdict(finding) for finding in findings))


def write_reconciliation(items: Iterable[Reconciled], path: Path) -> None:
    """Write `conciliacion.csv` to `path`, one row per compared published value in the given order.

    The contract's columns come first, followed by file, sheet and cell of the published value and by the wrong figure
    from which it follows; without items, only the header is written.
    """
    _write(path, (*RECONCILED_COLUMNS, *FURTHER_COLUMNS), (asdict(item) for item in items))


def read_findings(path: Path, name: str = "") -> tuple[Finding, ...]:
    """Read the findings of a `hallazgos.csv`, in the file's order; empty if it has only a header.

    Parameters
    ----------
    name : str
        The file's name in an error, as in `ConfigError.file`; its last part alone if empty.

    Raises
    ------
    OSError
        If the file cannot be read.
    ConfigError
        If a column is missing, a row has not as many cells as the header, or a severity is unknown.
    """
    return tuple(_records(path, Finding, name, severidad=Severity))


def read_reconciliation(path: Path) -> tuple[Reconciled, ...]:
    """Read the comparisons of a `conciliacion.csv`, in the file's order; empty if it has only a header.

    Raises
    ------
    OSError
        If the file cannot be read.
    ConfigError
        If a column is missing, a row has not as many cells as the header, or a verdict is unknown.
    """
    return tuple(_records(path, Reconciled, veredicto=Verdict))


def write_sensitivity(sensitivity: Sensitivity, figures: Path, steps: Path) -> None:
    """Write `sensibilidad.csv` (figures under other methods) and `sensibilidad_pasos.csv` (effect of each rule).

    `figures` and `steps` are the paths of these two files; without rows, only the header is written.
    """
    for path, record, rows in ((figures, UnderMethod, sensitivity.figures), (steps, MethodStep, sensitivity.steps)):
        _write(path, [field.name for field in fields(record)], map(asdict, rows))


def read_sensitivity(figures: Path, steps: Path) -> Sensitivity:
    """Read `sensibilidad.csv` (`figures`) and `sensibilidad_pasos.csv` (`steps`), each in the file's order.

    Raises
    ------
    OSError
        If a file cannot be read.
    ConfigError
        If a column is missing or a row has not as many cells as the header.
    """
    return Sensitivity(tuple(_records(figures, UnderMethod)), tuple(_records(steps, MethodStep)))


def _figure_row(extents: SourceExtents, figure: Figure) -> tuple[str, ...]:
    """Return a figure's texts, in the order of `FIGURE_COLUMNS`."""
    grade = figure.grade
    return (
        figure.id, figure.indicator, figure.level, figure.code, figure.name, figure.period.code,
        "" if figure.numerator is None else plain_text(figure.numerator),
        "" if figure.denominator is None else plain_text(figure.denominator),
        plain_text(figure.value), figure.published, figure.unit,
        *((grade.rating, grade.performance, grade.light) if grade else ("", "", "")),
        figure.rule, SOURCE_SEPARATOR.join(extents.of(figure).places()),
    )  # fmt: skip


def _write(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write the given columns of some rows as CSV; a column that a row lacks is blank, its others are left out."""
    names = tuple(columns)
    write_rows(path, names, ([row.get(name, "") for name in names] for row in rows))


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a CSV file in UTF-8 with a header, replacing an earlier file; every line end becomes `\\n`, also in cells.

    The module `csv` does not quote a lone `\\r`, which would break a row.
    """
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(map(_with_one_line_end, row) for row in rows)


def _with_one_line_end(text: str) -> str:
    r"""Return a text with every `\r\n` and lone `\r` replaced by `\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _records(
    path: Path, record: Callable[..., Record], name: str = "", **kinds: Callable[[str], object]
) -> Iterator[Record]:
    """Yield a file's rows as records; columns that are no field of the record are ignored.

    Parameters
    ----------
    name : str
        The file's name in an error, as in `ConfigError.file`; its last part alone if empty.
    **kinds : callable
        For a field, the function that makes its value from the text; other fields hold the text.

    Raises
    ------
    ConfigError
        If a column is missing, a row has not as many cells as the header, or a run writes no such value, as in a file
        that a spreadsheet saved again.
    """
    fields_of = inspect.signature(record).parameters
    needed = {field for field, one in fields_of.items() if one.default is one.empty} | kinds.keys()
    with path.open(encoding="utf-8", newline="") as stream:
        try:
            reader = csv.DictReader(stream)
            if missing := needed.difference(reader.fieldnames or ()):
                raise ValueError(f"columns are missing: {sorted(missing)}")
            for row in reader:
                if None in row or None in row.values():
                    raise ValueError("a row has not as many cells as the header")
                values: dict[str, object] = {field: row[field] for field in fields_of if field in row}
                yield record(**values | {field: made(row[field]) for field, made in kinds.items()})
        except (csv.Error, ValueError) as problem:
            why = "no es la tabla que dejó poa informe: haga el informe otra vez."
            raise ConfigError(name or path.name, [why]) from problem
