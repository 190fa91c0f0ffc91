"""Replaces names by the codes that they stand for, and reports those that stand for none; compares categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from helpers.base.display import list_es
from helpers.base.python_extras import by_key, grouped, not_none
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import LEVELS, Row
from helpers.intake.dataset import TABLES, Dataset
from helpers.intake.intake_problems import Code, also, hint, nearest, of_cell
from helpers.intake.tables.table_columns import Reference
from helpers.intake.validation.structure_tree import build_nodes
from helpers.intake.values.word_matching import plain, unmarked

STRUCTURE, ACTIONS = "estructura", "acciones"
BY_CATEGORY, CATEGORY = "categoria", "cat_prog"
NAMED = (STRUCTURE, ACTIONS)
"""Tables whose codes may be written by name."""
_LIKELY = 75
"""Least similarity, of 100, at which a name is proposed."""
_SHORT = 4
"""Fewest characters of a text or name that is compared by similarity."""
_KEEPS_CODE = " Una unidad que cambió de nombre conserva en la tabla su código, con el nombre y la sigla de hoy."


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
    doubtful : frozenset of str
        Codes of nodes with an unknown level, which has a finding of its own.
    """

    codes: frozenset[str]
    named: Mapping[str, frozenset[str]]
    aliases: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()

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
        """Return the code that was probably meant, and its proposal in Spanish: by similar code, else by similar name.

        Without either, the code is empty and the text tells the known ones.
        """
        every = self.codes | self.doubtful
        close = nearest(text, every)
        code, name = ("", "") if close else self._alike(text)
        if not code:
            return close, hint(text, every)
        return code, f"lo más parecido es «{name}» ({code}): escriba su código, o declare «{text}» en «alias»"

    def _alike(self, text: str) -> tuple[str, str]:
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

    def __init__(
        self, structure: Sequence[Row], actions: Iterable[Row], aliases: Mapping[str, Mapping[str, str]]
    ) -> None:
        key, name = TABLES[ACTIONS].key[0], "denominacion"
        self._nodes, _ = build_nodes(structure)
        self._doubtful = frozenset(row.text("codigo") for row in structure if row.text("nivel") not in LEVELS)
        self._found: dict[Reference, Known | None] = {}
        self._actions = {row.text(key): row.text(name) for row in actions if row.text(key)}
        self._aliases = {
            table: {plain(written): code for written, code in of_table.items()} for table, of_table in aliases.items()
        }

    def levels_of(self, code: str) -> list[str]:
        """Return the levels at which the structure has a node with a code."""
        return [node.level for node in self._nodes if node.code == code]

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
        doubtful = self._doubtful if table == STRUCTURE else frozenset()
        return Known(codes, {name: frozenset(found) for name, found in named.items()}, aliases, shown, doubtful)


_BY_LEVEL = ("avances", "historico")
"""Tables whose `codigo` belongs to the level in `nivel`."""
_Written = dict[tuple[str, str, str, str, Reference], list[Row]]
"""Rows by file, sheet, column, text that is not a known code, and the table in which its code must exist."""


def resolve_names(
    rows: Mapping[str, tuple[Row, ...]], directory: Directory
) -> tuple[Mapping[str, tuple[Row, ...]], tuple[Finding, ...]]:
    """Replace each exact name, acronym or declared alias by its code, ignoring case, accents and punctuation.

    This concerns columns that refer to `estructura` or `acciones`, and `codigo` in `avances` and `historico`. A known
    code stays, even if it is also a name. The rows given are not changed.

    Returns
    -------
    Mapping of str to tuple of Row
        By table.
    tuple of Finding
        One for all rows of a file and sheet with the same text in a column: a note on a name that was replaced; an
        error on a name of several codes, and on a text that is neither a code nor a name, which both stay. Against a
        table without rows nothing is checked.
    """
    written: _Written = defaultdict(list)
    resolved = {}
    for name, of_table in rows.items():
        columns = [(column.name, column.refers) for column in TABLES[name].columns if column.refers]
        resolved[name] = tuple(
            _resolved(row, [*columns, *_at_level(row)] if name in _BY_LEVEL else columns, directory, written)
            for row in of_table
        )
    found = (
        _finding(column, text, reference, some, directory) for (*_, column, text, reference), some in written.items()
    )
    return resolved, tuple(finding for finding in found if finding is not None)


def _at_level(row: Row) -> Iterator[tuple[str, Reference]]:
    """Yield the table in which the `codigo` beside a row's level must exist; nothing for levels without one."""
    level = row.text("nivel")
    if level == "acp":
        yield "codigo", Reference(ACTIONS)
    elif level in LEVELS:
        yield "codigo", Reference(STRUCTURE, (level,))


