"""`recepcion.csv`: every form that came into a period's inbox, when, with which hash, and what became of it.

Lines are only added. What a file is now is what its last line says.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from helpers import atomic
from helpers.csv_text import csv_text
from helpers.digest import bytes_sha256
from helpers.findings import Finding, Severity
from helpers.intake.folders import Folder, folders_of, is_hidden
from helpers.intake.screening import is_printable_name
from helpers.params import Corrida
from helpers.workspace import Workspace

INBOX = "formularios"
LOG = "recepcion.csv"
TORN_FILE = "recepcion-cortado-{}.txt"
"""File beside the log that keeps an unfinished last line, named by the digest of what it keeps."""
DISCARDED_FOLDER = "descartados"
"""Folder of an inbox where a planner puts what is no form and what nobody needs: kept, logged, and never judged."""
BETWEEN = " · "
"""What stands between the reasons of one rejection."""
TIED = "mismo día que"
"""How the log's reason begins where a form was rejected because nobody can tell which of two is the later."""
REPEATS = "dice lo mismo que"
"""How it begins where a form says the same as another of its unit and day, in another file."""
_ROW_BEGINS = re.compile(rb"^\d{4}-\d\d-\d\dT", re.MULTILINE)
FROM_FORMS = frozenset({"ejecucion", "avances", "presentaciones", "resultados"})
"""Tables that accepted forms give rows to."""


class State(StrEnum):
    """What became of a form."""

    ACCEPTED = "aceptado"
    REPLACED = "reemplazado"
    REJECTED = "rechazado"
    DISCARDED = "descartado"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; every field is text as it stands there.

    Attributes
    ----------
    recibido : str
        When the program took note, ISO date and time.
    archivo : str
        The file, named from the inbox.
    sha256 : str
    unidad, version : str
        As the form says them; empty where it cannot be recognised.
    fecha_presentacion : str
        ISO date: the form's own, or that of its reception where it has none.
    presentado_por : str
    estado : State
    motivo : str
        Why it was rejected or replaced, in Spanish.
    """

    recibido: str
    archivo: str
    sha256: str
    unidad: str
    version: str
    fecha_presentacion: str
    presentado_por: str
    estado: State
    motivo: str = ""

    @property
    def presented(self) -> date:
        return date.fromisoformat(self.fecha_presentacion)

    @property
    def key(self) -> tuple[str, str]:
        """What tells one thing received from another: the same name with other bytes is another."""
        return (self.archivo, self.sha256)

    @property
    def is_tied(self) -> bool:
        """Nothing is wrong with it but another form of its unit and day that says otherwise."""
        return self.estado is State.REJECTED and self.motivo.startswith(TIED)

    @property
    def is_repeat(self) -> bool:
        """It says the same as another of its unit and day: no presentation of its own."""
        return self.estado is State.REPLACED and self.motivo.startswith(REPEATS)

    def become(self, state: State, why: str, when: datetime) -> Entry:
        """The line that says what became of it later."""
        return replace(self, recibido=when.isoformat(timespec="seconds"), estado=state, motivo=why)


COLUMNS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True)
class Log:
    """The log of one period.

    Attributes
    ----------
    path : Path
    label : str
        Named from the root.
    entries : tuple of Entry
        In the order they were written.
    findings : tuple of Finding
        An error where it cannot be read, and then there are no entries; a warning where its last line is unfinished.
    """

    path: Path
    label: str
    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_readable(self) -> bool:
        return not any(finding.severidad is Severity.ERROR for finding in self.findings)

    @property
    def current(self) -> tuple[Entry, ...]:
        """The last line of each thing received, in the order they came."""
        last: dict[tuple[str, str], Entry] = {}
        for entry in self.entries:
            last[entry.key] = entry
        return tuple(last.values())

    @property
    def accepted(self) -> Mapping[str, Entry]:
        """By unit, the form that counts."""
        return {entry.unidad: entry for entry in self.current if entry.estado is State.ACCEPTED}

    def at(self, name: str, digest: str | None) -> Entry | None:
        """What is known of the file that lies under a name, with the bytes that it has now."""
        return next((entry for entry in self.current if entry.key == (name, digest)), None)

    def line_of(self, entry: Entry) -> int:
        """The line of the file that says what became of a thing received last."""
        return max(line for line, other in enumerate(self.entries, start=2) if other.key == entry.key)

    @property
    def hashes(self) -> frozenset[str]:
        return frozenset(entry.sha256 for entry in self.entries)

    @property
    def replaced(self) -> tuple[tuple[int, Entry], ...]:
        """Forms that were accepted once and count no more, each with the line of the file that says it was received."""
        first: dict[tuple[str, str], int] = {}
        for line, entry in enumerate(self.entries, start=2):
            first.setdefault(entry.key, line)
        return tuple((first[entry.key], entry) for entry in self.current if entry.estado is State.REPLACED)


def read_log(workspace: Workspace, folder: Path) -> Log:
    """Read the log of a period's folder; without one it is empty. An unfinished last line is left out and told."""
    path = folder / LOG
    label = workspace.relative(path)
    if not path.is_file():
        return Log(path, label)
    whole, torn = _parted(path.read_bytes())
    try:
        return Log(path, label, _entries(whole), (_cut_short(label, torn),) if torn else ())
    except (UnicodeDecodeError, ValueError, csv.Error) as problem:
        return Log(path, label, findings=(_unreadable(label, problem),))


