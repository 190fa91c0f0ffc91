"""Reads `recepcion.csv` and appends lines to it; an unfinished last line is kept in a file beside it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.base.system.digest import bytes_sha256
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.forms.reception.reception_log import COLUMNS, LOG, Entry, Log, State
from helpers.intake.intake_problems import of_file

TORN_FILE = "recepcion-cortado-{}.txt"
"""File beside the log that keeps an unfinished last line, named after the digest of its content."""
_ROW_BEGINS = re.compile(rb"^\d{4}-\d\d-\d\dT", re.MULTILINE)


def read_log(workspace: Workspace, folder: Path) -> Log:
    """Read the log of a period's folder.

    Returns
    -------
    Log
        Empty if there is no log. An unfinished last line is left out and gives a warning; a log that cannot be read has
        no entries and gives an error. Both are in `findings`; nothing is raised.
    """
    path = folder / LOG
    label = workspace.relative(path)
    if not path.is_file():
        return Log(path, label)
    whole, torn = _parted(path.read_bytes())
    try:
        return Log(path, label, _entries(whole), (_cut_short(label, torn),) if torn else ())
    except (UnicodeDecodeError, ValueError, csv.Error) as problem:
        return Log(path, label, findings=(_unreadable(label, problem),))


def set_torn_line_aside(path: Path) -> bytes:
    """Move an unfinished last line of a log to a file beside it.

    Only the process that holds the log's lock may call this.

    Returns
    -------
    bytes
        The complete lines, unchanged; empty if there is no log.
    """
    whole, torn = _parted(path.read_bytes()) if path.is_file() else (b"", b"")
    if torn:
        atomic.write_bytes(path.with_name(_torn_name(torn)), torn)
        atomic.write_bytes(path, whole)
    return whole


def append_lines(log: Log, entries: Sequence[Entry]) -> Log:
    """Append lines to a log.

    The file is replaced as a whole: existing lines keep their bytes, and a failed write leaves the old file.

    Returns
    -------
    Log
        The log including the new entries.
    """
    if not entries:
        return log
    whole = set_torn_line_aside(log.path)
    heading = () if whole else (COLUMNS,)
    lines = csv_text((*heading, *(entry.plain.values() for entry in entries)))
    atomic.write_bytes(log.path, whole + lines.encode("utf-8"))
    return replace(log, entries=(*log.entries, *entries))


def _parted(content: bytes) -> tuple[bytes, bytes]:
    """Split a log into its complete lines and an unfinished last one.

    A line break between quotes does not end a line. If an unbalanced quote leaves several later lines without an end,
    the whole file is treated as complete, and reading it fails.
    """
    end = place = quotes = 0
    for line in content.splitlines(keepends=True):
        place += len(line)
        quotes += line.count(b'"')
        if line.endswith(b"\n") and quotes % 2 == 0:
            end = place
    torn = content[end:]
    return (content, b"") if len(_ROW_BEGINS.findall(torn)) > 1 else (content[:end], torn)


def _entries(whole: bytes) -> tuple[Entry, ...]:
    if not whole:
        return ()
    reader = csv.DictReader(io.StringIO(whole.decode("utf-8-sig"), newline=""), strict=True)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ValueError(f"su encabezado no es «{','.join(COLUMNS)}»")
    return tuple(_entry(row, line) for line, row in enumerate(reader, start=2))


def _entry(read: Mapping[str | None, str | None], line: int) -> Entry:
    row = {name: text for name, text in read.items() if name is not None and text is not None}
    if len(row) < len(read):
        raise ValueError(f"la fila {line} no tiene {len(COLUMNS)} columnas")
    if row["estado"] not in tuple(State):
        raise ValueError(f"la fila {line} dice el estado «{row['estado']}», y solo puede ser {', '.join(State)}")
    try:
        date.fromisoformat(row["fecha_presentacion"])
        datetime.fromisoformat(row["recibido"])
    except ValueError as problem:
        raise ValueError(f"la fila {line} tiene una fecha que no es AAAA-MM-DD") from problem
    state = State(row.pop("estado"))
    return Entry(**row, estado=state)


def _unreadable(label: str, problem: Exception) -> Finding:
    why = "no está en UTF-8" if isinstance(problem, UnicodeDecodeError) else str(problem)
    told = (
        f"el registro de recepción no es como lo escribe el programa ({why}), quizá porque se guardó con una hoja de "
        "cálculo. Recupere la copia anterior; este archivo no se edita a mano."
    )
    return of_file("REC-REGISTRO", Severity.ERROR, label, told, value=why)


def _torn_name(torn: bytes) -> str:
    return TORN_FILE.format(bytes_sha256(torn)[:8])


def _cut_short(label: str, torn: bytes) -> Finding:
    told = (
        "la última línea del registro quedó a medias, quizá porque se llenó el disco o se apagó el equipo. No se usa: "
        f"al revisar se guarda aparte, en {_torn_name(torn)}, y lo anterior queda igual. El formulario del que hablaba "
        "se revisa como recién llegado; si no dice su fecha de presentación, compruebe cuándo llegó."
    )
    text = torn.decode("utf-8", errors="replace")
    return of_file("REC-CORTADO", Severity.WARNING, label, told, expected="una línea entera", value=text)
