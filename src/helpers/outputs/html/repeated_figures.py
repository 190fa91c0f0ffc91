"""Counts and prints, by section, how many of the computed figures that a report prints it has worked out again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction

from markupsafe import Markup

from helpers.base.display import number_es
from helpers.base.exact import round_half_up
from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.outputs.html.section_fragments import END, Fragment
from helpers.views.elements.section_checks import figures_in

ANNEXES = "anexos"
ROW = Markup('<tr><th scope="row">{}</th><td class="num">{}</td><td class="num">{}</td><td class="num">{}</td></tr>')
TOTAL = ROW.replace("<tr>", Markup('<tr class="total">'))
TABLE = Markup(
    "<h3>Cuánto de este informe se calculó dos veces</h3>"
    "<p>Cada sección repite con las tablas de entrada las cifras que imprime y las compara con las del Libro, hasta "
    "el último decimal. Las celdas están en los cuadernos del informe y, en la página, al final de cada sección. Una "
    "cifra leída de un dato no se calcula y no se cuenta.</p>"
    '<figure class="cuadro" id="cuadro-cifras-repetidas"><figcaption>Cifras calculadas que cada sección imprime, y '
    'cuántas se repiten</figcaption><div class="desborde"><table><thead><tr><th scope="col">Sección</th>'
    '<th scope="col">Impresas</th><th scope="col">Repetidas</th><th scope="col">Parte</th></tr></thead>'
    "<tbody>{rows}{total}</tbody></table></div></figure>"
)
_HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)


@dataclass(frozen=True)
class Repetition:
    """How much of a section is calculated twice.

    Attributes
    ----------
    section : str
    printed : frozenset of str
        Ids of the computed figures that it prints; figures read from an input are left out.
    repeated : frozenset of str
        Those that any section of the report repeats.
    """

    section: str
    printed: frozenset[str]
    repeated: frozenset[str]


def repetitions(pages: Iterable[tuple[str, str]], repeated: Set[str], book: Book) -> tuple[Repetition, ...]:
    """Return the count of every section that prints a computed figure.

    Parameters
    ----------
    pages : iterable
        Name and HTML of each section.
    repeated : set of str
        Ids of the figures that the sections repeat.
    """
    found = []
    for section, html in pages:
        printed = frozenset(
            name
            for name in figures_in(html)
            if name in book.figures and book.figures[name].operation is not Operation.INPUT
        )
        if printed:
            found.append(Repetition(section, printed, printed & repeated))
    return tuple(found)


def with_coverage(fragments: Sequence[Fragment], found: Sequence[Repetition]) -> list[Fragment]:
    """Add the table of what was worked out again to the annexes; to the last section, if the report has no annexes."""
    if not found:
        return list(fragments)
    titles = {one.name: _title(one.html) for one in fragments}
    shown = [one for one in fragments if one.html]
    place = next((one.name for one in shown if one.name == ANNEXES), shown[-1].name)
    table = str(coverage_table(found, titles))
    return [replace(one, html=_before_calculation(one.html, table)) if one.name == place else one for one in fragments]


def coverage_table(found: Sequence[Repetition], titles: Mapping[str, str]) -> Markup:
    """Return the table as the page has it, under its heading.

    Parameters
    ----------
    titles : Mapping
        The title of each section.
    """
    counted = [(titles.get(one.section, one.section), len(one.repeated), len(one.printed)) for one in found]
    printed = frozenset().union(*(one.printed for one in found))
    repeated = frozenset().union(*(one.repeated for one in found))
    rows = Markup("").join(ROW.format(*_texts(*line)) for line in counted)
    return TABLE.format(rows=rows, total=TOTAL.format(*_texts("Todo el informe", len(repeated), len(printed))))


def _texts(title: str, repeated: int, printed: int) -> tuple[str, str, str, str]:
    share = number_es(round_half_up(Fraction(100 * repeated, printed), 1))
    return title, number_es(printed), number_es(repeated), f"{share} %"


def _title(html: str) -> str:
    found = _HEADING.search(html)
    return Markup(found[1]).striptags() if found else ""


def _before_calculation(html: str, table: str) -> str:
    """Put the table at the end of a section, before what unfolds."""
    place = html.rfind('<details class="calculo">')
    place = place if place >= 0 else html.rfind(END)
    return html[:place] + table + html[place:]
