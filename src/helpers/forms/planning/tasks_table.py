"""The `tareas.csv` of a version of the plan: written from the rows of planning forms, if a run would read the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from helpers.base.characters import with_plain_blanks
from helpers.base.exact import plain_text
from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.base.written_values import read_cell
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row, SourceCell, Value
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_codes import PlanCode
from helpers.intake.dataset import TABLES
from helpers.intake.intake_problems import found
from helpers.intake.read_inputs import read_csv_table
from helpers.intake.tables.table_columns import Kind
from helpers.settings.params import Corrida

TAREAS = TABLES["tareas"]
TABLE_FILE = "tareas.csv"


class Outcome(StrEnum):
    """Whether `tareas.csv` was written."""

    WRITTEN = "escrito"
    THERE = "ya estaba"
    NOTHING = "no se escribió"


def table_rows(rows: Sequence[Row], version: str) -> tuple[Row, ...]:
    r"""Return the rows of forms as rows of `tareas`.

    Parameters
    ----------
    version : str
        Version of the plan, written in the column `version`.

    Returns
    -------
    tuple of Row
        Codes have plain spaces instead of non-breaking ones; texts have `\n` line ends.
    """
    return tuple(replace(row, values={"version": version, **_plain_values(row)}) for row in rows)


def _plain_values(row: Row) -> dict[str, Value]:
    codes = {column.name for column in TAREAS.columns if column.kind is Kind.CODE}
    return {name: _plain(name in codes, value) for name, value in row.values.items()}


def _plain(is_code: bool, value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return with_plain_blanks(value) if is_code else value.replace("\r\n", "\n").replace("\r", "\n")


def write_table(
    folder: Path, table: str, rows: Sequence[Row], known: FormSet
) -> tuple[Outcome, tuple[Finding, ...]]:
    """Write the table if none exists, and check that it reads back the same; an existing table is only compared.

    The outcome is `THERE` if the existing table is equal, `WRITTEN` without findings, and else `NOTHING` with the
    errors.

    Parameters
    ----------
    table : str
        Path of the table from the root.
    known : FormSet
        The forms with the year's tables as they are now.
    """
    path, text = folder / TABLE_FILE, table_text(rows)
    if path.exists():
        content = path.read_bytes()
        if content == text.encode("utf-8"):
            return Outcome.THERE, ()
        line = first_difference(content.decode("utf-8", errors="replace"), text)
        stands = sum(row.origin.file == table for row in known.dataset.rows(TAREAS.name))
        return Outcome.NOTHING, (_existing_table_differs(table, line, (stands, len(rows))),)
    wrong = tuple(_read_differently(row, column) for row, column in _unlike_rows(text, known.corrida, rows))
    if not wrong:
        atomic.write_text(path, text)
    return (Outcome.NOTHING if wrong else Outcome.WRITTEN), wrong


def table_text(rows: Sequence[Row]) -> str:
    """Return the table as CSV text, with a heading and a row per task, in the given order.

    The columns are the contract's without `version`, which the folder's name tells. Numbers are exact with a decimal
    point, with one more zero where there would be two readings (`1.1250`); blanks stay blank.
    """
    columns = [column.name for column in TAREAS.file_columns]
    return csv_text([columns, *([_cell(row, name) for name in columns] for row in rows)])


def _cell(row: Row, name: str) -> str:
    number = row.number(name)
    return row.text(name) if number is None else _number(plain_text(number.value))


def _number(text: str) -> str:
    """Add a zero to a number that has two readings: `1.125` may be 1125 or 1,125; `1.1250` has one reading."""
    return f"{text}0" if read_cell(text).problem else text


def _unlike_rows(text: str, corrida: Corrida, rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Read a table from its text as a run does, and yield the rows that do not come back the same.

    Parameters
    ----------
    text : str
        The table as `table_text` writes it.
    rows : sequence of Row
        The rows that the text states, in order.

    Yields
    ------
    (Row, str)
        The row and its first column that differs. The column is empty if the row does not come back at all, because the
        reader takes it for a sum, a heading or a note.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / TABLE_FILE
        copy.write_text(text, encoding="utf-8", newline="")
        back = {row.line: row.values for row in read_csv_table(copy, TAREAS, corrida)}
    names = [column.name for column in TAREAS.file_columns]
    for line, row in enumerate(rows, start=2):
        changed = next((name for name in names if row.values.get(name) != back.get(line, {}).get(name)), None)
        if changed is not None:
            yield row, changed if line in back else ""


def first_difference(one: str, other: str) -> int:
    """Return the number, from 1, of the first row in which two CSV texts differ; a line break in a cell starts no row.

    If none does, it is one past the last row of the shorter text.
    """
    rows, others = ([*csv.reader(io.StringIO(text, newline=""))] for text in (one, other))
    pairs = enumerate(zip(rows, others, strict=False), start=1)
    return next((number for number, (left, right) in pairs if left != right), min(len(rows), len(others)) + 1)


def _existing_table_differs(file: str, line: int, tasks: tuple[int, int]) -> Finding:
    """Return the error (`PRO-DISTINTO`) on an existing table of tasks that differs from the forms.

    Parameters
    ----------
    file : str
        The table's path from the root.
    line : int
        First line of the file that differs; 1 is the heading.
    tasks : (int, int)
        Number of tasks in the file and in the forms.
    """
    told = (
        f"ya existe y no dice lo que dan los formularios (tiene {tasks[0]} tareas y ellos {tasks[1]}; difieren desde "
        "esa fila). No se tocó. Si es un borrador hecho con esta orden, bórrelo o llévelo fuera de data/ y repita; si "
        "alguien lo corrigió a mano, pase antes esa corrección al formulario de su unidad; si es el plan aprobado, un "
        "cambio es otra versión: ponga los formularios en la carpeta de la nueva y use --version con su nombre."
    )
    more = {"expected": f"{tasks[1]} tareas, las de los formularios", "value": f"{tasks[0]} tareas"}
    place = SourceCell(file, "", str(line))
    return found(PlanCode.DIFFERENT, Severity.ERROR, place, told, element=TAREAS.name, **more)


def _read_differently(row: Row, column: str) -> Finding:
    """Make the error (`PRO-SE-LEE-OTRO`) on a task that a run would read differently from the table; it checks nothing.

    Parameters
    ----------
    column : str
        First column that would differ; empty if the row would not be recognised as a task.
    """
    task = row.text("tarea")
    element, value = f"{TAREAS.name}/{task}/{column}".rstrip("/"), row.text(column or "tarea")
    what = f"«{column}»" if column else "su código o su descripción, que parecen un total, un encabezado o una nota"
    told = f"la tarea «{task}» no se leería igual desde {TABLE_FILE}. Escriba de otro modo {what}."
    return found(PlanCode.UNLIKE, Severity.ERROR, row.cell(column), told, element=element, value=value)
