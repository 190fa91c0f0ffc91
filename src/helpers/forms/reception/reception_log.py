"""`recepcion.csv`: the log of every form received in a period, with its time, SHA-256 and state.

Lines are only appended. The last line of a file gives its current state.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from helpers.base.characters import is_printable_name
from helpers.base.csv_text import csv_text
from helpers.base.present import present
from helpers.base.system import atomic
from helpers.base.system.digest import bytes_sha256
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.intake.intake_problems import of_file
from helpers.intake.year_folders import Folder, folders_of, is_hidden
from helpers.settings.params import Corrida

INBOX = "formularios"
LOG = "recepcion.csv"
TORN_FILE = "recepcion-cortado-{}.txt"
"""File beside the log that keeps an unfinished last line, named after the digest of its content."""
DISCARDED_FOLDER = "descartados"
"""Folder of an inbox for files that the planner discards; they are kept and logged, but not judged."""
BETWEEN = " · "
"""Separator between the reasons of a rejection."""
TIED = "mismo día que"
"""First words of the reason for rejecting a form that ties with another of the same date."""
REPEATS = "dice lo mismo que"
"""First words of the reason for replacing a form that repeats the content of another of its unit and date."""
_ROW_BEGINS = re.compile(rb"^\d{4}-\d\d-\d\dT", re.MULTILINE)
FROM_FORMS = frozenset({"ejecucion", "avances", "presentaciones", "resultados"})
"""Tables to which accepted forms add rows."""


class State(StrEnum):
    """State of a received file."""

    ACCEPTED = "aceptado"
    REPLACED = "reemplazado"
    REJECTED = "rechazado"
    DISCARDED = "descartado"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log, as text.

    Attributes
    ----------
    recibido : str
        When the program registered the file or changed its state, ISO date and time.
    archivo : str
        Path from the inbox.
    unidad, version : str
        As the form states them; empty if the form is not recognised.
    fecha_presentacion : str
        ISO date: the form's own, or that of its reception if it states none.
    motivo : str
        Reason for the state, in Spanish.
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
        """Key of a received file: the same name with other content is another file."""
        return (self.archivo, self.sha256)

    @property
    def is_tied(self) -> bool:
        """Whether it was rejected only because another form of its unit and date says otherwise."""
        return self.estado is State.REJECTED and self.motivo.startswith(TIED)

    @property
    def is_repeat(self) -> bool:
        """Whether it repeats another form of its unit and date, so that it is no separate presentation."""
        return self.estado is State.REPLACED and self.motivo.startswith(REPEATS)

    def become(self, state: State, why: str, when: datetime) -> Entry:
        """A new line that gives the same file another state.

        Parameters
        ----------
        why : str
            Reason in Spanish.
        when : datetime
            Time of the change.
        """
        return replace(self, recibido=when.isoformat(timespec="seconds"), estado=state, motivo=why)


COLUMNS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True)
class Log:
    """The log of one period.

    Attributes
    ----------
    label : str
        Path from the root.
    entries : tuple of Entry
        In the order written.
    findings : tuple of Finding
        An error if the log cannot be read (it then has no entries); a warning if its last line is unfinished.
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
        """The last line of each received file, in order of reception."""
        last: dict[tuple[str, str], Entry] = {}
        for entry in self.entries:
            last[entry.key] = entry
        return tuple(last.values())

    @property
    def accepted(self) -> Mapping[str, Entry]:
        """The form that counts, by unit."""
        return {entry.unidad: entry for entry in self.current if entry.estado is State.ACCEPTED}

    def at(self, name: str, digest: str | None) -> Entry | None:
        """The current entry of a file.

        Parameters
        ----------
        name : str
            Path from the inbox.
        digest : str or None
            SHA-256 of the file's current content; None if there is no file.

        Returns
        -------
        Entry or None
            None if the log does not have that name with that content.
        """
        return next((entry for entry in self.current if entry.key == (name, digest)), None)

    def line_of(self, entry: Entry) -> int:
        """Find the last line about a received file.

        Returns
        -------
        int
            Line number in `recepcion.csv`; the heading is line 1.

        Raises
        ------
        ValueError
            If the log does not have the file.
        """
        return max(line for line, other in enumerate(self.entries, start=2) if other.key == entry.key)

    @property
    def hashes(self) -> frozenset[str]:
        return frozenset(entry.sha256 for entry in self.entries)

    @property
    def replaced(self) -> tuple[tuple[int, Entry], ...]:
        """Replaced forms, each with the number of the line that registered its reception."""
        first: dict[tuple[str, str], int] = {}
        for line, entry in enumerate(self.entries, start=2):
            first.setdefault(entry.key, line)
        return tuple((first[entry.key], entry) for entry in self.current if entry.estado is State.REPLACED)


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


