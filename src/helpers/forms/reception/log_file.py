"""Reads `recepcion.csv` and appends lines to it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.figures.situations import FormState
from helpers.forms.reception.reception_log import COLUMNS, LOG, Entry, Log
from helpers.intake.intake_problems import of_file


def read_log(workspace: Workspace, folder: Path) -> Log:
    """Read the log of a period's folder.

    Returns
    -------
    Log
        Empty if there is no log. A log that cannot be read, or whose last line is cut short, has no entries and an
        error in `findings`; nothing is raised.
    """
    path = folder / LOG
    label = workspace.relative(path)
    if not path.is_file():
        return Log(path, label)
    try:
        return Log(path, label, _entries(path.read_bytes()))
    except ValueError as problem:
        return Log(path, label, findings=(_unreadable(label, problem),))


def append_lines(log: Log, entries: Sequence[Entry]) -> Log:
    """Append lines to a log.

    The file is replaced as a whole: existing lines keep their bytes, and a failed write leaves the old file.

    Parameters
    ----------
    log : Log
        A readable log, of which the caller holds the lock.

    Returns
    -------
    Log
        The log including the new entries.
    """
    if not entries:
        return log
    before = log.path.read_bytes() if log.path.is_file() else b""
    heading = () if before else (COLUMNS,)
    lines = csv_text((*heading, *(entry.plain.values() for entry in entries)))
    atomic.write_bytes(log.path, before + lines.encode("utf-8"))
    return replace(log, entries=(*log.entries, *entries))


def _entries(content: bytes) -> tuple[Entry, ...]:
    """Read all lines; ValueError for a wrong heading or line, or a file cut within a line, even in its last text."""
    if not content:
        return ()
    if not content.endswith(b"\n"):
        last = content.count(b"\n") + 1
        why = "no termina en un salto de línea: está cortada, o un editor lo quitó"
        raise ValueError(f"su última línea, la {last}, {why}")
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    entries: list[Entry] = []
    try:
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ValueError(f"su encabezado no es «{','.join(COLUMNS)}»")
        for row in reader:
            entries.append(_entry(row, len(entries) + 2))
    except csv.Error as problem:
        raise ValueError(f"la fila {len(entries) + 2} está cortada o tiene una comilla de más o de menos") from problem
    return tuple(entries)


def _entry(read: Mapping[str | None, str | None], line: int) -> Entry:
    """Return the entry of a row; ValueError if its columns, its state or a date is not as written."""
    row = {name: text for name, text in read.items() if name is not None and text is not None}
    wrong = f"la fila {line} no tiene {len(COLUMNS)} columnas, con un estado y fechas AAAA-MM-DD"
    if len(row) < len(read):
        raise ValueError(wrong)
    try:
        date.fromisoformat(row["fecha_presentacion"])
        datetime.fromisoformat(row["recibido"])
        state = FormState(row.pop("estado"))
    except ValueError as problem:
        raise ValueError(wrong) from problem
    return Entry(**row, estado=state)


def _unreadable(label: str, problem: Exception) -> Finding:
    why = "no está en UTF-8" if isinstance(problem, UnicodeDecodeError) else str(problem)
    told = (
        f"el registro de recepción no es como lo escribe el programa ({why}), quizá porque se guardó con una hoja de "
        "cálculo o se copió a medias. Recupere la copia anterior; este archivo no se edita a mano. Si no hay copia y "
        "solo está cortado el final, borre con un editor de texto esa última fila y deje el archivo terminado en un "
        "salto de línea: su formulario se revisa como recién llegado."
    )
    return of_file("REC-REGISTRO", Severity.ERROR, label, told, value=why)
