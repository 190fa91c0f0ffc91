"""Checks that codes exist in the tables to which their columns refer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from helpers.base.display import list_es
from helpers.base.python_extras import grouped, not_none
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import LEVELS, Row
from helpers.intake.dataset import TABLES, Dataset
from helpers.intake.intake_problems import Code, also, hint, nearest, of_cell
from helpers.intake.tables.table_columns import Column, Reference, Table
from helpers.intake.validation.code_resolution import STRUCTURE, Directory, Known, known_at_level

BY_CATEGORY = "categoria"
_KEEPS_CODE = " Una unidad que cambió de nombre conserva en la tabla su código, con el nombre y la sigla de hoy."


def check_references(dataset: Dataset, directory: Directory) -> tuple[Finding, ...]:
    """Return an error for every code that does not exist in its table; against a table without rows, none is checked.

    Parameters
    ----------
    directory : Directory
        Names of the codes, to propose the code that was probably meant.

    Returns
    -------
    tuple of Finding
        One for all rows of a file and sheet with the same code; a name in place of a code is left to `resolve_names`.
        Also an error for each code of `avances` or `historico` that its level does not have, and for each category of
        `gastos` that is not in `vinculacion`; and a warning for each category of `vinculacion` that no report of
        `gastos` by category has, not even misspelt.
    """
    findings: list[Finding] = []
    for table in TABLES.values():
        for column in table.columns:
            if column.refers:
                findings.extend(_check_column(dataset, table, column, directory.known(column.refers)))
    for name in ("avances", "historico"):
        findings.extend(_check_elements(dataset, name, directory))
    findings.extend(_check_categories(dataset))
    findings.extend(_unused_categories(dataset))
    return tuple(findings)


def _check_column(dataset: Dataset, table: Table, column: Column, called: Known | None) -> Iterator[Finding]:
    """Yield an error for each unknown code of a column, except names; nothing if the table referred to has no rows."""
    reference = not_none(column.refers)
    known = _known(dataset, reference)
    if known is None:
        return
    for rows, value, close, likely in _unknown_codes(dataset.rows(table.name), column.name, known, called):
        at_level = f" de nivel {' o '.join(reference.levels)}" if 0 < len(reference.levels) < len(LEVELS) else ""
        told = (
            f"«{value}» no está en la tabla «{reference.table}»{at_level}; {likely}. Corrija el código o agréguelo a "
            f"«{reference.table}».{_KEEPS_CODE if reference.table == STRUCTURE else ''}"
        )
        yield _unknown(rows, column.name, told, close)


def _unknown_codes(
    rows: Iterable[Row], column: str, known: set[str], called: Known | None
) -> Iterator[tuple[Sequence[Row], str, str, str]]:
    """Yield the rows of each unknown code, the code and what `_likely` says of it; `resolve_names` reports names."""
    for of_code in _strangers(rows, column, known):
        value = of_code[0].text(column)
        if not (called and called.codes_of(value)):
            yield of_code, value, *_likely(value, known, called)


def _likely(value: str, known: set[str], called: Known | None) -> tuple[str, str]:
    """Return the code that was probably meant, and its proposal in Spanish: by similar code, else by similar name.

    Without either, the code is empty and the text tells the known ones.
    """
    close = nearest(value, known)
    code, name = called.likely(value) if called and not close else ("", "")
    if not code:
        return close, hint(value, known)
    return code, f"lo más parecido es «{name}» ({code}): escriba su código, o declare «{value}» en «alias»"


def _known(dataset: Dataset, reference: Reference) -> set[str] | None:
    """Return the codes that a reference may name; None if its table has no rows."""
    if reference.table == "estructura":
        codes = {node.code for node in dataset.nodes if node.level in reference.levels}
        return codes | _doubtful(dataset) if dataset.nodes else None
    key = TABLES[reference.table].key[0]
    codes = {row.text(key) for row in dataset.rows(reference.table)} - {""}
    return codes or None


def _doubtful(dataset: Dataset) -> set[str]:
    """Return the codes of nodes with an unknown level; the node has a finding of its own."""
    return {row.text("codigo") for row in dataset.rows("estructura") if row.text("nivel") not in LEVELS}


def _check_elements(dataset: Dataset, table: str, directory: Directory) -> Iterator[Finding]:
    """Report the rows of a table whose `codigo` does not exist at their `nivel`: no such node or, for `acp`, action.

    Other levels, a level without known codes, and names in place of codes are skipped.
    """
    actions = _known(dataset, Reference("acciones"))
    for level in (*LEVELS, "acp"):
        known = actions if level == "acp" else _known(dataset, Reference("estructura", (level,)))
        if known is None:
            continue
        of_level = [row for row in dataset.rows(table) if row.text("nivel") == level]
        home = "acciones" if level == "acp" else "estructura"
        called = known_at_level(directory, level)
        for rows, value, close, likely in _unknown_codes(of_level, "codigo", known, called):
            told = (
                f"no hay «{value}» de nivel {level} en la tabla «{home}»; "
                f"{_other_level(dataset, level, value) or likely}. Corrija «nivel» o «codigo», o agréguelo a «{home}»."
            )
            yield _unknown(rows, "codigo", told, close)


def _other_level(dataset: Dataset, level: str, value: str) -> str:
    others = [node.level for node in dataset.nodes if node.code == value and node.level != level]
    return f"existe como {list_es(others)}" if others else ""


def _check_categories(dataset: Dataset) -> Iterator[Finding]:
    """Yield an error for each category of `gastos` that is not in `vinculacion`, if that table has any."""
    known = {row.text("cat_prog") for row in dataset.rows("vinculacion")} - {""}
    if not known:
        return
    for rows in _strangers(_by_category(dataset), "cat_prog", known):
        value = rows[0].text("cat_prog")
        told = (
            f"la categoría «{value}» no está en «vinculacion» y su gasto no llegaría a ninguna acción; "
            f"{hint(value, known)}. Corrija el código o agréguela a «vinculacion»."
        )
        yield _unknown(rows, "cat_prog", told, nearest(value, known))


def _unused_categories(dataset: Dataset) -> Iterator[Finding]:
    """Yield a warning for each category of `vinculacion` that no report by category has or probably means."""
    spent = {row.text("cat_prog") for row in _by_category(dataset)} - {""}
    linked = {row.text("cat_prog") for row in dataset.rows("vinculacion")} - {""}
    meant = {nearest(code, linked) for code in spent - linked}  # `_check_categories` proposes these
    for rows in _strangers(dataset.rows("vinculacion"), "cat_prog", spent | meant) if spent else ():
        value = rows[0].text("cat_prog")
        told = (
            f"la categoría «{value}» no está en ningún reporte por categoría de «gastos». "
            "Compruebe el código, o si el reporte está completo."
        )
        yield of_cell(Code.CATEGORY_UNUSED, Severity.WARNING, rows[0], "cat_prog", told, value=value)


def _by_category(dataset: Dataset) -> list[Row]:
    return [row for row in dataset.rows("gastos") if row.text("reporte").casefold() == BY_CATEGORY]


def _strangers(rows: Iterable[Row], column: str, known: set[str]) -> list[list[Row]]:
    """Return the rows with an unknown code, grouped by file, sheet and code: one finding for each group."""
    strangers = (row for row in rows if row.text(column) and row.text(column) not in known)
    return list(grouped(strangers, lambda row: (row.origin.file, row.origin.sheet, row.text(column))).values())


def _unknown(rows: Sequence[Row], column: str, told: str, expected: str) -> Finding:
    row, sentence = rows[0], f"columna «{column}»: {told}{also(row.line for row in rows[1:])}"
    return of_cell(Code.REFERENCE, Severity.ERROR, row, column, sentence, expected=expected, value=row.text(column))
