"""The last tables of the annexes: the acronyms that a report uses, and how many of its figures it calculates again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape

from markupsafe import Markup

from helpers.base.display import list_es, number_es
from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.outputs.html.section_fragments import END, Fragment
from helpers.outputs.saved_checks import Coverage, Repetition, coverage

ANNEXES = "anexos"
ROW = Markup('<tr><th scope="row">{}</th><td class="num">{}</td><td class="num">{}</td></tr>')
TOTAL = ROW.replace("<tr>", Markup('<tr class="total">'))
TABLE = Markup(
    "<h3>Cifras recalculadas</h3>"
    "<p>Las secciones recalculan cifras que imprimen, a partir de las tablas de entrada y, para lo que es de otra "
    "sección, de las cifras del informe. Las comparan con estas hasta el último decimal. Una cifra se cuenta como "
    "repetida si alguna sección la recalcula, aunque la imprima otra. Las operaciones están en los cuadernos del "
    "informe y, en la versión web, al final de cada sección, que cuenta todas las que repiten sus celdas, también las "
    "que no imprime. Los valores leídos de un dato no se cuentan.</p>"
    '<figure class="cuadro" id="cuadro-cifras-repetidas"><figcaption>Cifras calculadas que cada sección imprime, y '
    'cuántas se repiten</figcaption><div class="desborde"><table><thead><tr><th scope="col">Sección</th>'
    '<th scope="col" class="num">Impresas</th><th scope="col" class="num">Repetidas</th></tr></thead>'
    "<tbody>{rows}{total}</tbody></table></div>{rest}{grades}</figure>"
)
REST = Markup('<p class="nota">Sin repetir: {}.</p>')
GRADES = Markup('<p class="nota">Calificaciones, que se cuentan aparte (repetidas / impresas): {}.</p>')
COUNTED = "recuento: se revisa contando las filas de su cuadro"
OTHER_REASONS = {
    "_version_anterior": "depende de otra versión del plan",
    "_trimestre_a_trimestre": "junta los trimestres de cada tarea",
}
"""Why the cells do not repeat a derived figure, by the end of its indicator's name."""
NO_CELL = "ninguna sección lo calcula otra vez"
_HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
PLANNING: Mapping[str, str] = {
    "ACP": "Acción de corto plazo",
    "AMP": "Acción de mediano plazo",
    "MRE": "Ministerio de Relaciones Exteriores",
    "SEGIP": "Servicio General de Identificación Personal",
    "ODS": "Objetivos de Desarrollo Sostenible",
    "FODA": "Fortalezas, oportunidades, debilidades y amenazas",
    "PDES": "Plan de Desarrollo Económico y Social",
    "PEI": "Plan Estratégico Institucional",
    "PEM": "Plan Estratégico Ministerial",
    "POA": "Plan Operativo Anual",
    "SIGEP": "Sistema de Gestión Pública",
    "TGN": "Tesoro General de la Nación",
    "UE": "Unidad ejecutora",
}
"""Acronyms of planning and budgeting that every institution of the State uses, and those in the names of methods."""
ACRONYM = Markup('<tr><th scope="row">{}</th><td>{}</td></tr>')
ACRONYMS = Markup(
    "<h3>Siglas</h3>"
    '<figure class="cuadro" id="cuadro-siglas"><figcaption>Siglas de este informe</figcaption><div class="desborde">'
    '<table><thead><tr><th scope="col">Sigla</th><th scope="col">Nombre</th></tr></thead>'
    "<tbody>{rows}</tbody></table></div></figure>"
)
_TAG, _ALT = re.compile(r"<[^>]*>"), re.compile(r'\balt="([^"]*)"')


def with_coverage(fragments: Sequence[Fragment], found: Sequence[Repetition], book: Book) -> list[Fragment]:
    """Return the sections with the table of figures that are calculated again, at the end of the annexes.

    Without annexes the last section with content gets it. The other sections, and all if `found` is empty, stay as they
    are.

    Parameters
    ----------
    found : sequence of Repetition
        As `saved_checks.repetitions` returns it.
    """
    if not found:
        return list(fragments)
    titles = {one.name: _title(one.html) for one in fragments}
    return _with_part(fragments, coverage_table(found, titles, book))


