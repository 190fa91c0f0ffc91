"""Decides which reports of a batch are still valid, and why the others must be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from helpers.base.errors import PoaError
from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.base.system.digest import sha256_if_there
from helpers.base.system.workspace import Workspace
from helpers.desk.batch.batch_journal import MADE, STARTED, Entry
from helpers.desk.batch.batch_records import Outcome, Report, read_card
from helpers.desk.batch.object_store import Store
from helpers.desk.batch.report_cards import card_of
from helpers.intake.year_folders import folders_of
from helpers.outputs.run_files import MANIFEST_FILE
from helpers.run.finished_run import unread, why_not_current
from helpers.run.report.destination import usual_place
from helpers.run.report.manifest import read_manifest, read_times
from helpers.settings.institution import institutions
from helpers.settings.params import load_run, run_periods

NEW = "no se ha hecho en este lote"
FAILED_BEFORE = "la vez anterior falló"
OTHER_CODE = "el código del proyecto cambió desde que se hizo"
OTHER_OPTIONS = "se hizo con otras opciones"
OTHER_REPORT = "el informe que está no es el que hizo este lote"
OTHER_INPUTS = "sus insumos cambiaron"
HASHED = ("cuadernos", "metodos_comparados")
"""Parts of a manifest with files of the workspace, besides those that `why_not_current` checks."""


@dataclass(frozen=True)
class ReportValidity:
    """Whether a report of a batch is still valid.

    Attributes
    ----------
    reason : str
        Why it must be made; empty if it is valid.
    outcome : Outcome
        Outcome of the valid report.
    is_adopted : bool
        Whether it was published just before the batch was killed, so that the journal lacks its entry.
    """

    reason: str
    outcome: Outcome = field(default_factory=Outcome)
    is_adopted: bool = False


@dataclass(frozen=True)
class Folder:
    """A workspace in a folder that every worker can read."""

    workspace: Workspace

    @property
    def address(self) -> str:
        """Path of the workspace's root."""
        return str(self.workspace.root)

    def runs(self) -> tuple[str, ...]:
        """Return every institution and period that has parameters, as `mre/2024-T2`; yearly plans too."""
        return tuple(
            f"{institution}/{period}"
            for institution in institutions(self.workspace)
            for period in run_periods(self.workspace, institution)
        )

    def standing(self, report: Report, entry: Entry, code: str, *, with_pdf: bool) -> ReportValidity:
        """Return whether the published report is that of the journal's entry, and all that it was made from unchanged.

        A report that was started and then published before the batch was killed, with the same choice of a PDF, is
        valid too (`is_adopted`). If a run was interrupted while it replaced the report, the earlier report is first put
        back in its place.
        """
        destination = usual_place(self.workspace, report.institution, report.period, is_partial=False)
        destination.recover()
        place = destination.folder
        try:
            reason = self._why_not(report, place)
        except PoaError as problem:  # its parameters cannot be read
            return ReportValidity(str(problem))
        if reason:
            return ReportValidity(reason)
        if entry.kind == STARTED:
            return self._adopted(report, place, entry, with_pdf=with_pdf)
        if sha256_if_there(place / MANIFEST_FILE) != _manifest(entry):
            return ReportValidity(OTHER_REPORT)
        return ReportValidity("", entry.outcome)

    def _why_not(self, report: Report, place: Path) -> str:
        if reason := why_not_current(self.workspace, place, []):
            return reason
        manifest = not_none(read_manifest(place))  # a report without one is not current
        for part, root in (*((part, self.workspace.root) for part in HASHED), ("salidas", place)):
            for name, digest in manifest[part].items():
                if sha256_if_there(root / name) != digest:
                    return f"{name} cambió desde que se hizo el informe"
        folders = folders_of(self.workspace, load_run(self.workspace, report.institution, report.period))[0]
        new = next(unread(self.workspace, manifest["insumos"], Period.parse(report.period).window, folders), "")
        return f"{new} no estaba cuando se hizo el informe" if new else ""

    def _adopted(self, report: Report, place: Path, entry: Entry, *, with_pdf: bool) -> ReportValidity:
        """A report that was started and exists: it belongs to this batch if it ended after that start."""
        times = read_times(place)
        if times is None or times.ended < entry.moment.replace(microsecond=0):
            return ReportValidity(NEW)
        manifest = not_none(read_manifest(place))  # `_why_not` has read it
        if manifest["con_pdf"] != with_pdf:
            return ReportValidity(OTHER_OPTIONS)
        return ReportValidity("", Outcome(card=card_of(self.workspace, report, place)), is_adopted=True)


@dataclass(frozen=True)
class Remote:
    """A workspace in an object store."""

    store: Store

    @property
    def address(self) -> str:
        """Address of the store: `s3://bucket/libro`."""
        return self.store.address

    def runs(self) -> tuple[str, ...]:
        """Return every institution and period that has parameters, as `mre/2024-T2`; yearly plans too."""
        return self.store.runs()

    def standing(self, report: Report, entry: Entry, code: str, *, with_pdf: bool) -> ReportValidity:
        """Return whether the store still has the report of the journal's entry, made from the same inputs, or why not.

        A report that was started and then stored before the batch was killed, by the same code and with the same choice
        of a PDF, is valid too (`is_adopted`). Only the store's pointer and the inputs are looked at, not the report's
        files.
        """
        current = self.store.current(report.name)
        if entry.kind == MADE and current.get("manifiesto") != _manifest(entry):
            return ReportValidity(OTHER_REPORT)
        if entry.kind == STARTED and (current.get("codigo"), current.get("con_pdf")) != (code, with_pdf):
            return ReportValidity(NEW)
        source = self.store.signature(report)
        if current["origen"] != source:
            return ReportValidity(OTHER_INPUTS)
        if entry.kind == MADE:
            return ReportValidity("", entry.outcome)
        try:
            card = read_card(current.get("ficha"))
        except ValidationError:
            return ReportValidity(OTHER_REPORT)
        return ReportValidity("", Outcome(card=card, source=source), is_adopted=True)


Root = Folder | Remote


def validity_of(
    root: Root, report: Report, entries: Mapping[str, Entry], code: str, *, with_pdf: bool
) -> ReportValidity:
    """Return whether a batch can leave a report as it is, and its outcome, or why it must be made.

    It must be made if the journal has no entry or a failure, or if code, PDF option, report or inputs are other now.
    """
    entry = entries.get(report.name)
    if entry is None:
        return ReportValidity(NEW)
    if entry.kind not in (MADE, STARTED):
        return ReportValidity(FAILED_BEFORE)
    if entry.code != code:
        return ReportValidity(OTHER_CODE)
    if entry.with_pdf != with_pdf:
        return ReportValidity(OTHER_OPTIONS)
    return root.standing(report, entry, code, with_pdf=with_pdf)


def _manifest(entry: Entry) -> str:
    return entry.outcome.card.manifest if entry.outcome.card else ""
