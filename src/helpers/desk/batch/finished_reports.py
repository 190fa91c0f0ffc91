"""Decides which reports of a batch are still valid, and why the others must be made; reads the cards of finished ones.

A report in a folder has a receipt beside it, which says what code made it. The report's manifest says all the rest.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from helpers.base.errors import PoaError
from helpers.base.python_extras import PlainData, not_none
from helpers.base.system import atomic
from helpers.base.system.digest import sha256_if_there
from helpers.base.system.workspace import Workspace
from helpers.desk.batch.batch_records import Card, Report
from helpers.desk.batch.code_version import code_here
from helpers.desk.batch.object_store import Store
from helpers.desk.batch.report_cards import card_of
from helpers.outputs.run_files import MANIFEST_FILE
from helpers.run.finished_run import why_not_all_read, why_not_current
from helpers.run.report.destination import usual_place
from helpers.run.report.manifest import read_manifest
from helpers.settings.institution import every_run
from helpers.settings.params import load_run

NEW = "ningún lote lo dejó hecho, o el último no terminó"
OTHER_CODE = "el código del proyecto cambió desde que se hizo"
OTHER_OPTIONS = "se hizo con otras opciones"
OTHER_REPORT = "el informe que está no es el que hizo un lote"
OTHER_INPUTS = "sus insumos cambiaron"
HASHED = ("cuadernos", "metodos_comparados")
"""Parts of a manifest with files of the workspace, besides those that `why_not_current` checks."""


def receipt_file(folder: Path) -> Path:
    """Return the path of a report's receipt, beside its folder; only a report that a batch made has one."""
    return folder.with_name(f"{folder.name}.lote.json")


def write_receipt(folder: Path, code: str) -> None:
    """Write the receipt of a report that some code has made: the digests of its manifest and of the code."""
    plain = {"manifiesto": sha256_if_there(folder / MANIFEST_FILE), "codigo": code}
    atomic.write_text(receipt_file(folder), json.dumps(plain) + "\n")


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
        return tuple(map("/".join, every_run(self.workspace)))

    def why_not_valid(self, report: Report, *, with_pdf: bool) -> str:
        """Return why a report must be made; empty if it is as a batch with the same code made it from the same inputs.

        If a run was interrupted while it replaced the report, the earlier report is first put back in its place.
        """
        destination = usual_place(self.workspace, report.institution, report.period, is_partial=False)
        destination.recover()
        place = destination.folder
        receipt, manifest = _receipt(place), sha256_if_there(place / MANIFEST_FILE)
        if not receipt or not manifest:
            return NEW
        if receipt.get("manifiesto") != manifest:
            return OTHER_REPORT
        if receipt.get("codigo") != code_here().digest:
            return OTHER_CODE
        try:
            return why_not_current(self.workspace, place, []) or self._change(report, place, with_pdf=with_pdf)
        except PoaError as problem:  # its parameters cannot be read
            return str(problem)

    def _change(self, report: Report, place: Path, *, with_pdf: bool) -> str:
        """How options, files or inputs differ from those in the report's manifest, in Spanish; empty if they do not."""
        manifest = not_none(read_manifest(place))  # a report without one is not current
        if manifest["con_pdf"] != with_pdf:
            return OTHER_OPTIONS
        for part, root in (*((part, self.workspace.root) for part in HASHED), ("salidas", place)):
            for name, digest in manifest[part].items():
                if sha256_if_there(root / name) != digest:
                    return f"{name} cambió desde que se hizo el informe"
        corrida = load_run(self.workspace, report.institution, report.period)
        return why_not_all_read(self.workspace, corrida, manifest["insumos"])

    def card(self, report: Report) -> Card:
        """Read the card of a finished report; the errors are those of `card_of`."""
        place = usual_place(self.workspace, report.institution, report.period, is_partial=False)
        return card_of(self.workspace, report, place.folder)


@dataclass(frozen=True)
class Remote(Store):
    """A workspace in an object store."""

    def why_not_valid(self, report: Report, *, with_pdf: bool) -> str:
        """Return why a report must be made; empty if the store has it from the same code, options and inputs.

        Only the store's pointer and the inputs are looked at, not the report's files.
        """
        current = self.current(report.name)
        if not current:
            return NEW
        if current.get("codigo") != code_here().digest:
            return OTHER_CODE
        if current.get("con_pdf") != with_pdf:
            return OTHER_OPTIONS
        return OTHER_INPUTS if current.get("origen") != self.signature(report) else ""

    def card(self, report: Report) -> Card:
        """Read the card of a finished report from the store's pointer."""
        return Card.of(self.current(report.name)["ficha"])


Root = Folder | Remote


def _receipt(folder: Path) -> PlainData:
    """The receipt of a report; empty if there is none that can be read."""
    with suppress(OSError, ValueError, RecursionError):
        plain = json.loads(receipt_file(folder).read_text(encoding="utf-8"))
        return plain if isinstance(plain, dict) else {}
    return {}
