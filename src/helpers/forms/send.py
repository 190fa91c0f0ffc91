"""Blank forms written into a folder, one a unit; what is there already is never overwritten."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from helpers import atomic
from helpers.forms.form_set import FormSet
from helpers.forms.identity import PROPERTIES
from helpers.forms.layout import FollowUp, Form, PlanForm, ShortForm
from helpers.forms.properties import custom_properties
from helpers.forms.write_follow_up import follow_up_workbook
from helpers.forms.write_plan import plan_workbook
from helpers.forms.write_short import short_workbook

_WRITERS: Mapping[type[Form], Callable[..., Workbook]] = {
    FollowUp: follow_up_workbook,
    ShortForm: short_workbook,
    PlanForm: plan_workbook,
}
_NOT_IN_NAMES = re.compile(r"[^\w.\-]+")


@dataclass(frozen=True)
class Sent:
    """What was written.

    Attributes
    ----------
    written, kept : tuple of Path
        New forms, and those that were there already and are the same.
    stale : tuple of Path
        Forms that are there and are no longer the ones that the plan gives: left as they are.
    """

    written: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    stale: tuple[Path, ...] = ()


def workbook_of(forms: FormSet, form: Form) -> Workbook:
    """Write a blank form of any kind."""
    return _WRITERS[type(form)](forms, form)


def file_name(form: Form) -> str:
    """`DGAA-2024-T3.xlsx`; what a file system would not take in a code becomes a hyphen."""
    unit = _NOT_IN_NAMES.sub("-", form.unit.code).strip("-.") or "unidad"
    return f"{unit}-{form.period.code}.xlsx"


def send(forms: FormSet, asked: Iterable[Form], folder: Path, tell: Callable[[Form], None] = lambda _: None) -> Sent:
    """Write some forms into a folder.

    Parameters
    ----------
    tell : callable
        Called with each form before it is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written, kept, stale = [], [], []
    taken: set[str] = set()
    for form in asked:
        tell(form)
        path = folder / _free_name(file_name(form), taken)
        if path.exists():
            same = custom_properties(path).get(PROPERTIES["number"]) == form.identity.number
            (kept if same else stale).append(path)
            continue
        with atomic.replacing(path) as aside:
            workbook_of(forms, form).save(aside)
        written.append(path)
    return Sent(tuple(written), tuple(kept), tuple(stale))


def _free_name(name: str, taken: set[str]) -> str:
    """A name that no other unit of these has: two codes may differ only in what names cannot hold."""
    stem, free, number = name.removesuffix(".xlsx"), name, 2
    while free.casefold() in taken:
        free, number = f"{stem}-{number}.xlsx", number + 1
    taken.add(free.casefold())
    return free
