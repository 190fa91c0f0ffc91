"""Writes and reads the CSV files of a run: figures, findings, reconciliation and figures under other methods."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import TypeVar

from helpers.base.exact import plain_text
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.findings import COLUMNS, Finding, Reconciled, Severity, Verdict
from helpers.figures.records import MethodStep, Sensitivity, UnderMethod
from helpers.outputs.source_ranges import SourceExtents

FIGURES_FILE = "cifras.csv"
FINDINGS_FILE = "hallazgos.csv"
RECONCILIATION_FILE = "conciliacion.csv"

FIGURE_COLUMNS = (
    "id", "indicador", "nivel", "codigo", "nombre", "periodo", "numerador", "denominador", "valor",
    "publicado", "unidad_medida", "calificacion", "desempeno", "semaforo", "regla", "fuentes",
)  # fmt: skip
RECONCILED_COLUMNS = ("id", "donde", "publicado", "calculado", "diferencia", "veredicto", "formula", "causa")
PLACE_COLUMNS = ("archivo", "hoja", "celda")
SOURCE_SEPARATOR = " | "
SENSITIVITY_FILES = ("sensibilidad.csv", "sensibilidad_pasos.csv")


def write_figures(book: Book, path: Path) -> None:
    """Write `cifras.csv`: every figure, sorted by id.

    Numbers have full precision and a decimal point; `publicado` is rounded half up to the indicator's decimals.
    """
    extents = SourceExtents(book)
    _write_rows(path, FIGURE_COLUMNS, (_figure_row(extents, book[figure]) for figure in sorted(book.figures)))


Record = TypeVar("Record")


def write_findings(findings: Iterable[Finding], path: Path) -> None:
    """Write `hallazgos.csv`."""
    _write(path, COLUMNS, (asdict(finding) for finding in findings))


def write_reconciliation(items: Iterable[Reconciled], path: Path) -> None:
    """Write `conciliacion.csv`: the contract's columns, followed by the cell in `publicado`."""
    _write(path, (*RECONCILED_COLUMNS, *PLACE_COLUMNS), (asdict(item) for item in items))


def read_findings(path: Path) -> tuple[Finding, ...]:
    """Read the findings of a `hallazgos.csv`.

    Raises
    ------
    OSError
        If the file cannot be read.
    KeyError, ValueError, TypeError
        If a column is missing or a severity is unknown.
    """
    return tuple(
        _record(Finding, _known(row, Finding) | {"severidad": Severity(row["severidad"])}) for row in _read(path)
    )


def read_reconciliation(path: Path) -> tuple[Reconciled, ...]:
    """Read the comparisons of a `conciliacion.csv`.

    Raises
    ------
    OSError
        If the file cannot be read.
    KeyError, ValueError, TypeError
        If a column is missing or a verdict is unknown.
    """
    return tuple(
        _record(Reconciled, _known(row, Reconciled) | {"veredicto": Verdict(row["veredicto"])}) for row in _read(path)
    )


def write_sensitivity(sensitivity: Sensitivity, figures: Path, steps: Path) -> None:
    """Write `sensibilidad.csv` (figures under other methods) and `sensibilidad_pasos.csv` (effect of each rule)."""
    for path, record, rows in ((figures, UnderMethod, sensitivity.figures), (steps, MethodStep, sensitivity.steps)):
        _write(path, [field.name for field in fields(record)], map(asdict, rows))


def read_sensitivity(figures: Path, steps: Path) -> Sensitivity:
    """Read the two files of `write_sensitivity`.

    Raises
    ------
    OSError
        If a file cannot be read.
    TypeError
        If a column is missing.
    """
    return Sensitivity(
        tuple(UnderMethod(**_known(row, UnderMethod)) for row in _read(figures)),
        tuple(MethodStep(**_known(row, MethodStep)) for row in _read(steps)),
    )


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
    names = tuple(columns)
    _write_rows(path, names, ([row.get(name, "") for name in names] for row in rows))


def _write_rows(path: Path, columns: Sequence[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a CSV; line ends are `\\n`, within a cell too: a lone `\\r` is not quoted and would break it."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(map(_one_ending, rows))


def _one_ending(row: Iterable[str]) -> Sequence[str]:
    texts = tuple(row)
    if "\r" not in "".join(texts):  # most rows have none, and one search is faster than one per cell
        return texts
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n") for text in texts)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _record(record: Callable[..., Record], values: Mapping[str, object]) -> Record:
    """Build a record from values that already have its fields' types."""
    return record(**values)


def _known(row: Mapping[str, str], record: type) -> dict[str, str]:
    return {field.name: row[field.name] for field in fields(record) if field.name in row}
