"""What the parameters say of the files: whether the tables, columns, codes and files that they name are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from helpers.entidad import load_institution
from helpers.errors import PoaError
from helpers.findings import Finding, Severity
from helpers.intake.code_patterns import is_pattern
from helpers.intake.columns import Kind
from helpers.intake.contract import TABLES
from helpers.intake.names import ACTIONS, NAMED
from helpers.intake.problems import Code, found, hint, nearest
from helpers.params import Corrida
from helpers.records import Node, Row, SourceCell
from helpers.workspace import Workspace

_CODES = {column.name for table in TABLES.values() for column in table.columns if column.kind is Kind.CODE}


def declared_aliases(workspace: Workspace, corrida: Corrida) -> Mapping[str, Mapping[str, str]]:
    """By table, the aliases of the institution and, before them, those of the run."""
    of_institution: Mapping[str, Mapping[str, str]] = {}
    if workspace.institution_file(corrida.entidad).is_file():
        try:
            of_institution = load_institution(workspace, corrida.entidad).alias
        except PoaError:
            # Its problems are told where the run loads it; here it only has no alias to give.
            of_institution = {}
    tables = dict.fromkeys((*of_institution, *corrida.alias))
    return {name: {**of_institution.get(name, {}), **corrida.alias.get(name, {})} for name in tables}


def usable_patterns(corrida: Corrida) -> Mapping[str, tuple[str, ...]]:
    """By column, the declared forms that are forms; the others are told by `check_declared`."""
    return {column: tuple(filter(is_pattern, patterns)) for column, patterns in corrida.codigos.items()}


def check_declared(
    workspace: Workspace, corrida: Corrida, aliases: Mapping[str, Mapping[str, str]], nodes: Sequence[Node],
    actions: Iterable[Row],
) -> list[Finding]:  # fmt: skip
    """Report whatever the parameters name and is not there."""
    place = SourceCell(workspace.relative(workspace.run_file(corrida.entidad, corrida.periodo)), "", "")
    codes = {"estructura": {node.code for node in nodes}, ACTIONS: {row.text("acp") for row in actions}}
    sentences = [*_columns(corrida), *_patterns(corrida), *_aliases(aliases, codes)]
    return [
        found(Code.PARAMETER, Severity.ERROR, place, told, expected=expected, value=value)
        for told, expected, value in sentences
    ]


Sentence = tuple[str, str, str]


def _columns(corrida: Corrida) -> Iterator[Sentence]:
    for name, headings in corrida.columnas.items():
        if name not in TABLES:
            told = f"«columnas» nombra la tabla «{name}», que no existe; {hint(name, TABLES)}."
            yield told, nearest(name, TABLES), name
            continue
        known = [column.name for column in TABLES[name].file_columns]
        for heading, column in headings.items():
            if column not in known:
                close = hint(column, known)
                told = f"«columnas» da a «{heading}» la columna «{column}», que «{name}» no tiene; {close}."
                yield told, nearest(column, known), column


def _patterns(corrida: Corrida) -> Iterator[Sentence]:
    for column, patterns in corrida.codigos.items():
        if column not in _CODES:
            told = f"«codigos» nombra la columna «{column}», que no es de códigos; {hint(column, _CODES)}."
            yield told, nearest(column, _CODES), column
        for pattern in patterns:
            if not is_pattern(pattern):
                told = (
                    f"«codigos» da a «{column}» la forma «{pattern}»: se escribe con un cero por cifra y espacios "
                    "entre los grupos, como «000 0 000», y entre comillas."
                )
                yield told, "000 0 000", pattern


def _aliases(aliases: Mapping[str, Mapping[str, str]], codes: Mapping[str, set[str]]) -> Iterator[Sentence]:
    for table, written in aliases.items():
        if table not in NAMED:
            yield f"«alias» nombra «{table}»; se declaran para {' y '.join(NAMED)}.", " o ".join(NAMED), table
            continue
        for name, code in written.items():
            if codes[table] and code not in codes[table]:
                told = f"«alias» dice que «{name}» es «{code}», que no está en «{table}»; {hint(code, codes[table])}."
                yield told, nearest(code, codes[table]), code
