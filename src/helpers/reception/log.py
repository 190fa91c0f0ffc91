"""`recepcion.csv`: every form that came into a period's inbox, when, with which hash, and what became of it.

Lines are only added. What a file is now is what its last line says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from helpers.findings import Finding, Severity
from helpers.intake.folders import Folder, folders_of, is_hidden
from helpers.intake.screening import is_printable_name
from helpers.params import Corrida
from helpers.workspace import Workspace

INBOX = "formularios"
LOG = "recepcion.csv"
DISCARDED_FOLDER = "descartados"
"""Folder of an inbox where a planner puts what is no form and what nobody needs: kept, logged, and never judged."""
BETWEEN = " · "
"""What stands between the reasons of one rejection."""
TIED = "mismo día que"
"""How the log's reason begins where a form was rejected because nobody can tell which of two is the later."""
REPEATS = "dice lo mismo que"
"""How it begins where a form says the same as another of its unit and day, in another file."""
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
        Why it cannot be read; then there are no entries.
    """

    path: Path
    label: str
    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()

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
    """Read the log of a period's folder; without one it is empty."""
    path = folder / LOG
    label = workspace.relative(path)
    if not path.is_file():
        return Log(path, label)
    try:
        return Log(path, label, _entries(path))
    except (UnicodeDecodeError, ValueError, csv.Error) as problem:
        return Log(path, label, findings=(_unreadable(label, problem),))


def append(log: Log, entries: Sequence[Entry]) -> Log:
    """Add lines at the end; what stands before is not rewritten."""
    if not entries:
        return log
    is_new = not log.path.exists()
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    if is_new:
        writer.writeheader()
    writer.writerows(_plain(entry) for entry in entries)
    with log.path.open("a", encoding="utf-8", newline="") as file:
        file.write(stream.getvalue())
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


def _entries(path: Path) -> tuple[Entry, ...]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
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
