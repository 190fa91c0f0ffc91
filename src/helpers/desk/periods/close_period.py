"""`poa cerrar`: saves a period's figures, so that later changes to them are noticed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from helpers.base.errors import ConfigError, PoaError, UsageError
from helpers.base.python_extras import PlainData
from helpers.base.system import atomic
from helpers.base.system.digest import data_sha256, file_sha256, sha256_if_there
from helpers.base.system.processes import LockHeld, locked
from helpers.base.system.workspace import UNKNOWN, Workspace
from helpers.figures import book_file as books
from helpers.figures.book import Book
from helpers.figures.findings import Severity, count_by_severity
from helpers.intake.closings import (
    ACT_FILE,
    FIGURES_FILE,
    FORMAT,
    INPUTS_FILE,
    closing_folder,
    write_data,
    write_figures,
)
from helpers.outputs.csv_exports import read_findings
from helpers.outputs.run_files import BOOK_FILE, FINDINGS_FILE
from helpers.run.finished_run import why_not_all_read, why_not_current
from helpers.run.report.destination import usual_place
from helpers.run.report.manifest import read_manifest
from helpers.settings.params import OF_THE_DOCUMENT, load_run

BY_LEAST = 3
"""Minimum length of a name."""


def close_period(workspace: Workspace, institution: str, period: str, by: str, now: datetime) -> tuple[str, int]:
    """Close a period: save its figures and inputs in the closing's folder, which must be new; the report is unchanged.

    Its report must be complete, final, without errors, and up to date with its inputs.

    Parameters
    ----------
    by : str
        Name and post of the person who closes it.

    Returns
    -------
    str
        Path of the closing's folder from the root.
    int
        Number of figures saved.

    Raises
    ------
    UsageError
        If the run does not exist, is already closed, or `by` has fewer than three characters.
    PoaError
        If the report is missing, incomplete, a draft, outdated or has errors.
    LockHeld
        If another process is closing the period or making its report.
    """
    corrida = load_run(workspace, institution, period)
    if len(by.strip()) < BY_LEAST:
        raise UsageError(f'Diga quién cierra el periodo, con {BY_LEAST} letras o más: --por "Nombre y cargo".')
    folder = closing_folder(workspace, institution, corrida.period)
    place, run = usual_place(workspace, institution, period, is_partial=False), f"{institution}/{period}"
    for beside in (folder, place.folder):
        beside.parent.mkdir(parents=True, exist_ok=True)
    closing = partial(LockHeld, f"Otro proceso está cerrando {run}")
    reporting = partial(LockHeld, f"Se está haciendo el informe de {run}")
    with locked(folder.with_name(f".{folder.name}.bloqueo"), closing), locked(place.lock_file, reporting):
        shutil.rmtree(_unfinished(folder), ignore_errors=True)  # Left by a process that died: the lock is free.
        if folder.exists():
            told = f"El periodo ya está cerrado en {workspace.relative(folder)}/; {ACT_FILE} dice cuándo y por quién."
            raise UsageError(f"{told} Un cierre no se sobrescribe.")
        manifest = read_manifest(place.folder) or {}
        reasons = [f"  - {reason}" for reason in _reasons(workspace, institution, period, place.folder, manifest)]
        if reasons:
            raise PoaError("\n".join([f"{run} no se puede cerrar:", *reasons]))
        return workspace.relative(folder), write_closing(folder, place.folder, by.strip(), now)


def _reasons(workspace: Workspace, institution: str, period: str, report: Path, manifest: PlainData) -> Iterator[str]:
    """The reasons against closing, in Spanish; none after one for which the report or its findings cannot be used."""
    overrides = manifest.get("cambios_de_parametros")
    changes = list(overrides) if isinstance(overrides, list) else []
    if changed := [text for text in changes if text.partition("=")[0] not in OF_THE_DOCUMENT]:
        yield f"el informe se hizo con otros parámetros ({', '.join(changed)}): póngalos en params/ y hágalo otra vez."
    why = why_not_current(workspace, report, changes)
    if why:
        yield f"{why}: haga el informe con «poa informe {institution}/{period}»."
        return
    try:
        book = books.read(report / BOOK_FILE)
    except ConfigError as problem:
        yield str(problem)
        return
    if book.params.get("estado") != "definitivo":
        params = workspace.relative(workspace.run_file(institution, period))
        yield (
            "el informe es un borrador: cuando se apruebe, escriba «estado: definitivo» y quién lo aprobó "
            f"(«aprobado_por») en {params}, y hágalo otra vez con «poa informe {institution}/{period}»."
        )
    if new := why_not_all_read(workspace, load_run(workspace, institution, period), manifest["insumos"]):
        yield f"{new}: ejecute «poa comprobar» y haga el informe otra vez."
    stated = manifest.get("salidas")
    if not isinstance(stated, Mapping) or stated.get(FINDINGS_FILE) != sha256_if_there(report / FINDINGS_FILE):
        yield f"{FINDINGS_FILE} no es el que el informe dejó: haga el informe con «poa informe {institution}/{period}»."
        return
    file = report / FINDINGS_FILE
    errors = [one for one in read_findings(file, workspace.relative(file)) if one.severidad is Severity.ERROR]
    if errors:
        count = "un error" if len(errors) == 1 else f"{len(errors)} errores"
        yield f"el informe tiene {count}; el primero: {errors[0].mensaje}"


def write_closing(folder: Path, report: Path, by: str, now: datetime) -> int:
    """Write figures, inputs and the act (who, when, from what) of a closing into a folder that does not exist yet.

    They are written beside it first and renamed, so that a closing is never half there.

    Parameters
    ----------
    report : Path
        Folder with the manifest, the Book and the findings of the run.

    Returns
    -------
    int
        Number of figures saved.
    """
    book = books.read(report / BOOK_FILE)
    aside = _unfinished(folder)
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    write_figures(book, aside / FIGURES_FILE)
    write_data(book, aside / INPUTS_FILE)
    kept = {
        "cifras_sha256": file_sha256(aside / FIGURES_FILE),
        "datos_sha256": file_sha256(aside / INPUTS_FILE),
    }
    act = _act(book, report, by, now) | kept
    atomic.write_text(aside / ACT_FILE, json.dumps(act, ensure_ascii=False, indent=1) + "\n")
    aside.rename(folder)
    return len(book)


def _unfinished(folder: Path) -> Path:
    """The temporary folder of a closing."""
    return folder.with_name(f"{folder.name}.en-curso")


def _act(book: Book, report: Path, by: str, now: datetime) -> dict[str, object]:
    """Return the act of a closing as plain data, without the digests of its own files."""
    manifest = read_manifest(report) or {}
    program = manifest.get("codigo")
    findings = count_by_severity(read_findings(report / FINDINGS_FILE, FINDINGS_FILE))
    return {
        "formato": FORMAT,
        "entidad": book.institution,
        "periodo": book.period.code,
        "cerrado": now.isoformat(timespec="seconds"),
        "por": by,
        "informe_huella": manifest.get("huella"),
        "libro_sha256": file_sha256(report / BOOK_FILE),
        "cifras": len(book),
        "hallazgos": {severity.value: count for severity, count in findings.items()},
        "revision": program.get("revision", UNKNOWN) if isinstance(program, Mapping) else UNKNOWN,
        "metodo": book.method.get("id"),
        "metodo_sha256": data_sha256(book.method),
        "parametros": dict(book.params),
        "configuracion": manifest.get("configuracion"),
        "insumos": manifest.get("insumos"),
    }