def mend(path: Path) -> bytes:
    """Move an unfinished last line of a log to a file beside it.

    Only the process that holds the log's lock may call this.

    Returns
    -------
    bytes
        The complete lines, unchanged.
    """
    whole, torn = _parted(path.read_bytes()) if path.is_file() else (b"", b"")
    if torn:
        atomic.write_bytes(path.with_name(_torn_name(torn)), torn)
        atomic.write_bytes(path, whole)
    return whole


def append(log: Log, entries: Sequence[Entry]) -> Log:
    """Append lines to a log.

    The file is replaced as a whole: existing lines keep their bytes, and a failed write leaves the old file.

    Returns
    -------
    Log
        The log including the new entries.
    """
    if not entries:
        return log
    whole = mend(log.path)
    heading = () if whole else (COLUMNS,)
    lines = csv_text((*heading, *(_plain(entry).values() for entry in entries)))
    atomic.write_bytes(log.path, whole + lines.encode("utf-8"))
    return replace(log, entries=(*log.entries, *entries))


def inbox_files(folder: Path) -> tuple[Path, ...]:
    """List the files of a period's inbox and its subfolders, sorted by path.

    Returns
    -------
    tuple of Path
        Without hidden files, `README.md`, and files with unprintable names, which intake reports.
    """
    inbox = folder / INBOX
    paths = (path for path in sorted(inbox.rglob("*")) if path.is_file()) if inbox.is_dir() else ()
    named = (path for path in paths if is_printable_name(str(path.relative_to(inbox))))
    return tuple(path for path in named if not is_hidden(path) and path.name.lower() != "readme.md")


def period_folders(workspace: Workspace, corrida: Corrida) -> tuple[Folder, ...]:
    """The folders of the periods that a run reads, except plans."""
    folders, _ = folders_of(workspace, corrida)
    return tuple(folder for folder in folders if folder.period is not None and not folder.period.is_plan)


def tables_of_forms(workspace: Workspace, corrida: Corrida) -> frozenset[str]:
    """The tables that need no file of their own because the run receives forms.

    Returns
    -------
    frozenset of str
        `FROM_FORMS`, or empty if no period of the run has an inbox or a log.
    """
    has_forms = any(
        (folder.path / INBOX).is_dir() or read_log(workspace, folder.path).entries
        for folder in period_folders(workspace, corrida)
    )
    return FROM_FORMS if has_forms else frozenset()


def rows_of(logs: Iterable[tuple[Folder, Log]]) -> tuple[Mapping[str, str], ...]:
    """The lines of several logs as one listing, with the period of each."""
    return tuple(
        {"periodo": present(folder.period).code, **_plain(entry)} for folder, log in logs for entry in log.entries
    )


def _plain(entry: Entry) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(entry).items()}


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


def _made(record: Callable[..., Entry], values: Mapping[str, str | State]) -> Entry:
    return record(**values)


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
    values: dict[str, str | State] = {**row, "estado": State(row["estado"])}
    return _made(Entry, values)


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