def mend(path: Path) -> bytes:
    """Move an unfinished last line of a log to a file beside it; returns the whole lines, which stay as they are.

    Only the process that holds the log's lock may do this.
    """
    whole, torn = _parted(path.read_bytes()) if path.is_file() else (b"", b"")
    if torn:
        atomic.write_bytes(path.with_name(_torn_name(torn)), torn)
        atomic.write_bytes(path, whole)
    return whole


def append(log: Log, entries: Sequence[Entry]) -> Log:
    """Add lines at the end; what stands before keeps its bytes, and stays whole where writing fails."""
    if not entries:
        return log
    whole = mend(log.path)
    heading = () if whole else (COLUMNS,)
    lines = csv_text((*heading, *(_plain(entry).values() for entry in entries)))
    atomic.write_bytes(log.path, whole + lines.encode("utf-8"))
    return replace(log, entries=(*log.entries, *entries))


def inbox_files(folder: Path) -> tuple[Path, ...]:
    """Every file of a period's inbox, folders within it too, by name.

    One whose name no report can print is left out: the intake says so, and it is judged once it has another.
    """
    inbox = folder / INBOX
    paths = (path for path in sorted(inbox.rglob("*")) if path.is_file()) if inbox.is_dir() else ()
    named = (path for path in paths if is_printable_name(path.relative_to(inbox)))
    return tuple(path for path in named if not is_hidden(path) and path.name.lower() != "readme.md")


def period_folders(workspace: Workspace, corrida: Corrida) -> tuple[Folder, ...]:
    """The folders of periods that a run reads."""
    folders, _ = folders_of(workspace, corrida)
    return tuple(folder for folder in folders if folder.period is not None and not folder.period.is_plan)


def tables_of_forms(workspace: Workspace, corrida: Corrida) -> frozenset[str]:
    """The tables that forms stand for in a run: those that need no file where forms are received."""
    has_forms = any(
        (folder.path / INBOX).is_dir() or read_log(workspace, folder.path).entries
        for folder in period_folders(workspace, corrida)
    )
    return FROM_FORMS if has_forms else frozenset()


def rows_of(logs: Iterable[tuple[Folder, Log]]) -> tuple[Mapping[str, str], ...]:
    """The logs of several periods as one listing."""
    return tuple({"periodo": folder.period.code, **_plain(entry)} for folder, log in logs for entry in log.entries)


def _plain(entry: Entry) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(entry).items()}


def _parted(content: bytes) -> tuple[bytes, bytes]:
    """The lines of a log that were written to their end, and what is left of one that was not.

    A line break between quotes does not end a line. Where a quote that somebody typed leaves later lines without an
    end, nothing is unfinished: the whole file is wrong.
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


def _entry(row: Mapping[str, str | None], line: int) -> Entry:
    if None in row or None in row.values():
        raise ValueError(f"la fila {line} no tiene {len(COLUMNS)} columnas")
    if row["estado"] not in tuple(State):
        raise ValueError(f"la fila {line} dice el estado «{row['estado']}», y solo puede ser {', '.join(State)}")
    try:
        date.fromisoformat(row["fecha_presentacion"])
        datetime.fromisoformat(row["recibido"])
    except ValueError as problem:
        raise ValueError(f"la fila {line} tiene una fecha que no es AAAA-MM-DD") from problem
    return Entry(**{**row, "estado": State(row["estado"])})


def _unreadable(label: str, problem: Exception) -> Finding:
    why = "no está en UTF-8" if isinstance(problem, UnicodeDecodeError) else str(problem)
    return Finding(
        codigo="REC-REGISTRO",
        severidad=Severity.ERROR,
        archivo=label,
        encontrado=why,
        mensaje=f"{label}: el registro de recepción no es como lo escribe el programa ({why}), quizá porque se guardó "
        "con una hoja de cálculo. Recupere la copia anterior; este archivo no se edita a mano.",
    )


def _torn_name(torn: bytes) -> str:
    return TORN_FILE.format(bytes_sha256(torn)[:8])


def _cut_short(label: str, torn: bytes) -> Finding:
    name = _torn_name(torn)
    return Finding(
        codigo="REC-CORTADO",
        severidad=Severity.WARNING,
        archivo=label,
        esperado="una línea entera",
        encontrado=torn.decode("utf-8", errors="replace"),
        mensaje=f"{label}: la última línea del registro quedó a medias, quizá porque se llenó el disco o se apagó el "
        f"equipo. No se usa: al revisar se guarda aparte, en {name}, y lo anterior queda igual. El formulario del que "
        "hablaba se revisa como recién llegado; si no dice su fecha de presentación, compruebe cuándo llegó.",
    )
