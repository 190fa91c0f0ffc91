"""The additional sheets of a returned workbook: every sheet that is not read is reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from helpers.base.characters import folded
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row
from helpers.forms.blank import instructions_sheet, lists_sheet, progress_sheet
from helpers.forms.form_codes import FormCode
from helpers.forms.form_labels import LABELS
from helpers.forms.returned.form_reading import FormReading
from helpers.forms.returned.form_recognition import Recognised, identity_block
from helpers.intake.intake_problems import Code, found
from helpers.intake.layout.cell_grid import Grid

OURS = frozenset(folded(name) for name in (instructions_sheet.NAME, lists_sheet.NAME, progress_sheet.NAME))
"""Names of a form's own sheets in which nothing is filled in."""
KEYS = ("tarea", "indicador", "id")
"""Columns that identify a row of a form."""


def unread_sheets(grids: Mapping[str, Grid], seen: Recognised) -> tuple[Grid, ...]:
    """Return the sheets of a returned workbook that have content, were not in the form as sent, and are not read.

    Parameters
    ----------
    grids : Mapping of str to Grid
        All sheets, by name.
    seen : Recognised
        Names the sheet that is read.
    """
    return tuple(
        grid for name, grid in grids.items() if grid is not seen.grid and grid.lines and folded(name) not in OURS
    )


def added_sheet(grid: Grid, seen: Recognised) -> Finding:
    """Return the note on a sheet with content that the unit added, which is not read."""
    told = (
        f"la hoja no es del formulario y no se lee; solo cuenta «{seen.grid.sheet}». Si tiene datos de las tareas, "
        "páselos a ella."
    )
    return found(Code.SHEET_UNREAD, Severity.NOTE, grid.place(), told, value=grid.sheet)


def foreign_form(grid: Grid, seen: Recognised) -> Finding | None:
    """Return the error on a sheet whose identity block is of another unit, period or form; None otherwise."""
    block, cells = identity_block(grid)
    own, _ = identity_block(seen.grid)
    for name in ("unit", "period", "number"):
        theirs = block.get(name, "")
        if theirs and folded(theirs) not in {folded(own.get(name, "")), folded(getattr(seen.identity, name))}:
            told = (
                f"la hoja es el formulario de «{theirs}» ({LABELS[name]}) y el libro es el de "
                f"«{getattr(seen.identity, name)}»: no se lee. Cada formulario va en su archivo: pásela al suyo y "
                "quítela de este."
            )
            more = {"element": LABELS[name], "expected": getattr(seen.identity, name), "value": theirs}
            return found(FormCode.SHEETS, Severity.ERROR, cells[name], told, **more)
    return None


def repeated_form(grid: Grid, copy: FormReading, main: FormReading, seen: Recognised) -> Finding:
    """Return the finding on a second sheet with the same form.

    It is an error if the sheet says something that the first one does not: only the unit knows which of them counts. It
    is a note if the sheet is blank or says the same.
    """
    other = next(chain(_differing(copy.rows, main.rows), _failing(copy, main)), None)
    if other is None:
        told = f"la hoja es una copia de «{seen.grid.sheet}» y no dice nada más que ella: no se lee. Puede quitarla."
        return found(Code.SHEET_UNREAD, Severity.NOTE, grid.place(), told, value=grid.sheet)
    told = (
        f"la hoja también es el formulario y aquí dice otra cosa que «{seen.grid.sheet}»: no se sabe cuál de las dos "
        "vale. Deje en el libro solo la buena, con todos sus datos, y devuélvalo."
    )
    place = grid.place(other)
    return found(FormCode.SHEETS, Severity.ERROR, place, told, expected=seen.grid.sheet, value=grid.sheet)


def without_empty_form(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings without the error (`FOR-VACIO`) on an empty form: another sheet may contain the data."""
    return tuple(finding for finding in findings if finding.codigo != FormCode.NOTHING)


def _differing(rows: Mapping[str, Sequence[Row]], read: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """Cells of values that the rows already read do not have."""
    for table, some in rows.items():
        known = {_key(row): row for row in read.get(table, ())}
        for row in some:
            twin = known.get(_key(row))
            yield from (
                row.cell(column).cell
                for column, value in row.values.items()
                if column in row.origin.columns
                and column not in KEYS
                and (twin.values.get(column) if twin else None) != value
            )


def _key(row: Row) -> str:
    return next((row.text(name) for name in KEYS if row.text(name)), "")


def _failing(copy: FormReading, main: FormReading) -> Iterator[str]:
    """Cells that cannot be read in a copy but can in the main sheet; a blank copy is no failure."""
    known = {(finding.codigo, finding.celda) for finding in main.errors}
    for finding in without_empty_form(copy.errors):
        if (finding.codigo, finding.celda) not in known:
            yield finding.celda
