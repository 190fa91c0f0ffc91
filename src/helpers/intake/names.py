"""What a code is also called: the names, abbreviations and declared aliases of nodes and actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from helpers.intake.columns import Reference
from helpers.intake.contract import TABLES
from helpers.intake.wording import plain, unmarked
from helpers.records import Node, Row

STRUCTURE, ACTIONS = "estructura", "acciones"
NAMED = (STRUCTURE, ACTIONS)
"""Tables whose codes may be written by name."""
_LIKELY = 75
"""Least likeness, of 100, at which a name is proposed."""
_SHORT = 4


@dataclass(frozen=True)
class Known:
    """The codes that one column may hold, and what each is called.

    Attributes
    ----------
    codes : frozenset of str
    named : Mapping of str to set of str
        Codes by their names, as `plain` writes them.
    aliases : Mapping of str to str
        Codes by declared aliases, as `plain` writes them.
    shown : Mapping of str to str
        A code's name as it is written.
    """

    codes: frozenset[str]
    named: Mapping[str, frozenset[str]]
    aliases: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)

    def codes_of(self, text: str) -> frozenset[str]:
        """The codes that a text names without being one, with or without footnote marks.

        By name, then by declared alias, which also decides between the several that bear a name.
        """
        for words in dict.fromkeys((plain(text), plain(unmarked(text)))):
            named = self.named.get(words, frozenset())
            if len(named) != 1 and words in self.aliases:
                return frozenset({self.aliases[words]})
            if named:
                return named
        return frozenset()

    def likely(self, text: str) -> tuple[str, str]:
        """The code whose name, or which itself, looks most like a text, and its name; empty where none does."""
        words = plain(unmarked(text))
        if len(words) < _SHORT:
            return "", ""
        close = process.extractOne(words, sorted(self.named), scorer=fuzz.WRatio, score_cutoff=_LIKELY)
        if close is None or len(close[0]) < _SHORT:
            return "", ""
        code = min(self.named[close[0]])
        return code, self.shown.get(code, code)


class Directory:
    """Everything that the codes of an institution are called."""

    def __init__(self, nodes: Sequence[Node], actions: Iterable[Row], aliases: Mapping[str, Mapping[str, str]]) -> None:
        key, name = TABLES[ACTIONS].key[0], "denominacion"
        self._nodes = nodes
        self._found: dict[Reference, Known | None] = {}
        self._actions = {row.text(key): row.text(name) for row in actions if row.text(key)}
        self._aliases = {
            table: {plain(written): code for written, code in of_table.items()} for table, of_table in aliases.items()
        }

    def known(self, reference: Reference) -> Known | None:
        """What a column that refers to a table may hold; None where that table has no rows."""
        # Worked out once: every row of every table asks for it.
        if reference not in self._found:
            self._found[reference] = self._look_up(reference)
        return self._found[reference]

    def _look_up(self, reference: Reference) -> Known | None:
        if reference.table == ACTIONS:
            return self._known(ACTIONS, [(code, (name, code)) for code, name in self._actions.items()])
        nodes = [node for node in self._nodes if node.level in reference.levels]
        if not self._nodes:
            return None
        return self._known(STRUCTURE, [(node.code, (node.name, node.sigla, node.code)) for node in nodes])

    def _known(self, table: str, called: Sequence[tuple[str, Sequence[str]]]) -> Known | None:
        if not called and table == ACTIONS:
            return None
        codes = frozenset(code for code, _ in called)
        named: dict[str, set[str]] = defaultdict(set)
        for code, names in called:
            for name in filter(None, map(plain, names)):
                named[name].add(code)
        aliases = {words: code for words, code in self._aliases.get(table, {}).items() if code in codes}
        shown = {code: names[0] or code for code, names in called}
        return Known(codes, {name: frozenset(found) for name, found in named.items()}, aliases, shown)
