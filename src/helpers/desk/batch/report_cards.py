"""Reads a finished report as a row of the consolidated table; nothing is computed."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.desk.batch.batch_records import Card, HeadlineFigure, Report
from helpers.desk.batch.consolidated_table import FIGURES
from helpers.figures.findings import Severity, count_by_severity
from helpers.outputs.csv_exports import read_findings
from helpers.outputs.run_files import FIGURES_FILE, FINDINGS_FILE, MANIFEST_FILE
from helpers.run.report.manifest import read_manifest
from helpers.scoring.levels.grading import grade_at
from helpers.settings.institution import load_institution
from helpers.settings.methods import Metodo, load_method

LEVEL = "entidad"


def card_of(workspace: Workspace, report: Report, folder: Path) -> Card:
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
    entity = load_institution(workspace, report.institution)
    method = load_method(workspace, params["metodo"])
    findings = folder / FINDINGS_FILE
    counts = count_by_severity(read_findings(findings, workspace.relative(findings)))
    return Card(
        report=report.name,
        institution=entity.nombre,
        sigla=entity.sigla,
        words=Period.parse(report.period).words,
        method=method.nombre,
        state=params["estado"],
        synthetic=entity.sintetica,
        figures=_figures(method, Period.parse(report.period), folder / FIGURES_FILE),
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
