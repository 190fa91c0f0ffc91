"""Findings that touch a table, said beside its caption: how many, how grave, and a link to where they are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import Element, HtmlElement, fragment_fromstring

from helpers.assemble.markup import text_of, traced_id, with_class
from helpers.display import list_es, number_es
from helpers.explorer import Backing
from helpers.findings import Severity, count_by_severity
from helpers.tables import SEVERITY_CHIPS

TELLING = "conciliacion"
"""The section that tells of all findings that no other one does: its own tables bear no mark."""
NOUNS = {
    Severity.ERROR: ("error", "errores"),
    Severity.WARNING: ("advertencia", "advertencias"),
    Severity.NOTE: ("nota", "notas"),
}
CLASS = "marca-hallazgos"


def mark_findings(sections: Sequence[tuple[str, HtmlElement]], backing: Backing) -> None:
    """Put a mark under the caption of every table with figures that findings touch, in place.

    Parameters
    ----------
    sections : sequence
        Name and tree of each section, its tables with their ids.
    """
    messages = {" ".join(finding.mensaje.split()): place for place, finding in enumerate(backing.findings)}
    told = _Told(dict(_told(sections, messages)), {name for name, _ in sections})
    for name, section in sections:
        for table in with_class(section, "figure", "cuadro") if name != TELLING else ():
            places = _touching(table, backing)
            if places and table.get("id") not in set(map(told.tables.get, places)):
                table.insert(1, _mark(places, backing, told.target(places)))


@dataclass(frozen=True)
class _Told:
    """Where findings are told: the table of each that has a row of its own, and the report's sections."""

    tables: Mapping[int, str]
    sections: set[str]

    def target(self, places: Sequence[int]) -> str:
        """Id of where the first of some findings that has a row is told; of the telling section where none has."""
        first = next((self.tables[place] for place in places if place in self.tables), "")
        return first or (f"sec-{TELLING}" if TELLING in self.sections else "")


def _told(
    sections: Sequence[tuple[str, HtmlElement]], messages: Mapping[str, int]
) -> Iterator[tuple[int, str]]:
    for _, section in sections:
        for table in with_class(section, "figure", "cuadro"):
            for cell in table.iter("td", "th"):
                place = messages.get(text_of(cell))
                if place is not None:
                    yield place, table.get("id")


def _touching(table: HtmlElement, backing: Backing) -> tuple[int, ...]:
    """Places of the findings that touch any figure of a table, or any cell that it prints."""
    figures = set(map(traced_id, table.iter("data"))) - {""}
    return tuple(sorted({place for figure in figures for place in backing.findings_of(figure)}))


def _mark(places: Sequence[int], backing: Backing, target: str) -> HtmlElement:
    """`▲ 14 hallazgos: 8 advertencias y 6 notas`, a link where there is something to lead to."""
    counts = count_by_severity(backing.findings[place] for place in places)
    kinds = [severity for severity in Severity if counts[severity]]
    said = list_es([_counted(counts[kind], *NOUNS[kind]) for kind in kinds])
    total = "" if len(kinds) == 1 else f"{_counted(len(places), 'hallazgo', 'hallazgos')}: "
    chip = SEVERITY_CHIPS[kinds[0]]
    mark = fragment_fromstring(f"<a>{chip.symbol} {total}{said}</a>")
    mark.tag = "a" if target else "span"
    if target:
        mark.set("href", f"#{target}")
    line = Element("p")
    line.set("class", f"{CLASS} {kinds[0]}")
    line.append(mark)
    return line


def _counted(count: int, one: str, many: str) -> str:
    return f'<data value="{count}">{number_es(count)}</data> {one if count == 1 else many}'
