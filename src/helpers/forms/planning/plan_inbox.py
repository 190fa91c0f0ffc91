"""The inbox of a plan's version: its folder, the plan from which its forms start, and what came, by unit."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from helpers.base.display import date_es
from helpers.base.errors import UsageError
from helpers.base.system.digest import sha256_if_there
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.figures.situations import FormState
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_codes import PlanCode
from helpers.forms.planning.tasks_table import TAREAS
from helpers.forms.reception import reception_findings as told
from helpers.forms.reception.accepted_rows import form_reader
from helpers.forms.reception.form_judging import judged_files
from helpers.forms.reception.reception_log import INBOX, Entry, Log
from helpers.forms.returned.form_reading import FormReading
from helpers.intake.dataset import Dataset
from helpers.intake.intake_problems import of_file
from helpers.intake.year_folders import LEFT_ALONE, PLAN_FOLDER
from helpers.scoring.planning.plan_in_force import since
from helpers.settings.params import Corrida

VERSION = re.compile(r"\w[\w.\-]*")


def version_folder(workspace: Workspace, corrida: Corrida, version: str) -> Path:
    """Return the folder `poa/<version>` in the year's data, which must contain an inbox.

    Raises
    ------
    UsageError
        If the name is not valid for a version, or the version has no inbox.
    """
    plan = workspace.year_data(corrida.entidad, corrida.period.year) / PLAN_FOLDER
    if VERSION.fullmatch(version) is None or version in {*LEFT_ALONE, INBOX}:
        raise UsageError(f"«{version}» no sirve de nombre de versión: use letras, cifras, puntos y guiones, como v1.")
    folder = plan / version
    if not (folder / INBOX).is_dir():
        raise UsageError(
            f"No existe {workspace.relative(folder / INBOX)}/: haga esa carpeta y ponga en ella los formularios de "
            "programación que vuelven, con el nombre que traigan."
        )
    return folder


def earlier_plan(dataset: Dataset, version: str) -> Dataset:
    """Return the dataset without the tasks of a version and of later ones: the plan from which its forms start.

    If the version has a date in `versiones`, only versions with an earlier date are kept, and those that `versiones`
    lists without date. If it has none, listed or not, all dated versions are kept, and undated ones whose name comes
    before its own (v2 before v10).

    If its own tasks stayed, the version would be in force as soon as it is written, and the forms that made it would
    then count as forms of another version.
    """
    listed = {row.text("version"): row for row in dataset.rows("versiones")}
    own = listed[version].date("fecha") if version in listed else None

    def precedes(other: str) -> bool:
        """Return whether a version came before the one being prepared, as `earlier_plan` says."""
        row = listed.get(other)
        if own is not None:
            return row is not None and since(row) < own
        is_dated = row is not None and row.date("fecha") is not None
        return other != version and (is_dated or _natural(other) < _natural(version))

    tasks = tuple(row for row in dataset.rows("tareas") if precedes(row.text("version")))
    return replace(dataset, tables={**dataset.tables, "tareas": tasks})


def _natural(version: str) -> list[tuple[int, str]]:
    """Sort key that puts v10 after v2."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", version)]


@dataclass(frozen=True)
class PlanInbox:
    """What came for a version of the plan.

    Attributes
    ----------
    lines : tuple of Entry
        The lines to add to the log when the plan is written.
    chosen : Mapping of str to FormReading
        The form that counts, by unit; a unit is absent if a later form has errors, or if none counts.
    came : collection of str
        The units of which a form came, or that a form names; one that is put aside does not count.
    findings : tuple of (str, Finding)
        Each with its unit; with an empty text those on no particular one.
    strays : tuple of str
        Names of the files that are no form of a unit: other forms, unreadable files, and forms of an unknown unit.
    """

    lines: tuple[Entry, ...]
    chosen: Mapping[str, FormReading]
    came: Collection[str]
    findings: tuple[tuple[str, Finding], ...]
    strays: tuple[str, ...]


def judged_plan_forms(workspace: Workspace, forms: FormSet, log: Log, now: datetime) -> PlanInbox:
    """Judge the planning forms beside a readable log, of which the caller holds the lock; nothing is written.

    Parameters
    ----------
    forms : FormSet
        Forms that start from the version in force; their `draft` is the version being prepared.
    """
    read = form_reader()
    received = judged_files(workspace, forms, log, now, read)
    log, label_of = received.log, {digest: workspace.relative(path) for digest, path in received.there.items()}
    entries = {label: entry for digest, label in label_of.items() if (entry := log.of_content(digest))}
    named = {label: (one.unidad,) for label, one in entries.items() if one.estado is not FormState.DISCARDED}
    every = {**named, **received.concerned}
    units = {label: [unit for unit in of_file if unit in forms.plan_forms] for label, of_file in every.items()}
    told_of = [(unit, one) for one in received.findings for unit in units.get(one.archivo) or ("",)]
    to_mend = {unit for label in received.concerned for unit in units[label]}
    chosen = {}
    for unit, entry in log.accepted.items():
        if unit not in forms.plan_forms or unit in to_mend:
            continue
        path = received.there.get(entry.sha256)
        if path is None:
            at_its_place = sha256_if_there(log.path.parent / INBOX / entry.archivo)
            told_of.append((unit, told.lost(log, entry, at_its_place, forms.period)))
        else:
            chosen[unit] = read(path, label_of[entry.sha256], forms)
            told_of += [(unit, one) for one in chosen[unit].findings]
    for entry in log.current:
        later, label = log.accepted.get(entry.unidad), label_of.get(entry.sha256)
        if entry.estado is FormState.REPLACED and not entry.is_repeat and later and label:
            told_of.append((entry.unidad, _replaced_form(label, entry.unidad, later)))
    strays = tuple(label.partition(f"/{INBOX}/")[2] for label in received.concerned if not units[label])
    return PlanInbox(received.new, chosen, {unit for some in units.values() for unit in some}, tuple(told_of), strays)


def _replaced_form(file: str, unit: str, later: Entry) -> Finding:
    """Return the note (`PRO-REEMPLAZADO`) on a correct form that a later form of the same unit replaces."""
    day = date_es(later.presented)
    told = f"«{unit}» presentó otro después, el {day}: vale «{later.archivo}». Este se conserva."
    return of_file(PlanCode.REPLACED, Severity.NOTE, file, told, element=f"{TAREAS.name}/{unit}", value=later.archivo)
