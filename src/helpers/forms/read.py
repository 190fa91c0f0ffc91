"""A form as it comes back, in whatever format it was saved → its data with their cells, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from helpers.findings import Finding, Severity, ordered
from helpers.forms.form_set import FormSet
from helpers.forms.identity import Identity
from helpers.forms.layout import FollowUp, Form, PlanForm, ShortForm
from helpers.forms.problems import FormCode
from helpers.forms.properties import custom_properties
from helpers.forms.read_follow_up import FollowUpReader
from helpers.forms.read_plan import PlanReader
from helpers.forms.read_short import ShortReader
from helpers.forms.reading import FormReader, FormReading, read_presented
from helpers.forms.recognise import judge, recognise
from helpers.intake.grid import Grid
from helpers.intake.kinds import Settings
from helpers.intake.problems import found
from helpers.intake.workbook_reader import read_workbook
from helpers.records import SourceCell

SUFFIXES = (".xlsx", ".xlsm", ".ods", ".xls")
"""Formats in which a form may come back."""
_READERS: Mapping[type[Form], type[FormReader]] = {
    FollowUp: FollowUpReader,
    ShortForm: ShortReader,
    PlanForm: PlanReader,
}


def read_form(path: Path, label: str, forms: FormSet) -> FormReading:
    """Read a form that came back and judge it against the one that was sent out.

    Parameters
    ----------
    path : Path
    label : str
        The file, named from the root.
    forms : FormSet
        The forms that are awaited.

    Returns
    -------
    FormReading
        With rows also where there are errors, as far as they could be read; never an exception for a bad file.
    """
    if path.suffix.lower() not in SUFFIXES:
        return FormReading(label, findings=(_other_format(path, label),))
    grids, told = read_workbook(path, label)
    if not grids:
        return FormReading(label, findings=told)
    seen = recognise(grids, custom_properties(path))
    form, problems = judge(forms, seen)
    if form is None:
        return FormReading(label, seen.identity, findings=ordered((*told, *problems)))
    return _read(forms, form, seen.grid, label, (*told, *problems), seen.identity)


def _read(
    forms: FormSet, form: Form, grid: Grid, label: str, told: tuple[Finding, ...], identity: Identity
) -> FormReading:
    settings = Settings(forms.period.year, forms.corrida.separador_decimal)
    reader = _READERS[type(form)](forms, form, grid, settings)
    rows = dict(reader.rows())
    presented = read_presented(grid, form.unit.code, form.period, settings, reader.table.total_line)
    if presented.row is not None and not isinstance(form, PlanForm):
        rows["presentaciones"] = (presented.row,)
    return FormReading(
        label,
        identity,
        form,
        rows,
        presented.on,
        presented.by,
        presented.position,
        presented.remarks,
        ordered((*told, *reader.problems, *presented.findings)),
    )


def _other_format(path: Path, label: str) -> Finding:
    told = (
        f"un formulario no puede venir como {path.suffix or 'archivo sin extensión'}. Ábralo en Excel o LibreOffice "
        "y guárdelo como .xlsx; si es un PDF o una foto, pida el archivo de Excel."
    )
    place = SourceCell(label, "", "")
    return found(FormCode.FORMAT, Severity.ERROR, place, told, expected=", ".join(SUFFIXES), value=path.suffix)
