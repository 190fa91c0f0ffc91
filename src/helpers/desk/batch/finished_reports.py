"""Decides which reports of a batch are still valid, and why the others must be made; reads the cards of finished ones.

A report in a folder has a receipt beside it, which says what code made it. The report's manifest says all the rest.
"""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from helpers.base.errors import PoaError
from helpers.base.periods import Period
from helpers.base.python_extras import PlainData, not_none
from helpers.base.system import atomic
from helpers.base.system.digest import file_sha256, sha256_if_there
from helpers.base.system.workspace import Workspace
from helpers.desk.batch.batch_records import FIGURES, Card, HeadlineFigure
from helpers.desk.batch.code_version import code_here
from helpers.desk.batch.object_store import NEW, OTHER_CODE, OTHER_OPTIONS, Store
from helpers.figures.findings import Severity, count_by_severity
from helpers.outputs.csv_exports import read_findings
from helpers.outputs.run_files import FIGURES_FILE, FINDINGS_FILE, MANIFEST_FILE
from helpers.run.finished_run import why_not_all_read, why_not_current
from helpers.run.report.destination import usual_place
from helpers.run.report.manifest import read_manifest
from helpers.scoring.levels.grading import grade_at
from helpers.settings.institution import every_run, load_institution
from helpers.settings.methods import Metodo, load_method
from helpers.settings.params import load_run

OTHER_REPORT = "el informe que está no es el que hizo un lote"
HASHED = ("cuadernos", "metodos_comparados")
"""Parts of a manifest with files of the workspace, besides those that `why_not_current` checks."""
LEVEL = "entidad"


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
        """Path of the workspace's root, as the workspace has it."""
        return str(self.workspace.root)

    def runs(self) -> tuple[str, ...]:
        """Return every institution and period that has parameters, as `mre/2024-T2`; yearly plans too."""
        return tuple(map("/".join, every_run(self.workspace)))

    def why_not_valid(self, report: str, *, with_pdf: bool) -> str:
        """Return why a report must be made; empty if it is as a batch with the same code made it from the same inputs.

        If a run was interrupted while it replaced the report, the earlier report is first put back in its place.
        """
        destination = usual_place(self.workspace, *report.split("/"), is_partial=False)
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

    def _change(self, report: str, place: Path, *, with_pdf: bool) -> str:
        """How options, files or inputs differ from those in the report's manifest, in Spanish; empty if they do not."""
        manifest = not_none(read_manifest(place))  # a report without one is not current
        if manifest["con_pdf"] != with_pdf:
            return OTHER_OPTIONS
        for part, root in (*((part, self.workspace.root) for part in HASHED), ("salidas", place)):
            for name, digest in manifest[part].items():
                if sha256_if_there(root / name) != digest:
                    return f"{name} cambió desde que se hizo el informe"
        corrida = load_run(self.workspace, *report.split("/"))
        return why_not_all_read(self.workspace, corrida, manifest["insumos"])

    def card(self, report: str) -> Card:
        """Read the card of a finished report; the errors are those of `card_of`."""
        place = usual_place(self.workspace, *report.split("/"), is_partial=False)
        return card_of(self.workspace, report, place.folder)


Root = Folder | Store


def _receipt(folder: Path) -> PlainData:
    """The receipt of a report; empty if there is none that can be read."""
    with suppress(OSError, ValueError, RecursionError):
        plain = json.loads(receipt_file(folder).read_text(encoding="utf-8"))
        return plain if isinstance(plain, dict) else {}
    return {}


def card_of(workspace: Workspace, report: str, folder: Path) -> Card:
    """Read a finished report's folder as a row of the consolidated table; nothing is computed.

    Parameters
    ----------
    workspace : Workspace
        Workspace with the report's parameters.
    folder : Path
        Folder of the report.

    Raises
    ------
    ConfigError
        If its findings are damaged, or the institution's file or the method cannot be loaded.
    OSError
        If the folder lacks `hallazgos.csv` or `cifras.csv`.
    """
    params = not_none(read_manifest(folder))["parametros"]
    institution, _, code = report.partition("/")
    entity, period = load_institution(workspace, institution), Period.parse(code)
    method = load_method(workspace, params["metodo"])
    findings = folder / FINDINGS_FILE
    counts = count_by_severity(read_findings(findings, workspace.relative(findings)))
    return Card(
        report=report,
        institution=entity.nombre,
        sigla=entity.sigla,
        words=period.words,
        method=method.nombre,
        state=params["estado"],
        synthetic=entity.sintetica,
        figures=_figures(method, period, folder / FIGURES_FILE),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        manifest=file_sha256(folder / MANIFEST_FILE),
        folder=workspace.relative(folder),
    )


def _figures(method: Metodo, period: Period, path: Path) -> dict[str, HeadlineFigure]:
    """The headline figures by column of the consolidated table; those that the report lacks are absent."""
    indicators = {"fisico": method.physical_indicator, "financiero": method.financial_indicator}
    windows = {"periodo": period.code, "acumulado": period.accumulated().code}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = {(row["indicador"], row["periodo"]): row for row in csv.DictReader(stream) if row["nivel"] == LEVEL}
    asked = {column: (kind, column.removeprefix(f"{kind}_")) for column, (kind, _) in FIGURES.items()}
    wanted = {column: rows.get((indicators[kind], windows[window])) for column, (kind, window) in asked.items()}
    known = method.indicadores
    return {column: _figure(method, row) for column, row in wanted.items() if row and row["indicador"] in known}


def _figure(method: Metodo, row: dict[str, str]) -> HeadlineFigure:
    """Return a row of `cifras.csv` as a headline figure; its symbol is empty without traffic light."""
    return HeadlineFigure(
        id=row["id"],
        name=method.indicadores[row["indicador"]].nombre,
        published=row["publicado"],
        unit=row["unidad_medida"],
        rating=row["calificacion"],
        light=row["semaforo"],
        symbol=_symbol(method, row) if row["semaforo"] else "",
    )


def _symbol(method: Metodo, row: dict[str, str]) -> str:
    """The symbol of a grade, from the method because `cifras.csv` lacks it; empty if the method gives no grade."""
    grade = grade_at(method, row["indicador"], Period.parse(row["periodo"]), Decimal(row["publicado"]))
    return grade.symbol if grade else ""
