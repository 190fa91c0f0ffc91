"""Reads a returned form in any accepted file format: its data with their cells, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from helpers.figures.findings import Finding, Severity, has_error, sort_findings
from helpers.figures.records import SourceCell
from helpers.forms.blank.form_layout import FollowUp, Form, PlanForm, ShortForm
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_codes import FormCode
from helpers.forms.form_labels import Identity
from helpers.forms.returned.extra_content import merged_amounts, merged_texts, repeated_columns, unread_content
from helpers.forms.returned.form_reader import FormReader, read_signature
from helpers.forms.returned.form_reading import FormReading
from helpers.forms.returned.form_recognition import Recognised, find_awaited, identity_block, recognise
from helpers.forms.returned.other_sheets import (
    added_sheet,
    foreign_form,
    repeated_form,
    unread_sheets,
    without_empty_form,
)
from helpers.forms.returned.read_follow_up import FollowUpReader
from helpers.forms.returned.read_plan import PlanReader
from helpers.forms.returned.read_short import ShortReader
from helpers.intake.intake_problems import found
from helpers.intake.layout.cell_grid import Grid
from helpers.intake.readers.workbook_archive import custom_properties
from helpers.intake.readers.workbook_reader import read_workbook
from helpers.intake.values.column_kinds import Settings

SUFFIXES = (".xlsx", ".xlsm", ".ods", ".xls")
"""Accepted file formats."""
_READERS: Mapping[type[Form], type[FormReader]] = {
    FollowUp: FollowUpReader,
    ShortForm: ShortReader,
    PlanForm: PlanReader,
}


def read_form(path: Path, label: str, forms: FormSet) -> FormReading:
    """Read a returned form and compare it with the one that was sent.

    Parameters
    ----------
    path : Path
    label : str
        Path of the file from the project's root.
    forms : FormSet
        All forms of the period; the one that was sent is found among them.

    Returns
    -------
    FormReading
        A form with errors still has the rows that could be read. A damaged file gives findings, not an exception.
    """
    if path.suffix.lower() not in SUFFIXES:
        return FormReading(label, findings=(_other_format(path, label),))
    grids, told = read_workbook(path, label)
    if not grids:
        return FormReading(label, findings=told)
    seen = recognise(grids, custom_properties(path))
    told = tuple(finding for finding in told if finding.hoja in ("", seen.grid.sheet))
    form, problems = find_awaited(forms, seen)
    if form is None:
        return FormReading(label, seen.identity, findings=sort_findings((*told, *problems)), named=seen.named_unit)
    main = _read(forms, form, seen.grid, seen.identity)
    others = tuple(_of_other(forms, form, grid, seen, main) for grid in unread_sheets(grids, seen))
    is_split = has_error(others)
    own = without_empty_form(main.findings) if is_split else main.findings
    return replace(main, findings=sort_findings((*told, *problems, *own, *others)))


def _read(forms: FormSet, form: Form, grid: Grid, identity: Identity) -> FormReading:
    """Read one sheet as an awaited form."""
    settings = Settings(forms.period.year, forms.corrida.separador_decimal)
    made = _READERS[type(form)]
    raw = made(forms, form, grid, settings)
    grid, shared = merged_texts(raw.table, raw.asked_texts)
    reader = made(forms, form, grid, settings) if shared else raw
    table, read = reader.table, reader.rows()
    merged = merged_amounts(table, reader.asked_numbers, chain.from_iterable(read.values()))
    rows = {name: tuple(map(merged.without, some)) for name, some in read.items()}
    presented = read_signature(grid, form.unit.code, form.period, settings, table.total_line)
    if presented.row is not None and not isinstance(form, PlanForm):
        rows["presentaciones"] = (presented.row,)
    told = [*reader.problems, *merged.findings, *repeated_columns(table)]
    left = () if table.missing else unread_content(table, reader.worked, reader.blocks, told)
    findings = (*told, *shared, *left, *presented.findings)
    return FormReading(grid.file, identity, form, rows, presented.on, presented.by, findings)


def _of_other(forms: FormSet, form: Form, grid: Grid, seen: Recognised, main: FormReading) -> Finding:
    """The finding on an additional sheet with content."""
    another = foreign_form(grid, seen)
    if another is not None:
        return another
    settings = Settings(forms.period.year, forms.corrida.separador_decimal)
    has_table = not _READERS[type(form)](forms, form, grid, settings).table.missing
    if not (has_table or identity_block(grid)[0]):
        return added_sheet(grid, seen)
    return repeated_form(grid, _read(forms, form, grid, seen.identity), main, seen)


def _other_format(path: Path, label: str) -> Finding:
    told = (
        f"un formulario no puede venir como {path.suffix or 'archivo sin extensión'}. Ábralo en Excel o LibreOffice "
        "y guárdelo como .xlsx; si es un PDF o una foto, pida el archivo de Excel."
    )
    place = SourceCell(label, "", "")
    return found(FormCode.FORMAT, Severity.ERROR, place, told, expected=", ".join(SUFFIXES), value=path.suffix)
