"""Adds the rows of accepted forms to the tables of a run; their cells are those of the forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.base.display import short_list_es
from helpers.base.periods import MONTHS, Period
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding
from helpers.figures.records import Origin, Row, SourceCell, Value
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_codes import ASKED_UNTIL_CLOSED
from helpers.forms.reception import reception_findings as told
from helpers.forms.reception.reception_log import (
    COLUMNS,
    FROM_FORMS,
    INBOX,
    Entry,
    Log,
    inbox_files,
    period_folders,
    read_log,
)
from helpers.forms.returned.form_reading import FormReading
from helpers.intake.closings import closing_folder
from helpers.intake.dataset import Dataset
from helpers.intake.layout.cell_grid import letter
from helpers.intake.year_folders import Folder, folders_of
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida

ReadForm = Callable[[Path, str, FormSet], FormReading]
"""Function from a file, its path from the root and the forms of its period to the form's content."""


@dataclass(frozen=True)
class TablesWithForms:
    """A run's tables with the rows of accepted forms.

    Attributes
    ----------
    log : tuple of Mapping
        Every line of every log, with its period.
    files : Mapping[str, str]
        SHA-256 of the logs and of all files in the inboxes, by path from the root.
    """

    dataset: Dataset
    findings: tuple[Finding, ...] = ()
    log: tuple[Mapping[str, str], ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Box:
    """A period's folder with its log and the SHA-256 of each file in its inbox."""

    folder: Folder
    log: Log
    files: Mapping[Path, str]

    @property
    def period(self) -> Period:
        """The period whose folder this is."""
        assert self.folder.period is not None
        return self.folder.period

    def file_of(self, entry: Entry) -> Path | None:
        """Return the file with an entry's SHA-256, under its logged name or another one; None if the inbox lacks it."""
        own = self.own(entry)
        if self.files.get(own) == entry.sha256:
            return own
        return next((path for path, digest in self.files.items() if digest == entry.sha256), None)

    @property
    def logged(self) -> _Box:
        """The box with those of its files alone whose SHA-256 its log lists, whatever their names and states."""
        return replace(self, files={path: digest for path, digest in self.files.items() if digest in self.log.hashes})

    def own(self, entry: Entry) -> Path:
        """Return the path under which an entry's file was received."""
        return self.folder.path / INBOX / entry.archivo


def enter_forms(workspace: Workspace, forms: FormSet, read: ReadForm | None = None) -> TablesWithForms:
    """Add the rows of accepted forms to a run's tables, and those of replaced forms to `presentaciones` only.

    Parameters
    ----------
    forms : FormSet
        The forms of the run's period, with the run's tables.
    read : callable or None
        Reads one form; by default, a new `form_reader`.

    Returns
    -------
    TablesWithForms
        Its findings are an error for each accepted form that is missing or changed, or whose unit also has data in a
        table; a warning for files that have not been judged; and the findings of the logs and of reading the forms.
    """
    dataset = forms.dataset
    boxes = [box for folder in period_folders(workspace, forms.corrida) if (box := _box(workspace, folder))]
    if not boxes:
        return TablesWithForms(dataset)
    found: list[Finding] = []
    rows: dict[str, list[Row]] = {}
    for box in boxes:
        found.extend((*box.log.findings, *_unjudged(workspace, box)))
        rows.setdefault("presentaciones", []).extend(_earlier(box))  # first: of one day, the form that counts is last
        for entry, reading in _readings(workspace, box, forms, read, found):
            of_form = rows_of_form(reading.rows, box.period, entry)
            closing = closing_folder(workspace, forms.corrida.entidad, box.period)
            is_settled = box.period.last < forms.period.first and closing.is_dir()
            found.extend(one for one in reading.findings if not (is_settled and one.codigo in ASKED_UNTIL_CLOSED))
            found.extend(conflicts(dataset, entry, of_form, box.period))
            found.extend(told.redated(box.log, entry, reading))
            for table, some in of_form.items():
                rows.setdefault(table, []).extend(some)
    tables = {**dataset.tables, **{name: (*dataset.rows(name), *some) for name, some in rows.items() if some}}
    log = tuple({"periodo": box.period.code, **entry.plain} for box in boxes for entry in box.log.entries)
    return TablesWithForms(replace(dataset, tables=tables), tuple(found), log, _hashes(workspace, boxes))


def _box(workspace: Workspace, folder: Folder) -> _Box | None:
    """The inbox of a period; None if the period's data do not come in forms."""
    log, files = read_log(workspace, folder.path), inbox_files(folder.path)
    if not (log.entries or log.findings or files):
        return None
    return _Box(folder, log, {path: file_sha256(path) for path in files})


def _readings(
    workspace: Workspace, box: _Box, forms: FormSet, read: ReadForm | None, found: list[Finding]
) -> Iterator[tuple[Entry, FormReading]]:
    """Read the form of each accepted entry; a form that is lost adds an error to `found` instead."""
    of_period, read = forms.of_period(box.period), read or form_reader()
    for entry in box.log.accepted.values():
        path = box.file_of(entry)
        if path is None:
            found.append(told.lost(box.log, entry, box.files.get(box.own(entry), ""), box.period))
        else:
            yield entry, read(path, workspace.relative(path), of_period)


def _earlier(box: _Box) -> Iterator[Row]:
    """Presentations of replaced forms, from the log: the first one decides whether a unit was late.

    They have no remark: the log's reason is not the unit's. A form that repeats another one is left out.
    """
    letters = {name: letter(place) for place, name in enumerate(COLUMNS)}
    origin = Origin("presentaciones", box.log.label, "", letters)
    for line, entry in box.log.replaced:
        values: dict[str, Value] = {
            "periodo": box.period, "unidad": entry.unidad, "fecha_presentacion": entry.presented,
            "presentado_por": entry.presentado_por,
        }  # fmt: skip
        if not entry.is_repeat:
            yield Row(origin, line, {name: value for name, value in values.items() if value})


def _unjudged(workspace: Workspace, box: _Box) -> Iterator[Finding]:
    new = [workspace.relative(path) for path, digest in box.files.items() if digest not in box.log.hashes]
    if new and box.log.is_readable:
        yield told.unjudged(new, box.period)


def rows_of_form(
    rows: Mapping[str, tuple[Row, ...]], period: Period, entry: Entry | None = None
) -> dict[str, tuple[Row, ...]]:
    """Return the rows of a form as a run's tables expect them.

    Parameters
    ----------
    rows : Mapping[str, tuple of Row]
        Rows of the form by table.
    entry : Entry or None
        Log entry that gives the date of presentation; without it, the form's own date stays.

    Returns
    -------
    dict
        Each row has the period as a value, except those of `avances`, which have one already.
    """
    found = {}
    for table, some in rows.items():
        extra: dict[str, Value] = {"periodo": period} if table != "avances" else {}
        if table == "presentaciones" and entry is not None:
            extra["fecha_presentacion"] = entry.presented
        found[table] = tuple(replace(row, values={**row.values, **extra}) for row in some)
    return found


def conflicts(
    dataset: Dataset, entry: Entry, of_form: Mapping[str, Sequence[Row]], period: Period
) -> Iterator[Finding]:
    """Find table rows that give what the form gives too: in `ejecucion`, `avances` and `presentaciones` only.

    In `ejecucion` they are rows on a task of the form that are of its period or have an amount in one of its months; in
    `avances`, rows of the same node, indicator and period; in `presentaciones`, the unit's dated rows of the period.

    Parameters
    ----------
    of_form : Mapping[str, sequence of Row]
        Rows of the form by table.

    Returns
    -------
    iterator of Finding
        One error per table with such rows.
    """
    tasks = {row.text("tarea") for row in of_form.get("ejecucion", ())}
    progress = {_progress_key(row) for row in of_form.get("avances", ())}
    clashing = {
        "ejecucion": [row for row in dataset.rows("ejecucion") if _reports(row, tasks, period)],
        "avances": [row for row in dataset.rows("avances") if _progress_key(row) in progress],
        "presentaciones": [
            row
            for row in dataset.rows("presentaciones")
            if row.text("unidad") == entry.unidad
            and row.period("periodo") == period
            and row.date("fecha_presentacion") is not None
        ],
    }
    for table, rows in clashing.items():
        if rows:
            lines = f"{'fila' if len(rows) == 1 else 'filas'} {short_list_es(str(row.line) for row in rows)}"
            place = SourceCell(rows[0].origin.file, rows[0].origin.sheet, str(rows[0].line))
            yield told.from_two_sources(entry, table, period, lines, place)


def _reports(row: Row, tasks: set[str], period: Period) -> bool:
    """Whether a row of `ejecucion` on one of the tasks is of exactly this period or has an amount in its months."""
    if row.text("tarea") not in tasks:
        return False
    of = row.period("periodo")
    months = MONTHS[period.first - 1 : period.last]
    return of == period or any(row.number(month) is not None for month in months)


def _progress_key(row: Row) -> tuple[str, ...]:
    return (row.text("nivel"), row.text("codigo"), row.text("indicador"), row.text("periodo"))


def _hashes(workspace: Workspace, boxes: Sequence[_Box]) -> dict[str, str]:
    found: dict[str, str] = {}
    for box in boxes:
        found |= {workspace.relative(path): digest for path, digest in box.files.items()}
        if box.log.path.is_file():
            found[box.log.label] = file_sha256(box.log.path)
    return dict(sorted(found.items()))


def tables_of_forms(workspace: Workspace, corrida: Corrida, method: Metodo) -> frozenset[str]:
    """Return the tables that may lack a file of their own because accepted forms add rows to them (`FROM_FORMS`).

    Empty without any inbox or line in a log, or if no form can be made: without a plan, the method has no indicators.
    """
    has_forms = (method.indicadores or "tareas" in corrida.tablas) and any(
        (folder.path / INBOX).is_dir() or read_log(workspace, folder.path).entries
        for folder in period_folders(workspace, corrida)
    )
    return FROM_FORMS if has_forms else frozenset()


def plan_form_files(workspace: Workspace, corrida: Corrida) -> dict[str, str]:
    """Return the SHA-256 of each plan version's log and of the forms that the log lists, by path relative to the root.

    The run reads the table that was written from the forms. Their digests let an auditor follow a figure of the plan to
    the cell that the unit filled in. Forms that no log lists are not in any table yet.
    """
    boxes = [box for folder in folders_of(workspace, corrida)[0] if folder.version and (box := _box(workspace, folder))]
    return _hashes(workspace, [box.logged for box in boxes])


def form_reader() -> ReadForm:
    """Return a reader of forms that reads each file of a period only once and then returns the same content.

    A check uses one to judge the forms and then to enter their rows. The module that reads is imported only here,
    because the import is slow.
    """
    from helpers.forms.returned.read_form import read_form

    known: dict[tuple[Path, Period], FormReading] = {}

    def remembered(path: Path, label: str, forms: FormSet) -> FormReading:
        """Read a file, or return what was read of it for the same period."""
        key = (path, forms.period)
        if key not in known:
            known[key] = read_form(path, label, forms)
        return known[key]

    return remembered
