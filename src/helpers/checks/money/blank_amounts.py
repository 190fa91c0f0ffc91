"""A rule on budget lines with a blank amount: the totals that they enter are not computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from helpers.base.display import is_feminine, list_es, short_list_es
from helpers.base.name_phrases import contracted
from helpers.checks.money.report_partitions import COLUMN_WORDS, Partition, line_code, line_words, partitions_of
from helpers.checks.rule_registry import MOST_CASES, REGISTRY, Evidence, Found
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_WORDS
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import Row, SourceCell
from helpers.intake.dataset import BUDGET_LEVELS

COLUMNS = ("ppto_vigente", "devengado")
LINKED = ("acp", "area", "unidad")
Place = tuple[str, str]


@REGISTRY.rule(
    "GAS-EN-BLANCO",
    Severity.WARNING,
    "Toda línea de un reporte usado tiene el vigente y el devengado, si otra de ese reporte los tiene.",
)
def blank_amounts(evidence: Evidence) -> Iterator[Found]:
    """Report lines without budget in force or accrued, in a report from whose other lines a figure reads that column.

    One finding for each report, cut-off and column, at the first such line. A line that has its figure from another
    report is no fault.
    """
    readers = {
        cell: figure for figure in evidence.book if figure.level in BUDGET_LEVELS.values() for cell in figure.sources
    }
    for partition in partitions_of(evidence.dataset):
        for column in COLUMNS:
            reader = _reader(partition, column, readers)
            blank = [row for row in partition.rows if reader and _is_missing(evidence, row, column, reader)]
            if reader and blank:
                yield _blank(evidence, partition, column, reader, blank)


def _reader(partition: Partition, column: str, readers: Mapping[SourceCell, Figure]) -> Figure | None:
    """Return a figure of a line that is read from a report's column; None if the run does not use it."""
    cells = (row.cell(column) for row in partition.rows if row.number(column) is not None)
    return next((readers[cell] for cell in cells if cell in readers), None)


def _is_missing(evidence: Evidence, row: Row, column: str, reader: Figure) -> bool:
    place = (reader.level, line_code(row))
    return row.number(column) is None and evidence.book.get(reader.indicator, reader.period, *place) is None


def _blank(evidence: Evidence, partition: Partition, column: str, reader: Figure, blank: Sequence[Row]) -> Found:
    book, first, others = evidence.book, blank[0], len(blank) - 1
    above = dict.fromkeys(place for row in blank for place in _above(evidence, reader.level, row))
    lost = [_words(*place) for place in above if book.get(reader.indicator, reader.period, *place) is None]
    also = f" y en {'otra línea' if others == 1 else f'otras {others} líneas'}" if others else ""
    amounts = f"los importes de las {others + 1} líneas" if others else "el importe de esa línea"
    totals = f", el total {contracted('de', _listed(lost))}{',' if len(lost) > 1 else ''}" if lost else ""
    return Found(
        f"En el reporte {partition.words} al {partition.cutoff:%d/%m/%Y}, {COLUMN_WORDS[column]} está en blanco en "
        f"«{line_words(first)}»{also}. Un blanco no es 0: por eso faltan {amounts}{totals} y lo que se calcula con "
        f"{'ellos' if lost or others else 'él'}. Corresponde escribir lo que falta, o 0 si no lo hubo.",
        cell_fields(first.cell(column), f"gastos/{line_code(first)}/{column}", "un importe", "en blanco"),
    )


def _listed(names: Sequence[str]) -> str:
    return list_es(names) if len(names) <= MOST_CASES else short_list_es(names, MOST_CASES)


def _above(evidence: Evidence, level: str, row: Row) -> Iterator[Place]:
    """Yield level and code of what has a total that a line enters: of a report by source or object, only the report."""
    dataset, code = evidence.dataset, line_code(row)
    if level in ("fuente", "partida"):
        yield level, "TOTAL"
        return
    yield dataset.entity.key
    links = (link for link in dataset.rows("vinculacion") if level == "cat_prog" and link.text("cat_prog") == code)
    linked = [(name, link.text(name)) for link in islice(links, 1) for name in LINKED if link.text(name)]
    yield from linked
    for place in [("area", code)] if level == "area" else linked:
        node = dataset.node(*place)
        if node is not None and node.level == "area" and node.parent is not None:
            yield node.parent


def _words(level: str, code: str) -> str:
    if code == "TOTAL":
        return "ese reporte"
    word = LEVEL_WORDS.get(level, level)
    article = "la" if is_feminine(word) and level != "area" else "el"
    return f"{article} {word}" if level == "entidad" else f"{article} {word} {code}"
