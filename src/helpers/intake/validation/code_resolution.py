"""Replaces names and other writings by the codes that they stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from helpers.base.python_extras import by_key
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import LEVELS, Node, Row
from helpers.intake.dataset import TABLES
from helpers.intake.intake_problems import Code, also, of_cell
from helpers.intake.tables.table_columns import Reference
from helpers.intake.values.word_matching import plain, unmarked

STRUCTURE, ACTIONS = "estructura", "acciones"
NAMED = (STRUCTURE, ACTIONS)
"""Tables whose codes may be written by name."""
_LIKELY = 75
"""Least similarity, of 100, at which a name is proposed."""
_SHORT = 4
"""Fewest characters of a text or name that is compared by similarity."""


@dataclass(frozen=True)
class Known:
    """The codes that one column may hold, and their names.

    Attributes
    ----------
    codes : frozenset of str
    named : Mapping of str to frozenset of str
        Codes by name, as `plain` writes it.
    aliases : Mapping of str to str
        Codes by declared alias, as `plain` writes it.
    shown : Mapping of str to str
        Name of each code, as written.
    """

    codes: frozenset[str]
    named: Mapping[str, frozenset[str]]
    aliases: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)

    def codes_of(self, text: str) -> frozenset[str]:
        """Return the codes that have a text as their name or alias; footnote marks are ignored.

        An alias decides if no code or several codes have the name. Empty if nothing is called so.
        """
        for words in dict.fromkeys((plain(text), plain(unmarked(text)))):
            named = self.named.get(words, frozenset())
            if len(named) != 1 and words in self.aliases:
                return frozenset({self.aliases[words]})
            if named:
                return named
        return frozenset()

    def likely(self, text: str) -> tuple[str, str]:
        """Return the code with the most similar name, and that name as written; two empty texts if none is similar."""
        words = plain(unmarked(text))
        if len(words) < _SHORT:
            return "", ""
        close = process.extractOne(words, sorted(self.named), scorer=fuzz.WRatio, score_cutoff=_LIKELY)
        if close is None or len(close[0]) < _SHORT:
            return "", ""
        code = min(self.named[close[0]])
        return code, self.shown.get(code, code)


class Directory:
    """The names of all the codes of an institution's nodes and actions."""

    def __init__(self, nodes: Sequence[Node], actions: Iterable[Row], aliases: Mapping[str, Mapping[str, str]]) -> None:
        key, name = TABLES[ACTIONS].key[0], "denominacion"
        self._nodes = nodes
        self._found: dict[Reference, Known | None] = {}
        self._actions = {row.text(key): row.text(name) for row in actions if row.text(key)}
        self._aliases = {
            table: {plain(written): code for written, code in of_table.items()} for table, of_table in aliases.items()
        }

    def known(self, reference: Reference) -> Known | None:
        """Return the codes that a column with this reference may hold; None if the table has no rows."""
        # Cached, because every row of every table asks for it.
        if reference not in self._found:
            self._found[reference] = self._look_up(reference)
        return self._found[reference]

    def _look_up(self, reference: Reference) -> Known | None:
        """Return what `known` does, without its cache."""
        if reference.table == ACTIONS:
            called = [(code, (name, code)) for code, name in self._actions.items()]
            return self._known(ACTIONS, called) if called else None
        nodes = [node for node in self._nodes if node.level in reference.levels]
        if not self._nodes:
            return None
        return self._known(STRUCTURE, [(node.code, (node.name, node.sigla, node.code)) for node in nodes])

    def _known(self, table: str, called: Sequence[tuple[str, Sequence[str]]]) -> Known:
        codes = frozenset(code for code, _ in called)
        named = by_key((name, code) for code, names in called for name in filter(None, map(plain, names)))
        aliases = {words: code for words, code in self._aliases.get(table, {}).items() if code in codes}
        shown = {code: names[0] or code for code, names in called}
        return Known(codes, {name: frozenset(found) for name, found in named.items()}, aliases, shown)


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
    """Replace each exact name, acronym or declared alias by its code, ignoring case, accents and punctuation.

    This concerns columns that refer to `estructura` or `acciones`, and `codigo` in `avances` and `historico`. A known
    code stays, even if it is also a name. A name of several codes stays and is an error; each name that was replaced
    gives a note. The rows given are not changed.
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
    """Return a row with codes in place of names; add it to `told` for each name, also an ambiguous one, which stays."""
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
    code, severity = (Code.NAME, Severity.NOTE) if is_one else (Code.NAME_AMBIGUOUS, Severity.ERROR)
    sentence = f"columna «{column}»: {told}{also(other.line for other in rows[1:])}"
    return of_cell(code, severity, row, column, sentence, expected=codes, value=text)
