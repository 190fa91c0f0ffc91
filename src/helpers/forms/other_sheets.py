"""The sheets of a workbook that are not the one that is read: none is left out without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from helpers.findings import Finding, Severity
from helpers.forms import instructions_sheet, lists_sheet, progress_sheet
from helpers.forms.identity import LABELS
from helpers.forms.problems import FormCode
from helpers.forms.reading import FormReading
from helpers.forms.recognise import Recognised, block_of
from helpers.intake.columns import folded
from helpers.intake.grid import Grid
from helpers.intake.problems import Code, found
from helpers.records import Row

OURS = frozenset(folded(name) for name in (instructions_sheet.NAME, lists_sheet.NAME, progress_sheet.NAME))
"""Sheets that forms are sent out with, in which nothing is filled in."""
KEYS = ("tarea", "indicador", "id")
"""What tells one row of a form from another."""


def others_of(grids: Mapping[str, Grid], seen: Recognised) -> tuple[Grid, ...]:
    """The sheets with something in them that are neither read nor part of the form."""
    return tuple(
        grid for name, grid in grids.items() if grid is not seen.grid and grid.lines and folded(name) not in OURS
    )


def no_form(grid: Grid, seen: Recognised) -> Finding:
    """A sheet of the unit's own."""
    told = (
        f"la hoja no es del formulario y no se lee; solo cuenta «{seen.grid.sheet}». Si tiene datos de las tareas, "
        "páselos a ella."
    )
    return found(Code.SHEET_UNREAD, Severity.NOTE, grid.place(), told, value=grid.sheet)


def of_another(grid: Grid, seen: Recognised) -> Finding | None:
    """A sheet that says to be the form of another unit or period; None where it does not."""
    block, cells = block_of(grid)
    own, _ = block_of(seen.grid)
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


def of_copy(grid: Grid, copy: FormReading, main: FormReading, seen: Recognised) -> Finding:
    """A second sheet of the same form: an error where it says something that the one that is read does not.

    Which of the two counts only its unit knows; one that says the same, or was left blank, loses nothing.
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


def without_emptiness(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of a form, one of whose sheets may hold what another lacks."""
    return tuple(finding for finding in findings if finding.codigo != FormCode.NOTHING)


def _differing(rows: Mapping[str, Sequence[Row]], read: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """Addresses of values that the rows read do not have."""
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
    """Addresses of what cannot be read in a copy and can in the sheet that counts; being blank is no failure."""
    known = {(finding.codigo, finding.celda) for finding in main.errors}
    for finding in without_emptiness(copy.errors):
        if (finding.codigo, finding.celda) not in known:
            yield finding.celda
