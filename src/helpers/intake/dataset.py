"""The contract's tables as a run reads them: typed rows, the tree, and the files that they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from helpers.intake.contract import TABLES
from helpers.records import Node, Row


@dataclass(frozen=True)
class Dataset:
    """Everything that a run reads.

    Attributes
    ----------
    tables : Mapping of str to tuple of Row
        By table; those that are not there are absent.
    files : Mapping of str to str
        SHA-256 of every file read, by its path from the root.
    nodes : tuple of Node
        The institution's tree, in order.
    """

    tables: Mapping[str, tuple[Row, ...]]
    files: Mapping[str, str]
    nodes: tuple[Node, ...] = ()

    @cached_property
    def worked_out(self) -> dict[str, object]:
        """What was worked out from these data alone, by name, so that it is done once; no part of them."""
        return {}

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table, in the order of files and lines; none where it is absent.

        Raises
        ------
        KeyError
            For a name that is no table of the contract.
        """
        return self.tables.get(TABLES[table].name, ())

    def has(self, table: str) -> bool:
        """Whether a table is there, even without rows."""
        return TABLES[table].name in self.tables

    def node(self, level: str, code: str) -> Node | None:
        """The node of a level and code; None where there is none."""
        return self._by_key.get((level, code))

    @cached_property
    def entity(self) -> Node:
        """The institution itself, at the top of its tree.

        Raises
        ------
        StopIteration
            Where the tree has no such node, which reading the structure has reported.
        """
        return next(node for node in self.nodes if node.level == "entidad")

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], Node]:
        return {node.key: node for node in self.nodes}
