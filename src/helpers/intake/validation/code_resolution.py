"""Replaces names written instead of codes by their code, if only one code has the name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from helpers.figures.findings import Finding, Severity
from helpers.figures.records import LEVELS, Row
from helpers.intake.intake_problems import Code, also, found
from helpers.intake.tables.contract_tables import TABLES
from helpers.intake.tables.table_columns import Reference
from helpers.intake.validation.code_aliases import ACTIONS, STRUCTURE, Directory, Known

_BY_LEVEL = ("avances", "historico")
"""Tables whose `codigo` belongs to the level in `nivel`."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Rows after names were replaced by codes.

    Attributes
    ----------
    rows : Mapping of str to tuple of Row
    findings : tuple of Finding
        One for each name and column, listing all its rows.
    """

    rows: Mapping[str, tuple[Row, ...]]
    findings: tuple[Finding, ...]


def resolve_names(rows: Mapping[str, tuple[Row, ...]], directory: Directory) -> Resolved:
    """Replace each exact name, abbreviation or declared alias by its code, ignoring case and accents.

    A known code stays, even if it is also a name. A name of several codes stays and is an error.
    """
    told: _NamedRows = defaultdict(list)
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
    """Return the columns of a table that refer to another, with the codes that each may hold."""
    referring = ((column.name, directory.known(column.refers)) for column in TABLES[table].columns if column.refers)
    return tuple((name, known) for name, known in referring if known)


def _at_level(row: Row, directory: Directory) -> Iterator[tuple[str, Known]]:
    if known := known_at_level(directory, row.text("nivel")):
        yield "codigo", known


def known_at_level(directory: Directory, level: str) -> Known | None:
    """Return the codes that `codigo` may hold beside a level; None for levels without a list of codes."""
    if level == "acp":
        return directory.known(Reference(ACTIONS))
    return directory.known(Reference(STRUCTURE, (level,))) if level in LEVELS else None


_NamedRows = dict[tuple[str, str, str, str, str], list[Row]]
"""Rows by file, sheet, column, name written, and the codes that have the name."""


def _resolved(row: Row, columns: Iterable[tuple[str, Known]], told: _NamedRows) -> Row:
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
