"""Writes blank forms into a folder, one per unit; an existing file is never overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from helpers.base.characters import free_stem
from helpers.base.system import atomic
from helpers.forms.blank.form_layout import FollowUp, Form, PlanForm, ShortForm
from helpers.forms.blank.form_set import FormSet
from helpers.forms.blank.write_follow_up import follow_up_workbook
from helpers.forms.blank.write_plan import plan_workbook
from helpers.forms.blank.write_short import short_workbook
from helpers.forms.form_labels import PROPERTIES
from helpers.intake.readers.workbook_archive import custom_properties

_WRITERS: Mapping[type[Form], Callable[..., Workbook]] = {
    FollowUp: follow_up_workbook,
    ShortForm: short_workbook,
    PlanForm: plan_workbook,
}


@dataclass(frozen=True)
class WrittenForms:
    """The files of a folder after writing forms into it.

    Attributes
    ----------
    written, kept : tuple of Path
        New forms, and existing forms that are still up to date.
    stale : tuple of Path
        Existing forms that no longer match the plan; they are left unchanged.
    """

    written: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    stale: tuple[Path, ...] = ()


def workbook_of(forms: FormSet, form: Form) -> Workbook:
    """Return a new workbook of a blank form of any kind, not yet saved."""
    return _WRITERS[type(form)](forms, form)


def write_forms(forms: FormSet, chosen: Iterable[Form], folder: Path) -> WrittenForms:
    """Write blank forms into a folder, which is created if necessary; existing files stay as they are.

    Parameters
    ----------
    chosen : iterable of Form
        The forms to write, of `forms`.

    Returns
    -------
    WrittenForms
        The new files, and the existing ones: kept if their form number is the current one, else stale.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    kept: list[Path] = []
    stale: list[Path] = []
    taken: set[str] = set()
    for form in chosen:
        path = folder / f"{free_stem(f'{form.unit.code}-{form.period.code}', taken)}.xlsx"
        if path.exists():
            same = custom_properties(path).get(PROPERTIES["number"]) == form.identity.number
            (kept if same else stale).append(path)
            continue
        with atomic.replacing(path) as aside:
            workbook_of(forms, form).save(aside)
        written.append(path)
    return WrittenForms(tuple(written), tuple(kept), tuple(stale))
