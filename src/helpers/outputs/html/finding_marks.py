"""Writes under a table's caption how many findings concern its figures, how severe they are, and where they are listed.

Figures that an earlier document printed differently are counted separately, because the table itself is not wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from lxml.html import Element, HtmlElement, fragment_fromstring

from helpers.base.display import list_es, number_es
from helpers.base.exact import stated_number
from helpers.base.python_extras import by_key
from helpers.figures.findings import DIFFERENT, Finding, Severity, Verdict, concerns_print, count_by_severity
from helpers.outputs.browser.figure_backing import Backing
from helpers.outputs.browser.printed_numbers import traced_id
from helpers.outputs.html.html_trees import id_of, text_of, with_class
from helpers.settings.params import SECTION_ID
from helpers.views.quality.finding_tables import NOUNS, SEVERITY_CHIPS, printed_message

LISTING_SECTION = "conciliacion"
"""Section that lists the findings. Its own tables get no marks."""
CLASS = "marca-hallazgos"
APART = " · "
PAPERS = "papeles de trabajo"
"""What a mark names for findings on data that no table lists; it links to the section that counts them."""


def mark_findings(
    sections: Sequence[tuple[str, HtmlElement]], backing: Backing, labels: Mapping[str, str]
) -> None:
    """Add a line under the caption of every table whose figures have findings, in place.

    It says how many there are by severity, with the tables that list them, and how many figures were published with
    another value. Tables of the section `conciliacion`, which lists them, get none.

    Parameters
    ----------
    sections : sequence
        Name and tree of each section; its tables have their ids.
    labels : Mapping
        Text of a reference to each table and section, by id; printed because links do not work on paper.
    """
    listed = _ListedFindings(sections, backing, labels)
    for name, section in sections:
        for table in with_class(section, "figure", "cuadro") if name != LISTING_SECTION else ():
            of_data = _of_data(table, listed)
            pieces = [*([of_data] if of_data else []), *_of_print(table, listed)]
            if pieces:
                table.insert(1, _line(pieces))


class _Printed(Enum):
    """Kinds of findings on printed values, in the order of printing: the words for one figure, and for several.

    A figure is of the kind `GRADED` if its value was published as it is here, with another grade.
    """

    DIFFERING = ("cifra difiere de lo publicado antes", "cifras difieren de lo publicado antes")
    GRADED = ("calificación difiere de la publicada antes", "calificaciones difieren de las publicadas antes")
    TRANSCRIBED = ("cifra impresa no coincide con su comprobación", "cifras impresas no coinciden con su comprobación")
    INCOHERENT = ("cifra publicada no cumple una regla de control", "cifras publicadas no cumplen una regla de control")
    UNVERIFIED = ("cifra no se puede comprobar", "cifras no se pueden comprobar")


@dataclass(frozen=True)
class _ListedFindings:
    """The findings of the run and the tables that list them."""

    sections: Sequence[tuple[str, HtmlElement]]
    backing: Backing
    labels: Mapping[str, str]

    @cached_property
    def by_message(self) -> Mapping[int, str]:
        """By a finding's position among the findings, the id of the last table of the listing section with its message.

        Findings that no table prints are absent; several with the same message are all in the table that prints it.
        """
        book, findings = self.backing.book, self.backing.findings
        messages = (" ".join(printed_message(book, finding).split()) for finding in findings)
        places = by_key((message, place) for place, message in enumerate(messages))
        found: dict[int, str] = {}
        for table, name in self._tables():
            for cell in table.iter("td", "th") if name == LISTING_SECTION else ():
                found.update(dict.fromkeys(places.get(text_of(cell), ()), id_of(table)))
        return found

    def listing_tables(self, places: Sequence[int]) -> tuple[str, ...]:
        """Return the ids of the tables that list these findings, in order; then `fallback` if some are in no table."""
        listing = [self.by_message[place] for place in places if place in self.by_message]
        found = self.in_order(listing)
        return found if len(listing) == len(places) else (*found, self.fallback)

    def in_order(self, tables: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of tables in the order of the report, which is that of their labels, without repetition."""
        wanted = set(tables)
        return tuple(id for id in self.labels if id in wanted)

    @cached_property
    def by_figure(self) -> Mapping[str, str]:
        """By figure id, the id of the first table of the reconciliation section that prints the figure."""
        found: dict[str, str] = {}
        for table, name in self._tables():
            for number in table.iter("data") if name == LISTING_SECTION else ():
                found.setdefault(traced_id(number), id_of(table))
        return found

    def _tables(self) -> Iterator[tuple[HtmlElement, str]]:
        """Yield every table with its section's name, in the order of the report."""
        for name, section in self.sections:
            yield from ((table, name) for table in with_class(section, "figure", "cuadro"))

    @property
    def fallback(self) -> str:
        """Id of the section that explains findings without a row of their own; empty if the report does not have it."""
        return f"{SECTION_ID}{LISTING_SECTION}" if LISTING_SECTION in {name for name, _ in self.sections} else ""

    def touching(self, table: HtmlElement) -> tuple[int, ...]:
        """Return the positions of the findings on any figure or cell that a table prints, ascending, not repeated."""
        figures = set(map(traced_id, table.iter("data"))) - {""}
        return tuple(sorted({place for figure in figures for place in self.backing.findings_of(figure)}))

    def on_printed_cells(self, table: HtmlElement) -> frozenset[int]:
        """Return the positions of the findings on printed cells that a table repeats as its document prints them."""
        cells = {number.get("data-celda", "") for number in table.iter("data")} - {""}
        return frozenset(place for cell in cells for place in self.backing.findings_of(cell))


