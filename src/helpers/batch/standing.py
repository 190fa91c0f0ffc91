"""What stands of a batch: which of its reports are there as it left them, and why the others are to be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpers.batch.cards import card_of
from helpers.batch.journal import MADE, STARTED, Entry
from helpers.batch.records import Card, Outcome, Report
from helpers.batch.store import Store
from helpers.digest import file_sha256
from helpers.entidad import institutions
from helpers.errors import PoaError
from helpers.finished import unread, why_not_current
from helpers.intake.folders import folders_of
from helpers.params import load_run, run_periods
from helpers.periods import Period
from helpers.runner.manifest import FILE as MANIFEST_FILE
from helpers.runner.manifest import read_manifest
from helpers.runner.request import usual_place
from helpers.runner.times import read_times
from helpers.workspace import Workspace

NEW = "no se ha hecho en este lote"
FAILED_BEFORE = "la vez anterior falló"
OTHER_CODE = "el código del proyecto cambió desde que se hizo"
OTHER_OPTIONS = "se hizo con otras opciones"
OTHER_REPORT = "el informe que está no es el que hizo este lote"
OTHER_INPUTS = "sus insumos cambiaron"
HASHED = ("cuadernos", "metodos_comparados")
"""Parts of a manifest, besides what `why_not_current` looks at, that name files of the workbook."""


@dataclass(frozen=True)
class Standing:
    """What stands of a report.

    Attributes
    ----------
    reason : str
        Why it is to be made; empty where it stands.
    outcome : Outcome
        Of the report that stands.
    is_adopted : bool
        It was published and the batch was killed before it could say so.
    """

    reason: str
    outcome: Outcome = field(default_factory=Outcome)
    is_adopted: bool = False


@dataclass(frozen=True)
class Folder:
    """A workbook in a folder that every worker sees."""

    workspace: Workspace

    @property
    def address(self) -> str:
        return str(self.workspace.root)

    def runs(self) -> tuple[str, ...]:
        """Every institution and period that has parameters."""
        return tuple(
            f"{institution}/{period}"
            for institution in institutions(self.workspace)
            for period in run_periods(self.workspace, institution)
        )

    def standing(self, report: Report, entry: Entry, code: str, *, with_pdf: bool) -> Standing:
        """Whether a report that the journal tells of is still as it was left, and all that it came from too."""
        destination = usual_place(self.workspace, report.institution, report.period, is_partial=False)
        destination.recover()
        place = destination.folder
        try:
            reason = self._why_not(report, place)
        except PoaError as problem:  # its parameters cannot be read now
            return Standing(str(problem))
        if reason:
            return Standing(reason)
        if entry.kind == STARTED:
            return self._adopted(report, place, entry, with_pdf=with_pdf)
        if _digest(place / MANIFEST_FILE) != _manifest(entry):
            return Standing(OTHER_REPORT)
        return Standing("", entry.outcome)

    def _why_not(self, report: Report, place: Path) -> str:
        if reason := why_not_current(self.workspace, place, []):
            return reason
        manifest = read_manifest(place)
        for part, root in (*((part, self.workspace.root) for part in HASHED), ("salidas", place)):
            for name, digest in manifest[part].items():
                if _digest(root / name) != digest:
                    return f"{name} cambió desde que se hizo el informe"
        folders = folders_of(self.workspace, load_run(self.workspace, report.institution, report.period))[0]
        new = next(unread(self.workspace, manifest["insumos"], Period.parse(report.period).window, folders), "")
        return f"{new} no estaba cuando se hizo el informe" if new else ""

    def _adopted(self, report: Report, place: Path, entry: Entry, *, with_pdf: bool) -> Standing:
        """A report that was begun, and is there: it is this batch's if it ended after that."""
        times = read_times(place)
        if times is None or times.ended < entry.moment.replace(microsecond=0):
            return Standing(NEW)
        if read_manifest(place)["con_pdf"] != with_pdf:
            return Standing(OTHER_OPTIONS)
        return Standing("", Outcome(card=card_of(self.workspace, report, place)), is_adopted=True)


@dataclass(frozen=True)
class Remote:
    """A workbook in an object store."""

    store: Store

    @property
    def address(self) -> str:
        return self.store.address

    def runs(self) -> tuple[str, ...]:
        """Every institution and period that has parameters."""
        return self.store.runs()

    def standing(self, report: Report, entry: Entry, code: str, *, with_pdf: bool) -> Standing:
        """Whether the store still has the report that the journal tells of, and the inputs that it came from."""
        current = self.store.current(report.name)
        if entry.kind == MADE and current.get("manifiesto") != _manifest(entry):
            return Standing(OTHER_REPORT)
        if entry.kind == STARTED and (current.get("codigo"), current.get("con_pdf")) != (code, with_pdf):
            return Standing(NEW)
        source = self.store.signature(report)
        if current["origen"] != source:
            return Standing(OTHER_INPUTS)
        if entry.kind == MADE:
            return Standing("", entry.outcome)
        return Standing("", Outcome(card=Card.of_plain(current["ficha"]), source=source), is_adopted=True)


Root = Folder | Remote


def standing_of(root: Root, report: Report, entries: Mapping[str, Entry], code: str, *, with_pdf: bool) -> Standing:
    """What stands of a report, by the journal, by its own manifest and by what it came from."""
    entry = entries.get(report.name)
    if entry is None:
        return Standing(NEW)
    if entry.kind not in (MADE, STARTED):
        return Standing(FAILED_BEFORE)
    if entry.code != code:
        return Standing(OTHER_CODE)
    if entry.with_pdf != with_pdf:
        return Standing(OTHER_OPTIONS)
    return root.standing(report, entry, code, with_pdf=with_pdf)


def _manifest(entry: Entry) -> str:
    return entry.outcome.card.manifest if entry.outcome.card else ""


def _digest(path: Path) -> str:
    return file_sha256(path) if path.is_file() else ""