def _with_part(fragments: Sequence[Fragment], part: Markup) -> list[Fragment]:
    """Return the sections with one more part at the end of the annexes, before their folded calculation.

    Without annexes the last section with content gets it.
    """
    shown = [one.name for one in fragments if one.html]
    place = ANNEXES if ANNEXES in shown else next(reversed(shown), "")
    return [replace(one, html=_before_calculation(one.html, part)) if one.name == place else one for one in fragments]


def coverage_table(found: Sequence[Repetition], titles: Mapping[str, str], book: Book) -> Markup:
    """Return a heading and a table: how many computed figures each section prints, and how many are calculated twice.

    The last row is the report, in which a figure counts once. A note below says, by indicator, how many printed
    figures no section repeats, and why; another one counts the grades. There is no note without such figures or grades.

    Parameters
    ----------
    found : sequence of Repetition
        As `saved_checks.repetitions` returns it; not empty.
    titles : Mapping
        Title of each section by name; a section without one keeps its name.
    """
    *sections, whole = coverage(found, titles)
    rows = Markup("").join(ROW.format(*_texts(one)) for one in sections)
    grades = GRADES.format(whole.grade_words) if whole.graded else ""
    return TABLE.format(rows=rows, total=TOTAL.format(*_texts(whole)), rest=_rest(found, book), grades=grades)


def _rest(found: Sequence[Repetition], book: Book) -> Markup:
    """Return a note on the printed figures that no section repeats: number and reason by indicator; empty if none."""
    left = frozenset().union(*(one.printed - one.repeated for one in found))
    figures = [book[name] for name in sorted(left)]
    counted = Counter((figure.indicator, figure.operation is Operation.COUNT) for figure in figures)
    named = [
        f"{book.indicator_name(indicator)} ({number_es(number)}; {COUNTED if is_count else _reason(indicator)})"
        for (indicator, is_count), number in counted.items()
    ]
    return REST.format(list_es(named)) if named else Markup("")


def _reason(indicator: str) -> str:
    """Return why no cell repeats an indicator's figures, by the end of its key."""
    return next((why for end, why in OTHER_REASONS.items() if indicator.endswith(end)), NO_CELL)


def _texts(counted: Coverage) -> tuple[str, str, str]:
    """Return title and number of printed and of repeated figures, as texts."""
    return counted.title, number_es(counted.printed), number_es(counted.repeated)


def _title(html: str) -> str:
    """Return the text of a section's title; empty for a section without content."""
    found = _HEADING.search(html)
    return Markup(found[1]).striptags() if found else ""


def _before_calculation(html: str, part: Markup) -> str:
    """Return a section with a part before its folded calculation, or at its end if it has none."""
    place = html.rfind('<details class="calculo">')
    place = place if place >= 0 else html.rfind(END)
    return html[:place] + str(part) + html[place:]


def with_acronyms(fragments: Sequence[Fragment], book: Book) -> list[Fragment]:
    """Return the sections with the table of the acronyms that they print, at the end of the annexes.

    Without annexes the last section with content gets it. A report that prints no acronym has no table.
    """
    used = dict(used_acronyms((one.html for one in fragments if one.html), known_acronyms(book)))
    if not used:
        return list(fragments)
    return _with_part(fragments, ACRONYMS.format(rows=Markup("").join(ACRONYM.format(*pair) for pair in used.items())))


def known_acronyms(book: Book) -> Mapping[str, str]:
    """Return the acronyms of planning and those of the institution's structure, with their names, alphabetically.

    If both have an acronym, the structure's name counts; if several nodes have it, the name of the first.
    """
    nodes = {node.sigla: node.name for node in reversed(book.nodes) if node.sigla and node.sigla != node.name}
    return dict(sorted({**PLANNING, **nodes}.items()))


def used_acronyms(pages: Iterator[str], known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the known acronyms that pages print, in texts or in the descriptions of charts, with their names."""
    text = "\n".join(unescape(f"{_TAG.sub(' ', page)} {' '.join(_ALT.findall(page))}") for page in pages)
    words = set(re.findall(r"\w+(?:[.-]\w+)*", text))
    for sigla, name in known.items():
        if sigla in words or (not sigla.isalnum() and re.search(rf"(?<!\w){re.escape(sigla)}(?!\w)", text)):
            yield sigla, name
