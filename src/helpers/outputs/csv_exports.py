"""The CSV files of a run, with their columns: figures, findings, reconciliation and figures under other methods."""

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
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict
from helpers.figures.records import MethodStep, Sensitivity, UnderMethod
from helpers.outputs.open_data.open_table import Field
from helpers.outputs.run_files import FIGURES_FILE, FINDINGS_FILE, RECONCILIATION_FILE
from helpers.outputs.source_ranges import SourceExtents

SOURCE_SEPARATOR = " | "
TITLES = {
    FIGURES_FILE: ("Cifras", "Cada cifra del informe, exacta y como se publica, con su regla y sus celdas de origen."),
    FINDINGS_FILE: ("Hallazgos", "Lo que no cuadra en los datos y en lo publicado, con su archivo y su celda."),
    RECONCILIATION_FILE: ("Conciliación", "Cada cifra publicada antes, al lado de la calculada, con su veredicto."),
}
_PLACE = (
    Field("archivo", description="Archivo de entrada."),
    Field("hoja", description="Hoja del archivo; vacía en un CSV."),
    Field("celda", description="Celda, como la nombra una planilla."),
)
FIELDS: Mapping[str, tuple[Field, ...]] = {
    FIGURES_FILE: (
        Field("id", description="Identificador: indicador, periodo, nivel y código.", required=True),
        Field("indicador", description="Qué mide.", required=True),
        Field("nivel", description="De qué nivel es aquello de lo que habla."),
        Field("codigo", description="Código de aquello de lo que habla, en su nivel."),
        Field("nombre", description="Nombre de aquello de lo que habla."),
        Field("periodo", description="Ventana: mes, trimestre, semestre, año o acumulado."),
        Field("numerador", "number", description="Numerador exacto, si es una razón o un promedio."),
        Field("denominador", "number", description="Denominador exacto, si es una razón o un promedio."),
        Field("valor", "number", description="Valor exacto, o con 34 cifras si sus decimales no terminan."),
        Field("publicado", "number", description="Como se imprime: redondeado, mitad hacia arriba."),
        Field("unidad_medida", description="En qué están «valor» y «publicado»: %, Bs, puntos…"),
        Field("calificacion", description="Calificación que le da el método."),
        Field("desempeno", description="Desempeño que le da el método."),
        Field("semaforo", description="Color que le da el método."),
        Field("regla", description="Cómo se obtuvo."),
        Field("fuentes", description="Celdas de entrada de las que depende, separadas por « | »."),
    ),
    FINDINGS_FILE: (
        Field("codigo", description="Código de la regla.", required=True),
        Field("severidad", allowed=("error", "advertencia", "nota"), description="Cuán grave es."),
        Field("veredicto", description="De una cifra publicada, su veredicto."),
        Field("elemento", description="Cifra o tabla, fila y columna de que habla."),
        Field("esperado", description="Lo que debía estar."),
        Field("encontrado", description="Lo que estaba."),
        Field("diferencia", description="Lo encontrado menos lo esperado."),
        Field("causa", description="Causa probable."),
        *_PLACE,
        Field("mensaje", description="Qué, dónde y cómo se corrige."),
        Field("posicion", description="Lugar en la lista: «3» es una causa y «3.2», lo segundo que se sigue de ella."),
        Field("causa_raiz", description="De lo que se sigue de otro hallazgo, de cuál y por qué; vacía en una causa."),
        Field("efecto", description="Lo que mueve en las cifras principales, en puntos y en Bs."),
        Field("sigue_de", description="La cifra equivocada de la que se sigue: su celda o su elemento."),
    ),
    RECONCILIATION_FILE: (
        Field("id", description="Cifra, o celda de un cuadro impreso.", required=True),
        Field("donde", description="Dónde se imprimió."),
        Field("publicado", "number", description="Lo impreso."),
        Field("calculado", "number", description="Lo que resulta de los datos; vacío si no se puede."),
        Field("diferencia", "number", description="Lo impreso menos lo calculado."),
        Field(
            "veredicto",
            allowed=("exacto", "redondeo", "otra regla", "arrastre", "irreconciliable", "no verificable"),
            description="Su veredicto.",
        ),
        Field("formula", description="Cómo se calculó, o qué fórmula da lo impreso."),
        Field("causa", description="Por qué difieren, o por qué no se puede verificar."),
        *_PLACE,
        Field("sigue_de", description="La cifra equivocada de la que se sigue: su celda o su elemento."),
    ),
}
"""Columns of a run's CSV files, in order. Their numbers are in the unit that each row states."""


def write_figures(book: Book, path: Path) -> None:
    """Write `cifras.csv` to `path`, replacing an earlier file: one row for every figure of the Book, sorted by id.

    Numbers have full precision and a decimal point; `publicado` is rounded half up to the indicator's decimals.
    `fuentes` names the input cells, or the ranges that contain them if they are many (`source_ranges`).
    """
    extents = SourceExtents(book)
    rows = (_figure_row(extents, book[figure]) for figure in sorted(book.figures))
    write_rows(path, [field.name for field in FIELDS[FIGURES_FILE]], rows)


Record = TypeVar("Record")


def write_findings(findings: Iterable[Finding], path: Path) -> None:
    r"""Write `hallazgos.csv` to `path`, one row per finding in the given order; without findings, only the header.

    Line ends are `\n`, also within a message. The file is encoded in UTF-8, like all of a run's CSV files.
    """
    _write(path, [field.name for field in FIELDS[FINDINGS_FILE]], (asdict(finding) for finding in findings))


def write_reconciliation(items: Iterable[Reconciled], path: Path) -> None:
    """Write `conciliacion.csv` to `path`, one row per compared published value in the given order.

    The contract's columns come first, followed by file, sheet and cell of the published value and by the wrong figure
    from which it follows; without items, only the header is written.
    """
    _write(path, [field.name for field in FIELDS[RECONCILIATION_FILE]], (asdict(item) for item in items))


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
    """Return a figure's texts, in the order of its columns."""
    grade = figure.grade
    return (
        figure.id, figure.indicator, figure.level, figure.code, figure.name, figure.period.code,
        "" if figure.numerator is None else plain_text(figure.numerator),
        "" if figure.denominator is None else plain_text(figure.denominator),
        plain_text(figure.value), figure.published, figure.unit,
        *((grade.rating, grade.performance, grade.light) if grade else ("", "", "")),
        figure.rule, SOURCE_SEPARATOR.join(extents.of(figure).places()),
    )  # fmt: skip


def _write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write the given columns of some rows as CSV; a column that a row lacks is blank, its others are left out."""
    write_rows(path, columns, ([row.get(name, "") for name in columns] for row in rows))


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
