"""Checks that the categories of expenditure reports and those of `vinculacion` are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from helpers.base.python_extras import grouped
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row
from helpers.intake.dataset import Dataset
from helpers.intake.intake_problems import Code, also, hint, nearest, of_cell

BY_CATEGORY = "categoria"
CATEGORY = "cat_prog"


def check_categories(dataset: Dataset) -> Iterator[Finding]:
    """Compare the categories of `gastos`, in reports by category, with those of `vinculacion`; each table needs some.

    Yields
    ------
    Finding
        For all rows of a file and sheet with the same category: an error if it is in `gastos` alone; a warning if it is
        in `vinculacion` alone, and not the one that was probably meant in `gastos`.
    """
    reports = [row for row in dataset.rows("gastos") if row.text("reporte").casefold() == BY_CATEGORY]
    links = dataset.rows("vinculacion")
    spent, linked = ({row.text(CATEGORY) for row in rows} - {""} for rows in (reports, links))
    for value, rows in _without(reports, linked):
        likely = nearest(value, linked)
        told = (
            f"columna «{CATEGORY}»: la categoría «{value}» no está en «vinculacion» y su gasto no llegaría a ninguna "
            f"acción; {hint(value, linked)}. Corrija el código, agréguela a «vinculacion» o, si el sistema la escribe "
            f"así, declare su forma en «codigos» de los parámetros.{also(row.line for row in rows[1:])}"
        )
        more = {"expected": likely, "value": value}
        yield of_cell(Code.REFERENCE, Severity.ERROR, rows[0], CATEGORY, told, **more)
    meant = {nearest(code, linked) for code in spent - linked}
    for value, rows in _without(links, spent and spent | meant):
        told = (
            f"la categoría «{value}» no está en ningún reporte por categoría de «gastos». "
            "Compruebe el código, o si el reporte está completo."
        )
        yield of_cell(Code.CATEGORY_UNUSED, Severity.WARNING, rows[0], CATEGORY, told, value=value)


def _without(rows: Iterable[Row], known: Set[str]) -> Iterator[tuple[str, list[Row]]]:
    """Yield each category that is not known with its rows, by file and sheet; nothing if none is known."""
    strangers = [row for row in rows if row.text(CATEGORY) and row.text(CATEGORY) not in known] if known else []
    groups = grouped(strangers, lambda row: (row.origin.file, row.origin.sheet, row.text(CATEGORY)))
    yield from ((value, some) for (*_, value), some in groups.items())
