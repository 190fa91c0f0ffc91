"""The dataset of a run: the contract's tables as typed rows, the institution's tree and the files read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from helpers.figures.records import Node, Row
from helpers.intake.tables.contract_tables import TABLES


@dataclass(frozen=True)
class Dataset:
    """Everything that a run reads.

    Attributes
    ----------
    tables : Mapping of str to tuple of Row
        Rows by table name; a table that was not supplied has no entry.
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
        """Cache for results that depend on this dataset alone, by name; not part of the data."""
        return {}

    def rows(self, table: str) -> tuple[Row, ...]:
        """Return the rows of a table, in the order of files and lines; empty if the table was not supplied.

        Raises
        ------
        KeyError
            If the contract has no table of that name.
        """
        return self.tables.get(TABLES[table].name, ())

    def has(self, table: str) -> bool:
        """Return whether a table was supplied, even without rows.

        Raises
        ------
        KeyError
            If the contract has no table of that name.
        """
        return TABLES[table].name in self.tables

    def node(self, level: str, code: str) -> Node | None:
        """Return the node with a level and code; None if there is none."""
        return self._by_key.get((level, code))

    @cached_property
    def entity(self) -> Node:
        """The institution's own node, at the top of its tree.

        Raises
        ------
        StopIteration
            If the tree has no such node; reading the structure reports that case as a finding.
        """
        return next(node for node in self.nodes if node.level == "entidad")

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], Node]:
        return {node.key: node for node in self.nodes}
