"""What the pages that commands print are made of: titled sections, listings of findings, names cut short."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from helpers.cycle.wording import place_of, without_file
from helpers.display import list_es
from helpers.findings import Finding

NAMED = 12
"""How many units are named before the others are only counted."""
GENERAL = "generales"
"""Whose a finding is that is of no one unit."""
Owned = tuple[str, Finding]
"""A finding and the unit that has to mend it; empty where it is of none."""


def section(console: Console, title: str, table: Table) -> None:
    """Print a table under its title; nothing for one without rows."""
    if table.row_count:
        console.print(Text(f"\n{title}", "bold"))
        console.print(Padding(table, (0, 0, 1, 2)))


def sentences(console: Console, title: str, told: Sequence[str]) -> None:
    """Print sentences as a list under a title; the second line of each stands under its first."""
    console.print(Text(title, "bold"))
    table = grid(None, 1)
    for sentence in told:
        table.add_row("•", Text(sentence))
    console.print(Padding(table, (0, 0, 0, 2)))


def grid(*ratios: int | None) -> Table:
    """A table without lines; a column without ratio is as wide as what it holds."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for ratio in ratios:
        table.add_column(no_wrap=ratio is None, ratio=ratio, overflow="fold")
    return table


def listing(owned: Sequence[Owned], colour: str) -> Table:
    """Findings one under the other: whose, where and what."""
    table = grid(None, 1)
    for owner, finding in owned:
        table.add_row(owner or GENERAL, told_at(finding, colour))
    return table


def told_at(finding: Finding, colour: str) -> Text:
    """A finding's place, or its code where it has none, and what is wrong there."""
    return Text.assemble((place_of(finding) or finding.codigo, colour), ": ", without_file(finding))


def some_named(names: Sequence[str]) -> str:
    """Names as a sentence lists them; beyond a few, how many more."""
    more = len(names) - NAMED
    return list_es([*names[:NAMED], f"{more} más"] if more > 0 else list(names))
