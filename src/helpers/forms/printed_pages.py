"""Parts of the pages that commands print: titled sections, lists of findings, shortened lists of names."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from helpers.base.display import list_es
from helpers.figures.findings import Finding
from helpers.forms.finding_wording import place_of, without_file

NAMED = 12
"""Maximum number of names in a list; the others are counted."""
GENERAL = "generales"
"""Owner printed for findings on no particular unit."""
Owned = tuple[str, Finding]
"""Name of the unit that has to correct a finding (empty if none), and the finding."""


def section(console: Console, title: str, table: Table) -> None:
    """Print a table under a title; nothing if the table has no rows."""
    if table.row_count:
        console.print(Text(f"\n{title}", "bold"))
        console.print(Padding(table, (0, 0, 1, 2)))


def sentences(console: Console, title: str, told: Sequence[str]) -> None:
    """Print sentences as a bulleted list under a title."""
    console.print(Text(title, "bold"))
    table = grid(None, 1)
    for sentence in told:
        table.add_row("•", Text(sentence))
    console.print(Padding(table, (0, 0, 0, 2)))


def grid(*ratios: int | None) -> Table:
    """A table without lines or header.

    Parameters
    ----------
    *ratios : int or None
        One per column: None for a column as wide as its content; others share the remaining width by these ratios.
    """
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for ratio in ratios:
        table.add_column(no_wrap=ratio is None, ratio=ratio, overflow="fold")
    return table


def listing(owned: Sequence[Owned], colour: str) -> Table:
    """A table of findings: owner, place and message.

    Parameters
    ----------
    colour : str
        Style of the place, such as `red`.
    """
    table = grid(None, 1)
    for owner, finding in owned:
        table.add_row(owner or GENERAL, told_at(finding, colour))
    return table


def told_at(finding: Finding, colour: str) -> Text:
    """A finding's place (its code if it has none) in a colour, and its message."""
    return Text.assemble((place_of(finding) or finding.codigo, colour), ": ", without_file(finding))


def some_named(names: Sequence[str]) -> str:
    """At most `NAMED` names as a Spanish list, with the number of names left out."""
    more = len(names) - NAMED
    return list_es([*names[:NAMED], f"{more} más"] if more > 0 else list(names))
