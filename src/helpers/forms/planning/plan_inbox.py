"""The planning forms of a version's inbox, by unit, after judging."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from helpers.base.system.digest import sha256_if_there
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding
from helpers.figures.situations import FormState
from helpers.forms.blank.form_set import FormSet
from helpers.forms.planning import planning_findings as plan_told
from helpers.forms.reception import reception_findings as told
from helpers.forms.reception.accepted_rows import form_reader
from helpers.forms.reception.form_judging import judged_files
from helpers.forms.reception.reception_log import INBOX, Entry, Log
from helpers.forms.returned.form_reading import FormReading


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
        The units of which a form came, or that a form names.
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
    named = {label: (entry.unidad,) for digest, label in label_of.items() if (entry := log.of_content(digest))}
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
            told_of.append((entry.unidad, plan_told.replaced_form(label, entry.unidad, later)))
    strays = tuple(label.partition(f"/{INBOX}/")[2] for label in received.concerned if not units[label])
    return PlanInbox(received.new, chosen, {unit for some in units.values() for unit in some}, tuple(told_of), strays)
