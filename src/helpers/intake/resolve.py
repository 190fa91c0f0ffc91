"""Names written where a code belongs → the code, where only one can be meant; a likely one is only proposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from helpers.findings import Finding, Severity
from helpers.intake.columns import Reference
from helpers.intake.contract import TABLES
from helpers.intake.names import ACTIONS, STRUCTURE, Directory, Known
from helpers.intake.problems import Code, also, found
from helpers.records import LEVELS, Row

_BY_LEVEL = ("avances", "historico")
"""Tables whose `codigo` is of the level that stands beside it."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Rows with codes where names stood.

    Attributes
    ----------
    rows : Mapping of str to tuple of Row
    findings : tuple of Finding
        One a name and column, with all the rows in which it stands.
    """

    rows: Mapping[str, tuple[Row, ...]]
    findings: tuple[Finding, ...]


def resolve_names(rows: Mapping[str, tuple[Row, ...]], directory: Directory) -> Resolved:
    """Replace by its code every exact name, abbreviation or declared alias, case and accents apart.

    A code that is known stays as it is, whatever else is called so; a name of several codes stays and is an error.
    """
    told: dict[tuple[str, str, str, str, str], list[Row]] = defaultdict(list)
    resolved = {}
    for name, of_table in rows.items():
        columns = _columns(name, directory)
        resolved[name] = tuple(
            _resolved(row, (*columns, *_at_level(row, directory)) if name in _BY_LEVEL else columns, told)
            for row in of_table
        )
    findings = tuple(_finding(column, text, codes, named) for (*_, column, text, codes), named in told.items())
    return Resolved(resolved, findings)


def _columns(table: str, directory: Directory) -> tuple[tuple[str, Known], ...]:
    """The columns of a table that refer to another, with what each may hold."""
    referring = ((column.name, directory.known(column.refers)) for column in TABLES[table].columns if column.refers)
    return tuple((name, known) for name, known in referring if known)


def _at_level(row: Row, directory: Directory) -> Iterator[tuple[str, Known]]:
    if known := known_at_level(directory, row.text("nivel")):
        yield "codigo", known


def known_at_level(directory: Directory, level: str) -> Known | None:
    """What `codigo` may hold beside a level; None for levels without a list of codes."""
    if level == "acp":
        return directory.known(Reference(ACTIONS))
    return directory.known(Reference(STRUCTURE, (level,))) if level in LEVELS else None


def _resolved(row: Row, columns: Iterable[tuple[str, Known]], told: dict) -> Row:
    changed: dict[str, str] = {}
    for column, known in columns:
        text = row.text(column)
        if not text or text in known.codes:
            continue
        codes = known.codes_of(text)
        if len(codes) == 1:
            changed[column] = min(codes)
        if codes:
            told[row.origin.file, row.origin.sheet, column, text, " o ".join(sorted(codes))].append(row)
    return replace(row, values={**row.values, **changed}) if changed else row


def _finding(column: str, text: str, codes: str, rows: list[Row]) -> Finding:
    row, is_one = rows[0], " o " not in codes
    told = (
        f"«{text}» se lee como «{codes}», por su nombre."
        if is_one
        else f"«{text}» es el nombre de varios ({codes}). Escriba el código del que sea."
    )
    return found(
        Code.NAME if is_one else Code.NAME_AMBIGUOUS,
        Severity.NOTE if is_one else Severity.ERROR,
        row.cell(column),
        f"columna «{column}»: {told}{also(other.line for other in rows[1:])}",
        element=f"{row.origin.table}/{row.line}/{column}",
        expected=codes,
        value=text,
    )