def _resolved(row: Row, columns: Iterable[tuple[str, Reference]], directory: Directory, written: _Written) -> Row:
    """Return a row with codes in place of names; add it to `written` for each text that is not a known code."""
    changed: dict[str, str] = {}
    for column, reference in columns:
        text, known = row.text(column), directory.known(reference)
        if not text or known is None or text in known.codes:
            continue
        codes = known.codes_of(text)
        if len(codes) == 1:
            changed[column] = min(codes)
        written[row.origin.file, row.origin.sheet, column, text, reference].append(row)
    return replace(row, values={**row.values, **changed}) if changed else row


def _finding(column: str, text: str, reference: Reference, rows: Sequence[Row], directory: Directory) -> Finding | None:
    """Return the finding on a text that is not a known code; None for the code of a node with an unknown level."""
    row, known = rows[0], not_none(directory.known(reference))
    codes = sorted(known.codes_of(text))
    expected = " o ".join(codes)
    if len(codes) == 1:
        code, severity, told = Code.NAME, Severity.NOTE, f"«{text}» se lee como «{expected}», por su nombre."
    elif codes:
        told = f"«{text}» es el nombre de varios ({expected}). Escriba el código del que sea."
        code, severity = Code.NAME_AMBIGUOUS, Severity.ERROR
    elif text in known.doubtful:
        return None
    else:
        code, severity, (expected, likely) = Code.REFERENCE, Severity.ERROR, known.likely(text)
        told = _unknown(text, reference, likely, directory.levels_of(text))
    sentence = f"columna «{column}»: {told}{also(other.line for other in rows[1:])}"
    return of_cell(code, severity, row, column, sentence, expected=expected, value=text)


def _unknown(text: str, reference: Reference, likely: str, levels: Sequence[str]) -> str:
    """Return in Spanish that a code is not in its table, with the levels that have it, or what was likely meant."""
    home, level = f"«{reference.table}»", list_es(reference.levels, any_of=True)
    at_level = f" de nivel {level}" if 0 < len(reference.levels) < len(LEVELS) else ""
    others = f"existe como {list_es(levels)}" if levels else likely
    mend = f"Corrija el código o su nivel, o agréguelo a {home}."
    keeps_code = _KEEPS_CODE if reference.table == STRUCTURE else ""
    return f"«{text}» no está en la tabla {home}{at_level}; {others}. {mend}{keeps_code}"


def check_categories(dataset: Dataset) -> Iterator[Finding]:
    """Compare the categories of `gastos`, in reports by category, with those of `vinculacion`; each table needs some.

    Yields
    ------
    Finding
        For all rows of a file and sheet with the same category: an error if it is in `gastos` alone; a warning if it is
        in `vinculacion` alone, and not the one that was probably meant in `gastos`.
    """
    reports = [row for row in dataset.rows("gastos") if row.text("reporte").casefold() == BY_CATEGORY]
    links = dataset.rows("vinculacion")
    spent, linked = ({row.text(CATEGORY) for row in rows} - {""} for rows in (reports, links))
    for value, rows in _without(reports, linked):
        likely = nearest(value, linked)
        told = (
            f"columna «{CATEGORY}»: la categoría «{value}» no está en «vinculacion» y su gasto no llegaría a ninguna "
            f"acción; {hint(value, linked)}. Corrija el código, agréguela a «vinculacion» o, si el sistema la escribe "
            f"así, declare su forma en «codigos» de los parámetros.{also(row.line for row in rows[1:])}"
        )
        more = {"expected": likely, "value": value}
        yield of_cell(Code.REFERENCE, Severity.ERROR, rows[0], CATEGORY, told, **more)
    meant = {nearest(code, linked) for code in spent - linked}
    for value, rows in _without(links, spent and spent | meant):
        told = (
            f"la categoría «{value}» no está en ningún reporte por categoría de «gastos». "
            "Compruebe el código, o si el reporte está completo."
        )
        yield of_cell(Code.CATEGORY_UNUSED, Severity.WARNING, rows[0], CATEGORY, told, value=value)


def _without(rows: Iterable[Row], known: Set[str]) -> Iterator[tuple[str, list[Row]]]:
    """Yield each category that is not known with its rows, by file and sheet; nothing if none is known."""
    strangers = [row for row in rows if row.text(CATEGORY) and row.text(CATEGORY) not in known] if known else []
    groups = grouped(strangers, lambda row: (row.origin.file, row.origin.sheet, row.text(CATEGORY)))
    yield from ((value, some) for (*_, value), some in groups.items())
