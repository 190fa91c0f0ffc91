"""Reads a returned form in any accepted file format: its data with their cells, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from helpers.base.characters import folded, printable
from helpers.figures.findings import Finding, Severity, has_error, sort_findings
from helpers.figures.records import Row
from helpers.forms.blank import instructions_sheet, lists_sheet, progress_sheet
from helpers.forms.blank.form_layout import FollowUp, Form, PlanForm, ShortForm
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_codes import FormCode
from helpers.forms.form_labels import Identity
from helpers.forms.returned.extra_content import (
    merged_amounts,
    merged_texts,
    repeated_columns,
    strange_above,
    unread_content,
    unread_notes,
)
from helpers.forms.returned.form_reader import FormReader, read_signature
from helpers.forms.returned.form_reading import FormReading
from helpers.forms.returned.form_recognition import Recognised, find_awaited, identity_block, recognise
from helpers.forms.returned.read_follow_up import FollowUpReader
from helpers.forms.returned.read_plan import PlanReader
from helpers.forms.returned.read_short import ShortReader
from helpers.intake.intake_problems import Code, found, of_file
from helpers.intake.layout.cell_grid import BLANK, Grid
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
OURS = frozenset(folded(name) for name in (instructions_sheet.NAME, lists_sheet.NAME, progress_sheet.NAME))
"""Names of a form's own sheets in which nothing is filled in."""


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
        signed = read_signature(seen.grid, "", forms.period, _settings(forms), 0)
        findings = sort_findings((*told, *problems))
        return FormReading(label, seen.identity, None, {}, signed.on, signed.by, findings, seen.named_unit)
    main = _read(forms, form, seen.grid, seen.identity)
    others = tuple(_of_other(forms, form, grid, seen) for grid in _unread_sheets(grids, seen))
    is_split = has_error(others)  # then the data may be in the other sheet
    own = (finding for finding in main.findings if not (is_split and finding.codigo == FormCode.NOTHING))
    return replace(main, findings=sort_findings((*told, *problems, *own, *others)))


def _read(forms: FormSet, form: Form, grid: Grid, identity: Identity) -> FormReading:
    """Read one sheet as an awaited form: its rows, who presented it and when, and the findings.

    A text in merged cells counts in each of their rows; a number in merged cells is an error.
    """
    settings = _settings(forms)
    made = _READERS[type(form)]
    raw = made(forms, form, grid, settings)
    grid, shared = merged_texts(raw.table, raw.asked_texts)
    reader = made(forms, form, grid, settings) if shared else raw
    table, read = reader.table, reader.rows()
    merged = merged_amounts(reader, chain.from_iterable(read.values()))
    rows = dict(read)
    presented = read_signature(grid, form.unit.code, form.period, settings, table.total_line)
    told = [*reader.problems, *merged, *repeated_columns(table)]
    if presented.row is not None and isinstance(form, PlanForm):
        told += _remark(presented.row)
    elif presented.row is not None:
        rows["presentaciones"] = (presented.row,)
    left = unread_content(reader, strange_above(table, form.title, forms.entidad.nombre), told) if read else ()
    findings = (*told, *shared, *left, *unread_notes(raw.grid), *presented.findings)
    return FormReading(grid.file, identity, form, rows, presented.on, presented.by, findings)


def _settings(forms: FormSet) -> Settings:
    return Settings(forms.period.year, forms.corrida.separador_decimal)


def _remark(presented: Row) -> Iterator[Finding]:
    """A note on what a unit wrote in «Observaciones» of its planning form, which no table of the plan has."""
    if words := presented.text("observacion"):
        told = f"en «Observaciones» dice: «{printable(' '.join(words.split()))}»."
        yield found(FormCode.REMARK, Severity.NOTE, presented.cell("observacion"), told, value=words)


def _of_other(forms: FormSet, form: Form, grid: Grid, seen: Recognised) -> Finding:
    """The finding on an additional sheet with content: a form too, or a sheet that the unit added."""
    has_table = not _READERS[type(form)](forms, form, grid, _settings(forms)).table.missing
    if has_table or identity_block(grid)[0]:
        return _repeated_form(grid, seen.grid)
    return _added_sheet(grid, seen)


def _other_format(path: Path, label: str) -> Finding:
    told = (
        f"un formulario no puede venir como {path.suffix or 'archivo sin extensión'}. Si es una hoja de cálculo, "
        "ábrala en Excel o LibreOffice y guárdela como .xlsx; si no lo es, pida el archivo de Excel."
    )
    return of_file(FormCode.FORMAT, Severity.ERROR, label, told, expected=", ".join(SUFFIXES), value=path.suffix)


def _unread_sheets(grids: Mapping[str, Grid], seen: Recognised) -> tuple[Grid, ...]:
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


def _added_sheet(grid: Grid, seen: Recognised) -> Finding:
    """Return the note on a sheet with content that the unit added, which is not read."""
    told = (
        f"la hoja no es del formulario y no se lee; solo cuenta «{seen.grid.sheet}». Si tiene datos de las tareas, "
        "páselos a ella."
    )
    return found(Code.SHEET_UNREAD, Severity.NOTE, grid.place(), told, value=grid.sheet)


def _repeated_form(grid: Grid, main: Grid) -> Finding:
    """Return the finding on a second sheet with a form.

    It is an error if a cell says something that the same cell of the first sheet does not: only the unit knows which of
    them counts. It is a note if the sheet is blank or says the same. What a form computes is not compared.
    """
    read = {main.place(line.number, index).cell: cell for line in main.lines for index, cell in enumerate(line.cells)}
    here = {grid.place(line.number, index): cell for line in grid.lines for index, cell in enumerate(line.cells)}
    said = ((place, cell) for place, cell in here.items() if not cell.is_blank and place.cell not in grid.formulas)
    place, cell = next((one for one in said if one[1] != read.get(one[0].cell)), (None, BLANK))
    if place is None:
        told = f"la hoja es una copia de «{main.sheet}» y no dice nada más que ella: no se lee. Puede quitarla."
        return found(Code.SHEET_UNREAD, Severity.NOTE, grid.place(), told, value=grid.sheet)
    told = (
        f"la hoja también es un formulario y aquí dice «{cell.text}», y esa celda de «{main.sheet}» no: no se sabe "
        "cuál de las dos vale. Deje en el libro solo la buena, con todos sus datos, y devuélvalo; si es de otra unidad "
        "o de otro periodo, va en su archivo."
    )
    return found(FormCode.SHEETS, Severity.ERROR, place, told, expected=main.sheet, value=grid.sheet)
