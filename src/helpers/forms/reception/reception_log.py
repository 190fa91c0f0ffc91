"""`recepcion.csv`: the log of every form received in a period, with its time, SHA-256 and state.

Lines are only appended. The last line of a file gives its current state.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from helpers.base.characters import is_printable_name
from helpers.base.python_extras import first_by_key
from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity, has_error
from helpers.figures.situations import FormState
from helpers.intake.intake_problems import of_file
from helpers.intake.year_folders import README, Folder, folders_of, is_hidden
from helpers.settings.params import Corrida

INBOX = "formularios"
LOG = "recepcion.csv"
DISCARDED_FOLDER = "descartados"
"""Folder of an inbox for files that the planner discards; they are kept and logged, but not judged."""
BETWEEN = " · "
"""Separator between the reasons of a rejection."""
TIED = "no se sabe cuál es el último entre este y"
"""First words of the reason for rejecting a form that ties with another: of the same date, or one has none."""
UNORDERED = "por su fecha no se sabe si es posterior al aceptado, que ya no está"
"""Reason for rejecting a form that states no later date than the accepted one, whose file is lost."""
REPEATS = "dice lo mismo que"
"""First words of the reason for replacing a form that repeats another of its unit, which their dates do not order."""
FROM_FORMS = frozenset({"ejecucion", "avances", "presentaciones", "resultados"})
"""Tables to which accepted forms add rows."""


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
        As the form states them, empty if it does not. The unit of an awaited form is spelled as in the structure.
    fecha_presentacion : str
        ISO date: the form's own, or that of its first reception if it states none or an impossible one.
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
    estado: FormState
    motivo: str = ""

    @property
    def presented(self) -> date:
        """The date of presentation, as a date."""
        return date.fromisoformat(self.fecha_presentacion)

    @property
    def day(self) -> date:
        """The day on which the line was written."""
        return datetime.fromisoformat(self.recibido).date()

    @property
    def key(self) -> tuple[str, str]:
        """Name and SHA-256, the key of a received file: the same name with other content is another file."""
        return (self.archivo, self.sha256)

    @property
    def is_repeat(self) -> bool:
        """Whether it repeats another form of its unit, so that it is no separate presentation."""
        return self.estado is FormState.REPLACED and self.motivo.startswith(REPEATS)

    @property
    def plain(self) -> dict[str, str]:
        """The line's text by column."""
        return {name: str(value) for name, value in asdict(self).items()}

    def become(self, state: FormState, why: str, when: datetime) -> Entry:
        """Return a new line that gives the same file another state.

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
    """The log of one period or of one version of the plan.

    Attributes
    ----------
    label : str
        Path from the root.
    entries : tuple of Entry
        In the order written.
    findings : tuple of Finding
        An error if the log cannot be read; it then has no entries.
    """

    path: Path
    label: str
    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_readable(self) -> bool:
        """Whether the log could be read without errors; a log that does not exist yet is readable."""
        return not has_error(self.findings)

    @property
    def current(self) -> tuple[Entry, ...]:
        """The last line of each received file (a name with a content), in the order of first reception."""
        last: dict[tuple[str, str], Entry] = {}
        for entry in self.entries:
            last[entry.key] = entry
        return tuple(last.values())

    @cached_property
    def first(self) -> Mapping[tuple[str, str], Entry]:
        """The line that registered the reception of each file, by its key."""
        return first_by_key((entry.key, entry) for entry in self.entries)

    @property
    def accepted(self) -> Mapping[str, Entry]:
        """The form that counts, by unit; units without one are absent."""
        return {entry.unidad: entry for entry in self.current if entry.estado is FormState.ACCEPTED}

    def of_content(self, digest: str) -> Entry | None:
        """Return the current entry of a file with a SHA-256, under any name; None if the log has none."""
        return next((entry for entry in self.current if entry.sha256 == digest), None)

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

    def file_of(self, entry: Entry) -> str:
        """Return the path from the root under which a file was received."""
        return f"{self.label.rpartition('/')[0]}/{INBOX}/{entry.archivo}"

    @property
    def hashes(self) -> frozenset[str]:
        """The SHA-256 of every file that the log lists."""
        return frozenset(entry.sha256 for entry in self.entries)

    @property
    def replaced(self) -> tuple[tuple[int, Entry], ...]:
        """Replaced forms, each with the number of the line that registered its reception; the heading is line 1."""
        first: dict[tuple[str, str], int] = {}
        for line, entry in enumerate(self.entries, start=2):
            first.setdefault(entry.key, line)
        return tuple((first[entry.key], entry) for entry in self.current if entry.estado is FormState.REPLACED)


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
    return tuple(path for path in named if not is_hidden(path) and path.name.lower() != README)


def period_folders(workspace: Workspace, corrida: Corrida) -> tuple[Folder, ...]:
    """Return the data folders of the periods that a run reads, except those of plans."""
    folders, _ = folders_of(workspace, corrida)
    return tuple(folder for folder in folders if folder.period is not None and not folder.period.is_plan)