def _of_data(table: HtmlElement, listed: _ListedFindings) -> tuple[Severity, HtmlElement] | None:
    """Return severity and mark: `▲ 3 hallazgos sobre estos datos: 2 advertencias y 1 nota`.

    None without findings on data.
    """
    places = [place for place in listed.touching(table) if not concerns_print(listed.backing.findings[place])]
    if not places:
        return None
    counts = count_by_severity(listed.backing.findings[place] for place in places)
    kinds = [severity for severity in Severity if counts[severity]]
    said = [_counted(counts[kind], *NOUNS[kind]) for kind in kinds]
    about = "sobre estos datos"
    total = f"{_counted(len(places), 'hallazgo', 'hallazgos')} {about}: " if len(kinds) > 1 else ""
    words = f"{total}{list_es(said)}" if total else f"{said[0]} {about}"
    labels = {**listed.labels, listed.fallback: PAPERS}
    return kinds[0], _link(kinds[0], words, listed.listing_tables(places), labels)


def _of_print(table: HtmlElement, listed: _ListedFindings) -> Iterator[tuple[Severity, HtmlElement]]:
    """Yield `▲ 2 cifras difieren de lo publicado antes` and the like, one for each kind of `_Printed` found.

    A figure counts once, however many documents printed it, under the first kind that it has.
    """
    findings = listed.backing.findings
    touching = [place for place in listed.touching(table) if concerns_print(findings[place])]
    repeated = listed.on_printed_cells(table)
    told: set[str] = set()
    for kind in _Printed:
        places = [
            place
            for place in touching
            if _kind_of(findings[place], is_repeated=place in repeated) is kind
            and findings[place].elemento not in told
        ]
        if places:
            told.update(findings[place].elemento for place in places)
            yield _mark_of_print(places, kind, listed)


def _kind_of(finding: Finding, *, is_repeated: bool) -> _Printed:
    """Return how a finding marks a printed value.

    A value that differs is `TRANSCRIBED` if the table repeats it as printed (`is_repeated`), `GRADED` if it is a word,
    else `DIFFERING`. Of the others, a note and a value not verifiable are `UNVERIFIED`, the rest `INCOHERENT`.
    """
    if finding.veredicto in DIFFERENT:
        is_word = finding.encontrado and stated_number(finding.encontrado) is None
        differs = _Printed.GRADED if is_word else _Printed.DIFFERING
        return _Printed.TRANSCRIBED if is_repeated else differs
    is_doubt = finding.severidad is Severity.NOTE or finding.veredicto == Verdict.NOT_VERIFIABLE
    return _Printed.UNVERIFIED if is_doubt else _Printed.INCOHERENT


def _mark_of_print(places: Sequence[int], kind: _Printed, listed: _ListedFindings) -> tuple[Severity, HtmlElement]:
    """Return the gravest severity of findings of one kind, and the mark that counts their figures."""
    findings = listed.backing.findings
    found = [findings[place] for place in places]
    gravest = min((finding.severidad for finding in found), key=list(Severity).index)
    figures = list(dict.fromkeys(finding.elemento for finding in found))
    reconciled = listed.in_order(listed.by_figure[figure] for figure in figures if figure in listed.by_figure)
    others = [place for place in places if findings[place].elemento not in listed.by_figure]
    targets = (*reconciled, *(listed.listing_tables(others) if others else ()))
    return gravest, _link(gravest, _counted(len(figures), *kind.value), targets, listed.labels)


def _link(kind: Severity, words: str, targets: Sequence[str], labels: Mapping[str, str]) -> HtmlElement:
    """Return a mark that links to the first of `targets` and names those with a label; without targets, no link."""
    targets = [target for target in dict.fromkeys(targets) if target]
    named = list_es([labels[target] for target in targets if target in labels])
    mark = fragment_fromstring(f"<a>{SEVERITY_CHIPS[kind].symbol} {words}{f' ({named})' if named else ''}</a>")
    mark.tag = "a" if targets else "span"
    if targets:
        mark.set("href", f"#{targets[0]}")
    return mark


def _line(pieces: Sequence[tuple[Severity, HtmlElement]]) -> HtmlElement:
    """Return the marks of a table as one paragraph, with the severity of the first as its class."""
    line = Element("p")
    line.set("class", f"{CLASS} {pieces[0][0]}")
    for _, mark in pieces:
        if len(line):
            line[-1].tail = APART
        line.append(mark)
    return line


def _counted(count: int, one: str, many: str) -> str:
    """Return a number and its noun as HTML, `one` or `many` by the number."""
    return f'<data value="{count}">{number_es(count)}</data> {one if count == 1 else many}'
